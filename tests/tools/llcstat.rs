//! llcstat: a machine that counts nothing, as the guests are, is told so; its programs are loaded by tests of all objects.

use crate::support::run_probebox;

#[test]
fn a_machine_that_counts_nothing_is_told() {
    const WHY: &str = "does not count such events: it has no PMU that Linux can use";
    run_probebox(&["llcstat", "1"]).assert_refused(1, &["llcstat: ", WHY]);
    let finished = run_probebox(&["doctor", "llcstat"]);
    assert_eq!(finished.code(), 1, "{finished}");
    assert!(finished.stdout().starts_with("llcstat ") && finished.stdout().contains(WHY), "{finished}");
}
