// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* runqlat: from when a task could run until it ran: after a wake-up, a fork, or being preempted. */
#include "lib/filter.bpf.h"
#include "lib/hist.bpf.h"
#include "lib/inflight.bpf.h"

enum runqlat_by { BY_NONE, BY_PID, BY_TID, BY_PIDNS, BY_CGROUP };
EXPORT_ENUM(runqlat_by);

/* Since when each task waits, 0 if it does not. An entry stays as long as its task: two lookups are half the
 * price of an insertion and a deletion. The task's address cannot come back before sched_process_free, its
 * number can. */
INFLIGHT(waiting, __u64, __u64)

static __always_inline void begins(struct task_struct *p, __u64 now)
{
	__u64 *since;

	if (!wanted_task(p))
		return;
	since = waiting_get((__u64)p);
	if (since)
		*since = now;
	else
		waiting_put((__u64)p, &now);
}

static __always_inline void ends(struct task_struct *p, __u64 now)
{
	__u64 *since = waiting_get((__u64)p), waited;
	struct hist_key key = {};
	const char *name = NULL;

	if (!since || !*since)
		return;
	waited = now - *since;
	*since = 0;
	if (hist.by == BY_PID) {
		key.id[0] = p->tgid;
		name = p->group_leader->comm;
	} else if (hist.by == BY_TID) {
		key.id[0] = p->pid;
		name = p->comm;
	} else if (hist.by == BY_PIDNS) {
		key.id[0] = task_pidns(p);
	} else if (hist.by == BY_CGROUP) {
		key.id[0] = cgroup_id(p->cgroups->dfl_cgrp);
	}
	hist_add(&key, waited, name);
}

SEC("tp_btf/sched_switch")
int BPF_PROG(switched, bool preempted, struct task_struct *prev, struct task_struct *next)
{
	__u64 now = bpf_ktime_get_ns();

	/* preempted on its way to sleep, a task is no longer TASK_RUNNING and still waits for the CPU */
	if (prev->pid && (preempted || task_runnable(prev)))
		begins(prev, now);
	if (next->pid) /* the idle task waits for nothing */
		ends(next, now);
	return 0;
}

SEC("tp_btf/sched_wakeup")
int BPF_PROG(woken, struct task_struct *p)
{
	begins(p, bpf_ktime_get_ns());
	return 0;
}

SEC("tp_btf/sched_wakeup_new")
int BPF_PROG(born, struct task_struct *p)
{
	begins(p, bpf_ktime_get_ns());
	return 0;
}

SEC("tp_btf/sched_process_free")
int BPF_PROG(freed, struct task_struct *p)
{
	waiting_drop((__u64)p);
	return 0;
}
