//! What a tool is given to run in: nothing of it is global, so that several tools can run in one process, a thread and
//! a sink each.

use std::{io::Write, os::fd::BorrowedFd};

use anyhow::Result;

use super::{
    args::Usage,
    clock::Style,
    escape,
    field::Field,
    groups::Groups,
    output::{Output, OutputArgs, Table},
    privileges::Keep,
    stop::Stop,
};

/// Where a tool runs: its name, its end, where rows and notes go.
pub struct Context {
    /// The tool's name.
    pub name: &'static str,
    /// When to end.
    pub stop: Stop,
    /// Where rows go.
    pub out: Output,
    /// The terminal that rows go to, if it is one.
    pub terminal: Option<BorrowedFd<'static>>,
    /// The long names of the options that were given.
    pub options: Vec<String>,
    /// The time columns that options of the tool's own ask for.
    pub times: Vec<Style>,
    /// What is known of containers.
    pub groups: Groups,
    /// Where messages to the user go.
    pub notes: Box<dyn Write + Send>,
    /// Runs when all is attached, before the first row: the process gives up what it needs no more, which is all but
    /// what it is told to keep.
    pub on_attached: Box<dyn FnMut(Keep) -> Result<()> + Send>,
}

impl Context {
    /// A table of these fields.
    ///
    /// # Errors
    /// A field that is asked for and unknown.
    pub fn table<T>(&self, fields: &[Field<T>], args: &OutputArgs) -> Result<Table<T>> {
        let options: Vec<_> = self.options.iter().map(String::as_str).collect();
        Ok(Table::new(fields, args, &options, &self.times).map_err(|error| Usage(error.to_string()))?)
    }

    /// Shows the time in this form, unless an option asks for another.
    pub fn default_time(&mut self, style: Style) {
        if self.times.is_empty() {
            self.times.push(style);
        }
    }

    /// Says one line to the user. If nobody reads it, nothing is lost that was asked for.
    pub fn note(&mut self, line: &str) {
        let _ = writeln!(self.notes, "{}: {}", self.name, escape::message(line));
    }
}
