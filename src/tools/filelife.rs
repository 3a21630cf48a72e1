//! filelife: files that are made and removed, and how long they were there.

use super::prelude::*;
use crate::common::field::Unit;

skel!("filelife": life_event);
use bpf::types::life_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace files that live briefly: made and removed meanwhile
///
/// A row tells of the removal of a file's last name, and who removed it; a file that another one replaces by rename is not
/// told. The filters are about who removes.
pub struct Args {
    /// Show full paths
    #[arg(short = 'F', long)]
    full_path: bool,
    #[command(flatten)]
    rows: RowArgs,
}

const FIELDS: &[Col] = &[
    Col::new("PID", 7, Kind::Uint, "Process that removed it.", |r| r.task.pid.into()),
    Col::new("COMM", 16, Kind::Text, "Name of the thread.", |r| Value::text(&r.task.comm)),
    Col::new("AGE(s)", 8, Kind::Nanos(Unit::Seconds, 2), "How long it was there.", |r| r.event.age.into()),
    Col::new("FILE", 0, Kind::Text, "Its name; with -F its path.", |r| Value::Text(r.rest)),
    Col::new("PATH_CUT", 0, Kind::Bool, "The path was too deep: its beginning is missing.", |r| {
        (r.event.path_cut != 0).into()
    })
    .hidden(),
];

impl Tool for Args {
    type Bpf = bpf::FilelifeSkelBuilder;
    const SUBJECT: Subject = Subject::Files;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("filelife -F", "with full paths"),
        ("filelife -p 181", "what process 181 removes"),
        ("filelife --json -- make", "temporary files of make and its children"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        cx.default_time(Style::Wall);
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        constants!(open).full_paths = self.full_path;
        open.maps.made.set_max_entries(MADE)?;
        open.rows(FIELDS, &self.rows.output)?.run()
    }
}

/// Files that were made and are still there: one that stays keeps its place until the end.
const MADE: u32 = 1 << 16;
