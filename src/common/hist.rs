//! Histograms as the programs keep them (`src/bpf/lib/slot.h`): 16 slots to each power of two. From those slots come
//! bars, one to each power of two, exact ranges in the value's own unit, and percentiles.

use std::{collections::BTreeMap, fmt::Write};

use hdrhistogram::Histogram;

/// How many slots there are.
pub const SLOTS: usize = 720;

/// Bits of a slot's number within a power of two.
const STEP_BITS: u32 = 4;

/// The longest bar, in characters.
const BAR: u64 = 40;

/// The percentiles that are told: the key in JSON, the name in text, the quantile.
pub const QUANTILES: [(&str, &str, f64); 5] = [
    ("p50", "p50", 0.5),
    ("p90", "p90", 0.9),
    ("p99", "p99", 0.99),
    ("p99_9", "p99.9", 0.999),
    ("p99_99", "p99.99", 0.9999),
];

/// What bars are drawn in, while values stay what they are. A slot holds value * `mul` / `div`, so that 1 << `shift`
/// there is one of the bars' unit exactly, and each bar begins where a slot does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What stands above the bars.
    pub heading: &'static str,
    /// What values are, in JSON.
    pub value: &'static str,
    /// Values of this unit are this many of its bars' unit: 1000 ns are 1 us.
    pub size: u64,
    /// See the type.
    pub mul: u64,
    /// See the type.
    pub div: u64,
    shift: u32,
    /// A bar for each slot, not for each power of two: for small numbers, which have a slot of their own up to 31.
    is_linear: bool,
}

impl Unit {
    /// Nanoseconds.
    pub const NSECS: Unit = Unit { heading: "nsecs", value: "ns", size: 1, mul: 1, div: 1, shift: 0, is_linear: false };
    /// Nanoseconds, in bars of microseconds.
    pub const USECS: Unit =
        Unit { heading: "usecs", value: "ns", size: 1_000, mul: 128, div: 125, shift: 10, is_linear: false };
    /// Nanoseconds, in bars of milliseconds.
    pub const MSECS: Unit =
        Unit { heading: "msecs", value: "ns", size: 1_000_000, mul: 16_384, div: 15_625, shift: 20, is_linear: false };
    /// Bytes, in bars of KiB.
    pub const KBYTES: Unit =
        Unit { heading: "Kbytes", value: "bytes", size: 1_024, mul: 1, div: 1, shift: 10, is_linear: false };

    /// Megahertz, in bars of 200.
    pub const MHZ: Unit = Unit { heading: "mhz", value: "MHz", size: 1, mul: 1, div: 200, shift: 0, is_linear: true };
    /// Tasks, counted one by one.
    pub const TASKS: Unit =
        Unit { heading: "runqlen", value: "tasks", size: 1, mul: 1, div: 1, shift: 0, is_linear: true };

    /// Connections that wait in a queue.
    pub const BACKLOG: Unit = Unit { heading: "backlog", value: "connections", ..Self::NSECS };

    /// The values that a slot holds: first and last. Empty, with the last before the first, where slots are finer than
    /// values are.
    #[must_use]
    pub fn slot_range(&self, slot: usize) -> (u64, u64) {
        let first = |slot| (slot_start(slot) * self.div).div_ceil(self.mul);
        (first(slot), first(slot + 1).saturating_sub(1))
    }

    /// In which bar a slot lies. Of powers of two the first bar is of 0 and 1.
    fn bar(&self, slot: usize) -> usize {
        if self.is_linear {
            return slot;
        }
        (slot_start(slot) >> self.shift).checked_ilog2().unwrap_or(0) as usize
    }
}

/// The least number, as scaled by [`Unit`], that lies in a slot.
fn slot_start(slot: usize) -> u64 {
    let shift = (slot >> STEP_BITS).saturating_sub(1);
    ((slot - (shift << STEP_BITS)) as u64) << shift
}

/// The values of a bar of powers of two.
fn power_of_two(bar: usize) -> (u64, u64) {
    (if bar == 0 { 0 } else { 1 << bar }, (2 << bar) - 1)
}

/// What happened in an interval, of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hist {
    slots: BTreeMap<usize, u64>,
    sum: u64,
    max: u64,
}

impl Hist {
    /// Adds to a slot.
    pub fn add(&mut self, slot: usize, count: u64) {
        if count > 0 {
            *self.slots.entry(slot.min(SLOTS - 1)).or_default() += count;
        }
    }

    /// Adds to the sum of all values, and tells of a value that may be the greatest.
    pub fn add_sum(&mut self, sum: u64, max: u64) {
        self.sum = self.sum.wrapping_add(sum);
        self.max = self.max.max(max);
    }

    /// Adds another of the same unit.
    pub fn merge(&mut self, other: &Self) {
        for (slot, count) in &other.slots {
            self.add(*slot, *count);
        }
        self.add_sum(other.sum, other.max);
    }

    /// How many values there were.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.slots.values().sum()
    }

    /// The sum of all values.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.sum
    }

    /// The mean of all values, 0 if there are none.
    #[must_use]
    pub fn mean(&self) -> u64 {
        self.sum.checked_div(self.count()).unwrap_or(0)
    }

    /// The greatest value. Two CPUs can keep each other from noting it; the greatest slot bounds it.
    #[must_use]
    pub fn max(&self, unit: &Unit) -> u64 {
        let (low, high) = self.slots.last_key_value().map_or((0, 0), |(slot, _)| unit.slot_range(*slot));
        self.max.clamp(low, high)
    }

    /// Slots that are not empty: first value, last value, count.
    pub fn slots(&self, unit: &Unit) -> impl Iterator<Item = (u64, u64, u64)> {
        self.slots.iter().map(|(slot, count)| {
            let (low, high) = unit.slot_range(*slot);
            (low, high, *count)
        })
    }

    /// The same in the form that latency tools share: each value as the middle of its slot, at most 1/32 off.
    #[must_use]
    pub fn to_hdr(&self, unit: &Unit) -> Histogram<u64> {
        let mut hdr = empty_hdr();
        let max = self.max(unit);
        for (low, high, count) in self.slots(unit) {
            // It grows as needed, and no slot is beyond what it can hold.
            let _ = hdr.record_n(u64::midpoint(low, high).min(max), count);
        }
        hdr
    }

    /// The values at [`QUANTILES`]; `None` when nothing happened.
    #[must_use]
    pub fn percentiles(&self, unit: &Unit) -> Option<[u64; QUANTILES.len()]> {
        let (hdr, max) = (self.to_hdr(unit), self.max(unit));
        (!hdr.is_empty()).then(|| QUANTILES.map(|(_, _, quantile)| hdr.value_at_quantile(quantile).min(max)))
    }

    /// Draws the bars, a line each, up to the last that is not empty; nothing when all are.
    #[must_use]
    pub fn bars(&self, unit: &Unit) -> Vec<String> {
        let Some((last, _)) = self.slots.last_key_value() else { return Vec::new() };
        let mut bars = vec![0; unit.bar(*last) + 1];
        for (slot, count) in &self.slots {
            if let Some(bar) = bars.get_mut(unit.bar(*slot)) {
                *bar += count;
            }
        }
        let most = bars.iter().copied().max().unwrap_or(1);
        let mut lines = vec![format!("     {:<19} : count    distribution", unit.heading)];
        for (i, count) in bars.into_iter().enumerate() {
            let (low, high) = if unit.is_linear { unit.slot_range(i) } else { power_of_two(i) };
            let stars = "*".repeat((u128::from(count) * u128::from(BAR) / u128::from(most)) as usize);
            let range = if low == high { format!("{low:>10}") } else { format!("{low:>10} -> {high}") };
            lines.push(format!("{range:<24} : {count:<8} |{stars:<40}|"));
        }
        lines
    }

    /// The percentiles in the unit of the bars, one line; `None` when nothing happened.
    #[must_use]
    pub fn percentile_line(&self, unit: &Unit) -> Option<String> {
        let values = self.percentiles(unit)?;
        let told = |value: u64| value as f64 / unit.size as f64;
        let mut line = String::from("     ");
        for ((_, name, _), value) in QUANTILES.iter().zip(values) {
            // Writing to a String cannot fail.
            let _ = write!(line, "{name} {:.1}, ", told(value));
        }
        let _ = write!(line, "max {:.1} {}", told(self.max(unit)), unit.heading);
        Some(line)
    }
}

/// Three significant digits, growing as values come.
#[allow(clippy::expect_used, reason = "the crate refuses only more than 5 digits")]
fn empty_hdr() -> Histogram<u64> {
    let mut hdr = Histogram::new(3).expect("3 is a number of digits that it takes");
    hdr.auto(true);
    hdr
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    const UNITS: [Unit; 4] = [Unit::NSECS, Unit::USECS, Unit::MSECS, Unit::KBYTES];

    /// Compiles slot.h for this machine and asks it for the slots of `values`.
    fn slots_in_c(values: &[u64]) -> Vec<usize> {
        let dir = std::env::temp_dir().join(format!("probebox-slots-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let program = dir.join("slots");
        let source = r#"
            #include "lib/slot.h"
            int scanf(const char *, ...);
            int printf(const char *, ...);
            int main(void) { for (__u64 v; scanf("%llu", &v) == 1;) printf("%u\n", slot_of(v)); }
        "#;
        let mut clang = Command::new("clang")
            .args(["-O2", "-Wall", "-Werror", "-xc", "-", "-I", concat!(env!("CARGO_MANIFEST_DIR"), "/src/bpf"), "-o"])
            .arg(&program)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        clang.stdin.take().unwrap().write_all(source.as_bytes()).unwrap();
        assert!(clang.wait().unwrap().success());
        let input = dir.join("values");
        let text = values.iter().map(u64::to_string).collect::<Vec<_>>().join("\n");
        std::fs::write(&input, text).unwrap();
        let output = Command::new(&program).stdin(std::fs::File::open(&input).unwrap()).output().unwrap();
        std::fs::remove_dir_all(&dir).unwrap();
        String::from_utf8(output.stdout).unwrap().lines().map(|slot| slot.parse().unwrap()).collect()
    }

    #[test]
    fn c_and_rust_have_the_same_slots() {
        let mut values: Vec<u64> = (0..4096).collect();
        for slot in 0..SLOTS {
            let (start, next) = (slot_start(slot), slot_start(slot + 1));
            assert!(next > start, "slots ascend");
            assert!((next - start) * 16 <= start.max(16), "slot {slot} is wider than 1/16");
            values.extend([start, u64::midpoint(start, next - 1), next - 1]);
        }
        assert_eq!(slot_start(SLOTS), 1 << 48, "all values below 1 << 48 have a slot");
        for (value, slot) in values.iter().zip(slots_in_c(&values)) {
            assert!((slot_start(slot)..slot_start(slot + 1)).contains(value), "{value} is in slot {slot}");
        }
    }

    #[test]
    fn ranges_leave_out_no_value_and_hold_what_the_kernel_puts_there() {
        for unit in UNITS {
            let mut next = 0;
            for slot in 0..SLOTS {
                let (low, high) = unit.slot_range(slot);
                assert_eq!(low, next, "{}: slot {slot} begins where the one before ends", unit.heading);
                next = high + 1;
                for value in low..=high.min(low + 3) {
                    let scaled = value * unit.mul / unit.div;
                    assert!((slot_start(slot)..slot_start(slot + 1)).contains(&scaled), "{value} in {slot}");
                }
                if high >= low {
                    let scaled = high * unit.mul / unit.div;
                    assert!(scaled < slot_start(slot + 1), "{high} in {slot}");
                }
            }
        }
    }

    #[test]
    fn bars_begin_at_powers_of_two_of_their_unit() {
        for unit in UNITS {
            for bar in 1..20 {
                let start = unit.size << bar;
                let slot = (0..SLOTS).find(|slot| unit.slot_range(*slot).0 == start).unwrap();
                assert_eq!((unit.bar(slot - 1), unit.bar(slot)), (bar - 1, bar), "{} {bar}", unit.heading);
            }
            assert_eq!(unit.bar(0), 0);
        }
    }

    #[test]
    fn small_numbers_have_a_bar_each() {
        let lines = hist(&Unit::TASKS, &[0, 2, 2, 33]).bars(&Unit::TASKS);
        assert_eq!(lines[0], "     runqlen             : count    distribution");
        assert_eq!(lines[1], format!("         0               : 1        |{:<40}|", "*".repeat(20)));
        assert_eq!(lines[3], format!("         2               : 2        |{:<40}|", "*".repeat(40)));
        assert_eq!((lines.len(), &lines[33][..16]), (34, "        32 -> 33"));
    }

    /// A histogram of values, counted as the kernel does.
    fn hist(unit: &Unit, values: &[u64]) -> Hist {
        let mut hist = Hist::default();
        for &value in values {
            let scaled = value * unit.mul / unit.div;
            hist.add((0..SLOTS).rfind(|slot| slot_start(*slot) <= scaled).unwrap(), 1);
            hist.add_sum(value, value);
        }
        hist
    }

    #[test]
    fn bars_are_drawn() {
        let hist = hist(&Unit::USECS, &[0, 1_999, 4_000, 7_999, 5_000, 8_000]);
        let stars = |n: usize| format!("{:<40}", "*".repeat(n));
        assert_eq!(
            hist.bars(&Unit::USECS),
            [
                "     usecs               : count    distribution".to_owned(),
                format!("         0 -> 1          : 2        |{}|", stars(26)),
                format!("         2 -> 3          : 0        |{}|", stars(0)),
                format!("         4 -> 7          : 3        |{}|", stars(40)),
                format!("         8 -> 15         : 1        |{}|", stars(13)),
            ]
        );
        assert!(Hist::default().bars(&Unit::USECS).is_empty());
    }

    #[test]
    fn percentiles_are_near_and_the_greatest_is_exact() {
        let unit = Unit::USECS;
        let values: Vec<u64> = (1..=10_000u64).map(|n| n * 1_003).collect();
        let hist = hist(&unit, &values);
        assert_eq!((hist.count(), hist.sum(), hist.max(&unit)), (10_000, values.iter().sum(), 10_030_000));
        for ((_, name, quantile), got) in QUANTILES.iter().zip(hist.percentiles(&unit).unwrap()) {
            let exact = values[(quantile * values.len() as f64).ceil() as usize - 1];
            assert!(got.abs_diff(exact) * 30 <= exact, "{name}: {got}, exactly {exact}");
        }
        assert_eq!(hist.percentile_line(&unit).unwrap().split(", ").last().unwrap(), "max 10030.0 usecs");
        assert_eq!(Hist::default().percentiles(&unit), None);
    }

    #[test]
    fn a_single_value_is_each_percentile() {
        for value in [0, 1, 77, 1_000, 123_456_789] {
            for got in hist(&Unit::USECS, &[value]).percentiles(&Unit::USECS).unwrap() {
                assert!(got <= value && (value - got) * 30 <= value, "{got} for {value}");
            }
        }
    }

    #[test]
    fn a_greatest_value_that_was_not_noted_is_bounded_by_its_slot() {
        let unit = Unit::USECS;
        let mut hist = hist(&unit, &[1_000_000]);
        hist.max = 5;
        let max = hist.max(&unit);
        assert!(max.abs_diff(1_000_000) * 16 <= 1_000_000, "{max}");
    }
}
