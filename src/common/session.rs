//! From a skeleton to running programs: open, configure, choose among alternatives, load, attach.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    mem::MaybeUninit,
    ops::{Deref, DerefMut},
    os::fd::AsFd,
    path::Path,
};

use anyhow::{Context as _, Result, anyhow, bail};
use libbpf_rs::{
    Link, MapType, OpenObject, PrintLevel, ProgramMut,
    skel::{OpenSkel, Skel, SkelBuilder},
};

use super::{
    args::{Common, LimitArgs},
    btf::{self, CustomFile, Reduced, Wanted},
    clock::Clock,
    command::Command,
    context::Context,
    explain::{self, Cause, Environment, Failure, Log, Stage},
    filter::Filter,
    frame::Frame,
    hooks,
    info::program_info,
    privileges::Keep,
    probes::{Plan, Probes},
    report::Report,
    resources,
    stack::Symbols,
    stats::Start,
};

/// Roles that follow COMMAND's children (`lib/filter.bpf.h`).
const TREE: [&str; 2] = ["maybe_tree_fork", "maybe_tree_exit"];

thread_local! {
    /// What libbpf has said on this thread since it was last asked.
    static LOG: RefCell<String> = const { RefCell::new(String::new()) };
}

/// A skeleton that is open: constants may be set, nothing is in the kernel yet. Dereferences to the skeleton.
pub struct Opened<'c, O> {
    skel: O,
    /// What every program is told.
    pub frame: Frame,
    /// Where the tool runs.
    pub cx: &'c mut Context,
    common: Common,
    target: CustomFile,
    off: BTreeSet<&'static str>,
    picks: Picks,
    plan: Option<Plan>,
    keeps: Keep,
}

/// Of which roles which alternative is wanted.
type Picks = BTreeMap<&'static str, &'static str>;

/// Programs that are attached. Dropping it takes them out of the kernel.
pub struct Session<'c, S> {
    /// Where the tool runs.
    pub cx: &'c mut Context,
    /// The skeleton, for its maps.
    pub skel: S,
    /// What keeps the programs attached.
    pub links: Links,
    /// What is told besides rows.
    pub report: Report,
    /// Names for stacks, if they were asked for.
    pub symbols: Option<Symbols>,
}

/// What keeps programs attached.
#[derive(Debug, Default)]
pub struct Links {
    links: Vec<Link>,
    probes: Probes,
}

impl Links {
    /// Detaches all.
    pub fn clear(&mut self) {
        self.links.clear();
        self.probes.clear();
    }
}

/// A program that was chosen among the alternatives of its role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// What the program is for: the part of its name before `__`.
    pub role: String,
    /// Its section: how it is attached, and to what.
    pub hook: String,
    /// How many instructions the verifier went through; 0 before it is loaded, and on kernels that do not tell.
    pub verified_insns: u64,
}

impl<O> Deref for Opened<'_, O> {
    type Target = O;
    fn deref(&self) -> &O {
        &self.skel
    }
}

impl<O> DerefMut for Opened<'_, O> {
    fn deref_mut(&mut self) -> &mut O {
        &mut self.skel
    }
}

/// Opens a skeleton for a tool with these options.
///
/// # Errors
/// libbpf's, which mean that the embedded object is broken or memory is short.
pub fn open<'c, B>(common: &Common, cx: &'c mut Context) -> Result<Opened<'c, B::Output>>
where
    B: SkelBuilder<'static> + Default,
{
    let (skel, target) = open_skeleton::<B>(common.limits.verbose)?;
    let frame = Frame { own_pid: std::process::id(), ..Frame::default() };
    let off = BTreeSet::from(TREE);
    Ok(Opened { skel, frame, cx, common: common.clone(), target, off, picks: Picks::new(), plan: None, keeps: Keep::default() })
}

/// Opens, with a file for the kernel's types that is filled before load.
fn open_skeleton<B: SkelBuilder<'static> + Default>(verbose: bool) -> Result<(B::Output, CustomFile)> {
    let level = if verbose { PrintLevel::Debug } else { PrintLevel::Warn };
    libbpf_rs::set_print(Some((level, |_, line| LOG.with_borrow_mut(|log| log.push_str(&line)))));
    hooks::install().context("registering with libbpf")?;
    let target = CustomFile::new().context("creating a file in memory")?;
    let path = std::ffi::CString::new(target.path())?;
    let opts = libbpf_rs::libbpf_sys::bpf_object_open_opts {
        sz: size_of::<libbpf_rs::libbpf_sys::bpf_object_open_opts>() as _,
        btf_custom_path: path.as_ptr(),
        // Empty: no BPF token is looked for in /sys/fs/bpf, which a tool that traces opens would see.
        bpf_token_path: c"".as_ptr(),
        ..Default::default()
    };
    // Only this cell of 8 bytes leaks: dropping the skeleton closes the object in it. For it no tool has a lifetime.
    let cell = Box::leak(Box::new(MaybeUninit::<OpenObject>::uninit()));
    let skel = B::default()
        .open_opts(opts, cell)
        .map_err(|error| explain_failure(Stage::Open, &error, &LimitArgs::default()))?;
    Ok((skel, target))
}

impl<'c, O: OpenSkel<'static>> Opened<'c, O> {
    /// Leaves out the programs of a role that this run does not need.
    pub fn without(&mut self, role: &'static str) {
        self.off.insert(role);
    }

    /// Puts programs at sites that the user has named.
    pub fn probe(&mut self, plan: Plan) {
        self.picks.extend(plan.picks());
        self.plan = Some(plan);
    }

    /// Keeps the right to open files for reading while it runs, for names that are looked up late.
    pub fn keep_files(&mut self) {
        self.keeps.files = true;
    }

    /// Keeps the rights that it takes to look up names for stacks.
    pub fn keep_symbols(&mut self) {
        self.keeps.files = true;
        self.keeps.symbols = true;
    }

    /// Loads and attaches; returns once every event counts.
    ///
    /// # Errors
    /// One sentence that names what is missing.
    pub fn start(mut self) -> Result<Session<'c, O::Output>> {
        let Common { filter, limits, command } = &self.common;
        let mut command = if command.is_empty() { None } else { Some(Command::start(command)?) };
        if command.is_some() {
            self.frame.by_tree = 1;
            self.off.retain(|role| !TREE.contains(role));
        }
        let mut start = Start::default();
        resources::raise_memlock();
        let filter = Filter::new(filter, command.as_ref().map(Command::pid), &mut self.frame)?;
        let object = self.skel.open_object_mut();
        self.frame.wake_at = size_maps(object, limits.buffer, limits.entries)?;
        filter.size_maps(object, &self.frame)?;
        set_frame(object, &self.frame)?;
        let kernel = read_kernel(object, limits.btf.as_deref())?;
        start.types = resources::cpu_time();
        choose(object, &kernel, &self.off, &self.picks)?;
        self.target.fill(&kernel.raw).context("writing to a file in memory")?;
        let fail = |stage| move |error| explain_failure(stage, &error, limits);
        let skel = hooks::load(&kernel, || self.skel.load()).map_err(fail(Stage::Load))?;
        filter.fill_maps(skel.object())?;
        start.loaded = resources::cpu_time();
        let links = attach(skel.object()).map_err(fail(Stage::Attach))?;
        let cx = self.cx;
        let probes = self.plan.map(|plan| plan.attach(skel.object(), cx)).transpose()?.unwrap_or_default();
        start.attached = resources::cpu_time();
        *cx.out.clock() = Clock::new(); // the run begins now
        if limits.verbose {
            LOG.take().lines().for_each(|line| cx.note(line));
        }
        if let Some(duration) = limits.duration {
            cx.stop.after(duration);
        }
        if let Some(command) = &command {
            cx.stop.with_command(command.pidfd()?);
        }
        let mut report = Report::start(skel.object(), limits, start);
        let symbols = self.keeps.symbols.then(|| Symbols::new(false));
        (cx.on_attached)(Keep { command: command.is_some(), ..self.keeps })?;
        if let Some(command) = &mut command {
            command.release()?;
        }
        report.command = command;
        report.probes = probes.clone();
        Ok(Session { cx, skel, links: Links { links, probes }, report, symbols })
    }
}

/// Loads a skeleton with its defaults and says which programs were chosen; nothing is attached.
///
/// # Errors
/// As [`Opened::start`]'s.
pub fn try_load<B>() -> Result<Vec<Chosen>>
where
    B: SkelBuilder<'static> + Default,
{
    let (mut skel, target) = open_skeleton::<B>(false)?;
    let mut frame = Frame::default();
    let object = skel.open_object_mut();
    frame.wake_at = size_maps(object, None, None)?;
    Filter::default().size_maps(object, &frame)?;
    set_frame(object, &frame)?;
    let kernel = read_kernel(object, None)?;
    let mut chosen = choose(object, &kernel, &BTreeSet::from(TREE), &Picks::new())?;
    target.fill(&kernel.raw).context("writing to a file in memory")?;
    let loaded = hooks::load(&kernel, || skel.load());
    let loaded = loaded.map_err(|error| explain_failure(Stage::Load, &error, &LimitArgs::default()))?;
    let programs = loaded.object().progs().filter(libbpf_rs::ProgramImpl::autoload);
    for (program, chosen) in programs.zip(&mut chosen) {
        chosen.verified_insns = program_info(&program.as_fd()).map_or(0, |info| u64::from(info.verified_insns));
    }
    Ok(chosen)
}

/// Gives the maps the sizes that were asked for. Returns at how many bytes in the ring its reader is to be woken.
fn size_maps(object: &mut OpenObject, buffer: Option<u32>, entries: Option<u32>) -> Result<u64> {
    let mut wake_at = 0;
    for mut map in object.maps_mut() {
        let of_frame = map.name().to_string_lossy().starts_with("filter_");
        match (map.map_type(), buffer, entries) {
            (MapType::RingBuf, Some(size), _) => map.set_max_entries(size)?,
            (MapType::Hash, _, Some(entries)) if !of_frame => map.set_max_entries(entries)?,
            _ => {}
        }
        if map.map_type() == MapType::RingBuf {
            wake_at = u64::from(map.max_entries()) / 4;
        }
    }
    Ok(wake_at)
}

/// Writes the frame into its own section, which every object has.
fn set_frame(object: &mut OpenObject, frame: &Frame) -> Result<()> {
    let map = object.maps_mut().find(|map| map.name().to_string_lossy().ends_with(".rodata.frame"));
    let mut map = map.ok_or_else(|| anyhow!("the BPF object does not include lib/frame.bpf.h"))?;
    map.set_initial_value(frame.as_bytes()).context("configuring the BPF object")
}

/// Picks what this object needs out of the kernel's types.
fn read_kernel(object: &OpenObject, file: Option<&Path>) -> Result<Reduced> {
    let mut wanted = Wanted::default();
    wanted.add_object(object).context("reading the BPF object's types")?;
    btf::read_kernel(file, &wanted).map_err(|error| anyhow!("{}", Cause::of_btf(&error, file)))
}

/// Of each role, switches on the first program whose target this kernel has. A role is the part of the program's name
/// before `__`; one that begins with `maybe_` may go without. A name that ends in `__args1` is for a tracepoint or a
/// function with one argument: where there are others, the program would misread them, or the result behind them.
fn choose(object: &mut OpenObject, kernel: &Reduced, off: &BTreeSet<&str>, picks: &Picks) -> Result<Vec<Chosen>> {
    let mut roles: BTreeMap<String, (bool, Vec<String>)> = BTreeMap::new();
    let mut chosen = Vec::new();
    for mut program in object.progs_mut() {
        let name = program.name().to_string_lossy().into_owned();
        let role = name.split("__").next().unwrap_or(&name).to_owned();
        let is_other = |pick: &&str| name.strip_prefix(&format!("{role}__")) != Some(*pick);
        if off.contains(role.as_str()) || picks.get(role.as_str()).is_some_and(is_other) {
            continue;
        }
        let hook = program.section().to_string_lossy().into_owned();
        let (done, tried) = roles.entry(role.clone()).or_default();
        if !*done && exists(&hook, &name, kernel) {
            program.set_autoload(true);
            chosen.push(Chosen { role, hook, verified_insns: 0 });
            *done = true;
        } else {
            tried.push(hook);
        }
    }
    let missing = roles.iter().find(|(role, (done, _))| !done && !role.starts_with("maybe_"));
    if let Some((role, (_, tried))) = missing {
        bail!("this kernel has no hook for '{role}': tried {}", tried.join(", "));
    }
    Ok(chosen)
}

/// Whether this kernel has what a section names, as the program expects it.
fn exists(hook: &str, program: &str, kernel: &Reduced) -> bool {
    let args = program.split_once("__args").and_then(|(_, n)| n.parse().ok());
    let fits = |hook: &btf::Hook| args.is_none_or(|args: u16| args == hook.params);
    match hook.split_once('/') {
        Some(("fentry" | "fexit", function)) => kernel.functions.get(function).is_some_and(fits),
        Some(("tp_btf", tracepoint)) => kernel.tracepoints.get(tracepoint).is_some_and(fits),
        _ => true,
    }
}

/// Sections of programs that [`Plan`] attaches.
const BY_HAND: [&str; 4] = ["kprobe", "kprobe.multi", "uprobe.multi", "tp"];

/// Attaches every program that was loaded, but for those that go where the user says.
fn attach(object: &libbpf_rs::Object) -> libbpf_rs::Result<Vec<Link>> {
    let by_hand = |program: &ProgramMut<'_>| BY_HAND.iter().any(|section| program.section() == *section);
    let programs = object.progs_mut().filter(|program| program.autoload() && !by_hand(program));
    programs.map(|program| hooks::attach(&program)).collect()
}

/// libbpf gives an errno; what it said along with it, and what this machine allows, tell why. With `--verbose` all that
/// it said stands behind the sentence.
fn explain_failure(stage: Stage, error: &libbpf_rs::Error, limits: &LimitArgs) -> anyhow::Error {
    let log = LOG.take();
    let errno = explain::errno(error);
    let cause = Failure { stage, errno, log: &log, btf: limits.btf.as_deref() }.cause(&Environment::probe());
    if limits.verbose { anyhow::Error::new(Log(log)).context(cause.to_string()) } else { anyhow!("{cause}") }
}
