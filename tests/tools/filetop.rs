//! filetop: calls and bytes of each thread and file, exactly.

use crate::support::{Output, Row, Tool, Workload, mark, run};

/// What all intervals together have of a file: reads, writes, bytes read, bytes written.
fn sums(output: &Output, wanted: impl Fn(&Row) -> bool) -> [i64; 4] {
    output.assert_nothing_lost();
    let rows = output.rows_where(wanted);
    let sum = |key: &str| rows.iter().map(|row| row.number(key)).sum();
    ["reads", "writes", "read_bytes", "written_bytes"].map(sum)
}

#[test]
fn every_call_counts_with_the_bytes_that_it_moved() {
    // 200 bytes, of which 127 fit.
    let name = format!("{}x", "long".repeat(50));
    let path = format!("/tmp/{}", &name[1..]);
    let acting = Workload::start(&["comm", "mover", "wait", "file-io", &path]);
    let pid: i64 = acting.said().one("pid");
    let regular = Tool::start(&["filetop", "--json"]);
    let all = Tool::start(&["filetop", "--json", "-a", "-p", &pid.to_string()]);
    let other = Tool::start(&["filetop", "--json", "--comm", "somebody"]);
    let did = acting.go();
    let (regular, all, other) = (regular.stop(), all.stop(), other.stop());
    let wanted = ["reads", "writes", "read_bytes", "written_bytes"].map(|key| did.one::<i64>(key));
    for output in [&regular, &all] {
        let is_ours = |row: &Row| row.number("pid") == pid && row.text("type") == "R";
        assert_eq!(sums(output, is_ours), wanted, "{output}");
        for row in output.rows_where(is_ours) {
            assert_eq!((row.number("tid"), row.text("comm")), (pid, "mover"), "{output}");
            assert_eq!((row.text("file"), row.number("file_missing")), (&name[1..128], 73), "{output}");
        }
    }
    assert!(regular.rows.iter().all(|row| row.text("type") == "R"), "{regular}");
    // What the workload says on its standard output goes through a pipe as well.
    let pipe = sums(&all, |row| row.text("type") == "O" && row.number("reads") == 1 && row.number("writes") == 1);
    assert_eq!(pipe, [1, 1, 70, 70], "{all}");
    assert!(other.rows.is_empty(), "{other}");
}

#[test]
fn files_of_other_mount_namespaces_have_names() {
    let tool = Tool::start(&["filetop", "--json", "--comm", "sh"]);
    let script = "mount -t tmpfs none /root && echo hello > /root/probebox-inside";
    assert_eq!(run("unshare", &["-m", "sh", "-c", script]).code(), 0);
    let output = tool.stop();
    assert_eq!(sums(&output, |row| row.text("file") == "probebox-inside"), [0, 1, 0, 6], "{output}");
}

#[test]
fn text_is_what_people_know() {
    let acting = Workload::start(&["wait", "file-io", &mark("filetop")]);
    let pid: String = acting.said().one("pid");
    let tool = Tool::start(&["filetop", "-p", &pid, "100"]);
    acting.go();
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0][1], "loadavg:", "{finished}");
    assert_eq!(lines[2], ["TID", "COMM", "READS", "WRITES", "R_Kb", "W_Kb", "T", "FILE"], "{finished}");
    let name = &mark("filetop")["/tmp/".len()..];
    let row = [&pid, "workload", "8", "14", "4", "10", "R", name];
    assert!(lines[3..].iter().any(|line| line[..] == row), "{finished}");
}
