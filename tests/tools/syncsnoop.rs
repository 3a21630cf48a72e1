//! syncsnoop: each call once, with what it was given and how it ended.

use std::fs;

use crate::support::{Row, Tool, Workload, mark, workload, workload_path};

const CALLS: [&str; 6] = ["sync", "fsync", "fdatasync", "msync", "syncfs", "sync_file_range"];
const EBADF: i64 = 9;

#[test]
fn every_call_is_seen_once_also_of_32_bit_programs() {
    let name = mark("sync");
    fs::write(&name, vec![1; 8192]).unwrap();
    let acting = Workload::start(&["wait", "sync", "8192", &name]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["syncsnoop", "--json", "--pid", &pid]);
    workload(&["sync", "8192", &name]);
    let did = acting.go();
    let output = tool.stop();
    output.assert_nothing_lost();
    fs::remove_file(&name).unwrap();
    // Six calls, the six of 32-bit programs, and one that fails.
    let calls: Vec<&str> = output.rows.iter().map(|row| row.text("call")).collect();
    assert_eq!(calls, [&CALLS[..], &CALLS[..], &["fsync"]].concat(), "{output}");
    let (fd, msync): (i64, [i64; 2]) = (did.one("fd"), [did.one("mapped"), did.one("mapped_32")]);
    let is_32 = |at: usize| at >= CALLS.len();
    for (at, row) in output.rows[..12].iter().enumerate() {
        assert_eq!(
            (row.number("pid"), row.text("comm"), row.number("err")),
            (pid.parse().unwrap(), "workload", 0),
            "{output}"
        );
        let takes_fd = !["sync", "msync"].contains(&row.text("call"));
        assert_eq!(row.get("fd").as_i64(), takes_fd.then_some(fd), "{output}");
        assert_eq!(row.get("path").as_str(), takes_fd.then_some(name.as_str()), "{output}");
        let range = |row: &Row| ["start", "length_bytes"].map(|key| row.get(key).as_i64());
        let wanted = match row.text("call") {
            "msync" => [Some(msync[usize::from(is_32(at))]), Some(4096)],
            // The range needs all 64 bits of both numbers.
            "sync_file_range" => [Some(0x1_0000_1000), Some(0x2_0000_2000)],
            _ => [None, None],
        };
        assert_eq!(range(row), wanted, "{output}");
    }
    let failed = &output.rows[12];
    assert_eq!((failed.number("fd"), failed.number("err"), failed.text("path")), (-1, EBADF, ""), "{output}");
}

#[test]
fn columns_are_those_people_know_and_tracefs_is_not_needed() {
    let name = mark("sync-columns");
    fs::write(&name, "x").unwrap();
    let mut command = std::process::Command::new("unshare");
    let here = workload_path();
    let probebox = std::path::Path::new(&here).with_file_name("probebox");
    let script = "umount -l /sys/kernel/tracing; umount -l /sys/kernel/debug; exec \"$0\" syncsnoop --comm workload";
    command.args(["-m", "sh", "-c", script]).arg(probebox);
    let tool = Tool::start_with(command);
    workload(&["fsync", &name]);
    let finished = tool.stop_text();
    fs::remove_file(&name).unwrap();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["TIME(s)", "COMM", "CALL"], "{finished}");
    assert_eq!(lines.len(), 2, "{finished}");
    assert_eq!(lines[1][1..], ["workload", "fsync"], "{finished}");
    assert!(lines[1][0].parse::<f64>().is_ok(), "{finished}");
}
