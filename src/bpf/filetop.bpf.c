// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* filetop: reads and writes by system calls, summed by thread and file. */
#include "lib/filter.bpf.h"
#include "lib/sums.bpf.h"
#include "kernel/fs.h"

#define FILE_NAME_LEN 128

struct file_key {
	__u64 cgroup_id; /* as told_cgroup_id() */
	__u64 inode;
	__u32 dev;
	__u32 tid;
};
EXPORT(file_key);

struct file_total {
	__u64 reads;
	__u64 writes;
	__u64 read_bytes;
	__u64 written_bytes;
	__u32 pid;
	__u32 mode;
	__u32 name_len; /* of the whole name */
	__u8 comm[COMM_LEN];
	__u8 name[FILE_NAME_LEN];
	__u32 unused;
};
EXPORT(file_total);

SUMS(files, struct file_key, struct file_total, MAX_SUMS)

const volatile bool only_regular = true;

static __always_inline struct file_total *file_new(const struct file_key *key, struct file *file)
{
	struct dentry *dentry = file->f_path.dentry;
	struct file_total first = {};

	first.pid = current_pid_tid() >> 32;
	first.mode = file->f_inode->i_mode;
	first.name_len = dentry->d_name.len;
	bpf_get_current_comm(first.comm, sizeof(first.comm));
	if (bpf_probe_read_kernel_str(first.name, sizeof(first.name), dentry->d_name.name) < 0)
		lose(LOSS_FAULT);
	return files_new(key, &first);
}

/* What has moved no byte, but did not fail, counts as well: the end of a file is read, too. */
static __always_inline struct file_total *file_moves(struct file *file, __s64 moved)
{
	struct inode *inode = file->f_inode;
	struct file_key key = {};
	struct file_total *total;

	if (moved < 0 || (only_regular && !S_ISREG(inode->i_mode)) || !wanted())
		return NULL;
	key.cgroup_id = told_cgroup_id();
	key.inode = inode->i_ino;
	key.dev = inode->i_sb->s_dev;
	key.tid = current_pid_tid();
	total = files_get(&key);
	return total ? total : file_new(&key, file);
}

static __always_inline int file_read(struct file *file, __s64 moved)
{
	struct file_total *total = file_moves(file, moved);

	if (total) {
		__sync_fetch_and_add(&total->reads, 1);
		__sync_fetch_and_add(&total->read_bytes, moved);
	}
	return 0;
}

static __always_inline int file_written(struct file *file, __s64 moved)
{
	struct file_total *total = file_moves(file, moved);

	if (total) {
		__sync_fetch_and_add(&total->writes, 1);
		__sync_fetch_and_add(&total->written_bytes, moved);
	}
	return 0;
}

SEC("fexit/vfs_read")
int BPF_PROG(reads, struct file *file, void *to, __u64 count, void *pos, __s64 moved)
{
	return file_read(file, moved);
}

SEC("fexit/vfs_write")
int BPF_PROG(writes, struct file *file, void *from, __u64 count, void *pos, __s64 moved)
{
	return file_written(file, moved);
}

SEC("?fexit/vfs_readv")
int BPF_PROG(maybe_readv__args5, struct file *file, void *to, __u64 count, void *pos, int flags, __s64 moved)
{
	return file_read(file, moved);
}

SEC("?fexit/vfs_writev")
int BPF_PROG(maybe_writev__args5, struct file *file, void *from, __u64 count, void *pos, int flags, __s64 moved)
{
	return file_written(file, moved);
}
