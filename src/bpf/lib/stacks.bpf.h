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

const volatile __u64 stack_seed SEC(".rodata.stack_seed") = 0;

/* What user space is told of a stack. */
struct stack_told {
	__u64 id;
	__u32 pid; /* whose it is; 0 if that does not matter, as for what follows */
	__u32 tid;
	__u8 comm[COMM_LEN];
	struct stack_sizes sizes;
};
EXPORT(stack_told);

/* Addresses that are hashed at once. The verifier goes through each turn of a loop, and compares it with all
 * before. */
#define STACK_HASHED 8
#define STACK_MOST   (2 * STACK_SIZE / sizeof(__u64))
#define STACK_TOLD   4 /* words of who it is of, and of how much follows */

struct stack_record {
	struct stack_told told;
	__u64 addresses[STACK_MOST + STACK_HASHED];
};

SCRATCH(stack_room, struct stack_record)

/* What is counted: a stack, and if the tool says so another that goes with it. */
struct stack_key {
	__u64 id;
	__u64 other;
	__u64 cgroup_id; /* as told_group_id() */
};
EXPORT(stack_key);

struct stack_sum {
	__u64 count;
	__u64 ns;
};
EXPORT(stack_sum);

SUMS(stack_sums, struct stack_key, struct stack_sum, MAX_SUMS)

static __always_inline __u64 stack_mix(__u64 hash, const __u64 *words, int count)
{
#pragma clang loop unroll(full)
	for (int i = 0; i < count; i++) {
		hash = (hash ^ words[i]) * 0x9e3779b97f4a7c15ULL;
		hash ^= hash >> 32;
	}
	return hash;
}

_Static_assert(sizeof(struct stack_told) == (1 + STACK_TOLD) * sizeof(__u64), "all is hashed but the number");

/* Hashes all of a record but its number, and clears what is behind its end as far as that is hashed with it. */
static __always_inline __u64 stack_hash(struct stack_record *r, __u64 size)
{
	__u64 end = size / sizeof(__u64) & (STACK_MOST - 1);
	__u64 hash = stack_mix(stack_seed, &r->told.id + 1, STACK_TOLD);

	__builtin_memset(&r->addresses[end], 0, STACK_HASHED * sizeof(__u64));
	for (int i = 0; i < STACK_MOST && i < end; i += STACK_HASHED)
		hash = stack_mix(hash, &r->addresses[i], STACK_HASHED);
	return hash;
}

/* True if user space should look at this process at once: it may end soon, and then nobody knows what it has
 * mapped. The mark is an entry of its own beside the sums. */
static __always_inline bool stack_is_first(__u32 pid)
{
	struct stack_key key = {.id = pid, .other = -1};
	struct stack_sum zero = {};

	if (stack_sums_get(&key))
		return false;
	stack_sums_new(&key, &zero);
	return true;
}

/* Finds the sum of a record that is filled in but for its number, and tells the stack if that is due. NULL if
 * it could not be told or counted, which is counted as lost. */
static __always_inline struct stack_sum *stack_enter(struct stack_record *r)
{
	__u64 size = r->told.sizes.kernel + r->told.sizes.user;
	struct stack_sum *sum, zero = {};
	struct stack_key key = {.cgroup_id = told_cgroup_id()};

	key.id = r->told.id = stack_hash(r, size);
	sum = stack_sums_get(&key);
	if (sum)
		return sum;
	size = (size + sizeof(r->told)) & (4 * STACK_SIZE - 1); /* no more than it is, for the verifier */
	barrier_var(size);
	if (size > sizeof(*r))
		return NULL;
	barrier_var(size); /* what was compared is what is used */
	if (!event_put(r, size, r->told.sizes.user && stack_is_first(r->told.pid)))
		return NULL;
	return stack_sums_new(&key, &zero);
}

/* The sum of a record that has its stack, and the record's end. */
static __always_inline struct stack_sum *stack_done(struct stack_record *r, __u64 *id)
{
	struct stack_sum *sum = stack_enter(r);

	*id = r->told.id;
	stack_room_free(r);
	return sum;
}

/* The sum of a name alone, as of stack_of(). */
static __always_inline struct stack_sum *stack_name(const void *comm, __u64 *id)
{
	struct stack_record *r = stack_room_take();

	if (!r)
		return NULL;
	r->told.pid = r->told.tid = r->told.sizes.kernel = r->told.sizes.user = 0;
	bpf_core_read(r->told.comm, COMM_LEN, comm);
	return stack_done(r, id);
}

/* A record for the current thread's stack. */
static __always_inline struct stack_record *stack_begin(__u32 pid, __u32 tid)
{
	struct stack_record *r = stack_room_take();

	if (!r)
		return NULL;
	r->told.pid = pid;
	r->told.tid = tid;
	bpf_get_current_comm(r->told.comm, COMM_LEN);
	return r;
}

/* The sum of the current task's stack (see stack_write()), or NULL: see stack_enter(). With its number in `id`.
 */
static __always_inline struct stack_sum *stack_here(void *ctx, __u32 pid, __u32 tid, bool in_kernel, __u64 skip,
						    __u64 *id)
{
	struct stack_record *r = stack_begin(pid, tid);

	if (!r)
		return NULL;
	stack_write(ctx, r->addresses, &r->told.sizes, in_kernel, skip);
	return stack_done(r, id);
}

static __always_inline struct stack_sum *stack_of(void *ctx, __u32 pid, __u32 tid, __u64 *id)
{
	return stack_here(ctx, pid, tid, true, 0, id);
}

/* Of whatever thread of the process it is. */
static __always_inline struct stack_sum *stack_nameless(void *ctx, __u32 pid, __u64 *id)
{
	struct stack_record *r = stack_begin(pid, 0);

	if (!r)
		return NULL;
	__builtin_memset(r->told.comm, 0, COMM_LEN);
	stack_write(ctx, r->addresses, &r->told.sizes, true, 0);
	return stack_done(r, id);
}
