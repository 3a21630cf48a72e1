//! tcpstates: changes of TCP sockets' states.

use super::prelude::*;
use crate::common::net::{self, FlowArgs, flow_fields, of_flow};

skel!("tcpstates": state_event);
of_flow!(state_event);
use bpf::types::state_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace changes of TCP sockets' states, with their durations
///
/// The process is the one that connected, listens or accepted, or that closes if that was not seen. A connection that
/// comes in has none, and no filter by process finds it, until it is accepted.
pub struct Args {
    #[command(flatten)]
    sockets: FlowArgs,
}

const FIELDS: &[Col] = flow_fields!(
    [Col::new("SKADDR", 18, Kind::Hex, "The socket's address in the kernel.", |r| r.event.sock.into())],
    [
        Col::new("OLDSTATE", 11, Kind::Name, "State before.", |r| net::state(r.event.before)),
        Col::new("->", 2, Kind::Name, "Points from the state before to the state now.", |_| "->".into()).text_only(),
        Col::new("NEWSTATE", 11, Kind::Name, "State now.", |r| net::state(r.event.now)),
    ],
    "How long the state before lasted.",
    3
);

impl Tool for Args {
    type Bpf = bpf::TcpstatesSkelBuilder;
    const SUBJECT: Subject = Subject::Network;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('L', "localport"), ('D', "remoteport")];
    const TIMES: &'static [TimeOption] = &[TimeOption::DAY];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("tcpstates -L 80", "what becomes of a web server's connections"),
        ("tcpstates -w6", "IPv6 alone, with the version shown"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        self.sockets.run::<Self::Bpf, _>(FIELDS, cx)
    }
}
