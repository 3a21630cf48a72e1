//! bashreadline: the lines that are typed into shells.

use super::prelude::*;
use crate::common::probes::{Plan, Reading, Sites};

skel!("bashreadline": line_event);
use bpf::types::line_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Show the lines that are typed into bash
pub struct Args {
    /// The file that has readline(3), by path or name; else bash, or the library that it uses
    #[arg(short, long, value_name = "FILE")]
    shared: Option<String>,
    #[command(flatten)]
    rows: RowArgs,
}

const FIELDS: &[Col] = &[
    Col::new("PID", 7, Kind::Uint, "Process.", |r| r.task.pid.into()),
    Col::new("COMMAND", 0, Kind::Text, "Line that was typed, up to 4095 bytes of it.", |r| match r.event.unread {
        0 => Value::Text(r.rest),
        _ => Value::Fault,
    }),
    Col::new("CUT", 3, Kind::Bool, "Whether the line is longer.", |r| (r.event.cut != 0).into()).machine(),
];

impl Tool for Args {
    type Bpf = bpf::BashreadlineSkelBuilder;
    const SUBJECT: Subject = Subject::Processes;
    const PERF_EVENTS: bool = true;
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("bashreadline", "what is typed into bash"),
        ("bashreadline -s readline", "what is typed into all programs that use the library"),
        ("bashreadline --pid 181", "into the shell 181, with the files of its container"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        cx.times.push(Style::Wall);
        let how = Reading { view: self.rows.common.filter.view(), ..Reading::default() };
        let sites = Sites::in_library(self.shared.as_deref(), &["bash", "readline"], "readline", &how)?;
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        open.probe(Plan::new(sites, &[("typed", true)]));
        open.rows(FIELDS, &self.rows.output)?.run()
    }
}
