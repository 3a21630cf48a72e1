//! runqlat: how long tasks wait for a CPU, to the unit in number and to the step in time.

use crate::support::histogram::{self, STEP, count_of};
use crate::support::{Did, Histogram, Tool, Workload, workload};

pub fn runqlat(arguments: &[&str]) -> Tool {
    Tool::start(&[&["runqlat", "--json"], arguments].concat())
}

#[test]
fn a_wait_of_known_length_stands_where_it_belongs() {
    let tool = runqlat(&["-P"]);
    let did = workload(&["hog", "100"]);
    let all = histogram::all(tool);
    // The waiter could not run before the hog stopped spinning, and ran before it said so.
    let (least, most) = (did.of::<u64>("hog", "spun_ns"), did.of::<u64>("waiter", "waited_ns"));
    let waiter: i64 = did.of("waiter", "pid");
    let one = all.iter().find(|one| one.key_number("pid") == Some(waiter)).expect("the waiter");
    let slot = one.slots.iter().rfind(|slot| slot.count > 0).unwrap();
    assert_eq!(slot.count, 1, "{one:?}");
    assert!(slot.high >= least && slot.low <= most, "{least}..{most} ns: {one:?}");
    assert!((slot.high - slot.low) as f64 <= slot.low as f64 * STEP, "{slot:?}");
    assert!(one.max as f64 >= least as f64 * (1.0 - STEP) && one.max as f64 <= most as f64 * (1.0 + STEP), "{one:?}");
}

/// The kernel counts for each task how often it was given a CPU; each time it had waited for it.
pub fn assert_counts(all: &[Histogram], key: &str, did: &Did, words: [&str; 2]) {
    for word in words {
        let (pid, runs): (i64, u64) = (did.of(word, "pid"), did.of(word, "runs"));
        assert_eq!(count_of(all, key, pid), runs, "{word}: {all:?}");
    }
}

#[test]
fn wake_ups_are_counted_to_the_unit() {
    let tool = runqlat(&["-P"]);
    let did = workload(&["pipe", "1000"]);
    assert_counts(&histogram::all(tool), "pid", &did, ["asker", "answerer"]);
}

#[test]
fn preemptions_are_counted_to_the_unit() {
    let tool = runqlat(&["-P"]);
    let did = workload(&["preempt", "300"]);
    assert_counts(&histogram::all(tool), "pid", &did, ["one", "other"]);
}

mod timely {
    use super::*;

    /// The kernel looks at its clock before the program does, and an emulator may stand still in between.
    #[test]
    fn time_waited_is_what_the_kernel_says() {
        let tool = runqlat(&["-P"]);
        let did = workload(&["preempt", "300"]);
        let all = histogram::all(tool);
        for word in ["one", "other"] {
            let (pid, delay): (i64, u64) = (did.of(word, "pid"), did.of(word, "delay_ns"));
            let one = all.iter().find(|one| one.key_number("pid") == Some(pid)).unwrap();
            let off = one.sum.abs_diff(delay);
            assert!(off * 50 < delay, "{word}: {delay} ns: {one:?}");
        }
    }
}

#[test]
fn one_process_alone() {
    let acting = Workload::start(&["wait", "threads", "100"]);
    let pid: String = acting.said().one("pid");
    let tool = runqlat(&["-L", "-p", &pid]);
    workload(&["pipe", "1000"]);
    acting.go();
    let all = histogram::all(tool);
    // The main thread, and each that it made: new tasks wait for their first CPU too.
    assert_eq!(all.len(), 101, "{all:?}");
    assert!(all.iter().all(|one| one.count >= 1), "{all:?}");
}

#[test]
fn new_tasks_wait_too() {
    let acting = Workload::start(&["wait", "threads", "100"]);
    let pid: i64 = acting.said().one("pid");
    let tool = runqlat(&["-P"]);
    acting.go();
    assert!(count_of(&histogram::all(tool), "pid", pid) >= 100);
}

#[test]
fn the_whole_system_is_one_histogram() {
    let tool = runqlat(&[]);
    let did = workload(&["pipe", "1000"]);
    let all = histogram::all(tool);
    let [one] = &all[..] else { panic!("one histogram is wanted: {all:?}") };
    assert!(one.key.is_empty(), "{one:?}");
    assert!(one.count >= did.of::<u64>("asker", "runs") + did.of::<u64>("answerer", "runs"), "{one:?}");
}

#[test]
fn pid_namespaces_are_kept_apart() {
    let tool = runqlat(&["--pidnss"]);
    let did = workload(&["pidns", "threads", "500"]);
    let all = histogram::all(tool);
    assert!(count_of(&all, "pidns", did.one("pidns")) >= 500, "{all:?}");
    assert!(all.len() >= 2, "{all:?}");
}

#[test]
fn a_cgroup_alone() {
    let inside = Workload::start(&["cgroup", "probebox/runq", "wait", "pipe", "500"]);
    let outside = Workload::start(&["wait", "pipe", "1000"]);
    let tool = runqlat(&["-P", "-c", "/sys/fs/cgroup/probebox/runq"]);
    let (inside, outside) = (inside.go(), outside.go());
    let all = histogram::all(tool);
    assert_counts(&all, "pid", &inside, ["asker", "answerer"]);
    assert_eq!(count_of(&all, "pid", outside.of("asker", "pid")), 0, "{all:?}");
}

#[test]
fn what_does_not_fit_into_a_map_is_counted() {
    let tool = runqlat(&["-P", "--entries", "1"]);
    let did = workload(&["pipe", "1000"]);
    let output = tool.stop();
    let counted: u64 = output.rows.iter().map(|row| Histogram::new(row).count).sum();
    let lost = u64::try_from(output.lost("map")).unwrap();
    let runs = did.of::<u64>("asker", "runs") + did.of::<u64>("answerer", "runs");
    assert!(lost > 0 && counted + lost >= runs, "{runs} runs: {output}");
}

#[test]
fn text_is_the_histogram_people_know() {
    let tool = Tool::start(&["runqlat", "-m"]);
    let did = workload(&["hog", "100"]);
    let finished = tool.stop_text();
    let text = finished.stdout();
    assert!(
        text.lines().any(|line| line.split_whitespace().collect::<Vec<_>>() == ["msecs", ":", "count", "distribution"]),
        "{finished}"
    );
    assert!(histogram::bar_of(text, did.of::<u64>("hog", "spun_ns") / 1_000_000) > 0, "{finished}");
}

#[test]
fn percentiles_in_text() {
    let tool = Tool::start(&["runqlat", "--percentiles"]);
    workload(&["pipe", "100"]);
    let finished = tool.stop_text();
    for word in ["p50", "p90", "p99", "max"] {
        assert!(finished.stdout().contains(word), "{finished}");
    }
}
