//! biolatency: how long block devices take.

use super::prelude::*;
use crate::common::{
    args::LimitArgs,
    block,
    filter::{FilterArgs, GroupArgs},
    hist::Unit,
    histograms::{CGROUP, CONTAINER, HistArgs, Key, POD},
};

skel!("biolatency");
use bpf::types::biolatency_by as Bits;

#[derive(Parser)]
/// Show how long block I/O takes, as a histogram
pub struct Args {
    /// Print in milliseconds
    #[arg(short, long)]
    milliseconds: bool,
    /// Include the time that requests were queued in the system
    #[arg(short = 'Q', long)]
    queued: bool,
    /// A histogram for each of these, or of their combinations
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KEY,...")]
    by: Vec<By>,
    /// A histogram for each disk
    #[arg(short = 'D', long)]
    disks: bool,
    /// A histogram for each set of flags
    #[arg(short = 'F', long, alias = "flag")]
    flags: bool,
    /// Trace this disk only
    #[arg(short, long)]
    disk: Option<String>,
    #[command(flatten)]
    groups: GroupArgs,
    #[command(flatten)]
    hist: HistArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum By {
    Cgroup,
    Container,
    Pod,
    Disk,
    Flags,
}

const DISK: Key = Key::new("DISK", 0, Kind::Text, "Name of the disk.", |r| Value::text(&r.event.name));
const FLAGS: Key = Key::new("FLAGS", 0, Kind::Name, "Operation and flags.", |r| {
    Value::Name(block::flags(r.event.id[1] as u32).into())
});

impl Tool for Args {
    type Bpf = bpf::BiolatencySkelBuilder;
    const SUBJECT: Subject = Subject::Block;
    const SHORTS: &'static [(char, &'static str)] = &[('c', "cgroup")];
    const TIMES: &'static [TimeOption] = &[TimeOption::ABOVE];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("biolatency 1 10", "ten summaries, one a second"),
        ("biolatency -mT 5", "in milliseconds, every 5 seconds, with the time"),
        ("biolatency -D --percentiles", "each disk apart"),
        ("biolatency -Q -d sda", "with the time in the queue, of one disk"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        block::check_charging(&self.groups, self.by.iter().any(|by| !matches!(by, By::Disk | By::Flags)), cx)?;
        let filter = FilterArgs { groups: self.groups, ..FilterArgs::default() };
        let common = Common { filter, limits: self.limits, ..Common::default() };
        let mut open = session::open::<Self::Bpf>(&common, cx)?;
        if !self.queued {
            open.without("inserted");
        }
        let config = constants!(open);
        config.queued = self.queued;
        if let Some(disk) = &self.disk {
            config.only_dev = block::disk_number(disk)?;
        }
        let keys = [
            (By::Cgroup, false, 0, &CGROUP[..]),
            (By::Container, false, 0, &[CONTAINER]),
            (By::Pod, false, 0, &[POD]),
            (By::Disk, self.disks, Bits::BY_DISK.0, &[DISK]),
            (By::Flags, self.flags, Bits::BY_FLAGS.0, &[FLAGS]),
        ];
        let asked = keys.iter().filter(|(by, short, ..)| *short || self.by.contains(by));
        let (bits, columns): (Vec<_>, Vec<_>) = asked.map(|(_, _, bit, columns)| (*bit, *columns)).unzip();
        let unit = if self.milliseconds { Unit::MSECS } else { Unit::USECS };
        open.histograms(&self.hist, unit, bits.iter().fold(0, |all, bit| all | bit), columns.concat())?.run()
    }
}
