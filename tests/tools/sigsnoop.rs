//! sigsnoop: each signal once, with both ends, and what became of it.

use crate::support::{Tool, run};

const SHELL: &str = "trap : USR1; trap '' USR2; kill -USR1 $$; kill -USR2 $$; kill -TERM 4194303; echo $$";

#[test]
fn a_signal_is_told_with_sender_and_target() {
    let tool = Tool::start(&["sigsnoop", "--json"]);
    let shell = run("sh", &["-c", SHELL]);
    let output = tool.stop();
    output.assert_nothing_lost();
    let shell = shell.stdout().trim().to_owned();
    let told = |signal: i64| output.only(|row| row.number("tpid").to_string() == shell && row.number("sig") == signal);
    let (caught, ignored) = (told(10), told(12));
    assert_eq!((caught.text("result"), caught.text("signal")), ("delivered", "SIGUSR1"), "{output}");
    assert_eq!((ignored.text("result"), ignored.text("signal")), ("ignored", "SIGUSR2"), "{output}");
    assert_eq!((caught.number("pid"), caught.text("tcomm")), (caught.number("tpid"), "sh"), "{output}");
    // And that its parent is told of its end, by the kernel.
    assert!(
        output.rows.iter().any(|row| row.number("pid").to_string() == shell && row.number("sig") == 17),
        "{output}"
    );
}

#[test]
fn one_signal_alone_and_failures() {
    let one = Tool::start(&["sigsnoop", "--json", "-s", "12", "--comm", "sh"]);
    let failed = Tool::start(&["sigsnoop", "--json", "-x", "--comm", "sh"]);
    run("sh", &["-c", SHELL]);
    let (one, failed) = (one.stop(), failed.stop());
    assert_eq!(one.only(|_| true).number("sig"), 12, "{one}");
    assert_eq!(failed.rows_where(|row| row.text("result") == "delivered").len(), 0, "{failed}");
    failed.only(|row| row.number("sig") == 12);
}

#[test]
fn killsnoop_is_calls_with_their_results() {
    let tool = Tool::start(&["killsnoop", "--json"]);
    let shell = run("sh", &["-c", SHELL]);
    let output = tool.stop();
    output.assert_nothing_lost();
    assert_eq!(output.summary.text("tool"), "killsnoop");
    let of_shell = |signal| {
        let pid = shell.stdout().trim().parse::<i64>().unwrap();
        output.only(|row| row.number("pid") == pid && row.number("sig") == signal)
    };
    let (sent, failed) = (of_shell(10), of_shell(15));
    assert_eq!((sent.text("result"), sent.number("err")), ("sent", 0), "{output}");
    assert_eq!((failed.number("tpid"), failed.text("error")), (4_194_303, "ESRCH"), "{output}");
    assert!(failed.get("tcomm").is_null(), "{output}");
}

#[test]
fn text_has_the_time_first() {
    let tool = Tool::start(&["sigsnoop", "-n", "-s", "10,64"]);
    run("sh", &["-c", SHELL]);
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["TIME", "PID", "COMM", "SIG", "SIGNAL", "TPID", "TCOMM", "RESULT"], "{finished}");
    assert_eq!(lines[1][2..5], ["sh", "10", "SIGUSR1"], "{finished}");
}
