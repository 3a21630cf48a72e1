//! From a skeleton to running programs: open, configure, choose among alternatives, load, attach.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashSet},
    ffi::CStr,
    mem::MaybeUninit,
    ops::{Deref, DerefMut},
    os::fd::AsFd,
    path::Path,
};

use anyhow::{Context as _, Result, anyhow, bail};
use libbpf_rs::{
    Link, MapType, OpenObject, PrintLevel,
    libbpf_sys::bpf_object_open_opts,
    skel::{OpenSkel, Skel, SkelBuilder},
};

use super::{
    args::{Common, LimitArgs},
    btf::{self, CustomFile, Reduced, Wanted},
    clock::Clock,
    command::Command,
    context::Context,
    explain::{self, Cause, Environment, Failure, Log, Stage},
    field::PODS,
    filter::{Filter, FilterArgs},
    frame::Frame,
    groups::{self, Groups},
    hooks::{self, Placed},
    info::program_info,
    kallsyms,
    kernel_names::{self, KernelNames},
    kprobe::Kprobe,
    perf_events::{Sampler, Sampling},
    pidns,
    privileges::Keep,
    probes::{self, Picks, Plan, Probes},
    report::Report,
    resources,
    skel::Bare,
    stack::Symbols,
    stats::Start,
};

/// Roles that follow COMMAND's children (`lib/filter.bpf.h`).
const TREE: [&str; 2] = ["maybe_tree_fork", "maybe_tree_free"];

/// Roles that follow COMMAND's children, or cgroups.
fn maybe() -> BTreeSet<&'static str> {
    TREE.into_iter().chain(groups::ROLES).collect()
}

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
    wishes: Wishes<'c>,
}

/// What a tool wants besides what its object says.
#[derive(Default)]
struct Wishes<'c> {
    off: BTreeSet<&'static str>,
    keeps: Keep,
    by_hand: Vec<Attach<'c>>,
    samplings: Vec<(&'static str, Sampling)>,
    plans: Vec<Plan>,
    places: Places,
    lines: bool,
    containers: bool,
}

/// Where the programs of roles go whose sections name no function.
#[derive(Debug, Default)]
pub struct Places {
    functions: BTreeMap<&'static str, &'static str>,
    modules: BTreeSet<&'static str>,
    kprobes: BTreeMap<&'static str, Kprobe>,
}

impl Places {
    /// Places at functions that the kernel or one of these modules has.
    #[must_use]
    pub fn of_modules(modules: &[&'static str]) -> Self {
        Self { modules: modules.iter().copied().collect(), ..Self::default() }
    }

    /// Puts the programs of these roles at this function, by whatever way the kernel has to it.
    pub fn add(&mut self, roles: &[&'static str], function: &'static str) {
        self.functions.extend(roles.iter().map(|role| (*role, function)));
    }

    /// Puts the program of this role at a kprobe that stands already.
    pub fn add_kprobe(&mut self, role: &'static str, kprobe: Kprobe) {
        self.kprobes.insert(role, kprobe);
    }

    /// Whether there is a kprobe for the program of this role.
    #[must_use]
    pub fn has_kprobe(&self, role: &str) -> bool {
        self.kprobes.contains_key(role)
    }

    /// Where a role's program goes.
    fn function(&self, role: &str) -> Option<&'static str> {
        self.kprobes.get(role).map(Kprobe::function).or_else(|| self.functions.get(role).copied())
    }
}

/// Attaches programs whose place is known only when the tool runs.
type Attach<'c> = Box<dyn FnOnce(&libbpf_rs::Object) -> Result<Vec<Link>> + 'c>;

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
#[derive(Default)]
pub struct Links {
    fixed: Vec<Link>,
    samplers: Vec<Sampler>,
    probes: Probes,
}

impl Links {
    /// Detaches all. A program may still be at work on another CPU.
    pub fn clear(&mut self) {
        self.probes.clear(); // whose losses are told from another handle
        *self = Self::default();
    }

    /// Takes samples of CPUs that have come since, too; to be called every now and then while it runs.
    pub fn follow(&mut self, object: &libbpf_rs::Object, cx: &mut Context) {
        for sampler in &mut self.samplers {
            if let Err(error) = sampler.follow(object) {
                cx.note(&format!("a CPU that has come is not sampled: {error}"));
            }
        }
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
    let frame = Frame { own_pid: std::process::id(), pidns: pidns::own()?, ..Frame::default() };
    let off = maybe().into_iter().chain([kernel_names::ROLE]).collect();
    let wishes = Wishes { off, ..Wishes::default() };
    Ok(Opened { skel, frame, cx, common: common.clone(), target, wishes })
}

/// Opens, with a file for the kernel's types that is filled before load.
fn open_skeleton<B: SkelBuilder<'static> + Default>(verbose: bool) -> Result<(B::Output, CustomFile)> {
    let (target, path) = prepare_open(verbose)?;
    // Only this cell of 8 bytes leaks: dropping the skeleton closes the object in it. For it no tool has a lifetime.
    let cell = Box::leak(Box::new(MaybeUninit::<OpenObject>::uninit()));
    let skel =
        B::default().open_opts(open_options(&path), cell).map_err(explain_with(Stage::Open, &LimitArgs::default()))?;
    Ok((skel, target))
}

/// How objects are opened, with the kernel's types in this file.
fn open_options(types: &CStr) -> bpf_object_open_opts {
    bpf_object_open_opts {
        sz: size_of::<bpf_object_open_opts>() as _,
        btf_custom_path: types.as_ptr(),
        // Empty: no BPF token is looked for in /sys/fs/bpf, which a tool that traces opens would see.
        bpf_token_path: c"".as_ptr(),
        ..Default::default()
    }
}

/// Listens to libbpf, and makes the file in which it finds the kernel's types. Returns its path as well.
fn prepare_open(verbose: bool) -> Result<(CustomFile, std::ffi::CString)> {
    let level = if verbose { PrintLevel::Debug } else { PrintLevel::Warn };
    libbpf_rs::set_print(Some((level, |_, line| LOG.with_borrow_mut(|log| log.push_str(&line)))));
    hooks::install().context("registering with libbpf")?;
    let target = CustomFile::new().context("creating a file in memory")?;
    let path = std::ffi::CString::new(target.path())?;
    Ok((target, path))
}

impl<'c, O: OpenSkel<'static>> Opened<'c, O> {
    /// Leaves out the programs of a role that this run does not need.
    pub fn without(&mut self, role: &'static str) {
        self.wishes.off.insert(role);
    }

    /// Whether tasks are chosen, by filters or by COMMAND.
    #[must_use]
    pub fn chooses_tasks(&self) -> bool {
        self.has_command() || self.common.filter != FilterArgs::default()
    }

    /// Whether containers are chosen.
    #[must_use]
    pub fn chooses_containers(&self) -> bool {
        self.common.filter.groups.choose_containers()
    }

    /// Shows pods where containers are chosen, if there are any.
    pub fn expect_pods(&mut self) {
        if self.chooses_containers() && self.cx.groups.have_pods() {
            self.cx.options.push(PODS.to_owned());
        }
    }

    /// Learns names of containers as they come, for rows that tell them.
    pub fn names_containers(&mut self, names: bool) {
        self.wishes.containers = names;
    }

    /// Keeps the right to open files for reading while it runs, for names that are looked up late.
    pub fn keep_files(&mut self) {
        self.wishes.keeps.files = true;
    }

    /// Keeps the right to change how the keyboard behaves, for a table that is drawn.
    pub fn keep_terminal(&mut self) {
        self.wishes.keeps.terminal = true;
    }

    /// Whether a COMMAND is traced.
    #[must_use]
    pub fn has_command(&self) -> bool {
        !self.common.command.is_empty()
    }

    /// Keeps the rights that it takes to look up names for stacks, and has the kernel tell its own.
    pub fn keep_symbols(&mut self) {
        self.wishes.off.remove(kernel_names::ROLE);
        self.wishes.keeps.files = true;
        self.wishes.keeps.symbols = true;
    }

    /// Looks for files and lines, and for inlined functions, where it looks for names.
    pub fn with_lines(&mut self, lines: bool) {
        self.wishes.lines = lines;
    }

    /// Attaches programs that have no place in their section's name, such as samples and probes of user space
    /// ([`hooks::is_by_hand`]), when all others are.
    pub fn attach_by_hand(&mut self, attach: impl FnOnce(&libbpf_rs::Object) -> Result<Vec<Link>> + 'c) {
        self.wishes.by_hand.push(Box::new(attach));
    }

    /// Has the program of this name, in the section `perf_event`, take samples.
    pub fn sample(&mut self, program: &'static str, sampling: Sampling) {
        self.wishes.keeps.samples = true;
        self.wishes.samplings.push((program, sampling));
    }

    /// Puts programs at places that the user has named, when all others are attached.
    pub fn probe(&mut self, plan: Plan) {
        self.wishes.plans.push(plan);
    }

    /// Puts programs that name no function where these say.
    pub fn place(&mut self, places: Places) {
        self.wishes.places = places;
    }

    /// Loads and attaches; returns once every event counts.
    ///
    /// # Errors
    /// One sentence that names what is missing.
    pub fn start(self) -> Result<Session<'c, O::Output>> {
        let Self { mut skel, frame, cx, common, target, wishes } = self;
        let prepared = Prepared::new(skel.open_object_mut(), frame, common, wishes, &target, &cx.groups)?;
        let skel = hooks::load(skel, O::open_object, O::load, &prepared.kernel, &prepared.placed);
        let skel = skel.map_err(|error| prepared.explain(&error))?;
        let (links, report, symbols) = prepared.attach(skel.object(), cx)?;
        Ok(Session { cx, skel, links, report, symbols })
    }
}

impl<'c, S> Session<'c, S> {
    /// The skeleton, and all else: what needs no more of the skeleton than its object is compiled once.
    pub fn apart(self) -> (S, Session<'c, ()>) {
        let Self { cx, skel, links, report, symbols } = self;
        (skel, Session { cx, skel: (), links, report, symbols })
    }
}

// What follows is apart from the type of the skeleton, so that it is compiled once.

/// What decides among an object's programs beside the kernel.
#[derive(Default)]
struct Choice {
    /// Roles that are left out.
    off: BTreeSet<&'static str>,
    /// Variants that roles must have.
    picks: Picks,
    places: Places,
}

/// An object that is about to be loaded.
struct Prepared<'c> {
    kernel: Reduced,
    placed: Placed,
    kprobes: BTreeMap<&'static str, Kprobe>,
    filter: Filter,
    command: Option<Command>,
    start: Start,
    frame: Frame,
    limits: LimitArgs,
    wishes: Wishes<'c>,
}

impl<'c> Prepared<'c> {
    /// Configures an object and chooses its programs.
    fn new(
        object: &mut OpenObject,
        mut frame: Frame,
        common: Common,
        mut wishes: Wishes<'c>,
        target: &CustomFile,
        groups: &Groups,
    ) -> Result<Self> {
        let Common { filter, limits, command } = common;
        if filter.groups.choose_containers() || wishes.containers {
            wishes.keeps.files = true;
            wishes.keeps.containers = true;
        }
        groups.choose(&filter.groups, wishes.containers, &mut frame)?;
        let mut choice = Choice {
            off: std::mem::take(&mut wishes.off),
            picks: probes::picks(&wishes.plans),
            places: std::mem::take(&mut wishes.places),
        };
        let command = if command.is_empty() { None } else { Some(Command::start(&command)?) };
        if command.is_some() {
            frame.by_tree = 1;
            choice.off.retain(|role| !TREE.contains(role));
        }
        let mut start = Start::default();
        resources::raise_memlock();
        if frame.containers != 0 {
            choice.off.retain(|role| !groups::ROLES.contains(role));
        }
        let filter = Filter::new(&filter, command.as_ref().map(Command::pid), &mut frame)?;
        frame.wake_at = size_maps(object, limits.buffer, limits.entries)?;
        filter.size_maps(object, &frame)?;
        groups.size_maps(object, &frame)?;
        if choice.off.contains(kernel_names::ROLE) {
            kernel_names::leave_out(object)?;
        }
        set_frame(object, &frame)?;
        let kernel = read_kernel(object, limits.btf.as_deref(), &choice.places)?;
        start.types = resources::cpu_time();
        let (_, placed) = choose(object, &kernel, &choice)?;
        target.fill(&kernel.raw).context("writing to a file in memory")?;
        Ok(Self { kernel, placed, kprobes: choice.places.kprobes, filter, command, start, frame, limits, wishes })
    }

    /// Turns a failure to load into a sentence.
    fn explain(&self, error: &libbpf_rs::Error) -> anyhow::Error {
        explain_failure(Stage::Load, error, &self.limits)
    }

    /// Attaches the programs of the loaded object and lets COMMAND go.
    fn attach(self, object: &libbpf_rs::Object, cx: &mut Context) -> Result<(Links, Report, Option<Symbols>)> {
        let Self { placed, kprobes, filter, mut command, mut start, frame, limits, wishes, .. } = self;
        let keeps = wishes.keeps;
        filter.fill_maps(object)?;
        start.loaded = resources::cpu_time();
        let fixed = attach(object, &placed, kprobes).map_err(explain_with(Stage::Attach, &limits))?;
        let mut links = Links { fixed, ..Links::default() };
        for attach in wishes.by_hand {
            links.fixed.extend(attach(object)?);
        }
        for (program, sampling) in wishes.samplings {
            links.samplers.push(Sampler::start(object, program, sampling)?);
        }
        for plan in wishes.plans {
            links.probes.extend(&plan.attach(object, cx)?);
        }
        for note in cx.groups.clone().watch(object, &frame, &cx.stop)? {
            cx.note(&note);
        }
        let kernel = if keeps.symbols { Some(KernelNames::new(object)) } else { None };
        let kernel = kernel.transpose().map_err(explain_with(Stage::Attach, &limits))?;
        let symbols = kernel.map(|kernel| Symbols::new(wishes.lines, kernel));
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
        let mut report = Report::start(object, &limits, start);
        (cx.on_attached)(Keep { command: command.is_some(), ..keeps })?;
        if let Some(command) = &mut command {
            command.release()?;
        }
        report.command = command;
        report.probes = links.probes.clone();
        Ok((links, report, symbols))
    }
}

/// Turns a failure into a sentence.
fn explain_with(stage: Stage, limits: &LimitArgs) -> impl Fn(libbpf_rs::Error) -> anyhow::Error + '_ {
    move |error| explain_failure(stage, &error, limits)
}

/// Loads a skeleton with its defaults, at these places, and says which programs were chosen; nothing is attached.
///
/// # Errors
/// As [`Opened::start`]'s.
pub fn try_load(object: Bare, places: Places) -> Result<Vec<Chosen>> {
    let limits = LimitArgs::default();
    let (target, path) = prepare_open(false)?;
    let mut object = object.open(open_options(&path)).map_err(explain_with(Stage::Open, &limits))?;
    let (kernel, (mut chosen, targets)) = prepare_trial(&mut object, places, &target)?;
    let loaded = hooks::load(object, |object| object, OpenObject::load, &kernel, &targets);
    let loaded = loaded.map_err(explain_with(Stage::Load, &limits))?;
    tell_verified(&loaded, &mut chosen);
    Ok(chosen)
}

/// As [`prepare`], with all defaults.
fn prepare_trial(
    object: &mut OpenObject,
    places: Places,
    target: &CustomFile,
) -> Result<(Reduced, (Vec<Chosen>, Placed))> {
    let frame = Frame { wake_at: size_maps(object, None, None)?, ..Frame::default() };
    Filter::default().size_maps(object, &frame)?;
    set_frame(object, &frame)?;
    let kernel = read_kernel(object, None, &places)?;
    let chosen = choose(object, &kernel, &Choice { off: maybe(), picks: Picks::new(), places })?;
    target.fill(&kernel.raw).context("writing to a file in memory")?;
    Ok((kernel, chosen))
}

fn tell_verified(object: &libbpf_rs::Object, chosen: &mut [Chosen]) {
    let programs = object.progs().filter(libbpf_rs::ProgramImpl::autoload);
    for (program, chosen) in programs.zip(chosen) {
        chosen.verified_insns = program_info(&program.as_fd()).map_or(0, |info| u64::from(info.verified_insns));
    }
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
fn read_kernel(object: &OpenObject, file: Option<&Path>, places: &Places) -> Result<Reduced> {
    let mut wanted = Wanted { modules: places.modules.clone(), ..Wanted::default() };
    wanted.add_object(object).context("reading the BPF object's types")?;
    wanted.functions.extend(places.functions.values().map(|function| (*function).to_owned()));
    btf::read_kernel(file, &wanted).map_err(|error| anyhow!("{}", Cause::of_btf(&error, file)))
}

/// Of each role, switches on the first program whose target this kernel has. A role is the part of the program's name
/// before `__`; one that begins with `maybe_` may go without. A name that ends in `__args1` is for a tracepoint or a
/// function with one argument: where there are others, the program would misread them, or the result behind them.
///
/// Also returns the hooks of chosen programs whose sections name none.
fn choose(object: &mut OpenObject, kernel: &Reduced, choice: &Choice) -> Result<(Vec<Chosen>, Placed)> {
    let Choice { off, picks, places } = choice;
    let mut roles: BTreeMap<String, (bool, Vec<String>)> = BTreeMap::new();
    let (mut chosen, mut placed) = (Vec::new(), Placed::new());
    let symbols = symbols_of_kprobes(object, kernel, places);
    for mut program in object.progs_mut() {
        let name = program.name().to_string_lossy().into_owned();
        let role = name.split("__").next().unwrap_or(&name).to_owned();
        let picked = picks.get(role.as_str());
        let variant = name.strip_prefix(&role).and_then(|rest| rest.strip_prefix("__")).unwrap_or_default();
        if off.contains(role.as_str()) || picked.is_some_and(|picked| !picked.contains(variant)) {
            continue;
        }
        let mut hook = program.section().to_string_lossy().into_owned();
        let (done, tried) = roles.entry(role.clone()).or_default();
        let is_placed = hooks::placed_by(&hook, &name).is_some();
        if is_placed {
            let Some(function) = places.function(&role) else { continue };
            hook = format!("{hook}/{function}");
        }
        let stands = places.has_kprobe(&role);
        if (!*done || picked.is_some()) && (stands || exists(&hook, &name, kernel, &symbols)) {
            program.set_autoload(true);
            if is_placed {
                placed.insert(name, hook.clone());
            }
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
    Ok((chosen, placed))
}

/// What kprobes name of functions that the kernel's types do not: a module's, of assembly, of several variants.
fn symbols_of_kprobes(object: &OpenObject, kernel: &Reduced, places: &Places) -> HashSet<String> {
    let sections = object.progs().map(|program| program.section().to_string_lossy().into_owned());
    let functions = sections.filter_map(|section| kprobed(&section).map(str::to_owned));
    let functions = functions.chain(places.functions.values().map(|function| (*function).to_owned()));
    let unknown: BTreeSet<String> = functions.filter(|name| !kernel.functions.contains_key(name)).collect();
    if unknown.is_empty() { HashSet::new() } else { kallsyms::present(&unknown) }
}

/// The function that the section of a kprobe names, if it names one.
fn kprobed(section: &str) -> Option<&str> {
    let (how, function) = section.trim_start_matches('?').split_once('/')?;
    matches!(how, "kprobe" | "kretprobe").then(|| function.split('+').next().unwrap_or(function))
}

/// Whether this kernel has what a section names, as the program expects it.
fn exists(hook: &str, program: &str, kernel: &Reduced, symbols: &HashSet<String>) -> bool {
    if let Some(function) = kprobed(hook) {
        return kernel.functions.contains_key(function) || symbols.contains(function);
    }
    let args = program.split_once("__args").and_then(|(_, n)| n.parse().ok());
    let fits = |hook: &btf::Hook| args.is_none_or(|args: u16| args == hook.params);
    match hook.split_once('/') {
        Some(("fentry" | "fexit", function)) => kernel.functions.get(function).is_some_and(fits),
        Some(("tp_btf", tracepoint)) => kernel.tracepoints.get(tracepoint).is_some_and(fits),
        Some(("iter", target)) => kernel.functions.contains_key(&btf::iterated(target)),
        _ => true,
    }
}

/// Attaches every program that was loaded and says where it belongs, or of which the tool has.
fn attach(
    object: &libbpf_rs::Object,
    placed: &Placed,
    mut kprobes: BTreeMap<&'static str, Kprobe>,
) -> libbpf_rs::Result<Vec<Link>> {
    let attached = |program: &libbpf_rs::ProgramMut<'_>| {
        let is_placed = program.name().to_str().is_some_and(|name| placed.contains_key(name));
        program.autoload() && (is_placed || !hooks::is_by_hand(&program.section().to_string_lossy()))
    };
    let attach = |program: libbpf_rs::ProgramMut<'_>| {
        let role = program.name().to_str().and_then(|name| name.split("__").next());
        match role.and_then(|role| kprobes.remove(role)) {
            Some(kprobe) => kprobe.attach(&program),
            None => hooks::attach(&program, placed),
        }
    };
    object.progs_mut().filter(attached).map(attach).collect()
}

/// libbpf gives an errno; what it said along with it, and what this machine allows, tell why. With `--verbose` all that
/// it said stands behind the sentence.
fn explain_failure(stage: Stage, error: &libbpf_rs::Error, limits: &LimitArgs) -> anyhow::Error {
    let log = LOG.take();
    let errno = explain::errno(error);
    let cause = Failure { stage, errno, log: &log, btf: limits.btf.as_deref() }.cause(&Environment::probe());
    if limits.verbose { anyhow::Error::new(Log(log)).context(cause.to_string()) } else { anyhow!("{cause}") }
}
