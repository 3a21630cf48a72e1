//! Takes histograms out of the kernel: `src/bpf/lib/hist.bpf.h` is the other half.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use libbpf_rs::{Map, Object, OpenObject};
use plain::Plain;

use super::{
    halves::{self, Halves},
    hist::{Hist, Unit},
};

/// How many slots of all keys together an interval of at most a second can fill, unless `--entries` says.
const CELLS: u32 = 16 << 10;

/// What a histogram is of, as its program numbers it, and the cgroup whose it is; all zero for everything.
pub type Id = [u64; 3];

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

impl Named {
    /// Adds another of the same key.
    pub fn add(&mut self, other: &Self) {
        self.hist.merge(&other.hist);
        self.name = other.name;
    }
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

// SAFETY: plain C data without padding, valid for every bit pattern.
unsafe impl Plain for Key {}
// SAFETY: the same.
unsafe impl Plain for Cell {}

/// Which maps a program fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filled {
    /// That of everything.
    Total,
    /// Those of histograms apart.
    Cells,
    /// That of everything, and apart what came of groups on which nothing is decided.
    Both,
}

/// Tells the programs how values become slots, and what the key is; 0 for none.
///
/// # Errors
/// libbpf's, which means that the object does not include `lib/hist.bpf.h`.
pub fn configure(object: &mut OpenObject, unit: &Unit, by: u32, filled: Filled) -> Result<()> {
    let config = [unit.mul, unit.div, by.into()].map(u64::to_ne_bytes).concat();
    for mut map in object.maps_mut() {
        let name = map.name().to_string_lossy().into_owned();
        if name.ends_with(".rodata.hist") {
            map.set_initial_value(&config).context("configuring the histogram")?;
        } else if filled != Filled::Total && name.starts_with("hist_cells_") {
            map.set_max_entries(CELLS).context("sizing the histogram's map")?;
        }
    }
    Ok(())
}

/// The maps of a loaded object.
pub struct HistMaps<'o> {
    totals: Option<Halves<'o>>,
    cells: Option<Halves<'o>>,
}

impl<'o> HistMaps<'o> {
    /// Finds the maps that are in use.
    ///
    /// # Errors
    /// The object does not include `lib/hist.bpf.h`.
    pub fn new(object: &'o Object, filled: Filled) -> Result<Self> {
        let find = |name, is_filled: bool| is_filled.then(|| Halves::new(object, name)).transpose();
        let (totals, cells) = (filled != Filled::Cells, filled != Filled::Total);
        Ok(Self { totals: find("hist_totals", totals)?, cells: find("hist_cells", cells)? })
    }

    /// Adds to `hists` what has been counted since the last time.
    ///
    /// # Errors
    /// The kernel's.
    pub fn take(&mut self, hists: &mut Hists) -> Result<()> {
        let reading = "reading the histogram's map";
        if let Some(totals) = &mut self.totals {
            take_totals(totals.swap()?, hists).context(reading)?;
        }
        if let Some(cells) = &mut self.cells {
            take_cells(cells.swap()?, hists).context(reading)?;
        }
        Ok(())
    }
}

/// Empties a map of one total for each CPU.
fn take_totals(map: &Map<'_>, hists: &mut Hists) -> Result<()> {
    let hist = &mut hists.entry(Id::default()).or_default().hist;
    for total in halves::take_percpu(map)? {
        let mut words = total.chunks_exact(8).map(|word| word.try_into().map_or(0, u64::from_ne_bytes));
        let (sum, max) = (words.next().unwrap_or(0), words.next().unwrap_or(0));
        hist.add_sum(sum, max);
        words.enumerate().for_each(|(slot, count)| hist.add(slot, count));
    }
    Ok(())
}

/// Empties a map of cells.
fn take_cells(map: &Map<'_>, hists: &mut Hists) -> Result<()> {
    halves::drain(map, |key, cell| {
        let (Ok(key), Ok(cell)) = (plain::from_bytes::<Key>(key), plain::from_bytes::<Cell>(cell)) else { return };
        let named = hists.entry(key.id).or_default();
        named.hist.add(key.slot as usize, cell.count);
        named.hist.add_sum(cell.sum, cell.max);
        named.name = cell.name;
    })
}
