/* The ring buffer. Most of its cost is waking the reader, so the reader polls and is woken only when it fills.
 */
#pragma once
#include "lib/frame.bpf.h"
#include "lib/loss.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 2 * 1024 * 1024); /* --buffer changes it */
} events SEC(".maps");

/* Sends `size` bytes, and has them read at once if `now`; what does not fit is counted. False then. */
static __always_inline bool event_put(const void *event, __u64 size, bool now)
{
	__u64 flags = now ? BPF_RB_FORCE_WAKEUP : BPF_RB_NO_WAKEUP;

	if (bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA) >= frame.wake_at)
		flags = BPF_RB_FORCE_WAKEUP;
	if (!bpf_ringbuf_output(&events, (void *)event, size, flags))
		return true;
	lose(LOSS_RING);
	return false;
}

static __always_inline void event_send(const void *event, __u64 size)
{
	event_put(event, size, false);
}
