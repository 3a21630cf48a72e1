/* What the kernel knows of a program that starts. */
#pragma once

struct linux_binprm {
	int argc;	      /* as the new program sees it: a script's interpreter counts */
	const char *filename; /* as the caller named it; /dev/fd/N… relative to a descriptor */
	const char *interp;   /* what was loaded: the same string, but for a script */
} __attribute__((preserve_access_index));
