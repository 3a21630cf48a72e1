//! execsnoop: every program that starts, with all of its arguments, whichever way it was started.

use crate::support::{Did, Output, Row, Tool, Workload, mark, workload_path};

const ENOENT: i64 = 2;
const EACCES: i64 = 13;

/// Runs a workload as the only parent that is traced.
fn trace(doing: &[&str], arguments: &[&str]) -> (Output, Did) {
    let acting = Workload::start(&[&["wait"], doing].concat());
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&[&["execsnoop", "--json", "--ppid", &pid], arguments].concat());
    let did = acting.go();
    (tool.stop(), did)
}

/// The row of the only exec that the workload made, by the right process.
fn only<'a>(output: &'a Output, did: &Did) -> &'a Row {
    let row = output.only(|_| true);
    assert_eq!(row.number("pid"), did.of::<i64>("exec", "pid"), "{output}");
    assert_eq!(row.number("ppid"), did.of::<i64>("exec", "ppid"), "{output}");
    assert_eq!(row.number("err"), did.of::<i64>("exec", "errno"), "{output}");
    row
}

fn program_and(arguments: &[&str]) -> Vec<String> {
    [workload_path().as_str(), "true"].iter().chain(arguments).map(|&argument| argument.to_owned()).collect()
}

#[test]
fn a_hundred_execs_are_told_once_each() {
    let (output, did) = trace(&["execs", "100", "mark"], &[]);
    output.assert_nothing_lost();
    let pids: Vec<i64> = output.rows.iter().map(|row| row.number("pid")).collect();
    assert_eq!(pids, did.all::<i64>("pid")[1..], "{output}");
    for (number, row) in output.rows.iter().enumerate() {
        assert_eq!(row.texts("args"), program_and(&["mark", &number.to_string()]), "{output}");
        assert_eq!((row.number("err"), row.number("uid")), (0, 0), "{output}");
        assert_eq!((row.text("pcomm"), row.text("parent_comm")), ("workload", "workload"), "{output}");
    }
}

#[test]
fn three_hundred_arguments_are_whole() {
    let (output, did) = trace(&["exec", "args", "300"], &[]);
    let arguments = only(&output, &did).texts("args");
    let rest: Vec<String> = (2..300).map(|number| format!("argument-{number:03}")).collect();
    assert_eq!(arguments, program_and(&rest.iter().map(String::as_str).collect::<Vec<_>>()), "{output}");
    output.assert_nothing_lost();
}

#[test]
fn max_args_cuts_and_says_what_is_missing() {
    let (output, did) = trace(&["exec", "args", "300"], &["--max-args", "5"]);
    let row = only(&output, &did);
    assert_eq!(row.texts("args"), program_and(&["argument-002", "argument-003", "argument-004"]), "{output}");
    assert_eq!(row.number("args_missing"), 295, "{output}");
}

#[test]
fn a_long_argument_is_whole_or_says_what_is_missing() {
    let (output, did) = trace(&["exec", "long", "100000"], &[]);
    let row = only(&output, &did);
    let whole: String = (0..12_500).map(|number| format!("{number:07},")).collect();
    let arguments = row.texts("args");
    assert_eq!(arguments.len(), 3, "{output}");
    assert!(whole.starts_with(&arguments[2]), "{output}");
    assert!(arguments[2].len() >= 4096, "{} bytes are few: {output}", arguments[2].len());
    if arguments[2].len() < whole.len() {
        assert_eq!(row.number("args_missing"), 1, "{output}");
        // The bytes, and the NUL that ends them.
        assert_eq!(row.number("args_missing_bytes") as usize, whole.len() - arguments[2].len() + 1, "{output}");
    }
    output.assert_nothing_lost();
}

#[test]
fn no_arguments_at_all() {
    let (output, did) = trace(&["exec", "empty"], &[]);
    // The kernel gives a program that is started without arguments an empty one: since 5.18, and since 5.10.110.
    assert_eq!(only(&output, &did).texts("args"), [""], "{output}");
}

#[test]
fn execveat_of_a_descriptor() {
    let (output, did) = trace(&["exec", "fd", "one", "two"], &[]);
    assert_eq!(only(&output, &did).texts("args"), program_and(&["one", "two"]), "{output}");
}

#[test]
fn execveat_of_a_name_in_a_folder() {
    let (output, did) = trace(&["exec", "dirfd", "one"], &[]);
    assert_eq!(only(&output, &did).texts("args"), program_and(&["one"]), "{output}");
}

#[test]
fn exec_by_a_thread_that_is_not_the_leader() {
    let (output, did) = trace(&["exec", "thread", "one"], &[]);
    let row = only(&output, &did);
    assert_eq!(row.texts("args"), program_and(&["one"]), "{output}");
}

#[test]
fn execs_that_fail_are_told_if_that_is_asked_for() {
    for (kind, errno, name) in [("enoent", ENOENT, "ENOENT"), ("eacces", EACCES, "EACCES")] {
        let (output, did) = trace(&["exec", kind, "first", "second"], &["-x"]);
        let row = only(&output, &did);
        assert_eq!((row.number("err"), row.text("error")), (errno, name), "{output}");
        assert_eq!(row.texts("args"), ["first", "second"], "{output}");
        output.assert_nothing_lost();
        let (output, _) = trace(&["exec", kind, "first", "second"], &[]);
        assert_eq!(output.rows.len(), 0, "{output}");
    }
}

#[test]
fn execs_by_32_bit_system_calls() {
    for (kind, errno) in [("int80", 0), ("int80-enoent", ENOENT)] {
        let (output, did) = trace(&["exec", kind, "one", "two words"], &["-x"]);
        let row = only(&output, &did);
        assert_eq!(row.number("err"), errno, "{output}");
        assert_eq!(row.texts("args"), ["workload", "true", "one", "two words"], "{output}");
        output.assert_nothing_lost();
    }
}

#[test]
fn text_shows_what_was_started_and_what_is_not_shown() {
    let acting = Workload::start(&["wait", "exec", "enoent", "first", "second", "third"]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["execsnoop", "-x", "--ppid", &pid, "--max-args", "2"]);
    acting.go();
    let finished = tool.stop_text();
    let row = finished.stdout().lines().nth(1).unwrap_or_default();
    assert!(row.ends_with(r" -2 /nowhere/probebox-missing second \...+1 argument, 6 bytes"), "{finished}");
}

#[test]
fn failed_and_good_execs_are_told_together() {
    let (output, did) = trace(&["exec", "script", "x"], &["-x"]);
    assert_eq!(only(&output, &did).number("err"), 0, "{output}");
}

#[test]
fn arguments_that_nobody_has_touched_are_read() {
    let (output, did) = trace(&["exec", "unfaulted", "one", "two"], &[]);
    assert_eq!(only(&output, &did).texts("args"), ["workload", "true", "one", "two"], "{output}");
    output.assert_nothing_lost();
}

#[test]
fn arguments_that_nobody_has_touched_are_read_or_counted_when_the_exec_fails() {
    let (output, did) = trace(&["exec", "unfaulted-enoent", "one", "two"], &["-x"]);
    let row = only(&output, &did);
    if output.lost("fault") == 0 {
        assert_eq!(row.texts("args"), ["workload", "true", "one", "two"], "{output}");
    } else {
        assert_eq!((output.lost("ring"), output.lost("map")), (0, 0), "{output}");
    }
}

#[test]
fn a_script_is_one_start() {
    let (output, did) = trace(&["exec", "script", "one"], &[]);
    let script: String = did.one("script");
    let row = only(&output, &did);
    // The arguments are those of the interpreter, as the kernel made them.
    assert_eq!(row.texts("args"), program_and(&[&script, "one"]), "{output}");
}

#[test]
fn arguments_of_any_bytes_come_back_exactly() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let hostile = b"\x1b]0;title\x07\nnewline \"quote\" \xff\xfe\x9b \xc3\xa9";
    let acting = Workload::start(&[b"wait".as_slice(), b"execs", b"1", hostile].map(OsStr::from_bytes));
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["execsnoop", "--json", "--ppid", &pid]);
    let text = Tool::start(&["execsnoop", "--ppid", &pid]);
    acting.go();
    let output = tool.stop();
    let row = output.only(|_| true);
    assert_eq!(row.list_of_bytes("args")[2], hostile, "{output}");
    let finished = text.stop_text();
    assert_eq!(finished.stdout().lines().count(), 2, "{finished}");
    assert!(finished.stdout().chars().all(|c| c == '\n' || !c.is_control()), "{finished}");
}

#[test]
fn options_keep_their_meaning() {
    // -n looks in the name of the program, -l in the line of arguments, -u for the user.
    for (option, value, wanted) in [
        ("-n", "workl", 3),
        ("-n", "nothing", 0),
        ("-l", "needle", 3),
        ("-l", "nothing", 0),
        ("-u", "0", 3),
        ("-u", "1", 0),
    ] {
        let (output, _) = trace(&["execs", "3", "a-needle-there"], &[option, value]);
        assert_eq!(output.rows.len(), wanted, "{option} {value}: {output}");
    }
}

#[test]
fn a_cgroup_alone() {
    let inside = Workload::start(&["cgroup", "probebox/exec", "wait", "execs", "10", "in"]);
    let outside = Workload::start(&["wait", "execs", "20", "out"]);
    let tool = Tool::start(&["execsnoop", "--json", "-c", "/sys/fs/cgroup/probebox/exec"]);
    drop((inside.go(), outside.go()));
    let output = tool.stop();
    assert_eq!(output.rows.len(), 10, "{output}");
}

#[test]
fn the_columns_are_the_ones_people_know() {
    let acting = Workload::start(&["wait", "execs", "1", "a b", &mark("columns")]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["execsnoop", "--ppid", &pid]);
    let wide = Tool::start(&["execsnoop", "--ppid", &pid, "-T", "-t", "-U"]);
    let did = acting.go();
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["PCOMM", "PID", "PPID", "RET", "ARGS"], "{finished}");
    let exec: String = did.of("exec", "pid");
    assert_eq!(lines[1][..4], ["workload", &exec, &pid, "0"], "{finished}");
    assert!(finished.stdout().contains(&mark("columns")), "{finished}");
    let finished = wide.stop_text();
    let header: Vec<&str> = finished.stdout().lines().next().unwrap().split_whitespace().collect();
    assert_eq!(header, ["TIME", "TIME(s)", "UID", "PCOMM", "PID", "PPID", "RET", "ARGS"], "{finished}");
}

#[test]
fn its_maps_are_small() {
    let tool = Tool::start(&["execsnoop", "--json"]);
    let mut bytes = 0;
    for entry in std::fs::read_dir(format!("/proc/{}/fdinfo", tool.pid())).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap_or_default();
        if text.contains("map_type:") {
            let line = text.lines().find_map(|line| line.strip_prefix("memlock:")).expect("memlock");
            bytes += line.trim().parse::<u64>().unwrap();
        }
    }
    assert!(bytes > 0 && bytes <= 4 << 20, "{bytes} bytes of maps");
    tool.stop();
}
