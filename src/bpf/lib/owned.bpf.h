/* Whose sockets are whose, for a program that does nothing else when a socket gets an owner. */
#pragma once
#include "lib/accept.bpf.h"
#include "lib/owner.bpf.h"

static __always_inline void accepted(struct sock *sk)
{
	owner_is_current(sk);
}

SEC("?tp_btf/inet_sock_set_state")
int BPF_PROG(taken, struct sock *sk, int before, int now)
{
	if (sk->sk_protocol == IPPROTO_TCP)
		owner_by_state(sk, now);
	return 0;
}
