//! bitesize: how large block I/O is.

use super::prelude::*;
use crate::common::{
    block,
    hist::Unit,
    histograms::{GroupedHistArgs, Key},
};

skel!("bitesize");

#[derive(Parser)]
/// Show how large block I/O is, as a histogram for each program
///
/// A request counts when it goes to the device, after merges, for the thread that submitted it. Requests of the kernel's
/// own, as for flushes, have no name.
pub struct Args {
    /// Trace this disk only
    #[arg(short, long)]
    disk: Option<String>,
    #[command(flatten)]
    hist: GroupedHistArgs,
}

const COMM: Key =
    Key::new("Process Name", 0, Kind::Text, "Name of the thread.", |r| Value::text(&r.event.name)).key("comm");

impl Tool for Args {
    type Bpf = bpf::BitesizeSkelBuilder;
    const SUBJECT: Subject = Subject::Block;
    const SHORTS: &'static [(char, &'static str)] = &[('c', "comm")];
    const TIMES: &'static [TimeOption] = &[TimeOption::ABOVE];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("bitesize 1 10", "ten summaries, one a second"),
        ("bitesize -c fio -d sda", "what fio does on one disk"),
        ("bitesize --by container", "each container's requests, whoever submits them there"),
        ("bitesize --json -- tar cf /tmp/etc.tar /etc", "what tar submits"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        block::check_charging(&self.hist.common.filter.groups, !self.hist.by.columns().is_empty(), cx)?;
        let mut open = session::open::<Self::Bpf>(&self.hist.common, cx)?;
        if let Some(disk) = &self.disk {
            constants!(open).only_dev = block::disk_number(disk)?;
        }
        let (by, key) = match self.hist.by.columns() {
            [] => (1, &[COMM][..]),
            groups => (0, groups),
        };
        open.histograms(&self.hist.hist, Unit::KBYTES, by, key.to_vec())?.run()
    }
}
