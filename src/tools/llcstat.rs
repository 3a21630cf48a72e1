//! llcstat: who uses the last cache before memory, and how often in vain.

use std::{cmp::Reverse, time::Duration};

use libbpf_rs::libbpf_sys::{PERF_COUNT_HW_CACHE_MISSES, PERF_COUNT_HW_CACHE_REFERENCES};

use super::prelude::*;
use crate::common::{
    args::DurationArg,
    field,
    grouping::ByArg,
    perf_events::{self, Rate, Sampling, Source},
    sums::{Sum, SumArgs, Sums, totals},
};

skel!("llcstat");
use bpf::types::{cache_key, cache_use};
totals!(owned cache_key, cache_use, |sum, later| {
    sum.references += later.references;
    sum.misses += later.misses;
});
type Col = Field<Sum<cache_key, cache_use>>;

#[derive(Parser)]
/// Sample references to the last cache, and misses, by process
///
/// It ends after ten seconds if nothing is said.
pub struct Args {
    /// Take a sample whenever a CPU has counted so many references, or misses
    #[arg(short = 'c', long = "sample_period", alias = "sample-period", value_name = "N", default_value_t = 100)]
    #[arg(value_parser = whole(1..=u32::MAX))]
    period: u32,
    /// A row for each thread
    #[arg(short, long)]
    threads: bool,
    #[command(flatten)]
    by: ByArg,
    #[command(flatten)]
    duration: DurationArg,
    #[command(flatten)]
    rows: RowArgs,
}

/// How long it looks if nothing is said.
const USUAL: Duration = Duration::from_secs(10);

/// The columns, with the process or its threads before them.
const fn fields(who: Col) -> [Col; 6] {
    [
        who.apart(),
        Col::new("NAME", 16, Kind::Text, "Name of the thread that was seen first.", |r| {
            Value::text(&r.event.total.comm)
        })
        .key("comm")
        .apart(),
        Col::new("CPU", 4, Kind::Uint, "CPU.", |r| r.event.key.cpu.into()).apart(),
        Col::new("REFERENCE", 12, Kind::Uint, "References to the cache.", |r| r.event.total.references.into())
            .right()
            .key("references"),
        Col::new("MISS", 12, Kind::Uint, "References that went on to memory.", |r| r.event.total.misses.into())
            .right()
            .key("misses"),
        Col::new("HIT%", 7, Kind::Permille, "References that the cache could answer.", hits).right().key("hit"),
    ]
}

const PID: Col = Col::new("PID", 8, Kind::Uint, "Process.", |r| r.event.key.pid.into());
const TID: Col = Col::new("TID", 8, Kind::Uint, "Thread.", |r| r.event.key.tid.into());
const FIELDS: &[Col] = &fields(PID);
const BY_THREAD: &[Col] = &fields(TID);

/// References and misses are sampled apart, so that there can be more of these.
fn hits(row: &Row<'_, Sum<cache_key, cache_use>>) -> Value<'static> {
    let cache_use { references, misses, .. } = row.event.total;
    field::share(references.saturating_sub(misses), references, 1000)
}

impl Tool for Args {
    type Bpf = bpf::LlcstatSkelBuilder;
    const SUBJECT: Subject = Subject::Cpu;
    const PERF_EVENTS: bool = true;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TABLES: &'static [&'static dyn Records] = &[&Sums(FIELDS), &Sums(BY_THREAD)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("llcstat", "all processes, for ten seconds"),
        ("llcstat -t -p 181 5", "threads of process 181, for five"),
        ("llcstat -c 10000 60", "fewer samples, for a minute"),
    ];

    fn machine() -> Result<(), String> {
        perf_events::is_counted(PERF_COUNT_HW_CACHE_REFERENCES)
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut common = self.duration.of(&self.rows.common);
        common.limits.duration.get_or_insert(USUAL);
        let mut open = session::open::<Self::Bpf>(&common, cx)?;
        let config = constants!(open);
        config.period = self.period.into();
        config.per_thread = self.threads;
        for (program, event) in
            [("missed", PERF_COUNT_HW_CACHE_MISSES), ("referenced", PERF_COUNT_HW_CACHE_REFERENCES)]
        {
            let (source, rate) = (Source::Hardware(event), Rate::Every(self.period.into()));
            open.sample(program, Sampling { source, rate, cpu: None });
        }
        let sums = SumArgs { output: self.rows.output, ..SumArgs::default() };
        let fields = if self.threads { BY_THREAD } else { FIELDS };
        open.sums_by("cache_uses", fields, &self.by, &sums)?.by(|sum| Reverse(sum.total.references)).run()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::{events::Task, grouping::Owner, probes::Names};

    #[test]
    fn hits_are_what_did_not_miss() {
        let share = |references, misses| {
            let total = cache_use { references, misses, ..cache_use::default() };
            let sum = Sum { key: cache_key::default(), total, interval: 1, names: Names::default(), owner: Owner::default() };
            hits(&Row::of(&sum, &Task::NOBODY))
        };
        assert_eq!((share(1000, 250), share(100, 0)), (Value::Uint(750), Value::Uint(1000)));
        assert_eq!((share(100, 300), share(0, 300)), (Value::Uint(0), Value::None));
    }
}
