//! Tables that are drawn on a terminal, with biotop for all of them: what is seen, what keys do, and that the terminal is
//! given back as it was.

use crate::support::terminal::Picture;
use crate::support::{Disk, Process, Signal, Terminal, Workload, probebox};

/// The names of the threads whose rows are seen, in order.
fn seen(picture: &Picture) -> Vec<&str> {
    let names = picture.lines().iter().filter_map(|line| line.split_whitespace().nth(1));
    names.filter(|name| matches!(*name, "alpha" | "beta")).collect()
}

fn start(terminal: &Terminal, arguments: &[&str], environment: &[(&str, &str)]) -> Process {
    let mut command = probebox(&[&["biotop"], arguments].concat());
    command.env_remove("TERM").env_remove("NO_COLOR").envs(environment.iter().copied());
    let process = terminal.start(command);
    process.wait_for_stderr(|text| text.contains(": ready"));
    process
}

const XTERM: &[(&str, &str)] = &[("TERM", "xterm")];

fn is_begun(picture: &Picture) -> bool {
    picture.is_drawn && picture.has("AVGms")
}

/// Nothing is drawn any more, and nothing was denied on the way.
fn assert_given_back(terminal: &Terminal, process: Process, before: ([u32; 4], [u8; 32]), code: i32) -> Picture {
    let finished = process.wait();
    assert_eq!(finished.code(), code, "{finished}");
    assert!(!finished.stderr().contains("bug"), "{finished}");
    assert_eq!(terminal.settings(), before);
    let picture = terminal.drain();
    assert!(!picture.is_drawn && picture.has_cursor, "{picture}");
    picture
}

#[test]
fn keys_sort_filter_pause_and_quit() {
    let disk = Disk::new("nullb0", 2_000_000, 64);
    let (many, few) = (disk.path(), disk.path());
    let alpha = Workload::start(&["comm", "alpha", "wait", "reads", "1000000", &many, "4"]);
    let beta = Workload::start(&["comm", "beta", "wait", "reads", "1000000", &few]);
    let alpha_is_older = alpha.said().one::<u32>("pid") < beta.said().one::<u32>("pid");
    let terminal = Terminal::new(80, 24);
    let before = terminal.settings();
    // Long intervals: one that begins late on a busy machine is still long enough to have both in it.
    let tool = start(&terminal, &["3", "--comm", "alpha,beta"], XTERM);
    let picture = terminal.wait_for(is_begun);
    assert!(picture.has("loadavg:") && picture.has("v all") && !picture.has_cursor, "{picture}");
    assert_ne!(terminal.settings(), before);
    [&alpha, &beta].iter().for_each(|workload| workload.begin());

    terminal.wait_for(|picture| seen(picture) == ["alpha", "beta"] && picture.reversed.contains("COMM"));
    terminal.press("p");
    terminal.wait_for(|picture| picture.has("paused") && seen(picture) == ["alpha", "beta"]);
    let by_pid = if alpha_is_older { ["beta", "alpha"] } else { ["alpha", "beta"] };
    terminal.press(">");
    let picture = terminal.wait_for(|picture| picture.has("v PID") && seen(picture) == by_pid);
    assert!(!picture.reversed.contains("PID") && picture.reversed.contains("COMM"), "{picture}");
    terminal.press("r");
    terminal.wait_for(|picture| picture.has("^ PID") && seen(picture) == [by_pid[1], by_pid[0]]);
    terminal.press("\x1b[C");
    terminal.wait_for(|picture| picture.has("^ COMM") && seen(picture) == ["alpha", "beta"]);
    terminal.press("r");
    terminal.wait_for(|picture| picture.has("v COMM") && seen(picture) == ["beta", "alpha"]);
    terminal.press("<<<");
    terminal.wait_for(|picture| picture.has("v PID"));

    terminal.press("/AL");
    terminal.wait_for(|picture| picture.has("/al_") && seen(picture) == ["alpha"] && picture.has("1 rows"));
    terminal.press("\x7f\x7fq\r");
    terminal.wait_for(|picture| picture.has("/q ") && seen(picture).is_empty() && picture.has("0 rows"));
    terminal.press("\x1b");
    terminal.wait_for(|picture| !picture.has("/q ") && seen(picture).len() == 2);

    terminal.resize(20, 5);
    let picture = terminal.wait_for(|picture| picture.lines().len() == 5 && seen(picture).len() == 2);
    assert!(picture.has("PID     COMM"), "{picture}");
    terminal.resize(30, 4);
    terminal.wait_for(|picture| picture.lines().len() == 4 && picture.has("v PID  1/2 rows"));
    terminal.resize(100, 24);
    terminal.wait_for(|picture| is_begun(picture) && seen(picture).len() == 2);

    terminal.press(" ");
    terminal.wait_for(|picture| !picture.has("paused"));
    terminal.press("q");
    let picture = assert_given_back(&terminal, tool, before, 0);
    assert!(picture.has("loadavg:") && seen(&picture).len() == 2, "{picture}");
}

#[test]
fn signals_give_the_terminal_back() {
    let terminal = Terminal::new(80, 24);
    let before = terminal.settings();
    let begin = || {
        let tool = start(&terminal, &["10"], XTERM);
        terminal.wait_for(is_begun);
        assert_ne!(terminal.settings(), before);
        tool
    };
    for signal in [Signal::Term, Signal::Hup] {
        let tool = begin();
        tool.signal(signal);
        assert_given_back(&terminal, tool, before, 0);
    }
    let tool = begin();
    terminal.press("\x03");
    assert_given_back(&terminal, tool, before, 0);
    // Both are there before it can do anything about the first: the second one kills.
    let tool = begin();
    for signal in [Signal::Stop, Signal::Int, Signal::Term, Signal::Cont] {
        tool.signal(signal);
    }
    assert_given_back(&terminal, tool, before, 128 + Signal::Term as i32);
}

#[test]
fn who_goes_on_after_being_stopped_draws_again() {
    let terminal = Terminal::new(80, 24);
    let before = terminal.settings();
    let tool = start(&terminal, &["100"], XTERM);
    terminal.wait_for(is_begun);
    let drawn = terminal.settings();
    tool.signal(Signal::Stop);
    terminal.reset(before);
    assert_ne!(terminal.settings(), drawn);
    tool.signal(Signal::Cont);
    terminal.wait_for(is_begun);
    assert_eq!(terminal.settings(), drawn);
    terminal.press("q");
    assert_given_back(&terminal, tool, before, 0);
}

#[test]
fn what_cannot_or_must_not_be_drawn_is_printed() {
    let plain = [("1 1", "dumb"), ("1 1", ""), ("-C 1 1", "xterm"), ("-- true", "xterm")];
    for (arguments, kind) in plain {
        let terminal = Terminal::new(80, 24);
        let before = terminal.settings();
        let tool = start(&terminal, &arguments.split(' ').collect::<Vec<_>>(), &[("TERM", kind)]);
        terminal.wait_for(|picture| picture.line("AVGms").is_some());
        let picture = assert_given_back(&terminal, tool, before, 0);
        assert_eq!(picture.sequences, 0, "{picture}");
    }
    let terminal = Terminal::new(80, 24);
    let before = terminal.settings();
    let tool = start(&terminal, &[], &[("TERM", "xterm"), ("NO_COLOR", "1")]);
    let picture = terminal.wait_for(is_begun);
    assert_eq!(picture.reversed, "", "{picture}");
    terminal.press("q");
    assert_given_back(&terminal, tool, before, 0);
}
