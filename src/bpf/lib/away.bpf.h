/* Times off the CPU, counted by the stack in which it was left and the one that woke the task, if that is
 * known.
 *
 * Most of the price is the kernel's way through the stack. From a tracepoint it has no registers to begin with,
 * and goes through the frames of itself and of the tracing first, which are as many as are told. So the stack
 * is taken at a kprobe just before, which has them. What the kernel keeps a kprobe's program from seeing (as
 * long as it, or a task that was put aside in it, is at a map: `bpf_prog_active`), the tracepoint sees to
 * itself; and everything, where there is no such place, or where few tasks are wanted and a kprobe for each
 * switch would cost more than it saves. */
#pragma once
#include "lib/offcpu.bpf.h"
#include "kernel/ptregs.h"

/* At the beginning of `psi_task_switch`, of which nothing is told: the current task is about to leave the CPU.
 */
SEC("?kprobe")
int maybe_first_stack__kprobe(struct pt_regs *ctx)
{
	struct task_struct *p = (void *)bpf_get_current_task();
	__u64 who = current_pid_tid(), id;

	if (!offcpu_counts(p, bpf_get_current_pid_tgid(), who >> 32))
		return 0;
	if (!stack_here(ctx, who >> 32, who, true, 1, &id))
		id = 0; /* counted as lost, once */
	offcpu_begin(p, id, bpf_ktime_get_ns());
	return 0;
}

SEC("tp_btf/sched_switch")
int BPF_PROG(switched, bool preempted, struct task_struct *prev, struct task_struct *next)
{
	struct off *off = offs_get((__u64)next);
	__u64 now = bpf_ktime_get_ns(), ns = offcpu_end(off, now), id;

	if (ns && off->id)
		offcpu_add(next, off->id, off->waker, ns);
	if (off)
		off->since = 0;
	if (!offcpu_wanted(prev))
		return 0;
	if (offcpu.stack_first) {
		off = offs_get((__u64)prev);
		if (off && off->since)
			return 0;
	}
	if (stack_of(ctx, TASK_PID(prev), TASK_TID(prev), &id))
		offcpu_begin(prev, id, now);
	return 0;
}
