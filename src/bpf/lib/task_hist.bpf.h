/* Histograms of times of tasks: of everything, or by what they are. `common::task_hist` is the other half. */
#pragma once
#include "lib/hist.bpf.h"

enum task_by { BY_NONE, BY_PID, BY_TID, BY_PIDNS };

/* Counts a time of `p`, which must be a program's typed argument. */
static __always_inline void task_hist_add(struct task_struct *p, __u64 time)
{
	struct hist_key key = {};
	const char *name = NULL;

	if (hist.by == BY_PID) {
		key.id[0] = TASK_PID(p);
		name = p->group_leader->comm;
	} else if (hist.by == BY_TID) {
		key.id[0] = TASK_TID(p);
		name = p->comm;
	} else if (hist.by == BY_PIDNS) {
		key.id[0] = task_pidns(p);
	}
	if (keys_have_groups())
		key.cgroup_id = told_id_of(task_cgroup(p));
	hist_add(&key, time, name);
}
