//! Files with code, as far as their own headers tell: where they are loaded, which build they are of, and whether they
//! name another file to look into. They are hostile input.

use std::{
    ffi::{OsStr, OsString},
    fmt::Write as _,
    fs::File,
    io::Read as _,
    os::fd::AsRawFd as _,
    os::unix::ffi::{OsStrExt as _, OsStringExt as _},
    os::unix::fs::{FileExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use super::{memory_file, xz};

/// Where debug files of distributions lie, by the number of the build or by the path; root alone writes there.
const DEBUG: &str = "/usr/lib/debug";
/// Of a file that is found by its name alone, all is read, to see whether it is the one.
const MOST_DEBUG: u64 = 512 << 20;
/// More than linkers make.
const MOST_HEADERS: usize = 4096;
const MOST_NOTES: usize = 64 << 10;
const MOST_NAMES: usize = 1 << 20;
const MOST_LINK: usize = 512;

/// What the headers of a file say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// What is loaded: offset in the file, address, length.
    loads: Vec<[u64; 3]>,
    /// The number of its build, in hexadecimal.
    build: Option<String>,
    /// It says that its debugging information is in another file. Whoever follows that opens what the file's maker named.
    pub has_link: bool,
    /// That file's name, in some folder or other, and the CRC-32 of all that is in it (`.gnu_debuglink`).
    link: Option<(OsString, u32)>,
    /// Where a file with symbols is packed into this one (`.gnu_debugdata`), and how long that is.
    packed: Option<(u64, u64)>,
}

impl About {
    /// Reads the headers of a 64-bit file of this machine's byte order; of others nothing is known.
    #[must_use]
    pub fn read(file: &File) -> Self {
        Self::parse(file).unwrap_or(Self { has_link: true, ..Self::default() })
    }

    fn parse(file: &File) -> Option<Self> {
        let header = bytes(file, 0, 64)?;
        let is_ours = header.starts_with(b"\x7fELF\x02") && header[5] == 1 + u8::from(cfg!(target_endian = "big"));
        if !is_ours {
            return None;
        }
        let (programs, sections) = (word(&header, 32)?, word(&header, 40)?);
        let [program_size, nr_programs, section_size, nr_sections, names] =
            [54, 56, 58, 60, 62].map(|at| half(&header, at));
        let (nr_programs, nr_sections) = (nr_programs? as usize, nr_sections? as usize);
        if nr_programs > MOST_HEADERS || nr_sections > MOST_HEADERS {
            return None;
        }
        let mut this = Self::default();
        let (size, table) = (program_size? as usize, bytes(file, programs, nr_programs * program_size? as usize)?);
        for program in table.chunks_exact(size.max(56)) {
            let (offset, address, length) = (word(program, 8)?, word(program, 16)?, word(program, 32)?);
            match program.first()? {
                1 => this.loads.push([offset, address, length]),
                4 if this.build.is_none() => {
                    this.build = build_of(&bytes(file, offset, (length as usize).min(MOST_NOTES))?);
                }
                _ => {}
            }
        }
        let (size, table) = (section_size? as usize, bytes(file, sections, nr_sections * section_size? as usize)?);
        let sections: Vec<&[u8]> = table.chunks_exact(size.max(64)).collect();
        if let Some(strings) = sections.get(names? as usize) {
            let (offset, length) = (word(strings, 24)?, word(strings, 32)? as usize);
            let strings = bytes(file, offset, length.min(MOST_NAMES))?;
            let links = [&b".gnu_debuglink\0"[..], b".gnu_debugaltlink\0", b".debug_sup\0"];
            this.has_link = links.iter().any(|link| strings.windows(link.len()).any(|window| window == *link));
            let section_of = |wanted: &[u8]| {
                let is_it = |section: &&&[u8]| {
                    let name = section.get(..4).and_then(|at| at.try_into().ok()).map(u32::from_ne_bytes);
                    name.and_then(|at| strings.get(at as usize..)).is_some_and(|name| name.starts_with(wanted))
                };
                let section = sections.iter().find(is_it)?;
                Some((word(section, 24)?, word(section, 32)?))
            };
            if let Some((at, length)) = section_of(links[0]) {
                this.link = link_of(&bytes(file, at, (length as usize).min(MOST_LINK))?);
            }
            this.packed = section_of(b".gnu_debugdata\0");
        }
        Some(this)
    }

    /// The address at which the program's linker has put an offset of the file.
    #[must_use]
    pub fn address(&self, offset: u64) -> Option<u64> {
        let load = self.loads.iter().find(|[at, _, length]| (*at..at.saturating_add(*length)).contains(&offset));
        load.map(|[at, address, _]| address.wrapping_add(offset - at))
    }

    /// The file with what debuggers want to know of this one, which is called `path`, if it is there: the distribution's,
    /// by the number of the build, or the one that this one names, where debuggers look for it.
    #[must_use]
    pub fn debug_file(&self, path: &[u8]) -> Option<File> {
        let by_build = || {
            let (folder, rest) = self.build.as_ref()?.split_at_checked(2)?;
            open_regular(Path::new(&format!("{DEBUG}/.build-id/{folder}/{rest}.debug")))
        };
        by_build().or_else(|| self.linked_file(Path::new(OsStr::from_bytes(path)).parent()?))
    }

    /// The file with the symbols that `file`, which this is about, has been stripped of, if it is packed into that.
    #[must_use]
    pub fn packed_file(&self, file: &File) -> Option<File> {
        let (at, length) = self.packed.filter(|(_, length)| *length <= xz::MOST_PACKED)?;
        memory_file::holding(c"symbols", &xz::unpack(&bytes(file, at, length as usize)?, xz::MOST)?)
    }

    /// The file that this one names, which lies in `folder`: beside it, below it or in the distribution's.
    fn linked_file(&self, folder: &Path) -> Option<File> {
        let (name, crc) = self.link.as_ref()?;
        let elsewhere = Path::new(DEBUG).join(folder.strip_prefix("/").ok()?);
        let places = [elsewhere, folder.join(".debug"), folder.to_owned()].map(|place: PathBuf| place.join(name));
        places.iter().find_map(|place| open_regular(place).filter(|file| crc_of(file) == Some(*crc)))
    }
}

/// Opens a file that is one. Until that is known it is not opened: devices may act on it.
fn open_regular(path: &Path) -> Option<File> {
    let there = File::options().read(true).custom_flags(libc::O_PATH).open(path).ok()?;
    let open = || File::open(format!("/proc/self/fd/{}", there.as_raw_fd())).ok();
    there.metadata().ok()?.is_file().then(open).flatten()
}

/// The CRC-32 of a file, if it is not larger than such files are.
fn crc_of(file: &File) -> Option<u32> {
    let (mut hasher, mut part, mut rest) = (crc32fast::Hasher::new(), vec![0; 1 << 16], file.take(MOST_DEBUG));
    loop {
        match rest.read(&mut part).ok()? {
            0 if rest.limit() == 0 => return None,
            0 => return Some(hasher.finalize()),
            length => hasher.update(part.get(..length)?),
        }
    }
}

/// A name that is that of a file in a folder, NUL, padding to 4 bytes, and the CRC-32 of that file.
fn link_of(section: &[u8]) -> Option<(OsString, u32)> {
    let length = section.iter().position(|byte| *byte == 0)?;
    let name = section.get(..length).filter(|name| !name.is_empty() && !name.contains(&b'/') && **name != *b"..")?;
    let at = (length + 1).next_multiple_of(4);
    let crc = u32::from_ne_bytes(section.get(at..at + 4)?.try_into().ok()?);
    Some((OsString::from_vec(name.to_vec()), crc))
}

/// The number of a build in notes: `NT_GNU_BUILD_ID`, in hexadecimal.
fn build_of(mut notes: &[u8]) -> Option<String> {
    const BUILD_ID: u32 = 3;
    loop {
        let field = |at: usize| Some(u32::from_ne_bytes(notes.get(at..at + 4)?.try_into().ok()?));
        let (name_length, length, kind) = (field(0)? as usize, field(4)? as usize, field(8)?);
        let name_end = 12 + name_length.checked_next_multiple_of(4)?;
        let end = name_end.checked_add(length.checked_next_multiple_of(4)?)?;
        if kind == BUILD_ID && notes.get(12..16) == Some(b"GNU\0") && (2..=64).contains(&length) {
            let mut text = String::new();
            for byte in notes.get(name_end..name_end + length)? {
                write!(text, "{byte:02x}").ok()?;
            }
            return Some(text);
        }
        notes = notes.get(end..)?;
    }
}

fn bytes(file: &File, at: u64, length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, at).ok()?;
    Some(bytes)
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_ne_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn word(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_ne_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn headers_of_this_very_program_are_read() {
        let file = File::open("/proc/self/exe").unwrap();
        let about = About::read(&file);
        assert!(!about.loads.is_empty() && !about.has_link, "{about:?}");
        let [offset, address, length] = *about.loads.iter().max_by_key(|load| load[2]).unwrap();
        assert_eq!(about.address(offset + length / 2), Some(address + length / 2));
        assert_eq!(about.address(u64::MAX), None);
    }

    #[test]
    fn what_is_no_such_file_is_not_followed() {
        assert!(About::read(&File::open("/dev/null").unwrap()).has_link);
        assert!(About::read(&File::open("/proc/self/maps").unwrap()).has_link);
    }

    #[test]
    fn another_file_is_taken_if_it_is_the_one_that_was_named() {
        let section = |name: &[u8], crc: u32| [name, &crc.to_ne_bytes()].concat();
        let crc = crc32fast::hash(b"debug");
        let link = link_of(&section(b"x.debug\0", crc)).unwrap();
        assert_eq!(link, ("x.debug".into(), crc));
        assert_eq!(link_of(&section(b"ab\0\0", 7)), Some(("ab".into(), 7)));
        for wrong in [&b"../x\0\0\0\0"[..], b"a/b\0", b"..\0\0", b"\0\0\0\0", b"abcd"] {
            assert_eq!(link_of(&section(wrong, 7)), None, "{wrong:?}");
        }
        assert_eq!(link_of(b"ab\0\0\x01\x02"), None);

        let folder = std::env::temp_dir().join(format!("probebox-link-{}", std::process::id()));
        fs::create_dir_all(folder.join(".debug")).unwrap();
        let about = About { link: Some(link), ..About::default() };
        let path = folder.join("program").into_os_string().into_vec();
        assert!(about.debug_file(&path).is_none());
        fs::write(folder.join("x.debug"), "debug").unwrap();
        assert!(about.debug_file(&path).is_some());
        fs::write(folder.join("x.debug"), "other").unwrap();
        assert!(about.debug_file(&path).is_none());
        fs::write(folder.join(".debug/x.debug"), "debug").unwrap();
        assert!(about.debug_file(&path).is_some());
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_number_of_a_build_is_found_among_notes() {
        let note = |name: &[u8], kind: u32, content: &[u8]| {
            let numbers = [name.len() as u32, content.len() as u32, kind].map(u32::to_ne_bytes).concat();
            [&numbers, name, content].concat()
        };
        let notes = [note(b"abc\0", 3, b"1234"), note(b"GNU\0", 1, b"abcd"), note(b"GNU\0", 3, b"\xab\x01\xff\0")];
        assert_eq!(build_of(&notes.concat()), Some("ab01ff00".to_owned()));
        assert_eq!(build_of(&notes[..2].concat()), None);
        let huge = [u32::MAX, u32::MAX, 3].map(u32::to_ne_bytes).concat();
        assert_eq!(build_of(&huge), None);
    }
}
