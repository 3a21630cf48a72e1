//! What every BPF program is told before it is loaded: the Rust half of `src/bpf/lib/frame.bpf.h`.

/// Patterns of names that one program can hold.
pub const MAX_COMMS: usize = 16;

/// The bytes of a task's name, NUL included.
pub const COMM_LEN: usize = 16;

/// `struct frame` of `lib/frame.bpf.h`, byte for byte; [`skel!`](crate::common::skel) compares the two.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Frame {
    /// Bytes in the ring buffer at which the reader is woken at once.
    pub wake_at: u64,
    /// The tracer's own process, which is never an event.
    pub own_pid: u32,
    /// Bit l: a wanted cgroup lies at level l.
    pub cgroup_levels: u32,
    /// Number of the hierarchy whose cgroups stand for tasks; 0 is the unified one.
    pub hierarchy: u32,
    /// Inode number of the PID namespace whose numbers users give and are told; 0 is the first one.
    pub pidns: u32,
    /// COMMAND's process, where that is not the first one.
    pub command: u32,
    /// Whose hierarchy that is, if it is another: see [`Controller`].
    pub controller: u8,
    /// What becomes of containers: `enum containers`.
    pub containers: u8,
    /// Whether `filter_ids` holds network namespaces.
    pub by_netns: u8,
    /// Whether `filter_ids` holds mount namespaces.
    pub by_mntns: u8,
    /// Whether `filter_ids` holds process ids.
    pub by_pid: u8,
    /// Whether `filter_ids` holds thread ids.
    pub by_tid: u8,
    /// Whether `filter_ids` holds parents' process ids.
    pub by_ppid: u8,
    /// Whether `filter_ids` holds user ids.
    pub by_uid: u8,
    /// Whether only COMMAND and its children are traced.
    pub by_tree: u8,
    /// Events carry the parent's pid and name.
    pub with_parent: u8,
    /// Events carry the network namespace.
    pub with_netns: u8,
    /// Patterns in use.
    pub nr_comms: u8,
    /// Whether a name must contain `comm_part`.
    pub by_comm_part: u8,
    /// Sums are counted for each cgroup.
    pub by_cgroup: u8,
    /// Nothing.
    pub unused: [u8; 6],
    /// Bytes that a name must contain, anywhere.
    pub comm_part: CommPattern,
    /// A name must match one of these, if there are any.
    pub comms: [CommPattern; MAX_COMMS],
}

/// The bytes of a name, and those bits of them that count: all of them for a whole name, fewer for a prefix.
#[repr(C)]
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct CommPattern {
    /// The name.
    pub bytes: [u8; COMM_LEN],
    /// 0xff for each byte that counts.
    pub mask: [u8; COMM_LEN],
}

impl CommPattern {
    /// A whole name, or with a trailing `*` a prefix. The kernel keeps 15 bytes of a name, so no more are compared.
    #[must_use]
    pub fn new(pattern: &[u8]) -> Self {
        let mut this = Self::default();
        let (name, whole) = pattern.strip_suffix(b"*").map_or((pattern, true), |prefix| (prefix, false));
        let len = name.len().min(COMM_LEN - 1);
        for (i, byte) in name.iter().take(len).enumerate() {
            (this.bytes[i], this.mask[i]) = (*byte, 0xff);
        }
        if whole {
            this.mask[len] = 0xff; // and the NUL that ends it
        }
        this
    }
}

impl CommPattern {
    /// Only what stands there counts, not where it ends.
    #[must_use]
    pub fn part(text: &[u8]) -> Self {
        Self::new(&[text, b"*"].concat())
    }
}

impl Frame {
    /// The bytes to put into the `.rodata.frame` map.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        // SAFETY: plain C data without padding (asserted below), read only as long as `self` lives.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).cast(), size_of::<Self>()) }
    }
}

const _: () = assert!(size_of::<Frame>() == 8 + 5 * 4 + 14 + 6 + (1 + MAX_COMMS) * 32, "no padding");

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, name: &str) -> bool {
        let mut comm = [0; COMM_LEN];
        comm[..name.len()].copy_from_slice(name.as_bytes());
        let p = CommPattern::new(pattern.as_bytes());
        (0..COMM_LEN).all(|i| (comm[i] ^ p.bytes[i]) & p.mask[i] == 0)
    }

    #[test]
    fn a_part_is_what_stands_there() {
        let part = CommPattern::part(b"gin");
        assert_eq!((&part.bytes[..4], &part.mask[..4]), (&b"gin\0"[..], &[0xff, 0xff, 0xff, 0][..]));
    }

    #[test]
    fn names_match_whole_or_by_prefix() {
        assert!(matches("nginx", "nginx"));
        assert!(!matches("nginx", "nginx2") && !matches("nginx", "ngin"));
        assert!(matches("nginx*", "nginx") && matches("nginx*", "nginx-worker") && matches("*", ""));
        assert!(matches("a-name-of-fifteen-bytes-and-more", "a-name-of-fifte"));
    }
}
