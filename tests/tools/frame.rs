//! What holds for every tool, shown with one: filters, loss, bytes from outside, the forms of output.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::support::{Output, Row, Signal, Tool, Workload, mark, workload};

/// Escape sequences, controls of both sets, a newline with a row in its wake, what is no UTF-8, what is.
const HOSTILE: &[u8] = b"\x1b[31m\x1b]0;title\x07\nFAKE 1 root 0 shadow\r\x08\t\x7f\x9b2J\xc2\x9b31m\xff\xfe\"\\' \
                         \xe2\x80\xae\xe2\x80\x8b\xed\xa0\x80 \xc3\xa9 \xf0\x9f\x90\x9d";

pub fn paths<'a>(output: &'a Output, prefix: &str) -> Vec<&'a str> {
    output.rows.iter().map(|row| row.text("path")).filter(|path| path.starts_with(prefix)).collect()
}

/// What a filter of tasks is shown with: signals that they send to themselves, which are ignored. It is seen at a tracepoint, so
/// that the tool has soon started.
const SIGNAL: &str = "23";

/// The workload that sends so many of them, with these words before, when it is told to.
fn sender(words: &[&str], count: &str) -> Workload {
    Workload::start(&[words, &["signals", count, SIGNAL]].concat())
}

/// All rows of what these do, two thousand other signals before and behind them.
fn rows_with(filter: &[&str], acting: Vec<Workload>) -> Output {
    let tool = Tool::start(&[&["sigsnoop", "--json", "--signal", SIGNAL], filter].concat());
    workload(&["signals", "2000", SIGNAL]);
    acting.into_iter().for_each(|one| drop(one.go()));
    workload(&["signals", "2000", SIGNAL]);
    let output = tool.stop();
    output.assert_nothing_lost();
    output
}

/// Of all that these do, the filter lets ten signals through, and nothing that others do.
fn filters_exactly(acting: Vec<Workload>, filter: &[&str]) {
    let output = rows_with(filter, acting);
    assert_eq!(output.rows.len(), 10, "{output}");
}

#[test]
fn filter_by_pid() {
    let acting = sender(&["wait"], "10");
    let pid: String = acting.said().one("pid");
    filters_exactly(vec![acting], &["--pid", &pid]);
}

#[test]
fn filter_by_list_of_pids() {
    let (one, two) = (sender(&["wait"], "4"), sender(&["wait"], "6"));
    let list = format!("{},{}", one.said().one::<u32>("pid"), two.said().one::<u32>("pid"));
    filters_exactly(vec![one, two], &["--pid", &list]);
}

#[test]
fn filter_by_tid() {
    let acting = sender(&["thread", "wait"], "10");
    let (pid, tid): (u32, u32) = (acting.said().one("pid"), acting.said().one("tid"));
    assert_ne!(pid, tid);
    filters_exactly(vec![acting], &["--tid", &tid.to_string()]);
}

#[test]
fn filter_by_tid_leaves_the_other_threads_out() {
    let acting = sender(&["wait", "thread"], "100");
    let pid: String = acting.said().one("pid");
    let output = rows_with(&["--tid", &pid], vec![acting]);
    assert_eq!(output.rows.len(), 0, "{output}");
}

#[test]
fn filter_by_ppid() {
    let acting = sender(&["wait", "child"], "10");
    let pid: String = acting.said().one("pid");
    filters_exactly(vec![acting], &["--ppid", &pid]);
}

#[test]
fn filter_by_uid() {
    let acting = sender(&["uid", "12345", "wait"], "10");
    filters_exactly(vec![acting], &["--uid", "12345"]);
}

#[test]
fn filter_by_list_of_uids() {
    let (one, two) = (sender(&["uid", "12345", "wait"], "4"), sender(&["uid", "4294967294", "wait"], "6"));
    filters_exactly(vec![one, two], &["--uid", "12345,4294967294"]);
}

#[test]
fn filter_by_whole_comm() {
    let acting = [("probe-ten", "10"), ("probe-ten1", "100"), ("probe-te", "100")];
    let acting = acting.map(|(comm, count)| sender(&["comm", comm, "wait"], count));
    filters_exactly(acting.into(), &["--comm", "probe-ten"]);
}

#[test]
fn filter_by_prefix_of_comm() {
    let (one, two) = (sender(&["comm", "probe-a", "wait"], "4"), sender(&["comm", "probe-", "wait"], "6"));
    filters_exactly(vec![one, two], &["--comm", "probe-*"]);
}

#[test]
fn filter_by_list_of_comms() {
    let one = sender(&["comm", "first", "wait"], "4");
    // The kernel keeps 15 bytes, so a longer name means its beginning.
    let two = sender(&["comm", "a-name-of-fifteen-bytes", "wait"], "6");
    filters_exactly(vec![one, two], &["--comm", "first,a-name-of-fifteen-bytes"]);
}

#[test]
fn filter_by_cgroup_and_below() {
    let acting = [("one", "4"), ("one/two/three", "6"), ("other", "1000"), ("", "1000")].map(|(group, count)| {
        let group = format!("probebox-bare/{group}");
        sender(&["cgroup-bare", group.trim_end_matches('/'), "wait"], count)
    });
    filters_exactly(acting.into(), &["--cgroup", "/sys/fs/cgroup/probebox-bare/one"]);
}

#[test]
fn filters_combine() {
    let acting = [
        sender(&["comm", "both", "uid", "777", "wait"], "10"),
        sender(&["comm", "both", "wait"], "100"),
        sender(&["uid", "777", "wait"], "100"),
    ];
    filters_exactly(acting.into(), &["--comm", "both", "--uid", "777"]);
}

#[test]
fn command_and_its_children_are_traced_and_end_the_tool() {
    let (wanted, other, gate) = (mark("command"), mark("not-command"), mark("gate"));
    let me = crate::support::workload_path();
    workload(&["fifo-make", &gate]);
    // What COMMAND says must not stand among the rows.
    let quiet = "exec \"$0\" \"$@\" >/dev/null";
    let command = ["sh", "-c", quiet, &me, "gate", &gate, "child", "child", "opens", "10", &wanted];
    let arguments = ["opensnoop", "--json", "--path", "/tmp/probebox-", "--"];
    let tool = Tool::start(&[arguments.as_slice(), command.as_slice()].concat());
    workload(&["opens", "1000", &other]);
    // Opened for both, so that it does not wait for the other side; it holds the line until that has read it.
    let mut opener = std::fs::File::options().read(true).write(true).open(&gate).unwrap();
    opener.write_all(b"go\n").unwrap();
    let output = tool.finish();
    assert_eq!(paths(&output, &wanted).len(), 10, "{output}");
    assert_eq!(paths(&output, &other).len(), 0, "{output}");
    output.assert_nothing_lost();
    std::fs::remove_file(gate).unwrap();
}

/// 20,000 opens while the reader stands still; with a small ring most are lost, and each of them is counted. Who asks for
/// that is told by the status, too.
fn stopped_reader(buffer: &[&str], status: i32) -> Output {
    let acting = Workload::start(&["wait", "opens", "20000", &mark("stopped")]);
    let pid: String = acting.said().one("pid");
    let arguments = ["opensnoop", "--json", "--pid", &pid, "--fail-on-loss"];
    let tool = Tool::start(&[arguments.as_slice(), buffer].concat());
    tool.process.signal(Signal::Stop);
    acting.go();
    tool.process.signal(Signal::Cont);
    tool.process.signal(Signal::Int);
    let finished = tool.process.wait();
    assert_eq!(finished.code(), status, "{finished}");
    let output = Output::of_any_status(finished);
    assert_eq!(output.rows.len() as i64 + output.lost("ring"), 20_000, "{output}");
    assert_eq!((output.lost("map"), output.lost("fault")), (0, 0), "{output}");
    output
}

#[test]
fn stopped_reader_and_small_ring_count_every_loss() {
    let output = stopped_reader(&["--buffer", "64K"], 1);
    assert!(output.lost("ring") > 10_000, "{output}");
    let lost = output.lost("ring").to_string();
    assert!(output.finished.stderr().contains(&lost), "the loss is not told: {output}");
    let first: Vec<String> = (0..output.rows.len()).map(|at| format!("{}{at:06}", mark("stopped"))).collect();
    assert_eq!(paths(&output, &mark("stopped")), first, "what came before the ring was full is all there");
}

#[test]
fn stopped_reader_loses_nothing_while_the_ring_has_room() {
    let output = stopped_reader(&["--buffer", "16M"], 0);
    output.assert_nothing_lost();
}

/// A path made of `name`, which may hold any bytes but `/`.
fn hostile_path(name: &str) -> OsString {
    OsString::from_vec([mark(name).as_bytes(), HOSTILE].concat())
}

fn open_hostile(name: &str) {
    let comm = OsStr::from_bytes(b"\x1b[35mevil\n\x9b\xff\"x");
    let words = ["open", "openat"].map(OsStr::new);
    let path = hostile_path(name);
    workload(&[&[OsStr::new("comm"), comm], words.as_slice(), &[path.as_os_str()]].concat());
    std::fs::remove_file(path).unwrap();
}

#[test]
fn hostile_names_come_back_exactly_from_json() {
    let tool = Tool::start(&["opensnoop", "--json", "--path", &mark("hostile-json")]);
    open_hostile("hostile-json");
    let output = tool.stop();
    // The open, and none that a newline could have forged: the workload removes the file without opening it.
    let [row] = &output.rows[..] else { panic!("one row is wanted: {output}") };
    assert_eq!(row.bytes("path"), hostile_path("hostile-json").as_bytes(), "{output}");
    assert_eq!(row.bytes("comm"), b"\x1b[35mevil\n\x9b\xff\"x", "{output}");
    assert_inert(&output.finished.stdout);
}

#[test]
fn hostile_names_do_nothing_to_a_terminal() {
    for form in [&[][..], &["--csv"], &["-U", "-e", "-T"]] {
        let tool = Tool::start(&[&["opensnoop", "--path", &mark("hostile-text")], form].concat());
        open_hostile("hostile-text");
        tool.process.signal(Signal::Int);
        let finished = tool.process.wait();
        assert_eq!(finished.code(), 0, "{finished}");
        assert_inert(&finished.stdout);
        assert_eq!(finished.stdout().lines().count(), 2, "a header and one row are wanted: {finished}");
    }
}

/// Nothing that a terminal could act on: no control but newline, nothing of the second set, no format characters.
fn assert_inert(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).expect("output is UTF-8");
    for c in text.chars() {
        let bidi_or_format = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(c == '\n' || !(c.is_control() || bidi_or_format), "{c:?} in {text:?}");
    }
}

#[test]
fn names_that_are_utf8_stay_as_they_are() {
    let name = mark("café-🐝");
    let tool = Tool::start(&["opensnoop", "--json", "--path", &name]);
    workload(&["open", "openat", &name]);
    let output = tool.stop();
    let row = output.only(|row| row.text("path") == name);
    assert!(!row.has("path_b64"), "{output}");
}

#[test]
fn time_is_the_wall_clock_of_the_event() {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as i128;
    let tool = Tool::start(&["opensnoop", "--json", "--path", &mark("time")]);
    let before = now();
    workload(&["opens", "10", &mark("time")]);
    let after = now();
    let output = tool.stop();
    let times: Vec<i128> = output.rows.iter().map(|row| nanoseconds(row.text("time"))).collect();
    assert_eq!(times.len(), 10, "{output}");
    assert!(times.is_sorted(), "{output}");
    // The offset between the kernel's clock and the wall is measured; 10 ms are what it may be off.
    let slack = 10_000_000;
    assert!(times[0] > before - slack && times[9] < after + slack, "{before} … {after}: {output}");
}

/// RFC 3339 with nanoseconds and offset as ns since 1970.
fn nanoseconds(text: &str) -> i128 {
    let format = &time::format_description::well_known::Rfc3339;
    let (seconds, _) = text.split_once('.').unwrap_or_else(|| panic!("{text} has no fraction"));
    let fraction: String = text[seconds.len() + 1..].chars().take_while(char::is_ascii_digit).collect();
    assert_eq!(fraction.len(), 9, "{text}");
    time::OffsetDateTime::parse(text, format).unwrap_or_else(|e| panic!("{text}: {e}")).unix_timestamp_nanos()
}

#[test]
fn csv_is_a_header_and_a_record_for_each_row() {
    let quoted = format!("{}a,\"b\"", mark("csv"));
    let tool = Tool::start(&["opensnoop", "--csv", "--path", &mark("csv")]);
    workload(&["open", "openat", &quoted]);
    tool.process.signal(Signal::Int);
    let finished = tool.process.wait();
    let lines: Vec<&str> = finished.stdout().split_terminator('\n').collect();
    let [header, record] = lines[..] else { panic!("two lines are wanted: {finished}") };
    let column = header.trim_end().split(',').position(|name| name == "path").expect("a column `path`");
    assert_eq!(fields(record.trim_end_matches('\r'))[column], quoted, "{finished}");
    assert_eq!(fields(record.trim_end()).len(), header.trim_end().split(',').count(), "{finished}");
    std::fs::remove_file(quoted).unwrap();
}

/// The fields of one record of RFC 4180.
fn fields(record: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut quoted = false;
    let mut chars = record.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, quoted) {
            ('"', true) if chars.peek() == Some(&'"') => all.last_mut().unwrap().push(chars.next().unwrap()),
            ('"', _) => quoted = !quoted,
            (',', false) => all.push(String::new()),
            _ => all.last_mut().unwrap().push(c),
        }
    }
    assert!(!quoted, "an open quote in {record}");
    all
}

#[test]
fn fields_choose_the_keys() {
    let tool = Tool::start(&["opensnoop", "--json", "--fields", "path,pid", "--path", &mark("fields")]);
    workload(&["opens", "1", &mark("fields")]);
    let output = tool.stop();
    let keys: Vec<&String> = output.rows[0].0.as_object().unwrap().keys().collect();
    let mut sorted = keys.clone();
    sorted.sort();
    assert_eq!(sorted, ["path", "pid"], "{output}");
}

#[test]
fn more_fields_are_added() {
    let tool = Tool::start(&["opensnoop", "--json", "--fields", "+gid,parent_comm", "--path", &mark("more")]);
    workload(&["comm", "the-parent", "child", "comm", "the-child", "opens", "1", &mark("more")]);
    let output = tool.stop();
    let row = &output.rows[0];
    assert_eq!((row.number("gid"), row.text("parent_comm"), row.text("comm")), (0, "the-parent", "the-child"));
    assert!(row.has("fd"), "{output}");
}

#[test]
fn two_copies_at_once_see_everything() {
    let arguments = ["opensnoop", "--json", "--path", &mark("twice")];
    let (one, two) = (Tool::start(&arguments), Tool::start(&arguments));
    workload(&["opens", "1000", &mark("twice")]);
    for output in [one.stop(), two.stop()] {
        assert_eq!(output.rows.len(), 1000, "{output}");
        output.assert_nothing_lost();
    }
}

#[test]
fn stats_say_what_the_tool_cost() {
    let tool = Tool::start(&["opensnoop", "--json", "--stats", "--path", &mark("stats")]);
    workload(&["opens", "1000", &mark("stats")]);
    let output = tool.stop();
    let told = output.finished.stderr().to_lowercase();
    for word in ["start", "attach", "open", "run", "memory", "ring", "cpu", "peak"] {
        assert!(told.contains(word), "`{word}` is not told: {output}");
    }
}

#[test]
fn the_tool_does_not_trace_itself() {
    let tool = Tool::start(&["opensnoop", "--json"]);
    let own = tool.pid();
    workload(&["opens", "10", &mark("self")]);
    let output = tool.stop();
    assert_eq!(output.rows_where(|row: &Row| row.number("pid") == i64::from(own)).len(), 0, "{output}");
    assert_eq!(paths(&output, &mark("self")).len(), 10, "{output}");
}

/// Takes more than one CPU: see `tests/vm/matrix`.
mod parallel {
    use super::*;

    #[test]
    fn a_cpu_that_comes_later_is_seen() {
        let switch = "/sys/devices/system/cpu/cpu1/online";
        std::fs::write(switch, "0").unwrap();
        let tool = Tool::start(&["opensnoop", "--json", "--path", "/tmp/probebox-"]);
        std::fs::write(switch, "1").unwrap();
        for cpu in ["0", "1"] {
            workload(&["cpu", cpu, "opens", "100", &mark(&format!("cpu{cpu}"))]);
        }
        let output = tool.stop();
        assert_eq!(paths(&output, &mark("cpu0")).len(), 100, "{output}");
        assert_eq!(paths(&output, &mark("cpu1")).len(), 100, "{output}");
    }
}
