// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* tcpconnect: every TCP connection that is begun here, and how that ended. */
#include "lib/connect.bpf.h"
#include "lib/events.bpf.h"

/* How often a route was taken. */
struct route_event {
	struct task task; /* who took it first */
	struct flow flow;
	__u32 unused;
	__u64 connects;
	__u64 failed; /* of these */
};
EXPORT(route_event);

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_INFLIGHT);
	__type(key, struct flow); /* the local port is 0 unless it is asked for */
	__type(value, struct route_event);
} routes SEC(".maps");

const volatile bool counting;
const volatile bool by_source_port;
const volatile bool failed_only;

/* Adds a connection when it is begun, a failure when it is known. */
static __always_inline void count(const struct connect_event *e, bool begun, bool failed)
{
	struct route_event *found, fresh = {.task = e->task, .flow = e->flow};

	if (!by_source_port)
		fresh.flow.local_port = 0;
	found = bpf_map_lookup_elem(&routes, &fresh.flow);
	if (!found) {
		bpf_map_update_elem(&routes, &fresh.flow, &fresh, BPF_NOEXIST);
		found = bpf_map_lookup_elem(&routes, &fresh.flow);
	}
	if (!found) {
		if (begun)
			lose(LOSS_MAP);
		return;
	}
	if (begun)
		__sync_fetch_and_add(&found->connects, 1);
	if (failed)
		__sync_fetch_and_add(&found->failed, 1);
}

static __always_inline void begun(const struct connect_event *e, bool refused)
{
	if (counting)
		count(e, true, refused);
}

static __always_inline void ended(const struct connect_event *e, int state)
{
	if (counting && e->latency && e->err)
		count(e, false, true);
	if (!counting && (e->err || !failed_only))
		event_send(e, sizeof(*e));
}

CONNECT_OUTCOMES
