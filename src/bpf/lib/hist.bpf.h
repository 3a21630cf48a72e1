/* Histograms: of everything in one, or one for each key; `common::hist` is the other half.
 *
 * User space takes an interval by putting an empty map where the full one stood. The kernel returns from that
 * update only when no program uses the old map any more (1ae80cf31938, 4.20), so nothing is cleared under a
 * program, and each reading is exact. */
#pragma once
#include "lib/cgroup.bpf.h"
#include "lib/slot.h"

#define HIST_LIMIT    (1ULL << 47) /* 39 hours in ns: what is longer counts as this */
#define HIST_NAME_LEN 32

struct hist_config {
	__u64 mul; /* slots are of value * mul / div, so that the bars begin exactly at slots */
	__u64 div;
	__u64 by; /* which key, as the program numbers them; 0: one histogram of everything */
};

const volatile struct hist_config hist SEC(".rodata.hist") = {};
EXPORT(hist_config);

/* Everything, on one CPU. */
struct hist_total {
	__u64 sum;
	__u64 max;
	__u64 slots[SLOTS];
};
EXPORT(hist_total);

struct hist_key {
	__u64 id[2];
	__u64 cgroup_id; /* as told_group_id() */
	__u64 slot;
};
EXPORT(hist_key);

/* One slot of one key. Most keys use few slots. */
struct hist_cell {
	__u64 count;
	__u64 sum;
	__u64 max;
	char name[HIST_NAME_LEN]; /* of the key, when the slot was first used */
};
EXPORT(hist_cell);

struct hist_totals {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct hist_total);
};

struct hist_cells {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1); /* user space gives it more if there can be keys */
	__type(key, struct hist_key);
	__type(value, struct hist_cell);
};

struct hist_totals hist_totals_a SEC(".maps"), hist_totals_b SEC(".maps");
struct hist_cells hist_cells_a SEC(".maps"), hist_cells_b SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct hist_totals);
} hist_totals SEC(".maps") = {.values = {&hist_totals_a}};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct hist_cells);
} hist_cells SEC(".maps") = {.values = {&hist_cells_a}};

/* An interrupt, or another CPU for the same key, can write a smaller one in between; the reader knows the
 * highest slot, so this is never off by more than a slot. */
static __always_inline void hist_max(__u64 *max, __u64 value)
{
	if (*max < value)
		*max = value;
}

static __always_inline __u32 hist_slot(__u64 value)
{
	__u32 slot = slot_of(value * hist.mul / hist.div);

	return slot < SLOTS ? slot : SLOTS - 1;
}

static __always_inline void hist_add_total(__u64 value, __u64 times)
{
	struct hist_total *total;
	__u32 zero = 0;
	void *now;

	now = bpf_map_lookup_elem(&hist_totals, &zero);
	if (!now)
		return;
	total = bpf_map_lookup_elem(now, &zero);
	if (!total)
		return;
	__sync_fetch_and_add(&total->slots[hist_slot(value)], times);
	__sync_fetch_and_add(&total->sum, value * times);
	hist_max(&total->max, value);
}

static __always_inline void hist_add_cell(struct hist_key *key, __u64 value, __u64 times, const char *name)
{
	struct hist_cell *cell;
	__u32 zero = 0;
	void *now;

	now = bpf_map_lookup_elem(&hist_cells, &zero);
	if (!now)
		return;
	key->slot = hist_slot(value);
	cell = bpf_map_lookup_elem(now, key);
	if (!cell) {
		struct hist_cell fresh = {};

		if (name)
			bpf_probe_read_kernel_str(fresh.name, sizeof(fresh.name), name);
		bpf_map_update_elem(now, key, &fresh, BPF_NOEXIST); /* another CPU may have */
		cell = bpf_map_lookup_elem(now, key);
		if (!cell) {
			lose(LOSS_MAP);
			return;
		}
	}
	__sync_fetch_and_add(&cell->count, times);
	__sync_fetch_and_add(&cell->sum, value * times);
	hist_max(&cell->max, value);
}

/* A clock that stepped back gives 0. */
static __always_inline __u64 hist_bound(__s64 value)
{
	return value < 0 ? 0 : value > HIST_LIMIT ? HIST_LIMIT : value;
}

/* Counts a value, under the key if there is one; `name` may be NULL. */
static __always_inline void hist_add(struct hist_key *key, __s64 value, const char *name)
{
	if (!hist.by && !frame.by_cgroup && !key->cgroup_id) {
		hist_add_total(hist_bound(value), 1);
		return;
	}
	if (!hist.by) {
		key->id[0] = key->id[1] = 0;
		name = NULL;
	}
	hist_add_cell(key, hist_bound(value), 1, name);
}

/* Counts a value so many times, in a histogram of everything, or of the key's cgroup. */
static __always_inline void hist_add_times(struct hist_key *key, __s64 value, __u64 times)
{
	if (keys_have_groups() && key->cgroup_id)
		hist_add_cell(key, hist_bound(value), times, NULL);
	else
		hist_add_total(hist_bound(value), times);
}
