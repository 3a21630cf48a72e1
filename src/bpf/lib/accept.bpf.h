/* Connections that a task takes from a listening socket. A program that includes this has a function
 * accepted(), which is called in that task, with the new socket. */
#pragma once
#include "lib/core.bpf.h"
#include "kernel/net.h"

static __always_inline void accepted(struct sock *sk);

static __always_inline int accept_end(struct sock *sk)
{
	if (sk && sk->sk_protocol == IPPROTO_TCP)
		accepted(sk);
	return 0;
}

SEC("?fexit/inet_csk_accept")
int BPF_PROG(accept__args4, void *listener, int flags, int *err, bool kern, struct sock *sk)
{
	return accept_end(sk);
}

SEC("?fexit/inet_csk_accept")
int BPF_PROG(accept__args2, void *listener, void *arg, struct sock *sk) /* since 6.10 (92ef0fd55ac8) */
{
	return accept_end(sk);
}
