/* Functions of programs that take memory and give it back. Of functions that call each other the outermost
 * counts: it is what the program asked for. */
#pragma once
#include "lib/blocks.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/probe.bpf.h"
#include "kernel/ptregs.h"

#define MAX_TAKERS 16 /* a power of two */
#define MAP_FAILED (-1ULL)

/* What a function's arguments say. */
enum taker {
	TAKER_BYTES,	   /* (bytes) */
	TAKER_ARRAY,	   /* (count, bytes) */
	TAKER_ALIGNED,	   /* (alignment, bytes) */
	TAKER_POSIX,	   /* (where to write the address, alignment, bytes) */
	TAKER_AGAIN,	   /* (address, bytes) */
	TAKER_ARRAY_AGAIN, /* (address, count, bytes) */
	TAKER_MAP,	   /* (address, bytes) */
	TAKER_MAP_AGAIN,   /* (address, bytes before, bytes) */
};
EXPORT_ENUM(taker);

/* By the number of the function. */
const volatile __u8 takers[MAX_TAKERS];

/* A call that has begun: one for each thread. */
struct taking {
	__u64 sp; /* where its return address lies */
	__u64 bytes;
	__u64 where;
	__u64 old; /* a block that is given back if the call succeeds */
	struct block block;
	__u32 taker;
	__u32 had_block; /* `old` was known, and this is it */
};

INFLIGHT(takings, __u32, struct taking)

/* Another thread may be handed the old block before the call has ended: so it is forgotten when it begins, and
 * remembered again if it fails. */
static __always_inline void taking_old(struct taking *t, __u64 pid, __u64 address)
{
	struct block_key key = {address, pid};
	struct block *block = address ? blocks_get(key) : NULL;

	t->old = address;
	if (!block)
		return;
	t->block = *block;
	t->had_block = 1;
	blocks_drop(key);
}

static __always_inline int take(struct pt_regs *ctx, __u64 id)
{
	__u64 who = bpf_get_current_pid_tgid(), pid = current_pid_tid() >> 32;
	struct taking *outer = takings_get((__u32)who), t = {.sp = PT_REGS_SP(ctx)};

	if (!wanted() || (outer && t.sp < outer->sp))
		return 0;
	t.taker = takers[id & (MAX_TAKERS - 1)];
	switch (t.taker) {
	case TAKER_BYTES:
		t.bytes = PT_REGS_PARM1(ctx);
		break;
	case TAKER_ARRAY:
		t.bytes = PT_REGS_PARM1(ctx) * PT_REGS_PARM2(ctx);
		break;
	case TAKER_POSIX:
		t.where = PT_REGS_PARM1(ctx);
		t.bytes = PT_REGS_PARM3(ctx);
		break;
	case TAKER_AGAIN:
		taking_old(&t, pid, PT_REGS_PARM1(ctx));
		t.bytes = PT_REGS_PARM2(ctx);
		break;
	case TAKER_ARRAY_AGAIN:
		taking_old(&t, pid, PT_REGS_PARM1(ctx));
		t.bytes = PT_REGS_PARM2(ctx) * PT_REGS_PARM3(ctx);
		break;
	case TAKER_MAP_AGAIN:
		taking_old(&t, pid, PT_REGS_PARM1(ctx));
		t.bytes = PT_REGS_PARM3(ctx);
		break;
	default:
		t.bytes = PT_REGS_PARM2(ctx);
	}
	takings_put((__u32)who, &t);
	return 0;
}

/* The address that a call has given; 0 if it has failed. */
static __always_inline __u64 taken_address(struct pt_regs *ctx, const struct taking *t)
{
	__u64 result = PT_REGS_RC(ctx), address = 0;

	if (t->taker == TAKER_MAP || t->taker == TAKER_MAP_AGAIN)
		return result == MAP_FAILED ? 0 : result;
	if (t->taker != TAKER_POSIX)
		return result;
	if (!(int)result && bpf_probe_read_user(&address, sizeof(address), (void *)t->where))
		lose(LOSS_FAULT);
	return address;
}

static __always_inline int taken(struct pt_regs *ctx, __u64 id)
{
	__u64 who = bpf_get_current_pid_tgid(), pid = current_pid_tid() >> 32, address;
	struct taking *known = takings_get((__u32)who), t;
	struct block_key old = {.pid = pid};

	if (!known || known->sp != PT_REGS_SP(ctx) - RETURN_POPS)
		return 0;
	t = *known;
	takings_drop((__u32)who);
	address = taken_address(ctx, &t);
	old.address = t.old;
	if (t.had_block) {
		if (!address && t.bytes) /* of no bytes it has given the old one back */
			blocks_put(old, &t.block);
		else if (tell_each)
			block_tell(t.old, t.block.bytes, true);
	}
	block_take(ctx, pid, address, t.bytes);
	return 0;
}

static __always_inline int give(struct pt_regs *ctx, __u64 id)
{
	block_give(current_pid_tid() >> 32, PT_REGS_PARM1(ctx));
	return 0;
}

PROBES(take)
PROBES(taken)
PROBES(give)

/* When a process began to run the program that it runs: what it had taken before is gone. */
INFLIGHT(execs, __u32, __u64)

SEC("?tp_btf/sched_process_exec")
int BPF_PROG(user_exec, struct task_struct *p)
{
	__u64 now = bpf_ktime_get_boot_ns();

	if (wanted())
		execs_put(TASK_PID(p), &now);
	return 0;
}

SEC("?tp_btf/sched_process_exit")
int BPF_PROG(user_exit, struct task_struct *p)
{
	takings_drop(p->pid);
	if (frame.pidns && p->pid == p->tgid) /* later it has no number there */
		execs_drop(TASK_PID(p));
	return 0;
}

SEC("?tp_btf/sched_process_free")
int BPF_PROG(user_free, struct task_struct *p)
{
	if (p->pid == p->tgid)
		execs_drop(p->tgid);
	return 0;
}
