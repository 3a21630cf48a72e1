//! Files with code, as far as their own headers tell: where they are loaded, which build they are of, and whether they
//! name another file to look into. They are hostile input.

use std::{fmt::Write as _, fs::File, os::unix::fs::FileExt, os::unix::fs::OpenOptionsExt};

/// Where debug files of distributions lie, by the number of the build; root alone writes there.
const DEBUG: &str = "/usr/lib/debug/.build-id";
/// More than linkers make.
const MOST_HEADERS: usize = 4096;
const MOST_NOTES: usize = 64 << 10;
const MOST_NAMES: usize = 1 << 20;

/// What the headers of a file say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// What is loaded: offset in the file, address, length.
    loads: Vec<[u64; 3]>,
    /// The number of its build, in hexadecimal.
    build: Option<String>,
    /// It says that its debugging information is in another file. Whoever follows that opens what the file's maker named.
    pub has_link: bool,
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
        }
        Some(this)
    }

    /// The address at which the program's linker has put an offset of the file.
    #[must_use]
    pub fn address(&self, offset: u64) -> Option<u64> {
        let load = self.loads.iter().find(|[at, _, length]| (*at..at.saturating_add(*length)).contains(&offset));
        load.map(|[at, address, _]| address.wrapping_add(offset - at))
    }

    /// The distribution's debug file of this build, if it is installed.
    #[must_use]
    pub fn debug_file(&self) -> Option<File> {
        let (folder, rest) = self.build.as_ref()?.split_at_checked(2)?;
        let mut options = File::options();
        options.read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
        let file = options.open(format!("{DEBUG}/{folder}/{rest}.debug")).ok()?;
        file.metadata().ok()?.is_file().then_some(file)
    }
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
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

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
