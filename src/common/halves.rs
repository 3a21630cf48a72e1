//! Maps that programs fill while user space empties their twin: `name_a` and `name_b`, of which the one that is filled
//! stands in the map of maps `name` (`src/bpf/lib/hist.bpf.h`, `src/bpf/lib/sums.bpf.h`).

use std::{
    ffi::c_void,
    io,
    os::fd::{AsFd, AsRawFd},
    ptr,
};

use anyhow::{Context as _, Result};
use libbpf_rs::{Map, MapCore, MapFlags, Object, libbpf_sys};

/// How many entries are asked for at once.
const BATCH: usize = 1024;

/// Both maps, the one that is being filled first.
pub struct Halves<'o> {
    outer: Map<'o>,
    halves: [Map<'o>; 2],
}

impl<'o> Halves<'o> {
    /// Finds the maps.
    ///
    /// # Errors
    /// The object has none of this name.
    pub fn new(object: &'o Object, name: &str) -> Result<Self> {
        let find = |name: &str| {
            let map = object.maps().find(|map| map.name() == name);
            map.with_context(|| format!("the BPF object has no map '{name}'"))
        };
        Ok(Self { outer: find(name)?, halves: [find(&format!("{name}_a"))?, find(&format!("{name}_b"))?] })
    }

    /// Has the programs fill the other map, which must be empty, and hands out the full one, which none of them uses
    /// any more.
    ///
    /// # Errors
    /// The kernel's.
    pub fn swap(&mut self) -> Result<&Map<'o>> {
        self.halves.swap(0, 1);
        let [fresh, full] = &self.halves;
        let fd = fresh.as_fd().as_raw_fd().to_ne_bytes();
        self.outer.update(&0u32.to_ne_bytes(), &fd, MapFlags::ANY).context("swapping a map")?;
        Ok(full)
    }
}

/// Takes every entry out of a hash map that nobody fills: key and value.
///
/// # Errors
/// The kernel's.
pub fn drain(map: &Map<'_>, take: impl FnMut(&[u8], &[u8])) -> Result<()> {
    each(map, libbpf_sys::bpf_map_lookup_and_delete_batch, take)
}

/// Reads every entry of a hash map: key and value. What comes and goes meanwhile may be among them or not.
///
/// # Errors
/// The kernel's.
pub fn read(map: &Map<'_>, take: impl FnMut(&[u8], &[u8])) -> Result<()> {
    each(map, libbpf_sys::bpf_map_lookup_batch, take)
}

/// How libbpf takes several entries at once.
type Batch = unsafe extern "C" fn(
    i32,
    *mut c_void,
    *mut c_void,
    *mut c_void,
    *mut c_void,
    *mut u32,
    *const libbpf_sys::bpf_map_batch_opts,
) -> i32;

fn each(map: &Map<'_>, batch: Batch, mut take: impl FnMut(&[u8], &[u8])) -> Result<()> {
    let (key_size, value_size) = (map.key_size() as usize, map.value_size() as usize);
    let (mut keys, mut values) = (vec![0; BATCH * key_size], vec![0; BATCH * value_size]);
    let mut place = None;
    loop {
        let (count, last) = take_batch(map, batch, &mut place, &mut keys, &mut values).context("reading a BPF map")?;
        let entries = keys.chunks_exact(key_size).zip(values.chunks_exact(value_size));
        entries.take(count).for_each(|(key, value)| take(key, value));
        if last {
            return Ok(());
        }
    }
}

/// Takes what each CPU has in the one entry of an array that nobody fills, and leaves zeros.
///
/// # Errors
/// The kernel's.
pub fn take_percpu(map: &Map<'_>) -> Result<Vec<Vec<u8>>> {
    let first = 0u32.to_ne_bytes();
    let taken = map.lookup_percpu(&first, MapFlags::ANY).context("reading a BPF map")?.unwrap_or_default();
    let zeros = vec![vec![0; map.value_size() as usize]; taken.len()];
    map.update_percpu(&first, &zeros, MapFlags::ANY).context("clearing a BPF map")?;
    Ok(taken)
}

/// Takes as many entries as fit out of a hash map, from `place` on, and says how many and whether they were the last.
/// libbpf-rs has this as an iterator, which ends on an error as if all had been read.
fn take_batch(
    map: &Map<'_>,
    batch: Batch,
    place: &mut Option<u32>,
    keys: &mut [u8],
    values: &mut [u8],
) -> io::Result<(usize, bool)> {
    let mut count = (keys.len() / map.key_size() as usize).min(values.len() / map.value_size() as usize) as u32;
    let (from, mut to) = (*place, 0u32);
    let from = from.as_ref().map_or(ptr::null(), ptr::from_ref);
    // SAFETY: both arrays have room for `count` entries of the map; a place in a hash map is the 32-bit number of a
    // bucket; no options are given.
    let result = unsafe {
        batch(
            map.as_fd().as_raw_fd(),
            from.cast_mut().cast(),
            (&raw mut to).cast(),
            keys.as_mut_ptr().cast(),
            values.as_mut_ptr().cast(),
            &raw mut count,
            ptr::null(),
        )
    };
    let last = match -result {
        0 => false,
        libc::ENOENT => true,
        libc::EINTR => return Ok((0, false)), // nothing was taken
        errno => return Err(io::Error::from_raw_os_error(errno)),
    };
    *place = Some(to);
    Ok((count as usize, last))
}
