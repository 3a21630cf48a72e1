//! Tables of sums that are sorted by any column and made anew every interval: drawn on a terminal (`screen.rs`), or
//! printed one below the other.

use std::{
    cmp::Ordering,
    fs::File,
    io::{self, Read, Seek},
    ops::Range,
    os::fd::RawFd,
    time::Instant,
};

use super::{
    args::{Common, Usage, whole},
    clock::{Clock, Style},
    context::Context,
    events::Task,
    field::{Field, Kind, Unit, Value},
    grouping::{ByArg, Grouping},
    interval::IntervalArgs,
    meminfo::Meminfo,
    order,
    output::{Format, Output, OutputArgs, Table},
    probes::Names,
    screen::{Drawn, Screen},
    session::{Opened, Session},
    stop::Reason,
    sums::{self, Key, Sink, Sum, Total},
    terminal::Terminal,
};
use anyhow::Result;
use libbpf_rs::skel::{OpenSkel, Skel};

/// As many rows stand in each table that is printed as text, unless an option says otherwise.
const ROWS: usize = 20;

/// clap keeps a default that it has to write in a static, which all such types would share.
const fn digits(number: u32) -> &'static str {
    assert!(matches!(number, 1 | 5), "name the digits of this default here");
    if number == 5 { "5" } else { "1" }
}

/// The options of every tool that prints the top of a table, every `EVERY` seconds if no other interval is given.
#[derive(clap::Args, Clone, Default)]
pub struct TopArgs<const EVERY: u32 = 1> {
    /// Seconds between tables
    #[arg(value_parser = whole(1..=u32::MAX), default_value = digits(EVERY))]
    pub interval: u32,
    /// How many tables; without it they go on until the end
    #[arg(value_parser = whole(1..=u32::MAX))]
    pub count: Option<u32>,
    /// Print the tables one below the other, also on a terminal
    #[arg(short = 'C', long)]
    pub noclear: bool,
    /// What rows are told together by.
    #[command(flatten)]
    pub by: ByArg,
    /// Sort by this column
    #[arg(short, long, value_name = "COLUMN")]
    pub sort: Option<String>,
    /// Print at most so many rows; else as many as fit on a terminal, 20 in text, all in JSON and CSV
    #[arg(short, long, value_name = "N", value_parser = whole(1..=u32::MAX))]
    pub rows: Option<u32>,
    /// In which form.
    #[command(flatten)]
    pub output: OutputArgs,
    /// What every tool has.
    #[command(flatten)]
    pub common: Common,
}

/// Something to sort a table by.
#[derive(Debug)]
pub enum By<K: 'static, V: 'static> {
    /// The greatest first.
    Most(fn(&Sum<K, V>) -> u64),
    /// A column, by its header.
    Column(&'static str),
}

/// Words for `--sort` beside the columns; the first is what tables are sorted by if nothing else is asked for.
pub type Words<K, V> = &'static [(&'static str, By<K, V>)];

/// The words alone, for the help.
#[must_use]
pub fn names<K, V>(words: Words<K, V>) -> Vec<&'static str> {
    words.iter().map(|(word, _)| *word).collect()
}

/// How long what is told in a row was counted.
#[must_use]
pub const fn interval<K, V>() -> Field<Sum<K, V>> {
    let doc = "How long it was counted.";
    Field::<Sum<K, V>>::new("INTERVAL", 10, Kind::Nanos(Unit::Millis, 0), doc, |r| r.event.interval.into()).machine()
}

/// How a table is sorted.
pub struct Order<K: 'static, V: 'static> {
    /// What by, as users call it.
    pub name: &'static str,
    by: Sorting<K, V>,
    reversed: bool,
}

enum Sorting<K: 'static, V: 'static> {
    Most(fn(&Sum<K, V>) -> u64),
    Column(Field<Sum<K, V>>),
}

impl<K: Key, V> Order<K, V> {
    /// By one of the words or of the fields; by the first word if none is named.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn new(named: Option<&str>, words: Words<K, V>, fields: &[Field<Sum<K, V>>]) -> Result<Self> {
        let word = match named {
            Some(name) => words.iter().find(|(word, _)| word.eq_ignore_ascii_case(name)),
            None => words.first(),
        };
        if let Some((name, By::Most(most))) = word {
            return Ok(Self { name, by: Sorting::Most(*most), reversed: false });
        }
        let column = word.map_or(named, |(_, by)| if let By::Column(name) = by { Some(*name) } else { None });
        if let Some(field) = column.and_then(|name| fields.iter().find(|field| field.doc.is_called(name))) {
            return Ok(Self::by_column(*field));
        }
        let known: Vec<_> = words.iter().map(|(word, _)| *word).chain(fields.iter().map(|f| f.doc.name)).collect();
        let name: String = named.unwrap_or_default().chars().take(60).collect();
        Err(Usage(format!("--sort: there is no '{name}'; there are {}", known.join(", "))).into())
    }

    /// By a column: numbers from the greatest down, words from the first on.
    #[must_use]
    pub fn by_column(field: Field<Sum<K, V>>) -> Self {
        Self { name: field.doc.name, by: Sorting::Column(field), reversed: false }
    }

    /// The other way round.
    pub fn reverse(&mut self) {
        self.reversed = !self.reversed;
    }

    /// Whether greater values come first.
    #[must_use]
    pub fn is_descending(&self) -> bool {
        let words = matches!(&self.by, Sorting::Column(field) if is_word(field.doc.kind));
        words == self.reversed
    }

    /// Sorts. What is equal stays as it was, so that rows do not jump.
    pub fn sort(&self, rows: &mut Vec<Sum<K, V>>) {
        let ascending = |a: &Sum<K, V>, b: &Sum<K, V>| match &self.by {
            Sorting::Most(most) => most(a).cmp(&most(b)),
            Sorting::Column(field) => compare(&value(field, a), &value(field, b)),
        };
        let is_descending = self.is_descending();
        order::sort(rows, |a, b| if is_descending { ascending(b, a) } else { ascending(a, b) });
    }
}

fn is_word(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Name | Kind::Addr | Kind::Args | Kind::Container | Kind::Pod)
}

fn value<'r, K: Key, V>(field: &Field<Sum<K, V>>, sum: &'r Sum<K, V>) -> Value<'r> {
    static NOBODY: Task = Task::NOBODY;
    (field.get)(&sum.row(&NOBODY))
}

/// Compares two values of one column; none is less than any.
fn compare(a: &Value<'_>, b: &Value<'_>) -> Ordering {
    let number = |value: &Value<'_>| match value {
        Value::Bool(yes) => Some(i128::from(*yes)),
        Value::Int(n) => Some(i128::from(*n)),
        Value::Uint(n) => Some(i128::from(*n)),
        _ => None,
    };
    let bytes = |value: &Value<'_>| match value {
        Value::Text(bytes) | Value::Cut { bytes, .. } => bytes.to_vec(),
        _ => Vec::new(),
    };
    match (a, b) {
        (Value::Text(_) | Value::Cut { .. }, _) | (_, Value::Text(_) | Value::Cut { .. }) => bytes(a).cmp(&bytes(b)),
        (Value::Name(a), Value::Name(b)) => a.cmp(b),
        (Value::Addr(a), Value::Addr(b)) => a.cmp(b),
        _ => number(a).cmp(&number(b)),
    }
}

/// A tool's tables on their way.
pub struct Top<'c, S, K: 'static, V: 'static> {
    session: Session<'c, S>,
    map: &'static str,
    interval: IntervalArgs,
    started: Instant,
    table: Table<Sum<K, V>>,
    grouping: Grouping<K, V>,
    order: Order<K, V>,
    rows: Option<usize>,
    heading: Option<Heading>,
    terminal: Option<Terminal>,
}

impl<'c, O: OpenSkel<'static>> Opened<'c, O> {
    /// Starts, to show rows of these fields, one for each key in the map `map`, which is declared by `SUMS`, in the order
    /// of one of `words` or of a field.
    ///
    /// # Errors
    /// A field that is asked for and unknown, or what keeps the programs from starting.
    pub fn top<K: Key, V: Total, const EVERY: u32>(
        mut self,
        map: &'static str,
        fields: &[Field<Sum<K, V>>],
        args: &TopArgs<EVERY>,
        words: Words<K, V>,
    ) -> Result<Top<'c, O::Output, K, V>> {
        let (table, fields, grouping) = self.prepare_sums(fields, &args.by, &args.output)?;
        let order = Order::new(args.sort.as_deref(), words, &fields)?;
        let heading = Heading::new(args.output.time.unwrap_or(Style::Wall));
        // What COMMAND writes would stand in the middle of the screen.
        let is_drawn = self.cx.out.format() == Format::Text && !args.noclear && !self.has_command();
        let terminal = self.cx.terminal.filter(|_| is_drawn).and_then(Terminal::find);
        if terminal.is_some() {
            self.keep_terminal();
        }
        let session = self.start()?;
        let interval = IntervalArgs::times(args.interval, args.count);
        let rows = args.rows.map(|rows| rows as usize);
        let heading = Some(heading);
        let started = Instant::now();
        Ok(Top { session, map, interval, started, table, grouping, order, rows, heading, terminal })
    }
}

impl<S: Skel<'static>, K: Key, V: Total> Top<'_, S, K, V> {
    /// Leaves out the line with the load.
    #[must_use]
    pub fn without_heading(mut self, without: bool) -> Self {
        self.heading = self.heading.filter(|_| !without);
        self
    }

    /// Tells how much memory the page cache takes, in the place of the load.
    #[must_use]
    pub fn with_memory(mut self, memory: Meminfo) -> Self {
        if let Some(heading) = &mut self.heading {
            heading.about = About::Memory(memory);
        }
        self
    }

    /// Shows tables until the end.
    ///
    /// # Errors
    /// Output that cannot be written, or losses where there must be none.
    pub fn run(self) -> Result<()> {
        let Self { session, map, interval, started, table, grouping, order, rows, heading, terminal } = self;
        let turns = interval.turns(started);
        let batches = Batches { table, order, rows, heading, is_first: true };
        let Some(terminal) = terminal else {
            session.cx.out.begin(&batches.table)?;
            return sums::run(session, map, turns, &Names::default(), grouping, batches);
        };
        let screen = Screen::enter(session.cx, terminal)?;
        let mut drawing = Drawing { screen, table: Latest { batches, shown: Vec::new(), ktime: Clock::now() } };
        drawing.screen.draw(session.cx, &mut drawing.table)?;
        sums::run(session, map, turns, &Names::default(), grouping, drawing)
    }
}

/// Tables one below the other.
struct Batches<K: 'static, V: 'static> {
    table: Table<Sum<K, V>>,
    order: Order<K, V>,
    /// How many rows at most, if that was said.
    rows: Option<usize>,
    heading: Option<Heading>,
    is_first: bool,
}

impl<K: Key, V: Copy> Sink<K, V> for Batches<K, V> {
    fn table(&mut self, cx: &mut Context, mut rows: Vec<Sum<K, V>>, ktime: u64) -> Result<()> {
        let is_text = cx.out.format() == Format::Text;
        if is_text {
            if !std::mem::take(&mut self.is_first) {
                cx.out.line("")?;
            }
            if let Some(heading) = &mut self.heading {
                let line = heading.line(&mut cx.out, ktime);
                cx.out.line(&line)?;
                cx.out.line("")?;
            }
            cx.out.header(&self.table)?;
        }
        self.order.sort(&mut rows);
        let most = self.rows.unwrap_or(if is_text { ROWS } else { usize::MAX });
        for event in rows.iter().take(most) {
            cx.out.row(&self.table, &event.row(&event.task(ktime)))?;
        }
        Ok(cx.out.flush()?)
    }
}

/// The table that is drawn.
struct Latest<K: 'static, V: 'static> {
    batches: Batches<K, V>,
    shown: Vec<Sum<K, V>>,
    ktime: u64,
}

impl<K: Key, V> Drawn for Latest<K, V> {
    fn order(&self) -> (&'static str, bool) {
        (self.batches.order.name, self.batches.order.is_descending())
    }

    fn reverse(&mut self) {
        self.batches.order.reverse();
    }

    fn sort_by(&mut self, step: isize) {
        let columns: Vec<_> = self.batches.table.columns().collect();
        let last = columns.len().saturating_sub(1);
        let now = columns.iter().position(|column| column.doc.name == self.batches.order.name);
        let next = match now {
            Some(at) => at.saturating_add_signed(step).min(last),
            None if step < 0 => last,
            None => 0,
        };
        if let Some(column) = columns.get(next).filter(|_| now != Some(next)) {
            self.batches.order = Order::by_column(**column);
        }
    }

    fn heading(&mut self, out: &mut Output) -> Option<String> {
        self.batches.heading.as_mut().map(|heading| heading.line(out, self.ktime))
    }

    fn header(&self, out: &mut Output) -> (String, Option<Range<usize>>) {
        let Batches { table, order, .. } = &self.batches;
        let (header, cells) = out.drawn_header(table);
        let sorted = table.columns().zip(cells).find(|(column, _)| column.doc.name == order.name);
        (header, sorted.map(|(_, cell)| cell))
    }

    fn rows(&mut self, out: &mut Output) -> Vec<String> {
        let Batches { table, order, .. } = &self.batches;
        order.sort(&mut self.shown);
        let ktime = self.ktime;
        self.shown.iter().map(|event| out.drawn_row(table, &event.row(&event.task(ktime)))).collect()
    }

    fn most(&self) -> usize {
        self.batches.rows.unwrap_or(usize::MAX)
    }
}

/// Tables on a terminal.
struct Drawing<K: 'static, V: 'static> {
    screen: Screen,
    table: Latest<K, V>,
}

impl<K: Key, V: Copy> Sink<K, V> for Drawing<K, V> {
    fn inputs(&self) -> Vec<RawFd> {
        self.screen.inputs()
    }

    fn read(&mut self, cx: &mut Context, input: RawFd) -> Result<()> {
        self.screen.read(cx, &mut self.table, input)
    }

    fn table(&mut self, cx: &mut Context, rows: Vec<Sum<K, V>>, ktime: u64) -> Result<()> {
        // What was counted when the run ends in the middle of an interval would look as if little had happened.
        let ends_early = matches!(cx.stop.reason(), Some(Reason::Asked | Reason::Signal(_)));
        if self.screen.is_paused() || ends_early && !self.table.shown.is_empty() {
            return Ok(());
        }
        (self.table.shown, self.table.ktime) = (rows, ktime);
        self.screen.draw(cx, &mut self.table)
    }

    /// What was shown last stays behind.
    fn end(&mut self, cx: &mut Context) -> Result<()> {
        self.screen.leave(cx);
        if cx.stop.reason() == Some(Reason::OutputClosed) {
            return Ok(());
        }
        let rows = std::mem::take(&mut self.table.shown);
        self.table.batches.table(cx, rows, self.table.ktime)
    }
}

/// The line above a table: the time, and what the machine is like.
struct Heading {
    time: Style,
    about: About,
}

/// What is told of the machine, from files that are opened as long as that is allowed.
enum About {
    /// `/proc/loadavg`, if it is there.
    Load(Option<File>),
    /// What the page cache takes.
    Memory(Meminfo),
}

impl Heading {
    fn new(time: Style) -> Self {
        Self { time, about: About::Load(File::open("/proc/loadavg").ok()) }
    }

    /// The line, at this time.
    fn line(&mut self, out: &mut Output, ktime: u64) -> String {
        let mut time = Vec::new();
        out.clock().write(ktime, self.time, &mut time);
        let about = match &mut self.about {
            About::Load(file) => file.as_mut().and_then(|file| load(file).ok()),
            About::Memory(memory) => memory.read(["Buffers", "Cached"]).ok().map(|bytes| {
                let [buffers, cached] = bytes.map(|bytes| bytes >> 20);
                format!("Buffers MB: {buffers} / Cached MB: {cached}")
            }),
        };
        let parts = [String::from_utf8_lossy(&time).into_owned(), about.unwrap_or_default()];
        parts.join(" ").trim().to_owned()
    }
}

fn load(file: &mut File) -> io::Result<String> {
    let mut load = String::new();
    file.rewind()?;
    // Through `take`, for which nobody asks how long the file is: that is forbidden by now.
    file.take(128).read_to_string(&mut load)?;
    Ok(format!("loadavg: {}", load.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::{grouping::Owner, sums::TableRow};

    type F = Field<Sum<TableRow, u64>>;

    const FIELDS: &[F] = &[
        F::new("PID", 7, Kind::Uint, "", |r| r.event.key.number.into()),
        F::new("NAME", 7, Kind::Text, "", |r| Value::Text(if r.event.key.number == 2 { b"a" } else { b"b" })),
        F::new("LAT(us)", 7, Kind::Nanos(Unit::Micros, 0), "", |r| {
            (r.event.key.number > 1).then_some(r.event.total).into()
        }),
    ];
    const WORDS: Words<TableRow, u64> = &[("all", By::Most(|sum| sum.total)), ("slow", By::Column("LAT(us)"))];

    fn sorted(named: Option<&str>, reversed: bool) -> Vec<u64> {
        let rows = [(1, 9), (2, 5), (3, 7)];
        let row = |(number, total)| Sum {
            key: TableRow::new(number),
            total,
            interval: 1,
            names: std::rc::Rc::default(),
            owner: Owner::default(),
        };
        let mut rows = rows.map(row).into();
        let mut order = Order::new(named, WORDS, FIELDS).unwrap();
        if reversed {
            order.reverse();
        }
        order.sort(&mut rows);
        rows.iter().map(|row| row.key.number).collect()
    }

    #[test]
    fn numbers_go_down_and_words_go_up_unless_reversed() {
        assert_eq!((sorted(None, false), sorted(Some("ALL"), true)), (vec![1, 3, 2], vec![2, 3, 1]));
        assert_eq!((sorted(Some("pid"), false), sorted(Some("PID"), true)), (vec![3, 2, 1], vec![1, 2, 3]));
        // What is equal stays in its order.
        assert_eq!((sorted(Some("name"), false), sorted(Some("name"), true)), (vec![2, 1, 3], vec![1, 3, 2]));
        // What has no value comes last.
        assert_eq!((sorted(Some("slow"), false), sorted(Some("lat_ns"), false)), (vec![3, 2, 1], vec![3, 2, 1]));
    }

    #[test]
    fn what_there_is_to_sort_by_is_told() {
        let error = Order::new(Some("x"), WORDS, FIELDS).err().unwrap();
        assert_eq!(error.to_string(), "--sort: there is no 'x'; there are all, slow, PID, NAME, LAT(us)");
        assert!(error.is::<Usage>());
    }
}
