//! When a tool ends: a signal, the end of the duration, of COMMAND or of whoever reads standard output, or another
//! thread's wish. A [`Stop`] is shared by all threads of a run; the first reason wins and stays. All waiting is one
//! `ppoll(2)`, so nothing is noticed late. (SIGPIPE is ignored already: Rust's start-up does that.)

use std::fmt;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::ptr;
use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use libc::{c_int, c_short};

use super::terminal;

/// Why the run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// This signal came.
    Signal(i32),
    /// The duration is over.
    Duration,
    /// COMMAND has ended.
    Command,
    /// Nobody can read the output any more: a closed pipe, a terminal that hung up. Not an error.
    OutputClosed,
    /// [`Stop::stop`] was called.
    Asked,
}

/// What ended a [`Stop::wait`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// The time is over.
    Timeout,
    /// This descriptor is readable; the first of those given, where several are.
    Ready(RawFd),
    /// The run ends. Every later wait says so again.
    Stop(Reason),
}

/// A shared handle on the end of the run.
#[derive(Clone, Debug)]
pub struct Stop {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// An eventfd that is written once and never read: readable in every thread from then on.
    bell: OwnedFd,
    reason: OnceLock<Reason>,
    deadline: OnceLock<Instant>,
    command: OnceLock<OwnedFd>,
    output: OnceLock<RawFd>,
    meanwhile: OnceLock<Meanwhile>,
}

/// What is done while it waits.
struct Meanwhile {
    /// When this is readable.
    fd: RawFd,
    act: Mutex<Box<dyn FnMut() -> Option<Duration> + Send>>,
    /// And at this time.
    next: Mutex<Option<Instant>>,
}

impl Meanwhile {
    fn act(&self) {
        let pause = self.act.lock().unwrap_or_else(PoisonError::into_inner)();
        let next = pause.and_then(|pause| Instant::now().checked_add(pause));
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = next;
    }

    /// How long it is until its time.
    fn pause(&self) -> Option<Duration> {
        let next = *self.next.lock().unwrap_or_else(PoisonError::into_inner);
        next.map(|next| next.saturating_duration_since(Instant::now()))
    }
}

impl fmt::Debug for Meanwhile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fd.fmt(f)
    }
}

impl Stop {
    /// A run that nothing ends yet.
    ///
    /// # Errors
    /// When the process has no file descriptor left.
    pub fn new() -> io::Result<Self> {
        // SAFETY: takes no pointers.
        let bell = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
        if bell < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the descriptor is new and nobody else's.
        let bell = unsafe { OwnedFd::from_raw_fd(bell) };
        let shared = Shared {
            bell,
            reason: OnceLock::new(),
            deadline: OnceLock::new(),
            command: OnceLock::new(),
            output: OnceLock::new(),
            meanwhile: OnceLock::new(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Ends the run on INT, TERM, HUP and QUIT. The first signal asks; a second one ends the process at once, with the
    /// status that the signal gives, unless it is the same within [`SAME_WAVE`]. HUP stays ignored where it was (`nohup`). One `Stop` of
    /// the process can do this, as signals are the process's.
    ///
    /// # Errors
    /// When another `Stop` does it already, or there is no file descriptor left.
    pub fn on_signals(&self) -> io::Result<()> {
        let bell = self.shared.bell.try_clone()?;
        if BELL.compare_exchange(-1, bell.as_raw_fd(), Ordering::SeqCst, Ordering::SeqCst).is_err() {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "signals end another run of this process"));
        }
        std::mem::forget(bell); // the handler's, for as long as the process lives
        ORIGINAL.get_or_init(Original::read);
        for signal in SIGNALS {
            handle(signal)?;
        }
        Ok(())
    }

    /// Ends the run when `duration` from now is over. The first call counts.
    pub fn after(&self, duration: Duration) {
        // A time too far to be told in an Instant is one that never comes.
        if let Some(deadline) = Instant::now().checked_add(duration) {
            _ = self.shared.deadline.set(deadline);
        }
    }

    /// Ends the run when the process behind `pidfd` has ended. The first call counts.
    pub fn with_command(&self, pidfd: OwnedFd) {
        _ = self.shared.command.set(pidfd);
    }

    /// Ends the run when nobody can read what is written to `output` any more, also while nothing is written. Files are
    /// never closed in this sense. The first call counts.
    pub fn with_output(&self, output: BorrowedFd<'static>) {
        _ = self.shared.output.set(output.as_raw_fd());
    }

    /// Has whoever waits call `act` before the first wait, when `fd` is readable, and after as long as `act` has said, and then
    /// wait on. The first call counts.
    pub fn meanwhile(&self, fd: RawFd, act: impl FnMut() -> Option<Duration> + Send + 'static) {
        let (act, next) = (Mutex::new(Box::new(act) as _), Mutex::new(Some(Instant::now())));
        _ = self.shared.meanwhile.set(Meanwhile { fd, act, next });
    }

    /// Ends the run, from any thread.
    pub fn stop(&self, reason: Reason) {
        _ = self.shared.reason.set(reason);
        ring(self.shared.bell.as_raw_fd());
    }

    /// Why the run ends, if it does; without waiting.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        match self.wait(&[], Duration::ZERO) {
            Wake::Stop(reason) => Some(reason),
            _ => None,
        }
    }

    /// Waits until one of `fds` is readable, the run ends or `timeout` is over. The end goes first, so that a stream of
    /// events cannot hide it. Without a duration it does not look at the clock, which is a system call on some machines.
    #[must_use]
    pub fn wait(&self, fds: &[RawFd], timeout: Duration) -> Wake {
        let Some(meanwhile) = self.shared.meanwhile.get() else {
            return self.wait_for(fds, timeout);
        };
        let until = Instant::now().checked_add(timeout);
        loop {
            let left = until.map_or(timeout, |until| until.saturating_duration_since(Instant::now()));
            let pause = meanwhile.pause().filter(|pause| *pause < left);
            match self.wait_for(&[fds, &[meanwhile.fd]].concat(), pause.unwrap_or(left)) {
                Wake::Ready(fd) if fd == meanwhile.fd => meanwhile.act(),
                Wake::Timeout if pause.is_some() => meanwhile.act(),
                wake => return wake,
            }
        }
    }

    fn wait_for(&self, fds: &[RawFd], timeout: Duration) -> Wake {
        let shared = &*self.shared;
        let mut polled = Vec::with_capacity(3 + fds.len());
        // A negative descriptor is skipped by poll. No events asked: errors and hang-ups are always told.
        polled.push(pollfd(shared.bell.as_raw_fd(), libc::POLLIN));
        polled.push(pollfd(shared.command.get().map_or(-1, AsRawFd::as_raw_fd), libc::POLLIN));
        polled.push(pollfd(shared.output.get().copied().unwrap_or(-1), 0));
        polled.extend(fds.iter().map(|&fd| pollfd(fd, libc::POLLIN)));
        let left = shared.deadline.get().map(|deadline| deadline.saturating_duration_since(Instant::now()));
        // A signal that cuts it short has rung the bell, now or before.
        while !poll(&mut polled, left.map_or(timeout, |left| left.min(timeout))) {}
        if let Some(reason) = self.ended(&polled) {
            return Wake::Stop(reason);
        }
        polled.iter().skip(3).find(|fd| fd.revents != 0).map_or(Wake::Timeout, |fd| Wake::Ready(fd.fd))
    }

    /// Sleeps until `until`: true when that time has come, false when the run ends before or at it. Ticks of one
    /// [`Ticks`] slept for in turn do not drift.
    #[must_use]
    pub fn sleep_until(&self, until: Instant) -> bool {
        self.wait(&[], until.saturating_duration_since(Instant::now())) == Wake::Timeout
    }

    /// The reason to end that this poll's answer or the clock gives, made the one reason for all.
    fn ended(&self, polled: &[libc::pollfd]) -> Option<Reason> {
        let shared = &*self.shared;
        let told = |index: usize| polled.get(index).is_some_and(|fd| fd.revents != 0);
        if let Some(&reason) = shared.reason.get() {
            return Some(reason);
        }
        let reason = if told(0) {
            // Rung, and stop() sets the reason before it rings: it was the signal handler.
            Reason::Signal(SIGNAL.load(Ordering::SeqCst))
        } else if told(1) {
            Reason::Command
        } else if told(2) {
            Reason::OutputClosed
        } else if shared.deadline.get().is_some_and(|&deadline| Instant::now() >= deadline) {
            Reason::Duration
        } else {
            return None;
        };
        self.stop(reason);
        shared.reason.get().copied()
    }
}

/// The times at which an interval tool prints: whole multiples of the interval after the start, however long printing
/// takes.
#[derive(Clone, Debug)]
pub struct Ticks {
    next: Instant,
    interval: Duration,
}

impl Ticks {
    /// Ticks every `interval`, which must not be zero, from `start` on; the first is one interval after it.
    #[must_use]
    pub fn new(start: Instant, interval: Duration) -> Self {
        Self { next: start, interval: interval.max(Duration::from_nanos(1)) }
    }
}

impl Iterator for Ticks {
    type Item = Instant;

    /// The next tick after the last that is not yet over: those missed (the process was stopped) are left out.
    fn next(&mut self) -> Option<Instant> {
        let late = Instant::now().saturating_duration_since(self.next).as_nanos() / self.interval.as_nanos();
        let steps = u32::try_from(late + 1).unwrap_or(u32::MAX);
        self.next = self.next.checked_add(self.interval.checked_mul(steps)?)?;
        Some(self.next)
    }
}

/// The same signal twice within this is one wish: timeout(1) sends its signal to the process and then to its group, a
/// terminal that goes away sends HUP and so does its shell.
pub const SAME_WAVE: Duration = Duration::from_millis(100);

const SIGNALS: [c_int; 4] = [libc::SIGINT, libc::SIGTERM, libc::SIGHUP, libc::SIGQUIT];

// A signal handler is reached by nothing but statics.
static BELL: AtomicI32 = AtomicI32::new(-1);
static SIGNAL: AtomicI32 = AtomicI32::new(0);
static SIGNAL_TIME: AtomicU64 = AtomicU64::new(0);

/// What the process was started with.
static ORIGINAL: OnceLock<Original> = OnceLock::new();

struct Original {
    mask: libc::sigset_t,
    ignored: libc::sigset_t,
}

impl Original {
    fn read() -> Self {
        // SAFETY: all-zero is a valid sigaction and a valid signal set; the pointers are to live locals.
        unsafe {
            let mut original: Self = std::mem::zeroed();
            libc::sigprocmask(libc::SIG_BLOCK, ptr::null(), &raw mut original.mask);
            for signal in SIGNALS {
                let mut action: libc::sigaction = std::mem::zeroed();
                libc::sigaction(signal, ptr::null(), &raw mut action);
                if action.sa_sigaction == libc::SIG_IGN {
                    libc::sigaddset(&raw mut original.ignored, signal);
                }
            }
            original
        }
    }
}

/// Sets the signals as they were before [`Stop::on_signals`], and SIGPIPE as it was before Rust's start-up.
///
/// # Safety
/// In a child that has just been forked, with all signals blocked; `mask` is theirs where nothing was changed. All that
/// this does is async-signal-safe.
pub(super) unsafe fn give_back_signals(mask: &libc::sigset_t) {
    let original = ORIGINAL.get();
    // SAFETY: the pointers are to live sets.
    unsafe {
        libc::signal(libc::SIGPIPE, libc::SIG_DFL);
        if let Some(original) = original {
            for signal in SIGNALS {
                let ignored = libc::sigismember(&raw const original.ignored, signal) == 1;
                libc::signal(signal, if ignored { libc::SIG_IGN } else { libc::SIG_DFL });
            }
        }
        let mask = original.map_or(mask, |original| &original.mask);
        libc::sigprocmask(libc::SIG_SETMASK, ptr::from_ref(mask), ptr::null_mut());
    }
}

/// Lets [`on_signal`] handle `signal`, and lets it through where the parent had blocked it.
fn handle(signal: c_int) -> io::Result<()> {
    // SAFETY: all-zero is a valid sigaction and a valid signal set; the pointers are to live locals; the handler is
    // async-signal-safe.
    unsafe {
        let ignored = ORIGINAL.get().is_some_and(|was| libc::sigismember(&raw const was.ignored, signal) == 1);
        if signal == libc::SIGHUP && ignored {
            return Ok(());
        }
        let mut new: libc::sigaction = std::mem::zeroed();
        new.sa_sigaction = on_signal as extern "C" fn(c_int) as libc::sighandler_t;
        // Handled one at a time. Calls are restarted where they can be: only the poll is to notice.
        new.sa_flags = libc::SA_RESTART;
        for other in SIGNALS {
            libc::sigaddset(&raw mut new.sa_mask, other);
        }
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigaddset(&raw mut set, signal);
        if libc::sigaction(signal, &raw const new, ptr::null_mut()) != 0
            || libc::sigprocmask(libc::SIG_UNBLOCK, &raw const set, ptr::null_mut()) != 0
        {
            return Err(io::Error::last_os_error());
        }
    }
    Ok(())
}

/// Async-signal-safe: atomics, `clock_gettime`, `write`, `signal`, `raise`, and what gives the terminal back.
extern "C" fn on_signal(signal: c_int) {
    // SAFETY: errno is this thread's own; all calls are async-signal-safe and get pointers to live locals.
    unsafe {
        let errno = *libc::__errno_location();
        let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut now);
        let now = (now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64).max(1);
        match SIGNAL_TIME.compare_exchange(0, now, Ordering::SeqCst, Ordering::SeqCst) {
            Ok(_) => {
                SIGNAL.store(signal, Ordering::SeqCst);
                ring(BELL.load(Ordering::SeqCst));
            }
            Err(first)
                if signal != SIGNAL.load(Ordering::SeqCst)
                    || now.saturating_sub(first) > SAME_WAVE.as_nanos() as u64 =>
            {
                terminal::give_back();
                libc::signal(signal, libc::SIG_DFL);
                libc::raise(signal); // acts when the handler returns, which unblocks it
            }
            Err(_) => {}
        }
        *libc::__errno_location() = errno;
    }
}

/// Makes an eventfd readable. It can only fail when it is readable already.
fn ring(bell: RawFd) {
    let one = 1u64;
    // SAFETY: eight bytes of a live local.
    unsafe { libc::write(bell, (&raw const one).cast(), size_of::<u64>()) };
}

fn pollfd(fd: RawFd, events: c_short) -> libc::pollfd {
    libc::pollfd { fd, events, revents: 0 }
}

/// One poll: false when a signal cut it short, and then nothing is known of the descriptors.
fn poll(fds: &mut [libc::pollfd], timeout: Duration) -> bool {
    // A time that the kernel would not take is one that never comes.
    let seconds = timeout.as_secs().min(u32::MAX.into());
    let timeout = libc::timespec { tv_sec: seconds as libc::time_t, tv_nsec: timeout.subsec_nanos().into() };
    // SAFETY: the descriptors and the time are live for the call; no signal mask is given.
    let n = unsafe { libc::ppoll(fds.as_mut_ptr(), fds.len() as libc::nfds_t, &raw const timeout, ptr::null()) };
    n >= 0 || io::Error::last_os_error().kind() != io::ErrorKind::Interrupted
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::undocumented_unsafe_blocks)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::process::{Command, Stdio};
    use std::thread;

    const LONG: Duration = Duration::from_secs(60);

    fn pipe() -> (OwnedFd, OwnedFd) {
        let (reader, writer) = io::pipe().unwrap();
        (reader.into(), writer.into())
    }

    /// The writing end for as long as the process lives, as standard output is.
    fn output(writer: OwnedFd) -> BorrowedFd<'static> {
        let fd = writer.as_raw_fd();
        std::mem::forget(writer);
        unsafe { BorrowedFd::borrow_raw(fd) }
    }

    #[test]
    fn what_is_to_be_done_meanwhile_is_done_and_the_wait_goes_on() {
        let stop = Stop::new().unwrap();
        let (reader, writer) = pipe();
        let fd = reader.as_raw_fd();
        let (mut reader, mut writer) = (File::from(reader), File::from(writer));
        let done = Arc::new(AtomicU64::new(0));
        let count = done.clone();
        stop.meanwhile(fd, move || {
            let turn = count.fetch_add(1, Ordering::SeqCst);
            // The third is for the asking alone.
            if turn < 2 {
                io::Read::read_exact(&mut reader, &mut [0]).unwrap();
            }
            (turn == 1).then_some(Duration::from_millis(1))
        });
        io::Write::write_all(&mut writer, b"xx").unwrap();
        let start = Instant::now();
        assert_eq!(stop.wait(&[], Duration::from_millis(20)), Wake::Timeout);
        assert!(start.elapsed() >= Duration::from_millis(20));
        assert_eq!(done.load(Ordering::SeqCst), 3);

        let (stop, (idle, _keep)) = (Stop::new().unwrap(), pipe());
        let count = done.clone();
        stop.meanwhile(idle.as_raw_fd(), move || {
            count.fetch_add(1, Ordering::SeqCst);
            None
        });
        assert_eq!(stop.wait(&[], Duration::from_millis(20)), Wake::Timeout);
        assert_eq!(done.load(Ordering::SeqCst), 4);
    }

    #[test]
    fn a_wait_ends_at_its_time_and_not_before() {
        let stop = Stop::new().unwrap();
        let start = Instant::now();
        assert_eq!(stop.wait(&[], Duration::from_millis(20)), Wake::Timeout);
        assert!(start.elapsed() >= Duration::from_millis(20));
        assert_eq!(stop.reason(), None);
    }

    #[test]
    fn a_readable_descriptor_wakes() {
        let stop = Stop::new().unwrap();
        let (reader, writer) = pipe();
        let (idle, _keep) = pipe();
        assert_eq!(stop.wait(&[idle.as_raw_fd(), reader.as_raw_fd()], Duration::ZERO), Wake::Timeout);
        drop(writer);
        assert_eq!(stop.wait(&[idle.as_raw_fd(), reader.as_raw_fd()], LONG), Wake::Ready(reader.as_raw_fd()));
    }

    #[test]
    fn the_end_goes_before_events_and_stays() {
        let stop = Stop::new().unwrap();
        let (reader, writer) = pipe();
        drop(writer);
        stop.after(Duration::ZERO);
        assert_eq!(stop.wait(&[reader.as_raw_fd()], LONG), Wake::Stop(Reason::Duration));
        stop.stop(Reason::Asked);
        assert_eq!(stop.reason(), Some(Reason::Duration));
    }

    #[test]
    fn the_duration_cuts_a_longer_wait_and_a_tick_at_the_same_time() {
        let stop = Stop::new().unwrap();
        let start = Instant::now();
        stop.after(Duration::from_millis(20));
        assert!(!stop.sleep_until(start + LONG));
        assert!(start.elapsed() >= Duration::from_millis(20));
        assert!(!stop.sleep_until(start));
        assert_eq!(stop.wait(&[], Duration::MAX), Wake::Stop(Reason::Duration));
    }

    #[test]
    fn all_threads_are_woken_with_one_reason() {
        let stop = Stop::new().unwrap();
        let waiters: Vec<_> = (0..3)
            .map(|_| {
                let stop = stop.clone();
                thread::spawn(move || stop.wait(&[], LONG))
            })
            .collect();
        stop.stop(Reason::Asked);
        for waiter in waiters {
            assert_eq!(waiter.join().unwrap(), Wake::Stop(Reason::Asked));
        }
    }

    #[test]
    fn a_closed_pipe_ends_an_idle_run_and_a_file_never() {
        let stop = Stop::new().unwrap();
        let (reader, writer) = pipe();
        stop.with_output(output(writer));
        assert_eq!(stop.reason(), None);
        drop(reader);
        assert_eq!(stop.wait(&[], LONG), Wake::Stop(Reason::OutputClosed));

        let stop = Stop::new().unwrap();
        stop.with_output(output(File::options().write(true).open("/dev/null").unwrap().into()));
        assert_eq!(stop.reason(), None);
    }

    #[test]
    fn a_terminal_that_hangs_up_ends_the_run() {
        let (mut master, mut slave) = (0, 0);
        let no = ptr::null_mut();
        assert_eq!(unsafe { libc::openpty(&raw mut master, &raw mut slave, no, ptr::null(), ptr::null()) }, 0);
        let stop = Stop::new().unwrap();
        stop.with_output(unsafe { BorrowedFd::borrow_raw(slave) });
        assert_eq!(stop.reason(), None);
        drop(unsafe { OwnedFd::from_raw_fd(master) });
        assert_eq!(stop.wait(&[], LONG), Wake::Stop(Reason::OutputClosed));
    }

    #[test]
    fn the_end_of_the_command_ends_the_run() {
        let mut child = Command::new("/bin/cat").stdin(Stdio::piped()).spawn().unwrap();
        let pidfd = unsafe { OwnedFd::from_raw_fd(libc::syscall(libc::SYS_pidfd_open, child.id(), 0) as RawFd) };
        let stop = Stop::new().unwrap();
        stop.with_command(pidfd);
        assert_eq!(stop.reason(), None);
        drop(child.stdin.take());
        assert_eq!(stop.wait(&[], LONG), Wake::Stop(Reason::Command));
        child.wait().unwrap();
    }

    #[test]
    fn ticks_are_multiples_of_the_interval_and_leave_out_what_was_missed() {
        let interval = Duration::from_secs(10);
        let start = Instant::now();
        let mut ticks = Ticks::new(start, interval);
        assert_eq!(ticks.next(), Some(start + interval));
        assert_eq!(ticks.next(), Some(start + interval * 2));
        let mut late = Ticks::new(start.checked_sub(Duration::from_secs(35)).unwrap(), interval);
        assert_eq!(late.next(), Some(start + Duration::from_secs(5)));
    }

    /// In a process of its own: signals are the process's.
    fn in_a_child(run: fn()) -> c_int {
        match unsafe { libc::fork() } {
            0 => {
                let status = std::panic::catch_unwind(run).map_or(101, |()| 0);
                unsafe { libc::_exit(status) }
            }
            pid => {
                let mut status = 0;
                assert_eq!(unsafe { libc::waitpid(pid, &raw mut status, 0) }, pid);
                status
            }
        }
    }

    fn assert_killed(status: c_int, signal: c_int) {
        assert!(libc::WIFSIGNALED(status) && libc::WTERMSIG(status) == signal, "status {status:#x}");
    }

    #[test]
    fn a_signal_asks_and_a_later_one_kills() {
        let status = in_a_child(|| {
            let stop = Stop::new().unwrap();
            stop.on_signals().unwrap();
            assert!(stop.on_signals().is_err());
            unsafe { libc::raise(libc::SIGTERM) };
            unsafe { libc::raise(libc::SIGTERM) }; // as timeout(1) does
            assert_eq!(stop.wait(&[], LONG), Wake::Stop(Reason::Signal(libc::SIGTERM)));
            let asked = Instant::now();
            while asked.elapsed() <= SAME_WAVE {}
            unsafe { libc::raise(libc::SIGTERM) };
        });
        assert_killed(status, libc::SIGTERM);
    }

    #[test]
    fn another_signal_kills_at_once() {
        let status = in_a_child(|| {
            let stop = Stop::new().unwrap();
            stop.on_signals().unwrap();
            unsafe { libc::raise(libc::SIGINT) };
            unsafe { libc::raise(libc::SIGTERM) };
        });
        assert_killed(status, libc::SIGTERM);
    }

    #[test]
    fn nohup_is_respected() {
        let status = in_a_child(|| {
            unsafe { libc::signal(libc::SIGHUP, libc::SIG_IGN) };
            let stop = Stop::new().unwrap();
            stop.on_signals().unwrap();
            unsafe { libc::raise(libc::SIGHUP) };
            assert_eq!(stop.reason(), None);
        });
        assert_eq!(status, 0);
    }
}
