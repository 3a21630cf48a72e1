//! File systems for a test.

use std::fs;

use super::run;

/// Runs a command, which must work.
fn must(command: &[&str]) {
    let finished = run(command[0], &command[1..]);
    assert_eq!(finished.code(), 0, "{finished}");
}

/// A file system on the scratch disk, mounted where it says.
pub struct Volume {
    pub path: String,
}

impl Volume {
    /// One of ext4.
    pub fn new(name: &str) -> Self {
        Self::of("ext4", name)
    }

    /// One of this kind: ext4, xfs or btrfs, as all kernels know it.
    pub fn of(kind: &str, name: &str) -> Self {
        let make: &[&str] = match kind {
            "xfs" => &["mkfs.xfs", "-q", "-f", "-m", "bigtime=0,inobtcount=0", "-i", "nrext64=0"],
            "btrfs" => &["mkfs.btrfs", "-q", "-f"],
            _ => &["mke2fs"],
        };
        let path = super::mark(name);
        fs::create_dir(&path).unwrap();
        for command in [[make, &["/dev/vda"]].concat(), vec!["mount", "-t", kind, "-o", "noatime", "/dev/vda", &path]] {
            must(&command);
        }
        Self { path }
    }

    pub fn file(&self, name: &str) -> String {
        format!("{}/{name}", self.path)
    }

    /// Writes back and forgets what the page cache holds of all files.
    pub fn drop_caches(&self) {
        assert_eq!(run("sync", &[]).code(), 0);
        fs::write("/proc/sys/vm/drop_caches", "3").unwrap();
    }
}

impl Drop for Volume {
    fn drop(&mut self) {
        run("umount", &[&self.path]);
        let _ = fs::remove_dir(&self.path);
    }
}

/// A folder of this machine, served by the kernel's NFS server and mounted with NFS version 4.1. What daemons do is done
/// by hand: they tell the kernel who may mount what, and where it keeps its clients' names.
pub struct Nfs {
    pub path: String,
    served: String,
}

impl Nfs {
    pub fn new(name: &str) -> Self {
        let (path, served) = (super::mark(name) + "mounted", super::mark(name) + "served");
        for folder in [&path, &served, "/var/lib/nfs/v4recovery"] {
            fs::create_dir_all(folder).unwrap();
        }
        must(&["mount", "-t", "nfsd", "nfsd", "/proc/fs/nfsd"]);
        let write = |file: &str, text: &str| {
            fs::write(file, text.to_owned() + "\n").unwrap_or_else(|error| panic!("{text} to {file}: {error}"));
        };
        // 0x2000: by the number 0; 0x400: files are not looked for above it; 0x2: from any port
        let export = format!("client {served} 2147483647 {} 0 0 0", 0x2402);
        let _ = fs::write("/proc/fs/nfsd/versions", "-2\n"); // newer kernels do not have it
        write("/proc/fs/nfsd/versions", "-3 +4 +4.1"); // 3 wants a daemon that knows ports
        write("/proc/net/rpc/auth.unix.ip/channel", "nfsd 127.0.0.1 2147483647 client");
        write("/proc/net/rpc/nfsd.export/channel", &export);
        write("/proc/net/rpc/nfsd.fh/channel", &format!("client 1 \\x00000000 2147483647 {served}"));
        write("/proc/fs/nfsd/nfsv4gracetime", "10"); // as short as can be
        write("/proc/fs/nfsd/portlist", "tcp 2049");
        write("/proc/fs/nfsd/threads", "1");
        // No client of before is waited for; but a kernel that knows no daemon and no folder for their names waits.
        let _ = fs::write("/proc/fs/nfsd/v4_end_grace", "Y\n");
        let options = c"addr=127.0.0.1,clientaddr=127.0.0.1,vers=4.1,proto=tcp,port=2049,sec=sys";
        let place = std::ffi::CString::new(path.as_str()).unwrap();
        // SAFETY: strings with an end that outlive the call. busybox would take some of the options for its own.
        let result = unsafe {
            libc::mount(c"127.0.0.1:/".as_ptr(), place.as_ptr(), c"nfs4".as_ptr(), 0, options.as_ptr().cast())
        };
        assert_eq!(result, 0, "{}", std::io::Error::last_os_error());
        Self { path, served }
    }
}

impl Drop for Nfs {
    fn drop(&mut self) {
        run("umount", &[&self.path]);
        let _ = fs::write("/proc/fs/nfsd/threads", "0");
        run("umount", &["/proc/fs/nfsd"]);
        let _ = fs::remove_dir(&self.path);
        let _ = fs::remove_dir_all(&self.served);
    }
}
