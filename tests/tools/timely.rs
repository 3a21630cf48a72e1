//! What must happen in time. These run in a guest as fast as real machines are, whose clock counts instructions: how busy
//! the machine is below changes nothing.

use std::io::{BufRead, BufReader, pipe};
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

use super::ending::{assert_back_to, settled};
use super::rights::{KINDS, assert_few_rights, limit_to_tracing};
use crate::support::{Output, Process, Signal, Tool, command_line, inventory, mark, probebox, run_probebox, workload};

/// In which a tool must have told everything.
const SOON: Duration = Duration::from_secs(1);
/// In which it must be gone. The kernel takes up to a fifth of a second to let go of each function that was hooked, and
/// vfsstat has twelve programs at eight.
const GONE: Duration = Duration::from_secs(3);
/// How far the end of the last interval may be from what was asked for.
const SLACK_NS: i64 = 50_000_000;

#[test]
fn signals_end_it_with_the_whole_output() {
    for signal in [Signal::Int, Signal::Term, Signal::Hup] {
        let tool = Tool::start(&["opensnoop", "--json", "--path", &mark("signal")]);
        workload(&["opens", "200", &mark("signal")]);
        tool.process.signal(signal);
        tool.process.wait_for_stdout_within(SOON, |text| text.contains("summary"));
        let output = Output::new(tool.process.wait_within(GONE));
        assert_eq!(output.rows.len(), 200, "{output}");
        output.assert_nothing_lost();
    }
}

/// A tool of each kind with no more rights than tracing takes, no tracefs, and an environment that wants to be believed; and
/// how it ends. (That each tool loads with so little is seen by `rights`, and that it keeps no rights by every test.)
#[test]
fn each_kind_of_tool_is_modest_and_ends_soon_and_well() {
    let before = settled(&inventory());
    let watch = Tool::start(&["opensnoop", "--json", "--comm", "probebox"]);
    // How each signal is taken does not depend on the tool.
    for (name, signal) in KINDS.into_iter().zip([Signal::Int, Signal::Term, Signal::Hup].into_iter().cycle()) {
        let mut command = probebox(&command_line(name));
        command.arg("--json");
        command
            .env("HOME", "/tmp/home")
            .env("TMPDIR", "/tmp/tmp")
            .env("PATH", "/tmp/path")
            .env("LD_PRELOAD", "/tmp/so");
        limit_to_tracing(&mut command, name);
        let tool = Tool::start_with(command);
        assert_few_rights(name, tool.pid());
        tool.process.signal(signal);
        tool.process.wait_for_stdout_within(SOON, |text| text.contains("summary"));
        let output = Output::new(tool.process.wait_within(GONE));
        assert_eq!(output.summary.text("tool"), name);
    }
    let output = watch.stop();
    assert!(!output.rows.is_empty(), "{output}");
    for row in &output.rows {
        let path = row.text("path");
        assert!(!path.starts_with("/tmp") && !path.starts_with("/root"), "{output}");
    }
    assert_back_to(&before, "a tool of each kind");
}

#[test]
fn histograms_are_told_when_a_signal_ends_them() {
    for signal in [Signal::Int, Signal::Term, Signal::Hup] {
        let tool = Tool::start(&["runqlat"]);
        workload(&["pipe", "10"]);
        tool.process.signal(signal);
        tool.process.wait_for_stdout_within(SOON, |text| text.contains("distribution"));
        let finished = tool.process.wait_within(GONE);
        assert_eq!(finished.code(), 0, "{finished}");
        assert!(finished.stdout().contains("distribution"), "{finished}");
    }
}

#[test]
fn a_closed_pipe_ends_it_while_idle() {
    for name in ["opensnoop", "runqlat"] {
        let (read, write) = pipe().unwrap();
        let mut command = probebox(&[name]);
        command.stdout(write);
        let process = Process::start_to(command);
        process.wait_for_stderr(|text| text.contains(": ready"));
        drop(read);
        let finished = process.wait_within(GONE);
        assert_eq!(finished.code(), 0, "{finished}");
        assert!(!finished.stderr().to_lowercase().contains("pipe"), "{finished}");
    }
}

#[test]
fn a_reader_that_has_enough_ends_it() {
    let (read, write) = pipe().unwrap();
    let mut command = probebox(&["opensnoop", "--json", "--path", &mark("head")]);
    command.stdout(write);
    let process = Process::start_to(command);
    process.wait_for_stderr(|text| text.contains(": ready"));
    workload(&["opens", "100", &mark("head")]);
    let mut line = String::new();
    BufReader::new(read).read_line(&mut line).unwrap();
    assert!(line.contains(&mark("head")), "{line}");
    workload(&["opens", "100", &mark("head")]);
    let finished = process.wait_within(GONE);
    assert_eq!(finished.code(), 0, "{finished}");
}

#[test]
fn a_second_signal_ends_it_at_once() {
    // Nobody reads, so that what the first signal makes it tell does not fit the pipe.
    let (read, write) = pipe().unwrap();
    let mut command = probebox(&["opensnoop", "--json", "--path", &mark("second")]);
    command.stdout(write);
    let process = Process::start_to(command);
    process.wait_for_stderr(|text| text.contains(": ready"));
    // SAFETY: takes numbers alone.
    let size = unsafe { libc::fcntl(read.as_raw_fd(), libc::F_GETPIPE_SZ) };
    assert_eq!(size, 1 << 20, "whoever reads is waited for rarely");
    workload(&["opens", "10000", &mark("second")]);
    process.signal(Signal::Int);
    process.signal(Signal::Term);
    let finished = process.wait_within(GONE);
    assert!(!finished.stderr().contains("panicked"), "{finished}");
    drop(read);
}

#[test]
fn the_duration_ends_it() {
    for arguments in [["opensnoop", "-d", "2"], ["opensnoop", "--duration", "2"], ["runqlat", "--duration", "2"]] {
        let finished = run_probebox(&[arguments.as_slice(), &["--json"]].concat());
        let output = Output::new(finished);
        let lasted = output.summary.number("duration_ns");
        assert!((2_000_000_000..2_000_000_000 + SLACK_NS).contains(&lasted), "{output}");
    }
}

#[test]
fn interval_and_count_end_it() {
    for name in ["runqlat", "biolatency"] {
        let output = Output::new(run_probebox(&[name, "--json", "1", "2"]));
        let lasted = output.summary.number("duration_ns");
        assert!((2_000_000_000..2_000_000_000 + SLACK_NS).contains(&lasted), "{output}");
    }
}

#[test]
fn rows_reach_a_pipe_within_a_second() {
    let tool = Tool::start(&["opensnoop", "--path", &mark("soon")]);
    workload(&["opens", "1", &mark("soon")]);
    let done = Instant::now();
    tool.process.wait_for_stdout(|text| text.contains(&mark("soon")));
    assert!(done.elapsed() < SOON, "{:?}", done.elapsed());
    tool.stop_text();
}

#[test]
fn a_burst_loses_nothing() {
    let tool = Tool::start(&["opensnoop", "--json", "--path", &mark("burst")]);
    workload(&["burst", "40000", "1", &mark("burst")]);
    let output = tool.stop();
    output.assert_nothing_lost();
    assert_eq!(output.rows.len(), 40_000);
}

/// Loops over paths are verified once for each program, and not for each way through each step.
#[test]
fn a_start_with_paths_is_verified_soon() {
    let tool = Tool::start(&["opensnoop", "-F", "--path", &mark("verified"), "--stats"]);
    let finished = tool.stop_text();
    let words: Vec<&str> = finished.stderr().split_whitespace().collect();
    let at = words.windows(3).position(|three| three == ["us", "to", "load,"]).unwrap_or_else(|| panic!("{finished}"));
    let us: u64 = words[at - 1].parse().unwrap();
    // 80 to 160 ms, where a start without paths takes 25 to 75.
    assert!(us < 300_000, "{us}: {finished}");
}
