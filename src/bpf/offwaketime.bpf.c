// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* offwaketime: how long tasks are off the CPU, by the stack in which they left it and the one that woke them.
 */
#include "lib/offcpu.bpf.h"

SEC("tp_btf/sched_switch")
int BPF_PROG(switched, bool preempted, struct task_struct *prev, struct task_struct *next)
{
	struct off *off = offs_get((__u64)next);
	__u64 now = bpf_ktime_get_ns(), ns = offcpu_end(off, now), id;

	if (ns)
		offcpu_add(off->id, off->waker, ns);
	if (off)
		off->since = 0;
	if (offcpu_wanted(prev) && stack_of(ctx, TASK_PID(prev), TASK_TID(prev), &id))
		offcpu_begin(prev, id, now);
	return 0;
}

/* Not sched_wakeup, which can be told on the CPU of the task that wakes up. */
SEC("tp_btf/sched_waking")
int BPF_PROG(waking, struct task_struct *p)
{
	struct off *off = offs_get((__u64)p);
	__u64 who = current_pid_tid(), id;

	if (off && off->since && stack_of(ctx, who >> 32, who, &id))
		off->waker = id;
	return 0;
}
