/* Programs at functions that user space chooses before it loads them (`Opened::place`): by fentry and fexit
 * where the kernel tells the function's type, of modules since 5.11, and else by kprobes. */
#pragma once
#include "lib/core.bpf.h"
#include "kernel/ptregs.h"

/* Declares the programs at both ends of a function with so many arguments. They call role_begins(first, second,
 * third, by_kprobe), which must not read an argument that is not there, and role_ends(result). Ends stand
 * first, and so are attached first. */
#define PLACED(role, arguments)                                                                         \
	SEC("?fexit")                                                                                   \
	int role##_ends__fexit(__u64 *ctx)                                                              \
	{                                                                                               \
		return role##_ends(ctx[arguments]);                                                     \
	}                                                                                               \
	SEC("?fentry")                                                                                  \
	int role##_begins__fentry(__u64 *ctx)                                                           \
	{                                                                                               \
		return role##_begins(ctx[0], ctx[1], arguments > 2 ? ctx[2] : 0, false);                \
	}                                                                                               \
	SEC("?kretprobe")                                                                               \
	int role##_ends__kretprobe(struct pt_regs *ctx)                                                 \
	{                                                                                               \
		return role##_ends(PT_REGS_RC(ctx));                                                    \
	}                                                                                               \
	SEC("?kprobe")                                                                                  \
	int role##_begins__kprobe(struct pt_regs *ctx)                                                  \
	{                                                                                               \
		return role##_begins(PT_REGS_PARM1(ctx), PT_REGS_PARM2(ctx), PT_REGS_PARM3(ctx), true); \
	}
