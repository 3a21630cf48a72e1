//! Functions that are called a known number of times, for a known time; and static probes.

use std::arch::asm;
use std::ffi::{CStr, OsStr, OsString};
use std::fs::File;
use std::hint::black_box;
use std::io::{Read, Write};
use std::os::fd::FromRawFd;
use std::os::unix::ffi::OsStrExt;
use std::sync::atomic::{AtomicU16, Ordering};
use std::thread::sleep;
use std::time::Duration;

use crate::sys::{Result, expect, now};

/// Does nothing, in a way of its own: the compiler makes one function of two that are alike.
#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn probebox_called(n: u64) -> u64 {
    black_box(n) | black_box(0)
}

/// The same, under a name that only differs at its end.
#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn probebox_called_too(n: u64) -> u64 {
    black_box(n + 1)
}

/// Sleeps. Returns what it was given.
#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn probebox_naps(ms: u64) -> u64 {
    sleep(Duration::from_millis(ms));
    black_box(ms)
}

/// Sleeps and calls itself: the innermost call takes `ms`, each outer one as much more.
#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn probebox_recurses(depth: u64, ms: u64) -> u64 {
    sleep(Duration::from_millis(ms));
    let inner = if depth > 1 { probebox_recurses(depth - 1, ms) } else { 0 };
    black_box(inner) + 1
}

/// Ends its thread.
#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn probebox_never_returns() {
    // SAFETY: the thread has nothing to clean up.
    unsafe { libc::syscall(libc::SYS_exit, 0) };
}

/// Calls one function N times, and the other twice as often.
pub fn calls(count: u64) -> Result {
    let sum: u64 = (0..count).map(|_| probebox_called(1) + probebox_called_too(0) + probebox_called_too(0)).sum();
    println!("calls={count}");
    expect("the sum", sum, 3 * count)
}

/// Sleeps in a function N times.
pub fn naps(count: u64, ms: u64) -> Result {
    let start = now();
    let sum: u64 = (0..count).map(|_| probebox_naps(ms)).sum();
    println!("naps={count} took_ns={}", now() - start);
    expect("the sum", sum, count * ms)
}

/// A function that calls itself so many times.
pub fn recursion(depth: u64, ms: u64) -> Result {
    let start = now();
    let reached = probebox_recurses(depth, ms);
    println!("depth={reached} took_ns={}", now() - start);
    expect("the depth", reached, depth)
}

/// A thread that ends within a function, N times.
pub fn lost_threads(count: u64) -> Result {
    for _ in 0..count {
        // The kernel ends it behind the library's back, which would wait for it forever: it is a thread of its own.
        let flags = libc::CLONE_VM | libc::CLONE_THREAD | libc::CLONE_SIGHAND | libc::CLONE_FS | libc::CLONE_FILES;
        let mut stack = vec![0u64; 1 << 13];
        let mut tid = 1_i32;
        extern "C" fn run(_: *mut libc::c_void) -> i32 {
            probebox_never_returns();
            0
        }
        let flags = flags | libc::CLONE_CHILD_CLEARTID;
        // SAFETY: the stack and the number live until the kernel has cleared the number, which is waited for.
        unsafe {
            let top = stack.as_mut_ptr().add(stack.len());
            let none = std::ptr::null_mut::<libc::c_void>();
            let started = libc::clone(run, top.cast(), flags, none, none, none, &raw mut tid);
            crate::sys::check("clone", started)?;
            while std::ptr::read_volatile(&raw const tid) != 0 {
                std::thread::yield_now();
            }
        }
    }
    println!("threads={count}");
    Ok(())
}

/// What a shell calls for each line: here it gives the lines that are handed to it.
#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn readline(line: *const libc::c_char) -> *const libc::c_char {
    black_box(line)
}

/// Gives lines as a shell reads them, and then the end of the input.
pub fn lines(lines: &[OsString]) -> Result {
    for line in lines {
        let line = crate::sys::c_string(line)?;
        readline(line.as_ptr());
    }
    readline(std::ptr::null());
    println!("lines={}", lines.len());
    Ok(())
}

/// Runs a program in a terminal of its own, types, and says each line that it shows, with `_` for what is no letter.
pub fn terminal(typed: &OsStr, program: &[OsString]) -> Result {
    let program = program.iter().map(|word| crate::sys::c_string(word)).collect::<Result<Vec<_>>>()?;
    let mut words: Vec<_> = program.iter().map(|word| word.as_ptr()).collect();
    words.push(std::ptr::null());
    let mut screen = 0;
    // SAFETY: the child only becomes another program, from strings that were made before.
    let child = unsafe {
        let child = libc::forkpty(&raw mut screen, std::ptr::null_mut(), std::ptr::null(), std::ptr::null());
        if child == 0 {
            libc::execv(words[0], words.as_ptr());
            libc::_exit(127);
        }
        child
    };
    crate::sys::check("forkpty", child)?;
    // SAFETY: the descriptor is new and nobody else's.
    let mut screen = unsafe { File::from_raw_fd(screen) };
    screen.write_all(typed.as_bytes())?;
    let mut shown = Vec::new();
    // It ends with an error when nobody has the other side open any more.
    let _ = screen.read_to_end(&mut shown);
    for line in shown.split(|byte| *byte == b'\n') {
        let letters = line.iter().map(|byte| if byte.is_ascii_alphanumeric() { char::from(*byte) } else { '_' });
        println!("shown={}", letters.collect::<String>());
    }
    crate::sys::reap(child)
}

/// What a thread runs.
#[unsafe(no_mangle)]
extern "C" fn probebox_thread(nothing: *mut libc::c_void) -> *mut libc::c_void {
    black_box(nothing)
}

/// Starts threads that run a function of a known name. This process must live until that was looked up.
pub fn known_threads(count: u32) -> Result {
    for _ in 0..count {
        let mut thread = 0;
        let null = std::ptr::null_mut::<libc::c_void>();
        // SAFETY: the function takes what it is given and uses nothing; the thread is waited for.
        let failed = unsafe {
            libc::pthread_create(&raw mut thread, null.cast(), probebox_thread, null.cast())
                | libc::pthread_join(thread, null.cast())
        };
        expect("pthread_create and pthread_join", failed, 0)?;
    }
    println!("threads={count}");
    Ok(())
}

/// The number of tracers, which the kernel counts where a note says that it is.
#[unsafe(no_mangle)]
#[unsafe(link_section = ".probes")] // in the file, so that it has a place there
static PROBEBOX_TRACERS: AtomicU16 = AtomicU16::new(0);

/// A static probe: a nop, and a note about it as `<sys/sdt.h>` makes one.
macro_rules! static_probe {
    ($provider:literal, $name:literal, $counter:literal, $arguments:literal $(, $value:ident)*) => {
        // SAFETY: a nop.
        unsafe {
            asm!(
                "990: nop",
                ".pushsection .note.stapsdt,\"?\",\"note\"",
                ".balign 4",
                ".4byte 992f-991f, 994f-993f, 3",
                "991: .asciz \"stapsdt\"",
                "992: .balign 4",
                concat!("993: .8byte 990b, _.stapsdt.base, ", $counter),
                concat!(".asciz \"", $provider, "\", \"", $name, "\", \"", $arguments, "\""),
                "994: .balign 4",
                ".popsection",
                ".ifndef _.stapsdt.base",
                ".pushsection .stapsdt.base,\"aG\",\"progbits\",.stapsdt.base,comdat",
                ".weak _.stapsdt.base",
                ".hidden _.stapsdt.base",
                "_.stapsdt.base: .space 1",
                ".size _.stapsdt.base, 1",
                ".popsection",
                ".endif",
                $($value = in(reg) $value,)*
                options(att_syntax, readonly, nostack, preserves_flags),
            );
        }
    };
}

/// Passes a static probe N times, and another one as often as somebody traces it.
pub fn static_probes(count: u64) -> Result {
    let mut traced = 0;
    for n in 0..count {
        static_probe!("probebox", "tick", "0", "8@{n}", n);
        if PROBEBOX_TRACERS.load(Ordering::Relaxed) > 0 {
            static_probe!("probebox", "guarded", "PROBEBOX_TRACERS", "8@{n}", n);
            traced += 1;
        }
    }
    println!("ticks={count} guarded={traced}");
    Ok(())
}

/// A pool of Java's memory that is collected: what its probes tell are who collects, the pool, and four sizes.
fn pool(name: &CStr, work: &mut dyn FnMut()) {
    let manager = c"Probebox Young";
    let arguments = [manager.count_bytes() as u64, name.as_ptr() as u64, name.count_bytes() as u64];
    let (manager, rest, two) = (manager.as_ptr(), &raw const arguments, 2_u64);
    static_probe!(
        "hotspot",
        "mem__pool__gc__begin",
        "0",
        "8@{manager} -8@({rest}) 8@-8({rest},{two},8) -8@16({rest}) -8@$1 -8@$2 -8@$3 -8@$-1",
        manager,
        rest,
        two
    );
    work();
    static_probe!(
        "hotspot",
        "mem__pool__gc__end",
        "0",
        "8@{manager} -8@({rest}) 8@8({rest}) -8@16({rest}) -8@$1 -8@$2 -8@$3 -8@$-1",
        manager,
        rest
    );
}

/// Passes the probes that Java has where it collects garbage: the whole collection takes MS ms, and so do its pools, but
/// for the second, which begins when half of it is over.
pub fn collection(full: bool, ms: u64) -> Result {
    let start = now();
    let nap = || sleep(Duration::from_millis(ms / 2));
    if full {
        static_probe!("hotspot", "gc__begin", "0", "1@$1");
    } else {
        let full = u64::from(full) | 0xff00;
        static_probe!("hotspot", "gc__begin", "0", "1@{full}", full);
    }
    pool(c"Eden", &mut || {
        nap();
        pool(c"caf\xe9", &mut || nap());
    });
    static_probe!("hotspot", "gc__end", "0", "");
    println!("full={full} took_ns={}", now() - start);
    Ok(())
}
