//! stackcount: calls of known functions by known callers, each once.

use crate::support::{Output, Tool, Workload, workload, workload_path};

fn total(output: &Output, innermost: &str) -> i64 {
    let rows = output.rows_where(|row| row.symbols("stack").first() == Some(&innermost));
    rows.iter().map(|row| row.number("count")).sum()
}

#[test]
fn calls_in_a_program_are_counted_with_their_callers() {
    let functions = format!("{}:probebox_(called|called_too|zero)", workload_path());
    let tool = Tool::start(&["stackcount", "--json", "-r", "-i", "1", &functions]);
    // It stays until its functions' names have been told.
    let acting = Workload::start(&["wait", "stay", "function-calls", "123"]);
    let deep = Workload::start(&["wait", "stay", "stack-sleep", "1", "1000"]);
    let (pid, deep_pid): (i64, i64) = (acting.act().of("waiting", "pid"), deep.act().of("waiting", "pid"));
    tool.wait_for_lines(2, |line| line.contains("\"probebox_called"));
    tool.wait_for_lines(1, |line| line.contains("\"probebox_zero"));
    drop((acting.go(), deep.go()));
    let output = tool.stop();
    output.assert_nothing_lost();
    assert_eq!((total(&output, "probebox_called"), total(&output, "probebox_called_too")), (123, 246), "{output}");
    for row in output.rows_where(|row| row.number("pid") == pid) {
        assert_eq!(
            (row.text("comm"), &row.frames("stack")[0]["module"]),
            ("workload", &workload_path().into()),
            "{output}"
        );
        assert!(row.frames("stack").iter().all(|frame| frame["module"] != "[kernel]"), "{output}");
    }
    // One sleep is 13 functions deep: as many stacks, each with one pair of callers more.
    let mut depths: Vec<usize> = Vec::new();
    for row in output.rows_where(|row| row.number("pid") == deep_pid) {
        let symbols = row.symbols("stack");
        let depth = symbols.chunks(2).take_while(|pair| *pair == ["probebox_zero", "probebox_next"]).count();
        depths.push(depth);
    }
    depths.sort_unstable();
    assert_eq!(depths, (1..=13).collect::<Vec<_>>(), "{output}");
}

#[test]
fn calls_in_the_kernel_are_told_apart_by_process_if_asked_for() {
    let common = ["stackcount", "--json", "-K", "--comm", "counted", "hrtimer_nano*"];
    let (merged, apart) = (Tool::start(&common), Tool::start(&[&common[..], &["-P"]].concat()));
    let pids = [3, 4].map(|count: i64| {
        let acting = Workload::start(&["comm", "counted", "wait", "naps", &count.to_string(), "1"]);
        let pid: i64 = acting.said().one("pid");
        acting.go();
        (pid, count)
    });
    workload(&["naps", "5", "1"]);
    let output = merged.stop();
    output.assert_nothing_lost();
    let row = output.only(|row| row.symbols("stack")[0] == "hrtimer_nanosleep");
    assert_eq!((row.number("count"), row.number("pid"), row.text("comm")), (7, 0, ""), "{output}");
    assert!(row.passes("stack", "do_syscall_64"), "{output}");
    assert!(row.frames("stack").iter().all(|frame| frame["module"] == "[kernel]"), "{output}");
    let output = apart.stop();
    output.assert_nothing_lost();
    for (pid, count) in pids {
        let row = output.only(|row| row.number("pid") == pid && row.symbols("stack")[0] == "hrtimer_nanosleep");
        assert_eq!((row.number("count"), row.text("comm")), (count, "counted"), "{output}");
    }
}

#[test]
fn text_is_what_people_know_and_can_show_more_of_each_frame() {
    let plain = Tool::start(&["stackcount", "-K", "--comm", "counted", "t:sched:sched_process_fork"]);
    let more = Tool::start(&["stackcount", "-s", "-v", "-d", "-P", "--comm", "counted", "hrtimer_nanosleep"]);
    workload(&["comm", "counted", "execs", "6"]);
    let acting = Workload::start(&["comm", "counted", "wait", "naps", "2", "1"]);
    let pid: i64 = acting.said().one("pid");
    acting.go();
    let finished = plain.stop_text();
    let text = finished.stdout();
    let (frames, _) = text.split_once("\n    6\n\n").unwrap_or_else(|| panic!("{finished}"));
    let frames: Vec<_> =
        frames.lines().map(|line| line.strip_prefix("  ").unwrap_or_else(|| panic!("{finished}"))).collect();
    assert!(frames.contains(&"do_syscall_64"), "{finished}");

    let finished = more.stop_text();
    let text = finished.stdout();
    assert!(text.contains(&format!("\n    counted [{pid}]\n    ")), "{finished}");
    let first = text.lines().next().unwrap_or_else(|| panic!("{finished}"));
    let (address, name) = first.trim_start().split_once(' ').unwrap_or_else(|| panic!("{finished}"));
    assert!(first.starts_with("  ffffffff") && u64::from_str_radix(address, 16).is_ok(), "{finished}");
    assert!(name.starts_with("hrtimer_nanosleep+0x"), "{finished}");
    assert!(text.contains("\n    --\n"), "{finished}");
}
