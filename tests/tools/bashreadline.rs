//! bashreadline: each line once, with all its bytes.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

use crate::support::{Tool, run_probebox, workload, workload_path};

fn type_lines(comm: &str, lines: &[&[u8]]) {
    let words = ["comm", comm, "lines"].map(OsString::from);
    let lines: Vec<_> = lines.iter().map(|line| OsStr::from_bytes(line).to_owned()).collect();
    workload(&[&words[..], &lines].concat());
}

#[test]
fn lines_are_told_with_all_their_bytes() {
    let tool = Tool::start(&["bashreadline", "--json", "-s", &workload_path(), "--comm", "typist"]);
    let (long, longer) = ("x".repeat(4094), "y".repeat(5000));
    type_lines("typist", &[b"echo hello", b"", b"caf\xe9 \x1b[2J", long.as_bytes(), longer.as_bytes()]);
    type_lines("another", &[b"not this one"]);
    let output = tool.stop();
    output.assert_nothing_lost();
    let told: Vec<_> = output.rows.iter().map(|row| row.bytes("command")).collect();
    let wanted: [&[u8]; 5] = [b"echo hello", b"", b"caf\xe9 \x1b[2J", long.as_bytes(), &longer.as_bytes()[..4095]];
    assert_eq!(told, wanted, "{output}");
    let cut: Vec<_> = output.rows.iter().map(|row| row.get("cut").as_bool().unwrap()).collect();
    assert_eq!(cut, [false, false, false, false, true], "{output}");
    assert!(output.rows.iter().all(|row| row.text("comm") == "typist"), "{output}");
}

/// Debian's own, which has readline(3) in it.
#[test]
fn bash_is_found_by_itself() {
    let tool = Tool::start(&["bashreadline", "--json"]);
    let did = workload(&["terminal", "echo typed $((3 + 4))\nexit\n", "/usr/bin/bash", "--norc", "-i"]);
    assert!(did.all::<String>("shown").iter().any(|line| line.contains("typed_7")), "the shell ran what was typed");
    let output = tool.stop();
    output.assert_nothing_lost();
    let told: Vec<_> = output.rows.iter().map(|row| (row.text("comm"), row.text("command"))).collect();
    assert_eq!(told, [("bash", "echo typed $((3 + 4))"), ("bash", "exit")], "{output}");
}

#[test]
fn the_table_is_safe_to_look_at() {
    let tool = Tool::start(&["bashreadline", "-s", &workload_path()]);
    type_lines("typist", &[b"ls \x1b[31m"]);
    let finished = tool.stop_text();
    let lines: Vec<Vec<_>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["TIME", "PID", "COMMAND"], "{finished}");
    assert_eq!(lines[1][2..], ["ls", r"\x1b[31m"], "{finished}");
}

#[test]
fn a_shell_that_is_not_there_is_named() {
    run_probebox(&["bashreadline", "-s", "nosh"]).assert_refused(1, &["no program and no library is called 'nosh'"]);
    run_probebox(&["bashreadline", "-s", "/bin/busybox"]).assert_refused(1, &["has no function 'readline'"]);
}
