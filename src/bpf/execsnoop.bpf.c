// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* execsnoop: every program that starts, whichever system call and thread it was.
 *
 * sched_process_exec comes when the new program is in place: its arguments are one block that the kernel has
 * just written, and nobody can have changed them. A failed exec leaves only what the caller had in hand when
 * the system call ended; those programs are loaded only when failures are wanted. */
#include "lib/events.bpf.h"
#include "lib/filter.bpf.h"
#include "lib/task.bpf.h"
#include "kernel/exec.h"
#include "kernel/fs.h"
#include "kernel/ptregs.h"
#include "lib/scratch.bpf.h"

#define FILE_LEN   4096
#define ARGS_LEN   (16 * 1024)
#define CHUNK	   4096 /* a page: what is there can be read at once */
#define WALK_STEPS 128	/* of a failed exec's arguments */

struct exec_event {
	struct task task;
	__s32 err;	 /* errno, 0 for none */
	__u32 args;	 /* arguments that there were; at least, if the exec failed */
	__u32 args_size; /* their bytes, terminators counted */
	__u32 file_len;
	__u32 args_len;
	__u32 max_args; /* to show */
	__u32 unnamed;	/* 1: the file's name could not be read */
	__u32 script;	/* 1: the arguments are an interpreter's */
			/* the file's name follows, without a NUL; then arguments, each with one */
};
EXPORT(exec_event);

struct record {
	struct exec_event event;
	char text[FILE_LEN + ARGS_LEN + CHUNK];
	__u64 arg; /* not sent: where in the caller's memory the next piece lies, or 0 */
};
SCRATCH(record, struct record)

const volatile __u32 max_args = ~0u;

static __always_inline struct record *take(void)
{
	struct record *r = record_take();

	if (!r)
		return NULL;
	r->event.unnamed = 0;
	r->event.script = 0;
	return r;
}

static __always_inline void tell(struct record *r, __s32 err)
{
	__u64 size = r->event.file_len + r->event.args_len;

	r->event.err = err;
	r->event.max_args = max_args;
	task_fill(&r->event.task);
	barrier_var(size);
	if (size <= FILE_LEN + ARGS_LEN)
		event_send(r, sizeof(r->event) + size);
	record_free(r);
}

/* Where the arguments begin in the record: behind the file's name, of which a read said `n`. */
static __always_inline char *named(struct record *r, long n, __s32 err)
{
	__u32 len = n > 0 ? n - 1 : 0;

	if (n <= 0) {
		r->event.unnamed = 1;
		if (err != EFAULT)
			lose(LOSS_FAULT);
	}
	r->event.file_len = len;
	barrier_var(len);
	return r->text + (len & (FILE_LEN - 1));
}

/* Reads page by page what could not be read at once. Returns how much there is before the first page that is
 * missing. */
static __always_inline __u32 pages_read(char *to, __u64 size, unsigned long from)
{
	__u64 done = 0;

	for (int i = 0; i <= ARGS_LEN / CHUNK && done < size; i++) {
		__u64 n = CHUNK - ((from + done) & (CHUNK - 1));

		if (n > size - done)
			n = size - done;
		barrier_var(n);
		if (n > CHUNK || bpf_probe_read_user(to + (done & (ARGS_LEN - 1)), n, (void *)from + done))
			break;
		done += n;
	}
	lose(LOSS_FAULT);
	return done;
}

static __always_inline int started(struct task_struct *p, struct linux_binprm *bprm)
{
	unsigned long from = p->mm->arg_start, size = p->mm->arg_end - from;
	struct record *r;
	char *to;

	if (!wanted())
		return 0;
	r = take();
	if (!r)
		return 0;
	to = named(r, bpf_probe_read_kernel_str(r->text, FILE_LEN, bprm->filename), 0);
	r->event.script = bprm->interp != bprm->filename;
	r->event.args = bprm->argc;
	r->event.args_size = size;
	if (size > ARGS_LEN)
		size = ARGS_LEN;
	barrier_var(size);
	r->event.args_len = size;
	if (size <= ARGS_LEN && bpf_probe_read_user(to, size, (void *)from))
		r->event.args_len = pages_read(to, size, from);
	tell(r, 0);
	return 0;
}

/* Pointers are of eight bytes, or of four. */
static __always_inline long next_arg(struct record *r, const void *list, bool wide)
{
	if (wide)
		return bpf_probe_read_user(&r->arg, 8, list + r->event.args * 8ULL);
	return bpf_probe_read_user(&r->arg, 4, list + r->event.args * 4ULL);
}

enum walked { WALK_ON, WALK_DONE, WALK_FAULT };

/* A step along the caller's list of arguments, a pointer or a page. A global function, which takes nothing but
 * numbers before 5.12: the verifier goes through it once, and not for each step. */
__attribute__((noinline)) int walk_step(__u32 place, __u64 list, bool wide)
{
	struct record *r = record_at(place);
	__u64 at;
	long n;

	if (!r)
		return WALK_DONE;
	at = r->event.args_size;
	if (!r->arg) {
		n = next_arg(r, (void *)list, wide);
		if (!n && !r->arg)
			return WALK_DONE;
		r->event.args++;
		if (n)
			return WALK_FAULT;
	}
	at += r->event.file_len;
	if (at > FILE_LEN + ARGS_LEN)
		at = FILE_LEN + ARGS_LEN;
	barrier_var(at);
	if (at > FILE_LEN + ARGS_LEN)
		return WALK_DONE;
	n = bpf_probe_read_user_str(r->text + at, CHUNK, (void *)r->arg);
	if (n <= 0)
		return WALK_FAULT;
	if (n == CHUNK) {
		r->event.args_size += CHUNK - 1;
		r->arg += CHUNK - 1;
	} else {
		r->event.args_size += n;
		r->arg = 0;
	}
	return WALK_ON;
}

/* Follows the caller's list of arguments. What is counted stands in the record. */
static __always_inline void walk(struct record *r, __u64 list, bool wide, __s32 err)
{
	__u32 place = record_number(r);
	int walked = WALK_ON;

	r->arg = 0;
	r->event.args = 0;
	r->event.args_size = 0;
	for (int i = 0; i < WALK_STEPS && walked == WALK_ON; i++)
		walked = walk_step(place, list, wide);
	if (walked == WALK_ON && !r->arg && !next_arg(r, (void *)list, wide) && r->arg)
		r->event.args++;
	if (walked == WALK_FAULT && err != EFAULT)
		lose(LOSS_FAULT);
}

static __always_inline int gave_up(unsigned long file, unsigned long list, bool wide, long ret)
{
	struct record *r;

	if (ret >= 0 || !wanted())
		return 0;
	r = take();
	if (!r)
		return 0;
	named(r, bpf_probe_read_user_str(r->text, FILE_LEN, (void *)file), -ret);
	walk(r, list, wide, -ret);
	r->event.args_len = r->event.args_size > ARGS_LEN ? ARGS_LEN : r->event.args_size;
	tell(r, -ret);
	return 0;
}

SEC("?tp_btf/sched_process_exec")
int BPF_PROG(exec, struct task_struct *p, int old_tid, struct linux_binprm *bprm)
{
	return started(p, bprm);
}

SEC("?fexit/" SYSCALL(execve))
int BPF_PROG(failed, void *regs, long ret)
{
	return gave_up(syscall_arg(0), syscall_arg(1), true, ret);
}

SEC("?fexit/" SYSCALL(execveat))
int BPF_PROG(failed_at, void *regs, long ret)
{
	return gave_up(syscall_arg(1), syscall_arg(2), true, ret);
}

SEC("?fexit/" SYSCALL_32(execve))
int BPF_PROG(maybe_failed_32, void *regs, long ret)
{
	return gave_up(syscall_arg_32(0), syscall_arg_32(1), false, ret);
}

SEC("?fexit/" SYSCALL_32(execveat))
int BPF_PROG(maybe_failed_at_32, void *regs, long ret)
{
	return gave_up(syscall_arg_32(1), syscall_arg_32(2), false, ret);
}
