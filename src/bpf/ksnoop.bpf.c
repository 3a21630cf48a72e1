// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* ksnoop: with which values functions of the kernel are called, and what they give. `common::snoop` is the
 * other half, which knows their types. */
#include "lib/calls.bpf.h"
#include "lib/events.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/probe.bpf.h"
#include "lib/scratch.bpf.h"
#include "lib/task.bpf.h"

#define MAX_VALUES 6
#define VALUE_SIZE 256
#define REGISTERS  8 /* six arguments, the result, and one for a round number */

enum how { HOW_REGISTER, HOW_AT, HOW_BEHIND, HOW_TEXT };
enum comparison { CMP_NONE, CMP_EQ, CMP_NE, CMP_GT, CMP_GE, CMP_LT, CMP_LE };

struct take {
	__u64 than;   /* what a value is compared with */
	__u32 arg;    /* its register, by number of the argument; 6 is the result */
	__u32 offset; /* from where the register points to */
	__u32 size;   /* bytes that are read */
	__u8 how;
	__u8 comparison;
	__u8 spare_bits; /* of 64, that a number does not have */
	__u8 is_signed;
};

struct taken {
	struct take takes[MAX_VALUES];
	__u32 count;
	__u32 is_told; /* whether there is anything to tell */
};

struct value {
	__u64 reg;    /* the register, or the pointer to what was read */
	__u32 len;    /* bytes that were read */
	__u32 unread; /* they could not be */
};

struct call_event {
	struct task task;
	__u64 id; /* of the function */
	__u64 took;
	__u32 cpu;
	__u32 is_return;
	struct value values[MAX_VALUES];
	/* for each value VALUE_SIZE bytes follow */
};
EXPORT(call_event);

struct record {
	struct call_event event;
	__u8 bytes[MAX_VALUES * VALUE_SIZE];
	__u64 registers[REGISTERS]; /* not sent */
};
SCRATCH(record, struct record)

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct taken);
} takes SEC(".maps");

const volatile bool in_order; /* each function only within the one before it */

static __always_inline bool compares(const struct take *take, __u64 value)
{
	__s64 a, b = take->than;

	value <<= take->spare_bits & 63;
	a = take->is_signed ? (__s64)value >> (take->spare_bits & 63) : value >> (take->spare_bits & 63);
	switch (take->comparison) {
	case CMP_EQ:
		return a == b;
	case CMP_NE:
		return a != b;
	case CMP_GT:
		return take->is_signed ? a > b : (__u64)a > (__u64)b;
	case CMP_GE:
		return take->is_signed ? a >= b : (__u64)a >= (__u64)b;
	case CMP_LT:
		return take->is_signed ? a < b : (__u64)a < (__u64)b;
	case CMP_LE:
		return take->is_signed ? a <= b : (__u64)a <= (__u64)b;
	}
	return true;
}

/* Reads what lies at `from`. What is no address of the kernel's, such as NULL or one of a program, is not. */
static __always_inline void value_read(struct value *value, void *to, const struct take *take, __u64 from)
{
	__u32 size = take->size;
	long n;

	if (!in_kernel((void *)from) || IS_ERR(from))
		return;
	if (size > VALUE_SIZE)
		size = VALUE_SIZE;
	if (take->how == HOW_TEXT) {
		n = bpf_probe_read_kernel_str(to, VALUE_SIZE, (void *)from);
		size = n;
	} else {
		n = bpf_probe_read_kernel(to, size, (void *)from);
	}
	if (n < 0) {
		lose(LOSS_FAULT);
		value->unread = 1;
		return;
	}
	value->len = size;
}

/* Takes one value; false if it is not what it is compared with. */
static __always_inline bool value_take(struct record *r, const struct take *take, struct value *value, void *to)
{
	__u64 reg = r->registers[take->arg & (REGISTERS - 1)];
	__u64 from = reg + take->offset;

	value->reg = reg;
	value->len = 0;
	value->unread = 0;
	*(__u64 *)to = reg;
	if (take->how == HOW_BEHIND) {
		if (!in_kernel((void *)reg) || IS_ERR(reg))
			return true;
		if (bpf_probe_read_kernel(&value->reg, sizeof(value->reg), (void *)from)) {
			lose(LOSS_FAULT);
			value->unread = 1;
			return true;
		}
		from = value->reg;
	}
	if (take->how != HOW_REGISTER) {
		*(__u64 *)to = 0;
		value_read(value, to, take, from);
	}
	if (!take->comparison)
		return true;
	return (take->how == HOW_REGISTER || value->len) && compares(take, *(__u64 *)to);
}

/* Tells of a call or a return; false if it is not wanted, for what its values are. */
static __always_inline bool tell(struct pt_regs *ctx, __u64 id, bool is_return, __u64 took)
{
	__u32 key = 2 * id + is_return;
	const struct taken *taken = bpf_map_lookup_elem(&takes, &key);
	struct record *r;
	bool is_wanted = true;
	__u64 size = 0;

	if (!taken || !taken->is_told)
		return true;
	r = record_take();
	if (!r)
		return true; /* counted as lost */
	r->registers[0] = PT_REGS_PARM1(ctx);
	r->registers[1] = PT_REGS_PARM2(ctx);
	r->registers[2] = PT_REGS_PARM3(ctx);
	r->registers[3] = PT_REGS_PARM4(ctx);
	r->registers[4] = PT_REGS_PARM5(ctx);
	r->registers[5] = PT_REGS_PARM6(ctx);
	r->registers[6] = PT_REGS_RC(ctx);
#pragma unroll
	for (int i = 0; i < MAX_VALUES; i++) {
		if (i < taken->count) {
			is_wanted &=
				value_take(r, &taken->takes[i], &r->event.values[i], r->bytes + i * VALUE_SIZE);
			size = (i + 1) * VALUE_SIZE;
		}
	}
	if (is_wanted) {
		task_fill(&r->event.task);
		r->event.id = id;
		r->event.took = took;
		r->event.cpu = bpf_get_smp_processor_id();
		r->event.is_return = is_return;
		event_send(r, sizeof(r->event) + size);
	}
	record_free(r);
	return is_wanted;
}

static __always_inline int enter(struct pt_regs *ctx, __u64 id)
{
	if (!wanted() || (in_order && id && call_within() != id - 1))
		return 0;
	if (tell(ctx, id, false, 0))
		call_begin(ctx, id);
	return 0;
}

/* Returns are told of calls that were. */
static __always_inline int leave(struct pt_regs *ctx, __u64 id)
{
	struct call call;

	if (call_end(ctx, &call))
		tell(ctx, call.id, true, call.took);
	return 0;
}

PROBES(enter)
PROBES(leave)
