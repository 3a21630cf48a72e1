//! runqlat: how long tasks wait for a CPU.

use super::prelude::*;
use crate::common::{
    hist::Unit,
    histograms::{CGROUP, HistArgs, Key},
    tasks,
};

skel!("runqlat");
use bpf::types::runqlat_by as Number;

/// Show how long tasks wait for a CPU, as a histogram
#[derive(Parser)]
pub struct Args {
    /// Print in milliseconds
    #[arg(short, long)]
    milliseconds: bool,
    /// A histogram for each of these
    #[arg(long, value_enum, group = "key")]
    by: Option<By>,
    /// A histogram for each process
    #[arg(short = 'P', long, group = "key")]
    pids: bool,
    /// A histogram for each thread
    #[arg(short = 'L', long, group = "key")]
    tids: bool,
    /// A histogram for each PID namespace
    #[arg(long, group = "key")]
    pidnss: bool,
    #[command(flatten)]
    hist: HistArgs,
    #[command(flatten)]
    common: Common,
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    Pid,
    Tid,
    Pidns,
    Cgroup,
}

const PID: Key = Key::new("PID", 0, Kind::Uint, "Process.", |r| r.event.id[0].into());
const TID: Key = Key::new("TID", 0, Kind::Uint, "Thread.", |r| r.event.id[0].into());
const PIDNS: Key = Key::new("PIDNS", 0, Kind::Uint, "PID namespace.", |r| r.event.id[0].into());
const COMM: Key = Key::new("COMM", 0, Kind::Text, "Its name.", |r| Value::text(&r.event.name));

impl Tool for Args {
    type Bpf = bpf::RunqlatSkelBuilder;
    const SUBJECT: Subject = Subject::Cpu;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('c', "cgroup")];
    const TIMES: &'static [(&'static str, Style)] = &[("timestamp", Style::Wall)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("runqlat 1 10", "ten summaries, one a second"),
        ("runqlat -mT 5", "in milliseconds, every 5 seconds, with the time"),
        ("runqlat -P --percentiles", "each process apart"),
        ("runqlat --by cgroup --json 10", "each cgroup apart, JSON every 10 seconds"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.common, cx)?;
        open.maps.waiting.set_max_entries(tasks::map_entries())?;
        let short = [(self.pids, By::Pid), (self.tids, By::Tid), (self.pidnss, By::Pidns)];
        let by = self.by.or(short.iter().find_map(|(given, by)| given.then_some(*by)));
        let (number, key) = match by {
            None => (Number::BY_NONE, vec![]),
            Some(By::Pid) => (Number::BY_PID, vec![PID, COMM]),
            Some(By::Tid) => (Number::BY_TID, vec![TID, COMM]),
            Some(By::Pidns) => (Number::BY_PIDNS, vec![PIDNS]),
            Some(By::Cgroup) => (Number::BY_CGROUP, CGROUP.to_vec()),
        };
        let unit = if self.milliseconds { Unit::MSECS } else { Unit::USECS };
        open.histograms(&self.hist, unit, number.0, key)?.run()
    }
}
