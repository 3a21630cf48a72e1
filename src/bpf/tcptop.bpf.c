// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* tcptop: what each process sends and receives over each TCP connection.
 *
 * Counted is what a call has handed over, not what tcp_cleanup_rbuf is told: it is called several times in a
 * call that waits for more, each time with all so far. */
#include "lib/filter.bpf.h"
#include "lib/flow.bpf.h"
#include "lib/sums.bpf.h"

#define MSG_PEEK     0x2
#define MSG_ERRQUEUE 0x2000

struct traffic_key {
	__u64 cgroup_id; /* as told_cgroup_id() */
	__u32 pid;
	struct flow flow;
};
EXPORT(traffic_key);

struct traffic {
	__u64 sent;
	__u64 received;
	__u32 netns;
	__u32 uid;
	__u8 comm[COMM_LEN];
};
EXPORT(traffic);

SUMS(connections, struct traffic_key, struct traffic, MAX_SUMS)

static __always_inline struct traffic *traffic_of(struct sock *sk)
{
	struct traffic_key key = {};
	struct traffic *traffic, first = {};

	if (!wanted())
		return NULL;
	sock_flow(sk, &key.flow);
	if (!wanted_flow(&key.flow))
		return NULL;
	key.cgroup_id = told_cgroup_id();
	key.pid = current_pid_tid() >> 32;
	traffic = connections_get(&key);
	if (traffic)
		return traffic;
	first.netns = sk->__sk_common.skc_net.net->ns.inum;
	first.uid = bpf_get_current_uid_gid();
	bpf_get_current_comm(first.comm, sizeof(first.comm));
	return connections_new(&key, &first);
}

static __always_inline int add_sent(struct sock *sk, int bytes)
{
	struct traffic *traffic = bytes > 0 ? traffic_of(sk) : NULL;

	if (traffic)
		__sync_fetch_and_add(&traffic->sent, bytes);
	return 0;
}

static __always_inline int add_received(struct sock *sk, int bytes, int flags)
{
	struct traffic *traffic = NULL;

	if (bytes > 0 && !(flags & (MSG_PEEK | MSG_ERRQUEUE)))
		traffic = traffic_of(sk);
	if (traffic)
		__sync_fetch_and_add(&traffic->received, bytes);
	return 0;
}

/* also what the kernel itself sends, such as TLS records */
SEC("fexit/tcp_sendmsg_locked")
int BPF_PROG(sent, struct sock *sk, void *msg, __u64 size, int bytes)
{
	return add_sent(sk, bytes);
}

/* sendfile and splice; since 6.5 they come the other way (1d7e4538a546) */
SEC("?fexit/do_tcp_sendpages")
int BPF_PROG(maybe_pages__args5, struct sock *sk, void *page, int at, __u64 size, int flags, __s64 bytes)
{
	return add_sent(sk, bytes);
}

SEC("?fexit/tcp_recvmsg")
int BPF_PROG(received__args6, struct sock *sk, void *msg, __u64 size, int nonblock, int flags, void *addr_len,
	     int bytes)
{
	return add_received(sk, bytes, flags);
}

SEC("?fexit/tcp_recvmsg")
int BPF_PROG(received__args5, struct sock *sk, void *msg, __u64 size, int flags, void *addr_len,
	     int bytes) /* since 5.19 (ec095263a965) */
{
	return add_received(sk, bytes, flags);
}

SEC("?fexit/tcp_recvmsg")
int BPF_PROG(received__args4, struct sock *sk, void *msg, __u64 size, int flags, int bytes) /* since 7.1 */
{
	return add_received(sk, bytes, flags);
}

/* splice, and readers in the kernel, such as TLS */
SEC("?fexit/__tcp_read_sock")
int BPF_PROG(spliced__seq__args5, struct sock *sk, void *desc, void *actor, bool noack, void *seq, int bytes)
{
	return add_received(sk, bytes, 0);
}

SEC("?fexit/tcp_read_sock")
int BPF_PROG(spliced__args3, struct sock *sk, void *desc, void *actor, int bytes)
{
	return add_received(sk, bytes, 0);
}
