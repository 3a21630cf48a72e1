//! The terminal that a table is drawn on: keys as they are pressed, its size, a screen beside what stood there before.
//! All of it is given back whatever ends the process, but for SIGKILL.

use std::{
    io, mem,
    os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd},
    panic, ptr,
    sync::{
        Once,
        atomic::{AtomicPtr, Ordering},
    },
};

use libc::c_int;

/// Another screen, without a cursor, as every terminal of today has it. One that has not ignores it.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l";
const LEAVE: &[u8] = b"\x1b[0m\x1b[?25h\x1b[?1049l";

/// How large a terminal is that does not say it: a serial line, for example.
const USUAL: Size = Size { columns: 80, rows: 24 };

/// A terminal's size in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Its width.
    pub columns: usize,
    /// Its height.
    pub rows: usize,
}

/// A key that was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A character.
    Char(char),
    /// The arrow to the left.
    Left,
    /// The arrow to the right.
    Right,
    /// Return or Enter.
    Enter,
    /// Escape.
    Escape,
    /// Backspace.
    Backspace,
}

/// A terminal that can be drawn on.
#[derive(Debug)]
pub struct Terminal {
    /// Where to draw.
    output: RawFd,
    /// Where keys come from, if standard input is a terminal as well.
    keyboard: Option<RawFd>,
    /// Tells of another size, and that the process goes on after it was stopped.
    changes: OwnedFd,
}

/// What the terminal was like, to be given back.
struct Before {
    output: RawFd,
    keyboard: Option<(RawFd, libc::termios)>,
}

/// The one terminal that is in use: also a signal's handler gives it back.
static BEFORE: AtomicPtr<Before> = AtomicPtr::new(ptr::null_mut());

impl Terminal {
    /// The terminal behind `output`: none if it cannot be drawn on (`TERM` is `dumb` or not set), or is another job's now.
    /// To be called before privileges are given up. From here on the signal that tells of another size is blocked.
    #[must_use]
    pub fn find(output: BorrowedFd<'static>) -> Option<Self> {
        let kind = std::env::var_os("TERM").unwrap_or_default();
        let is_ours = |fd: RawFd| {
            // SAFETY: take numbers.
            unsafe { libc::isatty(fd) == 1 && libc::tcgetpgrp(fd) == libc::getpgrp() }
        };
        let output = output.as_raw_fd();
        if kind.is_empty() || kind == "dumb" || !is_ours(output) {
            return None;
        }
        let keyboard = Some(libc::STDIN_FILENO).filter(|fd| is_ours(*fd));
        Some(Self { output, keyboard, changes: changes().ok()? })
    }

    /// What can be read: keys, and changes of the terminal itself.
    #[must_use]
    pub fn inputs(&self) -> Vec<RawFd> {
        self.keyboard.into_iter().chain([self.changes.as_raw_fd()]).collect()
    }

    /// Begins to draw.
    ///
    /// # Errors
    /// The terminal's, or another of this process is drawn on.
    pub fn enter(&self) -> io::Result<()> {
        let mut keyboard = None;
        if let Some(fd) = self.keyboard {
            // SAFETY: all-zero is a valid termios, which the call fills.
            let mut settings: libc::termios = unsafe { mem::zeroed() };
            // SAFETY: a pointer to a live local.
            check(unsafe { libc::tcgetattr(fd, &raw mut settings) })?;
            keyboard = Some((fd, settings));
        }
        let before = Box::into_raw(Box::new(Before { output: self.output, keyboard }));
        if BEFORE.compare_exchange(ptr::null_mut(), before, Ordering::SeqCst, Ordering::SeqCst).is_err() {
            // SAFETY: made just above, and nobody else has it.
            std::mem::drop(unsafe { Box::from_raw(before) });
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "a terminal is drawn on already"));
        }
        give_back_on_panic();
        self.prepare(keyboard)
    }

    /// Makes keys come one by one and unseen. Those that send signals still do, but for the one that stops the process:
    /// nobody would give the terminal back.
    fn prepare(&self, keyboard: Option<(RawFd, libc::termios)>) -> io::Result<()> {
        if let Some((fd, mut settings)) = keyboard {
            settings.c_lflag &= !(libc::ICANON | libc::ECHO);
            settings.c_iflag &= !libc::IXON;
            settings.c_cc[libc::VMIN] = 1;
            settings.c_cc[libc::VTIME] = 0;
            settings.c_cc[libc::VSUSP] = 0;
            // SAFETY: a pointer to a live local.
            check(unsafe { libc::tcsetattr(fd, libc::TCSANOW, &raw const settings) })?;
        }
        self.write(ENTER)
    }

    /// Its size now.
    #[must_use]
    pub fn size(&self) -> Size {
        let mut size = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
        // SAFETY: a pointer to a live local of the type that this request fills.
        let told = unsafe { libc::ioctl(self.output, libc::TIOCGWINSZ, &raw mut size) } == 0;
        if told && size.ws_col > 0 && size.ws_row > 0 {
            return Size { columns: size.ws_col.into(), rows: size.ws_row.into() };
        }
        USUAL
    }

    /// Reads what there is of an input: the keys that were pressed, none if the terminal itself has changed.
    ///
    /// # Errors
    /// The terminal's; one that hung up has no more keys.
    pub fn read(&self, input: RawFd) -> io::Result<Vec<Key>> {
        let mut bytes = [0; 1024];
        // SAFETY: as many bytes as the array has.
        let length = unsafe { libc::read(input, bytes.as_mut_ptr().cast(), bytes.len()) };
        let bytes = match usize::try_from(length) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(length) => bytes.get(..length).unwrap_or_default(),
            Err(_) => return Err(io::Error::last_os_error()),
        };
        if Some(input) == self.keyboard {
            return Ok(keys(bytes));
        }
        // ssi_signo comes first.
        let went_on = bytes
            .chunks(size_of::<libc::signalfd_siginfo>())
            .any(|info| info.first_chunk().is_some_and(|number| u32::from_ne_bytes(*number) == libc::SIGCONT as u32));
        // SAFETY: what is put there stays until it is taken out.
        let before = unsafe { BEFORE.load(Ordering::SeqCst).as_ref() };
        if let (true, Some(before)) = (went_on, before) {
            self.prepare(before.keyboard)?;
        }
        Ok(Vec::new())
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// The terminal's.
    pub fn write(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            // SAFETY: as many bytes as there are.
            let written = unsafe { libc::write(self.output, bytes.as_ptr().cast(), bytes.len()) };
            let error = io::Error::last_os_error();
            match usize::try_from(written) {
                Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
                Err(_) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Err(error),
            }
        }
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back as it was before [`Terminal::enter`], if it was not yet. Async-signal-safe.
pub fn give_back() {
    let before = BEFORE.swap(ptr::null_mut(), Ordering::SeqCst);
    // SAFETY: who takes it out has it alone. It is not freed: that would not be async-signal-safe.
    let Some(before) = (unsafe { before.as_ref() }) else { return };
    // SAFETY: pointers to live data; poll, write and tcsetattr are async-signal-safe.
    unsafe {
        let mut room = libc::pollfd { fd: before.output, events: libc::POLLOUT, revents: 0 };
        // A terminal that takes nothing would keep a process that is to end.
        if libc::poll(&raw mut room, 1, 100) == 1 {
            libc::write(before.output, LEAVE.as_ptr().cast(), LEAVE.len());
        }
        if let Some((fd, settings)) = &before.keyboard {
            libc::tcsetattr(*fd, libc::TCSANOW, ptr::from_ref(settings));
        }
    }
}

/// A panic's message is for the screen that stays.
fn give_back_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            give_back();
            print(info);
        }));
    });
}

/// A descriptor that can be read when the terminal's size has changed, or the process goes on after it was stopped.
fn changes() -> io::Result<OwnedFd> {
    // SAFETY: all-zero is a valid signal set; pointers are to live locals; the descriptor is new.
    unsafe {
        let mut set: libc::sigset_t = mem::zeroed();
        libc::sigaddset(&raw mut set, libc::SIGWINCH);
        libc::sigaddset(&raw mut set, libc::SIGCONT);
        check(libc::sigprocmask(libc::SIG_BLOCK, &raw const set, ptr::null_mut()))?;
        let fd = libc::signalfd(-1, &raw const set, libc::SFD_CLOEXEC | libc::SFD_NONBLOCK);
        check(fd)?;
        Ok(OwnedFd::from_raw_fd(fd))
    }
}

fn check(result: c_int) -> io::Result<()> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// The keys behind bytes from a terminal; sequences of other keys are passed over. A sequence comes whole: what stands
/// alone is the Escape key.
fn keys(bytes: &[u8]) -> Vec<Key> {
    let text = String::from_utf8_lossy(bytes);
    let mut rest = text.chars().peekable();
    let mut keys = Vec::new();
    while let Some(c) = rest.next() {
        keys.push(match c {
            '\x1b' => match rest.next_if(|next| matches!(next, '[' | 'O')) {
                None => Key::Escape,
                Some(_) => match rest.by_ref().find(|c| ('@'..='~').contains(c)) {
                    Some('C') => Key::Right,
                    Some('D') => Key::Left,
                    _ => continue,
                },
            },
            '\r' | '\n' => Key::Enter,
            '\x08' | '\x7f' => Key::Backspace,
            c if c.is_control() => continue,
            c => Key::Char(c),
        });
    }
    keys
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::undocumented_unsafe_blocks, clippy::panic)]
mod tests {
    use super::*;

    /// In a process of its own: the terminal is the process's, and so is the hook.
    #[test]
    fn a_panic_gives_it_back_before_it_is_told() {
        let (mut near, mut far) = (0, 0);
        let no = ptr::null_mut();
        assert_eq!(unsafe { libc::openpty(&raw mut near, &raw mut far, no, ptr::null(), ptr::null()) }, 0);
        let settings = || unsafe {
            let mut settings: libc::termios = mem::zeroed();
            check(libc::tcgetattr(far, &raw mut settings)).unwrap();
            (settings.c_iflag, settings.c_lflag, settings.c_cc)
        };
        let before = settings();
        let child = unsafe { libc::fork() };
        if child == 0 {
            unsafe {
                libc::setsid();
                libc::ioctl(far, libc::TIOCSCTTY, 0);
                (0..3).for_each(|fd| _ = libc::dup2(far, fd));
                std::env::set_var("TERM", "xterm");
            }
            let panicked = panic::catch_unwind(|| {
                let terminal = Terminal::find(unsafe { BorrowedFd::borrow_raw(1) }).unwrap();
                terminal.enter().unwrap();
                assert_ne!(settings(), before);
                panic!("as wanted");
            });
            let back = panicked.is_err() && settings() == before;
            unsafe { libc::_exit(c_int::from(!back)) };
        }
        let mut status = 0;
        assert_eq!((unsafe { libc::waitpid(child, &raw mut status, 0) }, status), (child, 0));
        let mut written = [0u8; 4096];
        let length = unsafe { libc::read(near, written.as_mut_ptr().cast(), written.len()) };
        let written = written.get(..length as usize).unwrap();
        assert!(written.starts_with(ENTER), "{}", String::from_utf8_lossy(written));
        assert!(written.windows(LEAVE.len()).any(|part| part == LEAVE));
    }

    #[test]
    fn keys_are_told_from_the_bytes_that_stand_for_them() {
        assert_eq!(keys(b"q<\x7f\r"), [Key::Char('q'), Key::Char('<'), Key::Backspace, Key::Enter]);
        assert_eq!(keys(b"\x1b[D\x1b[1;5C\x1bOD"), [Key::Left, Key::Right, Key::Left]);
        assert_eq!(keys(b"\x1b[3~\x1b[15~\x01"), [], "delete, F5, ^A");
        assert_eq!(keys(b"\x1b"), [Key::Escape]);
        assert_eq!(keys("\u{e9}".as_bytes()), [Key::Char('\u{e9}')]);
    }
}
