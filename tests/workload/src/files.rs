//! Reads and writes of files, of known number and size.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{IoSlice, IoSliceMut, Read, Write, pipe};
use std::os::fd::AsRawFd;
use std::os::unix::fs::FileExt;

use crate::sys::{Result, call, expect};

/// Transfers by every call that moves bytes between a file and memory, some that fail, and some of a pipe.
pub fn transfer(path: &OsStr) -> Result {
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(path)?;
    for _ in 0..10 {
        file.write_all(&[1; 1000])?;
    }
    for _ in 0..3 {
        expect("writev", file.write_vectored(&[IoSlice::new(&[2; 100]), IoSlice::new(&[3; 200])])?, 300)?;
    }
    expect("pwrite", file.write_at(&[4; 50], 0)?, 50)?;
    let (mut near, mut far) = ([0; 512], [0; 256]);
    for number in 0..5 {
        expect("pread", file.read_at(&mut near, 512 * number)?, 512)?;
    }
    let mut reader = File::open(path)?;
    for _ in 0..2 {
        let parts = &mut [IoSliceMut::new(&mut near), IoSliceMut::new(&mut far)];
        expect("readv", reader.read_vectored(parts)?, 768)?;
    }
    expect("read at the end", file.read(&mut near)?, 0)?;
    // SAFETY: an address that nobody has, which is what the call is to find out; it is not read or written here.
    let fault = unsafe { call(libc::SYS_read, [reader.as_raw_fd() as usize, 8, 100, 0, 0, 0]) };
    expect("read to nowhere", fault, -i64::from(libc::EFAULT))?;
    // SAFETY: as many bytes as the array has.
    let denied = unsafe { call(libc::SYS_write, [reader.as_raw_fd() as usize, near.as_ptr() as usize, 512, 0, 0, 0]) };
    expect("write to a reader", denied, -i64::from(libc::EBADF))?;
    let (mut from, mut to) = pipe()?;
    to.write_all(&[5; 70])?;
    from.read_exact(&mut near[..70])?;
    println!("pid={} reads=8 read_bytes={} writes=14 written_bytes={}", std::process::id(), 5 * 512 + 2 * 768, 10_950);
    Ok(())
}
