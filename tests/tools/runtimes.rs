//! Containers as real runtimes make them: they are found, and what happens in them is told as theirs.
//!
//! These tests have a guest of their own, which has the runtimes (`tests/vm/matrix`).

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use serde_json::{Value, json};

use super::frame::paths;
use crate::support::containers::{Running, Runtime, listed};
use crate::support::histogram::{self, Histogram};
use crate::support::{Output, Row, Tool, kernel, mark, workload};

/// The container of a runtime, whose workload is to open so many names.
struct Case {
    runtime: Runtime,
    opens: usize,
    container: Running,
}

impl Case {
    /// One of each runtime that is here, no two of which do equally much.
    fn all(test: &str) -> Vec<Self> {
        let case = |(number, runtime): (usize, Runtime)| {
            let (opens, prefix) = (opens_of(number), prefix(test, runtime));
            let container = runtime.start(&name(test, runtime), &["stay", "opens", &opens.to_string(), &prefix]);
            Self { runtime, opens, container: container.settled() }
        };
        here().enumerate().map(case).collect()
    }

    /// What JSON must tell of it.
    fn known(&self) -> Value {
        self.runtime.known(&self.container.id(), &self.container.name)
    }

    fn group(&self) -> u64 {
        fs::metadata(self.container.cgroup_folder()).unwrap().ino()
    }
}

/// The runtimes whose containers a guest has. Daemons take most of the time, and their groups lie below a hierarchy of the first
/// version as the others' do: of the guests that have one, 5.10's alone has those, and 6.1's hybrid one does not.
fn here() -> impl Iterator<Item = Runtime> {
    let unified = Path::new("/sys/fs/cgroup/cgroup.controllers").exists();
    let daemons = unified || kernel() == (5, 10);
    Runtime::ALL.into_iter().filter(move |one| daemons || !matches!(one, Runtime::Containerd | Runtime::Docker))
}

/// How many names the container of the runtime with this number opens.
fn opens_of(number: usize) -> usize {
    10 * (number + 1)
}

/// What a test's container is called.
fn name(test: &str, runtime: Runtime) -> String {
    format!("{test}-{}", runtime.name())
}

/// What the names that it opens begin with.
fn prefix(test: &str, runtime: Runtime) -> String {
    format!("{}{}-", mark(test), runtime.name())
}

fn rows_of<'a>(output: &'a Output, prefix: &str) -> Vec<&'a Row> {
    output.rows_where(|row| row.text("path").starts_with(prefix))
}

/// That those are listed, and nothing else is.
fn assert_listed(cases: &[Case]) {
    let all = listed();
    assert_eq!(all.len(), cases.len(), "{all:#?}");
    for case in cases {
        let row = all.iter().find(|row| row["cgroup_id"] == case.group()).unwrap_or_else(|| panic!("{all:#?}"));
        assert_eq!(row["container"], case.known(), "{:?}", case.runtime);
        assert_eq!((&row["pod"], &row["pids"]), (&Value::Null, &json!([case.container.pid])), "{row}");
        assert_eq!(row["cgroup"], case.container.cgroup(), "{row}");
    }
}

#[test]
fn opens_are_told_with_their_container() {
    let cases = Case::all("opens");
    assert_listed(&cases);
    let one = cases.last().unwrap().runtime; // docker, or else podman: what has a name
    let outside = mark("opens") + "outside-";
    let everything = Tool::start(&["opensnoop", "--json", "--path", &mark("opens")]);
    let host = Tool::start(&["opensnoop", "--json", "--path", &mark("opens"), "--host"]);
    let chosen = Tool::start(&["opensnoop", "--json", "--container", &name("opens", one)]);
    workload(&["opens", "1000", &outside]);
    let wanted: Vec<_> = cases
        .into_iter()
        .map(|case| {
            let wanted = (case.runtime, case.opens, case.container.pid, case.group(), case.known());
            case.container.act();
            // What runc and crun alone have on disk is gone with the container: it stays until it was looked at.
            everything.wait_for_lines(case.opens, |line| line.contains(&prefix("opens", case.runtime)));
            case.container.go();
            wanted
        })
        .collect();
    assert_listed(&[]);
    let (everything, host, chosen) = (everything.stop(), host.stop(), chosen.stop());
    for output in [&everything, &host, &chosen] {
        output.assert_nothing_lost();
    }
    for (runtime, opens, pid, group, known) in &wanted {
        let rows = rows_of(&everything, &prefix("opens", *runtime));
        assert_eq!(rows.len(), *opens, "{runtime:?}: {everything}");
        for row in rows {
            assert_eq!((row.number("pid"), row.text("comm")), (i64::from(*pid), "workload"), "{row:?}");
            assert_eq!((row.number("cgroup_id") as u64, row.get("container")), (*group, known), "{row:?}");
        }
        if *runtime == one {
            assert_eq!((chosen.rows.len(), paths(&chosen, &prefix("opens", *runtime)).len()), (*opens, *opens));
        }
    }
    assert_eq!((host.rows.len(), paths(&host, &outside).len()), (1000, 1000), "{host}");
    for row in rows_of(&everything, &outside) {
        assert!(!row.has("container") && !row.has("cgroup_id"), "{row:?}");
    }
    assert_eq!(rows_of(&everything, &outside).len(), 1000, "{everything}");
}

/// Where one hierarchy does not have all controllers, it is not the kernel that knows whose a socket is.
#[test]
fn connections_are_told_with_their_container() {
    let tools = ["tcpsynbl", "tcprtt"].map(|tool| Tool::start(&[tool, "--json", "--by", "container", "1"]));
    let id = name("exchange", Runtime::Crun);
    let exchange = |sent| ["tcp-exchange", sent, "20", "0", "127.0.0.1"];
    let container = Runtime::Crun.start(&id, &[&["stay"], &exchange("1000")[..]].concat()).settled();
    container.act();
    // It stays until it was looked at, as above.
    tools.iter().for_each(|tool| tool.wait_for_lines(1, |line| line.contains(&id)));
    container.go();
    workload(&exchange("2000"));
    // It connects once, to itself, and something arrives at both ends.
    let [queues, rtts] = tools.map(|tool| {
        let all = histogram::all(tool);
        [Some(id.as_str()), None].map(|id| {
            let is_of = |one: &&Histogram| one.key["container"]["id"].as_str() == id;
            all.iter().filter(is_of).map(|one| one.count).sum::<u64>()
        })
    });
    assert_eq!(queues, [1, 1]);
    assert!(rtts.iter().all(|count| *count >= 2), "{rtts:?}");
}

#[test]
fn containers_that_start_later_are_traced_from_their_first_call() {
    let names = Runtime::ALL.map(|runtime| name("later", runtime));
    let chosen: Vec<&str> = names.iter().flat_map(|name| ["--container", name]).collect();
    let opens = Tool::start(&[&["opensnoop", "--json", "--path", &mark("later")], &chosen[..]].concat());
    let execs = Tool::start(&["execsnoop", "--json", "--containers"]);
    // A daemon or its like writes down who these are before anything runs, so that none of them ends too soon.
    let named = [Runtime::Podman, Runtime::Docker];
    for (number, runtime) in Runtime::ALL.into_iter().enumerate() {
        let (count, prefix) = (opens_of(number), prefix("later", runtime));
        let acts = ["opens", &count.to_string(), &prefix];
        if named.contains(&runtime) {
            runtime.run(&names[number], &acts);
            continue;
        }
        let container = runtime.start(&names[number], &[&["stay"], &acts[..]].concat());
        container.act();
        // What runc and crun alone have on disk is gone with the container: it stays until it was looked at.
        opens.wait_for_lines(count, |line| line.contains(&prefix));
        container.go();
    }
    Runtime::Crun.run("another", &["opens", "100", &(mark("later") + "another-")]);
    let (opens, execs) = (opens.stop(), execs.stop());
    for (number, runtime) in Runtime::ALL.into_iter().enumerate() {
        let rows = rows_of(&opens, &prefix("later", runtime));
        assert_eq!(rows.len(), opens_of(number), "{runtime:?}: {opens}");
        let id = rows[0].get("container")["id"].as_str().unwrap_or_else(|| panic!("{rows:?}"));
        let known = runtime.known(id, &names[number]);
        assert!(rows.iter().all(|row| *row.get("container") == known), "{runtime:?}: {opens}");
    }
    for name in named.map(|runtime| name("later", runtime)) {
        let exec = |row: &&Row| row.text("file") == "/workload" && row.get("container")["name"] == name.as_str();
        assert_eq!(execs.rows.iter().filter(exec).count(), 1, "{name}: {execs}");
    }
    assert_eq!(rows_of(&opens, &(mark("later") + "another-")).len(), 0, "{opens}");
}

#[test]
fn waits_are_counted_for_each_container() {
    let busy = [(Runtime::Runc, "500"), (Runtime::Crun, "1500")];
    let start = |(runtime, trips): (Runtime, &str)| runtime.start(&name("waits", runtime), &["stay", "pipe", trips]);
    let containers = busy.map(|one| start(one).settled());
    let tool = Tool::start(&["runqlat", "--json", "--by", "container"]);
    let did = containers.each_ref().map(Running::act);
    let all = histogram::all(tool);
    for (container, did) in containers.iter().zip(did) {
        let (id, of_pair) = (container.id(), did.of::<u64>("asker", "runs") + did.of::<u64>("answerer", "runs"));
        // The third number: how often the kernel gave the first process a CPU in its whole life.
        let statistics = fs::read_to_string(format!("/proc/{}/schedstat", container.pid)).unwrap();
        let of_first: u64 = statistics.split_whitespace().nth(2).unwrap().parse().unwrap();
        let one: Vec<_> = all.iter().filter(|one| one.key["container"]["id"] == id.as_str()).collect();
        let [one] = one[..] else { panic!("{id}: {all:?}") };
        assert!((of_pair..=of_pair + of_first).contains(&one.count), "{of_pair}, {of_first}: {one:?}");
    }
    assert_eq!(all.iter().filter(|one| one.key["container"].is_object()).count(), 2, "{all:?}");
    for container in containers {
        container.go();
    }
}
