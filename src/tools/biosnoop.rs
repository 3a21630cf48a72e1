//! biosnoop: each block I/O, whose it was and how long it took.

use std::time::Duration;

use super::prelude::*;
use crate::common::{
    args::{parse_millis, parse_seconds},
    block,
    field::Unit,
};

skel!("biosnoop": io_event);
use bpf::types::io_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace block I/O, each request with who submitted it
///
/// A request is its submitter's, also where a kernel thread passes it on; what was merged into it later is not told
/// apart. Requests of the kernel's own, as for flushes, are nobody's. Writeback is submitted by kernel threads: CGROUP
/// is the group that it is charged to, which is also what --cgroup goes by.
pub struct Args {
    /// Show the time that requests were queued in the system
    #[arg(short = 'Q', long)]
    queued: bool,
    /// Trace this disk only
    #[arg(short, long)]
    disk: Option<String>,
    /// Show requests only that took at least so many milliseconds on the device
    #[arg(short, long, value_name = "MS", value_parser = parse_millis)]
    min: Option<Duration>,
    /// End after this many seconds
    #[arg(value_name = "DURATION", value_parser = parse_seconds, conflicts_with = "duration")]
    seconds: Option<Duration>,
    #[command(flatten)]
    rows: RowArgs,
}

const FIELDS: &[Col] = &[
    Col::new("COMM", 14, Kind::Text, "Name of the thread that submitted it.", |r| {
        owned(r, Value::text(&r.task.comm))
    }),
    Col::new("PID", 7, Kind::Uint, "Process that submitted it.", |r| owned(r, r.task.pid.into())),
    Col::new("TID", 7, Kind::Uint, "Thread that submitted it.", |r| owned(r, r.task.tid.into())).machine(),
    Col::new("DISK", 7, Kind::Text, "Name of the disk.", |r| Value::text(&r.event.disk)),
    Col::new("T", 4, Kind::Name, "Operation and flags, in the letters of the kernel's tracepoints.", |r| {
        block::letters(r.event.flags).into()
    })
    .key("rwbs"),
    Col::new("FLAGS", 16, Kind::Name, "The same in words.", |r| block::flags(r.event.flags).into()).machine(),
    Col::new("SECTOR", 10, Kind::Uint, "First sector of 512 bytes; none without data.", |r| {
        (r.event.bytes > 0).then_some(r.event.sector).into()
    }),
    Col::new("BYTES", 7, Kind::Size, "How much data it had.", |r| r.event.bytes.into()),
    Col::new("QUE(ms)", 7, Kind::Nanos(Unit::Millis, 3), "Time in the system's queue; none if it was not queued.", |r| {
        (r.event.queued > 0).then(|| r.event.issued.saturating_sub(r.event.queued)).into()
    })
    .key("queued")
    .with("queued")
    .right(),
    Col::new("LAT(ms)", 7, Kind::Nanos(Unit::Millis, 3), "Time on the device.", |r| {
        r.event.done.saturating_sub(r.event.issued).into()
    })
    .right(),
    Col::new("ERR", 3, Kind::Errno, "errno(3) of how it ended, 0 for none.", |r| block::errno(r.event.end).into()).note(),
];

/// Nothing for requests that the kernel made for itself.
fn owned<'r>(row: &Row<'r, Event>, value: Value<'r>) -> Value<'r> {
    if row.event.owned == 0 { Value::None } else { value }
}

impl Tool for Args {
    type Bpf = bpf::BiosnoopSkelBuilder;
    const SUBJECT: Subject = Subject::Block;
    const SHORTS: &'static [(char, &'static str)] = &[('c', "cgroup")];
    const TIMES: &'static [TimeOption] = &[TimeOption::SMALL_DAY];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("biosnoop 10", "for ten seconds"),
        ("biosnoop -Q -d sda", "with the time in the queue, of one disk"),
        ("biosnoop -m 20", "what took 20 ms or more"),
        ("biosnoop --json -- tar cf /tmp/etc.tar /etc", "what tar submits"),
    ];

    fn run(mut self, cx: &mut Context) -> Result<()> {
        block::check_charging(&self.rows.common.filter.groups, false, cx)?;
        cx.default_time(Style::Rel);
        self.rows.common.limits.duration = self.rows.common.limits.duration.or(self.seconds);
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        let config = constants!(open);
        config.least = self.min.map_or(0, |min| min.as_nanos() as u64);
        if let Some(disk) = &self.disk {
            config.only_dev = block::disk_number(disk)?;
        }
        open.rows(FIELDS, &self.rows.output)?.run()
    }
}
