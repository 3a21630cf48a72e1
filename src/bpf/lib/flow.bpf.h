/* Which connections are traced: by version and ports. `common::net` is the other half. */
#pragma once
#include "lib/core.bpf.h"
#include "kernel/net.h"

#define MAX_PORTS 64

struct flow_filter {
	__u16 ip; /* 4, 6, or 0 for both */
	__u16 nr_local;
	__u16 nr_remote;
	__u16 local[MAX_PORTS];
	__u16 remote[MAX_PORTS];
};

const volatile struct flow_filter flow_filter SEC(".rodata.flow") = {};
EXPORT(flow_filter);

/* What is counted of connections. */
struct flow_key {
	struct flow flow;
	__u32 unused;
	__u64 cgroup_id; /* of the owner, as told_group_id() */
};

static __always_inline bool wanted_port(const volatile __u16 *ports, __u32 count, __u16 port)
{
	for (int i = 0; i < MAX_PORTS && i < count; i++)
		if (ports[i] == port)
			return true;
	return !count;
}

static __always_inline bool wanted_flow(const struct flow *flow)
{
	if (flow_filter.ip && (flow_filter.ip == 4) != flow_is_ip4(flow))
		return false;
	return wanted_port(flow_filter.local, flow_filter.nr_local, flow->local_port) &&
	       wanted_port(flow_filter.remote, flow_filter.nr_remote, flow->remote_port);
}
