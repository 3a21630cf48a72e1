// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* biostacks: how long block I/O takes, from when it was submitted until it is done, by the stack that submitted
 * it. */
#include "lib/hist.bpf.h"
#include "lib/stacks.bpf.h"

/* The stack's number stands where other tools have the sector. */
#define REQUEST_NOTE(ctx, e) stack_of(ctx, (e)->task.pid, 0, &(e)->sector)
#include "lib/requests.bpf.h"

SEC("?tp_btf/block_rq_issue")
int BPF_PROG(issued__args1, struct request *rq)
{
	struct io_event *e = request_issue(rq);

	if (e)
		bpf_core_read(e->disk, sizeof(e->disk), &request_disk(rq)->disk_name);
	return 0;
}

SEC("tp_btf/block_rq_complete")
int BPF_PROG(completed, struct request *rq, int end, unsigned int bytes)
{
	struct io_event *e;
	struct hist_key key = {};

	if (bytes < rq->__data_len) /* in part: the last one counts */
		return 0;
	e = requests_get((__u64)rq);
	if (!e)
		return 0;
	if (e->owned && e->disk[0]) { /* others are the kernel's own, as for flushes */
		key.id[0] = e->sector;
		key.id[1] = disk_dev(request_disk(rq));
		if (keys_have_groups())
			key.cgroup_id = told_id_of(request_cgroup(rq));
		hist_add(&key, bpf_ktime_get_boot_ns() - e->task.ktime, (char *)e->disk);
	}
	requests_drop((__u64)rq);
	return 0;
}
