// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* syscount: system calls by number or by process: how many, how many of them failed, and how long they took.
 *
 * They are counted where they begin, so that those count which never end; only their results and times are told
 * at their end, where the child of a fork is seen a second time. */
#include "lib/since.bpf.h"
#include "lib/sums.bpf.h"
#include "lib/task.bpf.h"
#include "kernel/ptregs.h"

/* Numbers of calls of one kind, and a last one for all that are higher. Those of x32 end at 547. */
#define CALLS 576

enum call_kind { CALL_NATIVE, CALL_32, CALL_X32, CALL_KINDS };

struct call_total {
	__u64 count;
	__u64 time; /* ns, if asked for */
};
EXPORT(call_total);

struct process_key {
	__u64 cgroup_id; /* as told_cgroup_id() */
	__u64 pid;
};
EXPORT(process_key);

struct process_total {
	__u64 count;
	__u64 time;
	__u8 comm[COMM_LEN];
};
EXPORT(process_total);

SUM_TABLE(calls, struct call_total, CALLS *CALL_KINDS)
SUMS(processes, struct process_key, struct process_total, MAX_SUMS)

const volatile bool by_process;
const volatile bool with_time;
const volatile bool failed_only;
const volatile __s32 only_errno; /* 0: any */

static __always_inline void count_call(int number, __u64 took)
{
	struct call_total *total;
	__u32 kind = CALL_NATIVE;

	if (number < 0) /* skipped by a tracer, or a return from a signal */
		return;
	if (in_syscall_32())
		kind = CALL_32;
	else if (number & SYSCALL_X32)
		kind = CALL_X32;
	number &= ~SYSCALL_X32;
	if (number >= CALLS)
		number = CALLS - 1;
	total = calls_row(kind * CALLS + number);
	if (!total)
		return;
	__sync_fetch_and_add(&total->count, 1);
	if (took)
		__sync_fetch_and_add(&total->time, took);
}

static __always_inline void count_process(__u64 took)
{
	struct process_key key = {told_cgroup_id(), current_pid_tid() >> 32};
	struct process_total *total = processes_get(&key);

	if (!total) {
		struct task_struct *p = (void *)bpf_get_current_task();
		struct process_total first = {};

		BPF_CORE_READ_INTO(&first.comm, p, group_leader, comm);
		total = processes_new(&key, &first);
		if (!total)
			return;
	}
	__sync_fetch_and_add(&total->count, 1);
	if (took)
		__sync_fetch_and_add(&total->time, took);
}

static __always_inline void count(int number, __u64 took)
{
	if (by_process)
		count_process(took);
	else
		count_call(number, took);
}

SEC("?tp_btf/sys_enter")
int BPF_PROG(entered, struct pt_regs *regs, long number)
{
	if (!wanted())
		return 0;
	if (with_time)
		since_set((void *)bpf_get_current_task(), bpf_ktime_get_ns());
	else
		count(number, 0);
	return 0;
}

SEC("?tp_btf/sys_exit")
int BPF_PROG(left, struct pt_regs *regs, long ret)
{
	__u64 took = 0;

	if ((failed_only && !IS_ERR(ret)) || (only_errno && ret != -only_errno))
		return 0;
	if (with_time) {
		if (!since_ends((void *)bpf_get_current_task(), bpf_ktime_get_ns(), &took))
			return 0;
	} else if (!wanted()) {
		return 0;
	}
	count(syscall_number(regs), took);
	return 0;
}

/* A process is called what it runs, not what ran in it first. */
SEC("?tp_btf/sched_process_exec")
int BPF_PROG(renamed, struct task_struct *p)
{
	struct process_key key = {keys_have_groups() ? told_id_of(task_cgroup(p)) : 0, TASK_PID(p)};
	struct process_total *total = processes_get(&key);

	if (total)
		bpf_core_read(total->comm, COMM_LEN, &p->comm);
	return 0;
}
