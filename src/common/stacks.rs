//! A tool that counts stacks: how often or how long each of them was seen, every interval or at the end, as text, folded
//! lines, a flame graph, JSON or CSV. `src/bpf/lib/stacks.bpf.h` is the other half.
//!
//! What a stack's number stands for is read from the ring buffer within a tenth of a second, and where its addresses lie
//! is found then, while its process lives; names are looked up when it is printed.

use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    io::{BufWriter, Read as _},
    path::PathBuf,
    time::Instant,
};

use anyhow::{Context as _, Result, anyhow};
use inferno::flamegraph;
use libbpf_rs::{
    MapCore as _, MapType, Object, OpenObject,
    skel::{OpenSkel, Skel},
};
use plain::Plain;

use super::{
    args::{Common, whole},
    clock::{Clock, Style},
    context::Context,
    events::Task,
    field::{Field, FieldDoc, Kind, Row, Value, until_nul},
    groups::Decider,
    halves::{self, Halves},
    interval::{IntervalArgs, Turn, Turns},
    new_file,
    output::{Format, Output, OutputArgs, Table},
    own_frames,
    places::Places,
    ring::Reader,
    row_stacks::{DepthArg, MAX_DEPTH, set_most},
    rows::{self, Records},
    session::{Opened, Session},
    stack::{self, Frame, Symbols},
    stop::{Reason, Stop},
};

/// The options of every tool that counts stacks.
#[derive(clap::Args, Clone)]
pub struct StackArgs {
    /// Take stacks of programs only, not the kernel's
    #[arg(short = 'U', long, conflicts_with = "kernel_stacks_only")]
    pub user_stacks_only: bool,
    /// Take stacks of the kernel only, not the programs'
    #[arg(short = 'K', long)]
    pub kernel_stacks_only: bool,
    /// How deep.
    #[command(flatten)]
    pub depth: DepthArg,
    /// Make room for so many different stacks in each second
    #[arg(long, value_name = "N", value_parser = whole(1..=1_u32 << 24))]
    pub stack_storage_size: Option<u32>,
    /// Seconds between summaries; without it there is one, at the end
    #[arg(long, value_name = "SECONDS", value_parser = whole(1..=u32::MAX))]
    pub interval: Option<u32>,
    /// Write each stack as a line, outermost frame first, as flame graphs are made from
    #[arg(short, long, conflicts_with_all = ["json", "csv"], help_heading = "Output")]
    pub folded: bool,
    /// Put a delimiter between the frames of kernel and program
    #[arg(short, long, help_heading = "Output")]
    pub delimited: bool,
    /// Draw a flame graph of the whole run into this new file, as SVG
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub flame: Option<PathBuf>,
    /// Tell file and line of the source, and functions that were inlined, where the program's file has them
    #[arg(long, help_heading = "Output")]
    pub lines: bool,
    /// In which form.
    #[command(flatten)]
    pub output: OutputArgs,
    /// What every tool has.
    #[command(flatten)]
    pub common: Common,
}

/// How many stacks and addresses are remembered, and how many pairs are counted; what comes then is lost.
const MAX_STACKS: usize = 1 << 18;
const MAX_ADDRESSES: usize = 1 << 22;
/// `struct stack_told`
#[repr(C)]
#[derive(Clone, Copy)]
struct Told {
    id: u64,
    whose: Whose,
    kernel: u32,
    user: u32,
}

/// Whose a stack is; nothing where the tool does not tell them apart.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whose {
    /// Process.
    pub pid: u32,
    /// Thread.
    pub tid: u32,
    /// Name of the thread, NUL-terminated.
    pub comm: [u8; 16],
}

/// A stack's number, and that of the one which goes with it; 0 for none.
type Key = [u64; 2];

/// `struct stack_key`
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    key: Key,
    cgroup_id: u64,
}

/// `struct stack_sum`: what was counted.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    /// How often.
    pub count: u64,
    /// How long in all, in ns.
    pub ns: u64,
}

impl Sum {
    fn add(&mut self, later: &Self) {
        self.count += later.count;
        self.ns += later.ns;
    }
}

// SAFETY: plain C data without padding, valid for every bit pattern.
unsafe impl Plain for Told {}
// SAFETY: the same.
unsafe impl Plain for Pair {}
// SAFETY: the same.
unsafe impl Plain for Sum {}

/// One side of what is counted, ready to be shown.
#[derive(Clone, Debug, Default)]
pub struct Stack {
    /// Whose it is.
    pub whose: Whose,
    /// Innermost first: the kernel's, then the program's.
    pub frames: Vec<Frame>,
    /// How many of them are the kernel's.
    kernel: usize,
}

/// What is counted: a stack, and in some tools another that goes with it.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// The stack, and whose it is.
    pub stack: Stack,
    /// The one that goes with it.
    pub other: Stack,
    /// What was counted.
    pub sum: Sum,
}

type Col = Field<Counted>;
/// The process whose stack it is.
pub const PID: Col = Col::new("PID", 7, Kind::Uint, "Process.", |r| r.event.stack.whose.pid.into());
/// Its thread.
pub const TID: Col = Col::new("TID", 7, Kind::Uint, "Thread.", |r| r.event.stack.whose.tid.into());
/// The thread's name.
pub const COMM: Col =
    Col::new("COMM", 16, Kind::Text, "Name of the thread.", |r| Value::text(&r.event.stack.whose.comm));
/// How often.
pub const COUNT: Col = Col::new("COUNT", 8, Kind::Uint, "How often that was.", |r| r.event.sum.count.into()).right();
/// The stack itself.
pub const STACK: Col =
    Col::new("STACK", 0, Kind::Stack, "Where, innermost first.", |r| Value::Stack(&r.event.stack.frames));

/// Which of the two.
#[derive(Clone, Copy, Debug)]
pub enum Side {
    /// The stack that is counted.
    Stack,
    /// The one that goes with it.
    Other,
}

/// A piece of what is printed of a stack, in text lines of its own.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// Its frames, in text innermost first, folded outermost first.
    Frames(Side),
    /// The same the other way round.
    Reversed(Side),
    /// A label, and name and number of the process.
    Process(&'static str, Side),
    /// The same of the thread.
    Thread(&'static str, Side),
    /// Name and number of the process, if it is told apart.
    InBrackets(Side),
    /// A label and the name; folded, that alone.
    Name(&'static str, Side),
    /// What keeps two stacks apart.
    Dashes,
}

/// How a tool prints its stacks.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// As text, before the value.
    pub text: &'static [Part],
    /// As a folded line, before the value.
    pub folded: &'static [Part],
    /// The value, and what it counts.
    pub value: fn(&Sum) -> u64,
    /// What the value counts, for the flame graph.
    pub unit: &'static str,
    /// The program was called from the stack's innermost frames, which are not to be shown then.
    pub is_called: bool,
    /// What stands before each frame in text, and before the value.
    pub indents: [&'static str; 2],
}

/// What is shown of a frame besides its name, in text that is not folded.
#[derive(clap::Args, Clone, Copy, Debug, Default)]
pub struct FrameArgs {
    /// Show how far behind each function's beginning it is, in bytes
    #[arg(short = 's', long, help_heading = "Output")]
    offset: bool,
    /// Show addresses
    #[arg(short = 'v', long, help_heading = "Output")]
    addresses: bool,
}

impl Shape {
    /// A stack and its process.
    pub const OF_PROCESS: Self = Self {
        text: &[Part::Frames(Side::Stack), Part::Process("-", Side::Stack)],
        folded: &[Part::Name("", Side::Stack), Part::Frames(Side::Stack)],
        value: |sum| sum.count,
        unit: "samples",
        is_called: false,
        indents: ["    ", "        "],
    };

    /// A stack and its thread, with microseconds.
    pub const OF_THREAD: Self = Self {
        text: &[Part::Frames(Side::Stack), Part::Thread("-", Side::Stack)],
        value: |sum| sum.ns / 1000,
        unit: "microseconds",
        is_called: true,
        ..Self::OF_PROCESS
    };
}

/// A tool's columns, for what is written about it.
#[derive(Debug)]
pub struct Stacks(pub &'static [Field<Counted>]);

impl Records for Stacks {
    fn docs(&self) -> Vec<FieldDoc> {
        rows::with_common(self.0, &Field::COMMON[..1])
    }

    fn are_counts(&self) -> bool {
        true
    }

    fn write(&self, record: &[u8], args: &OutputArgs, out: &mut Output) -> Result<()> {
        let Told { whose, .. } = decode(record.get(..size_of::<Told>()).unwrap_or(record))?;
        let event = &Counted { stack: Stack { whose, ..Stack::default() }, ..Counted::default() };
        Ok(out.row(&Table::of_counts(self.0, args, &[])?, &Row::of(event, &Task::default()))?)
    }
}

/// A tool's stacks on their way.
pub struct Run<'c, S> {
    session: Session<'c, S>,
    telling: Telling,
}

/// What is told, and how.
struct Telling {
    table: Table<Counted>,
    shape: Shape,
    args: StackArgs,
    flame: Option<File>,
    started: Instant,
    frames: FrameArgs,
    /// Containers are chosen.
    chooses: bool,
}

impl<'c, O: OpenSkel<'static>> Opened<'c, O> {
    /// Starts, to print stacks of this shape, or rows of these fields.
    ///
    /// # Errors
    /// A field that is asked for and unknown, a file that cannot be created, or what keeps the programs from starting.
    pub fn stacks(mut self, fields: &[Field<Counted>], shape: Shape, args: &StackArgs) -> Result<Run<'c, O::Output>> {
        configure(self.open_object_mut(), args)?;
        let options: Vec<_> = self.cx.options.iter().map(String::as_str).collect();
        // In text the time stands above each summary, not in each row.
        let time = args.output.time.filter(|_| args.output.format() != Format::Text);
        let table = Table::of_counts(fields, &OutputArgs { time, ..args.output.clone() }, &options)?;
        let flame = args.flame.as_deref().map(new_file::create).transpose()?;
        self.keep_symbols();
        self.with_lines(args.lines);
        let chooses = self.chooses_containers();
        let session = self.start()?;
        let (args, started, frames) = (args.clone(), Instant::now(), FrameArgs::default());
        Ok(Run { session, telling: Telling { table, shape, args, flame, started, frames, chooses } })
    }
}

/// Tells the program which stacks to take, and gives the maps their sizes; `--entries` and `--buffer` come later.
fn configure(object: &mut OpenObject, args: &StackArgs) -> Result<()> {
    let depth = args.depth.perf_max_stack_depth;
    let depths = [args.user_stacks_only, args.kernel_stacks_only].map(|none| if none { 0 } else { depth });
    set_depths(object, depths)?;
    if let Some(size) = args.stack_storage_size {
        for mut map in object.maps_mut().filter(|map| map.name().to_string_lossy().starts_with("stack_sums_")) {
            map.set_max_entries(size).context("sizing the map of stacks")?;
        }
    }
    Ok(())
}

/// How many addresses the program takes of kernel and program, and with which seed their numbers are made.
fn set_depths(object: &mut OpenObject, depths: [u32; 2]) -> Result<()> {
    set_most(object, depths)?;
    seed(object)
}

/// Chooses what the stacks' numbers are made with.
pub(super) fn seed(object: &mut OpenObject) -> Result<()> {
    let mut seed = [0; 8];
    File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut seed)).context("reading /dev/urandom")?;
    let map = object.maps_mut().find(|map| map.name().to_string_lossy().ends_with(".rodata.stack_seed"));
    let mut map = map.context("the BPF object does not include lib/stacks.bpf.h")?;
    map.set_initial_value(&seed).context("configuring stacks")
}

fn decode<T: Plain + Copy>(bytes: &[u8]) -> Result<T> {
    plain::from_bytes(bytes).copied().map_err(|_| anyhow!("{} bytes, where {} were due", bytes.len(), size_of::<T>()))
}

impl<S: Skel<'static>> Run<'_, S> {
    /// Shows more of each frame.
    #[must_use]
    pub fn frames(mut self, frames: FrameArgs) -> Self {
        self.telling.frames = frames;
        self
    }

    /// Prints until the end.
    ///
    /// # Errors
    /// Output that cannot be written, or losses where there must be none.
    pub fn run(self) -> Result<()> {
        let (skel, session) = self.session.apart();
        self.telling.run(session, skel.object())
    }
}

impl Telling {
    fn run(self, session: Session<'_, ()>, object: &Object) -> Result<()> {
        let Self { table, shape, args, flame, started, frames, chooses } = self;
        let Session { cx, mut links, mut report, symbols, .. } = session;
        let stop = cx.stop.clone();
        let mut teller = Teller::new(object, symbols)?;
        teller.book.is_called = shape.is_called;
        teller.book.decider = Decider::new(&cx.groups, chooses);
        let mut turns = IntervalArgs::every(args.interval).turns(started);
        let mut printer = Printer { frames, ..Printer::new(cx, table, shape, &args, flame)? };
        loop {
            let turn = teller.wait(&stop, &mut turns, || links.follow(object, printer.cx))?;
            // Whatever is in the full map was told before it was counted, and what comes now is in the other: no need to
            // detach first, which takes the kernel long.
            teller.catch_up(turn == Turn::Last)?;
            if turn != Turn::Pulse && stop.reason() != Some(Reason::OutputClosed) {
                printer.print(&mut teller.book)?;
            }
            report.lose(teller.lost());
            if turn == Turn::Last {
                printer.draw()?;
                return report.close(object, printer.cx, Some(teller.reader.peak));
            }
            report.watch(object, printer.cx)?;
        }
    }
}

/// Knows the stacks of a tool that counts something else by their numbers.
pub struct Teller<'o> {
    reader: Reader,
    sums: Halves<'o>,
    book: Book,
}

impl<'o> Teller<'o> {
    /// For an object that includes `lib/stacks.bpf.h`.
    ///
    /// # Errors
    /// It does not, or no symbols were asked for.
    pub fn new(object: &'o Object, symbols: Option<Symbols>) -> Result<Self> {
        let ring = object.maps().find(|map| map.name() == "events").context("the object has no map 'events'")?;
        Ok(Self {
            reader: Reader::new(&ring)?,
            sums: Halves::new(object, "stack_sums")?,
            book: Book::new(symbols.context("no symbols were asked for")?, true),
        })
    }

    /// Learns what is told of stacks until the next turn, and calls `meanwhile` every tenth of a second.
    ///
    /// # Errors
    /// What is told makes no sense.
    pub fn wait(&mut self, stop: &Stop, turns: &mut Turns, mut meanwhile: impl FnMut()) -> Result<Turn> {
        loop {
            let ends = self.reader.wait(stop).is_some();
            self.reader.read(|record| self.book.take(record))?;
            if let Some(turn) = ends.then_some(Turn::Last).or_else(|| turns.due()) {
                return Ok(turn);
            }
            meanwhile();
        }
    }

    /// Learns all that has been told by now, and makes room for more; `is_end` if nothing more is asked for.
    ///
    /// # Errors
    /// The kernel's.
    pub fn catch_up(&mut self, is_end: bool) -> Result<()> {
        self.book.add(self.sums.swap()?, is_end)?;
        self.reader.read_all(|record| self.book.take(record))
    }

    /// Looks for the names in these, which can be asked for then.
    pub fn find_names(&mut self, ids: impl Iterator<Item = u64>) {
        self.book.find_names(ids);
    }

    /// The stack of a number whose names were found.
    pub fn stack(&self, id: u64) -> Option<Stack> {
        self.book.stack(id)
    }

    /// How much could not be kept since this was asked last.
    pub fn lost(&mut self) -> u64 {
        std::mem::take(&mut self.book.lost)
    }
}

impl<O: OpenSkel<'static>> Opened<'_, O> {
    /// Has the program tell stacks of the kernel, whose numbers it counts something by.
    ///
    /// # Errors
    /// The object does not include `lib/stacks.bpf.h`.
    pub fn tell_kernel_stacks(&mut self) -> Result<()> {
        self.keep_symbols();
        set_depths(self.open_object_mut(), [MAX_DEPTH, 0])
    }
}

/// What is known of a number.
struct Known {
    whose: Whose,
    /// How many places are in the kernel.
    kernel: usize,
    /// Their numbers, innermost first: the kernel's, then the program's.
    places: Box<[u32]>,
}

/// What has been told and counted.
struct Book {
    known: HashMap<u64, Known>,
    sums: HashMap<Key, Sum>,
    /// What was counted of cgroups on which nothing is decided.
    undecided: BTreeMap<Pair, Sum>,
    decider: Decider,
    places: Places,
    symbols: Symbols,
    is_called: bool,
    /// How many addresses are known.
    addresses: usize,
    /// What could not be kept since this was looked at.
    lost: u64,
}

impl Book {
    fn new(symbols: Symbols, is_called: bool) -> Self {
        let (known, sums, undecided, decider, places) = Default::default();
        Self { known, sums, undecided, decider, places, symbols, is_called, addresses: 0, lost: 0 }
    }

    /// Takes what is told of a stack. That it was told before is the rule: it is when another second begins.
    fn take(&mut self, record: &[u8]) -> Result<()> {
        let (head, addresses) = record.split_at_checked(size_of::<Told>()).unwrap_or_default();
        let told: Told = decode(head)?;
        let (kernel, user) = addresses.split_at_checked(told.kernel as usize).unwrap_or_default();
        let own = |address: &u64| self.is_called && own_frames::is_own_address(*address);
        let kernel = stack::addresses(kernel).skip_while(own);
        let user = stack::addresses(user.get(..told.user as usize).unwrap_or(user));
        if let Some(known) = self.known.get(&told.id) {
            let addresses = known.places.iter().map(|place| self.places.address(*place));
            let is_same = known.whose == told.whose && kernel.chain(user).map(Some).eq(addresses);
            self.lost += u64::from(!is_same); // one of two that have the same number: it will not happen
            return Ok(());
        }
        if self.known.len() < MAX_STACKS && self.addresses < MAX_ADDRESSES {
            let kernel: Vec<_> = stack::in_kernel(kernel).collect();
            let (whose, kernel_count) = (told.whose, kernel.len());
            let user = self.symbols.locate(whose.pid, user);
            let numbers = kernel.into_iter().chain(user).map(|place| self.places.number(place));
            if let Some(places) = numbers.collect::<Option<Box<[u32]>>>() {
                self.addresses += places.len();
                self.known.insert(told.id, Known { whose, kernel: kernel_count, places });
            }
        }
        Ok(())
    }

    /// Adds what was counted, and empties the map.
    fn add(&mut self, full: &libbpf_rs::Map<'_>, is_end: bool) -> Result<()> {
        let mut wrong = None;
        halves::drain(full, |pair, sum| match (decode::<Pair>(pair), decode::<Sum>(sum)) {
            (Ok(_), Ok(Sum { count: 0, .. })) => {} // told only
            (Ok(Pair { key, cgroup_id: 0 }), Ok(sum)) => self.add_one(key, sum),
            (Ok(pair), Ok(sum)) => self.undecided.entry(pair).or_default().add(&sum),
            (Err(error), _) | (_, Err(error)) => wrong = Some(error),
        })?;
        for (pair, sum) in std::mem::take(&mut self.undecided) {
            match self.decider.verdict(pair.cgroup_id, is_end) {
                Some(true) => self.add_one(pair.key, sum),
                Some(false) => {}
                None => _ = self.undecided.insert(pair, sum),
            }
        }
        wrong.map_or(Ok(()), Err)
    }

    fn add_one(&mut self, key: Key, sum: Sum) {
        if self.sums.len() >= MAX_STACKS && !self.sums.contains_key(&key) {
            self.lost += sum.count;
            return;
        }
        self.sums.entry(key).or_default().add(&sum);
    }

    /// Hands over everything that was counted, by value, the greatest last; those of one value are in the order of their
    /// names, which are found.
    fn empty(&mut self, value: fn(&Sum) -> u64) -> Vec<(Key, Sum)> {
        let sums = std::mem::take(&mut self.sums);
        self.find_names(sums.keys().flatten().copied());
        let mut all = Vec::with_capacity(sums.len());
        for (key @ [id, other], sum) in sums {
            if self.known.contains_key(&id) && (other == 0 || self.known.contains_key(&other)) {
                all.push((key, sum));
            } else {
                self.lost += sum.count;
            }
        }
        all.sort_unstable_by_key(|(_, sum)| value(sum));
        let order = self.places.order();
        for equal in all.chunk_by_mut(|(_, one), (_, other)| value(one) == value(other)).filter(|equal| equal.len() > 1)
        {
            equal.sort_by_cached_key(|(key, _)| key.map(|id| self.names_of(id, &order)));
        }
        all
    }

    /// What a stack is called, to compare it by: the outermost place first.
    fn names_of(&self, id: u64, order: &[u32]) -> Option<(Vec<u32>, Whose)> {
        let known = self.known.get(&id)?;
        let names = known.places.iter().rev().map(|place| order.get(*place as usize).copied().unwrap_or_default());
        Some((names.collect(), known.whose))
    }

    /// Looks for the names in all these stacks.
    fn find_names(&mut self, ids: impl Iterator<Item = u64>) {
        let known = ids.filter_map(|id| self.known.get(&id));
        self.places.forget_names();
        self.places.find_names(known.flat_map(|known| known.places.iter().copied()), &mut self.symbols);
    }

    fn counted(&self, [id, other]: Key, sum: Sum) -> Option<Counted> {
        let stack = self.stack(id)?;
        let other = if other == 0 { Stack::default() } else { self.stack(other)? };
        Some(Counted { stack, other, sum })
    }

    /// A stack whose names were found.
    fn stack(&self, id: u64) -> Option<Stack> {
        let shown = self.shown(id)?;
        let mut frames = Vec::with_capacity(shown.kernel.len() + shown.user.len());
        shown.places().for_each(|place| frames.extend_from_slice(self.places.frames(place)));
        Some(Stack { whose: shown.whose, frames, kernel: shown.kernel.len() })
    }

    /// What is shown of a stack whose names were found.
    fn shown(&self, id: u64) -> Option<Shown<'_>> {
        let Known { whose, kernel, places } = self.known.get(&id)?;
        let (kernel, user) = places.split_at_checked(*kernel)?;
        // In the kernel nothing is inlined that is told: a place is a frame.
        let frames = kernel.iter().filter_map(|place| self.places.frames(*place).first());
        let own = if self.is_called { own_frames::count(frames) } else { 0 };
        Some(Shown { whose: *whose, kernel: kernel.get(own..)?, user })
    }
}

/// What is shown of a stack: its places, innermost first.
#[derive(Clone, Copy, Debug, Default)]
struct Shown<'b> {
    whose: Whose,
    kernel: &'b [u32],
    user: &'b [u32],
}

impl Shown<'_> {
    fn places(&self) -> impl DoubleEndedIterator<Item = u32> {
        self.kernel.iter().chain(self.user).copied()
    }
}

/// The text of each place, made once.
#[derive(Debug, Default)]
struct Texts(Vec<Box<[u8]>>);

impl Texts {
    fn of(&mut self, place: u32, make: impl FnOnce() -> Vec<u8>) -> &[u8] {
        let place = place as usize;
        if self.0.len() <= place {
            self.0.resize(place + 1, Box::default());
        }
        let Some(text) = self.0.get_mut(place) else { return &[] };
        if text.is_empty() {
            *text = make().into();
        }
        text
    }
}

/// How stacks are told.
struct Printer<'c> {
    cx: &'c mut Context,
    table: Table<Counted>,
    shape: Shape,
    delimited: bool,
    folded: bool,
    as_rows: bool,
    time: Option<Style>,
    flame: Option<(File, BTreeMap<String, u64>)>,
    is_first: bool,
    frames: FrameArgs,
    /// Of places, with the innermost function first, and last.
    texts: [Texts; 2],
}

impl<'c> Printer<'c> {
    fn new(
        cx: &'c mut Context,
        table: Table<Counted>,
        shape: Shape,
        args: &StackArgs,
        flame: Option<File>,
    ) -> Result<Self> {
        if cx.out.format() == Format::Csv {
            cx.out.header(&table)?;
            cx.out.flush()?;
        }
        let time = args.output.time.or(cx.times.first().copied()).filter(|style| *style != Style::None);
        let as_rows = cx.out.format() != Format::Text || args.output.fields.is_some();
        let flame = flame.map(|file| (file, BTreeMap::new()));
        Ok(Self {
            cx,
            table,
            shape,
            delimited: args.delimited,
            folded: args.folded,
            as_rows,
            time,
            flame,
            is_first: true,
            frames: FrameArgs::default(),
            texts: Default::default(),
        })
    }

    /// Prints what was counted since the last time; the greatest last, next to what is typed then.
    fn print(&mut self, book: &mut Book) -> Result<()> {
        let task = Task { ktime: Clock::now(), ..Task::default() };
        let value = self.shape.value;
        let all = book.empty(value);
        if self.cx.out.format() == Format::Text {
            self.heading(task.ktime)?;
        }
        let are_blocks = !self.as_rows && !self.folded;
        for (key, sum) in all {
            if are_blocks {
                self.block(book, key, &sum)?;
            }
            if are_blocks && self.flame.is_none() {
                continue; // what follows takes frames, which are dearer than all that a block takes
            }
            let Some(event) = book.counted(key, sum) else { continue };
            if self.as_rows {
                self.cx.out.row(&self.table, &Row::of(&event, &task))?;
            } else if self.folded {
                self.cx.out.text("", self.fold(&event).as_bytes(), &format!(" {}", value(&sum)))?;
            }
            let folded = self.flame.is_some().then(|| self.fold(&event));
            if let (Some((_, lines)), Some(folded)) = (&mut self.flame, folded) {
                *lines.entry(folded).or_default() += value(&sum);
            }
        }
        self.texts = Default::default(); // names are looked for again the next time
        Ok(self.cx.out.flush()?)
    }

    /// What stands above an interval.
    fn heading(&mut self, ktime: u64) -> Result<()> {
        if let Some(style) = self.time {
            let mut time = Vec::new();
            self.cx.out.clock().write(ktime, style, &mut time);
            self.cx.out.line(&String::from_utf8_lossy(&time))?;
        }
        if self.as_rows && std::mem::take(&mut self.is_first) {
            self.cx.out.header(&self.table)?;
        }
        Ok(())
    }

    /// A stack as lines of text.
    fn block(&mut self, book: &Book, key: Key, sum: &Sum) -> Result<()> {
        let shown = key.map(|id| book.shown(id).unwrap_or_default());
        let of = |side| shown.into_iter().nth(side as usize).unwrap_or_default();
        for part in self.shape.text {
            match *part {
                Part::Frames(side) => {
                    let shown = of(side);
                    for (index, place) in shown.places().enumerate() {
                        if self.delimited && index > 0 && index == shown.kernel.len() {
                            self.cx.out.line("    --")?;
                        }
                        self.place(book, place, false)?;
                    }
                }
                Part::Reversed(side) => of(side).places().rev().try_for_each(|place| self.place(book, place, true))?,
                Part::Process(label, side) => self.label(label, of(side).whose, Some(of(side).whose.pid))?,
                Part::Thread(label, side) => self.label(label, of(side).whose, Some(of(side).whose.tid))?,
                Part::InBrackets(side) if of(side).whose.pid == 0 => {}
                Part::InBrackets(side) => {
                    let whose = of(side).whose;
                    self.cx.out.text("    ", until_nul(&whose.comm), &format!(" [{}]", whose.pid))?;
                }
                Part::Name(label, side) => self.label(label, of(side).whose, None)?,
                Part::Dashes => self.cx.out.line("    --               --")?,
            }
        }
        self.cx.out.line(&format!("{}{}\n", self.shape.indents[1], (self.shape.value)(sum)))?;
        Ok(())
    }

    fn label(&mut self, label: &str, whose: Whose, number: Option<u32>) -> Result<()> {
        let after = number.map(|number| format!(" ({number})")).unwrap_or_default();
        Ok(self.cx.out.text(&format!("    {label:16} "), until_nul(&whose.comm), &after)?)
    }

    /// The frames of a place as lines of text.
    fn place(&mut self, book: &Book, place: u32, reversed: bool) -> Result<()> {
        let Self { cx, texts: [texts, texts_reversed], shape, frames, .. } = self;
        let make = || {
            let all = book.places.frames(place);
            let mut lines = Vec::new();
            let mut add = |frame| add_frame(&cx.out, &mut lines, shape.indents[0], frame, *frames);
            if reversed {
                all.iter().rev().for_each(&mut add);
            } else {
                all.iter().for_each(&mut add);
            }
            lines
        };
        let lines = if reversed { texts_reversed.of(place, make) } else { texts.of(place, make) };
        Ok(cx.out.lines(lines)?)
    }

    /// A stack in one line.
    fn fold(&self, counted: &Counted) -> String {
        let mut line = String::new();
        // What names itself so must not look like two.
        let mut add = |name: &str| {
            if !line.is_empty() {
                line.push(';');
            }
            for (index, part) in name.split(';').enumerate() {
                line.push_str(if index > 0 { ":" } else { "" });
                line.push_str(part);
            }
        };
        for part in self.shape.folded {
            match *part {
                Part::Frames(side) => {
                    let Stack { frames, kernel, .. } = counted.side(side);
                    for (index, frame) in frames.iter().enumerate().rev() {
                        if self.delimited && index + 1 == *kernel && *kernel < frames.len() {
                            add("-");
                        }
                        add(&frame.name());
                    }
                }
                Part::Reversed(side) => counted.side(side).frames.iter().for_each(|frame| add(&frame.name())),
                Part::Process(_, side) | Part::Thread(_, side) | Part::InBrackets(side) | Part::Name(_, side) => {
                    let comm = until_nul(&counted.side(side).whose.comm);
                    if !comm.is_empty() {
                        add(&String::from_utf8_lossy(comm));
                    }
                }
                Part::Dashes => add("--"),
            }
        }
        line
    }

    /// Draws the flame graph.
    fn draw(&mut self) -> Result<()> {
        let Some((file, stacks)) = self.flame.take() else { return Ok(()) };
        let lines: Vec<String> = stacks
            .iter()
            .filter(|(_, value)| **value > 0)
            .map(|(stack, value)| format!("{} {value}", stack.replace(char::is_control, "?")))
            .collect();
        if lines.is_empty() {
            self.cx.note("no stack was counted, so that there is no flame graph");
            return Ok(());
        }
        let mut options = flamegraph::Options::default();
        self.cx.name.clone_into(&mut options.title);
        self.shape.unit.clone_into(&mut options.count_name);
        options.deterministic = true;
        let mut file = BufWriter::new(file);
        flamegraph::from_lines(&mut options, lines.iter().map(String::as_str), &mut file)
            .context("drawing the flame graph")
    }
}

/// Writes a frame as a line of text.
///
/// # Errors
/// When the sink fails.
pub fn frame_line(out: &mut Output, indent: &str, frame: &Frame, show: FrameArgs) -> Result<()> {
    let mut line = Vec::new();
    add_frame(out, &mut line, indent, frame, show);
    Ok(out.lines(&line)?)
}

fn add_frame(out: &Output, lines: &mut Vec<u8>, indent: &str, frame: &Frame, show: FrameArgs) {
    let line = frame.line.as_ref().map(|(file, line)| format!(" {file}:{line}")).unwrap_or_default();
    let address = if show.addresses { format!("{:<16x} ", frame.address) } else { String::new() };
    let offset = if show.offset && frame.symbol.is_some() { format!("+{:#x}", frame.offset) } else { String::new() };
    out.add_text(lines, &format!("{indent}{address}"), format!("{}{offset}{line}", frame.name()).as_bytes(), "");
}

impl Counted {
    fn side(&self, side: Side) -> &Stack {
        match side {
            Side::Stack => &self.stack,
            Side::Other => &self.other,
        }
    }
}

/// Gives the maps the sizes that hold all that so many samples a second on each CPU can find until it is taken.
///
/// # Errors
/// The number of CPUs is not to be had.
pub fn size_for_rate<O: OpenSkel<'static>>(open: &mut Opened<'_, O>, hertz: u32) -> Result<()> {
    const LEAST: u32 = 4096;
    const MOST: u32 = 1 << 16;
    // A record of 64 addresses for each entry, for a tenth of a second.
    const RING_PER_ENTRY: u32 = 64;
    let cpus = u32::try_from(libbpf_rs::num_possible_cpus()?).unwrap_or(u32::MAX);
    let entries = cpus.saturating_mul(hertz).saturating_mul(2).clamp(LEAST, MOST);
    for mut map in open.open_object_mut().maps_mut() {
        if map.map_type() == MapType::RingBuf {
            map.set_max_entries((entries * RING_PER_ENTRY).next_power_of_two().max(512 << 10))?;
        } else if map.name().to_string_lossy().starts_with("stack_sums_") {
            map.set_max_entries(entries)?;
        }
    }
    Ok(())
}
