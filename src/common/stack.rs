//! Stacks: from the addresses that a program sends to names. Symbols are looked up when something is printed, never
//! before.
//!
//! What a process maps is read when its first stack is, and kept, so that it has names when it has ended. Its files are
//! opened through `/proc/PID/map_files`: the very files that are mapped, whatever mount namespace they are in and whether
//! or not they were deleted or replaced. They are hostile input: one that is no regular file, is huge or makes no sense
//! costs its own frames their names, and nothing else.

use std::{
    borrow::Cow,
    cell::OnceCell,
    collections::{BTreeSet, HashMap, HashSet},
    ffi::OsStr,
    fs::{self, File},
    hash::{Hash, Hasher},
    os::{
        fd::AsRawFd,
        unix::{
            ffi::OsStrExt,
            fs::{FileExt, MetadataExt, OpenOptionsExt},
        },
    },
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    rc::Rc,
    time::{Duration, Instant},
};

use ahash::RandomState;
use blazesym::symbolize::{
    CodeInfo, Input, Symbolized, Symbolizer,
    source::{Elf, Source},
};

use super::{binary::About, jit::Jit, kernel_names::KernelNames, memory_file, sigbus};

/// One place in a stack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Where it would go on.
    pub address: u64,
    /// The function, demangled; `None` if it is not known. Names are shared: there are few of them in many frames.
    pub symbol: Option<Rc<str>>,
    /// Bytes from the beginning of the function, or without one from that of the file.
    pub offset: u64,
    /// The file that is mapped there, as its process named it; `[kernel]` for the kernel and `[xfs]` for its module, empty
    /// if none is.
    pub module: Rc<[u8]>,
    /// File and line of the source, where the file tells and it was asked for.
    pub line: Option<(Rc<str>, u32)>,
}

/// Files larger than this are not looked into.
const MAX_FILE: u64 = 2 << 30;
/// How many processes and names are remembered, until all are forgotten.
const MAX_PROCESSES: usize = 4096;
const MAX_NAMES: usize = 1 << 16;
/// How many addresses of a process that are in no file are remembered.
const MAX_NOWHERE: usize = 1024;
/// How many files are kept open: fewer than a process may have.
const MAX_FILES: usize = 768;
/// Stands for the code that the kernel maps into every process.
const VDSO: FileId = (u64::MAX, 0);
const VDSO_NAME: &[u8] = b"[vdso]";
/// The module of all frames in the kernel itself.
const KERNEL: &[u8] = b"[kernel]";

/// Which file: device and inode.
type FileId = (u64, u64);

/// A part of a process's memory that holds code of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    start: u64,
    end: u64,
    offset: u64,
    file: FileId,
    pub(super) path: Rc<[u8]>,
}

/// What a process had mapped when its stacks were looked at last.
#[derive(Default)]
struct Process {
    /// The program that it runs: after an exec it is another.
    exe: Option<FileId>,
    mappings: Vec<Rc<Mapping>>,
    /// Addresses for which the mappings were read again in vain: programs without frame pointers have a lot that is none.
    nowhere: HashSet<u64, RandomState>,
    /// When its list of made code was looked for, and what was found.
    jit: Option<(Instant, Option<Rc<Jit>>)>,
}

/// Where an address lies: of a program's found while its process lives, so that its name can be found later.
#[derive(Clone, Debug)]
pub struct Place {
    address: u64,
    /// Where its function is: a caller goes on behind its call, which may be the next function's beginning.
    at: u64,
    lies: Lies,
}

/// What an address is in.
#[derive(Clone, Debug)]
enum Lies {
    Kernel,
    File(Rc<Mapping>),
    /// What the program itself has made, of which it has left a list.
    Made(Rc<Jit>),
    Nowhere,
}

/// A file that programs have mapped.
struct Opened {
    file: File,
    about: OnceCell<(About, Option<File>)>,
}

/// Names of user space and kernel, each looked up once.
pub struct Symbols {
    symbolizer: Symbolizer,
    lines: bool,
    processes: HashMap<u32, Process>,
    /// `None` for a file that cannot be looked into.
    files: HashMap<FileId, Option<Opened>>,
    /// By file and offset in it. Several frames where functions are inlined, the innermost first.
    names: HashMap<(FileId, u64), Rc<[Frame]>>,
    kernel: KernelNames,
    /// What frames in the kernel itself say of their module.
    of_kernel: Rc<[u8]>,
}

impl std::fmt::Debug for Symbols {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Symbols").field("processes", &self.processes.len()).finish_non_exhaustive()
    }
}

impl Symbols {
    /// Made before privileges are dropped. `lines`: look up inlined functions and lines of source, too.
    #[must_use]
    pub fn new(lines: bool, kernel: KernelNames) -> Self {
        sigbus::survive();
        Self {
            symbolizer: Symbolizer::builder().enable_code_info(lines).enable_inlined_fns(lines).build(),
            lines,
            processes: HashMap::new(),
            files: HashMap::from([(VDSO, vdso().map(|file| Opened { file, about: OnceCell::new() }))]),
            names: HashMap::new(),
            kernel,
            of_kernel: KERNEL.into(),
        }
    }

    /// Notes what a process has mapped, so that its stacks have names when it has ended.
    pub fn meet(&mut self, pid: u32) {
        if self.processes.len() >= MAX_PROCESSES && !self.processes.contains_key(&pid) {
            self.processes.clear();
        }
        // Without /proc/PID/exe it has ended, or is of the kernel.
        let Some(exe) = fs::metadata(format!("/proc/{pid}/exe")).ok().map(|exe| file_id(&exe)) else { return };
        let process = self.processes.entry(pid).or_default();
        if process.exe != Some(exe) {
            *process = Process { exe: Some(exe), mappings: read_mappings(pid), ..Process::default() };
            self.open_files(pid);
        }
    }

    /// Opens the files of a process that are new.
    fn open_files(&mut self, pid: u32) {
        for mapping in self.processes.get(&pid).into_iter().flat_map(|process| &process.mappings) {
            if self.files.len() < MAX_FILES || self.files.contains_key(&mapping.file) {
                let open = || Some(Opened { file: open_mapped(pid, mapping)?, about: OnceCell::new() });
                self.files.entry(mapping.file).or_insert_with(open);
            }
        }
    }

    /// The frames of a stack of user space, innermost first.
    pub fn user(&mut self, pid: u32, addresses: impl Iterator<Item = u64>) -> Vec<Frame> {
        let places = self.locate(pid, addresses);
        places.iter().flat_map(|place| self.frames(place)).collect()
    }

    /// Finds where the addresses of a stack of user space lie, innermost first. The process should live still.
    pub fn locate(&mut self, pid: u32, addresses: impl Iterator<Item = u64>) -> Vec<Place> {
        self.meet(pid);
        let mut looked_again = false;
        let mut places = Vec::new();
        for (depth, address) in addresses.enumerate() {
            let at = address.saturating_sub((depth > 0).into());
            let mut mapping = self.mapping(pid, at);
            if mapping.is_none() && !looked_again && !self.is_nowhere(pid, at) {
                looked_again = true;
                self.read_again(pid);
                mapping = self.mapping(pid, at);
            }
            if mapping.is_none() && looked_again {
                self.note_nowhere(pid, at);
            }
            let made = if mapping.is_none() { self.jit(pid) } else { None };
            let lies = mapping.map(Lies::File).or_else(|| made.map(Lies::Made)).unwrap_or(Lies::Nowhere);
            places.push(Place { address, at, lies });
        }
        places
    }

    /// Reads what a process has mapped now; what was there before stays the same.
    fn read_again(&mut self, pid: u32) {
        let mut now = read_mappings(pid);
        if now.is_empty() {
            return;
        }
        let known = &mut self.processes.entry(pid).or_default().mappings;
        for mapping in &mut now {
            let before = known.get(known.partition_point(|before| before.start < mapping.start));
            if let Some(before) = before.filter(|before| *before == mapping) {
                *mapping = Rc::clone(before);
            }
        }
        *known = now;
        self.open_files(pid);
    }

    fn is_nowhere(&self, pid: u32, at: u64) -> bool {
        self.processes.get(&pid).is_some_and(|process| process.nowhere.contains(&at))
    }

    /// Remembers that an address is in no mapping, and forgets what was remembered when that has become much.
    fn note_nowhere(&mut self, pid: u32, at: u64) {
        let Some(process) = self.processes.get_mut(&pid) else { return };
        if process.nowhere.len() >= MAX_NOWHERE {
            process.nowhere.clear();
        }
        process.nowhere.insert(at);
    }

    /// The frames at a place, innermost first: several where functions are inlined.
    pub fn frames(&mut self, place: &Place) -> Vec<Frame> {
        let Place { address, at, ref lies } = *place;
        match lies {
            Lies::Kernel => vec![self.kernel_frame(address, at)],
            Lies::File(mapping) => {
                let found = self.functions(mapping, at - mapping.start + mapping.offset);
                let module = || Rc::clone(&mapping.path);
                found.iter().map(|frame| Frame { address, module: module(), ..frame.clone() }).collect()
            }
            Lies::Made(jit) => {
                let made = jit.function(at);
                let (symbol, offset) = made.map_or((None, 0), |(name, offset)| (Some(name.into()), offset));
                vec![Frame { address, symbol, offset, ..Frame::default() }]
            }
            Lies::Nowhere => vec![Frame { address, ..Frame::default() }],
        }
    }

    fn kernel_frame(&self, address: u64, at: u64) -> Frame {
        let own = || Rc::clone(&self.of_kernel);
        let Some(function) = self.kernel.function(at) else {
            return Frame { address, module: own(), ..Frame::default() };
        };
        let (offset, module) = (address - function.start, function.module.unwrap_or_else(own));
        Frame { address, symbol: Some(function.name), offset, module, line: None }
    }

    /// The frames of a stack of the kernel, innermost first.
    pub fn kernel(&self, addresses: impl Iterator<Item = u64>) -> Vec<Frame> {
        in_kernel(addresses).map(|place| self.kernel_frame(place.address, place.at)).collect()
    }

    /// Finds the names of those that are in the kernel at once, which costs it less.
    pub fn learn_kernel(&self, places: impl Iterator<Item = Place>) {
        let in_kernel = places.filter(|place| matches!(place.lies, Lies::Kernel));
        self.kernel.learn(&in_kernel.map(|place| place.at).collect::<BTreeSet<_>>());
    }

    /// The list of code that a process has made; it is looked for again every second.
    fn jit(&mut self, pid: u32) -> Option<Rc<Jit>> {
        let process = self.processes.get_mut(&pid)?;
        match &process.jit {
            Some((_, Some(jit))) => return Some(Rc::clone(jit)),
            Some((looked, None)) if looked.elapsed() < Duration::from_secs(1) => return None,
            _ => {}
        }
        let found = Jit::open(pid).map(Rc::new);
        process.jit = Some((Instant::now(), found.clone()));
        found
    }

    fn mapping(&self, pid: u32, address: u64) -> Option<Rc<Mapping>> {
        let mappings = &self.processes.get(&pid)?.mappings; // in their order
        let mapping = mappings.get(mappings.partition_point(|mapping| mapping.end <= address))?;
        (mapping.start <= address).then(|| Rc::clone(mapping))
    }

    /// The functions at an offset of a file.
    fn functions(&mut self, mapping: &Mapping, offset: u64) -> Rc<[Frame]> {
        if self.names.len() >= MAX_NAMES {
            self.names.clear();
        }
        if let Some(known) = self.names.get(&(mapping.file, offset)) {
            return Rc::clone(known);
        }
        let file = self.files.get(&mapping.file).and_then(Option::as_ref);
        let found = file.and_then(|file| file.functions(&self.symbolizer, &mapping.path, offset, self.lines));
        let found: Rc<[Frame]> = found.unwrap_or_else(|| vec![Frame { offset, ..Frame::default() }]).into();
        self.names.insert((mapping.file, offset), Rc::clone(&found));
        found
    }
}

/// Where the addresses of a stack of the kernel lie, innermost first.
pub fn in_kernel(addresses: impl Iterator<Item = u64>) -> impl Iterator<Item = Place> {
    let calls = addresses.enumerate().map(|(depth, address)| (address, address.saturating_sub((depth > 0).into())));
    calls.map(|(address, at)| Place { address, at, lies: Lies::Kernel })
}

/// 64-bit words, up to the first that is 0.
pub fn addresses(bytes: &[u8]) -> impl Iterator<Item = u64> {
    let words = bytes.chunks_exact(8).map(|word| word.try_into().map_or(0, u64::from_ne_bytes));
    words.take_while(|address| *address != 0)
}

impl Opened {
    /// The functions at an offset. The distribution's debug file, where there is one, knows those that the file has been
    /// stripped of, and lines; what is packed into the file knows the functions.
    fn functions(&self, symbolizer: &Symbolizer, path: &[u8], offset: u64, lines: bool) -> Option<Vec<Frame>> {
        let (about, debug) = self.about.get_or_init(|| {
            let about = About::read(&self.file);
            let debug = about.debug_file(path).or_else(|| about.packed_file(&self.file));
            (about, debug)
        });
        // Of a file that names another, lines are not looked for: that could be anything.
        let own = || look_up(symbolizer, &self.file, Input::FileOffset(offset), lines && !about.has_link);
        let elsewhere = || look_up(symbolizer, debug.as_ref()?, Input::VirtOffset(about.address(offset)?), lines);
        if lines { elsewhere().or_else(own) } else { own().or_else(elsewhere) }
    }
}

/// Asks a file. It may have been made to break whoever reads it. `lines`: read what is there for debuggers.
fn look_up(symbolizer: &Symbolizer, file: &File, at: Input<u64>, lines: bool) -> Option<Vec<Frame>> {
    let mut elf = Elf::new(format!("/proc/self/fd/{}", file.as_raw_fd()));
    elf.debug_syms = lines;
    let source = Source::Elf(elf);
    let found = catch_unwind(AssertUnwindSafe(|| {
        let found = symbolizer.symbolize_single(&source, at).ok()?;
        let Symbolized::Sym(symbol) = found else { return None };
        let line = |code: &CodeInfo<'_>| Some((code.to_path().to_string_lossy().into(), code.line?));
        let mut frames = vec![Frame {
            symbol: Some(symbol.name.as_ref().into()),
            offset: symbol.offset as u64,
            line: symbol.code_info.as_deref().and_then(line),
            ..Frame::default()
        }];
        frames.extend(symbol.inlined.iter().map(|inlined| Frame {
            symbol: Some(inlined.name.as_ref().into()),
            line: inlined.code_info.as_ref().and_then(line),
            ..Frame::default()
        }));
        frames.reverse();
        Some(frames)
    }));
    found.ok().flatten()
}

fn file_id(metadata: &fs::Metadata) -> FileId {
    (metadata.dev(), metadata.ino())
}

/// The parts of a process's memory that hold code of files, from `/proc/PID/maps`; none if it has ended.
pub(super) fn read_mappings(pid: u32) -> Vec<Rc<Mapping>> {
    let Ok(maps) = fs::read(format!("/proc/{pid}/maps")) else { return Vec::new() };
    maps.split(|byte| *byte == b'\n').filter_map(parse_mapping).map(Rc::new).collect()
}

/// `start-end rwxp offset major:minor inode    path`, all numbers but the inode in hexadecimal (`proc_pid_maps(5)`).
fn parse_mapping(line: &[u8]) -> Option<Mapping> {
    let mut words = line.splitn(6, |byte| *byte == b' ');
    let mut word = || words.next().and_then(|word| std::str::from_utf8(word).ok());
    let number = |text: &str| u64::from_str_radix(text, 16).ok();
    let (start, end) = word()?.split_once('-')?;
    let is_code = word()?.as_bytes().get(2) == Some(&b'x');
    let offset = number(word()?)?;
    let (major, minor) = word()?.split_once(':')?;
    let device = libc::makedev(number(major)? as u32, number(minor)? as u32);
    let inode = word()?.parse().ok()?;
    let path = words.next().unwrap_or_default().trim_ascii_start();
    let file = if path == VDSO_NAME { VDSO } else { (device, inode) };
    let wanted = is_code && (inode != 0 || file == VDSO);
    wanted.then_some(Mapping { start: number(start)?, end: number(end)?, offset, file, path: path.into() })
}

/// The code that the kernel maps into every process, from this one's memory: others have the same.
fn vdso() -> Option<File> {
    let maps = fs::read("/proc/self/maps").ok()?;
    let mapping = maps.split(|byte| *byte == b'\n').filter_map(parse_mapping).find(|mapping| mapping.file == VDSO)?;
    let mut code = vec![0; (mapping.end - mapping.start) as usize];
    File::open("/proc/self/mem").ok()?.read_exact_at(&mut code, mapping.start).ok()?;
    memory_file::holding(c"vdso", &code)
}

/// The file that is mapped; `None` if it is none to look into.
pub(super) fn open_mapped(pid: u32, mapping: &Mapping) -> Option<File> {
    // What is mapped can be opened without waiting: it has been opened before, and is no FIFO.
    let there = format!("/proc/{pid}/map_files/{:x}-{:x}", mapping.start, mapping.end);
    let file = File::open(there).ok().or_else(|| open_the_same(mapping))?;
    let metadata = file.metadata().ok()?;
    (metadata.is_file() && metadata.len() <= MAX_FILE).then_some(file)
}

/// The file by its name, for a process that has just ended: if that is still the very same one.
fn open_the_same(mapping: &Mapping) -> Option<File> {
    let mut options = File::options();
    options.read(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_NOCTTY);
    let file = options.open(Path::new(OsStr::from_bytes(&mapping.path))).ok()?;
    (file_id(&file.metadata().ok()?) == mapping.file).then_some(file)
}

impl Frame {
    /// The function; without one the place in the file as `[libc.so.6+0x29d10]`, or else the address.
    #[must_use]
    pub fn name(&self) -> Cow<'_, str> {
        match &self.symbol {
            Some(symbol) => Cow::Borrowed(symbol),
            None if self.module.is_empty() || *self.module == *KERNEL => Cow::Owned(format!("{:#x}", self.address)),
            None => {
                let file = self.module.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
                Cow::Owned(format!("[{}+{:#x}]", String::from_utf8_lossy(file), self.offset))
            }
        }
    }
}

impl Place {
    /// The address itself.
    #[must_use]
    pub fn address(&self) -> u64 {
        self.address
    }

    /// What makes it another than others.
    fn key(&self) -> (u64, u64, usize) {
        let lies = match &self.lies {
            Lies::Kernel => 1,
            Lies::File(mapping) => Rc::as_ptr(mapping).addr(),
            Lies::Made(jit) => Rc::as_ptr(jit).addr(),
            Lies::Nowhere => 0,
        };
        (self.address, self.at, lies)
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Place {}

impl Hash for Place {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mappings_are_taken_apart() {
        let line = b"7f12a000-7f12b000 r-xp 00001000 fe:01 1234                  /usr/lib/a b.so (deleted)";
        let mapping = parse_mapping(line).unwrap();
        assert_eq!((mapping.start, mapping.end, mapping.offset), (0x7f12_a000, 0x7f12_b000, 0x1000));
        assert_eq!(mapping.file, (libc::makedev(0xfe, 1), 1234));
        assert_eq!(&*mapping.path, b"/usr/lib/a b.so (deleted)");
        for other in [
            &b"7f12a000-7f12b000 rw-p 00001000 fe:01 1234  /usr/lib/a.so"[..],
            b"7ffd000-7ffe000 r-xp 00000000 00:00 0    [anon:code]",
            b"7f12a000 r-xp 0 fe:01 1",
            b"",
        ] {
            assert!(parse_mapping(other).is_none(), "{}", other.escape_ascii());
        }
    }

    #[inline(never)]
    fn a_function_of_its_own() -> u64 {
        let here = a_function_of_its_own as *const () as u64;
        std::hint::black_box(here)
    }

    #[test]
    fn what_is_mapped_is_the_same_when_it_is_read_again() {
        let mut symbols = Symbols::new(false, KernelNames::default());
        let mut locate =
            |nowhere| symbols.locate(std::process::id(), [a_function_of_its_own() + 1, nowhere].into_iter());
        // Each address that is nowhere has the mappings read again, once.
        let [first, second, third] = [8, 16, 8].map(&mut locate);
        assert!(first[0] == second[0] && first[0] == third[0], "{first:?} {second:?}");
        assert!(first[1] != second[1] && first[1] == third[1], "{first:?} {second:?}");
        let process = symbols.processes.values().next().unwrap();
        assert_eq!(process.nowhere, [7, 15].into_iter().collect());
    }

    #[test]
    fn our_own_functions_have_names() {
        let mut symbols = Symbols::new(false, KernelNames::default());
        let frames = symbols.user(std::process::id(), [a_function_of_its_own() + 1].into_iter());
        let [frame] = &frames[..] else { panic!("{frames:?}") };
        assert!(frame.symbol.as_deref().is_some_and(|name| name.contains("a_function_of_its_own")), "{frame:?}");
        assert!(frame.module.ends_with(b"probebox-") || !frame.module.is_empty(), "{frame:?}");
    }
}
