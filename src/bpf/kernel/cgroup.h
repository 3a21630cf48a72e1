/* Control groups of the unified hierarchy (cgroup v2). */
#pragma once

struct kernfs_node {
	__u64 id; /* the inode number of the group's folder */
} __attribute__((preserve_access_index));

struct cgroup {
	int level; /* 0 is the root */
	struct kernfs_node *kn;
} __attribute__((preserve_access_index));

struct cgroup___pre_6_1 {
	__u64 ancestor_ids[0];
} __attribute__((preserve_access_index));

struct cgroup___since_6_1 {
	struct cgroup *ancestors[0];
} __attribute__((preserve_access_index));

struct css_set {
	struct cgroup *dfl_cgrp;
} __attribute__((preserve_access_index));

static __always_inline __u64 cgroup_id(struct cgroup *cgroup)
{
	return BPF_CORE_READ(cgroup, kn, id);
}

/* The id of the ancestor at `level` (the group itself is its last), or 0 if the group lies higher.
 * ancestor_ids[] became ancestors[] in 6.1 (7f203bc89eb6). */
static __always_inline __u64 cgroup_ancestor_id(struct cgroup *cgroup, int level)
{
	struct cgroup___since_6_1 *now = (void *)cgroup;
	struct cgroup___pre_6_1 *before = (void *)cgroup;
	struct cgroup *ancestor = NULL;
	__u64 id = 0;

	if (BPF_CORE_READ(cgroup, level) < level)
		return 0;
	if (bpf_core_field_exists(now->ancestors)) {
		bpf_probe_read_kernel(&ancestor, sizeof(ancestor),
				      (void *)&now->ancestors + level * sizeof(ancestor));
		return cgroup_id(ancestor);
	}
	bpf_probe_read_kernel(&id, sizeof(id), (void *)&before->ancestor_ids + level * sizeof(id));
	return id;
}
