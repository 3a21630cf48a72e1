// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* tcpaccept: every TCP connection that a task takes from a listening socket. */
#include "lib/accept.bpf.h"
#include "lib/events.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/flow.bpf.h"
#include "lib/task.bpf.h"

struct accept_event {
	struct task task;
	struct flow flow;
	__u32 unused;
};
EXPORT(accept_event);

static __always_inline void accepted(struct sock *sk)
{
	struct accept_event e = {};

	if (!wanted())
		return;
	sock_flow(sk, &e.flow);
	if (!wanted_flow(&e.flow))
		return;
	task_fill(&e.task);
	e.task.netns = sk->__sk_common.skc_net.net->ns.inum;
	event_send(&e, sizeof(e));
}
