//! Measures what a tracing tool costs, from beside it: starts the tool, waits until it is attached, runs a workload,
//! stops the tool, prints one JSON object. Runs as root in the guest (`tests/bench/run`).
//!
//! `meter EVENTS MARK WORKLOAD -- TOOL [ARGUMENT…]`: WORKLOAD, a shell command, causes EVENTS events; rows are the
//! output's lines that hold MARK. All figures come from /proc: a process's CPU time from schedstat, its BPF links,
//! programs and maps from fdinfo. Times are ns; under icount one ns is one instruction.

use std::error::Error;
use std::fs::{self, File};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::json;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const OUT: &str = "/tmp/meter.out";
const ERR: &str = "/tmp/meter.err";
const STATISTICS: &str = "/proc/sys/kernel/bpf_stats_enabled";
/// How often the tool is looked at while it starts: the resolution of "attached".
const LOOK: Duration = Duration::from_millis(1);
/// A tool whose links have not changed for so long is attached; one that used no CPU for so long has read everything.
const QUIET: Duration = Duration::from_millis(1500);
const LIMIT: Duration = Duration::from_secs(120);

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [events, mark, workload, dashes, tool, rest @ ..] = &arguments[..] else {
        return Err("usage: meter EVENTS MARK WORKLOAD -- TOOL [ARGUMENT…]".into());
    };
    if dashes != "--" {
        return Err("usage: meter EVENTS MARK WORKLOAD -- TOOL [ARGUMENT…]".into());
    }
    let events: u64 = events.parse()?;
    fs::write(STATISTICS, "0")?;

    let started = Instant::now();
    let mut tool = Command::new(tool)
        .args(rest)
        .stdin(Stdio::null())
        .stdout(File::create(OUT)?)
        .stderr(File::create(ERR)?)
        .spawn()?;
    let attached = wait_for_links(&mut tool, started)?;
    let pid = tool.id();
    let (map_bytes, start_rss) = (objects(pid)?.map_bytes, status(pid, "VmHWM")?);

    fs::write(STATISTICS, "1")?;
    // looking at the tool causes events too, which it must have told before the workload's begin
    let (at_rest, programs) = (wait_for_rest(pid)?, objects(pid)?);
    let load = Instant::now();
    let done = Command::new("/bin/sh").args(["-c", workload]).stdout(Stdio::null()).status()?;
    if !done.success() {
        return Err(format!("{workload}: {done}").into());
    }
    let workload_ns = nanos(load.elapsed());
    let reader_ns = wait_for_rest(pid)? - at_rest;
    let (after, peak_rss) = (objects(pid)?, status(pid, "VmHWM")?);
    fs::write(STATISTICS, "0")?;

    let (before_end, all) = (cpu(pid)?, cpu_of_children()?);
    Command::new("kill").args(["-INT", &pid.to_string()]).status()?;
    let kill = cpu_of_children()? - all;
    let ended = tool.wait()?;
    let stop_ns = (cpu_of_children()? - all - kill).saturating_sub(before_end);
    let output = fs::read(OUT)?;
    let rows = output.split(|&byte| byte == b'\n').filter(|line| holds(line, mark.as_bytes())).count();
    println!(
        "{}",
        json!({
            "events": events, "rows": rows, "ended": ended.to_string(),
            "attached_ns": attached.wall_ns, "attached_cpu_ns": attached.cpu_ns, "stop_ns": stop_ns,
            "start_rss_bytes": start_rss, "peak_rss_bytes": peak_rss, "map_bytes": map_bytes,
            "workload_ns": workload_ns, "reader_ns": reader_ns,
            "bpf_ns": after.run_ns - programs.run_ns, "bpf_runs": after.runs - programs.runs,
            "start_us": start(&fs::read_to_string(ERR)?),
        })
    );
    Ok(())
}

struct Attached {
    wall_ns: u64,
    cpu_ns: u64,
}

/// Waits until the number of the tool's BPF links has settled; gives the moment of the last change, and the CPU time
/// that the tool had used by then.
fn wait_for_links(tool: &mut Child, started: Instant) -> Result<Attached> {
    let (mut links, mut changed) = (0, Instant::now());
    let mut attached = Attached { wall_ns: 0, cpu_ns: 0 };
    loop {
        sleep(LOOK);
        if let Some(status) = tool.try_wait()? {
            return Err(
                format!("the tool ended before it was attached ({status}): {}", fs::read_to_string(ERR)?).into()
            );
        }
        let now = links_of(tool.id())?;
        if now != links {
            (links, changed) = (now, Instant::now());
            attached = Attached { wall_ns: nanos(started.elapsed()), cpu_ns: cpu(tool.id())? };
        }
        if links > 0 && changed.elapsed() > QUIET {
            return Ok(attached);
        }
        if started.elapsed() > LIMIT {
            return Err("the tool attached nothing".into());
        }
    }
}

/// Waits until the tool uses (nearly) no CPU any more; gives its CPU time.
fn wait_for_rest(pid: u32) -> Result<u64> {
    let mut last = cpu(pid)?;
    loop {
        sleep(QUIET);
        let now = cpu(pid)?;
        // a tool polls many times a second though there is nothing to read
        if now - last < nanos(QUIET) / 50 {
            return Ok(now);
        }
        last = now;
    }
}

/// CPU time of all threads, ns.
fn cpu(pid: u32) -> Result<u64> {
    let mut total = 0;
    for thread in fs::read_dir(format!("/proc/{pid}/task"))? {
        let line = fs::read_to_string(thread?.path().join("schedstat"))?;
        total += line.split_whitespace().next().ok_or("empty schedstat")?.parse::<u64>()?;
    }
    Ok(total)
}

/// CPU time of all children that have ended and were waited for, ns.
fn cpu_of_children() -> Result<u64> {
    // SAFETY: plain numbers, for which zero is valid; the call fills them in.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        if libc::getrusage(libc::RUSAGE_CHILDREN, &raw mut usage) != 0 {
            return Err("getrusage".into());
        }
        usage
    };
    let nanos = |time: libc::timeval| time.tv_sec as u64 * 1_000_000_000 + time.tv_usec as u64 * 1000;
    Ok(nanos(usage.ru_utime) + nanos(usage.ru_stime))
}

/// How many BPF links the process holds. Opens one file only: the tool may be one that traces opens.
fn links_of(pid: u32) -> Result<usize> {
    let mut links = 0;
    for entry in fs::read_dir(format!("/proc/{pid}/fd"))? {
        let target = fs::read_link(entry?.path()).unwrap_or_default();
        links += usize::from(target.to_string_lossy().starts_with("anon_inode:bpf_link"));
    }
    Ok(links)
}

/// What the tool says of its own start (`--stats`): CPU time in us to read types, to load, to attach.
fn start(stderr: &str) -> Option<Vec<u64>> {
    let line = stderr.lines().find_map(|line| line.split_once("stats: start: "))?.1;
    Some(line.split_whitespace().filter_map(|word| word.parse().ok()).collect())
}

#[derive(Default)]
struct Objects {
    map_bytes: u64,
    run_ns: u64,
    runs: u64,
}

/// The BPF objects that the process has open. A descriptor may vanish while the tool starts.
fn objects(pid: u32) -> Result<Objects> {
    let mut objects = Objects::default();
    for entry in fs::read_dir(format!("/proc/{pid}/fdinfo"))? {
        let Ok(text) = fs::read_to_string(entry?.path()) else { continue };
        objects.run_ns += value(&text, "run_time_ns:").unwrap_or(0);
        objects.runs += value(&text, "run_cnt:").unwrap_or(0);
        if text.contains("\nmap_type:") {
            objects.map_bytes += value(&text, "memlock:").unwrap_or(0);
        }
    }
    Ok(objects)
}

/// A size of /proc/PID/status, in bytes.
fn status(pid: u32, key: &str) -> Result<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/status"))?;
    Ok(value(&text, &format!("{key}:")).ok_or_else(|| format!("no {key}"))? * 1024)
}

fn value(text: &str, key: &str) -> Option<u64> {
    text.lines().find_map(|line| line.strip_prefix(key)?.split_whitespace().next()?.parse().ok())
}

fn holds(line: &[u8], mark: &[u8]) -> bool {
    line.windows(mark.len()).any(|window| window == mark)
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
