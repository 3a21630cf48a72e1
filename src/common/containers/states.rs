//! Containers of runc and crun alone, whose cgroups may have any path: only the runtime's state says which they are.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use super::folder::{Folder, part};
use crate::common::json_strings as json;

/// What runs, by the runtimes' states.
#[derive(Debug)]
pub struct States {
    root: PathBuf,
    mount: PathBuf,
    known: HashMap<(Source, Vec<u8>), Entry>,
    /// Those of which a state is known, by their cgroups.
    by_cgroup: HashMap<Vec<u8>, State>,
    read: Option<Instant>,
}

/// Whose folder of states: the runtime's, of root or of a user.
type Source = (&'static str, Option<u32>);

/// What was made of a container's folder.
#[derive(Debug, Default)]
struct Entry {
    state: Option<State>,
    tries: u8,
    /// Until when something may be written there yet.
    open: Option<Instant>,
}

/// One container.
#[derive(Clone, Debug)]
pub struct State {
    /// The path of its cgroup.
    pub cgroup: Vec<u8>,
    /// What its runtime calls it.
    pub id: String,
    /// The runtime.
    pub runtime: &'static str,
}

/// The runtimes, the file in the folder of each container, and how to say that it was found there.
const RUNTIMES: [(&str, &str); 2] = [("runc", "state.json"), ("crun", "status")];
/// How long what was read counts.
const FRESH: Duration = Duration::from_secs(1);
/// One that makes no sense so often never will.
const MAX_TRIES: u8 = 8;
/// A runtime makes the folder before it starts anything, and writes into it when the container is about to run. On a busy
/// machine that takes long, and a runtime that was killed never does it.
const PATIENCE: Duration = Duration::from_secs(60);
/// More are not looked at.
const MAX_USERS: usize = 256;
const MAX_OF_USER: usize = 256;
const MAX_OF_ROOT: usize = 4096;

impl States {
    /// Those below a root, of cgroups that are mounted there.
    pub fn new(root: PathBuf, mount: PathBuf) -> Self {
        Self { root, mount, known: HashMap::new(), by_cgroup: HashMap::new(), read: None }
    }

    /// The container whose cgroup this is, or one above it; the topmost, if there are several.
    pub fn find(&mut self, path: &[u8], now: Instant) -> Option<State> {
        if self.read.is_none_or(|read| now != read && now.saturating_duration_since(read) >= FRESH) {
            self.refresh(now);
        }
        if self.by_cgroup.is_empty() {
            return None;
        }
        let ends = path.iter().enumerate().skip(1).filter(|(_, byte)| **byte == b'/').map(|(end, _)| end);
        ends.chain([path.len()]).find_map(|end| self.by_cgroup.get(&path[..end])).cloned()
    }

    /// Whether a container is being made of which nothing is written down yet, and which this cgroup may be.
    pub fn are_coming(&self, path: &[u8], now: Instant) -> bool {
        let is_open =
            |entry: &Entry| entry.state.is_none() && entry.tries < MAX_TRIES && entry.open.is_some_and(|end| now < end);
        self.known.iter().any(|(((_, user), _), entry)| is_open(entry) && may_have(*user, path))
    }

    /// Reads the states of containers that have come, and forgets those that have gone.
    pub fn refresh(&mut self, now: Instant) {
        self.read = Some(now);
        let users = Folder::trusted(&self.root.join("run/user")).map(|users| users.names()).unwrap_or_default();
        let users = users.iter().filter_map(|user| part(user)?.parse::<u32>().ok()).map(Some);
        let mut there = HashSet::new();
        for user in [None].into_iter().chain(users.take(MAX_USERS)) {
            let base = user.map_or_else(|| "run".to_owned(), |user| format!("run/user/{user}"));
            let Some(base) = Folder::trusted(&self.root.join(base)) else { continue };
            for (runtime, file) in RUNTIMES {
                let Some(folder) = base.folder(runtime) else { continue };
                let most = if user.is_some() { MAX_OF_USER } else { MAX_OF_ROOT };
                for id in folder.names().into_iter().take(most) {
                    let key = ((runtime, user), id);
                    let entry = self.known.entry(key.clone()).or_default();
                    let age = || folder.folder(part(&key.1)?)?.age();
                    entry.open.get_or_insert_with(|| now + PATIENCE.saturating_sub(age().unwrap_or_default()));
                    if entry.state.is_none()
                        && entry.tries < MAX_TRIES
                        && let Some((id, text)) = read(&folder, &key.1, file)
                    {
                        entry.tries += 1;
                        entry.state = cgroup_in(&text, &self.mount)
                            .filter(|cgroup| may_have(user, cgroup))
                            .map(|cgroup| State { cgroup, id, runtime });
                    }
                    there.insert(key);
                }
            }
        }
        self.known.retain(|key, _| there.contains(key));
        let states = self.known.values().filter_map(|entry| entry.state.clone());
        self.by_cgroup = states.map(|state| (state.cgroup.clone(), state)).collect();
    }
}

/// The id of the container whose state is in the folder of this name, and what is in there, once that is written.
fn read(folder: &Folder, name: &[u8], file: &str) -> Option<(String, Vec<u8>)> {
    let id = part(name)?;
    Some((id.to_owned(), folder.folder(id)?.read(file)?))
}

/// What a user's runtime says is believed of the user's part of the tree.
fn may_have(user: Option<u32>, cgroup: &[u8]) -> bool {
    user.is_none_or(|user| cgroup.starts_with(format!("/user.slice/user-{user}.slice/").as_bytes()))
}

/// The path that a state names. runc's `cgroup_paths` are those of folders: on the unified hierarchy one below its mount, else one
/// for each controller. crun's `cgroup-path` is below the mount, and may be that of a group within its `scope`.
fn cgroup_in(text: &[u8], mount: &Path) -> Option<Vec<u8>> {
    let (mut path, mut scope) = (None, Vec::new());
    json::each(text, |keys, value| match keys {
        [paths, controller] if paths == b"cgroup_paths" => {
            let mount = mount.to_str().unwrap_or_default().as_bytes();
            let default = || value.strip_prefix(b"/sys/fs/cgroup");
            let below = value.strip_prefix(mount).or_else(default).unwrap_or_default();
            path = match below.get(1..).and_then(|below| below.iter().position(|b| *b == b'/')) {
                Some(end) if !controller.is_empty() && !value.starts_with(mount) => Some(below[end + 1..].to_vec()),
                _ => Some(below.to_vec()),
            };
        }
        [key] if key == b"cgroup-path" => path = Some(value.to_vec()),
        [key] if key == b"scope" => scope = value.to_vec(),
        _ => {}
    })?;
    let path = path.filter(|path| path.len() > 1 && path.starts_with(b"/"))?;
    let whole = path.strip_suffix(b"/container").filter(|whole| !scope.is_empty() && whole.ends_with(&scope));
    Some(whole.map(<[u8]>::to_vec).unwrap_or(path))
}
