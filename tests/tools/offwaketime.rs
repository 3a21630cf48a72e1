//! offwaketime: where a task left the CPU, and where it was woken.

use crate::support::{Row, Tool, Workload, workload};

#[test]
fn both_ends_of_a_pipe_are_told() {
    let tool = Tool::start(&["offwaketime", "--json"]);
    let did = workload(&["pipe", "1000"]);
    let output = tool.stop();
    output.assert_nothing_lost();
    let pids: [i64; 2] = ["asker", "answerer"].map(|word| did.of(word, "pid"));
    let mut counts = 0;
    for [target, waker] in [pids, [pids[1], pids[0]]] {
        let rows = output.rows_where(|row| {
            row.number("pid") == target
                && row.number("wpid") == waker
                && row.passes("stack", "pipe_read")
                && row.passes("wstack", "pipe_write")
        });
        counts += rows.iter().map(|row| row.number("count")).sum::<i64>();
        assert!(rows.iter().all(|row| row.symbols("stack")[0] == "__schedule"), "{output}");
    }
    // One side at least sleeps in each round trip; the other may find its answer there.
    assert!((900..=2000).contains(&counts), "{counts}: {output}");
}

#[test]
fn a_sleep_takes_as_long_as_it_takes_and_one_process_can_be_told_alone() {
    let wanted = Workload::start(&["wait", "stay", "stack-sleep", "1", "300000"]);
    let other = Workload::start(&["wait", "stack-sleep", "1", "300000"]);
    let pid: String = wanted.said().one("pid");
    let tool = Tool::start(&["offwaketime", "--json", "-p", &pid]);
    other.go();
    let did = wanted.act();
    let output = tool.stop();
    let timer = |row: &Row| row.symbols("wstack").iter().any(|name| name.contains("hrtimer"));
    let row = output.only(|row| row.passes("stack", "probebox_sleep") && timer(row));
    // The timer runs while the task is still on its way off the CPU.
    assert!((200_000_000..=did.of::<i64>("sleep", "took_ns")).contains(&row.number("off_ns")), "{output}");
    assert!(output.rows.iter().all(|row| row.number("pid").to_string() == pid), "{output}");
}

#[test]
fn text_shows_the_waker_above() {
    let tool = Tool::start(&["offwaketime", "-K"]);
    let did = workload(&["pipe", "100"]);
    let finished = tool.stop_text();
    let [asker, answerer]: [i64; 2] = ["asker", "answerer"].map(|word| did.of(word, "pid"));
    let text = finished.stdout();
    // One side at least sleeps; the other may find its answer there.
    let of = |waker: i64, target: i64| {
        let waker = format!("    waker:           workload ({waker})\n");
        let target = format!("    target:          workload ({target})\n        ");
        text.split("\n\n")
            .find(|block| block.contains(&waker) && block.contains(&target) && block.contains("pipe_read\n"))
    };
    let block = of(answerer, asker).or_else(|| of(asker, answerer)).unwrap_or_else(|| panic!("{finished}"));
    let (above, below) = block.split_once("    --               --\n").unwrap_or_else(|| panic!("{finished}"));
    assert!(above.contains("pipe_write\n") && below.contains("pipe_read\n"), "{finished}");
}
