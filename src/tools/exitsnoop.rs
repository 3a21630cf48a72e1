//! exitsnoop: which processes end, and how.

use super::prelude::*;
use crate::common::{field::Unit, names};

skel!("exitsnoop": exit_event);
use bpf::types::exit_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace processes that end, and how
pub struct Args {
    /// Show only those that did not end with status 0
    #[arg(short = 'x', long)]
    failed: bool,
    /// Show each thread that ends
    #[arg(short = 'T', long)]
    threaded: bool,
    #[command(flatten)]
    rows: RowArgs,
}

const FIELDS: &[Col] = &[
    Col::new("PCOMM", 16, Kind::Text, "Name of the process; with -T of the thread.", |r| Value::text(&r.task.comm))
        .key("comm"),
    Col::new("PID", 7, Kind::Uint, "Process.", |r| r.task.pid.into()),
    Col::new("PPID", 7, Kind::Uint, "Parent process.", |r| r.task.ppid.into()),
    Col::new("TID", 7, Kind::Uint, "Thread; without -T the first one.", |r| r.task.tid.into()),
    Col::new("AGE(s)", 7, Kind::Nanos(Unit::Seconds, 2), "How long it lived.", |r| r.event.age.into()),
    Col::new("EXIT_CODE", 0, Kind::Name, "How it ended, in words.", |r| {
        Value::Name(names::wait_status(r.event.status).into())
    })
    .key("exit"),
    Col::new("CODE", 5, Kind::Int, "Exit status; none if a signal ended it.", code).key("exit_code").machine(),
    Col::new("SIG", 4, Kind::Int, "Signal that ended it, by number; none if it exited.", signal).machine(),
    Col::new("SIGNAL", 10, Kind::Name, "That signal by name.", signal_name).machine(),
    Col::new("CORE", 5, Kind::Bool, "Its core was dumped.", |r| libc::WCOREDUMP(r.event.status).into())
        .key("core_dumped")
        .machine(),
];

fn code<'r>(row: &Row<'r, Event>) -> Value<'r> {
    let status = row.event.status;
    if libc::WIFEXITED(status) { libc::WEXITSTATUS(status).into() } else { Value::None }
}

fn signal<'r>(row: &Row<'r, Event>) -> Value<'r> {
    let status = row.event.status;
    if libc::WIFEXITED(status) { Value::None } else { libc::WTERMSIG(status).into() }
}

fn signal_name<'r>(row: &Row<'r, Event>) -> Value<'r> {
    let status = row.event.status;
    if libc::WIFEXITED(status) { Value::None } else { Value::Name(names::signal(libc::WTERMSIG(status))) }
}

impl Tool for Args {
    type Bpf = bpf::ExitsnoopSkelBuilder;
    const SUBJECT: Subject = Subject::Processes;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('c', "cgroup")];
    const TIMES: &'static [TimeOption] = &[TimeOption::SMALL_DAY];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("exitsnoop -x", "what fails or is killed"),
        ("exitsnoop -T -p 1234", "threads of one process"),
        ("exitsnoop -- make", "how make and its children end"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        let config = constants!(open);
        config.threads = self.threaded;
        config.failed_only = self.failed;
        open.rows(FIELDS, &self.rows.output)?.run()
    }
}
