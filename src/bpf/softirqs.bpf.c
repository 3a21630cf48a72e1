// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* softirqs: how often each soft interrupt ran, and for how long. */
#include "lib/irqs.bpf.h"

SEC("tp_btf/softirq_entry")
int BPF_PROG(entry, unsigned int vector)
{
	irq_begins();
	return 0;
}

SEC("tp_btf/softirq_exit")
int BPF_PROG(leaving, unsigned int vector)
{
	irq_ends(vector, NULL, NULL);
	return 0;
}
