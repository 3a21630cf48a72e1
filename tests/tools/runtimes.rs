//! Containers as real runtimes make them: what happens in them is told, and whose it was.
//!
//! These tests have a guest of their own, which has the runtimes (`tests/vm/matrix`).

use std::fs;
use std::os::unix::fs::MetadataExt;

use serde_json::{Value, json};

use super::frame::paths;
use crate::support::containers::{Running, Runtime};
use crate::support::{Tool, mark, run_probebox, workload};

/// The container of a runtime, whose workload is to open so many names.
struct Case {
    runtime: Runtime,
    opens: usize,
    container: Running,
}

impl Case {
    /// One of each runtime, no two of which do equally much.
    fn all(test: &str) -> Vec<Self> {
        let case = |(number, runtime): (usize, Runtime)| {
            let opens = 10 * (number + 1);
            let name = format!("{test}-{}", runtime.name());
            let container = runtime.start(&name, &["opens", &opens.to_string(), &Self::prefix(test, runtime)]);
            Self { runtime, opens, container }
        };
        Runtime::ALL.into_iter().enumerate().map(case).collect()
    }

    /// What the names that it opens begin with.
    fn prefix(test: &str, runtime: Runtime) -> String {
        format!("{}{}-", mark(test), runtime.name())
    }

    /// Its group's folder.
    fn group(&self) -> String {
        format!("/sys/fs/cgroup{}", self.container.cgroup())
    }
}

#[test]
fn opens_are_told_with_their_process_and_group() {
    let cases = Case::all("opens");
    let wanted: Vec<(Runtime, usize, i64, u64)> = cases
        .iter()
        .map(|case| (case.runtime, case.opens, case.container.pid.into(), fs::metadata(case.group()).unwrap().ino()))
        .collect();
    let everything = Tool::start(&["opensnoop", "--json", "--fields", "+cgroup", "--path", &mark("opens")]);
    let [.., of_docker] = &cases[..] else { panic!("no case") };
    let within = Tool::start(&["opensnoop", "--json", "--cgroup", &of_docker.group()]);
    workload(&["opens", "1000", &(mark("opens") + "outside-")]);
    for case in cases {
        case.container.go();
    }
    let (everything, within) = (everything.stop(), within.stop());
    everything.assert_nothing_lost();
    assert_eq!(everything.rows.len(), 1000 + wanted.iter().map(|(_, opens, ..)| opens).sum::<usize>());
    for (runtime, opens, pid, group) in wanted {
        let prefix = Case::prefix("opens", runtime);
        let rows = everything.rows_where(|row| row.text("path").starts_with(&prefix));
        assert_eq!(rows.len(), opens, "{runtime:?}: {everything}");
        for row in rows {
            assert_eq!((row.number("pid"), row.text("comm")), (pid, "workload"), "{runtime:?}: {row:?}");
            assert_eq!(row.number("cgroup") as u64, group, "{runtime:?}: {row:?}");
        }
        let seen = if runtime == Runtime::Docker { opens } else { 0 };
        assert_eq!(paths(&within, &prefix).len(), seen, "{runtime:?}: {within}");
    }
    assert_eq!(paths(&within, &(mark("opens") + "outside-")).len(), 0, "{within}");
}

/// What `probebox containers` tells of each container.
fn listed() -> Vec<Value> {
    let finished = run_probebox(&["containers", "--json"]);
    assert_eq!((finished.code(), finished.stderr()), (0, ""), "{finished}");
    finished.stdout().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn containers_are_listed_as_their_runtimes_know_them() {
    let cases = Case::all("listed");
    let all = listed();
    assert_eq!(all.len(), cases.len(), "{all:#?}");
    for Case { runtime, container, .. } in &cases {
        let id = container.id();
        let row = all.iter().find(|row| row["container"]["id"] == id).unwrap_or_else(|| panic!("no {id} in {all:#?}"));
        let known = json!({
            "id": id,
            "name": runtime.names().then_some(&container.name),
            "runtime": runtime.name(),
            "image": runtime.image(),
        });
        assert_eq!(row["container"], known, "{runtime:?}");
        assert_eq!((&row["pod"], &row["pids"]), (&Value::Null, &json!([container.pid])), "{runtime:?}: {row}");
        assert_eq!(row["cgroup"], container.cgroup(), "{runtime:?}: {row}");
    }
    let groups = cases.iter().map(|case| fs::metadata(case.group()).unwrap().ino());
    for group in groups {
        assert_eq!(all.iter().filter(|row| row["cgroup_id"] == group).count(), 1, "{group} in {all:#?}");
    }
    for case in cases {
        case.container.go();
    }
    assert_eq!(listed(), [Value::Null; 0]);
}
