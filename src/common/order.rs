//! Sorting, by code that is compiled once: for each type of its own it takes three kilobytes of the binary.

use std::cmp::Ordering;

/// Sorts values of whatever type. What is equal stays as it was.
pub fn sort<T>(values: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    sort_numbers(&mut order, &|a, b| compare(&values[a], &values[b]));
    let mut unsorted: Vec<_> = std::mem::take(values).into_iter().map(Some).collect();
    values.extend(order.into_iter().filter_map(|at| unsorted[at].take()));
}

/// Sorts values by what `key` gives.
pub fn sort_by<T, K: Ord>(values: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort(values, |a, b| key(a).cmp(&key(b)));
}

fn sort_numbers(numbers: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    numbers.sort_by(|a, b| compare(*a, *b));
}
