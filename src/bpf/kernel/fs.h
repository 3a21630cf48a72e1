/* Files, names and where they are mounted. */
#pragma once

#define O_LARGEFILE_64 0100000 /* set by a 64-bit kernel on every open: says nothing there */
#define FMODE_EXEC     0x20    /* in open_flags: the open is part of an exec */
#define LOOKUP_CACHED  0x20000
#define AT_FDCWD       -100

/* file.f_mode */
#define FMODE_OPENED	(1u << 19) /* its file system has opened it */
#define FMODE_CREATED	(1u << 20) /* this open has made the file */
#define FMODE_NOACCOUNT (1u << 29) /* opened by a file system for a file of its own */

struct filename {
	const char *name; /* the kernel's own copy */
} __attribute__((preserve_access_index));

struct open_flags {
	int open_flag;
	unsigned short mode;
	int lookup_flags;
} __attribute__((preserve_access_index));

struct open_how {
	__u64 flags;
	__u64 mode;
	__u64 resolve;
} __attribute__((preserve_access_index));

struct qstr {
	__u32 len;
	const unsigned char *name;
} __attribute__((preserve_access_index));

struct super_block {
	__u32 s_dev; /* major << 20 | minor */
} __attribute__((preserve_access_index));

struct inode {
	unsigned short i_mode;
	struct super_block *i_sb;
	unsigned long i_ino;
	unsigned int i_nlink;
	__u32 i_generation;
} __attribute__((preserve_access_index));

struct dentry {
	struct dentry *d_parent;
	struct qstr d_name;
	struct inode *d_inode;
} __attribute__((preserve_access_index));

struct vfsmount {
	struct dentry *mnt_root;
} __attribute__((preserve_access_index));

struct mount {
	struct mount *mnt_parent;
	struct dentry *mnt_mountpoint;
	struct vfsmount mnt;
} __attribute__((preserve_access_index));

struct path {
	struct vfsmount *mnt;
	struct dentry *dentry;
} __attribute__((preserve_access_index));

#define S_ISREG(mode) (((mode)&0170000) == 0100000)

struct file {
	unsigned int f_flags;
	unsigned int f_mode;
	struct inode *f_inode;
	struct path f_path;
} __attribute__((preserve_access_index));

/* A read or write that is under way. */
struct kiocb {
	struct file *ki_filp;
	long long ki_pos;
} __attribute__((preserve_access_index));

#define EIOCBQUEUED 529 /* include/linux/errno.h: it will end by itself */

struct fs_struct {
	struct path root;
	struct path pwd;
} __attribute__((preserve_access_index));

struct fdtable {
	unsigned int max_fds;
	struct file **fd;
} __attribute__((preserve_access_index));

struct files_struct {
	struct fdtable *fdt;
} __attribute__((preserve_access_index));

/* The file behind a descriptor of the task, or NULL. */
static __always_inline struct file *task_file(struct task_struct *p, __s32 fd)
{
	struct fdtable *fdt = BPF_CORE_READ(p, files, fdt);
	struct file **files = BPF_CORE_READ(fdt, fd), *file = NULL;

	if (fd >= 0 && fd < BPF_CORE_READ(fdt, max_fds))
		bpf_probe_read_kernel(&file, sizeof(file), files + fd);
	return file;
}
