// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* cachestat: pages of files that were in memory when they were asked for, and those that were not. */
#include "lib/counters.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/pagecache.bpf.h"

struct cache_counts {
	__u64 read;
	__u64 written;
	__u64 misses;
	__u64 dirties;
	__u64 ahead;   /* the reader puts there how many of earlier intervals' misses were not read in these */
	__u64 buffers; /* these two are no counts: the reader puts bytes there */
	__u64 cached;
};
GROUPED_COUNTERS(cache_counts)

static __always_inline void pagecache_count(enum pagecache_event event, __u64 pages)
{
	struct cache_counts *now = wanted() ? counters_of_task() : NULL;

	if (!now)
		return;
	if (event == PAGES_READ)
		__sync_fetch_and_add(&now->read, pages);
	else if (event == PAGES_WRITTEN)
		__sync_fetch_and_add(&now->written, pages);
	else if (event == PAGES_MISSED)
		__sync_fetch_and_add(&now->misses, pages);
	else
		__sync_fetch_and_add(&now->dirties, pages);
}
