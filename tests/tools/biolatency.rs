//! biolatency: how long block I/O takes, on a disk whose delay is known.

use std::fs;
use std::path::Path;

use crate::support::{Did, Disk, Histogram, Tool, Workload, workload};

const STEP: f64 = 0.0625;

fn biolatency(arguments: &[&str]) -> Tool {
    Tool::start(&[&["biolatency", "--json"], arguments].concat())
}

fn histograms(tool: Tool) -> Vec<Histogram> {
    let output = tool.stop();
    output.assert_nothing_lost();
    output.rows.iter().map(Histogram::new).collect()
}

fn only(tool: Tool) -> Histogram {
    let mut all = histograms(tool);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

#[test]
fn a_thousand_reads_are_counted_to_the_unit() {
    let disk = Disk::new("nullb0", 0, 64);
    let tool = biolatency(&["-d", disk.name]);
    workload(&["reads", "1000", &disk.path()]);
    assert_eq!(only(tool).count, 1000);
}

/// All requests took at least the delay, and no longer than the caller saw.
fn assert_delay(one: &Histogram, count: u64, least: u64, did: &Did) {
    let most: u64 = did.one("longest_ns");
    assert_eq!(one.count, count, "{one:?}");
    for slot in one.slots.iter().filter(|slot| slot.count > 0) {
        assert!(slot.high >= least && slot.low <= most, "{least}..{most} ns: {one:?}");
    }
    assert!(one.max as f64 <= most as f64 * (1.0 + STEP), "{most} ns: {one:?}");
    assert!(one.sum >= least * count && one.sum <= most * count, "{least}..{most} ns: {one:?}");
}

#[test]
fn a_known_delay_stands_where_it_belongs() {
    let disk = Disk::new("nullb0", 50_000_000, 64);
    let tool = biolatency(&["-d", disk.name]);
    let did = workload(&["reads", "20", &disk.path()]);
    assert_delay(&only(tool), 20, 50_000_000, &did);
}

#[test]
fn time_in_the_queue_is_counted_if_asked_for() {
    // One request at a time on the disk, two asked for at once: every other one waits for the one before it.
    let disk = Disk::new("nullb0", 50_000_000, 1);
    disk.set_scheduler("mq-deadline");
    let plain = biolatency(&["-d", disk.name]);
    let queued = biolatency(&["-Q", "-d", disk.name]);
    let did = workload(&["reads", "20", &disk.path(), "2"]);
    let (plain, queued) = (only(plain), only(queued));
    assert_delay(&plain, 20, 50_000_000, &did);
    assert_eq!(queued.count, 20, "{queued:?}");
    let long =
        |one: &Histogram| one.slots.iter().filter(|slot| slot.low > 90_000_000).map(|slot| slot.count).sum::<u64>();
    assert!(long(&queued) >= 10, "{queued:?}");
    assert!(queued.sum > plain.sum + 10 * 40_000_000, "{plain:?} {queued:?}");
}

#[test]
fn disks_are_told_apart_by_name() {
    let (one, two) = (Disk::new("nullb0", 0, 64), Disk::new("nullb1", 0, 64));
    let tool = biolatency(&["-D"]);
    workload(&["reads", "300", &one.path()]);
    workload(&["reads", "200", &two.path()]);
    let all = histograms(tool);
    for (disk, wanted) in [(one.name, 300), (two.name, 200)] {
        let count: u64 = all.iter().filter(|h| h.key_text("disk") == Some(disk)).map(|h| h.count).sum();
        assert_eq!(count, wanted, "{disk}: {all:?}");
    }
}

#[test]
fn flags_are_told_apart() {
    let disk = Disk::new("nullb0", 0, 64);
    let tool = biolatency(&["-F", "-d", disk.name]);
    workload(&["reads", "300", &disk.path()]);
    workload(&["writes", "200", &disk.path()]);
    let all = histograms(tool);
    let count = |word: &str| -> u64 {
        all.iter().filter(|h| h.key_text("flags").is_some_and(|flags| flags.contains(word))).map(|h| h.count).sum()
    };
    assert_eq!((count("Read"), count("Write")), (300, 200), "{all:?}");
}

#[test]
fn one_disk_alone() {
    let (one, two) = (Disk::new("nullb0", 0, 64), Disk::new("nullb1", 0, 64));
    let tool = biolatency(&["-d", one.name]);
    workload(&["reads", "10", &one.path()]);
    workload(&["reads", "1000", &two.path()]);
    assert_eq!(only(tool).count, 10);
}

#[test]
fn writeback_belongs_to_the_cgroup_that_made_it_necessary() {
    let disk = Disk::new("nullb0", 0, 64);
    let (owner, other) = ("/sys/fs/cgroup/probebox/owner", "/sys/fs/cgroup/probebox/other");
    // They have to be there, with the io controller, before they can be traced.
    workload(&["cgroup", "probebox/owner", "true"]);
    workload(&["cgroup", "probebox/other", "true"]);
    let owners = biolatency(&["-c", owner, "-d", disk.name]);
    let others = biolatency(&["-c", other, "-d", disk.name]);
    workload(&["cgroup", "probebox/owner", "dirty", "1048576", &disk.path()]);
    // Written back by someone else.
    workload(&["cgroup", "probebox/other", "fsync", &disk.path()]);
    let (owners, others) = (histograms(owners), histograms(others));
    let count = |all: &[Histogram]| all.iter().map(|one| one.count).sum::<u64>();
    assert!(count(&owners) > 0, "{owners:?}");
    assert_eq!(count(&others), 0, "{others:?}");
}

#[test]
fn direct_reads_belong_to_the_cgroup_of_the_reader() {
    let disk = Disk::new("nullb0", 0, 64);
    let inside = Workload::start(&["cgroup", "probebox/reader", "wait", "reads", "100", &disk.path()]);
    let tool = biolatency(&["-c", "/sys/fs/cgroup/probebox/reader", "-d", disk.name]);
    workload(&["reads", "1000", &disk.path()]);
    inside.go();
    assert_eq!(only(tool).count, 100);
}

#[test]
fn a_cgroup_that_nothing_is_charged_to_is_refused() {
    let at = Path::new("/sys/fs/cgroup/uncharged");
    fs::create_dir_all(at.join("below")).unwrap();
    let finished = crate::support::run_probebox(&["biolatency", "-c", "/uncharged/below"]);
    fs::remove_dir(at.join("below")).unwrap();
    fs::remove_dir(at).unwrap();
    assert_eq!(finished.code(), 1, "{finished}");
    assert!(finished.stderr().contains("echo +io > /sys/fs/cgroup/uncharged/cgroup.subtree_control"), "{finished}");
}

#[test]
fn cgroups_are_told_apart_by_path() {
    let disk = Disk::new("nullb0", 0, 64);
    let inside = Workload::start(&["cgroup", "probebox/reader", "wait", "reads", "100", &disk.path()]);
    let tool = biolatency(&["--by", "cgroup,disk", "-d", disk.name]);
    inside.go();
    let one = only(tool);
    assert_eq!(
        (one.key_text("cgroup"), one.key_text("disk"), one.count),
        (Some("/probebox/reader"), Some("nullb0"), 100),
        "{one:?}"
    );
}

#[test]
fn nothing_is_lost_between_reading_and_clearing() {
    let disk = Disk::new("nullb0", 1_000_000, 64);
    let tool = biolatency(&["-d", disk.name, "1"]);
    workload(&["reads", "1500", &disk.path()]);
    let all = histograms(tool);
    assert!(all.len() > 1, "{all:?}");
    assert_eq!(all.iter().map(|one| one.count).sum::<u64>(), 1500, "{all:?}");
}

#[test]
fn text_is_the_histogram_people_know() {
    let disk = Disk::new("nullb0", 50_000_000, 64);
    let tool = Tool::start(&["biolatency", "-m", "-D", "-d", disk.name]);
    workload(&["reads", "10", &disk.path()]);
    let finished = tool.stop_text();
    let text = finished.stdout();
    assert!(text.contains("disk = nullb0"), "{finished}");
    assert!(text.contains("msecs") && text.contains("distribution"), "{finished}");
    let row = text.lines().find(|line| line.contains("32 -> 63")).unwrap_or_else(|| panic!("{finished}"));
    assert!(row.split_whitespace().nth(4).unwrap().parse::<u32>().unwrap() > 0, "{finished}");
}
