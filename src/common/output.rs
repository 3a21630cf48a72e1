//! Rows → text, JSON or CSV. A [`Table`] is the choice of columns for one kind of event, an [`Output`] the place that
//! rows go to; a tool can write several tables to one output, and several tools can run side by side, an output each.

use std::cell::OnceCell;
use std::fmt;
use std::io::{self, Write};
use std::ops::Range;
use std::os::fd::{AsRawFd, BorrowedFd};

use clap::Args;

use super::clock::{Clock, Style};
use super::escape::{self, Charset};
use super::field::{Field, FieldDoc, Flag, Kind, Row, Show, Unit, Value};
use super::stack::Frame;
use super::{json, names, order};

/// Rows are handed on when so many bytes have gathered, or at [`Output::flush`].
const BUFFER: usize = 32 << 10;

/// The most that a pipe can be had to hold without a privilege, unless the system says otherwise: pipe(7).
const PIPE: libc::c_int = 1 << 20;

/// Has `output` hold more, if it is a pipe: 64 KiB are a few hundred rows, and where whoever reads them shares a CPU with
/// the tool and with what is traced, each filling waits for two turns, while events come in all of them.
pub fn widen_pipe(output: BorrowedFd<'_>) {
    let fd = output.as_raw_fd();
    // SAFETY: Takes numbers alone. What is no pipe is refused, and what the system does not grant stays as it is.
    unsafe {
        if (0..PIPE).contains(&libc::fcntl(fd, libc::F_GETPIPE_SZ)) {
            libc::fcntl(fd, libc::F_SETPIPE_SZ, PIPE);
        }
    }
}

/// The options about output that every tool has.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Write one JSON object a line
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Write comma-separated values
    #[arg(long)]
    pub csv: bool,
    /// Show these fields (a,b,c), or these as well (+a,b)
    #[arg(long, value_name = "LIST")]
    pub fields: Option<String>,
    /// Show the time in this form
    #[arg(long, value_name = "FORM")]
    pub time: Option<Style>,
}

impl OutputArgs {
    /// The form that was asked for.
    #[must_use]
    pub fn format(&self) -> Format {
        match (self.json, self.csv) {
            (true, _) => Format::Json,
            (_, true) => Format::Csv,
            _ => Format::Text,
        }
    }
}

/// The form of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns for people.
    Text,
    /// One object a line.
    Json,
    /// RFC 4180 but for the line's end, a lone LF. Keys and numbers as in JSON, bytes from outside as in text.
    Csv,
}

/// A word in `--fields` that names none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownField {
    word: String,
    known: Vec<String>,
}

impl fmt::Display for UnknownField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word: String = self.word.chars().take(60).collect();
        write!(f, "there is no field '{word}'; the fields are {}", self.known.join(", "))
    }
}

impl std::error::Error for UnknownField {}

/// Which columns the rows of one kind of event have.
pub struct Table<T> {
    columns: Vec<Column<T>>,
    /// Those that are the same in all rows of a group, where they stand side by side.
    of_group: Range<usize>,
    /// The last that has a column in text, where there is one.
    last: usize,
}

impl<T> fmt::Debug for Table<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.columns.iter().map(|c| c.name)).finish()
    }
}

/// How one table has written what is the same in all rows of a group and its container.
#[derive(Debug, Default)]
pub struct Kept(OnceCell<(How, Vec<u8>)>);

/// What bytes of a row depend on besides: the form, and whether anything stands before. An output's characters stay the same.
type How = (Format, bool);

impl Kept {
    /// What was written, if it was so.
    #[allow(clippy::inline_always)] // each row goes through it, and calls would cost as much as it does
    #[inline(always)]
    fn get(&self, how: How) -> Option<&[u8]> {
        self.0.get().filter(|(known, _)| *known == how).map(|(_, bytes)| bytes.as_slice())
    }

    /// Keeps what has been written first.
    fn put(&self, how: How, bytes: &[u8]) {
        self.0.get_or_init(|| (how, bytes.to_vec()));
    }
}

struct Column<T> {
    field: Field<T>,
    key: String,
    name: &'static str,
    width: usize,
    style: Style,
    /// Text that has no column of its own: behind the row, or below it.
    is_note: bool,
}

impl<T> Column<T> {
    fn new(field: Field<T>, style: Style) -> Self {
        let doc = field.doc;
        let (name, width) = match (doc.kind, style) {
            (Kind::Time, Style::Rel) => ("TIME(s)", 8),
            (Kind::Time, Style::Iso) => (doc.name, 35),
            _ => (doc.name, doc.width),
        };
        Column { field, key: doc.key(), name, width, style, is_note: doc.kind == Kind::Stack }
    }
}

impl<T> Table<T> {
    fn of(columns: Vec<Column<T>>) -> Self {
        let of_group = |column: &Column<T>| column.field.doc.of_group && !column.is_note;
        let start = columns.iter().position(of_group).unwrap_or(columns.len());
        let length = columns.iter().skip(start).take_while(|column| of_group(column)).count();
        let last = columns.iter().filter(|column| !column.is_note).count().saturating_sub(1);
        Self { columns, of_group: start..start + length, last }
    }

    /// The columns before those of a group, these, and those behind.
    #[inline]
    fn parts(&self) -> [Range<usize>; 3] {
        [0..self.of_group.start, self.of_group.clone(), self.of_group.end..self.columns.len()]
    }

    fn part(&self, part: Range<usize>) -> &[Column<T>] {
        self.columns.get(part).unwrap_or_default()
    }

    /// The columns of events: the tool's `fields`, and those that every event has. `options` are the long names of the
    /// options given, which show fields declared [`Field::with`] them; `times` the forms in which the tool shows the
    /// time in text when `--time` is not given.
    ///
    /// # Errors
    /// When `--fields` names a field that there is not.
    pub fn new(
        fields: &[Field<T>],
        args: &OutputArgs,
        options: &[&str],
        times: &[Style],
    ) -> Result<Self, UnknownField> {
        Self::choose(fields, &Field::COMMON, args, options, times)
    }

    /// As [`Table::new`], for rows that are not about one task, such as counts: of the common fields they have the time.
    ///
    /// # Errors
    /// When `--fields` names a field that there is not.
    pub fn of_counts(fields: &[Field<T>], args: &OutputArgs, options: &[&str]) -> Result<Self, UnknownField> {
        let [time, ..] = Field::COMMON;
        Self::choose(fields, &[time], args, options, &[])
    }

    /// As [`Table::of_counts`], for counts of one process each, which is in a container.
    ///
    /// # Errors
    /// When `--fields` names a field that there is not.
    pub fn of_owned(fields: &[Field<T>], args: &OutputArgs, options: &[&str]) -> Result<Self, UnknownField> {
        Self::choose(fields, &Field::OWNED, args, options, &[])
    }

    /// The fields alone, for the key of a histogram: those shown always, and in text or elsewhere the others too.
    #[must_use]
    pub fn of_key(fields: &[Field<T>], format: Format) -> Self {
        let shown = |field: &&Field<T>| match field.doc.show {
            Show::Always => true,
            Show::Text => format == Format::Text,
            _ => format != Format::Text,
        };
        Self::of(fields.iter().filter(shown).map(|field| Column::new(*field, Style::Iso)).collect())
    }

    /// Whether it has no columns.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    fn choose(
        fields: &[Field<T>],
        common: &[Field<T>],
        args: &OutputArgs,
        options: &[&str],
        times: &[Style],
    ) -> Result<Self, UnknownField> {
        let docs = |fields: &[Field<T>]| fields.iter().map(|field| field.doc).collect::<Vec<_>>();
        let chosen = choose(&docs(common), &docs(fields), args, options, times)?;
        let fields: Vec<_> = common.iter().chain(fields).collect();
        let column = |choice: Choice| {
            let field = fields.get(choice.at).copied().copied();
            field.map(|field| Column { is_note: choice.is_note, ..Column::new(field, choice.style) })
        };
        Ok(Self::of(chosen.into_iter().filter_map(column).collect()))
    }

    /// Whether it has the column of this key.
    #[must_use]
    pub fn shows(&self, key: &str) -> bool {
        self.columns.iter().any(|column| column.key == key)
    }

    /// Whether rows tell of containers.
    #[must_use]
    pub fn tells_containers(&self) -> bool {
        ["container", "pod", "image"].iter().any(|key| self.shows(key))
    }

    /// The columns that are shown in text, as they stand there.
    pub fn columns(&self) -> impl Iterator<Item = &Field<T>> {
        self.columns.iter().filter(|column| !column.is_note).map(|column| &column.field)
    }

    /// Every column's description and value in a row, for outputs of another kind.
    pub fn values<'t, 'r>(&'t self, row: &'t Row<'r, T>) -> impl Iterator<Item = (&'t FieldDoc, Value<'r>)> {
        self.columns.iter().map(|c| (&c.field.doc, (c.field.get)(row)))
    }

    /// Adds what a row holds to a JSON object.
    pub fn json(&self, row: &Row<'_, T>, object: &mut json::Object<'_>, clock: &mut Clock) {
        let [before, of_group, behind] = self.parts();
        self.json_part(before, row, object, clock);
        if !of_group.is_empty() {
            let how = (Format::Json, object.is_empty());
            if let Some(members) = row.kept.and_then(|kept| kept.get(how)) {
                object.again(members);
            } else {
                let start = object.position();
                self.json_part(of_group, row, object, clock);
                row.kept.inspect(|kept| kept.put(how, object.since(start)));
            }
        }
        self.json_part(behind, row, object, clock);
    }

    fn json_part(&self, part: Range<usize>, row: &Row<'_, T>, object: &mut json::Object<'_>, clock: &mut Clock) {
        for column in self.part(part) {
            let key = column.key.as_str();
            match ((column.field.get)(row), column.field.doc.kind) {
                (Value::Int(n), Kind::Errno) => {
                    object.int(key, n);
                    match names::errno(n) {
                        Some(name) => object.str(&error_key(key), name),
                        None => object.null(&error_key(key)),
                    };
                }
                (Value::None, _) if matches!(column.field.doc.show, Show::Contained(_)) => {}
                (Value::None | Value::Fault, kind) => {
                    object.null(key);
                    if kind == Kind::Errno {
                        object.null(&error_key(key));
                    }
                }
                (Value::Uint(n), Kind::Time) => {
                    let out = object.key(key);
                    out.push(b'"');
                    clock.write(n, Style::Iso, out);
                    out.push(b'"');
                }
                (Value::Bool(yes), _) => {
                    object.bool(key, yes);
                }
                (Value::Int(n), _) => {
                    object.int(key, n);
                }
                (Value::Uint(n), _) => {
                    object.uint(key, n);
                }
                (Value::Text(bytes), _) => {
                    object.bytes(key, bytes);
                }
                (Value::Cut { bytes, missing }, _) => {
                    object.bytes(key, bytes);
                    if missing > 0 {
                        object.uint(&format!("{key}_missing"), missing);
                    }
                }
                (Value::Args { bytes, missing_args, missing_bytes, .. }, _) => {
                    json_args(object, key, bytes, missing_args, missing_bytes);
                }
                (Value::Name(name), _) => {
                    object.str(key, &name);
                }
                (Value::Numbers(numbers), _) => {
                    json::array(numbers, object.key(key), |n, out| json::uint(*n, out));
                }
                (Value::Addr(addr), _) => {
                    // Writing to a Vec cannot fail.
                    let _ = write!(object.key(key), "\"{addr}\"");
                }
                (Value::Stack(frames), _) => {
                    object.objects(key, frames, json_frame);
                }
                (Value::Container(container), _) => {
                    object.key(key).extend_from_slice(container.json());
                }
                (Value::Pod(pod), _) => {
                    object.object(key, |object| pod.json(object));
                }
            }
        }
    }
}

/// One column that is to be shown.
struct Choice {
    /// Which of the common fields and then the tool's own.
    at: usize,
    style: Style,
    is_note: bool,
}

/// The columns that are to be shown, in order; apart from the type of the rows, so that it is compiled once.
fn choose(
    common: &[FieldDoc],
    own: &[FieldDoc],
    args: &OutputArgs,
    options: &[&str],
    times: &[Style],
) -> Result<Vec<Choice>, UnknownField> {
    // A tool's own field stands in the place of the common one of the same key.
    let is_own = |doc: &FieldDoc| own.iter().any(|own| own.key() == doc.key());
    let fields: Vec<(usize, FieldDoc)> = common.iter().chain(own).copied().enumerate().collect();
    let fields: Vec<_> = fields.into_iter().filter(|(at, doc)| *at >= common.len() || !is_own(doc)).collect();
    let text = args.format() == Format::Text;
    let times: Vec<Style> = match args.time {
        Some(Style::None) => Vec::new(),
        Some(style) if text => vec![style],
        _ if text => times.to_vec(),
        _ => Vec::new(),
    };
    let style = times.first().copied().unwrap_or(if text { Style::Wall } else { Style::Iso });

    let mut chosen: Vec<Choice> = Vec::new();
    let named = args.fields.as_deref();
    let adds = named.is_none_or(|list| list.starts_with('+'));
    if text && (adds || args.time.is_some()) {
        let time = common.iter().position(|doc| doc.kind == Kind::Time);
        let shown = |at| times.iter().map(move |&style| Choice { at, style, is_note: false });
        chosen.extend(time.into_iter().flat_map(shown));
    }
    let choice = |at, doc: &FieldDoc, note: bool| Choice { at, style, is_note: note || doc.kind == Kind::Stack };
    if adds {
        let shown = |doc: &FieldDoc| match doc.show {
            Show::Always | Show::Note => true,
            Show::With(option) | Show::Flag(&Flag { long: option, .. }) => {
                (!text && doc.kind != Kind::Stack) || options.contains(&option)
            }
            Show::WithAny(any) => {
                (!text && doc.kind != Kind::Stack) || any.iter().any(|option| options.contains(option))
            }
            Show::Machine => !text,
            Show::Contained(any) => args.format() == Format::Json || any.iter().any(|option| options.contains(option)),
            Show::Text => text,
            Show::Asked => false,
        };
        let shown = fields.iter().filter(|(_, doc)| shown(doc));
        chosen.extend(shown.map(|(at, doc)| choice(*at, doc, text && doc.show == Show::Note)));
    }
    for word in named.into_iter().flat_map(|list| list.split(',')) {
        let word = word.trim().trim_start_matches('+');
        let (at, doc) = fields.iter().find(|(_, doc)| doc.is_called(word)).ok_or_else(|| UnknownField {
            word: word.to_owned(),
            known: fields.iter().map(|(_, doc)| doc.key()).collect(),
        })?;
        chosen.retain(|choice| !choice.is_note || choice.at != *at);
        if chosen.iter().all(|choice| choice.at != *at) {
            chosen.push(choice(*at, doc, false));
        }
    }
    let is_stack = |at| fields.iter().any(|(other, doc)| *other == at && doc.kind == Kind::Stack);
    order::sort_by(&mut chosen, |choice| (choice.is_note, is_stack(choice.at)));
    Ok(chosen)
}

/// Where rows go, and in which form.
pub struct Output {
    sink: Box<dyn Write + Send>,
    /// What was not handed to the sink yet.
    buffer: Vec<u8>,
    format: Format,
    charset: Charset,
    quote: bool,
    clock: Clock,
    rows: u64,
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").field("format", &self.format).field("rows", &self.rows).finish_non_exhaustive()
    }
}

impl Output {
    /// An output that times are counted from by `clock`.
    #[must_use]
    pub fn new(sink: Box<dyn Write + Send>, format: Format, clock: Clock) -> Self {
        let buffer = Vec::with_capacity(BUFFER + 4096);
        Output { sink, buffer, format, charset: Charset::Utf8, quote: false, clock, rows: 0 }
    }

    /// Writes text in this character set only.
    #[must_use]
    pub fn charset(mut self, charset: Charset) -> Self {
        self.charset = charset;
        self
    }

    /// Writes argument vectors as a shell would read them back.
    pub fn set_quote(&mut self, quote: bool) {
        self.quote = quote;
    }

    /// The form of its rows.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Its clock.
    pub fn clock(&mut self) -> &mut Clock {
        &mut self.clock
    }

    /// How many rows were written.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Begins a run that writes tables of this kind: CSV has its header once.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn begin<T>(&mut self, table: &Table<T>) -> io::Result<()> {
        if self.format == Format::Csv {
            self.header(table)?;
            self.flush()?;
        }
        Ok(())
    }

    /// Writes the table's header, which JSON has not.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn header<T>(&mut self, table: &Table<T>) -> io::Result<()> {
        match self.format {
            Format::Json => return Ok(()),
            Format::Csv => {
                for (i, column) in table.columns.iter().enumerate() {
                    let comma = if i > 0 { "," } else { "" };
                    self.buffer.extend_from_slice(comma.as_bytes());
                    self.buffer.extend_from_slice(column.key.as_bytes());
                    if column.field.doc.kind == Kind::Errno {
                        self.buffer.push(b',');
                        self.buffer.extend_from_slice(error_key(&column.key).as_bytes());
                    }
                }
            }
            Format::Text => {
                self.text_header(table);
            }
        }
        self.end_line()
    }

    /// Writes one row.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn row<T>(&mut self, table: &Table<T>, row: &Row<'_, T>) -> io::Result<()> {
        match self.format {
            Format::Json => self.json_row(table, row),
            Format::Csv => self.csv_row(table, row),
            Format::Text => self.text_row(table, row),
        }
        self.rows += 1;
        self.end_line()
    }

    /// Writes what follows is of: `pid = 12 cat`, `disk = sda`, tab, `flags = Read`. A text behind the first value is its name.
    /// A name with a colon needs no more.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn title<T>(&mut self, table: &Table<T>, row: &Row<'_, T>) -> io::Result<()> {
        for (i, column) in table.columns.iter().enumerate() {
            if i > 0 && column.field.doc.kind == Kind::Text {
                self.buffer.push(b' ');
            } else {
                let tab = if i > 0 { "\t" } else { "" };
                let name = column.field.doc.name;
                let is_phrase = name.contains(char::is_lowercase);
                // Writing to a Vec cannot fail.
                let equals = if name.ends_with(':') { "" } else { " =" };
                let _ = write!(self.buffer, "{tab}{}{equals} ", if is_phrase { name } else { &column.key });
            }
            self.text_value(&(column.field.get)(row), column.field.doc.kind, column.style);
        }
        self.end_line()
    }

    /// Writes one JSON object that is not a table's row, filled by `fill`. It counts as a row when it is one of data.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn object(&mut self, is_row: bool, fill: impl FnOnce(&mut json::Object<'_>, &mut Clock)) -> io::Result<()> {
        fill(&mut json::Object::new(&mut self.buffer), &mut self.clock);
        self.rows += u64::from(is_row);
        self.end_line()
    }

    /// Writes a line of text of ours, such as a histogram's: whatever came from outside must be escaped in it already.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn line(&mut self, line: &str) -> io::Result<()> {
        self.buffer.extend_from_slice(line.as_bytes());
        self.end_line()
    }

    /// Writes a line of text with bytes from outside in it.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn text(&mut self, before: &str, bytes: &[u8], after: &str) -> io::Result<()> {
        let mut buffer = std::mem::take(&mut self.buffer);
        self.add_text(&mut buffer, before, bytes, after);
        self.buffer = buffer;
        self.drain_full()
    }

    /// Appends the line that [`Output::text`] writes to others, for who writes them often.
    pub fn add_text(&self, lines: &mut Vec<u8>, before: &str, bytes: &[u8], after: &str) {
        lines.extend_from_slice(before.as_bytes());
        escape::text(bytes, self.charset, lines);
        lines.extend_from_slice(after.as_bytes());
        lines.push(b'\n');
    }

    /// Writes lines that [`Output::add_text`] has made.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn lines(&mut self, lines: &[u8]) -> io::Result<()> {
        self.buffer.extend_from_slice(lines);
        self.drain_full()
    }

    /// Tells, in JSON alone, of events lost so far, by cause.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn lost(&mut self, causes: &[(&str, u64)]) -> io::Result<()> {
        if self.format != Format::Json {
            return Ok(());
        }
        self.object(false, |object, _| write_lost(object, causes))
    }

    /// Ends JSON, and JSON alone, with what it was: the tool, how long it ran, rows written and events lost by cause.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn summary(&mut self, tool: &str, causes: &[(&str, u64)]) -> io::Result<()> {
        if self.format != Format::Json {
            return Ok(());
        }
        let rows = self.rows;
        self.object(false, |object, clock| {
            object.object("summary", |summary| {
                summary.str("tool", tool).uint("duration_ns", clock.elapsed()).uint("rows", rows);
                write_lost(summary, causes);
            });
        })
    }

    /// Hands everything to the sink.
    ///
    /// # Errors
    /// When the sink fails. What it took is not written again by a later call.
    pub fn flush(&mut self) -> io::Result<()> {
        self.drain()?;
        self.sink.flush()
    }

    fn drain(&mut self) -> io::Result<()> {
        let mut done = 0;
        let result = loop {
            match self.buffer.get(done..) {
                None | Some([]) => break Ok(()),
                Some(rest) => match self.sink.write(rest) {
                    Ok(0) => break Err(io::ErrorKind::WriteZero.into()),
                    Ok(n) => done += n,
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                    Err(e) => break Err(e),
                },
            }
        };
        self.buffer.drain(..done);
        result
    }

    fn end_line(&mut self) -> io::Result<()> {
        self.buffer.push(b'\n');
        self.drain_full()
    }

    fn drain_full(&mut self) -> io::Result<()> {
        if self.buffer.len() >= BUFFER { self.drain() } else { Ok(()) }
    }

    /// One row as a line of text, which is not written, for who draws it.
    pub fn drawn_row<T>(&mut self, table: &Table<T>, row: &Row<'_, T>) -> String {
        self.aside(|out| out.text_row(table, row)).0
    }

    /// The header as a line of text, which is not written, and for each column where in it its cell is.
    pub fn drawn_header<T>(&mut self, table: &Table<T>) -> (String, Vec<Range<usize>>) {
        self.aside(|out| out.text_header(table))
    }

    fn aside<R>(&mut self, write: impl FnOnce(&mut Self) -> R) -> (String, R) {
        let kept = std::mem::take(&mut self.buffer);
        let result = write(self);
        (String::from_utf8_lossy(&std::mem::replace(&mut self.buffer, kept)).into_owned(), result)
    }

    fn text_header<T>(&mut self, table: &Table<T>) -> Vec<Range<usize>> {
        let columns = table.columns.iter().filter(|column| !column.is_note);
        let mut cells = Vec::new();
        for (i, column) in columns.enumerate() {
            let start = self.buffer.len();
            self.buffer.extend_from_slice(column.name.as_bytes());
            align(column, start, column.name.len(), i == table.last, &mut self.buffer);
            cells.push(start..self.buffer.len() - usize::from(i != table.last));
        }
        cells
    }

    fn text_row<T>(&mut self, table: &Table<T>, row: &Row<'_, T>) {
        self.row_of_parts(Format::Text, table, row, |out, part| out.text_part(table, part, row));
    }

    /// Writes a row's columns by `write`, but for those of its group: these as they were written before, if they were.
    fn row_of_parts<T>(
        &mut self,
        form: Format,
        table: &Table<T>,
        row: &Row<'_, T>,
        write: impl Fn(&mut Self, Range<usize>),
    ) {
        let [before, of_group, behind] = table.parts();
        if !before.is_empty() {
            write(self, before);
        }
        if !of_group.is_empty() {
            let how = (form, false);
            if let Some(bytes) = row.kept.and_then(|kept| kept.get(how)) {
                self.buffer.extend_from_slice(bytes);
            } else {
                let start = self.buffer.len();
                write(self, of_group);
                row.kept.inspect(|kept| kept.put(how, self.buffer.get(start..).unwrap_or_default()));
            }
        }
        if !behind.is_empty() {
            write(self, behind);
        }
    }

    fn text_part<T>(&mut self, table: &Table<T>, part: Range<usize>, row: &Row<'_, T>) {
        for (i, column) in part.clone().zip(table.part(part)) {
            let start = self.buffer.len();
            let value = (column.field.get)(row);
            if column.is_note {
                self.note(value, column);
                continue;
            }
            let columns = self.text_value(&value, column.field.doc.kind, column.style);
            align(column, start, columns, i == table.last, &mut self.buffer);
        }
    }

    /// Appends what is out of the ordinary, if it is.
    fn note<T>(&mut self, value: Value<'_>, column: &Column<T>) {
        let kind = column.field.doc.kind;
        let value = match value {
            Value::None | Value::Int(0) | Value::Uint(0) => return,
            Value::Int(n) if kind == Kind::Errno => names::errno(n).map_or(value, Value::from),
            Value::Stack(frames) => return self.frames(frames),
            value => value,
        };
        self.buffer.push(b' ');
        self.text_value(&value, kind, column.style);
    }

    /// Appends a stack, a line each frame.
    fn frames(&mut self, frames: &[Frame]) {
        for frame in frames {
            self.buffer.extend_from_slice(b"\n        ");
            escape::text(frame.name().as_bytes(), self.charset, &mut self.buffer);
            if frame.symbol.is_some() {
                self.buffer.extend_from_slice(b"+0x");
                escape::hex(frame.offset, &mut self.buffer);
            }
            if !frame.module.is_empty() {
                self.buffer.extend_from_slice(b" (");
                escape::text(&frame.module, self.charset, &mut self.buffer);
                self.buffer.push(b')');
            }
            if let Some((file, line)) = &frame.line {
                self.buffer.push(b' ');
                escape::text(file.as_bytes(), self.charset, &mut self.buffer);
                self.buffer.push(b':');
                json::uint(u64::from(*line), &mut self.buffer);
            }
        }
    }

    /// Appends a value as text and tells how many columns it takes.
    fn text_value(&mut self, value: &Value<'_>, kind: Kind, style: Style) -> usize {
        let out = &mut self.buffer;
        let start = out.len();
        match (value, kind) {
            (Value::None, _) => out.push(b'-'),
            (Value::Fault, _) => out.extend_from_slice(b"<fault>"),
            (Value::Bool(yes), _) => out.push(if *yes { b'Y' } else { b'N' }),
            (Value::Int(n), _) => json::int(*n, out),
            (Value::Uint(n), Kind::Time) => self.clock.write(*n, style, out),
            (Value::Uint(n), Kind::Nanos(unit, decimals)) => nanos(*n, unit, decimals, out),
            (Value::Uint(n), Kind::Kib) => {
                let hundredths = (u128::from(*n) * 100 + 512) / 1024;
                // Writing to a Vec cannot fail.
                let _ = write!(out, "{}.{:02}", hundredths / 100, hundredths % 100);
            }
            // Writing to a Vec cannot fail.
            (Value::Uint(n), Kind::Permille) => _ = write!(out, "{}.{}%", n / 10, n % 10),
            (Value::Uint(n), Kind::WholeKib) => json::uint(*n / 1024, out),
            (Value::Uint(n), Kind::Hex) => {
                out.extend_from_slice(b"0x");
                escape::hex(*n, out);
            }
            (Value::Uint(n), Kind::Octal(width)) => {
                // Writing to a Vec cannot fail.
                let _ = write!(out, "{n:00$o}", usize::from(width));
            }
            (Value::Uint(n), _) => json::uint(*n, out),
            (Value::Text(bytes), _) => return escape::text(bytes, self.charset, out),
            (Value::Cut { bytes, missing }, _) => {
                let columns = escape::text(bytes, self.charset, out);
                return columns + mark(*missing, out);
            }
            (Value::Args { bytes, program, missing_args, missing_bytes }, _) => {
                let columns = arguments(*program, bytes, self.quote, self.charset, out);
                return columns + mark_args(*missing_args, *missing_bytes, bytes.last().is_none_or(|b| *b == 0), out);
            }
            (Value::Numbers(numbers), _) => {
                for (at, number) in numbers.iter().enumerate() {
                    out.extend_from_slice(if at > 0 { b" 0x" } else { b"0x" });
                    escape::hex(*number, out);
                }
            }
            (Value::Name(name), _) => {
                out.extend_from_slice(name.as_bytes());
                return unicode_width::UnicodeWidthStr::width(&**name);
            }
            (Value::Addr(addr), _) => {
                // Writing to a Vec cannot fail.
                let _ = write!(out, "{addr}");
            }
            (Value::Container(container), _) => return escape::text(container.label(), self.charset, out),
            (Value::Pod(pod), _) => return escape::text(&pod.label(), self.charset, out),
            (Value::Stack(frames), _) => {
                // As flame graphs want it.
                let names: Vec<_> = frames.iter().rev().map(Frame::name).collect();
                return escape::text(names.join(";").as_bytes(), self.charset, out);
            }
        }
        out.len() - start
    }

    fn csv_row<T>(&mut self, table: &Table<T>, row: &Row<'_, T>) {
        self.row_of_parts(Format::Csv, table, row, |out, part| out.csv_part(table, part, row));
    }

    fn csv_part<T>(&mut self, table: &Table<T>, part: Range<usize>, row: &Row<'_, T>) {
        for (i, column) in part.clone().zip(table.part(part)) {
            if i > 0 {
                self.buffer.push(b',');
            }
            let kind = column.field.doc.kind;
            match ((column.field.get)(row), kind) {
                (Value::None | Value::Fault, Kind::Errno) => self.buffer.push(b','),
                (Value::None | Value::Fault, _) => {}
                (Value::Int(n), Kind::Errno) => {
                    json::int(n, &mut self.buffer);
                    self.buffer.push(b',');
                    self.buffer.extend_from_slice(names::errno(n).unwrap_or_default().as_bytes());
                }
                (Value::Bool(yes), _) => self.buffer.extend_from_slice(if yes { b"true" } else { b"false" }),
                (Value::Uint(n), Kind::Time) => self.clock.write(n, Style::Iso, &mut self.buffer),
                (Value::Uint(n), _) => json::uint(n, &mut self.buffer),
                (mut value, _) => {
                    let start = self.buffer.len();
                    if let Value::Args { program, .. } = &mut value {
                        *program = None;
                    }
                    self.text_value(&value, kind, column.style);
                    quote_cell(start, &mut self.buffer);
                }
            }
        }
    }

    fn json_row<T>(&mut self, table: &Table<T>, row: &Row<'_, T>) {
        table.json(row, &mut json::Object::new(&mut self.buffer), &mut self.clock);
    }
}

/// Under which key, or in which column, the name of an errno stands.
pub(super) fn error_key(key: &str) -> String {
    if key == "err" { "error".to_owned() } else { format!("{key}_name") }
}

fn write_lost(object: &mut json::Object<'_>, causes: &[(&str, u64)]) {
    object.object("lost", |lost| {
        for (cause, n) in causes {
            lost.uint(cause, *n);
        }
    });
}

/// An address is a string: numbers of JSON are exact to 53 bits.
fn json_frame(frame: &Frame, object: &mut json::Object<'_>) {
    object.str("address", &format!("{:#x}", frame.address));
    match &frame.symbol {
        Some(symbol) => object.str("symbol", symbol),
        None => object.null("symbol"),
    };
    object.uint("offset", frame.offset);
    if !frame.module.is_empty() {
        object.bytes("module", &frame.module);
    }
    if let Some((file, line)) = &frame.line {
        object.str("file", file).uint("line", u64::from(*line));
    }
}

/// Brings the cell that begins at `start` and takes `columns` to its column's width, and separates it from the next.
/// What is wider than its column pushes the others: nothing is cut.
fn align<T>(column: &Column<T>, start: usize, columns: usize, is_last: bool, out: &mut Vec<u8>) {
    let pad = column.width.saturating_sub(columns);
    if column.field.doc.right {
        out.resize(out.len() + pad, b' ');
        if let Some(cell) = out.get_mut(start..) {
            cell.rotate_right(pad);
        }
    } else if !is_last {
        out.resize(out.len() + pad, b' ');
    }
    if !is_last {
        out.push(b' ');
    }
}

/// Appends nanoseconds in a unit, rounded to so many decimals.
fn nanos(n: u64, unit: Unit, decimals: u8, out: &mut Vec<u8>) {
    let scale = 10u64.saturating_pow(decimals.into()).min(unit.nanos());
    let step = unit.nanos() / scale;
    let n = n / step + u64::from(n % step >= step.div_ceil(2) && step > 1);
    json::uint(n / scale, out);
    if scale > 1 {
        let width = scale.ilog10() as usize;
        // Writing to a Vec cannot fail.
        let _ = write!(out, ".{:0width$}", n % scale);
    }
}

/// The arguments of a vector: each ends in NUL, but perhaps the last.
fn split_args(bytes: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
    let whole = bytes.strip_suffix(b"\0").unwrap_or(bytes);
    whole.split(|&b| b == 0).take(if bytes.is_empty() { 0 } else { usize::MAX })
}

fn arguments(program: Option<&[u8]>, bytes: &[u8], quote: bool, charset: Charset, out: &mut Vec<u8>) -> usize {
    let mut columns = 0;
    let given = split_args(bytes).skip(program.is_some().into());
    for (i, arg) in program.into_iter().chain(given).enumerate() {
        if i > 0 {
            out.push(b' ');
            columns += 1;
        }
        columns += if quote { escape::shell(arg, charset, out) } else { escape::text(arg, charset, out) };
    }
    columns
}

/// Marks a cut, as no escaped text can look: `\...+12`, where 12 bytes are missing.
fn mark(missing: u64, out: &mut Vec<u8>) -> usize {
    if missing == 0 {
        return 0;
    }
    let start = out.len();
    out.extend_from_slice(b"\\...+");
    json::uint(missing, out);
    out.len() - start
}

/// Marks a cut of arguments: ` \...+3 arguments, 120 bytes`. Without the space when the last one there is not whole.
fn mark_args(args: u64, bytes: u64, is_whole: bool, out: &mut Vec<u8>) -> usize {
    if args == 0 && bytes == 0 {
        return 0;
    }
    let start = out.len();
    let space = if is_whole { " " } else { "" };
    let plural = |n: u64| if n == 1 { "" } else { "s" };
    // Writing to a Vec cannot fail.
    let _ = write!(out, "{space}\\...+{args} argument{}", plural(args));
    if bytes > 0 {
        let _ = write!(out, ", {bytes} byte{}", plural(bytes));
    }
    out.len() - start
}

fn json_args(object: &mut json::Object<'_>, key: &str, bytes: &[u8], missing_args: u64, missing_bytes: u64) {
    let mut exact = true;
    json::array(split_args(bytes), object.key(key), |arg, out| exact &= json::string(arg, out));
    if !exact {
        json::array(split_args(bytes), object.key(&format!("{key}_b64")), json::base64);
    }
    if missing_args > 0 || missing_bytes > 0 {
        object.uint(&format!("{key}_missing"), missing_args);
        object.uint(&format!("{key}_missing_bytes"), missing_bytes);
    }
}

/// Puts the cell that begins at `start` in quotes if it needs them. Line ends were escaped before.
fn quote_cell(start: usize, out: &mut Vec<u8>) {
    let cell = out.get(start..).unwrap_or_default();
    let edge = |b: Option<&u8>| b == Some(&b' ');
    if !cell.iter().any(|b| b",\"".contains(b)) && !edge(cell.first()) && !edge(cell.last()) {
        return;
    }
    let cell = out.split_off(start);
    out.push(b'"');
    for b in cell {
        out.push(b);
        if b == b'"' {
            out.push(b);
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::containers::{Container, Pod};
    use crate::common::events::Task;
    use serde_json::Value as Json;
    use std::net::IpAddr;
    use std::sync::{Arc, Mutex};

    type F = Field<Event>;

    struct Event {
        ret: i32,
        flags: u32,
        lat: u64,
        size: u64,
        missing: u64,
        addr: Option<IpAddr>,
    }

    const FIELDS: &[Field<Event>] = &[
        F::new("PID", 6, Kind::Uint, "Process.", |r| r.task.pid.into()),
        F::new("COMM", 8, Kind::Text, "Name.", |r| Value::text(&r.task.comm)),
        F::new("ERR", 3, Kind::Errno, "Error.", |r| r.event.ret.into()).right(),
        F::new("FLAGS", 8, Kind::Octal(8), "Flags.", |r| r.event.flags.into()).with("extended"),
        F::new("LAT(ms)", 8, Kind::Nanos(Unit::Millis, 2), "Latency.", |r| r.event.lat.into()).right(),
        F::new("SIZE", 6, Kind::Size, "Size.", |r| r.event.size.into()).machine(),
        F::new("ADDR", 6, Kind::Addr, "Address.", |r| r.event.addr.into()).hidden(),
        F::new("PATH", 4, Kind::Text, "Path.", |r| Value::Cut { bytes: r.rest, missing: r.event.missing }),
    ];

    const ARGS: &[Field<(u64, u64)>] = &[
        Field::new("ARGS", 4, Kind::Args, "Arguments.", |r| Value::Args {
            bytes: r.rest,
            program: (r.event.0 == 7).then_some(b"/bin/ls"),
            missing_args: r.event.0,
            missing_bytes: r.event.1,
        }),
        Field::new("OK", 2, Kind::Bool, "Well.", |r| (r.event.0 == 0).into()),
    ];

    #[derive(Clone, Default)]
    struct Sink(Arc<Mutex<Vec<u8>>>);

    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("not poisoned").extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    const EVENT: Event = Event { ret: 2, flags: 0o2_000_000, lat: 1_234_567, size: 4096, missing: 0, addr: None };

    fn task() -> Task {
        Task {
            ktime: Clock::now(),
            pid: 42,
            tid: 43,
            ppid: 1,
            uid: 1000,
            comm: *b"cat\0............",
            ..Task::default()
        }
    }

    fn args(json: bool, csv: bool, fields: Option<&str>, time: Option<Style>) -> OutputArgs {
        OutputArgs { json, csv, fields: fields.map(str::to_owned), time }
    }

    /// What comes out for one row, header and all.
    fn render<T>(table: &Table<T>, args: &OutputArgs, event: &T, rest: &[u8], quote: bool) -> String {
        let sink = Sink::default();
        let mut output = Output::new(Box::new(sink.clone()), args.format(), Clock::new());
        output.set_quote(quote);
        output.header(table).expect("written");
        output.row(table, &Row { rest, ..Row::of(event, &task()) }).expect("written");
        output.flush().expect("written");
        let bytes = sink.0.lock().expect("not poisoned").clone();
        String::from_utf8(bytes).expect("always UTF-8")
    }

    fn show(args: &OutputArgs, options: &[&str], event: &Event, rest: &[u8]) -> String {
        let table = Table::new(FIELDS, args, options, &[]).expect("known fields");
        render(&table, args, event, rest, false)
    }

    #[test]
    fn text_is_aligned_and_shows_what_was_asked_for() {
        let plain = args(false, false, None, None);
        assert_eq!(
            show(&plain, &[], &EVENT, b"/etc/passwd"),
            "PID    COMM     ERR  LAT(ms) PATH\n42     cat        2     1.23 /etc/passwd\n"
        );
        assert_eq!(
            show(&plain, &["extended"], &EVENT, b"x"),
            "PID    COMM     ERR FLAGS     LAT(ms) PATH\n42     cat        2 02000000     1.23 x\n"
        );
        let more = args(false, false, Some("+tid,addr"), None);
        assert_eq!(
            show(&more, &[], &EVENT, "中".as_bytes()),
            "PID    COMM     ERR  LAT(ms) PATH TID     ADDR\n42     cat        2     1.23 中   43      -\n"
        );
        let fewer = args(false, false, Some("path,PID"), None);
        assert_eq!(show(&fewer, &[], &EVENT, b"wide path"), "PATH PID\nwide path 42\n");
    }

    #[test]
    fn notes_stand_behind_the_row() {
        const NOTED: &[F] = &[
            F::new("ERR", 3, Kind::Errno, "Error.", |r| r.event.ret.into()).right().note(),
            F::new("PORT", 5, Kind::Uint, "Port.", |r| r.event.flags.into()),
        ];
        let show = |args: &OutputArgs, ret| {
            let table = Table::new(NOTED, args, &[], &[]).expect("known");
            render(&table, args, &Event { ret, flags: 80, ..EVENT }, b"", false)
        };
        let text = |fields| args(false, false, fields, None);
        assert_eq!(show(&text(None), 0), "PORT\n80\n");
        assert_eq!(show(&text(None), 111), "PORT\n80 ECONNREFUSED\n");
        assert_eq!(show(&text(Some("+tid")), 9999), "PORT  TID\n80    43 9999\n");
        assert_eq!(show(&text(Some("+err")), 0), "PORT  ERR\n80      0\n");
        assert_eq!(
            show(&args(true, false, Some("port,err"), None), 2),
            "{\"port\":80,\"err\":2,\"error\":\"ENOENT\"}\n"
        );
    }

    #[test]
    fn times_have_their_forms() {
        let rel = show(&args(false, false, Some("pid"), Some(Style::Rel)), &[], &EVENT, b"");
        assert_eq!(rel, "TIME(s)  PID\n0.000    42\n");
        let iso = show(&args(false, false, Some("pid"), Some(Style::Iso)), &[], &EVENT, b"");
        assert_eq!(iso.lines().nth(1).map(str::len), Some("2026-01-02T03:04:05.123456789+00:00 42".len()));
        let both = Table::new(FIELDS, &args(false, false, None, None), &[], &[Style::Wall, Style::Rel]).expect("known");
        let both = render(&both, &args(false, false, None, None), &EVENT, b"", false);
        assert!(both.starts_with("TIME     TIME(s)  PID "), "{both}");
        let none = args(false, false, None, Some(Style::None));
        let none = Table::new(FIELDS, &none, &[], &[Style::Wall]).expect("known");
        assert!(render(&none, &args(false, false, None, None), &EVENT, b"", false).starts_with("PID "));
    }

    #[test]
    fn json_has_everything_but_what_must_be_asked_for() {
        let line = show(&args(true, false, None, None), &[], &EVENT, b"/caf\xe9");
        let row: Json = serde_json::from_str(&line).expect("parses");
        let keys: Vec<_> = line.split('"').filter(|k| row.get(k).is_some()).collect();
        assert_eq!(
            keys,
            [
                "time",
                "tid",
                "ppid",
                "uid",
                "pid",
                "comm",
                "err",
                "error",
                "flags",
                "lat_ns",
                "size_bytes",
                "path",
                "path_b64"
            ]
        );
        assert_eq!(row["lat_ns"], 1_234_567);
        assert_eq!((row["err"].as_i64(), row["error"].as_str()), (Some(2), Some("ENOENT")));
        assert_eq!(row["flags"], 0o2_000_000);
        assert_eq!((row["path"].as_str(), row["path_b64"].as_str()), (Some("/caf\\xe9"), Some("L2NhZuk=")));
        assert_eq!(row["time"].as_str().map(str::len), Some(35));

        let line = show(&args(true, false, Some("addr,err"), None), &[], &Event { ret: 0, ..EVENT }, b"");
        assert_eq!(line, "{\"addr\":null,\"err\":0,\"error\":null}\n");
        let cut = show(&args(true, false, Some("path"), None), &[], &Event { missing: 7, ..EVENT }, b"abc");
        assert_eq!(cut, "{\"path\":\"abc\",\"path_missing\":7}\n");
        let addr = Event { addr: Some(IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1])), ..EVENT };
        assert_eq!(show(&args(true, false, Some("addr"), None), &[], &addr, b""), "{\"addr\":\"::1\"}\n");
    }

    #[test]
    fn csv_is_one_line_a_row_and_quoted() {
        let csv = args(false, true, Some("comm,err,lat_ns,path"), None);
        assert_eq!(
            show(&csv, &[], &EVENT, b"a,\"b\"\n"),
            "comm,err,error,lat_ns,path\ncat,2,ENOENT,1234567,\"a,\"\"b\"\"\\n\"\n"
        );
        assert_eq!(show(&csv, &[], &Event { ret: 0, ..EVENT }, b"a"), "comm,err,error,lat_ns,path\ncat,0,,1234567,a\n");
        assert!(show(&csv, &[], &EVENT, b" a").ends_with(",\" a\"\n"));
    }

    #[test]
    fn arguments_are_an_array_and_a_line() {
        let text = args(false, false, None, None);
        let json = args(true, false, Some("args"), None);
        let one = |args: &OutputArgs, missing: (u64, u64), bytes: &[u8], quote| {
            let table = Table::new(ARGS, args, &[], &[]).expect("known");
            let all = render(&table, args, &missing, bytes, quote);
            all.lines().last().unwrap_or_default().to_owned()
        };
        assert_eq!(one(&text, (0, 0), b"ls\0-l\0\0a b\0", false), "ls -l  a b Y");
        assert_eq!(one(&text, (0, 0), b"ls\0-l\0\0a b\0", true), "ls -l '' 'a b' Y");
        assert_eq!(one(&text, (3, 120), b"ls\0", false), "ls \\...+3 arguments, 120 bytes N");
        assert_eq!(one(&text, (1, 1), b"ls\0ab", false), "ls ab\\...+1 argument, 1 byte N");
        assert_eq!(one(&text, (7, 0), b"ls\0-l\0", false), "/bin/ls -l \\...+7 arguments N");
        assert_eq!(one(&text, (7, 9), b"", false), "/bin/ls \\...+7 arguments, 9 bytes N");
        assert_eq!(
            one(&args(false, true, Some("args,ok"), None), (7, 0), b"ls\0", false),
            "ls \\...+7 arguments,false"
        );
        assert_eq!(one(&json, (7, 0), b"ls\0", false), r#"{"args":["ls"],"args_missing":7,"args_missing_bytes":0}"#);
        assert_eq!(one(&json, (0, 0), b"", false), r#"{"args":[]}"#);
        assert_eq!(one(&json, (0, 0), b"\0", false), r#"{"args":[""]}"#);
        assert_eq!(one(&json, (0, 0), b"a\0\0b", false), r#"{"args":["a","","b"]}"#);
        assert_eq!(
            one(&json, (2, 9), b"a\0\xff\0", false),
            r#"{"args":["a","\\xff"],"args_b64":["YQ==","/w=="],"args_missing":2,"args_missing_bytes":9}"#
        );
    }

    #[test]
    fn a_field_that_there_is_not_is_told_with_those_there_are() {
        let wrong = args(false, false, Some("pid,speed"), None);
        let error = Table::new(FIELDS, &wrong, &[], &[]).expect_err("no such field").to_string();
        assert_eq!(
            error,
            "there is no field 'speed'; the fields are time, tid, ppid, uid, gid, parent_comm, container, pod, image, \
             cgroup, cgroup_id, netns, hostpid, hosttid, ktime_ns, pid, comm, err, flags, lat_ns, size_bytes, addr, path"
        );
        let counts = Table::of_counts(ARGS, &args(true, false, Some("tid"), None), &[]).expect_err("not about a task");
        assert_eq!(counts.to_string(), "there is no field 'tid'; the fields are time, args, ok");
    }

    #[test]
    fn hostile_bytes_stay_in_their_row_and_column() {
        let mut hostile = task();
        hostile.comm = *b"\x1b[35mevil\n\"x\0\0\0\0";
        let path: Vec<u8> = (1..=255).collect();
        for (json, csv) in [(false, false), (true, false), (false, true)] {
            let args = args(json, csv, None, None);
            let table = Table::new(FIELDS, &args, &[], &[]).expect("known");
            let sink = Sink::default();
            let mut output = Output::new(Box::new(sink.clone()), args.format(), Clock::new());
            output.row(&table, &Row { rest: &path, ..Row::of(&EVENT, &hostile) }).expect("written");
            output.flush().expect("written");
            let line = String::from_utf8(sink.0.lock().expect("not poisoned").clone()).expect("UTF-8");
            assert_eq!(line.matches('\n').count(), 1, "{line:?}");
            assert!(!line.trim_end_matches('\n').chars().any(escape::is_invisible), "{line:?}");
        }
    }

    #[test]
    fn nanoseconds_are_rounded_to_their_unit() {
        let show = |n, unit, decimals| {
            let mut out = Vec::new();
            nanos(n, unit, decimals, &mut out);
            String::from_utf8(out).expect("UTF-8")
        };
        assert_eq!(show(1_234_567, Unit::Millis, 2), "1.23");
        assert_eq!(show(1_995_000, Unit::Millis, 2), "2.00");
        assert_eq!(show(1_499, Unit::Micros, 0), "1");
        assert_eq!(show(1_500, Unit::Micros, 0), "2");
        assert_eq!(show(7, Unit::Nanos, 3), "7");
        assert_eq!(show(60_000_500_000, Unit::Seconds, 3), "60.001");
        assert_eq!(show(u64::MAX, Unit::Seconds, 9), "18446744073.709551615");
        assert_eq!(show(u64::MAX, Unit::Micros, 1), "18446744073709551.6");
    }

    #[test]
    fn the_last_line_sums_up() {
        let sink = Sink::default();
        let mut output = Output::new(Box::new(sink.clone()), Format::Json, Clock::new());
        output.lost(&[("ring", 3)]).expect("written");
        let one = |o: &mut json::Object<'_>, _: &mut Clock| {
            o.uint("n", 1);
        };
        output.object(true, one).expect("written");
        output.summary("tool", &[("ring", 3), ("map", 0), ("fault", 0)]).expect("written");
        output.flush().expect("written");
        let lines = String::from_utf8(sink.0.lock().expect("not poisoned").clone()).expect("UTF-8");
        let lines: Vec<Json> = lines.lines().map(|l| serde_json::from_str(l).expect("parses")).collect();
        assert_eq!(lines[0]["lost"]["ring"], 3);
        let summary = &lines[2]["summary"];
        assert_eq!((summary["tool"].as_str(), summary["rows"].as_u64()), (Some("tool"), Some(1)));
        assert!(summary["duration_ns"].is_u64() && summary["lost"]["fault"] == 0);
    }

    /// Takes three bytes at a time, and nothing every other time.
    struct Slow(Sink, bool);

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 { Err(io::ErrorKind::WouldBlock.into()) } else { self.0.write(bytes.get(..3).unwrap_or(bytes)) }
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_sink_that_takes_part_gets_the_rest_later_and_nothing_twice() {
        let sink = Sink::default();
        let mut output = Output::new(Box::new(Slow(sink.clone(), false)), Format::Text, Clock::new());
        output.line("0123456789").expect("buffered");
        let errors =
            std::iter::from_fn(|| output.flush().err()).inspect(|e| assert_eq!(e.kind(), io::ErrorKind::WouldBlock));
        assert_eq!(errors.count(), 4);
        assert_eq!(*sink.0.lock().expect("not poisoned"), b"0123456789\n");
    }

    #[test]
    fn what_is_the_same_in_all_rows_of_a_group_is_written_as_if_it_were_not_kept() {
        let named = |name: &str, pod: Option<&str>| {
            let pod = pod.map(|pod| Pod { name: Some(pod.into()), uid: "u".to_owned(), ..Pod::default() });
            Arc::new(Container { id: "1".to_owned(), name: Some(name.into()), pod, ..Container::default() })
        };
        let (web, db) = (named("w\"e\u{1b}b", Some("shop")), named("db", None));
        let rows = [(7, Some(&web)), (8, Some(&db)), (7, None), (u64::MAX, None)];
        for fields in
            [None, Some("+image,cgroup"), Some("container,pid,pod"), Some("pid,container"), Some("cgroup_id,pod,ktime")]
        {
            for args in [
                OutputArgs { json: true, ..OutputArgs::default() },
                OutputArgs { csv: true, ..OutputArgs::default() },
                OutputArgs::default(),
            ] {
                let args = OutputArgs { fields: fields.map(str::to_owned), ..args };
                let table = Table::new(FIELDS, &args, &["containers", "pod"], &[]).expect("fields that there are");
                let (sink, kept) = (Sink::default(), rows.map(|_| Kept::default()));
                let mut out = Output::new(Box::new(sink.clone()), args.format(), Clock::new());
                for ((cgroup_id, container), kept) in rows.iter().zip(&kept).chain(rows.iter().zip(&kept)) {
                    let task = Task { cgroup_id: *cgroup_id, ..task() };
                    let row = Row { container: *container, ..Row::of(&EVENT, &task) };
                    out.row(&table, &row).expect("a sink");
                    out.row(&table, &Row { kept: Some(kept), ..row }).expect("a sink");
                }
                out.flush().expect("a sink");
                let text = String::from_utf8(sink.0.lock().expect("not poisoned").clone()).expect("UTF-8");
                let lines: Vec<_> = text.lines().collect();
                assert_eq!(lines.len(), 4 * rows.len());
                assert!(lines.chunks(2).all(|pair| pair[0] == pair[1]), "{text}");
            }
        }
    }
}
