//! tcpstates: each state that both ends go through, in order, and how long it lasted.

use crate::support::{Output, Row, Tool, Workload, map_entries};

/// What a socket goes through, state by state.
fn path(rows: &[&Row]) -> Vec<(String, String)> {
    rows.iter().map(|row| (row.text("oldstate").to_owned(), row.text("newstate").to_owned())).collect()
}

fn steps(names: &[&str]) -> Vec<(String, String)> {
    names.windows(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect()
}

/// The rows of the socket that comes into a state: of those that had its address, one after the other, each began closed.
fn of_socket_in<'o>(output: &'o Output, state: &str) -> Vec<&'o Row> {
    let socket = output.only(|row| row.text("newstate") == state).get("skaddr");
    let rows = output.rows_where(|row| row.get("skaddr") == socket);
    let begins = |row: &&Row| row.text("oldstate") == "CLOSE";
    let at = rows.iter().position(|row| row.text("newstate") == state).unwrap();
    let start = rows[..=at].iter().rposition(begins).unwrap_or(0);
    let end = rows[at + 1..].iter().position(begins).map_or(rows.len(), |behind| at + 1 + behind);
    rows[start..end].to_vec()
}

#[test]
fn both_ends_go_through_their_states() {
    for (address, ip) in [("127.0.0.1", 4), ("::1", 6)] {
        let acting = Workload::start(&["wait", "tcp-exchange", "10", "10", "100", address, "7301"]);
        let client = Tool::start(&["tcpstates", "--json", "-D", "7301"]);
        let server = Tool::start(&["tcpstates", "--json", "-L", "7301"]);
        let did = acting.go();
        // The last packets are nobody's to wait for: of the client, the server, and the one that listened.
        let closed = |line: &str| line.contains("\"newstate\":\"CLOSE\"");
        client.wait_for_lines(1, closed);
        server.wait_for_lines(2, closed);
        let (client, server) = (client.stop(), server.stop());
        client.assert_nothing_lost();
        server.assert_nothing_lost();

        let rows = of_socket_in(&client, "SYN_SENT");
        let wanted = ["CLOSE", "SYN_SENT", "ESTABLISHED", "FIN_WAIT1", "FIN_WAIT2", "CLOSE"];
        assert_eq!(path(&rows), steps(&wanted[..]), "{client}");
        for row in &rows {
            assert_eq!(row.number("pid"), did.of::<i64>("client", "pid"), "{client}");
            assert_eq!((row.text("raddr"), row.number("ip")), (address, ip), "{client}");
        }
        assert!(rows[0].get("duration_ns").is_null(), "{client}");
        assert!(rows[2].number("duration_ns") >= did.one::<i64>("least_ns"), "{client}");
        assert!(rows[2].number("duration_ns") <= did.one::<i64>("most_ns"), "{client}");

        // A new socket begins as a copy of the one that listens.
        let rows = of_socket_in(&server, "SYN_RECV");
        let wanted = ["LISTEN", "SYN_RECV", "ESTABLISHED", "CLOSE_WAIT", "LAST_ACK", "CLOSE"];
        assert_eq!(path(&rows), steps(&wanted[..]), "{server}");
        let pid: i64 = did.of("server", "pid");
        assert!(rows[0].get("pid").is_null(), "{server}");
        // It can be accepted as soon as it is queued, which is before this change.
        assert!(rows[1].get("pid").is_null() || rows[1].number("pid") == pid, "{server}");
        assert!(rows[2..].iter().all(|row| row.number("pid") == pid), "{server}");
        assert!(rows[2..].iter().all(|row| row.number("rport") == did.one::<i64>("sport")), "{server}");

        let rows = of_socket_in(&server, "LISTEN");
        assert_eq!(path(&rows), steps(&["CLOSE", "LISTEN", "CLOSE"]), "{server}");
        assert!(rows.iter().all(|row| row.number("pid") == did.of::<i64>("client", "pid")), "{server}");
        assert!(rows.iter().all(|row| (row.text("laddr"), row.number("lport")) == (address, 7301)), "{server}");
    }
}

#[test]
fn a_refused_connection_and_one_of_another_process() {
    let acting = Workload::start(&["wait", "tcp", "refused", "1", "127.0.0.1"]);
    let other = Workload::start(&["wait", "tcp-exchange", "1", "1", "0", "127.0.0.1"]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["tcpstates", "--json", "-p", &pid]);
    drop((acting.go(), other.go()));
    let output = tool.stop();
    let rows = of_socket_in(&output, "SYN_SENT");
    assert_eq!(path(&rows), steps(&["CLOSE", "SYN_SENT", "CLOSE"]), "{output}");
    assert!(output.rows.iter().all(|row| row.number("pid").to_string() == pid), "{output}");
}

#[test]
fn nothing_is_remembered_of_sockets_that_are_gone() {
    let tool = Tool::start(&["tcpstates", "--json", "-L", "7309"]);
    let acting = Workload::start(&["tcp-late", "127.0.0.1", "7309"]);
    tool.wait_for_lines(1, |line| line.contains("\"newstate\":\"CLOSE\""));
    assert!(map_entries("owners") > 0, "the socket that listens is remembered");
    acting.go();
    assert_eq!(map_entries("owners"), 0);
    tool.stop().assert_nothing_lost();
}

#[test]
fn the_columns_are_the_ones_people_know() {
    let acting = Workload::start(&["wait", "tcp-exchange", "1", "1", "0", "127.0.0.1", "7310"]);
    let tool = Tool::start(&["tcpstates", "-w", "-D", "7310"]);
    let did = acting.go();
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    let header =
        ["SKADDR", "PID", "COMM", "IP", "LADDR", "LPORT", "RADDR", "RPORT", "OLDSTATE", "->", "NEWSTATE", "MS"];
    assert_eq!(lines[0], header, "{finished}");
    let (pid, sport): (String, String) = (did.of("client", "pid"), did.one("sport"));
    let row = [&pid, "workload", "4", "127.0.0.1", &sport, "127.0.0.1", "7310", "SYN_SENT", "->", "ESTABLISHED"];
    assert!(lines.iter().any(|line| line[1..].starts_with(&row)), "{finished}");
}
