/* Stacks that are counted; `common::stacks` is the other half.
 *
 * A stack, with who it is of, has a number: a hash, with a seed that changes with each run, of 64 bits, so that
 * no two meet. What is counted is counted by number, in sums that user space takes every second. The addresses
 * themselves are sent to user space once in a while: when the sums that are being filled have no entry of the
 * number yet. So what is counted has always been told before, however the maps are taken. */
#pragma once
#include "lib/events.bpf.h"
#include "lib/scratch.bpf.h"
#include "lib/stack.bpf.h"
#include "lib/sums.bpf.h"

struct stacks_config {
	__u64 seed;
	__u32 user; /* most bytes of addresses that are taken: 0 or 8 to 1016, by 8 */
	__u32 kernel;
};

const volatile struct stacks_config stacks SEC(".rodata.stacks") = {};

/* What user space is told of a stack. */
struct stack_told {
	__u64 id;
	__u32 pid; /* whose it is; 0 if that does not matter, as for what follows */
	__u32 tid;
	__u8 comm[COMM_LEN];
	__u32 kernel; /* bytes of addresses in the kernel, innermost first, that follow */
	__u32 user;   /* of those behind them, of the program */
};
EXPORT(stack_told);

struct stack_record {
	struct stack_told told;
	__u64 addresses[2 * STACK_SIZE / sizeof(__u64)];
};

SCRATCH(stack_room, struct stack_record)

/* What is counted: a stack, and if the tool says so another that goes with it. */
struct stack_key {
	__u64 id;
	__u64 other;
};
EXPORT(stack_key);

struct stack_sum {
	__u64 count;
	__u64 ns;
};
EXPORT(stack_sum);

SUMS(stack_sums, struct stack_key, struct stack_sum, MAX_SUMS)

/* Words that are hashed: all of a record but its number. */
#define STACK_WORDS(told, addresses) ((sizeof(struct stack_told) + (addresses)) / sizeof(__u64) - 1)

static __always_inline __u64 stack_hash(const struct stack_told *told, __u64 words)
{
	const __u64 *word = &told->id + 1;
	__u64 hash = stacks.seed;

	for (int i = 0; i < STACK_WORDS(*told, 2 * STACK_SIZE) && i < words; i++) {
		hash = (hash ^ word[i]) * 0x9e3779b97f4a7c15ULL;
		hash ^= hash >> 32;
	}
	return hash;
}

/* Finds the sum of a record that is filled in but for its number, and tells the stack if that is due. NULL if
 * it could not be told or counted, which is counted as lost. */
static __always_inline struct stack_sum *stack_enter(struct stack_record *r)
{
	__u64 size = r->told.kernel + r->told.user;
	struct stack_sum *sum, zero = {};
	struct stack_key key = {};

	key.id = r->told.id = stack_hash(&r->told, STACK_WORDS(r->told, size));
	sum = stack_sums_get(&key);
	if (sum)
		return sum;
	size = (size + sizeof(r->told)) & (4 * STACK_SIZE - 1); /* no more than it is, for the verifier */
	if (size > sizeof(*r) || !event_send(r, size))
		return NULL;
	return stack_sums_new(&key, &zero);
}

/* Writes the current task's stack behind the record's head. */
static __always_inline void stack_take(void *ctx, struct stack_record *r)
{
	void *to = r->addresses;
	long n;

	r->told.kernel = r->told.user = 0;
	if (stacks.kernel) {
		n = bpf_get_stack(ctx, to, stacks.kernel, 0);
		if (n > 0)
			r->told.kernel = n & (STACK_SIZE - 8);
	}
	if (stacks.user) {
		n = bpf_get_stack(ctx, to + (r->told.kernel & (STACK_SIZE - 8)), stacks.user, BPF_F_USER_STACK);
		if (n > 0)
			r->told.user = n & (STACK_SIZE - 8);
	}
}

/* The sum of the current task's stack, or NULL: see stack_enter(). With its number in `id`, if that is not
 * NULL. */
static __always_inline struct stack_sum *stack_of(void *ctx, __u32 pid, __u32 tid, __u64 *id)
{
	struct stack_record *r = stack_room_take();
	struct stack_sum *sum;

	if (!r)
		return NULL;
	r->told.pid = pid;
	r->told.tid = tid;
	bpf_get_current_comm(r->told.comm, COMM_LEN);
	stack_take(ctx, r);
	sum = stack_enter(r);
	if (id)
		*id = r->told.id;
	stack_room_free(r);
	return sum;
}
