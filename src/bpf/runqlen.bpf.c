// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* runqlen: how many tasks wait for a CPU that they could run on, looked up every so often. */
#include "lib/frame.bpf.h"
#include "lib/hist.bpf.h"
#include "lib/sums.bpf.h"

#define MAX_RT_PRIO 100

struct cpu_key {
	__u32 cpu; /* 0 unless they are told apart */
};
EXPORT(cpu_key);

struct occupancy {
	__u64 samples;
	__u64 occupied; /* somebody waited */
};
EXPORT(occupancy);

SUMS(occupancies, struct cpu_key, struct occupancy, MAX_SUMS)

const volatile bool per_cpu;
const volatile bool whole_cpu; /* every task of the CPU, of all groups and with real-time priority too */
const volatile bool with_occupancy;

/* How many wait, without the one that runs. */
static __always_inline __u32 waiting(void)
{
	struct task_struct *p = (void *)bpf_get_current_task();
	struct cfs_rq *cfs = BPF_CORE_READ(p, se.cfs_rq);
	bool runs = BPF_CORE_READ(p, pid); /* 0: the idle task */
	__u32 length;

	if (whole_cpu) {
		length = BPF_CORE_READ(cfs, rq, nr_running);
	} else {
		length = cfs_rq_length(cfs);
		runs &= BPF_CORE_READ(p, prio) >= MAX_RT_PRIO;
	}
	return length && runs ? length - 1 : length;
}

static __always_inline void count_occupancy(__u32 cpu, bool occupied)
{
	struct cpu_key key = {cpu};
	struct occupancy *sum = occupancies_get(&key), first = {};

	if (!sum)
		sum = occupancies_new(&key, &first);
	if (!sum)
		return;
	__sync_fetch_and_add(&sum->samples, 1);
	if (occupied)
		__sync_fetch_and_add(&sum->occupied, 1);
}

SEC("perf_event")
int sampled(void *ctx)
{
	__u32 cpu = per_cpu ? bpf_get_smp_processor_id() : 0, length = waiting();
	struct hist_key key = {.id = {cpu}};

	if (with_occupancy)
		count_occupancy(cpu, length);
	else
		hist_add(&key, length, NULL);
	return 0;
}
