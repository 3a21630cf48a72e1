//! What was counted of cgroups on which nothing is decided yet, kept apart until it is known whether they are wanted:
//! `told_group_id()` of `src/bpf/lib/cgroup.bpf.h` is the other half.

use std::collections::BTreeMap;

use super::groups::Groups;

/// Counts by key, of which some are held back.
#[derive(Debug)]
pub struct Undecided<K, V> {
    groups: Option<Groups>,
    held: BTreeMap<K, V>,
}

impl<K, V> Default for Undecided<K, V> {
    fn default() -> Self {
        Self { groups: None, held: BTreeMap::new() }
    }
}

impl<K: Ord, V> Undecided<K, V> {
    /// Where containers are chosen (`chooses`), counts are held back; else none.
    #[must_use]
    pub fn new(groups: &Groups, chooses: bool) -> Self {
        Self { groups: chooses.then(|| groups.clone()), held: BTreeMap::new() }
    }

    /// Hands on what is wanted of these counts and of those that were held back. `group_of` gives the id of a key's cgroup, 0 if
    /// it is known to be wanted; `add` adds the later counts of a key. At the end nothing is held back any more.
    pub fn sort(
        &mut self,
        counts: BTreeMap<K, V>,
        is_end: bool,
        group_of: impl Fn(&K) -> u64,
        add: impl Fn(&mut V, &V),
        mut wanted: impl FnMut(K, V),
    ) {
        let Some(groups) = &self.groups else { return counts.into_iter().for_each(|(key, count)| wanted(key, count)) };
        for (key, count) in std::mem::take(&mut self.held).into_iter().chain(counts) {
            let verdict = match group_of(&key) {
                0 => Some(true),
                group => groups.admit(group).or_else(|| is_end.then(|| groups.want_none())),
            };
            match (verdict, self.held.get_mut(&key)) {
                (Some(true), _) => wanted(key, count),
                (Some(false), _) => {}
                (None, Some(held)) => add(held, &count),
                (None, None) => _ = self.held.insert(key, count),
            }
        }
    }
}
