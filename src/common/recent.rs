//! A map by id that holds no more than so many entries: beyond that it forgets what came first.

use std::collections::{HashMap, VecDeque};

/// The map. An entry that is replaced keeps its place in line.
#[derive(Debug)]
pub struct Recent<V> {
    entries: HashMap<u64, V>,
    order: VecDeque<u64>,
    most: usize,
}

impl<V> Recent<V> {
    /// An empty one that will hold at most `most` entries.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { entries: HashMap::new(), order: VecDeque::new(), most }
    }

    /// What was put in under this id, if it is not forgotten.
    #[must_use]
    pub fn get(&self, id: u64) -> Option<&V> {
        self.entries.get(&id)
    }

    /// Puts an entry in, in the place of the one that has this id.
    pub fn insert(&mut self, id: u64, value: V) {
        if self.entries.insert(id, value).is_some() {
            return;
        }
        self.order.push_back(id);
        if self.order.len() > self.most {
            self.order.pop_front().map(|oldest| self.entries.remove(&oldest));
        }
    }

    /// All entries, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &V)> {
        self.entries.iter().map(|(id, value)| (*id, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_came_is_the_first_to_go() {
        let mut recent = Recent::new(2);
        for (id, value) in [(1, 'a'), (2, 'b'), (1, 'c'), (3, 'd')] {
            recent.insert(id, value);
        }
        assert_eq!((recent.get(1), recent.get(2), recent.get(3)), (None, Some(&'b'), Some(&'d')));
        assert_eq!(recent.iter().count(), 2);
    }
}
