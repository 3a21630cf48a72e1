/* Blocks of memory that were taken and not given back, each with the stack that took it. `common::blocks` is
 * the other half. */
#pragma once
#include "lib/inflight.bpf.h"
#include "lib/stacks.bpf.h"
#include "lib/task.bpf.h"

struct blocks_config {
	__u64 least; /* bytes that count */
	__u64 most;
	__u64 every; /* of so many blocks one counts, on each CPU */
};

const volatile struct blocks_config block_limits SEC(".rodata.blocks") = {};

/* Whose addresses these are; 0 for the kernel's. */
struct block_key {
	__u64 address;
	__u64 pid;
};

struct block {
	__u64 bytes;
	__u64 stack;
	__u64 since;	 /* on the boot-time clock */
	__u64 cgroup_id; /* as told_cgroup_id() */
};

INFLIGHT(blocks, struct block_key, struct block)

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} block_turns SEC(".maps");

/* A block that is taken or given back, where each is told instead of what is left. */
struct block_event {
	struct task task;
	__u64 address;
	__u64 bytes;
	__u32 given;
	__u32 unused;
};
EXPORT(block_event);

const volatile bool tell_each;

static __always_inline void block_tell(__u64 address, __u64 bytes, bool given)
{
	struct block_event e = {.address = address, .bytes = bytes, .given = given};

	task_fill(&e.task);
	event_send(&e, sizeof(e));
}

static __always_inline bool block_counts(__u64 bytes)
{
	__u32 zero = 0;
	__u64 *turn;

	if (bytes < block_limits.least || bytes > block_limits.most)
		return false;
	if (block_limits.every < 2)
		return true;
	turn = bpf_map_lookup_elem(&block_turns, &zero);
	if (!turn)
		return false;
	*turn = *turn + 1 < block_limits.every ? *turn + 1 : 0;
	return !*turn;
}

static __always_inline void block_give(__u64 pid, __u64 address)
{
	struct block_key key = {address, pid};
	struct block *block;

	if (!address)
		return;
	if (tell_each) {
		block = blocks_get(key);
		if (block)
			block_tell(address, block->bytes, true);
	}
	blocks_drop(key);
}

/* An address that is handed out was given back, whether that was seen or not. */
static __always_inline void block_take(void *ctx, __u64 pid, __u64 address, __u64 bytes)
{
	struct block_key key = {address, pid};
	struct block block = {.bytes = bytes, .since = bpf_ktime_get_boot_ns(), .cgroup_id = told_cgroup_id()};

	if (!address)
		return;
	if (block_counts(bytes) && (tell_each || stack_nameless(ctx, pid, &block.stack))) {
		blocks_put(key, &block);
		if (tell_each)
			block_tell(address, bytes, false);
	} else {
		blocks_drop(key);
	}
}
