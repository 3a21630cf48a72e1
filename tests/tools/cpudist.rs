//! cpudist: how long tasks keep a CPU and are off it, to the unit in number and to the step in time.

use crate::support::histogram::{self, STEP, count_of};
use crate::support::{Tool, Workload, workload};

#[test]
fn on_the_cpu_it_is_what_the_kernel_says() {
    let tool = Tool::start(&["cpudist", "--json", "-P"]);
    let did = workload(&["pipe", "1000"]);
    let spun = workload(&["preempt", "1000"]);
    let all = histogram::all(tool);
    for (did, words) in [(&did, ["asker", "answerer"]), (&spun, ["one", "other"])] {
        for word in words {
            let (pid, runs): (i64, u64) = (did.of(word, "pid"), did.of(word, "runs"));
            assert_eq!(count_of(&all, "pid", pid), runs, "{word}: {all:?}");
        }
    }
    for word in ["one", "other"] {
        let ran: u64 = spun.of(word, "ran_ns");
        let one = all.iter().find(|one| one.key_number("pid") == Some(spun.of(word, "pid"))).unwrap();
        assert!(one.sum.abs_diff(ran) * 20 < ran, "{word}: {ran} ns: {one:?}");
        assert_eq!(one.key_text("comm"), Some("workload"), "{one:?}");
    }
}

#[test]
fn one_who_keeps_the_cpu_and_one_who_is_kept_off_it() {
    let (on, off) = (Tool::start(&["cpudist", "--json", "-L"]), Tool::start(&["cpudist", "--json", "-O", "-L"]));
    let began = std::time::Instant::now();
    let did = workload(&["hog", "100"]);
    let most = began.elapsed().as_nanos() as f64 * (1.0 + STEP);
    let least = did.of::<u64>("hog", "spun_ns") as f64 * (1.0 - STEP);
    for (tool, word) in [(on, "hog"), (off, "waiter")] {
        let all = histogram::all(tool);
        let one = all.iter().find(|one| one.key_number("tid") == Some(did.of(word, "pid"))).unwrap();
        let long: u64 = one.slots.iter().filter(|slot| slot.high as f64 >= least).map(|slot| slot.count).sum();
        assert_eq!(long, 1, "{word}: {one:?}");
        assert!((least..most).contains(&(one.max as f64)), "{word}: {one:?}");
    }
}

#[test]
fn others_are_left_out() {
    let inside = Workload::start(&["cgroup", "probebox/cpudist", "wait", "pipe", "500"]);
    let pid: String = inside.said().one("pid");
    let by_cgroup = Tool::start(&["cpudist", "--json", "--by", "cgroup", "-c", "/sys/fs/cgroup/probebox/cpudist"]);
    let by_pid = Tool::start(&["cpudist", "--json", "-L", "-p", &pid]);
    workload(&["pipe", "100"]);
    let did = inside.go();
    let [one] = &histogram::all(by_cgroup)[..] else { panic!("one histogram is wanted") };
    assert_eq!(one.key_text("cgroup"), Some("/probebox/cpudist"), "{one:?}");
    assert!(one.count >= did.of::<u64>("asker", "runs") + did.of::<u64>("answerer", "runs"), "{one:?}");
    let [one] = &histogram::all(by_pid)[..] else { panic!("one thread is wanted") };
    assert_eq!(one.key_number("tid"), pid.parse().ok(), "{one:?}");
}

#[test]
fn text_is_the_histogram_people_know() {
    let tool = Tool::start(&["cpudist", "-m", "-O", "-T"]);
    workload(&["hog", "100"]);
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(lines.iter().any(|line| line[..] == ["msecs", ":", "count", "distribution"]), "{finished}");
    assert!(lines.iter().any(|line| line.len() == 1 && line[0].split(':').count() == 3), "{finished}");
    assert!(finished.stdout().contains("64 -> 127") || finished.stdout().contains("128 -> 255"), "{finished}");
}
