//! bitesize: sizes of requests, for the name that submitted them.

use crate::support::{Disk, Histogram, Tool, workload};

/// What was counted for each name: how many requests, and how many bytes.
fn counted(tool: Tool) -> Vec<(String, u64, u64)> {
    let output = tool.stop();
    output.assert_nothing_lost();
    let all: Vec<_> = output.rows.iter().map(Histogram::new).collect();
    assert!(all.iter().flat_map(|one| &one.slots).all(|slot| (slot.low..=slot.high).contains(&4096)), "{all:?}");
    all.iter().map(|one| (one.key_text("comm").unwrap().to_owned(), one.count, one.sum)).collect()
}

#[test]
fn requests_count_for_who_submitted_them_with_their_bytes() {
    let (one, two) = (Disk::new("nullb0", 5_000_000, 1), Disk::new("nullb1", 0, 64));
    one.set_scheduler("mq-deadline");
    let all = Tool::start(&["bitesize", "--json", "-d", one.name]);
    let known = Tool::start(&["bitesize", "--json", "-c", "known"]);
    workload(&["comm", "known", "reads", "20", &one.path(), "2"]);
    workload(&["comm", "other", "writes", "10", &one.path()]);
    workload(&["comm", "other", "writes", "100", &two.path()]);
    let wanted = |name: &str, count: u64| (name.to_owned(), count, count * 4096);
    assert_eq!(counted(all), [wanted("other", 10), wanted("known", 20)]);
    assert_eq!(counted(known), [wanted("known", 20)]);
}

#[test]
fn text_is_the_histogram_people_know() {
    let disk = Disk::new("nullb0", 0, 64);
    let tool = Tool::start(&["bitesize", "-d", disk.name]);
    workload(&["comm", "reader", "reads", "10", &disk.path()]);
    let finished = tool.stop_text();
    let text = finished.stdout();
    assert!(text.contains("Process Name = reader\n     Kbytes  "), "{finished}");
    assert!(text.contains("         4 -> 7          : 10       |***"), "{finished}");
}
