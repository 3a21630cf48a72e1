//! Folders in which others write, read by somebody with more rights than they: nothing below leads out of one, nothing in it
//! is waited for, and nothing costs more than so much.

use std::{
    ffi::{CString, OsStr},
    fs::{self, File, OpenOptions},
    io::{self, Read},
    os::{
        fd::{AsRawFd, FromRawFd},
        unix::{ffi::OsStringExt, fs::OpenOptionsExt},
    },
    path::Path,
    time::Duration,
};

/// No more is read of a file; one that is larger is as good as none.
const MAX_FILE: u64 = 1 << 20;
/// No more names are read of a folder: four times what a host runs.
const MAX_NAMES: usize = 1 << 14;

/// A folder that is open.
#[derive(Debug)]
pub struct Folder(File);

impl Folder {
    /// Opens a folder of root's, as a path: links in it are followed, as nobody else could have put them there.
    pub fn trusted(path: &Path) -> Option<Self> {
        OpenOptions::new().read(true).custom_flags(libc::O_DIRECTORY | libc::O_NONBLOCK).open(path).ok().map(Self)
    }

    /// The folder of this path below. None if there is a link or a mount on the way, which its owner could have put there:
    /// a file system of theirs answers when they like.
    pub fn folder(&self, path: &str) -> Option<Self> {
        let mut names = path.split('/');
        let first = self.open(names.next()?, libc::O_DIRECTORY).ok()?;
        names.try_fold(Self(first), |folder, name| folder.open(name, libc::O_DIRECTORY).ok().map(Self))
    }

    /// What is in the file of this path below; none as well if it is no regular file or too large.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        let file = match path.rsplit_once('/') {
            Some((folder, name)) => self.folder(folder)?.open(name, libc::O_NONBLOCK),
            None => self.open(path, libc::O_NONBLOCK),
        };
        let file = file.ok().filter(|file| file.metadata().is_ok_and(|info| info.is_file()))?;
        let mut bytes = Vec::new();
        file.take(MAX_FILE + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 <= MAX_FILE).then_some(bytes)
    }

    /// The names of what is in it, in no order.
    pub fn names(&self) -> Vec<Vec<u8>> {
        let entries = fs::read_dir(Path::new("/proc/self/fd").join(self.0.as_raw_fd().to_string()));
        entries.into_iter().flatten().flatten().map(|entry| entry.file_name().into_vec()).take(MAX_NAMES).collect()
    }

    /// How long ago something was last put into it, or taken out.
    pub fn age(&self) -> Option<Duration> {
        self.0.metadata().ok()?.modified().ok()?.elapsed().ok()
    }

    fn open(&self, name: &str, flags: libc::c_int) -> io::Result<File> {
        // A name that comes from outside must not be a path.
        if matches!(name, "" | "." | "..") || name.contains('/') {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let name = CString::new(name)?;
        if is_mount(&self.0, &name) {
            return Err(io::ErrorKind::CrossesDevices.into());
        }
        let flags = flags | libc::O_RDONLY | libc::O_NOFOLLOW | libc::O_CLOEXEC | libc::O_NOCTTY;
        // SAFETY: a string with an end, below a descriptor that is open.
        let fd = unsafe { libc::openat(self.0.as_raw_fd(), name.as_ptr(), flags) };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the descriptor is new and nobody else's.
        Ok(unsafe { File::from_raw_fd(fd) })
    }
}

/// Whether something is mounted there, without asking a file system that may not answer. No kernel before 5.8 says so.
fn is_mount(folder: &File, name: &CString) -> bool {
    let flags = libc::AT_SYMLINK_NOFOLLOW | libc::AT_NO_AUTOMOUNT | libc::AT_STATX_DONT_SYNC;
    // SAFETY: all-zero is valid for this plain struct, which the call fills; the name is a string with an end.
    let info = unsafe {
        let mut info: libc::statx = std::mem::zeroed();
        libc::statx(folder.as_raw_fd(), name.as_ptr(), flags, 0, &raw mut info);
        info
    };
    info.stx_attributes & libc::STATX_ATTR_MOUNT_ROOT as u64 != 0
}

/// A name from outside as a part of a path, if it can be one.
pub fn part(name: &[u8]) -> Option<&str> {
    OsStr::to_str(std::os::unix::ffi::OsStrExt::from_bytes(name))
}
