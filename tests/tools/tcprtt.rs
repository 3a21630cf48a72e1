//! tcprtt: connections over links of known delay.

use crate::support::{
    Did, Histogram, Tool, Workload,
    histogram::{STEP, all},
};

/// What both ways take together, in ns.
const ROUND: u64 = 50_000_000;

/// A connection to port 7701 over a link of 25 ms, in a namespace of its own.
fn slow(address: &str) -> Workload {
    Workload::start(&["netns", "netem", "25", "0", "wait", "tcp-exchange", "1000", "1000", "0", address, "7701"])
}

fn tcprtt(arguments: &[&str]) -> Tool {
    Tool::start(&[&["tcprtt", "--json"], arguments].concat())
}

/// None took longer than the connection lasted.
fn assert_within(one: &Histogram, did: &Did) {
    assert!(one.count > 0, "{one:?}");
    assert!(one.max as f64 <= did.one::<u64>("most_ns") as f64 * (1.0 + STEP), "{one:?}");
}

fn assert_slow(one: &Histogram, did: &Did) {
    assert_within(one, did);
    assert!(one.slots.iter().all(|slot| slot.high >= ROUND), "{one:?}");
}

#[test]
fn a_known_delay_is_the_round_trip_time() {
    let [four, six] = ["127.0.0.1", "::1"].map(slow);
    let fast = Workload::start(&["wait", "tcp-exchange", "1000", "1000", "0", "127.0.0.1", "7702"]);
    let pid: String = four.said().one("pid");
    let client = tcprtt(&["-P", "7701", "-A", "::1"]);
    let server = tcprtt(&["-p", "7701", "-B"]);
    let owner = tcprtt(&["--pid", &pid, "-b"]);
    let other = tcprtt(&["-4", "-P", "7702", "-a", "127.0.0.1"]);
    let none = tcprtt(&["-A", "192.0.2.1"]);
    let [four, six, fast] = [four, six, fast].map(Workload::go);
    let [client, server, owner, other, none] = [client, server, owner, other, none].map(all);
    assert_slow(&client[0], &six);
    assert!(client.len() == 1 && client[0].key.is_empty(), "{client:?}");
    for (address, did) in [("127.0.0.1", &four), ("::1", &six)] {
        let one = server.iter().find(|one| one.key_text("raddr") == Some(address));
        assert_slow(one.unwrap_or_else(|| panic!("{address}: {server:?}")), did);
    }
    assert_slow(&owner[0], &four);
    assert!(owner.len() == 1 && owner[0].key_text("laddr") == Some("127.0.0.1"), "{owner:?}");
    assert_within(&other[0], &fast);
    assert!(none.len() == 1 && none[0].count == 0, "{none:?}");
}

#[test]
fn text_is_the_histogram_people_know() {
    let slow = slow("127.0.0.1");
    let tool = Tool::start(&["tcprtt", "-m", "-e", "-T", "-p", "7701"]);
    let every = Tool::start(&["tcprtt", "-B", "-p", "7701", "-i", "1"]);
    slow.go();
    every.wait_for_lines(1, |line| line == "Remote Address = 127.0.0.1");
    every.stop_text();
    let finished = tool.stop_text();
    let text = finished.stdout();
    let title = text.lines().find_map(|line| line.strip_prefix("All Addresses = ****** [AVG ")?.strip_suffix(']'));
    let mean: u64 = title.unwrap_or_else(|| panic!("{finished}")).parse().unwrap();
    assert!(mean >= 50, "{finished}");
    let bars: Vec<u64> = text.lines().filter_map(|line| line.trim_start().split_once(" -> ")?.0.parse().ok()).collect();
    assert!(text.contains("msecs") && bars.contains(&32), "{finished}");
}
