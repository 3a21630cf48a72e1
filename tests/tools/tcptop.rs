//! tcptop: each end of a connection with its process and its bytes, exactly.

use crate::support::{Did, Output, Tool, Workload};

/// Traces what a workload does; its `wait` is in the middle of its arguments.
fn trace(acting: &[&str], arguments: &[&str]) -> (Output, Did) {
    let acting = Workload::start(acting);
    let tool = Tool::start(&[&["tcptop", "--json"], arguments].concat());
    let did = acting.go();
    let output = tool.stop();
    output.assert_nothing_lost();
    (output, did)
}

/// Bytes sent and received, in all intervals together, by a process through a local port; all its rows must have these
/// addresses.
fn bytes(output: &Output, pid: i64, address: &str, ports: (i64, i64)) -> (i64, i64) {
    let rows = output.rows_where(|row| row.number("pid") == pid && row.number("lport") == ports.0);
    rows.iter().fold((0, 0), |sum, row| {
        assert_eq!((row.text("laddr"), row.text("raddr")), (address, address), "{output}");
        assert_eq!(row.number("rport"), ports.1, "{output}");
        assert_eq!(row.number("ip"), if address.contains(':') { 6 } else { 4 }, "{output}");
        (sum.0 + row.number("tx_bytes"), sum.1 + row.number("rx_bytes"))
    })
}

#[test]
fn both_ends_have_their_process_and_their_bytes() {
    for (address, others) in [("127.0.0.1", "-6"), ("::1", "-4")] {
        let others = Tool::start(&["tcptop", "--json", others, "--comm", "workload"]);
        let (output, did) = trace(&["wait", "tcp-exchange", "3000001", "700003", "0", address], &[]);
        let (sport, port) = (did.one("sport"), did.one("port"));
        let (client, server) = (did.of("client", "pid"), did.of("server", "pid"));
        assert_eq!(bytes(&output, client, address, (sport, port)), (3_000_001, 700_003), "{output}");
        assert_eq!(bytes(&output, server, address, (port, sport)), (700_003, 3_000_001), "{output}");
        let others = others.stop();
        assert!(others.rows.is_empty(), "{others}");
    }
}

#[test]
fn every_way_to_send_and_receive_counts_once() {
    let (output, did) = trace(&["comm", "ways", "wait", "tcp-ways", "127.0.0.1"], &["--comm", "ways"]);
    let (pid, sport, port) = (did.of("ways", "pid"), did.one("sport"), did.one("port"));
    assert_eq!(bytes(&output, pid, "127.0.0.1", (sport, port)), (9000, 0), "{output}");
    assert_eq!(bytes(&output, pid, "127.0.0.1", (port, sport)), (0, 9000), "{output}");
    assert!(output.rows.iter().all(|row| row.text("comm") == "ways"), "{output}");
}

#[test]
fn one_process_alone_and_refused_connections_not_at_all() {
    let acting = Workload::start(&["wait", "tcp-exchange", "1000", "2000", "0", "127.0.0.1"]);
    let refused = Workload::start(&["wait", "tcp", "refused", "1", "127.0.0.1"]);
    let pid: String = acting.said().one("pid");
    let pids = format!("{pid},{}", refused.said().one::<i64>("pid"));
    let tool = Tool::start(&["tcptop", "--json", "-p", &pids]);
    refused.go();
    let did = acting.go();
    let output = tool.stop();
    let ports = (did.one("sport"), did.one("port"));
    assert_eq!(bytes(&output, pid.parse().unwrap(), "127.0.0.1", ports), (1000, 2000), "{output}");
    assert!(output.rows.iter().all(|row| row.number("pid").to_string() == pid), "{output}");
}

#[test]
fn text_is_what_people_know() {
    let acting = Workload::start(&["wait", "tcp-exchange", "2048", "512", "0", "::1", "7310"]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["tcptop", "-S", "-p", &pid, "100"]);
    let sport: i64 = acting.go().one("sport");
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["PID", "COMM", "LADDR", "RADDR", "RX_KB", "TX_KB"], "{finished}");
    let near = format!("[::1]:{sport}");
    assert_eq!(lines[1..], [[&pid, "workload", &near, "[::1]:7310", "0", "2"]], "{finished}");
}
