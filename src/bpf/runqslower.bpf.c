// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* runqslower: each wait for a CPU that was long, and who had the CPU until then. */
#include "lib/events.bpf.h"
#include "lib/runq.bpf.h"
#include "lib/task.bpf.h"

struct wait_event {
	struct task task;
	__u64 waited;
	__u32 prev_tid; /* 0: the idle task */
	__u32 cpu;
	__u8 prev_comm[COMM_LEN];
};
EXPORT(wait_event);

const volatile __u64 least; /* ns */

static __always_inline void ran(struct task_struct *p, __u64 waited, struct task_struct *prev)
{
	struct wait_event e = {.waited = waited};

	if (waited < least)
		return;
	task_fill_of(&e.task, p);
	e.prev_tid = TASK_TID(prev);
	e.cpu = bpf_get_smp_processor_id();
	bpf_core_read(e.prev_comm, COMM_LEN, &prev->comm);
	event_send(&e, sizeof(e));
}
