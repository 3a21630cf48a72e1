// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* tcprtt: the round-trip time of TCP connections, whenever something arrives. */
#include "lib/address.bpf.h"
#include "lib/flow.bpf.h"
#include "lib/hist.bpf.h"
#include "lib/owned.bpf.h"

enum tcprtt_by { BY_NONE, BY_LOCAL, BY_REMOTE };
EXPORT_ENUM(tcprtt_by);

/* At its end what arrived has been counted in. */
SEC("fexit/tcp_rcv_established")
int BPF_PROG(arrived, struct sock *sk)
{
	__u64 rtt = sock_rtt(sk) * 1000ULL;
	struct hist_key key = {};
	struct flow flow = {};

	sock_flow(sk, &flow);
	if (!rtt || !wanted_flow(&flow) || !wanted_addresses(&flow) || !owner_wanted(sk))
		return 0;
	key.cgroup_id = told_sock_cgroup_id(sk);
	if (hist.by)
		__builtin_memcpy(key.id, hist.by == BY_LOCAL ? &flow.local : &flow.remote, sizeof(key.id));
	hist_add(&key, rtt, NULL);
	return 0;
}
