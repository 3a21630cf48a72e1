/* What goes through the kernel's objects and prints them. */
#pragma once

struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
} __attribute__((preserve_access_index));
