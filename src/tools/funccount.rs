//! funccount: how often functions are called.

use std::cmp::Reverse;

use super::prelude::*;
use crate::common::{
    grouping::ByArg,
    probes::{Plan, ProbeArgs, Reading},
    sums::{Sum, SumArgs, Sums, totals},
};

skel!("funccount");
use bpf::types::{call_key, calls};
totals!(shared call_key, calls, |sum, later| sum.count += later.count);
type Col = Field<Sum<call_key, calls>>;

#[derive(Parser)]
/// Count passes of functions, tracepoints or static probes
pub struct Args {
    #[command(flatten)]
    probes: ProbeArgs,
    /// Count on this CPU only
    #[arg(short, long, value_parser = whole(0..=8191_u32))]
    cpu: Option<u32>,
    #[command(flatten)]
    by: ByArg,
    #[command(flatten)]
    sums: SumArgs,
    #[command(flatten)]
    common: Common,
}

const FIELDS: &[Col] = &[
    Col::new("FUNC", 36, Kind::Text, "Function, tracepoint or static probe.", |r| r.event.named(r.event.key.id))
        .apart(),
    Col::new("COUNT", 8, Kind::Uint, "How often it was passed.", |r| r.event.total.count.into()).right(),
];

impl Tool for Args {
    type Bpf = bpf::FunccountSkelBuilder;
    const SUBJECT: Subject = Subject::Functions;
    const PERF_EVENTS: bool = true;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('d', "duration")];
    const TIMES: &'static [TimeOption] = &[TimeOption::ABOVE];
    const TABLES: &'static [&'static dyn Records] = &[&Sums(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("funccount 'vfs_*'", "the kernel's functions that begin so"),
        ("funccount -i 1 'tcp_send*'", "every second"),
        ("funccount -p 181 'c:*alloc'", "functions of the C library, in process 181"),
        ("funccount --by container,func vfs_fsync", "how often each container calls it"),
        ("funccount 't:sched:*'", "tracepoints"),
        ("funccount 'u:/usr/sbin/mysqld:*'", "static probes of a program"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let sites = self.probes.places.find(&self.common, &Reading::EVENTS)?;
        let names = sites.names.clone();
        let mut open = session::open::<Self::Bpf>(&self.common, cx)?;
        constants!(open).only_cpu = self.cpu.map_or(-1, |cpu| cpu as i32);
        if self.by.by.is_empty() && !open.chooses_containers() {
            open.maps.called_a.set_max_entries(names.len() as u32)?;
            open.maps.called_b.set_max_entries(names.len() as u32)?;
        }
        open.probe(Plan::new(sites, &[("count", false)]));
        let sums = self.sums.or_every(self.probes.every);
        open.sums_by("called", FIELDS, &self.by, &sums)?.by(|sum| Reverse(sum.total.count)).names(names).run()
    }
}
