//! Numbers of the kernel's interface → the names that people know them by.

use std::borrow::Cow;

/// Builds the function from the C library's own constants: they differ between architectures.
macro_rules! errnos {
    ($($name:ident)*; $($internal:literal $internal_name:literal)*) => {
        /// The name of a positive errno, those included that the kernel means to keep to itself (512 and above).
        #[must_use]
        pub const fn errno(n: i64) -> Option<&'static str> {
            $(const $name: i64 = libc::$name as i64;)*
            match n {
                $($name => Some(stringify!($name)),)*
                $($internal => Some($internal_name),)*
                _ => None,
            }
        }
    };
}

errnos! {
    EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV
    ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK
    ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI EL2HLT
    EBADE EBADR EXFULL ENOANO EBADRQC EBADSLT EBFONT ENOSTR ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV
    ESRMNT ECOMM EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC ELIBBAD ELIBSCN ELIBMAX
    ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT
    ESOCKTNOSUPPORT EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET
    ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN
    EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN ENOTNAM ENAVAIL EISNAM EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE
    ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED EKEYREJECTED EOWNERDEAD ENOTRECOVERABLE ERFKILL EHWPOISON;
    // include/linux/errno.h
    512 "ERESTARTSYS" 513 "ERESTARTNOINTR" 514 "ERESTARTNOHAND" 515 "ENOIOCTLCMD" 516 "ERESTART_RESTARTBLOCK"
    517 "EPROBE_DEFER" 518 "EOPENSTALE" 519 "ENOPARAM" 521 "EBADHANDLE" 522 "ENOTSYNC" 523 "EBADCOOKIE" 524 "ENOTSUPP"
    525 "ETOOSMALL" 526 "ESERVERFAULT" 527 "EBADTYPE" 528 "EJUKEBOX" 529 "EIOCBQUEUED" 530 "ERECALLCONFLICT"
    531 "ENOGRACE"
}

/// The number of an errno by its name, or as it stands.
///
/// # Errors
/// What it expects, as `not …`.
pub fn parse_errno(text: &str) -> Result<i32, String> {
    let wanted = text.to_ascii_uppercase();
    let of_name = (1..=MAX_ERRNO).find(|n| errno((*n).into()).is_some_and(|name| name == wanted));
    let found = of_name.map_or_else(|| super::args::whole(1..=MAX_ERRNO)(text), Ok);
    found.map_err(|_| "not the name of an error such as ENOENT, nor a number from 1 to 4095".to_owned())
}

/// `MAX_ERRNO` of include/linux/err.h.
const MAX_ERRNO: i32 = 4095;

/// The name of a signal; a number that has none in words.
#[must_use]
pub fn signal(n: i32) -> Cow<'static, str> {
    /// Those of the C library's constants.
    macro_rules! signals {
        ($($name:ident)*) => {
            match n {
                $(libc::$name => Cow::Borrowed(stringify!($name)),)*
                34.. => Cow::Owned(format!("SIGRTMIN+{}", n - 34)),
                _ => Cow::Owned(format!("signal {n}")),
            }
        };
    }
    signals! {
        SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM SIGTERM
        SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH SIGIO
        SIGPWR SIGSYS
    }
}

/// By number (include/uapi/linux/capability.h).
#[rustfmt::skip] // as it reads best
const CAPABILITIES: [&str; 41] = [
    "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID",
    "CAP_SETUID", "CAP_SETPCAP", "CAP_LINUX_IMMUTABLE", "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN",
    "CAP_NET_RAW", "CAP_IPC_LOCK", "CAP_IPC_OWNER", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT",
    "CAP_SYS_PTRACE", "CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_RESOURCE",
    "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE", "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL",
    "CAP_SETFCAP", "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG", "CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND",
    "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE",
];

/// The name of a capability; none for a newer one.
#[must_use]
pub fn capability(n: i32) -> Option<&'static str> {
    CAPABILITIES.get(usize::try_from(n).ok()?).copied()
}

/// What wait(2) tells of a process's end, in words: `0`, `code 1`, `signal 6 (SIGABRT), core dumped`.
#[must_use]
pub fn wait_status(status: i32) -> String {
    let killer = libc::WTERMSIG(status);
    match libc::WEXITSTATUS(status) {
        _ if killer != 0 => {
            let dumped = if libc::WCOREDUMP(status) { ", core dumped" } else { "" };
            format!("signal {killer} ({}){dumped}", signal(killer))
        }
        0 => "0".to_owned(),
        code => format!("code {code}"),
    }
}

/// A bit of a set, or several that have a name together, and that name.
pub type Flag = (u64, &'static str);

/// The names of the bits of `flags`, joined by `|`; bits without a name as one number in hex, no bits as `0`. Where the
/// bits of one name hold another's, the larger comes first in the table.
#[must_use]
pub fn flags(flags: u64, names: &[Flag]) -> Cow<'static, str> {
    let mut left = flags;
    let mut found: Vec<&'static str> = Vec::new();
    for &(bits, name) in names {
        if bits != 0 && left & bits == bits {
            left &= !bits;
            found.push(name);
        }
    }
    match (found.as_slice(), left) {
        ([], 0) => Cow::Borrowed("0"),
        ([one], 0) => Cow::Borrowed(one),
        (_, 0) => Cow::Owned(found.join("|")),
        ([], left) => Cow::Owned(format!("{left:#x}")),
        (_, left) => Cow::Owned(format!("{}|{left:#x}", found.join("|"))),
    }
}

/// The names of open(2)'s flags as the kernel keeps them; the access mode comes first and is always there.
#[must_use]
pub fn open_flags(value: u32) -> String {
    const NAMES: &[Flag] = &[
        (libc::O_TMPFILE as u64, "O_TMPFILE"),
        (libc::O_SYNC as u64, "O_SYNC"),
        (libc::O_CREAT as u64, "O_CREAT"),
        (libc::O_EXCL as u64, "O_EXCL"),
        (libc::O_NOCTTY as u64, "O_NOCTTY"),
        (libc::O_TRUNC as u64, "O_TRUNC"),
        (libc::O_APPEND as u64, "O_APPEND"),
        (libc::O_NONBLOCK as u64, "O_NONBLOCK"),
        (libc::O_DSYNC as u64, "O_DSYNC"),
        (libc::O_ASYNC as u64, "O_ASYNC"),
        (libc::O_DIRECT as u64, "O_DIRECT"),
        // The C library hides this one where it is implied; the value is the kernel's.
        (LARGEFILE, "O_LARGEFILE"),
        (libc::O_DIRECTORY as u64, "O_DIRECTORY"),
        (libc::O_NOFOLLOW as u64, "O_NOFOLLOW"),
        (libc::O_NOATIME as u64, "O_NOATIME"),
        (libc::O_CLOEXEC as u64, "O_CLOEXEC"),
        (libc::O_PATH as u64, "O_PATH"),
    ];
    #[cfg(any(target_arch = "aarch64", target_arch = "arm"))]
    const LARGEFILE: u64 = 0o400_000;
    #[cfg(not(any(target_arch = "aarch64", target_arch = "arm")))]
    const LARGEFILE: u64 = 0o100_000;
    let access = match value as i32 & libc::O_ACCMODE {
        libc::O_RDONLY => "O_RDONLY",
        libc::O_WRONLY => "O_WRONLY",
        libc::O_RDWR => "O_RDWR",
        _ => "O_ACCMODE",
    };
    let rest = u64::from(value) & !(libc::O_ACCMODE as u64);
    if rest == 0 { access.to_owned() } else { format!("{access}|{}", flags(rest, NAMES)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_errno_of_the_c_library_has_its_name() {
        for n in 1..=133 {
            // Never given a number of their own on this architecture: EWOULDBLOCK's and EDEADLOCK's old places.
            let unused = [41, 58].contains(&n);
            assert_eq!(errno(n).is_none(), unused && cfg!(target_arch = "x86_64"), "{n}");
        }
        assert_eq!(errno(2), Some("ENOENT"));
        assert_eq!(errno(111), Some("ECONNREFUSED"));
        assert_eq!(errno(512), Some("ERESTARTSYS"));
        assert_eq!(errno(0), None);
        assert_eq!(errno(-2), None);
    }

    #[test]
    fn errors_are_known_by_name_and_number() {
        assert_eq!((parse_errno("ENOENT"), parse_errno("eagain"), parse_errno("110")), (Ok(2), Ok(11), Ok(110)));
        for bad in ["", "ENOSUCH", "0", "-2", "4096", "ENOENT "] {
            assert!(parse_errno(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn ends_are_told_in_words() {
        assert_eq!(wait_status(0), "0");
        assert_eq!(wait_status(0x300), "code 3");
        assert_eq!(wait_status(9), "signal 9 (SIGKILL)");
        assert_eq!(wait_status(0x86), "signal 6 (SIGABRT), core dumped");
        assert_eq!((signal(10), signal(34), signal(40)), ("SIGUSR1".into(), "SIGRTMIN+0".into(), "SIGRTMIN+6".into()));
        assert_eq!(signal(33), "signal 33");
    }

    #[test]
    fn every_capability_has_its_name() {
        for known in caps::all() {
            assert_eq!(capability(known.index().into()), Some(known.to_string().as_str()));
        }
        assert_eq!(caps::all().len(), CAPABILITIES.len());
        assert_eq!((capability(-1), capability(41)), (None, None));
    }

    #[test]
    fn flags_name_every_bit() {
        assert_eq!(open_flags(0), "O_RDONLY");
        assert_eq!(open_flags((libc::O_WRONLY | libc::O_CREAT | libc::O_TRUNC) as u32), "O_WRONLY|O_CREAT|O_TRUNC");
        assert_eq!(open_flags((libc::O_RDWR | libc::O_TMPFILE) as u32), "O_RDWR|O_TMPFILE");
        assert_eq!(open_flags(libc::O_SYNC as u32), "O_RDONLY|O_SYNC");
        assert_eq!(open_flags(0x8000_0000), "O_RDONLY|0x80000000");
        assert_eq!(flags(0, &[(1, "A")]), "0");
        assert_eq!(flags(6, &[(2, "B")]), "B|0x4");
    }
}
