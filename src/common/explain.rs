//! Why opening, loading or attaching failed, as one sentence with cause and remedy. [`Failure::cause`] is a pure function
//! of what libbpf said and of the [`Environment`], which is looked at only once something has failed. The words it looks
//! for are libbpf 1.7's, seen with each failure on 5.10 and 7.2.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::btf::BtfError;
use super::privileges;
use caps::Capability;
use libc::{E2BIG, EACCES, EBUSY, EMFILE, ENFILE, ENOENT, ENOMEM, ENOSYS, EOPNOTSUPP, EPERM};

/// What was being done to the BPF object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the object, before the kernel is asked for anything.
    Open,
    /// Creating its maps and verifying its programs.
    Load,
    /// Attaching its programs to their hooks.
    Attach,
}

/// A failure as libbpf tells it.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// Where it failed.
    pub stage: Stage,
    /// The error number, positive.
    pub errno: i32,
    /// libbpf's warnings up to it, the verifier's log included.
    pub log: &'a str,
    /// The file of `--btf FILE`.
    pub btf: Option<&'a Path>,
}

/// What libbpf and the verifier said, in lines: the source of an error with `--verbose`.
#[derive(Debug)]
pub struct Log(pub String);

impl fmt::Display for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.trim_end())
    }
}

impl std::error::Error for Log {}

/// The error number of an error of libbpf-rs, which keeps it in its text alone; 0 if there is none.
#[must_use]
pub fn errno(error: &libbpf_rs::Error) -> i32 {
    let text = format!("{error:#}");
    text.rsplit("(os error ").next().and_then(|rest| rest.split(')').next()?.parse().ok()).unwrap_or(0)
}

/// What decides whether BPF works here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// The effective capabilities.
    pub capabilities: BTreeSet<u8>,
    /// The process is in a user namespace, whose capabilities BPF does not honour.
    pub user_namespace: bool,
    /// A seccomp filter is on the process.
    pub seccomp: bool,
    /// The kernel is locked down for confidentiality: no kprobes, no BPF helper that reads kernel memory. (Locked down
    /// for integrity, it lets tools work.)
    pub lockdown: bool,
    /// The security modules, comma separated; empty when not told.
    pub security_modules: String,
    /// The soft limit of locked memory in bytes; none is unlimited.
    pub memlock: Option<u64>,
    /// bpf(2) itself is denied, whatever is asked of it.
    pub bpf_denied: bool,
    /// The kernel's version.
    pub kernel: (u32, u32),
    /// The kernel tells its types in /sys/kernel/btf/vmlinux.
    pub btf: bool,
    /// tracefs is mounted where libbpf looks for it.
    pub tracefs: bool,
    /// `kernel.perf_event_paranoid`; Debian and Ubuntu know 3 and 4, which want `CAP_SYS_ADMIN`.
    pub perf_event_paranoid: i32,
}

/// Why it failed. `Display` is the sentence, without a final full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// These capabilities are missing.
    Capabilities(Vec<Capability>),
    /// All capabilities are there, but those of a user namespace.
    UserNamespace,
    /// seccomp denies this system call.
    Seccomp(&'static str),
    /// Lockdown forbids to read the kernel.
    Lockdown,
    /// The limit of locked memory, in bytes, is too small for the maps (before 5.11).
    Memlock(u64),
    /// tracefs is there, but its files cannot be read.
    TracefsUnreadable,
    /// `kernel.perf_event_paranoid` forbids kprobes and tracepoints.
    Paranoid(i32),
    /// Denied by none of the above; these security modules are there.
    SecurityModule(String),
    /// The kernel has no type information, and a hook wants it although a file with `--btf` was given.
    NoBtf,
    /// The kernel has no type information.
    WantsBtf,
    /// The file of `--btf` cannot be used, and why.
    BtfFile(PathBuf, String),
    /// The hook needs tracefs, and that is not mounted.
    NoTracefs,
    /// This function or tracepoint does not exist here.
    NoHook(String),
    /// The kernel cannot do this, being too old or built without it.
    Unsupported(String),
    /// The verifier rejects the program of this name, and its last word.
    Verifier(String, String),
    /// No more programs can be attached to this function.
    Busy,
    /// No memory, in the kernel or in the memory cgroup.
    Memory,
    /// No file descriptor left.
    Descriptors,
    /// Anything else: libbpf's last word.
    Other(Stage, String),
}

impl Failure<'_> {
    /// Finds the cause: what the log names outright first, then what the environment forbids.
    #[must_use]
    pub fn cause(&self, here: &Environment) -> Cause {
        let missing = here.missing_capabilities();
        match self.errno {
            EPERM | EACCES if self.stage != Stage::Open && !missing.is_empty() => return Cause::Capabilities(missing),
            ENOSYS if here.seccomp => return Cause::Seccomp(self.system_call()),
            ENOSYS => return Cause::Unsupported(format!("the system call {}", self.system_call())),
            EMFILE | ENFILE => return Cause::Descriptors,
            ENOMEM => return Cause::Memory,
            _ => {}
        }
        self.btf_cause(here).or_else(|| self.hook_cause(here)).or_else(|| self.verifier_cause(here)).unwrap_or_else(
            || match self.errno {
                EPERM | EACCES => self.denied_by(here),
                EOPNOTSUPP | ENOTSUPP => Cause::Unsupported("this kind of hook".into()),
                EBUSY | E2BIG if self.stage == Stage::Attach => Cause::Busy,
                _ if here.kernel < OLDEST => Cause::Unsupported("BPF ring buffers".into()),
                _ => Cause::Other(self.stage, self.last_word()),
            },
        )
    }

    fn btf_cause(&self, here: &Environment) -> Option<Cause> {
        if self.log.contains("failed to parse target BTF") {
            let file = self.btf.unwrap_or(Path::new(VMLINUX_BTF)).to_owned();
            let why = match self.errno {
                // libbpf's own numbers and these mean the same: it is not what it should be.
                libc::EINVAL | 4000.. => "it holds no BTF, or only a part of it".into(),
                errno => error_text(errno),
            };
            return Some(Cause::BtfFile(file, why));
        }
        let wanted = ["kernel BTF is missing", "failed to find valid kernel BTF", "Error loading vmlinux BTF"];
        (!here.btf && wanted.iter().any(|words| self.log.contains(words))).then_some(if self.btf.is_some() {
            Cause::NoBtf
        } else {
            Cause::WantsBtf
        })
    }

    fn hook_cause(&self, here: &Environment) -> Option<Cause> {
        if let Some(name) = self.quoted("failed to find kernel BTF type ID of '") {
            return Some(Cause::NoHook(name.into()));
        }
        if self.errno != ENOENT || self.stage != Stage::Attach {
            return None;
        }
        if let Some(name) = self.quoted("failed to determine tracepoint '") {
            return Some(if here.tracefs { Cause::NoHook(name.into()) } else { Cause::NoTracefs });
        }
        ["failed to create kprobe '", "failed to create kretprobe '", "failed to attach to raw tracepoint '"]
            .iter()
            .find_map(|words| self.quoted(words))
            .map(|name| Cause::NoHook(name.split('+').next().unwrap_or(name).into()))
    }

    fn verifier_cause(&self, here: &Environment) -> Option<Cause> {
        let (before, log) = self.log.rsplit_once("-- BEGIN PROG LOAD LOG --")?;
        let program = before.rsplit("prog '").next().and_then(|rest| rest.split('\'').next()).unwrap_or_default();
        let log = log.split("-- END PROG LOAD LOG --").next().unwrap_or(log);
        if let Some((_, field)) = log.split_once("failed to resolve CO-RE relocation") {
            let field = field.lines().next().unwrap_or_default();
            let field = field.split_once("] ").map_or(field, |(_, field)| field).split(" (").next().unwrap_or(field);
            return Some(Cause::Unsupported(field.trim().into()));
        }
        if let Some(helper) = log.split("unknown func ").nth(1).or_else(|| log.split("cannot use helper ").nth(1)) {
            let helper = helper.split(|c: char| c == '#' || c.is_whitespace()).next().unwrap_or_default();
            return Some(if here.lockdown && helper.starts_with("bpf_probe_read") {
                Cause::Lockdown
            } else {
                Cause::Unsupported(format!("the BPF helper {helper}"))
            });
        }
        let said = |line: &&str| !line.is_empty() && !line.starts_with("processed ") && !line.starts_with(';');
        let word = log.lines().map(str::trim).rfind(said).unwrap_or_default();
        Some(Cause::Verifier(program.into(), word.into()))
    }

    /// Who denies it although all capabilities are there.
    fn denied_by(&self, here: &Environment) -> Cause {
        let perf = self.log.contains("perf event") || self.log.contains("perf_event_open");
        if here.user_namespace {
            Cause::UserNamespace
        } else if let (true, Some(limit)) = (self.wants_locked_memory(here), here.memlock) {
            Cause::Memlock(limit)
        } else if here.lockdown && (perf || self.stage == Stage::Load) {
            Cause::Lockdown
        } else if self.errno == EACCES && self.log.contains("perf event ID") {
            Cause::TracefsUnreadable
        } else if perf && here.perf_event_paranoid > 2 && !here.has(Capability::CAP_SYS_ADMIN) {
            Cause::Paranoid(here.perf_event_paranoid)
        } else if here.seccomp {
            Cause::Seccomp(self.system_call())
        } else {
            Cause::SecurityModule(here.security_modules.clone())
        }
    }

    /// Whether it may have been denied for want of locked memory. All that a user has in BPF counts, of other processes
    /// too: the first small program can be too much already, and an outright denial of bpf(2) looks the same then.
    fn wants_locked_memory(&self, here: &Environment) -> bool {
        here.kernel < (5, 11) && self.stage == Stage::Load && !here.bpf_denied
    }

    fn system_call(&self) -> &'static str {
        if self.log.contains("perf event") || self.log.contains("perf_event_open") { "perf_event_open" } else { "bpf" }
    }

    /// What stands in the log between `words`, which end with a quote, and the next quote.
    fn quoted(&self, words: &str) -> Option<&str> {
        self.log.split(words).nth(1)?.split('\'').next()
    }

    /// The error and the first thing that libbpf said of it, which is the closest to the cause.
    fn last_word(&self) -> String {
        let text = error_text(self.errno);
        match self.log.lines().map(str::trim).find(|line| !line.is_empty()) {
            Some(line) => format!("{text} ({})", line.strip_prefix("libbpf: ").unwrap_or(line)),
            None => text,
        }
    }
}

impl Cause {
    /// Why the kernel's types could not be read, from itself or the file of `--btf`.
    #[must_use]
    pub fn of_btf(error: &BtfError, file: Option<&Path>) -> Self {
        match (error, file) {
            (BtfError::Missing, None) => Self::WantsBtf,
            _ => Self::BtfFile(file.unwrap_or(Path::new(VMLINUX_BTF)).to_owned(), error.to_string()),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Capabilities(missing) => {
                let names: Vec<_> = missing.iter().map(ToString::to_string).collect();
                let flags: Vec<_> = names.iter().map(|name| name.replace("CAP_", "--cap-add ")).collect();
                let verb = if names.len() == 1 { "is" } else { "are" };
                write!(
                    f,
                    "{} {verb} missing: run it with sudo, or a container with {}",
                    names.join(" and "),
                    flags.join(" ")
                )
            }
            Self::UserNamespace => {
                f.write_str("root in a user namespace may not use BPF: run it as root outside of the (rootless) container")
            }
            Self::Seccomp(call) => write!(
                f,
                "a seccomp filter denies {call}(2): run it outside of the container, or start that with a seccomp \
                 profile that allows bpf and perf_event_open (--security-opt seccomp=FILE)"
            ),
            Self::Lockdown => f.write_str(
                "the kernel is locked down for confidentiality, which forbids to read its memory: boot it with \
                 lockdown=integrity, or without lockdown",
            ),
            Self::Memlock(limit) => write!(
                f,
                "the limit of locked memory (memlock), {} KiB, is too small for the maps, and without CAP_SYS_RESOURCE it cannot \
                 be raised: run it with sudo, or after 'ulimit -l unlimited'",
                limit / 1024
            ),
            Self::TracefsUnreadable => f.write_str(
                "the tracepoints' files in /sys/kernel/tracing cannot be read: run it with sudo, or with CAP_DAC_READ_SEARCH",
            ),
            Self::Paranoid(level) => write!(
                f,
                "kernel.perf_event_paranoid is {level}, which leaves kprobes and tracepoints to CAP_SYS_ADMIN: run it \
                 with sudo, or after 'sysctl kernel.perf_event_paranoid=2'"
            ),
            Self::SecurityModule(modules) if modules.is_empty() => {
                f.write_str("a security module of the kernel denies BPF: look for the denial in the audit log or dmesg")
            }
            Self::SecurityModule(modules) => write!(
                f,
                "a security module of the kernel ({modules}) denies BPF: look for the denial in the audit log or dmesg"
            ),
            Self::NoBtf => write!(
                f,
                "its hook needs type information in the kernel ({VMLINUX_BTF}), which no file replaces: boot a kernel \
                 built with CONFIG_DEBUG_INFO_BTF=y"
            ),
            Self::WantsBtf => write!(
                f,
                "the kernel has no type information in {VMLINUX_BTF}: boot a kernel built with \
                 CONFIG_DEBUG_INFO_BTF=y, or give a BTF file made for this kernel with --btf FILE"
            ),
            Self::BtfFile(file, why) => write!(
                f,
                "cannot take the kernel's types from {}: {why}; --btf wants a BTF file made for this kernel",
                file.display()
            ),
            Self::NoTracefs => f.write_str(
                "its hook needs tracefs, which is not mounted: mount -t tracefs tracefs /sys/kernel/tracing",
            ),
            Self::NoHook(name) => write!(
                f,
                "this kernel has no hook {name}: it is of another version, built without it, or needs a module loaded"
            ),
            Self::Unsupported(what) => write!(
                f,
                "this kernel does not have {what}: it is too old or built without it; probebox is made for {}.{} and later",
                SUPPORTED.0, SUPPORTED.1
            ),
            Self::Verifier(program, word) => write!(
                f,
                "the kernel's verifier rejects the program {program} ({word}): please report this with the output of -v"
            ),
            Self::Busy => f.write_str("too many programs are attached to its hook already: end other tracing tools"),
            Self::Memory => f.write_str(
                "the kernel has no memory for its maps: raise the memory limit, or make them smaller with --buffer and \
                 --entries",
            ),
            Self::Descriptors => f.write_str("too few file descriptors: raise the limit with 'ulimit -n 1024'"),
            Self::Other(stage, word) => {
                let doing = match stage {
                    Stage::Open => "read",
                    Stage::Load => "load",
                    Stage::Attach => "attach",
                };
                write!(f, "cannot {doing} its BPF programs: {word}; -v tells more")
            }
        }
    }
}

/// The kernel of the ring buffer, without which no tool runs; some vendors have it in kernels that call themselves older.
const OLDEST: (u32, u32) = (5, 8);
/// The oldest kernel that every tool is tested on.
const SUPPORTED: (u32, u32) = (5, 10);

/// The kernel's own number for what it does not implement; it has no name outside.
const ENOTSUPP: i32 = 524;

const VMLINUX_BTF: &str = "/sys/kernel/btf/vmlinux";

impl Environment {
    /// Looks. What cannot be found out is taken to be in order.
    #[must_use]
    pub fn probe() -> Self {
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let uid_map = read("/proc/self/uid_map");
        Self {
            capabilities: caps::read(None, caps::CapSet::Effective)
                .unwrap_or_default()
                .iter()
                .map(Capability::index)
                .collect(),
            user_namespace: !uid_map.is_empty() && !uid_map.split_whitespace().eq(["0", "0", "4294967295"]),
            // SAFETY: takes no pointers; asked for by a number.
            seccomp: unsafe { libc::prctl(libc::PR_GET_SECCOMP, 0, 0, 0, 0) } > 0,
            lockdown: read("/sys/kernel/security/lockdown").contains("[confidentiality]"),
            security_modules: read("/sys/kernel/security/lsm").trim().into(),
            memlock: memlock(),
            bpf_denied: !privileges::maps_are_readable(),
            kernel: kernel_version(&read("/proc/sys/kernel/osrelease")),
            btf: Path::new(VMLINUX_BTF).exists(),
            tracefs: ["/sys/kernel/tracing/events", "/sys/kernel/debug/tracing/events"]
                .iter()
                .any(|path| !matches!(fs::metadata(path), Err(e) if e.kind() == std::io::ErrorKind::NotFound)),
            perf_event_paranoid: read("/proc/sys/kernel/perf_event_paranoid").trim().parse().unwrap_or(0),
        }
    }

    /// The capabilities that every tool wants and this process lacks.
    #[must_use]
    pub fn missing_capabilities(&self) -> Vec<Capability> {
        if self.has(Capability::CAP_SYS_ADMIN) {
            return Vec::new();
        }
        let wanted = [Capability::CAP_BPF, Capability::CAP_PERFMON];
        wanted.into_iter().filter(|&capability| !self.has(capability)).collect()
    }

    /// What keeps this process from perf events: found out by opening one that counts nothing.
    #[must_use]
    pub fn denies_perf_events(&self) -> Option<Cause> {
        let failure = |errno| Failure { stage: Stage::Attach, errno, log: "perf_event_open", btf: None };
        match open_perf_event() {
            0 => None,
            errno => Some(failure(errno).cause(self)),
        }
    }

    fn has(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability.index())
    }
}

/// Opens a perf event of this thread and closes it again. Returns the errno, 0 for none.
fn open_perf_event() -> i32 {
    const PERF_FLAG_FD_CLOEXEC: libc::c_ulong = 1 << 3;
    let attr = libbpf_rs::libbpf_sys::perf_event_attr {
        type_: libbpf_rs::libbpf_sys::PERF_TYPE_SOFTWARE,
        size: size_of::<libbpf_rs::libbpf_sys::perf_event_attr>() as u32,
        config: libbpf_rs::libbpf_sys::PERF_COUNT_SW_DUMMY.into(),
        ..Default::default()
    };
    // SAFETY: the attributes are a live local that tells its size; the descriptor that comes is closed at once.
    unsafe {
        let fd = libc::syscall(libc::SYS_perf_event_open, &raw const attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
        if fd < 0 {
            return std::io::Error::last_os_error().raw_os_error().unwrap_or(libc::EPERM);
        }
        libc::close(fd as i32);
    }
    0
}

fn memlock() -> Option<u64> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the limit is a live local.
    let known = unsafe { libc::getrlimit(libc::RLIMIT_MEMLOCK, &raw mut limit) } == 0;
    (known && limit.rlim_cur != libc::RLIM_INFINITY).then_some(limit.rlim_cur)
}

/// Major and minor of a release such as "6.12.9-amd64"; a version above all when it is not one.
fn kernel_version(release: &str) -> (u32, u32) {
    let mut numbers = release.split(|c: char| !c.is_ascii_digit()).map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor),
        _ => (u32::MAX, 0),
    }
}

/// The C library's text of an error number, without Rust's "(os error N)".
fn error_text(errno: i32) -> String {
    let text = std::io::Error::from_raw_os_error(errno).to_string();
    text.split(" (os error").next().unwrap_or(&text).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use libc::{EINVAL, ENOENT, ESRCH};

    /// Root on a machine where everything works.
    fn root() -> Environment {
        Environment {
            capabilities: (0..=40).collect(),
            user_namespace: false,
            seccomp: false,
            lockdown: false,
            security_modules: "lockdown,capability,yama,apparmor".into(),
            memlock: None,
            bpf_denied: false,
            kernel: (6, 12),
            btf: true,
            tracefs: true,
            perf_event_paranoid: 3,
        }
    }

    fn with(capabilities: &[Capability]) -> Environment {
        Environment { capabilities: capabilities.iter().map(Capability::index).collect(), ..root() }
    }

    const BPF_PERFMON: [Capability; 2] = [Capability::CAP_BPF, Capability::CAP_PERFMON];

    fn load(errno: i32, log: &str, here: &Environment) -> Cause {
        Failure { stage: Stage::Load, errno, log, btf: None }.cause(here)
    }

    fn attach(errno: i32, log: &str, here: &Environment) -> Cause {
        Failure { stage: Stage::Attach, errno, log, btf: None }.cause(here)
    }

    const TRIVIAL: &str = "libbpf: Error in bpf_object__probe_loading(): -EPERM. Couldn't load trivial BPF program. Make \
        sure your kernel supports BPF (CONFIG_BPF_SYSCALL=y) and/or that RLIMIT_MEMLOCK is set to big enough value.\n";
    const PROGRAM: &str = "libbpf: prog 'tpbtf': BPF program load failed: -EPERM\n";
    const KPROBE_DENIED: &str =
        "libbpf: prog 'kp': failed to create kprobe 'wake_up_new_task+0x0' perf event: -EACCES\n";

    #[test]
    fn missing_capabilities_are_named() {
        assert_eq!(load(EPERM, TRIVIAL, &with(&[])), Cause::Capabilities(BPF_PERFMON.into()));
        let cause = load(EPERM, PROGRAM, &with(&[Capability::CAP_BPF]));
        assert_eq!(
            cause.to_string(),
            "CAP_PERFMON is missing: run it with sudo, or a container with --cap-add PERFMON"
        );
        // They are the first thing to mend, whatever else is in the way.
        let here = Environment { seccomp: true, lockdown: true, user_namespace: true, ..with(&[]) };
        assert_eq!(load(EPERM, TRIVIAL, &here), Cause::Capabilities(BPF_PERFMON.into()));
        assert_eq!(with(&[Capability::CAP_SYS_ADMIN]).missing_capabilities(), []);
    }

    #[test]
    fn root_of_a_user_namespace_is_told_so() {
        let here = Environment { user_namespace: true, seccomp: true, ..root() };
        assert_eq!(load(EPERM, TRIVIAL, &here), Cause::UserNamespace);
    }

    #[test]
    fn seccomp_is_named_by_both_of_its_answers() {
        let here = Environment { seccomp: true, ..root() };
        assert_eq!(load(EPERM, TRIVIAL, &here), Cause::Seccomp("bpf"));
        assert_eq!(load(ENOSYS, &TRIVIAL.replace("EPERM", "38"), &here), Cause::Seccomp("bpf"));
        assert_eq!(attach(EPERM, &KPROBE_DENIED.replace("EACCES", "EPERM"), &here), Cause::Seccomp("perf_event_open"));
        assert!(matches!(load(ENOSYS, TRIVIAL, &root()), Cause::Unsupported(what) if what.contains("bpf")));
    }

    #[test]
    fn lockdown_is_named_when_it_is_the_reason() {
        let here = Environment { lockdown: true, seccomp: true, ..root() };
        for log in [
            "libbpf: prog 'core': BPF program load failed: -EINVAL\nlibbpf: prog 'core': -- BEGIN PROG LOAD LOG --\n\
             7: (85) call bpf_probe_read#4\nunknown func bpf_probe_read#4\nprocessed 8 insns\n-- END PROG LOAD LOG --\n",
            "libbpf: prog 'core': -- BEGIN PROG LOAD LOG --\n\
             program of this type cannot use helper bpf_probe_read_kernel#113\n-- END PROG LOAD LOG --\n",
        ] {
            assert_eq!(load(EINVAL, log, &here), Cause::Lockdown);
            assert!(matches!(load(EINVAL, log, &root()), Cause::Unsupported(what) if what.contains("bpf_probe_read")));
        }
        assert_eq!(attach(EPERM, &KPROBE_DENIED.replace("EACCES", "EPERM"), &here), Cause::Lockdown);
    }

    #[test]
    fn locked_memory_is_a_matter_of_old_kernels() {
        let log = "libbpf: Failed to bump RLIMIT_MEMLOCK (err = -EPERM), you might need to do it explicitly!\n\
                   libbpf: map 'rb': failed to create: -EPERM\n";
        let here = Environment { kernel: (5, 10), memlock: Some(65536), ..with(&BPF_PERFMON) };
        assert_eq!(load(EPERM, log, &here), Cause::Memlock(65536));
        assert!(Cause::Memlock(65536).to_string().contains("64 KiB"));
        // Others of the same user may have taken all of it before the first map.
        assert_eq!(load(EPERM, TRIVIAL, &here), Cause::Memlock(65536));
        let denied = Environment { bpf_denied: true, seccomp: true, ..here.clone() };
        assert_eq!(load(EPERM, TRIVIAL, &denied), Cause::Seccomp("bpf"));
        let here = Environment { kernel: (5, 11), ..here };
        assert_eq!(load(EPERM, log, &here), Cause::SecurityModule(root().security_modules));
    }

    #[test]
    fn missing_and_broken_btf_are_told_apart() {
        let log = "libbpf: kernel BTF is missing at '/sys/kernel/btf/vmlinux', was CONFIG_DEBUG_INFO_BTF enabled?\n\
                   libbpf: failed to find valid kernel BTF\nlibbpf: Error loading vmlinux BTF: -ESRCH\n";
        let here = Environment { btf: false, ..root() };
        assert_eq!(load(ESRCH, log, &here), Cause::WantsBtf);
        let file = Path::new("/boot/x.btf");
        let mut failure = Failure { stage: Stage::Load, errno: ESRCH, log, btf: Some(file) };
        assert_eq!(failure.cause(&here), Cause::NoBtf);
        failure.log =
            "libbpf: failed to parse target BTF: -EINVAL\nlibbpf: failed to perform CO-RE relocations: -EINVAL\n";
        for (errno, why) in [(EINVAL, "holds no BTF"), (4001, "holds no BTF"), (ENOENT, "No such file")] {
            failure.errno = errno;
            let sentence = failure.cause(&root()).to_string();
            assert!(sentence.contains("/boot/x.btf") && sentence.contains(why), "{sentence}");
        }
    }

    #[test]
    fn types_that_cannot_be_read_are_told_with_their_file() {
        assert_eq!(Cause::of_btf(&BtfError::Missing, None), Cause::WantsBtf);
        let cause = Cause::of_btf(&BtfError::Missing, Some(Path::new("/x.btf")));
        assert!(cause.to_string().contains("/x.btf"));
    }

    #[test]
    fn a_missing_hook_is_named() {
        let hook = |name: &str| Cause::NoHook(name.into());
        let log = "libbpf: prog 'p': failed to find kernel BTF type ID of 'do_file_open': -ESRCH\n";
        assert_eq!(load(ESRCH, log, &root()), hook("do_file_open"));
        let log = "libbpf: prog 'p': failed to create kprobe 'do_file_open+0x0' perf event: -ENOENT\n";
        assert_eq!(attach(ENOENT, log, &root()), hook("do_file_open"));
        let log = "libbpf: prog 'p': failed to attach to raw tracepoint 'sched_nonsense': -ENOENT\n";
        assert_eq!(attach(ENOENT, log, &root()), hook("sched_nonsense"));
        let log = "libbpf: failed to determine tracepoint 'sched/nonsense' perf event ID: -ENOENT\n\
                   libbpf: prog 'tp': failed to create tracepoint 'sched/nonsense' perf event: -ENOENT\n";
        assert_eq!(attach(ENOENT, log, &root()), hook("sched/nonsense"));
        assert_eq!(attach(ENOENT, log, &Environment { tracefs: false, ..root() }), Cause::NoTracefs);
    }

    #[test]
    fn what_perf_wants_more_is_named() {
        assert_eq!(attach(EACCES, KPROBE_DENIED, &with(&BPF_PERFMON)), Cause::Paranoid(3));
        let log = "libbpf: failed to determine tracepoint 'sched/sched_switch' perf event ID: -EACCES\n";
        assert_eq!(attach(EACCES, log, &with(&BPF_PERFMON)), Cause::TracefsUnreadable);
    }

    #[test]
    fn a_rejected_program_is_told_with_the_verifiers_last_word() {
        let log = "libbpf: prog 'bad': BPF program load failed: -EACCES\nlibbpf: prog 'bad': -- BEGIN PROG LOAD LOG --\n\
                   0: (95) exit\nR0 !read_ok\nprocessed 1 insns (limit 1000000)\n-- END PROG LOAD LOG --\n\
                   libbpf: prog 'bad': failed to load: -EACCES\n";
        assert_eq!(load(EACCES, log, &root()), Cause::Verifier("bad".into(), "R0 !read_ok".into()));
        let log = "libbpf: prog 'core_no': -- BEGIN PROG LOAD LOG --\n1: <invalid CO-RE relocation>\n\
                   failed to resolve CO-RE relocation <byte_off> [62] struct nosuch.field (0:0 @ offset 0)\n\
                   processed 2 insns\n-- END PROG LOAD LOG --\n";
        assert_eq!(load(EINVAL, log, &root()), Cause::Unsupported("struct nosuch.field".into()));
    }

    #[test]
    fn the_rest_is_told_in_the_librarys_words() {
        assert_eq!(load(libc::EMFILE, "", &root()), Cause::Descriptors);
        assert_eq!(load(ENOMEM, "", &root()), Cause::Memory);
        assert_eq!(attach(E2BIG, "", &root()), Cause::Busy);
        assert!(matches!(attach(ENOTSUPP, "", &root()), Cause::Unsupported(_)));
        let old = Environment { kernel: (4, 19), ..root() };
        assert!(matches!(load(EINVAL, "libbpf: map 'rb': failed to create: -EINVAL", &old), Cause::Unsupported(_)));
        assert_eq!(
            load(EINVAL, "libbpf: map 'rb': failed to create: -EINVAL\n", &root()).to_string(),
            "cannot load its BPF programs: Invalid argument (map 'rb': failed to create: -EINVAL); -v tells more"
        );
    }

    #[test]
    fn each_sentence_is_one_line() {
        let path = PathBuf::from("/x");
        for cause in [
            Cause::Capabilities(BPF_PERFMON.into()),
            Cause::UserNamespace,
            Cause::Seccomp("bpf"),
            Cause::Lockdown,
            Cause::Memlock(1),
            Cause::TracefsUnreadable,
            Cause::Paranoid(3),
            Cause::SecurityModule(String::new()),
            Cause::SecurityModule("bpf".into()),
            Cause::NoBtf,
            Cause::WantsBtf,
            Cause::BtfFile(path, "why".into()),
            Cause::NoTracefs,
            Cause::NoHook("h".into()),
            Cause::Unsupported("x".into()),
            Cause::Verifier("p".into(), "w".into()),
            Cause::Busy,
            Cause::Memory,
            Cause::Descriptors,
            Cause::Other(Stage::Attach, "w".into()),
        ] {
            let sentence = cause.to_string();
            assert!(!sentence.contains('\n') && !sentence.contains("  ") && !sentence.ends_with('.'), "{sentence}");
        }
    }

    #[test]
    fn error_numbers_are_found_under_any_context() {
        use libbpf_rs::{Error, ErrorExt};
        assert_eq!(errno(&Error::from_raw_os_error(EACCES)), EACCES);
        assert_eq!(errno(&Error::from_raw_os_error(ENOTSUPP).context("failed to attach").context("x (y)")), ENOTSUPP);
    }

    #[test]
    fn versions_are_read_from_releases() {
        assert_eq!(kernel_version("6.12.9-amd64\n"), (6, 12));
        assert_eq!(kernel_version("7.2-rc1"), (7, 2));
        assert!(kernel_version("") > (99, 0));
    }

    #[test]
    fn this_machine_can_be_looked_at() {
        assert!(Environment::probe().kernel >= (3, 0));
    }
}
