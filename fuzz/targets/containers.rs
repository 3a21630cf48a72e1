//! What container runtimes, and whoever may make cgroups, let a tool read: a cgroup's path, and JSON, of which whatever another
//! reader finds is found.
#![no_main]

use std::collections::HashMap;

use libfuzzer_sys::fuzz_target;
use probebox::common::{containers::place, json_strings};
use serde_json::Value;

type Leaves = HashMap<Vec<Vec<u8>>, Vec<u8>>;

fn compare(value: &Value, keys: &mut Vec<Vec<u8>>, leaves: &Leaves) {
    let mut below = |key: Vec<u8>, value: &Value| {
        keys.push(key);
        compare(value, keys, leaves);
        keys.pop();
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| below(key.clone().into_bytes(), value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, value)| below(i.to_string().into_bytes(), value)),
        Value::String(string) => assert_eq!(leaves.get(keys).map(Vec::as_slice), Some(string.as_bytes())),
        Value::Number(_) => assert!(leaves.contains_key(keys)),
        Value::Bool(_) | Value::Null => {}
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fuzz_target!(|bytes: &[u8]| {
    if let Some(place) = place::of(bytes) {
        assert!(bytes.starts_with(place.cgroup) && !place.id.is_empty());
    }
    let mut leaves = Leaves::new();
    let valid = json_strings::each(bytes, |keys, value| drop(leaves.insert(keys.to_vec(), value.to_vec())));
    if let Ok(value) = serde_json::from_slice::<Value>(bytes)
        && depth(&value) < 60
    {
        assert!(valid.is_some());
        compare(&value, &mut Vec::new(), &leaves);
    }
});
