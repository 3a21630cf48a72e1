/* Programs at places that the user names, one or thousands; `common::probes` is the other half. */
#pragma once
#include "lib/core.bpf.h"

/* Which place this is. Where the kernel puts one program at many places it is the cookie; elsewhere each place
 * has its own copy of the program, into which user space writes the number in the place of this constant: 5.10
 * has no cookies. */
static __always_inline __u64 probe_id(void)
{
	__u64 id;

	asm volatile("%0 = 0x70726f6265626f78 ll" : "=r"(id));
	return id;
}

/* Declares the programs of a role, which call `role(struct pt_regs *ctx, __u64 id)`. */
#define PROBES(role)                                         \
	SEC("?kprobe")                                       \
	int role##__one(struct pt_regs *ctx)                 \
	{                                                    \
		return role(ctx, probe_id());                \
	}                                                    \
	SEC("?kprobe.multi")                                 \
	int role##__many(struct pt_regs *ctx)                \
	{                                                    \
		return role(ctx, bpf_get_attach_cookie(ctx)); \
	}                                                    \
	SEC("?uprobe.multi")                                 \
	int role##__umany(struct pt_regs *ctx)               \
	{                                                    \
		return role(ctx, bpf_get_attach_cookie(ctx)); \
	}

/* The same for tracepoints, where ctx is the event. */
#define PROBES_TRACEPOINT(role)               \
	SEC("?tracepoint")                         \
	int role##__event(struct pt_regs *ctx) \
	{                                     \
		return role(ctx, probe_id()); \
	}
