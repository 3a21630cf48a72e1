//! What a process may do.

use std::{fs, io};

use super::kernel;

/// linux/capability.h
pub const CAP_DAC_READ_SEARCH: i32 = 2;
pub const CAP_SETPCAP: i32 = 8;
const CAP_SYS_PTRACE: i32 = 19;
pub const CAP_SYS_ADMIN: i32 = 21;
pub const CAP_SYS_RESOURCE: i32 = 24;
pub const CAP_PERFMON: i32 = 38;
pub const CAP_BPF: i32 = 39;
const CAP_CHECKPOINT_RESTORE: i32 = 40;
pub const CAP_LAST: i32 = 63;

/// The capabilities that a tool keeps when it has attached, as bits: those that it must have, and those that it may have.
pub fn kept_by(tool: &str) -> (u64, u64) {
    // Before 5.19 bpf(2) wants CAP_BPF to read a map that is open, as Debian denies it to all others.
    let reader = if kernel() < (5, 19) { 1 << CAP_BPF } else { 0 };
    // Who samples CPUs goes on to do so when others come.
    let samples = probebox::tools::find(tool).expect("a tool's name").perf_events;
    (reader, if samples { 1 << CAP_SYS_ADMIN | 1 << CAP_PERFMON } else { 0 })
}

/// Those that it keeps besides if it is asked for containers or for the names of code: to read what runtimes know, and to look
/// at other processes and their files.
pub const FOR_NAMES: u64 = 1 << CAP_DAC_READ_SEARCH | 1 << CAP_SYS_PTRACE | 1 << CAP_CHECKPOINT_RESTORE;

/// The capabilities of each thread of a process, as bits. All are sure never to have more, and to be filtered by seccomp.
///
/// # Errors
/// It has ended.
pub fn rights_of(pid: i32) -> io::Result<Vec<u64>> {
    let threads = fs::read_dir(format!("/proc/{pid}/task"))?;
    threads.map(|thread| Ok(rights_in(&fs::read_to_string(thread?.path().join("status"))?))).collect()
}

fn rights_in(status: &str) -> u64 {
    let value = |key: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
        line.unwrap_or_else(|| panic!("{key}: {status}")).trim()
    };
    let set = |key| u64::from_str_radix(value(key), 16).unwrap();
    assert_eq!((value("NoNewPrivs"), value("Seccomp")), ("1", "2"), "{status}");
    assert_eq!((set("CapInh"), set("CapBnd"), set("CapAmb")), (0, 0, 0), "{status}");
    assert_eq!(set("CapPrm"), set("CapEff"), "{status}");
    set("CapEff")
}
