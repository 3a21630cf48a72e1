// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* hardirqs: how often each handler of an interrupt ran, and for how long. */
#include "kernel/irq.h"
#include "lib/irqs.bpf.h"

SEC("tp_btf/irq_handler_entry")
int BPF_PROG(entry, int irq, struct irqaction *action)
{
	irq_begins();
	return 0;
}

SEC("tp_btf/irq_handler_exit")
int BPF_PROG(leaving, int irq, struct irqaction *action, int ret)
{
	irq_ends(irq, action, action->name);
	return 0;
}
