//! tcpaccept: every connection that is accepted, with both ends.

use crate::support::{Tool, Workload, workload};

#[test]
fn every_accept_has_both_ends() {
    for (address, ip) in [("127.0.0.1", 4), ("::1", 6)] {
        let acting = Workload::start(&["wait", "tcp", "connect", "100", address]);
        let pid: String = acting.said().one("pid");
        let tool = Tool::start(&["tcpaccept", "--json", "-p", &pid]);
        let did = acting.go();
        let output = tool.stop();
        output.assert_nothing_lost();
        let mut ports: Vec<i64> = output.rows.iter().map(|row| row.number("rport")).collect();
        let mut wanted: Vec<i64> = did.all("sport");
        ports.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(ports, wanted, "{output}");
        for row in &output.rows {
            assert_eq!((row.text("laddr"), row.number("lport")), (address, did.one("port")), "{output}");
            assert_eq!((row.text("raddr"), row.number("ip")), (address, ip), "{output}");
        }
    }
}

#[test]
fn who_accepts_is_told_and_not_who_connects() {
    let tool = Tool::start(&["tcpaccept", "--json"]);
    let did = workload(&["tcp-exchange", "1", "1", "0", "127.0.0.1"]);
    let output = tool.stop();
    assert_eq!(output.only(|_| true).number("pid"), did.of::<i64>("server", "pid"), "{output}");
}

#[test]
fn ports_and_versions_are_filters() {
    let acting = [("7401", "127.0.0.1"), ("7402", "127.0.0.1"), ("7401", "::1")];
    let acting = acting.map(|(port, address)| Workload::start(&["wait", "tcp", "connect", "10", address, port]));
    let port = Tool::start(&["tcpaccept", "--json", "-P", "7401,7403", "-4"]);
    let version = Tool::start(&["tcpaccept", "--json", "-6"]);
    drop(acting.map(Workload::go));
    for (tool, ip) in [(port, 4), (version, 6)] {
        let output = tool.stop();
        assert_eq!(output.rows.len(), 10, "{output}");
        assert!(output.rows.iter().all(|row| (row.number("lport"), row.number("ip")) == (7401, ip)), "{output}");
    }
}

#[test]
fn a_refused_connection_is_not_accepted() {
    let tool = Tool::start(&["tcpaccept", "--json"]);
    workload(&["tcp", "refused", "10", "127.0.0.1"]);
    let output = tool.stop();
    assert!(output.rows.is_empty(), "{output}");
}

#[test]
fn the_columns_are_the_ones_people_know() {
    let tool = Tool::start(&["tcpaccept", "-t", "-P", "7410"]);
    let did = workload(&["tcp-exchange", "1", "1", "0", "127.0.0.1", "7410"]);
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["TIME(s)", "PID", "COMM", "IP", "RADDR", "RPORT", "LADDR", "LPORT"], "{finished}");
    let (pid, sport): (String, String) = (did.of("server", "pid"), did.one("sport"));
    assert_eq!(lines[1][1..], [&pid, "workload", "4", "127.0.0.1", &sport, "127.0.0.1", "7410"], "{finished}");
}
