//! From what users call a program or a library to the very file: a path, a name that the dynamic loader would find, or
//! what a process has mapped. Nothing is run for it, and PATH is not looked at.
//!
//! With a process, everything is looked for where that process sees it: in its own root, whatever links point to there,
//! and first of all among the files that it has mapped, which may have been replaced or deleted since. With containers, where
//! their processes do, if all of them mean one file.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read},
    os::{
        fd::{AsRawFd, FromRawFd, OwnedFd},
        unix::fs::{MetadataExt, OpenOptionsExt},
    },
    path::Path,
};

use anyhow::{Context as _, Result, anyhow, bail};

use super::args::RowArgs;
use super::{
    elf::{Elf, Function, Note},
    filter::GroupArgs,
    groups,
    pattern::Pattern,
    stack,
};

/// Where libraries are if the loader's cache does not know them (ld.so(8); the first are those of multi-arch systems).
#[cfg(target_arch = "x86_64")]
const LIBRARIES: &[&str] = &[
    "/lib/x86_64-linux-gnu",
    "/usr/lib/x86_64-linux-gnu",
    "/lib64",
    "/usr/lib64",
    "/lib",
    "/usr/lib",
    "/usr/local/lib",
];
#[cfg(target_arch = "aarch64")]
const LIBRARIES: &[&str] = &[
    "/lib/aarch64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
    "/lib64",
    "/usr/lib64",
    "/lib",
    "/usr/lib",
    "/usr/local/lib",
];

/// Where programs are.
const PROGRAMS: &[&str] = &["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/local/sbin"];

/// The loader's list of libraries; it is no larger on any system.
const CACHE: &str = "/etc/ld.so.cache";
const MAX_CACHE: u64 = 16 << 20;

/// A program or library that is open.
#[derive(Debug)]
pub struct Binary {
    /// Its path, as told to users.
    pub path: String,
    /// What is in it.
    pub elf: Elf,
}

/// As whom files are looked for.
#[derive(Clone, Default)]
pub enum View {
    /// As the system has them.
    #[default]
    System,
    /// As this process has them.
    Process(u32),
    /// As the processes of these containers have them, if there are any yet.
    Containers(GroupArgs),
}

impl View {
    /// The process, if it is one's.
    #[must_use]
    pub fn process(&self) -> Option<u32> {
        if let Self::Process(pid) = self { Some(*pid) } else { None }
    }
}

/// Finds the file that is called so.
///
/// # Errors
/// There is none, or it is no program or library, or several are called so.
pub fn find(name: &str, view: &View) -> Result<Binary> {
    let (path, file) = locate(name, view)?;
    let elf = Elf::new(file).with_context(|| path.clone()).map_err(|error| one_sentence(&error))?;
    Ok(Binary { path, elf })
}

/// The files of this name that any process runs code of, each once.
///
/// # Errors
/// There is none.
pub fn find_running(name: &str) -> Result<Vec<Binary>> {
    let mut seen = Vec::new();
    let mut found = Vec::new();
    let processes = fs::read_dir("/proc").context("reading /proc")?;
    for pid in processes.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()) {
        let Some((path, file)) = mapped(name, pid) else { continue };
        let Ok(identity) = Identity::of(&file) else { continue };
        if seen.contains(&identity) {
            continue;
        }
        seen.push(identity);
        if let Ok(elf) = Elf::new(file) {
            found.push(Binary { path, elf });
        }
    }
    if found.is_empty() {
        bail!("no process that runs uses {name}");
    }
    Ok(found)
}

/// `/bin/x: is no regular file` reads as a sentence without the colon.
fn one_sentence(error: &anyhow::Error) -> anyhow::Error {
    let words: Vec<_> = error.chain().map(ToString::to_string).collect();
    anyhow!("{}", words.join(" "))
}

/// The first of these files that has a function which is meant: a function can be in several, by system or version.
///
/// # Errors
/// None of the files is there, or none has it; told is what is wrong with the first, which is what most systems have.
pub fn find_with(names: &[&str], pattern: &Pattern, view: &View) -> Result<Binary> {
    let mut first = None;
    for name in names {
        match find(name, view).and_then(|binary| binary.functions(pattern).map(|_| binary)) {
            Ok(binary) => return Ok(binary),
            Err(error) => first = first.or(Some(error)),
        }
    }
    Err(first.unwrap_or_else(|| anyhow!("no file to look for {} in", shown(pattern))))
}

/// What the C library is called where it has no other name, and where it is the loader as well.
pub const LIBC: &[&str] = &["c", "ld-musl-x86_64", "ld-musl-aarch64"];

/// Allocators that programs use instead of the C library's.
const ALLOCATORS: &[&str] = &["jemalloc", "tcmalloc", "tcmalloc_minimal", "tcmalloc_minimal_debug", "mimalloc"];

/// Where the functions are by which a process takes memory: in its program itself, in another allocator that it has mapped,
/// or in its C library. Without a process, `program` is the one that will be run.
///
/// # Errors
/// None of them has such a function.
pub fn allocator(view: &View, program: Option<&str>, pattern: &Pattern) -> Result<Binary> {
    let pid = view.process();
    let with_it = |binary: &Binary| binary.functions(pattern).is_ok();
    let own = pid.and_then(|pid| fs::read_link(format!("/proc/{pid}/exe")).ok());
    let own = own.and_then(|path| Some(path.file_name()?.to_str()?.trim_end_matches(" (deleted)").to_owned()));
    let loaded = own.as_deref().into_iter().chain(ALLOCATORS.iter().copied()).find_map(|name| {
        let (path, file) = mapped(name, pid?)?;
        Elf::new(file).ok().map(|elf| Binary { path, elf }).filter(with_it)
    });
    let to_run = || find(program?, &View::System).ok().filter(with_it);
    loaded.or_else(to_run).map_or_else(|| find_with(LIBC, pattern, view), Ok)
}

/// The options of tools that trace functions of the C library.
#[derive(clap::Args, Clone, Default)]
pub struct LibcArgs {
    /// The C library, by path or name; else the one that the traced process uses, or the system's
    #[arg(short, long, value_name = "FILE")]
    libc: Option<String>,
    /// In which form, and what every tool has.
    #[command(flatten)]
    pub rows: RowArgs,
}

impl LibcArgs {
    /// What was given.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.libc.as_deref()
    }
}

fn locate(name: &str, view: &View) -> Result<(String, File)> {
    let pids = match view {
        View::Containers(groups) => groups::processes_of(groups),
        _ => return locate_as(name, view.process()),
    };
    // What runs already is what is meant.
    let running = pids.iter().filter(|_| !name.contains('/')).filter_map(|pid| mapped(name, *pid));
    if let Some(found) = only_one(name, running)? {
        return Ok(found);
    }
    let there = pids.iter().filter_map(|pid| locate_as(name, Some(*pid)).ok());
    match only_one(name, there)? {
        Some(found) => Ok(found),
        None if pids.is_empty() => locate_as(name, None),
        None => bail!("the containers have no program and no library that is called '{name}'"),
    }
}

/// The file that all of these are.
fn only_one(name: &str, found: impl Iterator<Item = (String, File)>) -> Result<Option<(String, File)>> {
    let mut one: Option<(Identity, _)> = None;
    for (path, file) in found {
        let identity = Identity::of(&file).with_context(|| format!("looking at {path}"))?;
        match &one {
            None => one = Some((identity, (path, file))),
            Some((known, _)) if *known == identity => {}
            Some(_) => {
                bail!("'{name}' is more than one file in these containers: name one container, or a process with -p")
            }
        }
    }
    Ok(one.map(|(_, found)| found))
}

/// What makes a file another one, for probes: they are in a file itself, of which containers of one image have a view each.
#[derive(PartialEq, Eq)]
struct Identity {
    /// 0 of a view: it has a device of its own. What it has of the file is the same in all.
    device: u64,
    inode: u64,
    size: u64,
    changed: (i64, i64),
}

impl Identity {
    fn of(file: &File) -> io::Result<Self> {
        let of = file.metadata()?;
        // SAFETY: all-zero is valid for this plain struct, which the kernel fills; the descriptor is open.
        let is_view = unsafe {
            let mut info: libc::statfs = std::mem::zeroed();
            libc::fstatfs(file.as_raw_fd(), &raw mut info) == 0 && info.f_type == libc::OVERLAYFS_SUPER_MAGIC
        };
        let device = if is_view { 0 } else { of.dev() };
        Ok(Self { device, inode: of.ino(), size: of.size(), changed: (of.ctime(), of.ctime_nsec()) })
    }
}

fn locate_as(name: &str, pid: Option<u32>) -> Result<(String, File)> {
    let root = Root::new(pid)?;
    let of = pid.map(|pid| format!(" for process {pid}")).unwrap_or_default();
    if name.contains('/') {
        let file = if pid.is_none() { open_here(name) } else { root.open(name) };
        let file = file.with_context(|| format!("opening {name}{of}"))?;
        return Ok((name.to_owned(), file));
    }
    if let Some(found) = pid.and_then(|pid| mapped(name, pid)) {
        return Ok(found);
    }
    let found = root.library(name).or_else(|| root.program(name));
    let Some(found) = found else { bail!("no program and no library is called '{name}'{of}") };
    Ok(found)
}

/// Opens a file as any program would, but without waiting.
fn open_here(path: &str) -> io::Result<File> {
    OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)
}

/// The file among those that a process runs code of.
fn mapped(name: &str, pid: u32) -> Option<(String, File)> {
    let mappings = stack::read_mappings(pid);
    let mapping = mappings.iter().find(|mapping| {
        let path = String::from_utf8_lossy(&mapping.path);
        let path = path.trim_end_matches(" (deleted)");
        is_called(path.rsplit('/').next().unwrap_or(path), name)
    })?;
    Some((String::from_utf8_lossy(&mapping.path).into_owned(), stack::open_mapped(pid, mapping)?))
}

/// Whether a file's name is what the user calls it: `libc.so.6` and `libc-2.31.so` are `c` as well.
fn is_called(file: &str, name: &str) -> bool {
    if file == name {
        return true;
    }
    let Some(rest) = file.strip_prefix("lib").unwrap_or(file).strip_prefix(name.strip_prefix("lib").unwrap_or(name))
    else {
        return false;
    };
    if name.contains(".so") { rest.starts_with('.') } else { rest.starts_with(".so") || is_old_name(rest) }
}

/// `-2.31.so`
fn is_old_name(rest: &str) -> bool {
    let version = rest.strip_prefix('-').and_then(|rest| rest.strip_suffix(".so"));
    version.is_some_and(|version| version.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
}

/// The root of the file system as this process or another sees it.
struct Root {
    folder: OwnedFd,
}

impl Root {
    fn new(pid: Option<u32>) -> Result<Self> {
        let path = pid.map_or_else(|| "/".to_owned(), |pid| format!("/proc/{pid}/root"));
        let open = OpenOptions::new().read(true).custom_flags(libc::O_PATH | libc::O_DIRECTORY).open(&path);
        let folder = open.map_err(|error| match (pid, error.kind()) {
            (Some(pid), io::ErrorKind::NotFound) => anyhow!("there is no process {pid}"),
            _ => anyhow!("opening {path}: {error}"),
        })?;
        Ok(Self { folder: folder.into() })
    }

    /// Opens a file below it. Links are followed as the process would, and never lead out of it.
    fn open(&self, path: &str) -> io::Result<File> {
        let path = std::ffi::CString::new(path)?;
        // SAFETY: all-zero is valid for this plain struct.
        let mut how: libc::open_how = unsafe { std::mem::zeroed() };
        // Opening a FIFO would wait for a writer.
        how.flags = (libc::O_RDONLY | libc::O_CLOEXEC | libc::O_NONBLOCK | libc::O_NOCTTY) as u64;
        how.resolve = libc::RESOLVE_IN_ROOT;
        // SAFETY: a string with an end and a struct of the size that is told, both live.
        let fd = unsafe {
            libc::syscall(
                libc::SYS_openat2,
                self.folder.as_raw_fd(),
                path.as_ptr(),
                &raw const how,
                size_of::<libc::open_how>(),
            )
        };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the descriptor is new and nobody else's.
        Ok(unsafe { File::from_raw_fd(fd as i32) })
    }

    /// The library of this name, as the loader would find it: in its cache, then in its folders.
    fn library(&self, name: &str) -> Option<(String, File)> {
        let mut cache = Vec::new();
        if let Ok(file) = self.open(CACHE) {
            let _ = file.take(MAX_CACHE).read_to_end(&mut cache);
        }
        let cached = in_cache(&cache, name).unwrap_or_default();
        let listed = LIBRARIES.iter().flat_map(|folder| {
            let mut names = self.list(folder);
            names.retain(|file| is_called(file, name));
            names.sort();
            names.into_iter().map(move |file| format!("{folder}/{file}"))
        });
        // A linker's script is called as a library is.
        cached.into_iter().chain(listed).find_map(|path| self.open_elf(path))
    }

    fn program(&self, name: &str) -> Option<(String, File)> {
        PROGRAMS.iter().map(|folder| format!("{folder}/{name}")).find_map(|path| self.open_elf(path))
    }

    fn open_elf(&self, path: String) -> Option<(String, File)> {
        let file = self.open(&path).ok()?;
        let elf = Elf::new(file.try_clone().ok()?);
        elf.is_ok().then_some((path, file))
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let Ok(folder) = self.open(folder) else { return Vec::new() };
        let entries = fs::read_dir(Path::new("/proc/self/fd").join(folder.as_raw_fd().to_string()));
        entries.into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
    }
}

/// `cache_file_new` and `file_entry_new` of glibc's `dl-cache.h`.
const MAGIC: &[u8] = b"glibc-ld.so.cache1.1";
const CACHE_HEADER: usize = 48;
const CACHE_ENTRY: usize = 24;
#[cfg(target_arch = "x86_64")]
const CACHE_FLAGS: u32 = 0x0303;
#[cfg(target_arch = "aarch64")]
const CACHE_FLAGS: u32 = 0x0a03;

/// The paths that the loader's cache has for a name, in its order: the newest version first. Builds for certain
/// processors only are left out. An older format may stand before this one.
fn in_cache(bytes: &[u8], name: &str) -> Option<Vec<String>> {
    let bytes = bytes.get(bytes.windows(MAGIC.len()).position(|window| window == MAGIC)?..)?;
    let word = |at: usize| Some(u32::from_ne_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let text = |at: u32| {
        let bytes = bytes.get(at as usize..)?;
        std::str::from_utf8(bytes.get(..bytes.iter().position(|byte| *byte == 0)?)?).ok()
    };
    let entries = (0..word(MAGIC.len())? as usize).map_while(|index| {
        let at = CACHE_HEADER + index * CACHE_ENTRY;
        let hwcap = (word(at + 16)?, word(at + 20)?);
        Some((word(at)?, word(at + 4)?, word(at + 8)?, hwcap))
    });
    let fits = entries.filter(|(flags, _, _, hwcap)| *flags == CACHE_FLAGS && *hwcap == (0, 0));
    let found = fits.filter_map(|(_, key, value, _)| is_called(text(key)?, name).then(|| text(value))?);
    Some(found.map(str::to_owned).collect())
}

impl Binary {
    /// The functions that are meant, each place once. A name may have a version (`memcpy@GLIBC_2.2.5`). The second list
    /// says what is left out, and why.
    ///
    /// # Errors
    /// There is no such function; the sentence says whether the file could have it without telling.
    pub fn functions(&self, pattern: &Pattern) -> Result<(Vec<Function>, Vec<String>)> {
        let (pattern, version) = match pattern.exact().and_then(|name| name.split_once('@')) {
            Some((name, version)) => (Pattern::Glob(name.to_owned()), Some(version.trim_start_matches('@').to_owned())),
            None => (pattern.clone(), None),
        };
        let found = self.elf.functions(|name| pattern.matches(name));
        let mut found = found.with_context(|| self.path.clone()).map_err(|error| one_sentence(&error))?;
        found.retain(|function| version.is_none() || function.version == version);
        let left_out = found.iter().filter(|function| function.picks);
        let left_out: Vec<_> =
            left_out.map(|function| format!("{}: only picks the function that is called", function.name)).collect();
        found.retain(|function| !function.picks);
        // Several names of one place.
        let mut places = std::collections::HashSet::new();
        found.retain(|function| places.insert(function.offset));
        if found.is_empty() {
            let version = version.map(|version| format!(" of version {version}")).unwrap_or_default();
            bail!("{} has no function {}{version}{}", self.path, shown(&pattern), self.why_not(&left_out));
        }
        Ok((found, left_out))
    }

    /// Its static probes.
    ///
    /// # Errors
    /// What it says of them makes no sense.
    pub fn notes(&self) -> Result<Vec<Note>> {
        self.elf.notes().map_err(|error| anyhow!("{} {error}", self.path))
    }

    fn why_not(&self, left_out: &[String]) -> &'static str {
        match (left_out.is_empty(), self.elf.has_symbols(), self.elf.has_packed_symbols()) {
            (false, ..) => " that is called itself: it only picks one that is (IFUNC)",
            (_, true, _) => "",
            (_, false, false) => ", or does not tell: it is stripped of its symbols but for those that others link to",
            (_, false, true) => {
                ", or does not tell: its other symbols are packed into .gnu_debugdata, and that cannot be read"
            }
        }
    }

    /// Refuses what cannot bear that its functions' ends are traced.
    ///
    /// # Errors
    /// It is such a program.
    pub fn allow_returns(&self) -> Result<()> {
        if self.elf.is_go() {
            bail!(
                "{} is made by Go, whose stacks move: tracing where its functions end would crash it, so only their \
                 beginnings can be traced",
                self.path
            );
        }
        Ok(())
    }
}

/// A pattern, as told in an error.
#[must_use]
pub fn shown(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Glob(text) => format!("'{text}'"),
        Pattern::Names(names) => format!("'{}'", names.join("', '")),
        Pattern::Regex(regex) => format!("'{}'", regex.as_str().trim_start_matches("^(?:").trim_end_matches(")$")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_have_several_names() {
        for (file, name) in [
            ("libc.so.6", "c"),
            ("libc.so.6", "libc"),
            ("libc.so.6", "libc.so.6"),
            ("libc.so.6", "libc.so"),
            ("libc-2.31.so", "c"),
            ("libssl.so.3", "ssl"),
            ("bash", "bash"),
            ("ld-musl-x86_64.so.1", "ld-musl-x86_64"),
        ] {
            assert!(is_called(file, name), "{file} {name}");
        }
        for (file, name) in [
            ("libcrypt.so.1", "c"),
            ("libc.so.6", "libc.so.5"),
            ("libc-client.so", "c"),
            ("bash", "sh"),
            ("libbash", "bash"),
        ] {
            assert!(!is_called(file, name), "{file} {name}");
        }
    }

    fn cache(entries: &[(u32, &str, &str, u64)]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend((entries.len() as u32).to_ne_bytes());
        bytes.resize(CACHE_HEADER, 0);
        let mut strings = Vec::new();
        let start = CACHE_HEADER + entries.len() * CACHE_ENTRY;
        for (flags, key, value, hwcap) in entries {
            let mut put = |text: &str| {
                let at = (start + strings.len()) as u32;
                strings.extend(text.bytes().chain([0]));
                at
            };
            let (key, value) = (put(key), put(value));
            bytes.extend([*flags, key, value, 0].iter().flat_map(|n| n.to_ne_bytes()));
            bytes.extend(hwcap.to_ne_bytes());
        }
        [bytes, strings].concat()
    }

    #[test]
    fn the_loaders_cache_is_read_as_the_loader_does() {
        let bytes = cache(&[
            (CACHE_FLAGS, "libz.so.1", "/opt/v3/libz.so.1", 1 << 62),
            (CACHE_FLAGS, "libz.so.1", "/lib/libz.so.1", 0),
            (0x0803, "libc.so.6", "/lib32/libc.so.6", 0),
            (CACHE_FLAGS, "libc.so.6", "/lib/libc.so.6", 0),
        ]);
        assert_eq!(in_cache(&bytes, "z").unwrap(), ["/lib/libz.so.1"]);
        assert_eq!(
            in_cache(&[b"ld.so-1.7.0\0old".to_vec(), bytes.clone()].concat(), "libc.so.6").unwrap(),
            ["/lib/libc.so.6"]
        );
        assert_eq!(in_cache(&bytes, "m").unwrap(), [""; 0]);
        for cut in 0..bytes.len() {
            let _ = in_cache(&bytes[..cut], "c");
        }
        for at in 0..bytes.len() {
            let mut broken = bytes.clone();
            broken[at] = 0xff;
            let _ = in_cache(&broken, "c");
        }
    }

    #[test]
    fn paths_are_opened_without_waiting() {
        let root = Root::new(None).unwrap();
        assert!(root.open(std::env::current_exe().unwrap().to_str().unwrap()).is_ok());
        assert_eq!(root.open("/no/such/file").unwrap_err().kind(), io::ErrorKind::NotFound);
        assert_eq!(
            find("/etc/passwd", &View::System).unwrap_err().to_string(),
            "/etc/passwd is no program and no library (ELF)"
        );
        assert_eq!(find("/etc", &View::System).unwrap_err().to_string(), "/etc is no regular file");
        assert_eq!(
            find("no-such-thing", &View::System).unwrap_err().to_string(),
            "no program and no library is called 'no-such-thing'"
        );
    }

    #[test]
    fn what_a_process_runs_is_found_by_name() {
        let exe = std::env::current_exe().unwrap();
        let name = exe.file_name().unwrap().to_str().unwrap();
        let binary = find(name, &View::Process(std::process::id())).unwrap();
        assert_eq!(binary.path, exe.to_str().unwrap());
        let missing = binary.functions(&Pattern::new("no_such_function", false).unwrap());
        assert!(missing.unwrap_err().to_string().ends_with("has no function 'no_such_function'"));
    }
}
