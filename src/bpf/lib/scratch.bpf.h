/* Room for a record that is too large for the stack. A program cannot interrupt itself on a CPU (the kernel
 * skips and counts that), but another program of the same tool can, where the kernel preempts them: so there
 * are two places, and who finds both taken counts a loss. */
#pragma once
#include "lib/loss.bpf.h"

#define SCRATCH_PLACES 2

/* Declares name_take(), a place of this CPU or NULL, and name_free(). Adding before looking is what makes
 * taking safe: of two that meet, at most one reads 1. */
#define SCRATCH(name, value_t)                                                      \
	struct name##_place {                                                       \
		__u64 takers;                                                       \
		value_t value;                                                      \
	};                                                                          \
	struct {                                                                    \
		__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);                            \
		__uint(max_entries, SCRATCH_PLACES);                                \
		__type(key, __u32);                                                 \
		__type(value, struct name##_place);                                 \
	} name##_places SEC(".maps");                                               \
	static __always_inline value_t *name##_take(void)                           \
	{                                                                           \
		for (__u32 i = 0; i < SCRATCH_PLACES; i++) {                        \
			__u32 key = i;                                              \
			struct name##_place *place;                                 \
                                                                                    \
			place = bpf_map_lookup_elem(&name##_places, &key);          \
			if (!place)                                                 \
				return NULL;                                        \
			__sync_fetch_and_add(&place->takers, 1);                    \
			if (*(volatile __u64 *)&place->takers == 1)                 \
				return &place->value;                               \
			__sync_fetch_and_add(&place->takers, -1);                   \
		}                                                                   \
		lose(LOSS_MAP);                                                     \
		return NULL;                                                        \
	}                                                                           \
	static __always_inline void name##_free(value_t *value)                     \
	{                                                                           \
		struct name##_place *place = (void *)value - sizeof(place->takers); \
                                                                                    \
		__sync_fetch_and_add(&place->takers, -1);                           \
	}
