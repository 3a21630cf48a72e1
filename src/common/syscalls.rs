//! Names of system calls: each kind of call has numbers of its own.

use std::borrow::Cow;

#[cfg(target_arch = "aarch64")]
use syscalls::{aarch64::Sysno as Native, arm::Sysno as Bits32};
#[cfg(target_arch = "x86_64")]
use syscalls::{x86::Sysno as Bits32, x86_64::Sysno as Native};

/// By which of the kernel's tables a number is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The machine's own.
    Native,
    /// That of 32-bit programs, and of others that call as those do.
    Bits32,
    /// x86-64's with 32-bit pointers.
    X32,
}

impl Kind {
    /// What the kernel calls it; none for the machine's own.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Native => None,
            Self::Bits32 if cfg!(target_arch = "x86_64") => Some("i386"),
            Self::Bits32 => Some("arm"),
            Self::X32 => Some("x32"),
        }
    }
}

/// From this number on x32's table differs from the machine's own.
const X32_OWN: u32 = 512;

/// The name of a call; a number that had none in Linux 6.18 in brackets.
#[must_use]
pub fn name(kind: Kind, number: u32) -> Cow<'static, str> {
    known(kind, number).map_or_else(|| format!("[{number}]").into(), Cow::Borrowed)
}

fn known(kind: Kind, number: u32) -> Option<&'static str> {
    match kind {
        Kind::Native => Native::new(number as usize).map(|call| call.name()),
        Kind::Bits32 => Bits32::new(number as usize).map(|call| call.name()),
        Kind::X32 if number < X32_OWN => known(Kind::Native, number),
        Kind::X32 => None,
    }
}

/// Numbers and names of the machine's own calls.
pub fn all() -> impl Iterator<Item = (u32, &'static str)> {
    (0..=Native::last() as u32).filter_map(|number| Some((number, known(Kind::Native, number)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_own_names() {
        assert_eq!(name(Kind::Native, libc::SYS_openat as u32), "openat");
        assert_eq!(name(Kind::Native, 100_000), "[100000]");
        assert_eq!(name(Kind::Bits32, 5), "open");
        assert_eq!((name(Kind::X32, 1), name(Kind::X32, 520)), (name(Kind::Native, 1), "[520]".into()));
        assert!(all().any(|call| call == (libc::SYS_statx as u32, "statx")) && all().count() > 300);
    }
}
