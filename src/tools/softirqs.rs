//! softirqs: how often soft interrupts run, and for how long.

use std::borrow::Cow;

use super::prelude::*;
use crate::common::{
    histograms::Key,
    irqs::{COUNT, IrqArgs, IrqField, MAX, TIME},
    sums::Sums,
};

skel!("softirqs");

#[derive(Parser)]
/// Show how long soft interrupts take
pub struct Args {
    /// Show how often they ran, too
    #[arg(short = 'C', long)]
    counts: bool,
    /// Trace this CPU only
    #[arg(short, long, value_parser = whole(0..=8191_u32))]
    cpu: Option<u32>,
    #[command(flatten)]
    irqs: IrqArgs,
}

/// As the kernel numbers them; include/linux/interrupt.h.
const NAMES: [&str; 10] =
    ["hi", "timer", "net_tx", "net_rx", "block", "irq_poll", "tasklet", "sched", "hrtimer", "rcu"];

fn name(number: u32) -> Value<'static> {
    let name = NAMES.get(number as usize).map(|name| Cow::Borrowed(*name));
    Value::Name(name.unwrap_or_else(|| number.to_string().into()))
}

const FIELDS: &[IrqField] = &[
    IrqField::new("SOFTIRQ", 16, Kind::Name, "Kind of soft interrupt.", |r| name(r.event.key.number)),
    TIME,
    COUNT.with("counts"),
    MAX.machine(),
];
const KEY: Key = Key::new("SOFTIRQ", 0, Kind::Name, "Kind of soft interrupt.", |r| name(r.event.id[0] as u32));

impl Tool for Args {
    type Bpf = bpf::SoftirqsSkelBuilder;
    const SUBJECT: Subject = Subject::Cpu;
    const TIMES: &'static [TimeOption] = &[TimeOption::ABOVE];
    const TABLES: &'static [&'static dyn Records] = &[&Sums(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("softirqs 1 10", "ten tables, one a second"), ("softirqs -d 5", "distributions, every 5 seconds")];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.irqs.common, cx)?;
        constants!(open).only_cpu = self.cpu.map_or(-1, |cpu| cpu as i32);
        self.irqs.run(open, FIELDS, vec![KEY])
    }
}
