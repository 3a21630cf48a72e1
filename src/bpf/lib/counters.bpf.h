/* Counts of what happens, whoever does it: `common::counters` reads them every interval and subtracts. They
 * only grow, so that nothing is counted twice or not at all. */
#pragma once
#include "lib/sums.bpf.h"

/* Declares the map `counters` of a struct of 64-bit counts, and counters_get(), those of this CPU. Add by
 * __sync_fetch_and_add: another program can come in between. */
#define COUNTERS(counts_t)                                         \
	EXPORT(counts_t);                                          \
	struct {                                                   \
		__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);           \
		__uint(max_entries, 1);                            \
		__type(key, __u32);                                \
		__type(value, struct counts_t);                    \
	} counters SEC(".maps");                                   \
	static __always_inline struct counts_t *counters_get(void) \
	{                                                          \
		__u32 zero = 0;                                    \
                                                                   \
		return bpf_map_lookup_elem(&counters, &zero);      \
	}

struct counter_key {
	__u64 cgroup_id;
};

/* The same, and counters_of(), those of a cgroup, by its id as of told_group_id(). They are sums then, and
 * begin with the first event, so it is asked for them when that is known to count. counters_of_task() is of the
 * current task's. */
#define GROUPED_COUNTERS(counts_t)                                                             \
	COUNTERS(counts_t)                                                                     \
	SUMS(grouped_counts, struct counter_key, struct counts_t, MAX_SUMS)                    \
	static __always_inline struct counts_t *counters_of(__u64 cgroup_id)                   \
	{                                                                                      \
		struct counter_key key = {cgroup_id};                                          \
		struct counts_t none = {};                                                     \
                                                                                               \
		if (keys_have_groups() && (frame.by_cgroup || cgroup_id))                      \
			return grouped_counts_at(&key, &none);                                 \
		return counters_get();                                                         \
	}                                                                                      \
	static __always_inline __attribute__((unused)) struct counts_t *counters_of_task(void) \
	{                                                                                      \
		return counters_of(told_cgroup_id());                                          \
	}
