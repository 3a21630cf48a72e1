// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* fsslower: slow operations of a file system, one by one. */
#include "lib/events.bpf.h"
#include "lib/fs_calls.bpf.h"
#include "lib/path.bpf.h"

struct slow_event {
	struct task task;
	__u64 took;
	__u64 offset;
	__u64 bytes;
	__u32 operation;
	__s32 err;	/* errno, 0 for none */
	__u32 path_cut; /* 1: the path lacks its beginning, being too deep */
	__u32 unused;
	/* the name or the path follows, without a NUL */
};
EXPORT(slow_event);

struct record {
	struct slow_event event;
	char path[PATH_LEN];
};
SCRATCH(record, struct record)

#define LAST_BYTE (~0ULL >> 1) /* stands for the end, wherever it is */
#define ALL_BYTES ~0ULL

const volatile __u64 least; /* ns */
const volatile bool full_paths;

/* What a call was about. */
struct subject {
	struct vfsmount *mnt;
	struct dentry *dentry;
};

static __always_inline struct subject subject_of(struct file *file)
{
	struct subject subject = {BPF_CORE_READ(file, f_path.mnt), BPF_CORE_READ(file, f_path.dentry)};

	return subject;
}

/* Writes what is known of the call. Only at its end it is known where a write that appends has begun: the
 * position has moved by as much as was written. */
static __always_inline struct subject slow_fill(struct slow_event *e, enum fs_operation operation,
						const struct fs_call *call, __s64 ret)
{
	void *first = (void *)call->args[0], *second = (void *)call->args[1], *third = (void *)call->args[2];
	struct subject subject;

	e->operation = fs_told_as(operation);
	e->err = ret < 0 ? -ret : 0;
	e->bytes = ret > 0 ? ret : 0;
	e->offset = 0;
	switch (operation) {
	case FS_OPEN:
		return subject_of(second);
	case FS_ATOMIC_OPEN: /* what could not be opened has no name yet */
		subject = subject_of(third);
		subject.dentry = second;
		return subject;
	case FS_FSYNC:
		e->offset = call->args[1];
		e->bytes = call->args[2] == LAST_BYTE ? ALL_BYTES : call->args[2] - call->args[1] + 1;
		return subject_of(first);
	case FS_SPLICE:
		if (bpf_probe_read_kernel(&e->offset, sizeof(e->offset), second))
			lose(LOSS_FAULT);
		e->offset -= e->bytes;
		return subject_of(first);
	default:
		e->offset = BPF_CORE_READ((struct kiocb *)first, ki_pos) - e->bytes;
		return subject_of(BPF_CORE_READ((struct kiocb *)first, ki_filp));
	}
}

static __always_inline void fs_called(enum fs_operation operation, const struct fs_call *call, __u64 took,
				      __s64 ret)
{
	struct record *r = took < least ? NULL : record_take();
	struct subject subject;
	__u32 len;

	if (!r)
		return;
	r->event.took = took;
	subject = slow_fill(&r->event, operation, call, ret);
	len = name_or_path_copy(r->path, record_number(r), subject.mnt, subject.dentry, full_paths,
				&r->event.path_cut);
	task_fill(&r->event.task);
	event_send(r, sizeof(r->event) + (len & (PATH_LEN - 1)));
	record_free(r);
}
