//! readahead: how many pages were read ahead, compared with what is in memory then, and those of them that were used.

use std::fs;

use crate::support::{Tool, Volume, histogram, workload};

const WAIT_NS: u64 = 50_000_000;

#[test]
fn pages_are_counted_with_those_that_were_used() {
    let volume = Volume::new("ahead");
    let (path, other) = (volume.file("file"), volume.file("other"));
    for path in [&path, &other] {
        fs::write(path, vec![7; 64 * 4096]).unwrap();
    }
    volume.drop_caches();
    let tool = Tool::start(&["readahead", "--json", "--comm", "known"]);
    let text = Tool::start(&["readahead", "--comm", "whole"]);
    workload(&["comm", "whole", "read", "4096", &other]);
    let did = workload(&["comm", "known", "read-ahead", "50", &path]);
    let (mut all, text) = (histogram::all(tool), text.stop_text());
    let one = all.remove(0);
    let (total, most): (i64, u64) = (did.one("in_memory"), did.one("most_ns"));
    assert!(total > 2, "nothing was read ahead: {one:?}");
    assert_eq!(one.key_number("total_pages"), Some(total), "{one:?}");
    // The kernel begins with few pages, each apart: the first was used at once, the third after a while, the others not.
    assert_eq!((one.count, one.key_number("unused_pages")), (2, Some(total - 2)), "{one:?}");
    assert!(one.sum >= WAIT_NS && one.sum <= 2 * most, "{most}: {one:?}");
    assert!(one.max <= most && all.is_empty(), "{most}: {one:?} {all:?}");
    // Of a file that is read from its beginning to its end all is read ahead and used, however the kernel puts pages together.
    let text = text.stdout();
    let lines: Vec<_> = text.lines().skip_while(|line| line.is_empty()).collect();
    assert_eq!(lines[0], "Readahead unused/total pages: 0/64", "{text}");
    assert!(lines[1].starts_with("     msecs               : count    distribution"), "{text}");
    let counts = lines[2..].iter().map(|line| line.split(':').nth(1).unwrap().split_whitespace().next().unwrap());
    assert_eq!(counts.map(|count| count.parse::<u32>().unwrap()).sum::<u32>(), 64, "{text}");
}
