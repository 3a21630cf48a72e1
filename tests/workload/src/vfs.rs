//! Known numbers of what is done with files.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{IoSlice, IoSliceMut, Read, Seek, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use crate::sys::{self, Result, c_string, call, call_32, check, expect};

/// All that vfsstat counts, in DIRECTORY, which it makes and removes.
pub fn all(directory: &OsStr) -> Result {
    let directory = Path::new(directory);
    let (first, node, inner) = (directory.join("0"), directory.join("node"), directory.join("inner"));
    fs::create_dir(directory)?;
    fs::create_dir(&inner)?;
    let mut file = OpenOptions::new().read(true).write(true).create_new(true).open(&first)?;
    for name in 1..4 {
        File::create(directory.join(name.to_string()))?;
    }
    File::create(&first)?; // is there
    let path = c_string(node.as_os_str())?;
    // SAFETY: the path ends in NUL and outlives the call.
    check("mknod", unsafe { libc::mknod(path.as_ptr(), libc::S_IFREG | 0o600, 0) })?;
    for _ in 0..5 {
        file.write_all(b"some")?;
    }
    file.write_all_at(b"more", 0)?;
    let parts = [IoSlice::new(b"of"), IoSlice::new(b"it")];
    expect("a write of two parts", file.write_vectored(&parts)?, 4)?;
    file.rewind()?;
    let (mut one, mut two) = ([0; 4], [0; 4]);
    for _ in 0..3 {
        file.read_exact(&mut one)?;
    }
    file.read_exact_at(&mut one, 0)?;
    let mut parts = [IoSliceMut::new(&mut one), IoSliceMut::new(&mut two)];
    expect("a read of two parts", file.read_vectored(&mut parts)?, 8)?;
    syncs(&file)?;
    expect("removal of a folder that is not empty", fs::remove_dir(directory).is_err(), true)?;
    for name in 0..4 {
        fs::remove_file(directory.join(name.to_string()))?;
    }
    fs::remove_file(&node)?;
    expect("removal of a file that is gone", fs::remove_file(&node).is_err(), true)?;
    fs::remove_dir(inner)?;
    fs::remove_dir(directory)?;
    // The last write is the one of this line.
    println!("reads=5 writes=8 fsyncs=7 opens=5 creates=5 unlinks=5 mkdirs=2 rmdirs=3");
    Ok(())
}

/// Seven: three of fsync, one of them by a 32-bit call, three of fdatasync, likewise, and one of msync.
fn syncs(file: &File) -> Result {
    const NR_FSYNC: i32 = 118;
    const NR_FDATASYNC: i32 = 148;
    for _ in 0..2 {
        file.sync_all()?;
        file.sync_data()?;
    }
    let fd = file.as_raw_fd();
    // SAFETY: a new shared mapping of the file's first page, which is given back; a number that is no descriptor only
    // makes a call fail.
    unsafe {
        expect("fsync of nothing", call(libc::SYS_fsync, [usize::MAX, 0, 0, 0, 0, 0]), -i64::from(libc::EBADF))?;
        expect("a 32-bit fsync", call_32(NR_FSYNC, [fd as u32, 0, 0, 0, 0]), 0)?;
        expect("a 32-bit fdatasync", call_32(NR_FDATASYNC, [fd as u32, 0, 0, 0, 0]), 0)?;
        let at = libc::mmap(std::ptr::null_mut(), 4096, libc::PROT_READ, libc::MAP_SHARED, fd, 0);
        expect("mmap", at != libc::MAP_FAILED, true)?;
        check("msync", libc::msync(at, 4096, libc::MS_SYNC))?;
        check("munmap", libc::munmap(at, 4096))?;
    }
    Ok(())
}

/// Makes PATH and does each operation of a file system so often as it says. The last write appends 100 bytes behind three
/// pages and has to reach the disk, for which the file system syncs that range.
pub fn known(path: &OsStr) -> Result {
    let file = OpenOptions::new().read(true).write(true).create_new(true).open(path)?;
    let fd = file.as_raw_fd();
    for number in 0..3 {
        expect("pwrite", file.write_at(&[7; 4096], 4096 * number)?, 4096)?;
    }
    file.sync_all()?;
    file.sync_data()?;
    let mut buffer = [0; 1000];
    for _ in 0..4 {
        expect("pread", file.read_at(&mut buffer, 8192)?, 1000)?;
    }
    let (_from, to) = std::io::pipe()?;
    let mut at = 4096;
    // SAFETY: the position and the place for what is found outlive the calls; the address that nobody has is not read or
    // written here.
    unsafe {
        expect("sendfile", libc::sendfile(to.as_raw_fd(), fd, &raw mut at, 500), 500)?;
        let fault = call(libc::SYS_pread64, [fd as usize, 8, 100, 0, 0, 0]);
        expect("pread to nowhere", fault, -i64::from(libc::EFAULT))?;
        for _ in 0..2 {
            let mut found = std::mem::MaybeUninit::<libc::stat>::uninit();
            expect("fstat", call(libc::SYS_fstat, [fd as usize, found.as_mut_ptr() as usize, 0, 0, 0, 0]), 0)?;
        }
    }
    let mut end = OpenOptions::new().append(true).custom_flags(libc::O_SYNC).open(path)?;
    end.write_all(&[7; 100])?;
    println!("pid={} read=6 write=4 open=2 fsync=3 getattr=2", std::process::id());
    Ok(())
}

/// Makes PATH, lets that time pass, removes it. A second name of it goes before, which is not its end.
pub fn life(milliseconds: u64, path: &OsStr) -> Result {
    let path = Path::new(path);
    let second = path.with_extension("second");
    let before = sys::now();
    File::create(path)?;
    let made = sys::now();
    fs::hard_link(path, &second)?;
    fs::remove_file(&second)?;
    std::thread::sleep(std::time::Duration::from_millis(milliseconds));
    let removed = sys::now();
    fs::remove_file(path)?;
    let after = sys::now();
    println!("removed by={} least_ns={} most_ns={}", std::process::id(), removed - made, after - before);
    Ok(())
}

/// Reads PATH from its beginning to its end, PIECE bytes at a time; with `advice`, the kernel is told before that it will
/// be read in no order, so that nothing is read ahead.
pub fn read(piece: usize, path: &OsStr, no_order: bool) -> Result {
    let mut file = OpenOptions::new().read(true).custom_flags(libc::O_CLOEXEC).open(path)?;
    if no_order {
        // SAFETY: no pointers.
        expect("posix_fadvise", unsafe { libc::posix_fadvise(file.as_raw_fd(), 0, 0, libc::POSIX_FADV_RANDOM) }, 0)?;
    }
    let (mut buffer, length) = (vec![0; piece], file.metadata()?.len() as usize);
    let mut bytes = 0;
    while bytes < length {
        bytes += file.read(&mut buffer)?;
    }
    println!("bytes={bytes}");
    Ok(())
}

/// Reads the first page of PATH and, after that time, the third; then looks how many pages of it are in memory.
pub fn read_ahead(milliseconds: u64, path: &OsStr) -> Result {
    let file = File::open(path)?;
    let length = file.metadata()?.len() as usize;
    let mut page = [0; 4096];
    let before = sys::now();
    expect("pread", file.read_at(&mut page, 0)?, 4096)?;
    std::thread::sleep(std::time::Duration::from_millis(milliseconds));
    expect("pread", file.read_at(&mut page, 8192)?, 4096)?;
    let most = sys::now() - before;
    let mut in_memory = vec![0u8; length.div_ceil(4096)];
    // SAFETY: a new mapping of the file, of which nothing is touched, and a byte for each of its pages.
    unsafe {
        let at = libc::mmap(std::ptr::null_mut(), length, libc::PROT_READ, libc::MAP_SHARED, file.as_raw_fd(), 0);
        expect("mmap", at != libc::MAP_FAILED, true)?;
        check("mincore", libc::mincore(at, length, in_memory.as_mut_ptr()))?;
    }
    println!("in_memory={} most_ns={most}", in_memory.iter().filter(|byte| **byte & 1 != 0).count());
    Ok(())
}

/// Writes BYTES to PATH, from its beginning, 4096 at a time. The file is made if it is not there.
pub fn write(bytes: usize, path: &OsStr) -> Result {
    let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
    for _ in 0..bytes / 4096 {
        file.write_all(&[7; 4096])?;
    }
    println!("bytes={bytes}");
    Ok(())
}

/// Maps PATH and looks at each of its pages.
pub fn map(path: &OsStr) -> Result {
    let file = File::open(path)?;
    let length = file.metadata()?.len() as usize;
    // SAFETY: a new mapping of the whole file, whose pages are there, and read only.
    let sum = unsafe {
        let at = libc::mmap(std::ptr::null_mut(), length, libc::PROT_READ, libc::MAP_SHARED, file.as_raw_fd(), 0);
        expect("mmap", at != libc::MAP_FAILED, true)?;
        check("madvise", libc::madvise(at, length, libc::MADV_RANDOM))?;
        (0..length).step_by(4096).map(|offset| u64::from(at.cast::<u8>().add(offset).read_volatile())).sum::<u64>()
    };
    println!("pages={} sum={sum}", length / 4096);
    Ok(())
}
