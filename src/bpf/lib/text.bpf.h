/* Events that end in a string of user space. */
#pragma once
#include "lib/events.bpf.h"
#include "lib/scratch.bpf.h"
#include "lib/task.bpf.h"

/* Reads a string, up to `room` - 1 bytes of it. Returns its length without the NUL, or -1 and counts a fault if
 * it cannot be read. */
static __always_inline int text_read(__u8 *to, __u32 room, const void *from)
{
	long n = bpf_probe_read_user_str(to, room, from);

	if (n < 0) {
		lose(LOSS_FAULT);
		return -1;
	}
	return n ? n - 1 : 0; /* of an empty string some kernels count no NUL */
}
