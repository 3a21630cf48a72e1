//! javagc: how long Java's collections of garbage take.

use super::prelude::*;
use crate::common::{
    field::Unit,
    probes::{Plan, Sites},
    uprobe,
};

skel!("javagc": gc_event);
use bpf::types::gc_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace Java's collections of garbage that take long
pub struct Args {
    /// Show collections of so many microseconds or more
    #[arg(short = 't', long, value_name = "USECS", default_value_t = 1000, value_parser = whole(0..=u64::MAX / 1000))]
    min: u64,
    /// Java's library, by path or name; else the one that the traced process uses, or all that are in use
    #[arg(short, long, value_name = "FILE")]
    jvm: Option<String>,
    #[command(flatten)]
    rows: RowArgs,
}

const LIBRARY: &str = "libjvm.so";

/// `enum gc_probe` of the program.
const PROBES: &[&str] = &["gc__begin", "gc__end", "mem__pool__gc__begin", "mem__pool__gc__end"];

const FIELDS: &[Col] = &[
    Col::new("CPU", 7, Kind::Uint, "CPU on which it ended.", |r| r.event.cpu.into()),
    Col::new("PID", 7, Kind::Uint, "Process.", |r| r.task.pid.into()),
    Col::new("GC TIME", 7, Kind::Nanos(Unit::Micros, 0), "How long it took.", |r| r.event.took.into()),
    Col::new("FULL", 4, Kind::Bool, "Whether all was collected, not only what is young; of a whole collection.", |r| {
        (r.event.is_pool == 0).then_some(r.event.full != 0).into()
    })
    .machine(),
    Col::new("MANAGER", 24, Kind::Text, "Who collected in a pool of memory; none for the whole collection.", |r| {
        name(r, &r.event.manager)
    })
    .machine(),
    Col::new("POOL", 24, Kind::Text, "That pool.", |r| name(r, &r.event.pool)).machine(),
];

fn name<'r>(row: &Row<'r, Event>, bytes: &'r [u8]) -> Value<'r> {
    match (row.event.is_pool, row.event.unread) {
        (0, _) => Value::None,
        (_, 0) => Value::text(bytes),
        _ => Value::Fault,
    }
}

impl Tool for Args {
    type Bpf = bpf::JavagcSkelBuilder;
    const SUBJECT: Subject = Subject::Memory;
    const PERF_EVENTS: bool = true;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("javagc", "collections of 1 ms or more, in all that runs"),
        ("javagc -p 185 -t 100", "of 100 us or more, in process 185"),
        ("javagc -j /opt/java/lib/server/libjvm.so", "also in what starts later"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        cx.times.push(Style::Wall);
        let view = self.rows.common.filter.view();
        let pid = view.process();
        let files = match (&self.jvm, pid) {
            (None, None) => uprobe::find_running(LIBRARY)?,
            (file, _) => vec![uprobe::find(file.as_deref().unwrap_or(LIBRARY), &view)?],
        };
        let sites = Sites::static_probes(files, "hotspot", PROBES, pid)?;
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        open.maps.static_probes.set_max_entries(sites.len() as u32)?;
        constants!(open).least = self.min * 1000;
        open.probe(Plan::new(sites, &[("passed", false)]));
        open.rows(FIELDS, &self.rows.output)?.run()
    }
}
