/* What user space tells every program before it is loaded; `common::frame::Frame` is the other half.
 * It stands in a section of its own, so that it can be set in any object without knowing the object. */
#pragma once
#include "lib/core.bpf.h"

#define MAX_COMMS	  16
#define MAX_CGROUP_LEVELS 32

/* The first 16 bytes of a name and the bits of them that count: all for a whole name, fewer for a prefix. */
struct comm_pattern {
	__u64 bytes[2];
	__u64 mask[2];
};

struct frame {
	__u64 wake_at;	     /* bytes in the ring at which the reader is woken at once */
	__u32 own_pid;	     /* the tracer itself: never an event */
	__u32 cgroup_levels; /* bit l: a wanted cgroup lies at level l */
	__u32 hierarchy;     /* of the cgroups that stand for tasks: 0 is the unified one */
	__u32 pidns;	     /* inode number of the PID namespace that numbers are of; 0: the first */
	__u32 command;	     /* COMMAND's process, if it is not in the first */
	__u8 controller;     /* enum cgroup_controller, if it is not */
	__u8 containers;     /* enum containers */
	__u8 by_netns;
	__u8 by_mntns;
	__u8 by_pid; /* whether `filter_ids` holds any of this kind */
	__u8 by_tid;
	__u8 by_ppid;
	__u8 by_uid;
	__u8 by_tree;	  /* only COMMAND and its children, kept in `filter_tree` */
	__u8 with_parent; /* events carry the parent's pid and name */
	__u8 with_netns;  /* events carry the network namespace */
	__u8 nr_comms;
	__u8 by_comm_part; /* the name must contain `comm_part` */
	__u8 by_cgroup;	   /* sums are counted for each cgroup */
	__u8 unused[6];
	struct comm_pattern comm_part;
	struct comm_pattern comms[MAX_COMMS];
};

/* Whose hierarchy stands for tasks, where not all controllers are in the unified one. */
enum cgroup_controller { CONTROLLER_NONE, CONTROLLER_IO, CONTROLLER_MEMORY, CONTROLLER_PIDS };

/* What becomes of containers: their cgroups are in `cgroup_verdicts`. */
enum containers {
	CONTAINERS_LEFT,    /* nothing */
	CONTAINERS_WATCHED, /* new groups are told to user space, for names */
	CONTAINERS_IN,	    /* and only what is in the wanted ones is traced */
	CONTAINERS_OUT,	    /* and what is in the unwanted ones is not */
};

const volatile struct frame frame SEC(".rodata.frame") = {};
EXPORT(frame);
