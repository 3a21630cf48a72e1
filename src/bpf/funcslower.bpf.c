// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* funcslower: calls of functions that take long, each with what it was called with and what it gave. */
#define CALL_ARGS 6
#include "lib/events.bpf.h"
#include "lib/scratch.bpf.h"
#include "lib/stack.bpf.h"
#include "lib/task.bpf.h"
#include "lib/timed_calls.bpf.h"

struct slow_event {
	struct task task;
	__u64 took;
	__u64 id; /* of the function */
	__u64 result;
	__u64 args[CALL_ARGS];
	__u64 nr_args; /* how many of them are asked for */
	struct stack_sizes stack;
	/* the stack follows */
};
EXPORT(slow_event);

struct record {
	struct slow_event event;
	__u8 stack[2 * STACK_SIZE];
};
SCRATCH(record, struct record)

const volatile __u64 least; /* ns */
const volatile __u32 nr_args = CALL_ARGS;

static __always_inline int leave(struct pt_regs *ctx, __u64 id)
{
	struct record *r;
	struct call call;

	if (!call_end(ctx, &call) || call.took < least)
		return 0;
	r = record_take();
	if (!r)
		return 0; /* counted as lost */
	task_fill(&r->event.task);
	r->event.took = call.took;
	r->event.id = call.id;
	r->event.result = PT_REGS_RC(ctx);
	r->event.nr_args = nr_args;
	__builtin_memcpy(r->event.args, call.args, sizeof(call.args));
	event_send(r, sizeof(r->event) + stack_append(ctx, r->stack, &r->event.stack));
	record_free(r);
	return 0;
}

PROBES(leave)
