//! Questions about a file or a file system, by every way there is.

use std::ffi::OsStr;
use std::fs::File;
use std::os::fd::AsRawFd;

use crate::sys::{self, Raw, Result, c_string, call, expect};

const HERE: usize = libc::AT_FDCWD as usize;
const EMPTY_PATH: usize = libc::AT_EMPTY_PATH as usize;
const BASIC: usize = libc::STATX_BASIC_STATS as usize;

/// Asks once. PATH must be there for the ways that take a descriptor.
pub fn one(kind: &str, path: &OsStr) -> Result {
    let name = c_string(path)?;
    let (name, empty) = (name.as_ptr() as usize, c"".as_ptr() as usize);
    let mut answer = [0u64; 64];
    let to = answer.as_mut_ptr() as usize;
    let by_fd = kind.starts_with("fd-");
    let file = if by_fd { Some(File::open(path)?) } else { None };
    let fd = file.as_ref().map_or(-1, AsRawFd::as_raw_fd);
    let ask = |number: i64, arguments: [usize; 6]| -> Raw {
        // SAFETY: paths end in NUL, 512 bytes are room for each answer, and all outlive the call.
        unsafe { call(number, arguments) }
    };
    let result = match kind {
        "stat" => ask(libc::SYS_stat, [name, to, 0, 0, 0, 0]),
        "lstat" => ask(libc::SYS_lstat, [name, to, 0, 0, 0, 0]),
        "newfstatat" => ask(libc::SYS_newfstatat, [HERE, name, to, 0, 0, 0]),
        "statx" => ask(libc::SYS_statx, [HERE, name, 0, BASIC, to, 0]),
        "statfs" => ask(libc::SYS_statfs, [name, to, 0, 0, 0, 0]),
        "fd-fstat" => ask(libc::SYS_fstat, [fd as usize, to, 0, 0, 0, 0]),
        "fd-newfstatat" => ask(libc::SYS_newfstatat, [fd as usize, empty, to, EMPTY_PATH, 0, 0]),
        "fd-statx" => ask(libc::SYS_statx, [fd as usize, empty, EMPTY_PATH, BASIC, to, 0]),
        "fd-fstatfs" => ask(libc::SYS_fstatfs, [fd as usize, to, 0, 0, 0, 0]),
        "stat64" => in_32_bits(path)?,
        "io_uring" => uring(name, to)?,
        // The kernel looks at the address and finds nothing there, which is the point.
        "efault" => ask(libc::SYS_statfs, [8, to, 0, 0, 0, 0]),
        _ => return Err(format!("no way to ask is called {kind}").into()),
    };
    println!("kind={kind} errno={} fd={fd} pid={}", -result, std::process::id());
    expect("the question failed", result == 0, true)
}

/// `stat64` as 32-bit programs call it, with all where 32 bits can point to.
fn in_32_bits(path: &OsStr) -> Result<Raw> {
    const NR_STAT64: i32 = 195;
    let low = sys::copy_low(c_string(path)?.as_bytes_with_nul())?;
    let to = sys::copy_low(&[0; 512])?;
    // SAFETY: the path ends in NUL, and there is room for the answer.
    Ok(unsafe { sys::call_32(NR_STAT64, [low, to, 0, 0, 0]) })
}

/// `IORING_OP_STATX`.
fn uring(name: usize, to: usize) -> Result<Raw> {
    let request = sys::Request {
        operation: 21,
        fd: libc::AT_FDCWD,
        second_address: to as u64,
        address: name as u64,
        length: BASIC as u32,
        ..sys::Request::default()
    };
    // SAFETY: the path ends in NUL, 512 bytes are room for the answer, and both outlive the call.
    unsafe { sys::uring(&request, false) }
}
