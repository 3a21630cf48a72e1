// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* tcplife: every TCP connection that ended, with its bytes and how long it lasted. */
#include "lib/accept.bpf.h"
#include "lib/events.bpf.h"
#include "lib/flow.bpf.h"
#include "lib/owner.bpf.h"

struct life_event {
	struct task task;
	__u64 lasted; /* ns since it was established, else since it was begun; 0: not known */
	__u64 sent;
	__u64 received;
	struct flow flow;
	__u32 unused;
};
EXPORT(life_event);

static __always_inline void accepted(struct sock *sk)
{
	owner_is_current(sk);
}

static __always_inline void tell(struct sock *sk)
{
	struct owner *owner = owners_get((__u64)sk);
	struct life_event e = {};

	sock_flow(sk, &e.flow);
	if (!wanted_flow(&e.flow) || !owner_fill(sk, &e.task))
		return;
	if (owner && owner->since)
		e.lasted = e.task.ktime - owner->since;
	e.sent = sock_bytes_sent(sk);
	e.received = sock_bytes_received(sk);
	event_send(&e, sizeof(e));
}

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(changed, struct sock *sk, int before, int now)
{
	struct owner *owner;

	if (sk->sk_protocol != IPPROTO_TCP || before == TCP_LISTEN || now == TCP_LISTEN)
		return 0;
	owner_by_state(sk, now);
	if (now == TCP_SYN_SENT || now == TCP_ESTABLISHED) {
		owner = owner_of(sk);
		if (owner)
			owner->since = bpf_ktime_get_boot_ns();
	} else if (now == TCP_CLOSE && before != TCP_CLOSE) {
		/* Two CPUs at once make two sockets of one connection, of which one is let go. */
		if (before != TCP_SYN_RECV || owners_get((__u64)sk))
			tell(sk);
		owners_drop((__u64)sk);
	}
	return 0;
}
