//! What a tool may do, may not, and says when it cannot.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::support::{self, Process, Signal, Tool, kernel, mark, probebox, run_probebox, tools};

const NOBODY: u32 = 65534;

/// linux/capability.h
const CAP_DAC_READ_SEARCH: i32 = 2;
const CAP_SETPCAP: i32 = 8;
const CAP_SYS_ADMIN: i32 = 21;
const CAP_SYS_RESOURCE: i32 = 24;
const CAP_PERFMON: i32 = 38;
const CAP_BPF: i32 = 39;
const CAP_LAST: i32 = 63;

/// One tool of each kind.
const KINDS: [&str; 9] =
    ["opensnoop", "runqlat", "syscount", "tcptop", "profile", "funccount", "gethostlatency", "memleak", "biopattern"];

#[test]
fn nobody_is_told_which_right_is_missing() {
    for name in KINDS {
        let mut command = probebox(&support::command_line(name));
        command.uid(NOBODY).gid(NOBODY);
        Process::start(command).wait().assert_refused(1, &["CAP_BPF"]);
    }
}

/// Takes capabilities and locked memory away from a command before it starts.
fn limit(command: &mut Command, kept: impl Fn(i32) -> bool, memlock: Option<u64>) {
    let dropped: Vec<i32> = (0..=CAP_LAST).filter(|capability| !kept(*capability)).collect();
    // SAFETY: only system calls, which are allowed between fork and exec.
    unsafe {
        command.pre_exec(move || {
            for capability in &dropped {
                // Numbers that this kernel does not know are refused, and need no dropping.
                libc::prctl(libc::PR_CAPBSET_DROP, *capability, 0, 0, 0);
            }
            if let Some(bytes) = memlock {
                let limit = libc::rlimit { rlim_cur: bytes, rlim_max: bytes };
                if libc::setrlimit(libc::RLIMIT_MEMLOCK, &raw const limit) != 0 {
                    return Err(std::io::Error::last_os_error());
                }
            }
            Ok(())
        });
    }
}

/// Leaves a tool what tracing takes; and what it takes to give up the others for good.
pub fn limit_to_tracing(command: &mut Command, name: &str) {
    let kept = [CAP_BPF, CAP_PERFMON, CAP_SYS_RESOURCE, CAP_SETPCAP];
    let perf_events = probebox::tools::find(name).unwrap().perf_events;
    limit(command, |c| kept.contains(&c) || perf_events && c == CAP_SYS_ADMIN, None);
}

/// To find containers' names and cgroups it has to read what is closed to others, and no more.
#[test]
fn choosing_containers_takes_one_right_more() {
    let tool = Tool::start(&["opensnoop", "--json", "--containers"]);
    assert_rights("opensnoop", tool.pid(), 1 << CAP_DAC_READ_SEARCH);
    tool.stop();
}

pub fn assert_few_rights(name: &str, pid: i32) {
    assert_rights(name, pid, 0);
}

/// Those that every tool keeps, and `more`.
fn assert_rights(name: &str, pid: i32, more: u64) {
    for thread in fs::read_dir(format!("/proc/{pid}/task")).unwrap() {
        let status = fs::read_to_string(thread.unwrap().path().join("status")).unwrap();
        let value = |key: &str| {
            let line = status.lines().find(|line| line.split(':').next() == Some(key));
            line.and_then(|line| line.split_whitespace().nth(1)).unwrap_or_else(|| panic!("{key}: {status}"))
        };
        // Before 5.19 bpf(2) wants CAP_BPF to read a map that is open, as Debian denies it to all others.
        let reader = if kernel() < (5, 19) { 1u64 << CAP_BPF } else { 0 };
        // Who samples CPUs goes on to do so when others come.
        let samples = probebox::tools::find(name).unwrap().perf_events;
        let sampler = if samples { 1u64 << CAP_SYS_ADMIN | 1 << CAP_PERFMON } else { 0 };
        for (set, wanted) in [("CapInh", 0), ("CapPrm", reader), ("CapEff", reader), ("CapBnd", 0), ("CapAmb", 0)] {
            let is_own = matches!(set, "CapPrm" | "CapEff");
            let (may, wanted) = if is_own { (sampler, wanted | more) } else { (0, wanted) };
            let has = u64::from_str_radix(value(set), 16).unwrap();
            assert_eq!(has & !may, wanted, "{name}: {set}");
        }
        assert_eq!((value("NoNewPrivs"), value("Seccomp")), ("1", "2"), "{name}");
    }
}

#[test]
fn a_missing_right_is_named() {
    for (missing, name) in [(CAP_BPF, "CAP_BPF"), (CAP_PERFMON, "CAP_PERFMON")] {
        let mut command = probebox(&["opensnoop"]);
        limit(&mut command, |capability| capability != missing && capability != CAP_SYS_ADMIN, None);
        Process::start(command).wait().assert_refused(1, &[name]);
    }
}

/// Up to 5.10 BPF memory is charged to the limit of locked memory; later kernels do not care.
#[test]
fn locked_memory_that_does_not_suffice_is_named() {
    let limited = || {
        let mut command = probebox(&["opensnoop", "--json"]);
        limit(&mut command, |capability| matches!(capability, CAP_BPF | CAP_PERFMON), Some(64 * 1024));
        if kernel() < (5, 11) {
            Process::start(command).wait().assert_refused(1, &["memlock"]);
        } else {
            Tool::start_with(command).stop();
        }
    };
    limited();
    // What another process of the same user has counts too: here it leaves nothing even for the first small program.
    let other = Tool::start(&["opensnoop", "--json"]);
    limited();
    other.stop();
}

#[test]
fn root_raises_the_limit_of_locked_memory_itself() {
    let mut command = probebox(&["opensnoop", "--json"]);
    limit(&mut command, |_| true, Some(64 * 1024));
    Tool::start_with(command).stop();
}

#[test]
fn it_refuses_to_run_setuid() {
    let copy = mark("setuid");
    fs::copy(std::env::current_exe().unwrap().with_file_name("probebox"), &copy).unwrap();
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o4755)).unwrap();
    let mut command = Command::new(&copy);
    command.arg("opensnoop").uid(NOBODY).gid(NOBODY);
    Process::start(command).wait().assert_refused(1, &["set-user-ID"]);
    fs::remove_file(copy).unwrap();
}

#[test]
fn numbers_are_strict() {
    let wrong: &[&[&str]] = &[
        &["runqlat", "0"],
        &["runqlat", "1x"],
        &["runqlat", "-1"],
        &["runqlat", "1", "0"],
        &["runqlat", "99999999999999999999"],
        &["biolatency", "1x"],
        &["biolatency", "0"],
        &["opensnoop", "--pid", "4294967297"],
        &["opensnoop", "--pid", "-1"],
        &["opensnoop", "--pid", "0"],
        &["opensnoop", "--pid", ""],
        &["opensnoop", "--pid", "1,x"],
        &["opensnoop", "--uid", "4294967296"],
        &["opensnoop", "--duration", "0"],
        &["opensnoop", "--duration", "NaN"],
        &["opensnoop", "--buffer", "0"],
        &["opensnoop", "--no-such-option"],
        &["tcpconnect", "-P", "65536"],
        &["execsnoop", "--max-args", "0x10"],
    ];
    for arguments in wrong {
        let finished = run_probebox(arguments);
        assert_eq!(finished.code(), 2, "{finished}");
        assert_eq!(finished.stdout, b"", "{finished}");
        assert!(!finished.stderr().is_empty(), "{finished}");
    }
}

#[test]
fn doctor_says_that_all_work_here() {
    let finished = run_probebox(&["doctor", "--json"]);
    let told: Vec<serde_json::Value> =
        finished.stdout().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    // Of tools that take something of the machine itself it is told that they do not.
    let works = |name: &str| told.iter().any(|line| line["tool"] == name && line["works"] == true);
    assert!(tools().all(works), "{finished}");
    assert_eq!(told.iter().filter(|line| line["works"] == true).count(), tools().count(), "{finished}");
    assert_eq!(finished.code(), i32::from(told.len() > tools().count()), "{finished}");
}

#[test]
fn a_stopped_reader_can_still_be_ended() {
    let tool = Tool::start(&["opensnoop", "--json"]);
    tool.process.signal(Signal::Stop);
    tool.process.signal(Signal::Term);
    tool.process.signal(Signal::Cont);
    tool.finish();
}
