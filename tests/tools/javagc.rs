//! javagc: each collection and each pool of it, with how long it took and the names that the probes' arguments point to.
//! The workload stands in for Java: it has the same static probes.

use std::fs;
use std::process::Command;

use crate::support::{Output, Process, Tool, mark, run, run_probebox, workload, workload_path};

const MS: u64 = 1_000_000;

/// The two pools and the whole of one collection that took `ms` and not more than `most` ns.
fn assert_collection(output: &Output, full: bool, ms: u64, most: u64) {
    output.assert_nothing_lost();
    assert_eq!(output.rows.len(), 3, "{output}");
    for (pool, least) in [(&b"Eden"[..], ms), (b"caf\xe9", ms / 2)] {
        let row = output.only(|row| row.has("pool") && !row.get("pool").is_null() && row.bytes("pool") == pool);
        assert_eq!((row.text("manager"), row.get("full").is_null()), ("Probebox Young", true), "{output}");
        assert!((least * MS..=most).contains(&(row.number("gc_time_ns") as u64)), "{most}: {output}");
    }
    let whole = output.only(|row| row.get("pool").is_null());
    assert_eq!((whole.get("manager").is_null(), whole.get("full").as_bool()), (true, Some(full)), "{output}");
    assert!((ms * MS..=most).contains(&(whole.number("gc_time_ns") as u64)), "{most}: {output}");
}

#[test]
fn a_collection_is_told_with_its_pools() {
    let tool = Tool::start(&["javagc", "--json", "-t", "200000", "-j", &workload_path(), "--comm", "java"]);
    let did = workload(&["comm", "java", "collection", "full", "400"]);
    workload(&["comm", "java", "collection", "full", "0"]);
    workload(&["comm", "other", "collection", "young", "400"]);
    assert_collection(&tool.stop(), true, 400, did.one("took_ns"));
}

/// A folder that is seen in two places, as that of an image is by its containers.
struct Views {
    folders: [String; 2],
}

impl Views {
    /// Of a folder, and one for what else it takes.
    fn new(image: &str, other: &str) -> Self {
        let folders = ["a", "b"].map(|name| format!("{other}/{name}"));
        fs::create_dir_all(format!("{other}/none")).unwrap();
        for folder in &folders {
            fs::create_dir(folder).unwrap();
            let layers = format!("lowerdir={image}:{other}/none");
            let mounted = run("mount", &["-t", "overlay", "overlay", "-o", &layers, folder]);
            assert_eq!(mounted.code(), 0, "{mounted}");
        }
        Self { folders }
    }
}

impl Drop for Views {
    fn drop(&mut self) {
        for folder in &self.folders {
            run("umount", &["-l", folder]);
        }
    }
}

/// Programs whose library is called as Java's: one that is traced by its number, and two that have the same of an image.
#[test]
fn the_library_is_found_where_it_runs() {
    let (folder, image) = (mark("jvm"), mark("image"));
    for folder in [&folder, &image] {
        fs::create_dir(folder).unwrap();
        fs::copy(workload_path(), format!("{folder}/libjvm.so")).unwrap();
    }
    let views = Views::new(&image, &mark("views"));
    let start = |folder: &String| {
        let mut command = Command::new(format!("{folder}/libjvm.so"));
        command.args(["wait", "collection", "young", "10"]);
        let process = Process::start(command);
        process.wait_for_stdout(|text| text.contains("waiting "));
        process
    };
    run_probebox(&["javagc", "-j", "/bin/busybox"]).assert_refused(1, &["has no static probe 'hotspot:gc__begin'"]);
    run_probebox(&["javagc"]).assert_refused(1, &["no process that runs uses libjvm.so"]);
    let (one, [other, third]) = (start(&folder), views.folders.each_ref().map(start));
    let everywhere = Tool::start(&["javagc"]);
    let alone = Tool::start(&["javagc", "--json", "-t", "0", "-p", &one.pid.to_string()]);
    for process in [&one, &other, &third] {
        process.write(b"go\n");
    }
    let pids = [&one, &other, &third].map(|process| process.pid.to_string());
    let did = crate::support::Did::new(&one.wait().stdout);
    assert_eq!((other.wait().code(), third.wait().code()), (0, 0));
    assert_collection(&alone.stop(), false, 10, did.one("took_ns"));
    let finished = everywhere.stop_text();
    let lines: Vec<Vec<_>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["TIME", "CPU", "PID", "GC", "TIME"], "{finished}");
    for pid in pids {
        let rows: Vec<_> = lines.iter().filter(|line| line[2] == pid).collect();
        assert_eq!(rows.len(), 3, "{finished}");
        assert!(rows.iter().all(|row| row.len() == 4 && row[3].parse::<u64>().unwrap() >= 5000), "{finished}");
    }
}
