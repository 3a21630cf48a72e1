//! funcslower: each call that took long, with what it was called with, what it gave, and where it was called.

use crate::support::{Row, Tool, Workload, kernel, mark, run_probebox, workload, workload_path};

const MS: i64 = 1_000_000;

fn ours(function: &str) -> String {
    format!("{}:{function}", workload_path())
}

/// The functions of a row's stack, innermost first.
fn frames(row: &Row) -> Vec<&str> {
    row.get("stack").as_array().unwrap().iter().filter_map(|frame| frame["symbol"].as_str()).collect()
}

#[test]
fn functions_of_kernel_and_program_are_told_at_once() {
    let naps = ours("probebox_na*");
    let functions = ["hrtimer_nanosleep", &naps, &ours("probebox_called_too")];
    let tool = Tool::start(&[&["funcslower", "--json", "--comm", "slow", "-m", "15.5", "-K"][..], &functions].concat());
    let slower = Tool::start(&["funcslower", "-u", "60000000", &naps]);
    let did = workload(&["comm", "slow", "naps", "3", "20"]);
    workload(&["comm", "other", "naps", "1", "20"]);
    let output = tool.stop();
    output.assert_nothing_lost();
    let most = did.one::<i64>("took_ns");
    for (name, result, asked) in [("probebox_naps", 20, 20), ("hrtimer_nanosleep", 0, 20 * MS)] {
        let rows = output.rows_where(|row| row.text("func") == name);
        assert_eq!(rows.len(), 3, "{output}");
        for row in rows {
            assert!((20 * MS..=most).contains(&row.number("lat_ns")), "{most}: {output}");
            assert_eq!((row.number("rval"), row.text("comm")), (result, "slow"), "{output}");
            let args = row.get("args").as_array().unwrap();
            assert_eq!((args.len(), args[0].as_i64()), (6, Some(asked)), "{output}");
            // Before 5.15 the kernel cannot look past the end of its own function.
            let is_seen = name == "hrtimer_nanosleep" && kernel() >= (5, 15);
            assert_eq!(frames(row).contains(&"do_syscall_64"), is_seen, "{output}");
        }
    }
    let finished = slower.stop_text();
    let header: Vec<_> = finished.stdout().split_whitespace().collect();
    assert_eq!(header, ["COMM", "PID", "LAT(us)", "RVAL", "FUNC"], "{finished}");
}

#[test]
fn the_table_and_the_stack_of_the_program() {
    let tool = Tool::start(&["funcslower", "-u", "0", "-a", "1", &ours("probebox_called")]);
    let callers = Tool::start(&["funcslower", "--json", "-u", "0", "-U", &ours("probebox_inner")]);
    let process = Workload::start(&["callers", &mark("called")]);
    callers.wait_for_lines(1, |line| line.contains("probebox_inner"));
    let output = callers.stop();
    output.assert_nothing_lost();
    assert_eq!(frames(output.only(|_| true)).first(), Some(&"probebox_outer"), "{output}");
    process.go();
    workload(&["comm", "caller", "function-calls", "2"]);
    let finished = tool.stop_text();
    let lines: Vec<Vec<_>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["COMM", "PID", "LAT(us)", "RVAL", "FUNC", "ARGS"], "{finished}");
    assert_eq!(lines.len(), 3, "{finished}");
    for line in &lines[1..] {
        assert_eq!((line[0], &line[3..]), ("caller", &["0x1", "probebox_called", "0x1"][..]), "{finished}");
    }
}

#[test]
fn what_cannot_be_traced_is_told() {
    run_probebox(&["funcslower"]).assert_refused(2, &["FN is missing"]);
    run_probebox(&["funcslower", "vfs_read", "t:sched:sched_switch"]).assert_refused(2, &["is neither FN nor FILE:FN"]);
    run_probebox(&["funcslower", "vfs_read", "probebox_no_such"])
        .assert_refused(1, &["no function 'probebox_no_such'"]);
    run_probebox(&["funcslower", "-m", "1", "-u", "1", "vfs_read"]).assert_refused(2, &["exclude each other"]);
}
