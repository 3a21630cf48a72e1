//! `[interval [count]]`: tools that print every so often.

use std::time::{Duration, Instant};

use super::args::whole;
use super::stop::{Stop, Ticks};

/// While it waits, an interval tool looks up this often: for losses, and to keep its maps from filling.
const PULSE: Duration = Duration::from_secs(1);

/// How often to print, and with the time or not.
#[derive(clap::Args, Clone, Copy, Debug, Default)]
pub struct IntervalArgs {
    /// Seconds between summaries; without it there is one, at the end
    #[arg(value_parser = whole(1..=u32::MAX))]
    interval: Option<u32>,
    /// How many summaries; without it they go on until the end
    #[arg(value_parser = whole(1..=u32::MAX))]
    count: Option<u32>,
    /// Print the time of day above each summary
    #[arg(short = 'T', long)]
    timestamp: bool,
}

/// What it is time for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
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

    /// Turns that are counted from `start`.
    #[must_use]
    pub fn turns(self, start: Instant) -> Turns {
        let mut ticks = Ticks::new(start, Duration::from_secs(self.interval.unwrap_or(u32::MAX).into()));
        let tick = ticks.next();
        Turns { ticks, tick, pulse: start, left: self.count.map_or(u64::MAX, u64::from) }
    }
}

impl Turns {
    /// Waits for the next turn.
    pub fn wait(&mut self, stop: &Stop) -> Turn {
        self.pulse = (self.pulse + PULSE).max(Instant::now());
        let until = self.tick.map_or(self.pulse, |tick| tick.min(self.pulse));
        if !stop.sleep_until(until) {
            return Turn::Last;
        }
        if self.tick != Some(until) {
            return Turn::Pulse;
        }
        (self.tick, self.pulse) = (self.ticks.next(), until);
        self.left -= 1;
        if self.left == 0 { Turn::Last } else { Turn::Print }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn args(interval: u32, count: u32) -> IntervalArgs {
        IntervalArgs { interval: Some(interval), count: Some(count), timestamp: false }
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
    fn the_end_of_the_run_is_the_last_turn() {
        let stop = Stop::new().unwrap();
        stop.after(Duration::ZERO);
        assert_eq!(args(1, 5).turns(Instant::now()).wait(&stop), Turn::Last);
    }
}
