//! What the process itself may take, and what it took.

use std::fs::File;
use std::io::{self, Read};
use std::time::Duration;

/// Raises the limit of locked memory, which maps count against before 5.11: to unlimited where that is allowed, else as
/// far as it is. If it stays too small, loading fails and [`explain`](super::explain) names it.
pub fn raise_memlock() {
    let unlimited = libc::rlimit { rlim_cur: libc::RLIM_INFINITY, rlim_max: libc::RLIM_INFINITY };
    let mut limit = unlimited;
    // SAFETY: the limits are live locals.
    unsafe {
        if libc::setrlimit(libc::RLIMIT_MEMLOCK, &raw const unlimited) != 0
            && libc::getrlimit(libc::RLIMIT_MEMLOCK, &raw mut limit) == 0
        {
            limit.rlim_cur = limit.rlim_max;
            libc::setrlimit(libc::RLIMIT_MEMLOCK, &raw const limit);
        }
    }
}

/// Raises the limit of open files as far as it is allowed: each probe that stands alone takes two.
pub fn raise_descriptors() {
    const MANY: libc::rlim_t = 1 << 17;
    let mut limit = libc::rlimit { rlim_cur: MANY, rlim_max: MANY };
    // SAFETY: the limits are live locals.
    unsafe {
        if libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) != 0
            && libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) == 0
        {
            limit.rlim_cur = limit.rlim_max;
            libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit);
        }
    }
}

/// CPU time of all threads of this process since its exec.
#[must_use]
pub fn cpu_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a live local.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// What the process has used since it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Processor time in user space.
    pub user: Duration,
    /// Processor time in the kernel, loading and verifying included.
    pub system: Duration,
    /// The most memory that was resident at a time, in bytes; 0 without /proc.
    pub peak_rss_bytes: u64,
}

/// Measures the process. Made before privileges are dropped, as it opens a file.
#[derive(Debug)]
pub struct Meter {
    status: Option<File>,
}

impl Meter {
    /// Opens what is to be read in the end.
    #[must_use]
    pub fn new() -> Self {
        Self { status: File::open("/proc/self/status").ok() }
    }

    /// Reads it, once. Not getrusage's memory: that is never less than what the shell had before it became this process.
    ///
    /// # Errors
    /// Those of the system calls.
    pub fn finish(self) -> io::Result<Usage> {
        // SAFETY: all-zero is a valid rusage.
        let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
        // SAFETY: the pointer is to a live local.
        if unsafe { libc::getrusage(libc::RUSAGE_SELF, &raw mut usage) } != 0 {
            return Err(io::Error::last_os_error());
        }
        let mut text = [0; 4096];
        let length = self.status.map_or(Ok(0), |mut file| file.read(&mut text))?;
        let peak = text.get(..length).and_then(|text| std::str::from_utf8(text).ok()).and_then(peak_rss);
        Ok(Usage {
            user: duration(usage.ru_utime),
            system: duration(usage.ru_stime),
            peak_rss_bytes: peak.unwrap_or(0),
        })
    }
}

impl Default for Meter {
    fn default() -> Self {
        Self::new()
    }
}

fn duration(time: libc::timeval) -> Duration {
    Duration::new(time.tv_sec as u64, time.tv_usec as u32 * 1000)
}

/// Bytes, from the line of /proc/PID/status that counts kibibytes.
fn peak_rss(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_peak_and_the_time_grow_with_use() {
        let before = Meter::new().finish().unwrap();
        let size = 64 << 20;
        let used = std::hint::black_box(vec![1u8; size]);
        let after = Meter::new().finish().unwrap();
        assert!(after.peak_rss_bytes >= size as u64 && after.peak_rss_bytes >= before.peak_rss_bytes);
        assert!(after.user + after.system > before.user + before.system);
        drop(used);
    }

    #[test]
    fn the_peak_is_in_bytes() {
        assert_eq!(peak_rss("Name:\tx\nVmPeak:\t 9 kB\nVmHWM:\t   2048 kB\n"), Some(2 << 20));
        assert_eq!(peak_rss("Name:\tx\n"), None);
    }

    #[test]
    fn locked_memory_is_raised_as_far_as_allowed() {
        raise_memlock();
        let limits = fs::read_to_string("/proc/self/limits").unwrap();
        let line = limits.lines().find_map(|line| line.strip_prefix("Max locked memory")).unwrap();
        let values: Vec<_> = line.split_whitespace().collect();
        assert_eq!(values.first(), values.get(1));
    }
}
