//! softirqs: as many as the kernel counts, and how long they took.

use crate::support::{Histogram, Tool, counters, workload};

const FILE: &str = "/proc/softirqs";

/// For long enough to be seen in two intervals of a second.
fn busy() {
    workload(&["preempt", "1500"]);
}

#[test]
fn counts_are_the_kernels_own() {
    let name = |row: &crate::support::Row| row.text("softirq").to_owned();
    // Written and cleared in between: nothing is told twice or not at all.
    let output = counters::compare(FILE, &["softirqs", "--json", "1"], 0..64, busy, name);
    let timers = output.rows_where(|row| row.text("softirq") == "timer");
    assert!(timers.len() >= 2, "{output}");
    for row in &output.rows {
        let (count, total, max) = (row.number("count"), row.number("total_ns"), row.number("max_ns"));
        assert!(count > 0 && max > 0 && max <= total && total <= max * count, "{output}");
    }
}

#[test]
fn distributions_and_nobody() {
    let tool = Tool::start(&["softirqs", "--json", "-d"]);
    workload(&["preempt", "200"]);
    let output = tool.stop();
    let timer = output.only(|row| row.get("key")["softirq"] == "timer");
    assert!(Histogram::new(timer).count > 0, "{output}");

    let nobody = Tool::start(&["softirqs", "--json", "--pid", "4194304"]);
    workload(&["preempt", "50"]);
    assert!(nobody.stop().rows.is_empty());
}

#[test]
fn text_is_what_people_know() {
    let tool = Tool::start(&["softirqs", "-NCT", "--top", "1"]);
    workload(&["preempt", "200"]);
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines.len(), 3, "{finished}");
    assert_eq!(lines[0][0].len(), "12:34:56".len(), "{finished}");
    assert_eq!(lines[1], ["SOFTIRQ", "TOTAL_nsecs", "TOTAL_count"], "{finished}");
}

/// Takes more than one CPU: see `tests/vm/matrix`.
mod parallel {
    use super::*;

    #[test]
    fn one_cpu_alone() {
        let name = |row: &crate::support::Row| row.text("softirq").to_owned();
        let output = counters::compare(FILE, &["softirqs", "--json", "-c", "1"], 1..2, busy, name);
        assert!(!output.rows.is_empty(), "{output}");
    }
}
