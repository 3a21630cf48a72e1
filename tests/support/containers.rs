//! Containers: those that the workload makes as a runtime does ([`Contained`]), and those of real runtimes, in a guest that has them (`tests/vm/matrix` gives it to the tests in `runtimes`).
//!
//! Each has a root of its own, in which there is `/workload` and nothing else, namespaces of its own, and no network. What
//! each runtime of Debian's writes about one, and where, as it was found in the guest, so that a tool can know its name:
//!
//! | runtime | group | id, name and image |
//! |---|---|---|
//! | runc | `/ID` | `/run/runc/ID/state.json`: id, `cgroup_paths`; nothing else has a name |
//! | crun | `/ID` | `/run/crun/ID/status`: `cgroup-path`; its folder is called ID |
//! | podman | `/libpod_parent/libpod-ID` | `/var/lib/containers/storage/overlay-containers/containers.json`, of those that go when they end (`--rm`) `volatile-containers.json`: `id`, `names`, and in `metadata`, as text, `image-name` |
//! | ctr | `/default/ID` | `/run/containerd/io.containerd.runtime.v2.task/default/ID/config.json` has no name, and no image |
//! | docker | `/docker/ID` | `/var/lib/docker/containers/ID/config.v2.json`: `Name` with a slash before it, `Config.Image` |
//!
//! The groups are the same ones below each mount of cgroup v1.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Once, OnceLock};

use serde_json::{Value, json};

use super::{Did, Process, Workload, beside, mark, run, run_probebox};

/// What podman and docker call the image that they make of the root.
pub const IMAGE: &str = "probebox-image:latest";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runtime {
    Runc,
    Crun,
    /// With crun.
    Podman,
    /// By its own client, `ctr`.
    Containerd,
    Docker,
}

impl Runtime {
    pub const ALL: [Self; 5] = [Self::Runc, Self::Crun, Self::Podman, Self::Containerd, Self::Docker];

    /// What `probebox containers` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Runc => "runc",
            Self::Crun => "crun",
            Self::Podman => "podman",
            Self::Containerd => "containerd",
            Self::Docker => "docker",
        }
    }

    /// What JSON tells of one of its containers: those that have no name besides their id have no image either.
    pub fn known(self, id: &str, name: &str) -> Value {
        let (name, image) = match self {
            Self::Runc | Self::Crun | Self::Containerd => (None, None),
            Self::Podman => (Some(name), Some("localhost/probebox-image:latest")),
            Self::Docker => (Some(name), Some(IMAGE)),
        };
        json!({ "id": id, "name": name, "runtime": self.name(), "image": image })
    }

    /// Runs `workload ARGUMENT…` in a container of this name, to its end, which must be good.
    pub fn run(self, name: &str, workload: &[&str]) -> Did {
        let finished = self.client(name, workload).wait();
        assert!(finished.status.success(), "{finished}");
        Did::new(&finished.stdout)
    }

    /// Starts `workload ARGUMENT…`, with the prefix `wait` before them, in a container of this name, up to there. No two
    /// that run may have the same arguments.
    pub fn start(self, name: &str, workload: &[&str]) -> Running {
        let arguments = [&["wait"], workload].concat();
        let client = self.client(name, &arguments);
        client.wait_for_stdout(|text| text.lines().any(|line| line.starts_with("waiting ")));
        Running { runtime: self, name: name.to_owned(), pid: pid_of(&arguments), client: Some(client) }
    }

    /// The runtime's own program, which stays as long as the container does, and gives it its stdin and stdout.
    fn client(self, name: &str, workload: &[&str]) -> Process {
        let root = root();
        self.prepare();
        let ids = id_file(name);
        let _ = fs::remove_file(&ids);
        let mut command = match self {
            Self::Runc | Self::Crun => {
                let bundle = bundle(name);
                fs::create_dir_all(&bundle).unwrap();
                fs::write(bundle.join("config.json"), specification(root, workload)).unwrap();
                let mut command = Command::new(self.name());
                command.arg("run").arg("--bundle").arg(bundle).arg(name);
                command
            }
            Self::Containerd => {
                let mut command = Command::new("ctr");
                command.args(["run", "--rm", "--rootfs"]).arg(root).args([name, "/workload"]).args(workload);
                command
            }
            Self::Podman | Self::Docker => {
                let mut command = Command::new(self.name());
                command.args(["run", "--rm", "--interactive", "--network", "none", "--name", name, "--cidfile"]);
                command.arg(ids).args([IMAGE, "/workload"]).args(workload);
                command
            }
        };
        command.env("PODMAN_IGNORE_CGROUPSV1_WARNING", "1");
        Process::start(command)
    }

    /// Has the daemon run and the image made, once. Both stay as long as the guest does.
    fn prepare(self) {
        static CONTAINERD: Once = Once::new();
        static DOCKER: Once = Once::new();
        static PODMAN: Once = Once::new();
        let containerd = || CONTAINERD.call_once(|| daemon(&["containerd"], "containerd successfully booted"));
        match self {
            Self::Runc | Self::Crun => {}
            Self::Podman => PODMAN.call_once(|| import("podman")),
            Self::Containerd => containerd(),
            Self::Docker => {
                containerd();
                DOCKER.call_once(|| {
                    let arguments = ["dockerd", "--containerd", "/run/containerd/containerd.sock", "--bridge", "none"];
                    let without_network = ["--iptables=false", "--ip6tables=false", "--storage-driver", "vfs"];
                    daemon(&[&arguments[..], &without_network].concat(), "API listen on");
                    import("docker");
                });
            }
        }
    }

    /// Ends and removes a container that may be in any state.
    fn remove(self, name: &str) {
        let commands: &[&[&str]] = match self {
            Self::Runc => &[&["runc", "delete", "--force", name]],
            Self::Crun => &[&["crun", "delete", "--force", name]],
            Self::Podman => &[&["podman", "rm", "--force", "--time", "0", name]],
            Self::Containerd => &[&["ctr", "task", "delete", "--force", name], &["ctr", "container", "delete", name]],
            Self::Docker => &[&["docker", "rm", "--force", name]],
        };
        for command in commands {
            run(command[0], &command[1..]);
        }
    }
}

/// A container whose workload waits.
pub struct Running {
    pub runtime: Runtime,
    pub name: String,
    /// The workload's process, as the host sees it.
    pub pid: i32,
    client: Option<Process>,
}

impl Running {
    /// The runtime's id of it.
    pub fn id(&self) -> String {
        match self.runtime {
            Runtime::Runc | Runtime::Crun | Runtime::Containerd => self.name.clone(),
            Runtime::Podman | Runtime::Docker => fs::read_to_string(id_file(&self.name)).unwrap().trim().to_owned(),
        }
    }

    /// Its group, as the kernel calls it: a path below the mount.
    pub fn cgroup(&self) -> String {
        self.group().1
    }

    /// The folder of its group, in the hierarchy that counts: the unified one if that is the only one, else blkio's.
    pub fn cgroup_folder(&self) -> String {
        let (mount, path) = self.group();
        mount.to_owned() + &path
    }

    fn group(&self) -> (&'static str, String) {
        let groups = fs::read_to_string(format!("/proc/{}/cgroup", self.pid)).unwrap();
        let of = |word: &str| groups.lines().find_map(|line| Some(line.split_once(word)?.1.to_owned()));
        let legacy = of(":blkio:").map(|path| ("/sys/fs/cgroup/blkio", path));
        legacy.or_else(|| Some(("/sys/fs/cgroup", of("0::")?))).unwrap_or_else(|| panic!("no group in {groups}"))
    }

    /// Waits until it is written down where it is, which crun does when it runs already.
    #[must_use]
    pub fn settled(self) -> Self {
        let status = format!("/run/crun/{}/status", self.name);
        while self.runtime == Runtime::Crun && !Path::new(&status).exists() {
            std::thread::yield_now();
        }
        self
    }

    /// Lets the workload go on, and waits until it has done all that comes behind the prefix `stay`.
    pub fn act(&self) -> Did {
        let client = self.client.as_ref().expect("it runs");
        client.write(b"go\n");
        client.wait_for_stdout(|text| text.lines().any(|line| line.starts_with("staying ")));
        Did::new(&client.stdout())
    }

    /// Lets the workload go on, and waits for its and the container's end.
    pub fn go(mut self) -> Did {
        let client = self.client.take().expect("it runs until now");
        client.write(b"go\n");
        let finished = client.wait();
        assert!(finished.status.success(), "{finished}");
        let _ = fs::remove_dir_all(bundle(&self.name));
        let _ = fs::remove_file(id_file(&self.name));
        Did::new(&finished.stdout)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.client.is_some() {
            self.runtime.remove(&self.name);
        }
    }
}

/// A container that docker could have made: its group and its record are as docker's, and the workload has made its namespaces.
/// Its root is a file system of its own, on which nothing of the host is but copies of files and `/dev`.
pub struct Contained {
    pub name: String,
    pub id: String,
    /// Its first process, as the host sees it.
    pub pid: i32,
    workload: Option<Workload>,
}

impl Contained {
    /// Starts `workload ARGUMENT…`, with the prefix `wait` before them, in a container with copies of FILES, up to there. No
    /// two that run may have the same name.
    pub fn start(name: &str, files: &[&str], arguments: &[&str]) -> Self {
        Self::start_bare(name, files, &[&["wait"], arguments].concat())
    }

    /// The same of a workload that says in its own way that it waits.
    pub fn start_bare(name: &str, files: &[&str], arguments: &[&str]) -> Self {
        let id = id_of(name);
        record(&id, name);
        let (group, root) = (format!("docker/{id}"), mark("contained") + name);
        let files = if files.is_empty() { "-".to_owned() } else { files.join(",") };
        let arguments = [&["cgroup", &group, "contained", &root, &files], arguments].concat();
        let workload = Workload::start_program("packed", &arguments); // it has its symbols with it
        let pid = workload.said().of("contained", "pid");
        Self { name: name.to_owned(), id, pid, workload: Some(workload) }
    }

    /// What JSON tells of it.
    pub fn known(&self) -> Value {
        json!({ "id": self.id, "name": self.name, "runtime": "docker", "image": IMAGE })
    }

    fn workload(&self) -> &Workload {
        self.workload.as_ref().expect("it runs until now")
    }

    /// Lets the workload go on, and waits until it says a line that begins so.
    pub fn begin(&self, until: &str) {
        self.workload().begin();
        self.workload().wait_for(until);
    }

    /// Lets the workload go on, and waits until it has done all that comes behind the prefix `stay`.
    pub fn act(&self) -> Did {
        self.workload().act()
    }

    /// Lets the workload go on, and waits for its end.
    pub fn go(mut self) -> Did {
        self.workload.take().expect("it runs until now").go()
    }

    /// Waits for the end of a workload that goes on already.
    pub fn finish(mut self) -> Did {
        self.workload.take().expect("it runs until now").finish()
    }
}

impl Drop for Contained {
    fn drop(&mut self) {
        if self.workload.is_none() {
            remove_group(&format!("docker/{}", self.id));
        }
        let _ = fs::remove_dir_all(record_folder(&self.id));
        let _ = fs::remove_dir(mark("contained") + &self.name);
    }
}

/// An id as docker's, of a name.
pub fn id_of(name: &str) -> String {
    let digits = name.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    format!("{digits:f<64}")
}

/// The folder in which docker would have what it knows of a container.
pub fn record_folder(id: &str) -> String {
    format!("/var/lib/docker/containers/{id}")
}

/// Writes down what docker would of a container.
pub fn record(id: &str, name: &str) {
    let text = json!({ "Name": format!("/{name}"), "Config": { "Image": IMAGE } });
    fs::create_dir_all(record_folder(id)).unwrap();
    fs::write(record_folder(id) + "/config.v2.json", text.to_string()).unwrap();
}

/// Where runc and crun find what a container is.
fn bundle(name: &str) -> PathBuf {
    PathBuf::from(mark("bundle") + name)
}

/// Where podman and docker write the id of a container.
fn id_file(name: &str) -> PathBuf {
    PathBuf::from(mark("id") + name)
}

/// The folder that is every container's root, made once.
fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let root = PathBuf::from(mark("container") + "root");
        for folder in ["proc", "dev", "sys", "tmp"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        fs::copy(beside("stripped"), root.join("workload")).unwrap();
        root
    })
}

/// Makes the root an image of podman's or docker's.
fn import(program: &str) {
    let archive = mark("image") + program;
    for command in
        [&["tar", "cf", &archive, "-C", root().to_str().unwrap(), "."][..], &[program, "import", &archive, IMAGE]]
    {
        let finished = run(command[0], &command[1..]);
        assert_eq!(finished.code(), 0, "{finished}");
    }
    fs::remove_file(archive).unwrap();
}

/// Starts a daemon, which stays, and waits until it says that it is there.
fn daemon(command: &[&str], ready: &str) {
    let mut process = Command::new(command[0]);
    process.args(&command[1..]);
    let process = Process::start(process);
    process.wait_for_stderr(|text| text.contains(ready));
    std::mem::forget(process);
}

/// The least that the specification of OCI wants to be told.
fn specification(root: &Path, workload: &[&str]) -> String {
    let arguments = [&["/workload"], workload].concat();
    let namespaces = ["pid", "mount", "network", "ipc", "uts"].map(|kind| json!({ "type": kind }));
    let mounts = [("/proc", "proc"), ("/dev", "tmpfs"), ("/tmp", "tmpfs")]
        .map(|(place, kind)| json!({ "destination": place, "type": kind, "source": kind }));
    json!({
        "ociVersion": "1.0.0",
        "process": { "cwd": "/", "args": arguments, "user": { "uid": 0, "gid": 0 } },
        "root": { "path": root },
        "mounts": mounts,
        "linux": { "namespaces": namespaces },
    })
    .to_string()
}

/// The process that runs the workload with these arguments as the first of another pid namespace.
fn pid_of(arguments: &[&str]) -> i32 {
    let wanted = [&["/workload"], arguments].concat().join("\0") + "\0";
    let processes =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
    let found: Vec<i32> = processes
        .filter(|pid: &i32| fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| line == wanted.as_bytes()))
        .collect();
    let [pid] = found[..] else { panic!("{} processes where one runs {wanted:?}", found.len()) };
    pid
}

/// Removes a cgroup, by its path below the mount, and those above it that are empty then.
pub fn remove_group(path: &str) {
    let whole = Path::new("/sys/fs/cgroup").join(path);
    fs::remove_dir(&whole).unwrap_or_else(|error| panic!("{path}: {error}"));
    for above in whole.ancestors().skip(1).take_while(|above| *above != Path::new("/sys/fs/cgroup")) {
        let _ = fs::remove_dir(above); // another may be in it
    }
}

/// What `probebox containers` tells of each container.
pub fn listed() -> Vec<Value> {
    let finished = run_probebox(&["containers", "--json"]);
    assert_eq!((finished.code(), finished.stderr()), (0, ""), "{finished}");
    finished.stdout().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
