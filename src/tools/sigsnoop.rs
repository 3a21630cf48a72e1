//! sigsnoop: who sends which signal to whom.

use super::prelude::*;
use crate::common::names;

skel!("sigsnoop": signal_event);
use bpf::types::signal_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace signals, sent by system calls and by the kernel
pub struct Args {
    /// Trace the calls kill, tkill and tgkill instead, with what they were given and returned
    #[arg(short, long)]
    kill: bool,
    /// Show only signals that were not delivered, and calls that failed
    #[arg(short = 'x', long)]
    failed: bool,
    /// Trace these signals only, by number
    #[arg(short, long, value_name = "SIGNAL,...", value_delimiter = ',', value_parser = whole(1..=64_u32))]
    signal: Vec<u32>,
    /// Show the signal's name, too
    #[arg(short, long)]
    name: bool,
    #[command(flatten)]
    rows: RowArgs,
}

const TARGET: &str = "Process that it goes to. With -k as it was given: 0 and below are groups of processes, none for tkill.";
const RESULT: &str = "What became of it: delivered, ignored, pending (one was already), lost or cut (no memory). \
    With -k: sent, or the error.";
const FIELDS: &[Col] = &[
    Col::new("PID", 7, Kind::Uint, "Process that sends.", |r| r.task.pid.into()),
    Col::new("COMM", 16, Kind::Text, "Name of its thread.", |r| Value::text(&r.task.comm)),
    Col::new("SIG", 4, Kind::Int, "Signal, by number.", |r| r.event.signal.into()),
    Col::new("SIGNAL", 12, Kind::Name, "Signal, by name.", |r| Value::Name(names::signal(r.event.signal))).with("name"),
    Col::new("TPID", 7, Kind::Int, TARGET, |r| given(r, r.event.target_pid)),
    Col::new("TTID", 7, Kind::Int, "Thread that it goes to, or is taken by.", |r| given(r, r.event.target_tid)).machine(),
    Col::new("TCOMM", 16, Kind::Text, "Name of that thread; none with -k.", |r| match r.event.is_call {
        0 => Value::text(&r.event.target_comm),
        _ => Value::None,
    }),
    Col::new("RESULT", 0, Kind::Name, RESULT, result),
    Col::new("ERR", 3, Kind::Errno, "With -k: errno(3), 0 for none.", |r| r.event.err.into()).machine(),
];

/// What the call was given, if it was; 0 is a process's group, and no thread.
fn given<'r>(row: &Row<'r, Event>, id: i32) -> Value<'r> {
    let event = row.event;
    let is_tkill = event.is_call != 0 && event.target_pid == 0 && event.target_tid != 0;
    let is_missing = id == 0 && (is_tkill || event.is_call != 0 && event.target_pid != 0);
    if is_missing { Value::None } else { id.into() }
}

/// `TRACE_SIGNAL_…` of include/trace/events/signal.h.
fn result<'r>(row: &Row<'r, Event>) -> Value<'r> {
    let name = match (row.event.is_call, row.event.err, row.event.result) {
        (0, _, 0) => "delivered",
        (0, _, 1) => "ignored",
        (0, _, 2) => "pending",
        (0, _, 3) => "lost",
        (0, ..) => "cut",
        (_, 0, _) => "sent",
        (_, err, _) => names::errno(err.into()).unwrap_or("failed"),
    };
    name.into()
}

impl Tool for Args {
    type Bpf = bpf::SigsnoopSkelBuilder;
    const SUBJECT: Subject = Subject::Processes;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("sigsnoop -s 9", "who kills with SIGKILL"),
        ("sigsnoop -kxn", "calls of kill(2) that failed"),
        ("sigsnoop --json -- make test", "signals that make and its children send"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        cx.times.push(Style::Wall);
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        let config = constants!(open);
        config.signals = self.signal.iter().fold(0, |all, signal| all | 1 << (signal - 1));
        config.failed_only = self.failed;
        let calls: &[&str] = &["kill", "tkill", "tgkill", "maybe_kill_32", "maybe_tkill_32", "maybe_tgkill_32"];
        for role in if self.kill { &["generated"] } else { calls } {
            open.without(role);
        }
        open.rows(FIELDS, &self.rows.output)?.run()
    }
}
