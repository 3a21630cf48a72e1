//! A table that is drawn on a terminal, sorted, filtered and paused by keys. What it draws are the same rows, written by
//! the same [`Output`](super::output::Output), as are printed elsewhere.

use std::{
    io::{self, Write},
    ops::Range,
    os::fd::RawFd,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context as _, Result};
use unicode_width::UnicodeWidthChar;

use super::{
    context::Context,
    output::Output,
    stop::Reason,
    terminal::{self, Key, Size, Terminal},
};

/// What the keys do.
const KEYS: [(&str, &str); 5] = [
    ("<, >", "sort by the column to the left or right, as the arrows do"),
    ("r", "reverse the order"),
    ("p, space", "pause, or go on"),
    ("/", "show rows only that contain what is typed then; Escape ends it"),
    ("q", "quit"),
];

/// The keys that a tool with this command line knows on a terminal, and what they do.
#[must_use]
pub fn keys_of(command: &clap::Command) -> &'static [(&'static str, &'static str)] {
    if command.get_arguments().any(|arg| arg.get_id() == "noclear") { &KEYS } else { &[] }
}

/// The keys in one line, for who looks at the screen.
const HINT: &str = "< > sort  r reverse  / filter  p pause  q quit";

const REVERSE: &str = "\x1b[7m";
const PLAIN: &str = "\x1b[0m";

/// What is drawn: a table that can be sorted. Apart from its types, so that drawing is compiled once.
pub trait Drawn {
    /// What rows are sorted by, and whether greater values come first.
    fn order(&self) -> (&'static str, bool);
    /// Reverses the order.
    fn reverse(&mut self);
    /// Sorts by the column so many to the right of the present one; by the first if it is none of those that are shown.
    fn sort_by(&mut self, step: isize);
    /// The line above the table, if there is one.
    fn heading(&mut self, out: &mut Output) -> Option<String>;
    /// The header, and where in it the column is that rows are sorted by.
    fn header(&self, out: &mut Output) -> (String, Option<Range<usize>>);
    /// The rows as they are sorted.
    fn rows(&mut self, out: &mut Output) -> Vec<String>;
    /// How many rows may be shown.
    fn most(&self) -> usize;
}

/// A terminal that is drawn on.
pub struct Screen {
    terminal: Terminal,
    is_paused: bool,
    /// What rows must contain, in lower case.
    filter: String,
    is_typing: bool,
    /// Whether attributes must not be used.
    is_plain: bool,
    notes: Notes,
    /// Where notes go else.
    notes_after: Box<dyn Write + Send>,
}

/// What is said to the user while the screen is drawn: the last line is shown, and all of it is said again at the end.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<u8>>>);

impl Write for Notes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Notes {
    fn last(&self) -> String {
        let said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&said).lines().last().unwrap_or_default().to_owned()
    }

    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Screen {
    /// Begins to draw.
    ///
    /// # Errors
    /// The terminal's.
    pub fn enter(cx: &mut Context, terminal: Terminal) -> Result<Self> {
        cx.out.flush()?;
        terminal.enter().context("preparing the terminal")?;
        let notes = Notes::default();
        let notes_after = std::mem::replace(&mut cx.notes, Box::new(notes.clone()));
        let is_plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Ok(Self { terminal, is_paused: false, filter: String::new(), is_typing: false, is_plain, notes, notes_after })
    }

    /// What can be read: keys, and changes of the terminal itself.
    #[must_use]
    pub fn inputs(&self) -> Vec<RawFd> {
        self.terminal.inputs()
    }

    /// Whether the table is to stay as it is.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.is_paused
    }

    /// Reads an input and draws what has come of it.
    ///
    /// # Errors
    /// The terminal's.
    pub fn read(&mut self, cx: &mut Context, table: &mut dyn Drawn, input: RawFd) -> Result<()> {
        let Ok(keys) = self.terminal.read(input) else {
            // It hung up.
            cx.stop.stop(Reason::OutputClosed);
            return Ok(());
        };
        for key in keys {
            self.press(cx, table, key);
        }
        self.draw(cx, table)
    }

    /// Does what a key asks for.
    fn press(&mut self, cx: &Context, table: &mut dyn Drawn, key: Key) {
        match key {
            Key::Escape => {
                self.is_typing = false;
                self.filter.clear();
            }
            Key::Enter => self.is_typing = false,
            Key::Backspace if self.is_typing => {
                self.filter.pop();
            }
            Key::Char(c) if self.is_typing => self.filter.extend(c.to_lowercase()),
            Key::Left | Key::Char('<' | ',') => table.sort_by(-1),
            Key::Right | Key::Char('>' | '.') => table.sort_by(1),
            Key::Char('r') => table.reverse(),
            Key::Char('p' | ' ') => self.is_paused = !self.is_paused,
            Key::Char('/') => {
                self.is_typing = true;
                self.filter.clear();
            }
            Key::Char('q') => cx.stop.stop(Reason::Asked),
            _ => {}
        }
    }

    /// Draws everything. Each line is emptied before it is written, so that nothing flickers.
    ///
    /// # Errors
    /// The terminal's.
    pub fn draw(&mut self, cx: &mut Context, table: &mut dyn Drawn) -> Result<()> {
        let size = self.terminal.size();
        let lines = self.lines(&mut cx.out, table, size);
        let mut screen = b"\x1b[H".to_vec();
        for (i, line) in lines.iter().enumerate() {
            screen.extend_from_slice(if i > 0 { b"\r\n\x1b[K" } else { b"\x1b[K" });
            screen.extend_from_slice(line.as_bytes());
        }
        // Where there is nothing below, this would erase the last character of a full line.
        if lines.len() < size.rows {
            screen.extend_from_slice(b"\r\n\x1b[J");
        }
        match self.terminal.write(&screen) {
            Err(_) if cx.stop.reason() == Some(Reason::OutputClosed) => Ok(()),
            written => Ok(written?),
        }
    }

    /// As many lines as fit: the heading, what the keys have done, the header, and rows.
    fn lines(&self, out: &mut Output, table: &mut dyn Drawn, size: Size) -> Vec<String> {
        let (header, sorted) = table.header(out);
        let above: Vec<_> = table.heading(out).into_iter().collect();
        let room = size.rows.saturating_sub(above.len() + 2).min(table.most());
        let mut rows = table.rows(out);
        rows.retain(|row| self.filter.is_empty() || row.to_lowercase().contains(&self.filter));
        let found = rows.len();
        rows.truncate(room);
        let status = self.status(table.order(), rows.len(), found);
        let mut lines: Vec<_> = above.into_iter().chain([status]).collect();
        for line in lines.iter_mut().chain(&mut rows) {
            line.truncate(cut(line, size.columns).len());
        }
        lines.push(marked(&header, sorted, size.columns, self.is_plain));
        lines.extend(rows);
        lines.truncate(size.rows);
        lines
    }

    /// What the keys have done, how many of how many rows are shown, and what was said to the user.
    fn status(&self, (sorted_by, is_descending): (&str, bool), shown: usize, found: usize) -> String {
        let mut parts = vec![format!("{} {sorted_by}", if is_descending { "v" } else { "^" })];
        parts.push(if shown < found { format!("{shown}/{found} rows") } else { format!("{found} rows") });
        if self.is_paused {
            parts.push("paused".to_owned());
        }
        if self.is_typing || !self.filter.is_empty() {
            parts.push(format!("/{}{}", self.filter, if self.is_typing { "_" } else { "" }));
        }
        let said = self.notes.last();
        parts.extend(Some(said).filter(|said| !said.is_empty()));
        parts.push(HINT.to_owned());
        parts.join("  ")
    }

    /// Gives the terminal back. What was said meanwhile is said again.
    pub fn leave(&mut self, cx: &mut Context) {
        terminal::give_back();
        cx.notes = std::mem::replace(&mut self.notes_after, Box::new(io::sink()));
        // If nobody reads it, nothing is lost that was asked for.
        let _ = cx.notes.write_all(&self.notes.take());
    }
}

/// As much of a line as fits into so many columns.
fn cut(line: &str, columns: usize) -> &str {
    let mut left = columns;
    for (at, c) in line.char_indices() {
        match left.checked_sub(c.width().unwrap_or(0)) {
            Some(rest) => left = rest,
            None => return line.get(..at).unwrap_or_default(),
        }
    }
    line
}

/// The header with the column that rows are sorted by set apart from the others.
fn marked(header: &str, sorted: Option<Range<usize>>, columns: usize, is_plain: bool) -> String {
    let header = format!("{:columns$}", cut(header, columns));
    let sorted = sorted.and_then(|cell| Some((header.get(..cell.start)?, header.get(cell.clone())?, cell.end)));
    match sorted {
        _ if is_plain => header.trim_end().to_owned(),
        Some((before, cell, end)) => {
            let behind = header.get(end..).unwrap_or_default();
            format!("{REVERSE}{before}{PLAIN}{cell}{REVERSE}{behind}{PLAIN}")
        }
        None => format!("{REVERSE}{header}{PLAIN}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_by_what_they_take_on_the_terminal() {
        assert_eq!((cut("abc", 2), cut("abc", 3), cut("", 0)), ("ab", "abc", ""));
        assert_eq!((cut("a\u{4e2d}", 2), cut("a\u{4e2d}", 3)), ("a", "a\u{4e2d}"));
    }

    #[test]
    fn the_sorted_column_is_set_apart_if_it_may_be_and_is_there() {
        assert_eq!(marked("PID I/O", Some(4..7), 9, false), "\x1b[7mPID \x1b[0mI/O\x1b[7m  \x1b[0m");
        assert_eq!(marked("PID I/O", Some(4..7), 5, false), "\x1b[7mPID I\x1b[0m");
        assert_eq!(marked("PID I/O", Some(4..7), 9, true), "PID I/O");
    }
}
