//! Names of functions that are not in the program's own file: of code that is made as it runs, of the kernel's in each
//! process, and of programs whose symbols are in a file that they name or packed into them.

use crate::support::{Output, Tool, Workload, run, workload_path};

/// How many calls came from a function whose name holds this word.
fn calls_from(output: &Output, word: &str) -> i64 {
    let rows = output.rows_where(|row| row.symbols("stack").first().is_some_and(|name| name.contains(word)));
    rows.iter().map(|row| row.number("count")).sum()
}

#[test]
fn code_that_is_in_no_file_has_names() {
    let calls = "^__x64_sys_(getpgid|clock_gettime)$";
    let tool = Tool::start(&["stackcount", "--json", "-U", "-r", "-i", "1", "--comm", "maker", calls]);
    // It stays until its functions' names have been told.
    let acting = Workload::start(&["comm", "maker", "wait", "stay", "stack-made", "7"]);
    let pid: i64 = acting.act().of("made", "pid");
    tool.wait_for_lines(1, |line| line.contains("\"probebox made\""));
    tool.wait_for_lines(1, |line| line.contains("clock_gettime\""));
    let output = tool.stop();
    acting.go();
    output.assert_nothing_lost();
    assert_eq!(calls_from(&output, "probebox made"), 7, "{output}");
    let in_vdso = output.rows_where(|row| row.frames("stack").first().is_some_and(|frame| frame["module"] == "[vdso]"));
    assert!(in_vdso.iter().map(|row| row.number("count")).sum::<i64>() >= 7, "{output}");
    assert!(calls_from(&output, "clock_gettime") >= 7, "{output}");
    assert!(output.rows.iter().all(|row| row.number("pid") == pid), "{output}");
    std::fs::remove_file(format!("/tmp/perf-{pid}.map")).unwrap();
}

/// What a program that is stripped does has names, when it sleeps where its symbols tell.
fn assert_sleep_is_named(program: &str) {
    let tool = Tool::start(&["stackcount", "--json", "-U", "-i", "1", "--comm", "sleeper", "hrtimer_nanosleep"]);
    let acting = Workload::start_program(program, &["comm", "sleeper", "wait", "stay", "stack-sleep", "1", "1000"]);
    acting.act();
    tool.wait_for_lines(1, |line| line.contains("\"stack\":["));
    let output = tool.stop();
    acting.go();
    let row = output.only(|row| row.symbols("stack").first() == Some(&"probebox_sleep"));
    assert_eq!((row.number("count"), row.symbols("stack")[1]), (1, "probebox_next"), "{output}");
    let module = row.frames("stack")[0]["module"].as_str();
    assert!(module.is_some_and(|module| module.ends_with(&format!("/{program}"))), "{output}");
}

#[test]
fn a_program_that_is_stripped_has_its_names_in_the_file_that_it_names() {
    assert_sleep_is_named("stripped");
}

#[test]
fn a_program_that_is_stripped_has_its_names_packed_into_it() {
    assert_sleep_is_named("packed");
    let path = workload_path().replace("workload", "packed");
    let tool = Tool::start(&["funccount", "--json", &format!("{path}:probebox_called")]);
    assert_eq!(run(&path, &["function-calls", "3"]).code(), 0);
    let output = tool.stop();
    assert_eq!(output.only(|_| true).text("func"), "probebox_called", "{output}");
    assert_eq!(output.rows[0].number("count"), 3, "{output}");
}
