//! The kernel's clock → the time of day. Events are stamped in the kernel with the time since boot; the offset to the
//! time of day is measured here, and again about once a second, so that a clock that is set is followed.

use std::ffi::OsStr;
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt;

use super::json;

const SECOND: u64 = 1_000_000_000;

/// A change of the offset below this (ns) is slewing or noise: it must not make a later event seem earlier. Above it
/// the clock was set.
const STEP: u64 = 10_000_000;

/// How a time is written in text. JSON and CSV always have [`Style::Iso`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Style {
    /// No column for it
    None,
    /// Seconds since the start
    Rel,
    /// HH:MM:SS, local time
    Wall,
    /// RFC 3339 with nanoseconds and offset
    Iso,
}

/// Turns the kernel's boot-time stamps into times.
#[derive(Debug)]
pub struct Clock {
    start: u64,
    offset: u64,
    measured: u64,
    last: (u64, u64),
    minute: Minute,
}

/// Everything of a local time but its seconds, ready to be copied: rows come by the thousand in one minute.
#[derive(Debug)]
struct Minute {
    /// Minutes since 1970, and none before the first use.
    number: Option<u64>,
    /// `YYYY-MM-DDTHH:MM:`
    head: Vec<u8>,
    /// `+HH:MM`
    zone: [u8; 6],
}

impl Clock {
    /// Starts the clock: [`Style::Rel`] counts from here.
    #[must_use]
    pub fn new() -> Self {
        let (start, offset) = measure();
        let mut minute = Minute { number: None, head: Vec::new(), zone: *b"+00:00" };
        // The C library reads the zone's file now, while the process still may.
        minute.of(start.wrapping_add(offset) / SECOND);
        Clock { start, offset, measured: start, last: (0, 0), minute }
    }

    /// Nanoseconds since boot, as the kernel stamps events.
    #[must_use]
    pub fn now() -> u64 {
        read(libc::CLOCK_BOOTTIME)
    }

    /// Nanoseconds since the clock was started.
    #[must_use]
    pub fn elapsed(&self) -> u64 {
        Self::now().saturating_sub(self.start)
    }

    /// Nanoseconds since 1970 for a stamp of the kernel. Later stamps do not get earlier times, unless the clock was set.
    pub fn wall(&mut self, ktime: u64) -> u64 {
        if ktime >= self.measured.saturating_add(SECOND) {
            let (now, offset) = measure();
            if offset.abs_diff(self.offset) > STEP {
                self.last = (0, 0);
            }
            self.offset = offset;
            // A stamp from the future (a fuzzer's) must not make each row measure.
            self.measured = now.max(ktime);
        }
        let mut wall = ktime.wrapping_add(self.offset);
        if ktime >= self.last.0 {
            wall = wall.max(self.last.1);
            self.last = (ktime, wall);
        }
        wall
    }

    /// Appends the time of a stamp in a style; nothing for [`Style::None`].
    pub fn write(&mut self, ktime: u64, style: Style, out: &mut Vec<u8>) {
        match style {
            Style::None => {}
            Style::Rel => {
                let since = ktime.saturating_sub(self.start);
                json::uint(since / SECOND, out);
                out.push(b'.');
                digits(since % SECOND / 1_000_000, 3, out);
            }
            Style::Wall => {
                let seconds = self.wall(ktime) / SECOND;
                let head = self.minute.of(seconds);
                out.extend_from_slice(head.get(head.len().saturating_sub(6)..).unwrap_or_default());
                digits(seconds % 60, 2, out);
            }
            Style::Iso => {
                let wall = self.wall(ktime);
                let seconds = wall / SECOND;
                out.extend_from_slice(self.minute.of(seconds));
                digits(seconds % 60, 2, out);
                out.push(b'.');
                digits(wall % SECOND, 9, out);
                out.extend_from_slice(&self.minute.zone);
            }
        }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}

impl Minute {
    /// The head of this second's minute. Offsets from UTC are whole minutes since 1972, and change at whole minutes.
    fn of(&mut self, seconds: u64) -> &[u8] {
        if self.number != Some(seconds / 60) {
            let tm = local(seconds);
            self.head.clear();
            digits((i64::from(tm.tm_year) + 1900).unsigned_abs(), 4, &mut self.head);
            for (before, n) in [(b'-', tm.tm_mon + 1), (b'-', tm.tm_mday), (b'T', tm.tm_hour), (b':', tm.tm_min)] {
                self.head.push(before);
                digits(u64::from(n.unsigned_abs()), 2, &mut self.head);
            }
            self.head.push(b':');
            let minutes = tm.tm_gmtoff.unsigned_abs() / 60;
            let mut zone = vec![if tm.tm_gmtoff < 0 { b'-' } else { b'+' }];
            digits(minutes / 60, 2, &mut zone);
            zone.push(b':');
            digits(minutes % 60, 2, &mut zone);
            self.zone = zone.try_into().unwrap_or(*b"+00:00");
            self.number = Some(seconds / 60);
        }
        &self.head
    }
}

/// Appends a number with leading zeros.
fn digits(n: u64, width: usize, out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + width, b'0');
    let mut n = n;
    for digit in out[start..].iter_mut().rev() {
        *digit = b'0' + (n % 10) as u8;
        n /= 10;
    }
}

/// Time since boot, and what must be added to it to get the time of day: the best of three tries, since the process may
/// be interrupted between two readings.
fn measure() -> (u64, u64) {
    let one = || {
        let before = read(libc::CLOCK_BOOTTIME);
        let wall = read(libc::CLOCK_REALTIME);
        let after = read(libc::CLOCK_BOOTTIME);
        let boot = before + (after - before) / 2;
        (after - before, boot, wall.wrapping_sub(boot))
    };
    let (_, boot, offset) = one().min(one()).min(one());
    (boot, offset)
}

fn read(clock: libc::clockid_t) -> u64 {
    let mut now = MaybeUninit::<libc::timespec>::zeroed();
    // SAFETY: `now` is a valid timespec to write to, and zeroed it is a valid one to read if the clock were unknown.
    let now = unsafe {
        libc::clock_gettime(clock, now.as_mut_ptr());
        now.assume_init()
    };
    now.tv_sec as u64 * SECOND + now.tv_nsec as u64
}

fn local(seconds: u64) -> libc::tm {
    let seconds = seconds as libc::time_t;
    let mut tm = MaybeUninit::<libc::tm>::zeroed();
    // SAFETY: both pointers are valid; a zeroed tm is a valid one should the year not fit and nothing be written. It
    // reads the environment, which nothing changes after `settle_zone`.
    unsafe {
        libc::localtime_r(&raw const seconds, tm.as_mut_ptr());
        tm.assume_init()
    }
}

/// Whether a value of `TZ` makes the C library open a file that is not one of the system's time zones.
fn is_foreign(zone: &OsStr) -> bool {
    let zone = zone.as_bytes();
    zone.starts_with(b"/") || zone.starts_with(b":") || zone.windows(2).any(|w| w == b"..")
}

/// Loads the local time zone once, and from the system's own files: `TZ` may name a zone, not a file, and `TZDIR` is not
/// looked at. To be called before there is a second thread; does nothing when there is one.
pub fn settle_zone() {
    let alone = std::fs::read_dir("/proc/self/task").is_ok_and(|tasks| tasks.count() == 1);
    if !alone {
        return;
    }
    // SAFETY: there is no other thread that could read the environment meanwhile.
    unsafe {
        std::env::remove_var("TZDIR");
        if std::env::var_os("TZ").is_some_and(|zone| is_foreign(&zone)) {
            std::env::remove_var("TZ");
        }
    }
    local(0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{SystemTime, UNIX_EPOCH};
    use time::OffsetDateTime;
    use time::format_description::well_known::Rfc3339;

    fn text(clock: &mut Clock, ktime: u64, style: Style) -> String {
        let mut out = Vec::new();
        clock.write(ktime, style, &mut out);
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn now_is_now() {
        let mut clock = Clock::new();
        let before = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_nanos();
        let wall = u128::from(clock.wall(Clock::now()));
        let after = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_nanos();
        // The offset is measured between two readings; 1 ms allows for being interrupted there three times.
        assert!(before - 1_000_000 <= wall && wall <= after + 1_000_000, "{before} {wall} {after}");
    }

    #[test]
    fn iso_is_rfc_3339_and_exact() {
        let mut clock = Clock::new();
        for ktime in [Clock::now(), Clock::now() + 59 * SECOND + 7, Clock::now() + 3_600 * SECOND] {
            let iso = text(&mut clock, ktime, Style::Iso);
            let parsed = OffsetDateTime::parse(&iso, &Rfc3339).expect("RFC 3339");
            assert_eq!(parsed.unix_timestamp_nanos(), i128::from(clock.wall(ktime)), "{iso}");
            assert_eq!(iso.len(), 35);
            assert_eq!(text(&mut clock, ktime, Style::Wall), iso[11..19]);
        }
    }

    #[test]
    fn rel_counts_from_the_start() {
        let mut clock = Clock::new();
        let start = clock.start;
        assert_eq!(text(&mut clock, start, Style::Rel), "0.000");
        assert_eq!(text(&mut clock, start + 61 * SECOND + 23_999_999, Style::Rel), "61.023");
        assert_eq!(text(&mut clock, start - 1, Style::Rel), "0.000");
        assert_eq!(text(&mut clock, start, Style::None), "");
    }

    #[test]
    fn slewing_does_not_turn_time_back_but_setting_it_does() {
        let mut clock = Clock::new();
        let t = clock.start;
        let first = clock.wall(t + 100);
        clock.offset -= STEP / 2;
        assert_eq!(clock.wall(t + 200), first);
        assert!(clock.wall(t + 50) < first, "an earlier stamp keeps its earlier time");
        // The true offset differs by more than a step, and shows at the next measurement.
        clock.offset += 100 * STEP;
        let wrong = clock.wall(t + 300);
        let right = clock.wall(t + 2 * SECOND);
        assert!(right < wrong + 2 * SECOND - 90 * STEP, "{wrong} {right}");
    }

    #[test]
    fn stamps_from_the_end_of_time_do_no_harm() {
        let mut clock = Clock::new();
        for ktime in [0, u64::MAX, u64::MAX / 2, 1] {
            for style in [Style::Rel, Style::Wall, Style::Iso] {
                assert!(!text(&mut clock, ktime, style).is_empty());
            }
        }
    }

    #[test]
    fn zones_are_names_not_files() {
        for (zone, foreign) in [
            ("Europe/Berlin", false),
            ("UTC", false),
            ("CET-1CEST,M3.5.0,M10.5.0/3", false),
            ("", false),
            ("/tmp/evil", true),
            (":/tmp/evil", true),
            (":Europe/Berlin", true),
            ("../../../tmp/evil", true),
        ] {
            assert_eq!(is_foreign(OsStr::new(zone)), foreign, "{zone}");
        }
    }
}
