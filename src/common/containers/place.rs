//! What a cgroup's path alone says of containers: runtimes and systemd have their ways to name folders.
//!
//! The topmost folder that is a container's counts. What lies below it the container may have made itself, and named as it
//! liked; a host that runs in a container (kind, Docker in Docker) is that container.

/// What one folder of a path says.
#[derive(Debug, PartialEq, Eq)]
pub struct Place<'p> {
    /// The path of the container's own folder.
    pub cgroup: &'p [u8],
    /// What its runtime calls it.
    pub id: String,
    /// Who runs it.
    pub owner: Owner,
    /// The user in whose part of the tree it is: who may make any folder there.
    pub user: Option<u32>,
    /// Whether it is below a unit of systemd's, which may have left that part to anybody.
    pub in_unit: bool,
    /// The UID of the pod.
    pub pod: Option<String>,
}

impl Place<'_> {
    /// Whether no other folder of root's is called so.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.pod.is_some() || !matches!(self.owner, Owner::Machine | Owner::Unknown)
    }
}

/// Who runs a container, as far as a path tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Docker.
    Docker,
    /// containerd, for Kubernetes or for nerdctl.
    Containerd,
    /// CRI-O.
    Crio,
    /// Podman.
    Podman,
    /// LXC, LXD or Incus; the id is the name.
    Lxc,
    /// What has registered as a machine of this name: systemd-nspawn, libvirt, or no container at all.
    Machine,
    /// It has the id of a container; whose, only their records say.
    Unknown,
}

/// What folders of containers begin with. `crio-conmon-ID` and `libpod-conmon-ID` are those of their watchers; their rest is
/// no id.
const PREFIXES: [(&str, Owner); 6] = [
    ("docker", Owner::Docker),
    ("cri-containerd", Owner::Containerd),
    ("nerdctl", Owner::Containerd),
    ("crio", Owner::Crio),
    ("libpod", Owner::Podman),
    ("libpod-payload", Owner::Podman), // of podman --cgroups=split, below the service that runs it
];

/// The container whose cgroup, or one below it, has this path.
#[must_use]
pub fn of(path: &[u8]) -> Option<Place<'_>> {
    if !may_be(path) {
        return None;
    }
    let (mut user, mut pod, mut in_kubepods, mut in_unit, mut parent, mut end) = (None, None, false, false, "", 0);
    for name in path.strip_prefix(b"/")?.split(|b| *b == b'/') {
        end += 1 + name.len();
        let Ok(name) = str::from_utf8(name) else {
            parent = "";
            continue;
        };
        user = user.or_else(|| user_of(name));
        in_kubepods |= name.contains("kubepods");
        if in_kubepods {
            pod = pod_of(name).or(pod);
        }
        if let Some((id, owner)) = container(parent, name) {
            return Some(Place { cgroup: &path[..end], id, owner, user, in_unit, pod });
        }
        in_unit |= matches!(name.rsplit_once('.'), Some((_, "service" | "scope")));
        parent = name;
    }
    None
}

/// Whether it is worth a closer look: what is neither as long as an id nor has one of these words in it is not. A host can have
/// ten thousand groups, and every one is asked about.
fn may_be(path: &[u8]) -> bool {
    path.len() > ID_LENGTH || path.windows(3).any(|part| matches!(part, b"lxc" | b"mac" | b"nsp"))
}

/// The length of an id.
const ID_LENGTH: usize = 64;

/// Whether it is an id of Docker, containerd, CRI-O or podman.
fn is_id(id: &str) -> bool {
    // All of them at once, which compilers make few instructions of.
    id.len() == ID_LENGTH && id.bytes().fold(true, |is, b| is & matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn container(parent: &str, name: &str) -> Option<(String, Owner)> {
    // A path for systemd that a runtime took for one of folders: SLICE:PREFIX:ID.
    let scope = name.rsplit_once(':').and_then(|(before, id)| Some((before.rsplit_once(':')?.1, id)));
    let scope = scope.or_else(|| name.strip_suffix(".scope").unwrap_or(name).rsplit_once('-'));
    if let Some((prefix, id)) = scope.filter(|(_, id)| is_id(id)) {
        let owner = PREFIXES.iter().find(|(known, _)| *known == prefix)?.1;
        return Some((id.to_owned(), owner));
    }
    if is_id(name) {
        return Some((name.to_owned(), if parent == "docker" { Owner::Docker } else { Owner::Unknown }));
    }
    let own = |id: &str, owner| (!id.is_empty()).then(|| (id.to_owned(), owner));
    if let Some(id) = name.strip_prefix("lxc.payload.") {
        return own(id, Owner::Lxc);
    }
    if matches!(parent, "lxc" | "lxc.payload") {
        return own(name, Owner::Lxc);
    }
    if let Some(machine) = name.strip_prefix("machine-").and_then(|name| name.strip_suffix(".scope")) {
        return (parent == "machine.slice").then(|| own(&unescape(machine), Owner::Machine)).flatten();
    }
    let service = parent.strip_prefix("systemd-nspawn@").and_then(|name| name.strip_suffix(".service"));
    service.filter(|_| name == "payload").and_then(|machine| own(&unescape(machine), Owner::Machine))
}

/// `user-1000.slice`, `user@1000.service`.
fn user_of(name: &str) -> Option<u32> {
    let slice = || name.strip_prefix("user-")?.strip_suffix(".slice");
    let service = || name.strip_prefix("user@")?.strip_suffix(".service");
    slice().or_else(service)?.parse().ok()
}

/// `podUID` (cgroupfs), `kubepods-burstable-podUID.slice` (systemd, which has `_` for `-`), and `SLICE:PREFIX:ID`. The UID of
/// a static pod is a hash without dashes.
fn pod_of(name: &str) -> Option<String> {
    let slice = name.split(':').next()?;
    let uid = match slice.strip_suffix(".slice") {
        Some(slice) => slice.rsplit_once("-pod")?.1.replace('_', "-"),
        None => slice.strip_prefix("pod")?.to_owned(),
    };
    let is_uid = matches!(uid.len(), 32..=36) && uid.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    is_uid.then_some(uid)
}

/// systemd's `\x2d` in the names of units.
fn unescape(name: &str) -> String {
    let mut parts = name.split("\\x");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let byte = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(u8::is_ascii);
        out.extend(byte.map(char::from));
        out.push_str(if byte.is_some() { &part[2..] } else { "\\x" });
        out.push_str(if byte.is_some() { "" } else { part });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "6d393320601b821561e43bd46f658284cb172cf297ecc3d3665be657870d32e2";
    const UID: &str = "57e67067-89e4-4001-bdd4-8632d39ea02b";

    /// Id and owner, with ID, UID and its form for systemd put in; and whether the whole path is the container's own.
    fn found(path: &str) -> Option<(String, Owner, Option<u32>, bool, bool)> {
        let path = path.replace("_UID", &UID.replace('-', "_")).replace("UID", UID).replace("ID", ID);
        let place = of(path.as_bytes())?;
        assert!(place.pod.is_none() || place.pod.as_deref() == Some(UID), "{place:?}");
        let id = if place.id == ID { "ID".to_owned() } else { place.id };
        Some((id, place.owner, place.user, place.pod.is_some(), place.cgroup.len() == path.len()))
    }

    #[test]
    fn every_runtime_has_its_paths() {
        let (docker, containerd, crio, podman) = (Owner::Docker, Owner::Containerd, Owner::Crio, Owner::Podman);
        let session = "/user.slice/user-1000.slice/user@1000.service";
        for (path, id, owner, user, in_pod, is_own) in [
            // Docker, by cgroupfs and by systemd, and with a cgroup within
            ("/docker/ID", "ID", docker, None, false, true),
            ("/docker/ID/init.scope", "ID", docker, None, false, false),
            ("/system.slice/docker-ID.scope", "ID", docker, None, false, true),
            ("/ecs/task/ID", "ID", Owner::Unknown, None, false, true),
            // the kubelet with each driver; a driver that the runtime does not share
            ("/kubepods/besteffort/podUID/ID", "ID", Owner::Unknown, None, true, true),
            ("/kubepods/podUID/crio-ID", "ID", crio, None, true, true),
            (
                "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod_UID.slice/cri-containerd-ID.scope",
                "ID",
                containerd,
                None,
                true,
                true,
            ),
            ("/kubepods.slice/kubepods-pod_UID.slice/crio-ID.scope/container", "ID", crio, None, true, false),
            (
                "/system.slice/containerd.service/kubepods-burstable-pod_UID.slice:cri-containerd:ID",
                "ID",
                containerd,
                None,
                true,
                true,
            ),
            (
                "/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod_UID.slice/docker-ID.scope",
                "ID",
                docker,
                None,
                true,
                true,
            ),
            // nerdctl, podman of root and of a user, a pod of podman's, a service of podman's
            ("/system.slice/nerdctl-ID.scope", "ID", containerd, None, false, true),
            ("/machine.slice/libpod-ID.scope/container", "ID", podman, None, false, false),
            ("/libpod_parent/libpod-ID", "ID", podman, None, false, true),
            ("/machine.slice/machine-libpod_pod_ID.slice/libpod-ID.scope", "ID", podman, None, false, true),
            ("/system.slice/nginx.service/libpod-payload-ID", "ID", podman, None, false, true),
            (&format!("{session}/user.slice/libpod-ID.scope"), "ID", podman, Some(1000), false, true),
            (&format!("{session}/app.slice/docker-ID.scope"), "ID", docker, Some(1000), false, true),
            // machines and LXC
            ("/machine.slice/machine-web\\x2d1.scope/payload", "web-1", Owner::Machine, None, false, false),
            ("/machine.slice/systemd-nspawn@web\\x2d1.service/payload", "web-1", Owner::Machine, None, false, true),
            ("/lxc.payload.web/init.scope", "web", Owner::Lxc, None, false, false),
            ("/lxc/web", "web", Owner::Lxc, None, false, true),
            // what is in a container is the container
            ("/docker/ID/kubelet/kubepods/podUID/ID", "ID", docker, None, false, false),
        ] {
            assert_eq!(found(path), Some((id.to_owned(), owner, user, in_pod, is_own)), "{path}");
        }
    }

    #[test]
    fn other_folders_are_no_containers() {
        for path in [
            "",
            "/",
            "//",
            "docker/ID",
            "/docker",
            "/docker/buildkit",
            "/docker/IDID",
            "/system.slice/docker.service",
            "/system.slice/docker-1234.scope",
            "/crio-conmon-ID.scope",
            "/machine.slice/libpod-conmon-ID.scope",
            "/machine.slice/machine-libpod_pod_ID.slice",
            "/lxc.monitor.web",
            "/lxc.payload.",
            "/lxc.monitor/web",
            "/machine.slice/systemd-nspawn@web.service/supervisor",
            "/machine-web.scope",
            "/kubepods.slice/kubepods-burstable-pod_UID.slice",
            "/kubepods/podUID",
            "/init.scope",
            "/user.slice/user-1000.slice/session-1.scope",
            "/other-ID.scope",
        ] {
            assert_eq!(found(path), None, "{path}");
        }
    }
}
