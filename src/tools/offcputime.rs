//! offcputime: how long tasks are off the CPU, by stack.

use super::prelude::*;
use crate::common::{
    offcpu::{self, OFF, OffCpuArgs},
    session::Places,
    stacks::{self, Counted, Shape, Stacks},
};

skel!("offcputime");

#[derive(Parser)]
/// Sum up time off the CPU, by the stack in which it was left
///
/// Each time counts when it has ended. Tasks that were preempted count too: --state 0 shows these alone, --state 1 those
/// that slept.
pub struct Args {
    #[command(flatten)]
    off: OffCpuArgs,
}

const FIELDS: &[Field<Counted>] = &[stacks::PID, stacks::TID, stacks::COMM, stacks::COUNT, OFF, stacks::STACK];

impl Tool for Args {
    type Bpf = bpf::OffcputimeSkelBuilder;
    const SUBJECT: Subject = Subject::Cpu;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('t', "tid")];
    const TABLES: &'static [&'static dyn Records] = &[&Stacks(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("offcputime 10", "everything, for ten seconds"),
        ("offcputime -p 181 -m 1000 --flame out.svg", "process 181, what took 1 ms or more"),
        ("offcputime --state 2", "uninterruptible sleep, as for disks"),
    ];

    fn places() -> Places {
        offcpu::places()
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        self.off.run::<Self::Bpf>(cx, FIELDS, Shape::OF_THREAD, Self::places)
    }
}
