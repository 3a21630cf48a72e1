// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* tcpstates: every change of a TCP socket's state, with how long the last one lasted. */
#include "lib/accept.bpf.h"
#include "lib/events.bpf.h"
#include "lib/flow.bpf.h"
#include "lib/owner.bpf.h"

struct state_event {
	struct task task;
	__u64 sock;
	__u64 lasted; /* ns in the state before, 0: not known */
	struct flow flow;
	__u16 before;
	__u16 now;
};
EXPORT(state_event);

static __always_inline void accepted(struct sock *sk)
{
	owner_is_current(sk);
}

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(changed, struct sock *sk, int before, int now)
{
	struct state_event e = {.sock = (__u64)sk, .before = before, .now = now};
	struct owner *owner;

	if (sk->sk_protocol != IPPROTO_TCP || before == now)
		return 0;
	owner_by_state(sk, now);
	sock_flow(sk, &e.flow);
	owner = owner_of(sk);
	if (wanted_flow(&e.flow) && owner_fill(sk, &e.task)) {
		if (owner && owner->since)
			e.lasted = e.task.ktime - owner->since;
		event_send(&e, sizeof(e));
	}
	if (now == TCP_CLOSE)
		owners_drop((__u64)sk);
	else if (owner)
		owner->since = bpf_ktime_get_boot_ns();
	return 0;
}
