//! What a tool may do, may not, and says when it cannot.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::ptr;

use crate::support::rights::{
    CAP_BPF, CAP_DAC_READ_SEARCH, CAP_LAST, CAP_PERFMON, CAP_SETPCAP, CAP_SYS_ADMIN, CAP_SYS_RESOURCE, kept_by,
    rights_of,
};
use crate::support::{self, Process, Signal, Tool, kernel, mark, probebox};

const NOBODY: u32 = 65534;

/// One tool of each kind: what it does with the machine is done by the same code for all that are of its kind.
pub const KINDS: [&str; 9] =
    ["opensnoop", "runqlat", "syscount", "tcptop", "profile", "funccount", "gethostlatency", "memleak", "biopattern"];

#[test]
fn nobody_is_told_which_right_is_missing() {
    for name in ["opensnoop", "profile", "funccount", "gethostlatency"] {
        let mut command = probebox(&support::command_line(name));
        command.uid(NOBODY).gid(NOBODY);
        Process::start(command).wait().assert_refused(1, &["CAP_BPF"]);
    }
}

/// Shows a command no tracefs.
fn without_tracefs(command: &mut Command) {
    // SAFETY: only system calls, which are allowed between fork and exec; what they read are constants.
    unsafe {
        command.pre_exec(|| {
            let mut done = libc::unshare(libc::CLONE_NEWNS);
            done |= libc::mount(ptr::null(), c"/".as_ptr(), ptr::null(), libc::MS_REC | libc::MS_PRIVATE, ptr::null());
            for place in [c"/sys/kernel/tracing", c"/sys/kernel/debug"] {
                done |= libc::umount2(place.as_ptr(), libc::MNT_DETACH);
            }
            if done == 0 { Ok(()) } else { Err(std::io::Error::last_os_error()) }
        });
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

/// Leaves a tool what tracing takes, and what it takes to give up the others for good; and no tracefs.
pub fn limit_to_tracing(command: &mut Command, name: &str) {
    let perf_events = probebox::tools::find(name).unwrap().perf_events;
    leave_tracing(command, if perf_events { &[CAP_SYS_ADMIN] } else { &[] });
}

fn leave_tracing(command: &mut Command, more: &[i32]) {
    without_tracefs(command);
    let kept = [&[CAP_BPF, CAP_PERFMON, CAP_SYS_RESOURCE, CAP_SETPCAP], more].concat();
    limit(command, |c| kept.contains(&c), None);
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
    let (must, may) = kept_by(name);
    for rights in rights_of(pid).unwrap() {
        assert_eq!(rights & !may, must | more, "{name}");
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
        let kept = [CAP_BPF, CAP_PERFMON, CAP_SETPCAP];
        limit(&mut command, |capability| kept.contains(&capability), Some(64 * 1024));
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

/// With no more rights than tracing takes, and no tracefs. Of tools that take something of the machine itself it is told
/// that they do not work where that is missing.
#[test]
fn doctor_says_that_all_work_here() {
    let all = probebox::tools::TOOLS.iter().filter(|tool| tool.alias.is_none());
    let (with_perf_events, others): (Vec<_>, Vec<_>) = all.partition(|tool| tool.perf_events);
    for (asked, more) in [(others, &[][..]), (with_perf_events, &[CAP_SYS_ADMIN])] {
        let names = asked.iter().map(|tool| tool.name);
        let mut command = probebox(&["doctor", "--json"]);
        command.args(names);
        leave_tracing(&mut command, more);
        let finished = Process::start(command).wait();
        let told: Vec<serde_json::Value> =
            finished.stdout().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let told: Vec<_> = told.iter().map(|line| (line["tool"].as_str().unwrap(), line["works"] == true)).collect();
        let wanted: Vec<_> = asked.iter().map(|tool| (tool.name, (tool.machine)().is_ok())).collect();
        assert_eq!(told, wanted, "{finished}");
        assert_eq!(finished.code(), i32::from(wanted.iter().any(|(_, works)| !works)), "{finished}");
    }
}

#[test]
fn a_stopped_reader_can_still_be_ended() {
    let tool = Tool::start(&["opensnoop", "--json"]);
    tool.process.signal(Signal::Stop);
    tool.process.signal(Signal::Term);
    tool.process.signal(Signal::Cont);
    tool.finish();
}
