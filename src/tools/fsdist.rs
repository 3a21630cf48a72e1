//! fsdist: how long a file system's operations take.

use super::prelude::*;
use crate::common::{
    file_system::{FileSystem, OPERATIONS},
    hist::Unit,
    histograms::{GroupedHistArgs, Key},
    session::Places,
};

skel!("fsdist");

#[derive(Parser)]
/// Show how long a file system's operations take, as histograms
///
/// One histogram for each: reads, writes, opens, calls of fsync, and of getattr, which is what stat asks. They are timed in
/// the file system's own functions, whoever calls them; what is read or written by mapping a file is not among them.
pub struct Args {
    /// The file system
    #[arg(short = 't', long = "type", value_name = "TYPE", value_enum)]
    kind: FileSystem,
    /// Print in milliseconds
    #[arg(short, long)]
    milliseconds: bool,
    #[command(flatten)]
    hist: GroupedHistArgs,
}

const OPERATION: Key = Key::new("OPERATION", 0, Kind::Name, "What was done.", |r| {
    OPERATIONS.get(r.event.id[0] as usize).copied().map(Value::from).into()
});

impl Tool for Args {
    type Bpf = bpf::FsdistSkelBuilder;
    const SUBJECT: Subject = Subject::Files;
    const PERF_EVENTS: bool = true;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TIMES: &'static [TimeOption] = &[TimeOption::ABOVE];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("fsdist -t ext4", "of ext4, until Ctrl-C"),
        ("fsdist -t xfs -m 5 3", "of xfs, in milliseconds, three times 5 seconds"),
        ("fsdist -t ext4 --by container", "each operation of each container"),
        ("fsdist -t nfs -p 181 --percentiles", "what process 181 waits for"),
    ];

    fn places() -> Places {
        FileSystem::some()
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let places = self.kind.places()?;
        let mut open = session::open::<Self::Bpf>(&self.hist.common, cx)?;
        open.place(places);
        let unit = if self.milliseconds { Unit::MSECS } else { Unit::USECS };
        open.histograms(&self.hist.hist, unit, 1, [self.hist.by.columns(), &[OPERATION]].concat())?.run()
    }
}
