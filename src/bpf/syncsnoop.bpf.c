// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* syncsnoop: each call of sync(2) and its relatives, when it has ended, with what it was given. */
#include "lib/events.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/path.bpf.h"
#include "lib/task.bpf.h"
#include "kernel/ptregs.h"

enum sync_call { SYNC, FSYNC, FDATASYNC, MSYNC, SYNCFS, SYNC_FILE_RANGE };
EXPORT_ENUM(sync_call);

struct sync_event {
	struct task task;
	__u64 start; /* of msync the address, of sync_file_range where in the file; else 0, as the next */
	__u64 length;
	__u32 call;
	__s32 fd;	/* -1 for none */
	__s32 err;	/* errno, 0 for none */
	__u32 path_cut; /* 1: the path lacks its beginning, being too deep */
			/* the path of the descriptor's file follows, without a NUL */
};
EXPORT(sync_event);

struct record {
	struct sync_event event;
	char path[PATH_LEN];
};
SCRATCH(record, struct record)

static __always_inline int synced(enum sync_call call, __s32 fd, __u64 start, __u64 length, int ret)
{
	struct task_struct *p = (void *)bpf_get_current_task();
	struct record *r = wanted() ? record_take() : NULL;
	struct file *file;
	__u32 len = 0;

	if (!r)
		return 0;
	r->event.start = start;
	r->event.length = length;
	r->event.call = call;
	r->event.fd = fd;
	r->event.err = -ret;
	r->event.path_cut = 0;
	file = task_file(p, fd);
	if (file)
		len = path_copy(r->path, record_number(r), &file->f_path, false, &r->event.path_cut) &
		      (PATH_LEN - 1);
	task_fill(&r->event.task);
	event_send(r, sizeof(r->event) + len);
	record_free(r);
	return 0;
}

/* What sync calls, in every kind of program: without arguments, the call itself is nothing to hook. */
SEC("fexit/ksys_sync")
int BPF_PROG(sync)
{
	return synced(SYNC, -1, 0, 0, 0);
}

SEC("fexit/" SYSCALL(fsync))
int BPF_PROG(fsync, struct pt_regs *regs, int ret)
{
	return synced(FSYNC, syscall_arg(0), 0, 0, ret);
}

SEC("fexit/" SYSCALL(fdatasync))
int BPF_PROG(fdatasync, struct pt_regs *regs, int ret)
{
	return synced(FDATASYNC, syscall_arg(0), 0, 0, ret);
}

SEC("fexit/" SYSCALL(msync))
int BPF_PROG(msync, struct pt_regs *regs, int ret)
{
	return synced(MSYNC, -1, syscall_arg(0), syscall_arg(1), ret);
}

SEC("fexit/" SYSCALL(syncfs))
int BPF_PROG(syncfs, struct pt_regs *regs, int ret)
{
	return synced(SYNCFS, syscall_arg(0), 0, 0, ret);
}

SEC("fexit/" SYSCALL(sync_file_range))
int BPF_PROG(sync_file_range, struct pt_regs *regs, int ret)
{
	return synced(SYNC_FILE_RANGE, syscall_arg(0), syscall_arg(1), syscall_arg(2), ret);
}

/* Where 32-bit programs come in with functions of their own. */
SEC("?fexit/__ia32_sys_fsync")
int BPF_PROG(maybe_fsync_32, struct pt_regs *regs, int ret)
{
	return synced(FSYNC, syscall_arg_32(0), 0, 0, ret);
}

SEC("?fexit/__ia32_sys_fdatasync")
int BPF_PROG(maybe_fdatasync_32, struct pt_regs *regs, int ret)
{
	return synced(FDATASYNC, syscall_arg_32(0), 0, 0, ret);
}

SEC("?fexit/__ia32_sys_msync")
int BPF_PROG(maybe_msync_32, struct pt_regs *regs, int ret)
{
	return synced(MSYNC, -1, syscall_arg_32(0), syscall_arg_32(1), ret);
}

SEC("?fexit/__ia32_sys_syncfs")
int BPF_PROG(maybe_syncfs_32, struct pt_regs *regs, int ret)
{
	return synced(SYNCFS, syscall_arg_32(0), 0, 0, ret);
}

/* Its offsets are in two registers each. */
SEC("?fexit/__ia32_sys_ia32_sync_file_range")
int BPF_PROG(maybe_sync_file_range_32, struct pt_regs *regs, int ret)
{
	return synced(SYNC_FILE_RANGE, syscall_arg_32(0), syscall_arg_32(2) << 32 | syscall_arg_32(1),
		      syscall_arg_32(4) << 32 | syscall_arg_32(3), ret);
}
