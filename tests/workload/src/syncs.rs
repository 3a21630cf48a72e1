//! Writing back what is dirty, by every call there is.

use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::os::fd::AsRawFd;

use crate::sys::{self, Result, call, call_32, expect};

/// Where `sync_file_range` is to begin, and for how long: more than 32 bits can say.
const RANGE: [u64; 2] = [0x1_0000_1000, 0x2_0000_2000];
const PAGE: usize = 4096;

/// Six calls, the same six as 32-bit programs make them, and an fsync that fails. PATH has `bytes` bytes.
pub fn all(bytes: usize, path: &OsStr) -> Result {
    let file = OpenOptions::new().read(true).write(true).open(path)?;
    let fd = file.as_raw_fd();
    let map = |flags: i32| -> Result<usize> {
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: a new mapping of the file, of which nothing is touched.
        let at = unsafe { libc::mmap(std::ptr::null_mut(), bytes, protection, libc::MAP_SHARED | flags, fd, 0) };
        if at == libc::MAP_FAILED { Err("mmap of the file failed".into()) } else { Ok(at as usize) }
    };
    let (mapped, mapped_32) = (map(0)?, map(libc::MAP_32BIT)?);
    let [start, length] = RANGE;
    let (sync, given) = (libc::MS_SYNC as usize, fd as usize);
    for (number, arguments) in [
        (libc::SYS_sync, [0; 6]),
        (libc::SYS_fsync, [given, 0, 0, 0, 0, 0]),
        (libc::SYS_fdatasync, [given, 0, 0, 0, 0, 0]),
        (libc::SYS_msync, [mapped, PAGE, sync, 0, 0, 0]),
        (libc::SYS_syncfs, [given, 0, 0, 0, 0, 0]),
        (libc::SYS_sync_file_range, [given, start as usize, length as usize, 0, 0, 0]),
    ] {
        // SAFETY: the only address is that of the mapping.
        expect("a call of 64 bits", unsafe { call(number, arguments) }, 0)?;
    }
    let fd_32 = fd as u32;
    let halves = |number: u64| [number as u32, (number >> 32) as u32];
    let ([start, start_high], [length, length_high]) = (halves(start), halves(length));
    for (number, arguments) in [
        (36, [0; 5]),
        (118, [fd_32, 0, 0, 0, 0]),
        (148, [fd_32, 0, 0, 0, 0]),
        (144, [u32::try_from(mapped_32)?, PAGE as u32, sync as u32, 0, 0]),
        (344, [fd_32, 0, 0, 0, 0]),
        (314, [fd_32, start, start_high, length, length_high]),
    ] {
        // SAFETY: the only address is that of the mapping, which lies where 32 bits can point to.
        expect("a call of 32 bits", unsafe { call_32(number, arguments) }, 0)?;
    }
    // SAFETY: no pointers.
    let failed = unsafe { call(libc::SYS_fsync, [usize::MAX, 0, 0, 0, 0, 0]) };
    println!("fd={fd} mapped={mapped} mapped_32={mapped_32}");
    expect("the fsync of no file", failed, sys::Raw::from(-libc::EBADF))
}
