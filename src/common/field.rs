//! What a row is made of. A tool declares each of its columns once, as a [`Field`]; text, JSON, CSV, `--fields`, the man
//! page and the JSON Schema all read that declaration. [`Kind`] says what a value means, [`Value`] carries it.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use super::{
    containers::{Container, Pod},
    events::Task,
    output::Kept,
    probes,
    stack::Frame,
};

/// A value of one row. What its number means (time, size, errno …) is the field's [`Kind`].
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Not known or not applicable: `-` in text, `null` in JSON, empty in CSV.
    None,
    /// Could not be read from the traced process: `<fault>` in text, `null` in JSON, empty in CSV.
    Fault,
    /// Yes or no.
    Bool(bool),
    /// A number that may be negative.
    Int(i64),
    /// A number that is not.
    Uint(u64),
    /// Bytes that came from outside.
    Text(&'a [u8]),
    /// Bytes that came from outside, of which `missing` more were cut off at the end.
    Cut {
        /// What is there.
        bytes: &'a [u8],
        /// How many bytes more there were.
        missing: u64,
    },
    /// An argument vector: each argument ends in NUL, but for a last one that was cut.
    Args {
        /// The arguments that are there.
        bytes: &'a [u8],
        /// What text shows in the place of the first.
        program: Option<&'a [u8]>,
        /// How many arguments are not, or not whole.
        missing_args: u64,
        /// How many bytes are not, terminators counted.
        missing_bytes: u64,
    },
    /// A word of ours: a state, a protocol, names of flags. Never bytes from outside.
    Name(Cow<'a, str>),
    /// Several numbers.
    Numbers(&'a [u64]),
    /// An address.
    Addr(IpAddr),
    /// A stack, innermost frame first.
    Stack(&'a [Frame]),
    /// A container.
    Container(&'a Container),
    /// The pod that it belongs to.
    Pod(&'a Pod),
}

/// What the values of a field mean, and so how each output writes them and what JSON's key ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// [`Value::Bool`]: `Y` or `N` in text.
    Bool,
    /// [`Value::Int`].
    Int,
    /// [`Value::Uint`].
    Uint,
    /// [`Value::Uint`], `0x…` in text.
    Hex,
    /// [`Value::Uint`], octal with at least so many digits in text.
    Octal(u8),
    /// [`Value::Text`] or [`Value::Cut`]. JSON adds `KEY_b64` when it is not UTF-8, `KEY_missing` when it was cut.
    Text,
    /// [`Value::Args`]. JSON: an array, and `KEY_b64`, `KEY_missing`, `KEY_missing_bytes` as they are needed.
    Args,
    /// [`Value::Name`].
    Name,
    /// [`Value::Int`]: a positive errno, 0 for none. JSON writes the number and, under `error`, the name or null.
    Errno,
    /// [`Value::Numbers`]: `0x…` each in text and CSV, an array in JSON.
    Hexes,
    /// [`Value::Addr`].
    Addr,
    /// [`Value::Uint`]: nanoseconds; text shows them in the unit with so many decimals, JSON's key ends in `_ns`.
    Nanos(Unit, u8),
    /// [`Value::Uint`]: bytes; JSON's key ends in `_bytes`.
    Size,
    /// [`Value::Uint`]: bytes, which text shows in units of 1024 with two decimals; JSON's key ends in `_bytes`.
    Kib,
    /// The same in whole units.
    WholeKib,
    /// [`Value::Uint`]: thousandths, which text shows as percent; JSON's key ends in `_permille`.
    Permille,
    /// [`Value::Uint`]: the kernel's boot-time clock in ns; JSON writes RFC 3339.
    Time,
    /// [`Value::Container`]: its name, or the beginning of its id, in text and CSV; an object in JSON, which has no key
    /// where there is none.
    Container,
    /// [`Value::Pod`]: `NAMESPACE/NAME`, or its uid, in text and CSV; an object in JSON, as of [`Kind::Container`].
    Pod,
    /// [`Value::Stack`]: in text a line each below the row, in JSON an array of objects, in CSV names with semicolons
    /// between them, outermost first. Shown only when it is asked for, in every form.
    Stack,
}

/// The unit in which text shows a [`Kind::Nanos`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// ns
    Nanos,
    /// us
    Micros,
    /// ms
    Millis,
    /// s
    Seconds,
}

impl Unit {
    /// How many nanoseconds the unit has.
    #[must_use]
    pub const fn nanos(self) -> u64 {
        match self {
            Unit::Nanos => 1,
            Unit::Micros => 1_000,
            Unit::Millis => 1_000_000,
            Unit::Seconds => 1_000_000_000,
        }
    }
}

/// When a field is shown without being named by `--fields`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// In every output.
    Always,
    /// In JSON and CSV; in text when this option (its long name) is given.
    With(&'static str),
    /// The same, when this option is given, which comes with the field and not with the tool.
    Flag(&'static Flag),
    /// The same, when one of these is given.
    WithAny(&'static [&'static str]),
    /// In JSON and CSV; in text only by `--fields`.
    Machine,
    /// In JSON and CSV; in text behind the row, without a header, and only where it says something.
    Note,
    /// In JSON, and there only of what is in a container; in text and CSV when one of these options is given.
    Contained(&'static [&'static str]),
    /// In text; elsewhere only by `--fields`.
    Text,
    /// Only by `--fields`.
    Asked,
}

/// All about a field but the way to its value: what documents and schemas are made from.
#[derive(Clone, Copy, Debug)]
pub struct FieldDoc {
    /// Column header.
    pub name: &'static str,
    /// Least width of the column in text.
    pub width: usize,
    /// What its values mean.
    pub kind: Kind,
    /// One sentence for the reader of the man page.
    pub doc: &'static str,
    /// Aligned to the right.
    pub right: bool,
    /// When it is shown.
    pub show: Show,
    /// It tells rows apart, so it says nothing where several are told together.
    pub apart: bool,
    /// It is about the whole machine, so it says nothing of a part.
    pub whole: bool,
    /// It is the same in all rows of a cgroup and its container.
    pub of_group: bool,
    key: Option<&'static str>,
}

/// An option that shows a field in text. Every tool that has the field has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Its letter.
    pub short: char,
    /// Its long name.
    pub long: &'static str,
    /// What it does, for the help.
    pub help: &'static str,
}

impl FieldDoc {
    /// The key in JSON and the header in CSV: the name in `snake_case` without its unit, then `_ns` or `_bytes`.
    #[must_use]
    pub fn key(&self) -> String {
        let mut key = self.key.map_or_else(|| snake_case(self.name), str::to_owned);
        let suffix = match self.kind {
            Kind::Nanos(..) => "_ns",
            Kind::Size | Kind::Kib | Kind::WholeKib => "_bytes",
            Kind::Permille => "_permille",
            _ => "",
        };
        if !key.ends_with(suffix.trim_start_matches('_')) {
            key.push_str(suffix);
        }
        key
    }

    /// Whether `word` names this field: its header or its key, in any case.
    #[must_use]
    pub fn is_called(&self, word: &str) -> bool {
        self.name.eq_ignore_ascii_case(word) || self.key().eq_ignore_ascii_case(word)
    }
}

/// `LAT(us)` → `lat`, `HIT%` → `hit_pct`, `READ/s` → `read_per_s`, `OLD-STATE` → `old_state`.
fn snake_case(name: &str) -> String {
    let bare = match (name.find('('), name.ends_with(')')) {
        (Some(open), true) => name.get(..open).unwrap_or(name),
        _ => name,
    };
    let mut key = String::with_capacity(bare.len());
    for c in bare.chars() {
        match c {
            '%' => key.push_str("_pct"),
            '/' => key.push_str("_per_"),
            c if c.is_ascii_alphanumeric() => key.push(c.to_ascii_lowercase()),
            _ if key.is_empty() || key.ends_with('_') => {}
            _ => key.push('_'),
        }
    }
    key.trim_matches('_').to_owned()
}

/// One event on its way to a row.
#[derive(Debug)]
pub struct Row<'a, T> {
    /// The fixed part of the record.
    pub event: &'a T,
    /// What followed it: strings of variable length.
    pub rest: &'a [u8],
    /// Who did it, and when.
    pub task: &'a Task,
    /// Where in its code, innermost first; empty unless the tool says where its records have stacks.
    pub stack: &'a [Frame],
    /// What is numbered in the event is called so.
    pub names: &'a [String],
    /// What a tool has made of the record, with what it knows besides; empty if it makes nothing.
    pub rendered: &'a str,
    /// The container of the task.
    pub container: Option<&'a Arc<Container>>,
    /// What the table keeps that rows of this group are written to, if they are all written to one.
    pub kept: Option<&'a Kept>,
}

impl<'a, T> Row<'a, T> {
    /// A row of nothing but this.
    #[must_use]
    pub fn of(event: &'a T, task: &'a Task) -> Self {
        Row { event, rest: &[], task, stack: &[], names: &[], rendered: "", container: None, kept: None }
    }

    /// What a number in the event is called.
    #[must_use]
    pub fn named(&self, id: u64) -> Value<'a> {
        probes::name_of(self.names, id)
    }
}

/// How a field finds its value.
pub type Get<T> = for<'r> fn(&Row<'r, T>) -> Value<'r>;

/// One column of a tool's rows.
pub struct Field<T> {
    /// What is known of it without an event.
    pub doc: FieldDoc,
    /// Its value in a row.
    pub get: Get<T>,
}

// Derived, these would ask the same of `T`.
impl<T> Clone for Field<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Field<T> {}
impl<T> fmt::Debug for Field<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.doc.fmt(f)
    }
}

/// Stands for an option where containers are chosen and there are pods.
pub const PODS: &str = "kubernetes";

impl<T> Field<T> {
    /// A field that is always shown, aligned to the left. Where one of the methods below follows, the compiler must know
    /// `T` beforehand: begin the tool's table with `type F = Field<Event>;` and write `F::new(…)`.
    pub const fn new(name: &'static str, width: usize, kind: Kind, doc: &'static str, get: Get<T>) -> Self {
        Field {
            doc: FieldDoc {
                name,
                width,
                kind,
                doc,
                right: false,
                show: Show::Always,
                apart: false,
                whole: false,
                of_group: false,
                key: None,
            },
            get,
        }
    }

    /// Aligned to the right.
    #[must_use]
    pub const fn right(mut self) -> Self {
        self.doc.right = true;
        self
    }

    /// It tells rows apart: where several of them are told together, it is shown only if they are told by it.
    #[must_use]
    pub const fn apart(mut self) -> Self {
        self.doc.apart = true;
        self
    }

    /// It is about the whole machine: where rows are told together by something, it is not shown.
    #[must_use]
    pub const fn whole(mut self) -> Self {
        self.doc.whole = true;
        self
    }

    /// The same in all rows of a cgroup and its container, so that it is written once.
    #[must_use]
    pub const fn of_group(mut self) -> Self {
        self.doc.of_group = true;
        self
    }

    /// Shown always, whatever was said before.
    #[must_use]
    pub const fn always(mut self) -> Self {
        self.doc.show = Show::Always;
        self
    }

    /// In text only when the option with this long name is given.
    #[must_use]
    pub const fn with(mut self, option: &'static str) -> Self {
        self.doc.show = Show::With(option);
        self
    }

    /// In text only with this option, which every tool has that has the field.
    #[must_use]
    pub const fn with_flag(mut self, flag: &'static Flag) -> Self {
        self.doc.show = Show::Flag(flag);
        self
    }

    /// In text only when an option with one of these long names is given.
    #[must_use]
    pub const fn with_any(mut self, options: &'static [&'static str]) -> Self {
        self.doc.show = Show::WithAny(options);
        self
    }

    /// In JSON and CSV, but in text only by `--fields`.
    #[must_use]
    pub const fn machine(mut self) -> Self {
        self.doc.show = Show::Machine;
        self
    }

    /// In JSON and CSV; in text behind the row and without a header, where it is neither none nor 0. For what is out of
    /// the ordinary about a few rows of a table whose columns are given.
    #[must_use]
    pub const fn note(mut self) -> Self {
        self.doc.show = Show::Note;
        self
    }

    /// In text, for what JSON and CSV have in other fields.
    #[must_use]
    pub const fn text_only(mut self) -> Self {
        self.doc.show = Show::Text;
        self
    }

    /// In JSON of what is in a container; in text and CSV when an option with one of these long names is given.
    #[must_use]
    pub const fn contained(mut self, options: &'static [&'static str]) -> Self {
        self.doc.show = Show::Contained(options);
        self
    }

    /// Only by `--fields`.
    #[must_use]
    pub const fn hidden(mut self) -> Self {
        self.doc.show = Show::Asked;
        self
    }

    /// Described otherwise: what is the same of all tools says something of its own in this one.
    #[must_use]
    pub const fn described(mut self, doc: &'static str) -> Self {
        self.doc.doc = doc;
        self
    }

    /// Another key than the one that follows from the name (`_ns` and `_bytes` are still added).
    #[must_use]
    pub const fn key(mut self, key: &'static str) -> Self {
        self.doc.key = Some(key);
        self
    }

    /// Fields that every event has: each tool can show them and need not declare them.
    pub const COMMON: [Self; 17] = [
        Field::new("TIME", 8, Kind::Time, "When it happened.", |r| r.task.ktime.into()).machine(),
        Field::new("PID", 7, Kind::Uint, "Process.", |r| r.task.pid.into()).machine(),
        Field::new("TID", 7, Kind::Uint, "Thread.", |r| r.task.tid.into()).machine(),
        Field::new("PPID", 7, Kind::Uint, "Parent process.", |r| r.task.ppid.into()).machine(),
        Field::new("UID", 6, Kind::Uint, "User.", |r| r.task.uid.into()).machine(),
        Field::new("GID", 6, Kind::Uint, "Group.", |r| r.task.gid.into()).hidden(),
        Field::new("COMM", 16, Kind::Text, "Name of the thread.", |r| Value::text(&r.task.comm)).machine(),
        Field::new("PARENT", 16, Kind::Text, "Name of the parent process.", |r| Value::text(&r.task.parent_comm))
            .key("parent_comm")
            .hidden(),
        Field::new("CONTAINER", 16, Kind::Container, "Name of the container, or the beginning of its id.", |r| {
            r.container.map_or(Value::None, |container| Value::Container(container))
        })
        .of_group()
        .contained(&["containers", "container", "pod", "host", "cgroup", "netns", "mntns"]),
        Field::new("POD", 24, Kind::Pod, "Pod that the container belongs to.", |r| {
            r.container.and_then(|container| container.pod.as_ref()).map_or(Value::None, Value::Pod)
        })
        .of_group()
        .contained(&["pod", PODS]),
        Field::new("IMAGE", 24, Kind::Text, "Image that the container was made from.", |r| {
            r.container.and_then(|container| container.image.as_deref()).map_or(Value::None, Value::Text)
        })
        .of_group()
        .hidden(),
        Field::new("CGROUP", 10, Kind::Uint, "Id of the cgroup.", |r| r.task.cgroup_id.into()).of_group().hidden(),
        Field::new("CGROUP_ID", 10, Kind::Uint, "Id of the cgroup, of what is in a container.", |r| {
            r.container.map(|_| r.task.cgroup_id).into()
        })
        .of_group()
        .contained(&[]),
        Field::new("NETNS", 10, Kind::Uint, "Inode number of the network namespace.", |r| r.task.netns.into()).hidden(),
        Field::new("HOSTPID", 8, Kind::Uint, "Process, as the first PID namespace numbers it.", |r| {
            r.task.host_pid.into()
        })
        .hidden(),
        Field::new("HOSTTID", 8, Kind::Uint, "Thread, as the first PID namespace numbers it.", |r| {
            r.task.host_tid.into()
        })
        .hidden(),
        Field::new("KTIME", 16, Kind::Nanos(Unit::Nanos, 0), "When it happened, since boot.", |r| r.task.ktime.into())
            .hidden(),
    ];

    /// Who the process belongs to, in a column so wide, with an option that shows it.
    #[must_use]
    pub const fn uid(width: usize) -> Self {
        const SHOWS: Flag = Flag { short: 'U', long: "print-uid", help: "Show the user" };
        Field::new("UID", width, Kind::Uint, "User.", |r| r.task.uid.into()).with_flag(&SHOWS)
    }

    /// Those of them that a row of sums has which are one process's: time, container, pod, image and cgroup.
    pub const OWNED: [Self; 6] = {
        let [time, _, _, _, _, _, _, _, container, pod, image, cgroup, cgroup_id, ..] = Self::COMMON;
        [time, container, pod, image, cgroup, cgroup_id]
    };
}

impl<'a> Value<'a> {
    /// The bytes before the first NUL of a fixed-size string.
    #[must_use]
    pub fn text(bytes: &'a [u8]) -> Self {
        Value::Text(until_nul(bytes))
    }

    /// The first `most` of `count` arguments which took `size` bytes and of which `bytes` are there; in text the first
    /// is shown as `program`.
    #[must_use]
    pub fn args(bytes: &'a [u8], program: Option<&'a [u8]>, count: u32, size: u32, most: u32) -> Self {
        let mut ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == 0).map(|(at, _)| at + 1);
        let mut whole = 0;
        let end = ends.by_ref().inspect(|_| whole += 1).nth(most.saturating_sub(1) as usize).unwrap_or(bytes.len());
        let bytes = bytes.get(..end).unwrap_or(bytes);
        let missing_bytes = u64::from(size).saturating_sub(bytes.len() as u64);
        Value::Args { bytes, program, missing_args: u64::from(count).saturating_sub(whole), missing_bytes }
    }
}

/// How much `part` is of `whole`, if that is `full`: 100 for percent, 1000 for permille. None of nothing.
#[must_use]
pub fn share(part: u64, whole: u64, full: u64) -> Value<'static> {
    let share = (u128::from(part) * u128::from(full)).checked_div(whole.into());
    share.map(|share| u64::try_from(share).unwrap_or(u64::MAX)).into()
}

/// The bytes before the first NUL, or all of them.
#[must_use]
pub fn until_nul(bytes: &[u8]) -> &[u8] {
    bytes.split(|&b| b == 0).next().unwrap_or(bytes)
}

impl From<bool> for Value<'_> {
    fn from(v: bool) -> Self {
        Value::Bool(v)
    }
}
impl From<i32> for Value<'_> {
    fn from(v: i32) -> Self {
        Value::Int(v.into())
    }
}
impl From<i64> for Value<'_> {
    fn from(v: i64) -> Self {
        Value::Int(v)
    }
}
impl From<u8> for Value<'_> {
    fn from(v: u8) -> Self {
        Value::Uint(v.into())
    }
}
impl From<u16> for Value<'_> {
    fn from(v: u16) -> Self {
        Value::Uint(v.into())
    }
}
impl From<u32> for Value<'_> {
    fn from(v: u32) -> Self {
        Value::Uint(v.into())
    }
}
impl From<u64> for Value<'_> {
    fn from(v: u64) -> Self {
        Value::Uint(v)
    }
}
impl From<&'static str> for Value<'_> {
    fn from(v: &'static str) -> Self {
        Value::Name(Cow::Borrowed(v))
    }
}
impl From<String> for Value<'_> {
    fn from(v: String) -> Self {
        Value::Name(Cow::Owned(v))
    }
}
impl From<IpAddr> for Value<'_> {
    fn from(v: IpAddr) -> Self {
        Value::Addr(v)
    }
}
impl<'a, V: Into<Value<'a>>> From<Option<V>> for Value<'a> {
    fn from(v: Option<V>) -> Self {
        v.map_or(Value::None, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_snake_case_without_units() {
        for (name, key) in [
            ("PID", "pid"),
            ("LAT(us)", "lat"),
            ("TIME(s)", "time"),
            ("HIT%", "hit_pct"),
            ("READ/s", "read_per_s"),
            ("PREV COMM", "prev_comm"),
            ("OLD-STATE", "old_state"),
            ("-> NEW", "new"),
        ] {
            assert_eq!(snake_case(name), key);
        }
        let lat: Field<()> = Field::new("LAT(ms)", 8, Kind::Nanos(Unit::Millis, 2), "", |_| Value::None);
        assert_eq!(lat.doc.key(), "lat_ns");
        let size: Field<()> = Field::new("BYTES", 8, Kind::Size, "", |_| Value::None);
        assert_eq!(size.doc.key(), "bytes");
        assert_eq!(size.key("size").doc.key(), "size_bytes");
        assert!(lat.doc.is_called("lat_ns") && lat.doc.is_called("Lat(MS)") && !lat.doc.is_called("lat"));
    }

    #[test]
    fn arguments_are_counted_against_what_there_was() {
        let missing = |bytes, count, size, most| match Value::args(bytes, None, count, size, most) {
            Value::Args { bytes, missing_args, missing_bytes, .. } => (bytes.len(), missing_args, missing_bytes),
            other => panic!("{other:?}"),
        };
        assert_eq!(missing(b"a\0bc\0", 2, 5, u32::MAX), (5, 0, 0));
        assert_eq!(missing(b"a\0bc\0", 2, 5, 2), (5, 0, 0));
        assert_eq!(missing(b"a\0bc\0", 2, 5, 1), (2, 1, 3));
        assert_eq!(missing(b"a\0b", 4, 10, u32::MAX), (3, 3, 7));
        assert_eq!(missing(b"", 1, 0, u32::MAX), (0, 1, 0));
    }

    #[test]
    fn fixed_strings_end_at_their_nul() {
        assert_eq!(until_nul(b"ab\0cd"), b"ab");
        assert_eq!(until_nul(b"abcd"), b"abcd");
        assert_eq!(until_nul(b""), b"");
    }
}
