//! tcpconnlat: how long TCP connections took to be answered.

use std::time::Duration;

use super::prelude::*;
use crate::common::{
    args::parse_millis,
    field::Unit,
    net::{self, VersionArgs, of_flow},
};

skel!("tcpconnlat": connect_event);
of_flow!(connect_event);
use bpf::types::connect_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace how long TCP connections take to be answered
///
/// Connections that are begun here, from the SYN to the answer, which may be a refusal; its error stands behind the row then. The time of a row is that
/// of the SYN.
pub struct Args {
    /// Show connections that took at least so many milliseconds
    #[arg(value_name = "MIN_MS", value_parser = parse_millis)]
    least: Option<Duration>,
    #[command(flatten)]
    version: VersionArgs,
    /// Trace connections to these ports only
    #[arg(short = 'P', long, value_name = "PORT,...", value_delimiter = ',', value_parser = whole(1..=u16::MAX))]
    port: Vec<u16>,
    /// Show the port of this end
    #[arg(short = 'L', long)]
    lport: bool,
    #[command(flatten)]
    rows: RowArgs,
}

const FIELDS: &[Col] = &[
    Col::new("PID", 6, Kind::Uint, "Process that connects.", |r| r.task.pid.into()),
    Col::new("COMM", 12, Kind::Text, "Name of its thread.", |r| Value::text(&r.task.comm)),
    net::ip(),
    net::local("SADDR", 16),
    net::local_port("LPORT").with("lport"),
    net::remote("DADDR", 16),
    net::remote_port("DPORT"),
    Col::new("LAT(ms)", 0, Kind::Nanos(Unit::Millis, 2), "From the SYN to the answer.", |r| r.event.latency.into()),
    Col::new("ERR", 3, Kind::Errno, "errno(3), 0 for none.", |r| r.event.err.into()).note(),
    net::netns(),
];

impl Tool for Args {
    type Bpf = bpf::TcpconnlatSkelBuilder;
    const SUBJECT: Subject = Subject::Network;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TIMES: &'static [TimeOption] = &[TimeOption::START];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("tcpconnlat 100", "connections that took 100 ms or longer"),
        ("tcpconnlat -tL -P 443", "with time and local port, to HTTPS"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        open.flows(self.version, &[], &self.port)?;
        constants!(open).least = self.least.map_or(0, |least| least.as_nanos() as u64);
        open.rows(FIELDS, &self.rows.output)?.run()
    }
}
