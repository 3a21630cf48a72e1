/* Tasks that are off the CPU: since when, in which stack they left it, and what woke them. `common::offcpu` is
 * the other half. */
#pragma once
#include "lib/filter.bpf.h"
#include "lib/inflight.bpf.h"
#include "lib/stacks.bpf.h"

struct offcpu_config {
	__u64 least; /* ns off the CPU that count */
	__u64 most;
	__u32 by_state;
	__u32 state; /* in which state tasks must leave it, if by_state */
	__u32 only_user;
	__u32 only_kernel;
	__u32 stack_first; /* the stack is taken before the tracepoint, at a kprobe */
	__u32 unused;
};

const volatile struct offcpu_config offcpu SEC(".rodata.offcpu") = {};

struct off {
	__u64 since; /* 0: on the CPU */
	__u64 id;    /* the stack in which it left the CPU */
	__u64 waker; /* the stack that woke it */
};

/* An entry stays as long as its task: two lookups are half the price of an insertion and a deletion. The task's
 * address cannot come back before sched_process_free, its number can. */
INFLIGHT(offs, __u64, struct off)

/* True if it counts when `p`, the current task, leaves the CPU: a thread with this number of the kernel's, of a
 * process with that number of the user's. The idle task, whose number is 0, never does. */
static __always_inline bool offcpu_counts(struct task_struct *p, __u32 tid, __u32 pid)
{
	if (!tid || pid == frame.own_pid)
		return false;
	if (offcpu.only_user && BPF_CORE_READ(p, flags) & PF_KTHREAD)
		return false;
	if (offcpu.only_kernel && !(BPF_CORE_READ(p, flags) & PF_KTHREAD))
		return false;
	if (offcpu.by_state && task_state(p) != offcpu.state)
		return false;
	return wanted_task(p);
}

/* The same of a program's typed argument. */
static __always_inline bool offcpu_wanted(struct task_struct *p)
{
	return offcpu_counts(p, p->pid, TASK_PID(p));
}

static __always_inline void offcpu_begin(struct task_struct *p, __u64 id, __u64 now)
{
	struct off *known = offs_get((__u64)p), fresh = {.since = now, .id = id};

	if (known)
		*known = fresh;
	else
		offs_put((__u64)p, &fresh);
}

/* How long `p` has been off the CPU, or 0 if that does not count. What is told in `off` stays for the caller.
 */
static __always_inline __u64 offcpu_end(const struct off *off, __u64 now)
{
	__u64 ns;

	if (!off || !off->since)
		return 0;
	ns = now - off->since;
	return ns >= offcpu.least && ns <= offcpu.most ? ns : 0;
}

/* Adds a time of `p` to a stack, or to a pair. */
static __always_inline void offcpu_add(struct task_struct *p, __u64 id, __u64 other, __u64 ns)
{
	struct stack_key key = {.id = id, .other = other};
	struct stack_sum *sum, zero = {};

	if (keys_have_groups())
		key.cgroup_id = told_id_of(task_cgroup(p));
	sum = stack_sums_get(&key);
	if (!sum)
		sum = stack_sums_new(&key, &zero);
	if (!sum)
		return; /* counted as lost */
	__sync_fetch_and_add(&sum->count, 1);
	__sync_fetch_and_add(&sum->ns, ns);
}

SEC("tp_btf/sched_process_free")
int BPF_PROG(freed, struct task_struct *p)
{
	offs_drop((__u64)p);
	return 0;
}
