//! tcptracer: TCP connections that are established, accepted and closed.

use super::prelude::*;
use crate::common::net::{self, FlowArgs, PinnedArgs,  of_flow};

skel!("tcptracer": tracer_event);
of_flow!(tracer_event);
use bpf::types::tracer_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace TCP connections: established, accepted and closed
///
/// A connection is told as closed (X) when this end sends its FIN, or when either end resets it.
pub struct Args {
    #[command(flatten)]
    pinned: PinnedArgs,
    #[command(flatten)]
    flows: FlowArgs,
}

const FIELDS: &[Col] = &[
    Col::uid(6),
    Col::new("T", 1, Kind::Name, "C: established from here, A: accepted here, X: closed.", |r| what(r.event.what).into())
        .key("type"),
    net::owner_pid(),
    net::owner_tid(),
    net::owner_comm(),
    net::ip(),
    net::local("SADDR", 16),
    net::remote("DADDR", 16),
    net::local_port("SPORT"),
    net::remote_port("DPORT"),
    net::netns(),
];

fn what(letter: u32) -> &'static str {
    match char::from_u32(letter) {
        Some('C') => "C",
        Some('A') => "A",
        _ => "X",
    }
}

impl Tool for Args {
    type Bpf = bpf::TcptracerSkelBuilder;
    const SUBJECT: Subject = Subject::Network;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('u', "uid")];
    const TIMES: &'static [TimeOption] = &[TimeOption::START];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("tcptracer -tU", "all connections, with time and user"),
        ("tcptracer --json -- make install", "whom make's children talk to"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        self.flows.run::<Self::Bpf, _>(FIELDS, cx)
    }
}
