//! cachetop: whose reads and writes of files find their pages in memory, as a table that is made anew every interval.

use super::prelude::*;
use crate::common::{
    field,
    meminfo::Meminfo,
    sums::{Sum, Sums, totals},
    top::{self, By, TopArgs, Words},
};

skel!("cachetop");
use bpf::types::{cache_use, cache_user};
totals!(owned cache_user, cache_use, |sum, later| {
    sum.read += later.read;
    sum.written += later.written;
    sum.misses += later.misses;
    sum.dirties += later.dirties;
    sum.ahead += later.ahead;
}, |total| {
    let ahead = total.misses.saturating_add(total.ahead).saturating_sub(total.read);
    (ahead > 0).then_some(cache_use { ahead, ..cache_use::default() })
});
type Col = Field<Sum<cache_user, cache_use>>;

#[derive(Parser)]
/// Show whose file reads and writes find their pages in memory
///
/// A miss is a page that is read into memory, also ahead of being asked for; a hit is a page that is asked for, to be read,
/// written or mapped, and was not missed. The shares are of all hits and misses of the process together.
pub struct Args {
    #[command(flatten)]
    top: TopArgs<5>,
}

const FIELDS: &[Col] = &[
    Col::new("PID", 8, Kind::Uint, "Process.", |r| r.event.key.pid.into()).apart(),
    Col::new("UID", 8, Kind::Uint, "Its user.", |r| r.event.key.uid.into()).apart(),
    Col::new("CMD", 16, Kind::Text, "Name of its thread.", |r| Value::text(&r.event.key.comm)).key("comm").apart(),
    Col::new("HITS", 8, Kind::Uint, "Pages that were there.", |r| {
        read_hits(&r.event.total).saturating_add(r.event.total.written).into()
    }),
    Col::new("MISSES", 8, Kind::Uint, "Pages that were read into memory.", |r| r.event.total.misses.into()),
    Col::new("DIRTIES", 8, Kind::Uint, "Pages that became dirty.", |r| r.event.total.dirties.into()),
    Col::new("READ_HIT%", 10, Kind::Permille, "Share of pages that were read or mapped, and there.", |r| {
        share(&r.event.total, read_hits(&r.event.total))
    })
    .right()
    .key("read_hit"),
    Col::new("WRITE_HIT%", 10, Kind::Permille, "Share of pages that were written, and there.", |r| {
        share(&r.event.total, r.event.total.written)
    })
    .right()
    .key("write_hit"),
    top::interval(),
];

const WORDS: Words<cache_user, cache_use> = &[("hits", By::Column("HITS"))];

fn read_hits(total: &cache_use) -> u64 {
    total.read.saturating_sub(total.misses).saturating_sub(total.ahead)
}

/// So many of all hits and misses; none if there were neither.
fn share(total: &cache_use, hits: u64) -> Value<'static> {
    field::share(hits, read_hits(total).saturating_add(total.written).saturating_add(total.misses), 1000)
}

impl Tool for Args {
    type Bpf = bpf::CachetopSkelBuilder;
    const SORTS: fn() -> Vec<&'static str> = || top::names(WORDS);
    const SUBJECT: Subject = Subject::Files;
    const TABLES: &'static [&'static dyn Records] = &[&Sums(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("cachetop 1", "every second"),
        ("cachetop -C -s misses 5 3", "three tables below each other, by the pages that had to be read"),
        ("cachetop --by container", "containers instead of processes"),
        ("cachetop --json -- make", "what make and its children find in memory, as JSON"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let memory = Meminfo::open()?;
        let open = session::open::<Self::Bpf>(&self.top.common, cx)?;
        open.top("users", FIELDS, &self.top, WORDS)?.with_memory(memory).run()
    }
}
