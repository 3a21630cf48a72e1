// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* slabratetop: objects that are taken out of the kernel's caches, summed by cache. The functions got their
 * suffix in 6.10 (7bd230a26648); kmalloc() has caches of its own, and comes by none of them. */
#include "lib/filter.bpf.h"
#include "lib/sums.bpf.h"
#include "kernel/slab.h"

#define CACHE_NAME_LEN 32

struct cache_key {
	__u64 cgroup_id; /* as told_cgroup_id() */
	__u64 cache;
};
EXPORT(cache_key);

struct cache_total {
	__u64 count;
	__u64 bytes;
	__u8 name[CACHE_NAME_LEN];
};
EXPORT(cache_total);

SUMS(caches, struct cache_key, struct cache_total, 1024)

static __always_inline int taken(struct kmem_cache *cache, __u64 count)
{
	struct cache_key key = {told_cgroup_id(), (__u64)cache};
	struct cache_total *total;

	if (!count || !wanted())
		return 0;
	total = caches_get(&key);
	if (!total) {
		struct cache_total first = {};

		if (bpf_probe_read_kernel_str(first.name, sizeof(first.name), cache->name) < 0)
			lose(LOSS_FAULT);
		total = caches_new(&key, &first);
		if (!total)
			return 0;
	}
	__sync_fetch_and_add(&total->count, count);
	__sync_fetch_and_add(&total->bytes, count * cache->size);
	return 0;
}

SEC("?fexit/kmem_cache_alloc_noprof")
int BPF_PROG(alloc__noprof__args2, struct kmem_cache *cache, int flags, void *object)
{
	return taken(cache, object ? 1 : 0);
}

SEC("?fexit/kmem_cache_alloc")
int BPF_PROG(alloc__args2, struct kmem_cache *cache, int flags, void *object)
{
	return taken(cache, object ? 1 : 0);
}

SEC("?fexit/kmem_cache_alloc_node_noprof")
int BPF_PROG(node__noprof__args3, struct kmem_cache *cache, int flags, int node, void *object)
{
	return taken(cache, object ? 1 : 0);
}

SEC("?fexit/kmem_cache_alloc_node")
int BPF_PROG(node__args3, struct kmem_cache *cache, int flags, int node, void *object)
{
	return taken(cache, object ? 1 : 0);
}

/* since 5.18 (88f2ef73fd66): what lists of least recently used objects will hold */
SEC("?fexit/kmem_cache_alloc_lru_noprof")
int BPF_PROG(maybe_lru__noprof__args3, struct kmem_cache *cache, void *lru, int flags, void *object)
{
	return taken(cache, object ? 1 : 0);
}

SEC("?fexit/kmem_cache_alloc_lru")
int BPF_PROG(maybe_lru__args3, struct kmem_cache *cache, void *lru, int flags, void *object)
{
	return taken(cache, object ? 1 : 0);
}

/* All or nothing. The result is the number, or since 7.1 a truth value, which is the lowest byte alone. */
static __always_inline int taken_in_bulk(struct kmem_cache *cache, __u64 count, __u32 result)
{
	return taken(cache, (__u8)result || result == count ? count : 0);
}

SEC("?fexit/kmem_cache_alloc_bulk_noprof")
int BPF_PROG(bulk__noprof__args4, struct kmem_cache *cache, int flags, __u64 count, void *objects, __u32 result)
{
	return taken_in_bulk(cache, count, result);
}

SEC("?fexit/kmem_cache_alloc_bulk")
int BPF_PROG(bulk__args4, struct kmem_cache *cache, int flags, __u64 count, void *objects, __u32 result)
{
	return taken_in_bulk(cache, count, result);
}

/* out of a stock that was filled before, since 6.18 */
SEC("?fexit/kmem_cache_alloc_from_sheaf_noprof")
int BPF_PROG(maybe_sheaf__args3, struct kmem_cache *cache, int flags, void *sheaf, void *object)
{
	return taken(cache, object ? 1 : 0);
}
