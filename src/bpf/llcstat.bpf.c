// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* llcstat: who uses the last cache before memory, and how often in vain. A sample stands for all that was
 * counted since the one before. */
#include "lib/filter.bpf.h"
#include "lib/sums.bpf.h"

struct cache_key {
	__u64 cgroup_id; /* as told_cgroup_id() */
	__u32 pid;
	__u32 tid; /* 0 unless threads are told apart */
	__u32 cpu;
	__u32 unused;
};

struct cache_use {
	__u64 references;
	__u64 misses;
	__u8 comm[COMM_LEN];
};

SUMS(cache_uses, struct cache_key, struct cache_use, MAX_SUMS)

const volatile __u64 period;
const volatile bool per_thread;

static __always_inline struct cache_use *current_use(void)
{
	__u64 id = current_pid_tid();
	struct cache_key key = {
		.cgroup_id = told_cgroup_id(), .pid = id >> 32, .cpu = bpf_get_smp_processor_id()};
	struct cache_use *use, first = {};

	if (!wanted())
		return NULL;
	if (per_thread)
		key.tid = id;
	use = cache_uses_get(&key);
	if (use)
		return use;
	bpf_get_current_comm(first.comm, sizeof(first.comm));
	return cache_uses_new(&key, &first);
}

SEC("perf_event")
int referenced(void *ctx)
{
	struct cache_use *use = current_use();

	if (use)
		__sync_fetch_and_add(&use->references, period);
	return 0;
}

SEC("perf_event")
int missed(void *ctx)
{
	struct cache_use *use = current_use();

	if (use)
		__sync_fetch_and_add(&use->misses, period);
	return 0;
}
