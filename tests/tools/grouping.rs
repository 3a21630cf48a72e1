//! `--by` of tables: rows told together by container, pod, cgroup or a column add up to what was done, each to its own.

use std::fs;

use serde_json::{Value, json};

use crate::support::containers::remove_group;
use crate::support::histogram;
use crate::support::{Disk, Output, Row, Tool, Volume, Workload, run_probebox};

/// Two containers, as far as disk and groups tell: of runc, and of a pod of containerd's.
struct Boxes;

const IDS: [&str; 2] = ["one", "2222222222222222222222222222222222222222222222222222222222222222"];
const POD: &str = "57e67067-89e4-4001-bdd4-8632d39ea02b";

impl Boxes {
    fn new() -> Self {
        let task = format!("/run/containerd/io.containerd.runtime.v2.task/k8s.io/{}", IDS[1]);
        for folder in ["/run/runc/one", &task] {
            fs::create_dir_all(folder).unwrap();
        }
        let state = r#"{"id":"one","cgroup_paths":{"":"/sys/fs/cgroup/probebox/one"}}"#;
        fs::write("/run/runc/one/state.json", state).unwrap();
        let annotations = [("container-name", "app"), ("sandbox-name", "shop-1"), ("sandbox-namespace", "prod")];
        let annotations = annotations.map(|(key, value)| format!(r#""io.kubernetes.cri.{key}":"{value}""#));
        fs::write(format!("{task}/config.json"), format!(r#"{{"annotations":{{{}}}}}"#, annotations.join(",")))
            .unwrap();
        Self
    }

    /// The groups: of each container, and one that is none.
    fn groups() -> [String; 3] {
        ["probebox/one".to_owned(), format!("kubepods/pod{POD}/{}", IDS[1]), "probebox/none".to_owned()]
    }

    /// Three workloads that wait, each in its group.
    fn start(kind: &str, arguments: [&[&str]; 3]) -> [Workload; 3] {
        let mut groups = Self::groups().into_iter();
        arguments.map(|arguments| Workload::start(&[&[kind, &groups.next().unwrap(), "wait"], arguments].concat()))
    }
}

impl Drop for Boxes {
    fn drop(&mut self) {
        Self::groups().iter().for_each(|group| remove_group(group));
        let _ = ["/run/runc", "/run/containerd"].map(fs::remove_dir_all);
    }
}

/// What all intervals together have, of rows whose container has this id, `None` for none.
fn of_container(output: &Output, id: Option<&str>, key: &str) -> i64 {
    let is_of = |row: &Row| row.has("container") && row.get("container")["id"].as_str() == id;
    let rows = output.rows_where(|row| is_of(row) || !row.has("container") && id.is_none());
    rows.iter().map(|row| row.number(key)).sum()
}

/// The counts of histograms, of both containers and of what is in none, of those with this key and value besides if one
/// is given.
fn counted(tool: Tool, besides: Option<(&str, &str)>) -> [u64; 3] {
    let all = histogram::all(tool);
    [Some(IDS[0]), Some(IDS[1]), None].map(|id| {
        let is_of = |one: &&histogram::Histogram| one.key["container"]["id"].as_str() == id;
        let is_it = |one: &&histogram::Histogram| besides.is_none_or(|(key, value)| one.key_text(key) == Some(value));
        all.iter().filter(is_of).filter(is_it).map(|one| one.count).sum()
    })
}

/// The numbers of both containers and of what is in none.
fn apart(output: &Output, key: &str) -> [i64; 3] {
    [Some(IDS[0]), Some(IDS[1]), None].map(|id| of_container(output, id, key))
}

#[test]
fn connections_are_told_by_container_pod_and_name_and_add_up() {
    let _boxes = Boxes::new();
    // Seven tools' programs take long, and what is preempted in one keeps another task from it.
    let exchange = |sent, received| ["first", "tcp-exchange", sent, received, "0", "127.0.0.1"];
    let arguments = [exchange("1000", "20"), exchange("3000", "400"), exchange("50000", "6000")];
    let acting = Boxes::start("cgroup-bare", arguments.each_ref().map(|arguments| &arguments[..]));
    let start = |arguments: &[&str]| Tool::start(&[&["tcptop", "--comm", "workload"], arguments].concat());
    let by_container = start(&["--json", "--by", "container"]);
    let by_pod = start(&["--json", "--by", "pod", "-s", "sent"]);
    let by_group = start(&["--json", "--by", "cgroup,comm"]);
    let rows = start(&["--json"]);
    let text = start(&["-S", "--by", "container,IP", "-s", "container", "100"]);
    let [queues, rtts] = ["tcpsynbl", "tcprtt"].map(|tool| Tool::start(&[tool, "--json", "--by", "container"]));
    let _ = acting.map(Workload::go);
    // Each connects once, to itself, and something arrives at both ends.
    assert_eq!(counted(queues, None), [1; 3]);
    let arrived = counted(rtts, None);
    assert!(arrived.iter().all(|count| *count >= 2), "{arrived:?}");
    let [by_container, by_pod, by_group, rows] = [by_container, by_pod, by_group, rows].map(Tool::stop);

    // Each end of each connection is told, so what is sent is received.
    let wanted = [1020, 3400, 56000];
    for output in [&by_container, &rows] {
        output.assert_nothing_lost();
        assert_eq!((apart(output, "tx_bytes"), apart(output, "rx_bytes")), (wanted, wanted), "{output}");
    }
    let one = by_container.rows_where(|row| row.get("container").get("id") == Some(&json!("one")))[0];
    assert!(!one.has("pid") && !one.has("local_end") && !one.has("netns") && one.has("interval_ns"), "{by_container}");
    assert_eq!(*one.get("container"), json!({"id": "one", "name": null, "runtime": "runc", "image": null}));
    // Whose row it is, is told of each: nothing of what is in no container.
    assert!(rows.rows.iter().all(|row| row.has("pid")), "{rows}");
    let host = rows.rows_where(|row| !row.has("container"));
    assert!(!host.is_empty() && host.iter().all(|row| !row.has("cgroup_id") && !row.has("pod")), "{rows}");
    assert!(rows.rows_where(|row| row.has("container")).iter().all(|row| row.number("cgroup_id") > 0), "{rows}");

    let pod = json!({"uid": POD, "namespace": "prod", "name": "shop-1"});
    let sent = |is_wanted: &dyn Fn(&Row) -> bool| -> i64 {
        by_pod.rows_where(is_wanted).iter().map(|row| row.number("tx_bytes")).sum()
    };
    assert_eq!((sent(&|row| *row.get("pod") == pod), sent(&|row| row.get("pod").is_null())), (3400, 57020), "{by_pod}");
    for (group, wanted) in Boxes::groups().iter().zip(wanted) {
        let is_of = |row: &Row| row.text("cgroup") == format!("/{group}") && row.text("comm") == "workload";
        let sum: i64 = by_group.rows_where(is_of).iter().map(|row| row.number("tx_bytes")).sum();
        assert_eq!(sum, wanted, "{by_group}");
    }
    let text = text.stop_text();
    let lines: Vec<Vec<&str>> = text.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["CONTAINER", "IP", "RX_KB", "TX_KB"], "{text}");
    assert_eq!(lines[1..], [["-", "4", "54", "54"], ["app", "4", "3", "3"], ["one", "4", "0", "0"]], "{text}");

    let wrong = run_probebox(&["tcptop", "--by", "rx_kb"]);
    wrong.assert_refused(2, &["--by: there is no 'rx_kb'; there are container, pod, cgroup, pid, uid, comm"]);
    let wrong = run_probebox(&["cachestat", "--by", "buffers"]);
    wrong.assert_refused(2, &["--by: there is no 'buffers'; there are container, pod, cgroup"]);
}

/// Files of so many pages, of which none is in memory.
fn files(volume: &Volume, pages: [i64; 3]) -> [String; 3] {
    let paths = ["a", "b", "c"].map(|name| volume.file(name));
    for (path, pages) in paths.iter().zip(pages) {
        fs::write(path, vec![7; pages as usize * 4096]).unwrap();
    }
    volume.drop_caches();
    paths
}

#[test]
fn pages_and_files_are_told_by_container_and_add_up() {
    const PAGES: [i64; 3] = [100, 300, 50];
    let _boxes = Boxes::new();
    let volume = Volume::new("grouping");
    let paths = files(&volume, PAGES);
    let read = |path| ["read", "4096", path, "random"];
    let arguments = paths.each_ref().map(|path| read(path));
    let acting = Boxes::start("cgroup-bare", arguments.each_ref().map(|arguments| &arguments[..]));
    let start = |tool, by| Tool::start(&[tool, "--json", "--comm", "workload", "--by", by, "100"]);
    let tools = ["cachestat", "vfsstat", "cachetop", "filetop"].map(|tool| start(tool, "container"));
    let by_pod = start("cachestat", "pod");
    let histogram =
        |arguments: &[&str]| Tool::start(&[arguments, &["--json", "--comm", "workload", "--by", "container"]].concat());
    let fsdist = histogram(&["fsdist", "-t", "ext4"]);
    let funclatency = histogram(&["funclatency", "generic_file_read_iter"]);
    let syscount = histogram(&["syscount"]);
    let whole = Tool::start(&["cachestat", "--json", "--comm", "workload", "100"]);
    let _ = acting.map(Workload::go);
    let [cachestat, vfsstat, cachetop, filetop] = tools.map(Tool::stop);
    let calls = PAGES.map(|pages| pages as u64);
    assert_eq!(counted(fsdist, Some(("operation", "read"))), calls);
    assert_eq!(counted(funclatency, None), calls);
    // Each reads as often, and does what else programs do.
    let syscount = syscount.stop();
    let calls = apart(&syscount, "count");
    assert!(calls.iter().zip(PAGES).all(|(all, reads)| (reads..reads + 40).contains(all)), "{syscount}");
    let (by_pod, whole) = (by_pod.stop(), whole.stop());

    for output in [&cachestat, &cachetop] {
        output.assert_nothing_lost();
        assert_eq!(apart(output, "misses"), PAGES, "{output}");
    }
    assert_eq!(apart(&filetop, "reads"), PAGES, "{filetop}");
    assert_eq!(apart(&filetop, "read_bytes"), PAGES.map(|pages| pages * 4096), "{filetop}");
    assert_eq!(apart(&vfsstat, "reads"), PAGES, "{vfsstat}");
    let sum = |output: &Output, key| output.rows.iter().map(|row| row.number(key)).sum::<i64>();
    for key in ["misses", "dirties", "hits"] {
        assert_eq!((sum(&cachestat, key), sum(&by_pod, key)), (sum(&whole, key), sum(&whole, key)), "{key}: {whole}");
    }
    assert!(whole.rows[0].has("buffers_bytes") && !cachestat.rows[0].has("buffers_bytes"), "{cachestat}");
    let in_pod = by_pod.only(|row| row.get("pod").get("name") == Some(&json!("shop-1")));
    assert_eq!(in_pod.number("misses"), PAGES[1], "{by_pod}");
}

#[test]
fn pages_that_are_read_ahead_are_told_by_container() {
    const PAGES: [i64; 3] = [64, 32, 16];
    let _boxes = Boxes::new();
    let volume = Volume::new("grouping");
    let paths = files(&volume, PAGES);
    let arguments = paths.each_ref().map(|path| ["read", "4096", path]);
    let acting = Boxes::start("cgroup-bare", arguments.each_ref().map(|arguments| &arguments[..]));
    let tool = Tool::start(&["readahead", "--json", "--comm", "workload", "--by", "container"]);
    let _ = acting.map(Workload::go);
    let all = histogram::all(tool);
    // A file that is read from its beginning to its end is read ahead, and used.
    let told = [Some(IDS[0]), Some(IDS[1]), None].map(|id| {
        let its: Vec<_> = all.iter().filter(|one| one.key["container"]["id"].as_str() == id).collect();
        assert_eq!(its.len(), 1, "{id:?}: {all:?}");
        assert_eq!(its[0].key_number("unused_pages"), Some(0), "{all:?}");
        (its[0].count as i64, its[0].key_number("total_pages").unwrap())
    });
    assert_eq!(told, PAGES.map(|pages| (pages, pages)), "{all:?}");
}

#[test]
fn requests_are_told_by_container_and_disk_and_add_up() {
    let _boxes = Boxes::new();
    let disks = [Disk::new("nullb0", 0, 64), Disk::new("nullb1", 0, 64)];
    let paths = disks.each_ref().map(Disk::path);
    let arguments = [["writes", "7", &paths[0]], ["writes", "20", &paths[1]], ["writes", "3", &paths[1]]];
    let acting = Boxes::start("cgroup", arguments.each_ref().map(|arguments| &arguments[..]));
    let by_container = Tool::start(&["biotop", "--json", "--by", "container,disk", "100"]);
    let chosen = Tool::start(&["biotop", "--json", "--container", "one", "100"]);
    let bitesize = Tool::start(&["bitesize", "--json", "--by", "container"]);
    let patterns = Tool::start(&["biopattern", "--json", "--by", "disk,container"]);
    let its_pattern = Tool::start(&["biopattern", "--json", "--container", "one"]);
    let not_chosen = Tool::start(&["biotop", "--json", "--host", "100"]);
    let _ = acting.map(Workload::go);
    let [by_container, chosen, not_chosen] = [by_container, chosen, not_chosen].map(Tool::stop);
    let [one, app, host] = counted(bitesize, None);
    assert!((one, app) == (7, 20) && host >= 3, "{one}, {app}, {host}");
    let [patterns, its_pattern] = [patterns, its_pattern].map(Tool::stop);
    let mut told: Vec<_> = patterns.rows_where(|row| row.text("disk").starts_with("nullb"));
    told.sort_by_key(|row| row.number("count"));
    let told: Vec<_> = told.iter().map(|row| (&row.get("container")["id"], row.number("count"))).collect();
    assert_eq!(told, [(&Value::Null, 3), (&json!("one"), 7), (&json!(IDS[1]), 20)], "{patterns}");
    let row = its_pattern.only(|_| true);
    assert_eq!((row.text("disk"), row.number("count")), ("nullb0", 7), "{its_pattern}");
    let on = |disk: &str| -> Vec<(Value, i64)> {
        let rows = by_container.rows_where(|row| row.text("disk") == disk);
        rows.iter().map(|row| (row.get("container").clone(), row.number("io"))).collect()
    };
    assert_eq!(apart(&by_container, "io").iter().sum::<i64>(), 30, "{by_container}");
    assert_eq!(on("nullb0").iter().map(|(one, io)| (&one["id"], *io)).collect::<Vec<_>>(), [(&json!("one"), 7)]);
    let mut second: Vec<_> = on("nullb1").iter().map(|(one, io)| (one["name"].clone(), *io)).collect();
    second.sort_by_key(|(_, io)| *io);
    assert_eq!(second, [(Value::Null, 3), (json!("app"), 20)], "{by_container}");
    let chosen: Vec<_> = chosen.rows.iter().map(|row| (row.get("container")["id"].clone(), row.number("io"))).collect();
    assert_eq!(chosen, [(json!("one"), 7)]);
    let host = not_chosen.rows_where(|row| row.text("disk").starts_with("nullb"));
    assert_eq!(host.iter().map(|row| (row.has("container"), row.number("io"))).collect::<Vec<_>>(), [(false, 3)]);
}
