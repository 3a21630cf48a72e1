//! hardirqs: as many as the kernel counts, by name, number and CPU.

use std::fs;

use crate::support::{Histogram, Row, Tool, counters};

const FILE: &str = "/proc/interrupts";

/// A serial line that nobody reads tells each time that it has sent something.
fn interrupts() {
    for _ in 0..20 {
        fs::write("/dev/ttyS0", "interrupt\n").unwrap();
    }
}

fn number(row: &Row) -> String {
    row.number("irq").to_string()
}

#[test]
fn counts_are_the_kernels_own() {
    let output = counters::compare(FILE, &["hardirqs", "--json", "-C"], 0..64, interrupts, number);
    let serial = output.rows_where(|row| row.text("hardirq") == "ttyS0");
    assert!(!serial.is_empty(), "{output}");
    for row in serial {
        let (count, total, max) = (row.number("count"), row.number("total_ns"), row.number("max_ns"));
        assert!(max > 0 && max <= total && total <= max * count, "{output}");
    }
}

#[test]
fn distributions_and_nobody() {
    let tool = Tool::start(&["hardirqs", "--json", "-d"]);
    let nobody = Tool::start(&["hardirqs", "--json", "--pid", "4194304"]);
    interrupts();
    assert!(nobody.stop().rows.is_empty());
    let output = tool.stop();
    let serial = output.only(|row| row.get("key")["hardirq"] == "ttyS0");
    assert!(Histogram::new(serial).count > 0, "{output}");
}
