//! Files that are mapped can be cut short by whoever owns them, and who reads on behind their new end gets SIGBUS. Here
//! that reads zeros instead: files of traced programs may be made to break who looks into them.

use std::{
    mem, ptr,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use libc::{c_int, c_void};

// A signal handler is reached by nothing but statics.
static PAGE: AtomicUsize = AtomicUsize::new(0);

/// `BUS_ADRERR`: there is nothing behind the address.
const NOTHING_THERE: c_int = 2;

/// Lets reads behind the end of a mapped file give zeros, from now on and in all threads.
pub fn survive() {
    static INSTALLED: OnceLock<bool> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        // SAFETY: takes a number.
        PAGE.store(unsafe { libc::sysconf(libc::_SC_PAGESIZE) } as usize, Ordering::Relaxed);
        // SAFETY: all-zero is a valid sigaction; the pointer is to a live local; the handler is async-signal-safe.
        unsafe {
            let mut action: libc::sigaction = mem::zeroed();
            action.sa_sigaction =
                on_bus as extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void) as libc::sighandler_t;
            action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
            libc::sigaction(libc::SIGBUS, &raw const action, ptr::null_mut()) == 0
        }
    });
}

/// Puts a page of zeros where there is none. If that does not help, the process ends as it would have.
extern "C" fn on_bus(signal: c_int, info: *mut libc::siginfo_t, _: *mut c_void) {
    // SAFETY: with SA_SIGINFO the kernel tells the address. The page there belongs to a mapping whose file has ended before
    // it, so that nobody can have read anything from it.
    let replaced = unsafe {
        let page = PAGE.load(Ordering::Relaxed);
        let at = (*info).si_addr() as usize & !(page - 1);
        let flags = libc::MAP_FIXED | libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        (*info).si_code == NOTHING_THERE
            && libc::mmap(at as *mut c_void, page, libc::PROT_READ, flags, -1, 0) != libc::MAP_FAILED
    };
    if !replaced {
        // SAFETY: takes numbers.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::undocumented_unsafe_blocks)]
mod tests {
    use std::{fs::File, os::fd::AsRawFd};

    #[test]
    fn a_file_that_is_cut_reads_as_zeros() {
        super::survive();
        let path = std::env::temp_dir().join(format!("probebox-sigbus-{}", std::process::id()));
        let file = File::options().read(true).write(true).create_new(true).open(&path).unwrap();
        std::fs::remove_file(path).unwrap();
        file.set_len(8192).unwrap();
        let (fd, read) = (file.as_raw_fd(), libc::PROT_READ);
        let at = unsafe { libc::mmap(std::ptr::null_mut(), 8192, read, libc::MAP_PRIVATE, fd, 0) };
        assert_ne!(at, libc::MAP_FAILED);
        file.set_len(0).unwrap();
        assert_eq!(unsafe { at.cast::<u8>().add(5000).read_volatile() }, 0);
        unsafe { libc::munmap(at, 8192) };
    }
}
