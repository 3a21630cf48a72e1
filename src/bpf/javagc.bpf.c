// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* javagc: how long Java's collections of garbage take, as a whole and for each pool of memory. */
#include "lib/events.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/inflight.bpf.h"
#include "lib/probe.bpf.h"
#include "lib/task.bpf.h"
#include "lib/usdt.bpf.h"

#define NAME_LEN 48
#define POOLS	 16 /* of one process; Java has eight at the most */

/* In the order in which the tool asks for them. gc__begin(full); the others of a pool (manager, its length,
 * pool, its length, four sizes). */
enum gc_probe { GC_BEGIN, GC_END, POOL_BEGIN, POOL_END };

struct gc_event {
	struct task task;
	__u64 took;
	__u32 cpu;
	__u8 is_pool;
	__u8 full;   /* of a whole collection */
	__u8 unread; /* a name could not be read */
	__u8 unused;
	__u8 manager[NAME_LEN];
	__u8 pool[NAME_LEN];
};
EXPORT(gc_event);

struct collection {
	__u64 name; /* where the pool's name lies; 0 of the whole */
	__u64 since;
};

struct jvm {
	struct collection pools[POOLS]; /* the first is the whole */
	__u64 full;
};

const volatile __u64 least; /* ns */

/* By process: what begins in one thread may end in another. */
INFLIGHT(jvms, __u32, struct jvm)

/* A pool keeps its place as long as its process lives. NULL if there are too many. */
static __always_inline struct collection *collection_of(struct jvm *jvm, __u64 name)
{
	if (!name)
		return &jvm->pools[0];
	for (int i = 1; i < POOLS; i++) {
		struct collection *pool = &jvm->pools[i];

		if (!pool->name)
			pool->name = name;
		if (pool->name == name)
			return pool;
	}
	lose(LOSS_MAP);
	return NULL;
}

static __always_inline void gc_begins(__u32 pid, __u64 name, __u64 full)
{
	struct jvm *jvm = jvms_get(pid);
	struct collection *collection;

	if (!jvm) {
		struct jvm none = {};

		jvms_put(pid, &none); /* counted if it does not fit */
		jvm = jvms_get(pid);
		if (!jvm)
			return;
	}
	if (!name)
		jvm->full = full;
	collection = collection_of(jvm, name);
	if (collection)
		collection->since = bpf_ktime_get_ns();
}

static __always_inline bool name_read(__u8 *to, __u64 from)
{
	if (bpf_probe_read_user_str(to, NAME_LEN, (void *)from) >= 0)
		return true;
	lose(LOSS_FAULT);
	return false;
}

static __always_inline void gc_ends(__u32 pid, __u64 manager, __u64 name)
{
	__u64 now = bpf_ktime_get_ns();
	struct jvm *jvm = jvms_get(pid);
	struct collection *collection = jvm ? collection_of(jvm, name) : NULL;
	struct gc_event e = {};

	if (!collection || !collection->since)
		return;
	e.took = now - collection->since;
	collection->since = 0;
	if (e.took < least)
		return;
	task_fill(&e.task);
	e.cpu = bpf_get_smp_processor_id();
	e.is_pool = !!name;
	e.full = jvm->full;
	if (name)
		e.unread = !name_read(e.manager, manager) || !name_read(e.pool, name);
	event_send(&e, sizeof(e));
}

static __always_inline int passed(struct pt_regs *ctx, __u64 id)
{
	const struct static_probe *probe = static_probe_of(id);
	__u32 pid = bpf_get_current_pid_tgid() >> 32;

	if (!probe || !wanted())
		return 0;
	switch (probe->which) {
	case GC_BEGIN:
		gc_begins(pid, 0, (__u8)static_arg(ctx, probe, 0));
		break;
	case GC_END:
		gc_ends(pid, 0, 0);
		break;
	case POOL_BEGIN:
		gc_begins(pid, static_arg(ctx, probe, 2), 0);
		break;
	case POOL_END:
		gc_ends(pid, static_arg(ctx, probe, 0), static_arg(ctx, probe, 2));
		break;
	}
	return 0;
}

PROBES(passed)

SEC("?tp_btf/sched_process_free")
int BPF_PROG(freed, struct task_struct *p)
{
	if (p->pid == p->tgid)
		jvms_drop(p->tgid);
	return 0;
}
