// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* biopattern: whether requests to a disk begin where the one before ended, in the order in which the disk is
 * done with them. */
#include "lib/filter.bpf.h"
#include "lib/sums.bpf.h"
#include "kernel/block.h"

struct pattern_key {
	__u64 dev;
	__u64 cgroup_id; /* that the request is charged to, as told_id_of() */
};
EXPORT(pattern_key);

struct pattern_total {
	__u64 sequential;
	__u64 random;
	__u64 bytes;
	__u8 disk[32];
};
EXPORT(pattern_total);

SUMS(patterns, struct pattern_key, struct pattern_total, MAX_SUMS)

/* Of each disk the sector behind its last request. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_SUMS);
	__type(key, __u32);
	__type(value, __u64);
} ends SEC(".maps");

const volatile __u32 only_dev; /* 0: every disk */

SEC("tp_btf/block_rq_complete")
int BPF_PROG(completed, struct request *rq, int error, unsigned int bytes)
{
	struct gendisk *disk = request_disk(rq);
	__u64 sector = rq->__sector, next = sector + (bytes >> 9), *end;
	struct pattern_key key = {};
	struct pattern_total *total;
	__u32 dev;
	bool follows;

	/* what has no data, as flushes, is nowhere on the disk */
	if (!disk || !bytes)
		return 0;
	dev = disk_dev(disk);
	if (only_dev && dev != only_dev)
		return 0;
	end = bpf_map_lookup_elem(&ends, &dev);
	follows = end && *end == sector;
	if (end)
		*end = next;
	else if (bpf_map_update_elem(&ends, &dev, &next, BPF_ANY))
		lose(LOSS_MAP);
	if (filters_cgroups() && !wanted_cgroup(request_cgroup(rq)))
		return 0;
	key.dev = dev;
	if (keys_have_groups())
		key.cgroup_id = told_id_of(request_cgroup(rq));
	total = patterns_get(&key);
	if (!total) {
		struct pattern_total first = {};

		bpf_core_read(first.disk, sizeof(first.disk), &disk->disk_name);
		total = patterns_new(&key, &first);
		if (!total)
			return 0;
	}
	__sync_fetch_and_add(&total->bytes, bytes);
	if (bytes < rq->__data_len) /* in part: the last one counts */
		return 0;
	if (follows)
		__sync_fetch_and_add(&total->sequential, 1);
	else
		__sync_fetch_and_add(&total->random, 1);
	return 0;
}
