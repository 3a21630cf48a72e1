// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* fsdist: how long a file system's operations take. */
#include "lib/fs_calls.bpf.h"
#include "lib/hist.bpf.h"

static __always_inline void fs_called(enum fs_operation operation, const struct fs_call *call, __u64 took,
				      __s64 ret)
{
	struct hist_key key = {.id = {fs_told_as(operation)}, .cgroup_id = told_cgroup_id()};

	hist_add(&key, took, NULL);
}

FS_CALLS(getattr, FS_GETATTR, int)
PLACED(getattr, 4) /* or 5, since 5.12: nothing here looks at its result, which would stand elsewhere then */
