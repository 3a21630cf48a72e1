// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* funclatency: how long calls of functions take. */
#include "lib/hist.bpf.h"
#include "lib/timed_calls.bpf.h"

static __always_inline int leave(struct pt_regs *ctx, __u64 id)
{
	struct hist_key key = {};
	struct call call;

	if (!call_end(ctx, &call))
		return 0;
	key.id[0] = call.id;
	key.cgroup_id = told_cgroup_id();
	hist_add(&key, call.took, NULL);
	return 0;
}

PROBES(leave)
