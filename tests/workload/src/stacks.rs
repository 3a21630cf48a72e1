//! Time that is spent, or slept, in stacks of known functions, as many different ones as are wanted.

use crate::sys::{self, Result, check, expect};

// By hand, so that each has a frame pointer however this is compiled. `probebox_next` takes the lowest bit of its first
// argument and calls `probebox_one` or `probebox_zero` by it, which call it again, until its second, the depth, is 0: then
// it calls its third with its fourth.
#[cfg(target_arch = "x86_64")]
std::arch::global_asm!(
    ".macro begin name",
    ".type \\name, @function",
    "\\name:",
    "push rbp",
    "mov rbp, rsp",
    ".endm",
    ".macro end name",
    "pop rbp",
    "ret",
    ".size \\name, . - \\name",
    ".endm",
    "begin probebox_next",
    "test rsi, rsi",
    "jz 2f",
    "dec rsi",
    "shr rdi, 1",
    "jc 1f",
    "call probebox_zero",
    "jmp 3f",
    "1: call probebox_one",
    "jmp 3f",
    "2: call rdx",
    "3:",
    "end probebox_next",
    "begin probebox_zero",
    "call probebox_next",
    "end probebox_zero",
    "begin probebox_one",
    "call probebox_next",
    "end probebox_one",
    "begin probebox_spin",
    "1: dec rcx",
    "jnz 1b",
    "end probebox_spin",
    "begin probebox_sleep",
    "mov rdi, rcx",
    "xor esi, esi",
    "mov eax, 35", // nanosleep
    "syscall",
    "end probebox_sleep",
);

#[cfg(target_arch = "x86_64")]
unsafe extern "C" {
    fn probebox_next(bits: usize, depth: usize, what: unsafe extern "C" fn(), argument: usize);
    fn probebox_spin();
    fn probebox_sleep();
}

/// Deep enough for 8192 different stacks.
const DEPTH: usize = 13;

/// Takes so much CPU time, nearly all of it in `probebox_spin`, below `probebox_one` and three times `probebox_zero`.
#[cfg(target_arch = "x86_64")]
pub fn spin(ms: u64) -> Result {
    let end = sys::cpu_time() + ms * 1_000_000;
    while sys::cpu_time() < end {
        // SAFETY: the function keeps to the C library's rules, and its argument is a number of turns.
        unsafe { probebox_next(1, 4, probebox_spin, 200_000) };
    }
    println!("spin pid={} cpu_ns={}", std::process::id(), sys::cpu_time());
    Ok(())
}

/// Takes so much CPU time in each of so many different stacks.
#[cfg(target_arch = "x86_64")]
pub fn spin_in_each(count: usize, us: u64) -> Result {
    expect("no more stacks than there are", count <= 1 << DEPTH, true)?;
    for bits in 0..count {
        let end = sys::cpu_time() + us * 1000;
        while sys::cpu_time() < end {
            // SAFETY: as above.
            unsafe { probebox_next(bits, DEPTH, probebox_spin, 20_000) };
        }
    }
    println!("spin pid={} count={count}", std::process::id());
    Ok(())
}

/// How often this thread has left the CPU by its own will, and how often by that or without.
fn left_the_cpu() -> (i64, i64) {
    // SAFETY: all-zero is a valid rusage, which is written to.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: as above.
    unsafe { libc::getrusage(libc::RUSAGE_THREAD, &raw mut usage) };
    (usage.ru_nvcsw, usage.ru_nvcsw + usage.ru_nivcsw)
}

/// Sleeps in each of so many different stacks, again where the time was over before it had left the CPU. Tells how often it
/// tried, how often it left the CPU meanwhile for whatever reason, and how long that took in all, as seen from here.
#[cfg(target_arch = "x86_64")]
pub fn sleep(count: usize, us: u64) -> Result {
    expect("no more stacks than there are", count <= 1 << DEPTH, true)?;
    let time = libc::timespec { tv_sec: 0, tv_nsec: (us * 1000) as i64 };
    let began = sys::now();
    let (_, at_first) = left_the_cpu();
    let mut calls = 0;
    for bits in 0..count {
        let (before, _) = left_the_cpu();
        while left_the_cpu().0 == before {
            calls += 1;
            // SAFETY: as above, and the argument is the address of a live timespec.
            unsafe { probebox_next(bits, DEPTH, probebox_sleep, (&raw const time) as usize) };
        }
    }
    let took = sys::now() - began;
    let switches = left_the_cpu().1 - at_first;
    let (pid, tid) = (std::process::id(), sys::tid());
    println!("sleep pid={pid} tid={tid} count={count} calls={calls} switches={switches} took_ns={took}");
    Ok(())
}

#[cfg(not(target_arch = "x86_64"))]
pub fn spin(_: u64) -> Result {
    Err("not written for this architecture".into())
}

#[cfg(not(target_arch = "x86_64"))]
pub fn spin_in_each(_: usize, _: u64) -> Result {
    Err("not written for this architecture".into())
}

#[cfg(not(target_arch = "x86_64"))]
pub fn sleep(_: usize, _: u64) -> Result {
    Err("not written for this architecture".into())
}

/// Makes code that calls getpgid, tells its name as such makers do (`/tmp/perf-PID.map`), and calls it; asks for a time, too,
/// which the code that the kernel has mapped asks the kernel for.
#[cfg(target_arch = "x86_64")]
pub fn made(count: usize) -> Result {
    // push rbp; mov rbp, rsp; xor edi, edi; mov eax, 121; syscall; pop rbp; ret
    const CODE: [u8; 15] = [0x55, 0x48, 0x89, 0xe5, 0x31, 0xff, 0xb8, 121, 0, 0, 0, 0x0f, 0x05, 0x5d, 0xc3];
    let protection = libc::PROT_READ | libc::PROT_WRITE | libc::PROT_EXEC;
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
    // SAFETY: a fresh mapping, checked before use and larger than the code, which keeps to the C library's rules.
    let (at, made) = unsafe {
        let at = libc::mmap(std::ptr::null_mut(), 4096, protection, flags, -1, 0);
        expect("a mapping", at != libc::MAP_FAILED, true)?;
        std::ptr::copy_nonoverlapping(CODE.as_ptr(), at.cast(), CODE.len());
        (at as usize, std::mem::transmute::<*mut libc::c_void, extern "C" fn() -> i32>(at))
    };
    let pid = std::process::id();
    std::fs::write(format!("/tmp/perf-{pid}.map"), format!("{at:x} {:x} probebox made\n", CODE.len()))?;
    for _ in 0..count {
        check("getpgid", made())?;
        sys::cpu_time();
    }
    println!("made pid={pid}");
    Ok(())
}
