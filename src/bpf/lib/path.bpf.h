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

/* By the number of the record that the path is for: whoever has that has the path's place, too. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, SCRATCH_PLACES);
	__type(key, __u32);
	__type(value, struct path_text);
} path_texts SEC(".maps");

static __always_inline struct path_text *path_text_at(__u32 place)
{
	return bpf_map_lookup_elem(&path_texts, &place);
}

/* Goes one step up. False at the root, or where there is no further way. A global function, which takes nothing
 * but numbers before 5.12: the verifier goes through it once, and not for each step. */
__attribute__((noinline)) int path_step(__u32 place, __u64 root_dentry, __u64 root_mnt)
{
	struct path_text *p = path_text_at(place);
	struct dentry *dentry, *parent;
	struct vfsmount *mnt;
	const unsigned char *name;
	__u32 len, at;

	if (!p)
		return false;
	dentry = p->dentry;
	mnt = p->mnt;
	if ((__u64)dentry == root_dentry && (__u64)mnt == root_mnt)
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
	if (bpf_probe_read_kernel(&p->text[at + 1], len & NAME_LEN, name))
		lose(LOSS_FAULT); /* the row has zeros there */
	return true;
}

/* A path is built unasked where a descriptor is all that there is: not with more steps than this. */
#define FD_DEPTH 10

/* Writes the path of an entry of a mount as the current task sees it, going up at most `depth` steps; its
 * place's `at` is PATH_LEN for the root itself. Without a mount it is as its file system has it. */
static __always_inline void path_write(__u32 place, __u64 mnt, __u64 dentry, int depth)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	struct path_text *p = path_text_at(place);
	struct fs_struct *fs = BPF_CORE_READ(task, fs);
	__u64 root_dentry = (__u64)BPF_CORE_READ(fs, root.dentry),
	      root_mnt = (__u64)BPF_CORE_READ(fs, root.mnt);

	if (!p)
		return;
	p->dentry = (void *)dentry;
	p->mnt = (void *)mnt;
	p->at = PATH_LEN;
	p->cut = 0;
	for (int i = 0; i < depth; i++)
		if (!path_step(place, root_dentry, root_mnt))
			return;
	p->cut = 1;
}

/* Both global as well: once for each program, and a number of steps that the verifier knows. */
__attribute__((noinline)) int path_write_whole(__u32 place, __u64 mnt, __u64 dentry)
{
	path_write(place, mnt, dentry, PATH_DEPTH);
	return 0;
}

__attribute__((noinline)) int path_write_end(__u32 place, __u64 mnt, __u64 dentry)
{
	path_write(place, mnt, dentry, FD_DEPTH);
	return 0;
}

/* Copies the path of an entry of a mount as the current task sees it to `to`, where PATH_LEN bytes have room;
 * nothing for the root itself. `place` is the number of the record that it is for. Says in `cut` if its
 * beginning is missing, as that of a deep path is unless the `whole` one is wanted. Returns the length. */
static __always_inline __u32 path_copy_of(char *to, __u32 place, struct vfsmount *mnt, struct dentry *dentry,
					  bool whole, __u32 *cut)
{
	struct path_text *text = path_text_at(place);
	__u32 at, len;

	if (!text)
		return 0;
	if (whole)
		path_write_whole(place, (__u64)mnt, (__u64)dentry);
	else
		path_write_end(place, (__u64)mnt, (__u64)dentry);
	*cut = text->cut;
	at = text->at;
	len = (PATH_LEN - at) & (PATH_LEN - 1);
	bpf_probe_read_kernel(to, len, &text->text[at & (PATH_LEN - 1)]);
	return len;
}

/* The same of `path`. */
static __always_inline __u32 path_copy(char *to, __u32 place, const struct path *path, bool whole, __u32 *cut)
{
	return path_copy_of(to, place, BPF_CORE_READ(path, mnt), BPF_CORE_READ(path, dentry), whole, cut);
}

/* Copies the name of an entry, or with `full` its path as the current task sees it, to `to`, where PATH_LEN
 * bytes have room. As path_copy_of(). */
static __always_inline __u32 name_or_path_copy(char *to, __u32 place, struct vfsmount *mnt,
					       struct dentry *dentry, bool full, __u32 *cut)
{
	__u32 len = BPF_CORE_READ(dentry, d_name.len);

	*cut = 0;
	if (full)
		return path_copy_of(to, place, mnt, dentry, true, cut);
	if (len > NAME_LEN)
		len = NAME_LEN;
	if (bpf_probe_read_kernel(to, len & NAME_LEN, BPF_CORE_READ(dentry, d_name.name)))
		lose(LOSS_FAULT);
	return len;
}
