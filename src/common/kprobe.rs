//! A kprobe at a function of the kernel, put there before the programs are chosen: whether there can be one, and whether we
//! have the right, is found out by trying.

use std::{
    io, mem,
    os::fd::{AsRawFd as _, OwnedFd},
};

use libbpf_rs::{Link, ProgramMut};

use super::probe_event;

/// A perf event at the beginning of a function of the kernel, which waits for a program. Dropping it takes it away.
#[derive(Debug)]
pub struct Kprobe {
    function: &'static str,
    event: OwnedFd,
}

impl Kprobe {
    /// At this function.
    ///
    /// # Errors
    /// The kernel has no such function, or does not let it be probed, or not by us.
    pub fn new(function: &'static str) -> io::Result<Self> {
        Ok(Self { function, event: probe_event::kernel(function, false)? })
    }

    /// The function.
    #[must_use]
    pub fn function(&self) -> &'static str {
        self.function
    }

    /// Puts a program there.
    ///
    /// # Errors
    /// libbpf's.
    pub fn attach(self, program: &ProgramMut<'_>) -> libbpf_rs::Result<Link> {
        let link = program.attach_perf_event(self.event.as_raw_fd())?;
        mem::forget(self.event); // the link closes it
        Ok(link)
    }
}
