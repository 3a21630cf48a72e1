// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* profile: where a CPU was, every so often. */
#include "lib/filter.bpf.h"
#include "lib/stacks.bpf.h"
#include "kernel/ptregs.h"

const volatile bool include_idle;

SEC("perf_event")
int sampled(void *ctx)
{
	struct stack_sum *sum;
	__u64 id = bpf_get_current_pid_tgid(), stack;

	if (!id && !include_idle)
		return 0;
	if (!wanted())
		return 0;
	sum = stack_here(ctx, current_pid_tid() >> 32, 0, !sampled_program(ctx), 0, &stack);
	if (sum)
		__sync_fetch_and_add(&sum->count, 1);
	return 0;
}
