//! capable: checks of a process that asks for known things, allowed and denied.

use crate::support::{Output, Row, Tool, Workload};

const USER: i64 = 4711;

fn named<'o>(output: &'o Output, name: &str) -> Vec<&'o Row> {
    output.rows_where(|row| row.text("name") == name && row.number("audit") == 1)
}

#[test]
fn what_is_asked_for_is_told_with_its_end() {
    let other = Workload::start(&["wait", "netns", "true"]);
    let acting = Workload::start(&["wait", "uid", &USER.to_string(), "netns", "true"]);
    let pid: i64 = acting.said().one("pid");
    let tool = Tool::start(&["capable", "--json", "-K", "-p", &pid.to_string()]);
    let unique = Tool::start(&["capable", "--json", "-u", "pid", "-p", &pid.to_string()]);
    other.go();
    acting.fail();
    let (output, unique) = (tool.stop(), unique.stop());
    output.assert_nothing_lost();
    assert!(output.rows.iter().all(|row| row.number("pid") == pid), "{output}");
    // To become another user, as root; and then to make a network without the right to.
    let [set] = named(&output, "CAP_SETUID")[..] else { panic!("{output}") };
    assert_eq!((set.number("cap"), set.text("verdict"), set.number("uid")), (7, "allow", 0), "{output}");
    assert_eq!((set.number("insetid"), set.number("tid"), set.text("comm")), (1, pid, "workload"), "{output}");
    let [make] = named(&output, "CAP_SYS_ADMIN")[..] else { panic!("{output}") };
    assert_eq!((make.number("cap"), make.text("verdict"), make.number("uid")), (21, "deny", USER), "{output}");
    assert_eq!(make.number("insetid"), 0, "{output}");
    // Neither the tracing itself is shown nor what it hooks.
    assert_eq!(make.symbols("stack")[..2], ["security_capable", "ns_capable"], "{output}");
    assert!(make.passes("stack", "ksys_unshare") && !make.passes("stack", "setresuid"), "{output}");
    assert!(make.frames("stack").iter().all(|frame| frame["module"] == "[kernel]"), "{output}");
    // Both setgroups and setresgid ask for this one.
    assert_eq!((named(&output, "CAP_SETGID").len(), named(&unique, "CAP_SETGID").len()), (2, 1), "{output}{unique}");
    let mut caps: Vec<_> = unique.rows.iter().map(|row| row.number("cap")).collect();
    caps.sort_unstable();
    caps.dedup();
    assert_eq!(caps.len(), unique.rows.len(), "{unique}");
    assert!(!unique.rows[0].has("stack"), "{unique}");
}

#[test]
fn text_is_what_people_know_and_has_stacks_below_the_rows() {
    let plain = Tool::start(&["capable", "--comm", "asks"]);
    let more = Tool::start(&["capable", "-KUx", "--comm", "asks"]);
    // It stays until its functions' names have been told.
    let acting = Workload::start(&["comm", "asks", "wait", "stay", "netns", "true"]);
    let pid = acting.act().of::<i64>("waiting", "pid").to_string();
    more.wait_for_lines(1, |line| line.contains("unshare+") && line.contains("/workload"));
    acting.go();
    let (plain, more) = (plain.stop_text(), more.stop_text());
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let text = plain.stdout();
    let lines: Vec<_> = text.lines().map(words).collect();
    assert_eq!(lines[0], ["TIME", "UID", "PID", "COMM", "CAP", "NAME", "AUDIT", "VERDICT"], "{plain}");
    let wanted = ["0", &pid, "asks", "21", "CAP_SYS_ADMIN", "1", "allow"];
    assert!(lines.iter().any(|line| line[1..] == wanted), "{plain}");

    let text = more.stdout();
    let mut lines = text.lines();
    let head = ["TIME", "UID", "PID", "TID", "COMM", "CAP", "NAME", "AUDIT", "VERDICT", "INSETID"];
    assert_eq!(words(lines.next().unwrap()), head, "{more}");
    let wanted = ["0", &pid, &pid, "asks", "21", "CAP_SYS_ADMIN", "1", "allow", "0"];
    assert!(lines.any(|line| words(line)[1..] == wanted), "{more}");
    let stack = lines.take_while(|line| line.starts_with("    "));
    let stack: Vec<_> = stack.map(|line| line.trim_start().split('+').next().unwrap()).collect();
    assert_eq!(stack[0], "security_capable", "{more}");
    let (kernel, user) = ["do_syscall_64", "unshare"].map(|name| stack.iter().position(|frame| *frame == name)).into();
    assert!(kernel.is_some() && user > kernel, "{more}");
}
