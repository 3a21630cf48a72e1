/* Caches of kernel objects. */
#pragma once
#include "kernel/uapi.h"

struct kmem_cache {
	unsigned int size; /* of an object with what the allocator keeps beside it */
	const char *name;
} __attribute__((preserve_access_index));

/* What the tracepoint kmem_cache_alloc writes; before 6.1 it was the same as of kmalloc. */
struct trace_event_raw_kmem_cache_alloc___since_6_1 {
	unsigned long bytes_alloc;
} __attribute__((preserve_access_index));

/* How many bytes an object takes, from the third and fourth argument of the tracepoint: they were those asked
 * for and taken, and are the cache and flags since 6.1 (2c1d697fb8ba). */
static __always_inline __u64 cache_alloc_bytes(__u64 third, __u64 fourth)
{
	if (bpf_core_field_exists(struct trace_event_raw_kmem_cache_alloc___since_6_1, bytes_alloc))
		return BPF_CORE_READ((struct kmem_cache *)third, size);
	return fourth;
}
