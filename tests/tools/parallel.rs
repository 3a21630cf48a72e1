//! What CPUs do at once. These run in a guest whose CPUs do not take turns, as they do where the clock counts
//! instructions.

use super::frame::paths;
use super::runqlat::{assert_counts, runqlat};
use crate::support::{Tool, histogram, mark, workload};

/// That nothing of it is lost, a test in a guest that nobody disturbs says (`timely`): here others may keep the reader
/// from its CPU.
#[test]
fn a_burst_on_two_cpus_is_accounted_for_to_the_unit() {
    let tool = Tool::start(&["opensnoop", "--json", "--path", &mark("burst")]);
    workload(&["burst", "10000", "2", &mark("burst")]);
    let output = tool.stop();
    let mut found = paths(&output, &mark("burst"));
    assert_eq!(found.len() as i64 + output.lost("ring"), 10_000);
    assert_eq!((output.lost("map"), output.lost("fault")), (0, 0), "{output}");
    let told = found.len();
    found.sort_unstable();
    found.dedup();
    assert_eq!(found.len(), told, "a row is there twice");
}

#[test]
fn the_last_events_before_the_end_are_told() {
    for round in 0..3 {
        let name = mark(&format!("last-{round}"));
        let tool = Tool::start(&["opensnoop", "--json", "--path", &name]);
        workload(&["burst", "1000", "2", &name]);
        let output = tool.stop();
        assert_eq!(output.rows.len() as i64 + output.lost("ring"), 1000, "{output}");
    }
}

#[test]
fn nothing_is_lost_between_reading_and_clearing() {
    // Written in rounds while both never stop switching, and then once more at the end.
    let tool = runqlat(&["-P", "1"]);
    let did = workload(&["preempt", "3500"]);
    let all = histogram::all(tool);
    assert!(all.iter().filter(|one| one.key_number("pid") == Some(did.of("one", "pid"))).count() >= 3, "{all:?}");
    assert_counts(&all, "pid", &did, ["one", "other"]);
}
