//! How a tool ends, and what it leaves behind.

use std::fs::File;
use std::time::{Duration, Instant};

use crate::support::{Process, Signal, Tool, inventory, mark, probebox, workload};

#[test]
fn a_full_disk_is_an_error() {
    let mut command = probebox(&["opensnoop", "--path", &mark("full")]);
    command.stdout(File::options().write(true).open("/dev/full").unwrap());
    let process = Process::start_to(command);
    process.wait_for_stderr(|text| text.contains(": ready") || text.contains("No space"));
    workload(&["opens", "100", &mark("full")]);
    process.wait_for_stderr(|text| text.contains("No space"));
    let finished = process.wait();
    assert_eq!(finished.code(), 1, "{finished}");
}

#[test]
fn a_full_disk_is_an_error_for_histograms() {
    let mut command = probebox(&["runqlat"]);
    command.stdout(File::options().write(true).open("/dev/full").unwrap());
    let process = Process::start_to(command);
    process.wait_for_stderr(|text| text.contains(": ready") || text.contains("No space"));
    workload(&["pipe", "10"]);
    // It may have ended already: what it prints first may be too much for a full disk.
    process.signal(Signal::Int);
    let finished = process.wait();
    assert_eq!(finished.code(), 1, "{finished}");
    assert!(finished.stderr().contains("No space"), "{finished}");
}

#[test]
fn without_a_stdout_it_writes_into_no_other_file() {
    let mut command = std::process::Command::new("sh");
    let me = std::env::current_exe().unwrap().with_file_name("probebox");
    command.args(["-c", "exec \"$0\" opensnoop --path \"$1\" >&-"]).arg(me).arg(mark("closed"));
    let tool = Tool::start_with(command);
    assert_eq!(std::fs::read_link(format!("/proc/{}/fd/1", tool.pid())).unwrap().to_str(), Some("/dev/null"));
    tool.stop_text();
}

/// Killed with every kind of object of its already in the kernel, or only some: none of them stays.
#[test]
fn killed_at_any_moment_it_leaves_nothing_behind() {
    const MOMENTS: usize = 20;
    let before = settled(&inventory());
    let whole = Tool::start(&["tcpconnect"]);
    let most = inventory().len() - before.len();
    whole.process.signal(Signal::Kill);
    drop(whole.process.wait());
    assert_back_to(&before, "attached");
    assert!(most > MOMENTS / 2, "only {most} objects");
    for moment in 0..MOMENTS {
        let wanted = before.len() + most * moment / (MOMENTS - 1);
        let process = Process::start(probebox(&["tcpconnect"]));
        let end = Instant::now() + crate::support::process::LIMIT;
        // What the kernel frees late of a former one was counted, too.
        while inventory().len() < wanted && !process.stderr().contains(": ready") {
            assert!(Instant::now() < end, "never had {wanted} objects: {process}");
        }
        process.signal(Signal::Kill);
        drop(process.wait());
        assert_back_to(&before, &format!("moment {moment}"));
    }
}

/// What former tests left to the kernel to free may still go: waits until two looks agree with what is asked for.
pub fn settled(now: &[(&'static str, u32)]) -> Vec<(&'static str, u32)> {
    // A tool's own objects hold on to others; a full start and end later all of an earlier one's are gone.
    Tool::start(&["opensnoop", "--json"]).stop();
    let end = Instant::now() + crate::support::process::LIMIT;
    loop {
        let look = inventory();
        if look.iter().all(|object| now.contains(object)) {
            return look;
        }
        assert!(Instant::now() < end, "objects stay: {look:?}");
    }
}

/// The kernel frees objects a moment after their last user is gone; this waits for that and for nothing else.
pub fn assert_back_to(before: &[(&'static str, u32)], when: &str) {
    let end = Instant::now() + Duration::from_secs(10);
    loop {
        let now = inventory();
        let more: Vec<_> = now.iter().filter(|object| !before.contains(object)).collect();
        if more.is_empty() {
            return;
        }
        assert!(Instant::now() < end, "{when}: still there: {more:?}");
    }
}
