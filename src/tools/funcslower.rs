//! funcslower: calls of functions that take long.

use std::time::Duration;

use super::prelude::*;
use crate::common::{
    args::{parse_micros, parse_millis},
    field::Unit,
    probes::{BEGIN_AND_END, Plan, Reading, Sites},
    row_stacks::{DepthArg, Parts},
    tasks,
};

skel!("funcslower": slow_event);
use bpf::types::slow_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
#[command(mut_arg("time", |time| time.num_args(0..=1).default_missing_value("wall")))]
/// Trace calls of functions that take long
///
/// Functions of the kernel, and of programs and libraries as `FILE:FN`, where `FILE` is a path or a name; * and ? match many.
pub struct Args {
    /// Functions: `FN`, or `FILE:FN`
    #[arg(value_name = "FN", required = true)]
    functions: Vec<String>,
    /// Show calls of so many milliseconds or more; 1 if nothing is said
    #[arg(short, long, value_name = "MS", value_parser = parse_millis, conflicts_with = "min_us")]
    min_ms: Option<Duration>,
    /// Show calls of so many microseconds or more, and how long they took in microseconds
    #[arg(short = 'u', long, value_name = "US", value_parser = parse_micros)]
    min_us: Option<Duration>,
    /// Show so many arguments, from registers
    #[arg(short, long, value_name = "N", value_parser = whole(1..=6_u32))]
    arguments: Option<u32>,
    /// Show where in the program it was called
    #[arg(short = 'U', long)]
    user_stack: bool,
    /// Show where in the kernel it was called
    #[arg(short = 'K', long)]
    kernel_stack: bool,
    #[command(flatten)]
    depth: DepthArg,
    #[command(flatten)]
    rows: RowArgs,
}

/// The columns, with the time in one unit or another.
const fn fields(took: Col) -> [Col; 7] {
    [
        Col::new("COMM", 14, Kind::Text, "Name of the thread.", |r| Value::text(&r.task.comm)),
        Col::new("PID", 6, Kind::Uint, "Process.", |r| r.task.pid.into()),
        took.right().key("lat"),
        Col::new("RVAL", 16, Kind::Hex, "What it gave: the register, whatever the function's type.", |r| {
            r.event.result.into()
        })
        .right(),
        Col::new("FUNC", 24, Kind::Text, "Function.", |r| r.named(r.event.id)),
        Col::new("ARGS", 0, Kind::Hexes, "The first arguments, or what is in the registers for them.", |r| {
            Value::Numbers(r.event.args.get(..r.event.nr_args as usize).unwrap_or(&r.event.args))
        })
        .with("arguments"),
        Col::new("STACK", 0, Kind::Stack, "Where it was called, innermost first.", |r| Value::Stack(r.stack))
            .with_any(&["user-stack", "kernel-stack"]),
    ]
}

const TOOK: &str = "How long it took.";
const FIELDS: &[Col] = &fields(Col::new("LAT(ms)", 7, Kind::Nanos(Unit::Millis, 2), TOOK, |r| r.event.took.into()));
const FIELDS_US: &[Col] = &fields(Col::new("LAT(us)", 7, Kind::Nanos(Unit::Micros, 2), TOOK, |r| r.event.took.into()));

impl Tool for Args {
    type Bpf = bpf::FuncslowerSkelBuilder;
    const SUBJECT: Subject = Subject::Functions;
    const PERF_EVENTS: bool = true;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TIMES: &'static [TimeOption] = &[TimeOption::DAY_ALONE, TimeOption::START];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("funcslower vfs_write", "calls of the kernel's vfs_write of 1 ms or more"),
        ("funcslower -u 10 -p 135 c:open c:read", "of the C library's, of 10 us or more, by process 135"),
        ("funcslower -a 2 -UK -m 10 c:open", "with two arguments, and where they were called"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let how = Reading { view: self.rows.common.filter.view(), ..Reading::default() };
        let sites = self.functions.iter().map(|function| Sites::find(function, &how)).collect::<Result<_>>()?;
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        let (names, plans) = Plan::several(sites, BEGIN_AND_END);
        for plan in plans {
            open.probe(plan);
        }
        open.maps.innermost.set_max_entries(tasks::map_entries())?;
        let least = self.min_us.or(self.min_ms).unwrap_or(Duration::from_millis(1));
        let config = constants!(open);
        config.least = least.as_nanos() as u64;
        config.nr_args = self.arguments.unwrap_or(config.nr_args);
        open.take_stacks([self.kernel_stack, self.user_stack], self.depth.perf_max_stack_depth)?;
        let rows = open.rows(if self.min_us.is_some() { FIELDS_US } else { FIELDS }, &self.rows.output)?.names(names);
        rows.stacks(|row| Parts::behind(row.rest, [row.event.stack.kernel, row.event.stack.user])).run()
    }
}
