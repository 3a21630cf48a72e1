// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* tcpconnect: every TCP connection that is begun here, and how that ended.
 *
 * tcp_v4_connect and tcp_v6_connect run in the task that connects; what they refuse is told at once. Other
 * sockets are remembered until they leave SYN_SENT, so a connect that does not block, or that sends data along,
 * gets its outcome as well. The caller holds the socket's lock until the function is left: the outcome cannot
 * come before. */
#include "lib/events.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/inflight.bpf.h"
#include "lib/task.bpf.h"
#include "kernel/net.h"

#define MAX_PORTS 64

struct route {
	struct address source;
	struct address destination;
	__u16 source_port;
	__u16 destination_port;
};

struct connect_event {
	struct task task;
	__u64 latency; /* ns from the SYN to the outcome, 0 without one */
	struct route route;
	__s32 err; /* errno, 0 for none; EINPROGRESS as long as there is no outcome */
};
EXPORT(connect_event);
INFLIGHT(connecting, __u64, struct connect_event)

/* How often a route was taken. */
struct route_event {
	struct task task; /* who took it first */
	struct route route;
	__u32 unused;
	__u64 connects;
	__u64 failed; /* of these */
};
EXPORT(route_event);

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_INFLIGHT);
	__type(key, struct route); /* the source port is 0 unless it is asked for */
	__type(value, struct route_event);
} routes SEC(".maps");

const volatile bool counting;
const volatile bool by_source_port;
const volatile bool failed_only;
const volatile __u8 only_ip; /* 4 or 6 */
const volatile __u8 nr_ports;
const volatile __u16 ports[MAX_PORTS];

static __always_inline bool wanted_route(const struct route *route)
{
	if (only_ip && (only_ip == 4) != address_is_ip4(&route->destination))
		return false;
	for (int i = 0; i < MAX_PORTS && i < nr_ports; i++)
		if (ports[i] == route->destination_port)
			return true;
	return !nr_ports;
}

/* Adds a connection when it is begun, a failure when it is known. */
static __always_inline void count(const struct connect_event *e, bool begun, bool failed)
{
	struct route_event *found, fresh = {.task = e->task, .route = e->route};

	if (!by_source_port)
		fresh.route.source_port = 0;
	found = bpf_map_lookup_elem(&routes, &fresh.route);
	if (!found) {
		bpf_map_update_elem(&routes, &fresh.route, &fresh, BPF_NOEXIST);
		found = bpf_map_lookup_elem(&routes, &fresh.route);
	}
	if (!found) {
		if (begun)
			lose(LOSS_MAP);
		return;
	}
	if (begun)
		__sync_fetch_and_add(&found->connects, 1);
	if (failed)
		__sync_fetch_and_add(&found->failed, 1);
}

static __always_inline void tell(const struct connect_event *e)
{
	if (!counting && (e->err || !failed_only))
		event_send(e, sizeof(*e));
}

/* A socket that could not begin does not know where to: the caller does. */
static __always_inline void refused_destination(struct route *route, const void *to, int len, bool ip6)
{
	struct sockaddr_in6 a = {};
	int size = ip6 ? sizeof(a) : sizeof(struct sockaddr_in);

	if (len >= size)
		bpf_probe_read_kernel(&a, size, to);
	route->destination_port = bpf_ntohs(a.sin6_port);
	if (ip6)
		__builtin_memcpy(&route->destination, a.sin6_addr, sizeof(route->destination));
	else
		address_set_ip4(&route->destination, ((struct sockaddr_in *)&a)->sin_addr);
}

static __always_inline int begin(struct sock *sk, const void *to, int len, int ret, bool ip6)
{
	bool pending = !ret && sk->__sk_common.skc_state != TCP_ESTABLISHED;
	struct connect_event e = {.err = pending ? EINPROGRESS : -ret};

	if (!wanted())
		return 0;
	sock_source(sk, &e.route.source);
	e.route.source_port = sk->__sk_common.skc_num;
	if (ret) {
		refused_destination(&e.route, to, len, ip6);
	} else {
		sock_destination(sk, &e.route.destination);
		e.route.destination_port = bpf_ntohs(sk->__sk_common.skc_dport);
	}
	if (!wanted_route(&e.route))
		return 0;
	task_fill(&e.task);
	e.task.netns = sk->__sk_common.skc_net.net->ns.inum;
	if (counting)
		count(&e, true, ret);
	if (pending)
		connecting_put((__u64)sk, &e);
	else
		tell(&e);
	return 0;
}

static __always_inline int end(struct sock *sk, int state)
{
	struct connect_event *e = connecting_get((__u64)sk);

	if (!e)
		return 0;
	e->latency = bpf_ktime_get_boot_ns() - e->task.ktime;
	/* a socket that its owner closes has no error of its own */
	e->err = state == TCP_ESTABLISHED ? 0 : sk->sk_err ? sk->sk_err : ECANCELED;
	if (counting && e->err)
		count(e, false, true);
	tell(e);
	connecting_drop((__u64)sk);
	return 0;
}

SEC("?fexit/tcp_v4_connect")
int BPF_PROG(connect4, struct sock *sk, void *to, int len, int ret)
{
	/* ::ffff:a.b.c.d comes through both: told by the other one */
	return sk->__sk_common.skc_family == AF_INET ? begin(sk, to, len, ret, false) : 0;
}

SEC("?fexit/tcp_v6_connect")
int BPF_PROG(maybe_connect6, struct sock *sk, void *to, int len, int ret)
{
	return begin(sk, to, len, ret, true);
}

SEC("?tp_btf/inet_sock_set_state")
int BPF_PROG(outcome, struct sock *sk, int before, int now)
{
	bool answered = before == TCP_SYN_SENT || before == TCP_SYN_RECV;

	/* two ends that connect to each other go through SYN_RECV */
	return answered && now != TCP_SYN_RECV ? end(sk, now) : 0;
}
