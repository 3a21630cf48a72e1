//! Names of code that a program has made while it ran: `/tmp/perf-PID.map`, as the program's own root has it, a line for
//! each function: address and length in hexadecimal, and the name. Anybody could have made it, so it is opened without
//! following links, only if it is a regular file of the process's user, and read to a bound.

use std::{
    cell::RefCell,
    ffi::CStr,
    fs::{self, File},
    os::{
        fd::{AsRawFd, FromRawFd},
        unix::fs::{FileExt, MetadataExt, OpenOptionsExt},
    },
};

use super::order;

/// No more of a file is read, and no more names of it are kept.
const MOST_BYTES: u64 = 16 << 20;
const MOST_NAMES: usize = 1 << 17;

/// The list of a process, open: it can be read when the process has ended.
#[derive(Debug)]
pub struct Jit {
    file: File,
    /// How long the list was when it was read, and what it said, by address.
    read: RefCell<(u64, Vec<Function>)>,
}

#[derive(Debug)]
struct Function {
    start: u64,
    length: u64,
    name: Box<str>,
}

impl Jit {
    /// Opens the list of a process that lives.
    #[must_use]
    pub fn open(pid: u32) -> Option<Self> {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let line = |key: &str| status.lines().find_map(|line| line.strip_prefix(key));
        let inner: u32 = line("NSpid:")?.split_whitespace().next_back()?.parse().ok()?;
        let uid: u32 = line("Uid:")?.split_whitespace().nth(1)?.parse().ok()?;
        let root = File::options().read(true).custom_flags(libc::O_DIRECTORY).open(format!("/proc/{pid}/root")).ok()?;
        let tmp = open_in(&root, c"tmp", libc::O_DIRECTORY)?;
        let name = std::ffi::CString::new(format!("perf-{inner}.map")).ok()?;
        let file = open_in(&tmp, &name, libc::O_NONBLOCK | libc::O_NOCTTY)?;
        let metadata = file.metadata().ok()?;
        (metadata.is_file() && metadata.uid() == uid).then(|| Self { file, read: RefCell::default() })
    }

    /// The function at an address, and how far behind its beginning that is.
    pub fn function(&self, address: u64) -> Option<(String, u64)> {
        let length = self.file.metadata().ok()?.len().min(MOST_BYTES);
        let mut read = self.read.borrow_mut();
        if read.0 != length {
            *read = (length, self.list(length));
        }
        let after = read.1.partition_point(|function| function.start <= address);
        let function = read.1.get(after.checked_sub(1)?)?;
        let offset = address - function.start;
        (offset < function.length).then(|| (function.name.to_string(), offset))
    }

    fn list(&self, length: u64) -> Vec<Function> {
        let mut text = vec![0; length as usize];
        let mut end = 0;
        while let Some(room) = text.get_mut(end..).filter(|room| !room.is_empty()) {
            match self.file.read_at(room, end as u64) {
                Ok(0) | Err(_) => break,
                Ok(more) => end += more,
            }
        }
        text.truncate(end);
        // What was made later in the same place stands later.
        let mut all: Vec<Function> = text.split(|byte| *byte == b'\n').filter_map(parse).take(MOST_NAMES).collect();
        all.reverse();
        order::sort_by(&mut all, |function| function.start);
        all.dedup_by_key(|function| function.start);
        all
    }
}

/// `START LENGTH NAME`
fn parse(line: &[u8]) -> Option<Function> {
    let mut words = line.splitn(3, |byte| *byte == b' ');
    let mut number = || {
        let word = std::str::from_utf8(words.next()?).ok()?;
        u64::from_str_radix(word.trim_start_matches("0x"), 16).ok()
    };
    let (start, length) = (number()?, number()?);
    let name = String::from_utf8_lossy(words.next()?).trim().to_owned();
    (length > 0 && !name.is_empty()).then(|| Function { start, length, name: name.into() })
}

/// Opens what lies in a folder itself: no link is followed.
fn open_in(folder: &File, name: &CStr, flags: libc::c_int) -> Option<File> {
    let flags = flags | libc::O_RDONLY | libc::O_NOFOLLOW | libc::O_CLOEXEC;
    // SAFETY: the name ends in NUL and outlives the call.
    let fd = unsafe { libc::openat(folder.as_raw_fd(), name.as_ptr(), flags) };
    // SAFETY: the descriptor is new and nobody else's.
    (fd >= 0).then(|| unsafe { File::from_raw_fd(fd) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_this_process_is_read_if_it_is_one() {
        let pid = std::process::id();
        let path = format!("/tmp/perf-{pid}.map");
        let _ = fs::remove_file(&path);
        assert!(Jit::open(pid).is_none());
        fs::write(&path, "1000 10 first\n0x2000 20 two words\nnonsense\n1000 8 newer\n3000 0 empty\n").unwrap();
        let jit = Jit::open(pid).unwrap();
        assert_eq!(jit.function(0x1004), Some(("newer".to_owned(), 4)));
        assert_eq!(jit.function(0x201f), Some(("two words".to_owned(), 0x1f)));
        for unknown in [0xfff, 0x1008, 0x2020, 0x3000, u64::MAX] {
            assert_eq!(jit.function(unknown), None, "{unknown:x}");
        }
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", &path).unwrap();
        assert!(Jit::open(pid).is_none());
        fs::remove_file(&path).unwrap();
    }
}
