//! runqlen: how many tasks wait for each CPU.

use super::prelude::*;
use crate::common::{
    args::LimitArgs,
    field,
    hist,
    histograms::{HistArgs, Key},
    perf_events::{Rate, Sampling, Source},
    sums::{Sum, SumArgs, Sums, totals},
};

skel!("runqlen");
use bpf::types::{cpu_key, occupancy};
totals!(cpu_key, occupancy, |sum, later| {
    sum.samples += later.samples;
    sum.occupied += later.occupied;
});
type Col = Field<Sum<cpu_key, occupancy>>;

#[derive(Parser)]
/// Sample how many tasks wait for a CPU, as a histogram
///
/// The task that runs does not wait. Without -H only tasks count that share the CPU by the fair scheduler, and those of
/// the group of the one that runs.
pub struct Args {
    /// Each CPU apart
    #[arg(short = 'C', long)]
    cpus: bool,
    /// Print how often somebody waited instead, in percent of the samples
    #[arg(short = 'O', long = "runqocc")]
    occupancy: bool,
    /// Count all tasks of the CPU: of all groups, and with real-time priority too
    #[arg(short = 'H', long)]
    host: bool,
    /// So many samples a second on each CPU
    #[arg(short, long, default_value_t = 99, value_parser = whole(1..=100_000_u32))]
    frequency: u32,
    #[command(flatten)]
    sums: SumArgs,
    /// Print percentiles below each histogram
    #[arg(long, conflicts_with = "occupancy", help_heading = "Output")]
    percentiles: bool,
    #[command(flatten)]
    limits: LimitArgs,
}

const ON_CPU: Key = Key::new("CPU", 0, Kind::Uint, "CPU.", |r| r.event.id[0].into());
const FIELDS: &[Col] = &[
    Col::new("CPU", 4, Kind::Uint, "CPU; 0 without -C.", |r| r.event.key.cpu.into()).right().with("cpus"),
    Col::new("RUNQOCC%", 8, Kind::Uint, "Samples that found somebody waiting, in percent.", |r| {
        field::share(r.event.total.occupied, r.event.total.samples, 100)
    })
    .right(),
    Col::new("SAMPLES", 8, Kind::Uint, "How many samples.", |r| r.event.total.samples.into()).machine(),
    Col::new("OCCUPIED", 8, Kind::Uint, "How many of them found somebody waiting.", |r| {
        r.event.total.occupied.into()
    })
    .machine(),
];

impl Tool for Args {
    type Bpf = bpf::RunqlenSkelBuilder;
    const SUBJECT: Subject = Subject::Cpu;
    const TIMES: &'static [TimeOption] = &[TimeOption::ABOVE];
    const TABLES: &'static [&'static dyn Records] = &[&Sums(FIELDS)];
    const PERF_EVENTS: bool = true;
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("runqlen 1 10", "ten summaries, one a second"),
        ("runqlen -C", "each CPU apart"),
        ("runqlen -OT 5", "how often somebody waited, every 5 seconds"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let common = Common { limits: self.limits, ..Common::default() };
        let mut open = session::open::<Self::Bpf>(&common, cx)?;
        let config = constants!(open);
        config.per_cpu = self.cpus;
        config.whole_cpu = self.host;
        config.with_occupancy = self.occupancy;
        open.sample("sampled", Sampling { source: Source::Clock, rate: Rate::Hertz(self.frequency), cpu: None });
        if self.occupancy {
            return open.sums("occupancies", FIELDS, &self.sums)?.run();
        }
        let args = HistArgs::instead_of(&self.sums, self.percentiles);
        let key = if self.cpus { vec![ON_CPU] } else { vec![] };
        open.histograms(&args, hist::Unit::TASKS, self.cpus.into(), key)?.run()
    }
}
