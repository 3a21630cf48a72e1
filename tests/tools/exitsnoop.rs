//! exitsnoop: each process once, when its last thread ends, and how.

use crate::support::{Tool, Workload, run, workload};

#[test]
fn codes_and_signals() {
    let tool = Tool::start(&["exitsnoop", "--json"]);
    let shell = run(
        "sh",
        &[
            "-c",
            "(exit 3) & echo $!; sh -c 'kill -9 $$' & echo $!; sh -c 'kill -TERM $$' & echo $!; true & echo $!; wait",
        ],
    );
    let output = tool.stop();
    output.assert_nothing_lost();
    let pids: Vec<i64> = shell.stdout().lines().map(|line| line.parse().unwrap()).collect();
    let row = |at: usize| output.only(|row| row.number("pid") == pids[at]);
    assert_eq!((row(0).number("exit_code"), row(0).text("exit")), (3, "code 3"), "{output}");
    assert!(row(0).get("sig").is_null() && row(0).get("signal").is_null(), "{output}");
    assert_eq!((row(1).number("sig"), row(1).text("signal")), (9, "SIGKILL"), "{output}");
    assert_eq!(row(1).text("exit"), "signal 9 (SIGKILL)", "{output}");
    assert!(row(1).get("exit_code").is_null(), "{output}");
    assert_eq!(row(2).text("signal"), "SIGTERM", "{output}");
    assert_eq!((row(3).number("exit_code"), row(3).text("exit")), (0, "0"), "{output}");
    let parent = output
        .only(|row| row.number("pid") == row.number("tid") && row.number("pid") == output_parent(&output, pids[0]));
    assert!(parent.number("age_ns") >= row(0).number("age_ns"), "{output}");
}

/// The parent that a process had, as the tool says.
fn output_parent(output: &crate::support::Output, pid: i64) -> i64 {
    output.only(|row| row.number("pid") == pid).number("ppid")
}

#[test]
fn a_process_of_threads_is_told_once() {
    let tool = Tool::start(&["exitsnoop", "--json", "--comm", "workload"]);
    let each = Tool::start(&["exitsnoop", "--json", "-T"]);
    let acting = Workload::start(&["wait", "threads", "50"]);
    let pid: i64 = acting.said().one("pid");
    acting.go();
    let (tool, each) = (tool.stop(), each.stop());
    let row = tool.only(|row| row.number("pid") == pid);
    assert_eq!((row.number("tid"), row.number("exit_code")), (pid, 0), "{tool}");
    assert_eq!(each.rows_where(|row| row.number("pid") == pid).len(), 51, "{each}");
}

#[test]
fn failures_alone_and_of_a_command() {
    let script = "true; (exit 0); sh -c 'exit 7'; exit 0";
    let output = Tool::start(&["exitsnoop", "--json", "-x", "--", "sh", "-c", script]).finish();
    assert_eq!(output.only(|_| true).number("exit_code"), 7, "{output}");
    let nobody = Tool::start(&["exitsnoop", "--json", "--pid", "4194304"]);
    workload(&["true"]);
    assert!(nobody.stop().rows.is_empty());
}
