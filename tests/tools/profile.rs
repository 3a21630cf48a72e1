//! profile: samples of a process that does one known thing, with names for it after it has ended.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::{Output, Row, Tool, Workload, mark, run_probebox, workload, workload_path};

/// What `stack-spin` stands in, innermost first.
const SPIN: [&str; 10] = [
    "probebox_spin",
    "probebox_next",
    "probebox_zero",
    "probebox_next",
    "probebox_zero",
    "probebox_next",
    "probebox_zero",
    "probebox_next",
    "probebox_one",
    "probebox_next",
];

/// How many samples found the process spinning, with all its callers.
fn spinning(output: &Output, pid: i64) -> i64 {
    let rows = output.rows_where(|row| row.number("pid") == pid && row.symbols("stack").starts_with(&SPIN));
    rows.iter().map(|row| row.number("count")).sum()
}

fn of(output: &Output, pid: i64) -> i64 {
    output.rows_where(|row| row.number("pid") == pid).iter().map(|row| row.number("count")).sum()
}

#[test]
fn one_process_and_stacks_of_programs_alone() {
    let wanted = Workload::start(&["wait", "stack-spin", "600"]);
    let pid: i64 = wanted.said().one("pid");
    let tool = Tool::start(&["profile", "--json", "-U", "-F", "99", "-p", &pid.to_string()]);
    workload(&["stack-spin", "300"]);
    wanted.go();
    let output = tool.stop();
    assert!(spinning(&output, pid) > 0, "{output}");
    assert_eq!(output.rows_where(|row| row.number("pid") != pid).len(), 0, "{output}");
    let kernel = |row: &&Row| row.frames("stack").iter().any(|frame| frame["module"] == "[kernel]");
    assert!(!output.rows.iter().any(|row| kernel(&row)), "{output}");
}

#[test]
fn stacks_of_the_kernel_alone_and_idle_cpus() {
    let tool = Tool::start(&["profile", "--json", "-K", "-I", "-F", "99"]);
    workload(&["stack-sleep", "1000", "1000"]);
    let output = tool.stop();
    let idle = output.rows_where(|row| row.number("pid") == 0);
    assert!(idle.iter().any(|row| row.symbols("stack").iter().any(|name| name.contains("idle"))), "{output}");
    assert!(
        output.rows.iter().flat_map(|row| row.frames("stack")).all(|frame| frame["module"] == "[kernel]"),
        "{output}"
    );
}

#[test]
fn text_is_what_people_know() {
    let tool = Tool::start(&["profile", "-U", "-F", "99"]);
    let did = workload(&["stack-spin", "600"]);
    let finished = tool.stop_text();
    let head = SPIN.map(|name| format!("    {name}\n")).concat();
    let text = finished.stdout();
    let (_, block) = text.split_once(&head).unwrap_or_else(|| panic!("{finished}"));
    let end = format!("    -                workload ({})\n        ", did.of::<i64>("spin", "pid"));
    let (between, count) = block.split_once(&end).unwrap_or_else(|| panic!("{finished}"));
    assert!(between.lines().all(|line| line.starts_with("    ")), "{finished}");
    let (count, rest) = count.split_once("\n\n").unwrap_or_else(|| panic!("{finished}"));
    assert!(count.parse::<u64>().is_ok_and(|count| count > 0), "{finished}");
    assert!(rest.is_empty() || rest.starts_with("    "), "{finished}");
}

#[test]
fn folded_lines_and_a_flame_graph() {
    let (graph, taken) = (mark("flame.svg"), mark("taken.svg"));
    let tool = Tool::start(&["profile", "-f", "-F", "99", "--flame", &graph]);
    workload(&["stack-spin", "600"]);
    let finished = tool.stop_text();
    let mut names = SPIN;
    names.reverse();
    let end = names.join(";");
    let text = finished.stdout();
    let mut lines = text.lines().filter_map(|line| line.rsplit_once(' '));
    let line = lines.find(|(stack, _)| stack.starts_with("workload;") && stack.ends_with(&end));
    assert!(line.is_some_and(|(_, count)| count.parse::<u64>().is_ok_and(|count| count > 0)), "{finished}");
    let svg = fs::read_to_string(&graph).unwrap();
    assert!(svg.contains("<svg") && svg.contains("probebox_spin") && svg.contains("</svg>"), "{svg}");
    assert_eq!(fs::metadata(&graph).unwrap().permissions().mode() & 0o777, 0o600);

    std::os::unix::fs::symlink(&graph, &taken).unwrap();
    for path in [&graph, &taken] {
        run_probebox(&["profile", "--flame", path, "1"]).assert_refused(1, &["creating", path]);
    }
    assert_eq!(fs::read_to_string(&graph).unwrap(), svg);
    [graph, taken].iter().for_each(|path| fs::remove_file(path).unwrap());
}

#[test]
fn lines_of_source_are_told() {
    let tool = Tool::start(&["profile", "--json", "--lines", "-F", "99"]);
    let did = workload(&["stack-spin", "600"]);
    let output = tool.stop();
    let pid: i64 = did.of("spin", "pid");
    let has_line = |frame: &serde_json::Value| {
        frame["file"].as_str().is_some_and(|file| file.ends_with("stacks.rs")) && frame["line"].as_i64() > Some(0)
    };
    let rows = output.rows_where(|row| row.number("pid") == pid && row.symbols("stack").starts_with(&SPIN));
    assert!(!rows.is_empty(), "{output}");
    for row in rows {
        assert!(row.frames("stack").iter().any(has_line), "{output}");
    }
}

mod timely {
    use super::*;

    #[test]
    fn what_takes_the_time_is_found_by_name_when_it_has_ended() {
        let other = Workload::start(&["wait", "stack-spin", "50"]);
        let tool = Tool::start(&["profile", "--json", "-F", "999"]);
        let did = workload(&["stack-spin", "200"]);
        other.go();
        let output = tool.stop();
        output.assert_nothing_lost();
        let (pid, cpu): (i64, i64) = (did.of("spin", "pid"), did.of("spin", "cpu_ns"));
        let (here, due) = (spinning(&output, pid), cpu * 999 / 1_000_000_000);
        // Before and after it spins it starts and ends.
        assert!(here * 10 >= due * 9 && here <= due + 1, "{here} of {due}: {output}");
        assert!((here..=due + due / 20).contains(&of(&output, pid)), "{here} of {}: {output}", of(&output, pid));
        let row = output.rows_where(|row| row.number("pid") == pid && row.symbols("stack").starts_with(&SPIN))[0];
        assert_eq!(row.text("comm"), "workload", "{output}");
        assert_eq!(row.get("stack")[0]["module"], workload_path(), "{output}");
        assert!(output.rows.iter().all(|row| row.number("pid") != 0), "idle CPUs are no work: {output}");
    }
}

/// Takes more than one CPU: see `tests/vm/matrix`.
mod parallel {
    use super::*;

    #[test]
    fn a_cpu_that_went_and_came_is_sampled() {
        let online = "/sys/devices/system/cpu/cpu1/online";
        let tool = Tool::start(&["profile", "--json", "-C", "1", "-F", "99"]);
        fs::write(online, "0").unwrap();
        fs::write(online, "1").unwrap();
        let did = workload(&["cpu", "1", "stack-spin", "2500"]);
        let elsewhere = workload(&["cpu", "0", "stack-spin", "300"]);
        let output = tool.stop();
        assert!(spinning(&output, did.of("spin", "pid")) > 0, "{output}");
        assert_eq!(spinning(&output, elsewhere.of("spin", "pid")), 0, "{output}");
    }
}
