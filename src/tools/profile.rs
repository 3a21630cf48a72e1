//! profile: where CPUs spend their time, by samples of stacks.

use super::prelude::*;
use crate::common::{
    args::DurationArg,
    perf_events::{Rate, Sampling, Source},
    stacks::{self, Counted, Shape, StackArgs, Stacks},
};

skel!("profile");

#[derive(Parser)]
/// Sample stacks on all CPUs, to see what takes their time
pub struct Args {
    /// So many samples a second on each CPU
    #[arg(short = 'F', long, default_value_t = 49, value_parser = whole(1..=100_000_u32))]
    frequency: u32,
    /// Take a sample whenever a CPU has counted so many cycles, or nanoseconds where it cannot count
    #[arg(short, long, value_name = "N", conflicts_with = "frequency", value_parser = whole(10_000..=u32::MAX))]
    count: Option<u32>,
    /// Sample idle CPUs, too
    #[arg(short = 'I', long)]
    include_idle: bool,
    /// Sample this CPU only
    #[arg(short = 'C', long, value_name = "CPU", value_parser = whole(0..=8191_u32))]
    cpu: Option<u32>,
    #[command(flatten)]
    duration: DurationArg,
    #[command(flatten)]
    stacks: StackArgs,
}

const FIELDS: &[Field<Counted>] = &[stacks::PID, stacks::COMM, stacks::COUNT, stacks::STACK];

impl Tool for Args {
    type Bpf = bpf::ProfileSkelBuilder;
    const SUBJECT: Subject = Subject::Cpu;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('L', "tid")];
    const TABLES: &'static [&'static dyn Records] = &[&Stacks(FIELDS)];
    const PERF_EVENTS: bool = true;
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("profile 10", "everything, for ten seconds"),
        ("profile -F 99 -p 181 --flame out.svg", "process 181, as a flame graph"),
        ("profile -U --lines -- make", "make and its children, with lines of source"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.duration.of(&self.stacks.common), cx)?;
        constants!(open).include_idle = self.include_idle;
        let frequency = self.count.map_or(self.frequency, |count| 1_000_000_000 / count + 1);
        let rate = self.count.map_or(Rate::Hertz(frequency), |count| Rate::Every(count.into()));
        stacks::size_for_rate(&mut open, frequency)?;
        open.sample("sampled", Sampling { source: Source::Cycles, rate, cpu: self.cpu });
        open.stacks(FIELDS, Shape::OF_PROCESS, &self.stacks)?.run()
    }
}
