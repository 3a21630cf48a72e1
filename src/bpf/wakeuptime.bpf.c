// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* wakeuptime: how long tasks slept, by the kernel's stack that woke them. */
#include "lib/offcpu.bpf.h"

SEC("tp_btf/sched_switch")
int BPF_PROG(switched, bool preempted, struct task_struct *prev, struct task_struct *next)
{
	struct off *off = offs_get((__u64)next);

	if (off)
		off->since = 0;
	if (offcpu_wanted(prev))
		offcpu_begin(prev, 0, bpf_ktime_get_ns());
	return 0;
}

/* Not sched_wakeup, which can be told on the CPU of the task that wakes up. */
SEC("tp_btf/sched_waking")
int BPF_PROG(waking, struct task_struct *p)
{
	struct off *off = offs_get((__u64)p);
	__u64 ns = offcpu_end(off, bpf_ktime_get_ns()), id, target;

	if (off)
		off->since = 0;
	if (ns && stack_of(ctx, 0, 0, &id) && stack_name(p->comm, &target))
		offcpu_add(p, id, target, ns);
	return 0;
}
