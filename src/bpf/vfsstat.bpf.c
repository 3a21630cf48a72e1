// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* vfsstat: how often files are read, written, opened, made and removed.
 *
 * Functions of one file of the kernel's that call each other are compiled into one on some kernels, and into
 * which differs: fsync(2) comes through vfs_fsync_range on 6.1 and 6.12 and not on 7.2. So what is hooked here
 * is called from other files of it, or by pointer. */
#include "lib/counters.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/inflight.bpf.h"
#include "lib/task.bpf.h"
#include "kernel/fs.h"
#include "kernel/ptregs.h"

struct vfs_counts {
	__u64 reads;
	__u64 writes;
	__u64 fsyncs;
	__u64 opens;
	__u64 creates;
	__u64 unlinks;
	__u64 mkdirs;
	__u64 rmdirs;
};
GROUPED_COUNTERS(vfs_counts)

/* Threads that are in fsync(2) or fdatasync(2). */
INFLIGHT(syncing, __u32, __u8)

#define COUNT(member)                                          \
	do {                                                   \
		struct vfs_counts *now = NULL;                 \
                                                               \
		if (wanted())                                  \
			now = counters_of_task();              \
		if (now)                                       \
			__sync_fetch_and_add(&now->member, 1); \
	} while (0)

/* A program that does nothing but count the calls of a function. */
#define COUNTED(function, member)        \
	SEC("fentry/" #function)         \
	int BPF_PROG(counted_##function) \
	{                                \
		COUNT(member);           \
		return 0;                \
	}

COUNTED(vfs_read, reads)
COUNTED(vfs_readv, reads)
COUNTED(vfs_write, writes)
COUNTED(vfs_writev, writes)
COUNTED(security_inode_unlink, unlinks)
COUNTED(security_inode_mkdir, mkdirs)
COUNTED(security_inode_rmdir, rmdirs)
/* mknod(2) of a file; open(2) makes them on its own */
COUNTED(vfs_create, creates)

/* Everything that becomes an open file, also where a file system looks up and opens in one. */
SEC("fentry/do_dentry_open")
int BPF_PROG(opened, struct file *file)
{
	unsigned int mode = file->f_mode;

	if (mode & FMODE_NOACCOUNT) /* a file below an overlay's */
		return 0;
	COUNT(opens);
	if (mode & FMODE_CREATED)
		COUNT(creates);
	return 0;
}

/* What else must reach the disk: msync(2), O_SYNC, io_uring, servers of files. */
SEC("fentry/vfs_fsync_range")
int BPF_PROG(synced_range)
{
	if (!syncing_get(current_tid()))
		COUNT(fsyncs);
	return 0;
}

static __always_inline int sync_begins(void)
{
	__u8 yes = 1;

	syncing_put(current_tid(), &yes);
	return 0;
}

static __always_inline int sync_ends(long ret)
{
	syncing_drop(current_tid());
	if (ret != -EBADF)
		COUNT(fsyncs);
	return 0;
}

#define SYNCED(role, symbol)                            \
	SEC("?fentry/" symbol)                          \
	int BPF_PROG(role##_begins)                     \
	{                                               \
		return sync_begins();                   \
	}                                               \
	SEC("?fexit/" symbol)                           \
	int BPF_PROG(role##_ends, void *regs, long ret) \
	{                                               \
		return sync_ends(ret);                  \
	}

SYNCED(fsync, SYSCALL(fsync))
SYNCED(fdatasync, SYSCALL(fdatasync))
SYNCED(maybe_fsync_32, "__ia32_sys_fsync")
SYNCED(maybe_fdatasync_32, "__ia32_sys_fdatasync")
