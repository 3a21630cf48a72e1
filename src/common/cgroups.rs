//! Control groups of the unified hierarchy by their id, which is their folder's inode number.

use std::{
    cell::OnceCell,
    collections::HashMap,
    ffi::{CStr, CString, OsStr},
    fs::{self, File},
    os::{
        fd::{AsRawFd, FromRawFd, OwnedFd},
        unix::{ffi::OsStrExt, fs::MetadataExt},
    },
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use super::{recent::Recent, resources::cpu_time};

/// `CGROUP_SUPER_MAGIC` and `CGROUP2_SUPER_MAGIC` of include/uapi/linux/magic.h.
const CGROUP_MAGIC: i64 = 0x0027_e0eb;
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
    system_of(folder) == Some(CGROUP2_MAGIC)
}

/// Of which kind the file system is that a folder lies on.
fn system_of(folder: &Path) -> Option<i64> {
    let folder = CString::new(folder.as_os_str().as_bytes()).ok()?;
    // SAFETY: the path is a C string; the buffer is plain data that the call fills.
    unsafe {
        let mut info: libc::statfs = std::mem::zeroed();
        (libc::statfs(folder.as_ptr(), &raw mut info) == 0).then_some(info.f_type)
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

/// The hierarchy whose groups count: that of block devices, as it tells most, and where there is none of version 1, the
/// unified one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hierarchy {
    /// Where it is mounted.
    pub mount: PathBuf,
    /// The controller of version 1 that it is found by; none for the unified hierarchy.
    pub controller: Option<&'static str>,
}

impl Hierarchy {
    /// Whether there is one.
    #[must_use]
    pub fn is_mounted(&self) -> bool {
        self.controller.is_some() || mount().is_some()
    }
}

/// Controllers of version 1, the first that is mounted counts: runtimes give each container a group of its own in all of these.
const CONTROLLERS: [&str; 6] = ["blkio", "memory", "pids", "cpu", "freezer", "name=systemd"];

/// The hierarchy whose groups count on this machine.
#[must_use]
pub fn hierarchy() -> Hierarchy {
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    hierarchy_in(&mounts)
}

fn hierarchy_in(mountinfo: &str) -> Hierarchy {
    let old = CONTROLLERS.iter().find_map(|controller| {
        let mut lines = mountinfo.lines().filter_map(|line| line.split_once(" - cgroup "));
        let (line, _) =
            lines.find(|(_, fs)| fs.rsplit(' ').next().is_some_and(|o| o.split(',').any(|o| o == *controller)))?;
        Some(Hierarchy { mount: line.split(' ').nth(4)?.into(), controller: Some(controller) })
    });
    let unified = || mount_in(mountinfo).unwrap_or_else(|| "/sys/fs/cgroup".into());
    old.unwrap_or_else(|| Hierarchy { mount: unified(), controller: None })
}

/// Calls `each` with the id and the folder of a group, and of all below it. What goes away meanwhile is passed over.
pub fn walk(folder: &Path, mut each: impl FnMut(u64, &Path)) {
    if let Ok(info) = fs::symlink_metadata(folder) {
        visit(&mut folder.as_os_str().as_bytes().to_vec(), &info, &mut each);
    }
}

/// Visits the group of this folder. Returns how many there are below.
///
/// Where the kernel tells that, most folders need not be looked at: when all that are deeper have been found, the rest of
/// those that are listed have none below them, and the list has their ids.
fn visit(at: &mut Vec<u8>, info: &fs::Metadata, each: &mut dyn FnMut(u64, &Path)) -> usize {
    let folder = &as_path(at).to_owned();
    each(info.ino(), folder);
    if info.nlink() == 2 {
        return 0;
    }
    let (listed, all) = (usize::try_from(info.nlink()).unwrap_or(0).saturating_sub(2), count_below(folder));
    if all == Some(listed) {
        for_each_folder(folder, |name, id| with_name(at, name, |at| each(id, as_path(at))));
        return listed;
    }
    let mut folders = Vec::new();
    for_each_folder(folder, |name, id| folders.push((name.to_owned(), id)));
    let mut below = folders.len();
    let mut deeper = all.map(|all| all.saturating_sub(below));
    for (name, id) in folders {
        with_name(at, &name, |at| {
            if deeper == Some(0) {
                each(id, as_path(at));
            } else if let Ok(info) = fs::symlink_metadata(as_path(at)) {
                let of_it = visit(at, &info, each);
                below += of_it;
                deeper = deeper.map(|deeper| deeper.saturating_sub(of_it));
            }
        });
    }
    below
}

/// Calls `look` with a name added to a path.
fn with_name(at: &mut Vec<u8>, name: &[u8], look: impl FnOnce(&mut Vec<u8>)) {
    let length = at.len();
    at.push(b'/');
    at.extend_from_slice(name);
    look(at);
    at.truncate(length);
}

/// Calls `each` with the name and the inode number of every folder in this one. Unlike the standard library it makes nothing of
/// each, as there can be ten thousand.
fn for_each_folder(folder: &Path, mut each: impl FnMut(&[u8], u64)) {
    let Ok(folder) = CString::new(folder.as_os_str().as_bytes()) else { return };
    // SAFETY: the path is a C string.
    let stream = unsafe { libc::opendir(folder.as_ptr()) };
    if stream.is_null() {
        return;
    }
    loop {
        // SAFETY: the stream is open and nobody else's.
        let entry = unsafe { libc::readdir64(stream) };
        if entry.is_null() {
            break;
        }
        // SAFETY: the entry is the stream's until it is read on; its name, which is longer than it is declared, has an end.
        let (kind, id, name) =
            unsafe { ((*entry).d_type, (*entry).d_ino, CStr::from_ptr((&raw const (*entry).d_name).cast())) };
        let name = name.to_bytes();
        if kind == libc::DT_DIR && !matches!(name, b"." | b"..") {
            each(name, id);
        }
    }
    // SAFETY: as above; it is not used any more.
    unsafe { libc::closedir(stream) };
}

fn as_path(bytes: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(bytes))
}

/// How many groups there are below one, if the kernel tells: it does on the unified hierarchy.
fn count_below(folder: &Path) -> Option<usize> {
    let statistics = fs::read_to_string(folder.join("cgroup.stat")).ok()?;
    statistics.lines().find_map(|line| line.strip_prefix("nr_descendants ")?.parse().ok())
}

/// How many groups there are, the topmost included.
#[must_use]
pub fn count(mount: &Path) -> usize {
    count_below(mount).map_or_else(
        || {
            let mut count = 0;
            walk(mount, |_, _| count += 1);
            count
        },
        |below| below + 1,
    )
}

/// What the kernel calls the group of a folder below a mount.
#[must_use]
pub fn path_below<'f>(mount: &Path, folder: &'f Path) -> &'f [u8] {
    match folder.as_os_str().as_bytes().get(mount.as_os_str().len()..) {
        None | Some([]) => b"/",
        Some(path) => path,
    }
}

/// The paths of groups, as far as they are known.
#[derive(Debug)]
pub struct CgroupPaths {
    mount: Option<PathBuf>,
    there: HashMap<u64, Vec<u8>>,
    gone: Recent<Vec<u8>>,
    /// How many were noted since the last walk.
    noted: usize,
    /// When the next walk may be that nobody insists on.
    next: Option<Instant>,
    /// Where groups are opened by their ids, once that was looked for, if they can be.
    by_id: OnceCell<Option<File>>,
}

/// What came of asking for one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Found,
    /// There is none with this id, or no more.
    Gone,
    /// The kernel does not say, or not to this process.
    Untold,
}

/// A `struct file_handle` of kernfs: see `kernfs_encode_fh()`.
#[repr(C)]
struct Handle {
    bytes: u32,
    kind: i32,
    id: u64,
}

/// `FILEID_KERNFS` of include/linux/exportfs.h.
const KERNFS: i32 = 0xfe;

/// So many that have gone stay known.
const MAX_GONE: usize = 4096;
/// Between two walks that nobody insists on: at least this, and so many times what the last one took of a CPU.
const REST: Duration = Duration::from_millis(100);
const RESTS: u32 = 20;

impl Default for CgroupPaths {
    fn default() -> Self {
        Self::new(mount())
    }
}

impl CgroupPaths {
    /// Of the hierarchy that is mounted there.
    #[must_use]
    pub fn at(mount: PathBuf) -> Self {
        Self::new(Some(mount))
    }

    fn new(mount: Option<PathBuf>) -> Self {
        let (there, gone) = (HashMap::new(), Recent::new(MAX_GONE));
        Self { mount, there, gone, noted: 0, next: None, by_id: OnceCell::new() }
    }

    /// Looks for those of these groups that are not known; at all again, if that is not enough. Those that are gone since stay
    /// known.
    pub fn learn(&mut self, ids: impl IntoIterator<Item = u64>) {
        let mut untold = false;
        for id in ids {
            untold |= self.path(id).is_none() && (self.next.is_none() || self.ask(id) == Asked::Untold);
        }
        if untold {
            self.walk(Instant::now());
        }
    }

    /// Looks for a group that is not known, unless that takes a look at all of them and the last has just been. False if it
    /// should be asked for again.
    pub fn meet(&mut self, id: u64, now: Instant) -> bool {
        // The first walk tells of groups that may go before they are asked for.
        if self.path(id).is_some() || self.next.is_some() && self.ask(id) != Asked::Untold {
            return true;
        }
        let may_walk = self.next.is_none_or(|next| now >= next);
        if may_walk {
            self.walk(now);
        }
        may_walk
    }

    /// Looks for a group that is not known where a process is, by that number or by none (0): it may have gone on since.
    pub fn meet_of(&mut self, id: u64, pid: u32) {
        if pid == 0 || self.next.is_none() || self.path(id).is_some() {
            return;
        }
        let Some(mount) = self.mount.clone() else { return };
        let groups = fs::read(format!("/proc/{pid}/cgroup")).unwrap_or_default();
        // `4:cpu,cpuacct:/user.slice`: of this hierarchy is the one whose folder has the id.
        let paths = groups.split(|b| *b == b'\n').filter_map(|line| line.splitn(3, |b| *b == b':').nth(2));
        for path in paths.filter_map(|path| path.strip_prefix(b"/")) {
            let folder = mount.join(OsStr::from_bytes(path));
            if fs::symlink_metadata(&folder).is_ok_and(|info| info.ino() == id) {
                return self.note(id, path_below(&mount, &folder));
            }
        }
    }

    /// Asks the kernel for the group of an id, which takes the right to read everything (`CAP_DAC_READ_SEARCH`).
    fn ask(&mut self, id: u64) -> Asked {
        let Some(mount) = self.mount.clone() else { return Asked::Untold };
        let open = || {
            let is_of_groups = [CGROUP_MAGIC, CGROUP2_MAGIC].contains(&system_of(&mount)?);
            is_of_groups.then(|| File::open(&mount).ok())?
        };
        let Some(system) = self.by_id.get_or_init(open) else { return Asked::Untold };
        let mut handle = Handle { bytes: size_of::<u64>() as u32, kind: KERNFS, id };
        // SAFETY: the handle is laid out as a `struct file_handle` and as long as it says; the descriptor is open.
        let fd = unsafe {
            libc::open_by_handle_at(system.as_raw_fd(), (&raw mut handle).cast(), libc::O_PATH | libc::O_CLOEXEC)
        };
        if fd < 0 {
            if std::io::Error::last_os_error().raw_os_error() == Some(libc::ESTALE) {
                return Asked::Gone;
            }
            self.by_id = OnceCell::from(None);
            return Asked::Untold;
        }
        // SAFETY: it has just been opened, and nobody else has it.
        let group = unsafe { OwnedFd::from_raw_fd(fd) };
        let Ok(folder) = fs::read_link(format!("/proc/self/fd/{}", group.as_raw_fd())) else { return Asked::Untold };
        if !folder.starts_with(&mount) {
            return Asked::Untold;
        }
        // What has just gone is called otherwise.
        if !fs::symlink_metadata(&folder).is_ok_and(|info| info.ino() == id) {
            return Asked::Gone;
        }
        self.note(id, path_below(&mount, &folder));
        Asked::Found
    }

    /// The path of a group below the mount, `/` for the root; `None` if the group was gone before it was looked for.
    #[must_use]
    pub fn path(&self, id: u64) -> Option<&[u8]> {
        self.there.get(&id).or_else(|| self.gone.get(id)).map(Vec::as_slice)
    }

    /// The group that has this path, or had it last.
    #[must_use]
    pub fn id_of(&self, path: &[u8]) -> Option<u64> {
        let there = self.there.iter().map(|(id, known)| (*id, known));
        there.chain(self.gone.iter()).find(|(_, known)| *known == path).map(|(id, _)| id)
    }

    /// Notes a group that has just been made.
    pub fn note(&mut self, id: u64, path: &[u8]) {
        self.there.insert(id, path.to_vec());
        self.noted += 1;
        if self.noted > MAX_GONE {
            self.walk(Instant::now()); // to forget those that have gone
        }
    }

    /// Looks at all groups again, and tells the ids of those that are there.
    pub fn walk(&mut self, now: Instant) -> Vec<u64> {
        let Some(mount) = &self.mount else { return Vec::new() };
        let mut there = HashMap::with_capacity(self.there.len());
        let before = cpu_time();
        walk(mount, |id, folder| {
            there.insert(id, path_below(mount, folder).to_vec());
        });
        for (id, path) in std::mem::take(&mut self.there) {
            if !there.contains_key(&id) {
                self.gone.insert(id, path);
            }
        }
        self.there = there;
        self.noted = 0;
        self.next = Some(now + REST.max(cpu_time().saturating_sub(before) * RESTS));
        self.there.keys().copied().collect()
    }
}

#[cfg(test)]
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
    fn the_hierarchy_that_counts_is_that_of_block_devices() {
        let unified = "30 24 0:26 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";
        let hybrid = "30 24 0:26 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n\
            31 24 0:27 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd\n\
            32 24 0:28 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n";
        let block = "33 24 0:29 / /sys/fs/cgroup/blkio rw shared:17 - cgroup cgroup rw,blkio\n";
        for (mounts, mount, controller) in [
            (unified, "/sys/fs/cgroup", None),
            (hybrid, "/sys/fs/cgroup/cpu,cpuacct", Some("cpu")),
            (&[hybrid, block].concat(), "/sys/fs/cgroup/blkio", Some("blkio")),
            ("", "/sys/fs/cgroup", None),
        ] {
            assert_eq!(hierarchy_in(mounts), Hierarchy { mount: mount.into(), controller }, "{mounts}");
        }
    }

    #[test]
    fn walks_find_all_whatever_is_told_of_their_number() {
        let root = std::env::temp_dir().join(format!("probebox-walk-{}", std::process::id()));
        for path in ["a/b/c", "a/d", "e", "f/g"] {
            fs::create_dir_all(root.join(path)).unwrap();
        }
        let found = || {
            let mut found = std::collections::BTreeSet::new();
            walk(&root, |id, folder| {
                let path = String::from_utf8_lossy(path_below(&root, folder)).into_owned();
                assert_eq!(id, folder.metadata().unwrap().ino(), "{path}");
                found.insert(path);
            });
            found.into_iter().collect::<Vec<_>>()
        };
        let all = ["/", "/a", "/a/b", "/a/b/c", "/a/d", "/e", "/f", "/f/g"];
        assert_eq!((found(), count(&root)), (all.map(str::to_owned).into(), 8));
        for (path, below) in [("", 7), ("a", 3), ("a/b", 1), ("f", 1)] {
            let text = format!("nr_descendants {below}\nnr_dying_descendants 3\n");
            fs::write(root.join(path).join("cgroup.stat"), text).unwrap();
        }
        assert_eq!((found(), count(&root)), (all.map(str::to_owned).into(), 8));
        // One that is told to have none below is believed.
        fs::write(root.join("cgroup.stat"), "nr_descendants 3\n").unwrap();
        assert_eq!(found(), ["/", "/a", "/e", "/f"]);
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn folders_are_found_by_inode_and_stay_known() {
        let root = std::env::temp_dir().join(format!("probebox-cgroups-{}", std::process::id()));
        fs::create_dir_all(root.join("a/b")).unwrap();
        let (of_root, of_b) = (root.metadata().unwrap().ino(), root.join("a/b").metadata().unwrap().ino());
        let mut paths = CgroupPaths::at(root.clone());
        let now = Instant::now();
        assert!(paths.meet(of_b, now) && paths.meet(of_root, now));
        // It is no mount of cgroups, so it takes a walk, and the next must wait.
        assert!(!paths.meet(0, now));
        paths.learn([of_root, of_b]);
        fs::remove_dir_all(&root).unwrap();
        paths.learn([0]);
        assert_eq!(paths.path(of_root), Some(&b"/"[..]));
        assert_eq!(paths.path(of_b), Some(&b"/a/b"[..]));
        assert_eq!(paths.path(0), None);
    }
}
