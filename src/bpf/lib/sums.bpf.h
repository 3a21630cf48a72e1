/* Sums by key that user space takes every interval; `common::sums` is the other half.
 *
 * As with histograms, an interval is taken by putting an empty map where the full one stood: the kernel returns
 * from that update only when no program uses the old map any more (1ae80cf31938, 4.20), so each reading is
 * exact. */
#pragma once
#include "lib/cgroup.bpf.h"
#include "lib/loss.bpf.h"

#define MAX_SUMS 10240 /* what most tools take as `entries` */

/* Declares the maps of `name`, both halves of the type `struct name_half`, and name_now(): the one to fill. */
#define SUM_HALVES(name)                                                 \
	struct name##_half name##_a SEC(".maps"), name##_b SEC(".maps"); \
	struct {                                                         \
		__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);                \
		__uint(max_entries, 1);                                  \
		__type(key, __u32);                                      \
		__array(values, struct name##_half);                     \
	} name SEC(".maps") = {.values = {&name##_a}};                   \
	static __always_inline void *name##_now(void)                    \
	{                                                                \
		__u32 zero = 0;                                          \
                                                                         \
		return bpf_map_lookup_elem(&name, &zero);                \
	}

/* Declares the maps of `name`, name_get(), and name_new(), which adds a key with its first value and gives the
 * place of it: another CPU may have been first, so what is counted is added there. A full map is counted.
 * name_at() is both, where the first value costs nothing to make.
 * Values are shared by all CPUs: add to them by __sync_fetch_and_add. --entries changes the size. */
#define SUMS(name, key_t, value_t, entries)                                                    \
	struct name##_half {                                                                   \
		__uint(type, BPF_MAP_TYPE_HASH);                                               \
		__uint(max_entries, entries);                                                  \
		__type(key, key_t);                                                            \
		__type(value, value_t);                                                        \
	};                                                                                     \
	SUM_HALVES(name)                                                                       \
	static __always_inline value_t *name##_get(const key_t *key)                           \
	{                                                                                      \
		void *now = name##_now();                                                      \
                                                                                               \
		return now ? bpf_map_lookup_elem(now, key) : NULL;                             \
	}                                                                                      \
	static __always_inline value_t *name##_new(const key_t *key, const value_t *first)     \
	{                                                                                      \
		void *now = name##_now();                                                      \
		value_t *value;                                                                \
                                                                                               \
		if (!now)                                                                      \
			return NULL;                                                           \
		bpf_map_update_elem(now, key, first, BPF_NOEXIST); /* looked for just below */ \
		value = bpf_map_lookup_elem(now, key);                                         \
		if (!value)                                                                    \
			lose(LOSS_MAP);                                                        \
		return value;                                                                  \
	}                                                                                      \
	static __always_inline __attribute__((unused))                                         \
	value_t *name##_at(const key_t *key, const value_t *first)                             \
	{                                                                                      \
		value_t *value = name##_get(key);                                              \
                                                                                               \
		return value ? value : name##_new(key, first);                                 \
	}

struct sum_row {
	__u64 number;
	__u64 cgroup_id; /* as told_cgroup_id() */
};

/* Where keys are numbers below `rows`: a table of each CPU's own, which is never full and half the price. Of
 * each value at most 32 KiB / rows. Declares the maps of `name` and name_row(), NULL for a number too high. Add
 * by __sync_fetch_and_add all the same: a program can be interrupted by another. What is not known to be
 * wanted, as of told_group_id(), is counted apart, by number and cgroup. */
#define SUM_TABLE(name, value_t, rows)                                                    \
	struct name##_table {                                                             \
		value_t row[rows];                                                        \
	};                                                                                \
	struct name##_half {                                                              \
		__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);                                  \
		__uint(max_entries, 1);                                                   \
		__type(key, __u32);                                                       \
		__type(value, struct name##_table);                                       \
	};                                                                                \
	SUM_HALVES(name)                                                                  \
	SUMS(name##_apart, struct sum_row, value_t, MAX_SUMS)                             \
	static __always_inline value_t *name##_row(__u64 number)                          \
	{                                                                                 \
		struct sum_row key = {number, told_cgroup_id()};                          \
		struct name##_table *table;                                               \
		value_t none = {};                                                        \
		__u64 row = number;                                                       \
		__u32 zero = 0;                                                           \
		void *now;                                                                \
                                                                                          \
		if (keys_have_groups() && key.cgroup_id)                                  \
			return name##_apart_at(&key, &none);                              \
		now = name##_now();                                                       \
		table = now ? bpf_map_lookup_elem(now, &zero) : NULL;                     \
		barrier_var(row); /* the verifier does not know what the compiler does */ \
		if (!table || row >= rows)                                                \
			return NULL;                                                      \
		barrier_var(row); /* no address is made of it before it is compared */    \
		return &table->row[row];                                                  \
	}

/* Two that meet can write the smaller one last: it is never lower than what was there before both. */
static __always_inline void sum_max(__u64 *max, __u64 value)
{
	if (*max < value)
		*max = value;
}
