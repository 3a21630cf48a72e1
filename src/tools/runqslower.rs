//! runqslower: long waits for a CPU, one by one.

use super::prelude::*;
use crate::common::{field::Unit, tasks};

skel!("runqslower": wait_event);
use bpf::types::wait_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace tasks that wait long for a CPU
pub struct Args {
    /// Show waits of so many microseconds or more
    #[arg(default_value_t = 10_000, value_parser = whole(0..=u64::MAX / 1000))]
    min_us: u64,
    /// Show tasks only whose name begins so
    #[arg(short = 'c', long, value_name = "PREFIX")]
    name: Option<String>,
    /// Show who had the CPU until then
    #[arg(short = 'P', long)]
    previous: bool,
    #[command(flatten)]
    rows: RowArgs,
}

const FIELDS: &[Col] = &[
    Col::new("COMM", 16, Kind::Text, "Name of the thread that waited.", |r| Value::text(&r.task.comm)),
    Col::new("TID", 6, Kind::Uint, "Thread that waited.", |r| r.task.tid.into()),
    Col::new("LAT(us)", 14, Kind::Nanos(Unit::Micros, 0), "How long.", |r| r.event.waited.into()).right(),
    Col::new("PREV COMM", 16, Kind::Text, "Name of the thread that had the CPU until then.", |r| {
        Value::text(&r.event.prev_comm)
    })
    .with("previous"),
    Col::new("PREV TID", 6, Kind::Uint, "That thread; 0 if the CPU was idle.", |r| r.event.prev_tid.into())
        .with("previous"),
    Col::new("CPU", 3, Kind::Uint, "The CPU.", |r| r.event.cpu.into()).machine(),
];

impl Tool for Args {
    type Bpf = bpf::RunqslowerSkelBuilder;
    const SUBJECT: Subject = Subject::Cpu;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('t', "tid")];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("runqslower", "waits of 10 ms or more"),
        ("runqslower 1000 -P", "of 1 ms or more, and who had the CPU meanwhile"),
        ("runqslower 0 -p 185 --json", "every wait of process 185"),
    ];

    fn run(mut self, cx: &mut Context) -> Result<()> {
        cx.default_time(Style::Wall);
        self.rows.common.filter.comm.extend(self.name.map(|name| name + "*"));
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        open.maps.since.set_max_entries(tasks::map_entries())?;
        constants!(open).least = self.min_us * 1000;
        open.rows(FIELDS, &self.rows.output)?.run()
    }
}
