// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* tcpretrans: every packet that TCP sends again, SYN and SYN-ACK included, and probes for the loss of the last.
 */
#include "lib/events.bpf.h"
#include "lib/flow.bpf.h"
#include "lib/owned.bpf.h"
#include "lib/sums.bpf.h"

struct retransmit_event {
	struct task task;
	struct flow flow;
	__u32 seq; /* not of a probe */
	__u16 state;
	__u16 type; /* 'R' or 'L' */
	__u32 unused;
};
EXPORT(retransmit_event);

struct retransmits {
	__u64 count;
};

SUMS(flows, struct flow_key, struct retransmits, MAX_SUMS)

const volatile bool counting;

static __always_inline void count(struct sock *sk, const struct flow *flow)
{
	struct retransmits *sum, first = {};
	struct flow_key key = {.flow = *flow, .cgroup_id = told_sock_cgroup_id(sk)};

	if (!owner_wanted(sk))
		return;
	sum = flows_get(&key);
	if (!sum)
		sum = flows_new(&key, &first);
	if (sum)
		__sync_fetch_and_add(&sum->count, 1);
}

/* `sk` is the socket whose owner sends. */
static __always_inline int tell(struct sock *sk, struct retransmit_event *e)
{
	if (!wanted_flow(&e->flow))
		return 0;
	if (counting)
		count(sk, &e->flow);
	else if (owner_fill(sk, &e->task))
		event_send(e, sizeof(*e));
	return 0;
}

static __always_inline int retransmitted(struct sock *sk, struct sk_buff *skb)
{
	struct retransmit_event e = {.type = 'R', .state = sk->__sk_common.skc_state, .seq = skb_seq(skb)};

	sock_flow(sk, &e.flow);
	return tell(sk, &e);
}

SEC("?tp_btf/tcp_retransmit_skb")
int BPF_PROG(again__args2, struct sock *sk, struct sk_buff *skb)
{
	return retransmitted(sk, skb);
}

/* Since 7.0 also called for what could not be sent. */
SEC("?tp_btf/tcp_retransmit_skb")
int BPF_PROG(again__args3, struct sock *sk, struct sk_buff *skb, int err)
{
	return err ? 0 : retransmitted(sk, skb);
}

SEC("tp_btf/tcp_retransmit_synack")
int BPF_PROG(synack, struct sock *listener, struct request_sock *request)
{
	struct retransmit_event e = {.type = 'R', .state = TCP_SYN_RECV};

	e.seq = BPF_CORE_READ((struct tcp_request_sock *)request, snt_isn);
	request_flow(request, &e.flow);
	return tell(listener, &e);
}

SEC("?fentry/tcp_send_loss_probe")
int BPF_PROG(probed, struct sock *sk)
{
	struct retransmit_event e = {.type = 'L', .state = sk->__sk_common.skc_state};

	sock_flow(sk, &e.flow);
	return tell(sk, &e);
}
