//! tcpretrans: what is sent again while nothing arrives.

use crate::support::{Did, Row, Tool, Workload};

/// Loses what is sent from and to ports 7901 and 7902 of these addresses, each in a network namespace of its own, until
/// the tool has told of each what has to be told.
fn lose(tool: &Tool, addresses: &[&str]) -> Vec<Did> {
    let acting: Vec<_> =
        addresses.iter().map(|address| Workload::start(&["netns", "tcp-loss", address, "7901"])).collect();
    for address in addresses {
        for word in ["ESTABLISHED", "SYN_SENT", "SYN_RECV"] {
            tool.wait_for_lines(1, |line| line.contains(word) && line.contains(address));
        }
        tool.wait_for_lines(1, |line| is_probe(line) && line.contains(address));
    }
    let did = acting.iter().map(Workload::said).collect();
    acting.into_iter().for_each(|acting| drop(acting.go()));
    did
}

/// In text or in JSON.
fn is_probe(line: &str) -> bool {
    line.contains(" L> ") || line.contains("\"L\"")
}

fn ends(row: &Row) -> (&str, i64, &str, i64) {
    (row.text("laddr"), row.number("lport"), row.text("raddr"), row.number("rport"))
}

#[test]
fn what_is_sent_again_is_told_with_its_owner() {
    let tool = Tool::start(&["tcpretrans", "--json", "-l"]);
    let count = Tool::start(&["tcpretrans", "--json", "-c"]);
    let some = Tool::start(&["tcpretrans", "--json", "-l", "-6", "--localport", "7902"]);
    let all_did = lose(&tool, &["127.0.0.1", "::1"]);
    let [all, count, some] = [tool, count, some].map(Tool::stop);
    for output in [&all, &count, &some] {
        output.assert_nothing_lost();
    }
    for (did, address, ip) in [(&all_did[0], "127.0.0.1", 4), (&all_did[1], "::1", 6)] {
        let sport = |word| did.of::<i64>(word, "sport");
        for (state, wanted) in [
            ("ESTABLISHED", (address, sport("data"), address, 7901)),
            ("SYN_SENT", (address, sport("syn"), address, 7901)),
            ("SYN_RECV", (address, 7902, address, sport("synack"))),
        ] {
            let rows = all.rows_where(|row| row.text("state") == state && ends(row) == wanted);
            let again: Vec<_> = rows.iter().filter(|row| row.text("type") == "R").collect();
            assert!(!again.is_empty(), "{state}: {all}");
            for row in &rows {
                assert_eq!((row.number("ip"), row.number("netns")), (ip, did.one("netns")), "{state}: {all}");
                assert_eq!((row.number("pid"), row.text("comm")), (did.one("pid"), "workload"), "{state}: {all}");
            }
            assert!(again.iter().all(|row| row.number("seq") == again[0].number("seq")), "{state}: {all}");
            let counted = count.only(|row| ends(row) == wanted);
            assert!(counted.number("retransmits") >= again.len() as i64, "{state}: {all} {count}");
            let probes = rows.iter().filter(|row| row.text("type") == "L").collect::<Vec<_>>();
            assert_eq!(probes.is_empty(), state != "ESTABLISHED", "{state}: {all}");
            assert!(probes.iter().all(|row| row.get("seq").is_null()), "{all}");
        }
    }
    let wanted = ("::1", 7902, "::1", all_did[1].of("synack", "sport"));
    assert!(!some.rows.is_empty() && some.rows.iter().all(|row| ends(row) == wanted), "{some}");
}

#[test]
fn the_columns_are_the_ones_people_know() {
    let tool = Tool::start(&["tcpretrans", "-s", "-l"]);
    let count = Tool::start(&["tcpretrans", "-c"]);
    let did = lose(&tool, &["127.0.0.1"]).remove(0);
    let (finished, count) = (tool.stop_text(), count.stop_text());
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["TIME", "PID", "IP", "LADDR:LPORT", "T>", "RADDR:RPORT", "STATE", "SEQ"], "{finished}");
    let (pid, sport): (String, String) = (did.one("pid"), did.of("data", "sport"));
    let near = format!("127.0.0.1:{sport}");
    let row = [&pid, "4", &near, "R>", "127.0.0.1:7901", "ESTABLISHED"];
    let line = lines.iter().find(|line| line[1..].starts_with(&row)).unwrap_or_else(|| panic!("{finished}"));
    assert!(line[7].parse::<u32>().is_ok(), "{finished}");
    let probe = [&pid, "4", &near, "L>", "127.0.0.1:7901", "ESTABLISHED", "-"];
    assert!(lines.iter().any(|line| line[1..] == probe), "{finished}");
    let lines: Vec<Vec<&str>> = count.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(lines.contains(&vec!["LADDR:LPORT", "RADDR:RPORT", "RETRANSMITS"]), "{count}");
    assert!(lines.iter().any(|line| line.starts_with(&[near.as_str(), "127.0.0.1:7901"])), "{count}");
}
