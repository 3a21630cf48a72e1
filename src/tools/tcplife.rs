//! tcplife: TCP connections that ended, with their bytes and how long they lasted.

use super::prelude::*;
use crate::common::net::{self, FlowArgs, flow_fields, of_flow};

skel!("tcplife": life_event);
of_flow!(life_event);
use bpf::types::life_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace TCP connections that end, with their bytes and duration
///
/// The process is the one that connected or accepted, or that closes if that was not seen; a connection that nobody has
/// accepted has none. Bytes are payload: what was sent is what the other end has confirmed. What began before the tool
/// did is told with all its bytes and no duration.
pub struct Args {
    #[command(flatten)]
    flows: FlowArgs,
}

const FIELDS: &[Col] = flow_fields!(
    [],
    [
        Col::new("TX_KB", 6, Kind::Kib, "Payload that was sent and confirmed.", |r| r.event.sent.into()).key("tx"),
        Col::new("RX_KB", 6, Kind::Kib, "Payload that was received.", |r| r.event.received.into()).key("rx"),
    ],
    "Since it was established, if it was.",
    2
);

impl Tool for Args {
    type Bpf = bpf::TcplifeSkelBuilder;
    const SUBJECT: Subject = Subject::Network;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('L', "localport"), ('D', "remoteport")];
    const TIMES: &'static [TimeOption] = &[TimeOption::DAY];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("tcplife -L 80,443", "connections of a web server"),
        ("tcplife -wT -D 5432", "with time and version, connections to databases"),
        ("tcplife --json -- curl -s https://example.org", "what curl moves, in bytes"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        self.flows.run::<Self::Bpf, _>(FIELDS, cx)
    }
}
