//! biostacks: how long block I/O takes, by the stack that submitted it.

use super::prelude::*;
use crate::common::{
    args::DurationArg,
    block,
    hist::Unit,
    histograms::{HistForm, Key},
};

skel!("biostacks");

#[derive(Parser)]
/// Show how long block I/O takes, by the stack that submits it
///
/// The time is from when it was submitted until it is done, the queue included. What is merged into a request later belongs
/// to the first that submitted it.
pub struct Args {
    /// Trace this disk only
    #[arg(short, long)]
    disk: Option<String>,
    /// Print in milliseconds
    #[arg(short, long)]
    milliseconds: bool,
    /// Seconds between summaries; without it there is one, at the end
    #[arg(long, value_name = "SECONDS", value_parser = whole(1..=u32::MAX))]
    interval: Option<u32>,
    #[command(flatten)]
    duration: DurationArg,
    #[command(flatten)]
    form: HistForm,
    #[command(flatten)]
    common: Common,
}

const KEY: [Key; 4] = [
    Key::new("COMM", 16, Kind::Text, "Name of the thread.", |r| Value::text(&r.event.stack.whose.comm)),
    Key::new("PID", 7, Kind::Uint, "Process that submitted it.", |r| r.event.stack.whose.pid.into()),
    Key::new("DISK", 0, Kind::Text, "Name of the disk.", |r| Value::text(&r.event.name)),
    Key::new("STACK", 0, Kind::Stack, "Where, innermost first.", |r| Value::Stack(&r.event.stack.frames)).machine(),
];

impl Tool for Args {
    type Bpf = bpf::BiostacksSkelBuilder;
    const SUBJECT: Subject = Subject::Block;
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("biostacks 10", "for ten seconds"), ("biostacks -m -d sda", "in milliseconds, of one disk")];

    fn run(self, cx: &mut Context) -> Result<()> {
        block::check_charging(&self.common.filter.groups, false, cx)?;
        let mut open = session::open::<Self::Bpf>(&self.duration.of(&self.common), cx)?;
        if let Some(disk) = &self.disk {
            constants!(open).only_dev = block::disk_number(disk)?;
        }
        open.tell_kernel_stacks()?;
        let unit = if self.milliseconds { Unit::MSECS } else { Unit::USECS };
        let hist = self.form.every(self.interval);
        open.histograms(&hist, unit, 1, KEY.to_vec())?.with_stacks().run()
    }
}
