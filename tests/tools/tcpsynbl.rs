//! tcpsynbl: connections that nobody accepts, one after the other.

use crate::support::{Histogram, Tool, Workload, histogram::all};

/// `count` connections to one that lets `limit` wait, all their packets on one CPU, and so in order.
fn fill(limit: &str, count: &str, address: &str) -> Workload {
    Workload::start(&["cpu", "0", "wait", "tcp-backlog", limit, count, address, "7801"])
}

/// How many connections found how many waiting, by limits that no other socket has.
fn backlogs(all: &[Histogram]) -> [Vec<(u64, u64)>; 3] {
    [23, 24, 25].map(|limit| {
        let of_limit = all.iter().filter(|one| one.key_number("backlog_max") == Some(limit));
        of_limit.flat_map(|one| one.slots.iter().map(|slot| (slot.low, slot.count))).collect()
    })
}

#[test]
fn each_connection_finds_those_before_it() {
    let four = fill("23", "10", "127.0.0.1");
    let six = fill("24", "5", "::1");
    let mapped = fill("25", "3", "::ffff:127.0.0.2");
    let pid: String = six.said().one("pid");
    let tools = [vec![], vec!["-4"], vec!["-6"], vec!["--pid", &pid]]
        .map(|arguments| Tool::start(&[vec!["tcpsynbl", "--json"], arguments].concat()));
    let _done = [four, six, mapped].map(Workload::go);
    let found = |count: u64| -> Vec<(u64, u64)> { (0..count).map(|waiting| (waiting, 1)).collect() };
    let wanted = [[10, 5, 3], [10, 0, 3], [0, 5, 0], [0, 5, 0]];
    for (tool, wanted) in tools.into_iter().zip(wanted) {
        let all = all(tool);
        assert_eq!(backlogs(&all), wanted.map(found), "{all:?}");
    }
}

#[test]
fn text_is_the_histogram_people_know() {
    let tool = Tool::start(&["tcpsynbl", "-T"]);
    fill("23", "10", "127.0.0.1").go();
    let finished = tool.stop_text();
    let lines: Vec<&str> = finished.stdout().lines().collect();
    let title = lines.iter().position(|line| *line == "backlog_max = 23").unwrap_or_else(|| panic!("{finished}"));
    assert!(lines[title + 1].contains("backlog") && lines[title + 1].contains("distribution"), "{finished}");
    let bars: Vec<Vec<&str>> =
        lines[title + 2..title + 6].iter().map(|line| line.split_whitespace().collect()).collect();
    for (bar, wanted) in bars.iter().zip([["0", "1", "2"], ["2", "3", "2"], ["4", "7", "4"], ["8", "15", "2"]]) {
        assert_eq!([bar[0], bar[2], bar[4]], wanted, "{finished}");
    }
}
