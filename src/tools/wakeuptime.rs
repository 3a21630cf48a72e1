//! wakeuptime: how long tasks slept, by what woke them.

use super::prelude::*;
use crate::common::{
    offcpu::{OFF, OffCpuArgs},
    stacks::{self, Counted, Part, Shape, Side, Stacks},
};

skel!("wakeuptime");
type Col = Field<Counted>;

#[derive(Parser)]
/// Sum up how long tasks sleep, by the stack that wakes them
///
/// Tasks are told by name. A task that an interrupt wakes seems to be woken by whoever was interrupted; the stack shows it.
pub struct Args {
    #[command(flatten)]
    slept: OffCpuArgs,
}

const FIELDS: &[Col] = &[
    Col::new("TARGET", 16, Kind::Text, "Name of the thread that slept.", |r| Value::text(&r.event.other.whose.comm)),
    Col::new("WAKER", 16, Kind::Text, "Name of the thread that woke it.", |r| Value::text(&r.event.stack.whose.comm)),
    stacks::COUNT,
    OFF,
    stacks::STACK,
];

const SHAPE: Shape = Shape {
    text: &[Part::Name("target:", Side::Other), Part::Frames(Side::Stack), Part::Name("waker:", Side::Stack)],
    folded: &[Part::Name("", Side::Stack), Part::Frames(Side::Stack), Part::Name("", Side::Other)],
    ..Shape::OF_THREAD
};

impl Tool for Args {
    type Bpf = bpf::WakeuptimeSkelBuilder;
    const SUBJECT: Subject = Subject::Cpu;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TABLES: &'static [&'static dyn Records] = &[&Stacks(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("wakeuptime 10", "everything, for ten seconds"), ("wakeuptime -p 181 -f", "what wakes process 181, in lines")];

    fn run(mut self, cx: &mut Context) -> Result<()> {
        // Several processes are one row: their programs' addresses would mean nothing.
        self.slept.stacks.kernel_stacks_only = true;
        self.slept.run::<Self::Bpf>(cx, FIELDS, SHAPE, Self::places)
    }
}
