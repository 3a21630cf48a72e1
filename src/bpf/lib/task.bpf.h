/* Who did it: the first member of every event; `common::events::Task` is the other half. */
#pragma once
#include "lib/cgroup.bpf.h"
#include "lib/pid.bpf.h"

struct task {
	__u64 ktime;	 /* ns since boot, suspend included */
	__u64 cgroup_id; /* of the hierarchy that stands for tasks */
	__u32 pid;	 /* the process, and the thread, as the user sees them: see lib/pid.bpf.h */
	__u32 tid;
	__u32 ppid; /* 0 unless asked for, as is what follows where marked */
	__u32 uid;
	__u32 gid;
	__u32 netns;	/* if asked for */
	__u32 host_pid; /* the kernel's own tgid and pid */
	__u32 host_tid;
	char comm[COMM_LEN];
	char parent_comm[COMM_LEN]; /* if asked for */
};

/* Fills in the parent. Names change under us; 16 bytes are copied whatever they hold. */
static __always_inline void task_fill_parent(struct task *t, struct task_struct *p)
{
	struct task_struct *parent = BPF_CORE_READ(p, real_parent);

	t->ppid = task_pid(parent);
	bpf_core_read(t->parent_comm, COMM_LEN, &parent->comm);
}

/* Fills in what is told only if it is asked for. */
static __always_inline void task_fill_asked(struct task *t, struct task_struct *p)
{
	t->ppid = 0;
	t->parent_comm[0] = 0;
	if (frame.with_parent)
		task_fill_parent(t, p);
	t->netns = frame.with_netns ? BPF_CORE_READ(p, nsproxy, net_ns, ns.inum) : 0;
}

/* Describes the current task. */
static __always_inline void task_fill(struct task *t)
{
	__u64 host = bpf_get_current_pid_tgid(), id = frame.pidns ? current_pid_tid() : host;
	__u64 owner = bpf_get_current_uid_gid();

	t->ktime = bpf_ktime_get_boot_ns();
	t->cgroup_id = current_cgroup_id();
	t->pid = id >> 32;
	t->tid = id;
	t->host_pid = host >> 32;
	t->host_tid = host;
	t->uid = owner;
	t->gid = owner >> 32;
	bpf_get_current_comm(t->comm, sizeof(t->comm));
	task_fill_asked(t, (void *)bpf_get_current_task());
}

/* Describes `p`, which need not be the current task. */
static __always_inline void task_fill_of(struct task *t, struct task_struct *p)
{
	const struct cred *cred = BPF_CORE_READ(p, cred);

	t->ktime = bpf_ktime_get_boot_ns();
	t->cgroup_id = cgroup_id(task_cgroup(p));
	t->pid = task_pid(p);
	t->tid = task_tid(p);
	t->host_pid = BPF_CORE_READ(p, tgid);
	t->host_tid = BPF_CORE_READ(p, pid);
	t->uid = BPF_CORE_READ(cred, uid.val);
	t->gid = BPF_CORE_READ(cred, gid.val);
	bpf_core_read(t->comm, COMM_LEN, &p->comm);
	task_fill_asked(t, p);
}

/* The kernel's own number of the current thread, for keys. */
static __always_inline __u32 current_tid(void)
{
	return bpf_get_current_pid_tgid();
}
