/* Which tasks are traced: the filters that every tool has. A filter that is not in use costs nothing, as the
 * verifier sees its switch as a constant. `common::filter` is the other half. */
#pragma once
#include "lib/cgroup.bpf.h"
#include "lib/frame.bpf.h"
#include "lib/loss.bpf.h"
#include "lib/pid.bpf.h"

enum filter_kind { FILTER_PID, FILTER_TID, FILTER_PPID, FILTER_UID, FILTER_NETNS, FILTER_MNTNS };

struct filter_id {
	__u32 kind;
	__u32 id;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, struct filter_id);
	__type(value, __u8);
} filter_ids SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u64); /* cgroup id */
	__type(value, __u8);
} filter_cgroups SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, __u32); /* the kernel's own number of the process */
	__type(value, __u8);
} filter_tree SEC(".maps");

static __always_inline bool filter_has(__u32 kind, __u32 id)
{
	struct filter_id key = {kind, id};

	return bpf_map_lookup_elem(&filter_ids, &key);
}

/* True if there are filters of cgroups. */
static __always_inline bool filters_cgroups(void)
{
	return frame.cgroup_levels || frame.containers >= CONTAINERS_IN;
}

/* True if the group, or one above it, is wanted. */
static __always_inline bool wanted_cgroup(struct cgroup *cgroup)
{
	if (!wanted_container(cgroup))
		return false;
	if (!frame.cgroup_levels)
		return true;
	for (int level = 0; level < MAX_CGROUP_LEVELS; level++) {
		__u64 id;

		if (!(frame.cgroup_levels & 1u << level))
			continue;
		id = cgroup_ancestor_id(cgroup, level);
		if (id && bpf_map_lookup_elem(&filter_cgroups, &id))
			return true;
	}
	return false;
}

static __always_inline bool wanted_comm(const char *comm)
{
	const __u64 *name = (const __u64 *)comm;
	bool found = !frame.nr_comms;

	for (int i = 0; i < MAX_COMMS && i < frame.nr_comms; i++)
		found |= !((name[0] ^ frame.comms[i].bytes[0]) & frame.comms[i].mask[0]) &&
			 !((name[1] ^ frame.comms[i].bytes[1]) & frame.comms[i].mask[1]);
	if (!found || !frame.by_comm_part)
		return found;
	for (int start = 0; start < COMM_LEN - 1; start++) {
		__u64 low = name[0], high = name[1];

		if (start >= 8)
			low = high >> (start - 8) * 8, high = 0;
		else if (start)
			low = low >> start * 8 | high << (8 - start) * 8, high >>= start * 8;
		if (!((low ^ frame.comm_part.bytes[0]) & frame.comm_part.mask[0]) &&
		    !((high ^ frame.comm_part.bytes[1]) & frame.comm_part.mask[1]))
			return true;
	}
	return false;
}

/* True if there are filters of tasks, so that an event nobody is known to have caused is not wanted. The cgroup
 * is not among them: some events have one of their own. */
static __always_inline bool filters_tasks(void)
{
	return frame.by_pid || frame.by_tree || frame.by_tid || frame.by_ppid || frame.by_uid ||
	       frame.by_netns || frame.by_mntns || frame.nr_comms || frame.by_comm_part;
}

/* True if the process is COMMAND's or comes of it. */
static __always_inline bool is_of_tree(struct task_struct *p)
{
	__u32 pid = BPF_CORE_READ(p, tgid);

	if (bpf_map_lookup_elem(&filter_tree, &pid))
		return true;
	return frame.pidns && task_pid(p) == frame.command;
}

/* True if the filters want `p`; only if `cgroup` does its own count. */
static __always_inline bool wanted_by(struct task_struct *p, bool cgroup)
{
	if (frame.by_pid && !filter_has(FILTER_PID, task_pid(p)))
		return false;
	if (frame.by_tree && !is_of_tree(p))
		return false;
	if (frame.by_tid && !filter_has(FILTER_TID, task_tid(p)))
		return false;
	if (frame.by_ppid && !filter_has(FILTER_PPID, task_pid(BPF_CORE_READ(p, real_parent))))
		return false;
	if (frame.by_uid && !filter_has(FILTER_UID, BPF_CORE_READ(p, cred, uid.val)))
		return false;
	if (frame.by_netns && !filter_has(FILTER_NETNS, BPF_CORE_READ(p, nsproxy, net_ns, ns.inum)))
		return false;
	if (frame.by_mntns && !filter_has(FILTER_MNTNS, BPF_CORE_READ(p, nsproxy, mnt_ns, ns.inum)))
		return false;
	if (frame.nr_comms || frame.by_comm_part) {
		__u64 comm[2];

		bpf_core_read(comm, COMM_LEN, &p->comm);
		if (!wanted_comm((char *)comm))
			return false;
	}
	return !cgroup || !filters_cgroups() || wanted_cgroup(task_cgroup(p));
}

/* True if events of `p`, which need not be the current task, are wanted. */
static __always_inline bool wanted_task(struct task_struct *p)
{
	return wanted_by(p, true);
}

/* True if events of the current task are wanted. */
static __always_inline bool wanted(void)
{
	struct task_struct *p = (void *)bpf_get_current_task();

	if ((frame.pidns ? task_pid(p) : bpf_get_current_pid_tgid() >> 32) == frame.own_pid)
		return false;
	if (frame.cgroup_levels)
		return wanted_task(p);
	return wanted_by(p, false) && current_wanted_container();
}

/* COMMAND's tree: a child of a wanted process is wanted until it is gone. */
SEC("?tp_btf/sched_process_fork")
int BPF_PROG(maybe_tree_fork, struct task_struct *parent, struct task_struct *child)
{
	__u32 to = child->tgid;
	__u8 yes = 1;

	if (parent->tgid == to || !is_of_tree((void *)raw_arg(ctx, 0)))
		return 0;
	if (bpf_map_update_elem(&filter_tree, &to, &yes, BPF_ANY))
		lose(LOSS_MAP);
	return 0;
}

/* The first thread is let go of when no other is left, whose exits can be told in any order. */
SEC("?tp_btf/sched_process_free")
int BPF_PROG(maybe_tree_free, struct task_struct *p)
{
	__u32 pid = p->tgid;

	if (p->pid == p->tgid)
		bpf_map_delete_elem(&filter_tree, &pid);
	return 0;
}
