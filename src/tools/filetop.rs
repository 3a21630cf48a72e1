//! filetop: who reads and writes which files most, as a table that is made anew every second.

use super::prelude::*;
use crate::common::{
    field::until_nul,
    sums::{Sum, Sums, totals},
    top::{self, By, TopArgs, Words},
};

skel!("filetop");
use bpf::types::{file_key, file_total};
totals!(owned file_key, file_total, |sum, later| {
    sum.reads += later.reads;
    sum.writes += later.writes;
    sum.read_bytes += later.read_bytes;
    sum.written_bytes += later.written_bytes;
});
type Col = Field<Sum<file_key, file_total>>;

#[derive(Parser)]
/// Show which files are read and written most, and by whom
///
/// Counted are read, write and their relatives (pread, readv, pwritev2 ...) with the bytes that they have moved; those
/// that fail are not. What goes through a memory map, asynchronous interfaces or splice is not seen.
pub struct Args {
    /// Include what is no regular file: pipes, sockets, devices
    #[arg(short, long)]
    all: bool,
    #[command(flatten)]
    top: TopArgs,
}

const FIELDS: &[Col] = &[
    Col::new("TID", 7, Kind::Uint, "Thread.", |r| r.event.key.tid.into()).apart(),
    Col::new("PID", 7, Kind::Uint, "Its process.", |r| r.event.total.pid.into()).machine().apart(),
    Col::new("COMM", 16, Kind::Text, "Name of the thread.", |r| Value::text(&r.event.total.comm)).apart(),
    Col::new("READS", 6, Kind::Uint, "Calls that read.", |r| r.event.total.reads.into()),
    Col::new("WRITES", 6, Kind::Uint, "Calls that wrote.", |r| r.event.total.writes.into()),
    Col::new("R_Kb", 7, Kind::WholeKib, "What was read.", |r| r.event.total.read_bytes.into()).key("read"),
    Col::new("W_Kb", 7, Kind::WholeKib, "What was written.", |r| r.event.total.written_bytes.into()).key("written"),
    Col::new("T", 1, Kind::Name, "Type: R for regular files, S for sockets, O for others.", |r| {
        kind(r.event.total.mode).into()
    })
    .key("type")
    .apart(),
    Col::new("FILE", 0, Kind::Text, "Name of the file, without folders.", |r| name(&r.event.total)).apart(),
    Col::new("INODE", 8, Kind::Uint, "Number of its inode.", |r| r.event.key.inode.into()).machine().apart(),
    Col::new("DEV", 8, Kind::Uint, "Device of its file system: major << 20 | minor.", |r| r.event.key.dev.into())
        .machine()
        .apart(),
    top::interval(),
];

const WORDS: Words<file_key, file_total> = &[
    (
        "all",
        By::Most(|sum| {
            let calls = sum.total.reads.saturating_add(sum.total.writes);
            calls.saturating_add(sum.total.read_bytes).saturating_add(sum.total.written_bytes)
        }),
    ),
    ("reads", By::Column("READS")),
    ("writes", By::Column("WRITES")),
    ("rbytes", By::Column("R_Kb")),
    ("wbytes", By::Column("W_Kb")),
];

fn kind(mode: u32) -> &'static str {
    match mode & libc::S_IFMT {
        libc::S_IFREG => "R",
        libc::S_IFSOCK => "S",
        _ => "O",
    }
}

fn name(total: &file_total) -> Value<'_> {
    let bytes = until_nul(&total.name);
    Value::Cut { bytes, missing: u64::from(total.name_len).saturating_sub(bytes.len() as u64) }
}

impl Tool for Args {
    type Bpf = bpf::FiletopSkelBuilder;
    const SORTS: fn() -> Vec<&'static str> = || top::names(WORDS);
    const SUBJECT: Subject = Subject::Files;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TABLES: &'static [&'static dyn Records] = &[&Sums(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("filetop -s wbytes", "who writes most"),
        ("filetop -C -a -p 1216 5", "every five seconds, one process, with pipes and sockets"),
        ("filetop --by container,file", "which files each container reads and writes"),
        ("filetop --json -- make", "what make and its children read and write, as JSON"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.top.common, cx)?;
        constants!(open).only_regular = !self.all;
        open.top("files", FIELDS, &self.top, WORDS)?.run()
    }
}
