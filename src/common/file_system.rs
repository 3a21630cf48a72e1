//! File systems whose own functions are traced, and what those are called. They have been called so since 5.10 at least.

use std::fs;

use anyhow::{Result, bail};
use clap::ValueEnum;

use super::session::Places;

/// A file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum FileSystem {
    Btrfs,
    Ext4,
    Fuse,
    Nfs,
    Xfs,
    F2fs,
    Bcachefs,
    Zfs,
}

/// What operations are called, as programs number them (`src/bpf/lib/fs_calls.bpf.h`).
pub const OPERATIONS: [&str; 5] = ["read", "write", "open", "fsync", "getattr"];

/// The roles of the programs at the two ends of each function.
const ROLES: [[&str; 2]; 8] = [
    ["read_begins", "read_ends"],
    ["write_begins", "write_ends"],
    ["open_begins", "open_ends"],
    ["fsync_begins", "fsync_ends"],
    ["getattr_begins", "getattr_ends"],
    ["maybe_splice_begins", "maybe_splice_ends"],
    ["maybe_atomic_open_begins", "maybe_atomic_open_ends"],
    ["maybe_open_too_begins", "maybe_open_too_ends"],
];

/// A list of the file systems that the kernel has at the moment.
const REGISTERED: &str = "/proc/filesystems";

impl FileSystem {
    /// Its functions, in the order of [`ROLES`]; empty where it has none, or not on every kernel one of its own. Where
    /// several kinds of files have one each, that is the one which all come by.
    const fn functions(self) -> [&'static str; ROLES.len()] {
        match self {
            Self::Btrfs => [
                "btrfs_file_read_iter",
                "btrfs_file_write_iter",
                "btrfs_file_open",
                "btrfs_sync_file",
                "btrfs_getattr",
                "btrfs_file_splice_read",
                "",
                "",
            ],
            Self::Ext4 => [
                "ext4_file_read_iter",
                "ext4_file_write_iter",
                "ext4_file_open",
                "ext4_sync_file",
                "ext4_getattr",
                "ext4_file_splice_read",
                "",
                "",
            ],
            Self::Fuse => [
                "fuse_file_read_iter",
                "fuse_file_write_iter",
                "fuse_open",
                "fuse_fsync",
                "fuse_getattr",
                "fuse_splice_read",
                "fuse_atomic_open",
                "",
            ],
            Self::Nfs => [
                "nfs_file_read",
                "nfs_file_write",
                "nfs_file_open",
                "nfs_file_fsync",
                "nfs_getattr",
                "nfs_file_splice_read",
                "nfs_atomic_open",
                "nfs4_file_open",
            ],
            Self::Xfs => [
                "xfs_file_read_iter",
                "xfs_file_write_iter",
                "xfs_file_open",
                "xfs_file_fsync",
                "xfs_vn_getattr",
                "xfs_file_splice_read",
                "",
                "",
            ],
            Self::F2fs => [
                "f2fs_file_read_iter",
                "f2fs_file_write_iter",
                "f2fs_file_open",
                "f2fs_sync_file",
                "f2fs_getattr",
                "f2fs_file_splice_read",
                "",
                "",
            ],
            Self::Bcachefs => {
                ["bch2_read_iter", "bch2_write_iter", "bch2_open", "bch2_fsync", "bch2_getattr", "", "", ""]
            }
            Self::Zfs => ["zpl_iter_read", "zpl_iter_write", "zpl_open", "zpl_fsync", "zpl_getattr", "", "", ""],
        }
    }

    /// Modules that have them.
    const fn modules(self) -> &'static [&'static str] {
        match self {
            Self::Btrfs => &["btrfs"],
            Self::Ext4 => &["ext4"],
            Self::Fuse => &["fuse"],
            Self::Nfs => &["nfs", "nfsv4"],
            Self::Xfs => &["xfs"],
            Self::F2fs => &["f2fs"],
            Self::Bcachefs => &["bcachefs"],
            Self::Zfs => &["zfs"],
        }
    }

    /// What the kernel and its module call it.
    const fn name(self) -> &'static str {
        self.modules()[0]
    }

    /// Where the programs of `lib/fs_calls.bpf.h` go for it.
    ///
    /// # Errors
    /// The kernel does not have it now. Its module is not loaded for that: what is mounted has it loaded already, and
    /// loading one brings code into the kernel that nobody may have wanted there.
    pub fn places(self) -> Result<Places> {
        let name = self.name();
        if !registered().iter().any(|has| has == name) {
            bail!("this kernel has no file system {name} now; if there is a module of it, load that: modprobe {name}");
        }
        Ok(self.unchecked())
    }

    /// Those of any that the kernel has, to find out whether they work.
    #[must_use]
    pub fn some() -> Places {
        let registered = registered();
        let is_there = |kind: &&Self| registered.iter().any(|has| has == kind.name());
        Self::value_variants().iter().find(is_there).unwrap_or(&Self::Ext4).unchecked()
    }

    fn unchecked(self) -> Places {
        let mut places = Places::of_modules(self.modules());
        for (roles, function) in ROLES.iter().zip(self.functions()).filter(|(_, function)| !function.is_empty()) {
            places.add(roles, function);
        }
        places
    }
}

/// The last word of each line; the first says whether it needs a device.
fn registered() -> Vec<String> {
    let list = fs::read_to_string(REGISTERED).unwrap_or_default();
    list.lines().filter_map(|line| line.split_whitespace().last()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_command_line() {
        for kind in FileSystem::value_variants() {
            assert!(kind.to_possible_value().is_some_and(|value| value.get_name() == kind.name()), "{kind:?}");
        }
    }
}
