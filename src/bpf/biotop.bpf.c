// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* biotop: requests to block devices, their data and their time, summed by who submitted them. */
#include "lib/requests.bpf.h"
#include "lib/sums.bpf.h"

struct io_key {
	__u64 cgroup_id; /* that it is charged to, if rows tell */
	__u32 pid;	 /* 0: the kernel itself */
	__u32 operation;
	__u32 major;
	__u32 minor;
	__u8 comm[COMM_LEN];
	__u8 disk[32];
};
EXPORT(io_key);

struct io_total {
	__u64 count;
	__u64 bytes;
	__u64 time; /* ns on the device */
};
EXPORT(io_total);

SUMS(ios, struct io_key, struct io_total, MAX_SUMS)

SEC("?tp_btf/block_rq_issue")
int BPF_PROG(issued__args1, struct request *rq)
{
	struct io_event *e = request_issue(rq);

	if (e) {
		e->task.cgroup_id = keys_have_groups() ? cgroup_id(request_cgroup(rq)) : 0;
		e->issued = bpf_ktime_get_ns();
	}
	return 0;
}

SEC("tp_btf/block_rq_complete")
int BPF_PROG(completed, struct request *rq, int end, unsigned int bytes)
{
	struct io_total *total, none = {};
	struct io_key key = {};
	struct io_event *e = request_done(rq, bytes);
	struct gendisk *disk;

	if (!e)
		return 0;
	disk = request_disk(rq);
	key.cgroup_id = told_group_id(e->task.cgroup_id);
	key.pid = e->task.pid;
	key.operation = request_flags(rq) & REQUEST_OPERATION;
	if (disk) {
		key.major = disk->major;
		key.minor = disk->first_minor;
	}
	__builtin_memcpy(key.comm, e->task.comm, COMM_LEN);
	bpf_core_read(key.disk, sizeof(key.disk), &disk->disk_name);
	total = e->issued ? ios_at(&key, &none) : NULL;
	if (total) {
		__sync_fetch_and_add(&total->count, 1);
		__sync_fetch_and_add(&total->bytes, e->bytes);
		__sync_fetch_and_add(&total->time, e->done - e->issued);
	}
	requests_drop((__u64)rq);
	return 0;
}
