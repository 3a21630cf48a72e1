// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* sigsnoop: every signal that is sent, by a system call or by the kernel; or the calls of kill(2) and its
 * relatives, with what they returned. */
#include "lib/events.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/task.bpf.h"
#include "kernel/ptregs.h"

struct signal_event {
	struct task task;
	__s32 signal;
	__s32 target_pid; /* of a call: what it was given */
	__s32 target_tid; /* 0: the whole process */
	__u32 result;	  /* TRACE_SIGNAL_…; not of a call */
	__s32 err;	  /* errno of a call, 0 for none */
	__u32 is_call;
	__u8 target_comm[COMM_LEN]; /* not of a call */
};
EXPORT(signal_event);

const volatile __u64 signals; /* bit n: signal n + 1 is wanted; 0: all */
const volatile bool failed_only;

static __always_inline bool wanted_signal(__s32 signal, bool failed)
{
	if (signals && (signal < 1 || signal > 64 || !(signals >> (signal - 1) & 1)))
		return false;
	return (failed || !failed_only) && wanted();
}

SEC("?tp_btf/signal_generate")
int BPF_PROG(generated, int signal, void *info, struct task_struct *target, int group, int result)
{
	struct signal_event e = {};

	if (!wanted_signal(signal, result))
		return 0;
	task_fill(&e.task);
	e.signal = signal;
	e.target_pid = TASK_PID(target);
	e.target_tid = TASK_TID(target);
	e.result = result;
	bpf_core_read(e.target_comm, COMM_LEN, &target->comm);
	event_send(&e, sizeof(e));
	return 0;
}

static __always_inline int called(__s32 pid, __s32 tid, __s32 signal, int ret)
{
	struct signal_event e = {};

	if (!wanted_signal(signal, ret < 0))
		return 0;
	task_fill(&e.task);
	e.signal = signal;
	e.target_pid = pid;
	e.target_tid = tid;
	e.err = -ret;
	e.is_call = 1;
	event_send(&e, sizeof(e));
	return 0;
}

SEC("?fexit/" SYSCALL(kill))
int BPF_PROG(kill, struct pt_regs *regs, int ret)
{
	return called(syscall_arg(0), 0, syscall_arg(1), ret);
}

SEC("?fexit/" SYSCALL(tkill))
int BPF_PROG(tkill, struct pt_regs *regs, int ret)
{
	return called(0, syscall_arg(0), syscall_arg(1), ret);
}

SEC("?fexit/" SYSCALL(tgkill))
int BPF_PROG(tgkill, struct pt_regs *regs, int ret)
{
	return called(syscall_arg(0), syscall_arg(1), syscall_arg(2), ret);
}

/* Where 32-bit programs come in with functions of their own. */
SEC("?fexit/__ia32_sys_kill")
int BPF_PROG(maybe_kill_32, struct pt_regs *regs, int ret)
{
	return called(syscall_arg_32(0), 0, syscall_arg_32(1), ret);
}

SEC("?fexit/__ia32_sys_tkill")
int BPF_PROG(maybe_tkill_32, struct pt_regs *regs, int ret)
{
	return called(0, syscall_arg_32(0), syscall_arg_32(1), ret);
}

SEC("?fexit/__ia32_sys_tgkill")
int BPF_PROG(maybe_tgkill_32, struct pt_regs *regs, int ret)
{
	return called(syscall_arg_32(0), syscall_arg_32(1), syscall_arg_32(2), ret);
}
