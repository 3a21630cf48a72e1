//! A file system for a test.

use std::fs;

use super::run;

/// An ext4 file system on the scratch disk, mounted where it says.
pub struct Volume {
    pub path: String,
}

impl Volume {
    pub fn new(name: &str) -> Self {
        let path = super::mark(name);
        fs::create_dir(&path).unwrap();
        for (program, arguments) in
            [("mke2fs", &["/dev/vda"][..]), ("mount", &["-t", "ext4", "-o", "noatime", "/dev/vda", &path])]
        {
            let finished = run(program, arguments);
            assert_eq!(finished.code(), 0, "{finished}");
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
