// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* runqlat: how long tasks wait for a CPU. */
#include "lib/runq.bpf.h"
#include "lib/task_hist.bpf.h"

static __always_inline void ran(struct task_struct *p, __u64 waited, struct task_struct *prev)
{
	task_hist_add(p, waited);
}
