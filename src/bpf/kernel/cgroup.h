/* Control groups, of the unified hierarchy (v2) and of a controller's own (v1). */
#pragma once

struct kernfs_node {
	__u64 id; /* the inode number of the group's folder */
} __attribute__((preserve_access_index));

struct cgroup_root {
	int hierarchy_id; /* the first number of a line in /proc/PID/cgroup; 0: the unified one */
} __attribute__((preserve_access_index));

struct cgroup {
	int level; /* 0 is the root */
	struct kernfs_node *kn;
	struct cgroup_root *root;
} __attribute__((preserve_access_index));

struct cgroup___pre_6_1 {
	__u64 ancestor_ids[0];
} __attribute__((preserve_access_index));

struct cgroup___since_6_1 {
	struct cgroup *ancestors[0];
} __attribute__((preserve_access_index));

struct cgroup_subsys_state {
	struct cgroup *cgroup;
} __attribute__((preserve_access_index));

struct css_set {
	struct cgroup *dfl_cgrp;
	struct cgroup_subsys_state *subsys[1]; /* as many as there are controllers, by cgroup_subsys_id */
} __attribute__((preserve_access_index));

/* The numbers differ with what a kernel is built with. */
enum cgroup_subsys_id___any { io_cgrp_id___any = 1, memory_cgrp_id___any, pids_cgrp_id___any };

static __always_inline __u64 cgroup_id(struct cgroup *cgroup)
{
	return BPF_CORE_READ(cgroup, kn, id);
}

/* The group of a controller that has a hierarchy of its own. */
static __always_inline struct cgroup *css_set_cgroup(struct css_set *set, __u32 controller)
{
	struct cgroup_subsys_state *css = NULL;

	bpf_probe_read_kernel(&css, sizeof(css), (void *)&set->subsys + controller * sizeof(css));
	return BPF_CORE_READ(css, cgroup);
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
