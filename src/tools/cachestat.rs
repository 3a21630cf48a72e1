//! cachestat: how many pages of files were in memory when they were asked for.

use super::prelude::*;
use crate::common::{
    counters::{Count, CounterArgs, counts},
    field::Unit,
    meminfo::Meminfo,
    sums::Sums,
};

skel!("cachestat");
use bpf::types::cache_counts as Counts;
counts!(Counts, |counts| {
    let ahead = counts.misses.saturating_add(counts.ahead).saturating_sub(counts.read);
    (ahead > 0).then_some(Counts { ahead, ..Counts::default() })
});
type Col = Field<Count<Counts>>;

#[derive(Parser)]
/// Count pages of files that were in memory when asked for
///
/// A miss is a page that is read into memory, also ahead of being asked for; a hit is a page that is asked for, to be read,
/// written or mapped, and was not missed. What a file system keeps in memory for itself is not counted.
pub struct Args {
    #[command(flatten)]
    counters: CounterArgs,
}

const FIELDS: &[Col] = &[
    Col::new("HITS", 8, Kind::Uint, "Pages that were there.", |r| hits(&r.event.total).into()).right(),
    Col::new("MISSES", 8, Kind::Uint, "Pages that were read into memory.", |r| r.event.total.misses.into()).right(),
    Col::new("DIRTIES", 8, Kind::Uint, "Pages that became dirty.", |r| r.event.total.dirties.into()).right(),
    Col::new("HITRATIO", 8, Kind::Name, "Hits among hits and misses.", |r| ratio(&r.event.total)).right().text_only(),
    Col::new("BUFFERS_MB", 12, Kind::Uint, "Memory for contents of disks, in MiB.", |r| {
        (r.event.total.buffers >> 20).into()
    })
    .right()
    .text_only()
    .whole(),
    Col::new("CACHED_MB", 10, Kind::Uint, "Memory for contents of files, in MiB.", |r| {
        (r.event.total.cached >> 20).into()
    })
    .right()
    .text_only()
    .whole(),
    Col::new("BUFFERS", 12, Kind::Size, "Memory for contents of disks.", |r| r.event.total.buffers.into())
        .machine()
        .whole(),
    Col::new("CACHED", 12, Kind::Size, "Memory for contents of files.", |r| r.event.total.cached.into())
        .machine()
        .whole(),
    Col::new("INTERVAL", 8, Kind::Nanos(Unit::Seconds, 3), "How long it was.", |r| r.event.interval.into()).machine(),
];

fn hits(counts: &Counts) -> u64 {
    counts.read.saturating_sub(counts.misses).saturating_sub(counts.ahead).saturating_add(counts.written)
}

fn ratio(counts: &Counts) -> Value<'static> {
    let (hits, all) = (hits(counts), hits(counts).saturating_add(counts.misses));
    format!("{:.2}%", if all > 0 { hits as f64 * 100.0 / all as f64 } else { 0.0 }).into()
}

impl Tool for Args {
    type Bpf = bpf::CachestatSkelBuilder;
    const SUBJECT: Subject = Subject::Files;
    const TIMES: &'static [TimeOption] = &[TimeOption::DAY];
    const TABLES: &'static [&'static dyn Records] = &[&Sums(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("cachestat", "a line every second"),
        ("cachestat -T 5 3", "three lines, one every 5 seconds, with the time"),
        ("cachestat --json 3600 -- make", "what make reads, in all"),
        ("cachestat --by container 10", "a line for each container, every 10 seconds"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut meminfo = Meminfo::open()?;
        let open = session::open::<Self::Bpf>(&self.counters.common, cx)?;
        let counters = open.counters(FIELDS, &self.counters)?;
        let complete = move |counts: &mut Counts| {
            [counts.buffers, counts.cached] = meminfo.read(["Buffers", "Cached"])?;
            Ok(())
        };
        counters.complete(complete).run()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::sums::Total;

    #[test]
    fn what_was_missed_before_it_was_asked_for_is_no_hit_when_it_is() {
        let first = Counts { read: 636, misses: 700, ..Counts::default() };
        let mut second = Counts { read: 388, misses: 324, written: 2, ..Counts::default() };
        second.add(&first.left_over().unwrap());
        assert_eq!((hits(&first), hits(&second)), (0, 2));
        assert!(second.left_over().is_none());
        let mut idle = Counts::default();
        idle.add(&first.left_over().unwrap());
        assert_eq!(idle.left_over().unwrap().ahead, 64);
    }
}
