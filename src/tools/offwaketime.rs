//! offwaketime: how long tasks are off the CPU, by the stack in which they left it and by what woke them.

use super::prelude::*;
use crate::common::{
    args::DurationArg,
    field::Unit,
    offcpu::OffCpuArgs,
    stacks::{Counted, Part, Shape, Side, StackArgs, Stacks},
};

skel!("offwaketime");
type Col = Field<Counted>;

/// Sum up time off the CPU, by the stacks of task and waker
///
/// Who was preempted is woken by nobody. A task that an interrupt wakes seems to be woken by whoever was interrupted; the
/// stack shows it.
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
    Col::new("WPID", 7, Kind::Uint, "Process that woke it; 0 for none.", |r| r.event.other.whose.pid.into()),
    Col::new("WTID", 7, Kind::Uint, "Thread that woke it.", |r| r.event.other.whose.tid.into()),
    Col::new("WCOMM", 16, Kind::Text, "Name of that.", |r| Value::text(&r.event.other.whose.comm)),
    Col::new("COUNT", 8, Kind::Uint, "How often it came back.", |r| r.event.count.into()).right(),
    Col::new("TIME(us)", 12, Kind::Nanos(Unit::Micros, 0), "How long it was away in all.", |r| r.event.ns.into())
        .key("off")
        .right(),
    Col::new("STACK", 0, Kind::Stack, "Where it left, innermost first.", |r| Value::Stack(&r.event.stack.frames)),
    Col::new("WSTACK", 0, Kind::Stack, "Where it was woken.", |r| Value::Stack(&r.event.other.frames)),
];

const SHAPE: Shape = Shape {
    text: &[
        Part::Thread("waker:", Side::Other),
        Part::Reversed(Side::Other),
        Part::Dashes,
        Part::Frames(Side::Stack),
        Part::Thread("target:", Side::Stack),
    ],
    folded: &[
        Part::Name("", Side::Stack),
        Part::Frames(Side::Stack),
        Part::Dashes,
        Part::Reversed(Side::Other),
        Part::Name("", Side::Other),
    ],
    value: |counted| counted.ns / 1000,
    unit: "microseconds",
    is_called: true,
};

impl Tool for Args {
    type Bpf = bpf::OffwaketimeSkelBuilder;
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
        ("offwaketime 10", "everything, for ten seconds"),
        ("offwaketime -p 181 -m 1000 -f", "what process 181 waits for 1 ms or more, in lines"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.duration.of(&self.common), cx)?;
        self.times.configure(&mut open)?;
        open.stacks(FIELDS, SHAPE, &self.stacks)?.run()
    }
}
