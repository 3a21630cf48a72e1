//! What happens in containers that have namespaces and a root of their own is theirs, for each family of tools.

use std::fs;

use serde_json::{Value, json};

use super::memleak::held;
use crate::support::containers::{Contained, IMAGE, id_of, listed, record, record_folder, remove_group};
use crate::support::{
    Disk, Histogram, Output, Row, Tool, Volume, Workload, histogram, map_entries, mark, run, run_probebox, workload,
    workload_path,
};

/// A program whose C library is a copy of its own, and what it needs.
const BASH: [&str; 4] = [
    "/usr/bin/bash",
    "/lib64/ld-linux-x86-64.so.2",
    "/usr/lib/x86_64-linux-gnu/libc.so.6",
    "/usr/lib/x86_64-linux-gnu/libtinfo.so.6",
];
/// What bash does in a container and outside of one: so many calls of the C library's `kill`.
const KILLS: &str = "echo waiting pid=$$; read line; for ((i = 0; i < COUNT; i++)); do kill -0 $$; done";

/// A bridge, which the network namespaces of containers are joined by.
struct Bridge;

impl Bridge {
    fn new() -> Self {
        for command in ["link add pb-bridge type bridge", "link set pb-bridge up"] {
            ip(command);
        }
        Self
    }

    /// Gives a container an interface with this address; the other end is a port of the bridge.
    fn join(container: &Contained, port: &str, address: &str) {
        let pid = container.pid.to_string();
        ip(&format!("link add {port} type veth")); // the other end is called veth0 then
        workload(&["give", "veth0", &pid]);
        for command in [format!("link set {port} master pb-bridge"), format!("link set {port} up")] {
            ip(&command);
        }
        for command in [format!("ip addr add {address} dev veth0"), "ip link set veth0 up".to_owned()] {
            let words: Vec<_> = ["-t", &pid, "-n"].into_iter().chain(command.split(' ')).collect();
            let finished = run("nsenter", &words);
            assert_eq!(finished.code(), 0, "{finished}");
        }
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        run("ip", &["link", "del", "pb-bridge"]);
    }
}

fn ip(command: &str) {
    let finished = run("ip", &command.split(' ').collect::<Vec<_>>());
    assert_eq!(finished.code(), 0, "{finished}");
}

#[test]
fn namespaces_and_a_root_of_its_own_hide_nothing_of_a_container() {
    let bridge = Bridge::new();
    let inside = mark("inside");
    let server = Contained::start("server", &[], &["tcp-serve", "5", "10.77.0.2", "7700"]);
    let acting = ["tcp-visit", "5", "10.77.0.2", "7700", "then", "opens", "12", &inside, "then", "stack-spin", "600"];
    let client = Contained::start("client", &[], &acting);
    let script = KILLS.replace("COUNT", "9");
    let shell = Contained::start_bare("shell", &BASH, &["program", "/usr/bin/bash", "-c", &script]);
    Bridge::join(&server, "pb-server", "10.77.0.2/24");
    Bridge::join(&client, "pb-client", "10.77.0.3/24");

    let opens = Tool::start(&["opensnoop", "--json", "--container", "client", "--path", &inside]);
    let connects = Tool::start(&["tcpconnect", "--json", "--container", "client"]);
    let lives = Tool::start(&["tcplife", "--json", "--containers"]);
    let samples = Tool::start(&["profile", "--json", "-U", "-F", "99", "--container", "client"]);
    let calls = [["-p", &shell.pid.to_string()], ["--container", "shell"]]
        .map(|choice| Tool::start(&[&["funclatency", "--json"], &choice[..], &["c:kill"]].concat()));
    // In containers a name is what their processes call so, and only one file may be.
    let ambiguous = run_probebox(&["funclatency", "--containers", "/service:probebox_called"]);
    ambiguous
        .assert_refused(1, &["'/service' is more than one file in these containers: name one container, or a process"]);
    let absent = run_probebox(&["funclatency", "--container", "client", "no-such-library:f"]);
    absent.assert_refused(1, &["the containers have no program and no library that is called 'no-such-library'"]);
    run("/usr/bin/bash", &["-c", &KILLS.replace("COUNT", "100").replace("read line;", "")]);
    workload(&["opens", "100", &inside, "then", "tcp", "connect", "3", "127.0.0.1"]);
    server.begin("listening ");
    shell.go();
    let (pid, known) = (i64::from(client.pid), client.known());
    let (client_id, server_id) = (client.id.clone(), server.id.clone());
    let ports: Vec<i64> = client.go().all("sport");
    server.finish();
    lives.wait_for_lines(10, |line| line.contains("\"lport\":"));
    let (opens, connects, lives) = (opens.stop(), connects.stop(), lives.stop());
    let (samples, calls) = (samples.stop(), calls.map(Tool::stop));
    drop(bridge);

    for output in [&opens, &connects] {
        output.assert_nothing_lost();
        for row in &output.rows {
            assert_eq!((row.number("pid"), row.get("container")), (pid, &known), "{output}");
        }
    }
    assert_eq!(opens.rows.len(), 12, "{opens}");
    let of = |key: &str| connects.rows.iter().map(|row| row.number(key)).collect::<Vec<_>>();
    assert_eq!((of("sport"), of("dport"), of("err")), (ports.clone(), vec![7700; 5], vec![0; 5]), "{connects}");
    assert!(connects.rows.iter().all(|row| (row.text("saddr"), row.text("daddr")) == ("10.77.0.3", "10.77.0.2")));

    // Each end is its own container's, although the packets go through one CPU's hands.
    for (id, (near, far)) in [(&client_id, ("10.77.0.3", "10.77.0.2")), (&server_id, ("10.77.0.2", "10.77.0.3"))] {
        let rows = lives.rows_where(|row| row.get("container")["id"] == id.as_str());
        assert_eq!(rows.len(), 5, "{lives}");
        assert!(rows.iter().all(|row| (row.text("laddr"), row.text("raddr")) == (near, far)), "{lives}");
    }
    assert_eq!(lives.rows.len(), 10, "{lives}");

    // The program is a file that no path outside leads to.
    let spinning = samples.rows_where(|row| row.passes("stack", "probebox_spin"));
    assert!(!spinning.is_empty() && spinning.iter().all(|row| row.number("pid") == pid), "{samples}");
    assert!(spinning.iter().all(|row| row.frames("stack")[0]["module"] == "/service"), "{samples}");

    for calls in calls {
        calls.assert_nothing_lost();
        assert_eq!(Histogram::new(calls.only(|_| true)).count, 9, "{calls}");
    }
}

/// How much of each kind of thing a container does, or the host.
struct Share {
    opens: usize,
    reads: usize,
    connects: usize,
    writes: usize,
    sleeps: usize,
}

impl Share {
    /// The command line that does it, with names that begin so.
    fn acting(&self, disk: &Disk, prefix: &str) -> Vec<String> {
        let line = format!(
            "opens {} {prefix} then reads {} {} then tcp connect {} 127.0.0.1 then write {} {prefix}file then stack-sleep {} 10",
            self.opens,
            self.reads,
            disk.path(),
            self.connects,
            4096 * self.writes,
            self.sleeps,
        );
        line.split(' ').map(str::to_owned).collect()
    }
}

/// The sum of a number in rows, and how many rows there are.
fn sum(rows: &[&Row], key: &str) -> usize {
    rows.iter().map(|row| usize::try_from(row.number(key)).unwrap()).sum()
}

#[test]
fn each_container_has_its_own_numbers_and_so_has_the_host() {
    let disk = Disk::new("nullb0", 0, 64);
    let prefix = mark("shares");
    let shares = [
        Share { opens: 30, reads: 41, connects: 5, writes: 13, sleeps: 17 },
        Share { opens: 72, reads: 23, connects: 2, writes: 6, sleeps: 9 },
        Share { opens: 14, reads: 8, connects: 11, writes: 25, sleeps: 31 },
    ];
    let lines = shares.each_ref().map(|share| share.acting(&disk, &prefix));
    let words = lines.each_ref().map(|line| line.iter().map(String::as_str).collect::<Vec<_>>());
    let staying = |number: usize| [&["stay"], &words[number][..]].concat();
    let containers = [("one", 0), ("two", 1)].map(|(name, number)| Contained::start(name, &[], &staying(number)));

    let opens = Tool::start(&["opensnoop", "--json", "--path", &prefix]);
    let latencies = Tool::start(&["biolatency", "--json", "--by", "container", "-d", disk.name]);
    let requests = Tool::start(&["biosnoop", "--json", "-d", disk.name]);
    let lives = Tool::start(&["tcplife", "--json", "--comm", "workload,service"]);
    let stacks = Tool::start(&["offcputime", "--json", "-U", "--container", "two"]);
    let of_host = Tool::start(&["filetop", "--json", "--host", "--comm", "workload,service"]);
    let of_one = Tool::start(&["filetop", "--json", "--container", "one"]);
    workload(&words[2]);
    for container in &containers {
        container.act();
    }
    let connects: usize = shares.iter().map(|share| share.connects).sum();
    lives.wait_for_lines(2 * connects, |line| line.contains("\"lport\":"));
    let latencies = histogram::all(latencies);
    let [opens, requests, lives, stacks, of_host, of_one] =
        [opens, requests, lives, stacks, of_host, of_one].map(Tool::stop);
    for output in [&opens, &requests, &lives, &stacks, &of_host, &of_one] {
        output.assert_nothing_lost();
    }
    let ids = containers.each_ref().map(|container| container.id.clone());
    for container in containers {
        container.go();
    }

    let whose = |container: Option<&Value>| container.filter(|one| one.is_object()).map(|one| one["id"].clone());
    for (share, id) in shares.iter().zip([Some(&ids[0]), Some(&ids[1]), None]) {
        let id = id.map(|id| Value::from(id.as_str()));
        let is_its = |row: &Row| whose(row.0.get("container")) == id;
        assert_eq!(
            opens.rows_where(|row| is_its(row) && !row.text("path").ends_with("file")).len(),
            share.opens,
            "{opens}"
        );
        assert_eq!(requests.rows_where(is_its).len(), share.reads, "{requests}");
        // Both ends of each are in the same namespace.
        assert_eq!(lives.rows_where(is_its).len(), 2 * share.connects, "{lives}");
        let its: Vec<&Histogram> = latencies.iter().filter(|one| whose(one.key.get("container")) == id).collect();
        assert_eq!(its.iter().map(|one| one.count).sum::<u64>(), share.reads as u64, "{latencies:?}");
    }
    // Each sleep has a stack of its own.
    let sleeping = stacks.rows_where(|row| row.user_symbols("stack").first() == Some(&"probebox_sleep"));
    assert_eq!(sleeping.len(), shares[1].sleeps, "{stacks}");
    for (output, share) in [(&of_one, &shares[0]), (&of_host, &shares[2])] {
        let rows = output.rows_where(|row| row.text("file").ends_with("shares-file"));
        assert_eq!(
            (sum(&rows, "writes"), sum(&rows, "written_bytes")),
            (share.writes, 4096 * share.writes),
            "{output}"
        );
    }
}

#[test]
fn writeback_is_charged_to_the_container_that_made_it_necessary() {
    const BYTES: usize = 1 << 20;
    let volume = Volume::new("dirty");
    let id = id_of("writer");
    record(&id, "writer");
    let (group, file) = (format!("docker/{id}"), volume.file("file"));
    let writer = Workload::start(&["cgroup", &group, "wait", "write", &BYTES.to_string(), &file]);
    let snoop = Tool::start(&["biosnoop", "--json", "-d", "vda"]);
    let top = Tool::start(&["biotop", "--json", "--container", "writer"]);
    let latencies = Tool::start(&["biolatency", "--json", "--by", "container", "-d", "vda"]);
    writer.go();
    assert_eq!(run("sync", &[]).code(), 0); // of the host
    let (snoop, top, latencies) = (snoop.stop(), top.stop(), histogram::all(latencies));
    remove_group(&group);
    fs::remove_dir_all(record_folder(&id)).unwrap();

    // It had to read what the file system knows of itself, too.
    let all = snoop.rows_where(|row| row.0.get("container").is_some_and(|one| one["id"] == id.as_str()));
    let (written, read): (Vec<_>, Vec<_>) = all.iter().copied().partition(|row| row.text("rwbs").starts_with('W'));
    assert_eq!(sum(&written, "bytes"), BYTES, "{snoop}");
    assert!(written.iter().all(|row| row.text("comm") != "workload"), "{snoop}");
    assert!(read.iter().all(|row| row.text("comm") == "workload"), "{snoop}");
    let top_written = top.rows_where(|row| row.text("operation") == "W");
    assert_eq!((sum(&top_written, "bytes"), sum(&top_written, "io")), (BYTES, written.len()), "{top}");
    let its = latencies.iter().filter(|one| one.key["container"]["id"] == id.as_str());
    assert_eq!(its.map(|one| one.count).sum::<u64>(), all.len() as u64, "{latencies:?}");
}

/// Opens so many names in the group of a container, in nothing of its own, when it is told to.
fn opener(group: &str, count: usize, prefix: &str) -> Workload {
    Workload::start(&["cgroup-bare", group, "wait", "opens", &count.to_string(), prefix])
}

#[test]
fn records_that_mean_harm_cost_no_more_than_a_name() {
    const EVIL: &str = "e\u{1b}[31mvil\nname";
    let prefix = mark("harm");
    let names = ["outer", "inner", "evil", "fifo", "large"];
    let [outer, inner, evil, fifo, large] = names.map(id_of);
    for (id, name) in [(&outer, "outer"), (&inner, "inner"), (&evil, EVIL), (&fifo, "fifo"), (&large, "large")] {
        record(id, name);
    }
    let file = |id: &str| record_folder(id) + "/config.v2.json";
    fs::remove_file(file(&fifo)).unwrap();
    fs::create_dir_all("/run/runc/job").unwrap();
    for path in [&file(&fifo), "/run/runc/job/state.json"] {
        workload(&["fifo-make", path]);
    }
    fs::File::options().write(true).open(file(&large)).unwrap().set_len(100 << 20).unwrap();
    let nested = format!("docker/{outer}/docker/{inner}");
    let groups =
        [nested, format!("docker/{evil}"), format!("docker/{fifo}"), format!("docker/{large}"), "job".to_owned()];
    let number = |number: usize| format!("{prefix}{number}-");
    let openers: Vec<_> = groups.iter().enumerate().map(|(at, group)| opener(group, at + 2, &number(at))).collect();
    let all = Tool::start(&["opensnoop", "--json", "--path", &prefix]);
    let text = Tool::start(&["opensnoop", "--containers", "--path", &prefix]);
    let seen: Vec<_> = listed().into_iter().map(|one| one["container"].clone()).collect();
    for opener in openers {
        opener.go();
    }

    // Whoever names containers without choosing them looks when a row comes.
    all.wait_for_lines(2 + 3 + 4 + 5 + 6, |line| line.contains(&prefix));

    // A group that goes takes its verdict with it, and one of the same path is another.
    let verdicts = map_entries("cgroup_verdicts");
    remove_group(&groups[2]);
    while map_entries("cgroup_verdicts") >= verdicts {
        std::thread::yield_now();
    }
    fs::remove_file(file(&fifo)).unwrap();
    record(&fifo, "regular");
    // As long as it is there, it is known where it is, however often the groups were looked at before.
    let again = Workload::start(&["cgroup-bare", &groups[2], "wait", "stay", "opens", "9", &number(9)]);
    again.act();
    all.wait_for_lines(9, |line| line.contains(&number(9)));
    again.go();
    let (all, text) = (all.stop(), text.stop_text());
    for group in groups {
        remove_group(&group);
    }
    for path in ["/var/lib/docker", "/run/runc"] {
        fs::remove_dir_all(path).unwrap();
    }

    all.assert_nothing_lost();
    let docker = |id: &str, name: Option<&str>, image: Option<&str>| json!({"id": id, "name": name, "runtime": "docker", "image": image});
    let named = |id: &str, name: &str| docker(id, Some(name), Some(IMAGE));
    // What is nested is of the outer one, whatever it says of itself.
    let known = [named(&outer, "outer"), named(&evil, EVIL), docker(&fifo, None, None), docker(&large, None, None)];
    for (at, container) in known.iter().enumerate() {
        let rows = all.rows_where(|row| row.text("path").starts_with(&number(at)));
        assert!(rows.len() == at + 2 && rows.iter().all(|row| row.get("container") == container), "{at}: {all}");
        assert!(seen.contains(container), "{container}: {seen:?}");
    }
    assert_eq!(seen.len(), known.len(), "{seen:?}");
    let rows = all.rows_where(|row| row.text("path").starts_with(&number(4)));
    assert!(rows.len() == 6 && rows.iter().all(|row| !row.has("container")), "{all}");
    let rows = all.rows_where(|row| row.text("path").starts_with(&number(9)));
    assert!(rows.len() == 9 && rows.iter().all(|row| *row.get("container") == named(&fifo, "regular")), "{all}");

    let lines: Vec<_> = text.stdout().lines().filter(|line| line.contains(&number(1))).collect();
    assert!(lines.len() == 3 && lines.iter().all(|line| line.contains(r"e\x1b[31mvil\nname ")), "{text}");
    assert!(!text.stdout().contains('\u{1b}') && !text.stdout().contains(&number(4)), "{text}");
}

/// A tool of each family that counts, and how many calls it told of `probebox_called`, `fsync`, `getppid` or `connect`, how many
/// pages, or bytes.
struct Counting {
    tool: Tool,
    count: fn(&Output) -> i64,
}

impl Counting {
    fn start(tool: &str, choice: &[&str], pid: &str) -> Self {
        let calls = format!("{}:probebox_called", workload_path());
        let of_process = ["-o", "0", "-p", pid, "3600"];
        let (arguments, count): (&[&str], fn(&Output) -> i64) = match tool {
            "vfsstat" => (&[], |output| output.rows.iter().map(|row| row.number("fsyncs")).sum()),
            "syscount" => (&[], |output| output.rows_where(|row| row.text("syscall") == "getppid")[0].number("count")),
            "readahead" => (&[], |output| output.only(|_| true).get("key")["total_pages"].as_i64().unwrap()),
            "tcpconnect" => (&["-c"], |output| output.rows.iter().map(|row| row.number("connects")).sum()),
            "memleak" => (&of_process, |output| held(output, "probebox_holds").1),
            _ => (&[&calls], |output| output.rows.iter().map(|row| row.number("count")).sum()),
        };
        Self { tool: Tool::start(&[&[tool, "--json"], arguments, choice].concat()), count }
    }

    fn stop(self) -> i64 {
        let output = self.tool.stop();
        output.assert_nothing_lost();
        (self.count)(&output)
    }
}

#[test]
fn what_is_not_decided_yet_is_told_as_soon_as_it_is() {
    let (prefix, volume) = (mark("late"), Volume::new("late"));
    let ahead = volume.file("ahead");
    fs::write(&ahead, vec![7; 64 * 4096]).unwrap();
    let id = id_of("late");
    let group = format!("docker/{id}");
    // The group is there, and what docker knows of it is not.
    let line = format!(
        "cgroup-bare {group} wait files {prefix}files then function-calls 123 then calls 55 then read 4096 {ahead} \
         then blocks 10 1237 then tcp connect 6 127.0.0.1 then opens 3 {prefix}before-"
    );
    let before = Workload::start(&line.split(' ').collect::<Vec<_>>());
    let pid: String = before.said().one("pid");
    let late = ["--container", "late"];
    let rows = Tool::start(&["opensnoop", "--json", late[0], late[1], "--path", &prefix]);
    let counting =
        ["funclatency", "funccount", "stackcount", "vfsstat", "syscount", "readahead", "memleak", "tcpconnect"];
    let late = counting.map(|tool| Counting::start(tool, &late, &pid));
    // Nobody looks at groups before something happens in them.
    let contained = Counting::start("vfsstat", &["--containers"], &pid);
    let host = ["--host", "--comm", "workload"];
    let host = ["funccount", "syscount"].map(|tool| Counting::start(tool, &host, &pid));
    let calls = format!("{}:probebox_called", workload_path());
    let apart = Tool::start(&["funccount", "--json", "--by", "container", &calls]);
    volume.drop_caches();
    let fsyncs = before.go().one::<i64>("fsyncs");
    record(&id, "late");
    workload(&["function-calls", "7", "then", "calls", "9"]);
    assert_eq!(late.map(Counting::stop), [123, 123, 123, fsyncs, 55, 64, 12_370, 6]);
    assert_eq!(contained.stop(), fsyncs);
    assert_eq!(host.map(Counting::stop), [7, 9]);
    let apart = apart.stop();
    apart.assert_nothing_lost();
    let (its, others): (Vec<_>, Vec<_>) =
        apart.rows.iter().partition(|row| row.has("container") && row.get("container")["id"] == id.as_str());
    assert_eq!((sum(&its, "count"), sum(&others, "count")), (123, 7), "{apart}");
    // A program that starts is reason to look again.
    let after = ["cgroup-bare", &group, "program", &workload_path(), "wait", "opens", "5", &format!("{prefix}after-")];
    Workload::start(&after).go();
    let rows = rows.stop();
    remove_group(&group);
    fs::remove_dir_all("/var/lib/docker").unwrap();
    rows.assert_nothing_lost();
    for (part, opens) in [("before-", 3), ("after-", 5)] {
        let its = rows.rows_where(|row| row.text("path").starts_with(&format!("{prefix}{part}")));
        assert!(its.len() == opens && its.iter().all(|row| row.get("container")["name"] == "late"), "{part}: {rows}");
    }
}

#[test]
fn what_there_is_no_room_to_hold_is_counted_as_lost() {
    const OPENS: i64 = 5000;
    let (id, mark) = (id_of("held"), mark("held"));
    let group = format!("docker/{id}");
    let long = format!("{mark}/{}", "x/".repeat(1900));
    let acting = Workload::start(&["cgroup-bare", &group, "wait", "burst", &OPENS.to_string(), "1", &long]);
    let tool = Tool::start(&["opensnoop", "--json", "--buffer", "32M", "--container", "held", "--path", &mark]);
    acting.go();
    // What the kernel skipped is told as lost, too.
    tool.process.wait_for_stderr(|text| text.contains("did not fit into a map"));
    record(&id, "held");
    let output = tool.stop();
    remove_group(&group);
    fs::remove_dir_all("/var/lib/docker").unwrap();
    // All of it would take 19 MB, and 16 MiB are held.
    let (told, lost) = (output.rows.len() as i64, output.lost("map"));
    assert_eq!((told + lost, output.lost("ring")), (OPENS, 0), "{told} and {lost}");
    assert!(told > 3900 && lost > 0, "{told} and {lost}");
    assert!(output.rows.iter().all(|row| row.get("container")["name"] == "held"));
}

mod timely {
    use super::*;

    /// Runtimes write down where a container is when it runs already, and the path of its group need not tell.
    #[test]
    fn what_may_yet_be_a_container_is_not_told_as_the_hosts() {
        let prefix = mark("hosts");
        let tool = Tool::start(&["opensnoop", "--json", "--host", "--path", &prefix]);
        let [late, other] = [("late", "3"), ("other", "5")].map(|(name, count)| {
            let (group, prefix) = (format!("jobs/{name}"), format!("{prefix}{name}-"));
            Workload::start(&["cgroup-bare", &group, "wait", "opens", count, &prefix]).go();
            group
        });
        // What is the host's for certain is told at once, and behind what came before it.
        workload(&["opens", "1", &format!("{prefix}host-")]);
        tool.wait_for_lines(1, |line| line.contains("host-"));
        fs::create_dir_all("/run/runc/late").unwrap();
        write_state("late", &late);
        let output = tool.stop();
        [late, other].iter().for_each(|group| remove_group(group));
        fs::remove_dir_all("/run/runc").unwrap();
        output.assert_nothing_lost();
        let others = output.rows_where(|row| row.text("path").starts_with(&format!("{prefix}other-")));
        assert_eq!((others.len(), output.rows.len()), (5, 6), "{output}");
    }

    /// A runtime's own program may start in the group long before it is written down where the container is.
    #[test]
    fn a_runtime_may_take_its_time() {
        let prefix = mark("slow");
        let tool = Tool::start(&["opensnoop", "--json", "--container", "slow", "--path", &prefix]);
        fs::create_dir_all("/run/runc/slow").unwrap();
        let [slow, other] = ["slow", "other"].map(|name| {
            let (group, prefix) = (format!("jobs/{name}"), format!("{prefix}{name}-"));
            let program = ["cgroup-bare", &group, "program", &workload_path(), "wait", "opens", "3", &prefix];
            (Workload::start(&program), group)
        });
        // Twice as long as a group waits of which nothing is known.
        workload(&["sleep", "4000"]);
        let groups = [slow, other].map(|(acting, group)| {
            acting.go();
            group
        });
        write_state("slow", &groups[0]);
        tool.wait_for_lines(3, |line| line.contains("slow-"));
        let output = tool.stop();
        groups.iter().for_each(|group| remove_group(group));
        fs::remove_dir_all("/run/runc").unwrap();
        output.assert_nothing_lost();
        assert!(output.rows.len() == 3 && output.rows.iter().all(|row| row.text("path").contains("slow-")), "{output}");
    }
}

/// Writes down that this container of runc is in this group.
fn write_state(id: &str, group: &str) {
    let state = format!(r#"{{"id":"{id}","cgroup_paths":{{"":"/sys/fs/cgroup/{group}"}}}}"#);
    fs::write(format!("/run/runc/{id}/state.json"), state).unwrap();
}

/// More groups than are read before the start.
struct Many;

impl Many {
    fn new() -> Self {
        (0..600).for_each(|number| fs::create_dir_all(format!("/sys/fs/cgroup/many/{number}")).unwrap());
        Self
    }
}

impl Drop for Many {
    fn drop(&mut self) {
        for id in ["twin-a", "twin-b"].map(id_of) {
            let _ = fs::remove_dir(format!("/sys/fs/cgroup/docker/{id}"));
        }
        (0..600).for_each(|number| fs::remove_dir(format!("/sys/fs/cgroup/many/{number}")).unwrap());
        fs::remove_dir("/sys/fs/cgroup/many").unwrap();
        let _ = fs::remove_dir_all("/var/lib/docker");
    }
}

#[test]
fn among_many_groups_a_word_that_means_none_or_several_is_told_after_the_start() {
    let _many = Many::new();
    let twins = ["twin-a", "twin-b"].map(id_of);
    for id in &twins {
        fs::create_dir_all(format!("/sys/fs/cgroup/docker/{id}")).unwrap();
        record(id, &id[..12]);
    }
    let both = &twins[0][..10];
    let rows = |word: &str| Tool::start(&["opensnoop", "--json", "--container", word]);
    let tables = |word: &str| Tool::start(&["biotop", "--json", "--container", word, "100"]);
    let none = rows("nobody");
    none.process.wait_for_stderr(|text| text.contains("there is no container or pod 'nobody' yet"));
    none.stop();
    for several in [rows(both), tables(both)] {
        let finished = several.process.wait();
        assert_eq!(finished.code(), 2, "{finished}");
        assert!(finished.stderr().contains("begins the id of several"), "{finished}");
    }
    // By its name it is one.
    tables(&twins[0][..12]).stop();
}
