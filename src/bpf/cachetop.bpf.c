// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* cachetop: pages of files that were in memory when they were asked for, and those that were not, by process.
 */
#include "lib/filter.bpf.h"
#include "lib/pagecache.bpf.h"
#include "lib/sums.bpf.h"

struct cache_user {
	__u64 cgroup_id; /* as told_cgroup_id() */
	__u32 pid;
	__u32 uid;
	__u8 comm[COMM_LEN];
};
EXPORT(cache_user);

struct cache_use {
	__u64 read;
	__u64 written;
	__u64 misses;
	__u64 dirties;
	__u64 ahead; /* the reader puts there how many of earlier intervals' misses were not read in these */
};
EXPORT(cache_use);

SUMS(users, struct cache_user, struct cache_use, MAX_SUMS)

static __always_inline void pagecache_count(enum pagecache_event event, __u64 pages)
{
	struct cache_user key = {};
	struct cache_use *use, none = {};

	if (!wanted())
		return;
	key.cgroup_id = told_cgroup_id();
	key.pid = current_pid_tid() >> 32;
	key.uid = bpf_get_current_uid_gid();
	bpf_get_current_comm(key.comm, sizeof(key.comm));
	use = users_at(&key, &none);
	if (!use)
		return;
	if (event == PAGES_READ)
		__sync_fetch_and_add(&use->read, pages);
	else if (event == PAGES_WRITTEN)
		__sync_fetch_and_add(&use->written, pages);
	else if (event == PAGES_MISSED)
		__sync_fetch_and_add(&use->misses, pages);
	else
		__sync_fetch_and_add(&use->dirties, pages);
}
