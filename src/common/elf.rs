//! What a program or a library has that can be traced: its functions, and the static probes that are noted in it.
//!
//! The file is hostile input: who can place one can make it say anything. Every number in it is checked against the file
//! before it is used, what is read is never more than [`MAX_SECTION`] at once, and a list that does not end is cut.

use std::{
    collections::HashMap,
    fmt,
    fs::File,
    io,
    os::unix::fs::{FileExt, FileTypeExt},
};

use super::{memory_file, order, xz};

/// Why a file cannot be used. `Display` goes behind the file's name: `/bin/x: is no regular file`.
#[derive(Debug)]
pub enum ElfError {
    /// A folder, a FIFO, a device.
    NotAFile,
    /// It does not begin as an ELF file does.
    NotElf,
    /// Of another machine, word size or byte order.
    OtherMachine,
    /// An object file or a core dump.
    NotExecutable,
    /// It contradicts itself in what is named here.
    Broken(&'static str),
    /// It cannot be read.
    Io(io::Error),
}

impl fmt::Display for ElfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFile => f.write_str("is no regular file"),
            Self::NotElf => f.write_str("is no program and no library (ELF)"),
            Self::OtherMachine => f.write_str("is for another kind of machine than this"),
            Self::NotExecutable => f.write_str("is neither a program nor a shared library"),
            Self::Broken(what) => write!(f, "is broken: {what}"),
            Self::Io(error) => write!(f, "cannot be read: {error}"),
        }
    }
}

impl std::error::Error for ElfError {}

impl From<io::Error> for ElfError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

type Result<T, E = ElfError> = std::result::Result<T, E>;

/// No table that is read is larger: the symbol tables of browsers with all that debuggers want have some 100 MB.
const MAX_SECTION: u64 = 256 << 20;
/// Bytes of the longest name that is read. Were there no end to them, a table of a million symbols that all begin at one
/// long name would take a day.
const MAX_NAME: usize = 8192;
/// No file has more sections or segments: their number has 16 bits.
const HEADER: usize = 64;
const SECTION: usize = 64;
const SEGMENT: usize = 56;
const SYMBOL: usize = 24;

const ET_EXEC: u16 = 2;
const ET_DYN: u16 = 3;
const PT_LOAD: u32 = 1;
const PF_X: u32 = 1;
const SHT_SYMTAB: u32 = 2;
const SHT_NOBITS: u32 = 8;
const SHT_DYNSYM: u32 = 11;
const SHT_GNU_VERDEF: u32 = 0x6fff_fffd;
const SHT_GNU_VERSYM: u32 = 0x6fff_ffff;
const STT_FUNC: u8 = 2;
const STT_GNU_IFUNC: u8 = 10;
const NT_STAPSDT: u32 = 3;

#[cfg(target_arch = "x86_64")]
const MACHINE: u16 = 62;
#[cfg(target_arch = "aarch64")]
const MACHINE: u16 = 183;

#[derive(Clone, Copy, Debug)]
struct Section {
    name: u32,
    kind: u32,
    address: u64,
    offset: u64,
    size: u64,
    link: u32,
}

#[derive(Clone, Copy, Debug)]
struct Segment {
    executable: bool,
    offset: u64,
    address: u64,
    size: u64,
}

/// A function that the file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The version of it, where the file has several (`GLIBC_2.2.5`).
    pub version: Option<String>,
    /// Where its code begins in the file.
    pub offset: u64,
    /// It only picks the function that is called, once (`STT_GNU_IFUNC`).
    pub picks: bool,
}

/// A static probe (USDT): a place in the code that is noted under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Who named it.
    pub provider: String,
    /// What it is.
    pub name: String,
    /// Where it lies in the file.
    pub offset: u64,
    /// Where in the file its counter of tracers lies, 0 if it has none: the program passes it by while that is 0.
    pub counter: u64,
    /// Where its arguments are, as the assembler writes it: `8@%rdi -4@$7`.
    pub arguments: String,
}

/// An ELF file that is open.
#[derive(Debug)]
pub struct Elf {
    file: File,
    size: u64,
    sections: Vec<Section>,
    segments: Vec<Segment>,
    names: Vec<u8>,
}

impl Elf {
    /// Reads the headers. The file must have been opened without waiting (`O_NONBLOCK`), as it may be a FIFO.
    ///
    /// # Errors
    /// It is no ELF file of this machine, or one that makes no sense.
    pub fn new(file: File) -> Result<Self> {
        let metadata = file.metadata()?;
        if !metadata.is_file() || metadata.file_type().is_fifo() {
            return Err(ElfError::NotAFile);
        }
        let size = metadata.len();
        let mut header = [0; HEADER];
        if size < HEADER as u64 || file.read_exact_at(&mut header, 0).is_err() || header[..4] != *b"\x7fELF" {
            return Err(ElfError::NotElf);
        }
        let native = if cfg!(target_endian = "little") { 1 } else { 2 };
        if header[4] != 2 || header[5] != native || half(&header, 18) != Some(MACHINE) {
            return Err(ElfError::OtherMachine);
        }
        if !matches!(half(&header, 16), Some(ET_EXEC | ET_DYN)) {
            return Err(ElfError::NotExecutable);
        }
        let mut this = Self { file, size, sections: Vec::new(), segments: Vec::new(), names: Vec::new() };
        let broken = |what| move || ElfError::Broken(what);
        let number = |at| half(&header, at).map_or(0, u64::from);
        let (segments, sections) = (long(&header, 32).unwrap_or(0), long(&header, 40).unwrap_or(0));
        if number(54) != SEGMENT as u64 {
            return Err(ElfError::Broken("its segments"));
        }
        for bytes in this.read(segments, number(56) * SEGMENT as u64)?.chunks_exact(SEGMENT) {
            if word(bytes, 0) == Some(PT_LOAD) {
                this.segments.push(segment(bytes).ok_or_else(broken("a segment"))?);
            }
        }
        if sections == 0 || number(60) == 0 {
            return Ok(this); // stripped of everything
        }
        if number(58) != SECTION as u64 {
            return Err(ElfError::Broken("its sections"));
        }
        for bytes in this.read(sections, number(60) * SECTION as u64)?.chunks_exact(SECTION) {
            this.sections.push(section(bytes).ok_or_else(broken("a section"))?);
        }
        if let Some(names) = this.sections.get(number(62) as usize).copied() {
            this.names = this.contents(&names)?;
        }
        Ok(this)
    }

    /// The open file: `/proc/self/fd/N` is this very one, whatever has become of its name.
    #[must_use]
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Whether it was made by Go, whose stacks move: a return address that was exchanged on one ends the program.
    #[must_use]
    pub fn is_go(&self) -> bool {
        self.section(".gopclntab").or_else(|| self.section(".go.buildinfo")).is_some()
    }

    /// Whether it has a table of all its symbols. Without, only those are known that others link to.
    #[must_use]
    pub fn has_symbols(&self) -> bool {
        self.has_table() || self.packed().is_some()
    }

    fn has_table(&self) -> bool {
        self.sections.iter().any(|section| section.kind == SHT_SYMTAB)
    }

    /// The file that is packed into this one, with the symbols that it has been stripped of.
    fn packed(&self) -> Option<Self> {
        let section = self.section(".gnu_debugdata").filter(|section| section.size <= xz::MOST_PACKED)?;
        let unpacked = xz::unpack(&self.contents(&section).ok()?, xz::MOST)?;
        Self::new(memory_file::holding(c"symbols", &unpacked)?).ok()
    }

    /// Whether symbols are packed into it, where nobody but debuggers reads them (Fedora's `.gnu_debugdata`).
    #[must_use]
    pub fn has_packed_symbols(&self) -> bool {
        self.section(".gnu_debugdata").is_some()
    }

    /// The functions for which `wanted` is true, by name; each place once for each name.
    ///
    /// # Errors
    /// Tables that contradict themselves.
    pub fn functions(&self, mut wanted: impl FnMut(&str) -> bool) -> Result<Vec<Function>> {
        let mut found = Vec::new();
        self.functions_in(self, &mut wanted, &mut found)?;
        if let Some(packed) = (!self.has_table()).then(|| self.packed()).flatten() {
            self.functions_in(&packed, &mut wanted, &mut found)?;
        }
        order::sort(&mut found, |a, b| {
            (&a.name, a.offset, a.version.is_none()).cmp(&(&b.name, b.offset, b.version.is_none()))
        });
        found.dedup_by(|a, b| {
            (&a.name, a.offset) == (&b.name, b.offset) && (a.version.is_none() || a.version == b.version)
        });
        Ok(found)
    }

    /// Those that the tables of a file name that is this one or has its symbols.
    fn functions_in(
        &self,
        other: &Self,
        wanted: &mut impl FnMut(&str) -> bool,
        found: &mut Vec<Function>,
    ) -> Result<()> {
        let versions = other.versions()?;
        for table in other.sections.iter().filter(|section| matches!(section.kind, SHT_SYMTAB | SHT_DYNSYM)) {
            let names = *other.sections.get(table.link as usize).ok_or(ElfError::Broken("the names of its symbols"))?;
            let names = other.contents(&names)?;
            for (index, bytes) in other.contents(table)?.chunks_exact(SYMBOL).enumerate() {
                let (Some(name), Some(kind), Some(home), Some(address)) =
                    (word(bytes, 0), bytes.get(4).map(|info| info & 15), half(bytes, 6), long(bytes, 8))
                else {
                    continue;
                };
                let is_function = matches!(kind, STT_FUNC | STT_GNU_IFUNC) && home != 0;
                let Some(name) = text(&names, name as usize).filter(|_| is_function) else { continue };
                // The first table may carry a version behind the name.
                let (name, version) = match name.split_once('@') {
                    Some((name, version)) => (name, Some(version.trim_start_matches('@').to_owned())),
                    None => (name, None),
                };
                let Some(offset) = self.offset_of(address, true).filter(|_| wanted(name)) else { continue };
                let version = version.or_else(|| versions.get(&(index, table.kind)).cloned());
                let function = Function { name: name.to_owned(), version, offset, picks: kind == STT_GNU_IFUNC };
                found.push(function);
            }
        }
        Ok(())
    }

    /// The static probes.
    ///
    /// # Errors
    /// Notes that contradict themselves.
    pub fn notes(&self) -> Result<Vec<Note>> {
        let Some(section) = self.section(".note.stapsdt") else { return Ok(Vec::new()) };
        let base = self.section(".stapsdt.base").map(|section| section.address);
        let contents = self.contents(&section)?;
        let mut rest = contents.as_slice();
        let mut notes = Vec::new();
        while !rest.is_empty() {
            let broken = ElfError::Broken("its notes of static probes");
            let (Some(name_len), Some(len), Some(kind)) = (word(rest, 0), word(rest, 4), word(rest, 8)) else {
                return Err(broken);
            };
            let padded = |len: u32| (len as usize).next_multiple_of(4);
            let Some((name, after)) = rest.get(12..).and_then(|rest| rest.split_at_checked(padded(name_len))) else {
                return Err(broken);
            };
            let Some(contents) = after.get(..len as usize) else { return Err(broken) };
            if kind == NT_STAPSDT && name.starts_with(b"stapsdt\0") {
                notes.extend(self.note(contents, base)?);
            }
            rest = after.get(padded(len)..).unwrap_or_default();
        }
        Ok(notes)
    }

    /// One note: three addresses, then provider, name and arguments. It is where the linker has moved it, which the
    /// address of `.stapsdt.base` tells. None for one whose code is not in the file.
    fn note(&self, bytes: &[u8], base: Option<u64>) -> Result<Option<Note>> {
        let provider = text(bytes, 24);
        let name = provider.and_then(|provider| text(bytes, 24 + provider.len() + 1));
        let arguments =
            provider.zip(name).and_then(|(provider, name)| text(bytes, 24 + provider.len() + name.len() + 2));
        let (Some(at), Some(then), Some(counter), Some(provider), Some(name)) =
            (long(bytes, 0), long(bytes, 8), long(bytes, 16), provider, name)
        else {
            return Err(ElfError::Broken("a note of a static probe"));
        };
        let moved = base.map_or(0, |base| base.wrapping_sub(then));
        let counter = match counter {
            0 => Some(0),
            counter => self.offset_of(counter.wrapping_add(moved), false),
        };
        let place = self.offset_of(at.wrapping_add(moved), true).zip(counter);
        Ok(place.map(|(offset, counter)| Note {
            provider: provider.to_owned(),
            name: name.to_owned(),
            offset,
            counter,
            arguments: arguments.unwrap_or_default().to_owned(),
        }))
    }

    /// Names of versions by the number of the symbol in its table, for those that are in the dynamic one.
    fn versions(&self) -> Result<HashMap<(usize, u32), String>> {
        let of_kind = |kind| self.sections.iter().find(|section| section.kind == kind).copied();
        let (Some(numbers), Some(defined)) = (of_kind(SHT_GNU_VERSYM), of_kind(SHT_GNU_VERDEF)) else {
            return Ok(HashMap::new());
        };
        let broken = ElfError::Broken("the versions of its symbols");
        let Some(names) = self.sections.get(defined.link as usize) else { return Err(broken) };
        let (names, defined) = (self.contents(names)?, self.contents(&defined)?);
        let mut known = HashMap::new();
        let (mut at, mut seen) = (0_usize, 0_u32);
        // A chain: each entry tells where the next one is, and where its first name.
        while let (Some(number), Some(aux), Some(next)) =
            (half(&defined, at + 4), word(&defined, at + 12), word(&defined, at + 16))
        {
            let name = word(&defined, at + aux as usize).and_then(|name| text(&names, name as usize));
            known.insert(number, name.unwrap_or_default().to_owned());
            seen += 1;
            if next == 0 || seen > u32::from(u16::MAX) {
                break;
            }
            at += next as usize;
        }
        let numbers = self.contents(&numbers)?;
        let numbers = numbers.chunks_exact(2).enumerate().filter_map(|(index, bytes)| {
            let number = half(bytes, 0)? & 0x7fff;
            // 0 and 1 stand for none, 1 even if it is defined: it is the file's own name.
            let name = known.get(&number).filter(|_| number > 1)?;
            Some(((index, SHT_DYNSYM), name.clone()))
        });
        Ok(numbers.collect())
    }

    /// Where an address of the loaded program lies in the file.
    fn offset_of(&self, address: u64, code: bool) -> Option<u64> {
        let within = |segment: &&Segment| address.checked_sub(segment.address).is_some_and(|at| at < segment.size);
        let segment = self.segments.iter().filter(|segment| !code || segment.executable).find(within)?;
        (address - segment.address).checked_add(segment.offset).filter(|offset| *offset < self.size)
    }

    fn section(&self, name: &str) -> Option<Section> {
        self.sections.iter().find(|section| text(&self.names, section.name as usize) == Some(name)).copied()
    }

    fn contents(&self, section: &Section) -> Result<Vec<u8>> {
        if section.kind == SHT_NOBITS { Ok(Vec::new()) } else { self.read(section.offset, section.size) }
    }

    fn read(&self, offset: u64, len: u64) -> Result<Vec<u8>> {
        if len > MAX_SECTION || offset.checked_add(len).is_none_or(|end| end > self.size) {
            return Err(ElfError::Broken("a table that is not in it"));
        }
        let mut bytes = vec![0; len as usize];
        self.file.read_exact_at(&mut bytes, offset)?;
        Ok(bytes)
    }
}

fn section(bytes: &[u8]) -> Option<Section> {
    Some(Section {
        name: word(bytes, 0)?,
        kind: word(bytes, 4)?,
        address: long(bytes, 16)?,
        offset: long(bytes, 24)?,
        size: long(bytes, 32)?,
        link: word(bytes, 40)?,
    })
}

fn segment(bytes: &[u8]) -> Option<Segment> {
    Some(Segment {
        executable: word(bytes, 4)? & PF_X != 0,
        offset: long(bytes, 8)?,
        address: long(bytes, 16)?,
        size: long(bytes, 32)?,
    })
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    array(bytes, at).map(u16::from_ne_bytes)
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_ne_bytes)
}

fn long(bytes: &[u8], at: usize) -> Option<u64> {
    array(bytes, at).map(u64::from_ne_bytes)
}

/// The string that begins there and ends in NUL; none where it is no UTF-8, or longer than any name.
fn text(bytes: &[u8], at: usize) -> Option<&str> {
    let bytes = bytes.get(at..)?;
    let bytes = bytes.get(..MAX_NAME).unwrap_or(bytes);
    std::str::from_utf8(bytes.get(..bytes.iter().position(|byte| *byte == 0)?)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;

    #[unsafe(no_mangle)]
    extern "C" fn probebox_elf_test_function() -> u32 {
        std::hint::black_box(7)
    }

    fn ourselves() -> Vec<u8> {
        std::fs::read("/proc/self/exe").unwrap()
    }

    /// A file that has no name.
    fn file_of(bytes: &[u8]) -> File {
        // SAFETY: the name is a string with an end; the descriptor is new.
        let mut file = unsafe {
            let fd = libc::memfd_create(c"elf".as_ptr(), 0);
            <File as std::os::fd::FromRawFd>::from_raw_fd(fd)
        };
        file.write_all(bytes).unwrap();
        file
    }

    #[test]
    fn our_own_function_is_found_where_it_is() {
        assert_eq!(probebox_elf_test_function(), 7);
        let elf = Elf::new(File::open("/proc/self/exe").unwrap()).unwrap();
        let found = elf.functions(|name| name == "probebox_elf_test_function").unwrap();
        let [function] = &found[..] else { panic!("{found:?}") };
        assert!(!function.picks && elf.has_symbols() && !elf.is_go());
        // What the file has there is what runs.
        let code = probebox_elf_test_function as *const u8;
        let mut there = [0; 4];
        elf.file().read_exact_at(&mut there, function.offset).unwrap();
        // SAFETY: a function is at least four bytes of readable code.
        assert_eq!(there, unsafe { std::slice::from_raw_parts(code, 4) });
        assert_eq!(elf.functions(|name| name == "no_such_function").unwrap(), []);
    }

    #[test]
    fn what_is_no_elf_file_is_told_so() {
        let why = |bytes: &[u8]| Elf::new(file_of(bytes)).unwrap_err().to_string();
        assert_eq!(why(b""), "is no program and no library (ELF)");
        assert_eq!(why(&[b'#'; 200]), "is no program and no library (ELF)");
        let mut bytes = ourselves();
        bytes[4] = 1;
        assert_eq!(why(&bytes), "is for another kind of machine than this");
        bytes[4] = 2;
        bytes[16] = 1;
        assert_eq!(why(&bytes), "is neither a program nor a shared library");
        let fifo = std::env::temp_dir().join(format!("probebox-elf-{}", std::process::id()));
        let path = std::ffi::CString::new(fifo.to_str().unwrap()).unwrap();
        // SAFETY: a string with an end.
        assert_eq!(unsafe { libc::mkfifo(path.as_ptr(), 0o600) }, 0);
        let open = File::options().read(true).custom_flags(libc::O_NONBLOCK).open(&fifo);
        std::fs::remove_file(&fifo).unwrap();
        assert!(matches!(Elf::new(open.unwrap()).unwrap_err(), ElfError::NotAFile));
    }

    /// Everything that is read, asked for.
    fn use_all(bytes: &[u8]) {
        if let Ok(elf) = Elf::new(file_of(bytes)) {
            let _ = elf.functions(|name| name.starts_with("probebox_elf"));
            let _ = elf.notes();
            let _ = (elf.is_go(), elf.has_packed_symbols());
        }
    }

    /// A small file with each of the tables that are read, so that every byte of it can be broken in turn.
    fn small() -> Vec<u8> {
        let mut notes = Vec::new();
        notes.extend([8u32, 24 + 20, 3].iter().flat_map(|n| n.to_ne_bytes()));
        notes.extend(b"stapsdt\0");
        notes.extend([0x1010u64, 0x2000, 0x1020].iter().flat_map(|n| n.to_ne_bytes()));
        notes.extend(b"prov\0name\08@%rdi\0\0\0\0");
        let names = b"\0.note.stapsdt\0.stapsdt.base\0".to_vec();
        let strings = b"\0function\0V_1\0".to_vec();
        let mut symbols = vec![0; SYMBOL];
        symbols.extend(1u32.to_ne_bytes());
        symbols.extend([STT_FUNC, 0, 1, 0]);
        symbols.extend(0x1008u64.to_ne_bytes());
        symbols.extend(8u64.to_ne_bytes());
        let versions: Vec<u8> = [0u16, 2].iter().flat_map(|n| n.to_ne_bytes()).collect();
        let mut defined: Vec<u8> = [1u16, 0, 2, 1].iter().flat_map(|n| n.to_ne_bytes()).collect();
        defined.extend([0u32, 20, 0, 10, 0].iter().flat_map(|n| n.to_ne_bytes()));
        let parts = [
            (0, 0, 0, 0, Vec::new()),
            (0, 3, 0, 0, names),
            (0, 3, 0, 0, strings),
            (0, SHT_DYNSYM, 0, 2, symbols),
            (0, SHT_GNU_VERSYM, 0, 3, versions),
            (0, SHT_GNU_VERDEF, 0, 2, defined),
            (1, 7, 0, 0, notes),
            (15, 1, 0x2000, 0, vec![0]),
        ];
        let mut bytes = vec![0; HEADER];
        bytes[..6].copy_from_slice(b"\x7fELF\x02\x01");
        let mut put = |at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
        put(16, &ET_DYN.to_ne_bytes());
        put(18, &MACHINE.to_ne_bytes());
        put(32, &(HEADER as u64).to_ne_bytes());
        put(40, &((HEADER + SEGMENT) as u64).to_ne_bytes());
        for (at, value) in [(54, SEGMENT as u16), (56, 1), (58, SECTION as u16), (60, parts.len() as u16), (62, 1)] {
            put(at, &value.to_ne_bytes());
        }
        bytes.extend([PT_LOAD, PF_X].iter().flat_map(|n| n.to_ne_bytes()));
        bytes.extend([0u64, 0x1000, 0, 0x100, 0x100, 0x1000].iter().flat_map(|n| n.to_ne_bytes()));
        let mut at = (bytes.len() + parts.len() * SECTION) as u64;
        for (name, kind, address, link, contents) in &parts {
            bytes.extend([*name as u32, *kind].iter().flat_map(|n| n.to_ne_bytes()));
            let len = contents.len() as u64;
            bytes.extend([0, *address as u64, at, len].iter().flat_map(|n: &u64| n.to_ne_bytes()));
            bytes.extend((*link as u32).to_ne_bytes());
            bytes.resize(bytes.len() + 20, 0);
            at += len;
        }
        for (.., contents) in &parts {
            bytes.extend(contents);
        }
        bytes
    }

    #[test]
    fn a_small_file_is_read_whole() {
        let elf = Elf::new(file_of(&small())).unwrap();
        let function = Function { name: "function".into(), version: Some("V_1".into()), offset: 8, picks: false };
        assert_eq!(elf.functions(|_| true).unwrap(), [function]);
        let (provider, name, arguments) = ("prov".into(), "name".into(), "8@%rdi".into());
        assert_eq!(elf.notes().unwrap(), [Note { provider, name, offset: 0x10, counter: 0x20, arguments }]);
    }

    #[test]
    fn broken_files_are_refused_or_read_but_never_believed() {
        let whole = small();
        for at in 0..whole.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] = value;
                use_all(&bytes);
            }
            use_all(&whole[..at]);
        }
    }

    #[test]
    fn a_table_beyond_the_file_is_named() {
        let mut bytes = small();
        bytes[40..48].copy_from_slice(&u64::MAX.to_ne_bytes());
        assert_eq!(Elf::new(file_of(&bytes)).unwrap_err().to_string(), "is broken: a table that is not in it");
    }
}
