/* Sockets. */
#pragma once
#include "kernel/ns.h"

#define AF_INET	 2
#define AF_INET6 10

#define bpf_ntohs(x) __builtin_bswap16(x)
#define bpf_htonl(x) __builtin_bswap32(x)

enum tcp_state { TCP_ESTABLISHED = 1, TCP_SYN_SENT = 2, TCP_SYN_RECV = 3 };

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
	possible_net_t skc_net;
	/* not there in a kernel that was built without IPv6 */
	struct in6_addr skc_v6_daddr;
	struct in6_addr skc_v6_rcv_saddr;
} __attribute__((preserve_access_index));

struct sock {
	struct sock_common __sk_common;
	int sk_err; /* errno of what ended the connection */
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

/* The other end. A socket of IPv4 keeps its addresses in both forms, one that has none yet all zero. */
static __always_inline void sock_destination(struct sock *sk, struct address *a)
{
	if (bpf_core_field_exists(sk->__sk_common.skc_v6_daddr))
		bpf_core_read(a, sizeof(*a), &sk->__sk_common.skc_v6_daddr);
	else
		address_set_ip4(a, sk->__sk_common.skc_daddr);
}

/* This end. */
static __always_inline void sock_source(struct sock *sk, struct address *a)
{
	if (bpf_core_field_exists(sk->__sk_common.skc_v6_rcv_saddr))
		bpf_core_read(a, sizeof(*a), &sk->__sk_common.skc_v6_rcv_saddr);
	else
		address_set_ip4(a, sk->__sk_common.skc_rcv_saddr);
}
