//! runqlen: two who share a CPU, of which one waits at each moment.

use crate::support::histogram;
use crate::support::{Tool, workload};

const MS: u64 = 1500;

#[test]
fn one_of_two_waits() {
    let lengths = Tool::start(&["runqlen", "--json", "-C"]);
    let all_tasks = Tool::start(&["runqlen", "--json", "-C", "-H"]);
    let occupied = Tool::start(&["runqlen", "--json", "-O", "-C", "-f", "49"]);
    workload(&["preempt", &MS.to_string()]);
    // A timer may come late on a busy machine, and never twice for that.
    let due = MS * 99 / 1000;
    for tool in [lengths, all_tasks] {
        let all = histogram::all(tool);
        let one = all.iter().find(|one| one.key_number("cpu") == Some(0)).expect("CPU 0");
        let waiting: u64 = one.slots.iter().filter(|slot| slot.low >= 1).map(|slot| slot.count).sum();
        assert!(waiting >= due / 8 && waiting <= due * 2, "{due}: {one:?}");
        // Both and the tool itself, and whom the kernel has for its own.
        assert!(one.slots.iter().all(|slot| slot.low == slot.high) && one.max < 12, "{one:?}");
    }
    let output = occupied.stop();
    output.assert_nothing_lost();
    let row = output.only(|row| row.number("cpu") == 0);
    let [samples, occupied, percent] = ["samples", "occupied", "runqocc_pct"].map(|key| row.number(key));
    assert!(occupied >= (MS * 49 / 1000 / 8) as i64 && occupied <= samples, "{output}");
    assert_eq!(percent, occupied * 100 / samples, "{output}");
}

/// Takes more than one CPU: see `tests/vm/matrix`.
mod parallel {
    use super::*;

    #[test]
    fn text_is_the_histogram_people_know() {
        let tool = Tool::start(&["runqlen", "-T"]);
        workload(&["preempt", "300"]);
        let finished = tool.stop_text();
        let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines[1][0].split(':').count(), 3, "{finished}");
        assert_eq!(lines[2], ["runqlen", ":", "count", "distribution"], "{finished}");
        for (length, line) in lines[3..5].iter().enumerate() {
            assert_eq!((line[0], line[1]), (length.to_string().as_str(), ":"), "{finished}");
            assert!(line[2].parse::<u64>().unwrap() > 0, "{finished}");
        }
    }
}
