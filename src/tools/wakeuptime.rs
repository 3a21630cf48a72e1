//! wakeuptime: how long tasks slept, by what woke them.

use super::prelude::*;
use crate::common::{
    args::DurationArg,
    field::Unit,
    offcpu::OffCpuArgs,
    stacks::{Counted, Part, Shape, Side, StackArgs, Stacks},
};

skel!("wakeuptime");
type Col = Field<Counted>;

/// Sum up how long tasks sleep, by the stack that wakes them
///
/// Tasks are told by name. A task that an interrupt wakes seems to be woken by whoever was interrupted; the stack shows it.
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
    Col::new("TARGET", 16, Kind::Text, "Name of the thread that slept.", |r| Value::text(&r.event.other.whose.comm)),
    Col::new("WAKER", 16, Kind::Text, "Name of the thread that woke it.", |r| Value::text(&r.event.stack.whose.comm)),
    Col::new("COUNT", 8, Kind::Uint, "How often.", |r| r.event.count.into()).right(),
    Col::new("TIME(us)", 12, Kind::Nanos(Unit::Micros, 0), "How long it had slept in all.", |r| r.event.ns.into())
        .key("slept")
        .right(),
    Col::new("STACK", 0, Kind::Stack, "Where it was woken, innermost first.", |r| Value::Stack(&r.event.stack.frames)),
];

const SHAPE: Shape = Shape {
    text: &[Part::Name("target:", Side::Other), Part::Frames(Side::Stack), Part::Name("waker:", Side::Stack)],
    folded: &[Part::Name("", Side::Stack), Part::Frames(Side::Stack), Part::Name("", Side::Other)],
    value: |counted| counted.ns / 1000,
    unit: "microseconds",
    is_called: true,
};

impl Tool for Args {
    type Bpf = bpf::WakeuptimeSkelBuilder;
    const SUBJECT: Subject = Subject::Cpu;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('f', "folded")];
    const TABLES: &'static [&'static dyn Records] = &[&Stacks(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("wakeuptime 10", "everything, for ten seconds"), ("wakeuptime -p 181 -f", "what wakes process 181, in lines")];

    fn run(mut self, cx: &mut Context) -> Result<()> {
        // Several processes are one row: their programs' addresses would mean nothing.
        self.stacks.kernel_stacks_only = true;
        let mut open = session::open::<Self::Bpf>(&self.duration.of(&self.common), cx)?;
        self.times.configure(&mut open)?;
        open.stacks(FIELDS, SHAPE, &self.stacks)?.run()
    }
}
