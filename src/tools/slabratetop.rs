//! slabratetop: from which of the kernel's caches most objects are taken, as a table that is made anew every second.

use super::prelude::*;
use crate::common::{
    sums::{Sum, Sums, totals},
    top::{self, By, TopArgs, Words},
};

skel!("slabratetop");
use bpf::types::{cache_key, cache_total};
totals!(shared cache_key, cache_total, |sum, later| {
    sum.count += later.count;
    sum.bytes += later.bytes;
});
type Col = Field<Sum<cache_key, cache_total>>;

#[derive(Parser)]
/// Show from which caches the kernel takes most objects
///
/// Every way to take one counts (alone, for a NUMA node, in bulk ...), but not kmalloc, whose caches are of all kinds of
/// things. Filters go by the task in whose time it happens: for what interrupts take, that is anybody.
pub struct Args {
    #[command(flatten)]
    top: TopArgs,
}

const FIELDS: &[Col] = &[
    Col::new("CACHE", 32, Kind::Text, "Name of the cache; caches that are alike share one.", |r| {
        Value::text(&r.event.total.name)
    })
    .apart(),
    Col::new("ALLOCS", 6, Kind::Uint, "Objects that were taken.", |r| r.event.total.count.into()).right(),
    Col::new("BYTES", 10, Kind::Size, "How large they are together.", |r| r.event.total.bytes.into()).right(),
    top::interval(),
];

const WORDS: Words<cache_key, cache_total> =
    &[("size", By::Column("BYTES")), ("count", By::Column("ALLOCS")), ("name", By::Column("CACHE"))];

impl Tool for Args {
    type Bpf = bpf::SlabratetopSkelBuilder;
    const SORTS: fn() -> Vec<&'static str> = || top::names(WORDS);
    const SUBJECT: Subject = Subject::Memory;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TABLES: &'static [&'static dyn Records] = &[&Sums(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("slabratetop -s count", "by the number of objects"),
        ("slabratetop -C -r 5 10", "the first five, every ten seconds"),
        ("slabratetop --by container", "who has them taken: containers"),
        ("slabratetop --json -- make", "what make and its children take, as JSON"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let open = session::open::<Self::Bpf>(&self.top.common, cx)?;
        open.top("caches", FIELDS, &self.top, WORDS)?.run()
    }
}
