//! tcpretrans: what TCP sends again.

use std::cmp::Reverse;

use super::prelude::*;
use crate::common::{
    net::{self, PortArgs, VersionArgs, of_flow},
    sums::{Sum, SumArgs, Sums, totals},
};

skel!("tcpretrans": retransmit_event);
use bpf::types::{flow_key, retransmit_event as Event, retransmits};
of_flow!(retransmit_event, flow_key);
totals!(shared flow_key, retransmits, |sum, later| sum.count += later.count);
type Col = Field<Event>;
type Count = Field<Sum<flow_key, retransmits>>;

#[derive(Parser)]
/// Trace TCP retransmissions
///
/// Each packet that is sent again, SYN and SYN-ACK included. The process is the one that connected, listens or accepted
/// while the tool runs, or has closed; it is not known of older connections.
pub struct Args {
    #[command(flatten)]
    version: VersionArgs,
    /// Include probes for the loss of the last packet (L); what one sends again is told as well
    #[arg(short, long)]
    lossprobe: bool,
    #[command(flatten)]
    ports: PortArgs,
    /// Show sequence numbers
    #[arg(short, long, conflicts_with = "count")]
    sequence: bool,
    /// Count retransmissions by connection, probes too with -l
    #[arg(short, long)]
    count: bool,
    #[command(flatten)]
    rows: RowArgs,
}

const FIELDS: &[Col] = &[
    net::owner_comm().machine(),
    net::owner_pid(),
    net::owner_tid(),
    net::ip(),
    net::local_end("LADDR:LPORT", 20),
    net::local("LADDR", 16).machine(),
    net::local_port("LPORT").machine(),
    Col::new("TYPE", 1, Kind::Name, "R: sent again, L: probe for the loss of the last packet.", letter).machine(),
    Col::new("T>", 2, Kind::Name, "TYPE.", |r| if r.event.r#type == L { "L>" } else { "R>" }.into()).text_only(),
    net::remote_end("RADDR:RPORT", 20),
    net::remote("RADDR", 16).machine(),
    net::remote_port("RPORT").machine(),
    Col::new("STATE", 12, Kind::Name, "State of the connection.", |r| net::state(r.event.state)),
    Col::new("SEQ", 10, Kind::Uint, "First sequence number of the packet; none of a probe.", sequence).with("sequence"),
    net::netns(),
];

const COUNTS: &[Count] = &[
    net::local_end("LADDR:LPORT", 25),
    net::local("LADDR", 16).machine(),
    net::local_port("LPORT").machine(),
    net::remote_end("RADDR:RPORT", 25),
    net::remote("RADDR", 16).machine(),
    net::remote_port("RPORT").machine(),
    Count::new("RETRANSMITS", 10, Kind::Uint, "Retransmissions.", |r| r.event.total.count.into()),
];

const L: u16 = b'L' as u16;

fn letter<'r>(row: &Row<'r, Event>) -> Value<'r> {
    if row.event.r#type == L { "L" } else { "R" }.into()
}

fn sequence<'r>(row: &Row<'r, Event>) -> Value<'r> {
    if row.event.r#type == L { Value::None } else { row.event.seq.into() }
}

impl Tool for Args {
    type Bpf = bpf::TcpretransSkelBuilder;
    const SUBJECT: Subject = Subject::Network;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS, &Sums(COUNTS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("tcpretrans -ls", "with loss probes and sequence numbers"),
        ("tcpretrans -c --duration 60", "which connections suffer, counted over a minute"),
        ("tcpretrans --json -- curl -s https://example.org", "what curl's connections have to repeat"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        cx.times.push(Style::Wall);
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        constants!(open).counting = self.count;
        open.flows(self.version, &self.ports.localport, &self.ports.remoteport)?;
        if !self.lossprobe {
            open.without("probed");
        }
        if self.count {
            let args = SumArgs { output: self.rows.output, ..SumArgs::default() };
            return open.sums("flows", COUNTS, &args)?.by(|sum| Reverse(sum.total.count)).run();
        }
        open.without_sums("flows")?;
        open.rows(FIELDS, &self.rows.output)?.run()
    }
}
