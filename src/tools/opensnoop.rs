//! opensnoop: who opens which file, and did it work.

use super::prelude::*;
use crate::common::{
    filter,
    row_stacks::{MAX_DEPTH, Parts},
};

skel!("opensnoop": open_event);
use bpf::types::open_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace file opens, with the name that the kernel used
pub struct Args {
    /// Show failed opens only
    #[arg(short = 'x', long)]
    failed: bool,
    /// Show flags and mode
    #[arg(short, long)]
    extended_fields: bool,
    /// Show full paths: relative ones with what they are relative to
    #[arg(short = 'F', long)]
    full_path: bool,
    /// Show paths only that begin so; relative ones are completed first
    #[arg(long, value_name = "PREFIX")]
    path: Option<String>,
    /// Show tasks only whose name contains this
    #[arg(short, long)]
    name: Option<String>,
    /// Show the functions of the program that led to each open
    #[arg(short, long)]
    callers: bool,
    #[command(flatten)]
    rows: RowArgs,
}

const FIELDS: &[Col] = &[
    Col::uid(7),
    Col::new("PID", 6, Kind::Uint, "Process.", |r| r.task.pid.into()),
    Col::new("COMM", 16, Kind::Text, "Name of the thread.", |r| Value::text(&r.task.comm)),
    Col::new("FD", 3, Kind::Int, "Descriptor; -1 for none: it failed, or io_uring keeps the file.", |r| r.event.fd.into())
        .right(),
    Col::new("ERR", 3, Kind::Errno, "errno(3), 0 for none.", |r| r.event.err.into()).right(),
    Col::new("FLAGS", 8, Kind::Octal(8), "Flags that were asked for, octal.", |r| r.event.flags.into())
        .with("extended-fields"),
    Col::new("MODE", 5, Kind::Octal(4), "Mode that was asked for, octal.", |r| r.event.mode.into())
        .with("extended-fields"),
    Col::new("PATH", 0, Kind::Text, "Path as the kernel was given it; with -F complete.", path),
    Col::new("CALLERS", 0, Kind::Stack, "Stack of the program, innermost first.", |r| Value::Stack(r.stack))
        .with("callers"),
];

fn path<'r>(row: &Row<'r, Event>) -> Value<'r> {
    if row.event.unnamed == 0 { Value::Text(row.rest) } else { Value::Fault }
}

impl Tool for Args {
    type Bpf = bpf::OpensnoopSkelBuilder;
    const SUBJECT: Subject = Subject::Files;
    const SHORTS: &'static [(char, &'static str)] =
        &[('p', "pid"), ('t', "tid"), ('u', "uid"), ('d', "duration")];
    const TIMES: &'static [TimeOption] = &[TimeOption::DAY];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("opensnoop -x", "failed opens"),
        ("opensnoop -p 181 -e", "opens of process 181, with flags and mode"),
        ("opensnoop --path /etc --json", "opens below /etc, one JSON object a line"),
        ("opensnoop -- ls /tmp", "what ls opens"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        let config = constants!(open);
        config.failed_only = self.failed;
        config.full_paths = self.full_path;
        if let Some(prefix) = &self.path {
            config.prefix_len = filter::set_prefix(&mut config.prefix, "--path", prefix)?;
        }
        if let Some(part) = &self.name {
            filter::require_comm_part(&mut open.frame, part)?;
        }
        open.take_stacks([false, self.callers], MAX_DEPTH)?;
        let rows = open.rows(FIELDS, &self.rows.output)?;
        rows.stacks(|row| Parts::behind(row.rest, [row.event.stack.kernel, row.event.stack.user])).run()
    }
}
