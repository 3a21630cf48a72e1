// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* cpudist: how long tasks keep a CPU, or how long they are off it. */
#include "lib/since.bpf.h"
#include "lib/task_hist.bpf.h"

const volatile bool off_cpu;

SEC("tp_btf/sched_switch")
int BPF_PROG(switched, bool preempted, struct task_struct *prev, struct task_struct *next)
{
	struct task_struct *from = off_cpu ? next : prev, *to = off_cpu ? prev : next;
	__u64 now = bpf_ktime_get_ns(), took;

	if (from->pid && since_ends(from, now, &took)) /* the idle task is not told */
		task_hist_add(from, took);
	if (to->pid)
		since_begins(to, now);
	return 0;
}
