// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* offwaketime: how long tasks are off the CPU, by the stack in which they left it and the one that woke them.
 */
#include "lib/away.bpf.h"

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
