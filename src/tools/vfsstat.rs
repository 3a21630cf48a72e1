//! vfsstat: how often files are read, written, opened, made and removed.

use super::prelude::*;
use crate::common::{
    counters::{Count, CounterArgs, counts},
    field::Unit,
    sums::Sums,
};

skel!("vfsstat");
use bpf::types::vfs_counts as Counts;
counts!(Counts);
type Col = Field<Count<Counts>>;

#[derive(Parser)]
/// Count reads, writes, opens, makes and removals of files
///
/// Each line tells what happened since the one before: in text as a rate per second, in JSON and CSV as a number. Reads and
/// writes are those of system calls, also with vectors, but not those by splice, rings or mapped memory. Opens are those
/// that succeeded, creations those by open and mknod; whatever else must reach the disk counts as fsync too, such as msync.
pub struct Args {
    #[command(flatten)]
    counters: CounterArgs,
}

/// Two columns for each count: a rate in text, a number elsewhere.
macro_rules! fields {
    ($($rate:literal, $name:literal, $member:ident: $what:literal;)*) => {
        const FIELDS: &[Col] = &[
            $(
                Col::new($rate, 8, Kind::Uint, concat!($what, " per second."), |r| {
                    r.event.per_second(r.event.total.$member).into()
                })
                .right()
                .text_only(),
                Col::new($name, 8, Kind::Uint, concat!($what, " in the interval."), |r| {
                    r.event.total.$member.into()
                })
                .machine(),
            )*
            Col::new("INTERVAL", 8, Kind::Nanos(Unit::Seconds, 3), "How long it was.", |r| r.event.interval.into())
                .machine(),
        ];
    };
}

fields! {
    "READ/s", "READS", reads: "Reads";
    "WRITE/s", "WRITES", writes: "Writes";
    "FSYNC/s", "FSYNCS", fsyncs: "Writes to the disk that were waited for";
    "OPEN/s", "OPENS", opens: "Opens";
    "CREATE/s", "CREATES", creates: "Files made";
    "UNLINK/s", "UNLINKS", unlinks: "Names removed";
    "MKDIR/s", "MKDIRS", mkdirs: "Directories made";
    "RMDIR/s", "RMDIRS", rmdirs: "Directories removed";
}

impl Tool for Args {
    type Bpf = bpf::VfsstatSkelBuilder;
    const SUBJECT: Subject = Subject::Files;
    const TABLES: &'static [&'static dyn Records] = &[&Sums(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("vfsstat", "a line every second"),
        ("vfsstat 5 3", "three lines, one every 5 seconds"),
        ("vfsstat --json 3600 -- make", "what make does, in all"),
        ("vfsstat --by pod 10", "a line for each pod, every 10 seconds"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        cx.default_time(Style::Wall);
        let open = session::open::<Self::Bpf>(&self.counters.common, cx)?;
        open.counters(FIELDS, &self.counters)?.run()
    }
}
