//! What the kernel knows of a loaded program.

use std::{io, os::fd::AsRawFd};

use libbpf_rs::libbpf_sys::{self, bpf_prog_info};

/// The kernel's record of a program. What a kernel does not know yet stays 0 (`recursion_misses` came in 5.12,
/// `verified_insns` in 5.16).
///
/// # Errors
/// The kernel's: only those may ask who may load programs.
pub fn program_info(program: &impl AsRawFd) -> io::Result<bpf_prog_info> {
    let mut info = bpf_prog_info::default();
    let mut len = size_of::<bpf_prog_info>() as u32;
    // SAFETY: `info` is plain data of the length that is told; no pointer in it is set, so that no array is filled.
    let result = unsafe { libbpf_sys::bpf_prog_get_info_by_fd(program.as_raw_fd(), &raw mut info, &raw mut len) };
    if result < 0 { Err(io::Error::from_raw_os_error(-result)) } else { Ok(info) }
}
