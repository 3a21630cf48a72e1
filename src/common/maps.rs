//! What maps hold at the end of a run, when nothing writes to them any more.

use anyhow::{Context as _, Result};
use libbpf_rs::{MapCore, MapFlags};

/// Every value of a hash map.
///
/// # Errors
/// The kernel's, when it does not hand one over.
pub fn values(map: &impl MapCore) -> impl Iterator<Item = Result<Vec<u8>>> {
    let lookup = |key: Vec<u8>| map.lookup(&key, MapFlags::ANY);
    map.keys().filter_map(move |key| lookup(key).context("reading a BPF map").transpose())
}
