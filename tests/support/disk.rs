//! A disk for a test.

use std::fs;
use std::path::Path;

/// A disk that completes each request after a known time, made with the null_blk module's configfs.
pub struct Disk {
    pub name: &'static str,
}

impl Disk {
    /// A disk with that delay and so many requests under way at once.
    pub fn new(name: &'static str, delay_ns: u64, depth: u32) -> Self {
        let config = Path::new("/sys/kernel/config/nullb");
        if !config.exists() {
            let finished = super::run("mount", &["-t", "configfs", "configfs", "/sys/kernel/config"]);
            assert_eq!(finished.code(), 0, "{finished}");
        }
        let at = config.join(name);
        fs::create_dir(&at).unwrap();
        let irqmode = if delay_ns == 0 { 0 } else { 2 };
        let settings = [
            ("size", 64),
            ("blocksize", 4096),
            ("queue_mode", 2),
            ("submit_queues", 1),
            ("irqmode", irqmode),
            ("completion_nsec", delay_ns),
            ("hw_queue_depth", depth.into()),
            ("power", 1),
        ];
        for (file, value) in settings {
            fs::write(at.join(file), value.to_string()).unwrap_or_else(|e| panic!("{file}: {e}"));
        }
        Self { name }
    }

    pub fn path(&self) -> String {
        format!("/dev/{}", self.name)
    }

    /// Sectors from which reading fails.
    pub fn set_bad_blocks(&self, first: u64, last: u64) {
        let file = Path::new("/sys/kernel/config/nullb").join(self.name).join("badblocks");
        fs::write(file, format!("+{first}-{last}")).unwrap();
    }

    pub fn set_scheduler(&self, name: &str) {
        fs::write(format!("/sys/block/{}/queue/scheduler", self.name), name).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = fs::remove_dir(Path::new("/sys/kernel/config/nullb").join(self.name));
    }
}
