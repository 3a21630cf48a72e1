//! What container runtimes and the kubelet write down of their containers, where it lies on disk while they run.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use super::{
    folder::{Folder, part},
    lists::{DRIVERS, Lists},
    place::{Owner, Place},
};
use crate::common::json_strings as json;

/// What was found of a container.
#[derive(Debug, Default)]
pub struct Record {
    /// Who runs it.
    pub runtime: &'static str,
    /// How that was found.
    pub found: &'static str,
    /// Its name.
    pub name: Option<Vec<u8>>,
    /// The image that it was made from.
    pub image: Option<Vec<u8>>,
    /// The pod, as its runtime or the kubelet has it.
    pub pod_uid: Option<Vec<u8>>,
    /// Its namespace.
    pub pod_namespace: Option<Vec<u8>>,
    /// Its name.
    pub pod_name: Option<Vec<u8>>,
}

/// The folders of Docker, if none is configured: its own, and that of its snap.
const DOCKER: [&str; 2] = ["var/lib/docker", "var/snap/docker/common/var-lib-docker"];
/// The folders of containerd's state: its own, those of k3s and RKE2, and of Canonical's snap.
const CONTAINERD: [&str; 3] = ["run/containerd", "run/k3s/containerd", "var/snap/microk8s/common/run/containerd"];
/// Below them, a folder of each namespace, and in it one of each container.
const TASKS: &str = "io.containerd.runtime.v2.task";
/// The namespace of Kubernetes.
const PODS: &[u8] = b"k8s.io";
/// Where a kubelet keeps its logs, and CRI-O (or podman) its containers.
const OF_PODS: [&str; 3] =
    ["var/log/pods", "run/containers/storage/overlay-containers", "run/containers/storage/vfs-containers"];
/// How long it counts which namespaces there are.
const FRESH: Duration = Duration::from_secs(1);

/// Where they are: `/`, or a folder that stands for it.
#[derive(Debug)]
pub struct Records {
    root: PathBuf,
    docker: Option<Vec<PathBuf>>,
    podman: Lists,
    /// The namespaces of containerd, and when that was read.
    namespaces: Option<(Instant, HashSet<Vec<u8>>)>,
}

impl Records {
    /// Those below a root; nothing is read yet.
    pub fn new(root: PathBuf) -> Self {
        Self { root, docker: None, podman: Lists::default(), namespaces: None }
    }

    /// What is known of the container in this place. None if the path could have been any folder's, and nobody knows it.
    ///
    /// Of what is in a user's part of the tree, that user's records alone tell: the user could have given it any id.
    pub fn find(&mut self, place: &Place, now: Instant) -> Option<Record> {
        let (id, is_root) = (&place.id, place.user.is_none());
        let by_path = |runtime| Record { runtime, found: "path", ..Record::default() };
        let mut record = match place.owner {
            Owner::Docker => self.docker(place).unwrap_or_else(|| by_path("docker")),
            Owner::Podman => self.podman(place, now).unwrap_or_else(|| by_path("podman")),
            Owner::Containerd if is_root => self.containerd(id).unwrap_or_else(|| by_path("containerd")),
            Owner::Crio if is_root => self.crio(id).unwrap_or_else(|| by_path("cri-o")),
            Owner::Containerd => by_path("containerd"),
            Owner::Crio => by_path("cri-o"),
            Owner::Lxc => Record { name: Some(id.clone().into()), ..by_path("lxc") },
            Owner::Machine if is_root => self.machine(id)?,
            Owner::Machine => return None,
            Owner::Unknown => {
                let system = |records: &Self| records.containerd(id).or_else(|| records.crio(id)).filter(|_| is_root);
                let known = self.docker(place).or_else(|| system(self)).or_else(|| self.podman(place, now));
                known.or_else(|| place.pod.as_ref().map(|_| by_path("unknown")))?
            }
        };
        if is_root {
            record.pod_uid = place.pod.clone().map(Into::into).or(record.pod_uid);
            self.add_pod(id, &mut record);
        }
        Some(record)
    }

    /// The container of this namespace and id, if containerd has it: `ctr` names their cgroups so.
    pub fn task(&self, namespace: &str, id: &str) -> Option<Record> {
        let tasks =
            CONTAINERD.iter().find_map(|base| self.folder(&format!("{base}/{TASKS}"))?.folder(namespace)?.folder(id));
        tasks.map(|folder| oci(&folder, "containerd"))
    }

    /// Whether containerd has any namespaces.
    pub fn has_namespaces(&mut self, now: Instant) -> bool {
        let is_fresh = |read| now == read || now.saturating_duration_since(read) < FRESH;
        if !self.namespaces.as_ref().is_some_and(|(read, _)| is_fresh(*read)) {
            self.refresh(now);
        }
        self.namespaces.as_ref().is_some_and(|(_, names)| !names.is_empty())
    }

    /// Whether it had one of this name then. There are few, and every group is asked about.
    pub fn has_namespace(&self, name: &str) -> bool {
        self.namespaces.as_ref().is_some_and(|(_, names)| names.contains(name.as_bytes()))
    }

    /// Reads which namespaces there are.
    pub fn refresh(&mut self, now: Instant) {
        let tasks = CONTAINERD.iter().filter_map(|base| self.folder(&format!("{base}/{TASKS}")));
        self.namespaces = Some((now, tasks.flat_map(|folder| folder.names()).collect()));
    }

    /// Whether somebody who knows pods has left anything here.
    pub fn may_have_pods(&mut self, now: Instant) -> bool {
        self.refresh(now);
        let in_containerd = self.namespaces.as_ref().is_some_and(|(_, names)| names.contains(PODS));
        in_containerd || OF_PODS.iter().any(|path| self.folder(path).is_some_and(|folder| !folder.names().is_empty()))
    }

    fn folder(&self, path: &str) -> Option<Folder> {
        Folder::trusted(&self.root.join(path))
    }

    /// The folders of Docker's containers; that of the data that it was told to use comes first.
    fn docker_folders(&mut self) -> &[PathBuf] {
        let config = || Folder::trusted(&self.root.join("etc/docker"))?.read("daemon.json");
        let root = &self.root;
        self.docker.get_or_insert_with(|| {
            let mut told = None;
            let _ = json::each(&config().unwrap_or_default(), |keys, value| {
                if json::is(keys, &["data-root"]) {
                    told = part(value).map(|path| path.trim_start_matches('/').to_owned());
                }
            });
            let usual = DOCKER.map(str::to_owned);
            told.into_iter().chain(usual).map(|path| root.join(path).join("containers")).collect()
        })
    }

    fn docker(&mut self, place: &Place) -> Option<Record> {
        let folder = if let Some(user) = place.user {
            home(&self.root, user)?.folder(".local/share/docker/containers")?.folder(&place.id)
        } else {
            self.docker_folders().iter().find_map(|folder| Folder::trusted(folder)?.folder(&place.id))
        };
        let config = folder?.read("config.v2.json");
        let mut record = Record { runtime: "docker", found: "docker config", ..Record::default() };
        let mut name_in_pod = None;
        let text = config.unwrap_or_default();
        let valid = json::each(&text, |keys, value| {
            let place = match keys {
                [name] if name == b"Name" => &mut record.name,
                [config, image] if config == b"Config" && image == b"Image" => &mut record.image,
                // Anybody can put these labels on a container; they are believed of one in the kubelet's part of the tree.
                [config, labels, label] if config == b"Config" && labels == b"Labels" && place.pod.is_some() => {
                    match label.as_slice() {
                        b"io.kubernetes.container.name" => &mut name_in_pod,
                        b"io.kubernetes.pod.name" => &mut record.pod_name,
                        b"io.kubernetes.pod.namespace" => &mut record.pod_namespace,
                        _ => return,
                    }
                }
                _ => return,
            };
            *place = Some(value.to_vec());
        });
        if valid.is_none() {
            return Some(Record { runtime: "docker", found: "path", ..Record::default() });
        }
        record.name = record.name.map(|name| name.strip_prefix(b"/").unwrap_or(&name).to_vec());
        record.name = name_in_pod.or(record.name);
        Some(record)
    }

    fn containerd(&self, id: &str) -> Option<Record> {
        CONTAINERD.iter().find_map(|base| {
            let tasks = self.folder(&format!("{base}/{TASKS}"))?;
            let namespaces = tasks.names();
            let folder = namespaces.iter().find_map(|namespace| tasks.folder(part(namespace)?)?.folder(id))?;
            Some(oci(&folder, "containerd"))
        })
    }

    fn crio(&self, id: &str) -> Option<Record> {
        let folder = DRIVERS.iter().find_map(|driver| {
            self.folder(&format!("run/containers/storage/{driver}"))?.folder(id)?.folder("userdata")
        })?;
        // Podman's containers have such a folder as well, and none of these words in it.
        let record = oci(&folder, "cri-o");
        record.pod_uid.is_some().then_some(record)
    }

    fn podman(&mut self, place: &Place, now: Instant) -> Option<Record> {
        let open = |path: &str| Folder::trusted(&self.root.join(path));
        let storage = || match place.user {
            Some(user) => {
                let home = home(&self.root, user).and_then(|home| home.folder(".local/share/containers/storage"));
                let run = open(&format!("run/user/{user}")).and_then(|run| run.folder("containers"));
                [home, run].into_iter().flatten().collect()
            }
            None => {
                ["var/lib/containers/storage", "run/containers/storage"].iter().filter_map(|path| open(path)).collect()
            }
        };
        let listed = self.podman.find(place.user, &place.id, now, storage)?;
        let (runtime, found) = ("podman", "podman storage");
        Some(Record { runtime, found, name: listed.name, image: listed.image, ..Record::default() })
    }

    /// What systemd-machined has: `KEY=VALUE` lines in a file called by the machine.
    fn machine(&self, name: &str) -> Option<Record> {
        let file = self.folder("run/systemd/machines").and_then(|machines| machines.read(name)).unwrap_or_default();
        let value = |key: &str| {
            let mut lines = file.split(|b| *b == b'\n');
            lines.find_map(|line| line.strip_prefix(key.as_bytes())?.strip_prefix(b"="))
        };
        let runtime = match (value("CLASS"), value("SERVICE")) {
            (Some(b"container"), Some(b"libvirt-lxc")) => "libvirt-lxc",
            (Some(b"container"), None | Some(b"systemd-nspawn")) => "systemd-nspawn",
            (Some(b"container"), Some(_)) => "unknown",
            (None, _) if !name.starts_with("qemu-") => "systemd-nspawn",
            _ => return None,
        };
        let found = if file.is_empty() { "path" } else { "machined" };
        Some(Record { runtime, found, name: Some(name.as_bytes().to_vec()), ..Record::default() })
    }

    /// What the kubelet calls its folders of logs by: `NAMESPACE_POD_UID`, and `POD_NAMESPACE_CONTAINER-ID.log`.
    fn add_pod(&self, id: &str, record: &mut Record) {
        let Some(uid) = &record.pod_uid else { return };
        let find = |folder: &str, ending: &[u8]| {
            let names = self.folder(folder)?.names();
            let name = names.iter().find_map(|name| name.strip_suffix(ending))?;
            Some(name.split(|b| *b == b'_').map(<[u8]>::to_vec).collect::<Vec<_>>())
        };
        if record.pod_name.is_none()
            && let Some([namespace, name]) = find("var/log/pods", &[b"_", uid.as_slice()].concat()).as_deref()
        {
            (record.pod_namespace, record.pod_name) = (Some(namespace.clone()), Some(name.clone()));
            record.found = "pod logs";
        }
        if record.name.is_none()
            && let Some([_, _, name]) = find("var/log/containers", format!("-{id}.log").as_bytes()).as_deref()
        {
            record.name = Some(name.clone());
            record.found = "pod logs";
        }
    }
}

/// The annotations of a container's OCI configuration.
fn oci(folder: &Folder, runtime: &'static str) -> Record {
    let empty = Record { runtime, found: "path", ..Record::default() };
    let Some(text) = folder.read("config.json") else { return empty };
    let mut record = Record { runtime, found: "OCI config", ..Record::default() };
    let mut is_sandbox = false;
    let valid = json::each(&text, |keys, value| {
        let [annotations, key] = keys else { return };
        if annotations != b"annotations" {
            return;
        }
        let place = match key.as_slice() {
            b"io.kubernetes.cri.container-type" => {
                is_sandbox = value == b"sandbox";
                return;
            }
            b"io.kubernetes.cri.container-name" | b"io.kubernetes.container.name" | b"nerdctl/name" => &mut record.name,
            b"io.kubernetes.cri.image-name" | b"io.kubernetes.cri-o.ImageName" => &mut record.image,
            b"io.kubernetes.cri.sandbox-uid" | b"io.kubernetes.pod.uid" => &mut record.pod_uid,
            b"io.kubernetes.cri.sandbox-namespace" | b"io.kubernetes.pod.namespace" => &mut record.pod_namespace,
            b"io.kubernetes.cri.sandbox-name" | b"io.kubernetes.pod.name" => &mut record.pod_name,
            _ => return,
        };
        *place = Some(value.to_vec());
    });
    if is_sandbox {
        // As the kubelet calls what holds a pod's namespaces, and CRI-O and Docker have it.
        record.name.get_or_insert_with(|| b"POD".to_vec());
    }
    if valid.is_some() { record } else { empty }
}

/// The home of a user, by number.
fn home(root: &Path, user: u32) -> Option<Folder> {
    let users = Folder::trusted(&root.join("etc"))?.read("passwd")?;
    let user = user.to_string();
    let mut users = users.split(|b| *b == b'\n').map(|line| line.split(|b| *b == b':').collect::<Vec<_>>());
    let home = users.find(|fields| fields.get(2) == Some(&user.as_bytes()))?.get(5).copied().and_then(part)?;
    Folder::trusted(&root.join(home.trim_start_matches('/')))
}
