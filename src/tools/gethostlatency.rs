//! gethostlatency: how long programs wait for the addresses of hosts.

use super::prelude::*;
use crate::common::{
    field::Unit,
    probes::{BEGIN_AND_END, Plan, Reading, Sites},
    tasks,
    uprobe::{self, LibcArgs},
};

skel!("gethostlatency": host_event);
use bpf::types::host_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Show how long getaddrinfo and its like take to find a host
pub struct Args {
    #[command(flatten)]
    libc: LibcArgs,
}

const FIELDS: &[Col] = &[
    Col::new("PID", 7, Kind::Uint, "Process that waits.", |r| r.task.pid.into()),
    Col::new("COMMAND", 16, Kind::Text, "Name of the thread.", |r| Value::text(&r.task.comm)).key("comm"),
    Col::new("LATms", 10, Kind::Nanos(Unit::Millis, 3), "How long it took.", |r| r.event.took.into()).right().key("lat"),
    Col::new("FAILED", 6, Kind::Bool, "Whether the host was not found.", |r| (r.event.failed != 0).into()).machine(),
    Col::new("HOST", 0, Kind::Text, "Host as it was asked for.", |r| match r.event.unread {
        0 => Value::Text(r.rest),
        _ => Value::Fault,
    }),
];

impl Tool for Args {
    type Bpf = bpf::GethostlatencySkelBuilder;
    const SUBJECT: Subject = Subject::Network;
    const PERF_EVENTS: bool = true;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("gethostlatency", "every host that is looked for through the system's C library"),
        ("gethostlatency -p 181", "by process 181, with the C library of its container"),
        ("gethostlatency --container web", "in a container that runs, with its C library"),
        ("gethostlatency -l /opt/app/lib/libc.so.6", "through another library"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        cx.times.push(Style::Wall);
        let how = Reading { regex: true, view: self.libc.rows.common.filter.view(), ..Reading::default() };
        let functions = |names| Sites::in_library(self.libc.file(), uprobe::LIBC, names, &how);
        let (newer, older) = (functions("getaddrinfo")?, functions("gethostbyname2?"));
        let mut open = session::open::<Self::Bpf>(&self.libc.rows.common, cx)?;
        open.maps.innermost.set_max_entries(tasks::map_entries())?;
        open.probe(Plan::new(newer, BEGIN_AND_END));
        match older {
            Ok(older) => open.probe(Plan::new(older, &[("enter", false), ("leave_older", true)])),
            Err(_) => open.without("leave_older"), // a C library need not have them
        }
        open.rows(FIELDS, &self.libc.rows.output)?.run()
    }
}
