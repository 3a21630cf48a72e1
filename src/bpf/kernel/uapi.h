/* The part of the kernel's stable interface (include/uapi/linux/{types,bpf,errno}.h) that the programs use.
 * Declared here so that no header of the building machine is read: the same sources build for every
 * architecture. */
#pragma once

typedef signed char __s8;
typedef unsigned char __u8;
typedef short __s16;
typedef unsigned short __u16;
typedef int __s32;
typedef unsigned int __u32;
typedef long long __s64;
typedef unsigned long long __u64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u64 __be64;
typedef __u32 __wsum;
typedef _Bool bool;
#define true 1
#define false 0
#define NULL ((void *)0)

enum bpf_map_type {
	BPF_MAP_TYPE_HASH = 1,
	BPF_MAP_TYPE_ARRAY = 2,
	BPF_MAP_TYPE_PERCPU_ARRAY = 6,
	BPF_MAP_TYPE_LRU_HASH = 9,
	BPF_MAP_TYPE_ARRAY_OF_MAPS = 12,
	BPF_MAP_TYPE_RINGBUF = 27,
};

enum { BPF_ANY = 0, BPF_NOEXIST = 1, BPF_EXIST = 2 };
enum { BPF_RB_NO_WAKEUP = 1, BPF_RB_FORCE_WAKEUP = 2 };
enum { BPF_RB_AVAIL_DATA = 0 };
enum { BPF_F_USER_STACK = 1 << 8 };

enum {
	ENOENT = 2,
	EBADF = 9,
	EAGAIN = 11,
	EFAULT = 14,
	EEXIST = 17,
	ECONNREFUSED = 111,
	EINPROGRESS = 115,
	ECANCELED = 125
};
/* include/linux/err.h: pointers in the last page are errors. */
#define MAX_ERRNO  4095
#define IS_ERR(p)  ((__u64)(p) >= (__u64)-MAX_ERRNO)
#define PTR_ERR(p) ((__s64)(p))
