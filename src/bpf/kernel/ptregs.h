/* The registers in which system calls get their arguments, and the names of the functions that take them, by
 * architecture. */
#pragma once
#include "kernel/sched.h"

struct pt_regs {
#if defined(__TARGET_ARCH_x86)
	unsigned long bx, r9, r8, ax, cx, dx, si, di, sp;
#elif defined(__TARGET_ARCH_arm64)
	__u64 regs[31];
	__u64 sp;
#else
#error "name the registers of this architecture here"
#endif
} __attribute__((preserve_access_index));

enum bpf_func_id___since_5_15 { BPF_FUNC_task_pt_regs___since_5_15 = 175 };

/* The registers with which the current task came into the kernel. There is a helper since 5.15 (dd6e10fbd9fb);
 * before, they lay right at the end of the stack. The functions' own argument will not do: 5.10 does not know
 * its type. */
static __always_inline struct pt_regs *current_regs(void)
{
	struct task_struct *p = (void *)bpf_get_current_task();

	if (bpf_core_enum_value_exists(enum bpf_func_id___since_5_15, BPF_FUNC_task_pt_regs___since_5_15))
		return (void *)bpf_task_pt_regs(bpf_get_current_task_btf());
	return BPF_CORE_READ(p, stack) + 16 * 1024 - bpf_core_type_size(struct pt_regs);
}

/* By how much a function's return takes bytes from the stack: the address to which it goes, if it lies there.
 */
#if defined(__TARGET_ARCH_x86)
#define RETURN_POPS 8
#else
#define RETURN_POPS 0
#endif

#if defined(__TARGET_ARCH_x86)

#define SYSCALL(name)	 "__x64_sys_" #name
#define SYSCALL_32(name) "__ia32_compat_sys_" #name

/* The argument `n`, 0 to 2, of the system call that the current task is in. */
static __always_inline unsigned long syscall_arg(int n)
{
	struct pt_regs *regs = current_regs();

	return n == 0 ? BPF_CORE_READ(regs, di) : n == 1 ? BPF_CORE_READ(regs, si) : BPF_CORE_READ(regs, dx);
}

/* The same of a 32-bit program's. */
static __always_inline unsigned long syscall_arg_32(int n)
{
	struct pt_regs *regs = current_regs();

	return (__u32)(n == 0	? BPF_CORE_READ(regs, bx)
		       : n == 1 ? BPF_CORE_READ(regs, cx)
				: BPF_CORE_READ(regs, dx));
}

#else

#define SYSCALL(name)	 "__arm64_sys_" #name
#define SYSCALL_32(name) "__arm64_compat_sys_" #name

/* The argument `n`, 0 to 2, of the current system call: the result has not replaced it yet. */
static __always_inline unsigned long syscall_arg(int n)
{
	return BPF_CORE_READ(current_regs(), regs[n]);
}

/* The same of a 32-bit program's. */
static __always_inline unsigned long syscall_arg_32(int n)
{
	return (__u32)syscall_arg(n);
}

#endif
