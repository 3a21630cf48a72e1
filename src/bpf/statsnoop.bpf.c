// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* statsnoop: who asks what about which file or file system, seen below the system calls: also by io_uring and
 * 32-bit programs, and where the kernel made its own copy of the name, with that one. */
#include "lib/events.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/path.bpf.h"
#include "lib/task.bpf.h"
#include "kernel/ptregs.h"

struct stat_event {
	struct task task;
	__s32 dfd;	/* the descriptor that was given, or what the name is relative to */
	__s32 err;	/* errno, 0 for none */
	__s32 call;	/* the system call by number, -1: none, it is io_uring's */
	__u32 call_32;	/* 1: that is one of a 32-bit program's */
	__u32 unnamed;	/* 1: the name could not be read */
	__u32 path_cut; /* 1: the path lacks its beginning, being too deep */
			/* the path follows, without a NUL */
};
EXPORT(stat_event);

struct record {
	struct stat_event event;
	char path[PATH_LEN];
};
SCRATCH(record, struct record)

const volatile bool failed_only;

/* The name as it was given; without one the path of the descriptor. `name` is the kernel's copy, of
 * struct filename, or up to 5.17 (1b6fe6e0dfec) the caller's string. Returns the length. */
static __always_inline __u32 name_write(struct record *r, const void *name, int err)
{
	struct task_struct *p = (void *)bpf_get_current_task();
	struct file *file;
	long n = 1;

	if (name && in_kernel(name))
		n = bpf_probe_read_kernel_str(r->path, PATH_LEN, BPF_CORE_READ((struct filename *)name, name));
	else if (name)
		n = bpf_probe_read_user_str(r->path, PATH_LEN, name);
	if (n < 0) {
		r->event.unnamed = 1;
		if (err != EFAULT)
			lose(LOSS_FAULT);
		return 0;
	}
	if (n > 1)
		return n - 1;
	file = task_file(p, r->event.dfd);
	if (!file)
		return 0;
	return path_copy(r->path, record_number(r), &file->f_path, false, &r->event.path_cut);
}

/* The current task was told about a file. */
static __always_inline int told(int dfd, const void *name, int ret)
{
	struct record *r = (failed_only && !ret) || !wanted() ? NULL : record_take();
	__u32 len;

	if (!r)
		return 0;
	r->event.dfd = dfd;
	r->event.err = -ret;
	r->event.call = current_syscall();
	r->event.call_32 = in_syscall_32();
	r->event.unnamed = 0;
	r->event.path_cut = 0;
	len = name_write(r, name, -ret) & (PATH_LEN - 1);
	task_fill(&r->event.task);
	event_send(r, sizeof(r->event) + len);
	record_free(r);
	return 0;
}

SEC("fexit/vfs_statx")
int BPF_PROG(statx, int dfd, const void *name, int flags, void *stat, __u32 mask, int ret)
{
	const void *untyped = NULL;

	/* not both a pointer of the kernel's and any other to the verifier, which knows its type */
	bpf_probe_read_kernel(&untyped, sizeof(untyped), &ctx[1]);
	return told(dfd, untyped, ret);
}

SEC("fexit/vfs_fstat")
int BPF_PROG(fstat, int fd, void *stat, int ret)
{
	return told(fd, NULL, ret);
}

/* statx of a descriptor alone: since 6.11 (0ef625bba6fb) */
SEC("?fexit/do_statx_fd")
int BPF_PROG(maybe_statx_fd, int fd, unsigned int flags, unsigned int mask, void *buffer, int ret)
{
	return told(fd, NULL, ret);
}

SEC("fexit/user_statfs")
int BPF_PROG(statfs, const char *name, void *stat, int ret)
{
	return told(AT_FDCWD, name, ret);
}

SEC("fexit/fd_statfs")
int BPF_PROG(fstatfs, int fd, void *stat, int ret)
{
	return told(fd, NULL, ret);
}
