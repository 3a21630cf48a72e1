//! cachetop: hits and misses of each process, page by page, and their shares.

use std::fs;

use crate::support::{Output, Tool, Volume, Workload};

const PAGES: i64 = 1024;

/// What all intervals together have of a process: hits, misses, pages dirtied.
fn sums(output: &Output, pid: i64) -> (i64, i64, i64) {
    output.assert_nothing_lost();
    let rows = output.rows_where(|row| row.number("pid") == pid);
    rows.iter().fold((0, 0, 0), |sum, row| {
        let (hits, misses) = (row.number("hits"), row.number("misses"));
        assert_eq!((row.text("comm"), row.number("uid")), ("reader", 0), "{output}");
        let share = |key: &str| row.get(key).as_i64().unwrap_or(0);
        let shares = share("read_hit_permille") + share("write_hit_permille");
        let all = (hits * 1000).checked_div(hits + misses).unwrap_or(0);
        assert!((all - 1..=all).contains(&shares), "{output}");
        (sum.0 + hits, sum.1 + misses, sum.2 + row.number("dirties"))
    })
}

#[test]
fn each_process_has_its_own_hits_and_misses() {
    let volume = Volume::new("cachetop");
    let path = volume.file("file");
    fs::write(&path, vec![7; PAGES as usize * 4096]).unwrap();
    volume.drop_caches();
    let read = || Workload::start(&["comm", "reader", "wait", "read", "4096", &path, "random"]);
    let (first, second) = (read(), read());
    let pids = [&first, &second].map(|workload| workload.said().one::<i64>("pid"));
    let all = Tool::start(&["cachetop", "--json"]);
    let one = Tool::start(&["cachetop", "--json", "1", "--pid", &pids[1].to_string()]);
    first.go();
    second.go();
    let (all, one) = (all.stop(), one.stop());
    assert_eq!(sums(&all, pids[0]), (0, PAGES, 0), "{all}");
    assert_eq!(sums(&all, pids[1]), (PAGES, 0, 0), "{all}");
    assert_eq!(sums(&one, pids[1]), (PAGES, 0, 0), "{one}");
    assert!(one.rows.iter().all(|row| row.number("pid") == pids[1]), "{one}");
}

#[test]
fn text_is_what_people_know() {
    let volume = Volume::new("cachetop-text");
    let path = volume.file("file");
    fs::write(&path, vec![7; PAGES as usize * 4096]).unwrap();
    let reader = Workload::start(&["comm", "reader", "wait", "read", "4096", &path, "random"]);
    let pid: String = reader.said().one("pid");
    let tool = Tool::start(&["cachetop", "100", "--pid", &pid]);
    reader.go();
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0][1..3], ["Buffers", "MB:"], "{finished}");
    let header = ["PID", "UID", "CMD", "HITS", "MISSES", "DIRTIES", "READ_HIT%", "WRITE_HIT%"];
    assert_eq!(lines[2], header, "{finished}");
    assert_eq!(lines[3], [&pid, "0", "reader", "1024", "0", "0", "100.0%", "0.0%"], "{finished}");
}
