//! fsslower: each operation once, on file systems of the kernel and of modules, and one that is slow by a known time.

use std::fs;

use crate::support::{Did, Nfs, Output, Row, Tool, Volume, mark, run_probebox, workload};

/// Rows of what the workload did.
fn rows_of<'o>(output: &'o Output, did: &Did) -> Vec<&'o Row> {
    output.assert_nothing_lost();
    let pid: i64 = did.one("pid");
    output.rows_where(|row| row.number("pid") == pid)
}

/// Sendfile is a read by a function of its own since 6.5, which btrfs lacked for some time.
fn lacks_sendfile(kind: &str) -> bool {
    let functions = fs::read_to_string("/proc/kallsyms").unwrap();
    kind == "btrfs" && functions.contains(" filemap_splice_read\n") && !functions.contains(" btrfs_file_splice_read\t")
}

/// What the workload does in a folder of a file system of this kind, and nothing else, by a thread of this name.
fn assert_told_once(kind: &str, folder: &str) {
    let tool = Tool::start(&["fsslower", "--json", "-m", "0", "-t", kind, "--comm", "known"]);
    workload(&["file-known", &format!("{folder}/others")]);
    let did = workload(&["comm", "known", "file-known", &format!("{folder}/odd\x1b\n")]);
    let output = tool.stop();
    let rows = rows_of(&output, &did);
    assert_eq!(rows.len(), output.rows.len(), "{output}");
    let count = |wanted: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| wanted(row)).count();
    for operation in ["read", "write", "open", "fsync"] {
        let missed = usize::from(operation == "read" && lacks_sendfile(kind));
        let told = count(&|row| row.text("operation") == operation);
        assert_eq!(told + missed, did.one::<usize>(operation), "{kind} {operation}: {output}");
    }
    let failed = output.only(|row| row.number("err") != 0);
    assert_eq!((failed.text("operation"), failed.text("error")), ("read", "EFAULT"), "{kind}: {output}");
    let known = |operation: &str, bytes: i64, offset: i64| {
        count(&|row| {
            row.text("operation") == operation && row.get("bytes") == bytes && row.get("offset_bytes") == offset
        })
    };
    assert_eq!((known("read", 1000, 8192), known("write", 4096, 8192)), (4, 1), "{kind}: {output}");
    // what is appended, with the sync of it
    assert_eq!((known("write", 100, 12288), known("fsync", 100, 12288)), (1, 1), "{kind}: {output}");
    assert!(rows.iter().all(|row| row.text("filename") == "odd\x1b\n"), "{kind}: {output}");
}

#[test]
fn each_operation_is_told_once() {
    for kind in ["ext4", "xfs", "btrfs"] {
        assert_told_once(kind, &Volume::of(kind, "slower").path);
    }
}

#[test]
fn each_operation_of_nfs_is_told_once() {
    assert_told_once("nfs", &Nfs::new("slower").path);
}

#[test]
fn a_slow_read_is_told_with_how_long_it_took() {
    let directory = mark("slow");
    fs::create_dir(&directory).unwrap();
    let slow = Tool::start(&["fuseslower", "--json", "-m", "50", "-F"]);
    let all = Tool::start(&["fsslower", "--json", "-t", "fuse", "-m", "0"]);
    let did = workload(&["fuse", "50", &directory]);
    fs::remove_dir(&directory).unwrap();
    let (slow, all) = (slow.stop(), all.stop());
    let rows = rows_of(&slow, &did);
    let read = rows.iter().find(|row| row.text("operation") == "read").unwrap_or_else(|| panic!("{slow}"));
    assert_eq!((read.number("bytes"), read.number("offset_bytes"), read.number("err")), (1000, 4096, 0), "{slow}");
    assert!((50_000_000..=did.one("most_ns")).contains(&read.number("lat_ns")), "{slow}");
    assert_eq!(read.text("filename"), directory + "/file", "{slow}");
    let rows = rows_of(&all, &did);
    for operation in ["read", "write", "open", "fsync"] {
        let count = rows.iter().filter(|row| row.text("operation") == operation).count();
        assert_eq!(count, did.one::<usize>(operation), "{operation}: {all}");
    }
    let write = rows.iter().find(|row| row.text("operation") == "write").unwrap();
    assert_eq!(
        (write.number("bytes"), write.number("offset_bytes"), write.text("filename")),
        (300, 512, "file"),
        "{all}"
    );
    let made = rows.iter().filter(|row| row.text("filename") == "made").count();
    assert_eq!(made, 1, "{all}");
}

#[test]
fn text_is_what_people_know() {
    let volume = Volume::new("slower-text");
    let tool = Tool::start(&["ext4slower", "-m", "0"]);
    let did = workload(&["file-known", &volume.file("known")]);
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["TIME", "COMM", "PID", "T", "BYTES", "OFF_KB", "LAT(ms)", "FILENAME"], "{finished}");
    let pid: String = did.one("pid");
    let has = |letter: &str, bytes: &str, at: &str| {
        lines.iter().filter(|line| line[1..6] == ["workload", &pid, letter, bytes, at] && line[7] == "known").count()
    };
    let seen =
        [has("R", "1000", "8"), has("W", "100", "12"), has("O", "-", "-"), has("F", "-", "0"), has("F", "100", "12")];
    assert_eq!(seen, [4, 1, 2, 2, 1], "{finished}");
}

#[test]
fn a_file_system_that_is_not_there_is_named_with_the_remedy() {
    let finished = run_probebox(&["zfsslower"]);
    finished.assert_refused(1, &["zfs", "modprobe zfs"]);
}
