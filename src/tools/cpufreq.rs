//! cpufreq: at which frequency CPUs run, and for whom.

use super::prelude::*;
use crate::common::{
    cpu_frequency,
    hist::Unit,
    histograms::{HistArgs, Key},
    perf_events::{Rate, Sampling, Source},
};

skel!("cpufreq");

#[derive(Parser)]
/// Sample the frequency of CPUs, as a histogram for each program
///
/// The last histogram, syswide, is of all of them.
pub struct Args {
    /// So many samples a second on each CPU
    #[arg(short, long, default_value_t = 99, value_parser = whole(1..=100_000_u32))]
    frequency: u32,
    #[command(flatten)]
    hist: HistArgs,
    #[command(flatten)]
    common: Common,
}

const COMM: Key = Key::new("COMM", 0, Kind::Text, "Name of the thread, or syswide.", |r| Value::text(&r.event.name));

impl Tool for Args {
    type Bpf = bpf::CpufreqSkelBuilder;
    const SUBJECT: Subject = Subject::Cpu;
    const PERF_EVENTS: bool = true;
    const SHORTS: &'static [(char, &'static str)] = &[('d', "duration"), ('c', "cgroup"), ('p', "pid")];
    const TIMES: &'static [TimeOption] = &[TimeOption::ABOVE];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("cpufreq", "all CPUs, until Ctrl-C"),
        ("cpufreq -d 5 -f 199", "for 5 seconds, 199 times a second"),
        ("cpufreq -- make", "while make runs, for it alone"),
    ];

    fn machine() -> Result<(), String> {
        cpu_frequency::read_all().map(|_| ()).map_err(|error| error.to_string())
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let known = cpu_frequency::read_all()?;
        let mut open = session::open::<Self::Bpf>(&self.common, cx)?;
        open.maps.frequencies.set_max_entries(known.len() as u32)?;
        open.attach_by_hand(move |object| cpu_frequency::tell(object, &known).map(|()| Vec::new()));
        open.sample("sampled", Sampling { source: Source::Clock, rate: Rate::Hertz(self.frequency), cpu: None });
        open.histograms(&self.hist, Unit::MHZ, 1, vec![COMM])?.run()
    }
}
