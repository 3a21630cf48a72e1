//! `-- COMMAND`: a child that waits until everything is attached and its number is known to the filters, then becomes
//! COMMAND. It has the user's rights and signals, whatever the tool gives up later, and no shell is between.
//!
//! The tool's own status tells whether the trace is good, so COMMAND's is only said. When the tool ends first, COMMAND is
//! asked to end (TERM): it was started to be traced.

use std::ffi::{CString, OsStr, OsString};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::{mem, ptr};

use anyhow::{Context as _, Result, bail};
use libc::{c_char, c_int, pid_t};

use super::stop;

/// Where a COMMAND without a slash is looked for. Not PATH: the tool runs as root, and PATH is whoever's.
const DIRECTORIES: [&str; 6] = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/// A child that is to become COMMAND, or has.
#[derive(Debug)]
pub struct Command {
    name: PathBuf,
    pid: pid_t,
    pidfd: OwnedFd,
    /// A socket: a byte to the child lets it go on; from it comes the error of execve(2), or the end of the stream once
    /// that worked.
    gate: Option<File>,
    ended: bool,
}

/// How COMMAND ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// With this status.
    Exited(PathBuf, i32),
    /// By this signal.
    Killed(PathBuf, i32),
    /// Not yet: it was asked to.
    Asked(PathBuf),
}

impl Ended {
    /// COMMAND ended as it should, so there is nothing to say.
    #[must_use]
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Exited(_, 0))
    }
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exited(name, status) => write!(f, "{} ended with status {status}", name.display()),
            Self::Killed(name, signal) => write!(f, "{} was killed by signal {signal}", name.display()),
            Self::Asked(name) => write!(f, "{} was still running and has been asked to end", name.display()),
        }
    }
}

impl Command {
    /// Starts the child, which waits. To be called before limits are raised and privileges dropped: it inherits both.
    ///
    /// # Errors
    /// When there is no such command, or no process or file descriptor left.
    pub fn start(command: &[OsString]) -> Result<Self> {
        let Some(name) = command.first() else { bail!("no COMMAND is given after --") };
        let path = find(name)?;
        let c_path = CString::new(path.as_os_str().as_bytes())?;
        let args: Vec<CString> = command.iter().map(|arg| CString::new(arg.as_bytes())).collect::<Result<_, _>>()?;
        let mut pointers: Vec<*const c_char> = args.iter().map(|arg| arg.as_ptr()).collect();
        pointers.push(ptr::null());
        let (gate, childs) = UnixStream::pair().context("cannot make a socket")?;
        // SAFETY: the pointers are to live locals; the child makes async-signal-safe calls only, and never returns.
        let pid = unsafe {
            let mut all: libc::sigset_t = mem::zeroed();
            let mut mask: libc::sigset_t = mem::zeroed();
            libc::sigfillset(&raw mut all);
            // A signal must not reach the tool's handlers in the child.
            libc::sigprocmask(libc::SIG_SETMASK, &raw const all, &raw mut mask);
            let pid = libc::fork();
            if pid == 0 {
                become_command([gate.as_raw_fd(), childs.as_raw_fd()], &c_path, &pointers, &mask);
            }
            libc::sigprocmask(libc::SIG_SETMASK, &raw const mask, ptr::null_mut());
            pid
        };
        if pid < 0 {
            return Err(io::Error::last_os_error()).context("cannot start a process");
        }
        // SAFETY: takes numbers, and the descriptor that it gives is new.
        let pidfd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) } as RawFd;
        if pidfd < 0 {
            // The child sees the end of the stream and ends.
            return Err(io::Error::last_os_error()).context("cannot watch COMMAND (pidfd_open)");
        }
        // SAFETY: see above.
        let pidfd = unsafe { OwnedFd::from_raw_fd(pidfd) };
        Ok(Self { name: path, pid, pidfd, gate: Some(OwnedFd::from(gate).into()), ended: false })
    }

    /// Its process number, which stays the same when it becomes COMMAND.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.pid as u32
    }

    /// A descriptor that is readable when it has ended, for [`Stop::with_command`](stop::Stop::with_command).
    ///
    /// # Errors
    /// When there is no file descriptor left.
    pub fn pidfd(&self) -> io::Result<OwnedFd> {
        self.pidfd.try_clone()
    }

    /// Lets it become COMMAND, and returns when it has.
    ///
    /// # Errors
    /// When execve(2) fails.
    pub fn release(&mut self) -> Result<()> {
        let Some(mut gate) = self.gate.take() else { return Ok(()) };
        let mut errno = [0; size_of::<c_int>()];
        let told = gate.write_all(b"!").and_then(|()| gate.read(&mut errno));
        match told.with_context(|| format!("cannot run {}", self.name.display()))? {
            0 => Ok(()),
            _ => Err(io::Error::from_raw_os_error(c_int::from_ne_bytes(errno)))
                .with_context(|| format!("cannot run {}", self.name.display())),
        }
    }

    /// How it ended; if it has not, asks it to.
    ///
    /// # Errors
    /// Those of waitpid(2).
    pub fn finish(mut self) -> io::Result<Ended> {
        self.ended = true;
        let mut status = 0;
        // SAFETY: the pointer is to a live local.
        match unsafe { libc::waitpid(self.pid, &raw mut status, libc::WNOHANG) } {
            0 => {
                self.ask_to_end();
                Ok(Ended::Asked(self.name.clone()))
            }
            pid if pid < 0 => Err(io::Error::last_os_error()),
            _ if libc::WIFSIGNALED(status) => Ok(Ended::Killed(self.name.clone(), libc::WTERMSIG(status))),
            _ => Ok(Ended::Exited(self.name.clone(), libc::WEXITSTATUS(status))),
        }
    }

    /// Sends TERM, by the descriptor: the number could be another process's by now. One that waits ends by itself.
    fn ask_to_end(&self) {
        // SAFETY: takes numbers; no siginfo is given.
        unsafe {
            let none = ptr::null::<libc::siginfo_t>();
            libc::syscall(libc::SYS_pidfd_send_signal, self.pidfd.as_raw_fd(), libc::SIGTERM, none, 0);
        }
    }
}

impl Drop for Command {
    fn drop(&mut self) {
        if !self.ended && self.gate.is_none() {
            self.ask_to_end();
        }
    }
}

/// The child's part of [`Command::start`].
///
/// # Safety
/// Only in a child that has just been forked, with all signals blocked; `mask` is to be theirs. `pointers` ends with null.
unsafe fn become_command(gate: [RawFd; 2], path: &CString, pointers: &[*const c_char], mask: &libc::sigset_t) -> ! {
    // SAFETY: as above; all of these are async-signal-safe.
    unsafe {
        libc::close(gate[0]);
        stop::give_back_signals(mask);
        let mut go = 0u8;
        if libc::read(gate[1], (&raw mut go).cast(), 1) == 1 {
            libc::execv(path.as_ptr(), pointers.as_ptr());
            let errno = *libc::__errno_location();
            libc::write(gate[1], (&raw const errno).cast(), size_of::<c_int>());
        }
        libc::_exit(127)
    }
}

/// The file to execute: a name with a slash as it stands, another in the usual directories.
fn find(name: &OsStr) -> Result<PathBuf> {
    if name.as_bytes().contains(&b'/') {
        return Ok(name.into());
    }
    let executable =
        |path: &PathBuf| fs::metadata(path).is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0);
    match DIRECTORIES.iter().map(|directory| Path::new(directory).join(name)).find(executable) {
        Some(path) if !name.is_empty() => Ok(path),
        _ => bail!("there is no command '{}' in {}: give its path", name.display(), DIRECTORIES.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    use crate::common::stop::{Reason, Stop, Wake};

    const LONG: Duration = Duration::from_secs(60);

    fn start(words: &[&str]) -> Result<Command> {
        Command::start(&words.iter().map(OsString::from).collect::<Vec<_>>())
    }

    fn run(words: &[&str]) -> Ended {
        let mut command = start(words).unwrap();
        let stop = Stop::new().unwrap();
        stop.with_command(command.pidfd().unwrap());
        assert_eq!(stop.reason(), None);
        command.release().unwrap();
        assert_eq!(stop.wait(&[], LONG), Wake::Stop(Reason::Command));
        command.finish().unwrap()
    }

    #[test]
    fn it_waits_and_keeps_its_number() {
        let mut command = start(&["sleep", "1000"]).unwrap();
        let pid = command.pid();
        let comm = || fs::read_to_string(format!("/proc/{pid}/comm")).unwrap();
        assert_ne!(comm(), "sleep\n");
        command.release().unwrap();
        assert_eq!(comm(), "sleep\n");
    }

    #[test]
    fn its_end_is_told() {
        assert_eq!(run(&["true"]), Ended::Exited("/usr/bin/true".into(), 0));
        let failed = run(&["/bin/sh", "-c", "exit $1", "sh", "7"]);
        assert!(!failed.is_success());
        assert_eq!(failed.to_string(), "/bin/sh ended with status 7");
        assert_eq!(run(&["sh", "-c", "kill -9 $$"]), Ended::Killed("/usr/bin/sh".into(), libc::SIGKILL));
    }

    #[test]
    fn what_cannot_run_is_an_error() {
        let missing = start(&["no-such-command"]).unwrap_err().to_string();
        assert!(missing.contains("'no-such-command'") && missing.contains("/usr/bin"), "{missing}");
        assert!(start(&[""]).is_err());
        let error = start(&["/etc/passwd"]).unwrap().release().unwrap_err();
        assert_eq!(error.downcast_ref::<io::Error>().unwrap().raw_os_error(), Some(libc::EACCES));
    }

    #[test]
    fn it_has_the_users_signals() {
        let status = fs::read_to_string("/proc/thread-self/status").unwrap();
        let set = |name| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            u64::from_str_radix(line.trim(), 16).unwrap()
        };
        let ignored = set("SigIgn:");
        let pipe = 1 << (libc::SIGPIPE - 1);
        assert_ne!(ignored & pipe, 0, "Rust ignores it");
        let [ignored, blocked] = [ignored & !pipe, set("SigBlk:")].map(|set| format!("{set:016x}"));
        let script = "grep -q SigIgn:.*$1 /proc/self/status && grep -q SigBlk:.*$2 /proc/self/status";
        assert_eq!(run(&["/bin/sh", "-c", script, "sh", &ignored, &blocked]), Ended::Exited("/bin/sh".into(), 0));
    }

    #[test]
    fn it_is_asked_to_end_with_the_tool() {
        let mut command = start(&["sleep", "1000"]).unwrap();
        command.release().unwrap();
        let stop = Stop::new().unwrap();
        stop.with_command(command.pidfd().unwrap());
        let (pid, asked) = (command.pid, Instant::now());
        assert_eq!(command.finish().unwrap(), Ended::Asked("/usr/bin/sleep".into()));
        assert_eq!(stop.wait(&[], LONG), Wake::Stop(Reason::Command));
        assert!(asked.elapsed() < LONG);
        let mut status = 0;
        // SAFETY: the pointer is to a live local.
        unsafe { libc::waitpid(pid, &raw mut status, 0) };
        assert_eq!(libc::WTERMSIG(status), libc::SIGTERM);
    }

    #[test]
    fn it_never_runs_if_it_is_not_released() {
        let command = start(&["true"]).unwrap();
        let pid = command.pid;
        drop(command);
        let mut status = 0;
        // SAFETY: the pointer is to a live local.
        unsafe { libc::waitpid(pid, &raw mut status, 0) };
        assert_eq!((libc::WIFEXITED(status), libc::WEXITSTATUS(status)), (true, 127));
    }
}
