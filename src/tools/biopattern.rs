//! biopattern: how much of the I/O to a disk is random, how much sequential.

use super::prelude::*;
use crate::common::{
    args::LimitArgs,
    block,
    field,
    filter::{FilterArgs, GroupArgs},
    grouping::ByArg,
    sums::{Sum, SumArgs, Sums, totals},
};

skel!("biopattern");
use bpf::types::{pattern_key, pattern_total};
totals!(shared pattern_key, pattern_total, |sum, later| {
    sum.sequential += later.sequential;
    sum.random += later.random;
    sum.bytes += later.bytes;
});
type Col = Field<Sum<pattern_key, pattern_total>>;

#[derive(Parser)]
/// Show how much of the I/O to each disk is random
///
/// A request is sequential if it begins where the one before ended, in the order in which the disk is done with them.
/// The first that is seen of a disk counts as random. Whoever a request is charged to, it follows all that went to the disk.
pub struct Args {
    /// Trace this disk only
    #[arg(short, long)]
    disk: Option<String>,
    #[command(flatten)]
    by: ByArg,
    #[command(flatten)]
    sums: SumArgs,
    #[command(flatten)]
    groups: GroupArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

const FIELDS: &[Col] = &[
    Col::new("DISK", 7, Kind::Text, "Name of the disk.", |r| Value::text(&r.event.total.disk)).apart(),
    Col::new("%RND", 5, Kind::Uint, "Requests that are random, in percent.", |r| percent(r, r.event.total.random))
        .right()
        .key("random_pct"),
    Col::new("%SEQ", 5, Kind::Uint, "Requests that are sequential, in percent.", |r| {
        percent(r, r.event.total.sequential)
    })
    .right()
    .key("sequential_pct"),
    Col::new("COUNT", 8, Kind::Uint, "Requests with data.", |r| count(r).into()).right(),
    Col::new("KBYTES", 10, Kind::Uint, "How much data they had, in KiB.", |r| (r.event.total.bytes / 1024).into())
        .right()
        .text_only(),
    Col::new("BYTES", 10, Kind::Size, "How much data they had.", |r| r.event.total.bytes.into()).machine(),
    Col::new("RANDOM", 8, Kind::Uint, "Requests that are random.", |r| r.event.total.random.into()).machine(),
    Col::new("SEQUENTIAL", 8, Kind::Uint, "Requests that are sequential.", |r| r.event.total.sequential.into())
        .machine(),
];

fn count(row: &Row<'_, Sum<pattern_key, pattern_total>>) -> u64 {
    row.event.total.random.saturating_add(row.event.total.sequential)
}

/// Nothing where only parts of a request are done.
fn percent<'r>(row: &Row<'r, Sum<pattern_key, pattern_total>>, of: u64) -> Value<'r> {
    field::share(of, count(row), 100)
}

impl Tool for Args {
    type Bpf = bpf::BiopatternSkelBuilder;
    const SUBJECT: Subject = Subject::Block;
    const TIMES: &'static [TimeOption] = &[TimeOption::ABOVE];
    const TABLES: &'static [&'static dyn Records] = &[&Sums(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("biopattern 1 10", "ten tables, one a second"),
        ("biopattern -T -d sda 5", "one disk, with the time"),
        ("biopattern --by container,disk", "whose requests to which disk are random"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        block::check_charging(&self.groups, self.by.by.iter().any(|by| !by.eq_ignore_ascii_case("disk")), cx)?;
        let filter = FilterArgs { groups: self.groups, ..FilterArgs::default() };
        let common = Common { filter, limits: self.limits, ..Common::default() };
        let mut open = session::open::<Self::Bpf>(&common, cx)?;
        if let Some(disk) = &self.disk {
            constants!(open).only_dev = block::disk_number(disk)?;
        }
        open.sums_by("patterns", FIELDS, &self.by, &self.sums)?.run()
    }
}
