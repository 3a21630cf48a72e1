//! The options that every tool has, beside its own: the one grammar.

use std::{
    ffi::OsString,
    fmt::{self, Display},
    ops::RangeInclusive,
    path::PathBuf,
    str::FromStr,
    time::Duration,
};

use super::{clock::Style, filter::FilterArgs, output::OutputArgs};

/// Filters, limits and reports. `clap` parses them with each tool's own arguments.
#[derive(clap::Args, Clone, Default)]
pub struct Common {
    /// Which tasks.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// How long and how much.
    #[command(flatten)]
    pub limits: LimitArgs,
    /// Start this command once tracing has begun, trace it and its children only, end with it
    #[arg(last = true, value_name = "COMMAND")]
    pub command: Vec<OsString>,
}

/// The options of every tool that writes a row for each event.
#[derive(clap::Args, Clone, Default)]
pub struct RowArgs {
    /// In which form.
    #[command(flatten)]
    pub output: OutputArgs,
    /// What every tool has.
    #[command(flatten)]
    pub common: Common,
}

/// An option of a tool that shows the time in a form of its own, beside `--time`. A tool names it in
/// [`Tool::TIMES`](crate::tools::Tool::TIMES), and has it.
#[derive(Clone, Copy, Debug)]
pub struct TimeOption {
    /// Its letter.
    pub short: char,
    /// Its long name, if it has one.
    pub long: Option<&'static str>,
    /// In which form it shows the time.
    pub style: Style,
    /// What it does, for the help.
    pub help: &'static str,
}

impl TimeOption {
    /// `-T, --timestamp`, of tools that print summaries.
    pub const ABOVE: Self = Self { help: "Print the time of day above each summary", ..Self::DAY };
    /// `-T, --timestamp`: the time of day.
    pub const DAY: Self =
        Self { short: 'T', long: Some("timestamp"), style: Style::Wall, help: "Show the time of day" };
    /// `-t, --timestamp`: the time of day.
    pub const SMALL_DAY: Self = Self { short: 't', ..Self::DAY };
    /// `-T`, beside [`START`](Self::START).
    pub const DAY_ALONE: Self = Self { long: None, ..Self::DAY };
    /// `-t, --timestamp`: the seconds since the start.
    pub const START: Self = Self { style: Style::Rel, help: "Show the seconds since the start", ..Self::SMALL_DAY };

    /// What clap knows it by.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.long.unwrap_or("wall")
    }
}

/// `[duration]`, of tools whose namesakes take it so.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct DurationArg {
    /// End after this many seconds
    #[arg(value_name = "DURATION", value_parser = parse_seconds, conflicts_with = "duration")]
    seconds: Option<Duration>,
}

impl DurationArg {
    /// Makes it the one that the frame knows.
    #[must_use]
    pub fn of(&self, common: &Common) -> Common {
        let duration = common.limits.duration.or(self.seconds);
        Common { limits: LimitArgs { duration, ..common.limits.clone() }, ..common.clone() }
    }
}

/// How long, how much, and what to say about it.
#[derive(clap::Args, Clone, Default)]
#[command(next_help_heading = "Limits and reports")]
pub struct LimitArgs {
    /// End after this many seconds
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds)]
    pub duration: Option<Duration>,
    /// Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two
    #[arg(long, value_name = "SIZE", value_parser = parse_buffer)]
    pub buffer: Option<u32>,
    /// Entries in each map of what is in flight or being counted
    #[arg(long, value_name = "N", value_parser = whole(1..=1_u32 << 26))]
    pub entries: Option<u32>,
    /// End with status 1 if anything was lost
    #[arg(long)]
    pub fail_on_loss: bool,
    /// At the end, tell what the tool itself has cost
    #[arg(long)]
    pub stats: bool,
    /// Tell nothing but rows and errors
    #[arg(long)]
    pub quiet: bool,
    /// Show what libbpf and the kernel's verifier say
    #[arg(long)]
    pub verbose: bool,
    /// Read the kernel's types from this file (raw BTF)
    #[arg(long, value_name = "FILE")]
    pub btf: Option<PathBuf>,
}

/// A command line that cannot be obeyed although it parses: exit status 2.
#[derive(Debug)]
pub struct Usage(pub String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// A parser of whole numbers in this range, digits alone.
///
/// # Errors
/// The parser's: what it expects, as `not …`.
pub fn whole<N>(range: RangeInclusive<N>) -> impl Fn(&str) -> Result<N, String> + Clone
where
    N: FromStr + PartialOrd + Display + Clone,
{
    move |text| {
        let number = text.parse().ok().filter(|n| range.contains(n) && text.bytes().all(|b| b.is_ascii_digit()));
        number.ok_or_else(|| format!("not a whole number from {} to {}", range.start(), range.end()))
    }
}

/// A positive number of seconds, with decimals if need be.
///
/// # Errors
/// What it expects, as `not …`.
pub fn parse_seconds(text: &str) -> Result<Duration, String> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    text.parse()
        .ok()
        .filter(|seconds: &f64| plain && *seconds > 0.0)
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "not a number of seconds above 0".to_owned())
}

/// A number of milliseconds, 0 or more, with decimals if need be.
///
/// # Errors
/// What it expects, as `not …`.
pub fn parse_millis(text: &str) -> Result<Duration, String> {
    parse_parts(text, 1000.0).ok_or_else(|| "not a number of milliseconds".to_owned())
}

/// The same of microseconds.
///
/// # Errors
/// What it expects, as `not …`.
pub fn parse_micros(text: &str) -> Result<Duration, String> {
    parse_parts(text, 1_000_000.0).ok_or_else(|| "not a number of microseconds".to_owned())
}

/// So many of what a second has `parts` of.
fn parse_parts(text: &str, parts: f64) -> Option<Duration> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let count: f64 = text.parse().ok().filter(|_| plain)?;
    Duration::try_from_secs_f64(count / parts).ok()
}

/// A ring buffer's size: whole pages, a power of two, no more than its 32-bit map can say.
fn parse_buffer(text: &str) -> Result<u32, String> {
    let (digits, unit) = match text.char_indices().next_back() {
        Some((at, 'k' | 'K')) => (&text[..at], 1 << 10),
        Some((at, 'm' | 'M')) => (&text[..at], 1 << 20),
        Some((at, 'g' | 'G')) => (&text[..at], 1 << 30),
        _ => (text, 1),
    };
    let bytes: Option<u64> = digits.parse().ok().and_then(|n: u64| n.checked_mul(unit));
    match bytes {
        Some(n @ 1..=0x4000_0000) if digits.bytes().all(|b| b.is_ascii_digit()) => {
            Ok((n as u32).max(4096).next_power_of_two())
        }
        _ => Err("not a size from 1 to 1G, such as 512K or 16M".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_strict() {
        let parse = whole(1..=4_194_304);
        assert_eq!(parse("4194304"), Ok(4_194_304));
        for bad in ["0", "4194305", "4294967297", "-1", "+1", "1x", " 1", "", "NaN", "1.0", "0x1"] {
            assert_eq!(parse(bad), Err("not a whole number from 1 to 4194304".to_owned()), "{bad}");
        }
    }

    #[test]
    fn seconds_are_strict() {
        assert_eq!(parse_seconds("1.5"), Ok(Duration::from_millis(1500)));
        for bad in ["0", "-1", "1x", "", "nan", "inf", "1e9", "+1", "99999999999999999999999"] {
            assert!(parse_seconds(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn sizes_are_whole_powers_of_two() {
        assert_eq!(parse_buffer("3M"), Ok(4 << 20));
        assert_eq!(parse_buffer("1"), Ok(4096));
        for bad in ["0", "-1", "1x", "", "M", "2G", "+4", "99999999999999999999"] {
            assert!(parse_buffer(bad).is_err(), "{bad}");
        }
    }
}
