/* Waits for a CPU: from when a task could run until it ran, after a wake-up, a fork, or being preempted. A
 * program that includes this has a function ran(), which is called when a wanted task gets a CPU that it had
 * waited for; `prev` had it before. */
#pragma once
#include "lib/since.bpf.h"

static __always_inline void ran(struct task_struct *p, __u64 waited, struct task_struct *prev);

SEC("tp_btf/sched_switch")
int BPF_PROG(switched, bool preempted, struct task_struct *prev, struct task_struct *next)
{
	__u64 now = bpf_ktime_get_ns(), waited;

	/* preempted on its way to sleep, a task is no longer TASK_RUNNING and still waits for the CPU */
	if (prev->pid && (preempted || task_runnable(prev)))
		since_begins(prev, now);
	if (next->pid && since_ends(next, now, &waited)) /* the idle task waits for nothing */
		ran(next, waited, prev);
	return 0;
}

SEC("tp_btf/sched_wakeup")
int BPF_PROG(woken, struct task_struct *p)
{
	since_begins(p, bpf_ktime_get_ns());
	return 0;
}

SEC("tp_btf/sched_wakeup_new")
int BPF_PROG(born, struct task_struct *p)
{
	since_begins(p, bpf_ktime_get_ns());
	return 0;
}
