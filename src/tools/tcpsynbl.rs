//! tcpsynbl: how full the queues of connections that wait to be accepted are.

use super::prelude::*;
use crate::common::{
    hist::Unit,
    histograms::{GroupedHistArgs, Key},
    net::VersionArgs,
};

skel!("tcpsynbl");

#[derive(Parser)]
/// Show how many connections wait to be accepted, as a histogram
///
/// Counted when another is established, one histogram for each limit that listen(2) has set: one that finds as many as
/// the limit, or more, is dropped. Filters by task know the sockets that begin to listen while it runs.
pub struct Args {
    #[command(flatten)]
    version: VersionArgs,
    #[command(flatten)]
    hist: GroupedHistArgs,
}

const LIMIT: Key = Key::new("BACKLOG_MAX", 0, Kind::Uint, "How many may wait.", |r| r.event.id[0].into());

impl Tool for Args {
    type Bpf = bpf::TcpsynblSkelBuilder;
    const SUBJECT: Subject = Subject::Network;
    const PERF_EVENTS: bool = true;
    const TIMES: &'static [TimeOption] = &[TimeOption::ABOVE];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("tcpsynbl 1 10", "ten summaries, one a second"),
        ("tcpsynbl -T4 5", "IPv4 alone, every 5 seconds, with the time"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.hist.common, cx)?;
        if !self.version.wants_ip4() {
            open.without("established4");
        }
        if !self.version.wants_ip6() {
            open.without("maybe_established6");
        }
        open.owners_if_needed(&self.hist.by);
        open.histograms(&self.hist.hist, Unit::BACKLOG, 1, [self.hist.by.columns(), &[LIMIT]].concat())?.run()
    }
}
