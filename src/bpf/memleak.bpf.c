// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* memleak: memory that was taken and not given back, in programs or in the kernel. */
#include "lib/allocators.bpf.h"
#include "kernel/mm.h"
#include "kernel/slab.h"

static __always_inline int kernel_took(void *ctx, __u64 address, __u64 bytes)
{
	if (wanted())
		block_take(ctx, 0, address, bytes);
	return 0;
}

static __always_inline int kernel_gave(__u64 address)
{
	block_give(0, address);
	return 0;
}

SEC("?tp_btf/kmalloc")
int BPF_PROG(kmalloc, __u64 caller, const void *address, __u64 asked, __u64 bytes)
{
	return kernel_took(ctx, raw_arg(ctx, 1), bytes);
}

/* until 6.0 (11e9734bcb6a) */
SEC("?tp_btf/kmalloc_node")
int BPF_PROG(maybe_kmalloc_node, __u64 caller, const void *address, __u64 asked, __u64 bytes)
{
	return kernel_took(ctx, raw_arg(ctx, 1), bytes);
}

SEC("?tp_btf/kfree")
int BPF_PROG(kfree)
{
	return kernel_gave(raw_arg(ctx, 1));
}

SEC("?tp_btf/kmem_cache_alloc")
int BPF_PROG(cache_alloc, __u64 caller, const void *address, __u64 third, __u64 fourth)
{
	return kernel_took(ctx, raw_arg(ctx, 1), cache_alloc_bytes(third, fourth));
}

SEC("?tp_btf/kmem_cache_alloc_node")
int BPF_PROG(maybe_cache_alloc_node, __u64 caller, const void *address, __u64 third, __u64 fourth)
{
	return kernel_took(ctx, raw_arg(ctx, 1), cache_alloc_bytes(third, fourth));
}

SEC("?tp_btf/kmem_cache_free")
int BPF_PROG(cache_free)
{
	return kernel_gave(raw_arg(ctx, 1));
}

SEC("?tp_btf/mm_page_alloc")
int BPF_PROG(page_alloc, const void *page, unsigned int order)
{
	return kernel_took(ctx, (__u64)page, 1ULL << (PAGE_SHIFT + (order & 31)));
}

SEC("?tp_btf/mm_page_free")
int BPF_PROG(page_free, const void *page)
{
	return kernel_gave((__u64)page);
}

SEC("?tp_btf/percpu_alloc_percpu")
int BPF_PROG(percpu_alloc__args7, bool reserved, bool atomic, __u64 bytes)
{
	return kernel_took(ctx, raw_arg(ctx, 6), bytes);
}

/* the same with the caller before them, and the bytes that it takes for all CPUs */
SEC("?tp_btf/percpu_alloc_percpu")
int BPF_PROG(percpu_alloc__args10)
{
	return kernel_took(ctx, raw_arg(ctx, 7), raw_arg(ctx, 8));
}

SEC("?tp_btf/percpu_free_percpu")
int BPF_PROG(percpu_free)
{
	return kernel_gave(raw_arg(ctx, 2));
}
