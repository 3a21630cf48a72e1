//! tcpconnect: who connects to whom over TCP, and how that ended.

use std::cmp::Reverse;
use std::net::{IpAddr, Ipv4Addr};

use super::prelude::*;
use crate::common::{field::Unit, maps, net, rows};

skel!("tcpconnect": connect_event, route_event);
use bpf::types::{connect_event as Event, route as Route, route_event as Counted};
type Col = Field<Event>;
type Count = Field<Counted>;
type Skel = bpf::TcpconnectSkel<'static>;

/// Trace TCP connections that are begun here, and how that ended
///
/// A connection is told when it is established or has failed, with the time at which it was begun; the name of the
/// error stands behind the row. What is unanswered when the tool ends is told then, as EINPROGRESS; what its owner
/// closes before there was an answer is ECANCELED.
#[derive(Parser)]
pub struct Args {
    /// Count connections by their ends, and tell at the end
    #[arg(short, long)]
    count: bool,
    /// Show failed connections only
    #[arg(short = 'x', long, conflicts_with = "count")]
    failed: bool,
    /// Trace connections to these ports only
    #[arg(short = 'P', long, value_name = "PORT,...", value_delimiter = ',', value_parser = whole(1..=u16::MAX))]
    port: Vec<u16>,
    /// Trace IPv4 only, be it by a socket of IPv6
    #[arg(short = '4', long, conflicts_with = "ipv6")]
    ipv4: bool,
    /// Trace IPv6 only
    #[arg(short = '6', long)]
    ipv6: bool,
    /// Show the source port; with -c count by it as well
    #[arg(short, long, visible_short_alias = 'L')]
    source_port: bool,
    /// Show the seconds since the start
    #[arg(short, long)]
    timestamp: bool,
    /// Show the user
    #[arg(short = 'U', long)]
    print_uid: bool,
    #[arg(short = 'C', long, hide = true, value_name = "PATH", value_parser = use_cgroup)]
    cgroupmap: Option<String>,
    #[arg(short = 'M', long, hide = true, value_name = "PATH", value_parser = use_cgroup)]
    mntnsmap: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    common: Common,
}

fn use_cgroup(_: &str) -> Result<String, &'static str> {
    Err("pinned maps are not read here: choose a container by its cgroup, --cgroup PATH")
}

const FIELDS: &[Col] = &[
    Col::new("UID", 6, Kind::Uint, "User.", |r| r.task.uid.into()).with("print-uid"),
    Col::new("PID", 6, Kind::Uint, "Process.", |r| r.task.pid.into()),
    Col::new("COMM", 16, Kind::Text, "Name of the thread.", |r| Value::text(&r.task.comm)),
    Col::new("IP", 2, Kind::Uint, "Version of the protocol: 4 or 6.", |r| ip(&r.event.route)),
    Col::new("SADDR", 16, Kind::Addr, "Address of this end.", |r| source(&r.event.route)),
    Col::new("DADDR", 16, Kind::Addr, "Address of the other end.", |r| destination(&r.event.route).into()),
    Col::new("SPORT", 5, Kind::Uint, "Port of this end.", |r| r.event.route.source_port.into()).with("source-port"),
    Col::new("DPORT", 5, Kind::Uint, "Port of the other end.", |r| r.event.route.destination_port.into()),
    Col::new("ERR", 3, Kind::Errno, "errno(3), 0 for none.", |r| r.event.err.into()).note(),
    Col::new("LAT(ms)", 9, Kind::Nanos(Unit::Millis, 3), "From the SYN to the outcome.", latency).right().machine(),
    Col::new("NETNS", 10, Kind::Uint, "Inode number of the network namespace.", |r| r.task.netns.into()).machine(),
];

const COUNTS: &[Count] = &[
    Count::new("LADDR", 25, Kind::Addr, "Address of this end.", |r| source(&r.event.route)),
    Count::new("RADDR", 25, Kind::Addr, "Address of the other end.", |r| destination(&r.event.route).into()),
    Count::new("LPORT", 6, Kind::Uint, "Port of this end, if it is asked for.", local_port).with("source-port"),
    Count::new("RPORT", 6, Kind::Uint, "Port of the other end.", |r| r.event.route.destination_port.into()),
    Count::new("CONNECTS", 8, Kind::Uint, "Connections.", |r| r.event.connects.into()),
    Count::new("FAILED", 8, Kind::Uint, "Those of them that failed.", |r| r.event.failed.into()).machine(),
];

fn destination(route: &Route) -> IpAddr {
    net::address(route.destination.words)
}

/// A socket that has no address yet says so in IPv6, whatever it is.
fn source(route: &Route) -> Value<'static> {
    let source = net::address(route.source.words);
    let none = source.is_unspecified() && destination(route).is_ipv4();
    Value::Addr(if none { Ipv4Addr::UNSPECIFIED.into() } else { source })
}

fn ip(route: &Route) -> Value<'static> {
    Value::Uint(if destination(route).is_ipv4() { 4 } else { 6 })
}

fn local_port<'r>(row: &Row<'r, Counted>) -> Value<'r> {
    if row.event.route.source_port > 0 { row.event.route.source_port.into() } else { Value::None }
}

fn latency<'r>(row: &Row<'r, Event>) -> Value<'r> {
    if row.event.latency > 0 { row.event.latency.into() } else { Value::None }
}

/// Connections that have no outcome yet; they are marked so.
fn unanswered(skel: &Skel, tell: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
    maps::values(&skel.maps.connecting).try_for_each(|event| tell(&event?))
}

/// The counts, largest first.
fn counts(skel: &Skel, tell: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
    let mut all = maps::values(&skel.maps.routes).collect::<Result<Vec<_>>>()?;
    all.sort_by_key(|one| Reverse(rows::decode::<Counted>(one).map_or(0, |row| row.event.connects)));
    all.iter().try_for_each(|one| tell(one))
}

impl Tool for Args {
    type Bpf = bpf::TcpconnectSkelBuilder;
    const SUBJECT: Subject = Subject::Network;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('u', "uid")];
    const TIMES: &'static [(&'static str, Style)] = &[("timestamp", Style::Rel)];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS, &rows::Counts(COUNTS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("tcpconnect -x", "what cannot be connected to, and why"),
        ("tcpconnect -P 80,443 --fields +lat_ns", "connections to web servers, with the time they took"),
        ("tcpconnect -c --duration 60", "who connects where, counted over a minute"),
        ("tcpconnect -- curl -s https://example.org", "where curl connects to"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.common, cx)?;
        let config = constants!(open);
        config.counting = self.count;
        config.by_source_port = self.source_port;
        config.failed_only = self.failed;
        config.only_ip = if self.ipv4 { 4 } else { 6 * u8::from(self.ipv6) };
        config.nr_ports = self.port.len().min(u8::MAX.into()) as u8;
        let most = config.ports.len();
        let ports = config.ports.get_mut(..self.port.len());
        ports.ok_or_else(|| Usage(format!("--port takes at most {most} ports")))?.copy_from_slice(&self.port);
        if !self.count {
            open.maps.routes.set_max_entries(1)?;
        }
        if self.count {
            return open.counts(COUNTS, &self.output)?.at_end(counts).run();
        }
        open.rows(FIELDS, &self.output)?.at_end(unanswered).run()
    }
}
