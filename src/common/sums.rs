//! A tool that prints sums: every interval, or at the end, a row for each key with what has been counted since, with
//! every loss told. `src/bpf/lib/sums.bpf.h` is the other half.

use std::{collections::BTreeMap, time::Instant};

use anyhow::{Result, anyhow};
use libbpf_rs::skel::{OpenSkel, Skel};
use plain::Plain;

use super::{
    args::whole,
    clock::{Clock, Style},
    context::Context,
    events::Task,
    field::{Field, FieldDoc, Row, Value},
    halves::{self, Halves},
    interval::{IntervalArgs, Turn},
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
    pub fn every(mut self, seconds: Option<u32>) -> Self {
        self.interval = self.interval.or_every(seconds);
        self
    }
}

/// What is counted for a key.
pub trait Total: Plain + Copy {
    /// Adds what was counted later.
    fn add(&mut self, later: &Self);
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

impl<K: Plain + Copy + Sync, V: Total + Sync> Records for Sums<K, V> {
    fn docs(&self) -> Vec<FieldDoc> {
        rows::with_common(self.0, &Field::COMMON[..1])
    }

    fn are_counts(&self) -> bool {
        true
    }

    fn write(&self, record: &[u8], args: &OutputArgs, out: &mut Output) -> Result<()> {
        let (key, total) = record.split_at_checked(size_of::<K>()).unwrap_or_default();
        let (key, total) = (*decode::<K>(key)?, *decode::<V>(total)?);
        let row = Row {
            event: &Sum { key, total, interval: 1, names: Names::default() },
            rest: &[],
            task: &Task::default(),
            stack: &[],
        };
        Ok(out.row(&Table::of_counts(self.0, args, &[])?, &row)?)
    }
}

fn decode<T: Plain>(bytes: &[u8]) -> Result<&T> {
    plain::from_bytes(bytes).map_err(|_| anyhow!("{} bytes in a map, where {} were due", bytes.len(), size_of::<T>()))
}

/// Brings a table's rows in order.
type Order<K, V> = Box<dyn Fn(&mut Vec<Sum<K, V>>)>;

/// A tool's sums on their way.
pub struct Totals<'c, S, K: 'static, V: 'static> {
    session: Session<'c, S>,
    map: &'static str,
    table: Table<Sum<K, V>>,
    args: SumArgs,
    order: Order<K, V>,
    names: Names,
    started: Instant,
}

impl<'c, O: OpenSkel<'static>> Opened<'c, O> {
    /// Starts, to print rows of these fields, one for each key in the map `map`, which is declared by `SUMS`.
    ///
    /// # Errors
    /// A field that is asked for and unknown, or what keeps the programs from starting.
    pub fn sums<K, V>(
        self,
        map: &'static str,
        fields: &[Field<Sum<K, V>>],
        args: &SumArgs,
    ) -> Result<Totals<'c, O::Output, K, V>> {
        let options: Vec<_> = self.cx.options.iter().map(String::as_str).collect();
        // In text the time stands above each table, not in each row.
        let time = args.output.time.filter(|_| args.output.format() != Format::Text);
        let table = Table::of_counts(fields, &OutputArgs { time, ..args.output.clone() }, &options)?;
        let session = self.start()?;
        Ok(Totals {
            session,
            map,
            table,
            args: args.clone(),
            order: Box::new(|_| {}),
            names: Names::default(),
            started: Instant::now(),
        })
    }
}

impl<S: Skel<'static>, K: Plain + Copy, V: Total> Totals<'_, S, K, V> {
    /// Sorts the rows by this, which are else in the order of their keys' bytes.
    #[must_use]
    pub fn by<O: Ord>(mut self, order: impl Fn(&Sum<K, V>) -> O + 'static) -> Self {
        self.order = Box::new(move |rows| rows.sort_by_key(&order));
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
        let Self { session, map, table, args, order, names, started } = self;
        let Session { cx, skel, mut links, mut report, .. } = session;
        let stop = cx.stop.clone();
        let mut map = Halves::new(skel.object(), map)?;
        let mut turns = args.interval.turns(started);
        let mut printer = Printer::new(cx, table, &args, order, names)?;
        let mut all: BTreeMap<Vec<u8>, V> = BTreeMap::new();
        loop {
            let turn = turns.wait(&stop);
            if turn == Turn::Last {
                links.clear();
            }
            // Taken between the intervals' ends too, so that the map has room.
            take(map.swap()?, &mut all)?;
            if turn != Turn::Pulse && stop.reason() != Some(Reason::OutputClosed) {
                printer.print(&std::mem::take(&mut all))?;
            }
            if turn == Turn::Last {
                return report.close(skel.object(), printer.cx, None);
            }
            report.watch(skel.object(), printer.cx)?;
            printer.cx.out.flush()?;
        }
    }
}

/// Empties a map.
fn take<V: Total>(map: &libbpf_rs::Map<'_>, all: &mut BTreeMap<Vec<u8>, V>) -> Result<()> {
    let mut wrong = None;
    halves::drain(map, |key, total| match decode::<V>(total) {
        Ok(total) => {
            all.entry(key.to_vec()).and_modify(|sum| sum.add(total)).or_insert(*total);
        }
        Err(error) => wrong = Some(error),
    })?;
    wrong.map_or(Ok(()), Err)
}

/// How sums are told.
struct Printer<'c, K: 'static, V: 'static> {
    cx: &'c mut Context,
    table: Table<Sum<K, V>>,
    order: Order<K, V>,
    names: Names,
    top: usize,
    time: Option<Style>,
    /// When the interval began.
    since: u64,
    is_first: bool,
}

impl<'c, K: Plain + Copy, V: Total> Printer<'c, K, V> {
    fn new(
        cx: &'c mut Context,
        table: Table<Sum<K, V>>,
        args: &SumArgs,
        order: Order<K, V>,
        names: Names,
    ) -> Result<Self> {
        if cx.out.format() == Format::Csv {
            cx.out.header(&table)?;
            cx.out.flush()?;
        }
        let time = args.output.time.or(cx.times.first().copied()).filter(|style| *style != Style::None);
        let top = args.top.map_or(usize::MAX, |top| top as usize);
        Ok(Self { cx, table, order, names, top, time, since: Clock::now(), is_first: true })
    }

    /// Prints an interval that ends now.
    fn print(&mut self, all: &BTreeMap<Vec<u8>, V>) -> Result<()> {
        let task = Task { ktime: Clock::now(), ..Task::default() };
        let interval = task.ktime.saturating_sub(self.since).max(1);
        self.since = task.ktime;
        if self.cx.out.format() == Format::Text {
            self.heading(task.ktime)?;
        }
        let sum = |(key, total): (&Vec<u8>, &V)| {
            Ok(Sum { key: *decode::<K>(key)?, total: *total, interval, names: self.names.clone() })
        };
        let mut rows = all.iter().map(sum).collect::<Result<Vec<_>>>()?;
        (self.order)(&mut rows);
        for event in rows.iter().take(self.top) {
            self.cx.out.row(&self.table, &Row { event, rest: &[], task: &task, stack: &[] })?;
        }
        Ok(self.cx.out.flush()?)
    }

    /// What stands above an interval.
    fn heading(&mut self, ktime: u64) -> Result<()> {
        if !std::mem::take(&mut self.is_first) {
            self.cx.out.line("")?;
        }
        if let Some(style) = self.time {
            let mut time = Vec::new();
            self.cx.out.clock().write(ktime, style, &mut time);
            self.cx.out.line(&String::from_utf8_lossy(&time))?;
        }
        Ok(self.cx.out.header(&self.table)?)
    }
}

/// Makes a tool's types of a key and of a total known: they are read from bytes, and what is counted later is added by
/// the closure's body.
macro_rules! totals {
    ($key:ty, $total:ty, |$sum:ident, $later:ident| $add:expr) => {
        // SAFETY: plain C data: integers and byte arrays, valid for every bit pattern.
        unsafe impl plain::Plain for $key {}
        // SAFETY: the same.
        unsafe impl plain::Plain for $total {}
        impl $crate::common::sums::Total for $total {
            fn add(&mut self, later: &Self) {
                let ($sum, $later) = (self, later);
                $add;
            }
        }
    };
}
pub(crate) use totals;
