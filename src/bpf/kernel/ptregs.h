/* The registers in which system calls get their arguments, and the names of the functions that take them, by
 * architecture. */
#pragma once
#include "kernel/sched.h"

struct pt_regs {
#if defined(__TARGET_ARCH_x86)
	unsigned long bx, r9, r8, ax, cx, dx, si, di, sp;
	unsigned long orig_ax; /* the system call's number */
#elif defined(__TARGET_ARCH_arm64)
	__u64 regs[31];
	__u64 sp;
	__s32 syscallno;
#else
#error "name the registers of this architecture here"
#endif
} __attribute__((preserve_access_index));

enum bpf_func_id___since_5_11 { BPF_FUNC_get_current_task_btf___since_5_11 = 158 };
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

/* Where a function of a program goes when it ends, told at its beginning; 0 if that cannot be read. */
static __always_inline __u64 return_address(struct pt_regs *ctx)
{
#if defined(__TARGET_ARCH_x86)
	__u64 to = 0;

	bpf_probe_read_user(&to, sizeof(to), (void *)PT_REGS_SP(ctx));
	return to;
#else
	return PT_REGS_RET(ctx);
#endif
}

/* True if the current task is in a 32-bit system call, which has a number of another table. A typed task can be
 * read as it stands (since 5.11, 3ca1032ab7ab). */
static __always_inline bool in_syscall_32(void)
{
	struct task_struct *p;

	if (bpf_core_enum_value_exists(enum bpf_func_id___since_5_11,
				       BPF_FUNC_get_current_task_btf___since_5_11)) {
		p = bpf_get_current_task_btf();
		return p->thread_info.THREAD_INFO_WORD & THREAD_INFO_32;
	}
	p = (void *)bpf_get_current_task();
	return BPF_CORE_READ(p, thread_info.THREAD_INFO_WORD) & THREAD_INFO_32;
}

/* True if a sample, of which this is the context, found the CPU in a program: the registers' instruction
 * pointer stands before the kernel's half of memory. Their layout is part of the stable interface. */
static __always_inline bool sampled_program(const void *ctx)
{
#if defined(__TARGET_ARCH_x86)
	return *(const __s64 *)(ctx + 16 * 8) >= 0;
#else
	return *(const __s64 *)(ctx + 32 * 8) >= 0;
#endif
}

#if defined(__TARGET_ARCH_x86)

#define SYSCALL(name)	 "__x64_sys_" #name
#define SYSCALL_32(name) "__ia32_compat_sys_" #name

#define SYSCALL_X32 0x40000000 /* the bit in the number of a call by x32 */

/* The number of the system call in which `regs`, a program's typed argument, are; -1 where that is lost. */
static __always_inline int syscall_number(struct pt_regs *regs)
{
	return regs->orig_ax;
}

/* The same of registers that are no such argument. */
static __always_inline int syscall_number_of(struct pt_regs *regs)
{
	return BPF_CORE_READ(regs, orig_ax);
}

/* The argument `n`, 0 to 2, of the system call that the current task is in. */
static __always_inline unsigned long syscall_arg(int n)
{
	struct pt_regs *regs = current_regs();

	return n == 0 ? BPF_CORE_READ(regs, di) : n == 1 ? BPF_CORE_READ(regs, si) : BPF_CORE_READ(regs, dx);
}

/* The same of a 32-bit program's, `n` from 0 to 4. */
static __always_inline unsigned long syscall_arg_32(int n)
{
	struct pt_regs *regs = current_regs();

	return (__u32)(n == 0	? BPF_CORE_READ(regs, bx)
		       : n == 1 ? BPF_CORE_READ(regs, cx)
		       : n == 2 ? BPF_CORE_READ(regs, dx)
		       : n == 3 ? BPF_CORE_READ(regs, si)
				: BPF_CORE_READ(regs, di));
}

#else

#define SYSCALL(name)	 "__arm64_sys_" #name
#define SYSCALL_32(name) "__arm64_compat_sys_" #name

#define SYSCALL_X32 0

/* The number of the system call in which `regs`, a program's typed argument, are; -1 where that is lost. */
static __always_inline int syscall_number(struct pt_regs *regs)
{
	return regs->syscallno;
}

/* The same of registers that are no such argument. */
static __always_inline int syscall_number_of(struct pt_regs *regs)
{
	return BPF_CORE_READ(regs, syscallno);
}

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

/* Threads that io_uring has for its work. They have been threads of the process itself since 5.12. */
#define PF_IO_WORKER 0x10

/* The number of the system call that the current task is in; -1 for one of io_uring's threads. */
static __always_inline int current_syscall(void)
{
	struct task_struct *p = (void *)bpf_get_current_task();

	return BPF_CORE_READ(p, flags) & PF_IO_WORKER ? -1 : syscall_number_of(current_regs());
}
