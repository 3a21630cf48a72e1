// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* tcpsynbl: how many connections wait to be accepted when another is established. */
#include "lib/hist.bpf.h"
#include "lib/owned.bpf.h"
#include "kernel/ptregs.h"

static __always_inline int established(struct sock *listener)
{
	struct hist_key key = {
		.id = {BPF_CORE_READ(listener, sk_max_ack_backlog)},
		.cgroup_id = told_sock_cgroup_id(listener),
	};

	if (owner_wanted(listener))
		hist_add(&key, BPF_CORE_READ(listener, sk_ack_backlog), NULL);
	return 0;
}

/* IPv4 that reaches a socket of IPv6 goes through both functions: told by the other one. */
static __always_inline int established6(struct sock *listener, struct sk_buff *skb)
{
	return BPF_CORE_READ(skb, protocol) == bpf_htons(ETH_P_IP) ? 0 : established(listener);
}

SEC("?fentry/tcp_v4_syn_recv_sock")
int BPF_PROG(established4__args6, struct sock *listener)
{
	return established(listener);
}

/* With a seventh argument, which came to 6.1.y too, trampolines do not get along before 6.6 (473e3150e30a). */
SEC("?kprobe/tcp_v4_syn_recv_sock")
int BPF_KPROBE(established4__kprobe, struct sock *listener)
{
	return established(listener);
}

SEC("?fentry/tcp_v6_syn_recv_sock")
int BPF_PROG(maybe_established6__args6, struct sock *listener, struct sk_buff *skb)
{
	return established6(listener, skb);
}

SEC("?kprobe/tcp_v6_syn_recv_sock")
int BPF_KPROBE(maybe_established6__kprobe, struct sock *listener, struct sk_buff *skb)
{
	return established6(listener, skb);
}
