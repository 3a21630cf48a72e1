//! What the BPF side hands over: the header that every record begins with.

/// The task that caused an event: `struct task` of `src/bpf/lib/task.bpf.h`, the first member of every record.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Task {
    /// Nanoseconds since boot, suspend included (`bpf_ktime_get_boot_ns`).
    pub ktime: u64,
    /// Cgroup v2 id.
    pub cgroup_id: u64,
    /// Process.
    pub pid: u32,
    /// Thread.
    pub tid: u32,
    /// Parent process.
    pub ppid: u32,
    /// Effective user.
    pub uid: u32,
    /// Effective group.
    pub gid: u32,
    /// Inode number of the network namespace.
    pub netns: u32,
    /// Process, as the first PID namespace numbers it.
    pub host_pid: u32,
    /// Thread, as the first PID namespace numbers it.
    pub host_tid: u32,
    /// Name of the thread, NUL-terminated.
    pub comm: [u8; 16],
    /// Name of the parent's main thread, NUL-terminated.
    pub parent_comm: [u8; 16],
}

impl Task {
    /// No task, at no time: of rows that are about none.
    pub const NOBODY: Self = Self {
        ktime: 0,
        cgroup_id: 0,
        pid: 0,
        tid: 0,
        ppid: 0,
        uid: 0,
        gid: 0,
        netns: 0,
        host_pid: 0,
        host_tid: 0,
        comm: [0; 16],
        parent_comm: [0; 16],
    };
}

// SAFETY: plain C data: integers and byte arrays without padding, valid for every bit pattern.
unsafe impl plain::Plain for Task {}
