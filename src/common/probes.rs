//! Probes on whatever the user names: functions of the kernel and of programs, static probes, tracepoints; one or
//! thousands, by one BPF program of the tool's.
//!
//! Where the kernel attaches a program to many functions at once (kprobe.multi, uprobe.multi: found out by trying) that
//! is done, and a cookie tells the program which one it runs at. Elsewhere each function has a copy of the program with
//! its number written into it (`PROBE_ID` of `lib/probe.bpf.h`), since 5.10 has no cookies.
//!
//! A role has these programs, of which the fitting one is picked: `ROLE__one` (section `?kprobe`), `ROLE__many`
//! (`?kprobe.multi`), `ROLE__umany` (`?uprobe.multi`) and, where tracepoints are allowed, `ROLE__event` (`?tracepoint`).

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    ffi::{CStr, CString},
    fmt, io,
    os::fd::{AsRawFd, OwnedFd},
    ptr,
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, anyhow, bail};
use libbpf_rs::{AsRawLibbpf as _, MapCore as _, MapFlags, Object, libbpf_sys as sys};

use super::{
    args::{Common, Usage, whole},
    context::Context,
    field::Value,
    functions,
    info::program_info,
    pattern::Pattern,
    probe_event::{self, owned},
    resources,
    uprobe::{self, Binary, View},
    usdt::StaticProbe,
};

/// Names by the number that programs know them by.
pub type Names = Rc<[String]>;

/// The name that has a number.
#[must_use]
pub fn name_of(names: &[String], id: u64) -> Value<'_> {
    names.get(id as usize).map_or(Value::None, |name| Value::Text(name.as_bytes()))
}

/// What every tool takes that probes functions.
#[derive(clap::Args, Clone, Debug)]
pub struct PlaceArgs {
    /// A function of the kernel, or `FILE:FN`, where `FILE` is a path or what a program or library is called, in the process
    /// or containers that are chosen if there are any; * and ? match many
    #[arg(value_name = "FN")]
    pattern: String,
    /// Names are regular expressions
    #[arg(short, long)]
    regexp: bool,
}

/// The same for tools that take their interval behind it.
#[derive(clap::Args, Clone, Debug)]
pub struct ProbeArgs {
    /// Where.
    #[command(flatten)]
    pub places: PlaceArgs,
    /// Seconds between summaries, as the number behind FN
    #[arg(short = 'i', long = "interval", value_name = "SECONDS", value_parser = whole(1..=u32::MAX), conflicts_with = "interval")]
    pub every: Option<u32>,
}

impl PlaceArgs {
    /// Finds what is meant, as the process or containers have it that are chosen.
    ///
    /// # Errors
    /// Nothing is called so.
    pub fn find(&self, common: &Common, how: &Reading) -> Result<Sites> {
        let how = Reading { regex: self.regexp, view: common.filter.view(), ..how.clone() };
        Ok(Sites { single: how.single, ..Sites::find(&self.pattern, &how)? })
    }
}

/// What is to be probed.
#[derive(Debug)]
pub struct Sites {
    /// Their names.
    pub names: Names,
    /// What a pattern meant and cannot be probed, with the reason.
    pub left_out: Vec<String>,
    places: Places,
    /// One by one, though the kernel could probe all at once.
    single: bool,
    /// What the program is told of each, if it reads arguments of static probes.
    static_probes: Vec<StaticProbe>,
}

#[derive(Debug)]
enum Places {
    /// The kernel's functions, by their names.
    Kernel,
    /// Numbers of tracepoints.
    Tracepoints(Vec<u64>),
    /// Places in files.
    User(Vec<UserPlace>),
}

/// Where in which file. The file stays open: it is named by its descriptor.
#[derive(Clone, Debug)]
struct UserPlace {
    binary: Rc<Binary>,
    offset: u64,
    /// Where a static probe's counter lies, or 0.
    counter: u64,
    /// A function begins there.
    is_entry: bool,
    pid: Option<u32>,
}

/// How a pattern is to be read.
#[derive(Clone, Default)]
pub struct Reading {
    /// It is a regular expression.
    pub regex: bool,
    /// What only happens is allowed, too: tracepoints and static probes. Without, places must have an end.
    pub events: bool,
    /// As whom files are looked for; of a process, only what it does is traced.
    pub view: View,
    /// One by one, though the kernel could probe all at once.
    pub single: bool,
}

impl Reading {
    /// Also what only happens.
    pub const EVENTS: Self = Self { regex: false, events: true, view: View::System, single: false };
}

impl Sites {
    /// Finds what `[KIND:]FN`, `[KIND:]FILE:FN`, `t:CATEGORY:NAME` or `u:FILE:[PROVIDER:]NAME` means.
    ///
    /// # Errors
    /// Nothing is called so; the sentence says what was looked for.
    pub fn find(spec: &str, how: &Reading) -> Result<Self> {
        let parts: Vec<&str> = spec.splitn(4, ':').collect();
        let pattern = |text| Pattern::new(text, how.regex);
        let name = |text: &&str| !text.is_empty();
        match parts.as_slice() {
            ["t", category, event] if how.events => {
                let (names, ids) = functions::tracepoints(&pattern(category)?, &pattern(event)?)?.into_iter().unzip();
                Ok(Self::new(names, Vec::new(), Places::Tracepoints(ids)))
            }
            ["u", file, probe] if how.events && name(file) => Self::notes(file, &pattern("*")?, &pattern(probe)?, how),
            ["u", file, provider, probe] if how.events && name(file) => {
                Self::notes(file, &pattern(provider)?, &pattern(probe)?, how)
            }
            [function] | ["p" | "", function] | ["p", "", function] => {
                let (names, left_out) = functions::kernel(&pattern(function)?)?;
                Ok(Self::new(names, left_out, Places::Kernel))
            }
            [file, function] | ["p", file, function] if name(file) && name(function) => {
                Self::functions(uprobe::find(file, &how.view)?, &pattern(function)?, how)
            }
            _ => bail!(Usage(format!(
                "'{spec}' is neither FN nor FILE:FN, nor one of the other forms among the examples"
            ))),
        }
    }

    /// These functions of the kernel, in this order. Its lists, which are long, are read once.
    ///
    /// # Errors
    /// One of them is not there, or cannot be traced.
    pub fn of_kernel(names: Vec<String>) -> Result<Self> {
        let (found, left_out) = functions::kernel(&Pattern::Names(names.clone()))?;
        if let Some(name) = names.iter().find(|name| !found.contains(name)) {
            let reason = left_out.iter().find(|line| line.starts_with(&format!("{name}:")));
            bail!(reason.cloned().unwrap_or_else(|| format!("the kernel has no function '{name}' that can be traced")));
        }
        Ok(Self::new(names, Vec::new(), Places::Kernel))
    }

    /// These functions of a file.
    ///
    /// # Errors
    /// It has none of them, or it must not be traced so.
    pub fn functions(binary: Binary, pattern: &Pattern, how: &Reading) -> Result<Self> {
        if !how.events {
            binary.allow_returns()?;
        }
        let (functions, left_out) = binary.functions(pattern)?;
        let offsets = functions.iter().map(|function| (function.offset, 0)).collect();
        let names = functions.into_iter().map(|function| function.name).collect();
        Ok(Self::new(names, left_out, Self::places(binary, offsets, true, how.view.process())))
    }

    /// These functions of the first file that has one: of `file`, if it is given, else of one of `usual`.
    ///
    /// # Errors
    /// No such file has any.
    pub fn in_library(file: Option<&str>, usual: &[&str], functions: &str, how: &Reading) -> Result<Self> {
        let pattern = Pattern::new(functions, how.regex)?;
        let files = file.as_ref().map_or(usual, std::slice::from_ref);
        Self::functions(uprobe::find_with(files, &pattern, &how.view)?, &pattern, how)
    }

    /// The static probes of one provider that have these names, in each of these files, for a program that reads their
    /// arguments (`lib/usdt.bpf.h`): it knows them by their place among the names.
    ///
    /// # Errors
    /// A file has one of them not at all.
    pub fn static_probes(files: Vec<Binary>, provider: &str, wanted: &[&str], pid: Option<u32>) -> Result<Self> {
        let (mut names, mut places, mut static_probes) = (Vec::new(), Vec::new(), Vec::new());
        for file in files {
            let notes = file.notes()?;
            let file = Rc::new(file);
            for (which, name) in wanted.iter().enumerate() {
                let before = names.len();
                for note in notes.iter().filter(|note| note.provider == provider && note.name == *name) {
                    names.push(format!("{provider}:{name}"));
                    static_probes.push(StaticProbe::new(which as u32, &note.arguments));
                    places.push(UserPlace::new(&file, (note.offset, note.counter), false, pid));
                }
                if names.len() == before {
                    bail!("{} has no static probe '{provider}:{name}'", file.path);
                }
            }
        }
        Ok(Self { static_probes, ..Self::new(names, Vec::new(), Places::User(places)) })
    }

    fn notes(file: &str, provider: &Pattern, probe: &Pattern, how: &Reading) -> Result<Self> {
        let binary = uprobe::find(file, &how.view)?;
        let notes = binary.notes()?;
        let any_provider = matches!(provider, Pattern::Regex(_)) && provider.matches("*");
        let wanted =
            |note: &&super::elf::Note| (any_provider || provider.matches(&note.provider)) && probe.matches(&note.name);
        let (names, places): (Vec<_>, Vec<_>) = notes
            .iter()
            .filter(wanted)
            .map(|note| (format!("{}:{}", note.provider, note.name), (note.offset, note.counter)))
            .unzip();
        if names.is_empty() {
            bail!("{} has no static probe {}", binary.path, uprobe::shown(probe));
        }
        Ok(Self::new(names, Vec::new(), Self::places(binary, places, false, how.view.process())))
    }

    fn places(binary: Binary, offsets: Vec<(u64, u64)>, is_entry: bool, pid: Option<u32>) -> Places {
        let binary = Rc::new(binary);
        Places::User(offsets.into_iter().map(|place| UserPlace::new(&binary, place, is_entry, pid)).collect())
    }

    fn new(names: Vec<String>, left_out: Vec<String>, places: Places) -> Self {
        Self { names: names.into(), left_out, places, single: false, static_probes: Vec::new() }
    }

    /// How many there are.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether each is where a function of a program begins.
    #[must_use]
    pub fn are_entries_of_programs(&self) -> bool {
        matches!(&self.places, Places::User(places) if places.iter().all(|place| place.is_entry))
    }

    /// Says what is left out: all of it, or how much.
    fn say_left_out(&self, cx: &mut Context) {
        match self.left_out.as_slice() {
            [] => {}
            few if few.len() <= 3 => few.iter().for_each(|line| cx.note(&format!("left out: {line}"))),
            many => cx.note(&format!("left out: {}; and {} more", many[0], many.len() - 1)),
        }
    }
}

/// Programs at both ends of functions.
pub const BEGIN_AND_END: &[(&str, bool)] = &[("enter", false), ("leave", true)];

/// Of which roles which alternatives are wanted.
pub type Picks = BTreeMap<&'static str, BTreeSet<&'static str>>;

/// What these plans want.
#[must_use]
pub fn picks(plans: &[Plan]) -> Picks {
    let mut picks = Picks::new();
    for plan in plans {
        for (role, _) in plan.roles {
            picks.entry(role).or_default().insert(plan.variant);
        }
    }
    picks
}

/// Which programs go where.
#[derive(Debug)]
pub struct Plan {
    sites: Sites,
    /// Roles, and whether each is for where functions end.
    roles: &'static [(&'static str, bool)],
    variant: &'static str,
    /// The number of the first site.
    first: usize,
    /// The program asks which place it is at.
    numbered: bool,
}

impl Plan {
    /// The programs of these roles at these sites.
    #[must_use]
    pub fn new(sites: Sites, roles: &'static [(&'static str, bool)]) -> Self {
        let apart =
            |places: &[UserPlace]| places.iter().any(|place| place.counter != 0 || !place.is_beside(&places[0]));
        let variant = match &sites.places {
            Places::Kernel if !sites.single && kprobe_multi_works() => "many",
            Places::User(places) if !sites.single && !apart(places) && uprobe_multi_works() => "umany",
            Places::Tracepoints(_) => "event",
            _ => "one",
        };
        Self { sites, roles, variant, first: 0, numbered: true }
    }

    /// The same for sites of several kinds, which are numbered through. Returns their names as well.
    #[must_use]
    pub fn several(all: Vec<Sites>, roles: &'static [(&'static str, bool)]) -> (Names, Vec<Self>) {
        let names = all.iter().flat_map(|sites| sites.names.iter().cloned()).collect();
        let mut first = 0;
        let plan = |sites: Sites| {
            let plan = Self { first, ..Self::new(sites, roles) };
            first += plan.sites.len();
            plan
        };
        (names, all.into_iter().map(plan).collect())
    }

    /// For a program that does not ask at which of the places it is: no place has a copy of its own.
    #[must_use]
    pub fn unnumbered(self) -> Self {
        Self { numbered: false, ..self }
    }

    /// Attaches. What the kernel refuses is left out and told, unless nothing remains.
    ///
    /// # Errors
    /// Nothing could be attached, or the run was ended before all was.
    pub fn attach(mut self, object: &Object, cx: &mut Context) -> Result<Probes> {
        resources::raise_descriptors();
        self.tell_arguments(object)?;
        let mut probes = Vec::new();
        // Ends before beginnings: so no beginning waits for an end that nobody sees.
        for (role, at_end) in self.roles.iter().rev() {
            let name = format!("{role}__{}", self.variant);
            let program = object.progs_mut().find(|program| program.name() == name.as_str());
            let program = program.ok_or_else(|| anyhow!("the BPF object has no program '{name}'"))?;
            let template = Template::of(program.as_libbpf_object().as_ptr());
            let before = probes.len();
            let refused = match self.variant {
                "many" | "umany" => self.attach_many(&template, *at_end, 0..self.sites.len(), &mut probes),
                _ => self.attach_each(&template, *at_end, cx, &mut probes)?,
            };
            if probes.len() == before {
                let (_, error) = refused.into_iter().next().ok_or_else(|| anyhow!("there is nothing to trace"))?;
                bail!("{}", refusal(&error));
            }
            let told = refused.iter().map(|(index, error)| format!("{}: {}", self.sites.names[*index], refusal(error)));
            self.sites.left_out.extend(told);
        }
        self.sites.left_out.sort();
        self.sites.left_out.dedup();
        self.sites.say_left_out(cx);
        Ok(Probes { attached: Rc::new(RefCell::new((probes, 0))) })
    }

    /// Tells the program where the arguments of static probes are.
    fn tell_arguments(&self, object: &Object) -> Result<()> {
        if self.sites.static_probes.is_empty() {
            return Ok(());
        }
        let map = object.maps().find(|map| map.name() == "static_probes");
        let map = map.ok_or_else(|| anyhow!("the BPF object does not include lib/usdt.bpf.h"))?;
        for (index, probe) in self.sites.static_probes.iter().enumerate() {
            map.update(&(self.id(index) as u32).to_ne_bytes(), probe.as_bytes(), MapFlags::ANY)?;
        }
        Ok(())
    }

    /// By which number the program knows a site.
    fn id(&self, index: usize) -> u64 {
        (self.first + index) as u64
    }

    /// All at once; where the kernel refuses, each half apart, so that the culprits remain.
    fn attach_many(
        &self,
        template: &Template,
        at_end: bool,
        range: std::ops::Range<usize>,
        probes: &mut Vec<Probe>,
    ) -> Vec<(usize, io::Error)> {
        match self.link(template, at_end, range.clone()) {
            Ok(link) => {
                probes.push(Probe { hook: link, program: None, is_link: true });
                Vec::new()
            }
            Err(error) if range.len() == 1 => vec![(range.start, error)],
            Err(_) => {
                let middle = usize::midpoint(range.start, range.end);
                let mut refused = self.attach_many(template, at_end, range.start..middle, probes);
                refused.extend(self.attach_many(template, at_end, middle..range.end, probes));
                refused
            }
        }
    }

    fn link(&self, template: &Template, at_end: bool, range: std::ops::Range<usize>) -> io::Result<OwnedFd> {
        let cookies: Vec<u64> = range.clone().map(|index| self.id(index)).collect();
        match &self.sites.places {
            Places::User(places) => {
                let places = &places[range];
                let offsets: Vec<u64> = places.iter().map(|place| place.offset).collect();
                let Some(first) = places.first() else { return Err(io::ErrorKind::InvalidInput.into()) };
                uprobe_multi(template.fd, &first.path(), &offsets, &cookies, at_end, first.pid)
            }
            _ => kprobe_multi(template.fd, &self.sites.names[range], &cookies, at_end),
        }
    }

    fn attach_each(
        &self,
        template: &Template,
        at_end: bool,
        cx: &mut Context,
        probes: &mut Vec<Probe>,
    ) -> Result<Vec<(usize, io::Error)>> {
        let mut refused = Vec::new();
        let mut told = Instant::now();
        for index in 0..self.sites.len() {
            if cx.stop.reason().is_some() {
                bail!("ended before everything was attached");
            }
            if told.elapsed() > PROGRESS {
                told = Instant::now();
                cx.note(&format!("attached {index} of {}", self.sites.len()));
            }
            let hook = match self.open_event(index, at_end) {
                Ok(hook) => hook,
                Err(error) if is_fatal(&error) => bail!("{}", refusal(&error)),
                Err(error) => {
                    refused.push((index, error));
                    continue;
                }
            };
            let program = self.numbered.then(|| template.copy(self.id(index))).transpose();
            let program = program.context("loading a copy of the program")?;
            let fd = program.as_ref().map_or(template.fd, AsRawFd::as_raw_fd);
            probe_event::set_program(&hook, fd).context("attaching the program")?;
            probes.push(Probe { hook, program, is_link: false });
        }
        Ok(refused)
    }

    fn open_event(&self, index: usize, at_end: bool) -> io::Result<OwnedFd> {
        match &self.sites.places {
            Places::Kernel => probe_event::kernel(&self.sites.names[index], at_end),
            Places::Tracepoints(ids) => probe_event::tracepoint(ids[index]),
            Places::User(places) => {
                let place = &places[index];
                probe_event::user(&place.path(), (place.offset, place.counter), at_end, place.pid)
            }
        }
    }
}

impl UserPlace {
    fn new(binary: &Rc<Binary>, (offset, counter): (u64, u64), is_entry: bool, pid: Option<u32>) -> Self {
        Self { binary: Rc::clone(binary), offset, counter, is_entry, pid }
    }

    /// Whether both are in one file.
    fn is_beside(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.binary, &other.binary)
    }

    fn path(&self) -> CString {
        CString::new(format!("/proc/self/fd/{}", self.binary.elf.file().as_raw_fd())).unwrap_or_default()
    }
}

/// How often attaching says how far it is.
const PROGRESS: Duration = Duration::from_secs(1);

/// What is refused for one is for all.
fn is_fatal(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EACCES | libc::EPERM | libc::EMFILE | libc::ENFILE | libc::ENOMEM))
}

/// In words.
fn refusal(error: &io::Error) -> String {
    match error.raw_os_error() {
        Some(libc::EACCES | libc::EPERM) => {
            "the kernel does not allow probes: this takes CAP_SYS_ADMIN, or CAP_PERFMON where kernel.perf_event_paranoid \
             is below 3"
                .into()
        }
        Some(libc::EMFILE | libc::ENFILE) => "too few file descriptors: raise the limit with 'ulimit -n'".into(),
        Some(libc::ENOENT | libc::ESRCH) => "the kernel does not find it".into(),
        Some(libc::EINVAL | libc::EBUSY | libc::EADDRNOTAVAIL) => "the kernel does not let it be traced".into(),
        Some(libc::ENOTSUP | 524) => "it begins with an instruction at which no probe can stand".into(),
        _ => error.to_string().split(" (os error").next().unwrap_or_default().to_owned(),
    }
}

/// Probes that are attached. Dropping or clearing the last handle takes them out of the kernel.
#[derive(Clone, Default)]
pub struct Probes {
    /// What is attached, and what had been missed when it was let go of.
    attached: Rc<RefCell<(Vec<Probe>, u64)>>,
}

impl fmt::Debug for Probes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Probes").field("attached", &self.attached.borrow().0.len()).finish()
    }
}

/// One perf event with its program, or one link.
struct Probe {
    hook: OwnedFd,
    /// A copy of its own.
    program: Option<OwnedFd>,
    is_link: bool,
}

impl Probes {
    /// How often the kernel skipped one: the program was running on that CPU (copies, told from 6.7 on), or no more ends
    /// of functions could be waited for (links, the same).
    #[must_use]
    pub fn missed(&self) -> u64 {
        let attached = self.attached.borrow();
        let copies = attached.0.iter().filter_map(|probe| probe.program.as_ref());
        let copies = copies.filter_map(|program| program_info(program).ok()).map(|info| info.recursion_misses);
        let links = attached.0.iter().filter(|probe| probe.is_link).map(|probe| link_missed(&probe.hook));
        attached.1 + copies.chain(links).sum::<u64>()
    }

    /// Takes over what another holds.
    pub fn extend(&mut self, other: &Self) {
        self.attached.borrow_mut().0.append(&mut other.attached.borrow_mut().0);
    }

    /// Lets go of all.
    pub fn clear(&self) {
        let missed = self.missed();
        *self.attached.borrow_mut() = (Vec::new(), missed);
    }
}

/// `missed` of a link's information; 0 where the kernel does not tell.
fn link_missed(link: &OwnedFd) -> u64 {
    let mut info = sys::bpf_link_info::default();
    let mut len = size_of::<sys::bpf_link_info>() as u32;
    // SAFETY: `info` is plain data of the length that is told; no pointer in it is set, so that no array is filled.
    unsafe {
        if sys::bpf_link_get_info_by_fd(link.as_raw_fd(), &raw mut info, &raw mut len) < 0
            || info.type_ != sys::BPF_LINK_TYPE_KPROBE_MULTI
        {
            return 0;
        }
        info.__bindgen_anon_1.kprobe_multi.missed
    }
}

/// A loaded program of which copies are made. They use the same maps.
struct Template {
    fd: i32,
    kind: sys::bpf_prog_type,
    name: CString,
    code: Vec<sys::bpf_insn>,
}

/// What stands in the place of `PROBE_ID` (`lib/probe.bpf.h`).
const MARK: u64 = 0x7072_6f62_6562_6f78;
/// `BPF_LD | BPF_IMM | BPF_DW`: a 64-bit constant, in two instructions.
const LOAD_64: u8 = 0x18;

impl Template {
    fn of(program: *mut sys::bpf_program) -> Self {
        // SAFETY: the program is part of a loaded object; its code is an array of the length that libbpf says, its name
        // a string with an end.
        unsafe {
            let code = std::slice::from_raw_parts(
                sys::bpf_program__insns(program),
                sys::bpf_program__insn_cnt(program) as usize,
            );
            Self {
                fd: sys::bpf_program__fd(program),
                kind: sys::bpf_program__type(program),
                name: CStr::from_ptr(sys::bpf_program__name(program)).to_owned(),
                code: code.to_vec(),
            }
        }
    }

    /// A copy that knows itself by this number.
    fn copy(&self, id: u64) -> io::Result<OwnedFd> {
        let mut code = self.code.clone();
        for at in 1..code.len() {
            let [low, high] = &mut code[at - 1..=at] else { continue };
            let constant = u64::from(low.imm as u32) | u64::from(high.imm as u32) << 32;
            if low.code == LOAD_64 && low.src_reg() == 0 && constant == MARK {
                (low.imm, high.imm) = (id as i32, (id >> 32) as i32);
            }
        }
        let opts = sys::bpf_prog_load_opts { sz: size_of::<sys::bpf_prog_load_opts>() as _, ..Default::default() };
        // SAFETY: strings with ends, code of the length that is told, all live.
        let fd = unsafe {
            sys::bpf_prog_load(
                self.kind,
                self.name.as_ptr(),
                c"Dual BSD/GPL".as_ptr(),
                code.as_ptr(),
                code.len() as _,
                (&raw const opts).cast_mut(),
            )
        };
        owned(fd)
    }
}

type KprobeMulti = sys::bpf_link_create_opts__bindgen_ty_1__bindgen_ty_2;

fn kprobe_multi(program: i32, names: &[String], cookies: &[u64], at_end: bool) -> io::Result<OwnedFd> {
    let names: Vec<CString> = names.iter().map(|name| CString::new(name.as_str())).collect::<Result<_, _>>()?;
    let mut syms: Vec<_> = names.iter().map(|name| name.as_ptr()).collect();
    let many = KprobeMulti {
        flags: u32::from(at_end), // BPF_F_KPROBE_MULTI_RETURN
        cnt: syms.len() as u32,
        syms: syms.as_mut_ptr(),
        cookies: cookies.as_ptr(),
        ..Default::default()
    };
    create_link(program, sys::BPF_TRACE_KPROBE_MULTI, |what| what.kprobe_multi = many)
}

fn uprobe_multi(
    program: i32,
    path: &CStr,
    offsets: &[u64],
    cookies: &[u64],
    at_end: bool,
    pid: Option<u32>,
) -> io::Result<OwnedFd> {
    let many = sys::bpf_link_create_opts__bindgen_ty_1__bindgen_ty_3 {
        flags: u32::from(at_end), // BPF_F_UPROBE_MULTI_RETURN
        cnt: offsets.len() as u32,
        path: path.as_ptr(),
        offsets: offsets.as_ptr(),
        cookies: cookies.as_ptr(),
        pid: pid.unwrap_or(0),
        ..Default::default()
    };
    create_link(program, sys::BPF_TRACE_UPROBE_MULTI, |what| what.uprobe_multi = many)
}

fn create_link(
    program: i32,
    attach_type: sys::bpf_attach_type,
    say: impl FnOnce(&mut sys::bpf_link_create_opts__bindgen_ty_1),
) -> io::Result<OwnedFd> {
    // libbpf wants every byte to be zero that the kind of link does not use.
    let mut opts = sys::bpf_link_create_opts { sz: size_of::<sys::bpf_link_create_opts>() as _, ..Default::default() };
    say(&mut opts.__bindgen_anon_1);
    // SAFETY: the options are plain data whose arrays live in the callers and are as long as they tell.
    owned(unsafe { sys::bpf_link_create(program, 0, attach_type, &raw const opts) })
}

/// A program that does nothing, for a trial.
fn trial(attach_type: sys::bpf_attach_type) -> io::Result<OwnedFd> {
    let mut zero = sys::bpf_insn { code: 0xb7, ..Default::default() }; // r0 = 0
    zero.set_dst_reg(0);
    let code = [zero, sys::bpf_insn { code: 0x95, ..Default::default() }]; // exit
    let opts = sys::bpf_prog_load_opts {
        sz: size_of::<sys::bpf_prog_load_opts>() as _,
        expected_attach_type: attach_type,
        ..Default::default()
    };
    // SAFETY: strings with ends, code of the length that is told, all live.
    owned(unsafe {
        sys::bpf_prog_load(
            sys::BPF_PROG_TYPE_KPROBE,
            c"trial".as_ptr(),
            c"GPL".as_ptr(),
            code.as_ptr(),
            code.len() as _,
            (&raw const opts).cast_mut(),
        )
    })
}

/// Whether it can be done: a kernel that knows how says that it cannot read the addresses of functions that it is given (names
/// it would look for among all that it has, which takes longer than all else that a tool does). 6.1 knows how, and may be
/// built without what it takes.
fn kprobe_multi_works() -> bool {
    let nowhere = KprobeMulti { cnt: 1, addrs: ptr::dangling(), ..Default::default() };
    let link = trial(sys::BPF_TRACE_KPROBE_MULTI).and_then(|program| {
        create_link(program.as_raw_fd(), sys::BPF_TRACE_KPROBE_MULTI, |what| what.kprobe_multi = nowhere)
    });
    link.is_err_and(|error| error.raw_os_error() == Some(libc::EFAULT))
}

/// The same for programs: a folder is refused as a bad file by a kernel that knows how, and otherwise by one that does
/// not.
fn uprobe_multi_works() -> bool {
    let link = trial(sys::BPF_TRACE_UPROBE_MULTI)
        .and_then(|program| uprobe_multi(program.as_raw_fd(), c"/", &[0], &[0], false, None));
    link.is_err_and(|error| error.raw_os_error() == Some(libc::EBADF))
}
