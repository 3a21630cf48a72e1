//! tcpdrop: what the kernel drops of TCP, why and where.

use super::prelude::*;
use crate::common::{
    drops::Reasons,
    net::{self, NetnsArgs, VersionArgs, of_flow},
    row_stacks::{DepthArg, Parts},
};

skel!("tcpdrop": drop_event);
of_flow!(drop_event);
use bpf::types::drop_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace packets of TCP that the kernel drops
///
/// With the kernel's stack, and since 5.17 with its reason. The process is the one that connected, listens or accepted
/// while the tool runs, or has closed; it is not known of older connections, nor where no socket is, as before it is
/// looked for.
pub struct Args {
    #[command(flatten)]
    depth: DepthArg,
    #[command(flatten)]
    version: VersionArgs,
    #[command(flatten)]
    netns: NetnsArgs,
    #[command(flatten)]
    rows: RowArgs,
}

const FIELDS: &[Col] = &[
    net::owner_pid(),
    net::owner_comm().machine(),
    net::owner_tid(),
    net::ip(),
    net::local_end("SADDR:SPORT", 20).described("Address and port that it comes from.").text_only(),
    net::local("SADDR", 16).described("Address that it comes from.").machine(),
    net::local_port("SPORT").described("Port that it comes from.").machine(),
    Col::new(">", 1, Kind::Name, "Points from where it comes to where it goes.", |_| ">".into()).text_only(),
    net::remote_end("DADDR:DPORT", 20).described("Address and port that it goes to.").text_only(),
    net::remote("DADDR", 16).described("Address that it goes to.").machine(),
    net::remote_port("DPORT").described("Port that it goes to.").machine(),
    Col::new("STATE", 11, Kind::Name, "State of the socket.", |r| match r.event.state {
        0 => Value::None,
        state => net::state(state as u16),
    }),
    Col::new("(FLAGS)", 9, Kind::Name, "FLAGS.", |r| format!("({})", net::flags(r.event.flags)).into()).text_only(),
    Col::new("FLAGS", 9, Kind::Name, "Flags of the packet.", |r| net::flags(r.event.flags).into()).machine(),
    Col::new("REASON", 0, Kind::Text, "Why, in the kernel's words, if it says so.", |r| r.named(r.event.reason.into())).note(),
    net::netns(),
    Col::new("STACK", 0, Kind::Stack, "Stack of the kernel, innermost first.", |r| Value::Stack(r.stack)),
];

impl Tool for Args {
    type Bpf = bpf::TcpdropSkelBuilder;
    const SUBJECT: Subject = Subject::Network;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("tcpdrop -4", "what is dropped of IPv4"),
        ("tcpdrop --pid-netns 1216", "in that process's network namespace"),
        ("tcpdrop --json | jq -r .reason | sort | uniq -c", "which reasons how often"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let (netns, reasons) = (self.netns.inode()?, Reasons::read(self.rows.common.limits.btf.as_deref())?);
        cx.times.push(Style::Wall);
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        let config = constants!(open);
        config.only_netns = netns;
        config.no_reason = reasons.none;
        config.purged = reasons.number("QUEUE_PURGE");
        open.flows(self.version, &[], &[])?;
        if reasons.are_told() {
            open.without("freed");
        }
        open.take_stacks([true, false], self.depth.perf_max_stack_depth)?;
        let rows = open.rows(FIELDS, &self.rows.output)?.names(reasons.names);
        rows.stacks(|row| Parts::behind(row.rest, [row.event.stack.kernel, row.event.stack.user])).run()
    }
}
