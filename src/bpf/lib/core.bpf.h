/* What every program needs: the stable interface, the helpers, the licence. Include this first. */
#pragma once
#include "kernel/uapi.h"
#define __VMLINUX_H__ /* the kernel's own names of registers, as in kernel/ptregs.h */
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>
#include "kernel/sched.h"

#define COMM_LEN 16

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* Names a type to BTF: one used only through a pointer is left out of it, and so of the skeleton. */
#define EXPORT(type)	  const struct type *type##_anchor SEC(".anchors") __attribute__((unused))
#define EXPORT_ENUM(type) const enum type *type##_anchor SEC(".anchors") __attribute__((unused))

/* Bounds a variable for the verifier where the compiler would otherwise move or drop the check. */
#define barrier_var(var) asm volatile("" : "+r"(var))

/* The bit that tells the kernel's addresses from a user's. arm64 lets users write what they like above it. */
#if defined(__TARGET_ARCH_x86)
#define KERNEL_BIT 63
#else
#define KERNEL_BIT 55
#endif

static __always_inline bool in_kernel(const void *address)
{
	return (__u64)address >> KERNEL_BIT & 1;
}

/* An argument, counted from 0, of a program at a tracepoint, where the verifier does not let it be read as it
 * stands: pointers to const void or with an address space are to it of no type. */
static __always_inline __u64 raw_arg(const void *ctx, int n)
{
	__u64 arg = 0;

	bpf_probe_read_kernel(&arg, sizeof(arg), ctx + n * sizeof(arg)); /* it is there */
	return arg;
}
