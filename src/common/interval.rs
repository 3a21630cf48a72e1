//! `[interval [count]]`: tools that print every so often.

use std::os::fd::RawFd;
use std::time::{Duration, Instant};

use super::args::whole;
use super::stop::{Stop, Ticks, Wake};

/// While it waits, an interval tool looks up this often: for losses, and to keep its maps from filling.
const PULSE: Duration = Duration::from_secs(1);

/// How often to print.
#[derive(clap::Args, Clone, Copy, Debug, Default)]
pub struct IntervalArgs {
    /// Seconds between summaries; without it there is one, at the end
    #[arg(value_parser = whole(1..=u32::MAX))]
    interval: Option<u32>,
    /// How many summaries; without it they go on until the end
    #[arg(value_parser = whole(1..=u32::MAX))]
    count: Option<u32>,
}

/// What it is time for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// To read this descriptor.
    Ready(RawFd),
    /// To look up.
    Pulse,
    /// To print: an interval is over, and there are more.
    Print,
    /// To print for the last time: enough were printed, or the run ends, perhaps in the middle of an interval.
    Last,
}

/// The turns of a run.
#[derive(Debug)]
pub struct Turns {
    ticks: Ticks,
    tick: Option<Instant>,
    pulse: Instant,
    left: u64,
}

impl IntervalArgs {
    /// Every so many seconds, or once at the end.
    #[must_use]
    pub fn every(interval: Option<u32>) -> Self {
        Self { interval, ..Self::default() }
    }

    /// The same, but every so many seconds if that is given.
    #[must_use]
    pub fn or_every(self, seconds: Option<u32>) -> Self {
        Self { interval: seconds.or(self.interval), ..self }
    }

    /// Every so many seconds, so many times if that is given.
    #[must_use]
    pub fn times(interval: u32, count: Option<u32>) -> Self {
        Self { interval: Some(interval), count }
    }

    /// Turns that are counted from `start`.
    #[must_use]
    pub fn turns(self, start: Instant) -> Turns {
        let mut ticks = Ticks::new(start, Duration::from_secs(self.interval.unwrap_or(u32::MAX).into()));
        let tick = ticks.next();
        Turns { ticks, tick, pulse: start + PULSE, left: self.count.map_or(u64::MAX, u64::from) }
    }
}

impl Turns {
    /// Waits for the next turn.
    pub fn wait(&mut self, stop: &Stop) -> Turn {
        self.wait_or(stop, &[])
    }

    /// Waits for the next turn, or until one of `inputs` can be read.
    pub fn wait_or(&mut self, stop: &Stop, inputs: &[RawFd]) -> Turn {
        let until = self.tick.map_or(self.pulse, |tick| tick.min(self.pulse));
        match stop.wait(inputs, until.saturating_duration_since(Instant::now())) {
            Wake::Ready(input) => return Turn::Ready(input),
            Wake::Stop(_) => return Turn::Last,
            Wake::Timeout => self.pulse = (until + PULSE).max(Instant::now()),
        }
        if self.tick != Some(until) {
            return Turn::Pulse;
        }
        self.tick = self.ticks.next();
        self.left -= 1;
        if self.left == 0 { Turn::Last } else { Turn::Print }
    }
}

impl Turns {
    /// The turn that it is time for, if it is; without waiting. Never the end of the run.
    pub fn due(&mut self) -> Option<Turn> {
        let now = Instant::now();
        if self.tick.is_some_and(|tick| tick <= now) {
            (self.tick, self.pulse) = (self.ticks.next(), now);
            self.left -= 1;
            return Some(if self.left == 0 { Turn::Last } else { Turn::Print });
        }
        let is_pulse = now >= self.pulse + PULSE;
        if is_pulse {
            self.pulse = now;
        }
        is_pulse.then_some(Turn::Pulse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(interval: u32, count: u32) -> IntervalArgs {
        IntervalArgs { interval: Some(interval), count: Some(count) }
    }

    #[test]
    fn intervals_end_when_they_are_due() {
        let start = Instant::now();
        let stop = Stop::new().unwrap();
        let mut turns = args(2, 2).turns(start);
        let mut seen = Vec::new();
        while seen.last() != Some(&Turn::Last) {
            seen.push(turns.wait(&stop));
        }
        assert_eq!(seen, [Turn::Pulse, Turn::Print, Turn::Pulse, Turn::Last]);
        assert!(start.elapsed() >= Duration::from_secs(4));
    }

    #[test]
    fn input_changes_nothing_about_the_turns() {
        use std::io::{Read, Write};
        use std::os::fd::AsRawFd;
        let start = Instant::now();
        let stop = Stop::new().unwrap();
        let mut turns = args(1, 1).turns(start);
        let (mut reader, mut writer) = std::io::pipe().unwrap();
        let input = reader.as_raw_fd();
        for _ in 0..3 {
            writer.write_all(b"x").unwrap();
            assert_eq!(turns.wait_or(&stop, &[input]), Turn::Ready(input));
            reader.read_exact(&mut [0]).unwrap();
        }
        assert_eq!(turns.wait_or(&stop, &[input]), Turn::Last);
        assert!(start.elapsed() >= Duration::from_secs(1));
    }

    #[test]
    fn the_end_of_the_run_is_the_last_turn() {
        let stop = Stop::new().unwrap();
        stop.after(Duration::ZERO);
        assert_eq!(args(1, 5).turns(Instant::now()).wait(&stop), Turn::Last);
    }
}
