//! memleak: memory that is taken and not given back.

use std::ffi::OsString;

use super::prelude::*;
use crate::common::{
    allocators::AllocatorArgs,
    blocks::{BlockArgs, Blocks},
    tasks,
};

skel!("memleak": block_event);
use bpf::types::block_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Show memory that was taken and not given back, by stack
///
/// Of processes (-p) or COMMAND what they take through malloc, mmap and their relatives; without either what the kernel
/// takes. What a process had not given back when it ended is in the report that follows.
pub struct Args {
    #[command(flatten)]
    allocators: AllocatorArgs,
    /// Trace the kernel's memory for each CPU
    #[arg(short = 'P', long, conflicts_with_all = ["pid", "command", "obj"])]
    percpu: bool,
    /// As COMMAND behind '--', in one word
    #[arg(short = 'c', long = "command", value_name = "COMMAND", conflicts_with_all = ["command", "pid"])]
    one_word: Option<String>,
    /// What is handed out again was given back: this is always so
    #[arg(short = 'F', long)]
    wa_missing_free: bool,
    #[command(flatten)]
    blocks: BlockArgs,
    #[command(flatten)]
    common: Common,
}

/// With -t.
const EVENTS: &[Col] = &[
    Col::new("PID", 7, Kind::Uint, "Process.", |r| r.task.pid.into()),
    Col::new("COMM", 16, Kind::Text, "Name of the thread.", |r| Value::text(&r.task.comm)),
    Col::new("OP", 6, Kind::Name, "alloc or free.", |r| if r.event.given == 0 { "alloc" } else { "free" }.into()),
    Col::new("BYTES", 10, Kind::Size, "How many bytes.", |r| r.event.bytes.into()).right(),
    Col::new("ADDRESS", 0, Kind::Hex, "Where they are.", |r| r.event.address.into()),
];

/// The programs for memory of the kernel, of its memory for each CPU, and of processes.
const KERNEL: [&str; 8] = [
    "kmalloc",
    "maybe_kmalloc_node",
    "kfree",
    "cache_alloc",
    "maybe_cache_alloc_node",
    "cache_free",
    "page_alloc",
    "page_free",
];
const PERCPU: [&str; 2] = ["percpu_alloc", "percpu_free"];
const USER: [&str; 6] = ["take", "taken", "give", "user_exec", "user_exit", "user_free"];

impl Tool for Args {
    type Bpf = bpf::MemleakSkelBuilder;
    const SUBJECT: Subject = Subject::Memory;
    const PERF_EVENTS: bool = true;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TABLES: &'static [&'static dyn Records] = &[&Blocks, &EVENTS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("memleak -p 181", "what process 181 holds, every 5 seconds"),
        ("memleak -p 181 -a -o 60000 60", "each block older than a minute"),
        ("memleak -t -p 181", "each block that it takes or gives back"),
        ("memleak -- ./program", "what it had not given back when it ended"),
        ("memleak -p 181 -O /opt/lib/libjemalloc.so -S je_", "another allocator"),
        ("memleak -s 100 -C", "the kernel's memory, one in a hundred blocks"),
    ];

    fn run(mut self, cx: &mut Context) -> Result<()> {
        if let Some(command) = &self.one_word {
            self.common.command = command.split_whitespace().map(OsString::from).collect();
        }
        let of_programs = self.allocators.of_programs(&self.common);
        let found = if of_programs { Some(self.allocators.find(&self.common)?) } else { None };
        let mut open = session::open::<Self::Bpf>(&self.common, cx)?;
        let (kernel, percpu) = (!of_programs && !self.percpu, self.percpu);
        let groups: [(bool, &[&str]); 3] = [(kernel, &KERNEL), (percpu, &PERCPU), (of_programs, &USER)];
        groups.iter().filter(|(on, _)| !on).flat_map(|(_, roles)| *roles).for_each(|role| open.without(role));
        open.maps.takings.set_max_entries(tasks::map_entries())?;
        if let Some(found) = found {
            constants!(open).takers = found.takers;
            found.plans.into_iter().for_each(|plan| open.probe(plan));
        }
        open.limit_blocks(&self.blocks, of_programs)?;
        if self.blocks.trace {
            constants!(open).tell_each = true;
            return open.rows(EVENTS, &self.blocks.output)?.run();
        }
        open.blocks(&self.blocks)?.run()
    }
}
