//! cpudist: how long tasks keep a CPU and are off it, to the unit in number and to the step in time.

use crate::support::histogram::{self, STEP, bar_of, count_of};
use crate::support::{Tool, Workload, workload};

#[test]
fn turns_on_the_cpu_are_counted_to_the_unit() {
    let tool = Tool::start(&["cpudist", "--json", "-P"]);
    let did = workload(&["pipe", "1000"]);
    let spun = workload(&["preempt", "300"]);
    let all = histogram::all(tool);
    for (did, words) in [(&did, ["asker", "answerer"]), (&spun, ["one", "other"])] {
        for word in words {
            let (pid, runs): (i64, u64) = (did.of(word, "pid"), did.of(word, "runs"));
            assert_eq!(count_of(&all, "pid", pid), runs, "{word}: {all:?}");
        }
    }
}

mod timely {
    use super::*;

    /// The kernel does not count what an interrupt takes, which is long where the emulator stands still in one.
    #[test]
    fn on_the_cpu_it_is_what_the_kernel_says() {
        let tool = Tool::start(&["cpudist", "--json", "-P"]);
        let spun = workload(&["preempt", "300"]);
        let all = histogram::all(tool);
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
        let most = began.elapsed().as_nanos() as u64;
        let of = |tool, word| {
            let mut all = histogram::all(tool);
            let at = all.iter().position(|one| one.key_number("tid") == Some(did.of(word, "pid"))).unwrap();
            all.remove(at)
        };
        // The kernel's own threads go before the hog, now and then.
        let (ran, one) = (did.of::<u64>("hog", "ran_ns"), of(on, "hog"));
        assert!((ran..most).contains(&one.sum) && one.max * one.count >= ran, "{ran}: {one:?}");
        let (spun, one) = (did.of::<u64>("hog", "spun_ns"), of(off, "waiter"));
        let long: u64 = one.slots.iter().filter(|slot| slot.high >= spun).map(|slot| slot.count).sum();
        assert_eq!(long, 1, "{spun}: {one:?}");
        let least = spun as f64 * (1.0 - STEP);
        assert!((least..most as f64 * (1.0 + STEP)).contains(&(one.max as f64)), "{spun}: {one:?}");
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
    let did = workload(&["hog", "100"]);
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(lines.iter().any(|line| line[..] == ["msecs", ":", "count", "distribution"]), "{finished}");
    assert!(lines.iter().any(|line| line.len() == 1 && line[0].split(':').count() == 3), "{finished}");
    assert!(bar_of(finished.stdout(), did.of::<u64>("hog", "spun_ns") / 1_000_000) > 0, "{finished}");
}
