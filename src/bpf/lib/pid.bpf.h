/* Numbers of processes and threads as the user sees them: in the PID namespace that the tool runs in. What is
 * in none of its processes has the number 0 there, as the kernel has it. In the first namespace, where most
 * run, they are the kernel's own. Keys of what is under way keep those: they are cheaper, and known to the end.
 */
#pragma once
#include "lib/frame.bpf.h"
#include "kernel/sched.h"

#define MAX_PIDNS_LEVELS 32 /* of the kernel's MAX_PID_NS_LEVEL */

/* The number in the user's namespace of the `struct pid` at this address. Neither inlined nor static: it stands
 * in each program several times, and the verifier goes through it once. */
__attribute__((noinline)) __u32 pid_seen(__u64 address)
{
	struct pid *pid = (void *)address;
	__s32 level = BPF_CORE_READ(pid, level);

	for (int i = 0; i < MAX_PIDNS_LEVELS && level > 0; i++, level--) {
		struct upid *number = (void *)pid->numbers + level * bpf_core_type_size(struct upid);

		if (BPF_CORE_READ(number, ns, ns.inum) == frame.pidns)
			return BPF_CORE_READ(number, nr);
	}
	return 0;
}

/* The process of a task. */
static __always_inline __u32 task_pid(struct task_struct *p)
{
	if (frame.pidns)
		return pid_seen((__u64)BPF_CORE_READ(p, group_leader, thread_pid));
	return BPF_CORE_READ(p, tgid);
}

/* The task's own number: the thread's. */
static __always_inline __u32 task_tid(struct task_struct *p)
{
	if (frame.pidns)
		return pid_seen((__u64)BPF_CORE_READ(p, thread_pid));
	return BPF_CORE_READ(p, pid);
}

/* The same of a program's typed argument: a plain load is cheaper than a read by helper. */
#define TASK_PID(p) (frame.pidns ? task_pid(p) : (__u32)(p)->tgid)
#define TASK_TID(p) (frame.pidns ? task_tid(p) : (__u32)(p)->pid)

/* Those of the current task: the process in the upper half, the thread in the lower one. */
static __always_inline __u64 current_pid_tid(void)
{
	struct task_struct *p;

	if (!frame.pidns)
		return bpf_get_current_pid_tgid();
	p = (void *)bpf_get_current_task();
	return (__u64)task_pid(p) << 32 | task_tid(p);
}
