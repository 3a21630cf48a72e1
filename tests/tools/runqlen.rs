//! runqlen: two who share a CPU, of which one waits at each moment.

use crate::support::histogram;
use crate::support::{Tool, workload};

mod timely {
    use super::*;

    #[test]
    fn one_of_two_waits() {
        const MS: u64 = 200;
        let lengths = Tool::start(&["runqlen", "--json", "-C", "-f", "999"]);
        let all_tasks = Tool::start(&["runqlen", "--json", "-C", "-H", "-f", "999"]);
        let occupied = Tool::start(&["runqlen", "--json", "-O", "-C", "-f", "499"]);
        workload(&["preempt", &MS.to_string()]);
        let due = MS * 999 / 1000;
        for tool in [lengths, all_tasks] {
            let all = histogram::all(tool);
            let one = all.iter().find(|one| one.key_number("cpu") == Some(0)).expect("CPU 0");
            let waiting: u64 = one.slots.iter().filter(|slot| slot.low >= 1).map(|slot| slot.count).sum();
            // Others wait, too, when the workload starts and ends.
            assert!(waiting >= due * 9 / 10 && waiting <= due * 3 / 2, "{due}: {one:?}");
            // Both and the tool itself, and whom the kernel has for its own.
            assert!(one.slots.iter().all(|slot| slot.low == slot.high) && one.max < 12, "{one:?}");
        }
        let output = occupied.stop();
        output.assert_nothing_lost();
        let row = output.only(|row| row.number("cpu") == 0);
        let [samples, occupied, percent] = ["samples", "occupied", "runqocc_pct"].map(|key| row.number(key));
        assert!(occupied >= (MS * 499 / 1000 * 9 / 10) as i64 && occupied <= samples, "{output}");
        assert_eq!(percent, occupied * 100 / samples, "{output}");
    }
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
