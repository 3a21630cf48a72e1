//! cpudist: how long tasks keep a CPU, or how long they are off it.

use super::prelude::*;
use crate::common::{task_hist::TaskHistArgs, tasks};

skel!("cpudist");

#[derive(Parser)]
/// Show how long tasks keep a CPU, or are off it, as a histogram
pub struct Args {
    /// Show how long they are off the CPU, asleep or waiting for one
    #[arg(short = 'O', long = "offcpu")]
    off_cpu: bool,
    #[command(flatten)]
    hist: TaskHistArgs,
}

impl Tool for Args {
    type Bpf = bpf::CpudistSkelBuilder;
    const SUBJECT: Subject = Subject::Cpu;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('c', "cgroup")];
    const TIMES: &'static [TimeOption] = &[TimeOption::ABOVE];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("cpudist 1 10", "ten summaries of time on the CPU, one a second"),
        ("cpudist -O -p 185", "how long process 185 is off the CPU"),
        ("cpudist -P --percentiles", "each process apart"),
        ("cpudist --by cgroup --json 10", "each cgroup apart, JSON every 10 seconds"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.hist.common, cx)?;
        open.maps.since.set_max_entries(tasks::map_entries())?;
        constants!(open).off_cpu = self.off_cpu;
        self.hist.run(open)
    }
}
