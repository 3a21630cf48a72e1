//! Thin wrappers of the system calls that the standard library does not offer, or hides.

use std::arch::asm;
use std::ffi::{CString, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::{fmt, io};

/// What went wrong, for the one line on stderr.
#[derive(Debug)]
pub struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T: Into<Box<dyn std::error::Error>>> From<T> for Failure {
    fn from(error: T) -> Self {
        Self(error.into().to_string())
    }
}

pub type Result<T = ()> = std::result::Result<T, Failure>;

/// The result of a system call: not negative, or the negative errno.
pub type Raw = i64;

/// Makes a system call by number, so that it is this one and no relative that a C library prefers.
///
/// # Safety
/// Pointers among the arguments must be what the call expects of them.
pub unsafe fn call(number: i64, arguments: [usize; 6]) -> Raw {
    let a = arguments;
    // SAFETY: the caller answers for the arguments; unused ones are ignored by the kernel.
    match unsafe { libc::syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]) } {
        -1 => -i64::from(io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO)),
        value => value,
    }
}

/// Makes a 32-bit system call.
///
/// # Safety
/// Pointers among the arguments must be what the call expects of them, and lie where 32 bits can point to.
pub unsafe fn call_32(number: i32, arguments: [u32; 5]) -> Raw {
    let [a, b, c, d, e] = arguments.map(u64::from);
    let mut result = i64::from(number);
    // SAFETY: the caller answers for the arguments; the kernel keeps all registers but the named ones. rbx and
    // rbp are the compiler's own, so they are swapped in and out; the sixth argument is 0.
    unsafe {
        asm!(
            "xchg rbx, {a}", "push rbp", "xor ebp, ebp", "int 0x80", "pop rbp", "xchg rbx, {a}",
            a = inout(reg) a => _,
            inlateout("rax") result,
            in("rcx") b, in("rdx") c, in("rsi") d, in("rdi") e,
            out("r8") _, out("r9") _, out("r10") _, out("r11") _,
        );
    }
    Raw::from(result as i32)
}

/// Copies bytes to where 32 bits can point to, for good.
pub fn copy_low(bytes: &[u8]) -> Result<u32> {
    // SAFETY: a fresh anonymous mapping, checked before use.
    let low = unsafe {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_32BIT;
        libc::mmap(std::ptr::null_mut(), bytes.len().max(1), libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0)
    };
    if low == libc::MAP_FAILED {
        return Err("mmap of low memory failed".into());
    }
    // SAFETY: the mapping is as long as the bytes, and nobody else's.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), low.cast(), bytes.len()) };
    Ok(u32::try_from(low as usize)?)
}

/// Turns -1 into the error that errno holds.
pub fn check<T: PartialOrd + From<i8>>(what: &str, value: T) -> Result<T> {
    if value < T::from(0) { Err(format!("{what}: {}", io::Error::last_os_error()).into()) } else { Ok(value) }
}

/// Fails unless the two are the same.
pub fn expect<T: PartialEq + Copy + fmt::Debug>(what: &str, got: T, wanted: T) -> Result {
    if got == wanted { Ok(()) } else { Err(format!("{what}: got {got:?}, wanted {wanted:?}").into()) }
}

pub fn text(argument: &OsStr) -> Result<&str> {
    argument.to_str().ok_or_else(|| format!("{} is not UTF-8", argument.to_string_lossy()).into())
}

pub fn c_string(bytes: &OsStr) -> Result<CString> {
    Ok(CString::new(bytes.as_bytes())?)
}

pub fn tid() -> i32 {
    // SAFETY: takes nothing and cannot fail.
    unsafe { libc::gettid() }
}

/// Monotonic time in nanoseconds, the clock of the kernel's `bpf_ktime_get_ns`.
pub fn now() -> u64 {
    clock(libc::CLOCK_MONOTONIC)
}

/// The CPU time of this process in nanoseconds.
pub fn cpu_time() -> u64 {
    clock(libc::CLOCK_PROCESS_CPUTIME_ID)
}

fn clock(id: libc::clockid_t) -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes one timespec, and both clocks exist everywhere.
    unsafe { libc::clock_gettime(id, &raw mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Keeps the calling thread on one CPU.
pub fn pin(cpu: usize) -> Result {
    // SAFETY: an all-zero set is an empty one; CPU_SET checks its bound; the set outlives the call.
    let set = unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        libc::CPU_SET(cpu, &mut set);
        libc::sched_setaffinity(0, size_of_val(&set), &raw const set)
    };
    check("sched_setaffinity", set).map(drop)
}

/// Names the calling thread, with whatever bytes (the kernel keeps 15).
pub fn set_comm(name: &[u8]) -> Result {
    let name = CString::new(name)?;
    // SAFETY: the name ends in NUL and outlives the call.
    check("PR_SET_NAME", unsafe { libc::prctl(libc::PR_SET_NAME, name.as_ptr()) }).map(drop)
}

/// Becomes another user, for good.
pub fn become_user(uid: u32) -> Result {
    // SAFETY: no pointers but an empty list.
    unsafe {
        check("setgroups", libc::setgroups(0, std::ptr::null()))?;
        check("setresgid", libc::setresgid(uid, uid, uid))?;
        check("setresuid", libc::setresuid(uid, uid, uid))?;
    }
    Ok(())
}

/// Children from here on live in a new pid namespace, which the caller itself does not enter.
pub fn enter_new_pid_namespace() -> Result {
    // SAFETY: no pointers.
    check("unshare", unsafe { libc::unshare(libc::CLONE_NEWPID) })?;
    Ok(())
}

/// Says which pid namespace this process lives in. Its creator cannot tell before there is a first process in it.
pub fn say_pid_namespace() -> Result {
    let id = std::os::unix::fs::MetadataExt::ino(&std::fs::metadata("/proc/self/ns/pid")?);
    println!("pidns={id}");
    Ok(())
}

/// Forks and runs `body` in the child, whose exit status says whether it succeeded; returns the child's pid.
///
/// Only for a process with one thread.
pub fn fork(body: impl FnOnce() -> Result) -> Result<i32> {
    io::Write::flush(&mut io::stdout())?;
    // SAFETY: the process has one thread, so the child may do what it likes.
    let pid = check("fork", unsafe { libc::fork() })?;
    if pid > 0 {
        return Ok(pid);
    }
    let status = match body().and_then(|()| io::Write::flush(&mut io::stdout()).map_err(Failure::from)) {
        Ok(()) => 0,
        Err(failure) => {
            eprintln!("workload: {failure}");
            1
        }
    };
    // SAFETY: ends the child without running what the parent registered.
    unsafe { libc::_exit(status) }
}

/// Waits until a child has ended, and leaves it for [`reap`].
pub fn until_ended(pid: i32) -> Result {
    // SAFETY: an all-zero siginfo is one, and the kernel writes it.
    let result = unsafe {
        let mut info: libc::siginfo_t = std::mem::zeroed();
        libc::waitid(libc::P_PID, pid as u32, &raw mut info, libc::WEXITED | libc::WNOWAIT)
    };
    check("waitid", result).map(drop)
}

/// Waits for a child and fails unless it exited with 0.
pub fn reap(pid: i32) -> Result {
    let mut status = 0;
    // SAFETY: writes one int.
    check("waitpid", unsafe { libc::waitpid(pid, &raw mut status, 0) })?;
    expect("status of the child", status, 0)
}

/// Runs `body` in a child process and waits for it.
pub fn in_child(body: impl FnOnce() -> Result) -> Result {
    let pid = fork(|| {
        println!("child pid={} ppid={}", std::process::id(), std::os::unix::process::parent_id());
        body()
    })?;
    reap(pid)
}

/// A page-aligned buffer, as direct I/O wants it.
#[repr(C, align(4096))]
pub struct Page(pub [u8; 4096]);

/// Makes a system call that does nothing, so many times.
pub fn calls(count: usize) -> Result {
    for _ in 0..count {
        // SAFETY: takes nothing.
        unsafe { libc::syscall(libc::SYS_getppid) };
    }
    println!("calls={count}");
    Ok(())
}

/// Sends this process a signal, so many times.
pub fn signals(count: usize, signal: i32) -> Result {
    for _ in 0..count {
        // SAFETY: takes numbers.
        if unsafe { libc::kill(libc::getpid(), signal) } != 0 {
            return Err(io::Error::last_os_error().into());
        }
    }
    println!("signals={count}");
    Ok(())
}

/// `struct io_uring_sqe`, under names of what is needed of it.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Request {
    pub operation: u8,
    pub flags: u8,
    pub priority: u16,
    pub fd: i32,
    pub second_address: u64,
    pub address: u64,
    pub length: u32,
    pub more_flags: u32,
    pub mark: u64,
    pub buffer: u32,
    pub slot: u32,
    pub unused: [u64; 2],
}

/// Makes one request through a ring of its own, which has an empty slot for a file if that is wanted, and waits for its
/// result.
///
/// # Safety
/// Pointers in the request must be what the operation expects of them.
pub unsafe fn uring(request: &Request, with_slot: bool) -> Result<Raw> {
    const MARK: u64 = 7;
    let request = &Request { mark: MARK, ..*request };
    const REGISTER_FILES: usize = 2;
    const ENTER_GETEVENTS: usize = 1;
    const MMAP_SQES: i64 = 0x1000_0000;
    // struct io_uring_params: 40 bytes of numbers, then the offsets of the submission and of the completion ring.
    let mut params = [0u32; 30];
    // SAFETY: the kernel fills the 120 bytes.
    let ring = unsafe { call(libc::SYS_io_uring_setup, [1, params.as_mut_ptr() as usize, 0, 0, 0, 0]) };
    expect("io_uring_setup failed", ring >= 0, true)?;
    if with_slot {
        let empty = [-1i32];
        // SAFETY: the kernel reads the one descriptor; -1 makes an empty slot.
        let result = unsafe {
            call(libc::SYS_io_uring_register, [ring as usize, REGISTER_FILES, empty.as_ptr() as usize, 1, 0, 0])
        };
        expect("io_uring_register", result, 0)?;
    }
    let map = |length: usize, offset: i64| {
        // SAFETY: a new shared mapping of the ring.
        let at = unsafe {
            let protection = libc::PROT_READ | libc::PROT_WRITE;
            libc::mmap(std::ptr::null_mut(), length, protection, libc::MAP_SHARED, ring as i32, offset)
        };
        if at == libc::MAP_FAILED { Err("mmap of the ring failed") } else { Ok(at) }
    };
    // Both rings lie in one mapping (IORING_FEAT_SINGLE_MMAP, since 5.4); a page holds them and the one entry.
    let rings = map(4096, 0)?;
    let entry = map(4096, MMAP_SQES)?;
    let (sq_tail, sq_array) = (params[11], params[16]);
    let (cq_head, cq_tail, cqes) = (params[20], params[21], params[25]);
    // SAFETY: the offsets are the kernel's own, inside the mapping; one entry is submitted and one completion read
    // after the kernel returned from the wait.
    unsafe {
        entry.cast::<Request>().write(*request);
        rings.byte_add(sq_array as usize).cast::<u32>().write(0);
        rings.byte_add(sq_tail as usize).cast::<u32>().write_volatile(1);
        let submitted = call(libc::SYS_io_uring_enter, [ring as usize, 1, 1, ENTER_GETEVENTS, 0, 0]);
        expect("io_uring_enter", submitted, 1)?;
        let head = rings.byte_add(cq_head as usize).cast::<u32>().read_volatile();
        let tail = rings.byte_add(cq_tail as usize).cast::<u32>().read_volatile();
        expect("completions", tail - head, 1)?;
        let completion = rings.byte_add(cqes as usize);
        expect("the completion's mark", completion.cast::<u64>().read_volatile(), MARK)?;
        Ok(Raw::from(completion.byte_add(8).cast::<i32>().read_volatile()))
    }
}
