/* Which cgroup stands for a task, and what user space has decided on cgroups; `common::groups` is the other
 * half.
 *
 * Names of containers are on disk, so whether a group is a wanted one only user space can say. Until it has,
 * the group is undecided: rows from it go to user space, which looks again, and what is counted of it is
 * counted apart. */
#pragma once
#include "lib/frame.bpf.h"
#include "lib/loss.bpf.h"

#define CGROUP_PATH 512

enum verdict { VERDICT_UNDECIDED = 1, VERDICT_IN, VERDICT_OUT };

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1); /* user space gives it room for all groups */
	__type(key, __u64);	/* cgroup id */
	__type(value, __u8);
} cgroup_verdicts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
} cgroup_news SEC(".maps");

/* What was last said of groups, in a place that follows from the id: to look there takes a fifth of the time.
 * Each word is the id and the verdict, which is final: no group gets the id of another. */
#define CGROUP_PLACES 256

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, CGROUP_PLACES);
	__type(key, __u32);
	__type(value, __u64);
} cgroup_known SEC(".maps");

enum cgroup_event { CGROUP_NEW, CGROUP_GONE, CGROUP_EXEC, CGROUP_SEEN };

struct cgroup_news {
	__u64 id;
	__u64 parent;		/* of a new one */
	__u32 event;		/* enum cgroup_event */
	__u32 length;		/* of the path, its NUL included */
	char path[CGROUP_PATH]; /* of a new one, from the root of its hierarchy */
};

/* The group that stands for a task. */
static __always_inline struct cgroup *task_cgroup(struct task_struct *p)
{
	struct css_set *set = BPF_CORE_READ(p, cgroups);

	if (frame.controller == CONTROLLER_IO)
		return css_set_cgroup(set, bpf_core_enum_value(enum cgroup_subsys_id___any, io_cgrp_id___any));
	if (frame.controller == CONTROLLER_MEMORY)
		return css_set_cgroup(set,
				      bpf_core_enum_value(enum cgroup_subsys_id___any, memory_cgrp_id___any));
	if (frame.controller == CONTROLLER_PIDS)
		return css_set_cgroup(set,
				      bpf_core_enum_value(enum cgroup_subsys_id___any, pids_cgrp_id___any));
	return BPF_CORE_READ(set, dfl_cgrp);
}

/* The id of the group that stands for the current task. */
static __always_inline __u64 current_cgroup_id(void)
{
	return frame.controller ? cgroup_id(task_cgroup((void *)bpf_get_current_task()))
				: bpf_get_current_cgroup_id();
}

static __always_inline volatile __u64 *cgroup_place(__u64 id)
{
	__u32 place = (id * 0x9e3779b97f4a7c15) >> 56;

	return bpf_map_lookup_elem(&cgroup_known, &place);
}

/* True if keys hold the ids of groups, or of some. */
static __always_inline bool keys_have_groups(void)
{
	return frame.by_cgroup || frame.containers >= CONTAINERS_IN;
}

/* A group's id, for keys that have one: where rows tell groups apart, and else of groups that are not known to
 * be wanted, so that user space can tell what was counted of them apart. 0 for the rest. */
static __always_inline __u64 told_group_id(__u64 id)
{
	volatile __u64 *known;

	if (frame.by_cgroup || !keys_have_groups())
		return frame.by_cgroup ? id : 0;
	known = cgroup_place(id);
	return known && *known == (id << 2 | VERDICT_IN) ? 0 : id;
}

/* The same of the current task's group. */
static __always_inline __u64 told_cgroup_id(void)
{
	return keys_have_groups() ? told_group_id(current_cgroup_id()) : 0;
}

/* And of any. */
static __always_inline __u64 told_id_of(struct cgroup *cgroup)
{
	return keys_have_groups() ? told_group_id(cgroup_id(cgroup)) : 0;
}

/* Tells user space of a group that was there at the start, when something happens in it: it may go before what
 * is counted is looked at. Without room for that it is asked then. */
static __always_inline void cgroup_seen(__u64 id)
{
	__u64 news[] = {id, 0, CGROUP_SEEN}; /* what stands before the path */

	_Static_assert(sizeof(news) == __builtin_offsetof(struct cgroup_news, path), "");
	bpf_ringbuf_output(&cgroup_news, news, sizeof(news), 0); /* see above */
}

/* What wanted_group() does not find at once. Neither inlined nor static: it would stand in each program, in
 * some several times. */
__attribute__((noinline)) int wanted_by_verdict(__u64 id)
{
	__u8 *verdict, is = VERDICT_UNDECIDED;
	volatile __u64 *known;

	if (frame.containers < CONTAINERS_IN)
		return true; /* there are no maps */
	verdict = bpf_map_lookup_elem(&cgroup_verdicts, &id);
	if (!verdict) {
		/* It was there at the start: user space decides when it is told of the group, and finds an
		 * entry. Without room for one it is asked each time. */
		if (!bpf_map_update_elem(&cgroup_verdicts, &id, &is, BPF_NOEXIST))
			cgroup_seen(id);
		return true;
	}
	is = *verdict;
	if (is == VERDICT_UNDECIDED)
		return true;
	known = cgroup_place(id);
	if (known && id << 2 >> 2 == id)
		*known = id << 2 | is;
	return is == VERDICT_IN;
}

/* True if the group is of a container that is wanted, or if nothing is decided on it and user space will. */
static __always_inline bool wanted_group(__u64 id)
{
	volatile __u64 *known = cgroup_place(id);
	__u64 word = known ? *known : 0;

	return word && word >> 2 == id ? (word & 3) == VERDICT_IN : wanted_by_verdict(id);
}

/* False if containers are chosen and the group is not of one. */
static __always_inline bool wanted_container(struct cgroup *cgroup)
{
	return frame.containers < CONTAINERS_IN || wanted_group(cgroup_id(cgroup));
}

/* The same of the current task's group, whose id is had for less. */
static __always_inline bool current_wanted_container(void)
{
	return frame.containers < CONTAINERS_IN || wanted_group(current_cgroup_id());
}

/* Tells user space at once. */
static __always_inline void cgroup_tell(__u64 id, __u64 parent, __u32 event, const char *path)
{
	struct cgroup_news *news = bpf_ringbuf_reserve(&cgroup_news, sizeof(*news), 0);
	long length = 0;

	if (!news) {
		lose(LOSS_MAP);
		return;
	}
	news->id = id;
	news->parent = parent;
	news->event = event;
	if (path)
		length = bpf_probe_read_kernel_str(news->path, sizeof(news->path), path);
	if (length < 0)
		lose(LOSS_FAULT);
	news->length = length < 0 ? 0 : length;
	bpf_ringbuf_submit(news, BPF_RB_FORCE_WAKEUP);
}

static __always_inline bool is_of_hierarchy(struct cgroup *cgroup)
{
	return BPF_CORE_READ(cgroup, root, hierarchy_id) == frame.hierarchy;
}

/* A new group below a container's is that container's; any other may become one, so it is undecided. */
SEC("?tp_btf/cgroup_mkdir")
int BPF_PROG(maybe_group_new, struct cgroup *typed, const char *path)
{
	struct cgroup *cgroup = (void *)raw_arg(ctx, 0); /* no offset may be added to the typed one */
	__u64 id, parent;
	__u8 of_container = frame.containers == CONTAINERS_OUT ? VERDICT_OUT : VERDICT_IN;
	__u8 verdict = VERDICT_UNDECIDED, *above;

	if (!is_of_hierarchy(cgroup))
		return 0;
	id = cgroup_id(cgroup);
	parent = cgroup_ancestor_id(cgroup, BPF_CORE_READ(cgroup, level) - 1);
	above = bpf_map_lookup_elem(&cgroup_verdicts, &parent);
	if (above && *above == of_container)
		verdict = of_container;
	if (bpf_map_update_elem(&cgroup_verdicts, &id, &verdict, BPF_ANY))
		lose(LOSS_MAP);
	cgroup_tell(id, parent, CGROUP_NEW, path);
	return 0;
}

/* A group that is undecided is looked at again when a program starts in it: what is on disk about a container
 * is there by then. */
SEC("?tp_btf/sched_process_exec")
int BPF_PROG(maybe_group_exec, struct task_struct *p)
{
	__u64 id = cgroup_id(task_cgroup(p));
	__u8 *verdict = bpf_map_lookup_elem(&cgroup_verdicts, &id);

	if (verdict && *verdict == VERDICT_UNDECIDED)
		cgroup_tell(id, 0, CGROUP_EXEC, NULL);
	return 0;
}

/* Nothing is charged to the group any more. */
SEC("?tp_btf/cgroup_release")
int BPF_PROG(maybe_group_gone, struct cgroup *cgroup)
{
	__u64 id;

	if (!is_of_hierarchy(cgroup))
		return 0;
	id = cgroup_id(cgroup);
	bpf_map_delete_elem(&cgroup_verdicts, &id);
	cgroup_tell(id, 0, CGROUP_GONE, NULL);
	return 0;
}
