//! Rows with stacks: events that carry the addresses of where they happened, as `src/bpf/lib/stack.bpf.h` puts them behind
//! all else, or of anything that is to be shown as code.

use anyhow::{Context as _, Result};
use libbpf_rs::{OpenObject, skel::OpenSkel};

use super::{
    args::whole,
    field::Row,
    own_frames,
    session::Opened,
    stack::{self, Frame, Symbols},
};

/// As many as `kernel.perf_event_max_stack` lets the kernel collect.
pub const MAX_DEPTH: u32 = 127;

/// The option of every tool whose rows can have stacks.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct DepthArg {
    /// Take so many frames of each stack at most, the innermost
    #[arg(long, value_name = "N", default_value_t = MAX_DEPTH, value_parser = whole(1..=MAX_DEPTH))]
    pub perf_max_stack_depth: u32,
}

/// What of a record is not a stack, and the addresses that are: 64 bits each, innermost first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts<'r> {
    /// What stands behind the fixed part of the record otherwise.
    pub rest: &'r [u8],
    /// In the kernel.
    pub kernel: &'r [u8],
    /// In the program.
    pub user: &'r [u8],
    /// A function of the kernel that is not shown if it is the innermost: see [`Parts::at_end_of`].
    pub hooked: Option<&'static str>,
}

impl<'r> Parts<'r> {
    /// Of a record that ends in so many bytes of addresses in the kernel, and then of the program: `struct stack_sizes`.
    #[must_use]
    pub fn behind(rest: &'r [u8], [kernel, user]: [u32; 2]) -> Self {
        let cut = |bytes: &'r [u8], last: u32| {
            bytes.split_at_checked(bytes.len().saturating_sub(last as usize)).unwrap_or_default()
        };
        let (before, user) = cut(rest, user);
        let (rest, kernel) = cut(before, kernel);
        Self { rest, kernel, user, hooked: None }
    }

    /// The event is told where this function ends (fexit): then older kernels have it as the innermost frame, and 7.2, which
    /// jumps from it to the program, has not.
    #[must_use]
    pub fn at_end_of(self, function: &'static str) -> Self {
        Self { hooked: Some(function), ..self }
    }
}

/// Finds the stack in a record.
pub type Find<T> = for<'r> fn(&Row<'r, T>) -> Parts<'r>;

impl Parts<'_> {
    /// Asks the kernel for its names in all these stacks at once.
    pub(super) fn prepare(all: &[Self], symbols: &Symbols) {
        symbols.learn_kernel(all.iter().flat_map(|parts| stack::in_kernel(parts.in_kernel())));
    }

    /// The stack with its names, innermost first: of the kernel, without the tracing itself, then of this process.
    pub(super) fn frames(&self, pid: u32, symbols: &mut Symbols) -> Vec<Frame> {
        let mut frames = own_frames::without(symbols.kernel(self.in_kernel()));
        if self.hooked.is_some() && frames.first().and_then(|frame| frame.symbol.as_deref()) == self.hooked {
            frames.remove(0);
        }
        frames.extend(symbols.user(pid, stack::addresses(self.user)));
        frames
    }

    fn in_kernel(&self) -> impl Iterator<Item = u64> {
        stack::addresses(self.kernel).skip_while(|address| own_frames::is_own_address(*address))
    }
}

impl<O: OpenSkel<'static>> Opened<'_, O> {
    /// Has the program send the stacks of kernel and program, of so many frames at most, with each event that it appends
    /// them to; [`Rows::stacks`](super::rows::Rows::stacks) shows them.
    ///
    /// # Errors
    /// The object does not include `lib/stack.bpf.h`.
    pub fn take_stacks(&mut self, [kernel, user]: [bool; 2], depth: u32) -> Result<()> {
        if kernel || user {
            self.keep_symbols();
        }
        set_most(self.open_object_mut(), [kernel, user].map(|wanted| if wanted { depth } else { 0 }))
    }
}

/// Tells the program how many addresses to take, in kernel and program: `struct stack_config`.
pub(super) fn set_most(object: &mut OpenObject, [kernel, user]: [u32; 2]) -> Result<()> {
    let map = object.maps_mut().find(|map| map.name().to_string_lossy().ends_with(".rodata.stack"));
    let mut map = map.context("the BPF object does not include lib/stack.bpf.h")?;
    let config = [user, kernel].map(|frames| (frames * 8).to_ne_bytes()).concat();
    map.set_initial_value(&config).context("configuring stacks")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_lies_about_its_stack_is_taken_apart() {
        let parts = |lens| {
            let parts = Parts::behind(b"path1234user", lens);
            (parts.rest, parts.kernel, parts.user)
        };
        assert_eq!(parts([4, 4]), (&b"path"[..], &b"1234"[..], &b"user"[..]));
        assert_eq!(parts([0, 0]), (&b"path1234user"[..], &b""[..], &b""[..]));
        assert_eq!(parts([u32::MAX, 4]), (&b""[..], &b"path1234"[..], &b"user"[..]));
        assert_eq!(parts([8, u32::MAX]), (&b""[..], &b""[..], &b"path1234user"[..]));
    }
}
