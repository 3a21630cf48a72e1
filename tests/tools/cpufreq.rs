//! cpufreq: the frequencies that the machine tells, for each program and for all. The guests' CPUs have none: the test
//! shows the tool some.

use std::process::Command;

use crate::support::{Histogram, Tool, run_probebox, workload};

/// A command that sees CPUs of 2,400 MHz, whatever the machine has.
fn with_frequencies(arguments: &str) -> Command {
    let here = std::env::current_exe().unwrap().with_file_name("probebox");
    let script = format!(
        "set -e
        cpus=/sys/devices/system/cpu there=$(mktemp -d)
        for file in online possible present; do cat $cpus/$file >$there/$file; done
        for cpu in 0 1 2 3; do
            mkdir -p $there/cpu$cpu/cpufreq
            echo 2400000 >$there/cpu$cpu/cpufreq/scaling_cur_freq
        done
        mount --bind $there $cpus
        exec {} cpufreq {arguments}",
        here.display()
    );
    let mut command = Command::new("unshare");
    command.args(["-m", "sh", "-c", &script]);
    command
}

#[test]
fn samples_are_counted_by_program_at_its_frequency() {
    let tool = Tool::start_with(with_frequencies("--json -f 999"));
    workload(&["comm", "spinner", "stack-spin", "300"]);
    let output = tool.stop();
    output.assert_nothing_lost();
    let all: Vec<_> = output.rows.iter().map(Histogram::new).collect();
    let of = |name| all.iter().find(|one| one.key_text("comm") == Some(name)).unwrap_or_else(|| panic!("{output}"));
    let (spinner, everybody) = (of("spinner"), of("syswide"));
    assert!(spinner.count > 0 && everybody.count >= spinner.count, "{output}");
    assert_eq!(all.iter().map(|one| one.count).sum::<u64>(), 2 * everybody.count, "{output}");
    for one in &all {
        assert!(one.slots.iter().all(|slot| (slot.low, slot.high) == (2400, 2599)), "{output}");
        assert_eq!(one.max, 2400, "{output}");
    }
}

#[test]
fn text_has_the_whole_last_and_other_machines_are_told() {
    let tool = Tool::start_with(with_frequencies("-f 999 --comm spinner"));
    workload(&["comm", "spinner", "stack-spin", "200"]);
    let finished = tool.stop_text();
    let titles: Vec<_> = finished.stdout().lines().filter(|line| line.starts_with("comm = ")).collect();
    assert_eq!(titles, ["comm = spinner", "comm = syswide"], "{finished}");
    assert!(finished.stdout().contains("      2400 -> 2599       : "), "{finished}");
    let why = "does not tell at which frequency its CPUs run";
    run_probebox(&["cpufreq"]).assert_refused(1, &[why]);
    let finished = run_probebox(&["doctor", "cpufreq"]);
    assert!(finished.code() == 1 && finished.stdout().contains(why), "{finished}");
}
