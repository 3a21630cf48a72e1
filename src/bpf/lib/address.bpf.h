/* Which connections are traced: by addresses. `common::net` is the other half. */
#pragma once
#include "lib/core.bpf.h"
#include "kernel/net.h"

struct address_filter {
	struct address local;
	struct address remote;
	__u32 by_local; /* whether `local` is the one that is wanted */
	__u32 by_remote;
};

const volatile struct address_filter address_filter SEC(".rodata.address") = {};
EXPORT(address_filter);

static __always_inline bool same_address(const volatile struct address *wanted, const struct address *a)
{
	bool same = true;

	for (int i = 0; i < 4; i++)
		same &= wanted->words[i] == a->words[i];
	return same;
}

static __always_inline bool wanted_addresses(const struct flow *flow)
{
	if (address_filter.by_local && !same_address(&address_filter.local, &flow->local))
		return false;
	return !address_filter.by_remote || same_address(&address_filter.remote, &flow->remote);
}
