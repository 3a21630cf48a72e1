//! A tool that prints a row an event: ring buffer to table, until the end, with every loss told.

use anyhow::{Context as _, Result, anyhow};
use libbpf_rs::{
    MapCore, Object,
    skel::{OpenSkel, Skel},
};
use plain::Plain;

use super::{
    context::Context,
    events::Task,
    field::{Field, FieldDoc, Row},
    groups::{Groups, Label, Labels, Told},
    output::{Format, Output, OutputArgs, Table},
    probes::Names,
    report::Report,
    ring::{self, Consumer},
    row_stacks::{Find, Parts},
    session::{Opened, Session},
    stack::Symbols,
    stop::Reason,
};

/// Takes a record of the ring buffer apart.
///
/// # Errors
/// A record that is shorter than its type, which means that the two sides disagree.
pub fn decode<T: Plain>(record: &[u8]) -> Result<Row<'_, T>> {
    let wrong = |_| anyhow!("an event of {} bytes, where at least {} were due", record.len(), size_of::<T>());
    let event: &T = plain::from_bytes(record).map_err(wrong)?;
    let task: &Task = plain::from_bytes(record).map_err(wrong)?;
    Ok(Row { rest: record.get(size_of::<T>()..).unwrap_or_default(), ..Row::of(event, task) })
}

/// One kind of rows that a tool writes, with the type of its records forgotten.
pub trait Records: Sync {
    /// All fields that a row can have: the tool's own, then the common ones.
    fn docs(&self) -> Vec<FieldDoc>;

    /// The rows are counts, not events of a task each.
    fn are_counts(&self) -> bool;

    /// Writes a record as a row.
    ///
    /// # Errors
    /// A record that is shorter than its type, a field that is asked for and unknown, output that cannot be written.
    fn write(&self, record: &[u8], args: &OutputArgs, out: &mut Output) -> Result<()>;
}

impl<T: Plain + 'static> Records for &'static [Field<T>] {
    fn docs(&self) -> Vec<FieldDoc> {
        with_common(self, &Field::COMMON)
    }

    fn are_counts(&self) -> bool {
        false
    }

    fn write(&self, record: &[u8], args: &OutputArgs, out: &mut Output) -> Result<()> {
        Ok(out.row(&Table::new(self, args, &[], &[])?, &decode(record)?)?)
    }
}

/// Rows that are counts, for tests of what is written about them.
#[cfg(test)]
pub struct Counts<T: 'static>(pub &'static [Field<T>]);

#[cfg(test)]
impl<T: Plain> Records for Counts<T> {
    fn docs(&self) -> Vec<FieldDoc> {
        with_common(self.0, &Field::COMMON[..1])
    }

    fn are_counts(&self) -> bool {
        true
    }

    fn write(&self, record: &[u8], args: &OutputArgs, out: &mut Output) -> Result<()> {
        Ok(out.row(&Table::of_counts(self.0, args, &[])?, &decode(record)?)?)
    }
}

/// A tool's own fields, then the common ones for which it has none of its own.
pub(super) fn with_common<T>(fields: &[Field<T>], common: &[Field<T>]) -> Vec<FieldDoc> {
    let own: Vec<FieldDoc> = fields.iter().map(|field| field.doc).collect();
    let mut all = own.clone();
    all.extend(common.iter().map(|field| field.doc).filter(|doc| own.iter().all(|own| own.key() != doc.key())));
    all
}

/// Whether a row is to be shown.
pub type Keep<T> = Box<dyn Fn(&Row<'_, T>) -> bool>;

/// Hands over records that are still in maps when everything has been detached.
pub type AtEnd<S> = fn(&S, &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()>;

/// Makes text of a record.
pub type Render<T> = Box<dyn Fn(&Row<'_, T>) -> String>;

/// A tool's rows on their way.
pub struct Rows<'c, S, T: 'static> {
    session: Session<'c, S>,
    table: Table<T>,
    keep: Keep<T>,
    at_end: Option<AtEnd<S>>,
    stacks: Option<Find<T>>,
    names: Names,
    render: Option<Render<T>>,
    labels: Labels,
}

impl<'c, O: OpenSkel<'static>> Opened<'c, O> {
    /// Starts, to print rows of these fields, one for each event in the map `events`.
    ///
    /// # Errors
    /// A field that is asked for and unknown, or what keeps the programs from starting.
    pub fn rows<T: Plain>(mut self, fields: &'static [Field<T>], args: &OutputArgs) -> Result<Rows<'c, O::Output, T>> {
        self.expect_pods();
        let table = self.cx.table(fields, args)?;
        let tells = table.tells_containers();
        if tells {
            self.keep_files();
        }
        // JSON tells them always: there it is enough to look when a row comes.
        self.names_containers(tells && args.format() != Format::Json);
        self.frame.with_parent = (table.shows("ppid") || table.shows("parent_comm")).into();
        self.frame.with_netns = table.shows("netns").into();
        let labels = Labels::new(&self.cx.groups, table.tells_containers(), self.chooses_containers());
        let session = self.start()?;
        session.cx.out.header(&table)?;
        session.cx.out.flush()?;
        Ok(Rows {
            session,
            table,
            keep: Box::new(|_| true),
            at_end: None,
            stacks: None,
            names: Names::default(),
            render: None,
            labels,
        })
    }
}

impl<S: Skel<'static>, T: Plain> Rows<'_, S, T> {
    /// Leaves out rows for which `keep` is false.
    #[must_use]
    pub fn keep(mut self, keep: impl Fn(&Row<'_, T>) -> bool + 'static) -> Self {
        self.keep = Box::new(keep);
        self
    }

    /// Tells what is still in the maps at the end.
    #[must_use]
    pub fn at_end(mut self, at_end: AtEnd<S>) -> Self {
        self.at_end = Some(at_end);
        self
    }

    /// Looks for names of the stacks that records have; see [`Opened::take_stacks`].
    #[must_use]
    pub fn stacks(mut self, stacks: Find<T>) -> Self {
        self.stacks = Some(stacks);
        self
    }

    /// What is numbered in records is called so; see [`Row::named`].
    #[must_use]
    pub fn names(mut self, names: Names) -> Self {
        self.names = names;
        self
    }

    /// Fields find in [`Row::rendered`] what this makes of a record.
    #[must_use]
    pub fn rendered(mut self, render: impl Fn(&Row<'_, T>) -> String + 'static) -> Self {
        self.render = Some(Box::new(render));
        self
    }

    /// Prints until the end.
    ///
    /// # Errors
    /// Output that cannot be written, or losses where there must be none.
    pub fn run(self) -> Result<()> {
        let Self { session, table, keep, at_end, stacks, names, render, labels } = self;
        let Session { cx, skel, mut links, report, symbols } = session;
        let stop = cx.stop.clone();
        let object = skel.object();
        let ring = object.maps().find(|map| map.name() == "events").context("the object has no map 'events'")?;
        let stacks = symbols.zip(stacks);
        let (waiting, held) = (Vec::new(), Held::new(&cx.groups));
        let mut printer = Printer { cx, object, report, table, keep, stacks, names, render, labels, waiting, held };
        let detach = at_end.is_some().then_some(|| links.clear());
        let (reason, peak) = ring::read(&ring, &stop, &mut printer, detach)?;
        if reason != Reason::OutputClosed {
            printer.labels.end();
            printer.batch_end()?;
        }
        if let Some(at_end) = at_end.filter(|_| reason != Reason::OutputClosed) {
            at_end(&skel, &mut |record| printer.record(record))?;
            printer.print_waiting()?;
        }
        let Printer { cx, report, .. } = printer;
        report.close(object, cx, Some(peak))
    }
}

/// What becomes of each record.
struct Printer<'a, T: 'static> {
    cx: &'a mut Context,
    object: &'a Object,
    report: Report,
    table: Table<T>,
    keep: Keep<T>,
    stacks: Option<(Symbols, Find<T>)>,
    names: Names,
    render: Option<Render<T>>,
    labels: Labels,
    /// Records with stacks, until the names of a batch are looked for.
    waiting: Vec<Box<[u8]>>,
    held: Held,
}

/// Records of cgroups that may yet prove to be a container's.
struct Held {
    records: Vec<Box<[u8]>>,
    bytes: usize,
    /// They are wanted unless they do.
    are_hosts: bool,
}

/// So much is held. What comes then is lost, or the host's: most groups are.
const MOST_HELD: usize = 16 << 20;

impl Held {
    fn new(groups: &Groups) -> Self {
        Self { records: Vec::new(), bytes: 0, are_hosts: groups.want_none() }
    }

    /// Those that were held; none are now.
    fn take(&mut self) -> Vec<Box<[u8]>> {
        self.bytes = 0;
        std::mem::take(&mut self.records)
    }

    /// Whether there was room for it.
    #[cold]
    fn add(&mut self, record: &[u8]) -> bool {
        let has_room = self.bytes + record.len() <= MOST_HELD;
        if has_room {
            self.bytes += record.len();
            self.records.push(record.into());
        }
        has_room
    }
}

impl<T: Plain> Printer<'_, T> {
    /// Prints what has come with stacks.
    #[inline(never)]
    fn print_waiting(&mut self) -> Result<()> {
        let Some((symbols, find)) = &mut self.stacks else { return Ok(()) };
        let waiting = std::mem::take(&mut self.waiting);
        let rows = waiting.iter().map(|record| decode(record)).collect::<Result<Vec<_>>>()?;
        let stacks: Vec<_> = rows.iter().map(|row| find(row)).collect();
        Parts::prepare(&stacks, symbols);
        for (row, stack) in rows.into_iter().zip(stacks) {
            let stack_of = stack.frames(row.task.pid, symbols);
            let Told::Wanted(Label { container, kept }) = self.labels.of(row.task.cgroup_id, row.task.pid) else {
                continue;
            };
            let (container, kept) = (container.as_ref(), kept.as_ref());
            let row = Row { rest: stack.rest, stack: &stack_of, names: &self.names, container, kept, ..row };
            if (self.keep)(&row) {
                self.cx.out.row(&self.table, &row)?;
            }
        }
        Ok(())
    }
}

impl<T: Plain> Consumer for Printer<'_, T> {
    fn record(&mut self, record: &[u8]) -> Result<()> {
        let row = decode::<T>(record)?;
        let hosts = Label::default();
        let label = match self.labels.of(row.task.cgroup_id, row.task.pid) {
            Told::Unwanted => return Ok(()),
            Told::Open if self.held.add(record) => return Ok(()),
            Told::Open if self.held.are_hosts => &hosts,
            Told::Open => {
                self.report.lose(1);
                return Ok(());
            }
            Told::Wanted(label) => label,
        };
        if self.stacks.is_some() {
            self.waiting.push(record.into());
            return Ok(());
        }
        let (container, kept) = (label.container.as_ref(), label.kept.as_ref());
        let row = Row { names: &self.names, container, kept, ..row };
        let rendered = self.render.as_ref().map(|render| render(&row)).unwrap_or_default();
        let row = Row { rendered: &rendered, ..row };
        if (self.keep)(&row) {
            self.cx.out.row(&self.table, &row)?;
        }
        Ok(())
    }

    fn batch_end(&mut self) -> Result<()> {
        self.print_waiting()?;
        let held = self.held.take();
        if !held.is_empty() {
            self.labels.forget(); // to ask again
            for record in held {
                self.record(&record)?;
            }
            self.print_waiting()?;
        }
        self.labels.forget();
        self.cx.out.flush()?;
        self.report.watch(self.object, self.cx)
    }
}
