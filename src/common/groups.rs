//! Which containers are traced, as they come and go, and what rows say of them. `src/bpf/lib/cgroup.bpf.h` is the other
//! half: it tells of new cgroups, and asks the map of verdicts about each event's.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt, fs,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use libbpf_rs::{MapCore, MapFlags, MapHandle, Object, OpenObject};

use super::{
    args::Usage,
    cgroups,
    containers::{Container, Containers},
    field::until_nul,
    filter::GroupArgs,
    frame::Frame,
    output::Kept,
    recent::Few,
    ring::Reader,
    stop::Stop,
};

/// The maps of `lib/cgroup.bpf.h`.
const VERDICTS: &str = "cgroup_verdicts";
const NEWS: &str = "cgroup_news";
const KNOWN: &str = "cgroup_known";

/// The programs of `lib/cgroup.bpf.h`.
pub const ROLES: [&str; 3] = ["maybe_group_new", "maybe_group_exec", "maybe_group_gone"];

/// `enum verdict`.
const UNDECIDED: u8 = 1;
const IN: u8 = 2;
const OUT: u8 = 3;

/// `enum containers`.
const WATCHED: u8 = 1;
const CHOSEN_IN: u8 = 2;
const CHOSEN_OUT: u8 = 3;

/// `enum cgroup_event`.
const NEW: u32 = 0;
const GONE: u32 = 1;
const EXEC: u32 = 2;

/// Least room for verdicts.
const ENTRIES: u32 = 16_384;

/// How many groups that came are remembered, for rows that are printed late.
const REMEMBERED: usize = 65_536;

/// So long after a program has started in it, a group of which nothing is known to be a container is none: runtimes write
/// what they know before they start one, or soon after (crun). That may take them long on a busy machine, so a group waits longer
/// in which none has started, but not where what is in no container is traced, which most such groups are; and while a runtime is
/// known to be at it ([`Containers::is_coming`]): one of its own programs may have started there.
const PATIENCE: Duration = Duration::from_secs(2);
const LONG_PATIENCE: Duration = Duration::from_secs(60);
/// With `--host`, rows of a new group are held so long from its first program on: most groups are of no container, and who
/// reads rows is to have them within a second.
const HOST_PATIENCE: Duration = Duration::from_millis(500);

/// How often it is looked again at open groups meanwhile, and at how many at most.
const PAUSE: Duration = Duration::from_millis(50);
const AT_ONCE: usize = 64;

/// If there are more groups than these, nobody waits until all their names are read.
const READ_AT_ONCE: usize = 500;

/// Which containers are wanted: the filters' words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Wanted {
    containers: Vec<String>,
    pods: Vec<String>,
    all: bool,
    none: bool,
}

impl Wanted {
    fn new(args: &GroupArgs) -> Self {
        let (containers, pods) = (args.container.clone(), args.pod.clone());
        Self { containers, pods, all: args.containers, none: args.host }
    }

    /// What becomes of a program's events.
    fn mode(&self) -> u8 {
        match self {
            _ if self.none => CHOSEN_OUT,
            Self { containers, pods, all: false, .. } if containers.is_empty() && pods.is_empty() => 0,
            _ => CHOSEN_IN,
        }
    }

    /// Whether one that is none of these may prove to be: its runtime has not yet written what it is called.
    fn may_want(&self, container: &Container) -> bool {
        let is_named = !self.containers.is_empty() || !self.pods.is_empty();
        let pod_is_known = container.pod.as_ref().is_none_or(|pod| pod.name.is_some());
        is_named && !self.wants(container) && (container.name.is_none() || !pod_is_known)
    }

    /// Whether it is one of these. Containers and pods that are named must both match.
    fn wants(&self, container: &Container) -> bool {
        let named = |word: &String| {
            container.name.as_deref() == Some(word.as_bytes()) || container.id.starts_with(word.as_str())
        };
        (self.containers.is_empty() || self.containers.iter().any(named))
            && (self.pods.is_empty() || self.pods.iter().any(|word| is_in_pod(container, word)))
    }
}

/// `NAMESPACE/NAME`, or a name in any namespace.
fn is_in_pod(container: &Container, word: &str) -> bool {
    let Some(pod) = &container.pod else { return false };
    let is = |part: &Option<Vec<u8>>, word: &str| part.as_deref() == Some(word.as_bytes());
    match word.split_once('/') {
        Some((namespace, name)) => is(&pod.namespace, namespace) && is(&pod.name, name),
        None => is(&pod.name, word),
    }
}

/// What the filters' words were found to mean.
#[derive(Debug)]
struct Words {
    containers: Vec<Word>,
    pods: Vec<Word>,
}

#[derive(Debug)]
struct Word {
    text: String,
    /// Something is called so.
    is_found: bool,
    /// Ids that begin so, if it is not a whole one, nor a name. Two are enough to refuse it.
    begins: BTreeSet<String>,
    is_whole: bool,
}

impl Words {
    fn new(wanted: &Wanted) -> Self {
        let words = |words: &[String]| {
            let word =
                |word: &String| Word { text: word.clone(), is_found: false, begins: BTreeSet::new(), is_whole: false };
            words.iter().map(word).collect()
        };
        Self { containers: words(&wanted.containers), pods: words(&wanted.pods) }
    }

    fn are_none(&self) -> bool {
        self.containers.is_empty() && self.pods.is_empty()
    }

    /// This one is there.
    fn see(&mut self, container: &Container) {
        for word in &mut self.containers {
            let is_id = container.id.starts_with(&word.text);
            word.is_whole |= container.name.as_deref() == Some(word.text.as_bytes()) || container.id == word.text;
            if is_id && word.begins.len() < 4 {
                word.begins.insert(container.id.clone());
            }
            word.is_found |= is_id || word.is_whole;
        }
        for word in &mut self.pods {
            word.is_found |= is_in_pod(container, &word.text);
        }
    }

    /// All have been seen: what the user should know.
    ///
    /// # Errors
    /// A word that does not mean one container.
    fn notes(&self) -> Result<Vec<String>> {
        if let Some(word) = self.containers.iter().find(|word| !word.is_whole && word.begins.len() > 1) {
            let short: Vec<_> = word.begins.iter().map(|id| id.get(..16).unwrap_or(id)).collect();
            bail!(Usage(format!("--container {} begins the id of several: {}", word.text, short.join(", "))));
        }
        let missing = self.containers.iter().chain(&self.pods).filter(|word| !word.is_found);
        let note = |word: &Word| {
            format!("there is no container or pod '{}' yet: it is traced as soon as it starts", word.text)
        };
        Ok(missing.map(note).collect())
    }
}

/// What a tool knows of containers; shared by those who print and those who wait.
#[derive(Clone)]
pub struct Groups {
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    containers: Containers,
    wanted: Wanted,
    /// While programs tell of new groups.
    watch: Option<Watch>,
}

struct Watch {
    news: Reader,
    verdicts: MapHandle,
    /// Of groups that came while it ran: whether they are wanted.
    decided: BTreeMap<u64, bool>,
    /// Those on which nothing is decided.
    open: HashMap<u64, Open>,
    /// What of the groups that were there is read while it runs.
    ahead: Option<Ahead>,
}

/// Containers that were there at the start, as they are read one after the other.
struct Ahead {
    /// Those of which nothing but the path was read yet; none before it was looked for them.
    unread: Option<Vec<u64>>,
    words: Words,
    /// When all are read: what is to be said.
    notes: Result<Vec<String>>,
}

/// A group on which nothing is decided.
#[derive(Clone, Copy)]
struct Open {
    since: Instant,
    /// How long it is waited for the first program.
    patience: Duration,
    /// When the first program started in it.
    started: Option<Instant>,
    /// When its container was last looked for.
    looked: Option<Instant>,
}

impl Open {
    fn new(wanted: &Wanted) -> Self {
        let patience = if wanted.none { PATIENCE } else { LONG_PATIENCE };
        Self { since: Instant::now(), patience, started: None, looked: None }
    }

    /// Whether it may become a container's yet.
    fn is_young(&self) -> bool {
        self.started.map_or(self.since.elapsed() < self.patience, |started| started.elapsed() < PATIENCE)
    }

    /// Whether it is worth looking for that again and again.
    fn is_expected(&self) -> bool {
        self.started.unwrap_or(self.since).elapsed() < PATIENCE
    }

    /// Whether it has just been looked for.
    fn is_fresh(&self) -> bool {
        self.looked.is_some_and(|looked| looked.elapsed() < PAUSE)
    }
}

impl fmt::Debug for Groups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Groups").finish_non_exhaustive()
    }
}

impl Default for Groups {
    fn default() -> Self {
        let shared = Shared { containers: Containers::new(), wanted: Wanted::default(), watch: None };
        Self { shared: Arc::new(Mutex::new(shared)) }
    }
}

impl Groups {
    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The container of a cgroup. What has been found once is kept.
    #[must_use]
    pub fn container(&self, cgroup_id: u64) -> Option<Arc<Container>> {
        let mut shared = self.lock();
        if shared.wanted.none {
            return None; // what is in one is left out
        }
        if shared.watch.is_some() {
            shared.hear();
            shared.decide(cgroup_id, false);
        }
        shared.containers.of(cgroup_id)
    }

    /// Whether any container belongs to a pod.
    #[must_use]
    pub fn have_pods(&self) -> bool {
        self.lock().containers.have_pods()
    }

    /// Whether what comes from this cgroup is wanted, as far as the program that told it could not know; `None` if that may yet
    /// prove to be either.
    #[must_use]
    pub fn admit(&self, cgroup_id: u64) -> Option<bool> {
        self.lock().admit(cgroup_id)
    }

    /// Whether what is in no container is wanted, which a group is in that is undecided to the end.
    #[must_use]
    pub fn want_none(&self) -> bool {
        let shared = self.lock();
        shared.wanted.mode() == 0 || shared.wanted.none
    }

    /// Whether rows of a group on which nothing is decided are to be held back.
    fn holds(&self, cgroup_id: u64) -> bool {
        let shared = self.lock();
        if !shared.wanted.none {
            return shared.wanted.mode() != 0;
        }
        let open = shared.watch.as_ref().and_then(|watch| watch.open.get(&cgroup_id));
        open.is_some_and(|open| open.started.unwrap_or(open.since).elapsed() < HOST_PATIENCE)
    }

    /// What became known of the filters' words since the last call, if that takes longer than [`Groups::watch`].
    ///
    /// # Errors
    /// A word that does not mean one container.
    pub fn late_notes(&self) -> Result<Vec<String>> {
        let mut shared = self.lock();
        let ahead = shared.watch.as_mut().and_then(|watch| watch.ahead.as_mut());
        ahead.map_or_else(|| Ok(Vec::new()), |ahead| std::mem::replace(&mut ahead.notes, Ok(Vec::new())))
    }

    /// Whether what was found out of a cgroup stays so: which container it is, and whether that is wanted.
    fn is_settled(&self, cgroup_id: u64, shown: bool, chosen: bool) -> bool {
        let shared = self.lock();
        let decided = || shared.watch.as_ref().is_some_and(|watch| watch.decided.contains_key(&cgroup_id));
        let known = || shared.wanted.none || shared.containers.is_settled(cgroup_id);
        (!chosen || shared.wanted.mode() == 0 || decided()) && (!shown || known())
    }

    /// Tells the programs what the filters want; with `names`, of every new group.
    ///
    /// # Errors
    /// Control groups that cannot be told apart.
    pub fn choose(&self, args: &GroupArgs, names: bool, frame: &mut Frame) -> Result<()> {
        (frame.hierarchy, frame.controller) = hierarchy()?;
        let mut shared = self.lock();
        shared.wanted = Wanted::new(args);
        frame.containers = shared.wanted.mode().max(if names { WATCHED } else { 0 });
        Ok(())
    }

    /// Sizes the maps, and leaves them out where they are not needed.
    ///
    /// # Errors
    /// libbpf's.
    pub fn size_maps(&self, object: &mut OpenObject, frame: &Frame) -> Result<()> {
        for mut map in object.maps_mut() {
            match map.name().to_str() {
                Some(VERDICTS | NEWS) if frame.containers == 0 => map.set_autocreate(false)?,
                Some(KNOWN) if frame.containers < CHOSEN_IN => map.set_autocreate(false)?,
                Some(VERDICTS) => {
                    let groups = self.lock().containers.count_groups();
                    map.set_max_entries(u32::try_from(groups).unwrap_or(u32::MAX).saturating_mul(2).max(ENTRIES))?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Decides on all groups that are there, and from now on, whenever `stop` waits, on those that come. The programs are
    /// attached already, so that none is missed in between. Returns what the user should know.
    ///
    /// # Errors
    /// A container that is not the only one with that prefix; the kernel's, when it refuses an entry.
    pub fn watch(&self, object: &Object, frame: &Frame, stop: &Stop) -> Result<Vec<String>> {
        if frame.containers == 0 {
            return Ok(Vec::new());
        }
        let find = |name: &str| object.maps().find(|map| map.name() == name).context("a map of cgroups is missing");
        let (news, verdicts) = (Reader::new(&find(NEWS)?)?, MapHandle::try_from(&find(VERDICTS)?)?);
        let bell = news.bell();
        let notes = {
            let mut shared = self.lock();
            shared.watch = Some(Watch { news, verdicts, decided: BTreeMap::new(), open: HashMap::new(), ahead: None });
            shared.decide_all()?
        };
        let this = self.clone();
        stop.meanwhile(bell, move || this.lock().keep_up());
        Ok(notes)
    }
}

/// The number of the hierarchy whose groups stand for tasks, and `enum cgroup_controller`.
fn hierarchy() -> Result<(u32, u8)> {
    let Some(controller) = cgroups::hierarchy().controller else { return Ok((0, 0)) };
    let known = ["blkio", "memory", "pids"].iter().position(|known| *known == controller);
    let known = known.with_context(|| format!("control groups of {controller} alone cannot be told apart"))?;
    let own = fs::read("/proc/self/cgroup").context("reading /proc/self/cgroup")?;
    let number = number_of(&own, controller).context("/proc/self/cgroup does not name the hierarchy of blkio")?;
    Ok((number, known as u8 + 1))
}

/// `4:cpu,cpuacct:/user.slice`: number, controllers, path.
fn number_of(own: &[u8], controller: &str) -> Option<u32> {
    let lines = std::str::from_utf8(own).ok()?.lines();
    let mut words = lines.map(|line| line.splitn(3, ':'));
    words.find_map(|mut words| {
        let (number, names) = (words.next()?, words.next()?);
        names.split(',').any(|name| name == controller).then(|| number.parse().ok())?
    })
}

/// The processes of the containers that these options choose.
#[must_use]
pub fn processes_of(args: &GroupArgs) -> Vec<u32> {
    let wanted = Wanted::new(args);
    let mut containers = Containers::new();
    let all = containers.all();
    all.iter().filter(|one| wanted.wants(one)).flat_map(|one| containers.processes_of(one)).collect()
}

/// Says what becomes of counts of cgroups that the programs did not know to be wanted: `told_group_id()` of
/// `lib/cgroup.bpf.h` keeps them apart.
#[derive(Debug, Default)]
pub struct Decider {
    groups: Option<Groups>,
}

impl Decider {
    /// One that chooses, or finds everything wanted.
    #[must_use]
    pub fn new(groups: &Groups, chooses: bool) -> Self {
        Self { groups: chooses.then(|| groups.clone()) }
    }

    /// Whether counts of a cgroup are wanted, as those of 0 are; `None` if they are to be held back, which none are at the end.
    #[must_use]
    pub fn verdict(&self, cgroup_id: u64, is_end: bool) -> Option<bool> {
        let Some(groups) = self.groups.as_ref().filter(|_| cgroup_id != 0) else { return Some(true) };
        groups.admit(cgroup_id).or_else(|| is_end.then(|| groups.want_none()))
    }
}

/// What the rows of a tool are told of containers, asked once for all of a batch that are of one cgroup.
#[derive(Debug)]
pub struct Labels {
    groups: Groups,
    /// Rows tell of containers.
    shown: bool,
    /// Only rows of some containers are wanted.
    chosen: bool,
    known: Few<Known>,
    /// Some of those may become otherwise.
    any_open: bool,
    /// No more is waited for.
    is_over: bool,
    /// For rows that neither tell of containers nor are of some only.
    none: Told,
}

/// What rows of a cgroup are told, if they are wanted, and whether that stays so.
#[derive(Debug)]
struct Known {
    told: Told,
    is_final: bool,
}

/// What becomes of a row.
#[derive(Debug)]
pub enum Told {
    /// It is told, and this with it.
    Wanted(Label),
    /// It is left out.
    Unwanted,
    /// Its group may yet prove to be a wanted container's.
    Open,
}

/// What rows of a cgroup are told that are wanted.
#[derive(Debug, Default)]
pub struct Label {
    /// The container, if it is in one and rows tell.
    pub container: Option<Arc<Container>>,
    /// What the table keeps of the group; nothing if nobody asks which it is.
    pub kept: Option<Kept>,
}

impl Labels {
    /// For rows that tell of containers, or are of some only.
    #[must_use]
    pub fn new(groups: &Groups, shown: bool, chosen: bool) -> Self {
        let (known, none) = (Few::default(), Told::Wanted(Label::default()));
        Self { groups: groups.clone(), shown, chosen, known, any_open: false, is_over: false, none }
    }

    /// What a row from this cgroup is told, of a process of this number, 0 for none.
    #[allow(clippy::inline_always)] // most rows are told nothing, and should not pay for a call
    #[inline(always)]
    pub fn of(&mut self, cgroup_id: u64, pid: u32) -> &Told {
        if !self.shown && !self.chosen {
            return &self.none;
        }
        let (place, is_known) = self.known.find(cgroup_id);
        if !is_known {
            self.ask(cgroup_id, pid);
        }
        self.known.at(place).map_or(&self.none, |known| &known.told)
    }

    #[cold]
    fn ask(&mut self, cgroup_id: u64, pid: u32) {
        let Self { groups, shown, chosen, .. } = self;
        groups.lock().containers.meet(cgroup_id, pid);
        let verdict = if *chosen { groups.admit(cgroup_id) } else { Some(true) };
        let told = match verdict {
            Some(false) => Told::Unwanted,
            None if !self.is_over && groups.holds(cgroup_id) => Told::Open,
            None if !groups.want_none() => Told::Unwanted,
            _ => {
                let container = shown.then(|| groups.container(cgroup_id)).flatten();
                Told::Wanted(Label { container, kept: Some(Kept::default()) })
            }
        };
        let is_final = groups.is_settled(cgroup_id, *shown && matches!(told, Told::Wanted(_)), *chosen);
        self.any_open |= !is_final;
        self.known.put(cgroup_id, Known { told, is_final });
    }

    /// Nothing is open any more: what is undecided to the end is of no container.
    pub fn end(&mut self) {
        self.is_over = true;
        self.forget();
    }

    /// A batch is over: what was found may change, if it is not settled.
    pub fn forget(&mut self) {
        if std::mem::take(&mut self.any_open) {
            self.known.retain(|known| known.is_final);
        }
    }
}

impl Shared {
    /// Decides on what is there. What no word asks for by name, paths tell alone, when something happens in a group; and of many
    /// groups no more is read before.
    fn decide_all(&mut self) -> Result<Vec<String>> {
        if self.wanted.mode() == 0 {
            return Ok(Vec::new());
        }
        let mut words = Words::new(&self.wanted);
        let is_late = words.are_none() || self.containers.count_groups() > READ_AT_ONCE;
        let (mut groups, mut open) = (Vec::new(), Vec::new());
        if !is_late {
            let all = self.containers.all();
            for container in all {
                words.see(&container);
                if self.wanted.wants(&container) {
                    groups.extend(self.containers.groups_of(&container));
                } else if self.wanted.may_want(&container) {
                    open.extend(self.containers.groups_of(&container));
                }
            }
        }
        let is_named = !words.are_none();
        let notes = if is_late { Vec::new() } else { words.notes()? };
        if let Some(watch) = &mut self.watch {
            watch.set_all(&groups, verdict(!self.wanted.none)).context("filling the filter of containers")?;
            watch.set_all(&open, UNDECIDED).context("filling the filter of containers")?;
            watch.open.extend(open.into_iter().map(|id| (id, Open::new(&self.wanted))));
            for id in groups {
                watch.remember(id, !self.wanted.none);
            }
            if self.wanted.all || (is_late && is_named) {
                watch.ahead = Some(Ahead { unread: None, words, notes: Ok(Vec::new()) });
            }
        }
        Ok(notes)
    }

    /// Reads what the programs have told, looks again at what is open, and on at what was not read at the start. Returns when to
    /// do so again: some runtimes write down what they know when the first program runs already.
    fn keep_up(&mut self) -> Option<Duration> {
        if let Some(watch) = &self.watch {
            watch.news.quiet();
        }
        self.hear();
        let due = |watch: &Watch| {
            let open = watch.open.iter().filter(|(_, open)| open.is_expected() || !open.is_young());
            open.map(|(id, _)| *id).take(AT_ONCE).collect::<Vec<_>>()
        };
        for id in self.watch.as_ref().map(due).unwrap_or_default() {
            self.decide(id, false);
        }
        let is_unread = self.read_ahead();
        let is_open = self.watch.as_ref().is_some_and(|watch| !due(watch).is_empty());
        (is_unread || is_open).then_some(PAUSE)
    }

    /// Reads, a few at a time, what is on disk of containers that were there at the start: it may go before a row asks, or be
    /// what a word means. Returns whether there is more.
    fn read_ahead(&mut self) -> bool {
        let Some(ahead) = self.watch.as_mut().and_then(|watch| watch.ahead.as_mut()) else { return false };
        let is_new = ahead.unread.is_none();
        let unread = ahead.unread.get_or_insert_with(|| self.containers.contained());
        if unread.is_empty() && !is_new {
            return false;
        }
        for id in unread.split_off(unread.len().saturating_sub(AT_ONCE)) {
            if let Some(container) = self.containers.of(id) {
                ahead.words.see(&container);
            }
        }
        if unread.is_empty() {
            ahead.notes = ahead.words.notes();
        }
        !unread.is_empty()
    }

    /// Reads what the programs have told, and decides.
    fn hear(&mut self) {
        let Some(watch) = &mut self.watch else { return };
        let mut heard = Vec::new();
        // Nothing in there fails.
        let _ = watch.news.read(|record| {
            heard.push(record.to_vec());
            Ok(())
        });
        for record in heard {
            if let Some(news) = News::of(&record) {
                self.take(&news);
            }
        }
    }

    fn take(&mut self, news: &News<'_>) {
        if news.event == GONE {
            self.decide(news.id, false);
            let Some(watch) = &mut self.watch else { return };
            // Rows of it may still come. What is undecided to the end is of no container.
            if watch.open.remove(&news.id).is_some() {
                watch.remember(news.id, self.wanted.none);
            }
            return;
        }
        if news.event == NEW {
            self.containers.learn(news.id, news.path);
            let Some(watch) = &mut self.watch else { return };
            match watch.decided.get(&news.parent).copied() {
                // Below a container's group all is its. What is below another may be one's.
                Some(wanted) if wanted != self.wanted.none => {
                    watch.remember(news.id, wanted);
                    let _ = watch.set(news.id, wanted, MapFlags::EXIST);
                }
                _ => _ = watch.open.insert(news.id, Open::new(&self.wanted)),
            }
        }
        if news.event == EXEC
            && let Some(open) = self.watch.as_mut().and_then(|watch| watch.open.get_mut(&news.id))
        {
            open.started.get_or_insert_with(Instant::now);
        }
        let is_known = |watch: &Watch| watch.decided.contains_key(&news.id) || watch.open.contains_key(&news.id);
        if self.watch.as_ref().is_some_and(is_known) {
            self.decide(news.id, news.event != NEW);
        } else if self.wanted.mode() != 0 {
            self.decide_old(news.id);
        }
    }

    /// Decides on an open group if it can: `at_once` if there is reason to look for its container although that has just
    /// been done.
    fn decide(&mut self, id: u64, at_once: bool) {
        let Some(open) = self.watch.as_mut().and_then(|watch| watch.open.get_mut(&id)) else { return };
        if open.is_fresh() && !at_once {
            return;
        }
        open.looked = Some(Instant::now());
        let (is_young, is_new) = (open.is_young(), open.since.elapsed() < LONG_PATIENCE);
        let container = self.containers.look_again(id);
        let wanted = match &container {
            Some(container) if is_young && self.wanted.may_want(container) => return,
            Some(container) => self.wanted.wants(container) != self.wanted.none,
            None if is_young || is_new && self.containers.is_coming(id) => return,
            None => self.wanted.none,
        };
        let Some(watch) = &mut self.watch else { return };
        watch.open.remove(&id);
        watch.remember(id, wanted);
        // A group that is gone has no verdict any more. Full, the map has counted the loss when the group came.
        let _ = watch.set(id, wanted, MapFlags::EXIST);
    }

    fn admit(&mut self, id: u64) -> Option<bool> {
        if self.wanted.mode() == 0 {
            return Some(true);
        }
        self.hear();
        // Asked once for all of a batch, which is younger than the last look.
        self.decide(id, true);
        let Some(watch) = &self.watch else { return Some(true) };
        match watch.decided.get(&id) {
            Some(wanted) => Some(*wanted),
            None if watch.open.contains_key(&id) => None,
            None => self.decide_old(id),
        }
    }

    /// Decides on a group that was there at the start, unless it may yet prove to be either. One that has gone before anybody
    /// looked is of no container.
    fn decide_old(&mut self, id: u64) -> Option<bool> {
        let container = self.containers.of(id);
        if container.as_ref().is_some_and(|container| self.wanted.may_want(container)) {
            let open = Open { looked: Some(Instant::now()), ..Open::new(&self.wanted) };
            if let Some(watch) = &mut self.watch {
                watch.open.insert(id, open);
            }
            return None;
        }
        let wanted = match container {
            Some(container) => self.wanted.wants(&container) != self.wanted.none,
            None => self.wanted.none,
        };
        if let Some(watch) = self.watch.as_mut().filter(|_| self.containers.has_seen(id)) {
            watch.remember(id, wanted);
            let _ = watch.set(id, wanted, MapFlags::EXIST);
        }
        Some(wanted)
    }
}

/// `enum verdict`.
fn verdict(wanted: bool) -> u8 {
    if wanted { IN } else { OUT }
}

impl Watch {
    fn set(&self, group: u64, wanted: bool, flags: MapFlags) -> libbpf_rs::Result<()> {
        self.verdicts.update(&group.to_ne_bytes(), &[verdict(wanted)], flags)
    }

    /// The same verdict on all of these, at once.
    fn set_all(&self, groups: &[u64], verdict: u8) -> libbpf_rs::Result<()> {
        if groups.is_empty() {
            return Ok(());
        }
        let keys: Vec<u8> = groups.iter().flat_map(|id| id.to_ne_bytes()).collect();
        let values = vec![verdict; groups.len()];
        self.verdicts.update_batch(&keys, &values, groups.len() as u32, MapFlags::ANY, MapFlags::ANY)
    }

    fn remember(&mut self, group: u64, wanted: bool) {
        self.decided.insert(group, wanted);
        if self.decided.len() > REMEMBERED {
            self.decided.pop_first(); // ids grow
        }
    }
}

/// `struct cgroup_news`, of which the path may be missing.
struct News<'a> {
    id: u64,
    parent: u64,
    event: u32,
    path: &'a [u8],
}

impl<'a> News<'a> {
    fn of(record: &'a [u8]) -> Option<Self> {
        let (id, rest) = record.split_first_chunk()?;
        let (parent, rest) = rest.split_first_chunk()?;
        let (event, rest) = rest.split_first_chunk()?;
        let (length, path) = rest.split_first_chunk()?;
        let path = path.get(..u32::from_ne_bytes(*length) as usize)?;
        let (id, parent) = (u64::from_ne_bytes(*id), u64::from_ne_bytes(*parent));
        Some(Self { id, parent, event: u32::from_ne_bytes(*event), path: until_nul(path) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::containers::Pod;

    fn container(id: &str, name: Option<&[u8]>, pod: Option<(&[u8], &[u8])>) -> Container {
        let pod = pod.map(|(namespace, name)| Pod {
            uid: "uid".to_owned(),
            namespace: Some(namespace.to_vec()),
            name: Some(name.to_vec()),
        });
        let (id, name) = (id.to_owned(), name.map(<[u8]>::to_vec));
        Container { id, name, pod, ..Container::default() }
    }

    #[test]
    fn containers_are_wanted_by_name_by_the_beginning_of_their_id_and_by_pod() {
        let wanted = |containers: &[&str], pods: &[&str]| {
            let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
            Wanted { containers: owned(containers), pods: owned(pods), ..Wanted::default() }
        };
        let web = container("0123ab", Some(b"web"), Some((b"shop", b"front-1")));
        assert!(wanted(&[], &[]).wants(&web));
        assert!(wanted(&["web"], &[]).wants(&web) && wanted(&["db", "0123"], &[]).wants(&web));
        assert!(!wanted(&["we"], &[]).wants(&web) && !wanted(&["23ab"], &[]).wants(&web));
        assert!(wanted(&[], &["front-1"]).wants(&web) && wanted(&["web"], &["shop/front-1"]).wants(&web));
        assert!(!wanted(&["web"], &["front-2"]).wants(&web) && !wanted(&[], &["other/front-1"]).wants(&web));
        assert!(!wanted(&[], &["front-1"]).wants(&container("0123ab", Some(b"front-1"), None)));
        // What has no name yet may get the wanted one.
        let fresh = container("0123ab", None, None);
        assert!(wanted(&["web"], &[]).may_want(&fresh) && !wanted(&["web"], &[]).may_want(&web));
        assert!(!wanted(&["0123"], &[]).may_want(&fresh) && !wanted(&[], &[]).may_want(&fresh));
    }

    #[test]
    fn words_are_told_that_mean_nothing_or_several() {
        let words = |containers: &[&str], pods: &[&str]| {
            let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
            let mut words =
                Words::new(&Wanted { containers: owned(containers), pods: owned(pods), ..Wanted::default() });
            words.see(&container("0123ab", Some(b"web"), Some((b"shop", b"front-1"))));
            words.see(&container("0123cd", Some(b"01"), None));
            words.notes().map_err(|error| error.to_string())
        };
        let missing = |word| format!("there is no container or pod '{word}' yet: it is traced as soon as it starts");
        assert_eq!(words(&["web", "0123a", "0123cd"], &["front-1", "shop/front-1"]), Ok(vec![]));
        assert_eq!(words(&["db"], &["web", "front-1"]), Ok(vec![missing("db"), missing("web")]));
        assert_eq!(words(&["0123"], &[]), Err("--container 0123 begins the id of several: 0123ab, 0123cd".to_owned()));
        // It begins two ids, and is a name.
        assert_eq!(words(&["01"], &[]), Ok(vec![]));
    }

    #[test]
    fn the_filters_say_what_becomes_of_events() {
        let mode = |args: GroupArgs| Wanted::new(&args).mode();
        assert_eq!(mode(GroupArgs::default()), 0);
        assert_eq!(mode(GroupArgs { containers: true, ..GroupArgs::default() }), CHOSEN_IN);
        assert_eq!(mode(GroupArgs { pod: vec!["a".to_owned()], ..GroupArgs::default() }), CHOSEN_IN);
        assert_eq!(mode(GroupArgs { host: true, ..GroupArgs::default() }), CHOSEN_OUT);
    }

    #[test]
    fn news_are_taken_apart_and_cut_ones_are_none() {
        let mut record = [7u64.to_ne_bytes(), 5u64.to_ne_bytes()].concat();
        record.extend([0u32.to_ne_bytes(), 6u32.to_ne_bytes()].concat());
        record.extend(b"/a/bc\0rubbish");
        let news = News::of(&record).unwrap();
        assert_eq!((news.id, news.parent, news.event, news.path), (7, 5, NEW, &b"/a/bc"[..]));
        assert!((0..24).all(|end| News::of(&record[..end]).is_none()) && News::of(&record[..29]).is_none());
    }

    #[test]
    fn a_hierarchy_has_a_number() {
        let own = b"12:pids:/a\n4:cpu,blkio:/b\n0::/c\n";
        assert_eq!((number_of(own, "blkio"), number_of(own, "pids")), (Some(4), Some(12)));
        assert_eq!((number_of(own, "memory"), number_of(b"x:pids:/", "pids")), (None, None));
    }
}
