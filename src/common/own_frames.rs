//! The innermost frames of a stack of the kernel in which the program stood that took it: none of what is traced.

use super::stack::Frame;

/// Where modules lie on x86-64, and BPF programs (`MODULES_VADDR`): the innermost frames of a stack that are there are
/// the tracing itself, since no module calls it. Elsewhere names tell.
const MODULES: u64 = if cfg!(target_arch = "x86_64") { 0xffff_ffff_c000_0000 } else { u64::MAX };

/// Whether an address is of the tracing by where it lies, if it is among the innermost: of a program that was called by the
/// kernel itself, from a trampoline or a tracepoint.
#[must_use]
pub fn is_own_address(address: u64) -> bool {
    address >= MODULES
}

/// Whether a frame is of tracing, ours or others'.
fn is_own(frame: &Frame) -> bool {
    // Of the last three, one is what a trampoline seems to be that is gone when it is looked for, and two are where functions
    // return to whose end is traced: before 5.15 a stack ends there.
    const BEGINNINGS: [&str; 7] = [
        "bpf_",
        "__bpf_",
        "__traceiter_",
        "__probestub_",
        "ftrace_trampoline",
        "kretprobe_trampoline",
        "arch_rethook_trampoline",
    ];
    frame.symbol.as_deref().is_some_and(|name| BEGINNINGS.iter().any(|beginning| name.starts_with(beginning)))
}

/// How many of a stack's innermost frames are the tracing itself. Farther out it stands as well, where the end of a
/// function is traced that has not ended: what is before is none of it.
#[must_use]
pub fn count<'f>(frames: impl Iterator<Item = &'f Frame> + Clone) -> usize {
    let own = frames.clone().take_while(|frame| is_own(frame)).count();
    // A trampoline has lost its name when it is looked for at the end.
    let nameless = frames.skip(own).take_while(|frame| own > 0 && frame.symbol.is_none());
    own + nameless.count()
}

/// The stack without the tracing, wherever it stands. A function whose end is traced calls it at its own beginning, which is
/// one frame more of the same function.
#[must_use]
pub fn without(mut frames: Vec<Frame>) -> Vec<Frame> {
    frames.drain(..count(frames.iter()));
    let mut kept: Vec<Frame> = Vec::with_capacity(frames.len());
    // A trampoline may be too new to have a name: then it is known by what is around it.
    let (mut nameless, mut is_behind_own) = (Vec::new(), false);
    for frame in frames {
        if is_own(&frame) {
            is_behind_own = true;
        } else if frame.symbol.is_none() {
            nameless.push(frame);
        } else {
            let is_behind = std::mem::take(&mut is_behind_own) || !nameless.is_empty();
            if is_behind && kept.last().is_some_and(|last| last.symbol == frame.symbol) {
                nameless.clear();
            } else {
                kept.append(&mut nameless);
                kept.push(frame);
            }
        }
    }
    kept.append(&mut nameless);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(names: &[&str]) -> Vec<Frame> {
        let symbol = |name: &&str| Some(*name).filter(|name| !name.is_empty()).map(Into::into);
        names.iter().map(|name| Frame { symbol: symbol(name), ..Frame::default() }).collect()
    }

    #[test]
    fn what_is_traced_stays() {
        let count = |names: &[&str]| count(frames(names).iter());
        let all = ["bpf_trace_run3", "kfree_skb", "tcp_rcv", "bpf_trampoline_1", "tcp_rcv", "tcp_rcv", "ip_rcv"];
        let left: Vec<_> = without(frames(&all)).into_iter().filter_map(|frame| frame.symbol).collect();
        assert_eq!(left, ["kfree_skb", "tcp_rcv", "tcp_rcv", "ip_rcv"].map(Into::into));
        let left = without(frames(&["tcp_rcv", "ftrace_trampoline", "tcp_rcv", "ip_rcv"]));
        assert_eq!(left, frames(&["tcp_rcv", "ip_rcv"]));
        let left = without(frames(&["tcp_rcv", "", "tcp_rcv", "", "ip_rcv", ""]));
        assert_eq!(left, frames(&["tcp_rcv", "", "ip_rcv", ""]));
        assert_eq!(
            count(&["bpf_trace_run3", "__traceiter_kfree_skb", "", "kfree_skb", "tcp_rcv", "bpf_trampoline_1"]),
            3
        );
        assert_eq!(count(&["kfree_skb", "tcp_rcv_established", "bpf_trampoline_1", "tcp_v4_do_rcv"]), 0);
        assert_eq!(count(&["", "", "do_syscall_64"]), 0);
    }
}
