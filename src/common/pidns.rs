//! The PID namespace that the tool runs in, whose numbers its user gives and is told.

use std::{
    fs,
    os::unix::{ffi::OsStrExt, fs::MetadataExt},
    process,
};

use anyhow::{Result, bail};

/// The first one, `PROC_PID_INIT_INO` of `include/linux/proc_ns.h`.
const FIRST: u64 = 0xEFFF_FFFC;

/// The inode number of the tool's own namespace; 0 if that is the first one, whose numbers are the kernel's.
///
/// # Errors
/// `/proc` is of another namespace, so that what it tells of processes is of others than their numbers say.
pub fn own() -> Result<u32> {
    let Ok(namespace) = fs::metadata("/proc/self/ns/pid").map(|namespace| namespace.ino()) else { return Ok(0) };
    let own = process::id().to_string();
    if fs::read_link("/proc/self").is_ok_and(|link| link.as_os_str().as_bytes() != own.as_bytes()) {
        bail!(
            "/proc is of another PID namespace than this one, so numbers of processes mean others: mount -t proc proc /proc"
        );
    }
    Ok(if namespace == FIRST { 0 } else { u32::try_from(namespace).unwrap_or(0) })
}
