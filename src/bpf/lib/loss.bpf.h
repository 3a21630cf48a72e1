/* What could not be told, counted by cause and per CPU. User space reads and never resets: the counts only
 * grow. */
#pragma once
#include "lib/core.bpf.h"

enum loss_cause {
	LOSS_RING,  /* the ring buffer was full: a row is missing */
	LOSS_MAP,   /* a map was full: something could not be remembered or summed */
	LOSS_FAULT, /* memory could not be read: a row lacks something */
	LOSS_CAUSES,
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, LOSS_CAUSES);
	__type(key, __u32);
	__type(value, __u64);
} loss SEC(".maps");

static __always_inline void lose_many(__u32 cause, __u64 many)
{
	__u64 *n = bpf_map_lookup_elem(&loss, &cause);

	if (n)
		__sync_fetch_and_add(n, many);
}

static __always_inline void lose(__u32 cause)
{
	lose_many(cause, 1);
}
