//! A tool that prints a line of counts every interval: how often each of a few things has happened since the last one,
//! whoever did it. `src/bpf/lib/counters.bpf.h` is the other half.

use std::{collections::BTreeMap, time::Instant};

use anyhow::{Context as _, Result};
use libbpf_rs::{
    Map, MapCore, MapFlags, Object, OpenObject,
    skel::{OpenSkel, Skel},
};
use plain::Plain;

use super::{
    args::{Common, whole},
    clock::Clock,
    field::Field,
    grouping::{ByArg, Owner},
    groups::{Decider, Groups},
    halves::{self, Halves},
    interval::{IntervalArgs, Turn, Turns},
    output::{OutputArgs, Table},
    probes::Names,
    session::{Opened, Session},
    stop::Reason,
    sums::{self, Sum, SumArgs, Total, Totals},
};

/// The options of every tool that prints such lines.
#[derive(clap::Args, Clone)]
pub struct CounterArgs {
    /// Seconds between lines
    #[arg(default_value_t = 1, value_parser = whole(1..=u32::MAX))]
    interval: u32,
    /// How many lines; without it they go on until the end
    #[arg(value_parser = whole(1..=u32::MAX))]
    count: Option<u32>,
    /// What is told apart.
    #[command(flatten)]
    by: ByArg,
    /// In which form.
    #[command(flatten)]
    output: OutputArgs,
    /// What every tool has.
    #[command(flatten)]
    pub common: Common,
}

/// Whose counts they are: `struct counter_key` of `lib/counters.bpf.h`, a cgroup's, or everybody's.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Whose {
    cgroup_id: u64,
}
sums::key!(shared Whose);

/// What a line is made from: `T` is the program's struct of 64-bit counts.
pub type Count<T> = Sum<Whose, T>;

impl<T> Count<T> {
    /// How often that is in a second, to the nearest whole number.
    #[must_use]
    pub fn per_second(&self, count: u64) -> u64 {
        let interval = u128::from(self.interval.max(1));
        let rate = (u128::from(count) * 1_000_000_000 + interval / 2) / interval;
        u64::try_from(rate).unwrap_or(u64::MAX)
    }
}

/// Adds to an interval's counts what is not counted but read.
type Complete<T> = Box<dyn FnMut(&mut T) -> Result<()>>;

/// A tool's counts on their way.
pub struct Counters<'c, S, T: 'static> {
    told: Told<'c, S, T>,
    complete: Complete<T>,
}

/// Whose counts are told.
enum Told<'c, S, T: 'static> {
    /// Everybody's.
    Whole(Box<Whole<'c, S, T>>),
    /// Each cgroup's, told together.
    Grouped(Box<Totals<'c, S, Whose, T>>),
}

/// Everybody's counts on their way.
struct Whole<'c, S, T: 'static> {
    session: Session<'c, S>,
    table: Table<Count<T>>,
    turns: Turns,
    /// Containers are chosen.
    chooses: bool,
}

impl<'c, O: OpenSkel<'static>> Opened<'c, O> {
    /// Starts, to print lines of these fields.
    ///
    /// # Errors
    /// A field that is asked for and unknown, or what keeps the programs from starting.
    pub fn counters<T: Total>(
        mut self,
        fields: &[Field<Count<T>>],
        args: &CounterArgs,
    ) -> Result<Counters<'c, O::Output, T>> {
        let interval = IntervalArgs::times(args.interval, args.count);
        let complete = Box::new(|_: &mut T| Ok(()));
        if !args.by.by.is_empty() {
            let sums = SumArgs { interval, top: None, output: args.output.clone() };
            let told = Told::Grouped(Box::new(self.sums_by(GROUPED, fields, &args.by, &sums)?));
            return Ok(Counters { told, complete });
        }
        let chooses = self.chooses_containers();
        if !chooses {
            leave_groups_out(self.open_object_mut())?;
        }
        let options: Vec<_> = self.cx.options.iter().map(String::as_str).collect();
        let time = args.output.time.or(self.cx.times.first().copied());
        let table = Table::of_counts(fields, &OutputArgs { time, ..args.output.clone() }, &options)?;
        let started = Instant::now();
        let session = self.start()?;
        session.cx.out.header(&table)?;
        session.cx.out.flush()?;
        let turns = interval.turns(started);
        Ok(Counters { told: Told::Whole(Box::new(Whole { session, table, turns, chooses })), complete })
    }
}

impl<S: Skel<'static>, T: Total> Counters<'_, S, T> {
    /// Has what the programs do not count put into each interval's counts, where they are everybody's.
    #[must_use]
    pub fn complete(mut self, complete: impl FnMut(&mut T) -> Result<()> + 'static) -> Self {
        self.complete = Box::new(complete);
        self
    }

    /// Prints until the end.
    ///
    /// # Errors
    /// Output that cannot be written, or losses where there must be none.
    pub fn run(self) -> Result<()> {
        match self.told {
            Told::Grouped(totals) => totals.run(),
            Told::Whole(whole) => whole.run(self.complete),
        }
    }
}

impl<S: Skel<'static>, T: Total> Whole<'_, S, T> {
    /// Prints them until the end.
    fn run(self, mut complete: Complete<T>) -> Result<()> {
        let Self { session, table, mut turns, chooses } = self;
        let Session { cx, skel, links: _links, mut report, .. } = session;
        let stop = cx.stop.clone();
        let object = skel.object();
        let mut before = vec![0; size_of::<T>() / size_of::<u64>()];
        let mut counts = Everybody::new(object, before.len(), &cx.groups, chooses, false)?;
        let mut since = Clock::now();
        let mut left_over: Option<T> = None;
        loop {
            let turn = turns.wait(&stop);
            counts.decide(turn == Turn::Last)?;
            if turn != Turn::Pulse && stop.reason() != Some(Reason::OutputClosed) {
                let now = counts.read()?;
                let ktime = Clock::now();
                let new: Vec<u8> =
                    now.iter().zip(&before).flat_map(|(now, before)| (now - before).to_ne_bytes()).collect();
                let mut total = *sums::decode::<T>(&new)?;
                if let Some(earlier) = left_over.take() {
                    total.add(&earlier);
                }
                left_over = total.left_over();
                complete(&mut total)?;
                let interval = ktime.saturating_sub(since);
                let (key, names, owner) = (Whose::default(), Names::default(), Owner::default());
                let event = Count { key, total, interval, names, owner };
                cx.out.row(&table, &event.row(&event.task(ktime)))?;
                cx.out.flush()?;
                (before, since) = (now, ktime);
            }
            if turn == Turn::Last {
                return report.close(object, cx, None);
            }
            report.watch(object, cx)?;
            cx.out.flush()?;
        }
    }
}

/// The map of everybody's counts, and that of each cgroup's.
const WHOLE: &str = "counters";
const GROUPED: &str = "grouped_counts";

/// Has the kernel make no map of each cgroup's counts.
///
/// # Errors
/// libbpf's.
pub(super) fn leave_groups_out(object: &mut OpenObject) -> libbpf_rs::Result<()> {
    let mut maps = object.maps_mut().filter(|map| map.name().to_string_lossy().starts_with(GROUPED));
    maps.try_for_each(|mut map| map.set_autocreate(false))
}

/// So many counts of everybody who is wanted, since the start.
pub(super) struct Everybody<'o> {
    whole: Map<'o>,
    /// Those of cgroups: of each, or of those that were not known to be wanted.
    grouped: Option<Halves<'o>>,
    decider: Decider,
    undecided: BTreeMap<u64, Vec<u64>>,
    /// What was found to be wanted of that, by cgroup if that matters.
    admitted: BTreeMap<u64, Vec<u64>>,
    count: usize,
    is_grouped: bool,
}

impl<'o> Everybody<'o> {
    /// Of an object that includes `lib/counters.bpf.h`; `chooses` if containers are chosen, `is_grouped` if each cgroup's are
    /// told apart.
    ///
    /// # Errors
    /// It does not.
    pub(super) fn new(
        object: &'o Object,
        count: usize,
        groups: &Groups,
        chooses: bool,
        is_grouped: bool,
    ) -> Result<Self> {
        let whole = object.maps().find(|map| map.name() == WHOLE).context("the object has no map of counts")?;
        let grouped = if chooses || is_grouped { Some(Halves::new(object, GROUPED)?) } else { None };
        let (decider, undecided, admitted) = (Decider::new(groups, chooses), BTreeMap::new(), BTreeMap::new());
        Ok(Self { whole, grouped, decider, undecided, admitted, count, is_grouped })
    }

    /// Takes what was counted of cgroups, and sees whether it is wanted.
    ///
    /// # Errors
    /// The kernel's.
    pub(super) fn decide(&mut self, is_end: bool) -> Result<()> {
        let Self { grouped, decider, undecided, admitted, count, is_grouped, .. } = self;
        let Some(grouped) = grouped else { return Ok(()) };
        let none = || vec![0; *count];
        halves::drain(grouped.swap()?, |key, counts| {
            let id = words(key).next().unwrap_or_default();
            add_words(undecided.entry(id).or_insert_with(none), words(counts));
        })?;
        undecided.retain(|id, counts| {
            let verdict = decider.verdict(*id, is_end);
            if verdict == Some(true) {
                let whose = if *is_grouped { *id } else { 0 };
                add_words(admitted.entry(whose).or_insert_with(none), counts.iter().copied());
            }
            verdict.is_none()
        });
        Ok(())
    }

    /// The counts of each cgroup, or of all under 0.
    ///
    /// # Errors
    /// The kernel's.
    pub(super) fn by_group(&self) -> Result<BTreeMap<u64, Vec<u64>>> {
        Ok(if self.is_grouped { self.admitted.clone() } else { BTreeMap::from([(0, self.read()?)]) })
    }

    /// The counts, of all CPUs together.
    ///
    /// # Errors
    /// The kernel's.
    pub(super) fn read(&self) -> Result<Vec<u64>> {
        let mut sums = vec![0; self.count];
        self.admitted.values().for_each(|counts| add_words(&mut sums, counts.iter().copied()));
        let all = self.whole.lookup_percpu(&0u32.to_ne_bytes(), MapFlags::ANY).context("reading the counts")?;
        all.unwrap_or_default().iter().for_each(|cpu| add_words(&mut sums, words(cpu)));
        Ok(sums)
    }
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u64> + '_ {
    bytes.chunks_exact(8).map(|word| word.try_into().map_or(0, u64::from_ne_bytes))
}

fn add_words(sums: &mut [u64], more: impl Iterator<Item = u64>) {
    sums.iter_mut().zip(more).for_each(|(sum, word)| *sum = sum.wrapping_add(word));
}

/// Adds counts to others of the same type, which is made of nothing but 64-bit numbers.
pub fn add<T: Plain>(sum: &mut T, later: &T) {
    // SAFETY: `T` is plain data, and every bit pattern is a number.
    let (sum, later) = unsafe { (plain::as_mut_bytes(sum), plain::as_bytes(later)) };
    for (sum, later) in sum.chunks_exact_mut(8).zip(later.chunks_exact(8)) {
        let [one, other] = [&*sum, later].map(|word| word.try_into().map_or(0, u64::from_ne_bytes));
        sum.copy_from_slice(&one.wrapping_add(other).to_ne_bytes());
    }
}

/// Lets a program's struct of counts be read from bytes, and added up; the closure gives [`Total::left_over`].
macro_rules! counts {
    ($type:ty $(, |$counts:ident| $left_over:expr)?) => {
        // SAFETY: plain C data: 64-bit integers, valid for every bit pattern.
        unsafe impl plain::Plain for $type {}
        const _: () = assert!(size_of::<$type>() % 8 == 0 && align_of::<$type>() == 8, "64-bit counts");
        impl $crate::common::sums::Total for $type {
            fn add(&mut self, later: &Self) {
                $crate::common::counters::add(self, later);
            }
            $(
                fn left_over(&self) -> Option<Self> {
                    let $counts = self;
                    $left_over
                }
            )?
        }
    };
}
pub(crate) use counts;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_the_nearest_whole_numbers() {
        let (key, names, owner) = (Whose::default(), Names::default(), Owner::default());
        let of = |interval| Count { key, total: (), interval, names: names.clone(), owner: owner.clone() };
        let rate = |count, interval| of(interval).per_second(count);
        assert_eq!(rate(1000, 1_000_000_000), 1000);
        assert_eq!((rate(1, 2_000_000_001), rate(1, 2_000_000_000)), (0, 1));
        assert_eq!((rate(3, 0), rate(u64::MAX, 1)), (3_000_000_000, u64::MAX));
    }

    #[test]
    fn counts_are_added_word_by_word() {
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[repr(C)]
        struct Counts([u64; 3]);
        counts!(Counts);
        let mut sum = Counts([1, u64::MAX, 3]);
        sum.add(&Counts([10, 1, 0]));
        assert_eq!(sum, Counts([11, 0, 3]));
    }
}
