//! funclatency: as many calls as there were, as long as they took.

use crate::support::{Histogram, Output, Tool, run_probebox, workload, workload_path};

const MS: u64 = 1_000_000;

fn ours(function: &str) -> String {
    format!("{}:{function}", workload_path())
}

/// The only histogram of the output; nothing may be lost.
fn histogram(output: &Output) -> Histogram {
    output.assert_nothing_lost();
    Histogram::new(output.only(|_| true))
}

#[test]
fn calls_of_a_program_take_what_they_take() {
    let tool = Tool::start(&["funclatency", "--json", "-u", &ours("probebox_naps")]);
    let did = workload(&["naps", "5", "20"]);
    let all = histogram(&tool.stop());
    let most = did.one::<u64>("took_ns");
    assert_eq!(all.count, 5, "{all:?}");
    assert!((5 * 20 * MS..=most).contains(&all.sum), "{most}: {all:?}");
    assert!(all.slots.iter().all(|slot| slot.high >= 20 * MS), "{all:?}");
}

#[test]
fn each_level_of_a_recursion_is_a_call() {
    let tool = Tool::start(&["funclatency", "--json", &ours("probebox_recurses")]);
    let did = workload(&["recursion", "40", "3"]);
    let all = histogram(&tool.stop());
    assert_eq!(all.count, 40, "{all:?}");
    // The innermost takes 3 ms, the next 6 ms, up to the outermost, which takes all.
    let least: u64 = (1..=40).map(|level| level * 3 * MS).sum();
    assert!(all.sum >= least && all.max <= did.one::<u64>("took_ns") && all.max >= 112 * MS, "{all:?}");
}

#[test]
fn calls_of_the_kernel_take_what_they_take() {
    for arguments in [&[][..], &["-k"]] {
        let head = ["funclatency", "--json", "--comm", "napping", "hrtimer_nanosleep"];
        let tool = Tool::start(&[&head, arguments].concat());
        workload(&["naps", "2", "1"]);
        let did = workload(&["comm", "napping", "naps", "6", "10"]);
        let all = histogram(&tool.stop());
        assert_eq!(all.count, 6, "{all:?}");
        assert!((6 * 10 * MS..=did.one("took_ns")).contains(&all.sum), "{all:?}");
    }
}

#[test]
fn each_function_apart() {
    let tool = Tool::start(&["funclatency", "--json", "-F", "-r", &ours("probebox_(called|called_too|naps)")]);
    workload(&["function-calls", "30"]);
    workload(&["naps", "2", "15"]);
    let output = tool.stop();
    output.assert_nothing_lost();
    let all: Vec<_> = output.rows.iter().map(Histogram::new).collect();
    let of = |name| all.iter().find(|one| one.key_text("function") == Some(name)).unwrap_or_else(|| panic!("{output}"));
    assert_eq!((of("probebox_called").count, of("probebox_called_too").count), (30, 60), "{output}");
    assert_eq!(of("probebox_naps").count, 2, "{output}");
    assert!(of("probebox_naps").sum >= 30 * MS, "{output}");
    assert_eq!(all.len(), 3, "{output}");
}

/// A map of four calls would be full after as many threads.
#[test]
fn threads_that_end_within_a_call_leave_nothing() {
    let pattern = ours("probebox_(never_returns|called)");
    let tool = Tool::start(&["funclatency", "--json", "-r", "--entries", "4", &pattern]);
    workload(&["lost-threads", "20"]);
    workload(&["function-calls", "3"]);
    assert_eq!(histogram(&tool.stop()).count, 3);
}

/// The one bar of a histogram that is not empty: from, to, how many.
fn only_bar(text: &str) -> [u64; 3] {
    let bars = text.lines().filter_map(|line| {
        let (range, count) = line.split_once(" : ")?;
        let (low, high) = range.split_once(" -> ")?;
        let count = count.split_whitespace().next()?;
        Some([low, high, count].map(|number| number.trim().parse().unwrap()))
    });
    let filled: Vec<_> = bars.filter(|[_, _, count]| *count > 0).collect();
    assert_eq!(filled.len(), 1, "{text}");
    filled[0]
}

#[test]
fn text_is_a_histogram_in_the_unit_asked_for() {
    for (arguments, heading, unit) in [(&[][..], "nsecs", 1), (&["-u"], "usecs", 1_000), (&["-m"], "msecs", MS)] {
        let tool = Tool::start(&[&["funclatency", &ours("probebox_naps")], arguments].concat());
        let did = workload(&["naps", "1", "17"]);
        let finished = tool.stop_text();
        assert!(finished.stdout().contains(&format!("     {heading:19} : count    distribution")), "{finished}");
        let [low, high, count] = only_bar(finished.stdout());
        assert!(count == 1 && (high + 1) * unit > 17 * MS && low * unit <= did.one("took_ns"), "{finished}");
    }
}

#[test]
fn what_has_no_end_is_refused() {
    for spec in ["t:sched:sched_switch", "u:workload:tick"] {
        run_probebox(&["funclatency", spec]).assert_refused(2, &["is neither FN nor FILE:FN"]);
    }
    run_probebox(&["funclatency", "-um", "vfs_read"]).assert_refused(2, &["--milliseconds"]);
}
