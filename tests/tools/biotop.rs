//! biotop: requests, bytes and time of each submitter, on a disk whose delay is known.

use crate::support::{Disk, Output, Tool, Workload, workload};

const DELAY: u64 = 20_000_000;

/// What all intervals together have of one thread: requests, bytes, time on the device.
fn sums(output: &Output, comm: &str, operation: &str) -> (i64, i64, i64) {
    output.assert_nothing_lost();
    let rows = output.rows_where(|row| {
        row.get("comm") == comm && row.text("operation") == operation && row.text("disk") == "nullb0"
    });
    rows.iter().fold((0, 0, 0), |sum, row| {
        let (io, total) = (row.number("io"), row.number("total_ns"));
        assert_eq!(row.number("avg_ns"), total / io, "{output}");
        assert!(row.number("interval_ns") > 0, "{output}");
        (sum.0 + io, sum.1 + row.number("bytes"), sum.2 + total)
    })
}

/// Each is counted, or told to have been skipped: where programs are preempted the kernel does that at times.
fn assert_told(output: &Output, counted: i64, done: i64) {
    assert!((done - output.lost("missed")..=done).contains(&counted), "{counted} of {done}: {output}");
}

#[test]
fn requests_are_their_submitters_to_the_byte() {
    // One at a time on the disk: what waits is issued by a kernel thread, or by whoever completes the one before.
    let disk = Disk::new("nullb0", DELAY, 1);
    disk.set_scheduler("mq-deadline");
    let known = Workload::start(&["comm", "reader", "wait", "reads", "60", &disk.path(), "2"]);
    let pid: String = known.said().one("pid");
    let all = Tool::start(&["biotop", "--json"]);
    let one = Tool::start(&["biotop", "--json", "-p", &pid]);
    known.go();
    workload(&["comm", "writer", "writes", "7", &disk.path()]);
    let (all, one) = (all.stop(), one.stop());
    let (reads, bytes, time) = sums(&all, "reader", "R");
    assert_told(&all, reads, 60);
    assert_eq!(bytes, reads * 4096, "{all}");
    assert!(time >= reads * DELAY as i64, "{all}");
    assert_told(&all, sums(&all, "writer", "W").0, 7);
    assert_eq!(sums(&all, "writer", "R"), (0, 0, 0), "{all}");
    // More than a second was told: in more than one table, each request in one of them.
    assert!(all.rows_where(|row| row.get("comm") == "reader").len() >= 2, "{all}");
    assert_told(&one, sums(&one, "reader", "R").0, 60);
    assert!(one.rows.iter().all(|row| row.number("pid").to_string() == pid), "{one}");
}

#[test]
fn failed_requests_count_and_the_order_is_what_was_asked_for() {
    let (disk, bad) = (Disk::new("nullb0", 0, 64), Disk::new("nullb1", 0, 64));
    bad.set_bad_blocks(0, 7);
    let tool = Tool::start(&["biotop", "--json", "-s", "io", "100", "--comm", "one,many,few"]);
    workload(&["comm", "one", "read-bad", &bad.path()]);
    workload(&["comm", "many", "writes", "9", &disk.path()]);
    workload(&["comm", "few", "writes", "5", &disk.path()]);
    let output = tool.stop();
    let rows: Vec<_> = output.rows.iter().map(|row| (row.text("comm"), row.number("io"))).collect();
    assert_eq!(rows, [("many", 9), ("few", 5), ("one", 1)], "{output}");
}

#[test]
fn text_is_what_people_know() {
    let disk = Disk::new("nullb0", DELAY, 64);
    let tool = Tool::start(&["biotop", "-r", "1", "100"]);
    workload(&["comm", "writer", "writes", "8", &disk.path()]);
    workload(&["comm", "other", "writes", "2", &disk.path()]);
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines.len(), 4, "{finished}");
    assert_eq!((lines[0][0].len(), lines[0][1], lines[0].len()), ("12:34:56".len(), "loadavg:", 7), "{finished}");
    assert!(lines[1].is_empty(), "{finished}");
    assert_eq!(lines[2], ["PID", "COMM", "D", "MAJ", "MIN", "DISK", "I/O", "Kbytes", "AVGms"], "{finished}");
    assert_eq!((lines[3][1], lines[3][2]), ("writer", "W"), "{finished}");
    assert_eq!(lines[3][5..8], ["nullb0", "8", "32"], "{finished}");
}
