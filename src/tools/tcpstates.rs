//! tcpstates: changes of TCP sockets' states.

use super::prelude::*;
use crate::common::{
    field::Unit,
    net::{self, PortArgs, VersionArgs, of_flow},
};

skel!("tcpstates": state_event);
of_flow!(state_event);
use bpf::types::state_event as Event;
type Col = Field<Event>;

/// Trace changes of TCP sockets' states, with their durations
///
/// The process is the one that connected, listens or accepted, or that closes if that was not seen. A connection that
/// comes in has none, and no filter by process finds it, until it is accepted.
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
    Col::new("SKADDR", 18, Kind::Hex, "The socket's address in the kernel.", |r| r.event.sock.into()),
    net::owner_pid(),
    net::owner_tid(),
    net::owner_comm(),
    net::ip().with("wide"),
    net::local("LADDR", 15),
    net::local_port("LPORT"),
    net::remote("RADDR", 15),
    net::remote_port("RPORT"),
    Col::new("OLDSTATE", 11, Kind::Name, "State before.", |r| net::state(r.event.before)),
    Col::new("->", 2, Kind::Name, "Points from the state before to the state now.", |_| "->".into()).text_only(),
    Col::new("NEWSTATE", 11, Kind::Name, "State now.", |r| net::state(r.event.now)),
    Col::new("MS", 0, Kind::Nanos(Unit::Millis, 3), "How long the state before lasted.", |r| {
        net::duration(r.event.lasted)
    })
    .key("duration"),
    net::netns(),
];

impl Tool for Args {
    type Bpf = bpf::TcpstatesSkelBuilder;
    const SUBJECT: Subject = Subject::Network;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('L', "localport"), ('D', "remoteport")];
    const TIMES: &'static [(&'static str, Style)] = &[("timestamp", Style::Wall)];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("tcpstates -L 80", "what becomes of a web server's connections"),
        ("tcpstates -w6", "IPv6 alone, with the version shown"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.common, cx)?;
        open.flows(self.version, &self.ports.localport, &self.ports.remoteport)?;
        open.rows(FIELDS, &self.output)?.run()
    }
}
