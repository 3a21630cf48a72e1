//! A tool that prints sums: every interval, or at the end, a row for each key with what has been counted since, with
//! every loss told. `src/bpf/lib/sums.bpf.h` is the other half.

use std::{collections::BTreeMap, os::fd::RawFd, time::Instant};

use anyhow::{Result, anyhow};
use libbpf_rs::{
    MapCore, MapType,
    skel::{OpenSkel, Skel},
};
use plain::Plain;

use super::{
    args::whole,
    clock::{Clock, Style},
    context::Context,
    events::Task,
    field::{Field, FieldDoc, Kind, Row, Unit, Value},
    grouping::{ByArg, Grouping, Owner},
    halves::{self, Halves},
    interval::{IntervalArgs, Turn, Turns},
    order,
    output::{Format, Output, OutputArgs, Table},
    probes::{self, Names},
    rows::{self, Records},
    session::{Opened, Session},
    stop::Reason,
};

/// The options of every tool that prints sums.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct SumArgs {
    /// How often.
    #[command(flatten)]
    pub interval: IntervalArgs,
    /// Print only so many rows of each table, the first ones
    #[arg(long, value_name = "N", value_parser = whole(1..=u32::MAX))]
    pub top: Option<u32>,
    /// In which form.
    #[command(flatten)]
    pub output: OutputArgs,
}

impl SumArgs {
    /// A table every so many seconds, if an option of the tool's own says so.
    #[must_use]
    pub fn or_every(mut self, seconds: Option<u32>) -> Self {
        self.interval = self.interval.or_every(seconds);
        self
    }
}

/// What is counted.
pub trait Key: Plain + Copy {
    /// A row is of one process, which can be in a container.
    const HAS_OWNER: bool;

    /// Keys have a cgroup.
    const HAS_GROUP: bool;

    /// The cgroup that it is counted for; 0 if that does not matter.
    fn cgroup_id(&self) -> u64;

    /// The key of the same in whichever cgroup.
    #[must_use]
    fn without_group(&self) -> Self;
}

/// What is counted for a key.
pub trait Total: Plain + Copy {
    /// Adds what was counted later.
    fn add(&mut self, later: &Self);

    /// What is to be added when more is counted for the same key, in a later interval: of things that are counted in two
    /// steps, those that have only taken one.
    fn left_over(&self) -> Option<Self> {
        None
    }
}

/// What a row is made from.
#[derive(Clone, Debug)]
pub struct Sum<K, V> {
    /// What was counted.
    pub key: K,
    /// How much.
    pub total: V,
    /// How long it was counted, in ns.
    pub interval: u64,
    /// Names of what keys number; see [`Totals::names`].
    pub names: Names,
    /// Whose it is.
    pub owner: Owner,
}

impl<K, V> Sum<K, V> {
    /// What a number in the key is called.
    #[must_use]
    pub fn named(&self, id: u64) -> Value<'_> {
        probes::name_of(&self.names, id)
    }
}

/// A tool's table of sums, for what is written about it.
#[derive(Debug)]
pub struct Sums<K: 'static, V: 'static>(pub &'static [Field<Sum<K, V>>]);

impl<K: Key + Sync, V: Total + Sync> Records for Sums<K, V> {
    fn docs(&self) -> Vec<FieldDoc> {
        let common: &[Field<_>] = if K::HAS_OWNER { &Field::OWNED } else { &Field::COMMON[..1] };
        rows::with_common(self.0, common)
    }

    fn are_counts(&self) -> bool {
        true
    }

    fn write(&self, record: &[u8], args: &OutputArgs, out: &mut Output) -> Result<()> {
        let (key, total) = record.split_at_checked(size_of::<K>()).unwrap_or_default();
        let (key, total) = (*decode::<K>(key)?, *decode::<V>(total)?);
        let sum = Sum { key, total, interval: 1, names: Names::default(), owner: Owner::default() };
        let table =
            if K::HAS_OWNER { Table::of_owned(self.0, args, &[])? } else { Table::of_counts(self.0, args, &[])? };
        Ok(out.row(&table, &Row::of(&sum, &Task::default()))?)
    }
}

/// Bytes of a map as what they are.
///
/// # Errors
/// There are too few.
pub(super) fn decode<T: Plain>(bytes: &[u8]) -> Result<&T> {
    plain::from_bytes(bytes).map_err(|_| anyhow!("{} bytes in a map, where {} were due", bytes.len(), size_of::<T>()))
}

/// `struct sum_row`: the key of a table (`SUM_TABLE`).
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct TableRow {
    /// The number of the row.
    pub number: u64,
    cgroup_id: u64,
}
key!(shared TableRow);

impl TableRow {
    /// The row of this number, of what is known to be wanted.
    #[must_use]
    pub fn new(number: u64) -> Self {
        Self { number, cgroup_id: 0 }
    }
}

/// Brings a table's rows in order.
type Order<K, V> = Box<dyn Fn(&mut Vec<Sum<K, V>>)>;

/// Where tables of sums go: whoever prints them, or draws them.
pub trait Sink<K, V> {
    /// What it reads besides, such as a keyboard.
    fn inputs(&self) -> Vec<RawFd> {
        Vec::new()
    }

    /// Reads one of them.
    ///
    /// # Errors
    /// Output that cannot be written.
    fn read(&mut self, _cx: &mut Context, _input: RawFd) -> Result<()> {
        Ok(())
    }

    /// Takes the table of an interval, in the order of the keys' bytes. `ktime` is when the interval was over.
    ///
    /// # Errors
    /// Output that cannot be written.
    fn table(&mut self, cx: &mut Context, rows: Vec<Sum<K, V>>, ktime: u64) -> Result<()>;

    /// No more tables come.
    ///
    /// # Errors
    /// Output that cannot be written.
    fn end(&mut self, _cx: &mut Context) -> Result<()> {
        Ok(())
    }
}

/// A tool's sums on their way.
pub struct Totals<'c, S, K: 'static, V: 'static> {
    session: Session<'c, S>,
    map: &'static str,
    table: Table<Sum<K, V>>,
    grouping: Grouping<K, V>,
    args: SumArgs,
    order: Order<K, V>,
    names: Names,
    started: Instant,
}

impl<'c, O: OpenSkel<'static>> Opened<'c, O> {
    /// Starts, to print rows of these fields, one for each key in the map `map`, which is declared by `SUMS` or
    /// `SUM_TABLE`.
    ///
    /// # Errors
    /// A field that is asked for and unknown, or what keeps the programs from starting.
    pub fn sums<K: Key, V: Total>(
        self,
        map: &'static str,
        fields: &[Field<Sum<K, V>>],
        args: &SumArgs,
    ) -> Result<Totals<'c, O::Output, K, V>> {
        self.sums_by(map, fields, &ByArg::default(), args)
    }

    /// As [`Opened::sums`], with rows told together.
    ///
    /// # Errors
    /// The same, or something to tell them together by that is unknown.
    pub fn sums_by<K: Key, V: Total>(
        mut self,
        map: &'static str,
        fields: &[Field<Sum<K, V>>],
        by: &ByArg,
        args: &SumArgs,
    ) -> Result<Totals<'c, O::Output, K, V>> {
        let (table, _, grouping) = self.prepare_sums(fields, by, &args.output)?;
        let session = self.start()?;
        let (args, order, names) = (args.clone(), Box::new(|_: &mut Vec<_>| {}), Names::default());
        Ok(Totals { session, map, table, grouping, args, order, names, started: Instant::now() })
    }
}

impl<O: OpenSkel<'static>> Opened<'_, O> {
    /// The map `map`, which is declared by `SUMS`, takes no room: nothing will be counted in it.
    ///
    /// # Errors
    /// libbpf's.
    pub fn without_sums(&mut self, map: &str) -> Result<()> {
        let halves = ["a", "b"].map(|half| format!("{map}_{half}"));
        let maps = self.open_object_mut().maps_mut();
        let mut halves = maps.filter(|map| halves.iter().any(|half| map.name() == half.as_str()));
        Ok(halves.try_for_each(|mut half| half.set_max_entries(1))?)
    }
}

impl<S: Skel<'static>, K: Key, V: Total> Totals<'_, S, K, V> {
    /// Sorts the rows by this, which are else in the order of their keys' bytes.
    #[must_use]
    pub fn by<O: Ord>(mut self, by: impl Fn(&Sum<K, V>) -> O + 'static) -> Self {
        self.order = Box::new(move |rows| order::sort(rows, |a, b| by(a).cmp(&by(b))));
        self
    }

    /// What is numbered in keys is called so.
    #[must_use]
    pub fn names(mut self, names: Names) -> Self {
        self.names = names;
        self
    }

    /// Prints until the end.
    ///
    /// # Errors
    /// Output that cannot be written, or losses where there must be none.
    pub fn run(self) -> Result<()> {
        let Self { session, map, table, grouping, args, order, names, started } = self;
        let printer = Printer::new(session.cx, table, &args, order)?;
        run(session, map, args.interval.turns(started), &names, grouping, printer)
    }
}

/// Takes sums out of the map `map` and hands a table of them to the sink at each turn, until the end.
///
/// # Errors
/// The sink's, or losses where there must be none.
pub fn run<S: Skel<'static>, K: Key, V: Total>(
    session: Session<'_, S>,
    map: &str,
    mut turns: Turns,
    names: &Names,
    mut grouping: Grouping<K, V>,
    mut sink: impl Sink<K, V>,
) -> Result<()> {
    let Session { cx, skel, mut links, mut report, .. } = session;
    let stop = cx.stop.clone();
    let apart = format!("{map}{APART}");
    // Tables have one.
    let mut apart = grouping.chooses().then(|| Halves::new(skel.object(), &apart).ok()).flatten();
    let mut map = Halves::new(skel.object(), map)?;
    let mut all: BTreeMap<Vec<u8>, V> = BTreeMap::new();
    let mut left_over: BTreeMap<Vec<u8>, V> = BTreeMap::new();
    let mut since = Clock::now();
    loop {
        let turn = turns.wait_or(&stop, &sink.inputs());
        if let Turn::Ready(input) = turn {
            sink.read(cx, input)?;
            continue;
        }
        if turn == Turn::Last {
            links.clear();
        }
        // Taken between the intervals' ends too, so that the map has room.
        let full = map.swap()?;
        let now = Clock::now();
        take(full, &mut all)?;
        if let Some(apart) = &mut apart {
            take(apart.swap()?, &mut all)?;
        }
        if turn != Turn::Pulse && stop.reason() != Some(Reason::OutputClosed) {
            let interval = now.saturating_sub(since).max(1);
            since = now;
            let mut rows = grouping.admit(&mut all, turn == Turn::Last);
            carry(&mut rows, &mut left_over);
            let sum = |key: &[u8], total| -> Result<_> {
                let (names, owner) = (names.clone(), Owner::default());
                Ok(Sum { key: *decode::<K>(key)?, total, interval, names, owner })
            };
            let rows = rows.into_iter().map(|(key, total)| sum(&key, total)).collect::<Result<_>>()?;
            sink.table(cx, grouping.tell(rows), now)?;
        }
        if turn == Turn::Last {
            sink.end(cx)?;
            return report.close(skel.object(), cx, None);
        }
        links.follow(skel.object(), cx);
        report.watch(skel.object(), cx)?;
        cx.out.flush()?;
    }
}

/// What the map is called, behind the table's name, of what a table counts apart.
pub(super) const APART: &str = "_apart";

/// Adds what earlier intervals have left over, and notes what this one does.
fn carry<V: Total>(all: &mut BTreeMap<Vec<u8>, V>, left_over: &mut BTreeMap<Vec<u8>, V>) {
    for (key, total) in all {
        if let Some(earlier) = left_over.remove(key) {
            total.add(&earlier);
        }
        if let Some(rest) = total.left_over() {
            left_over.insert(key.clone(), rest);
        }
    }
    if left_over.len() > MOST_LEFT_OVER {
        left_over.clear();
    }
}

/// Of so many keys it is remembered what they have left over: of more than a map has room for.
const MOST_LEFT_OVER: usize = 1 << 16;

/// Adds to what a key has.
#[inline(never)]
pub(super) fn add<V: Total>(all: &mut BTreeMap<Vec<u8>, V>, key: &[u8], total: &V) {
    match all.get_mut(key) {
        Some(sum) => sum.add(total),
        None => _ = all.insert(key.to_vec(), *total),
    }
}

/// Empties a map: a hash of totals, or a table of them for each CPU, in which those that are all zero stand for nothing.
pub(super) fn take<V: Total>(map: &libbpf_rs::Map<'_>, all: &mut BTreeMap<Vec<u8>, V>) -> Result<()> {
    let mut wrong = None;
    let mut add = |key: &[u8], total: &[u8]| match decode::<V>(total) {
        Ok(total) => self::add(all, key, total),
        Err(error) => wrong = Some(error),
    };
    if map.map_type() == MapType::PercpuArray {
        for table in halves::take_percpu(map)? {
            let rows = (0u64..).zip(table.chunks_exact(size_of::<V>()));
            let used = rows.filter(|(_, total)| total.iter().any(|byte| *byte != 0));
            for (number, total) in used {
                let row = TableRow::new(number);
                // SAFETY: two numbers, without padding.
                add(unsafe { plain::as_bytes(&row) }, total);
            }
        }
    } else {
        halves::drain(map, add)?;
    }
    wrong.map_or(Ok(()), Err)
}

/// The same columns; if there is a unit, those of kind `from` in that unit and under that name.
#[must_use]
pub fn in_unit<T>(fields: &[Field<T>], from: Kind, unit: Option<(&'static str, Unit)>) -> Vec<Field<T>> {
    let mut fields = fields.to_vec();
    if let (Some((name, unit)), Kind::Nanos(_, decimals)) = (unit, from) {
        for doc in fields.iter_mut().map(|field| &mut field.doc).filter(|doc| doc.kind == from) {
            (doc.name, doc.kind) = (name, Kind::Nanos(unit, decimals));
        }
    }
    fields
}

/// How sums are told.
struct Printer<K: 'static, V: 'static> {
    table: Table<Sum<K, V>>,
    order: Order<K, V>,
    top: usize,
    time: Option<Style>,
    is_first: bool,
}

impl<K, V> Printer<K, V> {
    fn new(cx: &mut Context, table: Table<Sum<K, V>>, args: &SumArgs, order: Order<K, V>) -> Result<Self> {
        cx.out.begin(&table)?;
        let time = args.output.time.or(cx.times.first().copied()).filter(|style| *style != Style::None);
        let top = args.top.map_or(usize::MAX, |top| top as usize);
        Ok(Self { table, order, top, time, is_first: true })
    }

    /// What stands above an interval.
    fn heading(&mut self, out: &mut Output, ktime: u64) -> Result<()> {
        if !std::mem::take(&mut self.is_first) {
            out.line("")?;
        }
        if let Some(style) = self.time {
            let mut time = Vec::new();
            out.clock().write(ktime, style, &mut time);
            out.line(&String::from_utf8_lossy(&time))?;
        }
        Ok(out.header(&self.table)?)
    }
}

impl<K: Key, V> Sink<K, V> for Printer<K, V> {
    fn table(&mut self, cx: &mut Context, mut rows: Vec<Sum<K, V>>, ktime: u64) -> Result<()> {
        if cx.out.format() == Format::Text {
            self.heading(&mut cx.out, ktime)?;
        }
        (self.order)(&mut rows);
        for event in rows.iter().take(self.top) {
            cx.out.row(&self.table, &event.row(&event.task(ktime)))?;
        }
        Ok(cx.out.flush()?)
    }
}

/// Makes a tool's types of a key and of a total known: they are read from bytes, and what is counted later is added by
/// the closure's body; a second one gives [`Total::left_over`]. The key of a table (`SUM_TABLE`) is a [`TableRow`]. A key with a `cgroup_id`
/// is of a process (`owned`), or of whoever it happens to (`shared`).
macro_rules! totals {
    (owned $key:ty, $($rest:tt)*) => {
        $crate::common::sums::key!(owned $key);
        $crate::common::sums::totals!($($rest)*);
    };
    (shared $key:ty, $($rest:tt)*) => {
        $crate::common::sums::key!(shared $key);
        $crate::common::sums::totals!($($rest)*);
    };
    ($key:ty, $total:ty, |$sum:ident, $later:ident| $add:expr) => {
        $crate::common::sums::key!($key);
        $crate::common::sums::totals!($total, |$sum, $later| $add);
    };
    ($total:ty, |$sum:ident, $later:ident| $add:expr $(, |$total_of:ident| $left_over:expr)?) => {
        // SAFETY: plain C data: integers and byte arrays, valid for every bit pattern.
        unsafe impl plain::Plain for $total {}
        impl $crate::common::sums::Total for $total {
            fn add(&mut self, later: &Self) {
                let ($sum, $later) = (self, later);
                $add;
            }
            $(
                fn left_over(&self) -> Option<Self> {
                    let $total_of = self;
                    $left_over
                }
            )?
        }
    };
}
pub(crate) use totals;

/// Makes a type of keys known; see [`totals!`].
macro_rules! key {
    (owned $key:ty) => {
        $crate::common::sums::key!($key, true, true, |key| &mut key.cgroup_id);
    };
    (shared $key:ty) => {
        $crate::common::sums::key!($key, false, true, |key| &mut key.cgroup_id);
    };
    ($key:ty) => {
        $crate::common::sums::key!($key, false, false, |_key| &mut 0);
    };
    ($key:ty, $owned:literal, $grouped:literal, |$this:ident| $cgroup:expr) => {
        // SAFETY: plain C data: integers and byte arrays, valid for every bit pattern.
        unsafe impl plain::Plain for $key {}
        impl $crate::common::sums::Key for $key {
            const HAS_OWNER: bool = $owned;
            const HAS_GROUP: bool = $grouped;
            fn cgroup_id(&self) -> u64 {
                let $this = &mut { *self };
                *$cgroup
            }
            fn without_group(&self) -> Self {
                let mut key = *self;
                let $this = &mut key;
                *$cgroup = 0;
                key
            }
        }
    };
}
pub(crate) use key;
