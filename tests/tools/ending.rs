//! How a tool ends, and what it leaves behind.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::process::Stdio;
use std::thread;
use std::time::Instant;

use crate::support::{Process, Signal, Tool, inventory, mark, probebox, process::LIMIT, workload};

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
    let tool = ["tcpconnect"];
    let before = settled(&inventory());
    let whole = Stepped::start(&tool);
    let calls = (0..).take_while(|_| whole.step() == Stop::BeforeBpf).count();
    let most = inventory().len() - before.len();
    assert!(most > 10 && calls > 2 * MOMENTS, "only {most} objects, {calls} calls");
    whole.kill();
    assert_back_to(&before, "attached");
    for moment in 0..MOMENTS {
        let process = Stepped::start(&tool);
        for _ in 0..=calls * moment / MOMENTS {
            assert_eq!(process.step(), Stop::BeforeBpf);
        }
        process.kill();
        assert_back_to(&before, &format!("moment {moment}"));
    }
}

/// Where a tool was stopped.
#[derive(Debug, PartialEq, Eq)]
enum Stop {
    BeforeBpf,
    /// It gives up its rights: it has attached.
    Attached,
}

/// A tool that stops before each call of bpf(2), by its pid.
struct Stepped(i32);

impl Stepped {
    fn start(arguments: &[&str]) -> Self {
        let load = |offset| instruction((libc::BPF_LD | libc::BPF_W | libc::BPF_ABS) as u16, offset, 0, 0);
        let equals = |number, no| instruction((libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K) as u16, number, 0, no);
        let answer = |what| instruction((libc::BPF_RET | libc::BPF_K) as u16, what, 0, 0);
        let stop = |why: Stop| answer(libc::SECCOMP_RET_TRACE | why as u32);
        let filter = [
            load(0), // the number of the system call
            equals(libc::SYS_bpf as u32, 1),
            stop(Stop::BeforeBpf),
            equals(libc::SYS_seccomp as u32, 1),
            stop(Stop::Attached),
            answer(libc::SECCOMP_RET_ALLOW),
        ];
        let mut command = probebox(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // SAFETY: only system calls, which are allowed between fork and exec; the program is a copy that the child has.
        unsafe {
            command.pre_exec(move || {
                let program = libc::sock_fprog { len: filter.len() as u16, filter: filter.as_ptr().cast_mut() };
                let filtered = libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const program);
                let traced = libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0);
                if filtered != 0 || traced != 0 { Err(std::io::Error::last_os_error()) } else { Ok(()) }
            });
        }
        let stepped = Self(command.spawn().unwrap().id() as i32);
        assert_eq!(stepped.wait(), libc::SIGTRAP, "it stops when it has become probebox");
        let options = libc::PTRACE_O_TRACESECCOMP | libc::PTRACE_O_EXITKILL;
        stepped.trace(libc::PTRACE_SETOPTIONS, options as usize);
        stepped
    }

    /// Lets it go on to the next stop.
    fn step(&self) -> Stop {
        self.trace(libc::PTRACE_CONT, 0);
        assert_eq!(self.wait(), libc::SIGTRAP | libc::PTRACE_EVENT_SECCOMP << 8);
        let mut why = 0usize;
        self.trace(libc::PTRACE_GETEVENTMSG, &raw mut why as usize);
        if why == Stop::Attached as usize { Stop::Attached } else { Stop::BeforeBpf }
    }

    fn trace(&self, request: u32, data: usize) {
        // SAFETY: no request here reads memory, and what one writes is a live local of the caller's.
        let result = unsafe { libc::ptrace(request, self.0, 0, data) };
        assert_eq!(result, 0, "{}", std::io::Error::last_os_error());
    }

    /// What it is stopped for.
    fn wait(&self) -> i32 {
        let mut status = 0;
        // SAFETY: the status is a live local.
        let pid = unsafe { libc::waitpid(self.0, &raw mut status, 0) };
        assert!(pid == self.0 && libc::WIFSTOPPED(status), "{pid} has ended: {status:#x}");
        status >> 8
    }

    fn kill(self) {
        let mut status = 0;
        // SAFETY: it is there, stopped; the status is a live local.
        let pid = unsafe {
            libc::kill(self.0, libc::SIGKILL);
            libc::waitpid(self.0, &raw mut status, 0)
        };
        assert!(pid == self.0 && libc::WIFSIGNALED(status), "{pid}: {status:#x}");
    }
}

/// One of a seccomp filter: what it does, with which number, and how many it skips if that holds or does not.
fn instruction(code: u16, k: u32, yes: u8, no: u8) -> libc::sock_filter {
    libc::sock_filter { code, jt: yes, jf: no, k }
}

/// What former tests left to the kernel to free may still go: waits until two looks agree with what is asked for.
pub fn settled(now: &[(&'static str, u32)]) -> Vec<(&'static str, u32)> {
    // A tool's own objects hold on to others; a full start and end later all of an earlier one's are gone.
    Tool::start(&["opensnoop", "--json"]).stop();
    let end = Instant::now() + LIMIT;
    loop {
        let look = inventory();
        if look.iter().all(|object| now.contains(object)) {
            return look;
        }
        assert!(Instant::now() < end, "objects stay: {look:?}");
        thread::yield_now(); // to the kernel's threads that free them
    }
}

/// The kernel frees objects some time after their last user is gone: 7.2 was seen to take over ten seconds. This waits for that
/// and for nothing else; what is left behind stays for good.
pub fn assert_back_to(before: &[(&'static str, u32)], when: &str) {
    let end = Instant::now() + LIMIT;
    loop {
        let now = inventory();
        let more: Vec<_> = now.iter().filter(|object| !before.contains(object)).collect();
        if more.is_empty() {
            return;
        }
        assert!(Instant::now() < end, "{when}: still there: {more:?}");
        thread::yield_now();
    }
}
