//! fsdist: operations counted to the unit, and a wait of a known length where it belongs.

use std::fs;

use crate::support::{Histogram, Tool, Volume, histogram, mark, workload};

fn of<'h>(all: &'h [Histogram], operation: &str) -> &'h Histogram {
    all.iter()
        .find(|one| one.key_text("operation") == Some(operation))
        .unwrap_or_else(|| panic!("{operation}: {all:?}"))
}

#[test]
fn operations_are_counted_to_the_unit() {
    let volume = Volume::of("xfs", "dist");
    let tool = Tool::start(&["fsdist", "--json", "-t", "xfs", "--comm", "known"]);
    workload(&["file-known", &volume.file("others")]);
    let did = workload(&["comm", "known", "file-known", &volume.file("file")]);
    let all = histogram::all(tool);
    for operation in ["read", "write", "open", "fsync", "getattr"] {
        assert_eq!(of(&all, operation).count, did.one::<u64>(operation), "{operation}: {all:?}");
    }
    assert_eq!(all.len(), 5, "{all:?}");
}

#[test]
fn a_known_wait_stands_where_it_belongs() {
    let directory = mark("dist");
    fs::create_dir(&directory).unwrap();
    let tool = Tool::start(&["fusedist", "--json"]);
    let text = Tool::start(&["fsdist", "-t", "fuse", "-m"]);
    let did = workload(&["fuse", "50", &directory]);
    fs::remove_dir(&directory).unwrap();
    let (all, text) = (histogram::all(tool), text.stop_text());
    let read = of(&all, "read");
    assert_eq!(read.count, 1, "{all:?}");
    assert!((50_000_000..=did.one("most_ns")).contains(&read.sum), "{all:?}");
    for operation in ["write", "open", "fsync"] {
        assert_eq!(of(&all, operation).count, did.one::<u64>(operation), "{operation}: {all:?}");
    }
    let after = text.stdout();
    let after = after.split("operation = read\n").nth(1).unwrap_or_else(|| panic!("{text}"));
    let lines: Vec<_> = after.lines().take_while(|line| !line.is_empty()).collect();
    assert!(lines[0].contains("msecs") && lines[0].contains("distribution"), "{text}");
    let counts = lines[1..].iter().map(|line| line.split(':').nth(1).unwrap().split_whitespace().next().unwrap());
    assert_eq!(counts.map(|count| count.parse::<u32>().unwrap()).sum::<u32>(), 1, "{text}");
    assert!(lines.len() >= 7, "32 and more ms: {text}");
}
