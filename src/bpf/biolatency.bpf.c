// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* biolatency: from when a request went to the device, or was queued, until all of it was done. */
#include "lib/filter.bpf.h"
#include "lib/hist.bpf.h"
#include "lib/inflight.bpf.h"
#include "kernel/block.h"

enum biolatency_by { BY_DISK = 1, BY_FLAGS = 2 };
EXPORT_ENUM(biolatency_by);

const volatile bool queued;    /* from the queue on */
const volatile __u32 only_dev; /* 0: every disk */

INFLIGHT(started, __u64, __u64) /* request → when */

static __always_inline void begins(struct request *rq)
{
	__u64 now;

	if (only_dev && disk_dev(request_disk(rq)) != only_dev)
		return;
	if (filters_cgroups() && !wanted_cgroup(request_cgroup(rq)))
		return;
	now = bpf_ktime_get_ns();
	started_put((__u64)rq, &now);
}

/* Before 5.10.137 the queue came first (a54895fa057c, 5.11): such a kernel is refused. */
SEC("?tp_btf/block_rq_insert")
int BPF_PROG(inserted__args1, struct request *rq)
{
	begins(rq);
	return 0;
}

SEC("?tp_btf/block_rq_issue")
int BPF_PROG(issued__args1, struct request *rq)
{
	/* some requests reach the device without having been queued */
	if (!queued || !started_get((__u64)rq))
		begins(rq);
	return 0;
}

/* A request that is merged into another is never completed. */
SEC("?tp_btf/block_rq_merge")
int BPF_PROG(merged__args1, struct request *rq)
{
	started_drop((__u64)rq);
	return 0;
}

SEC("tp_btf/block_rq_complete")
int BPF_PROG(completed, struct request *rq, int error, unsigned int bytes)
{
	__u64 *since, waited;
	struct hist_key key = {};
	const char *name = NULL;

	if (bytes < rq->__data_len) /* in part: the last one counts */
		return 0;
	since = started_get((__u64)rq);
	if (!since)
		return 0;
	waited = bpf_ktime_get_ns() - *since;
	started_drop((__u64)rq);
	if (keys_have_groups())
		key.cgroup_id = told_id_of(request_cgroup(rq));
	if (hist.by & BY_DISK) {
		struct gendisk *disk = request_disk(rq);

		key.id[1] = (__u64)disk_dev(disk) << 32;
		name = disk ? disk->disk_name : NULL;
	}
	if (hist.by & BY_FLAGS)
		key.id[1] |= request_flags(rq);
	hist_add(&key, waited, name);
	return 0;
}
