//! Maps by id that hold no more than so many entries: beyond that, one forgets what came first, the other what is in its way.

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

/// What was asked for last, of a few ids: quicker than a map, where the same come again and again.
#[derive(Debug)]
pub struct Few<V> {
    places: [Option<(u64, V)>; PLACES],
}

/// A power of two.
const PLACES: usize = 16;

impl<V> Default for Few<V> {
    fn default() -> Self {
        Self { places: [const { None }; PLACES] }
    }
}

impl<V> Few<V> {
    /// The place of this id, and whether it is what is kept there.
    #[allow(clippy::inline_always)] // each row goes through it, and calls would cost as much as it does
    #[inline(always)]
    pub fn find(&self, id: u64) -> (usize, bool) {
        let place = Self::place(id);
        (place, self.places[place].as_ref().is_some_and(|(known, _)| *known == id))
    }

    /// What is kept in a place.
    #[allow(clippy::inline_always)] // each row goes through it, and calls would cost as much as it does
    #[inline(always)]
    pub fn at(&self, place: usize) -> Option<&V> {
        self.places.get(place)?.as_ref().map(|(_, value)| value)
    }

    /// Keeps this, in its place, where something else may be.
    pub fn put(&mut self, id: u64, value: V) {
        self.places[Self::place(id)] = Some((id, value));
    }

    /// Forgets all but what is to be kept.
    pub fn retain(&mut self, mut keep: impl FnMut(&V) -> bool) {
        for place in &mut self.places {
            if place.as_ref().is_some_and(|(_, value)| !keep(value)) {
                *place = None;
            }
        }
    }

    /// Ids of cgroups are inode numbers, and a folder's files have those behind its own.
    #[allow(clippy::inline_always)] // each row goes through it, and calls would cost as much as it does
    #[inline(always)]
    fn place(id: u64) -> usize {
        (id.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 60) as usize % PLACES
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

    #[test]
    fn a_few_are_known_by_their_own_id_only() {
        let mut few = Few::default();
        let get =
            |few: &Few<u64>, id| Some(few.find(id)).filter(|(_, known)| *known).and_then(|(at, _)| few.at(at).copied());
        for id in 0..100 {
            assert_eq!(get(&few, id), None);
            few.put(id, id * 2);
            assert_eq!(get(&few, id), Some(id * 2));
        }
        assert!((0..100).all(|id| get(&few, id).is_none_or(|value| value == id * 2)));
        assert!((0..100).filter(|id| get(&few, *id).is_some()).count() <= PLACES);
        few.put(100, 1);
        few.retain(|value| *value == 1);
        assert_eq!((0..=100).filter(|id| get(&few, *id).is_some()).collect::<Vec<_>>(), [100]);
    }
}
