//! tcplife: TCP connections that ended, with their bytes and how long they lasted.

use super::prelude::*;
use crate::common::{
    field::Unit,
    net::{self, PortArgs, VersionArgs, of_flow},
};

skel!("tcplife": life_event);
of_flow!(life_event);
use bpf::types::life_event as Event;
type Col = Field<Event>;

/// Trace TCP connections that end, with their bytes and duration
///
/// The process is the one that connected or accepted, or that closes if that was not seen; a connection that nobody has
/// accepted has none. Bytes are payload: what was sent is what the other end has confirmed. What began before the tool
/// did is told with all its bytes and no duration.
#[derive(Parser)]
pub struct Args {
    #[command(flatten)]
    version: VersionArgs,
    #[command(flatten)]
    ports: PortArgs,
    /// Show the version of the protocol
    #[arg(short, long)]
    wide: bool,
    /// Show the time of day
    #[arg(short = 'T', long)]
    timestamp: bool,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    common: Common,
}

const FIELDS: &[Col] = &[
    net::owner_pid(),
    net::owner_tid(),
    net::owner_comm(),
    net::ip().with("wide"),
    net::local("LADDR", 15),
    net::local_port("LPORT"),
    net::remote("RADDR", 15),
    net::remote_port("RPORT"),
    Col::new("TX_KB", 6, Kind::Kib, "Payload that was sent and confirmed.", |r| r.event.sent.into()).key("tx"),
    Col::new("RX_KB", 6, Kind::Kib, "Payload that was received.", |r| r.event.received.into()).key("rx"),
    Col::new("MS", 0, Kind::Nanos(Unit::Millis, 2), "Since it was established, if it was.", |r| {
        net::duration(r.event.lasted)
    })
    .key("duration"),
    net::netns(),
];

impl Tool for Args {
    type Bpf = bpf::TcplifeSkelBuilder;
    const SUBJECT: Subject = Subject::Network;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('L', "localport"), ('D', "remoteport")];
    const TIMES: &'static [(&'static str, Style)] = &[("timestamp", Style::Wall)];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("tcplife -L 80,443", "connections of a web server"),
        ("tcplife -wT -D 5432", "with time and version, connections to databases"),
        ("tcplife --json -- curl -s https://example.org", "what curl moves, in bytes"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.common, cx)?;
        open.flows(self.version, &self.ports.localport, &self.ports.remoteport)?;
        open.rows(FIELDS, &self.output)?.run()
    }
}
