//! A histogram as JSON tells it.

use serde_json::{Map, Value};

use super::{Row, Tool};

/// A histogram's step is at most so much of its value.
pub const STEP: f64 = 0.0625;

/// The histograms of a tool's whole output, whose counts must agree with themselves.
pub fn all(tool: Tool) -> Vec<Histogram> {
    let output = tool.stop();
    output.assert_nothing_lost();
    output.rows.iter().map(Histogram::new).collect()
}

/// How many of `key` were counted in all.
pub fn count_of(all: &[Histogram], key: &str, value: i64) -> u64 {
    all.iter().filter(|one| one.key_number(key) == Some(value)).map(|one| one.count).sum()
}

/// How many the text's bars count from the one that holds `value` on: what takes so long at least is there, or higher up.
pub fn bar_of(text: &str, value: u64) -> u64 {
    let bars = text.lines().filter_map(|line| line.split_once(" -> "));
    let bars = bars.filter_map(|(_, rest)| {
        let mut words = rest.split_whitespace();
        let high: u64 = words.next()?.parse().ok()?;
        let count: u64 = words.nth(1)?.parse().ok()?;
        (high >= value).then_some(count)
    });
    bars.sum()
}

#[derive(Debug)]
pub struct Slot {
    pub low: u64,
    pub high: u64,
    pub count: u64,
}

#[derive(Debug)]
pub struct Histogram {
    pub key: Map<String, Value>,
    pub count: u64,
    pub sum: u64,
    pub slots: Vec<Slot>,
    pub max: u64,
}

impl Histogram {
    /// Reads one, and checks all that must hold between its parts.
    pub fn new(row: &Row) -> Self {
        let number = |row: &Row, key: &str| u64::try_from(row.number(key)).unwrap_or_else(|_| panic!("{key}: {row:?}"));
        assert!(matches!(row.text("unit"), "ns" | "bytes" | "tasks" | "connections" | "MHz"), "{row:?}");
        let slots: Vec<Slot> = row
            .get("slots")
            .as_array()
            .expect("slots")
            .iter()
            .map(|slot| Row(slot.clone()))
            .map(|slot| Slot { low: number(&slot, "low"), high: number(&slot, "high"), count: number(&slot, "count") })
            .collect();
        let percentiles = Row(row.get("percentiles").clone());
        let this = Self {
            key: row.get("key").as_object().expect("key").clone(),
            count: number(row, "count"),
            sum: number(row, "sum"),
            slots,
            max: number(&percentiles, "max"),
        };
        assert_eq!(this.slots.iter().map(|slot| slot.count).sum::<u64>(), this.count, "{row:?}");
        assert!(this.slots.iter().all(|slot| slot.low <= slot.high), "{row:?}");
        assert!(this.slots.windows(2).all(|pair| pair[0].high < pair[1].low), "slots overlap: {row:?}");
        let least: u64 = this.slots.iter().map(|slot| slot.low * slot.count).sum();
        let most: u64 = this.slots.iter().map(|slot| slot.high * slot.count).sum();
        assert!((least..=most).contains(&this.sum), "the sum cannot be {least}..{most}: {row:?}");
        let named = ["p50", "p90", "p99", "p99_9", "p99_99", "max"].map(|name| number(&percentiles, name));
        assert!(named.is_sorted(), "{row:?}");
        this
    }

    pub fn key_number(&self, key: &str) -> Option<i64> {
        self.key.get(key).and_then(Value::as_i64)
    }

    pub fn key_text(&self, key: &str) -> Option<&str> {
        self.key.get(key).and_then(Value::as_str)
    }
}
