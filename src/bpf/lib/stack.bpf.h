/* Stacks: the addresses alone; user space finds their names. `common::row_stacks` is the other half for events
 * that carry them, lib/stacks.bpf.h counts by them. */
#pragma once
#include "lib/core.bpf.h"
#include "lib/kernel_names.bpf.h"

#define STACK_SIZE 1024 /* 127 addresses: as many as kernel.perf_event_max_stack lets the kernel collect */
#define FEW_FRAMES 256	/* bytes that most stacks fit into */

/* Most bytes of addresses that are taken: 0, or 8 to 1016 by 8. */
struct stack_config {
	__u32 user;
	__u32 kernel;
};

const volatile struct stack_config stack_most SEC(".rodata.stack") = {};

/* How many bytes of addresses follow: of the kernel, innermost first, then of the program. */
struct stack_sizes {
	__u32 kernel;
	__u32 user;
};

/* Writes at most `most` bytes of addresses and says how many. The helper clears what it does not fill, which
 * for most stacks costs more than all else: so it is asked for few at first. */
static __always_inline __u32 stack_read(void *ctx, void *to, __u32 most, __u64 flags)
{
	long n = bpf_get_stack(ctx, to, most < FEW_FRAMES ? most : FEW_FRAMES, flags);

	if (n >= FEW_FRAMES && most > FEW_FRAMES)
		n = bpf_get_stack(ctx, to, most, flags);
	return n > 0 ? n & (STACK_SIZE - 8) : 0;
}

/* Writes the current task's stack to `to`, where there is room for 2 * STACK_SIZE bytes. Not in the kernel:
 * there is nothing to see of it. As many of the kernel's innermost frames as `skip` says, at most 255, are left
 * out. */
static __always_inline void stack_write(void *ctx, void *to, struct stack_sizes *sizes, bool in_kernel,
					__u64 skip)
{
	__u32 kernel = 0, user = 0;

	if (stack_most.kernel && in_kernel)
		kernel = stack_read(ctx, to, stack_most.kernel, skip);
	if (stack_most.user)
		user = stack_read(ctx, to + (kernel & (STACK_SIZE - 8)), stack_most.user, BPF_F_USER_STACK);
	sizes->kernel = kernel;
	sizes->user = user;
}

/* The same behind an event, as its last part. Returns how many bytes that are. */
static __always_inline __u32 stack_append(void *ctx, void *to, struct stack_sizes *sizes)
{
	stack_write(ctx, to, sizes, true, 0);
	return (sizes->kernel & (STACK_SIZE - 8)) + (sizes->user & (STACK_SIZE - 8));
}
