//! offwaketime: how long tasks are off the CPU, by the stack in which they left it and by what woke them.

use super::prelude::*;
use crate::common::{
    offcpu::{self, OFF, OffCpuArgs},
    session::Places,
    stacks::{self, Counted, Part, Shape, Side, Stacks},
};

skel!("offwaketime");
type Col = Field<Counted>;

#[derive(Parser)]
/// Sum up time off the CPU, by the stacks of task and waker
///
/// Who was preempted is woken by nobody. A task that an interrupt wakes seems to be woken by whoever was interrupted; the
/// stack shows it.
pub struct Args {
    #[command(flatten)]
    off: OffCpuArgs,
}

const FIELDS: &[Col] = &[
    stacks::PID,
    stacks::TID,
    stacks::COMM,
    Col::new("WPID", 7, Kind::Uint, "Process that woke it; 0 for none.", |r| r.event.other.whose.pid.into()),
    Col::new("WTID", 7, Kind::Uint, "Thread that woke it.", |r| r.event.other.whose.tid.into()),
    Col::new("WCOMM", 16, Kind::Text, "Name of that.", |r| Value::text(&r.event.other.whose.comm)),
    stacks::COUNT,
    OFF,
    stacks::STACK,
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
    ..Shape::OF_THREAD
};

impl Tool for Args {
    type Bpf = bpf::OffwaketimeSkelBuilder;
    const SUBJECT: Subject = Subject::Cpu;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('t', "tid")];
    const TABLES: &'static [&'static dyn Records] = &[&Stacks(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("offwaketime 10", "everything, for ten seconds"),
        ("offwaketime -p 181 -m 1000 -f", "what process 181 waits for 1 ms or more, in lines"),
    ];

    fn places() -> Places {
        offcpu::places()
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        self.off.run::<Self::Bpf>(cx, FIELDS, SHAPE, Self::places)
    }
}
