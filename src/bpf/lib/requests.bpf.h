/* Requests to block devices from when they are made, and whose they are.
 *
 * Who submits is known only while the request is made: later it is queued and issued by whoever comes by. A
 * request is therefore remembered from there on, by its own address or, where the kernel shows only the first
 * of its bios, by that one's until it is queued or issued. What is merged into a request later belongs to its
 * first owner. */
#pragma once
#include "lib/filter.bpf.h"
#include "lib/inflight.bpf.h"
#include "lib/task.bpf.h"
#include "kernel/block.h"

struct io_event {
	struct task task; /* who submitted it, if `owned`; ktime is when it was done */
	__u64 queued;	  /* when; 0: it went straight to the device */
	__u64 issued;
	__u64 done;
	__u64 sector;
	__u32 bytes;
	__u32 flags;
	__s32 end; /* how it ended, in the kernel's numbers */
	__u32 owned;
	__u8 disk[32];
};

const volatile __u32 only_dev; /* 0: every disk */

/* What a tool notes of a request besides, while its submitter is there; false if it wants to know no more of
 * it. */
#ifndef REQUEST_NOTE
#define REQUEST_NOTE(ctx, e) true
#endif

#define MAX_FRONT_MERGES 8

INFLIGHT(requests, __u64, struct io_event) /* request or bio */

/* The current task makes a request. One without data only asks for flushes, and never goes to the device. */
static __always_inline int submits(void *ctx, __u64 request_or_bio, unsigned int bytes)
{
	struct io_event e = {.owned = true};

	if (!bytes || !wanted_by((void *)bpf_get_current_task(), false))
		return 0;
	task_fill(&e.task);
	if (REQUEST_NOTE(ctx, &e))
		requests_put(request_or_bio, &e);
	return 0;
}

/* since 6.5 (5a80bd075f3b) */
SEC("?tp_btf/block_io_start")
int BPF_PROG(submit__start, struct request *rq)
{
	return submits(ctx, (__u64)rq, rq->__data_len);
}

/* since 5.12; where both are there, blk_account_io_start may be one that must not be traced */
SEC("?tp_btf/block_getrq")
int BPF_PROG(submit__getrq__args1, struct bio *bio)
{
	return submits(ctx, (__u64)bio, bio->bi_iter.bi_size);
}

SEC("?fentry/blk_account_io_start")
int BPF_PROG(submit__account, struct request *rq)
{
	return submits(ctx, (__u64)rq, rq->__data_len);
}

/* What is known of a request, or NULL if it is not wanted. Bios can have been put before the one that it was
 * made for. Requests of the kernel itself, as for flushes, were submitted by nobody. */
static __always_inline struct io_event *request_find(struct request *rq)
{
	struct io_event *known = requests_get((__u64)rq), nobody = {};
	struct bio *bio = rq->bio;

	if (known)
		return known;
	for (int i = 0; i < MAX_FRONT_MERGES && bio; i++, bio = bio->bi_next) {
		known = requests_get((__u64)bio);
		if (!known)
			continue;
		requests_put((__u64)rq, known);
		requests_drop((__u64)bio);
		return requests_get((__u64)rq);
	}
	if (filters_tasks())
		return NULL;
	requests_put((__u64)rq, &nobody);
	return requests_get((__u64)rq);
}

/* The request goes to its device now, and no more can be merged into it. What is known of it, or NULL if it is
 * not wanted. */
static __always_inline struct io_event *request_issue(struct request *rq)
{
	struct io_event *e = request_find(rq);

	if (!e)
		return NULL;
	if ((only_dev && disk_dev(request_disk(rq)) != only_dev) ||
	    (filters_cgroups() && !wanted_cgroup(request_cgroup(rq)))) {
		requests_drop((__u64)rq);
		return NULL;
	}
	e->bytes = rq->__data_len;
	return e;
}

/* The request is done, if these are its last bytes. What is known of it, or NULL if that is nothing. */
static __always_inline struct io_event *request_done(struct request *rq, unsigned int bytes)
{
	struct io_event *e;

	if (bytes < rq->__data_len)
		return NULL;
	e = requests_get((__u64)rq);
	if (e)
		e->done = bpf_ktime_get_ns();
	return e;
}

/* A request that is merged into another is never completed. */
SEC("?tp_btf/block_rq_merge")
int BPF_PROG(merged__args1, struct request *rq)
{
	requests_drop((__u64)rq);
	requests_drop((__u64)rq->bio);
	return 0;
}
