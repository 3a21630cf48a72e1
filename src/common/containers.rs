//! Which container and pod a cgroup is: by the kernel's id of it, its path, and what runtimes write down on disk. No daemon is
//! asked, and none can hold anybody up.

mod folder;
mod lists;
pub mod place;
mod records;
pub mod report;
mod states;
#[cfg(test)]
mod tests;

use std::{
    fs,
    os::unix::{ffi::OsStrExt, fs::MetadataExt},
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use self::{
    folder::part,
    place::Place,
    records::{Record, Records},
    states::{State, States},
};
use super::{
    cgroups::{self, CgroupPaths},
    order,
    recent::Recent,
};

/// A container that runs, or ran while somebody looked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Container {
    /// What its runtime calls it: 64 hexadecimal digits, or what its user has chosen.
    pub id: String,
    /// `docker`, `containerd`, `cri-o`, `podman`, `runc`, `crun`, `systemd-nspawn`, `libvirt-lxc`, `lxc`; `unknown` if it has a
    /// pod and nobody's record.
    pub runtime: &'static str,
    /// Its name, in its pod if it has one.
    pub name: Option<Vec<u8>>,
    /// The image, as its user gave it.
    pub image: Option<Vec<u8>>,
    /// The pod of Kubernetes.
    pub pod: Option<Pod>,
    /// The path of its topmost cgroup.
    pub cgroup: Vec<u8>,
    /// The id of that; 0 if it had gone before it was seen.
    pub cgroup_id: u64,
    /// How it was found: by its `path` alone, or in whose records.
    pub found: &'static str,
    /// What it is in JSON, once that has been asked for.
    pub written: Written,
}

/// Text that is made once. Whether it has been tells nothing of whose it is.
#[derive(Clone, Debug, Default)]
pub struct Written(OnceLock<Vec<u8>>);

impl PartialEq for Written {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Written {}

/// A pod of Kubernetes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pod {
    /// Its UID; of a static pod, the hash that the kubelet calls it by.
    pub uid: String,
    /// Its namespace.
    pub namespace: Option<Vec<u8>>,
    /// Its name.
    pub name: Option<Vec<u8>>,
}

/// No more answers are remembered: more than a host has cgroups.
const MAX_ANSWERS: usize = 1 << 14;
/// When an answer that lacks something is looked for again, and then after twice the time each, up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(64);

/// Containers by the cgroups' ids.
#[derive(Debug)]
pub struct Containers {
    mount: PathBuf,
    /// Who root is, for folders that stand for `/`: whoever made them.
    root_user: u32,
    paths: CgroupPaths,
    records: Records,
    states: States,
    answers: Recent<Answer>,
}

/// What is known of a cgroup; if it may become more, when and after what time to look again.
#[derive(Debug)]
struct Answer {
    container: Option<Arc<Container>>,
    again: Option<(Instant, Duration)>,
}

impl Default for Containers {
    fn default() -> Self {
        Self::new()
    }
}

impl Containers {
    /// Those of this machine. Nothing is read before somebody asks, but where cgroups are mounted.
    #[must_use]
    pub fn new() -> Self {
        Self::at("/".into(), cgroups::hierarchy().mount)
    }

    /// Those of another `/`, and of cgroups that are mounted elsewhere.
    #[must_use]
    pub fn at(root: PathBuf, cgroups: PathBuf) -> Self {
        Self {
            root_user: fs::metadata(&root).map_or(0, |info| info.uid()),
            paths: CgroupPaths::at(cgroups.clone()),
            records: Records::new(root.clone()),
            states: States::new(root, cgroups.clone()),
            answers: Recent::new(MAX_ANSWERS),
            mount: cgroups,
        }
    }

    /// The container that a cgroup is in. A cgroup that has gone keeps its answer.
    pub fn of(&mut self, cgroup_id: u64) -> Option<Arc<Container>> {
        self.of_at(cgroup_id, Instant::now())
    }

    /// The same, as what is on disk says at this moment.
    pub fn look_again(&mut self, cgroup_id: u64) -> Option<Arc<Container>> {
        let now = Instant::now();
        self.refresh(now);
        self.look(cgroup_id, None, now)
    }

    /// Whether a runtime is making a container, which may be this group's, and has not yet said where.
    #[must_use]
    pub fn is_coming(&self, cgroup_id: u64) -> bool {
        self.paths.path(cgroup_id).is_some_and(|path| self.states.are_coming(path, Instant::now()))
    }

    /// A process of this number, 0 for none, was in the cgroup: that spares looking for it.
    pub fn meet(&mut self, cgroup_id: u64, pid: u32) {
        self.paths.meet_of(cgroup_id, pid);
    }

    /// Whether the container of a cgroup is known with all that can be known of it.
    #[must_use]
    pub fn is_settled(&self, cgroup_id: u64) -> bool {
        self.answers.get(cgroup_id).is_some_and(|answer| answer.container.is_some() && answer.again.is_none())
    }

    /// Whether a cgroup's path is known, so that there is an answer.
    #[must_use]
    pub fn has_seen(&self, cgroup_id: u64) -> bool {
        self.paths.path(cgroup_id).is_some()
    }

    /// How many cgroups there are.
    #[must_use]
    pub fn count_groups(&self) -> usize {
        cgroups::count(&self.mount)
    }

    /// Whether any container belongs to a pod. Most paths tell; records are read only if none does.
    #[must_use]
    pub fn have_pods(&mut self) -> bool {
        if !self.may_have_pods() {
            return false;
        }
        let mut any = false;
        cgroups::walk(&self.mount, |_, folder| {
            any |= place::of(cgroups::path_below(&self.mount, folder)).is_some_and(|place| place.pod.is_some());
        });
        any || self.all().iter().any(|container| container.pod.is_some())
    }

    /// Whether any may: a kubelet, or a runtime that knows pods, has left something here. It costs little to ask.
    fn may_have_pods(&mut self) -> bool {
        let mut groups = fs::read_dir(&self.mount).into_iter().flatten().flatten();
        self.records.may_have_pods(Instant::now())
            || groups.any(|entry| entry.file_name().as_bytes().starts_with(b"kube"))
    }

    /// Tells the path of a cgroup that has just been made. Its container is looked for at once: what is written down of it may
    /// vanish with it.
    pub fn learn(&mut self, cgroup_id: u64, path: &[u8]) {
        self.paths.note(cgroup_id, path);
        self.look(cgroup_id, None, Instant::now());
    }

    /// All that run now, by their cgroups' paths.
    pub fn all(&mut self) -> Vec<Arc<Container>> {
        let now = Instant::now();
        self.refresh(now);
        let mount = self.mount.clone();
        let mut groups = Vec::new();
        // Most groups are of none: nothing is kept of them.
        cgroups::walk(&mount, |id, folder| {
            let path = cgroups::path_below(&mount, folder);
            if self.own(path, now).is_some_and(|own| own.cgroup() == path) {
                groups.push((id, path.to_vec()));
            }
        });
        let mut containers = Vec::new();
        for (id, path) in groups {
            self.paths.note(id, &path);
            let container = match self.answers.get(id) {
                Some(Answer { container, again: None }) => container.clone(),
                _ => self.look(id, None, now),
            };
            containers.extend(container.filter(|container| container.cgroup_id == id));
        }
        order::sort(&mut containers, |a, b| a.cgroup.cmp(&b.cgroup));
        containers
    }

    /// The ids of all groups that are in containers, as far as their paths tell. Nothing else is read, unless it takes
    /// that to tell.
    pub fn contained(&mut self) -> Vec<u64> {
        let now = Instant::now();
        self.refresh(now);
        let mount = self.mount.clone();
        let mut groups = Vec::new();
        cgroups::walk(&mount, |id, folder| {
            if self.own(cgroups::path_below(&mount, folder), now).is_some() {
                groups.push(id);
            }
        });
        groups
    }

    /// Reads anew what says which groups are containers.
    fn refresh(&mut self, now: Instant) {
        self.states.refresh(now);
        self.records.refresh(now);
    }

    /// The ids of a container's cgroup and of all below it.
    pub fn groups_of(&mut self, container: &Container) -> Vec<u64> {
        let folder = self.folder_of(&container.cgroup);
        if !fs::metadata(&folder).is_ok_and(|info| info.ino() == container.cgroup_id) {
            return vec![container.cgroup_id];
        }
        let mut ids = Vec::new();
        cgroups::walk(&folder, |id, _| ids.push(id));
        ids
    }

    /// The processes in a container's cgroup and in all below it, in order; those that this process cannot see are left out.
    #[must_use]
    pub fn processes_of(&self, container: &Container) -> Vec<u32> {
        let mut pids = Vec::new();
        cgroups::walk(&self.folder_of(&container.cgroup), |_, folder| {
            let list = fs::read_to_string(folder.join("cgroup.procs")).unwrap_or_default();
            pids.extend(list.lines().filter_map(|pid| pid.parse::<u32>().ok()).filter(|pid| *pid != 0));
        });
        pids.sort_unstable();
        pids
    }

    fn folder_of(&self, cgroup: &[u8]) -> PathBuf {
        self.mount.join(Path::new(std::ffi::OsStr::from_bytes(cgroup.strip_prefix(b"/").unwrap_or(cgroup))))
    }

    fn of_at(&mut self, id: u64, now: Instant) -> Option<Arc<Container>> {
        let wait = match self.answers.get(id) {
            Some(Answer { container, again }) => match again {
                Some((at, wait)) if now >= *at => Some(*wait),
                _ => return container.clone(),
            },
            None => None,
        };
        self.look(id, wait, now)
    }

    /// Looks for the container of a cgroup and remembers the answer; `waited` since the last time.
    fn look(&mut self, id: u64, waited: Option<Duration>, now: Instant) -> Option<Arc<Container>> {
        let before = self.answers.get(id).and_then(|answer| answer.container.clone());
        if !self.paths.meet(id, now) {
            return before;
        }
        let path = self.paths.path(id).unwrap_or_default().to_vec();
        let found = self.find(id, &path, now);
        let is_whole = found.as_ref().is_some_and(|(_, is_whole)| *is_whole);
        let container = match (found, before) {
            (Some((new, _)), Some(old)) if new.cgroup == old.cgroup => Some(Arc::new(with_what_was_known(&new, &old))),
            (Some((new, _)), _) => Some(new),
            // Its state has gone, and it not yet.
            (None, Some(old)) if path.is_empty() || is_in(&path, &old.cgroup) => Some(old),
            (None, _) => None,
        };
        let wait = waited.map_or(FIRST_WAIT, |waited| (waited * 2).min(LONGEST_WAIT));
        let again = (!is_whole).then(|| (now + wait, wait));
        self.answers.insert(id, Answer { container: container.clone(), again });
        container
    }

    /// The container of a path, and whether all is known that can be.
    fn find(&mut self, id: u64, path: &[u8], now: Instant) -> Option<(Arc<Container>, bool)> {
        let own = self.own(path, now)?;
        let cgroup = own.cgroup();
        let cgroup_id = if cgroup == path { id } else { self.id_of(cgroup) };
        if cgroup_id != id
            && let Some(Answer { container: Some(known), again: None }) = self.answers.get(cgroup_id)
            && known.cgroup == cgroup
        {
            return Some((known.clone(), true));
        }
        let (id, record) = match &own {
            Own::Place(place) => (place.id.clone(), self.records.find(place, now)?),
            Own::State(state) => {
                let found = if state.runtime == "runc" { "runc state" } else { "crun state" };
                (state.id.clone(), Record { runtime: state.runtime, found, ..Record::default() })
            }
            Own::Task { namespace, id, .. } => ((*id).to_owned(), self.records.task(namespace, id)?),
        };
        let pod = record.pod_uid.map(|uid| Pod {
            uid: String::from_utf8_lossy(&uid).into_owned(),
            namespace: record.pod_namespace,
            name: record.pod_name,
        });
        let has_name = record.name.is_some() || !matches!(own, Own::Place(_));
        let is_whole = has_name && pod.as_ref().is_none_or(|pod| pod.name.is_some());
        let (runtime, found, name, image) = (record.runtime, record.found, record.name, record.image);
        let (cgroup, written) = (cgroup.to_vec(), Written::default());
        let container = Container { id, runtime, name, image, pod, cgroup, cgroup_id, found, written };
        Some((Arc::new(container), is_whole))
    }

    /// What says that a path is of a container.
    fn own<'p>(&mut self, path: &'p [u8], now: Instant) -> Option<Own<'p>> {
        if let Some(mut place) = place::of(path) {
            if place.in_unit && place.user.is_none() {
                place.user = self.maker_of(place.cgroup);
            }
            if place.is_certain() || self.records.find(&place, now).is_some() {
                return Some(Own::Place(place));
            }
        }
        if let Some(state) = self.states.find(path, now) {
            return Some(Own::State(state));
        }
        if !self.records.has_namespaces(now) {
            return None;
        }
        let mut names = path.strip_prefix(b"/")?.split(|b| *b == b'/');
        let namespace = part(names.next()?)?;
        let is_unit = || [".slice", ".scope", ".service"].iter().any(|unit| namespace.ends_with(unit));
        if !self.records.has_namespace(namespace) || is_unit() {
            return None;
        }
        let id = part(names.next()?)?;
        self.records.task(namespace, id)?;
        Some(Own::Task { namespace, id, cgroup: &path[..namespace.len() + id.len() + 2] })
    }

    /// Who could have made this cgroup, if not only root: whose folder it is in. If that has gone, it may have been anybody's,
    /// and is taken for that of a user who has nothing.
    fn maker_of(&self, cgroup: &[u8]) -> Option<u32> {
        let above = self.folder_of(cgroup).parent().map(fs::symlink_metadata);
        let owner = above.and_then(Result::ok).map_or(u32::MAX, |info| info.uid());
        Some(owner).filter(|owner| *owner != self.root_user)
    }

    /// The id of a cgroup by its path: of that which is there, or else of the one that was; 0 if nobody saw it.
    fn id_of(&self, cgroup: &[u8]) -> u64 {
        let there = fs::symlink_metadata(self.folder_of(cgroup)).ok().map(|info| info.ino());
        there.or_else(|| self.paths.id_of(cgroup)).unwrap_or_default()
    }
}

/// What says that a cgroup is a container's.
enum Own<'p> {
    Place(Place<'p>),
    State(State),
    Task { namespace: &'p str, id: &'p str, cgroup: &'p [u8] },
}

impl Own<'_> {
    fn cgroup(&self) -> &[u8] {
        match self {
            Own::Place(place) => place.cgroup,
            Own::State(state) => &state.cgroup,
            Own::Task { cgroup, .. } => cgroup,
        }
    }
}

/// Whether a path is that of a cgroup, or of one below it.
fn is_in(path: &[u8], cgroup: &[u8]) -> bool {
    path.strip_prefix(cgroup).is_some_and(|rest| matches!(rest, [] | [b'/', ..]))
}

/// What is known now, and what was before its records went.
fn with_what_was_known(new: &Container, old: &Container) -> Container {
    let mut both = Container { written: Written::default(), ..new.clone() };
    if new.name.is_none() && old.name.is_some() {
        (both.name, both.image, both.found) = (old.name.clone(), new.image.clone().or(old.image.clone()), old.found);
    }
    if both.pod.as_ref().is_none_or(|pod| pod.name.is_none()) {
        both.pod = old.pod.clone().or(both.pod);
    }
    both
}
