//! `/proc/meminfo`: what the kernel uses its memory for.

use std::{
    fs::File,
    io::{Read, Seek},
};

use anyhow::{Context as _, Result};

const PATH: &str = "/proc/meminfo";

/// Some 60 lines of 28 bytes; more is not read.
const LONGEST: u64 = 64 << 10;

/// The file, opened before the right to open files is given up.
#[derive(Debug)]
pub struct Meminfo(File);

impl Meminfo {
    /// Opens it.
    ///
    /// # Errors
    /// There is none: `/proc` is not mounted.
    pub fn open() -> Result<Self> {
        Ok(Self(File::open(PATH).with_context(|| format!("opening {PATH}"))?))
    }

    /// How many bytes are used now for each of these names.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn read<const N: usize>(&mut self, names: [&str; N]) -> Result<[u64; N]> {
        let mut text = String::new();
        self.0.rewind().with_context(|| format!("reading {PATH}"))?;
        // Through `take`, for which nobody asks how long the file is: that is forbidden by now.
        (&self.0).take(LONGEST).read_to_string(&mut text).with_context(|| format!("reading {PATH}"))?;
        Ok(names.map(|name| find(&text, name)))
    }
}

/// `Name:  1234 kB`; 0 for a name that is not there.
fn find(text: &str, name: &str) -> u64 {
    let rest = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let number = rest.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    number.unwrap_or(0).saturating_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn names_are_whole() {
        let text = "MemTotal:  10 kB\nSwapCached:  20 kB\nCached:       30 kB\nHugePages_Total:       0\n";
        assert_eq!((find(text, "Cached"), find(text, "SwapCached")), (30 << 10, 20 << 10));
        assert_eq!((find(text, "Cach"), find(text, "Dirty")), (0, 0));
    }
}
