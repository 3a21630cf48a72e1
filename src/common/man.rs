//! Manual pages, from the command line's own declaration and the fields of the rows.

use std::fmt::{Display, Write};

use clap::{Arg, Command};

use super::field::{Flag, Kind, PODS, Show};
use super::rows::Records;
use super::screen::keys_of;

/// What every tool's page ends with.
const EXIT_STATUS: &[(&str, &str)] = &[
    (
        "0",
        "Tracing ended as it should: after INT, TERM or HUP, the duration, the command, or with the reader of its output.",
    ),
    ("1", "Tracing failed, or with --fail-on-loss something was lost."),
    ("2", "The command line was wrong."),
];
const NOTES: &[&str] = &[
    "Names, paths and arguments are chosen by what is traced. In text and CSV their control characters, invisible \
     characters, bytes that are not UTF-8 and backslashes are written \\n, \\t, \\r, \\xNN, \\u{NNNN} and \\\\; where \
     something was cut off, \\... and what is missing follow.",
    "JSON has one object a line. Durations and times are integers in nanoseconds and end in _ns, sizes end in _bytes, \
     time is RFC 3339 with nanoseconds and offset. Bytes that are not UTF-8 stand in base64 under KEY_b64 as well. The \
     last line is a summary: the tool, how long it traced, how many rows it wrote and how much was lost, by cause.",
    "Events that could not be shown are counted and told on standard error. CSV has JSON's keys and numbers, and lines \
     that end in LF.",
];

const INDEX_STATUS: &[(&str, &str)] = &[
    ("0", "It worked."),
    ("1", "It failed; for doctor, a tool does not work; for containers, their names could not be read."),
    ("2", "The command line was wrong."),
];

/// The manual page of a tool, in roff: `command` is its complete command line.
#[must_use]
pub fn page(command: &Command, tables: &[&dyn Records], examples: &[(&str, &str)]) -> String {
    let mut page = Page::begin(command);
    options(&mut page, &built(command));
    for table in tables {
        fields(&mut page, *table);
    }
    let keys = keys_of(command);
    if !keys.is_empty() {
        page.macro_line(&["SH", "KEYS"]);
        page.paragraphs("On a terminal the table is drawn, and changed by keys.");
        for (key, what) in keys {
            page.item(&bold(key), &sentence(&upper_first(what)));
        }
    }
    if !examples.is_empty() {
        page.macro_line(&["SH", "EXAMPLES"]);
        for (line, what) in examples {
            page.item(&bold(line), &sentence(&upper_first(what)));
        }
    }
    exit_status(&mut page, EXIT_STATUS);
    page.macro_line(&["SH", "NOTES"]);
    page.paragraphs(&NOTES.join("\n\n"));
    page.see_also(&["probebox"]);
    page.out
}

/// The manual page of the binary, in roff: `command` is its own command line, `tools` all tools by subject, each with
/// what it does.
#[must_use]
pub fn index<S: Display>(command: &Command, tools: &[(S, Vec<(&str, String)>)]) -> String {
    let mut page = Page::begin(command);
    page.macro_line(&["SH", "TOOLS"]);
    for (subject, tools) in tools {
        page.macro_line(&["SS", &subject.to_string()]);
        for (name, about) in tools {
            page.item(&bold(name), &sentence(about));
        }
    }
    page.macro_line(&["SH", "COMMANDS"]);
    for command in built(command).get_subcommands().filter(|command| !command.is_hide_set()) {
        page.item(&synopsis(command), &sentence(&command.get_about().map(ToString::to_string).unwrap_or_default()));
        let arguments: Vec<_> = command.get_arguments().filter(|arg| arg.get_id() != "help").collect();
        if !arguments.is_empty() {
            page.out.push_str(".RS\n");
            for arg in arguments {
                page.item(&tag(arg), &explanation(arg));
            }
            page.out.push_str(".RE\n");
        }
    }
    exit_status(&mut page, INDEX_STATUS);
    page.see_also(&tools.iter().flat_map(|(_, tools)| tools.iter().map(|(name, _)| *name)).collect::<Vec<_>>());
    page.out
}

/// A command whose own flags and inherited settings are in place.
fn built(command: &Command) -> Command {
    let mut command = command.clone();
    command.build();
    command
}

fn exit_status(page: &mut Page, statuses: &[(&str, &str)]) {
    page.macro_line(&["SH", "EXIT STATUS"]);
    for (status, meaning) in statuses {
        page.item(&bold(status), meaning);
    }
}

fn synopsis(command: &Command) -> String {
    let mut line = bold(command.get_name());
    if command.has_subcommands() {
        let _ = write!(line, " {} [{}]...", italic("TOOL"), italic("OPTION"));
        return line
            + "\n.br\n"
            + &bold(command.get_name())
            + " "
            + &italic("COMMAND")
            + " ["
            + &italic("OPTION")
            + "]...";
    }
    if command.get_arguments().any(|arg| !arg.is_positional() && arg.get_id() != "help") {
        let _ = write!(line, " [{}]...", italic("OPTION"));
    }
    let mut open = 0;
    for arg in command.get_positionals().filter(|arg| !arg.is_hide_set()) {
        let name = italic(&value_names(arg));
        let many = if arg.get_num_args().is_some_and(|range| range.max_values() > 1) { "..." } else { "" };
        if arg.is_last_set() {
            let _ = write!(line, "{} [{} {name}{many}]", "]".repeat(open), bold("--"));
            open = 0;
        } else if arg.is_required_set() {
            let _ = write!(line, " {name}{many}");
        } else {
            let _ = write!(line, " [{name}{many}");
            open += 1;
        }
    }
    line + &"]".repeat(open)
}

/// Those without a heading first, then by heading, in the order in which they are declared.
fn options(page: &mut Page, command: &Command) {
    let shown = || command.get_arguments().filter(|arg| !arg.is_hide_set());
    // clap gives a positional argument the heading that happens to be in force where it is declared.
    let heading_of = |arg: &&Arg| if arg.is_positional() { None } else { arg.get_help_heading().map(str::to_owned) };
    let mut headings = vec![None];
    for heading in shown().map(|arg| heading_of(&arg)) {
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    page.macro_line(&["SH", "OPTIONS"]);
    for heading in headings {
        if let Some(heading) = &heading {
            page.macro_line(&["SS", heading]);
        }
        for arg in shown().filter(|arg| heading_of(arg) == heading) {
            page.item(&tag(arg), &explanation(arg));
        }
    }
}

/// `-p, --pid LIST`, or a positional argument's name.
fn tag(arg: &Arg) -> String {
    let mut tag = String::new();
    if let Some(short) = arg.get_short() {
        tag += &bold(&format!("-{short}"));
    }
    if let Some(long) = arg.get_long() {
        tag += if tag.is_empty() { "" } else { ", " };
        tag += &bold(&format!("--{long}"));
    }
    if arg.is_positional() || arg.get_action().takes_values() {
        tag += if tag.is_empty() { "" } else { " " };
        tag += &italic(&value_names(arg));
    }
    tag
}

fn value_names(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    if names.is_empty() { arg.get_id().as_str().to_uppercase() } else { names.join(" ") }
}

fn explanation(arg: &Arg) -> String {
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let mut text = sentence(&help);
    let values: Vec<_> = arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set()).collect();
    if arg.get_action().takes_values() && !values.is_empty() && !arg.is_hide_possible_values_set() {
        let values = values.iter().map(|value| match value.get_help() {
            Some(help) => format!("{} ({})", value.get_name(), lower_first(&help.to_string())),
            None => value.get_name().to_owned(),
        });
        let _ = write!(text, " One of: {}.", values.collect::<Vec<_>>().join(", "));
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if arg.get_action().takes_values() && !defaults.is_empty() && !arg.is_hide_default_value_set() {
        let _ = write!(text, " Default: {}.", defaults.join(" "));
    }
    text
}

/// Which options show a field; stacks are in no form of output without.
fn with(options: &[&str], kind: Kind) -> String {
    let when = if kind == Kind::Stack { "With" } else { "In text with" };
    format!(" {when} --{}.", options.join(" or --"))
}

fn fields(page: &mut Page, table: &dyn Records) {
    page.macro_line(&["SH", if table.are_counts() { "FIELDS OF COUNTS" } else { "FIELDS" }]);
    page.paragraphs("Columns of the text; the key in JSON and CSV follows. --fields takes either name, in any case.");
    for doc in table.docs() {
        let (key, also) = (doc.key(), if doc.kind == Kind::Errno { ", with the error's name beside it" } else { "" });
        let shown = match doc.show {
            Show::Always => String::new(),
            Show::With(option) | Show::Flag(&Flag { long: option, .. }) => with(&[option], doc.kind),
            Show::WithAny(options) => with(options, doc.kind),
            Show::Machine if doc.kind == Kind::Time => " In text with --time.".to_owned(),
            Show::Machine => " In text by --fields only.".to_owned(),
            Show::Contained([]) => " In JSON.".to_owned(),
            Show::Contained([option, pods]) if *pods == PODS => {
                format!(" In JSON; in text with --{option}, and where containers are chosen and any is in a pod.")
            }
            Show::Contained(options) => format!(" In JSON;{}", with(options, doc.kind).to_lowercase()),
            Show::Note => " In text behind the row, if it is not 0.".to_owned(),
            Show::Text => " In text; elsewhere by --fields only.".to_owned(),
            Show::Asked => " By --fields only.".to_owned(),
        };
        page.item(&bold(doc.name), &format!("{} Key: {key}{also}.{shown}", doc.doc));
    }
}

/// roff in the making.
#[derive(Default)]
struct Page {
    out: String,
}

impl Page {
    /// Title, name, synopsis and description.
    fn begin(command: &Command) -> Self {
        let command = built(command);
        let name = command.get_name();
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let version = format!("probebox {}", command.get_version().unwrap_or(""));
        let mut page = Self::default();
        page.macro_line(&["TH", &name.to_uppercase(), "8", "", &version, "probebox"]);
        page.macro_line(&["SH", "NAME"]);
        page.text(&format!("{name} - {}", lower_first(&about)));
        page.macro_line(&["SH", "SYNOPSIS"]);
        page.raw(&synopsis(&command));
        page.macro_line(&["SH", "DESCRIPTION"]);
        page.paragraphs(&command.get_long_about().map_or(about, ToString::to_string));
        page
    }

    fn see_also(&mut self, names: &[&str]) {
        self.macro_line(&["SH", "SEE ALSO"]);
        let names: Vec<_> = names.iter().map(|name| format!("{}(8)", bold(name))).collect();
        self.raw(&names.join(", "));
    }

    /// A line that is a request or a macro: its name and its arguments, each in quotes.
    fn macro_line(&mut self, words: &[&str]) {
        let (name, arguments) = words.split_first().unwrap_or((&"", &[]));
        let arguments: Vec<_> = arguments.iter().map(|word| format!("\"{}\"", escape(word))).collect();
        let _ = writeln!(self.out, ".{name} {}", arguments.join(" "));
    }

    /// A line of text that is roff already.
    fn raw(&mut self, line: &str) {
        // A dot or an apostrophe at the beginning would be a request.
        let guard = if line.starts_with(['.', '\'']) { "\\&" } else { "" };
        let _ = writeln!(self.out, "{guard}{line}");
    }

    /// Text, as one paragraph.
    fn text(&mut self, text: &str) {
        let words: Vec<_> = text.split_whitespace().collect();
        self.raw(&escape(&words.join(" ")));
    }

    /// Text whose paragraphs are separated by empty lines.
    fn paragraphs(&mut self, text: &str) {
        for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            self.out.push_str(".PP\n");
            self.text(&sentence(paragraph.trim()));
        }
    }

    /// An item of a list: its tag, which is roff already, and what it is.
    fn item(&mut self, tag: &str, text: &str) {
        self.out.push_str(".TP\n");
        self.raw(tag);
        self.text(text);
    }
}

fn bold(text: &str) -> String {
    format!("\\fB{}\\fR", escape(text))
}

fn italic(text: &str) -> String {
    format!("\\fI{}\\fR", escape(text))
}

/// Characters that roff would take for something else: the hyphen that is a minus, quotes that it would curl.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\e"),
            '-' => out.push_str("\\-"),
            '\'' => out.push_str("\\(aq"),
            '`' => out.push_str("\\(ga"),
            '^' => out.push_str("\\(ha"),
            '~' => out.push_str("\\(ti"),
            '"' => out.push_str("\\(dq"),
            c => out.push(c),
        }
    }
    out
}

fn sentence(text: &str) -> String {
    let end = if text.is_empty() || text.ends_with(['.', '!', '?', ':']) { "" } else { "." };
    format!("{text}{end}")
}

fn lower_first(text: &str) -> String {
    // A word in capitals is a name: it stays.
    let is_word = text.chars().nth(1).is_some_and(char::is_lowercase);
    change_first(text, |c| if is_word { c.to_ascii_lowercase() } else { c })
}

fn upper_first(text: &str) -> String {
    change_first(text, |c| c.to_ascii_uppercase())
}

fn change_first(text: &str, change: impl FnOnce(char) -> char) -> String {
    let mut chars = text.chars();
    chars.next().map(change).into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::events::Task;
    use crate::common::field::{Field, Unit};
    use crate::common::output::OutputArgs;
    use crate::common::rows::Counts;
    use clap::{CommandFactory, Parser};

    /// Trace opens
    ///
    /// .dots and \backslashes 'quoted'
    #[derive(Parser)]
    #[command(name = "opentool", version = "1.2")]
    #[allow(dead_code, reason = "only its declaration is read")]
    struct Tool {
        /// Show failed ones
        #[arg(short = 'x', long)]
        failed: bool,
        #[arg(long, hide = true)]
        secret: bool,
        #[command(flatten)]
        output: OutputArgs,
        /// Seconds
        interval: Option<u32>,
        /// How many
        #[arg(default_value = "1")]
        count: u32,
        /// Run this
        #[arg(last = true)]
        command: Vec<String>,
    }

    type F = Field<Task>;
    const FIELDS: &[F] = &[
        F::new("LAT(us)", 8, Kind::Nanos(Unit::Micros, 0), "How long it took.", |_| 0u32.into()),
        F::new("ERR", 3, Kind::Errno, "Error.", |_| 0.into()).with("failed"),
    ];

    #[test]
    fn has_every_section_and_option() {
        let page = page(&Tool::command(), &[&FIELDS, &Counts(FIELDS)], &[("opentool -x", "failed opens")]);
        for part in [
            ".TH \"OPENTOOL\" \"8\" \"\" \"probebox 1.2\" \"probebox\"\n",
            ".SH \"NAME\"\nopentool \\- trace opens\n",
            "\\fBopentool\\fR [\\fIOPTION\\fR]... [\\fIINTERVAL\\fR [\\fICOUNT\\fR]] [\\fB\\-\\-\\fR \\fICOMMAND\\fR...]\n",
            ".PP\n\\&.dots and \\ebackslashes \\(aqquoted\\(aq.\n",
            ".TP\n\\fB\\-x\\fR, \\fB\\-\\-failed\\fR\nShow failed ones.\n",
            ".TP\n\\fICOUNT\\fR\nHow many. Default: 1.\n",
            ".SS \"Output\"\n",
            ".TP\n\\fB\\-\\-time\\fR \\fIFORM\\fR\nShow the time in this form. One of: none (no column for it), ",
            "wall (HH:MM:SS, local time)",
            ".TP\n\\fBLAT(us)\\fR\nHow long it took. Key: lat_ns.\n",
            ".TP\n\\fBERR\\fR\nError. Key: err, with the error\\(aqs name beside it. In text with \\-\\-failed.\n",
            ".TP\n\\fBNETNS\\fR\n",
            ".TP\n\\fBopentool \\-x\\fR\nFailed opens.\n",
            ".SH \"FIELDS OF COUNTS\"\n",
            ".SH \"EXIT STATUS\"\n.TP\n\\fB0\\fR\n",
            ".SH \"NOTES\"\n",
        ] {
            assert!(page.contains(part), "{part}\n---\n{page}");
        }
        assert!(!page.contains("secret"));
    }
}
