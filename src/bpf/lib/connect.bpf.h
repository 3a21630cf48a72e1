/* Connections that are begun here, and how that ended.
 *
 * tcp_v4_connect and tcp_v6_connect run in the task that connects; what they refuse is told at once. Other
 * sockets are remembered until they leave SYN_SENT, so a connect that does not block, or that sends data along,
 * gets its outcome as well. The caller holds the socket's lock until the function is left: the outcome cannot
 * come before.
 *
 * A program that includes this has two functions: begun(), which is called with each connection and says
 * whether its outcome matters, and ended().
 */
#pragma once
#include "lib/filter.bpf.h"
#include "lib/flow.bpf.h"
#include "lib/inflight.bpf.h"
#include "lib/task.bpf.h"

struct connect_event {
	struct task task;
	__u64 latency; /* ns from the SYN to the outcome, 0 without one */
	struct flow flow;
	__s32 err; /* errno, 0 for none; EINPROGRESS as long as there is no outcome */
};
EXPORT(connect_event);
INFLIGHT(connecting, __u64, struct connect_event)

static __always_inline bool begun(const struct connect_event *e, bool refused);
static __always_inline void ended(const struct connect_event *e, int state);

/* A socket that could not begin does not know where to: the caller does. */
static __always_inline void refused_destination(struct flow *flow, const void *to, int len, bool ip6)
{
	struct sockaddr_in6 a = {};
	int size = ip6 ? sizeof(a) : sizeof(struct sockaddr_in);

	if (len >= size)
		bpf_probe_read_kernel(&a, size, to);
	flow->remote_port = bpf_ntohs(a.sin6_port);
	if (ip6)
		__builtin_memcpy(&flow->remote, a.sin6_addr, sizeof(flow->remote));
	else
		address_set_ip4(&flow->remote, ((struct sockaddr_in *)&a)->sin_addr);
}

static __always_inline int connect_begin(struct sock *sk, const void *to, int len, int ret, bool ip6)
{
	bool pending = !ret && sk->__sk_common.skc_state != TCP_ESTABLISHED;
	struct connect_event e = {.err = pending ? EINPROGRESS : -ret};

	if (!wanted())
		return 0;
	sock_flow(sk, &e.flow);
	if (ret)
		refused_destination(&e.flow, to, len, ip6);
	if (!wanted_flow(&e.flow))
		return 0;
	task_fill(&e.task);
	e.task.netns = sk->__sk_common.skc_net.net->ns.inum;
	if (!begun(&e, ret))
		return 0;
	if (pending)
		connecting_put((__u64)sk, &e);
	else
		ended(&e, ret ? TCP_CLOSE : TCP_ESTABLISHED);
	return 0;
}

static __always_inline void connect_end(struct sock *sk, int state)
{
	struct connect_event *e = connecting_get((__u64)sk);

	if (!e)
		return;
	e->latency = bpf_ktime_get_boot_ns() - e->task.ktime;
	/* a socket that its owner closes has no error of its own */
	e->err = state == TCP_ESTABLISHED ? 0 : sk->sk_err ? sk->sk_err : ECANCELED;
	ended(e, state);
	connecting_drop((__u64)sk);
}

SEC("?fexit/tcp_v4_connect")
int BPF_PROG(connect4, struct sock *sk, void *to, int len, int ret)
{
	/* ::ffff:a.b.c.d comes through both: told by the other one */
	return sk->__sk_common.skc_family == AF_INET ? connect_begin(sk, to, len, ret, false) : 0;
}

SEC("?fexit/tcp_v6_connect")
int BPF_PROG(maybe_connect6, struct sock *sk, void *to, int len, int ret)
{
	return connect_begin(sk, to, len, ret, true);
}

/* Two ends that connect to each other go through SYN_RECV. */
static __always_inline bool connect_is_answered(int before, int now)
{
	return (before == TCP_SYN_SENT || before == TCP_SYN_RECV) && now != TCP_SYN_RECV;
}

/* The program that sees how they end, for those that do not look at changes of state themselves. */
#define CONNECT_OUTCOMES                                            \
	SEC("?tp_btf/inet_sock_set_state")                          \
	int BPF_PROG(outcome, struct sock *sk, int before, int now) \
	{                                                           \
		if (connect_is_answered(before, now))               \
			connect_end(sk, now);                       \
		return 0;                                           \
	}
