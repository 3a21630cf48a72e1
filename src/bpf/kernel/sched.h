/* Tasks: who they are, whose they are, and what the scheduler knows of them. */
#pragma once
#include "kernel/cgroup.h"
#include "kernel/ns.h"

#define TASK_RUNNING 0
#define PF_KTHREAD   0x00200000 /* task_struct.flags: it has no program */

typedef struct {
	__u32 val;
} kuid_t;

typedef struct {
	__u32 val;
} kgid_t;

struct cred {
	kuid_t uid;
	kgid_t gid;
} __attribute__((preserve_access_index));

typedef struct {
	int counter;
} atomic_t;

struct signal_struct {
	atomic_t live;	     /* threads that have not exited */
	int group_exit_code; /* if flags say SIGNAL_GROUP_EXIT */
	unsigned int flags;
} __attribute__((preserve_access_index));

struct mm_struct {
	/* anonymous in the kernel, which CO-RE looks through */
	unsigned long arg_start, arg_end;
} __attribute__((preserve_access_index));

#if defined(__TARGET_ARCH_x86)
#define THREAD_INFO_WORD status
#define THREAD_INFO_32	 2 /* TS_COMPAT: it is in a 32-bit system call */
struct thread_info {
	unsigned int status;
} __attribute__((preserve_access_index));
#else
#define THREAD_INFO_WORD flags
#define THREAD_INFO_32	 (1 << 22) /* _TIF_32BIT of arm64: it is a 32-bit program */
struct thread_info {
	unsigned long flags;
} __attribute__((preserve_access_index));
#endif

/* The tasks of one CPU that can run: all of them, */
struct rq {
	unsigned int nr_running;
} __attribute__((preserve_access_index));

/* and those of one group without real-time priority. */
struct cfs_rq {
	struct rq *rq;
} __attribute__((preserve_access_index));

struct cfs_rq___pre_6_14 {
	unsigned int nr_running;
} __attribute__((preserve_access_index));

struct cfs_rq___since_6_14 {
	unsigned int nr_queued;
} __attribute__((preserve_access_index));

struct sched_entity {
	struct cfs_rq *cfs_rq;
} __attribute__((preserve_access_index));

struct task_struct {
	struct thread_info thread_info;
	void *stack;
	unsigned int flags;
	int pid;  /* users say tid */
	int tgid; /* users say pid */
	int exit_code;
	int prio; /* below 100 of real time */
	struct sched_entity se;
	__u64 start_boottime;
	struct task_struct *real_parent;
	struct task_struct *group_leader;
	const struct cred *cred;
	struct mm_struct *mm;
	struct signal_struct *signal;
	struct nsproxy *nsproxy;
	struct pid *thread_pid;
	struct css_set *cgroups;
	struct files_struct *files;
	struct fs_struct *fs;
	char comm[16];
} __attribute__((preserve_access_index));

struct task_struct___pre_5_14 {
	long state;
} __attribute__((preserve_access_index));

struct task_struct___since_5_14 {
	unsigned int __state;
} __attribute__((preserve_access_index));

/* Flags of a state, since 6.1: the freezer may take the task. */
#define TASK_FREEZABLE_BITS 0x6000

/* Whether a task wants to run, or what it waits for. `t` must be a program's typed argument: a plain load is
 * cheaper than a read by helper. The state was renamed in 5.14 (2f064a59a11f). */
static __always_inline __u32 task_state(struct task_struct *t)
{
	if (bpf_core_field_exists(struct task_struct___since_5_14, __state))
		return ((struct task_struct___since_5_14 *)t)->__state & ~TASK_FREEZABLE_BITS;
	return ((struct task_struct___pre_5_14 *)t)->state;
}

/* True if a task that leaves the CPU still wants it. */
static __always_inline bool task_runnable(struct task_struct *t)
{
	return task_state(t) == TASK_RUNNING;
}

/* The inode number of the process's PID namespace: the innermost of those that its id has a number in. */
static __always_inline __u32 task_pidns(struct task_struct *t)
{
	struct pid *pid = BPF_CORE_READ(t, thread_pid);
	struct upid *inner = (void *)pid->numbers + BPF_CORE_READ(pid, level) * bpf_core_type_size(struct upid);

	return BPF_CORE_READ(inner, ns, ns.inum);
}

/* How many tasks of the group can run on the CPU, with the one that does. The count was renamed in 6.14. */
static __always_inline __u32 cfs_rq_length(struct cfs_rq *cfs)
{
	if (bpf_core_field_exists(struct cfs_rq___since_6_14, nr_queued))
		return BPF_CORE_READ((struct cfs_rq___since_6_14 *)cfs, nr_queued);
	return BPF_CORE_READ((struct cfs_rq___pre_6_14 *)cfs, nr_running);
}
