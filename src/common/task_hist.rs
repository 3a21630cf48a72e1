//! Histograms of times of tasks: of everything, or by what they are. `src/bpf/lib/task_hist.bpf.h` is the other half.

use anyhow::Result;
use clap::ValueEnum;
use libbpf_rs::skel::OpenSkel;

use super::{
    args::Common,
    field::{Kind, Value},
    hist::Unit,
    histograms::{CGROUP, CONTAINER, HistArgs, Key, POD},
    session::Opened,
};

/// The options of every tool that prints such histograms.
#[derive(clap::Args, Clone, Default)]
pub struct TaskHistArgs {
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
    /// What every tool has.
    #[command(flatten)]
    pub common: Common,
}

/// The first are `enum task_by`, whose 0 is everything.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    Pid = 1,
    Tid,
    Pidns,
    Cgroup,
    Container,
    Pod,
}

const PID: Key = Key::new("PID", 0, Kind::Uint, "Process.", |r| r.event.id[0].into());
const TID: Key = Key::new("TID", 0, Kind::Uint, "Thread.", |r| r.event.id[0].into());
const PIDNS: Key = Key::new("PIDNS", 0, Kind::Uint, "PID namespace.", |r| r.event.id[0].into());
const COMM: Key = Key::new("COMM", 0, Kind::Text, "Its name.", |r| Value::text(&r.event.name));

impl TaskHistArgs {
    /// Prints histograms until the end.
    ///
    /// # Errors
    /// What keeps the tool from starting or from writing.
    pub fn run<O: OpenSkel<'static>>(&self, open: Opened<'_, O>) -> Result<()> {
        let short = [(self.pids, By::Pid), (self.tids, By::Tid), (self.pidnss, By::Pidns)];
        let by = self.by.or(short.iter().find_map(|(given, by)| given.then_some(*by)));
        let key = match by {
            None => vec![],
            Some(By::Pid) => vec![PID, COMM],
            Some(By::Tid) => vec![TID, COMM],
            Some(By::Pidns) => vec![PIDNS],
            Some(By::Cgroup) => CGROUP.to_vec(),
            Some(By::Container) => vec![CONTAINER],
            Some(By::Pod) => vec![POD],
        };
        let number = by.filter(|by| matches!(by, By::Pid | By::Tid | By::Pidns)).map_or(0, |by| by as u32);
        let unit = if self.milliseconds { Unit::MSECS } else { Unit::USECS };
        open.histograms(&self.hist, unit, number, key)?.run()
    }
}
