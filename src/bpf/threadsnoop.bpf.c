// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* threadsnoop: threads that programs start, and with which function. */
#include "lib/events.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/probe.bpf.h"
#include "lib/task.bpf.h"
#include "kernel/ptregs.h"

struct thread_event {
	struct task task;
	__u8 function[8]; /* its address */
};
EXPORT(thread_event);

/* pthread_create(thread, attributes, function, argument) */
static __always_inline int started(struct pt_regs *ctx, __u64 id)
{
	struct thread_event e = {};

	if (!wanted())
		return 0;
	task_fill(&e.task);
	*(__u64 *)e.function = PT_REGS_PARM3(ctx);
	event_send(&e, sizeof(e));
	return 0;
}

PROBES(started)
