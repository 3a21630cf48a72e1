//! Single probes: perf events of which each stands at one place, in the kernel or in a program.

use std::{
    ffi::{CStr, CString},
    fs, io,
    os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd},
    ptr,
};

use libbpf_rs::libbpf_sys as sys;

/// A descriptor that libbpf or the kernel has made, or the negative errno.
pub(super) fn owned(fd: i32) -> io::Result<OwnedFd> {
    if fd < 0 {
        return Err(io::Error::from_raw_os_error(-fd));
    }
    // SAFETY: the descriptor is new and nobody else's.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// `struct perf_event_attr` up to `PERF_ATTR_SIZE_VER1`.
#[repr(C)]
#[derive(Default)]
struct PerfAttr {
    kind: u32,
    size: u32,
    config: u64,
    sample_period: u64,
    sample_type: u64,
    read_format: u64,
    flags: u64,
    wakeup: u32,
    bp_type: u32,
    config1: u64,
    config2: u64,
}

/// One where a function of the kernel begins, or ends.
///
/// # Errors
/// The kernel's: `ENOENT` if it has no function of that name, others if it does not let it be probed, or not by us.
pub fn kernel(function: &str, at_end: bool) -> io::Result<OwnedFd> {
    let function = CString::new(function)?;
    open(pmu("kprobe", at_end)?, [function.as_ptr() as u64, 0], None)
}

/// One at an offset of a file, in all processes or in one; `counter` is the offset of the counter of a static probe, or 0.
///
/// # Errors
/// The kernel's.
pub fn user(path: &CStr, (offset, counter): (u64, u64), at_end: bool, pid: Option<u32>) -> io::Result<OwnedFd> {
    let (kind, config) = pmu("uprobe", at_end)?;
    let config = config | counter << 32; // PERF_UPROBE_REF_CTR_OFFSET_SHIFT
    open((kind, config), [path.as_ptr() as u64, offset], pid)
}

/// One at the tracepoint that has this number.
///
/// # Errors
/// The kernel's.
pub fn tracepoint(id: u64) -> io::Result<OwnedFd> {
    open((sys::PERF_TYPE_TRACEPOINT, id), [0, 0], None)
}

/// The type of a kind of dynamic events, and the configuration that says whether it is where functions end.
fn pmu(name: &str, at_end: bool) -> io::Result<(u32, u64)> {
    let read = |file: &str| fs::read_to_string(format!("/sys/bus/event_source/devices/{name}/{file}"));
    let invalid = || io::Error::from(io::ErrorKind::InvalidData);
    let kind = read("type")?.trim().parse().map_err(|_| invalid())?;
    // "config:0"
    let bit = read("format/retprobe")?.trim().strip_prefix("config:").and_then(|bit| bit.parse::<u32>().ok());
    Ok((kind, u64::from(at_end) << bit.filter(|bit| *bit < 32).ok_or_else(invalid)?))
}

fn open((kind, config): (u32, u64), [config1, config2]: [u64; 2], pid: Option<u32>) -> io::Result<OwnedFd> {
    let attr = PerfAttr { kind, size: size_of::<PerfAttr>() as u32, config, config1, config2, ..PerfAttr::default() };
    let (pid, cpu) = pid.map_or((-1, 0), |pid| (pid as i32, -1));
    // SAFETY: the attributes are live, of the size that they tell, and the callers keep the strings that they point to.
    let fd = unsafe {
        libc::syscall(libc::SYS_perf_event_open, ptr::from_ref(&attr), pid, cpu, -1, sys::PERF_FLAG_FD_CLOEXEC)
    };
    if fd < 0 { Err(io::Error::last_os_error()) } else { owned(fd as i32) }
}

/// Lets a program run at an event: `PERF_EVENT_IOC_SET_BPF` and `PERF_EVENT_IOC_ENABLE`.
///
/// # Errors
/// The kernel's.
pub fn set_program(event: &OwnedFd, program: i32) -> io::Result<()> {
    // SAFETY: the event is open, and so is the program or the kernel says that it is not; the commands take numbers.
    unsafe {
        if libc::ioctl(event.as_raw_fd(), 0x4004_2408, program) < 0 || libc::ioctl(event.as_raw_fd(), 0x2400, 0) < 0 {
            return Err(io::Error::last_os_error());
        }
    }
    Ok(())
}
