//! tcptop: which TCP connections move most data, and whose they are, as a table that is made anew every second.

use super::prelude::*;
use crate::common::{
    net::{self, VersionArgs, of_flow},
    sums::{Sum, Sums, totals},
    top::{self, By, TopArgs, Words},
};

skel!("tcptop");
of_flow!(traffic_key);
use bpf::types::{traffic, traffic_key};
totals!(owned traffic_key, traffic, |sum, later| {
    sum.sent += later.sent;
    sum.received += later.received;
});
type Col = Field<Sum<traffic_key, traffic>>;

#[derive(Parser)]
/// Show which TCP connections move most data, and whose they are
///
/// What a process has handed over to be sent, and what it has taken of what came: payload alone, each byte once. Both
/// ends of a connection within this machine are told.
pub struct Args {
    #[command(flatten)]
    version: VersionArgs,
    /// Leave out the line with the load
    #[arg(short = 'S', long)]
    nosummary: bool,
    #[command(flatten)]
    top: TopArgs,
}

const FIELDS: &[Col] = &[
    Col::new("PID", 7, Kind::Uint, "Process that sends and receives.", |r| r.event.key.pid.into()).apart(),
    Col::new("UID", 6, Kind::Uint, "Its user.", |r| r.event.total.uid.into()).machine().apart(),
    Col::new("COMM", 12, Kind::Text, "Name of its thread.", |r| Value::text(&r.event.total.comm)).apart(),
    net::ip().machine().apart(),
    net::local("LADDR", 15).machine().apart(),
    net::local_port("LPORT").machine().apart(),
    net::remote("RADDR", 15).machine().apart(),
    net::remote_port("RPORT").machine().apart(),
    net::local_end("LADDR", 21).key("local_end").text_only().apart(),
    net::remote_end("RADDR", 21).key("remote_end").text_only().apart(),
    Col::new("RX_KB", 6, Kind::WholeKib, "What it received.", |r| r.event.total.received.into()).right().key("rx"),
    Col::new("TX_KB", 6, Kind::WholeKib, "What it sent.", |r| r.event.total.sent.into()).right().key("tx"),
    Col::new("NETNS", 10, Kind::Uint, "Inode number of the network namespace.", |r| r.event.total.netns.into())
        .machine()
        .apart(),
    top::interval(),
];

const WORDS: Words<traffic_key, traffic> = &[
    ("all", By::Most(|sum| sum.total.sent.saturating_add(sum.total.received))),
    ("sent", By::Column("TX_KB")),
    ("received", By::Column("RX_KB")),
];

impl Tool for Args {
    type Bpf = bpf::TcptopSkelBuilder;
    const SORTS: fn() -> Vec<&'static str> = || top::names(WORDS);
    const SUBJECT: Subject = Subject::Network;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('c', "cgroup")];
    const TABLES: &'static [&'static dyn Records] = &[&Sums(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("tcptop -s sent", "who sends most"),
        ("tcptop -C -S -p 1216 5", "every five seconds, one process, without the load"),
        ("tcptop --by container", "what each container sends and receives"),
        ("tcptop --json -- curl -s https://example.org", "what curl moves, in bytes"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.top.common, cx)?;
        open.flows(self.version, &[], &[])?;
        let top = open.top("connections", FIELDS, &self.top, WORDS)?;
        top.without_heading(self.nosummary).run()
    }
}
