/* Maps of what began and has not ended. A full one is counted; --entries changes the size. */
#pragma once
#include "lib/loss.bpf.h"

#define MAX_INFLIGHT 10240

/* Declares the map `name` and name_put(), which counts what does not fit, name_get() and name_drop(). */
#define INFLIGHT(name, key_t, value_t)                                          \
	struct {                                                                \
		__uint(type, BPF_MAP_TYPE_HASH);                                \
		__uint(max_entries, MAX_INFLIGHT);                              \
		__type(key, key_t);                                             \
		__type(value, value_t);                                         \
	} name SEC(".maps");                                                    \
	static __always_inline void name##_put(key_t key, const value_t *value) \
	{                                                                       \
		if (bpf_map_update_elem(&name, &key, value, BPF_ANY))           \
			lose(LOSS_MAP);                                         \
	}                                                                       \
	static __always_inline value_t *name##_get(key_t key)                   \
	{                                                                       \
		return bpf_map_lookup_elem(&name, &key);                        \
	}                                                                       \
	static __always_inline void name##_drop(key_t key)                      \
	{                                                                       \
		bpf_map_delete_elem(&name, &key);                               \
	}
