//! threadsnoop: threads that programs start, and with which function.

use super::prelude::*;
use crate::common::{
    row_stacks::Parts,
    probes::{Plan, Reading, Sites},
    uprobe::LibcArgs,
};

skel!("threadsnoop": thread_event);
use bpf::types::thread_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace threads that programs start, with their functions
pub struct Args {
    #[command(flatten)]
    library: LibcArgs,
}

const FIELDS: &[Col] = &[
    Col::new("PID", 7, Kind::Uint, "Process that the thread belongs to.", |r| r.task.pid.into()),
    Col::new("COMM", 16, Kind::Text, "Name of the thread that starts it.", |r| Value::text(&r.task.comm)),
    Col::new("FUNC", 0, Kind::Text, "Function that it runs; its address if it has no name.", |r| match r.stack {
        [frame, ..] => frame.symbol.as_ref().map_or_else(|| Value::Name(frame.name()), |name| Value::Text(name.as_bytes())),
        [] => Value::None,
    }),
];

impl Tool for Args {
    type Bpf = bpf::ThreadsnoopSkelBuilder;
    const SUBJECT: Subject = Subject::Processes;
    const PERF_EVENTS: bool = true;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("threadsnoop", "threads of all programs"), ("threadsnoop -p 181", "those of process 181")];

    fn run(self, cx: &mut Context) -> Result<()> {
        cx.default_time(Style::Rel);
        let how = Reading { events: true, view: self.library.rows.common.filter.view(), ..Reading::default() };
        // Before glibc 2.34 it had a library of its own, which is now empty.
        let usual = ["pthread", "c", "ld-musl-x86_64", "ld-musl-aarch64"];
        let sites = Sites::in_library(self.library.file(), &usual, "pthread_create", &how)?;
        let mut open = session::open::<Self::Bpf>(&self.library.rows.common, cx)?;
        open.probe(Plan::new(sites, &[("started", false)]));
        open.keep_symbols();
        open.rows(FIELDS, &self.library.rows.output)?.stacks(|row| Parts { user: &row.event.function, ..Parts::default() }).run()
    }
}
