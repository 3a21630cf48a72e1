// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* cpufreq: at which frequency CPUs run, and for whom, looked up every so often. */
#include "lib/filter.bpf.h"
#include "lib/hist.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);   /* CPU */
	__type(value, __u32); /* kHz; 0: not known yet */
} frequencies SEC(".maps");

SEC("tp_btf/cpu_frequency")
int BPF_PROG(changed, unsigned int khz, unsigned int cpu)
{
	bpf_map_update_elem(&frequencies, &cpu, &khz, BPF_EXIST); /* fails for a CPU that cannot be */
	return 0;
}

SEC("perf_event")
int sampled(void *ctx)
{
	__u32 cpu = bpf_get_smp_processor_id(), *khz = bpf_map_lookup_elem(&frequencies, &cpu);
	__u64 group = told_cgroup_id();
	struct hist_key everybody = {.id = {-1, -1}, .cgroup_id = group}, key = {.cgroup_id = group};
	char comm[COMM_LEN] = {};

	if (!khz || !*khz || !wanted())
		return 0;
	bpf_get_current_comm(comm, sizeof(comm));
	__builtin_memcpy(key.id, comm, sizeof(key.id));
	hist_add(&key, *khz / 1000, comm);
	hist_add(&everybody, *khz / 1000, "syswide");
	return 0;
}
