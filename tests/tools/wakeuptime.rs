//! wakeuptime: who wakes whom, from where.

use crate::support::{Row, Tool, Workload, workload};

fn sum(rows: &[&Row], key: &str) -> i64 {
    rows.iter().map(|row| row.number(key)).sum()
}

#[test]
fn a_writer_wakes_a_reader() {
    let tool = Tool::start(&["wakeuptime", "--json"]);
    workload(&["comm", "the-asker", "pipe", "1000"]);
    let output = tool.stop();
    output.assert_nothing_lost();
    let rows = output.rows_where(|row| {
        row.text("target") == "the-asker" && row.text("waker") == "the-asker" && row.passes("stack", "pipe_write")
    });
    // One side at least sleeps in each round trip; the other may find its answer there.
    let count = sum(&rows, "count");
    assert!((900..=2000).contains(&count), "{count}: {output}");
    for row in rows {
        assert!(row.symbols("stack")[0].contains("try_to_wake_up"), "{output}");
        assert!(row.frames("stack").iter().all(|frame| frame["module"] == "[kernel]"), "{output}");
    }
}

#[test]
fn a_sleep_ends_in_the_timer_and_one_process_can_be_told_alone() {
    let wanted = Workload::start(&["wait", "comm", "sleeper", "stack-sleep", "1", "300000"]);
    let other = Workload::start(&["wait", "comm", "other", "stack-sleep", "1", "300000"]);
    let pid: String = wanted.said().one("pid");
    let tool = Tool::start(&["wakeuptime", "--json", "-p", &pid, "-m", "100000"]);
    other.go();
    let did = wanted.go();
    let output = tool.stop();
    let timer = |row: &Row| row.symbols("stack").iter().any(|name| name.contains("hrtimer"));
    let rows = output.rows_where(|row| row.text("target") == "sleeper" && timer(row));
    assert_eq!(sum(&rows, "count"), 1, "{output}");
    // The timer runs while the task is still on its way off the CPU, if the machine is busy.
    assert!((100_000_000..=did.of::<i64>("sleep", "took_ns")).contains(&sum(&rows, "off_ns")), "{output}");
    assert!(output.rows.iter().all(|row| row.text("target") != "other"), "{output}");
}

#[test]
fn text_is_what_people_know() {
    let tool = Tool::start(&["wakeuptime"]);
    workload(&["comm", "the-asker", "pipe", "100"]);
    let finished = tool.stop_text();
    let text = finished.stdout();
    let blocks: Vec<_> = text.split("\n\n").filter(|block| block.contains("pipe_write\n")).collect();
    let wanted = |block: &&&str| {
        block.trim_start().starts_with("target:          the-asker\n    ")
            && block.contains("\n    waker:           the-asker\n        ")
    };
    let block = blocks.iter().find(wanted).unwrap_or_else(|| panic!("{finished}"));
    assert!(block.rsplit("        ").next().is_some_and(|us| us.parse::<u64>().is_ok()), "{finished}");
}
