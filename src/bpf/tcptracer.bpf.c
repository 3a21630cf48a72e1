// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* tcptracer: TCP connections that are established from here, accepted here, and closed. */
#include "lib/accept.bpf.h"
#include "lib/connect.bpf.h"
#include "lib/events.bpf.h"
#include "lib/owner.bpf.h"

struct tracer_event {
	struct task task;
	struct flow flow;
	__u32 what; /* 'C', 'A' or 'X' */
};
EXPORT(tracer_event);

static __always_inline bool begun(const struct connect_event *e, bool refused)
{
	return true;
}

static __always_inline void ended(const struct connect_event *e, int state)
{
	struct tracer_event t = {.task = e->task, .flow = e->flow, .what = 'C'};

	if (state != TCP_ESTABLISHED)
		return;
	t.task.ktime += e->latency;
	event_send(&t, sizeof(t));
}

static __always_inline void tell(struct sock *sk, __u32 what)
{
	struct tracer_event e = {.what = what};

	sock_flow(sk, &e.flow);
	if (wanted_flow(&e.flow) && owner_fill(sk, &e.task))
		event_send(&e, sizeof(e));
}

static __always_inline void accepted(struct sock *sk)
{
	owner_is_current(sk);
	tell(sk, 'A');
}

/* From these two a connection is closed, by its owner or by a reset, whatever follows. */
static __always_inline bool is_open(int state)
{
	return state == TCP_ESTABLISHED || state == TCP_CLOSE_WAIT;
}

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(changed, struct sock *sk, int before, int now)
{
	if (sk->sk_protocol != IPPROTO_TCP || before == TCP_LISTEN || now == TCP_LISTEN)
		return 0;
	owner_by_state(sk, now);
	if (connect_is_answered(before, now))
		connect_end(sk, now);
	if (is_open(before) && !is_open(now))
		tell(sk, 'X');
	if (now == TCP_CLOSE)
		owners_drop((__u64)sk);
	return 0;
}
