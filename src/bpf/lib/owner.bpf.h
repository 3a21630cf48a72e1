/* Whose sockets are whose. Packets and timers move a socket along while any task is current, so its owner is
 * remembered where the current task is known to act on it: when it connects, listens, accepts or closes. */
#pragma once
#include "lib/filter.bpf.h"
#include "lib/inflight.bpf.h"
#include "lib/task.bpf.h"

struct owner {
	struct task task; /* pid 0: not known */
	__u64 since;	  /* the tool's */
};
INFLIGHT(owners, __u64, struct owner)

/* What is remembered of a socket from now on. NULL if there is no room, which is counted. */
static __always_inline struct owner *owner_of(struct sock *sk)
{
	struct owner *found = owners_get((__u64)sk), fresh = {};

	if (found)
		return found;
	owners_put((__u64)sk, &fresh);
	return owners_get((__u64)sk);
}

/* The current task acts on the socket: it is the owner, unless there is one. */
static __always_inline void owner_is_current(struct sock *sk)
{
	struct owner *owner;

	if (!wanted())
		return;
	owner = owner_of(sk);
	if (owner && !owner->task.pid)
		task_fill(&owner->task);
}

/* Into these states a socket comes by a system call alone. */
static __always_inline void owner_by_state(struct sock *sk, int now)
{
	if (now == TCP_SYN_SENT || now == TCP_LISTEN || now == TCP_FIN_WAIT1 || now == TCP_LAST_ACK)
		owner_is_current(sk);
}

/* True if tasks are chosen, so that a socket whose owner is not known is not wanted. */
static __always_inline bool owner_matters(void)
{
	return filters_tasks() || filters_cgroups();
}

/* False if tasks are chosen and the socket's owner is none of them. */
static __always_inline bool owner_wanted(struct sock *sk)
{
	struct owner *owner;

	if (!owner_matters())
		return true;
	owner = owners_get((__u64)sk);
	return owner && owner->task.pid;
}

/* The cgroup that the socket belongs to, for keys that have one (see told_group_id()): where one hierarchy has
 * all controllers the kernel knows, elsewhere it is the owner's, which the filters go by. 0 if it is not known,
 * or rows do not tell. */
static __always_inline __u64 told_sock_cgroup_id(struct sock *sk)
{
	struct owner *owner;

	if (!keys_have_groups())
		return 0;
	if (frame.by_cgroup && !frame.controller)
		return cgroup_id(sock_cgroup(sk));
	owner = owners_get((__u64)sk);
	return owner ? told_group_id(owner->task.cgroup_id) : 0;
}

/* Describes who has the socket, now. False if tasks are chosen and it is none of them. The user is known of
 * sockets whose owner is not. */
static __always_inline bool owner_fill(struct sock *sk, struct task *task)
{
	struct owner *owner = owners_get((__u64)sk);

	if (owner && owner->task.pid)
		*task = owner->task;
	else if (owner_matters())
		return false;
	else
		task->uid = BPF_CORE_READ(sk, sk_uid.val);
	task->ktime = bpf_ktime_get_boot_ns();
	task->netns = BPF_CORE_READ(sk, __sk_common.skc_net.net, ns.inum);
	return true;
}

/* The socket is gone for good. One that is accepted after it was closed changes its state no more. */
SEC("tp_btf/tcp_destroy_sock")
int BPF_PROG(owner_gone, struct sock *sk)
{
	owners_drop((__u64)sk);
	return 0;
}
