// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* funccount: how often functions are called. */
#include "lib/filter.bpf.h"
#include "lib/probe.bpf.h"
#include "lib/sums.bpf.h"

struct call_key {
	__u64 cgroup_id; /* as told_cgroup_id() */
	__u64 id;
};

struct calls {
	__u64 count;
};

const volatile __s32 only_cpu = -1;

SUMS(called, struct call_key, struct calls, MAX_SUMS)

static __always_inline int count(void *ctx, __u64 id)
{
	struct call_key key = {.id = id};
	struct calls *calls, none = {};

	if (!wanted() || (only_cpu >= 0 && bpf_get_smp_processor_id() != only_cpu))
		return 0;
	key.cgroup_id = told_cgroup_id();
	calls = called_at(&key, &none);
	if (calls)
		__sync_fetch_and_add(&calls->count, 1);
	return 0;
}

PROBES(count)
PROBES_TRACEPOINT(count)
