/* Stacks at places that the user names. */
#pragma once
#include "lib/stacks.bpf.h"
#include "kernel/ptregs.h"

/* The program stands at the beginning of functions of programs. */
const volatile bool at_entries;

/* At a function's beginning its frame is not made yet, so that its caller is missing: the kernel goes from
 * frame to frame. Since 6.12 (cfa7f3d2c526) it knows the beginnings of most functions. */
static __always_inline void stack_add_caller(struct pt_regs *ctx, struct stack_record *r)
{
	__u32 most = stack_most.user;
	__u64 caller = return_address(ctx);

	if (!caller || most < 24 || r->told.sizes.kernel || r->told.sizes.user < 8)
		return;
	if (r->told.sizes.user >= 16 && r->addresses[1] == caller)
		return;
	r->addresses[1] = caller;
	r->told.sizes.user =
		16 + stack_read(ctx, &r->addresses[2], most - 16, BPF_F_USER_STACK | 1); /* without itself */
}

/* The sum of the current task's stack, told apart by process or not. */
static __always_inline struct stack_sum *probe_stack(struct pt_regs *ctx, bool by_process, __u64 *id)
{
	struct stack_record *r = stack_begin(by_process ? current_pid_tid() >> 32 : 0, 0);

	if (!r)
		return NULL;
	if (!by_process)
		__builtin_memset(r->told.comm, 0, COMM_LEN);
	stack_write(ctx, r->addresses, &r->told.sizes, true, 0);
	if (at_entries)
		stack_add_caller(ctx, r);
	return stack_done(r, id);
}
