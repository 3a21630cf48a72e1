//! `--stats`: what the tool itself has cost, in the kernel and here.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Seek},
    os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd},
    time::Duration,
};

use libbpf_rs::{Object, libbpf_sys};

use super::{info::program_info, resources::Meter};

/// CPU time of this process since its exec, at the steps of its start.
#[derive(Clone, Copy, Debug, Default)]
pub struct Start {
    /// The kernel's types are read.
    pub types: Duration,
    /// Maps are made, programs verified.
    pub loaded: Duration,
    /// Every event counts.
    pub attached: Duration,
}

/// Keeps the kernel counting the programs' runs, and what is needed to tell of the maps' memory.
pub struct Stats {
    start: Start,
    meter: Meter,
    maps: Vec<File>,
    /// As long as it is open, runs are timed.
    timing: Option<OwnedFd>,
}

impl Stats {
    /// Begins, before privileges are dropped: it opens files, and timing takes `CAP_SYS_ADMIN`.
    #[must_use]
    pub fn start(object: &Object, start: Start) -> Self {
        // SAFETY: takes a number; the descriptor that it gives is new.
        let fd = unsafe { libbpf_sys::bpf_enable_stats(libbpf_sys::BPF_STATS_RUN_TIME) };
        // SAFETY: see above.
        let timing = (fd >= 0).then(|| unsafe { OwnedFd::from_raw_fd(fd) });
        let fdinfo = |fd: i32| File::open(format!("/proc/self/fdinfo/{fd}")).ok();
        let created = object.maps().filter(libbpf_rs::MapImpl::autocreate);
        let maps = created.filter_map(|map| fdinfo(map.as_fd().as_raw_fd())).collect();
        Self { start, meter: Meter::new(), maps, timing }
    }

    /// The lines of the report.
    #[must_use]
    pub fn finish(mut self, object: &Object, ring_peak: Option<u64>) -> Vec<String> {
        let Start { types, loaded, attached } = self.start;
        let mut lines = vec![format!(
            "stats: start: {} us of CPU to read the kernel's types, {} us to load, {} us to attach",
            types.as_micros(),
            loaded.saturating_sub(types).as_micros(),
            attached.saturating_sub(loaded).as_micros()
        )];
        for program in object.progs().filter(libbpf_rs::ProgramImpl::autoload) {
            let Ok(info) = program_info(&program.as_fd()) else { continue };
            let each = info.run_time_ns.checked_div(info.run_cnt).unwrap_or(0);
            let name = program.name().to_string_lossy();
            lines.push(format!(
                "stats: program {name}: {} runs, {} ns, {each} ns a run",
                info.run_cnt, info.run_time_ns
            ));
        }
        if self.timing.is_none() {
            lines.push("stats: the kernel does not let this user time programs".to_owned());
        }
        let bytes: u64 = self.maps.iter_mut().map(|map| locked_bytes(map).unwrap_or(0)).sum();
        lines.push(format!("stats: maps: {} KiB of kernel memory", bytes / 1024));
        lines.extend(
            ring_peak.map(|peak| format!("stats: ring buffer: at most {} KiB waited to be read", peak.div_ceil(1024))),
        );
        if let Ok(usage) = self.meter.finish() {
            let (user, system) = (usage.user.as_millis(), usage.system.as_millis());
            let peak = usage.peak_rss_bytes / 1024;
            lines.push(format!(
                "stats: this process: CPU {user} ms in user space, {system} ms in the kernel; peak memory {peak} KiB"
            ));
        }
        lines
    }
}

/// The `memlock:` line of a map's fdinfo (`bpf_map_show_fdinfo` of kernel/bpf/syscall.c), in bytes.
fn locked_bytes(fdinfo: &mut File) -> io::Result<u64> {
    fdinfo.rewind()?;
    let lines = BufReader::new(fdinfo).lines();
    let line = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("memlock:").map(|n| n.trim().to_owned()));
    Ok(line.and_then(|n| n.parse().ok()).unwrap_or(0))
}
