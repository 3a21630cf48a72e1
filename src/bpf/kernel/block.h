/* Requests to block devices, the disks they go to, and the groups they are charged to. */
#pragma once
#include "kernel/cgroup.h"

struct gendisk {
	int major;
	int first_minor;
	char disk_name[32];
} __attribute__((preserve_access_index));

struct request_queue;

struct request_queue___since_5_15 {
	struct gendisk *disk;
} __attribute__((preserve_access_index));

struct blkcg {
	struct cgroup_subsys_state css;
} __attribute__((preserve_access_index));

struct blkcg_gq {
	struct blkcg *blkcg;
} __attribute__((preserve_access_index));

struct bvec_iter {
	unsigned int bi_size; /* bytes not done yet */
} __attribute__((preserve_access_index));

struct bio {
	struct bio *bi_next; /* of the same request */
	struct bvec_iter bi_iter;
	struct blkcg_gq *bi_blkg;
} __attribute__((preserve_access_index));

struct request {
	struct request_queue *q;
	unsigned int cmd_flags;
	unsigned int __data_len; /* bytes not completed yet */
	__u64 __sector;		 /* where they begin, in units of 512 bytes */
	struct bio *bio;
} __attribute__((preserve_access_index));

struct request___pre_5_17 {
	struct gendisk *rq_disk;
} __attribute__((preserve_access_index));

/* The operations were renumbered in 5.18 together with this enumeration's new name. */
enum req_opf { REQ_OP_WRITE_SAME = 7 };

/* The operation (8 bits), and the flags from __REQ_SYNC to __REQ_NOWAIT, which have the same bits from 5.10
 * to 7.2. */
#define REQUEST_FLAGS	  0x3ff8ff
#define REQUEST_OLD_OPS	  0x400000 /* ours: operations from 7 on have the numbers of before 5.18 */
#define REQUEST_OPERATION (0xff | REQUEST_OLD_OPS)

/* `rq` must be a program's typed argument, as in all of these: a plain load is cheaper than a read by helper.
 */
static __always_inline __u32 request_flags(struct request *rq)
{
	__u32 flags = rq->cmd_flags & REQUEST_FLAGS;

	if (bpf_core_enum_value_exists(enum req_opf, REQ_OP_WRITE_SAME))
		flags |= REQUEST_OLD_OPS;
	return flags;
}

/* NULL for a request to a device that is no disk. The pointer moved in 5.17 (f3fa33acca9f). */
static __always_inline struct gendisk *request_disk(struct request *rq)
{
	if (bpf_core_field_exists(struct request___pre_5_17, rq_disk))
		return ((struct request___pre_5_17 *)rq)->rq_disk;
	return ((struct request_queue___since_5_15 *)rq->q)->disk;
}

/* The disk's number as user space has it in /sys/block/DISK/dev: major << 20 | minor. 0 for none. */
static __always_inline __u32 disk_dev(struct gendisk *disk)
{
	return disk ? disk->major << 20 | disk->first_minor : 0;
}

/* The group that the I/O is charged to: who dirtied the page, not who happens to write it back. NULL for a
 * request of the kernel's own, as for flushes, which has no bio. */
static __always_inline struct cgroup *request_cgroup(struct request *rq)
{
	struct bio *bio = rq->bio;
	struct blkcg_gq *group = bio ? bio->bi_blkg : NULL;

	return group ? group->blkcg->css.cgroup : NULL;
}
