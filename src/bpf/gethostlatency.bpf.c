// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* gethostlatency: how long programs wait for the addresses of hosts. */
#define CALL_ARGS 1 /* the host */
#include "lib/calls.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/probe.bpf.h"
#include "lib/text.bpf.h"

#define HOST_LEN 256 /* names of hosts have at most 253 bytes */

struct host_event {
	struct task task;
	__u64 took;
	__u32 failed;
	__u32 unread; /* the host could not be read */
};
EXPORT(host_event);

struct record {
	struct host_event event;
	__u8 host[HOST_LEN];
};
SCRATCH(record, struct record)

static __always_inline int enter(struct pt_regs *ctx, __u64 id)
{
	/* Without a host it is asked for an address to listen on, which is at hand. */
	if (PT_REGS_PARM1(ctx) && wanted())
		call_begin(ctx, id);
	return 0;
}

static __always_inline int found(struct pt_regs *ctx, bool failed)
{
	struct record *r;
	struct call call;
	int len;

	if (!call_end(ctx, &call))
		return 0;
	r = record_take();
	if (!r)
		return 0; /* counted as lost */
	r->event.took = call.took;
	r->event.failed = failed;
	task_fill(&r->event.task);
	/* What the library has looked at by now is in memory. */
	len = text_read(r->host, HOST_LEN, (void *)call.args[0]);
	r->event.unread = len < 0;
	event_send(r, sizeof(r->event) + (len < 0 ? 0 : len & (HOST_LEN - 1)));
	record_free(r);
	return 0;
}

/* getaddrinfo gives 0 or the error, */
static __always_inline int leave(struct pt_regs *ctx, __u64 id)
{
	return found(ctx, (int)PT_REGS_RC(ctx));
}

/* the older functions an answer or NULL. */
static __always_inline int leave_older(struct pt_regs *ctx, __u64 id)
{
	return found(ctx, !PT_REGS_RC(ctx));
}

PROBES(enter)
PROBES(leave)
PROBES(leave_older)
