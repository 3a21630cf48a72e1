/* Room for a record that is too large for the stack. A program cannot interrupt itself on a CPU (the kernel
 * skips and counts that), but another program of the same tool can, where the kernel preempts them: so there
 * are two places, and who finds both taken counts a loss. */
#pragma once
#include "lib/loss.bpf.h"

#define SCRATCH_PLACES 2

/* Declares name_take(), a place of this CPU or NULL, and name_free(). Adding before looking is what makes
 * taking safe: of two that meet, at most one reads 1. A function that takes nothing but numbers finds the place
 * by name_number() and name_at(). */
#define SCRATCH(name, value_t)                                                             \
	struct name##_place {                                                              \
		__u64 takers;                                                              \
		__u64 number;                                                              \
		value_t value;                                                             \
	};                                                                                 \
	struct {                                                                           \
		__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);                                   \
		__uint(max_entries, SCRATCH_PLACES);                                       \
		__type(key, __u32);                                                        \
		__type(value, struct name##_place);                                        \
	} name##_places SEC(".maps");                                                      \
	static __always_inline value_t *name##_take(void)                                  \
	{                                                                                  \
		for (__u32 i = 0; i < SCRATCH_PLACES; i++) {                               \
			__u32 key = i;                                                     \
			struct name##_place *place;                                        \
                                                                                           \
			place = bpf_map_lookup_elem(&name##_places, &key);                 \
			if (!place)                                                        \
				return NULL;                                               \
			__sync_fetch_and_add(&place->takers, 1);                           \
			if (*(volatile __u64 *)&place->takers == 1) {                      \
				place->number = i;                                         \
				return &place->value;                                      \
			}                                                                  \
			__sync_fetch_and_add(&place->takers, -1);                          \
		}                                                                          \
		lose(LOSS_MAP);                                                            \
		return NULL;                                                               \
	}                                                                                  \
	static __always_inline struct name##_place *name##_place_of(value_t *value)        \
	{                                                                                  \
		return (void *)value - __builtin_offsetof(struct name##_place, value);     \
	}                                                                                  \
	static __always_inline void name##_free(value_t *value)                            \
	{                                                                                  \
		__sync_fetch_and_add(&name##_place_of(value)->takers, -1);                 \
	}                                                                                  \
	static __always_inline __attribute__((unused)) __u32 name##_number(value_t *value) \
	{                                                                                  \
		return name##_place_of(value)->number;                                     \
	}                                                                                  \
	static __always_inline __attribute__((unused)) value_t *name##_at(__u32 number)    \
	{                                                                                  \
		struct name##_place *place = bpf_map_lookup_elem(&name##_places, &number); \
                                                                                           \
		return place ? &place->value : NULL;                                       \
	}
