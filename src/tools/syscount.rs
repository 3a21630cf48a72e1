//! syscount: how often system calls are made, by call or by process.

use std::cmp::Reverse;

use super::prelude::*;
use crate::common::{
    field::Unit,
    grouping::ByArg,
    interval::IntervalArgs,
    names,
    output::Format,
    sums::{self, Sum, SumArgs, Sums, TableRow, totals},
    syscalls, tasks,
};

skel!("syscount");
use bpf::types::{call_total, process_key, process_total};
totals!(call_total, |sum, later| {
    sum.count += later.count;
    sum.time += later.time;
});
totals!(owned process_key, process_total, |sum, later| {
    sum.count += later.count;
    sum.time += later.time;
    sum.comm = later.comm;
});

#[derive(Parser)]
/// Count system calls
pub struct Args {
    /// Count calls that failed only
    #[arg(short = 'x', long)]
    failures: bool,
    /// Count calls only that failed with this error, by name or number
    #[arg(short, long, value_parser = names::parse_errno)]
    errno: Option<i32>,
    /// Add up the time that calls took: of those that return
    #[arg(short = 'L', long)]
    latency: bool,
    /// Print that time in milliseconds
    #[arg(short, long)]
    milliseconds: bool,
    /// Count by process instead of by call
    #[arg(short = 'P', long)]
    process: bool,
    #[command(flatten)]
    by: ByArg,
    /// Seconds between tables; without it there is one, at the end
    #[arg(short, long, value_parser = whole(1..=u32::MAX))]
    interval: Option<u32>,
    /// Print only so many rows of each table, the first ones; in text 10 if not given
    #[arg(short = 'T', long, value_name = "N", value_parser = whole(1..=u32::MAX))]
    top: Option<u32>,
    /// List the calls that have a name, with their numbers, and end
    #[arg(short, long)]
    list: bool,
    #[command(flatten)]
    rows: RowArgs,
}

/// `CALLS` of the program: so many numbers has each kind of call, the last for all that are higher.
const CALLS: u32 = 576;
const COUNT: &str = "How many were made; with -L, -x and -e how many of them have ended.";
const TIME: &str = "Time that they took in all; none without -L.";
const USECS: Kind = Kind::Nanos(Unit::Micros, 3);

type Call = Field<Sum<TableRow, call_total>>;
type Process = Field<Sum<process_key, process_total>>;

const BY_CALL: &[Call] = &[
    Call::new("SYSCALL", 22, Kind::Name, "The call; a number that has no name in brackets.", |r| {
        let (kind, number) = call(&r.event.key);
        Value::Name(syscalls::name(kind, number))
    }),
    Call::new("COUNT", 10, Kind::Uint, COUNT, |r| r.event.total.count.into()).right(),
    Call::new("TIME (us)", 16, USECS, TIME, |r| time(r.event.total.time)).right().with("latency").key("total"),
    Call::new("NUMBER", 6, Kind::Uint, "The call by number; 575 stands for all from there on.", |r| {
        call(&r.event.key).1.into()
    })
    .machine(),
    Call::new("ABI", 0, Kind::Name, "i386, x32 or arm; none for the machine's own calls.", |r| {
        call(&r.event.key).0.name().into()
    })
    .note(),
];

const BY_PROCESS: &[Process] = &[
    Process::new("PID", 7, Kind::Uint, "Process.", |r| r.event.key.pid.into()).apart(),
    Process::new("COMM", 16, Kind::Text, "Its name.", |r| Value::text(&r.event.total.comm)).apart(),
    Process::new("COUNT", 10, Kind::Uint, COUNT, |r| r.event.total.count.into()).right(),
    Process::new("TIME (us)", 16, USECS, TIME, |r| time(r.event.total.time)).right().with("latency").key("total"),
];

/// What a row of the program's table is of.
fn call(row: &TableRow) -> (syscalls::Kind, u32) {
    let row = u32::try_from(row.number).unwrap_or_default();
    let kind = match row / CALLS {
        0 => syscalls::Kind::Native,
        1 => syscalls::Kind::Bits32,
        _ => syscalls::Kind::X32,
    };
    (kind, row % CALLS)
}

fn time<'r>(total: u64) -> Value<'r> {
    (total > 0).then_some(total).into()
}

impl Tool for Args {
    type Bpf = bpf::SyscountSkelBuilder;
    const SUBJECT: Subject = Subject::Processes;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('c', "cgroup"), ('d', "duration")];
    const TABLES: &'static [&'static dyn Records] = &[&Sums(BY_CALL), &Sums(BY_PROCESS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("syscount -i 1", "the ten most frequent calls, every second"),
        ("syscount -P -L", "processes by the time that they spend in calls"),
        ("syscount -x -p 181", "calls of process 181 that fail"),
        ("syscount -e ENOENT -P -d 10", "who looks for what is not there, for ten seconds"),
        ("syscount --by container", "which containers make most calls"),
        ("syscount -L -- make", "the calls of make and its children"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        if self.list {
            syscalls::all().try_for_each(|(number, name)| cx.out.line(&format!("{number:>3}: {name}")))?;
            return Ok(cx.out.flush()?);
        }
        cx.default_time(Style::Wall);
        let is_text = self.rows.output.format() == Format::Text;
        let top = self.top.or(is_text.then_some(10));
        let sums = SumArgs { interval: IntervalArgs::every(self.interval), top, output: self.rows.output };
        let by_process = self.process || !self.by.by.is_empty();
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        let fails = self.failures || self.errno.is_some();
        let roles = [("entered", self.latency || !fails), ("left", self.latency || fails)];
        let roles = roles.into_iter().chain([("freed", self.latency), ("renamed", by_process)]);
        roles.filter(|(_, needed)| !needed).for_each(|(role, _)| open.without(role));
        open.maps.since.set_max_entries(if self.latency { tasks::map_entries() } else { 1 })?;
        let config = constants!(open);
        config.by_process = by_process;
        config.with_time = self.latency;
        config.failed_only = self.failures;
        config.only_errno = self.errno.unwrap_or(0);
        let unit = self.milliseconds.then_some(("TIME (ms)", Unit::Millis));
        if by_process {
            let order = move |sum: &Sum<_, process_total>| Reverse((sum.total.time, sum.total.count));
            let fields = sums::in_unit(BY_PROCESS, USECS, unit);
            return open.sums_by("processes", &fields, &self.by, &sums)?.by(order).run();
        }
        let order = move |sum: &Sum<_, call_total>| Reverse((sum.total.time, sum.total.count));
        open.sums("calls", &sums::in_unit(BY_CALL, USECS, unit), &sums)?.by(order).run()
    }
}
