//! Connections: the columns and options about them, and the other half of `src/bpf/kernel/net.h` and `src/bpf/lib/flow.bpf.h`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::unix::fs::MetadataExt as _;

use anyhow::{Context as _, Result, anyhow};
use libbpf_rs::skel::{OpenSkel, SkelBuilder};
use plain::Plain;

use super::{
    args::{RowArgs, Usage, whole},
    cgroups,
    context::Context,
    field::{Field, Flag, Kind, Row, Unit, Value},
    filter::PID_MAX,
    histograms::GroupArg,
    session::{self, Opened},
    sums::Sum,
};

/// The address in a `struct address`, whose words are in network byte order; one of IPv4 stands there as `::ffff:a.b.c.d`.
#[must_use]
pub fn address(words: [u32; 4]) -> IpAddr {
    let bits = words.iter().fold(0, |bits, word| bits << 32 | u128::from(u32::from_be(*word)));
    Ipv6Addr::from_bits(bits).to_canonical()
}

/// The address whose bytes two numbers have in memory, such as those of a histogram's key.
#[must_use]
pub fn address_in_memory(numbers: [u64; 2]) -> IpAddr {
    let bytes = numbers.map(u64::to_ne_bytes).concat();
    let bits = bytes.iter().fold(0, |bits, byte| bits << 8 | u128::from(*byte));
    Ipv6Addr::from_bits(bits).to_canonical()
}

/// `struct flow`: both ends of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Flow {
    /// This end.
    pub local: [u32; 4],
    /// The other end.
    pub remote: [u32; 4],
    /// Port of this end.
    pub local_port: u16,
    /// Port of the other end.
    pub remote_port: u16,
}

/// An event that is about a connection.
pub trait OfFlow {
    /// Its ends.
    fn flow(&self) -> Flow;
}

impl<K: OfFlow, V> OfFlow for Sum<K, V> {
    fn flow(&self) -> Flow {
        self.key.flow()
    }
}

/// Lets the named events tell their `struct flow`.
macro_rules! of_flow {
    ($($event:ident),+) => {
        $(impl $crate::common::net::OfFlow for bpf::types::$event {
            fn flow(&self) -> $crate::common::net::Flow {
                let bpf::types::flow { local, remote, local_port, remote_port } = self.flow;
                $crate::common::net::Flow { local: local.words, remote: remote.words, local_port, remote_port }
            }
        })+
    };
}
pub(crate) use of_flow;

/// The fields of a tool whose rows are connections: those `before`, whose connection it is and between which ends, and those
/// `after`, and what `lasted`, in milliseconds with so many decimals.
macro_rules! flow_fields {
    ([$($before:expr),*], [$($after:expr),+ $(,)?], $lasted:literal, $decimals:literal) => {
        &[
            $($before,)*
            net::owner_pid(),
            net::owner_tid(),
            net::owner_comm(),
            net::ip().with_flag(&net::WIDE),
            net::local("LADDR", 15),
            net::local_port("LPORT"),
            net::remote("RADDR", 15),
            net::remote_port("RPORT"),
            $($after,)+
            Col::new("MS", 0, net::millis($decimals), $lasted, |r| net::duration(r.event.lasted)).key("duration"),
            net::netns(),
        ]
    };
}
pub(crate) use flow_fields;

impl Flow {
    /// The other end.
    #[must_use]
    pub fn remote(&self) -> IpAddr {
        address(self.remote)
    }

    /// This end. A socket of IPv6 that has no address yet says so in IPv6, whatever it connects to.
    #[must_use]
    pub fn local(&self) -> IpAddr {
        let local = address(self.local);
        let none = local.is_unspecified() && self.remote().is_ipv4();
        if none { Ipv4Addr::UNSPECIFIED.into() } else { local }
    }

    /// Version of the protocol: 4 or 6.
    #[must_use]
    pub fn ip(&self) -> u8 {
        if self.remote().is_ipv4() || self.local().is_ipv4() { 4 } else { 6 }
    }
}

/// Milliseconds, with so many decimals.
#[must_use]
pub const fn millis(decimals: u8) -> Kind {
    Kind::Nanos(Unit::Millis, decimals)
}

/// Version of the protocol.
#[must_use]
pub const fn ip<T: OfFlow>() -> Field<T> {
    Field::new("IP", 2, Kind::Uint, "Version of the protocol: 4 or 6.", |r| r.event.flow().ip().into())
}

/// Shows [`ip`].
pub const WIDE: Flag = Flag { short: 'w', long: "wide", help: "Show the version of the protocol" };

/// Address of this end.
#[must_use]
pub const fn local<T: OfFlow>(name: &'static str, width: usize) -> Field<T> {
    Field::new(name, width, Kind::Addr, "Address of this end.", |r| r.event.flow().local().into())
}

/// Port of this end.
#[must_use]
pub const fn local_port<T: OfFlow>(name: &'static str) -> Field<T> {
    Field::new(name, 5, Kind::Uint, "Port of this end.", |r| r.event.flow().local_port.into())
}

/// Address of the other end.
#[must_use]
pub const fn remote<T: OfFlow>(name: &'static str, width: usize) -> Field<T> {
    Field::new(name, width, Kind::Addr, "Address of the other end.", |r| r.event.flow().remote().into())
}

/// Port of the other end.
#[must_use]
pub const fn remote_port<T: OfFlow>(name: &'static str) -> Field<T> {
    Field::new(name, 5, Kind::Uint, "Port of the other end.", |r| r.event.flow().remote_port.into())
}

/// Address and port of this end.
#[must_use]
pub const fn local_end<T: OfFlow>(name: &'static str, width: usize) -> Field<T> {
    Field::new(name, width, Kind::Name, "Address and port of this end.", |r| {
        let flow = r.event.flow();
        SocketAddr::new(flow.local(), flow.local_port).to_string().into()
    })
}

/// Address and port of the other end.
#[must_use]
pub const fn remote_end<T: OfFlow>(name: &'static str, width: usize) -> Field<T> {
    Field::new(name, width, Kind::Name, "Address and port of the other end.", |r| {
        let flow = r.event.flow();
        SocketAddr::new(flow.remote(), flow.remote_port).to_string().into()
    })
}

/// Network namespace of the connection.
#[must_use]
pub const fn netns<T>() -> Field<T> {
    Field::new("NETNS", 10, Kind::Uint, "Inode number of the network namespace.", |r| r.task.netns.into()).machine()
}

/// The process whose socket it is (`lib/owner.bpf.h`), if that is known.
#[must_use]
pub const fn owner_pid<T>() -> Field<T> {
    let doc = "Process that connected, listens or accepted; if that was not seen, the one that closes.";
    Field::new("PID", 7, Kind::Uint, doc, |r| known(r, r.task.pid.into()))
}

/// The thread of [`owner_pid`].
#[must_use]
pub const fn owner_tid<T>() -> Field<T> {
    Field::new("TID", 7, Kind::Uint, "Its thread.", |r| known(r, r.task.tid.into())).machine()
}

/// The name of [`owner_tid`].
#[must_use]
pub const fn owner_comm<T>() -> Field<T> {
    Field::new("COMM", 16, Kind::Text, "Name of the thread.", |r| known(r, Value::text(&r.task.comm)))
}

fn known<'r, T>(row: &Row<'r, T>, value: Value<'r>) -> Value<'r> {
    if row.task.pid > 0 { value } else { Value::None }
}

/// A duration that is 0 if it is not known.
#[must_use]
pub fn duration(ns: u64) -> Value<'static> {
    if ns > 0 { ns.into() } else { Value::None }
}

/// A state of a TCP socket, as `include/net/tcp_states.h` calls it.
#[must_use]
pub fn state(number: u16) -> Value<'static> {
    const NAMES: [&str; 14] = [
        "0",
        "ESTABLISHED",
        "SYN_SENT",
        "SYN_RECV",
        "FIN_WAIT1",
        "FIN_WAIT2",
        "TIME_WAIT",
        "CLOSE",
        "CLOSE_WAIT",
        "LAST_ACK",
        "LISTEN",
        "CLOSING",
        "NEW_SYN_RECV",
        "BOUND_INACTIVE",
    ];
    NAMES.get(usize::from(number)).map_or_else(|| number.to_string().into(), |name| (*name).into())
}

/// The flags of a packet of TCP, in the order of their bits.
#[must_use]
pub fn flags(bits: u32) -> String {
    const NAMES: [&str; 8] = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"];
    let set = NAMES.iter().enumerate().filter(|(bit, _)| bits & 1 << bit != 0);
    set.map(|(_, name)| *name).collect::<Vec<_>>().join("|")
}

/// The options for one version of the protocol alone.
#[derive(clap::Args, Clone, Copy, Debug, Default)]
pub struct VersionArgs {
    /// Trace IPv4 only, be it by a socket of IPv6
    #[arg(short = '4', long, conflicts_with = "ipv6")]
    ipv4: bool,
    /// Trace IPv6 only
    #[arg(short = '6', long)]
    ipv6: bool,
}

/// The options for one network namespace alone.
#[derive(clap::Args, Clone, Copy, Debug, Default)]
pub struct NetnsArgs {
    /// Trace this network namespace only, by the number of its inode
    #[arg(long, value_name = "INODE", value_parser = whole(1..=u32::MAX), conflicts_with = "pid_netns")]
    netns_id: Option<u32>,
    /// Trace the network namespace of this process only
    #[arg(long, value_name = "PID", value_parser = whole(1..=PID_MAX))]
    pid_netns: Option<u32>,
}

impl NetnsArgs {
    /// The number of its inode, 0 for all.
    ///
    /// # Errors
    /// There is no such process.
    pub fn inode(self) -> Result<u32> {
        let Some(pid) = self.pid_netns else { return Ok(self.netns_id.unwrap_or(0)) };
        let file = std::fs::metadata(format!("/proc/{pid}/ns/net"));
        // The kernel numbers namespaces with 32 bits.
        Ok(file.with_context(|| format!("the network namespace of process {pid}"))?.ino() as u32)
    }
}

/// The options for the ports of both ends.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct PortArgs {
    /// Trace connections with these ports at this end only
    #[arg(long, alias = "lport", value_name = "PORT,...", value_delimiter = ',', value_parser = whole(1..=u16::MAX))]
    pub localport: Vec<u16>,
    /// Trace connections with these ports at the other end only
    #[arg(long, alias = "rport", value_name = "PORT,...", value_delimiter = ',', value_parser = whole(1..=u16::MAX))]
    pub remoteport: Vec<u16>,
}

/// The options of a tool whose rows are connections, and which has little else.
#[derive(clap::Args, Clone, Default)]
pub struct FlowArgs {
    #[command(flatten)]
    version: VersionArgs,
    #[command(flatten)]
    ports: PortArgs,
    /// What every tool has.
    #[command(flatten)]
    pub rows: RowArgs,
}

impl FlowArgs {
    /// Runs such a tool.
    ///
    /// # Errors
    /// Whatever keeps it from tracing or from writing.
    pub fn run<B, T>(self, fields: &'static [Field<T>], cx: &mut Context) -> Result<()>
    where
        B: SkelBuilder<'static> + Default,
        T: Plain,
    {
        let mut open = session::open::<B>(&self.rows.common, cx)?;
        open.flows(self.version, &self.ports.localport, &self.ports.remoteport)?;
        open.rows(fields, &self.rows.output)?.run()
    }
}

/// Options of other tracers that name maps which they have pinned.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct PinnedArgs {
    #[arg(short = 'C', long, hide = true, value_name = "PATH", value_parser = use_cgroup)]
    cgroupmap: Option<String>,
    #[arg(short = 'M', long, hide = true, value_name = "PATH", value_parser = use_cgroup)]
    mntnsmap: Option<String>,
}

fn use_cgroup(_: &str) -> Result<String, &'static str> {
    Err("pinned maps are not read here: choose a container by its cgroup, --cgroup PATH")
}

impl VersionArgs {
    /// Whether IPv4 is wanted.
    #[must_use]
    pub fn wants_ip4(self) -> bool {
        !self.ipv6
    }

    /// Whether IPv6 is wanted.
    #[must_use]
    pub fn wants_ip6(self) -> bool {
        !self.ipv4
    }
}

/// The options for the addresses of both ends.
#[derive(clap::Args, Clone, Copy, Debug, Default)]
pub struct AddressArgs {
    /// Trace connections with this address at this end only
    #[arg(short = 'a', long, value_name = "ADDRESS", value_parser = parse_address)]
    pub laddr: Option<IpAddr>,
    /// Trace connections with this address at the other end only
    #[arg(short = 'A', long, value_name = "ADDRESS", value_parser = parse_address)]
    pub raddr: Option<IpAddr>,
}

fn parse_address(text: &str) -> Result<IpAddr, &'static str> {
    text.parse().map_err(|_| "not an address of IPv4 or IPv6")
}

/// How many ports the programs compare with.
const MAX_PORTS: usize = 64;

impl<O: OpenSkel<'static>> Opened<'_, O> {
    /// Tells the programs which connections are wanted: no port means all.
    ///
    /// # Errors
    /// More ports than the programs compare with, or an object that does not include `lib/flow.bpf.h`.
    pub fn flows(&mut self, version: VersionArgs, local: &[u16], remote: &[u16]) -> Result<()> {
        let ip = if version.ipv4 { 4 } else { 6 * u16::from(version.ipv6) };
        let mut filter = vec![ip, local.len() as u16, remote.len() as u16];
        for ports in [local, remote] {
            if ports.len() > MAX_PORTS {
                return Err(Usage(format!("at most {MAX_PORTS} ports can be given")).into());
            }
            filter.extend(ports.iter().chain(&[0; MAX_PORTS]).take(MAX_PORTS));
        }
        let bytes: Vec<u8> = filter.into_iter().flat_map(u16::to_ne_bytes).collect();
        self.set_filter("flow", &bytes)
    }

    /// Tells the programs which addresses are wanted.
    ///
    /// # Errors
    /// An object that does not include `lib/address.bpf.h`.
    pub fn addresses(&mut self, args: AddressArgs) -> Result<()> {
        let ends = [args.laddr, args.raddr];
        let bits = |end: Option<IpAddr>| match end {
            Some(IpAddr::V4(address)) => address.to_ipv6_mapped().octets(),
            Some(IpAddr::V6(address)) => address.octets(),
            None => [0; 16],
        };
        let given = ends.map(|end| u32::from(end.is_some()).to_ne_bytes());
        self.set_filter("address", &[ends.map(bits).concat(), given.concat()].concat())
    }

    /// Leaves out the programs that learn whose sockets are whose (`lib/owned.bpf.h`) unless tasks are chosen, or sockets are
    /// told apart `by` group where the kernel does not know theirs.
    pub fn owners_if_needed(&mut self, by: &GroupArg) {
        let by_owner = !by.columns().is_empty() && cgroups::hierarchy().controller.is_some();
        if !self.chooses_tasks() && !by_owner {
            for role in ["accept", "taken", "owner_gone"] {
                self.without(role);
            }
        }
    }

    /// Writes `.rodata.NAME`, which stands in `lib/NAME.bpf.h`.
    fn set_filter(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut maps = self.open_object_mut().maps_mut();
        let map = maps.find(|map| map.name().to_string_lossy().ends_with(&format!(".rodata.{name}")));
        let mut map = map.ok_or_else(|| anyhow!("the BPF object does not include lib/{name}.bpf.h"))?;
        map.set_initial_value(bytes).context("configuring the BPF object")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_have_names() {
        assert_eq!((flags(0x12), flags(0), flags(0x1ff)), ("SYN|ACK".into(), String::new(), flags(0xff)));
    }

    #[test]
    fn words_are_in_network_order() {
        let words = |text: &str| {
            let bytes = text.parse::<Ipv6Addr>().expect("an address").octets();
            [0, 4, 8, 12].map(|i| u32::from_ne_bytes(bytes[i..i + 4].try_into().expect("four bytes")))
        };
        for (given, shown) in
            [("::ffff:10.1.2.3", "10.1.2.3"), ("2001:db8::1", "2001:db8::1"), ("::1", "::1"), ("::", "::")]
        {
            assert_eq!(address(words(given)).to_string(), shown);
        }
    }
}
