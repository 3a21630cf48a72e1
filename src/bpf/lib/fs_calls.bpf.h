/* Calls of a file system's own functions, from when they begin until they end; which file system that is, user
 * space says (`common::file_system`). A read or write that would have to wait and must not (EAGAIN: io_uring
 * tries so first) and one that goes on when the function has returned (EIOCBQUEUED) are left out. */
#pragma once
#include "lib/filter.bpf.h"
#include "lib/inflight.bpf.h"
#include "lib/place.bpf.h"
#include "lib/task.bpf.h"
#include "kernel/fs.h"

enum fs_operation {
	FS_READ,
	FS_WRITE,
	FS_OPEN,
	FS_FSYNC,
	FS_GETATTR,
	FS_SPLICE,	/* a read, by sendfile and splice; before 6.5 it came by FS_READ */
	FS_ATOMIC_OPEN, /* an open that looks the name up, or makes the file, as well */
	FS_OPERATIONS,
};

/* A thread can be in several calls, one of a kind: a write that has to reach the disk syncs before it ends. */
struct fs_place {
	__u32 tid;
	__u32 operation;
};

struct fs_call {
	__u64 since;
	__u64 args[3];
};
INFLIGHT(fs_calls, struct fs_place, struct fs_call)

/* What the tool does about a call that has ended. The tool defines this. */
static __always_inline void fs_called(enum fs_operation operation, const struct fs_call *call, __u64 took,
				      __s64 ret);

/* What an operation is to a user. */
static __always_inline enum fs_operation fs_told_as(enum fs_operation operation)
{
	return operation == FS_SPLICE ? FS_READ : operation == FS_ATOMIC_OPEN ? FS_OPEN : operation;
}

/* False if the call has left what was asked for to another one. */
static __always_inline bool fs_is_done(enum fs_operation operation, const struct fs_call *call, __s64 ret)
{
	struct file *file = (void *)call->args[2];

	if (fs_told_as(operation) == FS_READ || operation == FS_WRITE)
		return ret != -EAGAIN && ret != -EIOCBQUEUED;
	if (operation == FS_ATOMIC_OPEN && ret >= 0) /* if it is not open yet, FS_OPEN opens it */
		return BPF_CORE_READ(file, f_mode) & FMODE_OPENED;
	return true;
}

/* The kernel waits for a limited number of ends by kretprobe at once: one that it did not see is counted. */
static __always_inline int fs_begins(enum fs_operation operation, __u64 first, __u64 second, __u64 third,
				     bool by_kprobe)
{
	struct fs_place place = {current_tid(), operation};
	struct fs_call call = {.args = {first, second, third}};

	if (!wanted())
		return 0;
	if (by_kprobe && fs_calls_get(place))
		lose(LOSS_MAP);
	call.since = bpf_ktime_get_ns();
	fs_calls_put(place, &call);
	return 0;
}

static __always_inline int fs_ends(enum fs_operation operation, __s64 ret)
{
	__u64 now = bpf_ktime_get_ns();
	struct fs_place place = {current_tid(), operation};
	struct fs_call *call = fs_calls_get(place);

	if (!call)
		return 0;
	if (fs_is_done(operation, call, ret))
		fs_called(operation, call, now - call->since, ret);
	fs_calls_drop(place);
	return 0;
}

/* Declares what PLACED calls. */
#define FS_CALLS(role, operation, result_t)                                                              \
	static __always_inline int role##_begins(__u64 first, __u64 second, __u64 third, bool by_kprobe) \
	{                                                                                                \
		return fs_begins(operation, first, second, third, by_kprobe);                            \
	}                                                                                                \
	static __always_inline int role##_ends(__u64 ret)                                                \
	{                                                                                                \
		return fs_ends(operation, (result_t)ret);                                                \
	}

FS_CALLS(read, FS_READ, __s64)
FS_CALLS(write, FS_WRITE, __s64)
FS_CALLS(open, FS_OPEN, int)
FS_CALLS(fsync, FS_FSYNC, int)

FS_CALLS(maybe_splice, FS_SPLICE, __s64)
FS_CALLS(maybe_atomic_open, FS_ATOMIC_OPEN, int)
FS_CALLS(maybe_open_too, FS_OPEN, int) /* some have two functions for it */

PLACED(read, 2)	 /* kiocb, iov_iter */
PLACED(write, 2) /* the same */
PLACED(open, 2)	 /* inode, file */
PLACED(fsync, 4) /* file, first and last byte, whether the data suffices */

PLACED(maybe_splice, 5)	     /* file, position, pipe, length, flags */
PLACED(maybe_atomic_open, 5) /* directory, name, file, flags, mode */
PLACED(maybe_open_too, 2)

/* A thread that the kernel kills for an error of its own ends no call. */
SEC("tp_btf/sched_process_exit")
int BPF_PROG(forget, struct task_struct *p)
{
	struct fs_place place = {.tid = p->pid};

	for (__u32 i = 0; i < FS_OPERATIONS; i++) {
		place.operation = i;
		fs_calls_drop(place);
	}
	return 0;
}
