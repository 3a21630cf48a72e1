//! Waits for a CPU of known length and number. Who ran is told with the kernel's own counts of it.

use std::fs;
use std::io::{Read, Write, pipe};

use crate::sys::{self, Result, check, expect};

/// Runs `body` in a child, and when it has left the CPU for the last time tells how often the kernel gave it one, how
/// long it had it and how long it had waited for it in all.
fn counted(who: &str, body: impl FnOnce() -> Result) -> Result<impl FnOnce() -> Result> {
    let pid = sys::fork(body)?;
    let who = who.to_owned();
    Ok(move || {
        sys::until_ended(pid)?;
        // A task that has ended may still have to be switched from; the kernel tells the one from the other here.
        while fs::read_to_string(format!("/proc/{pid}/syscall"))?.starts_with("running") {
            std::thread::yield_now();
        }
        let line = fs::read_to_string(format!("/proc/{pid}/schedstat"))?;
        let mut numbers = line.split_ascii_whitespace();
        let (Some(ran), Some(delay)) = (numbers.next(), numbers.next()) else {
            return Err(format!("schedstat: {line}").into());
        };
        // Each time that it left the CPU it had been given it. schedstat has a number for that as well, which leaves out
        // tasks that are preempted on their way to sleep (sched_info_depart in kernel/sched/stats.h).
        let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
        let switches = status.lines().filter_map(|line| line.split_once("voluntary_ctxt_switches:"));
        let runs = switches.map(|(_, number)| number.trim().parse::<u64>()).sum::<std::result::Result<u64, _>>()?;
        println!("{who} pid={pid} runs={runs} ran_ns={ran} delay_ns={delay}");
        sys::reap(pid)
    })
}

fn spin(ms: u64) -> u64 {
    let began = sys::now();
    let end = began + ms * 1_000_000;
    loop {
        let now = sys::now();
        if now >= end {
            return now - began;
        }
    }
}

/// A task that cannot be preempted by its like wakes another on its CPU, and goes on for a known time.
pub fn hog(ms: u64) -> Result {
    sys::pin(0)?;
    let (mut wake_end, mut wake) = pipe()?;
    let (mut begin_end, mut begin) = pipe()?;
    let waiter = sys::fork(|| {
        begin.write_all(b"b")?;
        let mut moment = [0u8; 8];
        wake_end.read_exact(&mut moment)?;
        let waited = sys::now() - u64::from_ne_bytes(moment);
        println!("waiter pid={} waited_ns={waited}", std::process::id());
        Ok(())
    })?;
    begin_end.read_exact(&mut [0])?;
    until_asleep(waiter)?;
    run_first(true)?;
    wake.write_all(&sys::now().to_ne_bytes())?;
    let ran = sys::cpu_time();
    let spun = spin(ms);
    let ran = sys::cpu_time() - ran;
    run_first(false)?;
    sys::reap(waiter)?;
    println!("hog pid={} spun_ns={spun} ran_ns={ran}", std::process::id());
    Ok(())
}

/// Has this thread, and the children that it begins, run before all usual ones, or as these do.
pub fn run_first(first: bool) -> Result {
    let (policy, sched_priority) = if first { (libc::SCHED_FIFO, 10) } else { (libc::SCHED_OTHER, 0) };
    let parameters = libc::sched_param { sched_priority };
    // SAFETY: one sched_param.
    check("sched_setscheduler", unsafe { libc::sched_setscheduler(0, policy, &raw const parameters) })?;
    Ok(())
}

/// Returns when the kernel says that the process sleeps.
fn until_asleep(pid: i32) -> Result {
    loop {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
        if stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with('S')) {
            return Ok(());
        }
        std::thread::yield_now();
    }
}

/// Two processes on one CPU that wake each other by turns.
pub fn round_trips(count: usize) -> Result {
    sys::pin(0)?;
    let (mut there_end, mut there) = pipe()?;
    let (mut back_end, mut back) = pipe()?;
    let answerer = counted("answerer", || {
        for _ in 0..count {
            there_end.read_exact(&mut [0])?;
            back.write_all(b"x")?;
        }
        Ok(())
    })?;
    let asker = counted("asker", || {
        for _ in 0..count {
            there.write_all(b"x")?;
            back_end.read_exact(&mut [0])?;
        }
        Ok(())
    })?;
    answerer()?;
    asker()?;
    println!("round_trips={count}");
    Ok(())
}

/// Two processes that never sleep share one CPU: their switches are preemptions.
pub fn preempt(ms: u64) -> Result {
    sys::pin(0)?;
    let one = counted("one", || {
        spin(ms);
        Ok(())
    })?;
    let other = counted("other", || {
        spin(ms);
        Ok(())
    })?;
    one()?;
    other()
}

/// Sleeps, and tells how long that took.
pub fn sleep(ms: u64) -> Result {
    let began = sys::now();
    std::thread::sleep(std::time::Duration::from_millis(ms));
    println!("slept_ns={}", sys::now() - began);
    Ok(())
}

/// Threads that end at once, one after the other.
pub fn threads(count: usize) -> Result {
    for _ in 0..count {
        std::thread::spawn(sys::tid).join().map_err(|_| "a thread panicked")?;
    }
    println!("threads={count}");
    expect("threads", count > 0, true)
}
