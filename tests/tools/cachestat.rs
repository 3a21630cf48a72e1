//! cachestat: hits and misses of a known file, page by page, and the kernel's own count of dirty ones.

use std::fs;

use crate::support::{Output, Tool, Volume, Workload};

/// Pages of the file; more than is read ahead at once.
const PAGES: i64 = 1024;
const BYTES: &str = "4194304";

/// What is counted for a process that does this.
fn counted(arguments: &[&str]) -> Output {
    let acting = Workload::start(&[&["wait"], arguments].concat());
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["cachestat", "--json", "--pid", &pid, "1"]);
    acting.go();
    let output = tool.stop();
    output.assert_nothing_lost();
    output
}

fn sum(output: &Output, kind: &str) -> i64 {
    output.rows.iter().map(|row| row.number(kind)).sum()
}

/// Reading makes nothing dirty, and misses as many pages as are not there. Where programs lie in the page cache, the
/// workload hits a page or two of its own.
fn assert_counts(arguments: &[&str], hits: i64, misses: i64) {
    let output = counted(arguments);
    assert_eq!((sum(&output, "misses"), sum(&output, "dirties")), (misses, 0), "{output}");
    assert!((hits..hits + 4).contains(&sum(&output, "hits")), "{hits}: {output}");
}

#[test]
fn what_is_read_is_missed_once_and_hit_from_then_on() {
    let volume = Volume::new("cache");
    let path = volume.file("file");
    fs::write(&path, vec![7; PAGES as usize * 4096]).unwrap();
    // Without reading ahead, each page is read into memory when it is asked for.
    volume.drop_caches();
    assert_counts(&["read", "4096", &path, "random"], 0, PAGES);
    assert_counts(&["read", "4096", &path, "random"], PAGES, 0);
    // Half a page at a time asks for each of them twice.
    assert_counts(&["read", "2048", &path], 2 * PAGES, 0);
    // Reading ahead, and many pages at once.
    volume.drop_caches();
    assert_counts(&["read", "65536", &path], 0, PAGES);
    assert_counts(&["read", "65536", &path], PAGES, 0);
}

#[test]
fn what_is_mapped_is_missed_once() {
    let volume = Volume::new("cache-map");
    let path = volume.file("file");
    fs::write(&path, vec![7; 100 * 4096]).unwrap();
    volume.drop_caches();
    assert_counts(&["map", &path], 0, 100);
}

#[test]
fn what_is_written_is_no_miss_and_dirty_once() {
    let volume = Volume::new("cache-write");
    let path = volume.file("file");
    // The file system dirties some pages of its own.
    let dirty = PAGES..PAGES + 16;
    let new = counted(&["write", BYTES, &path]);
    assert_eq!(sum(&new, "misses"), 0, "{new}");
    assert!(sum(&new, "hits") < 4 && dirty.contains(&sum(&new, "dirties")), "{new}");
    // which makes them clean
    volume.drop_caches();
    assert_counts(&["read", "4096", &path], 0, PAGES);
    let again = counted(&["write", BYTES, &path]);
    assert_eq!(sum(&again, "misses"), 0, "{again}");
    assert!((PAGES..PAGES + 4).contains(&sum(&again, "hits")), "{again}");
    assert!(dirty.contains(&sum(&again, "dirties")), "{again}");
}

#[test]
fn text_is_what_people_know() {
    let tool = Tool::start(&["cachestat", "-T", "1", "1"]);
    let finished = tool.process.wait();
    assert_eq!(finished.code(), 0, "{finished}");
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    let header = ["TIME", "HITS", "MISSES", "DIRTIES", "HITRATIO", "BUFFERS_MB", "CACHED_MB"];
    assert_eq!((lines.len(), &lines[0][..]), (2, &header[..]), "{finished}");
    let meminfo = fs::read_to_string("/proc/meminfo").unwrap();
    let cached = meminfo.lines().find_map(|line| line.strip_prefix("Cached:")).unwrap();
    let cached = cached.split_whitespace().next().unwrap().parse::<i64>().unwrap() >> 10;
    assert!(lines[1][4].ends_with('%'), "{finished}");
    assert!((lines[1][6].parse::<i64>().unwrap() - cached).abs() <= 8, "{cached}: {finished}");
}
