/* The kernel's own names of its functions; `common::kernel_names` is the other half. User space puts addresses
 * into a map and reads what the kernel prints of each, which takes neither the list of all symbols nor a right
 * to it. */
#pragma once
#include "lib/core.bpf.h"
#include "kernel/iter.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 256); /* so many at once */
	__type(key, __u32);
	__type(value, __u64);
} kernel_names_of SEC(".maps");

/* "name+0x12/0x34 [module]" of the function that the byte before the address is in, or the address. A line that
 * finds no room is printed again by the kernel. */
SEC("?iter/bpf_map_elem")
int BPF_PROG(kernel_names, struct bpf_iter_meta *meta, void *map, void *key, __u64 *asked)
{
	char format[] = "%pB\n";
	__u64 address;

	if (!asked || !*asked)
		return 0;
	address = *asked;
	bpf_seq_printf(meta->seq, format, sizeof(format), &address, sizeof(address));
	return 0;
}
