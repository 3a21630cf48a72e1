//! A tool that prints a line of counts every interval: how often each of a few things has happened since the last one,
//! whoever did it. `src/bpf/lib/counters.bpf.h` is the other half.

use std::time::Instant;

use anyhow::{Context as _, Result, anyhow};
use libbpf_rs::{
    Map, MapCore, MapFlags, Object,
    skel::{OpenSkel, Skel},
};
use plain::Plain;

use super::{
    args::whole,
    clock::Clock,
    events::Task,
    field::{Field, FieldDoc, Row},
    interval::{IntervalArgs, Turn},
    output::{Output, OutputArgs, Table},
    rows::{self, Records},
    session::{Opened, Session},
    stop::Reason,
};

/// The options of every tool that prints such lines.
#[derive(clap::Args, Clone, Debug)]
pub struct CounterArgs {
    /// Seconds between lines
    #[arg(default_value_t = 1, value_parser = whole(1..=u32::MAX))]
    interval: u32,
    /// How many lines; without it they go on until the end
    #[arg(value_parser = whole(1..=u32::MAX))]
    count: Option<u32>,
    /// In which form.
    #[command(flatten)]
    output: OutputArgs,
}

/// What a line is made from: `T` is the program's struct of 64-bit counts.
#[derive(Clone, Copy, Debug)]
pub struct Count<T> {
    /// What has happened in the interval.
    pub counts: T,
    /// How long it was, in ns.
    pub interval: u64,
}

impl<T> Count<T> {
    /// How often that is in a second, to the nearest whole number.
    #[must_use]
    pub fn per_second(&self, count: u64) -> u64 {
        let interval = u128::from(self.interval.max(1));
        let rate = (u128::from(count) * 1_000_000_000 + interval / 2) / interval;
        u64::try_from(rate).unwrap_or(u64::MAX)
    }
}

/// A tool's columns, for what is written about them.
#[derive(Debug)]
pub struct Lines<T: 'static>(pub &'static [Field<Count<T>>]);

impl<T: Plain + Copy + Sync> Records for Lines<T> {
    fn docs(&self) -> Vec<FieldDoc> {
        rows::with_common(self.0, &Field::COMMON[..1])
    }

    fn are_counts(&self) -> bool {
        true
    }

    fn write(&self, record: &[u8], args: &OutputArgs, out: &mut Output) -> Result<()> {
        let event = &Count { counts: *decode::<T>(record)?, interval: 1 };
        Ok(out.row(&Table::of_counts(self.0, args, &[])?, &Row::of(event, &Task::default()))?)
    }
}

fn decode<T: Plain>(bytes: &[u8]) -> Result<&T> {
    plain::from_bytes(bytes).map_err(|_| anyhow!("{} bytes of counts, where {} were due", bytes.len(), size_of::<T>()))
}

/// Adds to an interval's counts what is not counted but read.
type Complete<T> = Box<dyn FnMut(&mut T) -> Result<()>>;

/// A tool's counts on their way.
pub struct Counters<'c, S, T: 'static> {
    session: Session<'c, S>,
    table: Table<Count<T>>,
    args: CounterArgs,
    complete: Complete<T>,
    started: Instant,
}

impl<'c, O: OpenSkel<'static>> Opened<'c, O> {
    /// Starts, to print lines of these fields.
    ///
    /// # Errors
    /// A field that is asked for and unknown, or what keeps the programs from starting.
    pub fn counters<T: Plain + Copy>(
        self,
        fields: &[Field<Count<T>>],
        args: &CounterArgs,
    ) -> Result<Counters<'c, O::Output, T>> {
        let options: Vec<_> = self.cx.options.iter().map(String::as_str).collect();
        let time = args.output.time.or(self.cx.times.first().copied());
        let table = Table::of_counts(fields, &OutputArgs { time, ..args.output.clone() }, &options)?;
        let session = self.start()?;
        session.cx.out.header(&table)?;
        session.cx.out.flush()?;
        Ok(Counters { session, table, args: args.clone(), complete: Box::new(|_| Ok(())), started: Instant::now() })
    }
}

impl<S: Skel<'static>, T: Plain + Copy> Counters<'_, S, T> {
    /// Has what the programs do not count put into each interval's counts.
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
        let Self { session, table, args, mut complete, started } = self;
        let Session { cx, skel, links: _links, mut report, .. } = session;
        let stop = cx.stop.clone();
        let object = skel.object();
        let map = map_of(object)?;
        let mut turns = IntervalArgs::times(args.interval, args.count).turns(started);
        let mut before = vec![0; size_of::<T>() / size_of::<u64>()];
        let mut since = Clock::now();
        loop {
            let turn = turns.wait(&stop);
            if turn != Turn::Pulse && stop.reason() != Some(Reason::OutputClosed) {
                let now = read(&map, before.len())?;
                let task = Task { ktime: Clock::now(), ..Task::default() };
                let new: Vec<u8> =
                    now.iter().zip(&before).flat_map(|(now, before)| (now - before).to_ne_bytes()).collect();
                let mut counts = *decode::<T>(&new)?;
                complete(&mut counts)?;
                let event = &Count { counts, interval: task.ktime.saturating_sub(since) };
                cx.out.row(&table, &Row::of(event, &task))?;
                cx.out.flush()?;
                (before, since) = (now, task.ktime);
            }
            if turn == Turn::Last {
                return report.close(object, cx, None);
            }
            report.watch(object, cx)?;
            cx.out.flush()?;
        }
    }
}

/// The map of counts.
///
/// # Errors
/// The object does not include `lib/counters.bpf.h`.
pub(super) fn map_of(object: &Object) -> Result<Map<'_>> {
    object.maps().find(|map| map.name() == "counters").context("the object has no map 'counters'")
}

/// So many counts, of all CPUs together.
///
/// # Errors
/// The kernel's.
pub(super) fn read(map: &Map<'_>, count: usize) -> Result<Vec<u64>> {
    let mut sums = vec![0u64; count];
    let all = map.lookup_percpu(&0u32.to_ne_bytes(), MapFlags::ANY).context("reading the counts")?;
    for cpu in all.unwrap_or_default() {
        let words = cpu.chunks_exact(8).map(|word| word.try_into().map_or(0, u64::from_ne_bytes));
        sums.iter_mut().zip(words).for_each(|(sum, word)| *sum = sum.wrapping_add(word));
    }
    Ok(sums)
}

/// Lets a program's struct of counts be read from bytes.
macro_rules! counts {
    ($type:ty) => {
        // SAFETY: plain C data: 64-bit integers, valid for every bit pattern.
        unsafe impl plain::Plain for $type {}
        const _: () = assert!(size_of::<$type>() % 8 == 0 && align_of::<$type>() == 8, "64-bit counts");
    };
}
pub(crate) use counts;

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn rates_are_the_nearest_whole_numbers() {
        let rate = |count, interval| Count { counts: (), interval }.per_second(count);
        assert_eq!(rate(1000, 1_000_000_000), 1000);
        assert_eq!((rate(1, 2_000_000_001), rate(1, 2_000_000_000)), (0, 1));
        assert_eq!((rate(3, 0), rate(u64::MAX, 1)), (3_000_000_000, u64::MAX));
    }
}
