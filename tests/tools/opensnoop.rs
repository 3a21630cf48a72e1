//! opensnoop: every open once, with the kernel's own name and the right result.

use std::collections::BTreeMap;
use std::fs;

use crate::support::{Output, Row, Signal, Tool, Workload, kernel, mark, workload, workload_path};

/// The flags with which the workload creates: O_RDWR | O_CREAT | O_CLOEXEC, and its mode.
const CREATE: i64 = 0o2_000_102;
const MODE: i64 = 0o640;
const ENOENT: i64 = 2;
const EFAULT: i64 = 14;
const EMFILE: i64 = 24;

fn opensnoop(name: &str, arguments: &[&str]) -> Tool {
    Tool::start(&[["opensnoop", "--json", "--path", &mark(name)].as_slice(), arguments].concat())
}

fn by_path(output: &Output) -> BTreeMap<String, &Row> {
    let rows: BTreeMap<String, &Row> = output.rows.iter().map(|row| (row.text("path").to_owned(), row)).collect();
    assert_eq!(rows.len(), output.rows.len(), "a name is there twice: {output}");
    rows
}

#[test]
fn a_thousand_marked_names_are_found_once_each() {
    let acting = Workload::start(&["wait", "opens", "1000", &mark("thousand")]);
    let pid: i64 = acting.said().one("pid");
    let tool = opensnoop("thousand", &[]);
    acting.go();
    let output = tool.stop();
    output.assert_nothing_lost();
    let rows = by_path(&output);
    assert_eq!(rows.len(), 1000, "{output}");
    for number in 0..1000 {
        let row = rows[&format!("{}{number:06}", mark("thousand"))];
        assert_eq!((row.number("pid"), row.number("tid"), row.number("uid")), (pid, pid, 0), "{row:?}");
        assert_eq!(row.text("comm"), "workload", "{row:?}");
        if number % 2 == 0 {
            assert!(row.number("fd") >= 3, "{row:?}");
            assert_eq!((row.number("err"), row.get("error").as_str()), (0, None), "{row:?}");
            assert_eq!((row.number("flags"), row.number("mode")), (CREATE, MODE), "{row:?}");
        } else {
            assert_eq!((row.number("fd"), row.number("err"), row.text("error")), (-1, ENOENT, "ENOENT"), "{row:?}");
            assert_eq!(row.number("flags"), 0, "{row:?}");
        }
    }
}

#[test]
fn every_way_to_open_is_seen_once() {
    let ways = ["open", "creat", "openat", "relative", "openat2", "uring", "uring-async", "int80"];
    let tool = opensnoop("way", &["-F"]);
    let done = ways.map(|way| {
        let name = mark("way") + way;
        let did = workload(&["open", way, &name]);
        (way, name, did)
    });
    let output = tool.stop();
    output.assert_nothing_lost();
    assert_eq!(output.rows.len(), ways.len(), "{output}");
    for (way, name, did) in done {
        let row = output.only(|row| row.text("path") == name);
        assert_eq!((row.number("fd"), row.number("err")), (did.one::<i64>("fd"), 0), "{way}: {output}");
        // Up to 5.11 io_uring's workers are threads of the kernel, not of the process.
        if !way.starts_with("uring") || kernel() >= (5, 12) {
            assert_eq!(row.number("pid"), did.one::<i64>("pid"), "{way}: {output}");
        }
        fs::remove_file(name).unwrap();
    }
}

#[test]
fn a_file_in_a_slot_of_io_uring_is_seen() {
    let name = mark("slot");
    let tool = opensnoop("slot", &[]);
    workload(&["open", "uring-slot", &name]);
    let output = tool.stop();
    let row = output.only(|_| true);
    assert_eq!((row.text("path"), row.number("fd"), row.number("err")), (name.as_str(), -1, 0), "{output}");
    fs::remove_file(name).unwrap();
}

#[test]
fn an_open_by_handle_is_seen() {
    // A file system that gives out handles: tmpfs does.
    let name = mark("handle");
    fs::write(&name, "").unwrap();
    let acting = Workload::start(&["wait", "open", "handle", &name]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["opensnoop", "--json", "--pid", &pid]);
    let did = acting.go();
    let output = tool.stop();
    let row = output.only(|row| row.number("fd") == did.one::<i64>("fd"));
    assert_eq!(row.text("path"), name, "{output}");
    assert_eq!(output.rows.len(), 2, "the directory and the file: {output}");
    fs::remove_file(name).unwrap();
}

#[test]
fn a_name_changed_during_the_call_does_not_fool_it() {
    let (true_name, innocent) = (mark("fifo-true"), mark("fifo-innocent"));
    let tool = opensnoop("fifo", &[]);
    let did = workload(&["fifo", &true_name, &innocent]);
    let output = tool.stop();
    // The reader's open and the writer's, both of the true name.
    assert_eq!(output.rows.len(), 2, "{output}");
    assert!(output.rows.iter().all(|row| row.text("path") == true_name), "{output}");
    assert_eq!(output.rows_where(|row| row.number("fd") == did.one::<i64>("fd")).len(), 1, "{output}");
}

#[test]
fn opens_that_fail_before_the_name_is_looked_up() {
    let name = mark("emfile");
    let acting = Workload::start(&["wait", "open", "emfile", &name]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["opensnoop", "--json", "--pid", &pid]);
    acting.go();
    let output = tool.stop();
    let row = output.only(|_| true);
    assert_eq!((row.number("fd"), row.number("err"), row.text("error")), (-1, EMFILE, "EMFILE"), "{output}");
    assert_eq!(row.text("path"), name, "{output}");
}

#[test]
fn an_address_that_cannot_be_read_is_an_open_too() {
    let acting = Workload::start(&["wait", "open", "efault", "-"]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["opensnoop", "--json", "--pid", &pid]);
    acting.go();
    let output = tool.stop();
    let row = output.only(|_| true);
    assert_eq!((row.number("fd"), row.number("err")), (-1, EFAULT), "{output}");
    // The kernel could not read it either, so nothing is lost.
    output.assert_nothing_lost();
}

#[test]
fn a_file_without_a_name_is_seen() {
    let acting = Workload::start(&["wait", "open", "tmpfile", "/tmp"]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["opensnoop", "--json", "--pid", &pid]);
    let did = acting.go();
    let output = tool.stop();
    let row = output.only(|_| true);
    assert_eq!((row.number("fd"), row.text("path")), (did.one::<i64>("fd"), "/tmp"), "{output}");
}

#[test]
fn relative_names_are_told_as_given_or_in_full() {
    for (option, wanted) in [(&[][..], "probebox-relative"), (&["-F"], "/tmp/probebox-relative")] {
        let acting = Workload::start(&["wait", "open", "relative", "/tmp/probebox-relative"]);
        let pid: String = acting.said().one("pid");
        let tool = Tool::start(&[&["opensnoop", "--json", "--pid", &pid], option].concat());
        let did = acting.go();
        let output = tool.stop();
        let row = output.only(|row| row.number("fd") == did.one::<i64>("fd"));
        assert_eq!(row.text("path"), wanted, "{output}");
    }
    fs::remove_file("/tmp/probebox-relative").unwrap();
}

#[test]
fn a_path_as_long_as_the_kernel_takes_is_whole() {
    let deep: String = std::iter::repeat_n("/probebox-long-name-of-a-folder", 132).collect();
    let name = format!("{deep}/{}", "n".repeat(4095 - deep.len() - 1));
    assert_eq!(name.len(), 4095);
    let acting = Workload::start(&["wait", "open", "openat", &name]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["opensnoop", "--json", "--pid", &pid]);
    acting.fail();
    let output = tool.stop();
    let row = output.only(|_| true);
    assert_eq!((row.text("path"), row.number("err")), (name.as_str(), ENOENT), "{output}");
    output.assert_nothing_lost();
}

#[test]
fn only_failed_opens() {
    for option in ["-x", "--failed"] {
        let tool = opensnoop("failed", &[option]);
        workload(&["opens", "1000", &mark("failed")]);
        let output = tool.stop();
        assert_eq!(output.rows.len(), 500, "{output}");
        assert!(output.rows.iter().all(|row| row.number("err") == ENOENT), "{output}");
    }
}

#[test]
fn short_options_keep_their_meaning() {
    let acting = Workload::start(&["uid", "4711", "comm", "the-name-here", "wait", "opens", "10", &mark("short")]);
    let pid: String = acting.said().one("pid");
    // -n looks for the text anywhere in the name of the task.
    let tool = Tool::start(&["opensnoop", "-p", &pid, "-t", &pid, "-u", "4711", "-n", "name", "-T", "-U", "-e"]);
    let aside = Workload::start(&["uid", "4711", "comm", "other", "wait", "opens", "1000", &mark("not-short")]);
    drop((acting.go(), aside.go()));
    tool.process.signal(Signal::Int);
    let finished = tool.process.wait();
    assert_eq!(finished.code(), 0, "{finished}");
    let mut lines = finished.stdout().lines();
    let header: Vec<&str> = lines.next().unwrap().split_whitespace().collect();
    assert_eq!(header, ["TIME", "UID", "PID", "COMM", "FD", "ERR", "FLAGS", "MODE", "PATH"], "{finished}");
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows.len(), 10, "{finished}");
    for row in rows {
        assert_eq!((row[1], row[2], row[3]), ("4711", pid.as_str(), "the-name-here"), "{finished}");
        assert!(row[8].starts_with(&mark("short")), "{finished}");
    }
}

#[test]
fn the_default_columns_are_the_ones_people_know() {
    let tool = Tool::start(&["opensnoop", "--path", &mark("columns")]);
    workload(&["opens", "2", &mark("columns")]);
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["PID", "COMM", "FD", "ERR", "PATH"], "{finished}");
    assert_eq!(lines.len(), 3, "{finished}");
    assert_eq!(lines[1][3..], ["0", &format!("{}000000", mark("columns"))], "{finished}");
    assert_eq!(lines[2][2..], ["-1", "2", &format!("{}000001", mark("columns"))], "{finished}");
}

#[test]
fn callers_have_names() {
    let name = mark("callers");
    let tool = opensnoop("callers", &["-c"]);
    let acting = Workload::start(&["callers", &name]);
    tool.process.wait_for_stdout(|text| text.contains(&name));
    acting.go();
    let output = tool.stop();
    let row = output.only(|_| true);
    assert_eq!(row.text("path"), name, "{output}");
    let frames = row.get("callers").as_array().expect("an array");
    assert!(frames.len() > 2, "{output}");
    for (frame, wanted) in frames.iter().zip(["probebox_inner", "probebox_outer"]) {
        assert_eq!(frame["symbol"], wanted, "{output}");
        assert_eq!(frame["module"], workload_path(), "{output}");
    }
    fs::remove_file(name).unwrap();
}
