//! Places in code, each kept and named once, however many stacks go through it.

use std::{cmp::Ordering, collections::HashMap, rc::Rc};

// The standard one costs more than all else where each frame of each stack is looked for.
use ahash::RandomState;

use super::stack::{Frame, Place, Symbols};

/// How many are kept; stacks that go through others are lost.
const MAX_PLACES: usize = 1 << 20;

/// Places by number.
#[derive(Debug, Default)]
pub struct Places {
    numbers: HashMap<Place, u32, RandomState>,
    all: Vec<Place>,
    /// Of those that were asked for.
    names: Vec<Option<Rc<[Frame]>>>,
}

impl Places {
    /// The number of a place; `None` if there are too many.
    pub fn number(&mut self, place: Place) -> Option<u32> {
        if let Some(number) = self.numbers.get(&place) {
            return Some(*number);
        }
        let number = self.all.len();
        if number >= MAX_PLACES {
            return None;
        }
        self.all.push(place.clone());
        self.numbers.insert(place, number as u32);
        Some(number as u32)
    }

    /// The address of a place.
    #[must_use]
    pub fn address(&self, number: u32) -> Option<u64> {
        self.all.get(number as usize).map(Place::address)
    }

    /// Looks for the names of these places, of the kernel's all at once.
    pub fn find_names(&mut self, numbers: impl Iterator<Item = u32>, symbols: &mut Symbols) {
        let mut wanted = vec![false; self.all.len()];
        numbers.for_each(|number| wanted.get_mut(number as usize).into_iter().for_each(|wanted| *wanted = true));
        self.names.resize(self.all.len(), None);
        let all = self.all.iter().zip(&mut self.names).zip(wanted);
        let new: Vec<_> = all.filter(|((_, names), wanted)| *wanted && names.is_none()).map(|(new, _)| new).collect();
        symbols.learn_kernel(new.iter().map(|(place, _)| Place::clone(place)));
        for (place, names) in new {
            *names = Some(symbols.frames(place).into());
        }
    }

    /// The frames at a place, innermost first: several where functions are inlined, none before their names were found.
    pub fn frames(&self, number: u32) -> &[Frame] {
        self.names.get(number as usize).and_then(Option::as_deref).unwrap_or_default()
    }

    /// By number the places' order by their names: the same for those that are called the same.
    #[must_use]
    pub fn order(&self) -> Vec<u32> {
        let mut sorted: Vec<_> = (0..self.names.len() as u32).collect();
        sorted.sort_unstable_by(|one, other| self.compare(*one, *other));
        let mut order = vec![0; sorted.len()];
        let mut last = None;
        for number in sorted {
            let rank = match last {
                Some((before, rank)) if self.compare(before, number).is_eq() => rank,
                Some((_, rank)) => rank + 1,
                None => 0,
            };
            last = Some((number, rank));
            order.get_mut(number as usize).into_iter().for_each(|place| *place = rank);
        }
        order
    }

    /// The order of two places by what their frames are called, the outermost first; those without a name come last, by
    /// where they lie.
    fn compare(&self, one: u32, other: u32) -> Ordering {
        let names = |number| {
            let frames = self.frames(number).iter().rev();
            frames.map(|frame| match &frame.symbol {
                Some(symbol) => (false, &**symbol, &[][..], 0, 0),
                None => (true, "", &*frame.module, frame.offset, frame.address),
            })
        };
        names(one).cmp(names(other))
    }

    /// Forgets the names, which take more room than all else.
    pub fn forget_names(&mut self) {
        self.names = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::{kernel_names::KernelNames, stack};

    #[test]
    fn each_place_is_kept_once_and_stands_where_its_name_does() {
        let mut symbols = Symbols::new(false, KernelNames::default());
        let mut places = Places::default();
        let mut numbers = |addresses: &[u64]| -> Vec<u32> {
            stack::in_kernel(addresses.iter().copied()).map(|place| places.number(place).unwrap()).collect()
        };
        assert_eq!(numbers(&[30, 20, 10]), [0, 1, 2]);
        assert_eq!(numbers(&[30, 10, 20]), [0, 2, 1]);
        assert_eq!(numbers(&[20]), [3], "what is not called is no caller");
        let here = (Places::default as fn() -> Places) as usize as u64;
        let own: Vec<_> = symbols.locate(std::process::id(), [here, here].into_iter()).into_iter().collect();
        let own: Vec<_> = own.into_iter().map(|place| places.number(place).unwrap()).collect();
        assert_eq!(own, [4, 5]);
        places.find_names([0, 1, 2, 4].into_iter(), &mut symbols);
        assert_eq!(places.frames(1).iter().map(|frame| frame.address).collect::<Vec<_>>(), [20]);
        assert!(places.frames(4).iter().all(|frame| frame.symbol.is_some()) && places.frames(5).is_empty());
        // Of places that were not asked for there is nothing to compare; those without a name are behind those with one.
        let order = places.order();
        assert!(order[5] == order[3] && order[3] < order[4] && order[4] < order[2], "{order:?}");
        assert!(order[2] < order[1] && order[1] < order[0], "{order:?}");
        places.forget_names();
        assert!(places.frames(1).is_empty());
    }
}
