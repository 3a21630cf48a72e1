//! biostacks: requests of known number and length, by the stack that submits them.

use serde_json::json;

use crate::support::{Disk, Histogram, Row, Tool, workload};

#[test]
fn requests_count_for_the_stack_that_submitted_them() {
    let (slow, other) = (Disk::new("nullb0", 20_000_000, 64), Disk::new("nullb1", 0, 64));
    let all = Tool::start(&["biostacks", "--json"]);
    let one = Tool::start(&["biostacks", "--json", "-d", other.name]);
    workload(&["comm", "reader", "reads", "5", &slow.path()]);
    workload(&["comm", "writer", "writes", "7", &other.path()]);
    for (tool, wanted) in
        [(all, vec![("reader", slow.name, 5), ("writer", other.name, 7)]), (one, vec![("writer", other.name, 7)])]
    {
        let output = tool.stop();
        output.assert_nothing_lost();
        for (comm, disk, count) in wanted {
            let key = |row: &Row| row.get("key")["comm"] == comm && row.get("key")["disk"] == disk;
            let rows = output.rows_where(key);
            let hists: Vec<_> = rows.iter().map(|row| Histogram::new(row)).collect();
            assert_eq!(hists.iter().map(|hist| hist.count).sum::<u64>(), count, "{output}");
            let least = if disk == slow.name { 20_000_000 } else { 0 };
            assert!(hists.iter().all(|hist| hist.sum >= least * hist.count), "{output}");
            for row in rows {
                let stack = Row(json!({ "stack": row.get("key")["stack"] }));
                let symbols = stack.symbols("stack");
                assert!(symbols.iter().any(|name| name.contains("submit_bio")), "{output}");
                assert!(!symbols.iter().any(|name| name.contains("bpf")), "{output}");
            }
        }
        assert!(output.rows.iter().all(|row| !row.get("key")["pid"].is_null()), "{output}");
    }
}

#[test]
fn text_has_a_stack_above_each_histogram() {
    let disk = Disk::new("nullb0", 20_000_000, 64);
    let tool = Tool::start(&["biostacks", "-m", "-d", disk.name]);
    workload(&["comm", "reader", "reads", "5", &disk.path()]);
    let finished = tool.stop_text();
    let text = finished.stdout();
    let head = text.lines().find(|line| line.starts_with("reader           ") && line.ends_with(" nullb0"));
    assert!(head.is_some(), "{finished}");
    let (stack, bars) = text.split_once("     msecs  ").unwrap_or_else(|| panic!("{finished}"));
    assert!(stack.lines().any(|line| line.starts_with("    ") && line.contains("submit_bio")), "{finished}");
    assert!(
        bars.contains("         8 -> 15         : 0 ") && bars.contains("        16 -> 31         : "),
        "{finished}"
    );
}
