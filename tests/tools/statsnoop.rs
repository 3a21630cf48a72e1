//! statsnoop: each question once, with the kernel's own name and the right result.

use std::fs;

use crate::support::{Tool, Workload, mark, run, workload};

const WAYS: [&str; 11] = [
    "stat",
    "lstat",
    "newfstatat",
    "statx",
    "statfs",
    "stat64",
    "io_uring",
    "fd-fstat",
    "fd-newfstatat",
    "fd-statx",
    "fd-fstatfs",
];
const ENOENT: i64 = 2;
const EFAULT: i64 = 14;

/// What is to be seen of a call by this way.
fn syscall(way: &str) -> &str {
    way.strip_prefix("fd-").unwrap_or(way)
}

#[test]
fn every_way_to_ask_is_seen_once() {
    let tool = Tool::start(&["statsnoop", "--json"]);
    let done = WAYS.map(|way| {
        let name = mark(&format!("stat-{way}"));
        fs::write(&name, "").unwrap();
        let did = workload(&["stat", way, &name]);
        fs::remove_file(&name).unwrap();
        (way, name, did)
    });
    let output = tool.stop();
    output.assert_nothing_lost();
    for (way, name, did) in done {
        let row = output.only(|row| row.text("path") == name);
        let results = ["ret", "err"].map(|key| row.number(key));
        assert_eq!((results, row.number("pid")), ([0, 0], did.one::<i64>("pid")), "{way}: {output}");
        // io_uring has the work done by the caller, or by a thread of its own.
        let is_uring = ["io_uring", "io_uring_enter"].contains(&row.text("syscall"));
        assert!(row.text("syscall") == syscall(way) || way == "io_uring" && is_uring, "{way}: {output}");
        assert_eq!(row.get("abi").as_str(), (way == "stat64").then_some("i386"), "{way}: {output}");
        let fd: Option<i64> = way.starts_with("fd-").then(|| did.one("fd"));
        assert_eq!(row.get("dfd").as_i64(), fd, "{way}: {output}");
    }
}

#[test]
fn failures_alone_and_one_process_alone() {
    let name = mark("stat-missing");
    let acting = Workload::start(&["uid", "4711", "wait", "stat", "statx", &name]);
    let pid: String = acting.said().one("pid");
    let by_pid = Tool::start(&["statsnoop", "--json", "-p", &pid]);
    let failed = Tool::start(&["statsnoop", "--json", "-x"]);
    let aside = Workload::start(&["wait", "stat", "stat", "/tmp"]);
    aside.go();
    acting.fail();
    for output in [by_pid.stop(), failed.stop()] {
        output.assert_nothing_lost();
        let row = output.only(|row| row.text("path") == name);
        assert_eq!((row.number("ret"), row.number("err"), row.text("error")), (-1, ENOENT, "ENOENT"), "{output}");
        assert_eq!((row.number("uid"), row.text("comm")), (4711, "workload"), "{output}");
        assert!(output.rows.iter().all(|row| row.number("err") != 0), "{output}");
    }
}

#[test]
fn an_address_that_cannot_be_read_is_a_question_too() {
    let acting = Workload::start(&["wait", "stat", "efault", "-"]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["statsnoop", "--json", "-p", &pid]);
    acting.fail();
    let output = tool.stop();
    let row = output.only(|_| true);
    assert_eq!((row.number("err"), row.get("path").as_str()), (EFAULT, None), "{output}");
    // The kernel could not read it either, so nothing is lost.
    output.assert_nothing_lost();
}

#[test]
fn columns_are_those_people_know() {
    for (options, header) in [
        (&[][..], &["PID", "COMM", "RET", "ERR", "PATH"][..]),
        (&["-t", "-s"], &["TIME(s)", "PID", "COMM", "RET", "ERR", "SYSCALL", "PATH"]),
    ] {
        let tool = Tool::start(&[&["statsnoop", "--comm", "workload"], options].concat());
        let name = mark("stat-columns");
        let finished = run(&crate::support::workload_path(), &["stat", "lstat", &name]);
        assert_eq!(finished.code(), 1, "{finished}");
        let finished = tool.stop_text();
        let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines[0], header, "{finished}");
        let row = lines.iter().find(|row| row.last() == Some(&name.as_str())).unwrap();
        let at = header.iter().position(|name| *name == "COMM").unwrap();
        assert_eq!(row[at..at + 3], ["workload", "-1", "2"], "{finished}");
        assert_eq!(row.contains(&"lstat"), header.contains(&"SYSCALL"), "{finished}");
    }
}
