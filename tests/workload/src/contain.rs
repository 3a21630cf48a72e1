//! What a runtime of containers does, without one: namespaces, a root of its own, and a first process in them.

use std::ffi::{CStr, OsStr, OsString};
use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::sys::{self, Result, c_string, check};
use crate::tcp;

/// The program in the container, which is nowhere else.
const PROGRAM: &str = "service";

/// Does the rest of the command line in a container, with copies of these files, and waits for its end. Tells the pid that its
/// first process has outside.
pub fn run(root: &OsStr, files: &str, rest: &[OsString]) -> Result {
    sys::enter_new_pid_namespace()?;
    // SAFETY: no pointers.
    check("unshare", unsafe { libc::unshare(libc::CLONE_NEWNS | libc::CLONE_NEWIPC | libc::CLONE_NEWUTS) })?;
    tcp::enter_new_namespace()?;
    mount(c"none", OsStr::new("/"), c"", libc::MS_REC | libc::MS_PRIVATE)?;
    fill(Path::new(root), files)?;
    let (mut begin_end, mut begin) = io::pipe()?;
    let first = sys::fork(|| {
        drop(begin_end.read_exact(&mut [0]));
        mount(c"proc", &Path::new(root).join("proc").into_os_string(), c"proc", 0)?;
        enter(root)?;
        Err(Command::new(format!("/{PROGRAM}")).args(rest).exec().into())
    })?;
    println!("contained pid={first}");
    io::stdout().flush()?;
    begin.write_all(b"b")?;
    sys::reap(first)
}

/// Makes the root.
fn fill(root: &Path, files: &str) -> Result {
    fs::create_dir_all(root)?;
    mount(c"tmpfs", root.as_os_str(), c"tmpfs", 0)?;
    for folder in ["proc", "dev", "tmp"] {
        fs::create_dir(root.join(folder))?;
    }
    mount(c"devtmpfs", root.join("dev").as_os_str(), c"devtmpfs", 0)?;
    fs::copy("/proc/self/exe", root.join(PROGRAM))?;
    for file in files.split(',').filter(|file| *file != "-") {
        let copy = root.join(file.trim_start_matches('/'));
        fs::create_dir_all(copy.parent().ok_or("a file is in no folder")?)?;
        fs::copy(file, copy)?;
    }
    Ok(())
}

fn mount(what: &CStr, place: &OsStr, kind: &CStr, flags: libc::c_ulong) -> Result {
    let place = c_string(place)?;
    // SAFETY: strings that end in NUL and outlive the call.
    let result = unsafe { libc::mount(what.as_ptr(), place.as_ptr(), kind.as_ptr(), flags, std::ptr::null()) };
    check("mount", result).map(drop)
}

/// Makes a folder, on which something is mounted, the root of this process and of its mount namespace. The guest's root can
/// only be covered, not taken away.
fn enter(root: &OsStr) -> Result {
    std::env::set_current_dir(root)?;
    mount(c".", OsStr::new("/"), c"", libc::MS_MOVE)?;
    std::os::unix::fs::chroot(".")?;
    Ok(std::env::set_current_dir("/")?)
}
