/* Pages of files in memory. */
#pragma once

#define PAGE_SHIFT 12

/* What a page is looked up for; include/linux/pagemap.h. */
#define FGP_CREAT    0x4
#define FGP_WRITE    0x8
#define FGP_FOR_MMAP 0x40

/* How a fault ended; include/linux/mm_types.h. */
#define VM_FAULT_OOM	0x1
#define VM_FAULT_SIGBUS 0x2
#define VM_FAULT_MAJOR	0x4
#define VM_FAULT_RETRY	0x400

#define FAULT_FLAG_TRIED 0x20

enum pageflags { PG_head = 0 };

struct folio;

struct page {
	struct address_space *mapping;
} __attribute__((preserve_access_index));

/* Pages of a file that are to be read in. */
struct readahead_control {
	struct address_space *mapping;
} __attribute__((preserve_access_index));

/* Whose content it is. A folio begins as its first page does. */
static __always_inline struct address_space *folio_mapping(const struct folio *folio)
{
	return BPF_CORE_READ((struct page *)folio, mapping);
}

/* Of those that have more than one page. */
struct folio___since_6_1_pre_6_15 {
	unsigned int _folio_nr_pages;
} __attribute__((preserve_access_index));

struct folio___since_6_15 {
	unsigned int _nr_pages;
} __attribute__((preserve_access_index));

struct vm_fault;

struct vm_fault___pre_5_13 {
	unsigned int flags;
} __attribute__((preserve_access_index));

enum fault_flag { FAULT_FLAG_NONE };

struct vm_fault___since_5_13 {
	enum fault_flag flags;
} __attribute__((preserve_access_index));

/* False if this is not the first attempt. The flags became an enumeration in 5.13 (da2f5eb3d344). */
static __always_inline bool fault_is_first(struct vm_fault *vmf)
{
	__u32 flags;

	if (bpf_core_field_exists(struct vm_fault___since_5_13, flags))
		flags = BPF_CORE_READ((struct vm_fault___since_5_13 *)vmf, flags);
	else
		flags = BPF_CORE_READ((struct vm_fault___pre_5_13 *)vmf, flags);
	return !(flags & FAULT_FLAG_TRIED);
}

/* How many pages a folio has; a page of before 5.16 is one. The flags come first, in a struct of their own
 * since 6.18; the number has its name since 6.15. */
static __always_inline __u64 folio_pages(const struct folio *folio)
{
	unsigned long flags = 0;

	bpf_probe_read_kernel(&flags, sizeof(flags), folio);
	if (!(flags & 1UL << bpf_core_enum_value(
#define FAULT_FLAG_TRIED 0x20

			      enum pageflags, PG_head)))
		return 1;
	if (bpf_core_field_exists(struct folio___since_6_15, _nr_pages))
		return BPF_CORE_READ((struct folio___since_6_15 *)folio, _nr_pages);
	if (bpf_core_field_exists(struct folio___since_6_1_pre_6_15, _folio_nr_pages))
		return BPF_CORE_READ((struct folio___since_6_1_pre_6_15 *)folio, _folio_nr_pages);
	return 1;
}
