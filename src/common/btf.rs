//! Picks out of the kernel's BTF the little that one BPF object needs.
//!
//! libbpf reads the whole of `/sys/kernel/btf/vmlinux` into memory, indexes it and walks it once for each type that it
//! relocates: 100 million instructions and 9 MiB, most of what it costs to start a tool. [`reduce`] passes over the same
//! file once with one small buffer and returns a BTF of some kilobytes (the types that the object's own BTF names,
//! with the members that it names), together with the kernel's id of every function and tracepoint that it hooks.
//!
//! # How a session uses it
//!
//! ```text
//! hooks::install()?;                                  // once a process; before open
//! let file = btf::CustomFile::new()?;                 // its path() goes into bpf_object_open_opts.btf_custom_path
//! let open = builder.open_opts(opts, storage)?;
//! let mut wanted = btf::Wanted::default();
//! wanted.add_object(open.open_object())?;             // all programs, also those that do not load by themselves
//! let kernel = btf::read_kernel(None, &wanted)?;        // or Some(file): --btf FILE
//! // choose alternatives: kernel.functions.contains_key("do_filp_open"), kernel.tracepoints…, Hook::params
//! file.fill(&kernel.raw)?;                            // libbpf reads it in load and only if there is a relocation
//! let skel = hooks::load(open, O::open_object, O::load, &kernel, &placed)?;
//! let link = hooks::attach(&program, &placed)?;       // where libbpf's own attach would refuse
//! ```
//!
//! The answers to CO-RE relocations are those that the whole BTF gives: offsets, sizes, kinds, flavors, enumerators,
//! several types of one name. A module's BTF counts on where the kernel's ends; of it the functions alone are looked for.
//! Three kinds of relocation need more than is kept here, and no BPF source may use them:
//! `bpf_core_type_matches`, `bpf_core_type_id_kernel`, and `bpf_core_type_exists` of a typedef of a pointer.

use std::{
    collections::{BTreeSet, HashMap},
    ffi::CStr,
    fmt,
    fs::File,
    io::{self, Write as _},
    os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd},
    path::Path,
};

use libbpf_rs::{AsRawLibbpf as _, OpenObject, libbpf_sys};

use self::{
    BtfError::Malformed,
    raw::{BAD_TYPE, Header, Type, kind, part, word},
    source::{Names, Source, TRACEPOINT_PREFIX},
    writer::Writer,
};

mod raw;
pub mod shape;
mod source;
#[cfg(test)]
mod tests;
mod writer;

/// Where the running kernel shows its BTF (since 5.4, with `CONFIG_DEBUG_INFO_BTF`).
pub const VMLINUX: &str = "/sys/kernel/btf/vmlinux";

/// Why there is no reduced BTF.
#[derive(Debug)]
pub enum BtfError {
    /// The file does not exist: for [`VMLINUX`], a kernel built without `CONFIG_DEBUG_INFO_BTF`.
    Missing,
    /// The file could not be read.
    Io(io::Error),
    /// The bytes are not raw BTF of this machine's byte order; the text says what is wrong with them.
    Malformed(&'static str),
}

impl fmt::Display for BtfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("no BTF there"),
            Self::Io(e) => write!(f, "cannot read the BTF: {e}"),
            Self::Malformed(what) => write!(f, "not a valid BTF: {what}"),
        }
    }
}

impl std::error::Error for BtfError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Self::Io(e) = self { Some(e) } else { None }
    }
}

impl From<io::Error> for BtfError {
    fn from(e: io::Error) -> Self {
        if e.kind() == io::ErrorKind::NotFound { Self::Missing } else { Self::Io(e) }
    }
}

/// The names to look for. A name may stand in several sets.
#[derive(Debug, Default, Clone)]
pub struct Wanted {
    /// Structs, unions, enums, typedefs and integers, without their `___flavor`.
    pub types: BTreeSet<String>,
    /// Members, and enumerators without their flavor. The others are left out of the result.
    pub members: BTreeSet<String>,
    /// Functions: targets of fentry, fexit, kprobe.
    pub functions: BTreeSet<String>,
    /// Tracepoints, by the name that `tp_btf` takes: `sched_switch`.
    pub tracepoints: BTreeSet<String>,
    /// Modules in whose BTF the functions are looked for that the kernel itself does not have.
    pub modules: BTreeSet<&'static str>,
}

impl Wanted {
    /// Adds what `object` can ask of the kernel's BTF: the names in its own BTF, and the targets in the section names
    /// of all its programs.
    ///
    /// # Errors
    ///
    /// The object's own BTF is malformed.
    pub fn add_object(&mut self, object: &OpenObject) -> Result<(), BtfError> {
        for program in object.progs() {
            self.add_section(&program.section().to_string_lossy());
        }
        let mut size = 0;
        // SAFETY: the object outlives this call, libbpf owns and keeps the BTF and its raw bytes as long as the object;
        // a null BTF is asked for before use. libbpf reports the number of bytes behind the pointer in `size`.
        let raw = unsafe {
            let btf = libbpf_sys::bpf_object__btf(object.as_libbpf_object().as_ptr());
            if btf.is_null() {
                return Ok(());
            }
            let data = libbpf_sys::btf__raw_data(btf, &raw mut size);
            if data.is_null() {
                return Err(Malformed("the BPF object's own BTF"));
            }
            std::slice::from_raw_parts(data.cast::<u8>(), size as usize)
        };
        self.add_btf(raw)
    }

    /// Adds the target of a program in section `section`, if the kernel's BTF knows such targets.
    fn add_section(&mut self, section: &str) {
        let Some((how, target)) = section.trim_start_matches('?').split_once('/') else { return };
        let target = target.split('+').next().unwrap_or(target);
        if target.is_empty() || target.contains([':', '/']) {
            return;
        }
        match how {
            "tp_btf" => self.tracepoints.insert(target.to_owned()),
            "fentry" | "fexit" | "fentry.s" | "fexit.s" | "kprobe" | "kretprobe" => {
                self.functions.insert(target.to_owned())
            }
            "iter" => self.functions.insert(iterated(target)),
            _ => false,
        };
    }

    /// Adds the names of types, members and enumerators in `raw`.
    fn add_btf(&mut self, raw: &[u8]) -> Result<(), BtfError> {
        let header = Header::parse(raw, raw.len() as u64)?;
        let strings = part(raw, header.strings, header.strings_len)?;
        let name = |offset: u32| -> Result<&str, BtfError> {
            let from = strings.get(offset as usize..).ok_or(Malformed("a name outside of the names"))?;
            let name = CStr::from_bytes_until_nul(from).map_err(|_| Malformed("a name without an end"))?;
            name.to_str().map_err(|_| Malformed("a name that is not UTF-8"))
        };
        let mut types = part(raw, header.types, header.types_len)?;
        while !types.is_empty() {
            let t = Type::parse(types)?;
            types = types.get(t.len()..).ok_or(Malformed(BAD_TYPE))?;
            match t.kind() {
                kind::INT | kind::STRUCT | kind::UNION | kind::ENUM | kind::ENUM64 | kind::TYPEDEF | kind::FLOAT => {
                    self.types.insert(without_flavor(name(t.name)?).to_owned());
                }
                _ => continue,
            }
            for entry in t.entries() {
                let entry = name(word(entry, 0))?;
                let is_enum = matches!(t.kind(), kind::ENUM | kind::ENUM64);
                self.members.insert(if is_enum { without_flavor(entry) } else { entry }.to_owned());
            }
        }
        self.types.remove("");
        self.members.remove("");
        Ok(())
    }
}

/// The function that stands for what `iter/TARGET` goes through.
#[must_use]
pub fn iterated(target: &str) -> String {
    format!("bpf_iter_{target}")
}

/// A function or a tracepoint of the kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hook {
    /// Its id in the kernel's BTF: a `FUNC`, or the `btf_trace_…` typedef.
    pub id: u32,
    /// How many arguments a program sees (a tracepoint's hidden first one does not count); an fexit program finds the
    /// result at this index of its context.
    pub params: u16,
    /// The module in whose BTF the id counts; none for the kernel's own.
    pub module: Option<&'static str>,
}

/// What [`reduce`] found.
#[derive(Debug)]
pub struct Reduced {
    /// A raw BTF for libbpf, a few kilobytes long.
    pub raw: Vec<u8>,
    /// The wanted functions that the kernel has. One that is here can still refuse attachment (notrace); one that is
    /// not here can still be a symbol for a kprobe (assembly, or compiled into several variants).
    pub functions: HashMap<String, Hook>,
    /// The wanted tracepoints that the kernel (not a module) has.
    pub tracepoints: HashMap<String, Hook>,
    /// What the kernel calls the BTF of each module that has one of the functions.
    pub modules: HashMap<&'static str, OwnedFd>,
}

/// Reads what is `wanted` of the running kernel's BTF. Functions of modules whose BTF this process may not hand to the
/// kernel are left out: that takes `CAP_SYS_ADMIN`.
///
/// With `file`, a raw BTF of this kernel for one that shows none itself, the types come from there. The hooks never do:
/// their ids count in the kernel's own BTF, and a kernel without one has neither fentry, fexit nor `tp_btf`.
///
/// # Errors
///
/// As [`reduce`]'s.
pub fn read_kernel(file: Option<&Path>, wanted: &Wanted) -> Result<Reduced, BtfError> {
    let own = Path::new(VMLINUX);
    let mut reduced = if let Some(file) = file {
        let mut reduced = reduce(file, &Wanted { modules: BTreeSet::new(), ..wanted.clone() })?;
        let hooks = Wanted { types: BTreeSet::new(), members: BTreeSet::new(), ..wanted.clone() };
        (reduced.functions, reduced.tracepoints) = match reduce(own, &hooks) {
            Ok(kernel) => (kernel.functions, kernel.tracepoints),
            Err(BtfError::Missing) => (HashMap::new(), HashMap::new()),
            Err(e) => return Err(e),
        };
        reduced
    } else {
        reduce(own, wanted)?
    };
    let used: BTreeSet<_> = reduced.functions.values().filter_map(|hook| hook.module).collect();
    reduced.modules = if used.is_empty() { HashMap::new() } else { open_modules(&used) };
    let Reduced { functions, modules, .. } = &mut reduced;
    functions.retain(|_, hook| hook.module.is_none_or(|module| modules.contains_key(module)));
    Ok(reduced)
}

/// The kernel's own objects of these modules' BTF, as far as they can be had.
fn open_modules(names: &BTreeSet<&'static str>) -> HashMap<&'static str, OwnedFd> {
    let mut found = HashMap::new();
    let mut id = 0;
    // SAFETY: writes one number, which outlives the call.
    while found.len() < names.len() && unsafe { libbpf_sys::bpf_btf_get_next_id(id, &raw mut id) } == 0 {
        // SAFETY: takes a number; the descriptor that comes, if one does, is new and nothing else owns it.
        let fd = unsafe {
            match libbpf_sys::bpf_btf_get_fd_by_id(id) {
                fd if fd >= 0 => OwnedFd::from_raw_fd(fd),
                _ => continue,
            }
        };
        if let Some(name) = name_of_module(&fd).and_then(|name| names.get(name.as_str())) {
            found.insert(*name, fd);
        }
    }
    found
}

/// The module that an object of BTF is of; none for programs' and the kernel's own.
fn name_of_module(btf: &OwnedFd) -> Option<String> {
    let mut name = [0u8; 64];
    let mut info =
        libbpf_sys::bpf_btf_info { name: name.as_mut_ptr() as u64, name_len: name.len() as u32, ..Default::default() };
    let mut size = size_of_val(&info) as u32;
    // SAFETY: the kernel writes the structure, of the size that is told, and up to the told length of the name's buffer;
    // both are live locals.
    let result = unsafe { libbpf_sys::bpf_btf_get_info_by_fd(btf.as_raw_fd(), &raw mut info, &raw mut size) };
    let name = CStr::from_bytes_until_nul(&name).ok()?.to_str().ok()?;
    (result == 0 && info.kernel_btf != 0).then(|| name.to_owned())
}

/// Reads the raw BTF in `source` once and keeps what is `wanted`.
///
/// What it costs on Debian's 6.12, in millions of instructions: 11, and 10 of the kernel's, which copies its BTF page by page
/// where it does not map it (before 6.16; 5.10 takes 5 for that, 6.1 takes 6). A load then takes 7 on 5.10, 2 on 6.1, 3 on
/// 6.12 and 6 on 7.2, instead of 105 to 138 with libbpf's own reading. Memory: 50 KiB; a whole process with a loaded object
/// peaks at 1.5 MiB instead of 8.2 to 11 (7.2: 2.1).
///
/// # Errors
///
/// There is no such file, it cannot be read, or it is not a BTF. No content of the file leads to a panic, to a loop
/// without end, or to memory beyond a small multiple of the file's length.
pub fn reduce(source: &Path, wanted: &Wanted) -> Result<Reduced, BtfError> {
    let names = Names::of(wanted);
    let mut file = Source::open(source)?;
    let places = file.find_names(&names)?;
    let found = file.find_types(&places)?;
    let mut functions = HashMap::new();
    let mut tracepoints = HashMap::new();
    for &(name, id) in &found.functions {
        // libbpf, too, takes the first of several functions of one name.
        functions.entry(name.to_owned()).or_insert(Hook { id, params: file.params(&found.index, id)?, module: None });
    }
    for &(name, id) in &found.tracepoints {
        let params = file.params(&found.index, id)?.saturating_sub(1);
        let name = name.strip_prefix(TRACEPOINT_PREFIX).unwrap_or(name);
        tracepoints.entry(name.to_owned()).or_insert(Hook { id, params, module: None });
    }
    for module in &wanted.modules {
        let mut own = match file.module(&source.with_file_name(module), &found.index) {
            Ok(own) => own,
            Err(BtfError::Missing) => continue, // not loaded, part of the kernel, or this tells no modules' (before 5.11)
            Err(e) => return Err(e),
        };
        let mut known = own.find_names(&names)?;
        known.extend(&places);
        let split = own.find_types(&known)?;
        for &(name, id) in &split.functions {
            let params = own.params_with(&split.index, id, (&mut file, &found.index))?;
            functions.entry(name.to_owned()).or_insert(Hook { id, params, module: Some(module) });
        }
    }
    let raw = Writer::new(&mut file, &found.index, &places).write(&found.roots)?;
    Ok(Reduced { raw, functions, tracepoints, modules: HashMap::new() })
}

/// The enumerators of the enum of this name, with their numbers: none if there is no such enum.
///
/// # Errors
///
/// As [`reduce`]'s.
pub fn enumerators(source: &Path, name: &str) -> Result<Vec<(u32, String)>, BtfError> {
    let names = Names::of(&Wanted { types: BTreeSet::from([name.to_owned()]), ..Wanted::default() });
    let mut file = Source::open(source)?;
    let places = file.find_names(&names)?;
    let found = file.find_types(&places)?;
    let mut entries = Vec::new();
    for &id in &found.roots {
        let t = file.find_type(&found.index, id)?;
        if t.kind() == kind::ENUM {
            entries.extend(t.entries().map(|entry| (word(entry, 1), word(entry, 0))));
        }
    }
    entries.into_iter().map(|(number, name)| Ok((number, file.name(name)?))).collect()
}

/// Where libbpf finds the reduced BTF: a file in memory, empty at open and [filled](Self::fill) before load.
#[derive(Debug)]
pub struct CustomFile(File);

impl CustomFile {
    /// Makes the file.
    ///
    /// # Errors
    ///
    /// The process has no descriptor or memory left.
    pub fn new() -> io::Result<Self> {
        // SAFETY: the name is a string with an end; the call gives a new descriptor or -1.
        let fd = unsafe { libc::memfd_create(c"btf".as_ptr(), libc::MFD_CLOEXEC) };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: `fd` was just made and nothing else owns it.
        Ok(Self(unsafe { File::from_raw_fd(fd) }))
    }

    /// The path for `bpf_object_open_opts.btf_custom_path`, good as long as `self` lives.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/proc/self/fd/{}", self.0.as_raw_fd())
    }

    /// Puts [`Reduced::raw`] in.
    ///
    /// # Errors
    ///
    /// No memory is left.
    pub fn fill(&self, raw: &[u8]) -> io::Result<()> {
        (&self.0).write_all(raw)
    }
}

/// The name without its `___flavor`, as libbpf cuts it: at the last `___` that has other characters on both sides.
fn without_flavor(name: &str) -> &str {
    let b = name.as_bytes();
    let cut = b.windows(5).rposition(|w| w[0] != b'_' && &w[1..4] == b"___" && w[4] != b'_');
    cut.and_then(|i| name.get(..=i)).unwrap_or(name)
}
