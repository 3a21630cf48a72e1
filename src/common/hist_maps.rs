//! Takes histograms out of the kernel: `src/bpf/lib/hist.bpf.h` is the other half.

use std::{
    collections::BTreeMap,
    io,
    os::fd::{AsFd, AsRawFd},
    ptr,
};

use anyhow::{Context as _, Result};
use libbpf_rs::{Map, MapCore, MapFlags, Object, OpenObject, libbpf_sys};

use super::hist::{Hist, Unit};

/// How many slots of all keys together an interval of at most a second can fill, unless `--entries` says.
const CELLS: u32 = 16 << 10;

/// How many cells are asked for at once.
const BATCH: usize = 1024;

/// The one entry of the outer maps and of a total.
const FIRST: [u8; 4] = [0; 4];

/// What a histogram is of, as its program numbers it; all zero for everything.
pub type Id = [u64; 2];

/// The histograms of an interval.
pub type Hists = BTreeMap<Id, Named>;

/// A histogram and the name that its key had.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// Name that the program gave, NUL-terminated; empty if it gave none.
    pub name: [u8; 32],
    /// What happened.
    pub hist: Hist,
}

/// `struct hist_key`
#[repr(C)]
#[derive(Clone, Copy, Default)]
struct Key {
    id: Id,
    slot: u64,
}

/// `struct hist_cell`
#[repr(C)]
#[derive(Clone, Copy, Default)]
struct Cell {
    count: u64,
    sum: u64,
    max: u64,
    name: [u8; 32],
}

/// Tells the programs how values become slots, and what the key is; 0 for none.
///
/// # Errors
/// libbpf's, which means that the object does not include `lib/hist.bpf.h`.
pub fn configure(object: &mut OpenObject, unit: &Unit, by: u32) -> Result<()> {
    let config = [unit.mul, unit.div, by.into()].map(u64::to_ne_bytes).concat();
    for mut map in object.maps_mut() {
        let name = map.name().to_string_lossy().into_owned();
        if name.ends_with(".rodata.hist") {
            map.set_initial_value(&config).context("configuring the histogram")?;
        } else if by != 0 && name.starts_with("hist_cells_") {
            map.set_max_entries(CELLS).context("sizing the histogram's map")?;
        }
    }
    Ok(())
}

/// The maps of a loaded object.
pub struct HistMaps<'o> {
    outer: Map<'o>,
    halves: [Map<'o>; 2],
    keyed: bool,
    cpus: usize,
}

impl<'o> HistMaps<'o> {
    /// Finds the maps that are in use.
    ///
    /// # Errors
    /// The object does not include `lib/hist.bpf.h`.
    pub fn new(object: &'o Object, keyed: bool) -> Result<Self> {
        let find = |name: &str| {
            let map = object.maps().find(|map| map.name() == name);
            map.with_context(|| format!("the BPF object has no map '{name}'"))
        };
        let kind = if keyed { "hist_cells" } else { "hist_totals" };
        let halves = [find(&format!("{kind}_a"))?, find(&format!("{kind}_b"))?];
        Ok(Self { outer: find(kind)?, halves, keyed, cpus: libbpf_rs::num_possible_cpus()? })
    }

    /// Adds to `hists` what has been counted since the last time.
    ///
    /// # Errors
    /// The kernel's.
    pub fn take(&mut self, hists: &mut Hists) -> Result<()> {
        self.halves.swap(0, 1);
        let [fresh, full] = &self.halves;
        // Returns when no program uses the full one any more.
        let fd = fresh.as_fd().as_raw_fd().to_ne_bytes();
        self.outer.update(&FIRST, &fd, MapFlags::ANY).context("swapping the histogram's maps")?;
        let taken = if self.keyed { take_cells(full, hists) } else { take_totals(full, self.cpus, hists) };
        taken.context("reading the histogram's map")
    }
}

/// Empties a map of one total for each CPU.
fn take_totals(map: &Map<'_>, cpus: usize, hists: &mut Hists) -> Result<()> {
    let hist = &mut hists.entry(Id::default()).or_default().hist;
    for total in map.lookup_percpu(&FIRST, MapFlags::ANY)?.unwrap_or_default() {
        let mut words = total.chunks_exact(8).map(|word| word.try_into().map_or(0, u64::from_ne_bytes));
        let (sum, max) = (words.next().unwrap_or(0), words.next().unwrap_or(0));
        hist.add_sum(sum, max);
        words.enumerate().for_each(|(slot, count)| hist.add(slot, count));
    }
    let zeros = vec![vec![0; map.value_size() as usize]; cpus];
    Ok(map.update_percpu(&FIRST, &zeros, MapFlags::ANY)?)
}

/// Empties a map of cells.
fn take_cells(map: &Map<'_>, hists: &mut Hists) -> Result<()> {
    let mut keys = vec![Key::default(); BATCH];
    let mut cells = vec![Cell::default(); BATCH];
    let mut place = None;
    loop {
        let (count, last) = take_batch(map, &mut place, &mut keys, &mut cells)?;
        for (key, cell) in keys.iter().zip(&cells).take(count) {
            let named = hists.entry(key.id).or_default();
            named.hist.add(key.slot as usize, cell.count);
            named.hist.add_sum(cell.sum, cell.max);
            named.name = cell.name;
        }
        if last {
            return Ok(());
        }
    }
}

/// Takes as many entries as fit out of a hash map, from `place` on, and says how many and whether they were the last.
/// libbpf-rs has this as an iterator, which ends on an error as if all had been read.
fn take_batch(
    map: &Map<'_>,
    place: &mut Option<u32>,
    keys: &mut [Key],
    cells: &mut [Cell],
) -> io::Result<(usize, bool)> {
    let mut count = keys.len().min(cells.len()) as u32;
    let (from, mut to) = (*place, 0u32);
    let from = from.as_ref().map_or(ptr::null(), ptr::from_ref);
    debug_assert!(map.key_size() as usize == size_of::<Key>() && map.value_size() as usize == size_of::<Cell>());
    // SAFETY: both arrays have room for `count` entries of the map, and are of plain data; a place in a hash map is the
    // 32-bit number of a bucket; no options are given.
    let result = unsafe {
        libbpf_sys::bpf_map_lookup_and_delete_batch(
            map.as_fd().as_raw_fd(),
            from.cast_mut().cast(),
            (&raw mut to).cast(),
            keys.as_mut_ptr().cast(),
            cells.as_mut_ptr().cast(),
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
