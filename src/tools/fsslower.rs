//! fsslower: slow operations of a file system, one by one.

use std::time::Duration;

use super::prelude::*;
use crate::common::{
    args::parse_millis,
    field::Unit,
    file_system::{FileSystem, OPERATIONS},
    session::Places,
};

skel!("fsslower": slow_event);
use bpf::types::slow_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace slow operations of a file system
///
/// Reads, writes, opens and calls of fsync are timed in the file system's own functions, whoever calls them; what is read or
/// written by mapping a file is not among them.
pub struct Args {
    /// The file system
    #[arg(short = 't', long = "type", value_name = "TYPE", value_enum)]
    kind: FileSystem,
    /// Show full paths
    #[arg(short = 'F', long)]
    full_path: bool,
    /// Show what takes so many milliseconds or more
    #[arg(short, long, value_name = "MS", default_value = "10", value_parser = parse_millis)]
    min: Duration,
    /// Show what takes so many milliseconds or more, as -m
    #[arg(value_name = "MIN_MS", value_parser = parse_millis, conflicts_with = "min")]
    least: Option<Duration>,
    #[command(flatten)]
    rows: RowArgs,
}

const OPEN: u32 = 2;
const FSYNC: u32 = 3;

const FIELDS: &[Col] = &[
    Col::new("COMM", 16, Kind::Text, "Name of the thread.", |r| Value::text(&r.task.comm)),
    Col::new("PID", 7, Kind::Uint, "Process.", |r| r.task.pid.into()),
    Col::new("T", 1, Kind::Name, "What it did: read (R), write (W), open (O) or fsync (F).", |r| {
        ["R", "W", "O", "F"].get(r.event.operation as usize).copied().map(Value::from).into()
    })
    .text_only(),
    Col::new("OPERATION", 5, Kind::Name, "What it did: read, write, open or fsync.", |r| {
        OPERATIONS.get(r.event.operation as usize).copied().map(Value::from).into()
    })
    .machine(),
    Col::new("BYTES", 7, Kind::Size, "Bytes read or written, or to be synced; none for all that is left.", bytes),
    Col::new("OFF_KB", 8, Kind::Uint, "Where in the file, in KiB.", |r| offset(r).map(|offset| offset >> 10).into())
        .text_only(),
    Col::new("OFFSET", 8, Kind::Size, "Where in the file.", |r| offset(r).into()).machine(),
    Col::new("LAT(ms)", 7, Kind::Nanos(Unit::Millis, 2), "How long it took.", |r| r.event.took.into()).right(),
    Col::new("ERR", 3, Kind::Errno, "errno(3), 0 for none.", |r| r.event.err.into()).machine(),
    Col::new("FILENAME", 0, Kind::Text, "Name of the file; with -F its path.", |r| Value::Text(r.rest)),
    Col::new("PATH_CUT", 0, Kind::Bool, "The path was too deep: its beginning is missing.", |r| {
        (r.event.path_cut != 0).into()
    })
    .hidden(),
];

fn bytes<'r>(row: &Row<'r, Event>) -> Value<'r> {
    let all_left = row.event.operation == FSYNC && row.event.bytes == u64::MAX;
    if row.event.operation == OPEN || all_left { Value::None } else { row.event.bytes.into() }
}

fn offset(row: &Row<'_, Event>) -> Option<u64> {
    (row.event.operation != OPEN).then_some(row.event.offset)
}

impl Tool for Args {
    type Bpf = bpf::FsslowerSkelBuilder;
    const SUBJECT: Subject = Subject::Files;
    const PERF_EVENTS: bool = true;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('d', "duration"), ('c', "csv")];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("fsslower -t ext4", "what takes ext4 10 ms or more"),
        ("fsslower -t nfs -m 1 -F", "what takes nfs 1 ms or more, with full paths"),
        ("fsslower -t xfs -m 0 -p 181", "all that process 181 does"),
    ];

    fn places() -> Places {
        FileSystem::some()
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        cx.times.push(Style::Wall);
        let places = self.kind.places()?;
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        open.place(places);
        let config = constants!(open);
        config.least = u64::try_from(self.least.unwrap_or(self.min).as_nanos()).unwrap_or(u64::MAX);
        config.full_paths = self.full_path;
        open.rows(FIELDS, &self.rows.output)?.run()
    }
}
