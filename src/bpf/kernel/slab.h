/* Caches of kernel objects. */
#pragma once
#include "kernel/uapi.h"

struct kmem_cache {
	unsigned int size; /* of an object with what the allocator keeps beside it */
	const char *name;
} __attribute__((preserve_access_index));
