//! biotop: who does how much block I/O, as a table that is made anew every second.

use super::prelude::*;
use crate::common::{
    block,
    field::Unit,
    sums::{Sum, Sums, totals},
    top::{self, By, TopArgs, Words},
};

skel!("biotop");
use bpf::types::{io_key, io_total};
totals!(owned io_key, io_total, |sum, later| {
    sum.count += later.count;
    sum.bytes += later.bytes;
    sum.time += later.time;
});
type Col = Field<Sum<io_key, io_total>>;

#[derive(Parser)]
/// Show which processes do most block I/O
///
/// A request is its submitter's, also where a kernel thread passes it on; what was merged into it later is not told
/// apart. Requests of the kernel's own, as for flushes, are nobody's. They count when they are done.
pub struct Args {
    #[command(flatten)]
    top: TopArgs,
}

const FIELDS: &[Col] = &[
    Col::new("PID", 7, Kind::Uint, "Process that submitted it.", |r| owned(r, r.event.key.pid.into())).apart(),
    Col::new("COMM", 16, Kind::Text, "Name of the thread that submitted it.", |r| {
        owned(r, Value::text(&r.event.key.comm))
    })
    .apart(),
    Col::new("D", 1, Kind::Name, "Operation: R for reads, W for writes, D for discards, F for flushes.", |r| {
        block::operation_letters(r.event.key.operation).into()
    })
    .key("operation")
    .apart(),
    Col::new("MAJ", 3, Kind::Uint, "Major number of the disk.", |r| r.event.key.major.into()).key("major").apart(),
    Col::new("MIN", 3, Kind::Uint, "Minor number of the disk.", |r| r.event.key.minor.into()).key("minor").apart(),
    Col::new("DISK", 8, Kind::Text, "Name of the disk.", |r| Value::text(&r.event.key.disk)).apart(),
    Col::new("I/O", 5, Kind::Uint, "Requests that are done.", |r| r.event.total.count.into()).right().key("io"),
    Col::new("Kbytes", 7, Kind::WholeKib, "Data that they had.", |r| r.event.total.bytes.into()).right().key("bytes"),
    Col::new("AVGms", 6, Kind::Nanos(Unit::Millis, 2), "Time on the device, for each on average.", |r| {
        r.event.total.time.checked_div(r.event.total.count).into()
    })
    .right()
    .key("avg"),
    Col::new("TOTALms", 8, Kind::Nanos(Unit::Millis, 2), "Time on the device of all together.", |r| {
        r.event.total.time.into()
    })
    .right()
    .key("total")
    .machine(),
    top::interval(),
];

const WORDS: Words<io_key, io_total> = &[
    ("all", By::Most(|sum| {
        let micros = sum.total.time / Unit::Micros.nanos();
        sum.total.count.saturating_add(sum.total.bytes).saturating_add(micros)
    })),
    ("io", By::Column("I/O")),
    ("bytes", By::Column("Kbytes")),
    ("time", By::Column("TOTALms")),
];

/// Nothing for requests that the kernel made for itself.
fn owned<'r>(row: &Row<'r, Sum<io_key, io_total>>, value: Value<'r>) -> Value<'r> {
    if row.event.key.pid == 0 { Value::None } else { value }
}

impl Tool for Args {
    type Bpf = bpf::BiotopSkelBuilder;
    const SORTS: fn() -> Vec<&'static str> = || top::names(WORDS);
    const SUBJECT: Subject = Subject::Block;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TABLES: &'static [&'static dyn Records] = &[&Sums(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("biotop 5", "every five seconds"),
        ("biotop -C -s time 1 10", "ten tables below each other, by the time on the device"),
        ("biotop --by container,disk", "what each container does on each disk"),
        ("biotop --json --cgroup system.slice", "what is done for the services, as JSON"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        block::check_charging(&self.top.common.filter.groups, !self.top.by.by.is_empty(), cx)?;
        let open = session::open::<Self::Bpf>(&self.top.common, cx)?;
        open.top("ios", FIELDS, &self.top, WORDS)?.run()
    }
}
