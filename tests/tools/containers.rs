//! `probebox containers`: what runs in groups that are called as a runtime's, with what the runtime has on disk.

use std::fs;
use std::os::unix::{fs::MetadataExt, process::CommandExt};
use std::path::Path;

use serde_json::{Value, json};

use crate::support::containers::{listed, remove_group};
use crate::support::process::Process;
use crate::support::{Workload, probebox, run_probebox};

const NOBODY: u32 = 65534;
const ID: &str = "6d393320601b821561e43bd46f658284cb172cf297ecc3d3665be657870d32e2";
const UID: &str = "57e67067-89e4-4001-bdd4-8632d39ea02b";

fn write(path: &str, text: &str) {
    fs::create_dir_all(Path::new(path).parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn containers_are_listed_with_names_pods_and_processes() {
    assert_eq!(listed(), [Value::Null; 0]);
    let empty = run_probebox(&["containers"]);
    assert_eq!(empty.stdout(), "ID NAME POD IMAGE RUNTIME CGROUP PIDS FOUND\n", "{empty}");

    let in_docker = format!("docker/{ID}");
    let in_pod = format!("kubepods.slice/kubepods-pod{}.slice/cri-containerd-{ID}.scope/sub", UID.replace('-', "_"));
    let docker = format!("/var/lib/docker/containers/{ID}/config.v2.json");
    let task = format!("/run/containerd/io.containerd.runtime.v2.task/k8s.io/{ID}/config.json");
    write(&docker, r#"{"Name":"/web\u001b[2J","Config":{"Image":"nginx:1.27"}}"#);
    let annotations = [("container-name", "app"), ("sandbox-name", "shop-1"), ("sandbox-namespace", "prod")];
    let annotations: Vec<_> = annotations.map(|(key, value)| format!(r#""io.kubernetes.cri.{key}":"{value}""#)).into();
    write(&task, &format!(r#"{{"annotations":{{{}}}}}"#, annotations.join(",")));
    write("/run/runc/job/state.json", r#"{"id":"job","cgroup_paths":{"":"/sys/fs/cgroup/probebox/job"}}"#);
    let groups = [&in_docker, &in_pod, "probebox/job", "probebox/other"];
    let inside = groups.map(|group| Workload::start(&["cgroup-bare", group, "wait", "true"]));
    let [docker_pid, pod_pid, job_pid, _] = inside.each_ref().map(|workload| workload.said().one::<u32>("pid"));

    let id_of = |group: &str| Path::new("/sys/fs/cgroup").join(group).metadata().unwrap().ino();
    let in_pod = in_pod.trim_end_matches("/sub");
    assert_eq!(
        listed(),
        [
            json!({"cgroup_id": id_of(&in_docker), "cgroup": format!("/{in_docker}"), "pod": null, "pids": [docker_pid],
                "found": "docker config",
                "container": {"id": ID, "name": "web\u{1b}[2J", "runtime": "docker", "image": "nginx:1.27"}}),
            json!({"cgroup_id": id_of(in_pod), "cgroup": format!("/{in_pod}"), "pids": [pod_pid], "found": "OCI config",
                "container": {"id": ID, "name": "app", "runtime": "containerd", "image": null},
                "pod": {"uid": UID, "namespace": "prod", "name": "shop-1"}}),
            json!({"cgroup_id": id_of("probebox/job"), "cgroup": "/probebox/job", "pod": null, "pids": [job_pid],
                "found": "runc state", "container": {"id": "job", "name": null, "runtime": "runc", "image": null}}),
        ]
    );
    let table = run_probebox(&["containers"]);
    let first: Vec<_> = table.stdout().lines().nth(1).unwrap().split_whitespace().collect();
    let cgroup = format!("/{in_docker}");
    assert_eq!(
        first,
        [&ID[..12], "web\\x1b[2J", "-", "nginx:1.27", "docker", &cgroup, "1", "docker", "config"],
        "{table}"
    );

    // Whoever may not read the records gets what the paths say, and is told so.
    fs::set_permissions("/var/lib/docker", std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let mut command = probebox(&["containers", "--json"]);
    command.uid(NOBODY).gid(NOBODY);
    let finished = Process::start(command).wait();
    assert_eq!(finished.code(), 1, "{finished}");
    assert!(finished.stderr().contains("sudo"), "{finished}");
    let seen: Value = serde_json::from_str(finished.stdout().lines().next().unwrap()).unwrap();
    assert_eq!((&seen["container"]["id"], &seen["container"]["name"]), (&json!(ID), &Value::Null), "{finished}");

    for workload in inside {
        workload.go();
    }
    for group in [&in_docker, &format!("{in_pod}/sub"), "probebox/job", "probebox/other"] {
        remove_group(group);
    }
    for path in ["/var/lib/docker", "/run/containerd", "/run/runc"] {
        fs::remove_dir_all(path).unwrap();
    }
    assert_eq!(listed(), [Value::Null; 0]);
}
