// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* tcpconnect: every TCP connection that is begun here, and how that ended. */
#include "lib/connect.bpf.h"
#include "lib/events.bpf.h"
#include "lib/sums.bpf.h"

struct route_total {
	__u64 connects;
	__u64 failed; /* of these */
};
EXPORT(route_total);

SUMS(routes, struct flow_key, struct route_total, MAX_SUMS)

const volatile bool counting;
const volatile bool by_source_port;
const volatile bool failed_only;

/* Adds a connection when it is begun, a failure when it is known. False if there is no room for it. */
static __always_inline bool count(const struct connect_event *e, bool begun, bool failed)
{
	struct flow_key key = {.flow = e->flow, .cgroup_id = told_group_id(e->task.cgroup_id)};
	struct route_total *total, none = {};

	if (!by_source_port)
		key.flow.local_port = 0;
	total = routes_at(&key, &none);
	if (!total)
		return false;
	if (begun)
		__sync_fetch_and_add(&total->connects, 1);
	if (failed)
		__sync_fetch_and_add(&total->failed, 1);
	return true;
}

/* What is lost when it begins is not lost once more. */
static __always_inline bool begun(const struct connect_event *e, bool refused)
{
	return !counting || count(e, true, refused);
}

static __always_inline void ended(const struct connect_event *e, int state)
{
	if (counting && e->latency && e->err)
		count(e, false, true);
	if (!counting && (e->err || !failed_only))
		event_send(e, sizeof(*e));
}

CONNECT_OUTCOMES
