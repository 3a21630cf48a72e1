//! Opens of marked names by every way there is.

use std::ffi::{CString, OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::sync::Barrier;

use crate::sys::{self, Raw, Result, c_string, call, check, expect};

const MODE: usize = 0o640;
const FOUND: usize = (libc::O_RDWR | libc::O_CREAT | libc::O_CLOEXEC) as usize;
const LOOKUP: usize = libc::O_RDONLY as usize;
const HERE: usize = libc::AT_FDCWD as usize;

fn openat(path: &CString, flags: usize) -> Raw {
    // SAFETY: the path ends in NUL and outlives the call.
    unsafe { call(libc::SYS_openat, [HERE, path.as_ptr() as usize, flags, MODE, 0, 0]) }
}

fn close(fd: Raw) {
    // SAFETY: closing a number that is no descriptor of ours only fails.
    unsafe { libc::close(fd as i32) };
}

fn numbered(prefix: &OsStr, number: usize) -> Result<CString> {
    let mut name = prefix.as_bytes().to_vec();
    name.extend(format!("{number:06}").bytes());
    Ok(CString::new(name)?)
}

/// Even names are created and opened, odd ones are not there.
pub fn many(count: usize, prefix: &OsStr) -> Result {
    let (mut opened, mut missing) = (0, 0);
    for number in 0..count {
        let name = numbered(prefix, number)?;
        if number % 2 == 0 {
            let fd = openat(&name, FOUND);
            expect("open of a new name failed", fd >= 0, true)?;
            close(fd);
            fs::remove_file(OsStr::from_bytes(name.as_bytes()))?;
            opened += 1;
        } else {
            expect("open of a missing name", openat(&name, LOOKUP), Raw::from(-libc::ENOENT))?;
            missing += 1;
        }
    }
    println!("opened={opened} missing={missing}");
    Ok(())
}

/// All threads start at the same moment; names are made beforehand, so that opens are all that they do.
pub fn burst(count: usize, cpus: usize, prefix: &OsStr) -> Result {
    let start = Barrier::new(cpus);
    let share = |cpu: usize| -> Result<usize> {
        sys::pin(cpu)?;
        let names: Vec<CString> =
            (cpu..count).step_by(cpus).map(|number| numbered(prefix, number)).collect::<Result<_>>()?;
        start.wait();
        for name in &names {
            expect("open of a missing name", openat(name, LOOKUP), Raw::from(-libc::ENOENT))?;
        }
        Ok(names.len())
    };
    let missing: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cpus).map(|cpu| scope.spawn(move || share(cpu))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err("a thread panicked".into())))
            .sum::<Result<usize>>()
    })?;
    println!("missing={missing}");
    expect("opens", missing, count)
}

/// One open of PATH, which the ways that need it there find there.
pub fn one(kind: &str, path: &OsStr) -> Result {
    let name = c_string(path)?;
    let address = name.as_ptr() as usize;
    let result = match kind {
        // SAFETY: the path ends in NUL and outlives the call.
        "open" => unsafe { call(libc::SYS_open, [address, FOUND, MODE, 0, 0, 0]) },
        // SAFETY: as above.
        "creat" => unsafe { call(libc::SYS_creat, [address, MODE, 0, 0, 0, 0]) },
        "openat" => openat(&name, FOUND),
        "relative" => relative(path)?,
        "openat2" => {
            let how: [u64; 3] = [FOUND as u64, MODE as u64, 0];
            // SAFETY: three words are a `struct open_how`.
            unsafe { call(libc::SYS_openat2, [HERE, address, how.as_ptr() as usize, size_of_val(&how), 0, 0]) }
        }
        "tmpfile" => openat(&name, (libc::O_TMPFILE | libc::O_RDWR) as usize),
        "handle" => by_handle(path)?,
        "uring" => uring(&name, 0, false)?,
        "uring-async" => uring(&name, IOSQE_ASYNC, false)?,
        "uring-slot" => uring(&name, 0, true)?,
        "int80" => int80(&name)?,
        "emfile" => without_descriptors(|| openat(&name, FOUND))?,
        // SAFETY: the kernel looks at the address and finds nothing there, which is the point.
        "efault" => unsafe { call(libc::SYS_openat, [HERE, 8, LOOKUP, 0, 0, 0]) },
        _ => return Err(format!("no way to open is called {kind}").into()),
    };
    let wanted = match kind {
        "emfile" => -libc::EMFILE,
        "efault" => -libc::EFAULT,
        _ => 0,
    };
    println!(
        "kind={kind} fd={} errno={} pid={} tid={}",
        result.max(-1),
        (-result).max(0),
        std::process::id(),
        sys::tid()
    );
    expect("the open", result.min(0), wanted.into())
}

/// Opens the last component relative to a descriptor of its directory.
fn relative(path: &OsStr) -> Result<Raw> {
    let path = Path::new(path);
    let (Some(directory), Some(name)) = (path.parent(), path.file_name()) else {
        return Err("relative: the path has no directory".into());
    };
    let name = c_string(name)?;
    let directory = fs::File::open(directory)?;
    let dirfd = std::os::fd::AsRawFd::as_raw_fd(&directory) as usize;
    // SAFETY: the name ends in NUL and outlives the call.
    Ok(unsafe { call(libc::SYS_openat, [dirfd, name.as_ptr() as usize, FOUND, MODE, 0, 0]) })
}

/// `open_by_handle_at` of an existing file.
fn by_handle(path: &OsStr) -> Result<Raw> {
    #[repr(C)]
    struct Handle {
        bytes: u32,
        kind: i32,
        data: [u8; 128],
    }
    let name = c_string(path)?;
    let mut handle = Handle { bytes: 128, kind: 0, data: [0; 128] };
    let mut mount = 0i32;
    let handle = &raw mut handle as usize;
    // SAFETY: the handle has the 128 bytes that it says, and all outlive the calls.
    unsafe {
        let found =
            call(libc::SYS_name_to_handle_at, [HERE, name.as_ptr() as usize, handle, &raw mut mount as usize, 0, 0]);
        expect("name_to_handle_at", found, 0)?;
        let parent = Path::new(path).parent().ok_or("handle: the path has no directory")?;
        let parent = fs::File::open(parent)?;
        let mount = std::os::fd::AsRawFd::as_raw_fd(&parent) as usize;
        Ok(call(libc::SYS_open_by_handle_at, [mount, handle, libc::O_RDONLY as usize, 0, 0, 0]))
    }
}

/// The 32-bit system call, with the path where 32 bits can point to.
fn int80(name: &CString) -> Result<Raw> {
    const NR_OPEN: i32 = 5;
    let low = sys::copy_low(name.as_bytes_with_nul())?;
    // SAFETY: the path ends in NUL.
    Ok(unsafe { sys::call_32(NR_OPEN, [low, FOUND as u32, MODE as u32, 0, 0]) })
}

/// Takes away the right to any further descriptor for the time of `open`.
fn without_descriptors(open: impl Fn() -> Raw) -> Result<Raw> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: both calls read or write one rlimit.
    unsafe {
        check("getrlimit", libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit))?;
        let none = libc::rlimit { rlim_cur: 0, ..limit };
        check("setrlimit", libc::setrlimit(libc::RLIMIT_NOFILE, &raw const none))?;
        let result = open();
        check("setrlimit", libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit))?;
        Ok(result)
    }
}

const IOSQE_ASYNC: u8 = 1 << 4;

/// `IORING_OP_OPENAT` through a ring of its own.
fn uring(name: &CString, flags: u8, to_slot: bool) -> Result<Raw> {
    const OP_OPENAT: u8 = 18;
    // The first slot is called 1; a file in a slot has no descriptor that could be closed on exec.
    let cloexec = if to_slot { libc::O_CLOEXEC as u32 } else { 0 };
    let request = sys::Request {
        operation: OP_OPENAT,
        flags,
        fd: libc::AT_FDCWD,
        address: name.as_ptr() as u64,
        length: MODE as u32,
        more_flags: FOUND as u32 & !cloexec,
        slot: to_slot.into(),
        ..sys::Request::default()
    };
    // SAFETY: the path ends in NUL and outlives the call.
    unsafe { sys::uring(&request, to_slot) }
}

pub fn make_fifo(path: &OsStr) -> Result {
    let name = c_string(path)?;
    // SAFETY: the path ends in NUL and outlives the call.
    check("mkfifo", unsafe { libc::mkfifo(name.as_ptr(), 0o600) }).map(drop)
}

/// While `open` of a FIFO blocks in the kernel, another name is written over the caller's copy of the path.
pub fn fifo(path: &OsStr, other: &OsStr) -> Result {
    let name = c_string(path)?;
    let other = c_string(other)?;
    make_fifo(path)?;
    let mut buffer = vec![0u8; 4096];
    buffer[..name.as_bytes().len()].copy_from_slice(name.as_bytes());
    let address = buffer.as_mut_ptr() as usize;
    let result = std::thread::scope(|scope| -> Result<Raw> {
        let (tell, told) = std::sync::mpsc::channel();
        let reader = scope.spawn(move || {
            let _ = tell.send(sys::tid());
            // SAFETY: the buffer outlives the scope and always holds a NUL.
            unsafe { call(libc::SYS_openat, [HERE, address, LOOKUP, 0, 0, 0]) }
        });
        until_blocked(told.recv()?)?;
        // SAFETY: fits the buffer; that the kernel might read it meanwhile is what is tried.
        unsafe {
            let bytes = other.as_bytes_with_nul();
            expect("a name that fits", bytes.len() <= 4096, true)?;
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), address as *mut u8, bytes.len());
        }
        let writer = fs::OpenOptions::new().write(true).open(OsString::from_vec(name.as_bytes().to_vec()))?;
        let result = reader.join().map_err(|_| "the reader panicked")?;
        drop(writer);
        Ok(result)
    })?;
    fs::remove_file(path)?;
    expect("the FIFO did not open", result >= 0, true)?;
    expect("the buffer", &buffer[..other.as_bytes().len()], other.as_bytes())?;
    println!("fd={result} pid={}", std::process::id());
    Ok(())
}

/// Returns when the thread sleeps inside `openat`: the kernel says in which system call a thread sleeps.
fn until_blocked(tid: i32) -> Result {
    let wanted = format!("{} ", libc::SYS_openat);
    loop {
        if fs::read_to_string(format!("/proc/self/task/{tid}/syscall"))?.starts_with(&wanted) {
            return Ok(());
        }
        std::thread::yield_now();
    }
}

// Functions that are sure to keep a frame pointer, and whose names are known: outer calls inner, and that the kernel.
#[cfg(target_arch = "x86_64")]
std::arch::global_asm!(
    ".type probebox_outer, @function",
    "probebox_outer:",
    "push rbp",
    "mov rbp, rsp",
    "call probebox_inner",
    "pop rbp",
    "ret",
    ".size probebox_outer, . - probebox_outer",
    ".type probebox_inner, @function",
    "probebox_inner:",
    "push rbp",
    "mov rbp, rsp",
    "mov rax, rdi",
    "mov rdi, rsi",
    "mov rsi, rdx",
    "mov rdx, rcx",
    "mov r10, r8",
    "syscall",
    "pop rbp",
    "ret",
    ".size probebox_inner, . - probebox_inner",
);
#[cfg(target_arch = "aarch64")]
std::arch::global_asm!(
    ".type probebox_outer, @function",
    "probebox_outer:",
    "stp x29, x30, [sp, #-16]!",
    "mov x29, sp",
    "bl probebox_inner",
    "ldp x29, x30, [sp], #16",
    "ret",
    ".size probebox_outer, . - probebox_outer",
    ".type probebox_inner, @function",
    "probebox_inner:",
    "stp x29, x30, [sp, #-16]!",
    "mov x29, sp",
    "mov x8, x0",
    "mov x0, x1",
    "mov x1, x2",
    "mov x2, x3",
    "mov x3, x4",
    "svc #0",
    "ldp x29, x30, [sp], #16",
    "ret",
    ".size probebox_inner, . - probebox_inner",
);

unsafe extern "C" {
    fn probebox_outer(number: usize, directory: usize, path: usize, flags: usize, mode: usize) -> isize;
}

/// Opens by the two functions above.
pub fn by_known_callers(path: &OsStr) -> Result {
    let name = c_string(path)?;
    // SAFETY: the path ends in NUL and outlives the call.
    let fd = unsafe { probebox_outer(libc::SYS_openat as usize, HERE, name.as_ptr() as usize, FOUND, MODE) };
    expect("the open failed", fd >= 0, true)
}
