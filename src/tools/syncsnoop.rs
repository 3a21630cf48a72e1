//! syncsnoop: who has what written to disk.

use super::prelude::*;

skel!("syncsnoop": sync_event);
use bpf::types::{sync_call, sync_event as Event};
type Col = Field<Event>;

#[derive(Parser)]
/// Trace sync, fsync and their like, which write files back
pub struct Args {
    #[command(flatten)]
    rows: RowArgs,
}

const START: &str = "First byte: of msync by its address, of sync_file_range in the file; none of others.";
const FIELDS: &[Col] = &[
    Col::new("COMM", 16, Kind::Text, "Name of the thread.", |r| Value::text(&r.task.comm)),
    Col::new("FD", 3, Kind::Int, "Descriptor; none of sync and msync.", |r| takes_fd(r).then_some(r.event.fd).into())
        .machine(),
    Col::new("START", 0, Kind::Uint, START, |r| ranged(r, r.event.start)).machine(),
    Col::new("LENGTH", 0, Kind::Size, "How many bytes; 0 of sync_file_range is all from there on.", |r| {
        ranged(r, r.event.length)
    })
    .machine(),
    Col::new("ERR", 3, Kind::Errno, "errno(3), 0 for none.", |r| r.event.err.into()).machine(),
    Col::new("PATH", 0, Kind::Text, "Path that the descriptor's file has now.", |r| {
        if takes_fd(r) { Value::Text(r.rest) } else { Value::None }
    })
    .machine(),
    Col::new("CALL", 0, Kind::Name, "The system call.", |r| call(r.event.call).into()),
];

fn call(number: u32) -> &'static str {
    match sync_call(number) {
        sync_call::SYNC => "sync",
        sync_call::FSYNC => "fsync",
        sync_call::FDATASYNC => "fdatasync",
        sync_call::MSYNC => "msync",
        sync_call::SYNCFS => "syncfs",
        _ => "sync_file_range",
    }
}

/// Whether the call takes a descriptor.
fn takes_fd(row: &Row<'_, Event>) -> bool {
    !matches!(sync_call(row.event.call), sync_call::SYNC | sync_call::MSYNC)
}

/// Nothing for calls that take no range.
fn ranged<'r>(row: &Row<'r, Event>, value: u64) -> Value<'r> {
    let is_ranged = matches!(sync_call(row.event.call), sync_call::MSYNC | sync_call::SYNC_FILE_RANGE);
    is_ranged.then_some(value).into()
}

impl Tool for Args {
    type Bpf = bpf::SyncsnoopSkelBuilder;
    const SUBJECT: Subject = Subject::Files;
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("syncsnoop", "every call"),
        ("syncsnoop --fields time,pid,comm,call,path", "with the files"),
        ("syncsnoop --json -- dd if=/dev/zero of=/tmp/x count=1 conv=fsync", "what dd calls"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        cx.default_time(Style::Rel);
        let open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        open.rows(FIELDS, &self.rows.output)?.run()
    }
}
