//! A hash for tables that are asked for every frame of every stack, where the standard one costs more than all else. Its
//! seed is of each table's own, so that nobody can choose keys that meet.

use std::hash::{BuildHasher, Hasher, RandomState};

/// Makes the hashes of a table.
#[derive(Clone, Debug)]
pub struct Quick {
    seed: u64,
}

impl Default for Quick {
    fn default() -> Self {
        Self { seed: RandomState::new().hash_one(0) }
    }
}

impl BuildHasher for Quick {
    type Hasher = Mixer;

    fn build_hasher(&self) -> Mixer {
        Mixer(self.seed)
    }
}

/// A hash in the making.
#[derive(Debug)]
pub struct Mixer(u64);

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            self.write_u64(part.iter().fold(part.len() as u64, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    fn write_u64(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * 0x9e37_79b9_7f4a_7c15;
        self.0 = product as u64 ^ (product >> 64) as u64;
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn neighbours_lie_apart() {
        let quick = Quick::default();
        for bits in [0, 57] {
            // A table takes the lowest bits for the place and the highest for a mark.
            let places: HashSet<u64> =
                (0..1000_u64).map(|at| quick.hash_one((at * 16, 7_usize)) >> bits & 0x7f).collect();
            assert!(places.len() > 100, "{} of 128", places.len());
        }
        assert_ne!(quick.hash_one("ab"), quick.hash_one("b"));
        assert_ne!(Quick::default().hash_one(1_u64), quick.hash_one(1_u64));
    }
}
