//! What is said besides rows: losses while they happen, and at the end the summary, the totals and the tool's own cost.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use libbpf_rs::Object;

use super::{
    args::LimitArgs,
    command::Command,
    context::Context,
    losses::Losses,
    probes::Probes,
    stats::{Start, Stats},
};

/// How often losses are looked for and told.
const INTERVAL: Duration = Duration::from_secs(1);

/// What a tool tells besides its rows.
pub struct Report {
    /// The child that was started to be traced.
    pub command: Option<Command>,
    /// Programs that stand where the user said.
    pub probes: Probes,
    quiet: bool,
    fail_on_loss: bool,
    stats: Option<Stats>,
    lost_here: u64,
    told: Losses,
    looked: Instant,
}

impl Report {
    /// Begins, when the programs of `object` are attached and privileges are not dropped yet. `start` is
    /// what getting there has cost.
    #[must_use]
    pub fn start(object: &Object, limits: &LimitArgs, start: Start) -> Self {
        Self {
            command: None,
            probes: Probes::default(),
            quiet: limits.quiet,
            fail_on_loss: limits.fail_on_loss,
            stats: limits.stats.then(|| Stats::start(object, start)),
            lost_here: 0,
            told: Losses::default(),
            looked: Instant::now(),
        }
    }

    /// Counts what could not be kept in user space: a loss of cause `map`.
    pub fn lose(&mut self, count: u64) {
        self.lost_here += count;
    }

    fn losses(&self, object: &Object) -> Losses {
        let losses = Losses::read(object);
        let (map, missed) = (losses.map + self.lost_here, losses.missed + self.probes.missed());
        Losses { map, missed, ..losses }
    }

    /// At most once a second: says so if anything has been lost since, and what became known of containers that were asked for.
    ///
    /// # Errors
    /// Output that cannot be written; a container that is not the only one with that prefix.
    pub fn watch(&mut self, object: &Object, cx: &mut Context) -> Result<()> {
        if self.looked.elapsed() < INTERVAL {
            return Ok(());
        }
        self.looked = Instant::now();
        for note in cx.groups.late_notes()? {
            self.note(cx, &note);
        }
        let now = self.losses(object);
        if now != self.told {
            self.told = now;
            cx.out.lost(&now.causes())?;
            self.note(cx, &format!("lost so far: {now}"));
        }
        Ok(())
    }

    /// Ends a tool's output: the summary in JSON, then losses, COMMAND's end and the cost in words. `ring_peak` is how
    /// many bytes the ring buffer held at most.
    ///
    /// # Errors
    /// Output that cannot be written; losses, with `--fail-on-loss`.
    pub fn close(mut self, object: &Object, cx: &mut Context, ring_peak: Option<u64>) -> Result<()> {
        let losses = self.losses(object);
        cx.out.summary(cx.name, &losses.causes())?;
        cx.out.flush()?;
        if let Some(command) = self.command.take() {
            let ended = command.finish().context("waiting for COMMAND")?;
            if !ended.is_success() {
                self.note(cx, &ended.to_string());
            }
        }
        if let Some(stats) = self.stats.take() {
            stats.finish(object, ring_peak).iter().for_each(|line| cx.note(line));
        }
        match (losses.total(), self.fail_on_loss) {
            (0, _) => {}
            (_, true) => bail!("events were lost: {losses}"),
            (_, false) => self.note(cx, &format!("lost in all: {losses}")),
        }
        Ok(())
    }

    fn note(&self, cx: &mut Context, line: &str) {
        if !self.quiet {
            cx.note(line);
        }
    }
}
