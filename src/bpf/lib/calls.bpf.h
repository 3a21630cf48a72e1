/* Calls of functions that have begun and not ended.
 *
 * A call is known by its thread and by where its return address lies on the stack, which is the same when it
 * ends: so recursion of any depth, interrupts, coroutines and ends that the kernel did not see (it waits for a
 * limited number at once) confuse nothing. Only functions that end by jumping to another share that place; then
 * the last that has begun ends first. */
#pragma once
#include "lib/inflight.bpf.h"
#include "kernel/ptregs.h"

#ifndef CALL_ARGS
#define CALL_ARGS 0 /* how many arguments are kept until the call ends, up to 6 */
#endif

#define CALLS_AT_ONE_PLACE 4  /* a power of two */
#define CALLS_LEFT_AT_EXIT 64 /* at most so many of one thread are dropped */

struct call_place {
	__u64 thread;
	__u64 sp;
};

struct call {
	__u64 took; /* until it ends: when it began */
	__u64 id;   /* of the function */
#if CALL_ARGS
	__u64 args[CALL_ARGS];
#endif
};

struct calls_at {
	__u64 outer; /* place of the call that had begun before, in the same thread */
	__u64 n;
	struct call calls[CALLS_AT_ONE_PLACE];
};

INFLIGHT(begun, struct call_place, struct calls_at)
INFLIGHT(innermost, __u64, __u64) /* thread → place of the call that has begun last */

/* The idle tasks of all CPUs have one number. */
static __always_inline __u64 call_thread(void)
{
	__u32 tid = bpf_get_current_pid_tgid();

	return tid ? tid : 1ULL << 32 | bpf_get_smp_processor_id();
}

static __always_inline void call_keep_args(struct call *call, struct pt_regs *ctx)
{
#if CALL_ARGS > 0
	call->args[0] = PT_REGS_PARM1(ctx);
#endif
#if CALL_ARGS > 1
	call->args[1] = PT_REGS_PARM2(ctx);
	call->args[2] = PT_REGS_PARM3(ctx);
	call->args[3] = PT_REGS_PARM4(ctx);
	call->args[4] = PT_REGS_PARM5(ctx);
	call->args[5] = PT_REGS_PARM6(ctx);
#endif
}

static __always_inline void call_begin(struct pt_regs *ctx, __u64 id)
{
	struct call_place place = {call_thread(), PT_REGS_SP(ctx)};
	__u64 *last = innermost_get(place.thread);
	struct calls_at *at = begun_get(place);
	struct call *call;

	if (!at) {
		struct calls_at none = {.outer = last ? *last : 0};

		begun_put(place, &none); /* counted if it does not fit */
		at = begun_get(place);
		if (!at)
			return;
	}
	if (at->n >= CALLS_AT_ONE_PLACE) { /* whose ends the kernel did not see */
		lose_many(LOSS_MAP, at->n);
		at->n = 0;
	}
	call = &at->calls[at->n & (CALLS_AT_ONE_PLACE - 1)];
	at->n++;
	call->id = id;
	if (last)
		*last = place.sp;
	else
		innermost_put(place.thread, &place.sp);
	call_keep_args(call, ctx);
	call->took = bpf_ktime_get_ns();
}

/* The function of the innermost call of this thread that has begun; -1 if there is none. */
static __always_inline __u64 call_within(void)
{
	struct call_place place = {call_thread()};
	__u64 *last = innermost_get(place.thread);
	struct calls_at *at;

	if (!last)
		return -1;
	place.sp = *last;
	at = begun_get(place);
	return at && at->n ? at->calls[(at->n - 1) & (CALLS_AT_ONE_PLACE - 1)].id : -1;
}

/* The call that ends now; false if nobody has seen it begin. */
static __always_inline bool call_end(struct pt_regs *ctx, struct call *call)
{
	__u64 now = bpf_ktime_get_ns();
	struct call_place place = {call_thread(), PT_REGS_SP(ctx) - RETURN_POPS};
	struct calls_at *at = begun_get(place);
	__u64 *last;

	if (!at || !at->n)
		return false;
	at->n--;
	*call = at->calls[at->n & (CALLS_AT_ONE_PLACE - 1)];
	call->took = now - call->took;
	if (at->n)
		return true;
	last = innermost_get(place.thread);
	if (last)
		*last = at->outer;
	begun_drop(place);
	return true;
}

/* A thread that exits within calls never ends them. */
SEC("?tp_btf/sched_process_exit")
int BPF_PROG(calls_exit)
{
	struct call_place place = {call_thread()};
	__u64 *last = innermost_get(place.thread);

	if (!last)
		return 0;
	place.sp = *last;
	for (int i = 0; i < CALLS_LEFT_AT_EXIT && place.sp; i++) {
		struct calls_at *at = begun_get(place);
		__u64 outer;

		if (!at)
			break;
		outer = at->outer;
		begun_drop(place);
		place.sp = outer;
	}
	innermost_drop(place.thread);
	return 0;
}
