//! tcpconnect: every connect with both ends and its outcome.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::AsRawFd as _;
use std::time::Duration;

use crate::support::{Did, Output, Row, Signal, Tool, Workload, workload};

const ENETUNREACH: i64 = 101;
const ECONNREFUSED: i64 = 111;

/// Runs a workload as the only process that is traced.
fn trace(doing: &[&str], arguments: &[&str]) -> (Output, Did) {
    let acting = Workload::start(&[&["wait"], doing].concat());
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&[&["tcpconnect", "--json", "--pid", &pid], arguments].concat());
    let did = acting.go();
    let output = tool.stop();
    output.assert_nothing_lost();
    assert!(output.rows.iter().all(|row| row.number("pid").to_string() == pid), "{output}");
    (output, did)
}

/// Every connect of the workload is there once: source port by source port.
fn assert_connects(output: &Output, did: &Did, ip: i64, address: &str) {
    let mut ports: Vec<i64> = output.rows.iter().map(|row| row.number("sport")).collect();
    let mut wanted: Vec<i64> = did.all("sport");
    ports.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(ports, wanted, "{output}");
    for row in &output.rows {
        assert_eq!(row.number("dport"), did.one::<i64>("port"), "{output}");
        assert_eq!((row.number("ip"), row.text("daddr")), (ip, address), "{output}");
        assert_eq!(row.text("comm"), "workload", "{output}");
    }
}

fn all_end_with(output: &Output, errno: i64, name: Option<&str>) {
    for row in &output.rows {
        assert_eq!((row.number("err"), row.get("error").as_str()), (errno, name), "{output}");
    }
}

#[test]
fn a_hundred_connects_over_ipv4() {
    let (output, did) = trace(&["tcp", "connect", "100", "127.0.0.1"], &[]);
    assert_eq!(output.rows.len(), 100, "{output}");
    assert_connects(&output, &did, 4, "127.0.0.1");
    assert!(output.rows.iter().all(|row| row.text("saddr") == "127.0.0.1"), "{output}");
    all_end_with(&output, 0, None);
}

#[test]
fn a_hundred_connects_over_ipv6() {
    let (output, did) = trace(&["tcp", "connect", "100", "::1"], &[]);
    assert_eq!(output.rows.len(), 100, "{output}");
    assert_connects(&output, &did, 6, "::1");
    assert!(output.rows.iter().all(|row| row.text("saddr") == "::1"), "{output}");
    all_end_with(&output, 0, None);
}

#[test]
fn refused_connects_have_their_error() {
    for (address, ip) in [("127.0.0.1", 4), ("::1", 6)] {
        let (output, did) = trace(&["tcp", "refused", "10", address], &[]);
        assert_eq!(output.rows.len(), 10, "{output}");
        assert_connects(&output, &did, ip, address);
        all_end_with(&output, ECONNREFUSED, Some("ECONNREFUSED"));
    }
}

#[test]
fn connects_that_do_not_wait_have_their_outcome() {
    for (address, ip) in [("127.0.0.1", 4), ("::1", 6)] {
        let (output, did) = trace(&["tcp", "nonblock", "10", address], &[]);
        assert_eq!(output.rows.len(), 10, "{output}");
        assert_connects(&output, &did, ip, address);
        all_end_with(&output, 0, None);
        let (output, did) = trace(&["tcp", "refused-nonblock", "10", address], &[]);
        assert_eq!(output.rows.len(), 10, "{output}");
        assert_connects(&output, &did, ip, address);
        all_end_with(&output, ECONNREFUSED, Some("ECONNREFUSED"));
    }
}

#[test]
fn fast_open_is_a_connect() {
    fs::write("/proc/sys/net/ipv4/tcp_fastopen", "3").unwrap();
    for kind in ["sendto", "deferred"] {
        for (address, ip) in [("127.0.0.1", 4), ("::1", 6)] {
            let (output, did) = trace(&["tcp", kind, "10", address], &[]);
            assert_eq!(output.rows.len(), 10, "{kind}: {output}");
            assert_connects(&output, &did, ip, address);
            all_end_with(&output, 0, None);
        }
    }
}

#[test]
fn an_ipv4_destination_of_an_ipv6_socket_is_ipv4() {
    let (output, did) = trace(&["tcp", "mapped", "10", "127.0.0.1"], &[]);
    assert_eq!(output.rows.len(), 10, "{output}");
    assert_connects(&output, &did, 4, "127.0.0.1");
}

/// An address at which nobody answers: a listener whose queue is full.
struct Silent {
    listener: TcpListener,
    queued: Vec<TcpStream>,
}

impl Silent {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        // SAFETY: a descriptor that listens; its queue only becomes shorter.
        assert_eq!(unsafe { libc::listen(listener.as_raw_fd(), 0) }, 0);
        let mut this = Self { listener, queued: Vec::new() };
        while let Some(stream) = this.connect() {
            this.queued.push(stream);
        }
        this
    }

    fn address(&self) -> SocketAddr {
        self.listener.local_addr().unwrap()
    }

    /// Gives up, and closes the socket, if there is no answer soon.
    fn connect(&self) -> Option<TcpStream> {
        TcpStream::connect_timeout(&self.address(), Duration::from_millis(500)).ok()
    }
}

#[test]
fn a_connect_that_its_owner_gives_up_is_cancelled() {
    let silent = Silent::new();
    let tool = Tool::start(&["tcpconnect", "--json", "--pid", &std::process::id().to_string()]);
    assert!(silent.connect().is_none());
    let output = tool.stop();
    let row = output.only(|_| true);
    assert_eq!((row.number("dport"), row.text("error")), (silent.address().port().into(), "ECANCELED"), "{output}");
    assert!(row.number("lat_ns") >= 500_000_000, "{output}");
}

#[test]
fn what_is_unanswered_is_told_at_the_end() {
    let silent = Silent::new();
    let address = silent.address();
    let tool = Tool::start(&["tcpconnect", "--json", "--pid", &std::process::id().to_string()]);
    let connecting = std::thread::spawn(move || TcpStream::connect(address));
    // A socket in SYN_SENT (02), on its way to that port.
    let waiting = format!(":{:04X} 02 ", address.port());
    while !fs::read_to_string("/proc/net/tcp").unwrap().contains(&waiting) {
        std::thread::yield_now();
    }
    let output = tool.stop();
    let row = output.only(|_| true);
    assert_eq!((row.number("dport"), row.text("error")), (address.port().into(), "EINPROGRESS"), "{output}");
    assert!(row.get("lat_ns").is_null(), "{output}");
    drop(silent);
    assert!(connecting.join().unwrap().is_err());
}

#[test]
fn the_error_stands_behind_the_row() {
    let acting = Workload::start(&["wait", "tcp", "refused", "1", "127.0.0.1", "7030"]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["tcpconnect", "-x", "-p", &pid]);
    acting.go();
    let finished = tool.stop_text();
    let lines: Vec<&str> = finished.stdout().lines().collect();
    assert!(lines[0].ends_with(" DPORT"), "{finished}");
    assert!(lines[1].ends_with(" 7030 ECONNREFUSED"), "{finished}");
}

#[test]
fn failed_connects_alone_and_one_version_alone() {
    for (option, wanted) in [("-x", 10), ("-4", 20), ("-6", 20)] {
        let acting = [("connect", "127.0.0.1"), ("refused", "127.0.0.1"), ("connect", "::1"), ("connect", "::1")];
        let acting = acting.map(|(kind, address)| Workload::start(&["wait", "tcp", kind, "10", address]));
        let pids: Vec<String> = acting.iter().map(|one| one.said().one("pid")).collect();
        let tool = Tool::start(&["tcpconnect", "--json", option, "--pid", &pids.join(",")]);
        drop(acting.map(Workload::go));
        let output = tool.stop();
        assert_eq!(output.rows.len(), wanted, "{option}: {output}");
    }
}

#[test]
fn the_network_namespace_is_told() {
    let (output, did) = trace(&["netns", "tcp", "connect", "10", "127.0.0.1"], &[]);
    assert_eq!(output.rows.len(), 10, "{output}");
    assert!(output.rows.iter().all(|row: &Row| row.number("netns") == did.one::<i64>("netns")), "{output}");
}

#[test]
fn connects_without_a_route_have_their_error() {
    for address in ["203.0.113.1", "2001:db8::1"] {
        let (output, _) = trace(&["netns", "tcp", "unreachable", "10", address, "80"], &[]);
        assert_eq!(output.rows.len(), 10, "{output}");
        all_end_with(&output, ENETUNREACH, Some("ENETUNREACH"));
        assert!(output.rows.iter().all(|row| row.text("daddr") == address && row.number("dport") == 80), "{output}");
    }
}

#[test]
fn ports_are_a_filter() {
    let acting = Workload::start(&["wait", "tcp", "connect", "10", "127.0.0.1", "7001"]);
    let other = Workload::start(&["wait", "tcp", "connect", "100", "127.0.0.1", "7002"]);
    let tool = Tool::start(&["tcpconnect", "--json", "-P", "7001,7003"]);
    drop((acting.go(), other.go()));
    let output = tool.stop();
    assert_eq!(output.rows.len(), 10, "{output}");
    assert!(output.rows.iter().all(|row| row.number("dport") == 7001), "{output}");
}

#[test]
fn counts_are_exact() {
    let acting = Workload::start(&["wait", "tcp", "connect", "300", "127.0.0.1", "7010"]);
    let other = Workload::start(&["wait", "tcp", "connect", "200", "::1", "7011"]);
    let refused = Workload::start(&["wait", "tcp", "refused", "10", "127.0.0.1", "7012"]);
    let tool = Tool::start(&["tcpconnect", "--json", "-c"]);
    let crowded = Tool::start(&["tcpconnect", "--json", "-c", "-s", "-P", "7012", "--entries", "1"]);
    crowded.process.signal(Signal::Stop); // what is full stays so
    drop((acting.go(), other.go(), refused.go()));
    crowded.process.signal(Signal::Cont);
    let (output, crowded) = (tool.stop(), crowded.stop());
    output.assert_nothing_lost();
    // Each is from a port of its own.
    let told: i64 = crowded.rows.iter().map(|row| row.number("connects")).sum();
    assert!(crowded.lost("map") > 0, "{crowded}");
    assert_eq!(told + crowded.lost("map"), 10, "{crowded}");
    assert!(crowded.rows.iter().all(|row| row.number("failed") == row.number("connects")), "{crowded}");
    for (port, address, wanted) in [(7010, "127.0.0.1", 300), (7011, "::1", 200)] {
        let row = output.only(|row| row.number("rport") == port);
        assert_eq!((row.text("raddr"), row.number("connects")), (address, wanted), "{output}");
        assert_eq!(row.number("failed"), 0, "{output}");
    }
    let row = output.only(|row| row.number("rport") == 7012);
    assert_eq!((row.number("connects"), row.number("failed")), (10, 10), "{output}");
    assert_eq!(output.rows.len(), 3, "{output}");
}

#[test]
fn users_are_a_filter() {
    let acting = Workload::start(&["uid", "4711", "wait", "tcp", "connect", "10", "127.0.0.1"]);
    let tool = Tool::start(&["tcpconnect", "--json", "-u", "4711"]);
    workload(&["tcp", "connect", "1000", "127.0.0.1"]);
    acting.go();
    let output = tool.stop();
    assert_eq!(output.rows.len(), 10, "{output}");
    assert!(output.rows.iter().all(|row| row.number("uid") == 4711), "{output}");
}

#[test]
fn the_columns_are_the_ones_people_know() {
    let acting = Workload::start(&["wait", "tcp", "connect", "1", "127.0.0.1", "7020"]);
    let pid: String = acting.said().one("pid");
    let plain = Tool::start(&["tcpconnect", "-p", &pid]);
    let wide = Tool::start(&["tcpconnect", "-p", &pid, "-t", "-U", "-s"]);
    let did = acting.go();
    let sport: String = did.one("sport");
    let finished = plain.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["PID", "COMM", "IP", "SADDR", "DADDR", "DPORT"], "{finished}");
    assert_eq!(lines[1], [&pid, "workload", "4", "127.0.0.1", "127.0.0.1", "7020"], "{finished}");
    let finished = wide.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["TIME(s)", "UID", "PID", "COMM", "IP", "SADDR", "DADDR", "SPORT", "DPORT"], "{finished}");
    assert_eq!(lines[1][1..], ["0", &pid, "workload", "4", "127.0.0.1", "127.0.0.1", &sport, "7020"], "{finished}");
}
