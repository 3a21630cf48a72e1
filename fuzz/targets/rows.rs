//! Rows of any bytes: one line each in every form, harmless; JSON parses and gives the exact bytes back, and so does CSV.
#![no_main]

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use libfuzzer_sys::fuzz_target;
use probebox::common::clock::{Clock, Style};
use probebox::common::escape;
use probebox::common::events::Task;
use probebox::common::field::{Field, Kind, Row, Value};
use probebox::common::output::{Output, OutputArgs, Table};
use serde_json::Value as Json;

const FIELDS: &[Field<u64>] = &[
    Field::new("PATH", 8, Kind::Text, "Path.", |r| Value::Text(r.rest)),
    Field::new("PART", 8, Kind::Text, "Path.", |r| Value::Cut { bytes: r.rest, missing: *r.event }),
    Field::new("ARGS", 8, Kind::Args, "Arguments.", |r| Value::Args {
        bytes: r.rest,
        program: None,
        missing_args: *r.event,
        missing_bytes: *r.event,
    }),
    Field::new("ERR", 3, Kind::Errno, "Error.", |r| (*r.event as i64).into()),
];

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// One form of rows, made once.
struct Form {
    table: Table<u64>,
    output: Output,
    sink: Sink,
}

impl Form {
    fn new(args: &OutputArgs, quote: bool) -> Self {
        let sink = Sink::default();
        let mut output = Output::new(Box::new(sink.clone()), args.format(), Clock::new());
        output.set_quote(quote);
        Form { table: Table::new(FIELDS, args, &[], &[Style::Iso]).unwrap(), output, sink }
    }

    /// The one line that a row becomes.
    fn render(&mut self, task: &Task, number: u64, rest: &[u8]) -> String {
        self.output.row(&self.table, &Row { rest, ..Row::of(&number, task) }).unwrap();
        self.output.flush().unwrap();
        let line = String::from_utf8(std::mem::take(&mut *self.sink.0.lock().unwrap())).unwrap();
        let line = line.strip_suffix('\n').unwrap().to_owned();
        assert!(!line.chars().any(char::is_control));
        line
    }
}

thread_local! {
    static FORMS: RefCell<[Form; 4]> = RefCell::new({
        let text = OutputArgs::default();
        let json = OutputArgs { json: true, ..OutputArgs::default() };
        let csv = OutputArgs { csv: true, fields: Some("comm,path".to_owned()), ..OutputArgs::default() };
        [Form::new(&json, false), Form::new(&csv, false), Form::new(&text, false), Form::new(&text, true)]
    });
}

/// What JSON says that the bytes under a key were.
fn exact(row: &Json, key: &str) -> Vec<u8> {
    match row.get(format!("{key}_b64")) {
        Some(exact) => STANDARD.decode(exact.as_str().unwrap()).unwrap(),
        None => row[key].as_str().unwrap().as_bytes().to_vec(),
    }
}

fn exact_args(row: &Json) -> Vec<Vec<u8>> {
    let decode = |arg: &Json| STANDARD.decode(arg.as_str().unwrap()).unwrap();
    match row.get("args_b64") {
        Some(exact) => exact.as_array().unwrap().iter().map(decode).collect(),
        None => row["args"].as_array().unwrap().iter().map(|arg| arg.as_str().unwrap().as_bytes().to_vec()).collect(),
    }
}

/// The cells of a line of CSV, by the letter of RFC 4180.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut rest = line;
    loop {
        let cell = cells.last_mut().unwrap();
        if let Some(mut quoted) = rest.strip_prefix('"') {
            loop {
                let (part, after) = quoted.split_once('"').unwrap();
                cell.push_str(part);
                rest = after;
                match after.strip_prefix('"') {
                    Some(more) => {
                        cell.push('"');
                        quoted = more;
                    }
                    None => break,
                }
            }
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            assert!(!rest[..end].contains('"'));
            cell.push_str(&rest[..end]);
            rest = &rest[end..];
        }
        match rest.strip_prefix(',') {
            Some(more) => {
                cells.push(String::new());
                rest = more;
            }
            None => break,
        }
    }
    assert!(rest.is_empty());
    cells
}

fn check([json, csv, text, quoted]: &mut [Form; 4], number: u64, comm: [u8; 16], rest: &[u8]) {
    let task = Task { ktime: number.rotate_left(17), comm, ..Task::default() };
    let comm: Vec<u8> = comm.into_iter().take_while(|&b| b != 0).collect();

    let row: Json = serde_json::from_str(&json.render(&task, number, rest)).unwrap();
    assert_eq!(exact(&row, "comm"), comm);
    assert_eq!(exact(&row, "path"), rest);
    assert_eq!(exact(&row, "part"), rest);
    assert_eq!(row.get("part_missing").and_then(Json::as_u64).unwrap_or(0), number);
    let mut args = exact_args(&row).join(&0);
    if rest.last() == Some(&0) {
        args.push(0);
    }
    assert_eq!(args, rest);

    let line = csv.render(&task, number, rest);
    let cells: Vec<_> = cells(&line).iter().map(|cell| escape::unescape(cell).unwrap()).collect();
    assert_eq!(cells, [comm.as_slice(), rest]);

    text.render(&task, number, rest);
    quoted.render(&task, number, rest);
}

// A number, a thread's name, and a string: what stands behind the first 24 bytes.
fuzz_target!(|input: &[u8]| {
    if let Some((number, rest)) = input.split_first_chunk::<8>()
        && let Some((comm, rest)) = rest.split_first_chunk::<16>()
    {
        FORMS.with_borrow_mut(|forms| check(forms, u64::from_le_bytes(*number), *comm, rest));
    }
});
