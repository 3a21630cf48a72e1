/* The contents of files in the page cache: pages that were asked for, those that had to be read for it, those
 * that became dirty. What a file system keeps there for itself, such as tables of inodes, is left out: it comes
 * by
 * __filemap_get_folio, as what is written does, while what is read, ahead or not, is put there otherwise. */
#pragma once
#include "lib/inflight.bpf.h"
#include "lib/task.bpf.h"
#include "kernel/fs.h"
#include "kernel/mm.h"

enum pagecache_event {
	PAGES_READ,    /* asked for, to be read or mapped */
	PAGES_WRITTEN, /* asked for, to be written, and there */
	PAGES_MISSED,  /* put there, to be read */
	PAGES_DIRTIED, /* differ from the disk now */
};

/* What the tool does about it, in the context of who did it. The tool defines this. */
static __always_inline void pagecache_count(enum pagecache_event event, __u64 pages);

/* A thread that is looking for a page which it makes if there is none. */
struct getting {
	__u8 to_write;
	__u8 made;
};
INFLIGHT(gettings, __u32, struct getting)

/* `ret` bytes are read in all, `already` of them before this function was called. */
static __always_inline int pages_read(const struct kiocb *iocb, __s64 already, __s64 ret)
{
	__s64 end = iocb->ki_pos, bytes = ret - already;

	if (ret > 0 && bytes > 0)
		pagecache_count(PAGES_READ, ((end - 1) >> PAGE_SHIFT) - ((end - bytes) >> PAGE_SHIFT) + 1);
	return 0;
}

SEC("?fexit/filemap_read")
int BPF_PROG(pages_read__folios, struct kiocb *iocb, void *iter, long already, long ret)
{
	return pages_read(iocb, already, ret);
}

/* before 5.12 */
SEC("?fexit/generic_file_buffered_read")
int BPF_PROG(pages_read__pages, struct kiocb *iocb, void *iter, long already, long ret)
{
	return pages_read(iocb, already, ret);
}

/* A fault that has to read its page is tried again when that is done, and may find it in another way then. */
SEC("fexit/filemap_fault")
int BPF_PROG(page_mapped, struct vm_fault *vmf, unsigned int ret)
{
	bool failed = ret & (VM_FAULT_OOM | VM_FAULT_SIGBUS),
	     waits = ret & VM_FAULT_RETRY && !(ret & VM_FAULT_MAJOR);

	if (!failed && !waits && fault_is_first(vmf))
		pagecache_count(PAGES_READ, 1);
	return 0;
}

static __always_inline int get_begins(unsigned int flags)
{
	struct getting getting = {.to_write = !!(flags & FGP_WRITE)};

	if (flags & FGP_CREAT && !(flags & FGP_FOR_MMAP))
		gettings_put(current_tid(), &getting);
	return 0;
}

static __always_inline int get_ends(unsigned int flags, void *page)
{
	struct getting *getting = flags & FGP_CREAT ? gettings_get(current_tid()) : NULL;

	if (!getting)
		return 0;
	if (getting->to_write && !getting->made && page && !IS_ERR(page))
		pagecache_count(PAGES_WRITTEN, 1);
	gettings_drop(current_tid());
	return 0;
}

#define GET_PAGE(variant, function, params...)                                                                 \
	SEC("?fentry/" #function)                                                                              \
	int BPF_PROG(get_begins__##variant, void *mapping, unsigned long index, int flags)                     \
	{                                                                                                      \
		return get_begins(flags);                                                                      \
	}                                                                                                      \
	SEC("?fexit/" #function)                                                                               \
	int BPF_PROG(get_ends__##variant, void *mapping, unsigned long index, int flags, ##params, void *page) \
	{                                                                                                      \
		return get_ends(flags, page);                                                                  \
	}

GET_PAGE(policy__args5, __filemap_get_folio_mpol, unsigned int gfp, void *policy) /* since 6.19 */
GET_PAGE(folio__args4, __filemap_get_folio, unsigned int gfp)
GET_PAGE(page__args4, pagecache_get_page, unsigned int gfp) /* before 5.16 */

SEC("tp_btf/mm_filemap_add_to_page_cache")
int BPF_PROG(page_added, struct folio *folio)
{
	struct getting *getting = gettings_get(current_tid());

	if (getting)
		getting->made = true;
	else
		pagecache_count(PAGES_MISSED, folio_pages(folio));
	return 0;
}

SEC("?tp_btf/writeback_dirty_folio")
int BPF_PROG(dirtied__folio, struct folio *folio)
{
	pagecache_count(PAGES_DIRTIED, folio_pages(folio));
	return 0;
}

/* before 5.18 */
SEC("?tp_btf/writeback_dirty_page")
int BPF_PROG(dirtied__page)
{
	pagecache_count(PAGES_DIRTIED, 1);
	return 0;
}
