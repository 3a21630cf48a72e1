//! funccount: each call once, under the function's name, whatever kind of place it is.

use std::{fs, os::unix::fs::PermissionsExt};

use crate::support::{Output, Tool, Workload, kernel, mark, run, run_probebox, workload, workload_path};

/// A function of the workload.
fn ours(function: &str) -> String {
    format!("{}:{function}", workload_path())
}

fn count(output: &Output, name: &str) -> i64 {
    output.rows_where(|row| row.text("func") == name).iter().map(|row| row.number("count")).sum()
}

#[test]
fn functions_of_a_program_are_counted_to_the_unit() {
    let tool = Tool::start(&["funccount", "--json", &ours("probebox_called*")]);
    workload(&["function-calls", "123"]);
    let output = tool.stop();
    output.assert_nothing_lost();
    assert_eq!(count(&output, "probebox_called"), 123, "{output}");
    assert_eq!(count(&output, "probebox_called_too"), 246, "{output}");
    assert_eq!(output.rows.len(), 2, "{output}");
}

#[test]
fn only_the_process_that_is_asked_for() {
    let program = Workload::start(&["wait", "function-calls", "9"]);
    let pid = program.said().one::<i32>("pid").to_string();
    // By the name of the file that the process has mapped, not by a path.
    let pattern = "workload:probebox_(called|naps)";
    let tool = Tool::start(&["funccount", "--json", "-r", "-p", &pid, pattern]);
    workload(&["function-calls", "1000"]);
    program.go();
    let output = tool.stop();
    output.assert_nothing_lost();
    assert_eq!(output.only(|_| true).text("func"), "probebox_called", "{output}");
    assert_eq!(count(&output, "probebox_called"), 9, "{output}");
}

#[test]
fn a_replaced_file_is_still_the_one_that_runs() {
    let copy = mark("replaced");
    fs::copy(workload_path(), &copy).unwrap();
    let mut command = std::process::Command::new(&copy);
    command.args(["wait", "function-calls", "5"]);
    let program = crate::support::Process::start(command);
    program.wait_for_stdout(|text| text.contains("waiting "));
    fs::remove_file(&copy).unwrap();
    let (pid, name) = (program.pid.to_string(), copy.rsplit('/').next().unwrap());
    let tool = Tool::start(&["funccount", "--json", "-p", &pid, &format!("{name}:probebox_called")]);
    program.write(b"go\n");
    assert_eq!(program.wait().code(), 0);
    assert_eq!(count(&tool.stop(), "probebox_called"), 5);
}

/// Debian's C library has two of this name, and its bash calls the newer one.
#[test]
fn a_function_has_a_version() {
    let start = |version: &str| Tool::start(&["funccount", "--json", &format!("c:regexec@{version}")]);
    let (newer, older) = (start("GLIBC_2.3.4"), start("GLIBC_2.2.5"));
    let finished = run("/usr/bin/bash", &["-c", "[[ abc =~ b ]] && [[ abc =~ ^a ]] && [[ abc =~ c$ ]]"]);
    assert_eq!(finished.code(), 0, "{finished}");
    assert_eq!((count(&newer.stop(), "regexec"), older.stop().rows.len()), (3, 0));
    let none = run_probebox(&["funccount", "c:regexec@GLIBC_9"]);
    none.assert_refused(1, &["has no function 'regexec' of version GLIBC_9"]);
}

/// The workload with a section that only Go's programs have, in the place of another's name.
#[test]
fn ends_of_functions_that_go_has_made_are_refused() {
    let (copy, mut bytes) = (mark("go"), fs::read(workload_path()).unwrap());
    let (name, go) = (b"\0.eh_frame_hdr\0", b"\0.gopclntab\0\0\0\0");
    let at = bytes.windows(name.len()).rposition(|bytes| bytes == name).unwrap();
    bytes[at..at + go.len()].copy_from_slice(go);
    fs::write(&copy, bytes).unwrap();
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).unwrap();
    let function = format!("{copy}:probebox_called");
    for tool in ["funclatency", "funcslower"] {
        run_probebox(&[tool, &function]).assert_refused(1, &[&copy, "is made by Go", "only their beginnings"]);
    }
    let tool = Tool::start(&["funccount", "--json", &function]);
    assert_eq!(run(&copy, &["function-calls", "4"]).code(), 0);
    assert_eq!(count(&tool.stop(), "probebox_called"), 4);
}

#[test]
fn functions_of_the_kernel_are_counted_to_the_unit() {
    let tool = Tool::start(&["funccount", "--json", "--comm", "counted", "hrtimer_nano*"]);
    workload(&["comm", "counted", "naps", "7", "1"]);
    workload(&["naps", "3", "1"]);
    let output = tool.stop();
    output.assert_nothing_lost();
    assert_eq!(count(&output, "hrtimer_nanosleep"), 7, "{output}");
}

/// Debian's 6.1 could, and is built without fprobes; programs can since 6.6.
#[test]
fn many_functions_take_one_link_where_the_kernel_can() {
    use libbpf_rs::query::{LinkInfoIter, LinkTypeInfo};
    let links = |wanted: fn(&LinkTypeInfo) -> bool| LinkInfoIter::default().filter(|link| wanted(&link.info)).count();
    let tool = Tool::start(&["funccount", "--json", "vfs_read*"]);
    assert_eq!(links(|link| matches!(link, LinkTypeInfo::KprobeMulti(_))), usize::from(kernel() > (6, 1)));
    tool.stop();
    let tool = Tool::start(&["funccount", "--json", &ours("probebox_called*")]);
    assert_eq!(links(|link| matches!(link, LinkTypeInfo::UprobeMulti(_))), usize::from(kernel() > (6, 1)));
    tool.stop();
}

#[test]
fn tracepoints_are_counted_to_the_unit() {
    let tool = Tool::start(&["funccount", "--json", "--comm", "counted", "t:sched:sched_process_f*"]);
    workload(&["comm", "counted", "execs", "6"]);
    let output = tool.stop();
    output.assert_nothing_lost();
    assert_eq!(count(&output, "sched:sched_process_fork"), 6, "{output}");
}

#[test]
fn static_probes_are_counted_and_switched_on() {
    let spec = format!("u:{}:*", workload_path());
    let tool = Tool::start(&["funccount", "--json", &spec]);
    let did = workload(&["static-probes", "11"]);
    assert_eq!(did.one::<i32>("guarded"), 11);
    let output = tool.stop();
    output.assert_nothing_lost();
    assert_eq!((count(&output, "probebox:tick"), count(&output, "probebox:guarded")), (11, 11), "{output}");
    assert_eq!(workload(&["static-probes", "1"]).one::<i32>("guarded"), 0, "nobody traces it any more");
}

#[test]
fn what_is_not_there_is_named() {
    let fifo = mark("fifo");
    workload(&["fifo-make", &fifo]);
    let workload = workload_path();
    for (spec, words) in [
        ("probebox_no_such_function", &["the kernel has no function 'probebox_no_such_function'"][..]),
        // There is one in fs/namespace.c and one in fs/proc/task_mmu.c; and kernel/trace has no probes.
        ("m_start", &["m_start: several functions have this name"]),
        ("count_symbols", &["count_symbols: the kernel does not let it be traced"]),
        (&ours("probebox_no_such"), &[workload.as_str(), "has no function 'probebox_no_such'"]),
        ("/no/such/file:f", &["/no/such/file", "No such file"]),
        (&format!("{fifo}:f"), &["is no regular file"]),
        ("/proc/version:f", &["is no program and no library"]),
        ("no-such-library:f", &["no program and no library is called 'no-such-library'"]),
        ("t:sched:no_such_event", &["no tracepoint 'no_such_event'"]),
        (&format!("u:{workload}:no_such_probe"), &["has no static probe 'no_such_probe'"]),
    ] {
        run_probebox(&["funccount", spec]).assert_refused(1, words);
    }
    run_probebox(&["funccount", "-r", "vfs_("]).assert_refused(2, &["no regular expression"]);
    run_probebox(&["funccount"]).assert_refused(2, &["FN"]);
}

#[test]
fn the_table_has_the_known_columns() {
    let tool = Tool::start(&["funccount", &ours("probebox_called")]);
    workload(&["function-calls", "2"]);
    let finished = tool.stop_text();
    let line = format!("{:36} {:>8}", "probebox_called", 2);
    assert_eq!(finished.stdout().lines().collect::<Vec<_>>(), [format!("{:36} {:>8}", "FUNC", "COUNT"), line]);
}

#[test]
fn many_functions_can_be_let_go_of_while_they_are_attached() {
    // Thousands, and none of a module: to say which of those can be traced takes the kernel long.
    let many = "(acpi|tcp|ext4|pci|__x64|__ia32)_.*";
    let process = crate::support::Process::start(crate::support::probebox(&["funccount", "-r", many]));
    // It says how far it is where each takes its time, and that it is ready where all go at once.
    process.wait_for_stderr(|text| text.contains("attached ") || text.contains(": ready"));
    process.signal(crate::support::Signal::Int);
    let finished = process.wait();
    assert!(finished.stderr().contains("ended before everything was attached") || finished.code() == 0, "{finished}");
}
