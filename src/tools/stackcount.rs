//! stackcount: by which stacks functions are called.

use super::prelude::*;
use crate::common::{
    probes::{PlaceArgs, Plan, Reading},
    stacks::{self, Counted, FrameArgs, Part, Shape, Side, StackArgs, Stacks},
};

skel!("stackcount");

#[derive(Parser)]
/// Count the stacks by which functions or tracepoints are passed
pub struct Args {
    #[command(flatten)]
    places: PlaceArgs,
    /// Count on this CPU only
    #[arg(short, long, value_parser = whole(0..=8191_u32))]
    cpu: Option<u32>,
    /// Tell processes apart that have the same stack in the kernel
    #[arg(short = 'P', long)]
    perpid: bool,
    #[command(flatten)]
    frames: FrameArgs,
    #[command(flatten)]
    stacks: StackArgs,
}

const FIELDS: &[Field<Counted>] = &[stacks::PID, stacks::COMM, stacks::COUNT, stacks::STACK];
const SHAPE: Shape = Shape {
    text: &[Part::Frames(Side::Stack), Part::InBrackets(Side::Stack)],
    unit: "calls",
    indents: ["  ", "    "],
    ..Shape::OF_PROCESS
};

impl Tool for Args {
    type Bpf = bpf::StackcountSkelBuilder;
    const SUBJECT: Subject = Subject::Functions;
    const PERF_EVENTS: bool = true;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('i', "interval"), ('D', "duration")];
    const TIMES: &'static [TimeOption] = &[TimeOption::ABOVE];
    const TABLES: &'static [&'static dyn Records] = &[&Stacks(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("stackcount submit_bio", "who calls the kernel's submit_bio, until Ctrl-C"),
        ("stackcount -K -i 5 'tcp_send*'", "in the kernel alone, every 5 seconds"),
        ("stackcount -p 181 c:malloc", "what in process 181 calls malloc"),
        ("stackcount t:sched:sched_switch", "a tracepoint"),
        ("stackcount -f 'vfs_*' -D 10 --flame out.svg", "ten seconds, as a flame graph, too"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let sites = self.places.find(&self.stacks.common, &Reading::EVENTS)?;
        let mut open = session::open::<Self::Bpf>(&self.stacks.common, cx)?;
        let constants = constants!(open);
        constants.only_cpu = self.cpu.map_or(-1, |cpu| cpu as i32);
        // The names of a program's functions are those of a process.
        constants.by_process = self.perpid || !self.stacks.kernel_stacks_only;
        constants.at_entries = sites.are_entries_of_programs();
        open.probe(Plan::new(sites, &[("count", false)]).unnumbered());
        // One process need not be told.
        let text = if self.stacks.common.filter.only_pid().is_some() { &SHAPE.text[..1] } else { SHAPE.text };
        open.stacks(FIELDS, Shape { text, ..SHAPE }, &self.stacks)?.frames(self.frames).run()
    }
}
