//! Names of functions that are not in the program's own file: of code that is made as it runs, of the kernel's in each
//! process, and of programs whose symbols are in a file that they name or packed into them; and of the kernel's own.

use std::fs;

use crate::support::{Output, Tool, Volume, Workload, run, workload_path};

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
    let did = acting.act();
    tool.wait_for_lines(1, |line| line.contains("\"stack\":["));
    let output = tool.stop();
    acting.go();
    let rows = output.rows_where(|row| row.symbols("stack").first() == Some(&"probebox_sleep"));
    // A sleep that was over too soon is tried again.
    let calls: i64 = rows.iter().map(|row| row.number("count")).sum();
    assert_eq!(calls, did.of::<i64>("sleep", "calls"), "{output}");
    for row in rows {
        let module = row.frames("stack")[0]["module"].as_str();
        assert!(module.is_some_and(|module| module.ends_with(&format!("/{program}"))), "{output}");
        assert_eq!(row.symbols("stack")[1], "probebox_next", "{output}");
    }
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

/// Where the kernel lists its functions: address, name, and in brackets the module or `[kernel]`.
fn listed_functions() -> Vec<(u64, String, String)> {
    let list = fs::read_to_string("/proc/kallsyms").unwrap();
    let words = list.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    words
        .filter(|words| matches!(words[1], "t" | "T" | "w" | "W"))
        .map(|words| {
            let module = words.get(3).copied().unwrap_or("[kernel]");
            (u64::from_str_radix(words[0], 16).unwrap(), words[2].to_owned(), module.to_owned())
        })
        .collect()
}

/// Lets nobody know addresses of the kernel, root neither, until it is dropped.
struct NobodyKnows(String);

impl NobodyKnows {
    const PATH: &str = "/proc/sys/kernel/kptr_restrict";

    fn new() -> Self {
        let before = fs::read_to_string(Self::PATH).unwrap();
        fs::write(Self::PATH, "2").unwrap();
        assert!(listed_functions().iter().all(|(address, ..)| *address == 0));
        Self(before)
    }
}

impl Drop for NobodyKnows {
    fn drop(&mut self) {
        fs::write(Self::PATH, &self.0).unwrap();
    }
}

/// Takes a module of a file system: see `tests/vm/matrix`.
mod modules {
    use super::*;

    #[test]
    fn functions_of_the_kernel_and_its_modules_are_those_of_its_own_list() {
        let volume = Volume::of("xfs", "names");
        let hidden = NobodyKnows::new();
        let tool = Tool::start(&["stackcount", "--json", "-K", "-r", "^xfs_file_write_iter$"]);
        fs::write(volume.file("file"), "written").unwrap();
        let output = tool.stop();
        drop(hidden);
        let frames = output.only(|_| true).frames("stack");
        assert_eq!(
            (&frames[0]["symbol"], &frames[0]["module"]),
            (&"xfs_file_write_iter".into(), &"[xfs]".into()),
            "{output}"
        );
        assert!(frames.iter().any(|frame| frame["symbol"] == "vfs_write" && frame["module"] == "[kernel]"), "{output}");
        let listed = listed_functions();
        for (depth, frame) in frames.iter().enumerate() {
            let address = frame["address"].as_str().and_then(|address| address.strip_prefix("0x")).unwrap();
            let address = u64::from_str_radix(address, 16).unwrap();
            // A caller goes on behind its call.
            let at = address - u64::from(depth > 0);
            let start = listed.iter().map(|(start, ..)| *start).filter(|start| *start <= at).max().unwrap();
            assert_eq!(frame["offset"], address - start, "{frame}");
            let is_listed = |(there, name, module): &(u64, String, String)| {
                *there == start && frame["symbol"] == name.as_str() && frame["module"] == module.as_str()
            };
            assert!(listed.iter().any(is_listed), "{frame}");
        }
    }
}
