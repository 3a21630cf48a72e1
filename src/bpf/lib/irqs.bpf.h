/* Time that interrupts take, by what they are for: softirqs and hardirqs. A handler is not interrupted by its
 * like, so that one moment for each CPU is enough. `common::irqs` is the other half. */
#pragma once
#include "lib/filter.bpf.h"
#include "lib/hist.bpf.h"
#include "lib/sums.bpf.h"

#define IRQ_NAME_LEN 32

struct irq_key {
	__u64 action; /* whose handler it is */
	__u32 number;
	__u32 cpu; /* 0 unless they are told apart */
};
EXPORT(irq_key);

struct irq_total {
	__u64 count;
	__u64 time;
	__u64 max;
	__u8 name[IRQ_NAME_LEN];
};
EXPORT(irq_total);

SUMS(irqs, struct irq_key, struct irq_total, 4096)

const volatile bool per_cpu;
const volatile __s32 only_cpu = -1;

/* Since when this CPU handles one; 0 if it does not, or nobody wants to know. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} irq_since SEC(".maps");

static __always_inline void irq_begins(void)
{
	__u32 zero = 0;
	__u64 *since = bpf_map_lookup_elem(&irq_since, &zero);

	/* the interrupt is not its doing, so that the tracer counts as well */
	if (!since || !wanted_task((void *)bpf_get_current_task()) ||
	    (only_cpu >= 0 && bpf_get_smp_processor_id() != only_cpu))
		return;
	*since = bpf_ktime_get_ns();
}

static __always_inline void irq_count(struct irq_key *key, __u64 took, const char *name)
{
	struct irq_total *total = irqs_get(key);

	if (!total) {
		struct irq_total first = {};

		if (name)
			bpf_probe_read_kernel_str(first.name, sizeof(first.name), name);
		total = irqs_new(key, &first);
		if (!total)
			return;
	}
	__sync_fetch_and_add(&total->count, 1);
	__sync_fetch_and_add(&total->time, took);
	sum_max(&total->max, took);
}

/* `name` may be NULL, where the number says it all. */
static __always_inline void irq_ends(__u32 number, const void *action, const char *name)
{
	__u32 zero = 0, cpu = per_cpu ? bpf_get_smp_processor_id() : 0;
	__u64 *since = bpf_map_lookup_elem(&irq_since, &zero), took;

	if (!since || !*since)
		return;
	took = bpf_ktime_get_ns() - *since;
	*since = 0;
	if (hist.by) {
		struct hist_key key = {.id = {(__u64)cpu << 32 | number, (__u64)action}};

		hist_add(&key, took, name);
	} else {
		struct irq_key key = {.action = (__u64)action, .number = number, .cpu = cpu};

		irq_count(&key, took, name);
	}
}
