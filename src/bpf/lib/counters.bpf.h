/* Counts of what happens, whoever does it: `common::counters` reads them every interval and subtracts. They
 * only grow, so that nothing is counted twice or not at all. */
#pragma once
#include "lib/core.bpf.h"

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
