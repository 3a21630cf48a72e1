//! How many tasks there are.

use std::fs;

/// The default of `INFLIGHT` maps in `src/bpf/lib/inflight.bpf.h`.
const LEAST: u32 = 10_240;

/// Entries for a map that has one for each task: room for twice as many as there are now.
#[must_use]
pub fn map_entries() -> u32 {
    let tasks = fs::read_to_string("/proc/loadavg").ok().and_then(|text| count(&text));
    tasks.map_or(LEAST, |tasks| tasks.saturating_mul(2).max(LEAST))
}

/// `0.20 0.18 0.12 1/80 11206`: behind the slash.
fn count(loadavg: &str) -> Option<u32> {
    loadavg.split(' ').nth(3)?.split_once('/')?.1.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_counted() {
        assert_eq!(count("0.20 0.18 0.12 1/80 11206\n"), Some(80));
        assert!(map_entries() >= LEAST);
    }
}
