//! biosnoop: each request once, with its submitter, on a disk whose delay is known.

use std::fs;
use std::path::Path;

use crate::support::{Disk, Output, Row, Tool, Workload, workload};

const DELAY: u64 = 20_000_000;

fn biosnoop(arguments: &[&str]) -> Tool {
    Tool::start(&[&["biosnoop", "--json"], arguments].concat())
}

/// One row for each of `count` direct reads of every other page, in the order in which they were done.
fn assert_reads(output: &Output, comm: &str, count: usize) {
    output.assert_nothing_lost();
    assert_eq!(output.rows.len(), count, "{output}");
    for (number, row) in output.rows.iter().enumerate() {
        // Direct reads are synchronous to newer kernels only.
        assert_eq!((row.text("comm"), row.text("disk"), &row.text("rwbs")[..1]), (comm, "nullb0", "R"), "{output}");
        assert_eq!((row.number("sector"), row.number("bytes")), (number as i64 * 16, 4096), "{output}");
        assert!(row.number("lat_ns") >= DELAY as i64 && row.number("err") == 0, "{output}");
    }
    assert!(output.rows.is_sorted_by_key(|row| row.text("time").to_owned()), "{output}");
}

#[test]
fn requests_are_their_submitters_whoever_issues_them() {
    // One at a time on the disk: what waits is issued by a kernel thread, or by whoever completes the one before.
    let disk = Disk::new("nullb0", DELAY, 1);
    disk.set_scheduler("mq-deadline");
    let tool = biosnoop(&["-d", disk.name]);
    let did = workload(&["comm", "submitter", "reads", "10", &disk.path(), "2"]);
    let output = tool.stop();
    output.assert_nothing_lost();
    assert_eq!(output.rows.len(), 10, "{output}");
    let most: i64 = did.one("longest_ns");
    for row in &output.rows {
        assert_eq!((row.text("comm"), row.text("flags").ends_with("Read")), ("submitter", true), "{output}");
        let (queued, took) = (row.get("queued_ns").as_i64().unwrap_or(0), row.number("lat_ns"));
        assert!(took >= DELAY as i64 && queued + took <= most, "{most} {output}");
    }
    let waited: i64 = output.rows.iter().filter_map(|row| row.get("queued_ns").as_i64()).max().unwrap();
    assert!(waited >= DELAY as i64 / 2, "{output}");
}

#[test]
fn filters_go_by_the_submitter_and_by_the_disk() {
    let (one, two) = (Disk::new("nullb0", DELAY, 64), Disk::new("nullb1", 0, 64));
    let known = Workload::start(&["comm", "known", "wait", "reads", "7", &one.path()]);
    let pid: String = known.said().one("pid");
    let by_pid = biosnoop(&["--pid", &pid]);
    let by_disk = biosnoop(&["-d", two.name]);
    let slow = biosnoop(&["-m", "10", "-d", one.name]);
    let slowest = biosnoop(&["-m", "60000"]);
    workload(&["reads", "3", &two.path()]);
    known.go();
    assert_reads(&by_pid.stop(), "known", 7);
    assert_reads(&slow.stop(), "known", 7);
    let slowest = slowest.stop();
    assert_eq!(slowest.rows.len(), 0, "{slowest}");
    let by_disk = by_disk.stop();
    assert_eq!(by_disk.rows.len(), 3, "{by_disk}");
}

#[test]
fn writeback_is_charged_to_the_cgroup_that_made_it_necessary() {
    let disk = Disk::new("nullb0", 0, 64);
    let owner = "/sys/fs/cgroup/probebox/owner";
    workload(&["cgroup", "probebox/owner", "true"]);
    let all = biosnoop(&["-d", disk.name, "--fields", "cgroup,comm,bytes,rwbs"]);
    let owners = biosnoop(&["-d", disk.name, "-c", owner]);
    workload(&["cgroup", "probebox/owner", "dirty", "1048576", &disk.path()]);
    workload(&["comm", "flusher", "cgroup", "probebox/other", "fsync", &disk.path()]);
    let (all, owners) = (all.stop(), owners.stop());
    let bytes = |output: &Output, wanted: &dyn Fn(&Row) -> bool| -> i64 {
        output.rows_where(wanted).iter().map(|row| row.number("bytes")).sum()
    };
    let group = std::os::unix::fs::MetadataExt::ino(&fs::metadata(Path::new(owner)).unwrap());
    assert_eq!(bytes(&all, &|row| row.number("cgroup") == group as i64), 1_048_576, "{all}");
    assert_eq!(bytes(&owners, &|_| true), 1_048_576, "{owners}");
}

#[test]
fn failed_requests_have_their_error() {
    let disk = Disk::new("nullb0", 0, 64);
    disk.set_bad_blocks(0, 7);
    let tool = biosnoop(&["-d", disk.name]);
    workload(&["read-bad", &disk.path()]);
    let output = tool.stop();
    output.assert_nothing_lost();
    let row = output.only(|_| true);
    assert_eq!((row.number("err"), row.text("error"), row.number("sector")), (5, "EIO", 0), "{output}");
}

#[test]
fn text_has_the_columns_people_know() {
    let disk = Disk::new("nullb0", DELAY, 64);
    let tool = Tool::start(&["biosnoop", "-Q", "-d", disk.name]);
    workload(&["comm", "reader", "reads", "1", &disk.path()]);
    let finished = tool.stop_text();
    let lines: Vec<Vec<String>> =
        finished.stdout().lines().map(|line| line.split_whitespace().map(str::to_owned).collect()).collect();
    assert_eq!(
        lines[0],
        ["TIME(s)", "COMM", "PID", "DISK", "T", "SECTOR", "BYTES", "QUE(ms)", "LAT(ms)"],
        "{finished}"
    );
    assert_eq!((lines[1][1].as_str(), lines[1][5..7].join(" ").as_str()), ("reader", "0 4096"), "{finished}");
}
