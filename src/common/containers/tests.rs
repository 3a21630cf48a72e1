//! Hosts in a temporary folder, as each runtime leaves them, and as somebody could who means harm.
#![allow(clippy::unwrap_used)]

use std::{
    fs::{self, File},
    os::unix::fs::symlink,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use super::*;
use crate::common::{escape::Charset, privileges};

const ID: &str = "6d393320601b821561e43bd46f658284cb172cf297ecc3d3665be657870d32e2";
const OTHER: &str = "9bca8d63d5fa610783847915bcff0ecac1273e5b4bed3f6fa1b07350e0135961";
const UID: &str = "57e67067-89e4-4001-bdd4-8632d39ea02b";

/// A `/` with cgroups in `sys/fs/cgroup`.
struct Host(PathBuf);

impl Host {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("probebox-containers-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let root = std::env::temp_dir().join(name);
        fs::create_dir_all(root.join("sys/fs/cgroup")).unwrap();
        Self(root)
    }

    fn containers(&self) -> Containers {
        Containers::at(self.0.clone(), self.0.join("sys/fs/cgroup"))
    }

    /// Makes a cgroup and tells its id.
    fn cgroup(&self, path: &str) -> u64 {
        let folder = self.0.join("sys/fs/cgroup").join(filled(path));
        fs::create_dir_all(&folder).unwrap();
        folder.metadata().unwrap().ino()
    }

    fn write(&self, path: &str, content: &str) {
        let path = self.0.join(filled(path));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, filled(content)).unwrap();
    }

    /// What is known of a cgroup that is made now, as text: runtime, name, image, pod, found.
    fn tell(&self, path: &str) -> String {
        let id = self.cgroup(path);
        let Some(container) = self.containers().of(id) else { return "none".to_owned() };
        let text =
            |bytes: Option<&Vec<u8>>| bytes.map_or("-".into(), |bytes| String::from_utf8_lossy(bytes).into_owned());
        let (name, image) = (text(container.name.as_ref()), text(container.image.as_ref()));
        let pod = container.pod.as_ref().map_or("-".to_owned(), |pod| {
            assert_eq!(pod.uid, UID);
            format!("{}/{}", text(pod.namespace.as_ref()), text(pod.name.as_ref()))
        });
        format!("{} {name} {image} {pod} {}", container.runtime, container.found)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn filled(text: &str) -> String {
    text.replace("_UID_", &UID.replace('-', "_")).replace("$UID", UID).replace("$ID", ID).replace("$OTHER", OTHER)
}

/// Docker's `config.v2.json` (moby, daemon/container): it is written before the container is started.
const DOCKER: &str = r#"{"StreamConfig":{},"State":{"Running":true,"Pid":42},"ID":"$ID","Image":"sha256:1","Name":"/web",
    "Config":{"Hostname":"6d3933","Image":"nginx:1.27","Env":["A=\"b\""],"Labels":{"io.kubernetes.pod.name":"shop-1",
    "io.kubernetes.pod.namespace":"prod","io.kubernetes.container.name":"app"}}}"#;

#[test]
fn docker_is_found_wherever_it_keeps_its_data() {
    let host = Host::new();
    assert_eq!(host.tell("docker/$ID"), "docker - - - path");
    host.write("var/lib/docker/containers/$ID/config.v2.json", DOCKER);
    assert_eq!(host.tell("docker/$ID"), "docker web nginx:1.27 - docker config");
    assert_eq!(host.tell("docker/$ID/init.scope"), "docker web nginx:1.27 - docker config");
    assert_eq!(host.tell("system.slice/docker-$ID.scope"), "docker web nginx:1.27 - docker config");
    assert_eq!(host.tell("ecs/task/$ID"), "docker web nginx:1.27 - docker config");
    assert_eq!(host.tell("ecs/task/$OTHER"), "none");
    // cri-dockerd: only in the kubelet's part of the tree are labels believed
    assert_eq!(host.tell("kubepods/pod$UID/$ID"), "docker app nginx:1.27 prod/shop-1 docker config");
    let moved = Host::new();
    moved.write("etc/docker/daemon.json", r#"{"log-driver": "journald", "data-root": "/srv/docker"}"#);
    moved.write("srv/docker/containers/$ID/config.v2.json", DOCKER);
    assert_eq!(moved.tell("docker/$ID"), "docker web nginx:1.27 - docker config");
    // rootless: below the home of the user whose part of the tree it is
    let user = Host::new();
    user.write("etc/passwd", "root:x:0:0::/root:/bin/sh\nu:x:1000:1000:,,,:/home/u:/bin/sh\n");
    user.write("home/u/.local/share/docker/containers/$ID/config.v2.json", DOCKER);
    let group = "user.slice/user-1000.slice/user@1000.service/user.slice/docker-$ID.scope";
    assert_eq!(user.tell(group), "docker web nginx:1.27 - docker config");
    assert_eq!(user.tell("system.slice/docker-$ID.scope"), "docker - - - path");
}

/// An OCI configuration with the annotations of containerd's CRI plugin (pkg/cri/annotations).
const CRI: &str = r#"{"ociVersion":"1.1.0","process":{"args":["/app"],"env":[]},"annotations":{
    "io.kubernetes.cri.container-name":"app","io.kubernetes.cri.container-type":"container",
    "io.kubernetes.cri.image-name":"registry/app:2","io.kubernetes.cri.sandbox-id":"$OTHER",
    "io.kubernetes.cri.sandbox-name":"shop-1","io.kubernetes.cri.sandbox-namespace":"prod",
    "io.kubernetes.cri.sandbox-uid":"$UID"},"linux":{"cgroupsPath":"kubepods-pod_UID_.slice:cri-containerd:$ID"}}"#;

#[test]
fn containerd_and_the_kubelet_tell_pods() {
    let group = "kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod_UID_.slice/cri-containerd-$ID.scope";
    for base in ["run/containerd", "run/k3s/containerd", "var/snap/microk8s/common/run/containerd"] {
        let host = Host::new();
        host.write(&format!("{base}/io.containerd.runtime.v2.task/k8s.io/$ID/config.json"), CRI);
        assert_eq!(host.tell(group), "containerd app registry/app:2 prod/shop-1 OCI config");
        assert_eq!(host.tell("kubepods/burstable/pod$UID/$ID"), "containerd app registry/app:2 prod/shop-1 OCI config");
    }
    // What holds a pod's namespaces has no name of its own.
    let host = Host::new();
    let sandbox =
        CRI.replace(r#""io.kubernetes.cri.container-name":"app","#, "").replace(r#"":"container""#, r#"":"sandbox""#);
    host.write("run/containerd/io.containerd.runtime.v2.task/k8s.io/$ID/config.json", &sandbox);
    assert_eq!(host.tell(group), "containerd POD registry/app:2 prod/shop-1 OCI config");
    // The kubelet's folders of logs say it where nothing else does.
    let host = Host::new();
    assert_eq!(host.tell(group), "containerd - - -/- path");
    fs::create_dir_all(host.0.join(format!("var/log/pods/prod_shop-1_{UID}/app"))).unwrap();
    fs::create_dir_all(host.0.join("var/log/containers")).unwrap();
    symlink("/nowhere/0.log", host.0.join(filled("var/log/containers/shop-1_prod_app-$ID.log"))).unwrap();
    assert_eq!(host.tell(group), "containerd app - prod/shop-1 pod logs");
    assert_eq!(host.tell("kubepods/besteffort/pod$UID/$ID"), "unknown app - prod/shop-1 pod logs");
    // ctr, and nerdctl
    let host = Host::new();
    assert_eq!(host.tell("default/web"), "none");
    host.write("run/containerd/io.containerd.runtime.v2.task/default/web/config.json", r#"{"ociVersion":"1.1.0"}"#);
    assert_eq!(host.tell("default/web/sub"), "containerd - - - OCI config");
    let nerdctl = r#"{"annotations":{"nerdctl/name":"web"}}"#;
    host.write("run/containerd/io.containerd.runtime.v2.task/default/$ID/config.json", nerdctl);
    assert_eq!(host.tell("system.slice/nerdctl-$ID.scope"), "containerd web - - OCI config");
}

#[test]
fn crio_and_podman_share_their_storage() {
    let host = Host::new();
    // containers/storage: containers.json, and volatile-containers.json of those that are removed when they end
    host.write(
        "var/lib/containers/storage/overlay-containers/containers.json",
        r#"[{"id":"$OTHER","names":["old"],"metadata":"{}"},
            {"id":"$ID","names":["db"],"image":"d7af","metadata":"{\"image-name\":\"docker.io/library/postgres:17\",\"name\":\"db\"}"},
            {"id":"1","names":["new"]}]"#,
    );
    assert_eq!(
        host.tell("machine.slice/libpod-$ID.scope/container"),
        "podman db docker.io/library/postgres:17 - podman storage"
    );
    assert_eq!(host.tell("libpod_parent/libpod-$OTHER"), "podman old - - podman storage");
    assert_eq!(host.tell("machine.slice/libpod-conmon-$ID.scope"), "none");
    host.write("etc/passwd", "u:x:1000:1000::/home/u:/bin/sh");
    let list = "home/u/.local/share/containers/storage/overlay-containers/volatile-containers.json";
    host.write(list, r#"[{"id":"$ID","names":["mine"]}]"#);
    let group = "user.slice/user-1000.slice/user@1000.service/user.slice/libpod-$ID.scope";
    assert_eq!(host.tell(group), "podman mine - - podman storage");
    // CRI-O: annotations of its own
    host.write(
        "run/containers/storage/overlay-containers/$OTHER/userdata/config.json",
        r#"{"annotations":{"io.kubernetes.container.name":"app","io.kubernetes.cri-o.ImageName":"registry/app:2",
            "io.kubernetes.pod.name":"shop-1","io.kubernetes.pod.namespace":"prod","io.kubernetes.pod.uid":"$UID"}}"#,
    );
    let group = "kubepods.slice/kubepods-pod_UID_.slice/crio-$OTHER.scope";
    assert_eq!(host.tell(group), "cri-o app registry/app:2 prod/shop-1 OCI config");
}

#[test]
fn machines_and_lxc_are_called_by_their_names() {
    let host = Host::new();
    assert_eq!(host.tell("lxc.payload.web/system.slice"), "lxc web - - path");
    assert_eq!(host.tell("machine.slice/machine-web.scope"), "systemd-nspawn web - - path");
    // systemd-machined: a file of each machine
    host.write(
        "run/systemd/machines/web",
        "# This is private data.\nNAME=web\nSERVICE=systemd-nspawn\nCLASS=container\n",
    );
    assert_eq!(host.tell("machine.slice/systemd-nspawn@web.service/payload"), "systemd-nspawn web - - machined");
    host.write("run/systemd/machines/lxc-1-web", "SERVICE=libvirt-lxc\nCLASS=container\n");
    assert_eq!(host.tell("machine.slice/machine-lxc\\x2d1\\x2dweb.scope"), "libvirt-lxc lxc-1-web - - machined");
    host.write("run/systemd/machines/qemu-1-vm", "SERVICE=libvirt-qemu\nCLASS=vm\n");
    assert_eq!(host.tell("machine.slice/machine-qemu\\x2d1\\x2dvm.scope"), "none");
}

#[test]
fn a_container_is_coming_while_its_runtime_has_written_nothing() {
    let host = Host::new();
    let (any, users) = (host.cgroup("jobs/a"), host.cgroup("user.slice/user-1000.slice/b"));
    let mut containers = host.containers();
    let mut coming = || {
        [any, users].map(|id| {
            assert!(containers.look_again(id).is_none());
            containers.is_coming(id)
        })
    };
    assert_eq!(coming(), [false, false]);
    // A runtime that was killed has left this.
    fs::create_dir_all(host.0.join("run/crun/old")).unwrap();
    let old = std::time::SystemTime::now() - Duration::from_secs(61);
    File::open(host.0.join("run/crun/old")).unwrap().set_modified(old).unwrap();
    assert_eq!(coming(), [false, false]);
    // A user's runtime has containers in the user's part of the tree alone.
    fs::create_dir_all(host.0.join("run/user/1000/crun/b")).unwrap();
    assert_eq!(coming(), [false, true]);
    fs::create_dir_all(host.0.join("run/runc/c")).unwrap();
    assert_eq!(coming(), [true, true]);
    host.write("run/user/1000/crun/b/status", r#"{"cgroup-path":"/user.slice/user-1000.slice/other"}"#);
    host.write("run/runc/c/state.json", r#"{"cgroup_paths":{"":"/sys/fs/cgroup/jobs/c"}}"#);
    assert_eq!(coming(), [false, false]);
}

#[test]
fn runc_and_crun_alone_say_where_their_cgroups_are() {
    let host = Host::new();
    // runc: libcontainer's state; on a host of version 1 one path for each controller
    host.write(
        "run/runc/a/state.json",
        r#"{"id":"a","init_process_pid":42,"cgroup_paths":{"":"/sys/fs/cgroup/jobs/a"}}"#,
    );
    host.write(
        "run/runc/b/state.json",
        r#"{"cgroup_paths":{"memory":"/sys/fs/cgroup/memory/jobs/b","pids":"/sys/fs/cgroup/pids/jobs/b"}}"#,
    );
    // crun: its status; with systemd the scope holds a group of its own
    host.write(
        "run/crun/c/status",
        r#"{"pid":42,"cgroup-path":"/system.slice/crun-c.scope/container","scope":"crun-c.scope"}"#,
    );
    host.write("run/crun/d/status", r#"{"pid":42,"cgroup-path":"","scope":""}"#);
    for (group, expected) in [
        ("jobs/a", "runc - - - runc state"),
        ("jobs/a/sub/sub", "runc - - - runc state"),
        ("jobs/ab", "none"),
        ("jobs/b", "runc - - - runc state"),
        ("system.slice/crun-c.scope", "crun - - - crun state"),
        ("system.slice/other.service", "none"),
    ] {
        assert_eq!(host.tell(group), expected, "{group}");
    }
    // What a user's runtime says of others' cgroups is nothing.
    host.write("run/user/1000/crun/e/status", r#"{"cgroup-path":"/system.slice/other.service","scope":""}"#);
    assert_eq!(host.tell("system.slice/other.service"), "none");
    host.write("run/user/1000/crun/f/status", r#"{"cgroup-path":"/user.slice/user-1000.slice/f","scope":""}"#);
    assert_eq!(host.tell("user.slice/user-1000.slice/f"), "crun - - - crun state");
}

#[test]
fn what_was_found_stays_when_the_container_has_gone() {
    let host = Host::new();
    let mut containers = host.containers();
    host.write("var/lib/docker/containers/$ID/config.v2.json", DOCKER);
    let (own, below) = (host.cgroup("docker/$ID"), host.cgroup("docker/$ID/sub"));
    let service = host.cgroup("system.slice/ssh.service");
    containers.learn(own, format!("/docker/{ID}").as_bytes());
    fs::remove_dir_all(&host.0).unwrap();
    let container = containers.of(own).unwrap();
    assert_eq!((container.name.as_deref(), container.cgroup_id), (Some(&b"web"[..]), own));
    // One that was noticed only after its end, below one that is known.
    containers.learn(below, format!("/docker/{ID}/sub").as_bytes());
    assert!(Arc::ptr_eq(&containers.of(below).unwrap(), &container));
    assert_eq!(containers.groups_of(&container), [own]);
    assert_eq!((containers.of(service), containers.all()), (None, vec![]));
    // Its id is another's now.
    containers.learn(own, format!("/docker/{OTHER}").as_bytes());
    assert_eq!(containers.of(own).unwrap().id, OTHER);
    containers.learn(own, b"/system.slice");
    assert_eq!(containers.of(own), None);
}

#[test]
fn nobody_passes_for_another_container() {
    let host = Host::new();
    host.write("var/lib/docker/containers/$ID/config.v2.json", DOCKER);
    host.write("run/containerd/io.containerd.runtime.v2.task/k8s.io/$ID/config.json", CRI);
    fs::create_dir_all(host.0.join(format!("var/log/pods/prod_shop-1_{UID}"))).unwrap();
    // A user may call groups in the own part of the tree as they like.
    let user = "user.slice/user-1000.slice/user@1000.service";
    assert_eq!(host.tell(&format!("{user}/docker-$ID.scope")), "docker - - - path");
    assert_eq!(host.tell(&format!("{user}/cri-containerd-$ID.scope")), "containerd - - - path");
    assert_eq!(host.tell(&format!("{user}/kubepods/pod$UID/$ID")), "unknown - - - path");
    // So may a service to which its own was left, unless the folder says that only root does.
    assert_eq!(host.tell("system.slice/a.service/docker-$ID.scope"), "docker web nginx:1.27 - docker config");
    let mut containers = host.containers();
    containers.learn(1, filled("/system.slice/gone.service/docker-$ID.scope").as_bytes());
    assert_eq!(containers.of(1).unwrap().name, None);
    // A container may within its own.
    assert_eq!(host.tell("docker/$OTHER/system.slice/docker-$ID.scope"), "docker - - - path");
    // A name is no path.
    containers.learn(2, b"/k8s.io/..");
    containers.learn(3, b"/../io.containerd.runtime.v2.task");
    assert_eq!((containers.of(2), containers.of(3)), (None, None));
    assert_eq!(host.tell("machine.slice/machine-..\\x2fweb.scope"), "systemd-nspawn ../web - - path");
}

#[test]
fn a_name_that_comes_late_is_found_then() {
    let host = Host::new();
    let mut containers = host.containers();
    let (id, other) = (host.cgroup("docker/$ID"), host.cgroup("jobs/a"));
    let start = Instant::now();
    assert_eq!(containers.of_at(id, start).unwrap().name, None);
    assert_eq!(containers.of_at(other, start), None);
    host.write("var/lib/docker/containers/$ID/config.v2.json", DOCKER);
    host.write("run/runc/a/state.json", r#"{"cgroup_paths":{"":"/sys/fs/cgroup/jobs/a"}}"#);
    let soon = start + FIRST_WAIT / 2;
    assert_eq!((containers.of_at(id, soon).unwrap().name.as_deref(), containers.of_at(other, soon)), (None, None));
    let later = start + FIRST_WAIT;
    assert_eq!(containers.of_at(id, later).unwrap().name.as_deref(), Some(&b"web"[..]));
    assert_eq!(containers.of_at(other, later).unwrap().id, "a");
}

#[test]
fn all_are_listed_once_with_their_groups_and_processes() {
    let host = Host::new();
    let (own, below) = (host.cgroup("docker/$ID"), host.cgroup("docker/$ID/a/b"));
    host.cgroup("system.slice/ssh.service");
    let payload = host.cgroup("lxc.payload.web");
    host.write("sys/fs/cgroup/docker/$ID/cgroup.procs", "12\n0\n");
    host.write("sys/fs/cgroup/docker/$ID/a/b/cgroup.procs", "7\n");
    let mut containers = host.containers();
    let all = containers.all();
    assert_eq!(all.iter().map(|container| container.cgroup_id).collect::<Vec<_>>(), [own, payload]);
    let mut contained = containers.contained();
    contained.sort_unstable();
    let mut of_all: Vec<_> = all.iter().flat_map(|one| containers.groups_of(one)).collect();
    of_all.sort_unstable();
    assert_eq!(contained, of_all);
    let groups = containers.groups_of(&all[0]);
    assert!(groups.len() == 3 && groups.contains(&own) && groups.contains(&below));
    assert_eq!(containers.processes_of(&all[0]), [7, 12]);
    assert_eq!(containers.processes_of(&all[1]), [0; 0]);
}

#[test]
fn hostile_records_cost_nothing_but_the_name() {
    let host = Host::new();
    let folder = host.0.join("var/lib/docker/containers");
    let config = folder.join(ID).join("config.v2.json");
    let remake = || {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join(ID)).unwrap();
    };
    for text in ["", "{", "null", r#"{"Name":"/web""#, r#"{"Name":["web"]}"#, r#"{"Name":{"a":"b"}}"#] {
        host.write("var/lib/docker/containers/$ID/config.v2.json", text);
        assert!(host.tell("docker/$ID").starts_with("docker - - - "), "{text}");
    }
    // A FIFO that nobody writes to, a folder, a hundred megabytes, links: of the file, and of its folder
    remake();
    let fifo = std::ffi::CString::new(config.as_os_str().as_bytes()).unwrap();
    // SAFETY: a string with an end.
    assert_eq!(unsafe { libc::mkfifo(fifo.as_ptr(), 0o600) }, 0);
    assert_eq!(host.tell("docker/$ID"), "docker - - - path");
    remake();
    fs::create_dir(&config).unwrap();
    assert_eq!(host.tell("docker/$ID"), "docker - - - path");
    remake();
    File::create(&config).unwrap().set_len(100 << 20).unwrap();
    assert_eq!(host.tell("docker/$ID"), "docker - - - path");
    remake();
    host.write("elsewhere/config.v2.json", DOCKER);
    symlink("../../../../../elsewhere/config.v2.json", &config).unwrap();
    assert_eq!(host.tell("docker/$ID"), "docker - - - path");
    remake();
    fs::remove_dir(folder.join(ID)).unwrap();
    symlink("../../../../elsewhere", folder.join(ID)).unwrap();
    assert_eq!(host.tell("docker/$ID"), "docker - - - path");
    // A user's links lead nowhere, and a home that is none is none.
    host.write("etc/passwd", "\n::\nv:x:1001\nu:x:1000:1000::/home/u:/bin/sh\n");
    fs::create_dir_all(host.0.join("home/u/.local")).unwrap();
    symlink("/", host.0.join("home/u/.local/share")).unwrap();
    for user in [1000, 1001, 1002] {
        assert_eq!(host.tell(&format!("user.slice/user-{user}.slice/docker-$ID.scope")), "docker - - - path");
    }
}

#[test]
fn what_a_tool_may_do_after_it_has_attached_is_enough() {
    static HOST: OnceLock<Host> = OnceLock::new();
    let host = HOST.get_or_init(Host::new);
    host.write("var/lib/docker/containers/$ID/config.v2.json", DOCKER);
    host.write("run/runc/a/state.json", r#"{"cgroup_paths":{"":"/sys/fs/cgroup/jobs/a"}}"#);
    host.cgroup("docker/$ID");
    host.cgroup("jobs/a");
    assert!(privileges::tests::in_a_child(|| {
        let host = HOST.get().unwrap();
        let (docker, job) = (host.cgroup("docker/$ID"), host.cgroup("jobs/a"));
        let mut containers = host.containers();
        privileges::drop(privileges::Keep { files: true, ..Default::default() }).unwrap();
        assert_eq!(containers.of(docker).unwrap().name.as_deref(), Some(&b"web"[..]));
        let job = containers.of(job).unwrap();
        assert_eq!((job.id.as_str(), containers.all().len(), containers.groups_of(&job).len()), ("a", 2, 1));
        assert_eq!(privileges::denied(), (0, 0));
    }));
    fs::remove_dir_all(&host.0).unwrap();
}

#[test]
fn names_reach_a_terminal_escaped() {
    let host = Host::new();
    let id = host.cgroup("docker/$ID");
    host.write(
        "var/lib/docker/containers/$ID/config.v2.json",
        "{\"Name\":\"/\\u001b[2Ja\\nb\",\"Config\":{\"Image\":\"\u{202e}x\"}}",
    );
    let container = host.containers().of(id).unwrap();
    let table = String::from_utf8(report::table(&[(&container, vec![7, 12])], Charset::Utf8)).unwrap();
    assert_eq!(
        table,
        format!(
            "ID           NAME        POD IMAGE     RUNTIME CGROUP{}PIDS FOUND\n\
             6d393320601b \\x1b[2Ja\\nb -   \\u{{202e}}x docker  /docker/{ID} 2    docker config\n",
            " ".repeat("/docker/".len() + ID.len() - "CGROUP".len() + 1)
        )
    );
    let line = String::from_utf8(report::json_line(&container, &[7, 12])).unwrap();
    let parsed: serde_json::Value = serde_json::from_str(&line).unwrap();
    let expected = serde_json::json!({
        "cgroup_id": id, "cgroup": format!("/docker/{ID}"), "pod": null, "pids": [7, 12], "found": "docker config",
        "container": {"id": ID, "name": "\u{1b}[2Ja\nb", "runtime": "docker", "image": "\u{202e}x"},
    });
    assert_eq!(parsed, expected, "{line}");
    assert!(!line.trim_end().chars().any(crate::common::escape::is_invisible), "{line:?}");
}
