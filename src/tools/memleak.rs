//! memleak: memory that is taken and not given back.

use std::ffi::OsString;

use super::prelude::*;
use crate::common::{
    allocators::AllocatorArgs,
    blocks::{BlockArgs, Blocks},
    tasks,
};

skel!("memleak");

/// Show memory that was taken and not given back, by stack
///
/// Of processes (-p) or COMMAND what they take through malloc, mmap and their relatives; without either what the kernel
/// takes. What a process had not given back when it ended is in the report that follows.
#[derive(Parser)]
pub struct Args {
    #[command(flatten)]
    blocks: BlockArgs,
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
    common: Common,
}

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
    const TABLES: &'static [&'static dyn Records] = &[&Blocks];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("memleak -p 181", "what process 181 holds, every 5 seconds"),
        ("memleak -p 181 -a -o 60000 60", "each block older than a minute"),
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
        open.blocks(&self.blocks, of_programs)?.run()
    }
}
