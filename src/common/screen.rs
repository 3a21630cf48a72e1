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
    clock::Clock,
    context::Context,
    events::Task,
    field::Row,
    stop::Reason,
    sums::{Sink, Sum},
    terminal::{self, Key, Size, Terminal},
    top::{Batches, Order},
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

/// A sink that draws.
pub struct Screen<K: 'static, V: 'static> {
    terminal: Terminal,
    batches: Batches<K, V>,
    /// The table that is shown, in the order of the keys' bytes, and from when it is.
    shown: Vec<Sum<K, V>>,
    ktime: u64,
    is_paused: bool,
    /// What rows must contain, in lower case.
    filter: String,
    is_typing: bool,
    /// Whether attributes may be used.
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

impl<K: Copy, V: Copy> Screen<K, V> {
    /// Begins to draw on a terminal what `batches` would print.
    ///
    /// # Errors
    /// The terminal's.
    pub fn enter(cx: &mut Context, terminal: Terminal, batches: Batches<K, V>) -> Result<Self> {
        cx.out.flush()?;
        let notes = Notes::default();
        terminal.enter().context("preparing the terminal")?;
        let notes_after = std::mem::replace(&mut cx.notes, Box::new(notes.clone()));
        let mut screen = Self {
            terminal,
            batches,
            shown: Vec::new(),
            ktime: Clock::now(),
            is_paused: false,
            filter: String::new(),
            is_typing: false,
            is_plain: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
            notes,
            notes_after,
        };
        screen.draw(cx)?;
        Ok(screen)
    }

    /// Does what a key asks for.
    fn press(&mut self, cx: &Context, key: Key) {
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
            Key::Left | Key::Char('<' | ',') => self.sort_by(-1),
            Key::Right | Key::Char('>' | '.') => self.sort_by(1),
            Key::Char('r') => self.batches.order.reverse(),
            Key::Char('p' | ' ') => self.is_paused = !self.is_paused,
            Key::Char('/') => {
                self.is_typing = true;
                self.filter.clear();
            }
            Key::Char('q') => cx.stop.stop(Reason::Asked),
            _ => {}
        }
    }

    /// Sorts by the column so many to the right of the present one; by the first if it is none of those that are shown.
    fn sort_by(&mut self, step: isize) {
        let columns: Vec<_> = self.batches.table.columns().collect();
        let now = columns.iter().position(|column| column.doc.name == self.batches.order.name);
        let next = match now {
            Some(at) => at.saturating_add_signed(step).min(columns.len().saturating_sub(1)),
            None if step < 0 => columns.len().saturating_sub(1),
            None => 0,
        };
        if let Some(column) = columns.get(next).filter(|_| now != Some(next)) {
            self.batches.order = Order::by_column(**column);
        }
    }

    /// Draws everything. Each line is emptied before it is written, so that nothing flickers.
    fn draw(&mut self, cx: &mut Context) -> Result<()> {
        let size = self.terminal.size();
        let lines = self.lines(cx, size);
        let mut screen = b"\x1b[H".to_vec();
        for (i, line) in lines.iter().enumerate() {
            screen.extend_from_slice(if i > 0 { b"\r\n\x1b[K" } else { b"\x1b[K" });
            screen.extend_from_slice(line.as_bytes());
        }
        screen.extend_from_slice(b"\x1b[J");
        // The last character of a full line may be erased with what is behind it.
        if lines.len() == size.rows {
            screen.truncate(screen.len() - 3);
        }
        match self.terminal.write(&screen) {
            Err(_) if cx.stop.reason() == Some(Reason::OutputClosed) => Ok(()),
            written => Ok(written?),
        }
    }

    /// As many lines as fit: the heading, what the keys have done, the header, and rows.
    fn lines(&mut self, cx: &mut Context, size: Size) -> Vec<String> {
        let Batches { table, order, rows: most, heading, .. } = &mut self.batches;
        order.sort(&mut self.shown);
        let task = Task { ktime: self.ktime, ..Task::NOBODY };
        let (header, cells) = cx.out.drawn_header(table);
        let mut lines = Vec::new();
        if let Some(heading) = heading {
            lines.push(cut(&heading.line(&mut cx.out, self.ktime), size.columns).to_owned());
        }
        let status = lines.len();
        lines.push(String::new());
        let sorted = table.columns().zip(cells).find(|(column, _)| column.doc.name == order.name);
        lines.push(marked(&header, sorted.map(|(_, cell)| cell), size.columns, self.is_plain));
        let room = size.rows.saturating_sub(lines.len()).min(most.unwrap_or(usize::MAX));
        let (mut found, first) = (0, lines.len());
        for event in &self.shown {
            let line = cx.out.drawn_row(table, &Row { event, rest: &[], task: &task, stack: &[] });
            if !self.filter.is_empty() && !line.to_lowercase().contains(&self.filter) {
                continue;
            }
            found += 1;
            if lines.len() < first + room {
                lines.push(cut(&line, size.columns).to_owned());
            }
        }
        let status_line = self.status(lines.len() - first, found);
        if let Some(line) = lines.get_mut(status) {
            cut(&status_line, size.columns).clone_into(line);
        }
        lines.truncate(size.rows);
        lines
    }

    /// What the keys have done, how many of how many rows are shown, and what was said to the user.
    fn status(&self, shown: usize, found: usize) -> String {
        let order = &self.batches.order;
        let mut parts = vec![format!("{} {}", if order.is_descending() { "v" } else { "^" }, order.name)];
        parts.push(if shown < found { format!("{shown}/{found} rows") } else { format!("{found} rows") });
        if self.is_paused {
            parts.push("paused".to_owned());
        }
        if self.is_typing || !self.filter.is_empty() {
            parts.push(format!("/{}{}", self.filter, if self.is_typing { "_" } else { "" }));
        }
        let said = self.notes.last();
        parts.push(if said.is_empty() { HINT.to_owned() } else { said });
        parts.join("  ")
    }
}

impl<K: Copy, V: Copy> Sink<K, V> for Screen<K, V> {
    fn inputs(&self) -> Vec<RawFd> {
        self.terminal.inputs()
    }

    fn read(&mut self, cx: &mut Context, input: RawFd) -> Result<()> {
        let Ok(keys) = self.terminal.read(input) else {
            // It hung up.
            cx.stop.stop(Reason::OutputClosed);
            return Ok(());
        };
        for key in keys {
            self.press(cx, key);
        }
        self.draw(cx)
    }

    fn table(&mut self, cx: &mut Context, rows: Vec<Sum<K, V>>, ktime: u64) -> Result<()> {
        // What was counted when the run ends in the middle of an interval would look as if little had happened.
        let ends_early = matches!(cx.stop.reason(), Some(Reason::Asked | Reason::Signal(_)));
        if self.is_paused || ends_early && !self.shown.is_empty() {
            return Ok(());
        }
        (self.shown, self.ktime) = (rows, ktime);
        self.draw(cx)
    }

    /// What was shown last stays behind.
    fn end(&mut self, cx: &mut Context) -> Result<()> {
        terminal::give_back();
        cx.notes = std::mem::replace(&mut self.notes_after, Box::new(io::sink()));
        // If nobody reads it, nothing is lost that was asked for.
        let _ = cx.notes.write_all(&self.notes.take());
        if cx.stop.reason() == Some(Reason::OutputClosed) {
            return Ok(());
        }
        let rows = std::mem::take(&mut self.shown);
        self.batches.table(cx, rows, self.ktime)
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
