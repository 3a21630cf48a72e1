/* Packets of TCP, by their headers. */
#pragma once
#include "lib/core.bpf.h"
#include "lib/loss.bpf.h"
#include "kernel/net.h"

/* What the headers say, as the wire has it. */
struct ip4_header {
	__u8 version_len; /* in words of 32 bits */
	__u8 tos;
	__be16 total;
	__be16 id;
	__be16 fragment;
	__u8 ttl;
	__u8 protocol;
	__be16 checksum;
	__be32 from;
	__be32 to;
};

struct ip6_header {
	__u8 version;
	__u8 label[3];
	__be16 length;
	__u8 next;
	__u8 hops;
	struct address from;
	struct address to;
};

struct tcp_header {
	__be16 from;
	__be16 to;
	__be32 seq;
	__be32 ack;
	__u8 offset;
	__u8 flags;
};

/* A packet, `local` being where it comes from. */
struct packet {
	struct flow flow;
	__u32 flags;
};

/* Reads a header; counts it if that cannot be read. */
static __always_inline bool packet_part(void *to, __u32 bytes, const void *at)
{
	if (!bpf_probe_read_kernel(to, bytes, at))
		return true;
	lose(LOSS_FAULT);
	return false;
}

static __always_inline bool packet_read_ip4(const void *at, struct packet *p, __u32 *len)
{
	struct ip4_header ip;

	if (!packet_part(&ip, sizeof(ip), at))
		return false;
	*len = (ip.version_len & 15) * 4;
	address_set_ip4(&p->flow.local, ip.from);
	address_set_ip4(&p->flow.remote, ip.to);
	/* of a packet in parts, only the first has TCP's header */
	return ip.version_len >> 4 == 4 && *len >= sizeof(ip) && ip.protocol == IPPROTO_TCP &&
	       !(ip.fragment & bpf_htons(0x1fff));
}

static __always_inline bool packet_read_ip6(const void *at, struct packet *p, __u32 *len)
{
	struct ip6_header ip;

	if (!packet_part(&ip, sizeof(ip), at))
		return false;
	*len = sizeof(ip);
	p->flow.local = ip.from;
	p->flow.remote = ip.to;
	return ip.version >> 4 == 6 && ip.next == IPPROTO_TCP;
}

/* False if the packet is none of TCP, or has other headers of IPv6 before it. */
static __always_inline bool packet_read(struct sk_buff *skb, struct packet *p)
{
	const void *at = skb->head + skb->network_header;
	struct tcp_header tcp;
	bool is_tcp = false;
	__u32 len = 0;

	if (skb->protocol == bpf_htons(ETH_P_IP))
		is_tcp = packet_read_ip4(at, p, &len);
	else if (skb->protocol == bpf_htons(ETH_P_IPV6))
		is_tcp = packet_read_ip6(at, p, &len);
	if (!is_tcp || !packet_part(&tcp, sizeof(tcp), at + len))
		return false;
	p->flow.local_port = bpf_ntohs(tcp.from);
	p->flow.remote_port = bpf_ntohs(tcp.to);
	p->flags = tcp.flags;
	return true;
}
