// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* bitesize: how much data each request has when it goes to its device, by the name of who submitted it. */
#include "lib/hist.bpf.h"
#include "lib/requests.bpf.h"

SEC("?tp_btf/block_rq_issue")
int BPF_PROG(issued__args1, struct request *rq)
{
	struct io_event *e = request_issue(rq);
	struct hist_key key = {};

	if (!e)
		return 0;
	__builtin_memcpy(key.id, e->task.comm, COMM_LEN);
	if (keys_have_groups())
		key.cgroup_id = told_id_of(request_cgroup(rq));
	hist_add(&key, e->bytes, e->task.comm);
	requests_drop((__u64)rq);
	return 0;
}
