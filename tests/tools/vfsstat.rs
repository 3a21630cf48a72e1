//! vfsstat: as many calls as there were, of each kind.

use crate::support::{Row, Tool, Workload, mark, workload};

const KINDS: [&str; 8] = ["reads", "writes", "fsyncs", "opens", "creates", "unlinks", "mkdirs", "rmdirs"];

fn sum(rows: &[Row], kind: &str) -> i64 {
    rows.iter().map(|row| row.number(kind)).sum()
}

#[test]
fn every_kind_is_counted_exactly_and_others_are_left_out() {
    let acting = Workload::start(&["wait", "files", &mark("vfs")]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["vfsstat", "--json", "--pid", &pid]);
    workload(&["files", &mark("vfs-aside")]);
    let did = acting.go();
    let output = tool.stop();
    output.assert_nothing_lost();
    for kind in KINDS {
        assert_eq!(sum(&output.rows, kind), did.one::<i64>(kind), "{kind}: {output}");
    }
    assert!(output.rows.iter().all(|row| row.number("interval_ns") > 0), "{output}");
}

#[test]
fn text_is_rates_under_the_headers_people_know() {
    let tool = Tool::start(&["vfsstat", "1", "2"]);
    workload(&["files", &mark("vfs-text")]);
    let finished = tool.process.wait();
    assert_eq!(finished.code(), 0, "{finished}");
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    let header = ["TIME", "READ/s", "WRITE/s", "FSYNC/s", "OPEN/s", "CREATE/s", "UNLINK/s", "MKDIR/s", "RMDIR/s"];
    assert_eq!(lines[0], header, "{finished}");
    assert_eq!(lines.len(), 3, "{finished}");
    for line in &lines[1..] {
        assert_eq!((line.len(), line[0].len()), (9, "12:34:56".len()), "{finished}");
        assert!(line[1..].iter().all(|rate| rate.parse::<u64>().is_ok()), "{finished}");
    }
}
