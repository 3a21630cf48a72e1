//! funclatency: how long calls of functions take.

use super::prelude::*;
use crate::common::{
    hist::Unit,
    histograms::{GroupedHistArgs, Key},
    probes::{BEGIN_AND_END, Plan, ProbeArgs, Reading},
    tasks,
};

skel!("funclatency");

#[derive(Parser)]
/// Show how long calls of functions take, as a histogram
pub struct Args {
    #[command(flatten)]
    probes: ProbeArgs,
    /// Print in microseconds
    #[arg(short = 'u', long, conflicts_with = "milliseconds")]
    microseconds: bool,
    /// Print in milliseconds
    #[arg(short, long)]
    milliseconds: bool,
    /// A histogram for each function
    #[arg(short = 'F', long)]
    function: bool,
    /// Put a probe at each function apart, also where the kernel can do all at once
    #[arg(short, long)]
    kprobes: bool,
    #[command(flatten)]
    hist: GroupedHistArgs,
}

const FUNCTION: Key = Key::new("FUNCTION", 0, Kind::Text, "Function.", |r| r.event.named());

impl Tool for Args {
    type Bpf = bpf::FunclatencySkelBuilder;
    const SUBJECT: Subject = Subject::Functions;
    const PERF_EVENTS: bool = true;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('c', "cgroup"), ('d', "duration")];
    const TIMES: &'static [TimeOption] = &[TimeOption::ABOVE];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("funclatency vfs_read", "calls of the kernel's vfs_read, until Ctrl-C"),
        ("funclatency -u -i 2 'vfs_*' -F", "each function apart, in microseconds, every 2 seconds"),
        ("funclatency vfs_fsync_range --by pod", "who waits for the disk, by pod"),
        ("funclatency -p 181 c:read", "read of the C library, in process 181"),
        ("funclatency /usr/bin/python3:PyEval_EvalCode", "a function of a program"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let sites = self.probes.places.find(&self.hist.common, &Reading { single: self.kprobes, ..Reading::default() })?;
        let names = sites.names.clone();
        let mut open = session::open::<Self::Bpf>(&self.hist.common, cx)?;
        open.maps.innermost.set_max_entries(tasks::map_entries())?;
        open.probe(Plan::new(sites, BEGIN_AND_END));
        let unit = match (self.milliseconds, self.microseconds) {
            (true, _) => Unit::MSECS,
            (_, true) => Unit::USECS,
            _ => Unit::NSECS,
        };
        let function: &[_] = if self.function { &[FUNCTION] } else { &[] };
        let key = [self.hist.by.columns(), function].concat();
        let hist = self.hist.hist.or_every(self.probes.every);
        open.histograms(&hist, unit, self.function.into(), key)?.names(names).run()
    }
}
