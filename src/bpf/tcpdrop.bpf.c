// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* tcpdrop: every packet of TCP that the kernel drops, with the reason and where.
 *
 * The kernel says why since 5.17. Where it does not, there are packets among those that it frees as dropped
 * that it had done with, and some that it drops are freed as if it had: so it is followed what becomes of them.
 */
#include "lib/events.bpf.h"
#include "lib/flow.bpf.h"
#include "lib/owned.bpf.h"
#include "lib/packet.bpf.h"
#include "lib/scratch.bpf.h"
#include "lib/stack.bpf.h"

#define NO_NAME (~0u)

struct drop_event {
	struct task task;
	struct flow flow; /* `local` is where it came from */
	__u32 reason;	  /* NO_NAME for none */
	__u32 flags;	  /* of TCP's header */
	__u32 state;	  /* of the socket, 0: not known */
	struct stack_sizes stack;
};
EXPORT(drop_event);

struct record {
	struct drop_event event;
	__u64 addresses[2 * STACK_SIZE / sizeof(__u64)];
};
SCRATCH(record, struct record)

/* A packet that something is known of. */
struct handled {
	struct sock *sk; /* who gets it, if anybody */
	__u32 drops;	 /* how many packets the socket had dropped, and its state, when it got this one */
	__u16 state;
	__u16 is_done; /* it has served its purpose: freeing it drops nothing */
};
INFLIGHT(packets, __u64, struct handled)

const volatile __u32 only_netns; /* 0: all */
const volatile __u32 no_reason;	 /* the greatest number that names none */
/* Of what is left in the queue of a socket that goes, be it a FIN that was understood. */
const volatile __u32 purged;

static __always_inline __u16 sock_state(struct sock *sk)
{
	return BPF_CORE_READ(sk, __sk_common.skc_state);
}

/* Whose connection it is, and the packet's network namespace. False if that is not wanted. */
static __always_inline bool fill_owner(struct sk_buff *skb, struct sock *sk, __u32 state, struct task *task)
{
	struct net *net = BPF_CORE_READ(skb, dev, nd_net.net);

	if (state == TCP_NEW_SYN_RECV)
		sk = BPF_CORE_READ(sk, __sk_common.skc_listener);
	if (sk && state != TCP_TIME_WAIT)
		return owner_fill(sk, task);
	task->ktime = bpf_ktime_get_boot_ns();
	if (sk)
		net = BPF_CORE_READ(sk, __sk_common.skc_net.net);
	task->netns = BPF_CORE_READ(net, ns.inum);
	return !owner_matters();
}

static __always_inline bool fill(struct sk_buff *skb, struct sock *sk, struct drop_event *e)
{
	struct packet packet = {};
	__u16 port;

	if (!packet_read(skb, &packet) || !wanted_flow(&packet.flow))
		return false;
	e->flow = packet.flow;
	e->flags = packet.flags;
	if (sk) {
		/* An answer of the kernel's own is sent by a socket that is nobody's. */
		e->state = sock_state(sk);
		port = e->state == TCP_CLOSE ? bpf_ntohs(BPF_CORE_READ((struct inet_sock *)sk, inet_sport))
					     : BPF_CORE_READ(sk, __sk_common.skc_num);
		if (port != packet.flow.local_port && port != packet.flow.remote_port) {
			e->state = 0;
			sk = NULL;
		}
	}
	return fill_owner(skb, sk, e->state, &e->task) && (!only_netns || e->task.netns == only_netns);
}

static __always_inline void tell(void *ctx, struct sk_buff *skb, struct sock *sk, __u32 reason)
{
	struct record *r = record_take();
	__u32 len;

	if (!r)
		return; /* counted as lost */
	__builtin_memset(&r->event, 0, sizeof(r->event));
	r->event.reason = reason > no_reason ? reason : NO_NAME;
	if (fill(skb, sk, &r->event)) {
		len = stack_append(ctx, r->addresses, &r->event.stack);
		event_send(r, sizeof(r->event) + len);
	}
	record_free(r);
}

static __always_inline bool is_ip(struct sk_buff *skb)
{
	return skb->protocol == bpf_htons(ETH_P_IP) || skb->protocol == bpf_htons(ETH_P_IPV6);
}

/* True if a packet that is freed without a reason was of use. */
static __always_inline bool was_used(const struct handled *h)
{
	return h->is_done || (h->sk && sock_state(h->sk) != h->state);
}

static __always_inline int dropped(void *ctx, struct sk_buff *skb, struct sock *sk, __u32 reason)
{
	struct handled *found, h = {};

	if (!is_ip(skb))
		return 0;
	found = packets_get((__u64)skb);
	if (found) {
		h = *found;
		packets_drop((__u64)skb);
	}
	if ((reason <= no_reason || reason == purged) && was_used(&h))
		return 0;
	if (!sk)
		sk = skb->sk ?: h.sk;
	tell(ctx, skb, sk, reason);
	return 0;
}

SEC("?tp_btf/kfree_skb")
int BPF_PROG(dropped__args2, struct sk_buff *skb, void *location)
{
	return dropped(ctx, skb, NULL, 0);
}

SEC("?tp_btf/kfree_skb")
int BPF_PROG(dropped__args3, struct sk_buff *skb, void *location, __u32 reason) /* since 5.17 (c504e5c2f964) */
{
	return dropped(ctx, skb, NULL, reason);
}

SEC("?tp_btf/kfree_skb")
int BPF_PROG(dropped__args4, struct sk_buff *skb, void *location, __u32 reason,
	     struct sock *rx_sk) /* since 6.11 (c53795d48ee8) */
{
	return dropped(ctx, skb, rx_sk, reason);
}

static __always_inline int received(struct sock *sk, struct sk_buff *skb)
{
	struct handled h = {.sk = sk, .drops = BPF_CORE_READ(sk, sk_drops.counter), .state = sock_state(sk)};

	packets_put((__u64)skb, &h);
	return 0;
}

SEC("fentry/tcp_v4_do_rcv")
int BPF_PROG(received4, struct sock *sk, struct sk_buff *skb)
{
	return received(sk, skb);
}

SEC("?fentry/tcp_v6_do_rcv")
int BPF_PROG(maybe_received6, struct sock *sk, struct sk_buff *skb)
{
	return received(sk, skb);
}

SEC("fexit/tcp_v4_do_rcv")
int BPF_PROG(settled4, struct sock *sk, struct sk_buff *skb)
{
	packets_drop((__u64)skb);
	return 0;
}

SEC("?fexit/tcp_v6_do_rcv")
int BPF_PROG(maybe_settled6, struct sock *sk, struct sk_buff *skb)
{
	packets_drop((__u64)skb);
	return 0;
}

/* Where there are no reasons, TCP counts a packet as dropped and frees it as any other. */
SEC("?fentry/__kfree_skb")
int BPF_PROG(freed, struct sk_buff *skb)
{
	struct handled *h = packets_get((__u64)skb);
	struct sock *sk;

	if (!h || !h->sk)
		return 0;
	sk = h->sk;
	if (BPF_CORE_READ(sk, sk_drops.counter) != h->drops && !was_used(h))
		tell(ctx, skb, sk, 0);
	return 0;
}

/* What comes late to a connection that is over is freed, after it was answered if need be. */
SEC("fentry/tcp_timewait_state_process")
int BPF_PROG(late, struct sock *tw, struct sk_buff *skb)
{
	struct handled h = {.sk = tw, .is_done = true};

	packets_put((__u64)skb, &h);
	return 0;
}

/* Many drivers free so what they have sent, at once or, in interrupts, a little later. */
static __always_inline int sent(struct sk_buff *skb, bool without_reason)
{
	struct handled h = {.is_done = true};

	if (without_reason && is_ip(skb))
		packets_put((__u64)skb, &h);
	return 0;
}

#define SKB_REASON_DROPPED 1

SEC("?fentry/__dev_kfree_skb_any")
int BPF_PROG(maybe_sent__freed, struct sk_buff *skb, __u32 how)
{
	return sent(skb, how == SKB_REASON_DROPPED);
}

/* later kernels' name */
SEC("?fentry/dev_kfree_skb_any_reason")
int BPF_PROG(maybe_sent__reason, struct sk_buff *skb, __u32 reason)
{
	return sent(skb, reason <= no_reason);
}

SEC("?fentry/__dev_kfree_skb_irq")
int BPF_PROG(maybe_sent_irq__freed, struct sk_buff *skb, __u32 how)
{
	return sent(skb, how == SKB_REASON_DROPPED);
}

SEC("?fentry/dev_kfree_skb_irq_reason")
int BPF_PROG(maybe_sent_irq__reason, struct sk_buff *skb, __u32 reason)
{
	return sent(skb, reason <= no_reason);
}
