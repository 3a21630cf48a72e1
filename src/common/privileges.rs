//! Giving up what the process needs no more once everything is attached: capabilities, new privileges, and all system
//! calls but those of an event loop.

use std::collections::BTreeMap;
use std::io;
use std::ptr;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use anyhow::{Context as _, Result, anyhow, bail};
use caps::{CapSet, Capability, CapsHashSet};
use libc::{c_int, c_long, c_void};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
};

/// What a tool still does after it has attached, beyond reading its maps and writing rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    /// It opens files, for reading.
    pub files: bool,
    /// It looks into other processes' memory maps and the files in them, for names.
    pub symbols: bool,
    /// It samples CPUs that come while it runs.
    pub samples: bool,
    /// It reads what runtimes keep of containers, and finds cgroups by their ids.
    pub containers: bool,
    /// It waits for COMMAND, and ends it.
    pub command: bool,
    /// It changes how the terminal on standard input behaves, and gives it back.
    pub terminal: bool,
}

/// Refuses to run with rights that the user does not have: a setuid or setgid copy, or one with file capabilities.
/// Whoever could start it would see what every process on the machine does.
///
/// # Errors
/// When it is so; the sentence says what to do.
pub fn refuse_setuid() -> Result<()> {
    // SAFETY: takes and gives numbers.
    if unsafe { libc::getauxval(libc::AT_SECURE) } != 0 {
        bail!(
            "refusing to run with rights that its user does not have: take the set-user-ID bit or file capabilities \
             from the binary and run it with sudo"
        );
    }
    Ok(())
}

/// Whether this process has root's rights to read files.
#[must_use]
pub fn reads_all_files() -> bool {
    let right = caps::has_cap(None, CapSet::Effective, Capability::CAP_DAC_READ_SEARCH);
    let larger = caps::has_cap(None, CapSet::Effective, Capability::CAP_DAC_OVERRIDE);
    matches!((right, larger), (Ok(true), _) | (_, Ok(true)))
}

/// Gives up what is needed no more. Capabilities are those of the calling thread, and of the threads that it starts from
/// then on; the rest is the whole process's. To be called once.
///
/// # Errors
/// When the kernel refuses. That leaves the process with more rights than it should have, so it should end.
pub fn drop(keep: Keep) -> Result<()> {
    // libbpf asks for this in a file, once, and remembers.
    libbpf_rs::num_possible_cpus().context("counting the possible CPUs")?;
    prctl(libc::PR_SET_NO_NEW_PRIVS, 1)?;
    prctl(libc::PR_SET_DUMPABLE, 0)?;
    drop_capabilities(keep).map_err(|e| anyhow!("cannot give up capabilities: {e}"))?;
    catch_denied()?;
    for filter in filters(keep).context("cannot build the seccomp filters")? {
        seccompiler::apply_filter_all_threads(&filter).context("cannot install a seccomp filter")?;
    }
    Ok(())
}

/// How many system calls the filter has denied, and the number of the first. Not zero is a bug in the list below; the
/// call failed with EPERM and nothing else was lost.
#[must_use]
pub fn denied() -> (u64, i64) {
    (DENIED.load(Ordering::Relaxed), FIRST_DENIED.load(Ordering::Relaxed))
}

fn prctl(option: c_int, value: libc::c_ulong) -> io::Result<()> {
    // SAFETY: these options take numbers.
    if unsafe { libc::prctl(option, value, 0, 0, 0) } != 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

/// What it takes to read `/proc/PID/maps` of every process, and to open what stands in `/proc/PID/map_files`.
const SYMBOLS: [Capability; 3] =
    [Capability::CAP_SYS_PTRACE, Capability::CAP_DAC_READ_SEARCH, Capability::CAP_CHECKPOINT_RESTORE];

fn drop_capabilities(keep: Keep) -> Result<(), caps::errors::CapsError> {
    if caps::has_cap(None, CapSet::Effective, Capability::CAP_SETPCAP)? {
        // Up to the last that the kernel knows.
        let mut all = 0..64;
        while all.next().is_some_and(|capability| prctl(libc::PR_CAPBSET_DROP, capability).is_ok()) {}
    }
    caps::clear(None, CapSet::Ambient)?;
    caps::clear(None, CapSet::Inheritable)?;
    caps::clear(None, CapSet::Effective)?;
    let permitted = caps::read(None, CapSet::Permitted)?;
    let mut kept = CapsHashSet::new();
    if keep.symbols {
        kept.extend(SYMBOLS.into_iter().filter(|c| permitted.contains(c)));
    }
    if keep.containers {
        kept.extend([Capability::CAP_DAC_READ_SEARCH].into_iter().filter(|c| permitted.contains(c)));
    }
    if keep.samples {
        kept.extend(sampling_right().into_iter().filter(|c| permitted.contains(c)));
    }
    if !maps_are_readable() {
        let reader = [Capability::CAP_BPF, Capability::CAP_SYS_ADMIN].into_iter().find(|c| permitted.contains(c));
        kept.extend(reader);
    }
    caps::set(None, CapSet::Permitted, &kept)?;
    caps::set(None, CapSet::Effective, &kept)
}

/// The right to open perf events of all that runs. Above 2, Debian's and others' kernels want the greater one; it is of use
/// for nothing else that the seccomp filter lets through.
fn sampling_right() -> Option<Capability> {
    let level = std::fs::read_to_string("/proc/sys/kernel/perf_event_paranoid").ok()?;
    match level.trim().parse::<i32>() {
        Ok(..=2) => Some(Capability::CAP_PERFMON),
        _ => Some(Capability::CAP_SYS_ADMIN),
    }
}

/// Whether bpf(2) reads a map by its descriptor, as things are. Before 5.19 it did nothing at all without a capability where
/// `kernel.unprivileged_bpf_disabled` is set (commit c8644cd0efe7); descriptor -1 tells without a map.
pub(super) fn maps_are_readable() -> bool {
    let mut attr = [0u64; 4];
    attr[0] = u64::from(u32::MAX);
    // SAFETY: the attributes are a live local of the size that is told.
    let result = unsafe { libc::syscall(libc::SYS_bpf, BPF_MAP_LOOKUP_ELEM, attr.as_mut_ptr(), size_of_val(&attr)) };
    result >= 0 || io::Error::last_os_error().raw_os_error() != Some(libc::EPERM)
}

const BPF_MAP_LOOKUP_ELEM: c_long = 1;

/// The commands of bpf(2) that read or write a map that is open, or tell of an open object: `MAP_LOOKUP_ELEM`,
/// `MAP_UPDATE_ELEM`, `MAP_DELETE_ELEM`, `MAP_GET_NEXT_KEY`, `OBJ_GET_INFO_BY_FD`, `MAP_LOOKUP_AND_DELETE_ELEM`, and the
/// four on batches.
const BPF_COMMANDS: [u64; 10] = [1, 2, 3, 4, 15, 21, 24, 25, 26, 27];

/// `BPF_ITER_CREATE`, which reads what a program that is attached prints.
const BPF_ITER_CREATE: u64 = 33;

/// `BPF_LINK_CREATE`, which attaches a program that is loaded.
const BPF_LINK_CREATE: u64 = 28;

/// Start a perf event, and attach a program to it where there are no links for that.
const PERF_EVENT_STARTS: [u64; 2] = [0x2400, 0x4004_2408];

/// Stops a perf event; libbpf does it when a kprobe or tracepoint is detached.
const PERF_EVENT_IOC_DISABLE: u64 = 0x2401;

/// System calls that take nothing by which they could do harm.
const ALWAYS: &[c_long] = &[
    // input and output
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_lseek,
    libc::SYS_fstat,
    libc::SYS_close,
    libc::SYS_fsync,
    // waiting
    libc::SYS_ppoll,
    libc::SYS_epoll_create1,
    libc::SYS_epoll_ctl,
    libc::SYS_epoll_pwait,
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_restart_syscall,
    // time
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_gettimeofday,
    // memory; see below for what could make code of it
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_getrandom,
    // signals, and ending by one
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_tgkill,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_exit,
    libc::SYS_exit_group,
    // the beginning of a thread that was started just before
    libc::SYS_rseq,
    libc::SYS_set_robust_list,
    libc::SYS_sched_getaffinity,
    // what the tool itself cost
    libc::SYS_getrusage,
];

/// What the C library uses instead of newer calls where the architecture is old enough to have them.
#[cfg(target_arch = "x86_64")]
const OLD: &[c_long] = &[libc::SYS_poll, libc::SYS_epoll_wait, libc::SYS_time];
#[cfg(not(target_arch = "x86_64"))]
const OLD: &[c_long] = &[];

/// Symbols that are packed are unpacked into a file in memory.
const SYMBOL_FILES: &[c_long] = &[libc::SYS_memfd_create];

const FILES: &[c_long] = &[
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_pread64,
    libc::SYS_getdents64,
    libc::SYS_readlinkat,
    libc::SYS_statfs,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_readlink,
];

const COMMAND: &[c_long] = &[libc::SYS_wait4, libc::SYS_waitid, libc::SYS_pidfd_send_signal];

/// What starts threads and programs. The C library makes some of these calls with all signals blocked, and a trap that
/// cannot be taken kills, so a filter of its own lets them fail.
const STARTS: &[c_long] = &[
    libc::SYS_clone,
    libc::SYS_clone3,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_fork,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_vfork,
    libc::SYS_execve,
    libc::SYS_execveat,
];

/// What is not listed traps, and [`on_denied`] lets it fail with EPERM. Killing would lose what is still in the rings and
/// the summary, and that for a mistake in this list; EPERM alone could not be counted.
fn filters(keep: Keep) -> Result<[BpfProgram; 2], seccompiler::BackendError> {
    let arch = || std::env::consts::ARCH.try_into();
    let all =
        |calls: &[c_long]| -> BTreeMap<i64, Vec<SeccompRule>> { calls.iter().map(|&call| (call, vec![])).collect() };
    let groups = [
        (ALWAYS, true),
        (OLD, true),
        (STARTS, true),
        (FILES, keep.files),
        (SYMBOL_FILES, keep.symbols),
        (COMMAND, keep.command),
    ];
    // The first of the two must let the second be installed, and the second must not trap what the first lets fail.
    let mut rules: BTreeMap<_, _> =
        groups.into_iter().filter(|(_, kept)| *kept).flat_map(|(calls, _)| all(calls)).collect();
    let mut commands = BPF_COMMANDS.to_vec();
    if keep.symbols {
        commands.push(BPF_ITER_CREATE);
    }
    let mut ioctls = vec![libc::TIOCGWINSZ, libc::TCGETS, PERF_EVENT_IOC_DISABLE];
    if keep.samples {
        rules.insert(libc::SYS_perf_event_open, vec![]);
        commands.push(BPF_LINK_CREATE);
        ioctls.extend(PERF_EVENT_STARTS);
    }
    let mut ioctls = one_of(1, &ioctls)?;
    if keep.terminal {
        let standard_input = condition(0, SeccompCmpOp::Eq, libc::STDIN_FILENO as u64)?;
        let set = condition(1, SeccompCmpOp::Eq, libc::TCSETS)?;
        ioctls.push(SeccompRule::new(vec![standard_input, set])?);
    }
    rules.insert(libc::SYS_bpf, one_of(0, &commands)?);
    rules.insert(libc::SYS_ioctl, ioctls);
    let fcntls = [libc::F_GETFD, libc::F_SETFD, libc::F_GETFL, libc::F_DUPFD_CLOEXEC].map(|command| command as u64);
    rules.insert(libc::SYS_fcntl, one_of(1, &fcntls)?);
    rules.insert(libc::SYS_prctl, one_of(0, &[libc::PR_SET_NAME as u64])?);
    // Memory that can be executed is never asked for.
    for call in [libc::SYS_mmap, libc::SYS_mprotect] {
        rules.insert(call, vec![without(2, libc::PROT_EXEC as u64)?]);
    }
    if keep.files {
        let writes = libc::O_WRONLY | libc::O_RDWR | libc::O_CREAT | libc::O_TRUNC;
        rules.insert(libc::SYS_openat, vec![without(2, writes as u64)?]);
        // Control groups are found by their ids so. What is opened can only be asked for its path.
        let path = (libc::O_PATH | libc::O_CLOEXEC) as u64;
        rules.insert(libc::SYS_open_by_handle_at, one_of(2, &[path])?);
    }
    let denied = SeccompAction::Errno(libc::EPERM as u32);
    Ok([
        SeccompFilter::new(all(STARTS), SeccompAction::Allow, denied, arch()?)?.try_into()?,
        SeccompFilter::new(rules, SeccompAction::Trap, SeccompAction::Allow, arch()?)?.try_into()?,
    ])
}

/// Rules that allow an argument to have one of these values.
fn one_of(argument: u8, values: &[u64]) -> Result<Vec<SeccompRule>, seccompiler::BackendError> {
    values.iter().map(|&value| rule(argument, SeccompCmpOp::Eq, value)).collect()
}

/// A rule that allows an argument to have none of these bits.
fn without(argument: u8, bits: u64) -> Result<SeccompRule, seccompiler::BackendError> {
    rule(argument, SeccompCmpOp::MaskedEq(bits), 0)
}

fn rule(argument: u8, op: SeccompCmpOp, value: u64) -> Result<SeccompRule, seccompiler::BackendError> {
    SeccompRule::new(vec![condition(argument, op, value)?])
}

fn condition(argument: u8, op: SeccompCmpOp, value: u64) -> Result<SeccompCondition, seccompiler::BackendError> {
    // The kernel looks at 32 bits of each of these arguments, too.
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, op, value)
}

// A signal handler is reached by nothing but statics.
static DENIED: AtomicU64 = AtomicU64::new(0);
static FIRST_DENIED: AtomicI64 = AtomicI64::new(0);

/// Lets [`on_denied`] handle the signal of a denied call.
fn catch_denied() -> io::Result<()> {
    // SAFETY: all-zero is a valid sigaction; the pointer is to a live local; the handler is async-signal-safe.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction =
            on_denied as extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void) as libc::sighandler_t;
        action.sa_flags = libc::SA_SIGINFO;
        if libc::sigaction(libc::SIGSYS, &raw const action, ptr::null_mut()) != 0 {
            return Err(io::Error::last_os_error());
        }
    }
    Ok(())
}

/// Counts, and makes the call fail with EPERM: the registers that the thread goes on with are in the context.
extern "C" fn on_denied(_: c_int, _: *mut libc::siginfo_t, context: *mut c_void) {
    // SAFETY: with SA_SIGINFO the kernel gives a context, and nobody else has it.
    let registers = unsafe { &mut (*context.cast::<libc::ucontext_t>()).uc_mcontext };
    #[cfg(target_arch = "x86_64")]
    let (call, result) = (registers.gregs[libc::REG_RAX as usize], &mut registers.gregs[libc::REG_RAX as usize]);
    #[cfg(target_arch = "aarch64")]
    let (call, result) = (registers.regs[8] as i64, &mut registers.regs[0]);
    if DENIED.fetch_add(1, Ordering::Relaxed) == 0 {
        FIRST_DENIED.store(call, Ordering::Relaxed);
    }
    *result = -i64::from(libc::EPERM) as _;
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::undocumented_unsafe_blocks)]
pub(super) mod tests {
    use super::*;
    use std::fs::{self, File};
    use std::thread;
    use std::time::{Duration, Instant};

    use crate::common::stop::{Reason, Stop, Wake};

    /// In a process of its own, as nothing that is given up comes back. True when `run` ends without a panic.
    pub(crate) fn in_a_child(run: fn()) -> bool {
        match unsafe { libc::fork() } {
            0 => {
                let status = std::panic::catch_unwind(run).map_or(101, |()| 0);
                unsafe { libc::_exit(status) }
            }
            pid => {
                let mut status = 0;
                assert_eq!(unsafe { libc::waitpid(pid, &raw mut status, 0) }, pid);
                status == 0
            }
        }
    }

    fn errno(result: io::Result<impl Sized>) -> Option<i32> {
        result.err().and_then(|e| e.raw_os_error())
    }

    #[test]
    fn the_status_shows_what_was_given_up() {
        assert!(in_a_child(|| {
            let setpcap = caps::has_cap(None, CapSet::Effective, Capability::CAP_SETPCAP).unwrap();
            drop(Keep { files: true, ..Keep::default() }).unwrap();
            let status = fs::read_to_string("/proc/self/status").unwrap();
            let value = |name: &str| {
                let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
                u64::from_str_radix(line.trim_start_matches(':').trim(), 16).unwrap()
            };
            assert_eq!((value("NoNewPrivs"), value("Seccomp")), (1, 2));
            assert_eq!((value("CapInh"), value("CapAmb")), (0, 0));
            assert!(!setpcap || value("CapBnd") == 0);
            assert_eq!(value("CapEff"), value("CapPrm"));
            let reader = [Capability::CAP_BPF, Capability::CAP_SYS_ADMIN].map(|c| c.bitmask());
            assert!(value("CapEff") == 0 || reader.contains(&value("CapEff")));
            assert_eq!(unsafe { libc::prctl(libc::PR_GET_DUMPABLE, 0, 0, 0, 0) }, -1, "not in the list");
            assert_eq!(denied(), (1, libc::SYS_prctl));
        }));
    }

    #[test]
    fn an_event_loop_goes_on() {
        assert!(in_a_child(|| {
            let stop = Stop::new().unwrap();
            stop.on_signals().unwrap();
            drop(Keep::default()).unwrap();
            let start = Instant::now();
            assert!(stop.sleep_until(start + Duration::from_millis(1)));
            let rows = vec![7u8; 8 << 20];
            assert_eq!(std::hint::black_box(rows).len(), 8 << 20);
            unsafe { libc::raise(libc::SIGTERM) };
            assert_eq!(stop.wait(&[], Duration::from_secs(60)), Wake::Stop(Reason::Signal(libc::SIGTERM)));
            assert_eq!(denied(), (0, 0));
        }));
    }

    #[test]
    fn what_could_do_harm_is_denied_and_counted() {
        assert!(in_a_child(|| {
            drop(Keep::default()).unwrap();
            assert_eq!(errno(File::open("/dev/null")), Some(libc::EPERM));
            assert_eq!(denied(), (1, libc::SYS_openat));
            let program_load = unsafe { libc::syscall(libc::SYS_bpf, 5, ptr::null::<u8>(), 0) };
            assert_eq!((program_load, errno(Err::<(), _>(io::Error::last_os_error()))), (-1, Some(libc::EPERM)));
            let executable = libc::PROT_READ | libc::PROT_EXEC;
            let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
            assert_eq!(unsafe { libc::mmap(ptr::null_mut(), 4096, executable, flags, -1, 0) }, libc::MAP_FAILED);
            assert!(thread::Builder::new().spawn(|| ()).is_err());
            assert_eq!(unsafe { libc::fork() }, -1);
            assert_eq!(unsafe { libc::execve(c"/bin/true".as_ptr(), ptr::null(), ptr::null()) }, -1);
            assert_eq!(denied().0, 3, "starting a thread or program fails without a trap");
        }));
    }

    #[test]
    fn files_are_read_and_never_written() {
        assert!(in_a_child(|| {
            drop(Keep { files: true, ..Keep::default() }).unwrap();
            assert_ne!(fs::read_dir("/proc").unwrap().count(), 0);
            assert_ne!(fs::read("/proc/uptime").unwrap(), b"");
            // SAFETY: the kernel looks at the flags, and then at a handle that is not there.
            let by_handle = |flags| unsafe { libc::open_by_handle_at(libc::AT_FDCWD, ptr::null_mut(), flags) };
            assert_eq!((by_handle(libc::O_PATH | libc::O_CLOEXEC), denied()), (-1, (0, 0)));
            assert_eq!((by_handle(libc::O_RDONLY), denied().0), (-1, 1));
            assert_eq!(errno(File::options().write(true).open("/dev/null")), Some(libc::EPERM));
            assert_eq!(errno(File::options().append(true).create(true).open("/dev/null")), Some(libc::EPERM));
        }));
    }

    #[test]
    fn all_threads_are_bound() {
        assert!(in_a_child(|| {
            let (ask, asked) = std::sync::mpsc::channel();
            let other = thread::spawn(move || {
                asked.recv().unwrap();
                errno(File::open("/dev/null"))
            });
            drop(Keep::default()).unwrap();
            ask.send(()).unwrap();
            assert_eq!(other.join().unwrap(), Some(libc::EPERM));
        }));
    }

    #[test]
    fn a_plain_start_is_not_refused() {
        refuse_setuid().unwrap();
    }
}
