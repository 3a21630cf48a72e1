//! A tool that prints histograms: from maps to bars, JSON or CSV, until the end, with every loss told.

use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use hdrhistogram::serialization::{
    V2DeflateSerializer,
    interval_log::{IntervalLogWriterBuilder, Tag},
};
use libbpf_rs::{
    Object,
    skel::{OpenSkel, Skel},
};

use super::{
    args::Common,
    cgroups::CgroupPaths,
    clock::{Clock, Style},
    containers::Container,
    context::Context,
    counters::{self, Everybody},
    events::Task,
    field::{Field, Kind, Row, Value},
    groups::Decider,
    hist::{Hist, QUANTILES, Unit},
    hist_maps::{self, Filled, HistMaps, Hists, Id},
    interval::{IntervalArgs, Turn},
    json, new_file, order,
    output::{Format, OutputArgs, Table},
    probes::{self, Names},
    session::{Opened, Session},
    stacks::{self, FrameArgs, Stack, Teller},
    stop::Reason,
    sums::SumArgs,
};

/// The options of every tool that prints histograms.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct HistArgs {
    /// How often.
    #[command(flatten)]
    interval: IntervalArgs,
    /// In which form.
    #[command(flatten)]
    form: HistForm,
}

/// What histograms are told apart by, in every tool that knows whose they are.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct GroupArg {
    /// Histograms apart for each cgroup, container or pod
    #[arg(long, value_enum)]
    by: Option<Group>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Group {
    Cgroup,
    Container,
    Pod,
}

impl GroupArg {
    /// The columns of whose a histogram is; none if they are not told apart.
    #[must_use]
    pub fn columns(&self) -> &'static [Key] {
        match self.by {
            None => &[],
            Some(Group::Cgroup) => &CGROUP,
            Some(Group::Container) => &[CONTAINER],
            Some(Group::Pod) => &[POD],
        }
    }
}

/// The options of tools that print histograms of what may be told apart by whose it is.
#[derive(clap::Args, Clone, Default)]
pub struct GroupedHistArgs {
    /// By what.
    #[command(flatten)]
    pub by: GroupArg,
    /// How often, and in which form.
    #[command(flatten)]
    pub hist: HistArgs,
    /// What every tool has.
    #[command(flatten)]
    pub common: Common,
}

/// In which form histograms are printed.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct HistForm {
    /// Print percentiles below each histogram
    #[arg(long, help_heading = "Output")]
    percentiles: bool,
    /// Write each histogram to this new file too, as a log of HDR histograms
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    hlog: Option<PathBuf>,
    /// Write one JSON object a histogram
    #[arg(long, conflicts_with = "csv", help_heading = "Output")]
    json: bool,
    /// Write comma-separated values, a line a slot
    #[arg(long, help_heading = "Output")]
    csv: bool,
    /// Print the time above each summary, in this form
    #[arg(long, value_name = "FORM", help_heading = "Output")]
    time: Option<Style>,
}

impl HistArgs {
    /// A summary every so many seconds, if an option of the tool's own says so.
    #[must_use]
    pub fn or_every(mut self, seconds: Option<u32>) -> Self {
        self.interval = self.interval.or_every(seconds);
        self
    }

    /// Those of a tool that can print sums instead.
    #[must_use]
    pub fn instead_of(args: &SumArgs, percentiles: bool) -> Self {
        let OutputArgs { json, csv, time, .. } = args.output;
        Self { interval: args.interval, form: HistForm { percentiles, json, csv, time, hlog: None } }
    }
}

impl HistForm {
    /// A summary every so many seconds, for a tool whose positional argument is a duration.
    #[must_use]
    pub fn every(&self, interval: Option<u32>) -> HistArgs {
        HistArgs { interval: IntervalArgs::every(interval), form: self.clone() }
    }
}

/// Which number of a key is the cgroup's.
const GROUP: usize = 2;

/// Whose groups are told together, where a key has a cgroup's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// Those of a container; all that are in none.
    Container,
    /// Those of a pod; all that are in none.
    Pod,
}

/// What a histogram is of, and one slot of it.
#[derive(Clone, Debug)]
pub struct Slot {
    /// As the program numbers it; with [`Histograms::with_counts`] what it counted besides.
    pub id: Id,
    /// The name that the program gave, NUL-terminated.
    pub name: [u8; 32],
    /// The path of the cgroup; `None` if it is gone.
    pub cgroup: Option<Vec<u8>>,
    /// The container, or one of the pod, whose histogram it is, where the columns are [`CONTAINER`] or [`POD`].
    pub container: Option<Arc<Container>>,
    /// Names of what ids number; see [`Histograms::names`].
    pub names: Names,
    /// The stack whose number is the first number, in tools that have stacks.
    pub stack: Stack,
    /// The mean of all values of the histogram, in the unit of its bars.
    pub mean: u64,
    low: u64,
    high: u64,
    count: u64,
}

impl Slot {
    /// What its first number is called.
    #[must_use]
    pub fn named(&self) -> Value<'_> {
        probes::name_of(&self.names, self.id[0])
    }
}

/// A column of what a histogram is of.
pub type Key = Field<Slot>;

/// The columns of a cgroup, whose id is the last number of [`Slot::id`]. Programs tell it apart where a tool has them.
pub const CGROUP: [Key; 2] = [
    Key::new("CGROUP", 0, Kind::Text, "Path of the cgroup; its id if it is gone.", |row| match &row.event.cgroup {
        Some(path) => Value::Text(path),
        None => Value::Name(format!("id {}", row.event.id[GROUP]).into()),
    }),
    Key::new("CGROUP_ID", 0, Kind::Uint, "Id of the cgroup.", |row| row.event.id[GROUP].into()).machine(),
];

/// The column of histograms that are told together for each container.
pub const CONTAINER: Key =
    Key::new("CONTAINER", 0, Kind::Container, "The container; none is all that is in no container.", |row| {
        row.event.container.as_deref().map_or(Value::None, Value::Container)
    });

/// The column of histograms that are told together for each pod.
pub const POD: Key = Key::new("POD", 0, Kind::Pod, "The pod; none is all that is in no pod.", |row| {
    row.event.container.as_ref().and_then(|container| container.pod.as_ref()).map_or(Value::None, Value::Pod)
});

/// The mean behind the others in the title of a histogram. Elsewhere there are the count and the sum.
pub const MEAN: Key = Key::new("AVG", 0, Kind::Text, "Mean of all values.", |row| {
    Value::Name(format!("[AVG {}]", row.event.mean).into())
})
.text_only();

/// The columns of a slot in CSV.
const SLOT: [Key; 3] = [
    Key::new("LOW", 0, Kind::Uint, "Least value of the slot.", |row| row.event.low.into()),
    Key::new("HIGH", 0, Kind::Uint, "Greatest value of the slot.", |row| row.event.high.into()),
    Key::new("COUNT", 0, Kind::Uint, "How many values it holds.", |row| row.event.count.into()),
];

/// A tool's histograms on their way.
pub struct Histograms<'c, S> {
    session: Session<'c, S>,
    telling: Telling,
}

/// What is told, and how.
struct Telling {
    unit: Unit,
    filled: Filled,
    is_grouped: bool,
    chooses: bool,
    columns: Vec<Key>,
    args: HistArgs,
    log: Option<Log>,
    names: Names,
    stacks: bool,
    counts: bool,
    together: Option<Together>,
    started: Instant,
}

impl<'c, O: OpenSkel<'static>> Opened<'c, O> {
    /// Starts, to print histograms in this unit: one of everything if `by` is 0, else one for each key. `by` says to the
    /// programs what that is, in a number of theirs, and the columns tell it.
    ///
    /// # Errors
    /// A file for the log that cannot be created, or what keeps the programs from starting.
    pub fn histograms(
        mut self,
        args: &HistArgs,
        unit: Unit,
        by: u32,
        columns: Vec<Key>,
    ) -> Result<Histograms<'c, O::Output>> {
        let log = args.form.hlog.as_deref().map(|path| Log::create(path, &unit)).transpose()?;
        if are_cgroups(&columns) {
            self.keep_files();
        }
        let together = columns.iter().find_map(|column| match column.doc.kind {
            Kind::Container => Some(Together::Container),
            Kind::Pod => Some(Together::Pod),
            _ => None,
        });
        self.names_containers(together.is_some());
        let is_grouped = together.is_some() || are_cgroups(&columns);
        let chooses = self.chooses_containers();
        if !chooses && !is_grouped {
            counters::leave_groups_out(self.open_object_mut())?;
        }
        self.frame.by_cgroup = is_grouped.into();
        let filled = match by != 0 || is_grouped {
            true => Filled::Cells,
            false if chooses => Filled::Both,
            false => Filled::Total,
        };
        hist_maps::configure(self.open_object_mut(), &unit, by, filled)?;
        let session = self.start()?;
        let (stacks, counts) = (false, false);
        let (args, names, started) = (args.clone(), Names::default(), Instant::now());
        let telling =
            Telling { unit, filled, is_grouped, chooses, columns, args, log, names, stacks, counts, together, started };
        Ok(Histograms { session, telling })
    }
}

/// Whether names of cgroups are needed.
fn are_cgroups(columns: &[Key]) -> bool {
    columns.iter().any(|column| column.doc.name == CGROUP[0].doc.name)
}

impl<S: Skel<'static>> Histograms<'_, S> {
    /// What is numbered in ids is called so.
    #[must_use]
    pub fn names(mut self, names: Names) -> Self {
        self.telling.names = names;
        self
    }

    /// The first number of each key is that of a stack: see [`stacks::configure`](super::stacks::configure).
    #[must_use]
    pub fn with_stacks(mut self) -> Self {
        self.telling.stacks = true;
        self
    }

    /// The columns of a histogram of everything, or of each cgroup, are of what the programs have counted besides since the start:
    /// the first two numbers of `lib/counters.bpf.h`, as [`Slot::id`].
    #[must_use]
    pub fn with_counts(mut self) -> Self {
        self.telling.counts = true;
        self
    }

    /// Prints until the end.
    ///
    /// # Errors
    /// Output that cannot be written, or losses where there must be none.
    pub fn run(self) -> Result<()> {
        let (skel, session) = self.session.apart();
        self.telling.run(session, skel.object())
    }
}

impl Telling {
    fn run(self, session: Session<'_, ()>, object: &Object) -> Result<()> {
        let Self { unit, filled, is_grouped, chooses, columns, args, log, names, stacks, counts, together, started } =
            self;
        let Session { cx, mut links, mut report, symbols, .. } = session;
        let stop = cx.stop.clone();
        let mut maps = HistMaps::new(object, filled)?;
        let mut counts = if counts { Some(Everybody::new(object, 2, &cx.groups, chooses, is_grouped)?) } else { None };
        let mut turns = args.interval.turns(started);
        let mut printer = Printer { together, names, ..Printer::new(cx, unit, &columns, &args.form, log)? };
        let mut teller = if stacks { Some(Teller::new(object, symbols)?) } else { None };
        let decider = Decider::new(&printer.cx.groups, chooses);
        let mut undecided = Hists::new();
        let mut hists = Hists::new();
        loop {
            let turn = match &mut teller {
                Some(teller) => teller.wait(&stop, &mut turns, || {})?,
                None => turns.wait(&stop),
            };
            maps.take(if chooses { &mut undecided } else { &mut hists })?;
            for (mut id, named) in std::mem::take(&mut undecided) {
                match decider.verdict(id[GROUP], turn == Turn::Last) {
                    Some(true) => {
                        if !is_grouped {
                            id[GROUP] = 0;
                        }
                        hists.entry(id).or_default().add(&named);
                    }
                    Some(false) => {}
                    None => _ = undecided.insert(id, named),
                }
            }
            if let Some(teller) = &mut teller {
                teller.catch_up(turn == Turn::Last)?;
                report.lose(teller.lost());
            }
            if turn != Turn::Pulse && stop.reason() != Some(Reason::OutputClosed) {
                let mut counted = BTreeMap::new();
                if let Some(counts) = &mut counts {
                    counts.decide(turn == Turn::Last)?;
                    counted = counts.by_group()?;
                }
                printer.print(&std::mem::take(&mut hists), &counted, teller.as_mut())?;
            }
            if turn == Turn::Last {
                return report.close(object, printer.cx, None);
            }
            links.follow(object, printer.cx);
            report.watch(object, printer.cx)?;
            printer.cx.out.flush()?;
        }
    }
}

/// How histograms are told.
struct Printer<'c> {
    cx: &'c mut Context,
    unit: Unit,
    key: Table<Slot>,
    slots: Table<Slot>,
    time: Option<Style>,
    percentiles: bool,
    log: Option<Log>,
    cgroups: Option<CgroupPaths>,
    together: Option<Together>,
    names: Names,
    /// When the interval began.
    since: u64,
}

impl<'c> Printer<'c> {
    fn new(cx: &'c mut Context, unit: Unit, columns: &[Key], args: &HistForm, log: Option<Log>) -> Result<Self> {
        let key = Table::of_key(columns, cx.out.format());
        let form = OutputArgs { json: args.json, csv: args.csv, time: args.time, ..OutputArgs::default() };
        let slots = Table::of_counts(&[columns, &SLOT].concat(), &form, &[])?;
        if cx.out.format() == Format::Csv {
            cx.out.header(&slots)?;
            cx.out.flush()?;
        }
        let cgroups = are_cgroups(columns).then(CgroupPaths::default);
        let time = args.time.or(cx.times.first().copied()).filter(|style| *style != Style::None);
        let (percentiles, since) = (args.percentiles, Clock::now());
        let names = Names::default();
        Ok(Self { cx, unit, key, slots, time, percentiles, log, cgroups, together: None, names, since })
    }

    /// Prints an interval that ends now; the histogram with most in it last, next to what is typed then. `counted` is what was
    /// counted besides, by cgroup.
    fn print(
        &mut self,
        hists: &Hists,
        counted: &BTreeMap<u64, Vec<u64>>,
        mut teller: Option<&mut Teller<'_>>,
    ) -> Result<()> {
        let task = Task { ktime: Clock::now(), ..Task::default() };
        if self.cx.out.format() == Format::Text {
            self.heading(task.ktime)?;
        }
        if let Some(cgroups) = &mut self.cgroups {
            cgroups.learn(hists.keys().map(|id| id[GROUP]).chain(counted.keys().copied()));
        }
        if let Some(teller) = &mut teller {
            teller.find_names(hists.keys().map(|id| id[0]));
        }
        let mut containers = Vec::new();
        let merged = self.merge(hists, counted, &mut containers);
        let mut all: Vec<_> = merged.as_ref().unwrap_or(hists).iter().collect();
        order::sort_by(&mut all, |(_, named)| named.hist.sum());
        for (id, named) in all {
            let cgroup = self.cgroups.as_ref().and_then(|cgroups| cgroups.path(id[GROUP])).map(<[u8]>::to_vec);
            let container = containers.get(id[GROUP] as usize).cloned().flatten();
            let names = self.names.clone();
            let stack = teller.as_ref().and_then(|teller| teller.stack(id[0])).unwrap_or_default();
            let mean = named.hist.mean() / self.unit.size;
            let mut slot =
                Slot { id: *id, name: named.name, cgroup, container, names, stack, mean, low: 0, high: 0, count: 0 };
            match self.cx.out.format() {
                Format::Text => self.bars(&Row::of(&slot, &task), &named.hist)?,
                Format::Json => self.object(&Row::of(&slot, &task), &named.hist)?,
                Format::Csv => {
                    for (low, high, count) in named.hist.slots(&self.unit) {
                        (slot.low, slot.high, slot.count) = (low, high, count);
                        self.cx.out.row(&self.slots, &Row::of(&slot, &task))?;
                    }
                }
            }
            if let Some(log) = &mut self.log {
                let row = Row::of(&slot, &task);
                let tag = (!self.key.is_empty()).then(|| tag(&self.key, &row));
                let start = self.cx.out.clock().wall(self.since);
                log.write(&named.hist, &self.unit, start, task.ktime - self.since, tag.as_deref())?;
            }
        }
        self.since = task.ktime;
        Ok(self.cx.out.flush()?)
    }

    /// The histograms, if they are others: those of cgroups that are told together, whose number in a key is then a place in
    /// `containers`, and those of what is counted besides, with these counts in the key.
    fn merge(
        &self,
        hists: &Hists,
        counted: &BTreeMap<u64, Vec<u64>>,
        containers: &mut Vec<Option<Arc<Container>>>,
    ) -> Option<Hists> {
        if self.together.is_none() && counted.is_empty() {
            return None;
        }
        let mut places = BTreeMap::new();
        let mut place_of = |group: u64| {
            let Some(together) = self.together else { return group };
            let container = self.cx.groups.container(group);
            let container = container.filter(|one| together == Together::Container || one.pod.is_some());
            let whose = container.as_ref().map(|one| match (&one.pod, together) {
                (Some(pod), Together::Pod) => pod.uid.clone(),
                _ => one.id.clone(),
            });
            *places.entry(whose).or_insert_with(|| {
                containers.push(container);
                containers.len() as u64 - 1
            })
        };
        let mut merged = Hists::new();
        for (id, named) in hists {
            merged.entry([id[0], id[1], place_of(id[GROUP])]).or_default().add(named);
        }
        let mut sums: BTreeMap<u64, [u64; 2]> = BTreeMap::new();
        for (group, counts) in counted {
            let sums = sums.entry(place_of(*group)).or_default();
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        for (place, [first, second]) in sums {
            let hist = merged.remove(&[0, 0, place]).unwrap_or_default();
            merged.insert([first, second, place], hist);
        }
        Some(merged)
    }

    /// What stands above an interval.
    fn heading(&mut self, ktime: u64) -> Result<()> {
        self.cx.out.line("")?;
        if let Some(style) = self.time {
            let mut time = Vec::new();
            self.cx.out.clock().write(ktime, style, &mut time);
            self.cx.out.line(&String::from_utf8_lossy(&time))?;
        }
        Ok(())
    }

    fn bars(&mut self, row: &Row<'_, Slot>, hist: &Hist) -> Result<()> {
        if !self.key.is_empty() {
            self.cx.out.line("")?;
            if row.event.stack.frames.is_empty() {
                self.cx.out.title(&self.key, row)?;
            } else {
                self.cx.out.row(&self.key, row)?;
            }
        }
        for frame in &row.event.stack.frames {
            stacks::frame_line(&mut self.cx.out, "    ", frame, FrameArgs::default())?;
        }
        for line in hist.bars(&self.unit) {
            self.cx.out.line(&line)?;
        }
        if let (true, Some(line)) = (self.percentiles, hist.percentile_line(&self.unit)) {
            self.cx.out.line(&line)?;
        }
        Ok(())
    }

    fn object(&mut self, row: &Row<'_, Slot>, hist: &Hist) -> Result<()> {
        let (unit, key) = (&self.unit, &self.key);
        self.cx.out.object(true, |object, clock| {
            let time = object.key("time");
            time.push(b'"');
            clock.write(row.task.ktime, Style::Iso, time);
            time.push(b'"');
            object.str("unit", unit.value).object("key", |object| key.json(row, object, clock));
            object.uint("count", hist.count()).uint("sum", hist.sum());
            object.objects("slots", hist.slots(unit), |(low, high, count), object| {
                object.uint("low", low).uint("high", high).uint("count", count);
            });
            object.object("percentiles", |object| {
                let values = hist.percentiles(unit).unwrap_or_default();
                for ((key, _, _), value) in QUANTILES.iter().zip(values) {
                    object.uint(key, value);
                }
                object.uint("max", hist.max(unit));
            });
        })?;
        Ok(())
    }
}

/// A histogram's key in one word, as a log wants its tags: its JSON, without the characters that would end a tag (JSON
/// has escaped line ends).
fn tag(key: &Table<Slot>, row: &Row<'_, Slot>) -> String {
    let mut word = Vec::new();
    key.json(row, &mut json::Object::new(&mut word), &mut Clock::new());
    String::from_utf8_lossy(&word).replace([',', ' '], ";")
}

/// A file of histograms that other tools read: <https://github.com/HdrHistogram/HdrHistogram>, log format 1.3.
struct Log {
    file: File,
    serializer: V2DeflateSerializer,
}

impl Log {
    /// Creates the file, which must not exist.
    fn create(path: &Path, unit: &Unit) -> Result<Self> {
        let mut this = Self { file: new_file::create(path)?, serializer: V2DeflateSerializer::new() };
        let mut builder = IntervalLogWriterBuilder::new();
        builder
            .add_comment("[Histogram log format version 1.3]")
            .add_comment(&format!("[Values are in {}]", unit.value));
        builder.begin_log_with(&mut this.file, &mut this.serializer)?;
        Ok(this)
    }

    /// Adds an interval of `length` ns that began `start` ns after 1970.
    fn write(&mut self, hist: &Hist, unit: &Unit, start: u64, length: u64, tag: Option<&str>) -> Result<()> {
        let (start, length) = (Duration::from_nanos(start), Duration::from_nanos(length));
        IntervalLogWriterBuilder::new()
            .begin_log_with(&mut self.file, &mut self.serializer)?
            .write_histogram(&hist.to_hdr(unit), start, length, tag.and_then(Tag::new))
            .context("writing the log of histograms")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::{hist_maps::Named, output::Output, stop::Stop};
    use std::io::Read;

    const PID: Key = Key::new("PID", 0, Kind::Uint, "Process.", |row| row.event.id[0].into());
    const COMM: Key = Key::new("COMM", 0, Kind::Text, "Its name.", |row| Value::text(&row.event.name));

    /// Two processes: one value of 100 us, and one of 3 us whose name is hostile.
    fn hists() -> Hists {
        let one = |slot, value, name: &[u8]| {
            let mut named = Named::default();
            named.name[..name.len()].copy_from_slice(name);
            named.hist.add(slot, 1);
            named.hist.add_sum(value, value);
            named
        };
        let slot =
            |value| (0..super::super::hist::SLOTS).rfind(|slot| Unit::USECS.slot_range(*slot).0 <= value).unwrap();
        Hists::from([
            ([7, 0, 0], one(slot(100_000), 100_000, b"cat, dog")),
            ([9, 0, 0], one(slot(3_000), 3_000, b"\x1b[2J\n")),
        ])
    }

    /// What is printed for an interval in which these happened.
    fn printed(format: Format, args: &HistForm, log: Option<Log>, hists: &Hists) -> String {
        let (mut reader, writer) = std::io::pipe().unwrap();
        let mut cx = Context {
            name: "test",
            stop: Stop::new().unwrap(),
            out: Output::new(Box::new(writer), format, Clock::new()),
            terminal: None,
            options: Vec::new(),
            times: Vec::new(),
            groups: crate::common::groups::Groups::default(),
            notes: Box::new(std::io::sink()),
            on_attached: Box::new(|_| Ok(())),
        };
        let columns: &[Key] = if hists.contains_key(&[0; 3]) { &[] } else { &[PID, COMM] };
        Printer::new(&mut cx, Unit::USECS, columns, args, log).unwrap().print(hists, &BTreeMap::new(), None).unwrap();
        drop(cx);
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn text_has_a_title_for_each_key_and_the_greatest_last() {
        let args = HistForm { percentiles: true, ..HistForm::default() };
        let text = printed(Format::Text, &args, None, &hists());
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[..2], ["", ""]);
        assert_eq!(lines[2], r"pid = 9 \x1b[2J\n");
        assert!(lines[3].starts_with("     usecs               : count    distribution"), "{text}");
        assert_eq!(lines[6], "     p50 3.0, p90 3.0, p99 3.0, p99.9 3.0, p99.99 3.0, max 3.0 usecs");
        assert_eq!(lines[7..9], ["", "pid = 7 cat, dog"]);
        assert!(
            text.contains("        64 -> 127        : 1        |****************************************|"),
            "{text}"
        );
    }

    #[test]
    fn nothing_is_a_blank_line_in_text_and_a_count_of_0_in_json() {
        let nothing = Hists::from([([0; 3], Named::default())]);
        assert_eq!(printed(Format::Text, &HistForm::default(), None, &nothing), "\n");
        let json = printed(Format::Json, &HistForm::default(), None, &nothing);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(
            (&json["count"], &json["key"], &json["percentiles"]["max"]),
            (&0.into(), &serde_json::json!({}), &0.into())
        );
    }

    #[test]
    fn json_has_exact_ranges() {
        let text = printed(Format::Json, &HistForm::default(), None, &hists());
        let rows: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(rows[1]["key"], serde_json::json!({"pid": 7, "comm": "cat, dog"}));
        assert_eq!(rows[1]["slots"], serde_json::json!([{"low": 100_000, "high": 103_999, "count": 1}]));
        assert_eq!((&rows[1]["unit"], &rows[1]["sum"]), (&"ns".into(), &100_000.into()));
        assert_eq!(rows[0]["key"]["comm"], "\u{1b}[2J\n");
    }

    #[test]
    fn csv_has_a_line_a_slot() {
        let text = printed(Format::Csv, &HistForm { csv: true, ..HistForm::default() }, None, &hists());
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], "time,pid,comm,low,high,count");
        assert!(lines[1].ends_with(r",9,\x1b[2J\n,3000,3124,1"), "{text}");
        assert!(lines[2].ends_with(r#",7,"cat, dog",100000,103999,1"#), "{text}");
    }

    #[test]
    fn a_log_can_be_read_back_and_does_not_replace_a_file() {
        use hdrhistogram::serialization::{
            Deserializer,
            interval_log::{IntervalLogIterator, LogEntry},
        };
        let path = std::env::temp_dir().join(format!("probebox-hlog-{}", std::process::id()));
        let log = Log::create(&path, &Unit::USECS).unwrap();
        assert!(Log::create(&path, &Unit::USECS).is_err());
        printed(Format::Text, &HistForm::default(), Some(log), &hists());
        let bytes = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let mut found = Vec::new();
        for entry in IntervalLogIterator::new(&bytes) {
            if let LogEntry::Interval(interval) = entry.unwrap() {
                let bytes =
                    base64::Engine::decode(&base64::engine::general_purpose::STANDARD, interval.encoded_histogram());
                let hist: hdrhistogram::Histogram<u64> =
                    Deserializer::new().deserialize(&mut &bytes.unwrap()[..]).unwrap();
                found.push((interval.tag().unwrap().as_str().to_owned(), hist.len(), hist.max()));
            }
        }
        assert_eq!(found[1], (r#"{"pid":7;"comm":"cat;;dog"}"#.to_owned(), 1, 100_031));
        assert_eq!(found.len(), 2);
    }
}
