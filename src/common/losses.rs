//! What could not be told: the Rust half of `src/bpf/lib/loss.bpf.h`.

use std::{fmt, os::fd::AsFd};

use libbpf_rs::{MapCore, MapFlags, Object};

use super::info::program_info;

/// Losses since the programs were loaded, by cause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    /// Rows that did not fit into the ring buffer.
    pub ring: u64,
    /// Things that did not fit into a map: rows never begun, values never summed.
    pub map: u64,
    /// Rows that lack something because memory could not be read.
    pub fault: u64,
    /// Events that the kernel kept from a program because it was running on that CPU already (5.12 and later tell).
    pub missed: u64,
}

/// With this begin the roles of programs that do early what another one does where they are not: if the kernel skips one,
/// nothing is lost.
const FIRST: &str = "maybe_first_";

impl Losses {
    /// Reads the counters.
    #[must_use]
    pub fn read(object: &Object) -> Self {
        let mut this = Self::default();
        if let Some(map) = object.maps().find(|map| map.name() == "loss") {
            let sum = |cause: u32| {
                let cpus = map.lookup_percpu(&cause.to_ne_bytes(), MapFlags::ANY).ok().flatten().unwrap_or_default();
                cpus.iter().filter_map(|n| n.as_slice().try_into().ok().map(u64::from_ne_bytes)).sum()
            };
            (this.ring, this.map, this.fault) = (sum(0), sum(1), sum(2));
        }
        let counts = |program: &libbpf_rs::Program<'_>| {
            program.autoload() && !program.name().to_string_lossy().starts_with(FIRST)
        };
        let loaded = object.progs().filter(counts);
        let infos = loaded.filter_map(|program| program_info(&program.as_fd()).ok());
        this.missed = infos.map(|info| info.recursion_misses).sum();
        this
    }

    /// The counts by name, as JSON has them.
    #[must_use]
    pub fn causes(&self) -> [(&'static str, u64); 4] {
        [("ring", self.ring), ("map", self.map), ("fault", self.fault), ("missed", self.missed)]
    }

    /// Everything that was lost.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.ring + self.map + self.fault + self.missed
    }
}

impl fmt::Display for Losses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let causes = [
            (self.ring, "did not fit into the ring buffer (--buffer)"),
            (self.map, "did not fit into a map (--entries)"),
            (self.fault, "could not be read in full"),
            (self.missed, "were skipped by the kernel"),
        ];
        let told: Vec<_> = causes.iter().filter(|(n, _)| *n > 0).map(|(n, cause)| format!("{n} {cause}")).collect();
        f.write_str(&told.join(", "))
    }
}
