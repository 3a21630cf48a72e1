//! tcpconnect: who connects to whom over TCP, and how that ended.

use std::cmp::Reverse;

use super::prelude::*;
use crate::common::{
    field::Unit,
    maps,
    net::{self, OfFlow as _, PinnedArgs, VersionArgs, of_flow},
    sums::{Sum, SumArgs, Sums, totals},
};

skel!("tcpconnect": connect_event);
use bpf::types::{connect_event as Event, flow_key, route_total};
of_flow!(connect_event, flow_key);
totals!(shared flow_key, route_total, |sum, later| {
    sum.connects += later.connects;
    sum.failed += later.failed;
});
type Col = Field<Event>;
type Route = Sum<flow_key, route_total>;
type Count = Field<Route>;
type Skel = bpf::TcpconnectSkel<'static>;

#[derive(Parser)]
/// Trace TCP connections that are begun here, and how that ended
///
/// A connection is told when it is established or has failed, with the time at which it was begun; the name of the
/// error stands behind the row. What is unanswered when the tool ends is told then, as EINPROGRESS; what its owner
/// closes before there was an answer is ECANCELED.
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
    #[command(flatten)]
    version: VersionArgs,
    /// Show the source port; with -c count by it as well
    #[arg(short, long, visible_short_alias = 'L')]
    source_port: bool,
    #[command(flatten)]
    pinned: PinnedArgs,
    #[command(flatten)]
    rows: RowArgs,
}

const FIELDS: &[Col] = &[
    Col::uid(6),
    Col::new("PID", 6, Kind::Uint, "Process.", |r| r.task.pid.into()),
    Col::new("COMM", 16, Kind::Text, "Name of the thread.", |r| Value::text(&r.task.comm)),
    net::ip(),
    net::local("SADDR", 16),
    net::remote("DADDR", 16),
    net::local_port("SPORT").with("source-port"),
    net::remote_port("DPORT"),
    Col::new("ERR", 3, Kind::Errno, "errno(3), 0 for none.", |r| r.event.err.into()).note(),
    Col::new("LAT(ms)", 9, Kind::Nanos(Unit::Millis, 3), "From the SYN to the outcome.", |r| net::duration(r.event.latency)).right().machine(),
    net::netns(),
];

const COUNTS: &[Count] = &[
    net::local("LADDR", 25),
    net::remote("RADDR", 25),
    Count::new("LPORT", 6, Kind::Uint, "Port of this end, if it is asked for.", local_port).with("source-port"),
    net::remote_port("RPORT"),
    Count::new("CONNECTS", 8, Kind::Uint, "Connections.", |r| r.event.total.connects.into()),
    Count::new("FAILED", 8, Kind::Uint, "Those of them that failed.", |r| r.event.total.failed.into()).machine(),
];

fn local_port<'r>(row: &Row<'r, Route>) -> Value<'r> {
    let port = row.event.key.flow().local_port;
    if port > 0 { port.into() } else { Value::None }
}

/// Connections that have no outcome yet; they are marked so.
fn unanswered(skel: &Skel, tell: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
    maps::values(&skel.maps.connecting).try_for_each(|event| tell(&event?))
}

impl Tool for Args {
    type Bpf = bpf::TcpconnectSkelBuilder;
    const SUBJECT: Subject = Subject::Network;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('u', "uid")];
    const TIMES: &'static [TimeOption] = &[TimeOption::START];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS, &Sums(COUNTS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("tcpconnect -x", "what cannot be connected to, and why"),
        ("tcpconnect -P 80,443 --fields +lat_ns", "connections to web servers, with the time they took"),
        ("tcpconnect -c --duration 60", "who connects where, counted over a minute"),
        ("tcpconnect -- curl -s https://example.org", "where curl connects to"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        let config = constants!(open);
        config.counting = self.count;
        config.by_source_port = self.source_port;
        config.failed_only = self.failed;
        open.flows(self.version, &[], &self.port)?;
        if self.count {
            let args = SumArgs { output: self.rows.output, ..SumArgs::default() };
            return open.sums("routes", COUNTS, &args)?.by(|sum| Reverse(sum.total.connects)).run();
        }
        open.without_sums("routes")?;
        open.rows(FIELDS, &self.rows.output)?.at_end(unanswered).run()
    }
}
