/* Sockets. */
#pragma once
#include "kernel/cgroup.h"
#include "kernel/ns.h"
#include "kernel/sched.h"

#define AF_INET	    2
#define AF_INET6    10
#define IPPROTO_TCP 6

#define ETH_P_IP   0x0800
#define ETH_P_IPV6 0x86dd

#define bpf_ntohs(x) __builtin_bswap16(x)
#define bpf_htons(x) __builtin_bswap16(x)
#define bpf_htonl(x) __builtin_bswap32(x)

/* `common::net::state` has the names. */
enum tcp_state {
	TCP_ESTABLISHED = 1,
	TCP_SYN_SENT = 2,
	TCP_SYN_RECV = 3,
	TCP_FIN_WAIT1 = 4,
	TCP_TIME_WAIT = 6, /* of a struct inet_timewait_sock: shorter than others */
	TCP_CLOSE = 7,
	TCP_CLOSE_WAIT = 8,
	TCP_LAST_ACK = 9,
	TCP_LISTEN = 10,
	TCP_NEW_SYN_RECV = 12, /* of a struct request_sock */
};

#define SOCK_DONE 1 /* the bit in skc_flags that the other end's FIN sets, and nothing else */

struct in6_addr {
	union {
		__be32 u6_addr32[4];
	} in6_u;
} __attribute__((preserve_access_index));

typedef struct {
	struct net *net;
} __attribute__((preserve_access_index)) possible_net_t;

struct sock_common {
	/* the first four are members of unions in the kernel, which CO-RE looks through */
	__be32 skc_daddr;
	__be32 skc_rcv_saddr;
	__be16 skc_dport;
	__u16 skc_num; /* the local port, in the host's byte order */
	unsigned short skc_family;
	volatile unsigned char skc_state;
	unsigned long skc_flags;
	struct sock *skc_listener; /* instead of flags, of a struct request_sock */
	possible_net_t skc_net;
	/* not there in a kernel that was built without IPv6 */
	struct in6_addr skc_v6_daddr;
	struct in6_addr skc_v6_rcv_saddr;
} __attribute__((preserve_access_index));

struct sock_cgroup_data {
	struct cgroup *cgroup;
} __attribute__((preserve_access_index));

struct sock {
	struct sock_common __sk_common;
	struct sock_cgroup_data sk_cgrp_data;
	int sk_err;		  /* errno of what ended the connection */
	__u32 sk_ack_backlog;	  /* connections that wait to be accepted */
	__u32 sk_max_ack_backlog; /* how many may: what listen(2) was given, at most net.core.somaxconn */
	atomic_t sk_drops;	  /* packets that it got and did not take */
	__u16 sk_protocol;
	kuid_t sk_uid; /* whose it is */
} __attribute__((preserve_access_index));

/* The group, of the hierarchy that has all controllers, of the task that made the socket, or the one that
 * listens. Since 5.15 (8520e224f547, which 5.10.y has too) its address stands there alone; not known before. */
static __always_inline struct cgroup *sock_cgroup(struct sock *sk)
{
	return bpf_core_field_exists(sk->sk_cgrp_data.cgroup) ? BPF_CORE_READ(sk, sk_cgrp_data.cgroup) : NULL;
}

/* A connection that has been answered with a SYN-ACK and has no socket yet: the one that listens has it. */
struct request_sock {
	struct sock_common __req_common;
} __attribute__((preserve_access_index));

struct tcp_request_sock {
	__u32 snt_isn; /* the first sequence number that was sent */
} __attribute__((preserve_access_index));

struct inet_sock {
	__be16 inet_sport;
} __attribute__((preserve_access_index));

struct tcp_sock {
	__u64 bytes_acked;    /* SYN and FIN count as a byte each */
	__u64 bytes_received; /* FIN counts */
	__u64 bytes_sent;     /* payload alone, each time that it was sent */
	__u64 bytes_retrans;
	__u32 srtt_us; /* 8 times the smoothed round-trip time, 0 for none yet */
} __attribute__((preserve_access_index));

struct net_device {
	possible_net_t nd_net;
} __attribute__((preserve_access_index));

struct sk_buff {
	struct net_device *dev;
	struct sock *sk; /* who sends it; of what comes in, seldom who gets it */
	char cb[48];	 /* of whatever layer has the packet: TCP keeps a tcp_skb_cb there */
	__be16 protocol; /* ETH_P_… */
	__u16 network_header;
	unsigned char *head;
} __attribute__((preserve_access_index));

struct tcp_skb_cb {
	__u32 seq;
} __attribute__((preserve_access_index));

/* Of the stable interface: where a caller wants to connect to. */
struct sockaddr_in {
	__u16 sin_family;
	__be16 sin_port;
	__be32 sin_addr;
	__u8 unused[8];
};

struct sockaddr_in6 {
	__u16 sin6_family;
	__be16 sin6_port;
	__be32 sin6_flowinfo;
	__be32 sin6_addr[4];
	__u32 sin6_scope_id;
};

/* An address of either kind, one of IPv4 as ::ffff:a.b.c.d. */
struct address {
	__be32 words[4];
};

static __always_inline bool address_is_ip4(const struct address *a)
{
	return !a->words[0] && !a->words[1] && a->words[2] == bpf_htonl(0xffff);
}

static __always_inline void address_set_ip4(struct address *a, __be32 address)
{
	a->words[0] = a->words[1] = 0;
	a->words[2] = bpf_htonl(0xffff);
	a->words[3] = address;
}

/* Both ends of a connection, or of a socket that has one or none of them yet. */
struct flow {
	struct address local;
	struct address remote;
	__u16 local_port;
	__u16 remote_port;
};

static __always_inline bool flow_is_ip4(const struct flow *flow)
{
	return address_is_ip4(&flow->remote) || address_is_ip4(&flow->local);
}

/* All but the local port. `c` must be part of a program's typed argument, as in all of these. */
static __always_inline void common_flow(struct sock_common *c, struct flow *flow)
{
	if (c->skc_family == AF_INET) {
		address_set_ip4(&flow->local, c->skc_rcv_saddr);
		address_set_ip4(&flow->remote, c->skc_daddr);
	} else if (bpf_core_field_exists(c->skc_v6_daddr)) {
		bpf_core_read(&flow->local, sizeof(flow->local), &c->skc_v6_rcv_saddr);
		bpf_core_read(&flow->remote, sizeof(flow->remote), &c->skc_v6_daddr);
	}
	flow->remote_port = bpf_ntohs(c->skc_dport);
}

/* The port is read where it stays when the socket is closed: skc_num is 0 by then. */
static __always_inline void sock_flow(struct sock *sk, struct flow *flow)
{
	common_flow(&sk->__sk_common, flow);
	flow->local_port = bpf_ntohs(BPF_CORE_READ((struct inet_sock *)sk, inet_sport));
}

static __always_inline void request_flow(struct request_sock *request, struct flow *flow)
{
	common_flow(&request->__req_common, flow);
	flow->local_port = request->__req_common.skc_num;
}

/* The first sequence number of a packet that TCP has. */
static __always_inline __u32 skb_seq(struct sk_buff *skb)
{
	return BPF_CORE_READ((struct tcp_skb_cb *)skb->cb, seq);
}

/* The smoothed round-trip time in us, 0 if there is none yet. */
static __always_inline __u32 sock_rtt(struct sock *sk)
{
	return BPF_CORE_READ((struct tcp_sock *)sk, srtt_us) >> 3;
}

/* How many bytes the other end has confirmed. What was sent once and what was confirmed differ by what is not
 * confirmed, or by SYN and FIN: the smaller is the payload. */
static __always_inline __u64 sock_bytes_sent(struct sock *sk)
{
	struct tcp_sock *tp = (struct tcp_sock *)sk;
	__u64 sent = BPF_CORE_READ(tp, bytes_sent) - BPF_CORE_READ(tp, bytes_retrans);
	__u64 acked = BPF_CORE_READ(tp, bytes_acked);

	return sent < acked ? sent : acked;
}

static __always_inline __u64 sock_bytes_received(struct sock *sk)
{
	__u64 received = BPF_CORE_READ((struct tcp_sock *)sk, bytes_received);

	return received - (received && sk->__sk_common.skc_flags & 1UL << SOCK_DONE);
}
