//! A tool that tells which blocks of memory are outstanding, every interval, by the stack that took them. The other half
//! is `src/bpf/lib/blocks.bpf.h`.

use std::{collections::HashMap, path::Path, time::Instant};

use anyhow::{Context as _, Result, anyhow};
use libbpf_rs::{
    Map, MapCore as _, MapFlags, Object,
    skel::{OpenSkel, Skel},
};
use plain::Plain;

use super::{
    args::whole,
    clock::{Clock, Style},
    context::Context,
    events::Task,
    field::{Field, FieldDoc, Kind, Row, Unit, Value},
    groups::Decider,
    halves,
    interval::{IntervalArgs, Turn},
    order,
    output::{Format, Output, OutputArgs, Table},
    row_stacks::{DepthArg, set_most},
    rows::{self, Records},
    session::{Opened, Session},
    stack::Frame,
    stacks::{Stack, Teller, seed},
    stop::Reason,
};

/// Which blocks, and how they are told.
#[derive(clap::Args, Clone, Debug)]
pub struct BlockArgs {
    /// Seconds between reports
    #[arg(default_value_t = 5, value_parser = whole(1..=u32::MAX))]
    interval: u32,
    /// How many reports; without it they go on until the end
    #[arg(value_parser = whole(1..=u32::MAX))]
    count: Option<u32>,
    /// Tell each block's address and size, too
    #[arg(short = 'a', long)]
    show_allocs: bool,
    /// Tell blocks only that are so many milliseconds old
    #[arg(short, long, value_name = "MS", default_value_t = 500, value_parser = whole(0..=u32::MAX))]
    older: u32,
    /// Tell what each stack holds, however young
    #[arg(short = 'C', long, conflicts_with_all = ["show_allocs", "older"])]
    combined_only: bool,
    /// Of so many blocks count one, which costs less
    #[arg(short, long, value_name = "N", default_value_t = 1, value_parser = whole(1..=u32::MAX))]
    sample_rate: u32,
    /// Tell so many stacks, those that hold most
    #[arg(short = 'T', long, value_name = "N", default_value_t = 10, value_parser = whole(1..=u32::MAX))]
    top: u32,
    /// Count blocks only of so many bytes or more
    #[arg(short = 'z', long, value_name = "BYTES", default_value_t = 0, value_parser = whole(0..=u32::MAX))]
    min_size: u32,
    /// Count blocks only of so many bytes or less
    #[arg(short = 'Z', long, value_name = "BYTES", value_parser = whole(1..=u32::MAX))]
    max_size: Option<u32>,
    /// Tell each block that is taken or given back, and no reports
    #[arg(short, long, conflicts_with_all = ["show_allocs", "combined_only"])]
    pub trace: bool,
    /// How deep.
    #[command(flatten)]
    depth: DepthArg,
    /// Tell file and line of the source, and functions that were inlined, where the program's file has them
    #[arg(long, help_heading = "Output")]
    lines: bool,
    /// In which form.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What one stack holds; or one block, if each is told.
#[derive(Clone, Debug, Default)]
pub struct Held {
    stack: Stack,
    bytes: u64,
    count: u64,
    age: u64,
    blocks: Vec<(u64, u64, u64)>,
}

type Col = Field<Held>;

impl Held {
    /// The block's address, where it is one.
    fn address(&self) -> Option<u64> {
        self.blocks.first().map(|(address, ..)| *address)
    }

    /// Each block for itself.
    fn apart(&self) -> impl Iterator<Item = Self> + '_ {
        self.blocks.iter().map(|&(address, bytes, age)| Self {
            stack: self.stack.clone(),
            bytes,
            count: 1,
            age,
            blocks: vec![(address, bytes, age)],
        })
    }
}

/// The columns.
pub const FIELDS: &[Col] = &[
    Col::new("PID", 7, Kind::Uint, "Process; 0 for the kernel.", |r| r.event.stack.whose.pid.into()),
    Col::new("BYTES", 12, Kind::Size, "How many bytes.", |r| r.event.bytes.into()).right(),
    Col::new("COUNT", 8, Kind::Uint, "In how many blocks.", |r| r.event.count.into()).right(),
    Col::new("AGE(ms)", 10, Kind::Nanos(Unit::Millis, 0), "Age of the oldest of them.", |r| r.event.age.into()).right(),
    Col::new("ADDRESS", 18, Kind::Hex, "Where it is, with -a.", |r| r.event.address().into()).with("show-allocs"),
    Col::new("STACK", 0, Kind::Stack, "What took it, innermost first.", |r| Value::Stack(&r.event.stack.frames)),
];

/// The rows of such a tool, for what is written about them.
#[derive(Debug)]
pub struct Blocks;

impl Records for Blocks {
    fn docs(&self) -> Vec<FieldDoc> {
        rows::with_common(FIELDS, &Field::COMMON[..1])
    }

    fn are_counts(&self) -> bool {
        true
    }

    fn write(&self, record: &[u8], args: &OutputArgs, out: &mut Output) -> Result<()> {
        let block: &Block = decode(record.get(..size_of::<Block>()).unwrap_or(record))?;
        let event = &Held { bytes: block.bytes, count: 1, age: block.since, ..Held::default() };
        Ok(out.row(&Table::of_counts(FIELDS, args, &[])?, &Row::of(event, &Task::default()))?)
    }
}

/// `struct block_key`
#[repr(C)]
#[derive(Clone, Copy)]
struct Key {
    address: u64,
    pid: u64,
}

/// `struct block`
#[repr(C)]
#[derive(Clone, Copy)]
struct Block {
    bytes: u64,
    stack: u64,
    since: u64,
    cgroup_id: u64,
}

// SAFETY: plain C data without padding, valid for every bit pattern.
unsafe impl Plain for Key {}
// SAFETY: the same.
unsafe impl Plain for Block {}

fn decode<T: Plain>(bytes: &[u8]) -> Result<&T> {
    plain::from_bytes(bytes).map_err(|_| anyhow!("{} bytes in a map, where {} were due", bytes.len(), size_of::<T>()))
}

/// How many blocks are remembered, if `--entries` does not say.
const MAX_BLOCKS: u32 = 1 << 18;

/// A tool's blocks on their way.
pub struct Run<'c, S> {
    session: Session<'c, S>,
    table: Table<Held>,
    args: BlockArgs,
    started: Instant,
}

impl<'c, O: OpenSkel<'static>> Opened<'c, O> {
    /// Tells the program which blocks of memory count: of programs, or else of the kernel.
    ///
    /// # Errors
    /// The object does not include `lib/blocks.bpf.h`.
    pub fn limit_blocks(&mut self, args: &BlockArgs, of_programs: bool) -> Result<()> {
        let depth = args.depth.perf_max_stack_depth;
        let object = self.open_object_mut();
        set_most(object, if of_programs { [0, depth] } else { [depth, 0] })?;
        seed(object)?;
        let limits = [args.min_size.into(), args.max_size.map_or(u64::MAX, u64::from), args.sample_rate.into()];
        for mut map in object.maps_mut() {
            let name = map.name().to_string_lossy().into_owned();
            if name.ends_with(".rodata.blocks") {
                let limits = limits.map(u64::to_ne_bytes).concat();
                map.set_initial_value(&limits).context("configuring which blocks count")?;
            } else if name == "blocks" {
                map.set_max_entries(MAX_BLOCKS)?;
            }
        }
        Ok(())
    }

    /// Starts, to tell the blocks that are outstanding.
    ///
    /// # Errors
    /// A field that is asked for and unknown, or what keeps the programs from starting.
    pub fn blocks(mut self, args: &BlockArgs) -> Result<Run<'c, O::Output>> {
        let table = self.cx.table_of_sums(FIELDS, false, &args.output)?;
        self.keep_symbols();
        self.with_lines(args.lines);
        Ok(Run { session: self.start()?, table, args: args.clone(), started: Instant::now() })
    }
}

impl<S: Skel<'static>> Run<'_, S> {
    /// Reports until the end.
    ///
    /// # Errors
    /// Output that cannot be written, or losses where there must be none.
    pub fn run(self) -> Result<()> {
        let Self { session, table, args, started } = self;
        let Session { cx, skel, mut links, mut report, symbols } = session;
        let stop = cx.stop.clone();
        let object = skel.object();
        let maps = Maps::new(object, Decider::new(&cx.groups, true))?;
        let mut teller = Teller::new(object, symbols)?;
        let mut turns = IntervalArgs::times(args.interval, args.count).turns(started);
        cx.out.begin(&table)?;
        loop {
            let turn = teller.wait(&stop, &mut turns, || links.follow(object, cx))?;
            if turn == Turn::Pulse || stop.reason() == Some(Reason::OutputClosed) {
                teller.catch_up(false)?;
            } else {
                let now = Clock::now();
                let older = if args.combined_only { 0 } else { u64::from(args.older) * 1_000_000 };
                let mut all = maps.read(now, older, args.show_allocs, turn == Turn::Last)?;
                // Whatever is in the map was told before.
                teller.catch_up(false)?;
                order::sort_by(&mut all, |(stack, held)| (std::cmp::Reverse(held.bytes), *stack));
                all.truncate(args.top as usize);
                teller.find_names(all.iter().map(|(stack, _)| *stack));
                let named =
                    all.into_iter().filter_map(|(stack, held)| Some(Held { stack: teller.stack(stack)?, ..held }));
                print(cx, &table, &args, now, &named.collect::<Vec<_>>())?;
            }
            report.lose(teller.lost());
            if turn == Turn::Last {
                return report.close(object, cx, None);
            }
            report.watch(object, cx)?;
        }
    }
}

/// The maps of `lib/blocks.bpf.h`, and of `lib/allocators.bpf.h` if there is one.
struct Maps<'o> {
    blocks: Map<'o>,
    execs: Option<Map<'o>>,
    decider: Decider,
}

impl<'o> Maps<'o> {
    fn new(object: &'o Object, decider: Decider) -> Result<Self> {
        let find = |name| object.maps().find(|map| map.name() == name);
        let blocks = find("blocks").context("the BPF object has no map 'blocks'")?;
        Ok(Self { blocks, execs: find("execs"), decider })
    }

    /// What is outstanding, by the number of the stack that took it. What a process had taken before it began to run another
    /// program is forgotten; so is, when it has been told, what one has left that has ended.
    fn read(&self, now: u64, older: u64, each: bool, is_end: bool) -> Result<Vec<(u64, Held)>> {
        let mut held: HashMap<u64, Held> = HashMap::new();
        let mut processes: HashMap<u64, (u64, bool)> = HashMap::new();
        let mut gone: Vec<Vec<u8>> = Vec::new();
        let mut wrong = None;
        halves::read(&self.blocks, |key, value| {
            let (of, block) = match (decode::<Key>(key), decode::<Block>(value)) {
                (Ok(of), Ok(block)) => (*of, *block),
                (Err(error), _) | (_, Err(error)) => return wrong = Some(error),
            };
            let (since, lives) = *processes.entry(of.pid).or_insert_with(|| self.process(of.pid));
            let age = now.saturating_sub(block.since);
            let (is_before, is_old) = (block.since < since, age >= older);
            let verdict = self.decider.verdict(block.cgroup_id, is_end);
            if is_before || verdict == Some(false) || verdict.is_some() && !lives && is_old {
                gone.push(key.to_vec());
            }
            if is_before || !is_old || verdict != Some(true) {
                return;
            }
            let held = held.entry(block.stack).or_default();
            held.bytes += block.bytes;
            held.count += 1;
            held.age = held.age.max(age);
            if each {
                held.blocks.push((of.address, block.bytes, age));
            }
        })?;
        for key in gone {
            let _ = self.blocks.delete(&key); // its program may have been quicker
        }
        wrong.map_or_else(|| Ok(held.into_iter().collect()), Err)
    }

    /// Since when a process runs its program, if it has begun since tracing has, and whether it is still there.
    fn process(&self, pid: u64) -> (u64, bool) {
        let exec = self.execs.as_ref().and_then(|map| map.lookup(&(pid as u32).to_ne_bytes(), MapFlags::ANY).ok()?);
        let since = exec.and_then(|bytes| Some(u64::from_ne_bytes(bytes.try_into().ok()?)));
        (since.unwrap_or(0), pid == 0 || Path::new(&format!("/proc/{pid}")).exists())
    }
}

/// Writes a report.
fn print(cx: &mut Context, table: &Table<Held>, args: &BlockArgs, now: u64, all: &[Held]) -> Result<()> {
    let task = Task { ktime: now, ..Task::default() };
    if cx.out.format() != Format::Text || args.output.fields.is_some() {
        for held in all {
            let row = |event: &Held, out: &mut Output| out.row(table, &Row::of(event, &task));
            if args.show_allocs {
                held.apart().try_for_each(|block| row(&block, &mut cx.out))?;
            } else {
                row(held, &mut cx.out)?;
            }
        }
        return Ok(cx.out.flush()?);
    }
    let mut time = Vec::new();
    cx.out.clock().write(now, args.output.time.unwrap_or(Style::Wall), &mut time);
    let time = String::from_utf8_lossy(&time);
    cx.out.line(&format!("[{time}] Top {} stacks with outstanding allocations:", all.len()))?;
    for held in all {
        cx.out.line(&format!("\t{} bytes in {} allocations from stack", held.bytes, held.count))?;
        for (address, bytes, _) in &held.blocks {
            cx.out.line(&format!("\t\taddr = {address:#x} size = {bytes}"))?;
        }
        for (index, frame) in held.stack.frames.iter().enumerate() {
            frame_line(&mut cx.out, index, frame)?;
        }
    }
    Ok(cx.out.flush()?)
}

fn frame_line(out: &mut Output, index: usize, frame: &Frame) -> Result<()> {
    let offset = if frame.symbol.is_some() { format!("+{:#x}", frame.offset) } else { String::new() };
    let line = frame.line.as_ref().map(|(file, line)| format!(" {file}:{line}")).unwrap_or_default();
    let before = format!("\t\t{index} [<{:016x}>] ", frame.address);
    Ok(out.text(&before, format!("{}{offset}{line}", frame.name()).as_bytes(), "")?)
}
