// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* exitsnoop: processes that end, when the last of their threads has; or threads. */
#include "lib/events.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/task.bpf.h"

#define SIGNAL_GROUP_EXIT 0x4 /* include/linux/sched/signal.h */

struct exit_event {
	struct task task;
	__u64 age;
	__s32 status; /* as wait(2) gives it */
	__u32 is_thread;
};
EXPORT(exit_event);

/* The last two threads of a process can each see that none is left: who comes first tells. Only for as long as
 * that, so that the oldest may be forgotten. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);   /* the leader's address */
	__type(value, __u64); /* and its start: the address comes back */
} told SEC(".maps");

const volatile bool threads;
const volatile bool failed_only;

static __always_inline bool first_to_tell(struct task_struct *leader, __u64 start)
{
	__u64 key = (__u64)leader, *before;

	if (!bpf_map_update_elem(&told, &key, &start, BPF_NOEXIST))
		return true;
	before = bpf_map_lookup_elem(&told, &key);
	if (before && *before == start)
		return false;
	/* another process of before; or no room, which is worse to miss than to tell twice */
	bpf_map_update_elem(&told, &key, &start, BPF_ANY); /* as said */
	return true;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(exited, struct task_struct *p)
{
	struct task_struct *leader = p->group_leader;
	struct signal_struct *signal = p->signal;
	struct exit_event e = {};
	__u64 start;

	if (!threads && signal->live.counter)
		return 0;
	if (!wanted())
		return 0;
	if (threads) {
		start = p->start_boottime;
		e.status = p->exit_code;
	} else {
		start = leader->start_boottime;
		e.status = signal->flags & SIGNAL_GROUP_EXIT ? signal->group_exit_code : leader->exit_code;
	}
	if (failed_only && !e.status)
		return 0;
	if (!threads && !first_to_tell(leader, start))
		return 0;
	task_fill(&e.task);
	if (!threads) {
		e.task.tid = e.task.pid;
		bpf_core_read(e.task.comm, COMM_LEN, &leader->comm);
	}
	e.is_thread = p != leader;
	e.age = e.task.ktime - start;
	event_send(&e, sizeof(e));
	return 0;
}
