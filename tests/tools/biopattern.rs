//! biopattern: known orders of requests on known disks.

use crate::support::{Disk, Tool, Workload, workload};

#[test]
fn order_is_told_by_disk() {
    let (random, sequential) = (Disk::new("nullb0", 0, 64), Disk::new("nullb1", 0, 64));
    let tool = Tool::start(&["biopattern", "--json"]);
    let one = Tool::start(&["biopattern", "--json", "-d", random.name, "1"]);
    // Every other page, and one page after the other.
    workload(&["reads", "10", &random.path()]);
    workload(&["reads-in-order", "40", &sequential.path()]);
    let (output, one) = (tool.stop(), one.stop());
    for output in [&output, &one] {
        output.assert_nothing_lost();
        let row = output.only(|row| row.text("disk") == random.name);
        let numbers = ["count", "random", "sequential", "random_pct", "sequential_pct", "bytes"];
        assert_eq!(numbers.map(|key| row.number(key)), [10, 10, 0, 100, 0, 40_960], "{output}");
    }
    assert_eq!(one.rows.len(), 1, "{one}");
    let row = output.only(|row| row.text("disk") == sequential.name);
    // Before the first there was none that it could follow.
    let numbers = ["count", "random", "sequential", "random_pct", "sequential_pct", "bytes"];
    assert_eq!(numbers.map(|key| row.number(key)), [40, 1, 39, 2, 97, 163_840], "{output}");
}

#[test]
fn a_cgroups_requests_alone() {
    let disk = Disk::new("nullb0", 0, 64);
    let inside = Workload::start(&["cgroup", "probebox/pattern", "wait", "reads-in-order", "40", &disk.path()]);
    let cgroup = ["--cgroup", "/sys/fs/cgroup/probebox/pattern", "-d", disk.name];
    let tool = Tool::start(&[&["biopattern", "--json"][..], &cgroup].concat());
    workload(&["reads-in-order", "10", &disk.path()]);
    inside.go();
    let output = tool.stop();
    output.assert_nothing_lost();
    let row = output.only(|_| true);
    assert_eq!(["count", "random", "sequential"].map(|key| row.number(key)), [40, 1, 39], "{output}");
}

#[test]
fn columns_are_those_people_know() {
    let disk = Disk::new("nullb0", 0, 64);
    let tool = Tool::start(&["biopattern", "-T", "-d", disk.name]);
    workload(&["reads", "3", &disk.path()]);
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0][0].split(':').count(), 3, "{finished}");
    assert_eq!(lines[1], ["DISK", "%RND", "%SEQ", "COUNT", "KBYTES"], "{finished}");
    assert_eq!(lines[2], [disk.name, "100", "0", "3", "12"], "{finished}");
    assert_eq!(lines.len(), 3, "{finished}");
}
