//! Files that are in memory alone, for libraries that want one.

use std::{ffi::CStr, fs::File, io::Write as _, os::fd::FromRawFd as _};

/// A file that holds these bytes; `None` where memory is short.
#[must_use]
pub fn holding(name: &CStr, bytes: &[u8]) -> Option<File> {
    // SAFETY: the name is a string with an end; the call gives a new descriptor or -1.
    let fd = unsafe { libc::memfd_create(name.as_ptr(), libc::MFD_CLOEXEC) };
    // SAFETY: the descriptor is new and nobody else's.
    let mut file = (fd >= 0).then(|| unsafe { File::from_raw_fd(fd) })?;
    file.write_all(bytes).ok()?;
    Some(file)
}
