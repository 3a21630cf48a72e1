//! hardirqs: how often the handlers of interrupts run, and for how long.

use super::prelude::*;
use crate::common::{
    histograms::Key,
    irqs::{COUNT, CPU, IrqArgs, IrqField, MAX, TIME},
    sums::Sums,
};

skel!("hardirqs");

#[derive(Parser)]
/// Show how long the handlers of interrupts take
pub struct Args {
    /// Each CPU apart
    #[arg(short = 'C', long)]
    per_cpu: bool,
    /// Trace this CPU only
    #[arg(short = 's', long, value_parser = whole(0..=8191_u32))]
    cpu: Option<u32>,
    #[command(flatten)]
    irqs: IrqArgs,
}

const NUMBER: &str = "Interrupt, by number.";
const FIELDS: &[IrqField] = &[
    IrqField::new("HARDIRQ", 26, Kind::Text, "Name of the handler.", |r| Value::text(&r.event.total.name)),
    COUNT,
    TIME,
    MAX,
    CPU.with("per-cpu"),
    IrqField::new("IRQ", 5, Kind::Uint, NUMBER, |r| r.event.key.number.into()).machine(),
];
const HARDIRQ: Key = Key::new("HARDIRQ", 0, Kind::Text, "Name of the handler.", |r| Value::text(&r.event.name));
const IRQ: Key = Key::new("IRQ", 0, Kind::Uint, NUMBER, |r| (r.event.id[0] as u32).into()).machine();
const ON_CPU: Key = Key::new("CPU", 0, Kind::Uint, "CPU.", |r| (r.event.id[0] >> 32).into());

impl Tool for Args {
    type Bpf = bpf::HardirqsSkelBuilder;
    const SUBJECT: Subject = Subject::Cpu;
    const SHORTS: &'static [(char, &'static str)] = &[('c', "cgroup")];
    const TIMES: &'static [TimeOption] = &[TimeOption::ABOVE];
    const TABLES: &'static [&'static dyn Records] = &[&Sums(FIELDS)];
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("hardirqs 1 10", "ten tables, one a second"), ("hardirqs -dC", "distributions, of each CPU")];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.irqs.common, cx)?;
        let config = constants!(open);
        config.per_cpu = self.per_cpu;
        config.only_cpu = self.cpu.map_or(-1, |cpu| cpu as i32);
        let key = if self.per_cpu { vec![HARDIRQ, IRQ, ON_CPU] } else { vec![HARDIRQ, IRQ] };
        self.irqs.run(open, FIELDS, key)
    }
}
