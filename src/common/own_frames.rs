//! The innermost frames of a stack of the kernel in which the program stood that took it: none of what is traced.

use super::stack::Frame;

/// Where modules lie on x86-64, and BPF programs (`MODULES_VADDR`): the innermost frames of a stack that are there are
/// the tracing itself, since no module calls it. Elsewhere names tell.
const MODULES: u64 = if cfg!(target_arch = "x86_64") { 0xffff_ffff_c000_0000 } else { u64::MAX };
/// How deep in a stack the tracing itself can stand.
const MAX_OWN: usize = 12;

/// The addresses of a stack without those that are the tracing's by where they lie: of a program that was called by the
/// kernel itself, from a trampoline or a tracepoint.
pub fn skip(addresses: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    addresses.skip_while(|address| *address >= MODULES)
}

/// How many of a stack's innermost frames are the tracing itself.
#[must_use]
pub fn count(frames: &[Frame]) -> usize {
    const BEGINNINGS: [&str; 4] = ["bpf_", "__bpf_", "__traceiter_", "__probestub_"];
    let is_own = |frame: &Frame| {
        frame.symbol.as_deref().is_some_and(|name| BEGINNINGS.iter().any(|beginning| name.starts_with(beginning)))
    };
    let last = frames.iter().take(MAX_OWN).rposition(is_own);
    // A trampoline has lost its name when it is looked for at the end.
    let nameless = |after: &[Frame]| after.iter().take_while(|frame| frame.symbol.is_none()).count();
    last.map_or(0, |last| last + 1 + frames.get(last + 1..).map_or(0, nameless))
}
