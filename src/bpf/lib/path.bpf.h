/* Paths as their process sees them, built from the dentries. */
#pragma once
#include "lib/loss.bpf.h"
#include "lib/scratch.bpf.h"
#include "kernel/fs.h"

#define PATH_LEN   4096
#define NAME_LEN   255
#define PATH_DEPTH 64

/* A path being written from its end. It lives in a map's value: what the verifier reads from there it knows
 * nothing of, so that all ways through a step of the loop look alike to it and are verified once. */
struct path_text {
	struct dentry *dentry;
	struct vfsmount *mnt;
	__u32 at;  /* where the path starts; it ends before text[PATH_LEN] */
	__u32 cut; /* 1: too deep or too long, the beginning is missing */
	char text[PATH_LEN + NAME_LEN + 1];
};

/* Goes one step up. False at the root, or where there is no further way. */
static __always_inline bool path_step(struct path_text *p, struct dentry *root_dentry,
				      struct vfsmount *root_mnt)
{
	struct dentry *dentry = p->dentry, *parent;
	struct vfsmount *mnt = p->mnt;
	const unsigned char *name;
	__u32 len, at;

	if (dentry == root_dentry && mnt == root_mnt)
		return false;
	if (dentry == BPF_CORE_READ(mnt, mnt_root)) {
		struct mount *mount = (void *)mnt - bpf_core_field_offset(struct mount, mnt);
		struct mount *above = BPF_CORE_READ(mount, mnt_parent);

		if (above == mount)
			return false;
		p->dentry = BPF_CORE_READ(mount, mnt_mountpoint);
		p->mnt = (void *)above + bpf_core_field_offset(struct mount, mnt);
		return true;
	}
	parent = BPF_CORE_READ(dentry, d_parent);
	if (parent == dentry)
		return false;
	len = BPF_CORE_READ(dentry, d_name.len);
	name = BPF_CORE_READ(dentry, d_name.name);
	at = p->at;
	if (len > NAME_LEN || len >= at) {
		p->cut = 1;
		return false;
	}
	at = (at - len - 1) & (PATH_LEN - 1);
	p->at = at;
	p->dentry = parent;
	p->text[at] = '/';
	bpf_probe_read_kernel(&p->text[at + 1], len & NAME_LEN, name);
	return true;
}

/* Writes the path of an entry of a mount as seen from `root`, going up at most `depth` steps; p->at == PATH_LEN
 * stands for the root itself. Without a mount it is as its file system has it. */
static __always_inline void path_write(struct path_text *p, struct vfsmount *mnt, struct dentry *dentry,
				       const struct path *root, int depth)
{
	struct dentry *root_dentry = BPF_CORE_READ(root, dentry);
	struct vfsmount *root_mnt = BPF_CORE_READ(root, mnt);

	p->dentry = dentry;
	p->mnt = mnt;
	p->at = PATH_LEN;
	p->cut = 0;
	for (int i = 0; i < depth; i++)
		if (!path_step(p, root_dentry, root_mnt))
			return;
	p->cut = 1;
}

/* A path is built unasked where a descriptor is all that there is, and each step up makes every start longer:
 * the verifier goes through all. */
#define FD_DEPTH 10

/* Copies the path of an entry of a mount as the current task sees it to `to`, where PATH_LEN bytes have room;
 * nothing for the root itself. Returns the length. */
static __always_inline __u32 path_copy_of(char *to, struct path_text *text, struct vfsmount *mnt,
					  struct dentry *dentry, int depth)
{
	struct task_struct *p = (void *)bpf_get_current_task();
	struct fs_struct *fs = BPF_CORE_READ(p, fs);
	__u32 at, len;

	path_write(text, mnt, dentry, &fs->root, depth);
	at = text->at;
	len = (PATH_LEN - at) & (PATH_LEN - 1);
	bpf_probe_read_kernel(to, len, &text->text[at & (PATH_LEN - 1)]);
	return len;
}

/* The same of `path`. */
static __always_inline __u32 path_copy(char *to, struct path_text *text, const struct path *path, int depth)
{
	return path_copy_of(to, text, BPF_CORE_READ(path, mnt), BPF_CORE_READ(path, dentry), depth);
}

/* Copies the name of an entry, or with `full` its path as the current task sees it, to `to`, where PATH_LEN
 * bytes have room. Returns the length. */
static __always_inline __u32 name_or_path_copy(char *to, struct path_text *text, struct vfsmount *mnt,
					       struct dentry *dentry, bool full)
{
	__u32 len = BPF_CORE_READ(dentry, d_name.len);

	text->cut = 0;
	if (full)
		return path_copy_of(to, text, mnt, dentry, PATH_DEPTH);
	if (len > NAME_LEN)
		len = NAME_LEN;
	if (bpf_probe_read_kernel(to, len & NAME_LEN, BPF_CORE_READ(dentry, d_name.name)))
		lose(LOSS_FAULT);
	return len;
}
