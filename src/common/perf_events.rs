//! Samples: a program that the kernel runs every so often on each CPU, by a perf event. CPUs that come later are sampled
//! too, from a tenth of a second after they have come.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, Read, Seek},
    mem,
    os::fd::{AsRawFd, FromRawFd, OwnedFd},
};

use anyhow::{Context as _, Result, anyhow, bail};
use libbpf_rs::{Link, Object, libbpf_sys as sys};

use super::{args::Usage, explain::Environment};

/// Which CPUs run, as ranges.
const ONLINE: &str = "/sys/devices/system/cpu/online";
/// How many samples a second the kernel lets anybody take.
const MAX_RATE: &str = "/proc/sys/kernel/perf_event_max_sample_rate";

/// What is counted until it is time for a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Time of the CPU, from a timer: it works everywhere, but not where interrupts are off.
    Clock,
    /// Cycles where the CPU counts them, which sees code with interrupts off too; else the clock.
    Cycles,
    /// Something that the CPU counts, by its `PERF_COUNT_HW_…`; an error where it does not.
    Hardware(u32),
}

/// When it is time for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// So often in a second.
    Hertz(u32),
    /// When so much has been counted: nanoseconds of the clock, else events.
    Every(u64),
}

/// Where and when to take samples.
#[derive(Clone, Copy, Debug)]
pub struct Sampling {
    /// What is counted.
    pub source: Source,
    /// When a sample is due.
    pub rate: Rate,
    /// This CPU alone; all if there is none.
    pub cpu: Option<u32>,
}

/// A program that takes samples. Dropping it ends them.
pub struct Sampler {
    program: &'static str,
    sampling: Sampling,
    links: BTreeMap<u32, Link>,
    online: File,
    /// The kernel tells here when CPUs come and go. An event whose CPU has gone is dead, also when that CPU is back.
    news: Option<File>,
}

impl Sampler {
    /// Samples all CPUs that run, by the program of this name.
    ///
    /// # Errors
    /// One sentence: what is not there, or not allowed.
    pub fn start(object: &Object, program: &'static str, mut sampling: Sampling) -> Result<Self> {
        let news = listen().ok(); // first, so that nothing is missed
        let mut online = File::open(ONLINE).with_context(|| format!("opening {ONLINE}"))?;
        let cpus = read_cpus(&mut online)?;
        if let Some(cpu) = sampling.cpu.filter(|cpu| !cpus.contains(cpu)) {
            bail!(Usage(format!("there is no CPU {cpu} that runs")));
        }
        if sampling.source == Source::Cycles {
            let first = sampling.cpu.or(cpus.first().copied()).unwrap_or(0);
            let counts = open(&sampling, first).is_ok();
            sampling.source = if counts { Source::Hardware(sys::PERF_COUNT_HW_CPU_CYCLES) } else { Source::Clock };
        }
        let mut this = Self { program, sampling, links: BTreeMap::new(), online, news };
        for cpu in cpus.into_iter().filter(|cpu| sampling.cpu.is_none_or(|only| only == *cpu)) {
            match this.add(object, cpu) {
                Err(error) if error.raw_os_error() == Some(libc::ENODEV) => {} // gone meanwhile
                done => done.map_err(|error| explain(&error, &sampling))?,
            }
        }
        Ok(this)
    }

    /// Samples CPUs that have come since, too; to be called often.
    ///
    /// # Errors
    /// The kernel's: a CPU is not sampled.
    pub fn follow(&mut self, object: &Object) -> io::Result<()> {
        if let Some(news) = &mut self.news {
            let mut changed = false;
            let mut message = [0; 4096];
            loop {
                match news.read(&mut message) {
                    Ok(length) => {
                        changed = true;
                        if let Some(cpu) = message.get(..length).and_then(gone_cpu) {
                            self.links.remove(&cpu);
                        }
                    }
                    // Some were too many: any CPU may have gone and come.
                    Err(error) if error.raw_os_error() == Some(libc::ENOBUFS) => {
                        changed = true;
                        self.links.clear();
                    }
                    Err(_) => break,
                }
            }
            if !changed {
                return Ok(());
            }
        }
        let cpus = read_cpus(&mut self.online)?;
        self.links.retain(|cpu, _| cpus.contains(cpu));
        for cpu in cpus {
            let wanted = self.sampling.cpu.is_none_or(|only| only == cpu);
            if wanted && !self.links.contains_key(&cpu) {
                self.add(object, cpu)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, object: &Object, cpu: u32) -> io::Result<()> {
        let program = object.progs_mut().find(|program| program.name() == self.program);
        let program = program.ok_or_else(|| io::Error::from_raw_os_error(libc::ENOENT))?;
        let event = open(&self.sampling, cpu)?;
        let link = program.attach_perf_event(event.as_raw_fd()).map_err(io::Error::other)?;
        mem::forget(event); // the link closes it
        self.links.insert(cpu, link);
        Ok(())
    }
}

/// Opens a perf event of everything that runs on a CPU.
fn open(sampling: &Sampling, cpu: u32) -> io::Result<OwnedFd> {
    const PERF_FLAG_FD_CLOEXEC: libc::c_ulong = 1 << 3;
    let (kind, config) = match sampling.source {
        Source::Clock => (sys::PERF_TYPE_SOFTWARE, sys::PERF_COUNT_SW_CPU_CLOCK),
        Source::Cycles => (sys::PERF_TYPE_HARDWARE, sys::PERF_COUNT_HW_CPU_CYCLES),
        Source::Hardware(config) => (sys::PERF_TYPE_HARDWARE, config),
    };
    let mut attr = sys::perf_event_attr {
        type_: kind,
        size: size_of::<sys::perf_event_attr>() as u32,
        config: config.into(),
        ..Default::default()
    };
    match sampling.rate {
        Rate::Hertz(rate) => {
            attr.set_freq(1);
            attr.__bindgen_anon_1.sample_freq = rate.into();
        }
        Rate::Every(count) => attr.__bindgen_anon_1.sample_period = count,
    }
    // SAFETY: the attributes are a live local that tells its size.
    let fd = unsafe {
        libc::syscall(libc::SYS_perf_event_open, &raw const attr, -1, cpu as libc::c_int, -1, PERF_FLAG_FD_CLOEXEC)
    };
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the descriptor is new and nobody else's.
    Ok(unsafe { OwnedFd::from_raw_fd(fd as i32) })
}

/// Whether CPUs count such an event, by its `PERF_COUNT_HW_…`.
///
/// # Errors
/// Why not, in a sentence.
pub fn is_counted(event: u32) -> Result<(), String> {
    let sampling = Sampling { source: Source::Hardware(event), rate: Rate::Every(1 << 20), cpu: None };
    let cpus = File::open(ONLINE).and_then(|mut online| read_cpus(&mut online)).unwrap_or_default();
    let first = cpus.first().copied().unwrap_or(0);
    open(&sampling, first).map(|_| ()).map_err(|error| explain(&error, &sampling).to_string())
}

/// Why the kernel lets nobody have such samples.
fn explain(error: &io::Error, sampling: &Sampling) -> anyhow::Error {
    if let Some(cause) = Environment::probe().denies_perf_events() {
        return anyhow!("{cause}");
    }
    match (error.raw_os_error(), sampling.rate) {
        (Some(libc::ENOENT | libc::EOPNOTSUPP), _) if sampling.source != Source::Clock => {
            anyhow!("this CPU, or the virtual machine, does not count such events: it has no PMU that Linux can use")
        }
        (Some(libc::EINVAL), Rate::Hertz(rate)) => {
            let most = fs::read_to_string(MAX_RATE).unwrap_or_default();
            anyhow!("{rate} samples a second are more than {MAX_RATE} allows: {}", most.trim())
        }
        _ => anyhow!("opening a perf event: {error}"),
    }
}

/// A socket to which the kernel sends what happens to devices (`kobject_uevent_env`).
fn listen() -> io::Result<File> {
    const FROM_KERNEL: u32 = 1;
    let kind = libc::SOCK_RAW | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
    // SAFETY: takes numbers.
    let fd = unsafe { libc::socket(libc::AF_NETLINK, kind, libc::NETLINK_KOBJECT_UEVENT) };
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the descriptor is new and nobody else's.
    let socket = unsafe { File::from_raw_fd(fd) };
    // SAFETY: all-zero is a valid address.
    let mut address: libc::sockaddr_nl = unsafe { mem::zeroed() };
    address.nl_family = libc::AF_NETLINK as u16;
    address.nl_groups = FROM_KERNEL;
    // SAFETY: the address is a live local of the size that is told.
    match unsafe { libc::bind(fd, (&raw const address).cast(), size_of_val(&address) as u32) } {
        0 => Ok(socket),
        _ => Err(io::Error::last_os_error()),
    }
}

/// The CPU that has gone, if that is what the kernel tells: `offline@/devices/system/cpu/cpu3`, NUL, and more.
fn gone_cpu(message: &[u8]) -> Option<u32> {
    let head = message.split(|byte| *byte == 0).next()?;
    std::str::from_utf8(head).ok()?.strip_prefix("offline@/devices/system/cpu/cpu")?.parse().ok()
}

fn read_cpus(online: &mut File) -> io::Result<BTreeSet<u32>> {
    let mut text = String::new();
    online.rewind()?;
    online.read_to_string(&mut text)?;
    Ok(parse_cpus(&text))
}

/// `0-3,5`
fn parse_cpus(text: &str) -> BTreeSet<u32> {
    let range = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some(first.parse::<u32>().ok()?..=last.parse().ok()?)
    };
    text.trim().split(',').filter_map(range).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_cpus_are_read() {
        assert_eq!(parse_cpus("0-3,5\n"), BTreeSet::from([0, 1, 2, 3, 5]));
        assert_eq!(parse_cpus("0\n"), BTreeSet::from([0]));
        assert_eq!(parse_cpus("\n"), BTreeSet::new());
        assert!(read_cpus(&mut File::open(ONLINE).unwrap()).unwrap().contains(&0));
    }

    #[test]
    fn news_of_cpus_are_understood() {
        assert_eq!(gone_cpu(b"offline@/devices/system/cpu/cpu12\0ACTION=offline\0"), Some(12));
        for other in [&b"online@/devices/system/cpu/cpu12\0"[..], b"offline@/devices/system/cpu/cpu\0", b"", b"\xff"] {
            assert_eq!(gone_cpu(other), None, "{}", other.escape_ascii());
        }
    }
}
