//! What softirqs and hardirqs have in common: `src/bpf/lib/irqs.bpf.h` is the other half.

use std::cmp::Reverse;

use anyhow::Result;
use libbpf_rs::skel::OpenSkel;

use super::{
    args::Common,
    field::{Field, Kind, Unit},
    hist,
    histograms::{HistArgs, Key},
    session::Opened,
    sums::{Sum, SumArgs, totals},
};

/// `struct irq_key`
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct IrqKey {
    action: u64,
    /// The interrupt, by number.
    pub number: u32,
    /// The CPU, if CPUs are told apart.
    pub cpu: u32,
}

/// `struct irq_total`
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct IrqTotal {
    count: u64,
    time: u64,
    max: u64,
    /// Name of the handler, NUL-terminated.
    pub name: [u8; 32],
}

totals!(IrqKey, IrqTotal, |sum, later| {
    sum.count += later.count;
    sum.time += later.time;
    sum.max = sum.max.max(later.max);
});

/// A column of a table of interrupts.
pub type IrqField = Field<Sum<IrqKey, IrqTotal>>;

/// The options of both tools.
#[derive(clap::Args)]
pub struct IrqArgs {
    /// Print the distribution of times, as histograms
    #[arg(short, long)]
    pub distributed: bool,
    /// Print in nanoseconds
    #[arg(short = 'N', long)]
    pub nanoseconds: bool,
    /// With -d: print percentiles below each histogram
    #[arg(long, requires = "distributed", help_heading = "Output")]
    pub percentiles: bool,
    /// How often, and in which form.
    #[command(flatten)]
    pub sums: SumArgs,
    /// What every tool has.
    #[command(flatten)]
    pub common: Common,
}

const USECS: Kind = Kind::Nanos(Unit::Micros, 0);

/// How often.
pub const COUNT: IrqField =
    IrqField::new("TOTAL_count", 11, Kind::Uint, "How often it ran.", |r| r.event.total.count.into())
        .right()
        .key("count");
/// How long in all.
pub const TIME: IrqField =
    IrqField::new("TOTAL_usecs", 11, USECS, "Time that it took in all.", |r| r.event.total.time.into())
        .right()
        .key("total");
/// How long at most.
pub const MAX: IrqField =
    IrqField::new("MAX_usecs", 11, USECS, "Time that it took at most.", |r| r.event.total.max.into())
        .right()
        .key("max");
/// Where.
pub const CPU: IrqField = IrqField::new("CPU", 4, Kind::Uint, "CPU.", |r| r.event.key.cpu.into()).right();

impl IrqArgs {
    /// Prints a table of these columns, or histograms of these keys, until the end.
    ///
    /// # Errors
    /// What keeps the tool from starting or from writing.
    pub fn run<O: OpenSkel<'static>>(&self, open: Opened<'_, O>, fields: &[IrqField], key: Vec<Key>) -> Result<()> {
        if self.distributed {
            let unit = if self.nanoseconds { hist::Unit::NSECS } else { hist::Unit::USECS };
            let args = HistArgs::instead_of(&self.sums, self.percentiles);
            return open.histograms(&args, unit, 1, key)?.run();
        }
        let mut fields = fields.to_vec();
        if self.nanoseconds {
            for doc in fields.iter_mut().map(|field| &mut field.doc).filter(|doc| doc.kind == USECS) {
                doc.kind = Kind::Nanos(Unit::Nanos, 0);
                doc.name = if doc.name == TIME.doc.name { "TOTAL_nsecs" } else { "MAX_nsecs" };
            }
        }
        open.sums("irqs", &fields, &self.sums)?.by(|sum| Reverse(sum.total.time)).run()
    }
}
