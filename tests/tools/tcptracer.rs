//! tcptracer: a connection is established, accepted and closed once at each end.

use crate::support::{Output, Tool, Workload};

/// What was told of a process: the kind of event and both ports, in order.
fn told(output: &Output, pid: i64) -> Vec<(String, i64, i64)> {
    let rows = output.rows_where(|row| row.get("pid") == pid);
    rows.iter().map(|row| (row.text("type").to_owned(), row.number("sport"), row.number("dport"))).collect()
}

#[test]
fn each_end_is_told_once() {
    for (address, ip) in [("127.0.0.1", 4), ("::1", 6)] {
        let acting = Workload::start(&["wait", "tcp-exchange", "10", "10", "0", address]);
        let tool = Tool::start(&["tcptracer", "--json"]);
        let did = acting.go();
        let output = tool.stop();
        output.assert_nothing_lost();
        let (sport, port): (i64, i64) = (did.one("sport"), did.one("port"));
        let both = |first: &str, from, to| vec![(first.to_owned(), from, to), ("X".to_owned(), from, to)];
        assert_eq!(told(&output, did.of("client", "pid")), both("C", sport, port), "{output}");
        assert_eq!(told(&output, did.of("server", "pid")), both("A", port, sport), "{output}");
        assert_eq!(output.rows.len(), 4, "{output}");
        for row in &output.rows {
            assert_eq!((row.text("saddr"), row.text("daddr"), row.number("ip")), (address, address, ip), "{output}");
        }
    }
}

#[test]
fn a_refused_connection_is_none_and_other_processes_are_left_out() {
    let refused = Workload::start(&["wait", "tcp", "refused", "10", "127.0.0.1"]);
    let other = Workload::start(&["wait", "tcp-exchange", "1", "1", "0", "127.0.0.1"]);
    let pids = [&refused, &other].map(|one| one.said().one::<String>("pid"));
    let tools = pids.map(|pid| Tool::start(&["tcptracer", "--json", "-p", &pid]));
    let port: i64 = {
        refused.go();
        other.go().one("port")
    };
    let [refused, other] = tools.map(Tool::stop);
    assert!(refused.rows.is_empty(), "{refused}");
    assert_eq!(other.rows.len(), 2, "{other}");
    assert!(other.rows.iter().all(|row| row.number("dport") == port), "{other}");
}

#[test]
fn the_columns_are_the_ones_people_know() {
    let acting = Workload::start(&["wait", "tcp-exchange", "1", "1", "0", "127.0.0.1", "7510"]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["tcptracer", "-t", "-U", "-p", &pid]);
    let sport: String = acting.go().one("sport");
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    let header = ["TIME(s)", "UID", "T", "PID", "COMM", "IP", "SADDR", "DADDR", "SPORT", "DPORT"];
    assert_eq!(lines[0], header, "{finished}");
    for (line, what) in lines[1..].iter().zip(["C", "X"]) {
        let row = ["0", what, &pid, "workload", "4", "127.0.0.1", "127.0.0.1", &sport, "7510"];
        assert_eq!(line[1..], row, "{finished}");
    }
}
