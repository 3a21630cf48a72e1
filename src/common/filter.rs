//! The filters that every tool has: the arguments, and how they reach `src/bpf/lib/filter.bpf.h`.

use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use libbpf_rs::{MapCore, MapFlags, Object, OpenObject};

use super::args::{Usage, whole};
use super::cgroups;
use super::frame::{COMM_LEN, CommPattern, Frame, MAX_COMMS};
use super::uprobe::View;

/// Which cgroups and containers to trace.
#[derive(clap::Args, Clone, Default, PartialEq, Eq)]
#[command(next_help_heading = "Filters")]
pub struct GroupArgs {
    /// Trace this cgroup (v2) and those below it only; a folder, or its path below the mount
    #[arg(long, value_name = "PATH")]
    pub cgroup: Vec<PathBuf>,
    /// Trace this container only, also if it starts later; its name, or the beginning of its id
    #[arg(long, value_name = "NAME|ID")]
    pub container: Vec<String>,
    /// Trace containers of this pod only, also if they start later
    #[arg(long, value_name = "[NAMESPACE/]NAME")]
    pub pod: Vec<String>,
    /// Trace containers only
    #[arg(long)]
    pub containers: bool,
    /// Trace what is in no container only
    #[arg(long, conflicts_with_all = ["container", "pod", "containers"])]
    pub host: bool,
}

impl GroupArgs {
    /// Whether containers are chosen.
    #[must_use]
    pub fn choose_containers(&self) -> bool {
        self.containers || self.host || !self.container.is_empty() || !self.pod.is_empty()
    }
}

/// Which tasks to trace. Values of one option are alternatives; different options must all match.
#[derive(clap::Args, Clone, Default, PartialEq, Eq)]
#[command(next_help_heading = "Filters")]
pub struct FilterArgs {
    /// Trace these processes only
    #[arg(long, value_name = "PID,...", value_delimiter = ',', value_parser = whole(1..=PID_MAX))]
    pub pid: Vec<u32>,
    /// Trace these threads only
    #[arg(long, value_name = "TID,...", value_delimiter = ',', value_parser = whole(1..=PID_MAX))]
    pub tid: Vec<u32>,
    /// Trace children of these processes only
    #[arg(long, value_name = "PID,...", value_delimiter = ',', value_parser = whole(1..=PID_MAX))]
    pub ppid: Vec<u32>,
    /// Trace these users only, by number
    #[arg(long, value_name = "UID,...", value_delimiter = ',', value_parser = whole(0..=UID_MAX))]
    pub uid: Vec<u32>,
    /// Trace tasks of these names only; a trailing * matches any ending
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    pub comm: Vec<String>,
    /// Which cgroups and containers.
    #[command(flatten)]
    pub groups: GroupArgs,
    /// Trace this network namespace only; its inode number, or a file such as /run/netns/NAME
    #[arg(long = "netns", value_name = "INODE|FILE", value_parser = parse_namespace)]
    pub by_netns: Vec<u32>,
    /// Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt
    #[arg(long = "mntns", value_name = "INODE|FILE", value_parser = parse_namespace)]
    pub by_mntns: Vec<u32>,
}

impl FilterArgs {
    /// The process, if only one is traced.
    #[must_use]
    pub fn only_pid(&self) -> Option<u32> {
        match self.pid[..] {
            [pid] => Some(pid),
            _ => None,
        }
    }

    /// As whom programs and libraries are looked for: the process, if only one is traced, or the containers.
    #[must_use]
    pub fn view(&self) -> View {
        match self.only_pid() {
            Some(pid) => View::Process(pid),
            None if self.groups.choose_containers() && !self.groups.host => View::Containers(self.groups.clone()),
            None => View::System,
        }
    }
}

/// `PID_MAX_LIMIT` of include/linux/threads.h on 64-bit machines.
pub const PID_MAX: u32 = 4 * 1024 * 1024;
/// `(uid_t) -1` stands for no user.
const UID_MAX: u32 = u32::MAX - 1;
/// The initial cgroup namespace, `PROC_CGROUP_INIT_INO` of `include/linux/proc_ns.h`.
const INIT_CGROUP_NS: u64 = 0xEFFF_FFFB;

/// The kinds of `enum filter_kind`.
#[derive(Clone, Copy)]
enum Kind {
    Pid,
    Tid,
    Ppid,
    Uid,
    Netns,
    Mntns,
}

/// A namespace by its inode number, or by a file that stands for it.
fn parse_namespace(text: &str) -> Result<u32, String> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return whole(1..=u32::MAX)(text);
    }
    let inode = fs::metadata(text).map_err(|error| error.to_string())?.ino();
    inode.try_into().map_err(|_| "not a namespace: give a file of /run/netns or /proc/PID/ns".to_owned())
}

/// A filter made ready: what to tell the program, and what to put into its maps.
#[derive(Default)]
pub struct Filter {
    ids: Vec<(Kind, u32)>,
    cgroups: Vec<u64>,
    command: Option<u32>,
    in_first_pidns: bool,
}

impl Filter {
    /// Reads the arguments and tells `frame` which filters are in use. `command` is the process of COMMAND.
    ///
    /// # Errors
    /// A cgroup that is not there, or too many names.
    pub fn new(args: &FilterArgs, command: Option<u32>, frame: &mut Frame) -> Result<Self> {
        let mut this = Self { command, in_first_pidns: frame.pidns == 0, ..Self::default() };
        frame.command = command.filter(|_| frame.pidns != 0).unwrap_or(0);
        let kinds = [
            (Kind::Pid, &args.pid),
            (Kind::Tid, &args.tid),
            (Kind::Ppid, &args.ppid),
            (Kind::Uid, &args.uid),
            (Kind::Netns, &args.by_netns),
            (Kind::Mntns, &args.by_mntns),
        ];
        this.ids = kinds.iter().flat_map(|(kind, ids)| ids.iter().map(|id| (*kind, *id))).collect();
        frame.by_pid = (!args.pid.is_empty()).into();
        frame.by_tid = (!args.tid.is_empty()).into();
        frame.by_ppid = (!args.ppid.is_empty()).into();
        frame.by_uid = (!args.uid.is_empty()).into();
        frame.by_netns = (!args.by_netns.is_empty()).into();
        frame.by_mntns = (!args.by_mntns.is_empty()).into();
        if args.comm.len() > MAX_COMMS {
            bail!(Usage(format!("--comm takes at most {MAX_COMMS} names, not {}", args.comm.len())));
        }
        for (slot, name) in frame.comms.iter_mut().zip(&args.comm) {
            *slot = CommPattern::new(name.as_bytes());
        }
        frame.nr_comms = args.comm.len() as u8;
        for path in &args.groups.cgroup {
            let (id, levels) = find_cgroup(path)?;
            this.cgroups.push(id);
            frame.cgroup_levels |= levels;
        }
        Ok(this)
    }

    /// Sizes the maps, and leaves out those that are not needed.
    ///
    /// # Errors
    /// libbpf's, which means that the object lacks a map of the frame.
    pub fn size_maps(&self, object: &mut OpenObject, frame: &Frame) -> Result<()> {
        for mut map in object.maps_mut() {
            let needed = match map.name().to_str() {
                Some("filter_ids") => self.ids.len(),
                Some("filter_cgroups") => self.cgroups.len(),
                Some("filter_tree") if frame.by_tree == 0 => 0,
                _ => continue,
            };
            if needed == 0 {
                map.set_autocreate(false)?;
            } else if map.name() != "filter_tree" {
                map.set_max_entries(needed as u32)?;
            }
        }
        Ok(())
    }

    /// Fills the maps of a loaded object.
    ///
    /// # Errors
    /// The kernel's, when it refuses an entry.
    pub fn fill_maps(&self, object: &Object) -> Result<()> {
        for map in object.maps() {
            match map.name().to_str() {
                Some("filter_ids") => {
                    for (kind, id) in &self.ids {
                        let key = [(*kind as u32).to_ne_bytes(), id.to_ne_bytes()].concat();
                        map.update(&key, &[1], MapFlags::ANY).context("filling the filter")?;
                    }
                }
                Some("filter_cgroups") => {
                    for id in &self.cgroups {
                        map.update(&id.to_ne_bytes(), &[1], MapFlags::ANY).context("filling the cgroup filter")?;
                    }
                }
                Some("filter_tree") => {
                    if let Some(pid) = self.command.filter(|_| self.in_first_pidns) {
                        map.update(&pid.to_ne_bytes(), &[1], MapFlags::ANY).context("filling the COMMAND filter")?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Tells a program to trace tasks whose name contains `part`.
///
/// # Errors
/// A part longer than a name.
pub fn require_comm_part(frame: &mut Frame, part: &str) -> Result<()> {
    if part.len() >= COMM_LEN {
        bail!(Usage(format!("--name has {} bytes, but no task's name more than {}", part.len(), COMM_LEN - 1)));
    }
    frame.comm_part = CommPattern::part(part.as_bytes());
    frame.by_comm_part = (!part.is_empty()).into();
    Ok(())
}

/// Copies `prefix`, the value of `option`, into a program's constant. Returns its length.
///
/// # Errors
/// A prefix that does not fit.
pub fn set_prefix(constant: &mut [i8], option: &str, prefix: &str) -> Result<u32> {
    let Some(room) = constant.get_mut(..prefix.len()) else {
        bail!(Usage(format!("{option} takes at most {} bytes, not {}", constant.len(), prefix.len())));
    };
    room.iter_mut().zip(prefix.bytes()).for_each(|(to, from)| *to = from as i8);
    Ok(prefix.len() as u32)
}

/// The id of a cgroup and the levels of the hierarchy at which it may lie.
fn find_cgroup(path: &Path) -> Result<(u64, u32)> {
    let folder = cgroups::find(path)?;
    let id = fs::metadata(&folder)?.ino();
    let in_init_ns = fs::metadata("/proc/self/ns/cgroup").is_ok_and(|ns| ns.ino() == INIT_CGROUP_NS);
    let below = cgroups::mount().and_then(|mount| Some(folder.strip_prefix(mount).ok()?.components().count()));
    let level = below.unwrap_or(0);
    // Seen from a cgroup namespace of its own, the mount's root may lie at any level.
    Ok((id, if in_init_ns && level < 32 { 1 << level } else { u32::MAX }))
}
