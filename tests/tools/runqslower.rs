//! runqslower: each long wait for a CPU once, with its length and who had the CPU until then.

use crate::support::{Tool, Workload, workload};

#[test]
fn every_wait_of_one_process() {
    // As many as the kernel counts: after wake-ups, when preempted, and of new threads.
    let acting = Workload::start(&["uid", "4711", "wait", "threads", "20"]);
    let pid: String = acting.said().one("pid");
    let tool =
        Tool::start(&["runqslower", "--json", "0", "-p", &pid, "--fields", "pid,tid,ppid,uid,gid,cgroup,lat_ns"]);
    workload(&["preempt", "100"]);
    acting.go();
    let output = tool.stop();
    output.assert_nothing_lost();
    let mut tids: Vec<i64> = output.rows.iter().map(|row| row.number("tid")).collect();
    tids.sort_unstable();
    tids.dedup();
    assert_eq!(tids.len(), 21, "{output}");
    let parent = i64::from(std::process::id());
    for row in &output.rows {
        let who = ["pid", "ppid", "uid", "gid"].map(|key| row.number(key));
        assert_eq!(who, [pid.parse().unwrap(), parent, 4711, 4711], "{output}");
        assert!(row.number("cgroup") > 0, "{output}");
    }
}

#[test]
fn columns_are_those_people_know() {
    for (option, columns) in [(&[][..], 4), (&["-P"], 6)] {
        let tool = Tool::start(&[&["runqslower", "90000"], option].concat());
        let did = workload(&["hog", "100"]);
        let finished = tool.stop_text();
        let mut lines = finished.stdout().lines();
        let header = ["TIME", "COMM", "TID", "LAT(us)", "PREV COMM", "PREV TID"];
        assert_eq!(
            lines.next().unwrap().split_whitespace().collect::<String>(),
            header[..columns].concat().replace(' ', "")
        );
        let waiter: String = did.of("waiter", "pid");
        let row = lines.map(|line| line.split_whitespace().collect::<Vec<_>>()).find(|row| row[2] == waiter).unwrap();
        assert_eq!((row.len(), row[1]), (columns, "workload"), "{finished}");
        assert!(row[3].parse::<u64>().unwrap() >= 90_000, "{finished}");
    }
}

/// With slices as the kernel has them: see `tests/vm/matrix`.
mod timely {
    use super::*;

    #[test]
    fn who_had_the_cpu() {
        let tool = Tool::start(&["runqslower", "--json", "-c", "workload", "0"]);
        let did = workload(&["preempt", "200"]);
        let output = tool.stop();
        for (one, other) in [("one", "other"), ("other", "one")] {
            let (one, other): (i64, i64) = (did.of(one, "pid"), did.of(other, "pid"));
            let rows = output.rows_where(|row| row.number("tid") == one && row.number("prev_tid") == other);
            assert!(rows.len() > 3 && rows.iter().all(|row| row.text("prev_comm") == "workload"), "{output}");
        }
    }

    /// It waits once and no more, which takes that nothing stands still: an emulator on a busy machine does.
    #[test]
    fn a_wait_of_known_length_and_who_had_the_cpu() {
        let tool = Tool::start(&["runqslower", "--json", "-c", "work", "90000"]);
        let other = Tool::start(&["runqslower", "--json", "-c", "workload2", "0"]);
        let did = workload(&["hog", "100"]);
        let (least, most) = (did.of::<i64>("hog", "spun_ns"), did.of::<i64>("waiter", "waited_ns"));
        let waiter: i64 = did.of("waiter", "pid");
        let output = tool.stop();
        output.assert_nothing_lost();
        let row = output.only(|row| row.number("tid") == waiter);
        assert!((least..=most).contains(&row.number("lat_ns")), "{least}..{most}: {output}");
        assert_eq!((row.number("pid"), row.number("uid"), row.text("comm")), (waiter, 0, "workload"), "{output}");
        assert_eq!(row.number("cpu"), 0, "{output}");
        assert!(other.stop().rows.is_empty());
    }
}
