// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* stackcount: by which stacks functions and tracepoints are passed. */
#include "lib/filter.bpf.h"
#include "lib/probe.bpf.h"
#include "lib/probe_stack.bpf.h"

const volatile __s32 only_cpu = -1;
const volatile bool by_process;

/* All places are counted as one: the innermost frame tells which it is. */
static __always_inline int count(void *ctx, __u64 id)
{
	struct stack_sum *sum;
	__u64 stack;

	if (!wanted() || (only_cpu >= 0 && bpf_get_smp_processor_id() != only_cpu))
		return 0;
	sum = probe_stack(ctx, by_process, &stack);
	if (sum)
		__sync_fetch_and_add(&sum->count, 1);
	return 0;
}

PROBES(count)
PROBES_TRACEPOINT(count)
