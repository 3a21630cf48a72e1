// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* readahead: pages of files that are read in before they are asked for, and how long until they are.
 *
 * What is put into the page cache for the same file while a thread reads ahead was read ahead; what a file
 * system reads meanwhile to find out where that lies is not. The kernel takes the first use of one of several
 * pages that it handles as one (a folio) for a use of all. */
#include "lib/counters.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/hist.bpf.h"
#include "lib/inflight.bpf.h"
#include "lib/task.bpf.h"
#include "kernel/mm.h"

struct readahead_counts {
	__u64 total;
	__u64 used;
};
GROUPED_COUNTERS(readahead_counts)

/* A thread that reads ahead. The function for large folios calls the other one where it has none. */
struct reading {
	struct address_space *mapping;
	__u64 depth;
	__u64 cgroup_id; /* its own, as told_cgroup_id() */
};
INFLIGHT(readings, __u32, struct reading)

/* Pages that nobody has asked for yet, by their folio. */
struct waiting {
	__u64 since;
	__u64 pages;
	__u64 cgroup_id; /* of who read it */
};
INFLIGHT(waiting_folios, __u64, struct waiting)

static __always_inline int begins(const struct readahead_control *control)
{
	struct reading *outer = readings_get(current_tid()), reading = {.depth = 1};

	if (outer) {
		outer->depth++;
		return 0;
	}
	if (!wanted())
		return 0;
	reading.mapping = BPF_CORE_READ(control, mapping);
	reading.cgroup_id = told_cgroup_id();
	readings_put(current_tid(), &reading);
	return 0;
}

static __always_inline int ends(void)
{
	struct reading *reading = readings_get(current_tid());

	if (reading && !--reading->depth)
		readings_drop(current_tid());
	return 0;
}

#define READS_AHEAD(role, function)                                    \
	SEC("?fexit/" #function)                                       \
	int BPF_PROG(role##_ends)                                      \
	{                                                              \
		return ends();                                         \
	}                                                              \
	SEC("?fentry/" #function)                                      \
	int BPF_PROG(role##_begins, struct readahead_control *control) \
	{                                                              \
		return begins(control);                                \
	}

READS_AHEAD(pages, page_cache_ra_unbounded)
READS_AHEAD(maybe_folios, page_cache_ra_order) /* since 5.18 */

SEC("tp_btf/mm_filemap_add_to_page_cache")
int BPF_PROG(added, struct folio *folio)
{
	struct reading *reading = readings_get(current_tid());
	struct readahead_counts *counts;
	struct waiting now = {};

	if (!reading || folio_mapping(folio) != reading->mapping)
		return 0;
	counts = counters_of(reading->cgroup_id);
	if (!counts)
		return 0;
	now.since = bpf_ktime_get_ns();
	now.pages = folio_pages(folio);
	now.cgroup_id = reading->cgroup_id;
	__sync_fetch_and_add(&counts->total, now.pages);
	waiting_folios_put((__u64)folio, &now);
	return 0;
}

/* Of several that use it at once, the one that finds it there is the first. */
static __always_inline int accessed(void *folio)
{
	struct waiting *entry = waiting_folios_get((__u64)folio), waiting;
	__u64 now = bpf_ktime_get_ns(), address = (__u64)folio;
	struct readahead_counts *counts;
	struct hist_key key = {};

	if (!entry)
		return 0;
	waiting = *entry;
	if (bpf_map_delete_elem(&waiting_folios, &address))
		return 0;
	key.cgroup_id = waiting.cgroup_id;
	hist_add_times(&key, now - waiting.since, waiting.pages);
	counts = counters_of(waiting.cgroup_id);
	if (counts)
		__sync_fetch_and_add(&counts->used, waiting.pages);
	return 0;
}

SEC("?fentry/folio_mark_accessed")
int BPF_PROG(used__folio, void *folio)
{
	return accessed(folio);
}

/* before 5.16; later kernels have it, and call it no more */
SEC("?fentry/mark_page_accessed")
int BPF_PROG(used__page, void *page)
{
	return accessed(page);
}

/* What goes unused has been read in vain. */
SEC("tp_btf/mm_filemap_delete_from_page_cache")
int BPF_PROG(removed, void *folio)
{
	waiting_folios_drop((__u64)folio);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(forget, struct task_struct *p)
{
	readings_drop(p->pid);
	return 0;
}
