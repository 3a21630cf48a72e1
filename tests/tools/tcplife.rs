//! tcplife: each connection with both ends' bytes, to the byte, and who had it.

use crate::support::{Did, Output, Row, Tool, Workload};

const THERE: i64 = 100_001;
const BACK: i64 = 300_003;

/// Traces one exchange of bytes between two processes; what it is begun with is before the tool's own arguments.
fn exchange(before: &[&str], address: &str, arguments: &[&str]) -> (Output, Did) {
    let acting = [before, &["wait", "tcp-exchange", "100001", "300003", "100", address]].concat();
    let acting = Workload::start(&acting);
    let tool = Tool::start(&[&["tcplife", "--json"], arguments].concat());
    let did = acting.go();
    wait_for_ends(&tool, 2);
    let output = tool.stop();
    output.assert_nothing_lost();
    (output, did)
}

/// A connection ends when the last packet has come, which its processes do not wait for.
fn wait_for_ends(tool: &Tool, count: usize) {
    tool.wait_for_lines(count, |line| line.contains("rport"));
}

fn ends(row: &Row) -> (&str, i64, &str, i64) {
    (row.text("laddr"), row.number("lport"), row.text("raddr"), row.number("rport"))
}

#[test]
fn both_ends_are_told_with_their_process_and_bytes() {
    for (address, ip) in [("127.0.0.1", 4), ("::1", 6)] {
        let (output, did) = exchange(&[], address, &[]);
        let (sport, port): (i64, i64) = (did.one("sport"), did.one("port"));
        let client = output.only(|row| row.number("lport") == sport);
        let server = output.only(|row| row.number("lport") == port);
        assert_eq!(ends(client), (address, sport, address, port), "{output}");
        assert_eq!(ends(server), (address, port, address, sport), "{output}");
        for (row, word, sent, received) in [(client, "client", THERE, BACK), (server, "server", BACK, THERE)] {
            assert_eq!((row.number("tx_bytes"), row.number("rx_bytes")), (sent, received), "{word}: {output}");
            assert_eq!(row.number("pid"), did.of::<i64>(word, "pid"), "{word}: {output}");
            assert_eq!((row.text("comm"), row.number("ip"), row.number("uid")), ("workload", ip, 0), "{output}");
        }
        // The client's end lasts until the server's FIN has come.
        let (least, most): (i64, i64) = (did.one("least_ns"), did.one("most_ns"));
        let lasted = client.number("duration_ns");
        assert!(least <= lasted && lasted <= most, "{least}..{most}: {output}");
        assert!(server.number("duration_ns") >= 100_000_000, "{output}");
    }
}

#[test]
fn what_began_before_has_its_bytes_and_no_duration() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut near = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (mut far, _) = listener.accept().unwrap();
    std::io::Write::write_all(&mut near, b"before").unwrap();
    let port: i64 = near.local_addr().unwrap().port().into();
    let tool = Tool::start(&["tcplife", "--json", "-p", &std::process::id().to_string(), "-L", &port.to_string()]);
    std::io::Write::write_all(&mut near, b" after").unwrap();
    std::io::Read::read_exact(&mut far, &mut [0; 12]).unwrap();
    drop(near);
    drop(far);
    wait_for_ends(&tool, 1);
    let output = tool.stop();
    let row = output.only(|_| true);
    assert_eq!((row.number("tx_bytes"), row.number("rx_bytes")), (12, 0), "{output}");
    assert_eq!(row.number("pid"), i64::from(std::process::id()), "{output}");
    assert!(row.get("duration_ns").is_null(), "{output}");
}

#[test]
fn one_process_one_user_one_port_alone() {
    let acting = ["7201", "7202"].map(|port| {
        let user = if port == "7201" { "4711" } else { "0" };
        Workload::start(&["uid", user, "wait", "tcp-exchange", "1", "1", "0", "127.0.0.1", port])
    });
    let pid: String = acting[0].said().one("pid");
    let tools = [vec!["-p", &pid], vec!["--uid", "4711"], vec!["-D", "7201"], vec!["-L", "7201"], vec!["-6"]];
    let tools = tools.map(|arguments| Tool::start(&[&["tcplife", "--json"], &arguments[..]].concat()));
    let did = acting.map(Workload::go);
    tools.iter().zip([1, 2, 1, 1, 0]).for_each(|(tool, count)| wait_for_ends(tool, count));
    let outputs = tools.map(Tool::stop);
    let pids = outputs.each_ref().map(|output| output.rows.iter().map(|row| row.number("pid")).collect::<Vec<_>>());
    let (client, server): (i64, i64) = (did[0].of("client", "pid"), did[0].of("server", "pid"));
    let mut by_user = pids[1].clone();
    by_user.sort_unstable();
    assert_eq!(pids[0], [client], "{}", outputs[0]);
    assert_eq!(by_user, [client.min(server), client.max(server)], "{}", outputs[1]);
    assert_eq!(pids[2], [client], "{}", outputs[2]);
    assert_eq!(pids[3], [server], "{}", outputs[3]);
    assert!(pids[4].is_empty(), "{}", outputs[4]);
}

#[test]
fn a_refused_connection_has_no_bytes() {
    let acting = Workload::start(&["wait", "tcp", "refused", "1", "127.0.0.1"]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["tcplife", "--json", "-p", &pid]);
    let did = acting.go();
    let output = tool.stop();
    let row = output.only(|_| true);
    assert_eq!(ends(row), ("127.0.0.1", did.one("sport"), "127.0.0.1", did.one("port")), "{output}");
    assert_eq!((row.number("tx_bytes"), row.number("rx_bytes")), (0, 0), "{output}");
}

#[test]
fn the_columns_are_the_ones_people_know() {
    let acting = Workload::start(&["wait", "tcp-exchange", "2048", "512", "0", "127.0.0.1", "7210"]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["tcplife", "-T", "-w", "-p", &pid]);
    let sport: String = acting.go().one("sport");
    tool.wait_for_lines(2, |_| true);
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    let header = ["TIME", "PID", "COMM", "IP", "LADDR", "LPORT", "RADDR", "RPORT", "TX_KB", "RX_KB", "MS"];
    assert_eq!(lines[0], header, "{finished}");
    let row = [&pid, "workload", "4", "127.0.0.1", &sport, "127.0.0.1", "7210", "2.00", "0.50"];
    assert_eq!(lines[1][1..10], row, "{finished}");
}
