/* Interrupts. */
#pragma once
#include "kernel/uapi.h"

struct irqaction {
	const char *name;
} __attribute__((preserve_access_index));
