//! statsnoop: who asks about which file or file system.

use super::prelude::*;
use crate::common::syscalls;

skel!("statsnoop": stat_event);
use bpf::types::stat_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace stat, statx, statfs and their relatives
pub struct Args {
    /// Show the system call
    #[arg(short, long)]
    sysname: bool,
    /// Show failed calls only
    #[arg(short = 'x', long)]
    failed: bool,
    #[command(flatten)]
    rows: RowArgs,
}

const PATH: &str = "Path as the kernel was given it; of a descriptor the path that its file has now.";
const FIELDS: &[Col] = &[
    Col::new("PID", 7, Kind::Uint, "Process.", |r| r.task.pid.into()),
    Col::new("COMM", 20, Kind::Text, "Name of the thread.", |r| Value::text(&r.task.comm)),
    Col::new("RET", 4, Kind::Int, "What the call returned: 0, or -1 if it failed.", |r| {
        (if r.event.err == 0 { 0 } else { -1 }).into()
    }),
    Col::new("ERR", 4, Kind::Errno, "errno(3), 0 for none.", |r| r.event.err.into()),
    Col::new("SYSCALL", 11, Kind::Name, "The system call, or io_uring.", syscall).with("sysname"),
    Col::new("ABI", 4, Kind::Name, "i386, x32 or arm; none for the machine's own calls.", |r| kind(r).name().into())
        .machine(),
    Col::new("DFD", 4, Kind::Int, "Descriptor that it is about or that the path is relative to; none for the working directory.", |r| {
        (r.event.dfd != libc::AT_FDCWD).then_some(r.event.dfd).into()
    })
    .machine(),
    Col::new("PATH", 0, Kind::Text, PATH, |r| if r.event.unnamed == 0 { Value::Text(r.rest) } else { Value::Fault }),
];

fn kind(row: &Row<'_, Event>) -> syscalls::Kind {
    if row.event.call_32 == 0 { syscalls::Kind::Native } else { syscalls::Kind::Bits32 }
}

fn syscall<'r>(row: &Row<'r, Event>) -> Value<'r> {
    match u32::try_from(row.event.call) {
        Ok(number) => Value::Name(syscalls::name(kind(row), number)),
        Err(_) => "io_uring".into(),
    }
}

impl Tool for Args {
    type Bpf = bpf::StatsnoopSkelBuilder;
    const SUBJECT: Subject = Subject::Files;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TIMES: &'static [TimeOption] = &[TimeOption::START];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("statsnoop -x", "what is looked for and not there"),
        ("statsnoop -ts -p 181", "calls of process 181, with their names and the time"),
        ("statsnoop --json -- ls /etc", "what ls asks, one JSON object a line"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        constants!(open).failed_only = self.failed;
        open.rows(FIELDS, &self.rows.output)?.run()
    }
}
