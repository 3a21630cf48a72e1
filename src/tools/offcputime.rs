//! offcputime: how long tasks are off the CPU, by stack.

use super::prelude::*;
use crate::common::{
    args::DurationArg,
    field::Unit,
    offcpu::OffCpuArgs,
    stacks::{Counted, Part, Shape, Side, StackArgs, Stacks},
};

skel!("offcputime");
type Col = Field<Counted>;

/// Sum up time off the CPU, by the stack in which it was left
///
/// Each time counts when it has ended. Tasks that were preempted count too: --state 0 shows these alone, --state 1 those
/// that slept.
#[derive(Parser)]
pub struct Args {
    #[command(flatten)]
    duration: DurationArg,
    #[command(flatten)]
    times: OffCpuArgs,
    #[command(flatten)]
    stacks: StackArgs,
    #[command(flatten)]
    common: Common,
}

const FIELDS: &[Col] = &[
    Col::new("PID", 7, Kind::Uint, "Process.", |r| r.event.stack.whose.pid.into()),
    Col::new("TID", 7, Kind::Uint, "Thread.", |r| r.event.stack.whose.tid.into()),
    Col::new("COMM", 16, Kind::Text, "Name of the thread.", |r| Value::text(&r.event.stack.whose.comm)),
    Col::new("COUNT", 8, Kind::Uint, "How often it came back.", |r| r.event.count.into()).right(),
    Col::new("TIME(us)", 12, Kind::Nanos(Unit::Micros, 0), "How long it was away in all.", |r| r.event.ns.into())
        .key("off")
        .right(),
    Col::new("STACK", 0, Kind::Stack, "Where it left, innermost first.", |r| Value::Stack(&r.event.stack.frames)),
];

const SHAPE: Shape = Shape {
    text: &[Part::Frames(Side::Stack), Part::Thread("-", Side::Stack)],
    folded: &[Part::Name("", Side::Stack), Part::Frames(Side::Stack)],
    value: |counted| counted.ns / 1000,
    unit: "microseconds",
    is_called: true,
};

impl Tool for Args {
    type Bpf = bpf::OffcputimeSkelBuilder;
    const SUBJECT: Subject = Subject::Cpu;
    const SHORTS: &'static [(char, &'static str)] = &[
        ('p', "pid"),
        ('t', "tid"),
        ('U', "user_stacks_only"),
        ('K', "kernel_stacks_only"),
        ('f', "folded"),
        ('d', "delimited"),
    ];
    const TABLES: &'static [&'static dyn Records] = &[&Stacks(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("offcputime 10", "everything, for ten seconds"),
        ("offcputime -p 181 -m 1000 --flame out.svg", "process 181, what took 1 ms or more"),
        ("offcputime --state 2", "uninterruptible sleep, as for disks"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.duration.of(&self.common), cx)?;
        self.times.configure(&mut open)?;
        open.stacks(FIELDS, SHAPE, &self.stacks)?.run()
    }
}
