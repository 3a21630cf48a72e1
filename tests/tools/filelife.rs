//! filelife: the end of each file that was made meanwhile, with its age.

use std::fs;
use std::path::Path;

use crate::support::{Tool, Workload, mark, workload};

#[test]
fn a_file_is_told_at_its_end_with_its_age() {
    let (path, aside) = (mark("life") + "file", mark("life") + "aside");
    let old = mark("life") + "old";
    fs::write(&old, "").unwrap();
    let full = Tool::start(&["filelife", "--json", "-F"]);
    let acting = Workload::start(&["comm", "remover", "wait", "life", "50", &path]);
    let pid: String = acting.said().one("pid");
    let short = Tool::start(&["filelife", "--json", "-p", &pid]);
    let other = workload(&["life", "0", &aside]);
    let did = acting.go();
    fs::remove_file(old).unwrap();
    let (full, short) = (full.stop(), short.stop());
    full.assert_nothing_lost();
    short.assert_nothing_lost();
    let is_ours = |name: &str| name.contains(&mark("life"));
    let rows = full.rows_where(|row| is_ours(row.text("file")));
    let told: Vec<_> = rows.iter().map(|row| (row.text("file"), row.number("pid"), row.text("comm"))).collect();
    // neither the second names, nor the file that was there before
    let wanted = [(aside.as_str(), other.one("by"), "workload"), (&path, did.one("by"), "remover")];
    assert_eq!(told, wanted, "{full}");
    let age = short.only(|_| true).number("age_ns");
    assert!((did.one::<i64>("least_ns")..=did.one("most_ns")).contains(&age), "{age}: {short}");
    assert_eq!(short.rows[0].text("file"), Path::new(&path).file_name().unwrap(), "{short}");
}

#[test]
fn every_way_to_make_a_file_counts() {
    let (directory, ways) = (mark("life-ways"), ["open", "creat", "openat2", "uring"]);
    let tool = Tool::start(&["filelife", "--json"]);
    for way in ways {
        let path = directory.clone() + way;
        workload(&["open", way, &path]);
        fs::remove_file(path).unwrap();
    }
    workload(&["files", &directory]); // five names, one of them by mknod
    let odd = Path::new(std::ffi::OsStr::new(&directory)).with_extension("\x1b[31m\n");
    fs::write(&odd, "").unwrap();
    fs::remove_file(&odd).unwrap();
    let output = tool.stop();
    output.assert_nothing_lost();
    let names: Vec<String> = output.rows.iter().map(|row| row.text("file").to_owned()).collect();
    for name in ways.map(|way| directory[5..].to_owned() + way).iter().map(String::as_str).chain(["0", "3", "node"]) {
        assert_eq!(names.iter().filter(|found| *found == name).count(), 1, "{name}: {output}");
    }
    assert!(names.iter().any(|name| name.ends_with("\x1b[31m\n")), "{output}");
}

#[test]
fn text_is_what_people_know() {
    let path = mark("life") + "text";
    let tool = Tool::start(&["filelife"]);
    workload(&["life", "20", &path]);
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["TIME", "PID", "COMM", "AGE(s)", "FILE"], "{finished}");
    let row = lines.iter().find(|line| path.ends_with(line[4])).unwrap_or_else(|| panic!("{finished}"));
    assert_eq!((row[0].len(), row[2]), ("12:34:56".len(), "workload"), "{finished}");
    assert!(row[3].parse::<f64>().unwrap() >= 0.02, "{finished}");
}
