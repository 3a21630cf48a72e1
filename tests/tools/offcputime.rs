//! offcputime: sleeps of known length, in stacks of known functions.

use std::collections::HashSet;

use crate::support::{Did, Output, Row, Tool, Workload, workload};

/// `stack-sleep`'s innermost functions in its first stack.
const SLEEP: [&str; 5] = ["probebox_sleep", "probebox_next", "probebox_zero", "probebox_next", "probebox_zero"];

fn sleeping(row: &&Row) -> bool {
    row.user_symbols("stack").starts_with(&SLEEP)
}

/// The only sleep of a workload that sleeps once.
fn sleep_of<'o>(output: &'o Output, did: &Did) -> &'o Row {
    let tid: i64 = did.of("sleep", "tid");
    output.only(|row| row.number("tid") == tid && sleeping(&row) && row.passes("stack", "do_nanosleep"))
}

#[test]
fn a_sleep_takes_as_long_as_it_takes() {
    let other = Workload::start(&["wait", "stack-sleep", "1", "1000"]);
    let wanted = Workload::start(&["wait", "stay", "stack-sleep", "1", "300000"]);
    let pid: String = wanted.said().one("pid");
    let tool = Tool::start(&["offcputime", "--json", "-p", &pid]);
    other.go();
    let did = wanted.act();
    let output = tool.stop();
    output.assert_nothing_lost();
    let row = sleep_of(&output, &did);
    let took: i64 = did.of("sleep", "took_ns");
    assert_eq!(
        (row.number("count"), row.text("comm"), row.number("pid").to_string()),
        (1, "workload", pid),
        "{output}"
    );
    // The timer runs while the task is still on its way off the CPU.
    assert!((200_000_000..=took).contains(&row.number("off_ns")), "{took}: {output}");
    // The tracing itself is not shown, and what it hooks is.
    assert_eq!(row.symbols("stack")[0], "__schedule", "{output}");
    assert!(output.rows.iter().all(|row| row.number("pid") == did.of::<i64>("sleep", "pid")), "{output}");
}

#[test]
fn five_thousand_stacks_are_all_there() {
    let tool = Tool::start(&["offcputime", "-U", "-f", "--state", "1", "--fail-on-loss"]);
    let did = workload(&["stack-sleep", "5000", "100"]);
    let finished = tool.stop_text();
    let text = finished.stdout();
    let lines: Vec<_> = text.lines().filter_map(|line| line.rsplit_once(' ')).collect();
    let sleeps: Vec<_> = lines.iter().filter(|(stack, _)| stack.ends_with(";probebox_next;probebox_sleep")).collect();
    let different: HashSet<_> = sleeps.iter().map(|(stack, _)| stack).collect();
    assert_eq!((sleeps.len(), different.len()), (5000, 5000), "{} lines, {}", lines.len(), finished.stderr());
    let times: Vec<u64> = sleeps.iter().map(|(_, us)| us.parse().unwrap()).collect();
    assert!(times.iter().sum::<u64>() >= 5000 * 50, "{times:?}");
    assert!(times.iter().sum::<u64>() * 1000 <= did.of("sleep", "took_ns"), "{times:?}");
}

#[test]
fn what_does_not_fit_is_counted() {
    let tool = Tool::start(&["offcputime", "--json", "-U", "--state", "1", "--stack-storage-size", "10"]);
    let did = workload(&["stack-sleep", "500", "100"]);
    let output = tool.stop();
    let tid: i64 = did.of("sleep", "tid");
    let told = output.rows_where(|row| row.number("tid") == tid && row.passes("stack", "probebox_sleep")).len();
    assert!(told < 500 && output.lost("map") >= 500 - told as i64, "{told}: {output}");
}

#[test]
fn states_and_times_choose() {
    let tool = Tool::start(&["offcputime", "--json", "--state", "0", "-u"]);
    let did = workload(&["preempt", "500"]);
    let slept = workload(&["stack-sleep", "1", "20000"]);
    let output = tool.stop();
    for word in ["one", "other"] {
        let pid: i64 = did.of(word, "pid");
        let count: i64 = output.rows_where(|row| row.number("pid") == pid).iter().map(|row| row.number("count")).sum();
        assert!(count > 0, "{word}: {output}");
    }
    let tid: i64 = slept.of("sleep", "tid");
    assert_eq!(output.rows_where(|row| row.number("tid") == tid && sleeping(&row)).len(), 0, "{output}");
}

#[test]
fn text_is_what_people_know_and_short_times_can_be_left_out() {
    let tool = Tool::start(&["offcputime", "-U", "-m", "200000", "-M", "10000000"]);
    let short = workload(&["stack-sleep", "1", "1000"]);
    let long = Workload::start(&["wait", "stay", "stack-sleep", "1", "300000"]);
    let did = long.act();
    let finished = tool.stop_text();
    let text = finished.stdout();
    let end = |did: &Did| format!("    -                workload ({})\n        ", did.of::<i64>("sleep", "tid"));
    let head = SLEEP.map(|name| format!("    {name}\n")).concat();
    let block = |did| text.split("\n\n").find(|block| block.starts_with(&head) && block.contains(&end(did)));
    let (_, us) = block(&did).and_then(|block| block.split_once(&end(&did))).unwrap_or_else(|| panic!("{finished}"));
    assert!((200_000..=did.of::<i64>("sleep", "took_ns") / 1000).contains(&us.parse().unwrap()), "{finished}");
    assert!(block(&short).is_none() || short.of::<u64>("sleep", "took_ns") >= 200_000_000, "{finished}");
}
