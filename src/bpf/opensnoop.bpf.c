// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* opensnoop: every open that would give a descriptor, seen below the system call: also by io_uring and 32-bit
 * programs, and under the name that the kernel used, whatever the caller did to its buffer meanwhile.
 *
 * do_sys_openat2 begins and ends what the system calls open; do_filp_open says which name and with which error;
 * fd_install gives the descriptor. io_uring comes in at do_filp_open. open_by_handle_at is do_handle_open
 * alone. */
#include "lib/events.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/inflight.bpf.h"
#include "lib/path.bpf.h"
#include "lib/stack.bpf.h"
#include "lib/task.bpf.h"

struct open_event {
	struct task task;
	__s32 fd;  /* -1 for none */
	__s32 err; /* errno, 0 for none */
	__u32 flags;
	__u32 mode;
	__u32 unnamed;	/* 1: the name could not be read */
	__u32 path_cut; /* 1: the path lacks its beginning, being too deep */
	struct stack_sizes stack;
	/* the path follows, without a NUL, then the stack */
};
EXPORT(open_event);

struct record {
	struct open_event event;
	char path[2 * PATH_LEN + 2 * STACK_SIZE];
};
SCRATCH(record, struct record)

/* An open that has begun. */
struct opening {
	const struct filename *name; /* the kernel's copy */
	const char *user_name;	     /* what the system call was given */
	const struct file *file;
	__u32 flags;
	__u32 mode;
	__s32 dfd;
	__u8 syscall; /* there will be an end */
	__u8 told;
};
INFLIGHT(openings, __u32, struct opening)

#define PREFIX_LEN 256

const volatile bool failed_only;
const volatile bool full_paths;
const volatile __u32 prefix_len;
const volatile char prefix[PREFIX_LEN];

/* True if the path of the record begins as it should. Global as path_step() is. */
__attribute__((noinline)) int prefixed(__u32 place, __u32 len)
{
	struct record *r = record_at(place);

	if (!r || len < prefix_len)
		return false;
	for (int i = 0; i < PREFIX_LEN; i++) {
		if (i >= prefix_len)
			break;
		if (r->path[i] != prefix[i])
			return false;
	}
	return true;
}

/* Writes an absolute path; nothing for the root itself. Returns the length. */
static __always_inline __u32 absolute_write(struct record *r, const struct path *path, bool whole)
{
	return path_copy(r->path, record_number(r), path, whole, &r->event.path_cut);
}

/* Writes what a relative name is relative to, and a slash. Returns the length. */
static __always_inline __u32 base_write(struct record *r, __s32 dfd)
{
	struct task_struct *p = (void *)bpf_get_current_task();
	const struct path *base = &BPF_CORE_READ(p, fs)->pwd;
	__u32 len;

	if (dfd != AT_FDCWD) {
		struct file *dir = task_file(p, dfd);

		if (!dir)
			return 0;
		base = &dir->f_path;
	}
	len = absolute_write(r, base, true);
	r->path[len] = '/';
	return len + 1;
}

/* Writes the path of a file that was opened by its handle. Returns the length. */
static __always_inline __u32 handle_write(struct record *r, __s32 fd)
{
	struct task_struct *p = (void *)bpf_get_current_task();
	struct file *file = task_file(p, fd);

	return file ? absolute_write(r, &file->f_path, full_paths) : 0;
}

/* Writes the name as given, made absolute if that is asked for. Returns the length. */
static __always_inline __u32 name_write(struct record *r, const struct opening *o, __s32 err)
{
	const struct filename *copy = o->name;
	const char *name = copy ? BPF_CORE_READ(copy, name) : o->user_name;
	__u32 base = 0;
	char first = '/';
	long n;

	if (full_paths || prefix_len) {
		if (copy)
			bpf_probe_read_kernel(&first, 1, name);
		else
			bpf_probe_read_user(&first, 1, name);
		if (first != '/')
			base = base_write(r, o->dfd);
	}
	base &= 2 * PATH_LEN - 1;
	if (base > PATH_LEN)
		base = PATH_LEN;
	if (copy)
		n = bpf_probe_read_kernel_str(r->path + base, PATH_LEN, name);
	else
		n = bpf_probe_read_user_str(r->path + base, PATH_LEN, name);
	if (n > 0)
		return base + n - 1;
	r->event.unnamed = 1;
	if (err != EFAULT)
		lose(LOSS_FAULT);
	return base;
}

/* This CPU's record of an open, or NULL if it is not wanted. */
static __always_inline struct record *fill(const struct opening *o, __s32 fd, __s32 err)
{
	struct record *r = failed_only && !err ? NULL : record_take();

	if (!r)
		return NULL;
	r->event.fd = fd;
	r->event.err = err;
	r->event.flags = o->flags;
	r->event.mode = o->mode;
	r->event.unnamed = 0;
	r->event.path_cut = 0;
	return r;
}

/* Sends a record with a path of `len` bytes, if the path is wanted. */
static __always_inline void send(void *ctx, struct record *r, __u32 len)
{
	if (!prefix_len || prefixed(record_number(r), len)) {
		len &= 2 * PATH_LEN - 1;
		task_fill(&r->event.task);
		len += stack_append(ctx, r->path + len, &r->event.stack);
		event_send(r, sizeof(r->event) + len);
	}
	record_free(r);
}

static __always_inline void tell(void *ctx, const struct opening *o, __s32 fd, __s32 err)
{
	struct record *r = fill(o, fd, err);

	if (r)
		send(ctx, r, name_write(r, o, err));
}

/* A system call begins. The flags are the caller's, but for what a 64-bit kernel adds to all. */
static __always_inline int begin(struct opening *o)
{
	o->flags &= ~O_LARGEFILE_64;
	if (wanted())
		openings_put(current_tid(), o);
	return 0;
}

/* The kernel has looked the name up, for a system call or for io_uring. */
static __always_inline int opened(void *ctx, int dfd, const struct filename *name, const struct open_flags *how,
				  struct file *file)
{
	struct opening *o = openings_get(current_tid()), uring = {};
	__s32 err = IS_ERR(file) ? -PTR_ERR(file) : 0;

	if (BPF_CORE_READ(how, open_flag) & FMODE_EXEC)
		return 0;
	if (!o) {
		/* io_uring tries without blocking first, and comes again from a worker */
		if ((err == EAGAIN && BPF_CORE_READ(how, lookup_flags) & LOOKUP_CACHED) || !wanted())
			return 0;
		uring.flags = BPF_CORE_READ(how, open_flag) & ~O_LARGEFILE_64;
		uring.mode = BPF_CORE_READ(how, mode);
		uring.dfd = dfd;
		uring.name = name;
		uring.file = file;
		if (err)
			tell(ctx, &uring, -1, err);
		else
			openings_put(current_tid(), &uring);
		return 0;
	}
	o->name = name;
	o->file = file;
	if (err) {
		tell(ctx, o, -1, err);
		o->told = true;
	}
	return 0;
}

/* An open file gets its descriptor. */
static __always_inline int installed(void *ctx, const struct file *file, __s32 fd)
{
	struct opening *o = openings_get(current_tid());

	if (!o || o->told || o->file != file)
		return 0;
	tell(ctx, o, fd, 0);
	o->told = true;
	if (!o->syscall)
		openings_drop(current_tid());
	return 0;
}

/* A system call ends. What failed before there was a name to look up is told here. */
static __always_inline int end(void *ctx, long ret)
{
	struct opening *o = openings_get(current_tid());

	if (!o)
		return 0;
	if (!o->told && ret < 0)
		tell(ctx, o, -1, -ret);
	openings_drop(current_tid());
	return 0;
}

SEC("?fentry/do_sys_openat2")
int BPF_PROG(begin__openat2, int dfd, const char *name, struct open_how *how)
{
	struct opening o = {
		.flags = how->flags, .mode = how->mode, .dfd = dfd, .user_name = name, .syscall = true};

	return begin(&o);
}

SEC("?fexit/do_filp_open")
int BPF_PROG(open__filp, int dfd, struct filename *name, const struct open_flags *how, struct file *file)
{
	return opened(ctx, dfd, name, how, file);
}

/* do_filp_open's name since 7.1 */
SEC("?fexit/do_file_open")
int BPF_PROG(open__file, int dfd, struct filename *name, const struct open_flags *how, struct file *file)
{
	return opened(ctx, dfd, name, how, file);
}

SEC("?fentry/fd_install")
int BPF_PROG(install__fd, unsigned int fd, struct file *file)
{
	return installed(ctx, file, fd);
}

/* io_uring can keep a file in a slot of its own, without a descriptor: since 5.15, by this name
 * since 6.0. 5.10's later releases have the io_uring of 5.15. */
SEC("?fentry/io_fixed_fd_install")
int BPF_PROG(maybe_slot__fixed, void *request, unsigned int issue_flags, struct file *file)
{
	return installed(ctx, file, -1);
}

SEC("?fentry/io_fixed_file_set")
int BPF_PROG(maybe_slot__set, void *slot, struct file *file)
{
	return installed(ctx, file, -1);
}

SEC("?fexit/do_sys_openat2")
int BPF_PROG(end__openat2, int dfd, const char *name, struct open_how *how, long ret)
{
	return end(ctx, (int)ret);
}

SEC("?fexit/do_handle_open")
int BPF_PROG(handle__open, int mountdirfd, void *handle, int flags, long ret)
{
	struct opening o = {.flags = flags & ~O_LARGEFILE_64};
	__s32 fd = (int)ret < 0 ? -1 : (int)ret;
	struct record *r = wanted() ? fill(&o, fd, fd < 0 ? -(int)ret : 0) : NULL;

	if (r)
		send(ctx, r, fd < 0 ? 0 : handle_write(r, fd));
	return 0;
}

/* A thread that the kernel kills for an error of its own never ends its call. */
SEC("?tp_btf/sched_process_exit")
int BPF_PROG(forget__exit, struct task_struct *p)
{
	openings_drop(p->pid);
	return 0;
}
