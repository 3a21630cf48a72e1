//! The kernel's own counts in `/proc/softirqs` and `/proc/interrupts`: a name, and a number for each CPU.

use std::collections::BTreeMap;
use std::fs;

use super::{Output, Row, Tool};

pub type Counters = BTreeMap<String, Vec<u64>>;

pub fn read(file: &str) -> Counters {
    let text = fs::read_to_string(file).unwrap();
    let line = |line: &str| {
        let (name, numbers) = line.split_once(':')?;
        let numbers = numbers.split_whitespace().map_while(|number| number.parse().ok()).collect();
        Some((name.trim().to_lowercase(), numbers))
    };
    text.lines().filter_map(line).collect()
}

/// Runs a tool while `cause` happens and compares what it counted with what the kernel did: at least what came between
/// ready and stop, at most what came between start and end. `named` is a row's name in `file`, `cpus` those that count.
pub fn compare(
    file: &str,
    arguments: &[&str],
    cpus: std::ops::Range<usize>,
    cause: impl FnOnce(),
    named: impl Fn(&Row) -> String,
) -> Output {
    let before = read(file);
    let tool = Tool::start(arguments);
    let low = read(file);
    cause();
    let high = read(file);
    let output = tool.stop();
    let after = read(file);
    output.assert_nothing_lost();
    let sum =
        |counters: &Counters, name: &str| -> u64 { counters[name].iter().skip(cpus.start).take(cpus.len()).sum() };
    for name in after.keys() {
        let rows = output.rows.iter().filter(|row| &named(row) == name);
        let told: u64 = rows.map(|row| row.number("count") as u64).sum();
        // One was under way on each CPU, perhaps, when the kernel was asked.
        let least = (sum(&high, name) - sum(&low, name)).saturating_sub(cpus.len() as u64);
        let most = sum(&after, name) - sum(&before, name);
        let is_ours = output.rows.iter().any(|row| &named(row) == name);
        assert!((told >= least || !is_ours) && told <= most, "{name}: {least} to {most}, not {told}: {output}");
    }
    output
}
