//! Block I/O of known number, size and owner.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::sync::Barrier;

use crate::sys::{self, Page, Result, expect};

/// `count` direct transfers of 4 KiB, shared by `threads` that start together; each is one request to the device, as no
/// two that are under way at once are neighbours if `stride`, in pages, is above 1. Tells the shortest and longest as the caller saw them.
pub fn direct(write: bool, count: usize, device: &OsStr, threads: usize, stride: u64) -> Result {
    let start = Barrier::new(threads);
    let (mut shortest, mut longest) = (u64::MAX, 0);
    let share = |thread: usize| -> Result<(usize, u64, u64)> {
        let file = OpenOptions::new().read(!write).write(write).custom_flags(libc::O_DIRECT).open(device)?;
        let pages = (&file).seek(SeekFrom::End(0))? / 4096;
        let mut page = Box::new(Page([thread as u8; 4096]));
        let (mut done, mut shortest, mut longest) = (0, u64::MAX, 0);
        start.wait();
        for number in (thread..count).step_by(threads) {
            let offset = (stride * number as u64) % pages * 4096;
            let began = sys::now();
            let bytes = if write { file.write_at(&page.0, offset)? } else { file.read_at(&mut page.0, offset)? };
            let took = sys::now() - began;
            expect("bytes", bytes, 4096)?;
            (done, shortest, longest) = (done + 1, shortest.min(took), longest.max(took));
        }
        Ok((done, shortest, longest))
    };
    let done = std::thread::scope(|scope| -> Result<usize> {
        let running: Vec<_> = (0..threads).map(|thread| scope.spawn(move || share(thread))).collect();
        let mut done = 0;
        for thread in running {
            let (count, low, high) = thread.join().map_err(|_| "a thread panicked")??;
            (done, shortest, longest) = (done + count, shortest.min(low), longest.max(high));
        }
        Ok(done)
    })?;
    println!("count={done} bytes={} shortest_ns={shortest} longest_ns={longest}", done * 4096);
    expect("transfers", done, count)
}

/// A read that the device must refuse.
pub fn bad(device: &OsStr) -> Result {
    let file = OpenOptions::new().read(true).custom_flags(libc::O_DIRECT).open(device)?;
    let mut page = Box::new(Page([0; 4096]));
    let error = file.read_at(&mut page.0, 0).err().and_then(|error| error.raw_os_error());
    println!("errno={}", error.unwrap_or(0));
    expect("the read's error", error, Some(libc::EIO))
}

/// Dirties the page cache of PATH, a file or a device, and leaves it there.
pub fn dirty(bytes: usize, path: &OsStr) -> Result {
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.write_all(&vec![7; bytes])?;
    println!("dirtied={bytes}");
    Ok(())
}

/// Writes back what others dirtied.
pub fn fsync(path: &OsStr) -> Result {
    File::open(path)?.sync_all()?;
    println!("fsync=1");
    Ok(())
}
