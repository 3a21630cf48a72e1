//! Control groups of the unified hierarchy by their id, which is their folder's inode number.

use std::{
    collections::HashMap,
    ffi::CString,
    fs,
    os::unix::{ffi::OsStrExt, fs::MetadataExt},
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};

/// `CGROUP2_SUPER_MAGIC` of include/uapi/linux/magic.h.
const CGROUP2_MAGIC: i64 = 0x6367_7270;

/// Where the unified hierarchy is mounted, if it is.
#[must_use]
pub fn mount() -> Option<PathBuf> {
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    mount_in(&mounts)
}

/// `36 25 0:31 / /sys/fs/cgroup rw,… - cgroup2 cgroup2 rw`: the fifth word is where it is mounted.
fn mount_in(mountinfo: &str) -> Option<PathBuf> {
    let line = mountinfo.lines().find(|line| line.contains(" - cgroup2 "))?;
    line.split(' ').nth(4).map(PathBuf::from)
}

/// The folder of a group that is given as a folder, or as its path below the mount.
///
/// # Errors
/// There is no such group, or no unified hierarchy.
pub fn find(path: &Path) -> Result<PathBuf> {
    let Some(mount) = mount() else {
        bail!("cgroups need the unified hierarchy, which is not mounted: mount -t cgroup2 none /sys/fs/cgroup")
    };
    let below = mount.join(path.strip_prefix("/").unwrap_or(path));
    let Some(folder) = [path, &below].into_iter().find(|folder| is_group(folder)) else {
        bail!("there is no cgroup '{}': give a folder below {}", path.display(), mount.display());
    };
    Ok(folder.canonicalize()?)
}

fn is_group(folder: &Path) -> bool {
    let Ok(folder) = CString::new(folder.as_os_str().as_bytes()) else { return false };
    // SAFETY: the path is a C string; the buffer is plain data that the call fills.
    unsafe {
        let mut info: libc::statfs = std::mem::zeroed();
        libc::statfs(folder.as_ptr(), &raw mut info) == 0 && info.f_type == CGROUP2_MAGIC
    }
}

/// Whether a group, or the first below the root, has a controller; the root itself has all.
#[must_use]
pub fn has_controller(folder: Option<&Path>, controller: &str) -> bool {
    let mount = mount().unwrap_or_default();
    let list = match folder {
        Some(folder) if folder == mount => return true,
        Some(folder) => folder.join("cgroup.controllers"),
        None => mount.join("cgroup.subtree_control"),
    };
    fs::read_to_string(list).is_ok_and(|list| list.split_whitespace().any(|name| name == controller))
}

/// The paths of groups, as far as they are known.
#[derive(Debug, Default)]
pub struct CgroupPaths {
    known: HashMap<u64, Vec<u8>>,
}

impl CgroupPaths {
    /// Looks at all groups again, if one of `ids` is not known. Those that are gone since stay known.
    pub fn learn(&mut self, ids: impl IntoIterator<Item = u64>) {
        if ids.into_iter().all(|id| self.known.contains_key(&id)) {
            return;
        }
        if let Some(mount) = mount() {
            self.walk(&mount, &mount);
        }
    }

    /// The path of a group below the mount, `/` for the root; `None` if the group was gone before it was looked for.
    #[must_use]
    pub fn path(&self, id: u64) -> Option<&[u8]> {
        self.known.get(&id).map(Vec::as_slice)
    }

    /// A folder that goes away meanwhile is passed over.
    fn walk(&mut self, folder: &Path, mount: &Path) {
        let Ok(info) = fs::symlink_metadata(folder) else { return };
        let below = folder.strip_prefix(mount).unwrap_or(folder).as_os_str().as_bytes();
        self.known.insert(info.ino(), [b"/", below].concat());
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                self.walk(&entry.path(), mount);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_mount_is_found() {
        let mounts =
            "24 1 0:22 / /sys rw - sysfs sysfs rw\n30 24 0:26 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw\n";
        assert_eq!(mount_in(mounts), Some("/sys/fs/cgroup".into()));
        assert_eq!(mount_in("30 24 0:26 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"), None);
    }

    #[test]
    fn folders_are_found_by_inode_and_stay_known() {
        let root = std::env::temp_dir().join(format!("probebox-cgroups-{}", std::process::id()));
        fs::create_dir_all(root.join("a/b")).unwrap();
        let (of_root, of_b) = (root.metadata().unwrap().ino(), root.join("a/b").metadata().unwrap().ino());
        let mut paths = CgroupPaths::default();
        paths.walk(&root, &root);
        fs::remove_dir_all(&root).unwrap();
        paths.walk(&root, &root);
        assert_eq!(paths.path(of_root), Some(&b"/"[..]));
        assert_eq!(paths.path(of_b), Some(&b"/a/b"[..]));
        assert_eq!(paths.path(0), None);
    }
}
