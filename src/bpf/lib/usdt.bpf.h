/* Static probes (USDT) and their arguments; `common::usdt` is the other half, and says where each argument is.
 */
#pragma once
#include "lib/loss.bpf.h"
#include "kernel/ptregs.h"

#define STATIC_ARGS 12

enum static_arg_kind { ARG_NONE, ARG_CONSTANT, ARG_REGISTER, ARG_MEMORY, ARG_INDEXED };

struct static_arg {
	__s64 value;	 /* the constant, or what is added to the register */
	__u16 reg;	 /* where in struct pt_regs it lies */
	__u16 index;	 /* the same of the register that counts elements */
	__u8 kind;	 /* enum static_arg_kind */
	__u8 shift;	 /* of the index */
	__u8 spare_bits; /* how many of 64 the argument does not have */
	__u8 is_signed;
};

struct static_probe {
	struct static_arg args[STATIC_ARGS];
	__u32 which; /* of the names that the tool has asked for */
	__u32 unused;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct static_probe);
} static_probes SEC(".maps");

/* What is known of the probe with this number. */
static __always_inline const struct static_probe *static_probe_of(__u64 id)
{
	__u32 key = id;

	return bpf_map_lookup_elem(&static_probes, &key);
}

static __always_inline __u64 static_register(const void *ctx, __u16 at)
{
	__u64 value = 0;

	bpf_probe_read_kernel(&value, sizeof(value), ctx + at);
	return value;
}

/* The probe's argument `n`; 0, and counted, if it cannot be read. */
static __always_inline __u64 static_arg(const void *ctx, const struct static_probe *probe, int n)
{
	const struct static_arg *arg = &probe->args[n];
	__u8 kind = arg->kind, spare = arg->spare_bits & 63;
	__u64 value = arg->value, there;
	__u32 bytes = (64 - spare) / 8; /* no more than it has: what is behind it may not be there */

	if (kind != ARG_CONSTANT)
		value += static_register(ctx, arg->reg);
	if (kind == ARG_INDEXED)
		value += static_register(ctx, arg->index) << (arg->shift & 3);
	if (kind == ARG_MEMORY || kind == ARG_INDEXED) {
		there = value;
		value = 0;
		if (bpf_probe_read_user(&value, bytes, (void *)there))
			kind = ARG_NONE;
	}
	if (kind == ARG_NONE) {
		lose(LOSS_FAULT);
		return 0;
	}
	value <<= spare;
	return arg->is_signed ? (__u64)((__s64)value >> spare) : value >> spare;
}
