/* Stacks: the addresses alone; user space finds their names. */
#pragma once
#include "lib/core.bpf.h"

#define STACK_SIZE 1024 /* 127 addresses: as many as kernel.perf_event_max_stack lets the kernel collect */

/* Writes where the current task is in user space, innermost first, to STACK_SIZE bytes. Returns how many it
 * took: none for a task of the kernel. */
static __always_inline __u32 stack_user(void *ctx, void *to)
{
	long n = bpf_get_stack(ctx, to, STACK_SIZE, BPF_F_USER_STACK);

	return n > 0 ? n & (STACK_SIZE - 1) : 0;
}
