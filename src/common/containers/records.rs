//! What container runtimes and the kubelet write down of their containers, where it lies on disk while they run.

use std::{cell::OnceCell, path::PathBuf};

use super::{
    folder::{Folder, part},
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
/// The folders of containerd's state: its own, those of k3s and RKE2, and of MicroK8s.
const CONTAINERD: [&str; 3] = ["run/containerd", "run/k3s/containerd", "var/snap/microk8s/common/run/containerd"];
/// Below them, a folder of each namespace, and in it one of each container.
const TASKS: &str = "io.containerd.runtime.v2.task";
/// Where podman and CRI-O keep what survives them, and what does not, by each of the drivers that they have.
const STORAGE: [&str; 2] = ["overlay-containers", "vfs-containers"];
/// Below them: all containers, and those that are removed when they end.
const LISTS: [&str; 2] = ["containers.json", "volatile-containers.json"];

/// Where they are: `/`, or a folder that stands for it.
#[derive(Debug)]
pub struct Records {
    root: PathBuf,
    docker: OnceCell<Vec<PathBuf>>,
}

impl Records {
    /// Those below a root; nothing is read yet.
    pub fn new(root: PathBuf) -> Self {
        Self { root, docker: OnceCell::new() }
    }

    /// What is known of the container in this place. None if the path could have been any folder's, and nobody knows it.
    pub fn find(&self, place: &Place) -> Option<Record> {
        let by_path = |runtime| Record { runtime, found: "path", ..Record::default() };
        let mut record = match place.owner {
            Owner::Docker => self.docker(place).unwrap_or_else(|| by_path("docker")),
            Owner::Containerd => self.containerd(&place.id).unwrap_or_else(|| by_path("containerd")),
            Owner::Crio => self.crio(&place.id).unwrap_or_else(|| by_path("cri-o")),
            Owner::Podman => self.podman(place).unwrap_or_else(|| by_path("podman")),
            Owner::Lxc => Record { name: Some(place.id.clone().into()), ..by_path("lxc") },
            Owner::Machine => self.machine(&place.id)?,
            Owner::Unknown => {
                let known = self.docker(place).or_else(|| self.containerd(&place.id));
                let known = known.or_else(|| self.crio(&place.id)).or_else(|| self.podman(place));
                known.or_else(|| place.pod.as_ref().map(|_| by_path("unknown")))?
            }
        };
        if place.pod.is_some() {
            record.pod_uid = place.pod.clone().map(Into::into);
        }
        self.add_pod(&place.id, &mut record);
        Some(record)
    }

    /// The container of this namespace and id, if containerd has it: `ctr` names their cgroups so.
    pub fn task(&self, namespace: &str, id: &str) -> Option<Record> {
        let tasks =
            CONTAINERD.iter().find_map(|base| self.folder(&format!("{base}/{TASKS}"))?.folder(namespace)?.folder(id));
        tasks.map(|folder| oci(&folder, "containerd"))
    }

    fn folder(&self, path: &str) -> Option<Folder> {
        Folder::trusted(&self.root.join(path))
    }

    /// The home of a user, by number.
    fn home(&self, user: u32) -> Option<Folder> {
        let users = Folder::trusted(&self.root.join("etc"))?.read("passwd")?;
        let user = user.to_string();
        let mut users = users.split(|b| *b == b'\n').map(|line| line.split(|b| *b == b':').collect::<Vec<_>>());
        let home = users.find(|fields| fields.get(2) == Some(&user.as_bytes()))?.get(5).copied().and_then(part)?;
        Folder::trusted(&self.root.join(home.trim_start_matches('/')))
    }

    /// Docker's folders; the one that it was told to use comes first.
    fn docker_roots(&self) -> &[PathBuf] {
        self.docker.get_or_init(|| {
            let mut told = None;
            let config = self.folder("etc/docker").and_then(|folder| folder.read("daemon.json"));
            let _ = config.and_then(|config| {
                json::each(&config, |keys, value| {
                    if json::is(keys, &["data-root"]) {
                        told = part(value).map(|path| self.root.join(path.trim_start_matches('/')));
                    }
                })
            });
            told.into_iter().chain(DOCKER.map(|path| self.root.join(path))).collect()
        })
    }

    fn docker(&self, place: &Place) -> Option<Record> {
        let folder = match place.user {
            Some(user) => self.home(user)?.folder(".local/share/docker/containers")?.folder(&place.id),
            None => {
                let mut roots = self.docker_roots().iter();
                roots.find_map(|root| Folder::trusted(&root.join("containers"))?.folder(&place.id))
            }
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
        let folder = STORAGE.iter().find_map(|driver| {
            self.folder(&format!("run/containers/storage/{driver}"))?.folder(id)?.folder("userdata")
        })?;
        // Podman's containers have such a folder as well, and none of these words in it.
        let record = oci(&folder, "cri-o");
        record.pod_uid.is_some().then_some(record)
    }

    fn podman(&self, place: &Place) -> Option<Record> {
        let bases = match place.user {
            Some(user) => {
                let home = self.home(user).and_then(|home| home.folder(".local/share/containers/storage"));
                let run = self.folder(&format!("run/user/{user}")).and_then(|run| run.folder("containers"));
                [home, run]
            }
            None => [self.folder("var/lib/containers/storage"), self.folder("run/containers/storage")],
        };
        let folders = bases.iter().flatten().flat_map(|base| STORAGE.iter().filter_map(|driver| base.folder(driver)));
        let lists: Vec<_> = folders.flat_map(|folder| LISTS.map(|list| folder.read(list))).flatten().collect();
        lists.iter().find_map(|list| stored(list, &place.id))
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
    let valid = json::each(&text, |keys, value| {
        let [annotations, key] = keys else { return };
        if annotations != b"annotations" {
            return;
        }
        let place = match key.as_slice() {
            b"io.kubernetes.cri.container-name" | b"io.kubernetes.container.name" | b"nerdctl/name" => &mut record.name,
            b"io.kubernetes.cri.image-name" | b"io.kubernetes.cri-o.ImageName" => &mut record.image,
            b"io.kubernetes.cri.sandbox-uid" | b"io.kubernetes.pod.uid" => &mut record.pod_uid,
            b"io.kubernetes.cri.sandbox-namespace" | b"io.kubernetes.pod.namespace" => &mut record.pod_namespace,
            b"io.kubernetes.cri.sandbox-name" | b"io.kubernetes.pod.name" => &mut record.pod_name,
            _ => return,
        };
        *place = Some(value.to_vec());
    });
    if valid.is_some() { record } else { empty }
}

/// The container of this id in a list of podman's: an array of objects.
fn stored(list: &[u8], id: &str) -> Option<Record> {
    let (mut place, mut found) = (Vec::new(), false);
    let (mut name, mut metadata) = (None, None);
    json::each(list, |keys, value| {
        let Some((index, keys)) = keys.split_first() else { return };
        if *index != place {
            if found {
                return;
            }
            (place, name, metadata) = (index.clone(), None, None);
        }
        match keys {
            [key] if key == b"id" => found = value == id.as_bytes(),
            [key, first] if key == b"names" && first == b"0" => name = Some(value.to_vec()),
            [key] if key == b"metadata" => metadata = Some(value.to_vec()),
            _ => {}
        }
    })?;
    let mut record = Record { runtime: "podman", found: "podman storage", name, ..Record::default() };
    // A string that holds JSON.
    let _ = json::each(&metadata.unwrap_or_default(), |keys, value| {
        if json::is(keys, &["image-name"]) {
            record.image = Some(value.to_vec());
        }
    });
    found.then_some(record)
}
