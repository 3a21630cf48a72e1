// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* biosnoop: each request to a block device, told when it is done, with who submitted it. */
#include "lib/events.bpf.h"
#include "lib/requests.bpf.h"

EXPORT(io_event);

const volatile __u64 least; /* ns that it took */

SEC("?tp_btf/block_rq_insert")
int BPF_PROG(inserted__args1, struct request *rq)
{
	struct io_event *e = request_find(rq);

	if (e)
		e->queued = bpf_ktime_get_ns();
	return 0;
}

SEC("?tp_btf/block_rq_issue")
int BPF_PROG(issued__args1, struct request *rq)
{
	struct io_event *e = request_issue(rq);

	if (!e)
		return 0;
	e->sector = rq->__sector;
	e->flags = request_flags(rq);
	e->task.cgroup_id = cgroup_id(request_cgroup(rq));
	bpf_core_read(e->disk, sizeof(e->disk), &request_disk(rq)->disk_name);
	e->issued = bpf_ktime_get_ns();
	return 0;
}

SEC("tp_btf/block_rq_complete")
int BPF_PROG(completed, struct request *rq, int end, unsigned int bytes)
{
	struct io_event *e = request_done(rq, bytes);

	if (!e)
		return 0;
	if (e->issued && e->done - e->issued >= least) {
		e->task.ktime = bpf_ktime_get_boot_ns();
		e->end = end;
		event_send(e, sizeof(*e));
	}
	requests_drop((__u64)rq);
	return 0;
}
