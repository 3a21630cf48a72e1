// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* capable: each time that the kernel asks whether a task has a capability. */
#include "lib/events.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/scratch.bpf.h"
#include "lib/stack.bpf.h"
#include "lib/task.bpf.h"

#define MAX_SEEN 10240
#define MAX_CAPS 64 /* they are bits of a 64-bit number */

struct cap_event {
	struct task task;
	__s32 cap;
	__u32 opts; /* CAP_OPT_… of include/linux/security.h */
	__u32 denied;
	__u32 unused;
	struct stack_sizes stack;
	/* the stack follows */
};
EXPORT(cap_event);

struct record {
	struct cap_event event;
	__u8 stack[2 * STACK_SIZE];
};
SCRATCH(record, struct record)

enum told_for { UNIQUE_OFF, UNIQUE_PID, UNIQUE_CGROUP };
EXPORT_ENUM(told_for);

/* What has been told of a process or cgroup. */
struct told {
	__u64 who; /* the address of what is the process's own, or the cgroup */
	__u64 cap;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_SEEN);
	__type(key, struct told);
	__type(value, __u8);
} seen SEC(".maps");

const volatile __u32 unique;

/* True if this is to be told: where there is no room to remember, rather twice than not at all. */
static __always_inline bool is_new(int cap)
{
	struct task_struct *p = (void *)bpf_get_current_task();
	struct told told = {.cap = cap};
	__u8 yes = 1;
	int err; /* the helper fills no more than 32 bits on 5.10 */

	if (unique == UNIQUE_OFF)
		return true;
	told.who = unique == UNIQUE_PID ? (__u64)BPF_CORE_READ(p, signal) : current_cgroup_id();
	err = bpf_map_update_elem(&seen, &told, &yes, BPF_NOEXIST);
	if (err && err != -EEXIST)
		lose(LOSS_MAP);
	return err != -EEXIST;
}

SEC("fexit/cap_capable")
int BPF_PROG(asked, const struct cred *cred, void *ns, int cap, unsigned int opts, int ret)
{
	struct record *r;

	if (!wanted() || !is_new(cap))
		return 0;
	r = record_take();
	if (!r)
		return 0; /* counted as lost */
	task_fill(&r->event.task);
	r->event.cap = cap;
	r->event.opts = opts;
	r->event.denied = ret != 0;
	event_send(r, sizeof(r->event) + stack_append(ctx, r->stack, &r->event.stack));
	record_free(r);
	return 0;
}

/* The address cannot come back before. */
SEC("?tp_btf/sched_process_free")
int BPF_PROG(forget__free, struct task_struct *p)
{
	struct told told = {.who = (__u64)p->signal};

	if (p->pid != p->tgid)
		return 0;
	for (int cap = 0; cap < MAX_CAPS; cap++) {
		told.cap = cap;
		bpf_map_delete_elem(&seen, &told);
	}
	return 0;
}
