//! tcpdrop: packets that nobody wants, that the link loses, and that come twice.

use crate::support::{Output, Row, Tool, Workload, kernel, workload};

/// Whether the row says so, as kernels do since 5.17; the others say nothing.
fn has_reason(row: &Row, name: &str) -> bool {
    if kernel() >= (5, 17) { row.get("reason") == name } else { row.get("reason").is_null() }
}

fn of_packet<'o>(output: &'o Output, from: (&str, i64), to: (&str, i64), flags: &str) -> Vec<&'o Row> {
    output.rows_where(|row| {
        (row.text("saddr"), row.number("sport")) == from
            && (row.text("daddr"), row.number("dport")) == to
            && row.text("flags") == flags
    })
}

#[test]
fn drops_are_told_with_reason_owner_and_place() {
    let [four, six] = ["127.0.0.1", "::1"].map(|address| {
        let exchange = ["netns", "twice", "wait", "tcp-exchange", "0", "1000", "500", address, "7611"];
        Workload::start(&exchange)
    });
    let pid: String = six.said().one("pid");
    let all = Tool::start(&["tcpdrop", "--json"]);
    let some = Tool::start(&["tcpdrop", "--json", "-6", "--pid-netns", &pid]);
    let owned = Tool::start(&["tcpdrop", "--json", "--pid", &pid]);
    // What several CPUs carry can arrive in another order, and is dropped then.
    let good = workload(&["cpu", "0", "tcp-exchange", "1000", "1000", "0", "127.0.0.1", "7612"]);
    let refused = ["127.0.0.1", "::1"].map(|address| workload(&["tcp", "refused", "1", address]));
    let losing = Workload::start(&["netns", "tcp-loss", "127.0.0.1", "7613"]);
    all.wait_for_lines(1, |line| line.contains("PSH|ACK") && line.contains(":7613,"));
    let lost = losing.said();
    losing.go();
    let twice = [four, six].map(Workload::go);
    let [all, some, owned] = [all, some, owned].map(Tool::stop);
    for output in [&all, &some, &owned] {
        output.assert_nothing_lost();
    }

    let (address, port): (_, i64) = ("127.0.0.1", lost.of("data", "sport"));
    let rows = of_packet(&all, (address, port), (address, 7613), "PSH|ACK");
    assert!(!rows.is_empty(), "{all}");
    for row in rows {
        assert_eq!((row.number("pid"), row.text("comm")), (lost.one("pid"), "workload"), "{all}");
        assert_eq!((row.text("state"), row.number("netns")), ("ESTABLISHED", lost.one("netns")), "{all}");
        assert!(has_reason(row, "QDISC_DROP") && row.passes("stack", "__dev_queue_xmit"), "{all}");
    }
    for (did, address) in refused.iter().zip(["127.0.0.1", "::1"]) {
        let rows = of_packet(&all, (address, did.one("sport")), (address, did.one("port")), "SYN");
        let [row] = rows[..] else { panic!("{address}: {all}") };
        assert!(row.get("pid").is_null() && row.get("state").is_null(), "{all}");
        assert!(has_reason(row, "NO_SOCKET"), "{all}");
    }
    for (did, address, ip) in [(&twice[0], "127.0.0.1", 4), (&twice[1], "::1", 6)] {
        let rows = of_packet(&all, (address, 7611), (address, did.of("client", "sport")), "PSH|ACK");
        assert!(!rows.is_empty(), "{address}: {all}");
        for row in rows {
            assert_eq!((row.number("pid"), row.text("comm")), (did.of("client", "pid"), "workload"), "{all}");
            assert_eq!((row.number("ip"), row.text("state")), (ip, "ESTABLISHED"), "{all}");
            assert!(has_reason(row, "TCP_OLD_DATA") && row.passes("stack", "tcp_rcv_established"), "{all}");
            let receiving = |name: &&&str| name.ends_with("_do_rcv");
            assert_eq!(row.symbols("stack").iter().filter(receiving).count(), 1, "{all}");
        }
    }
    let port: i64 = good.of("client", "sport");
    assert!(all.rows.iter().all(|row| row.number("sport") != port && row.number("dport") != port), "{all}");
    let netns: i64 = twice[1].one("netns");
    assert!(!some.rows.is_empty() && some.rows.iter().all(|row| row.number("netns") == netns), "{some}");
    assert!(some.rows.iter().all(|row| row.number("ip") == 6), "{some}");
    assert!(!owned.rows.is_empty(), "{owned}");
    assert!(owned.rows.iter().all(|row| row.number("pid").to_string() == pid), "{owned}");
}

#[test]
fn the_columns_are_the_ones_people_know() {
    let tool = Tool::start(&["tcpdrop", "-4"]);
    let did = workload(&["tcp", "refused", "1", "127.0.0.1"]);
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    let header = ["TIME", "PID", "IP", "SADDR:SPORT", ">", "DADDR:DPORT", "STATE", "(FLAGS)"];
    assert_eq!(lines[0], header, "{finished}");
    let ends = ["sport", "port"].map(|key| format!("127.0.0.1:{}", did.one::<String>(key)));
    let row = ["-", "4", &ends[0], ">", &ends[1], "-", "(SYN)"];
    let at = lines.iter().position(|line| line.len() > 1 && line[1..].starts_with(&row));
    let at = at.unwrap_or_else(|| panic!("{finished}"));
    let stack = &lines[at + 1..];
    assert!(stack.iter().any(|line| line[0].starts_with("tcp_v4_rcv+0x")), "{finished}");
}
