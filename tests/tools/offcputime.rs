//! offcputime: sleeps of known length, in stacks of known functions.

use std::{collections::HashSet, fs, process::Command};

use super::rights::limit_to_tracing;
use crate::support::{Did, Output, Process, Row, Tool, Workload, probebox, workload};

/// `stack-sleep`'s innermost functions in its first stack.
const SLEEP: [&str; 5] = ["probebox_sleep", "probebox_next", "probebox_zero", "probebox_next", "probebox_zero"];

fn sleeping(row: &&Row) -> bool {
    row.user_symbols("stack").starts_with(&SLEEP)
}

/// The only sleep of a workload that sleeps once.
fn sleep_of<'o>(output: &'o Output, did: &Did) -> &'o Row {
    let tid: i64 = did.of("sleep", "tid");
    output.only(|row| row.number("tid") == tid && sleeping(&row) && row.is_asleep())
}

/// Of one process all is done at the tracepoint; of all of them stacks are taken before.
#[test]
fn a_sleep_takes_as_long_as_it_takes() {
    let other = Workload::start(&["wait", "stack-sleep", "1", "1000"]);
    let wanted = Workload::start(&["wait", "stay", "stack-sleep", "1", "300000"]);
    let pid: String = wanted.said().one("pid");
    let tools = [&["offcputime", "--json", "-p", &pid][..], &["offcputime", "--json"]].map(Tool::start);
    let short = other.go();
    let did = wanted.act();
    let [one, all] = tools.map(Tool::stop);
    for output in [&one, &all] {
        output.assert_nothing_lost();
        let row = sleep_of(output, &did);
        let took: i64 = did.of("sleep", "took_ns");
        assert_eq!((row.text("comm"), row.number("pid").to_string()), ("workload", pid.clone()), "{output}");
        assert!((1..=did.of("sleep", "switches")).contains(&row.number("count")), "{output}");
        // The timer runs while the task is still on its way off the CPU.
        assert!((200_000_000..=took).contains(&row.number("off_ns")), "{took}: {output}");
        // The tracing itself is not shown, and what it hooks is.
        assert_eq!(row.symbols("stack")[0], "__schedule", "{output}");
    }
    let [at_tracepoint, before] = [&one, &all].map(|output| sleep_of(output, &did).symbols("stack"));
    assert_eq!(at_tracepoint, before);
    assert!(one.rows.iter().all(|row| row.number("pid") == did.of::<i64>("sleep", "pid")), "{one}");
    // It ends at once, and so may have no names.
    let tid: i64 = short.of("sleep", "tid");
    all.only(|row| row.number("tid") == tid && row.is_asleep());
}

/// How many hooks doctor says that the tool has, and whether one is where stacks are taken before the tracepoint.
fn hooks(doctor: Command) -> (usize, bool) {
    let finished = Process::start(doctor).wait();
    let told: serde_json::Value = serde_json::from_str(finished.stdout()).unwrap();
    assert_eq!(told["works"], true, "{finished}");
    let hooks = told["programs"].as_array().unwrap().iter().map(|program| &program["hook"]);
    (hooks.clone().count(), hooks.into_iter().any(|hook| hook == "kprobe/psi_task_switch"))
}

#[test]
fn without_the_right_to_probe_all_is_done_at_the_tracepoint() {
    let doctor = || probebox(&["doctor", "--json", "offcputime"]);
    let (count, has_kprobe) = hooks(doctor());
    assert!(has_kprobe);
    let mut limited = doctor();
    limit_to_tracing(&mut limited, "offcputime");
    assert_eq!(hooks(limited), (count - 1, false));
    let mut command = probebox(&["offcputime", "--json"]);
    limit_to_tracing(&mut command, "offcputime");
    assert_ten_sleeps(Tool::start_with(command), || {});
}

#[test]
fn what_the_kprobe_misses_the_tracepoint_sees() {
    const ENABLED: &str = "/sys/kernel/debug/kprobes/enabled";
    let tool = Tool::start(&["offcputime", "--json"]);
    fs::write(ENABLED, "0").unwrap();
    assert_ten_sleeps(tool, || fs::write(ENABLED, "1").unwrap());
}

/// Each is told, from where the tracing ends.
fn assert_ten_sleeps(tool: Tool, afterwards: impl FnOnce()) {
    let did = workload(&["stack-sleep", "10", "1000"]);
    afterwards();
    let output = tool.stop();
    output.assert_nothing_lost();
    let tid: i64 = did.of("sleep", "tid");
    // Without the right to look into files of others there are no names of programs' functions.
    let sleeps = output.rows_where(|row| row.number("tid") == tid && row.is_asleep());
    assert_eq!(sleeps.len(), 10, "{output}");
    assert!(sleeps.iter().all(|row| row.symbols("stack")[0] == "__schedule"), "{output}");
    // Another task may get the CPU on the way off it, though the time is over, and on the way back: schedule() looks for one
    // again before it returns.
    let told: i64 = sleeps.iter().map(|row| row.number("count")).sum();
    assert!((10..=did.of("sleep", "switches")).contains(&told), "{told}: {output}");
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
    assert_eq!(output.rows_where(|row| row.number("tid") == tid && row.is_asleep()).len(), 0, "{output}");
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
