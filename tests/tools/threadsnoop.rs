//! threadsnoop: each thread once, with the function that it runs.

use crate::support::{Tool, Workload, run_probebox, workload_path};

#[test]
fn threads_are_told_with_their_function() {
    let tool = Tool::start(&["threadsnoop", "--json", "-l", &workload_path(), "--comm", "starter"]);
    let nobody = Tool::start(&["threadsnoop", "--json", "-l", &workload_path(), "--comm", "nobody"]);
    let program = Workload::start(&["comm", "starter", "known-threads", "4"]);
    let other = Workload::start(&["known-threads", "1"]);
    // Their functions are looked up while the program lives.
    tool.wait_for_lines(4, |line| line.contains("probebox_thread"));
    let (did, other) = (program.go(), other.go());
    assert_eq!((did.one::<i32>("threads"), other.one::<i32>("threads")), (4, 1));
    assert!(nobody.stop().rows.is_empty());
    let output = tool.stop();
    output.assert_nothing_lost();
    assert_eq!(output.rows.len(), 4, "{output}");
    for row in &output.rows {
        assert_eq!(row.number("pid"), did.one::<i64>("pid"), "{output}");
        assert_eq!((row.text("comm"), row.text("func")), ("starter", "probebox_thread"), "{output}");
    }
}

#[test]
fn the_table_has_the_known_columns() {
    let tool = Tool::start(&["threadsnoop", "-l", &workload_path()]);
    let program = Workload::start(&["known-threads", "1"]);
    tool.wait_for_lines(1, |line| line.contains("probebox_thread"));
    program.go();
    let finished = tool.stop_text();
    let lines: Vec<Vec<_>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["TIME(s)", "PID", "COMM", "FUNC"], "{finished}");
    assert_eq!((lines.len(), lines[1][2..].to_vec()), (2, vec!["workload", "probebox_thread"]), "{finished}");
}

#[test]
fn a_library_that_is_not_there_is_named() {
    run_probebox(&["threadsnoop", "-l", "/bin/busybox"]).assert_refused(1, &["has no function 'pthread_create'"]);
}
