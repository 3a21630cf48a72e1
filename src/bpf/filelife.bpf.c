// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* filelife: files that are made and removed, and how long they were there.
 *
 * A file is known by its number and generation, which come back together with no other file. It is gone when
 * its last name is. security_inode_unlink has the same arguments on every kernel, but nothing says there
 * whether it works out; vfs_unlink tells that, when the name may be all that is left. */
#include "lib/events.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/inflight.bpf.h"
#include "lib/path.bpf.h"
#include "lib/task.bpf.h"

struct life_event {
	struct task task;
	__u64 age;
	__u32 path_cut; /* 1: the path lacks its beginning, being too deep */
	__u32 unused;
	/* the name or the path follows, without a NUL */
};
EXPORT(life_event);

struct record {
	struct life_event event;
	char path[PATH_LEN];
};
SCRATCH(record, struct record)

struct file_id {
	__u64 number;
	__u32 dev;
	__u32 generation;
};

/* When files were made. */
INFLIGHT(made, struct file_id, __u64)

/* A name that a thread is removing. */
struct removal {
	struct dentry *dentry;
	struct vfsmount *mnt; /* NULL if it goes without a path, as by a server of files */
	struct file_id id;
	__u64 since; /* 0: not known yet */
};
INFLIGHT(removals, __u32, struct removal)

const volatile bool full_paths;

static __always_inline struct file_id file_id(struct inode *inode)
{
	struct file_id id = {.number = BPF_CORE_READ(inode, i_ino),
			     .dev = BPF_CORE_READ(inode, i_sb, s_dev),
			     .generation = BPF_CORE_READ(inode, i_generation)};

	return id;
}

static __always_inline int made_now(struct dentry *dentry)
{
	__u64 now = bpf_ktime_get_ns();

	made_put(file_id(BPF_CORE_READ(dentry, d_inode)), &now);
	return 0;
}

SEC("fentry/do_dentry_open")
int BPF_PROG(opened, struct file *file)
{
	unsigned int mode = file->f_mode;

	if (mode & FMODE_CREATED && !(mode & FMODE_NOACCOUNT))
		made_now(BPF_CORE_READ(file, f_path.dentry));
	return 0;
}

/* By mknod, or below an overlay. */
SEC("?fexit/vfs_create")
int BPF_PROG(create__args4, void *dir_or_map, struct dentry *dentry, unsigned int mode, void *last, int ret)
{
	return ret ? 0 : made_now(dentry);
}

SEC("?fexit/vfs_create")
int BPF_PROG(create__args5, void *map, void *dir, struct dentry *dentry, unsigned int mode, bool excl, int ret)
{
	return ret ? 0 : made_now(dentry);
}

/* Not in every kernel: without it paths end at their file system's root. */
SEC("?fexit/security_path_unlink")
int BPF_PROG(maybe_path, const struct path *dir, struct dentry *dentry, int ret)
{
	struct removal removal = {.dentry = dentry, .mnt = dir->mnt};

	if (!ret)
		removals_put(current_tid(), &removal);
	return 0;
}

SEC("fentry/security_inode_unlink")
int BPF_PROG(removal_begins, void *dir, struct dentry *dentry)
{
	struct removal *known = removals_get(current_tid()), removal = {.dentry = dentry};
	struct inode *inode = dentry->d_inode;
	__u64 *since;

	removal.id = file_id(inode);
	since = made_get(removal.id);
	if (known && known->since) { /* what lies below an overlay: told by its upper name */
		made_drop(removal.id);
		return 0;
	}
	if (!since || BPF_CORE_READ(inode, i_nlink) > 1) {
		removals_drop(current_tid());
		return 0;
	}
	if (known && known->dentry == dentry)
		removal.mnt = known->mnt;
	removal.since = *since;
	removals_put(current_tid(), &removal);
	return 0;
}

static __always_inline int removal_ends(struct dentry *dentry, int ret)
{
	struct removal *removal = removals_get(current_tid());
	struct record *r;

	if (!removal || removal->dentry != dentry)
		return 0;
	if (!ret) {
		made_drop(removal->id);
		r = wanted() ? record_take() : NULL;
		if (r) {
			/* the typed pointer is no number that a function could be given */
			__u32 len = name_or_path_copy(r->path, record_number(r), removal->mnt, removal->dentry,
						      full_paths, &r->event.path_cut);

			task_fill(&r->event.task);
			r->event.age = bpf_ktime_get_ns() - removal->since;
			event_send(r, sizeof(r->event) + (len & (PATH_LEN - 1)));
			record_free(r);
		}
	}
	removals_drop(current_tid());
	return 0;
}

SEC("?fexit/vfs_unlink")
int BPF_PROG(removal_ends__args3, void *dir, struct dentry *dentry, void *delegated, int ret)
{
	return removal_ends(dentry, ret);
}

SEC("?fexit/vfs_unlink")
int BPF_PROG(removal_ends__args4, void *map, void *dir, struct dentry *dentry, void *delegated, int ret)
{
	return removal_ends(dentry, ret);
}
