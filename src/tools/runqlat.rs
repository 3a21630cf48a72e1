//! runqlat: how long tasks wait for a CPU.

use super::prelude::*;
use crate::common::{task_hist::TaskHistArgs, tasks};

skel!("runqlat");

#[derive(Parser)]
/// Show how long tasks wait for a CPU, as a histogram
pub struct Args {
    #[command(flatten)]
    hist: TaskHistArgs,
}

impl Tool for Args {
    type Bpf = bpf::RunqlatSkelBuilder;
    const SUBJECT: Subject = Subject::Cpu;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('c', "cgroup")];
    const TIMES: &'static [TimeOption] = &[TimeOption::ABOVE];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("runqlat 1 10", "ten summaries, one a second"),
        ("runqlat -mT 5", "in milliseconds, every 5 seconds, with the time"),
        ("runqlat -P --percentiles", "each process apart"),
        ("runqlat --by cgroup --json 10", "each cgroup apart, JSON every 10 seconds"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.hist.common, cx)?;
        open.maps.since.set_max_entries(tasks::map_entries())?;
        self.hist.run(open)
    }
}
