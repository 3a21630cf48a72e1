//! syscount: each call once, under its own name, with its result and time.

use crate::support::{Output, Tool, Workload, mark, run_probebox, workload};

/// How often a call of this name and kind was counted.
fn count(output: &Output, name: &str, abi: Option<&str>) -> i64 {
    let rows = output.rows_where(|row| row.text("syscall") == name && row.get("abi").as_str() == abi);
    rows.iter().map(|row| row.number("count")).sum()
}

fn sum(output: &Output) -> i64 {
    output.rows.iter().map(|row| row.number("count")).sum()
}

#[test]
fn calls_and_their_errors_are_counted_to_the_unit() {
    let acting = Workload::start(&["wait", "opens", "1000", &mark("syscount")]);
    let pid: String = acting.said().one("pid");
    let start = |options: &[&str]| Tool::start(&[&["syscount", "--json", "-p", &pid], options].concat());
    let all = start(&["-i", "1"]);
    let failed = start(&["-x"]);
    let [enoent, eperm] = ["ENOENT", "1"].map(|error| start(&["-e", error]));
    let by_process = start(&["-P"]);
    let top = start(&["-T", "1"]);
    workload(&["opens", "100", &mark("syscount-other")]);
    acting.go();
    let all = all.stop();
    all.assert_nothing_lost();
    let counts = ["openat", "unlink", "close", "exit_group"].map(|name| count(&all, name, None));
    assert_eq!(counts, [1000, 500, 500, 1], "{all}");
    assert!(all.rows.iter().all(|row| row.get("total_ns").is_null() && row.get("abi").is_null()), "{all}");
    let failed = failed.stop();
    assert_eq!((count(&failed, "openat", None), sum(&failed)), (500, 500), "{failed}");
    let enoent = enoent.stop();
    assert_eq!((count(&enoent, "openat", None), sum(&enoent)), (500, 500), "{enoent}");
    assert_eq!(sum(&eperm.stop()), 0);
    let by_process = by_process.stop();
    let row = by_process.only(|row| row.number("pid") == pid.parse::<i64>().unwrap());
    assert_eq!((row.number("count"), row.text("comm")), (sum(&all), "workload"), "{by_process}");
    assert_eq!(by_process.rows.len(), 1, "{by_process}");
    let top = top.stop();
    assert_eq!(top.only(|_| true).text("syscall"), "openat", "{top}");
}

#[test]
fn forks_execs_and_32_bit_calls() {
    let tool = Tool::start(&["syscount", "--json", "--comm", "workload"]);
    workload(&["execs", "10"]);
    let execs = tool.stop();
    let forks: i64 = ["clone", "clone3", "fork", "vfork"].map(|name| count(&execs, name, None)).iter().sum();
    assert_eq!((forks, count(&execs, "execve", None)), (10, 10), "{execs}");

    let name = mark("syscount-32");
    let acting = Workload::start(&["wait", "open", "int80", &name]);
    let pid: String = acting.said().one("pid");
    let tools = [&[][..], &["-L"]].map(|options| Tool::start(&[&["syscount", "--json", "-p", &pid], options].concat()));
    acting.go();
    for output in tools.map(Tool::stop) {
        let row = output.only(|row| row.get("abi").as_str() == Some("i386"));
        assert_eq!((row.text("syscall"), row.number("number"), row.number("count")), ("open", 5, 1), "{output}");
        // 5 is fstat to others
        assert_eq!(count(&output, "open", None), 0, "{output}");
    }
    std::fs::remove_file(name).unwrap();
}

#[test]
fn time_is_what_the_call_took() {
    let acting = Workload::start(&["wait", "sleep", "50"]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["syscount", "--json", "-L", "-p", &pid]);
    let by_process = Tool::start(&["syscount", "--json", "-L", "-P", "-p", &pid]);
    let text = Tool::start(&["syscount", "-L", "-m", "-p", &pid]);
    let did = acting.go();
    let output = tool.stop();
    output.assert_nothing_lost();
    let slept: i64 = did.one("slept_ns");
    let row = output.only(|row| row.text("syscall") == "clock_nanosleep");
    assert_eq!(row.number("count"), 1, "{output}");
    assert!((50_000_000..=slept).contains(&row.number("total_ns")), "{slept}: {output}");
    // one that does not return has no time
    assert_eq!(count(&output, "exit_group", None), 0, "{output}");
    let by_process = by_process.stop();
    assert!(by_process.only(|_| true).number("total_ns") >= 50_000_000, "{by_process}");

    let finished = text.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0][0].split(':').count(), 3, "{finished}");
    assert_eq!(lines[1], ["SYSCALL", "COUNT", "TIME", "(ms)"], "{finished}");
    assert_eq!(lines[2][..2], ["clock_nanosleep", "1"], "{finished}");
    let ms: f64 = lines[2][2].parse().unwrap();
    assert!(ms >= 50.0 && ms <= slept as f64 / 1e6, "{finished}");
    assert!(lines.len() <= 12, "{finished}");
}

#[test]
fn processes_that_do_not_fit_are_counted_as_lost() {
    let tool = Tool::start(&["syscount", "--json", "-P", "--entries", "1"]);
    workload(&["execs", "3"]);
    assert!(tool.stop().lost("map") > 0);
    let finished = run_probebox(&["syscount", "-l"]);
    assert!(finished.stdout().lines().any(|line| line == "257: openat"), "{finished}");
}
