/* Since when each task has been in some state: waiting for a CPU, on one, off it, in a system call. */
#pragma once
#include "lib/filter.bpf.h"
#include "lib/inflight.bpf.h"

/* 0 if it is not in that state. An entry stays as long as its task: two lookups are half the price of an
 * insertion and a deletion. The task's address cannot come back before sched_process_free, its number can. */
INFLIGHT(since, __u64, __u64)

/* The state of `p` begins. */
static __always_inline void since_set(struct task_struct *p, __u64 now)
{
	__u64 *since = since_get((__u64)p);

	if (since)
		*since = now;
	else
		since_put((__u64)p, &now);
}

/* The same, if `p` is wanted. */
static __always_inline void since_begins(struct task_struct *p, __u64 now)
{
	if (wanted_task(p))
		since_set(p, now);
}

/* It ends; false if it had not begun. */
static __always_inline bool since_ends(struct task_struct *p, __u64 now, __u64 *took)
{
	__u64 *since = since_get((__u64)p);

	if (!since || !*since)
		return false;
	*took = now - *since;
	*since = 0;
	return true;
}

SEC("?tp_btf/sched_process_free")
int BPF_PROG(freed, struct task_struct *p)
{
	since_drop((__u64)p);
	return 0;
}
