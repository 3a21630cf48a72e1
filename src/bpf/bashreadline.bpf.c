// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* bashreadline: the lines that are typed into shells. */
#include "lib/filter.bpf.h"
#include "lib/probe.bpf.h"
#include "lib/text.bpf.h"
#include "kernel/ptregs.h"

#define LINE_LEN 4096

struct line_event {
	struct task task;
	__u32 unread; /* the line could not be read */
	__u32 cut;    /* it is longer */
};
EXPORT(line_event);

struct record {
	struct line_event event;
	__u8 line[LINE_LEN];
};
SCRATCH(record, struct record)

static __always_inline int typed(struct pt_regs *ctx, __u64 id)
{
	const void *line = (void *)PT_REGS_RC(ctx);
	struct record *r;
	int len;

	if (!line || !wanted()) /* NULL: the end of the input */
		return 0;
	r = record_take();
	if (!r)
		return 0; /* counted as lost */
	task_fill(&r->event.task);
	len = text_read(r->line, LINE_LEN, line);
	r->event.unread = len < 0;
	r->event.cut = len == LINE_LEN - 1;
	event_send(r, sizeof(r->event) + (len < 0 ? 0 : len & (LINE_LEN - 1)));
	record_free(r);
	return 0;
}

PROBES(typed)
