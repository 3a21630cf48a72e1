//! tcpaccept: who takes which TCP connections.

use super::prelude::*;
use crate::common::net::{self, VersionArgs, of_flow};

skel!("tcpaccept": accept_event);
of_flow!(accept_event);
use bpf::types::accept_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace TCP connections that are accepted here
pub struct Args {
    /// Trace connections to these ports of this machine only
    #[arg(short = 'P', long, value_name = "PORT,...", value_delimiter = ',', value_parser = whole(1..=u16::MAX))]
    port: Vec<u16>,
    #[command(flatten)]
    version: VersionArgs,
    #[command(flatten)]
    rows: RowArgs,
}

const FIELDS: &[Col] = &[
    Col::new("PID", 7, Kind::Uint, "Process that accepts.", |r| r.task.pid.into()),
    Col::new("COMM", 16, Kind::Text, "Name of its thread.", |r| Value::text(&r.task.comm)),
    net::ip(),
    net::remote("RADDR", 16),
    net::remote_port("RPORT"),
    net::local("LADDR", 16),
    net::local_port("LPORT"),
    net::netns(),
];

impl Tool for Args {
    type Bpf = bpf::TcpacceptSkelBuilder;
    const SUBJECT: Subject = Subject::Network;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TIMES: &'static [TimeOption] = &[TimeOption::DAY_ALONE, TimeOption::START];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("tcpaccept -P 22,80", "who comes in by these ports"),
        ("tcpaccept --json -p 1234", "what one server accepts"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        open.flows(self.version, &self.port, &[])?;
        open.rows(FIELDS, &self.rows.output)?.run()
    }
}
