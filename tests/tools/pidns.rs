//! In a PID namespace of its own, as in most containers, numbers of processes are its own: those that are given, and those
//! that are told.

use std::process::Command;

use crate::support::{Output, Process, mark, run, workload_path};

/// Runs this in a new PID namespace, with a `/proc` of its own.
fn inside(script: &str) -> Command {
    let mut command = Command::new("unshare");
    command.args(["-p", "-f", "--mount-proc", "sh", "-c", script]);
    command
}

fn binary() -> String {
    workload_path().replace("workload", "probebox")
}

#[test]
fn a_command_and_its_children_are_told_by_the_numbers_they_have_there() {
    let (probebox, workload, path) = (binary(), workload_path(), mark("pidns"));
    let command = format!("sh -c '{workload} child opens 3 {path} >/dev/null'");
    let script = format!("{probebox} opensnoop --json --fields +hostpid,hosttid -- {command}");
    let output = Output::new(Process::start(inside(&script)).wait());
    let rows = output.rows_where(|row| row.text("path").starts_with(&path));
    assert_eq!(rows.len(), 3, "{output}");
    for row in rows {
        let [pid, tid, ppid, host] = ["pid", "tid", "ppid", "hostpid"].map(|key| row.number(key));
        // The shell is 1 there; what it starts follows.
        assert!((2..20).contains(&pid) && pid == tid && (1..pid).contains(&ppid) && host > 20, "{output}");
    }
}

#[test]
fn a_process_is_chosen_by_its_number_there() {
    let (probebox, workload, path) = (binary(), workload_path(), mark("pidns-chosen"));
    let script = format!(
        "exec 3<&0; {workload} wait opens 4 {path} <&3 >/dev/null & other=$!; {probebox} opensnoop --json -p $other & tool=$!
        wait $other; {workload} opens 2 {path} >/dev/null; kill -TERM $tool; wait $tool"
    );
    let process = Process::start(inside(&script));
    process.wait_for_stderr(|text| text.contains("opensnoop: ready"));
    process.write(b"go\n");
    let output = Output::new(process.wait());
    let rows = output.rows_where(|row| row.text("path").starts_with(&path));
    assert_eq!(rows.len(), 4, "{output}");
    assert!(rows.iter().all(|row| row.number("pid") < 20), "{output}");
}

#[test]
fn a_proc_of_another_namespace_is_refused() {
    let command = ["-p", "-f", &binary(), "opensnoop"];
    run("unshare", &command).assert_refused(1, &["/proc is of another PID namespace", "mount -t proc proc /proc"]);
}
