//! A terminal for a test: what a program writes to it is drawn as a real one would draw it, and any sequence that is not
//! among the few that are known fails the test.

use std::fmt;
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Instant;

use super::process::{LIMIT, Process};

/// What is seen.
#[derive(Clone, Debug)]
pub struct Picture {
    columns: usize,
    rows: usize,
    /// What fits besides, as long as it may be what was drawn for the size before: columns, rows, pictures.
    before: (usize, usize, usize),
    /// The screen that stays, without end, and the other one.
    kept: Vec<String>,
    drawn: Vec<String>,
    pub is_drawn: bool,
    pub has_cursor: bool,
    /// How many sequences came.
    pub sequences: usize,
    /// What stands in reverse video.
    pub reversed: String,
    is_reversed: bool,
    at: (usize, usize),
    /// The beginning of a sequence whose end has not come.
    sequence: Vec<u8>,
}

impl Picture {
    fn new(columns: usize, rows: usize) -> Self {
        Self {
            columns,
            rows,
            before: (0, 0, 0),
            kept: Vec::new(),
            drawn: Vec::new(),
            is_drawn: false,
            has_cursor: true,
            sequences: 0,
            reversed: String::new(),
            is_reversed: false,
            at: (0, 0),
            sequence: Vec::new(),
        }
    }

    /// The lines of the screen that is shown.
    pub fn lines(&self) -> &[String] {
        if self.is_drawn { &self.drawn } else { &self.kept }
    }

    /// The words of the first line that has this one.
    pub fn line(&self, word: &str) -> Option<Vec<&str>> {
        let mut lines = self.lines().iter().map(|line| line.split_whitespace().collect::<Vec<_>>());
        lines.find(|words| words.contains(&word))
    }

    pub fn has(&self, text: &str) -> bool {
        self.lines().iter().any(|line| line.contains(text))
    }

    fn current(&mut self) -> &mut String {
        let row = self.at.0;
        let lines = if self.is_drawn { &mut self.drawn } else { &mut self.kept };
        lines.resize(lines.len().max(row + 1), String::new());
        &mut lines[row]
    }

    fn take(&mut self, byte: u8) {
        if !self.sequence.is_empty() {
            self.sequence.push(byte);
            let text = String::from_utf8_lossy(&self.sequence).into_owned();
            if text != "\x1b[" && (b'@'..=b'~').contains(&byte) {
                self.sequence.clear();
                self.obey(&text);
            }
            return;
        }
        match byte {
            0x1b => self.sequence.push(byte),
            b'\r' => self.at.1 = 0,
            b'\n' => {
                self.at.0 += 1;
                assert!(!self.is_drawn || self.at.0 < self.rows.max(self.before.1), "the screen is left below: {self}");
                self.current();
            }
            b' '..=b'~' => {
                let (row, column) = self.at;
                assert!(!self.is_drawn || column < self.columns.max(self.before.0), "line {row} is too wide: {self}");
                let line = self.current();
                line.truncate(column);
                line.push(byte as char);
                self.at.1 += 1;
                if self.is_reversed {
                    self.reversed.push(byte as char);
                }
            }
            other => panic!("byte {other:#x} reached the terminal: {self}"),
        }
    }

    fn obey(&mut self, sequence: &str) {
        self.sequences += 1;
        match sequence {
            "\x1b[?1049h" => (self.is_drawn, self.drawn, self.at) = (true, Vec::new(), (0, 0)),
            "\x1b[?1049l" => (self.is_drawn, self.at) = (false, (self.kept.len(), 0)),
            "\x1b[?25h" => self.has_cursor = true,
            "\x1b[?25l" => self.has_cursor = false,
            "\x1b[H" => {
                (self.at, self.reversed) = ((0, 0), String::new());
                self.before =
                    self.before.2.checked_sub(1).map_or((0, 0, 0), |left| (self.before.0, self.before.1, left));
            }
            "\x1b[K" => {
                let column = self.at.1;
                self.current().truncate(column);
            }
            "\x1b[J" => {
                let row = self.at.0;
                self.drawn.truncate(row);
            }
            "\x1b[7m" => self.is_reversed = true,
            "\x1b[0m" => self.is_reversed = false,
            other => panic!("{other:?} is no sequence that is known: {self}"),
        }
    }
}

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n--- {}x{}, drawn {}", self.columns, self.rows, self.is_drawn)?;
        self.lines().iter().try_for_each(|line| write!(f, "\n|{line}"))?;
        f.write_str("\n---")
    }
}

type Shared = Arc<(Mutex<Picture>, Condvar)>;

pub struct Terminal {
    keyboard: File,
    /// The programs' end, open so that what they wrote can be read when they have ended.
    end: OwnedFd,
    seen: Shared,
    drained: AtomicU32,
}

impl Terminal {
    pub fn new(columns: u16, rows: u16) -> Self {
        let (mut near, mut far) = (0, 0);
        let size = winsize(columns, rows);
        let no = std::ptr::null_mut();
        // SAFETY: room for two descriptors, which are new; the size is a live local.
        let (near, end) = unsafe {
            assert_eq!(libc::openpty(&raw mut near, &raw mut far, no, std::ptr::null(), &raw const size), 0);
            libc::fcntl(near, libc::F_SETFD, libc::FD_CLOEXEC);
            (File::from_raw_fd(near), OwnedFd::from_raw_fd(far))
        };
        let seen: Shared = Arc::new((Mutex::new(Picture::new(columns.into(), rows.into())), Condvar::new()));
        let (mut screen, picture) = (near.try_clone().unwrap(), Arc::clone(&seen));
        thread::spawn(move || {
            let mut part = vec![0; 1 << 16];
            while let Ok(length @ 1..) = screen.read(&mut part) {
                let mut seen = picture.0.lock().unwrap();
                part[..length].iter().for_each(|byte| seen.take(*byte));
                picture.1.notify_all();
            }
        });
        Self { keyboard: near, end, seen, drained: AtomicU32::new(0) }
    }

    /// Starts a command as the shell would in the foreground; its standard error is collected apart.
    pub fn start(&self, mut command: Command) -> Process {
        let stdio = || Stdio::from(self.end.try_clone().unwrap());
        command.stdin(stdio()).stdout(stdio());
        // SAFETY: only system calls, which are allowed between fork and exec.
        unsafe {
            command.pre_exec(|| {
                if libc::setsid() < 0 || libc::ioctl(0, libc::TIOCSCTTY, 0) != 0 {
                    return Err(std::io::Error::last_os_error());
                }
                Ok(())
            });
        }
        Process::start_as_it_is(command)
    }

    pub fn press(&self, keys: &str) {
        (&self.keyboard).write_all(keys.as_bytes()).unwrap();
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        let size = winsize(columns, rows);
        let mut seen = self.seen.0.lock().unwrap();
        // A program that has just asked for the size draws one more picture for it.
        seen.before = (seen.columns, seen.rows, 1);
        (seen.columns, seen.rows) = (columns.into(), rows.into());
        seen.drawn.clear();
        // SAFETY: a live local of the type that this request reads.
        assert_eq!(unsafe { libc::ioctl(self.keyboard.as_raw_fd(), libc::TIOCSWINSZ, &raw const size) }, 0);
    }

    /// Waits until what is seen is `wanted`.
    pub fn wait_for(&self, wanted: impl Fn(&Picture) -> bool) -> Picture {
        let end = Instant::now() + LIMIT;
        let mut seen = self.seen.0.lock().expect("what was written can be drawn");
        while !wanted(&seen) {
            let left = end.checked_duration_since(Instant::now());
            let left = left.unwrap_or_else(|| panic!("what was waited for is not seen: {seen}"));
            seen = self.seen.1.wait_timeout(seen, left).expect("what was written can be drawn").0;
        }
        seen.clone()
    }

    /// What is seen when all is drawn that was written until now: a line of our own follows it.
    pub fn drain(&self) -> Picture {
        let mark = format!("(drained {})", self.drained.fetch_add(1, Ordering::Relaxed));
        writeln!(File::from(self.end.try_clone().unwrap()), "{mark}").unwrap();
        self.wait_for(|picture| picture.has(&mark))
    }

    /// Makes it behave as it did before, as a shell does for a program that is stopped, and shows what stood there.
    pub fn reset(&self, (flags, keys): ([u32; 4], [u8; 32])) {
        let [c_iflag, c_oflag, c_cflag, c_lflag] = flags;
        // SAFETY: all-zero is a valid termios; the pointers are to live locals.
        unsafe {
            let mut settings: libc::termios = std::mem::zeroed();
            assert_eq!(libc::tcgetattr(self.end.as_raw_fd(), &raw mut settings), 0);
            let settings = libc::termios { c_iflag, c_oflag, c_cflag, c_lflag, c_cc: keys, ..settings };
            assert_eq!(libc::tcsetattr(self.end.as_raw_fd(), libc::TCSANOW, &raw const settings), 0);
        }
        self.seen.0.lock().unwrap().is_drawn = false;
    }

    /// How the terminal behaves: flags, and the keys that do something.
    pub fn settings(&self) -> ([u32; 4], [u8; 32]) {
        // SAFETY: all-zero is a valid termios, which the call fills.
        let settings = unsafe {
            let mut settings: libc::termios = std::mem::zeroed();
            assert_eq!(libc::tcgetattr(self.end.as_raw_fd(), &raw mut settings), 0);
            settings
        };
        ([settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag], settings.c_cc)
    }
}

fn winsize(columns: u16, rows: u16) -> libc::winsize {
    libc::winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }
}
