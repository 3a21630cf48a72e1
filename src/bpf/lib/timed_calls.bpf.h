/* Calls of the functions that were asked for, from their beginning on. A program that includes this has a
 * function leave() and places it: PROBES(leave). */
#pragma once
#include "lib/calls.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/probe.bpf.h"

static __always_inline int enter(struct pt_regs *ctx, __u64 id)
{
	if (wanted())
		call_begin(ctx, id);
	return 0;
}

PROBES(enter)
