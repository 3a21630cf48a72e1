// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* tcpconnlat: how long TCP connections that are begun here took to be answered. */
#include "lib/connect.bpf.h"
#include "lib/events.bpf.h"

const volatile __u64 least; /* ns */

static __always_inline bool begun(const struct connect_event *e, bool refused)
{
	return true;
}

/* What was given up, by its owner or a timer, has no answer. */
static __always_inline void ended(const struct connect_event *e, int state)
{
	bool answered = state == TCP_ESTABLISHED || e->err == ECONNREFUSED;

	if (answered && e->latency && e->latency >= least)
		event_send(e, sizeof(*e));
}

CONNECT_OUTCOMES
