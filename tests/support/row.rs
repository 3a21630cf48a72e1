//! What a tool told in JSON, and what the workload says that it did.

use std::collections::BTreeMap;
use std::fmt::{self, Debug};
use std::str::FromStr;

use base64::Engine;
use serde_json::Value;

use super::Finished;

/// One object of a tool's output.
#[derive(Clone, Debug)]
pub struct Row(pub Value);

impl Row {
    pub fn has(&self, key: &str) -> bool {
        self.0.get(key).is_some()
    }

    pub fn get(&self, key: &str) -> &Value {
        self.0.get(key).unwrap_or_else(|| panic!("no `{key}` in {}", self.0))
    }

    pub fn number(&self, key: &str) -> i64 {
        self.get(key).as_i64().unwrap_or_else(|| panic!("`{key}` is no integer in {}", self.0))
    }

    pub fn text(&self, key: &str) -> &str {
        self.get(key).as_str().unwrap_or_else(|| panic!("`{key}` is no string in {}", self.0))
    }

    /// The true bytes of a name: those of `KEY_b64` if there are any.
    pub fn bytes(&self, key: &str) -> Vec<u8> {
        match self.0.get(format!("{key}_b64")) {
            Some(Value::String(text)) => {
                base64::engine::general_purpose::STANDARD.decode(text).unwrap_or_else(|e| panic!("{e} in {}", self.0))
            }
            Some(other) => panic!("{other} is no base64"),
            None => self.text(key).as_bytes().to_vec(),
        }
    }

    /// The true bytes of a list of names: `KEY_b64` holds those of each item that is no UTF-8, and null for others.
    pub fn list_of_bytes(&self, key: &str) -> Vec<Vec<u8>> {
        let exact = self.0.get(format!("{key}_b64")).and_then(Value::as_array);
        let decode = |text: &str| base64::engine::general_purpose::STANDARD.decode(text).expect("base64");
        let item = |(at, text): (usize, String)| match exact.and_then(|list| list.get(at)).and_then(Value::as_str) {
            Some(text) => decode(text),
            None => text.into_bytes(),
        };
        self.texts(key).into_iter().enumerate().map(item).collect()
    }

    pub fn texts(&self, key: &str) -> Vec<String> {
        let list = self.get(key).as_array().unwrap_or_else(|| panic!("`{key}` is no array in {}", self.0));
        list.iter().map(|item| item.as_str().unwrap_or_else(|| panic!("{item} is no string")).to_owned()).collect()
    }
}

/// The whole output of a tool with `--json`: rows, then the summary.
pub struct Output {
    pub rows: Vec<Row>,
    pub summary: Row,
    pub finished: Finished,
}

impl Output {
    /// Reads the output of a tool that must have ended well; every line must be an object, and the last the summary.
    pub fn new(finished: Finished) -> Self {
        assert_eq!(finished.code(), 0, "{finished}");
        Self::of_any_status(finished)
    }

    pub fn of_any_status(finished: Finished) -> Self {
        let mut rows: Vec<Row> = finished
            .stdout()
            .lines()
            .map(|line| Row(serde_json::from_str(line).unwrap_or_else(|e| panic!("{e} in `{line}`: {finished}"))))
            .collect();
        // Losses are told while they happen, too; the summary has them all.
        rows.retain(|row| row.0.as_object().is_none_or(|row| !(row.len() == 1 && row.contains_key("lost"))));
        let last = rows.pop().unwrap_or_else(|| panic!("no output: {finished}"));
        let summary = Row(last.get("summary").clone());
        assert_eq!(summary.number("rows"), rows.len() as i64, "the summary counts other rows: {finished}");
        Self { rows, summary, finished }
    }

    /// Rows for which `wanted` holds.
    pub fn rows_where(&self, wanted: impl Fn(&Row) -> bool) -> Vec<&Row> {
        self.rows.iter().filter(|row| wanted(row)).collect()
    }

    /// The only row for which `wanted` holds.
    pub fn only(&self, wanted: impl Fn(&Row) -> bool) -> &Row {
        match self.rows_where(wanted)[..] {
            [row] => row,
            ref rows => panic!("{} rows where one is wanted: {self}", rows.len()),
        }
    }

    pub fn lost(&self, cause: &str) -> i64 {
        Row(self.summary.get("lost").clone()).number(cause)
    }

    /// Nothing that was to be told is missing. What the kernel skipped (`missed`) may have been anybody's: where programs
    /// are preempted, another process's event is skipped at times. That none of the wanted ones was, the rows show.
    pub fn assert_nothing_lost(&self) {
        for (cause, count) in self.summary.get("lost").as_object().expect("an object") {
            assert!(cause == "missed" || count.as_i64() == Some(0), "lost {cause}: {self}");
        }
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.finished.fmt(f)
    }
}

/// What the workload said: lines of a word and `key=value`.
pub struct Did {
    lines: Vec<(String, BTreeMap<String, String>)>,
}

impl Did {
    pub fn new(stdout: &[u8]) -> Self {
        let text = String::from_utf8_lossy(stdout);
        let line = |line: &str| {
            let word = line.split_whitespace().next().unwrap_or_default().to_owned();
            let pairs = line.split_whitespace().filter_map(|part| part.split_once('='));
            (word, pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
        };
        Self { lines: text.lines().map(line).collect() }
    }

    /// Every value of a key, in order.
    pub fn all<T: FromStr<Err: Debug>>(&self, key: &str) -> Vec<T> {
        let values = self.lines.iter().filter_map(|(_, pairs)| pairs.get(key));
        values.map(|value| value.parse().unwrap_or_else(|e| panic!("{key}={value}: {e:?}"))).collect()
    }

    /// The value of a key in the one line that has it.
    pub fn one<T: FromStr<Err: Debug>>(&self, key: &str) -> T {
        let mut all = self.all(key);
        assert_eq!(all.len(), 1, "`{key}` in {:?}", self.lines);
        all.remove(0)
    }

    /// The value of a key in the one line that begins with a word.
    pub fn of<T: FromStr<Err: Debug>>(&self, word: &str, key: &str) -> T {
        Self { lines: self.lines.iter().filter(|line| line.0 == word).cloned().collect() }.one(key)
    }
}
