//! tcpconnlat: how long connects took, by the clock of who connects.

use crate::support::{Tool, Workload};

#[test]
fn a_connect_took_no_longer_than_its_caller_waited() {
    for (address, ip) in [("127.0.0.1", 4), ("::1", 6)] {
        let acting = Workload::start(&["wait", "tcp-exchange", "1", "1", "0", address]);
        let pid: String = acting.said().one("pid");
        let tool = Tool::start(&["tcpconnlat", "--json", "-p", &pid]);
        let did = acting.go();
        let output = tool.stop();
        output.assert_nothing_lost();
        let row = output.only(|_| true);
        assert_eq!((row.text("daddr"), row.number("dport")), (address, did.one("port")), "{output}");
        assert_eq!((row.number("lport"), row.number("ip"), row.number("err")), (did.one("sport"), ip, 0), "{output}");
        let took = row.number("lat_ns");
        assert!(took > 0 && took <= did.one::<i64>("connect_ns"), "{output}");
    }
}

#[test]
fn a_refusal_is_an_answer() {
    let acting = Workload::start(&["wait", "tcp", "refused-nonblock", "10", "127.0.0.1"]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["tcpconnlat", "--json", "-p", &pid]);
    acting.go();
    let output = tool.stop();
    assert_eq!(output.rows.len(), 10, "{output}");
    assert!(output.rows.iter().all(|row| row.text("error") == "ECONNREFUSED"), "{output}");
}

#[test]
fn fast_ones_and_other_ports_are_left_out() {
    let acting = ["7601", "7602"].map(|port| Workload::start(&["wait", "tcp", "connect", "10", "127.0.0.1", port]));
    let slow = Tool::start(&["tcpconnlat", "--json", "60000"]);
    let port = Tool::start(&["tcpconnlat", "--json", "-P", "7602"]);
    drop(acting.map(Workload::go));
    let (slow, port) = (slow.stop(), port.stop());
    assert!(slow.rows.is_empty(), "{slow}");
    assert_eq!(port.rows.len(), 10, "{port}");
    assert!(port.rows.iter().all(|row| row.number("dport") == 7602), "{port}");
}

#[test]
fn the_columns_are_the_ones_people_know() {
    let acting = Workload::start(&["wait", "tcp", "connect", "1", "127.0.0.1", "7610"]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["tcpconnlat", "-t", "-L", "-p", &pid]);
    let sport: String = acting.go().one("sport");
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    let header = ["TIME(s)", "PID", "COMM", "IP", "SADDR", "LPORT", "DADDR", "DPORT", "LAT(ms)"];
    assert_eq!(lines[0], header, "{finished}");
    let row = [&pid, "workload", "4", "127.0.0.1", &sport, "127.0.0.1", "7610"];
    assert_eq!(lines[1][1..8], row, "{finished}");
}
