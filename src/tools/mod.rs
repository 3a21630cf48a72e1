//! The registry. A tool is one module here and one `src/bpf/<tool>.bpf.c`; the list in `tools!` is the third place.

use std::{ffi::OsString, fmt};

use anyhow::Result;
use clap::{Arg, ArgAction, ArgMatches, Command, parser::ValueSource};

mod prelude;

pub use crate::common::args::Usage;
use crate::common::{
    args::TimeOption,
    context::Context,
    doctor::{self, Report},
    field::Show,
    rows::Records,
    screen::keys_of,
    session::Places,
    skel::{Bare, OfBare},
};

/// What a tool's module provides. The doc comment on the implementing struct is its `--help`.
pub trait Tool: clap::Parser {
    /// The tool's skeleton.
    type Bpf: OfBare;
    /// Where it stands in the list of tools.
    const SUBJECT: Subject;
    /// A letter for an option that every tool has: `('p', "pid")`.
    const SHORTS: &'static [(char, &'static str)] = &[];
    /// Options that show the time in a form of their own.
    const TIMES: &'static [TimeOption] = &[];
    /// Examples for the help and the man page: a command, and what it does.
    const EXAMPLES: &'static [(&'static str, &'static str)];

    /// Its programs hang on perf events, as samples and probes of functions do: where `kernel.perf_event_paranoid` is above
    /// 2, that takes `CAP_SYS_ADMIN`.
    const PERF_EVENTS: bool = false;

    /// The kinds of rows that it writes; none for a histogram.
    const TABLES: &'static [&'static dyn Records] = &[];

    /// What rows can be sorted by beside the columns.
    const SORTS: fn() -> Vec<&'static str> = Vec::new;

    /// What it takes of the machine, beside what kernel and rights allow.
    ///
    /// # Errors
    /// What is missing, in a sentence.
    fn machine() -> Result<(), String> {
        Ok(())
    }

    /// Where programs go whose sections name no function, to find out whether they work.
    #[must_use]
    fn places() -> Places {
        Places::default()
    }

    /// Traces until told to stop.
    ///
    /// # Errors
    /// Whatever keeps it from tracing or from writing, in one sentence.
    fn run(self, cx: &mut Context) -> Result<()>;
}

/// What a tool looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Processes and threads
    Processes,
    /// The scheduler
    Cpu,
    /// Memory
    Memory,
    /// Files and file systems
    Files,
    /// Disks
    Block,
    /// The network
    Network,
    /// Functions and static probes
    Functions,
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Processes => "Processes",
            Self::Cpu => "CPU and scheduler",
            Self::Memory => "Memory",
            Self::Files => "Files",
            Self::Block => "Disks",
            Self::Network => "Network",
            Self::Functions => "Functions",
        })
    }
}

/// A second name for a tool, with options given by that.
pub struct Alias {
    /// The tool's own name.
    pub tool: &'static str,
    /// The options that the name stands for. Those that follow win over them.
    pub args: &'static [&'static str],
    /// The line in the list of tools.
    pub about: &'static str,
}

/// A tool with its type forgotten.
pub struct Entry {
    /// What users call it.
    pub name: &'static str,
    /// If that is a second name: what it stands for.
    pub alias: Option<Alias>,
    /// Where it stands in the list.
    pub subject: Subject,
    /// See [`Tool::EXAMPLES`].
    pub examples: &'static [(&'static str, &'static str)],
    /// See [`Tool::TABLES`].
    pub tables: &'static [&'static dyn Records],
    /// See [`Tool::PERF_EVENTS`].
    pub perf_events: bool,
    /// See [`Tool::machine`].
    pub machine: fn() -> Result<(), String>,
    run: fn(&ArgMatches, &mut Context) -> Result<()>,
    object: Bare,
    places: fn() -> Places,
    bare_command: fn() -> Command,
    sorts: fn() -> Vec<&'static str>,
    shorts: &'static [(char, &'static str)],
    times: &'static [TimeOption],
}

impl Entry {
    /// Runs with parsed arguments.
    ///
    /// # Errors
    /// The tool's.
    pub fn run(&self, matches: &ArgMatches, cx: &mut Context) -> Result<()> {
        let given = |id: &&clap::Id| matches.value_source(id.as_str()) == Some(ValueSource::CommandLine);
        cx.options = matches.ids().filter(given).map(|id| id.as_str().replace('_', "-")).collect();
        let asked = self.times.iter().filter(|option| cx.options.iter().any(|given| given == option.id()));
        cx.times = asked.map(|option| option.style).collect();
        (self.run)(matches, cx)
    }

    /// Whether it works here: tries to load its programs.
    ///
    /// # Errors
    /// The reason why not, in a sentence.
    pub fn probe(&self) -> Report {
        if self.perf_events {
            doctor::probe_perf_events()?;
        }
        let chosen = doctor::probe(self.object, (self.places)())?;
        (self.machine)().map(|()| chosen)
    }

    /// The command line, complete.
    #[must_use]
    pub fn command(&self) -> Command {
        let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
        let bare = (self.bare_command)();
        let keys = keys_text(keys_of(&bare));
        // Where '-6' is an option, it is no wrong number.
        let has_digits = bare.get_arguments().any(|arg| arg.get_short().is_some_and(|short| short.is_ascii_digit()));
        let mut command = bare
            .name(self.name)
            .version(env!("CARGO_PKG_VERSION"))
            .max_term_width(MAX_WIDTH)
            .disable_help_flag(true)
            .disable_version_flag(true)
            .args(self.shows())
            .arg(help_flag().help_heading(LAST_HEADING))
            .arg(version.help("Show the version").help_heading(LAST_HEADING))
            .after_help(self.examples_text() + &keys)
            .mut_args(|arg| match (arg.is_positional(), arg.is_last_set()) {
                // clap gives it the heading that happens to be in force where it is declared
                (true, true) => arg.help_heading(None),
                (true, false) => arg.help_heading(None).allow_negative_numbers(!has_digits),
                // '-1' is a wrong value then, and no unknown option
                (false, _) if arg.get_action().takes_values() => arg.allow_negative_numbers(true),
                _ => arg,
            });
        let sorts = (self.sorts)();
        if !sorts.is_empty() {
            command = command.mut_arg("sort", |arg| arg.help(format!("Sort by a column, or by {}", sorts.join(", "))));
        }
        if let Some(Alias { tool, args, about }) = &self.alias {
            let short_for = format!("Short for: {tool} {}", args.join(" "));
            command = command.about(*about).after_help(short_for).args_override_self(true);
        }
        let usage = command.clone().bin_name(format!("probebox {}", self.name)).render_usage().to_string();
        if usage.len() > MAX_WIDTH {
            let usage = usage.trim_start_matches("Usage: ").replacen(" [-- ", "\n       [-- ", 1);
            command = command.override_usage(usage);
        }
        // A letter that the tool has given to an option of its own stays with it.
        for (short, id) in self.shorts.iter().chain(&[('q', "quiet"), ('v', "verbose")]) {
            if command.get_arguments().all(|arg| arg.get_short() != Some(*short)) {
                command = command.mut_arg(id, |arg| arg.short(*short));
            }
        }
        command
    }

    /// The options that show the time or a field, and do nothing else.
    fn shows(&self) -> Vec<Arg> {
        let show = |id: &'static str, short, help: &'static str| {
            Arg::new(id).short(short).action(ArgAction::SetTrue).help(help).help_heading("Output")
        };
        let time = |option: &TimeOption| {
            let arg = show(option.id(), option.short, option.help);
            if let Some(long) = option.long { arg.long(long) } else { arg }
        };
        let docs = self.tables.iter().flat_map(|table| table.docs());
        let fields = docs.filter_map(|doc| match doc.show {
            Show::Flag(flag) => Some(show(flag.long, flag.short, flag.help).long(flag.long)),
            _ => None,
        });
        self.times.iter().map(time).chain(fields).collect()
    }

    /// The first sentence of its help.
    #[must_use]
    pub fn about(&self) -> String {
        if let Some(alias) = &self.alias {
            return alias.about.to_owned();
        }
        (self.bare_command)().get_about().map(ToString::to_string).unwrap_or_default()
    }

    /// Each in a line, or in two where the lines would be too wide.
    fn examples_text(&self) -> String {
        let widest =
            |texts: fn(&(&'static str, &'static str)) -> usize| self.examples.iter().map(texts).max().unwrap_or(0);
        let (commands, meanings) = (widest(|(command, _)| command.len()), widest(|(_, what)| what.len()));
        let in_one = commands + meanings + 4 <= MAX_WIDTH;
        let lines = self.examples.iter().map(|(command, what)| {
            if in_one { format!("\n  {command:commands$}  {what}") } else { format!("\n  {command}\n          {what}") }
        });
        format!("Examples:{}", lines.collect::<String>())
    }
}

/// A line each, if there are any.
fn keys_text(keys: &[(&str, &str)]) -> String {
    let lines = keys.iter().map(|(key, what)| format!("\n  {key:8}  {what}"));
    let title = if keys.is_empty() { "" } else { "\n\nKeys on a terminal:" };
    lines.fold(title.to_owned(), |text, line| text + &line)
}

/// Help is no wider than this.
pub const MAX_WIDTH: usize = 80;

const LAST_HEADING: &str = "Limits and reports";

/// `-h`, `--help`, and `-?` and `--usage` as the C tools had them.
#[must_use]
pub fn help_flag() -> Arg {
    Arg::new("help")
        .short('h')
        .short_alias('?')
        .long("help")
        .alias("usage")
        .action(ArgAction::HelpShort)
        .help("Show this help")
}

/// Parses and runs.
fn run<T: Tool>(matches: &ArgMatches, cx: &mut Context) -> Result<()> {
    T::from_arg_matches(matches)?.run(cx)
}

const fn entry<T: Tool>(name: &'static str, alias: Option<Alias>) -> Entry {
    Entry {
        name,
        alias,
        subject: T::SUBJECT,
        examples: T::EXAMPLES,
        tables: T::TABLES,
        perf_events: T::PERF_EVENTS,
        machine: T::machine,
        run: run::<T>,
        object: T::Bpf::BARE,
        places: T::places,
        bare_command: <T as clap::CommandFactory>::command,
        sorts: T::SORTS,
        shorts: T::SHORTS,
        times: T::TIMES,
    }
}

/// A tool is a word, the name of its module. A second name of a tool is `NAME = TOOL ["OPTION"…] "what it does",`.
macro_rules! tools {
    (@module $name:ident) => { pub mod $name; };
    (@module $name:ident = $tool:ident) => {};
    (@entry $name:ident) => { entry::<$name::Args>(stringify!($name), None) };
    (@entry $name:ident = $tool:ident $args:tt $about:literal) => {
        entry::<$tool::Args>(stringify!($name), Some(Alias { tool: stringify!($tool), args: &$args, about: $about }))
    };
    ($($name:ident $(= $tool:ident $args:tt $about:literal)?,)*) => {
        $(tools!(@module $name $(= $tool)?);)*
        /// Every tool, by name.
        pub static TOOLS: &[Entry] = &[$(tools!(@entry $name $(= $tool $args $about)?)),*];
    };
}

tools! {
    bashreadline,
    bcachefsdist = fsdist ["--type", "bcachefs"] "Show how long operations of bcachefs take, as histograms",
    bcachefsslower = fsslower ["--type", "bcachefs"] "Trace slow operations of bcachefs",
    biolatency,
    biopattern,
    biosnoop,
    biostacks,
    biotop,
    bitesize,
    btrfsdist = fsdist ["--type", "btrfs"] "Show how long operations of btrfs take, as histograms",
    btrfsslower = fsslower ["--type", "btrfs"] "Trace slow operations of btrfs",
    cachestat,
    cachetop,
    capable,
    cpudist,
    cpufreq,
    execsnoop,
    exitsnoop,
    ext4dist = fsdist ["--type", "ext4"] "Show how long operations of ext4 take, as histograms",
    ext4slower = fsslower ["--type", "ext4"] "Trace slow operations of ext4",
    f2fsdist = fsdist ["--type", "f2fs"] "Show how long operations of f2fs take, as histograms",
    f2fsslower = fsslower ["--type", "f2fs"] "Trace slow operations of f2fs",
    filelife,
    filetop,
    fsdist,
    fsslower,
    funccount,
    funclatency,
    funcslower,
    fusedist = fsdist ["--type", "fuse"] "Show how long operations of fuse take, as histograms",
    fuseslower = fsslower ["--type", "fuse"] "Trace slow operations of fuse",
    gethostlatency,
    hardirqs,
    javagc,
    killsnoop = sigsnoop ["--kill"] "Trace the calls kill, tkill and tgkill",
    ksnoop,
    llcstat,
    memleak,
    nfsdist = fsdist ["--type", "nfs"] "Show how long operations of nfs take, as histograms",
    nfsslower = fsslower ["--type", "nfs"] "Trace slow operations of nfs",
    offcputime,
    offwaketime,
    opensnoop,
    profile,
    readahead,
    runqlat,
    runqlen,
    runqslower,
    sigsnoop,
    slabratetop,
    softirqs,
    stackcount,
    statsnoop,
    syncsnoop,
    syscount,
    tcpaccept,
    tcpconnect,
    tcpconnlat,
    tcpdrop,
    tcplife,
    tcpretrans,
    tcprtt,
    tcpstates,
    tcpsynbl,
    tcptop,
    tcptracer,
    threadsnoop,
    vfsstat,
    wakeuptime,
    xfsdist = fsdist ["--type", "xfs"] "Show how long operations of xfs take, as histograms",
    xfsslower = fsslower ["--type", "xfs"] "Trace slow operations of xfs",
    zfsdist = fsdist ["--type", "zfs"] "Show how long operations of zfs take, as histograms",
    zfsslower = fsslower ["--type", "zfs"] "Trace slow operations of zfs",
}

/// The tool of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Entry> {
    TOOLS.iter().find(|tool| tool.name == name)
}

/// Parses a tool's command line; the first word is its name.
///
/// # Errors
/// clap's: bad usage, or a wish for the help or the version.
pub fn parse(tool: &Entry, mut args: Vec<OsString>) -> Result<ArgMatches, clap::Error> {
    let given = tool.alias.iter().flat_map(|alias| alias.args).map(Into::into);
    args.splice(1.min(args.len())..1.min(args.len()), given);
    tool.command().try_get_matches_from(args)
}

#[cfg(test)]
mod tests {
    use super::TOOLS;
    use crate::common::{
        clock::Clock,
        output::{Output, OutputArgs},
    };

    #[test]
    fn every_tool_is_whole() {
        for tool in TOOLS {
            tool.command().debug_assert();
            assert!(!tool.about().is_empty() && !tool.examples.is_empty(), "{}: about and examples", tool.name);
            for field in tool.tables.iter().flat_map(|table| table.docs()) {
                assert!(field.doc.ends_with('.'), "{}: {}: a field's text is a sentence", tool.name, field.name);
            }
        }
        assert!(TOOLS.is_sorted_by_key(|tool| tool.name), "tools! is in order");
    }

    /// Bytes without a pattern: <https://en.wikipedia.org/wiki/Xorshift>.
    fn noise(mut seed: u64, length: usize) -> Vec<u8> {
        let mut next = || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            (seed >> 32) as u8
        };
        (0..length).map(|_| next()).collect()
    }

    /// A record is what the kernel's memory held.
    #[test]
    fn no_record_is_too_strange_to_be_written() {
        let even = [0, 1, 0x7f, 0x80, 0xff].map(|byte| vec![byte; 8192]);
        let records: Vec<_> = even.into_iter().chain((1..13).map(|seed| noise(seed, 8192))).collect();
        for (json, csv) in [(false, false), (true, false), (false, true)] {
            let args = OutputArgs { json, csv, ..OutputArgs::default() };
            for table in TOOLS.iter().flat_map(|tool| tool.tables) {
                let mut out = Output::new(Box::new(std::io::sink()), args.format(), Clock::new());
                for record in &records {
                    // A total of 64-bit numbers may follow a key of 32 bits.
                    let wholes = [&record[..], &record[4..]].map(|whole| table.write(whole, &args, &mut out));
                    assert!(wholes.iter().any(Result::is_ok), "{wholes:?}");
                    for length in [512, 256, 128, 64, 0] {
                        let _ = table.write(&record[..length], &args, &mut out);
                    }
                }
            }
        }
    }
}
