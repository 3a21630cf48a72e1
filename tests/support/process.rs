//! A child process whose output is collected while it runs, and whose every wait has an end.

use std::fmt;
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take; an emulated machine under load stays far below it.
pub const LIMIT: Duration = Duration::from_secs(120);

#[derive(Clone, Copy)]
pub enum Signal {
    Hup = 1,
    Int = 2,
    Term = 15,
    Cont = 18,
    Stop = 19,
}

/// What a stream has given so far.
#[derive(Default)]
struct Stream {
    state: Mutex<(Vec<u8>, bool)>,
    changed: Condvar,
}

impl Stream {
    /// Collects in a thread of its own.
    fn collect(from: Option<impl Read + Send + 'static>) -> Arc<Self> {
        let stream = Arc::new(Self::default());
        let Some(mut from) = from else {
            stream.state.lock().unwrap().1 = true;
            return stream;
        };
        let writer = Arc::clone(&stream);
        thread::spawn(move || {
            let mut part = vec![0; 1 << 16];
            loop {
                let length = from.read(&mut part).unwrap_or(0);
                let mut state = writer.state.lock().unwrap();
                state.0.extend(&part[..length]);
                state.1 = length == 0;
                writer.changed.notify_all();
                if length == 0 {
                    return;
                }
            }
        });
        stream
    }

    fn bytes(&self) -> Vec<u8> {
        self.state.lock().unwrap().0.clone()
    }

    /// Waits until `enough` says so, or the stream has ended; false if neither came in time.
    fn wait(&self, limit: Duration, enough: impl Fn(&[u8]) -> bool) -> bool {
        let end = Instant::now() + limit;
        let mut state = self.state.lock().unwrap();
        while !state.1 && !enough(&state.0) {
            let Some(left) = end.checked_duration_since(Instant::now()) else { return false };
            state = self.changed.wait_timeout(state, left).unwrap().0;
        }
        true
    }
}

pub struct Process {
    pub pid: i32,
    command: String,
    stdin: Option<ChildStdin>,
    out: Arc<Stream>,
    err: Arc<Stream>,
    status: Receiver<ExitStatus>,
    ended: bool,
}

/// A process that has ended, with all that it wrote.
pub struct Finished {
    pub command: String,
    pub status: ExitStatus,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

impl Process {
    /// Starts a command with pipes where `command` does not say otherwise.
    ///
    /// A stream that is to go elsewhere is given with [`Process::start_to`].
    pub fn start(mut command: Command) -> Self {
        command.stdout(Stdio::piped());
        Self::start_to(command)
    }

    /// Starts a command whose stdout goes where the command says.
    pub fn start_to(mut command: Command) -> Self {
        command.stdin(Stdio::piped());
        Self::start_as_it_is(command)
    }

    /// Starts a command whose stdin and stdout are what the command says.
    pub fn start_as_it_is(mut command: Command) -> Self {
        let text = format!("{command:?}");
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap_or_else(|e| panic!("{text}: {e}"));
        let (tell, status) = channel();
        let process = Self {
            pid: child.id() as i32,
            command: text,
            stdin: child.stdin.take(),
            out: Stream::collect(child.stdout.take()),
            err: Stream::collect(child.stderr.take()),
            status,
            ended: false,
        };
        thread::spawn(move || tell.send(child.wait().expect("wait")));
        process
    }

    pub fn stdout(&self) -> Vec<u8> {
        self.out.bytes()
    }

    pub fn wait_for_stdout(&self, enough: impl Fn(&str) -> bool) {
        self.wait_for_stdout_within(LIMIT, enough);
    }

    pub fn wait_for_stdout_within(&self, limit: Duration, enough: impl Fn(&str) -> bool) {
        let found = |bytes: &[u8]| enough(&String::from_utf8_lossy(bytes));
        assert!(self.out.wait(limit, found) && found(&self.out.bytes()), "what was waited for did not come: {self}");
    }

    pub fn wait_for_stderr(&self, enough: impl Fn(&str) -> bool) {
        let found = |bytes: &[u8]| enough(&String::from_utf8_lossy(bytes));
        assert!(self.err.wait(LIMIT, found) && found(&self.err.bytes()), "what was waited for did not come: {self}");
    }

    pub fn write(&self, bytes: &[u8]) {
        self.stdin.as_ref().expect("stdin").write_all(bytes).unwrap_or_else(|e| panic!("{e}: {self}"));
    }

    pub fn signal(&self, signal: Signal) {
        // SAFETY: no pointers. The process has not been waited for, or the number is free and nothing is there.
        let result = unsafe { libc::kill(self.pid, signal as i32) };
        assert_eq!(result, 0, "signal {}: {self}", signal as i32);
    }

    /// Waits for the end.
    pub fn wait(self) -> Finished {
        self.wait_within(LIMIT)
    }

    /// Waits for an end that must come within `limit`.
    pub fn wait_within(mut self, limit: Duration) -> Finished {
        let status = self.status.recv_timeout(limit).unwrap_or_else(|_| panic!("not ended within {limit:?}: {self}"));
        self.ended = true;
        for stream in [&self.out, &self.err] {
            assert!(stream.wait(LIMIT, |_| false), "the streams stay open: {self}");
        }
        Finished { command: self.command.clone(), status, stdout: self.out.bytes(), stderr: self.err.bytes() }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if !self.ended && self.status.try_recv().is_err() {
            // SAFETY: no pointers; the process has not been waited for.
            unsafe { libc::kill(self.pid, libc::SIGKILL) };
        }
    }
}

/// The beginning and the end of what was written, which are what matters.
fn write_streams(f: &mut fmt::Formatter<'_>, out: &[u8], err: &[u8]) -> fmt::Result {
    for (name, bytes) in [("stdout", out), ("stderr", err)] {
        let text = String::from_utf8_lossy(bytes);
        let lines: Vec<&str> = text.lines().collect();
        write!(f, "\n--- {name}, {} bytes", bytes.len())?;
        for (at, line) in lines.iter().enumerate() {
            match at {
                12 if lines.len() > 24 => write!(f, "\n… {} lines …", lines.len() - 24)?,
                12.. if at + 12 < lines.len() => {}
                _ => write!(f, "\n{}", line.chars().take(2000).collect::<String>())?,
            }
        }
    }
    f.write_str("\n---")
}

impl fmt::Display for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.command)?;
        write_streams(f, &self.out.bytes(), &self.err.bytes())
    }
}

impl Finished {
    pub fn stdout(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap_or_else(|e| panic!("{e}: {self}"))
    }

    pub fn stderr(&self) -> &str {
        std::str::from_utf8(&self.stderr).unwrap_or_else(|e| panic!("{e}: {self}"))
    }

    /// The exit status, or 128 and the signal.
    pub fn code(&self) -> i32 {
        self.status.code().unwrap_or_else(|| 128 + self.status.signal().unwrap_or(0))
    }

    /// It must have failed with this status and one line on stderr that holds all the words.
    pub fn assert_refused(&self, status: i32, words: &[&str]) {
        assert_eq!(self.code(), status, "{self}");
        assert_eq!(self.stdout, b"", "{self}");
        let text = self.stderr();
        assert_eq!(text.trim_end().lines().count(), 1, "one line is wanted: {self}");
        for word in words {
            assert!(text.contains(word), "`{word}` is not told: {self}");
        }
    }
}

impl fmt::Display for Finished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ended with {}", self.command, self.status)?;
        write_streams(f, &self.stdout, &self.stderr)
    }
}
