//! readahead: what is read in before it is asked for, and how long until it is.

use super::prelude::*;
use crate::common::{
    hist::Unit,
    histograms::{GroupArg, HistForm, Key, Slot},
};

skel!("readahead");

#[derive(Parser)]
/// Show how long pages that were read ahead wait for their use
///
/// All pages count that the kernel's readahead has read into memory for a file, those that are asked for at that moment
/// too. One is used when it is read first, or, where the file is mapped, when it is unmapped. Pages that the kernel handles
/// as one are used together. The filters are about who reads ahead.
pub struct Args {
    #[command(flatten)]
    by: GroupArg,
    #[command(flatten)]
    form: HistForm,
    #[command(flatten)]
    common: Common,
}

const KEY: [Key; 3] = [
    Key::new("Readahead unused/total pages:", 0, Kind::Name, "Those of the other columns.", |r| {
        format!("{}/{}", unused(r), r.event.id[TOTAL]).into()
    })
    .text_only(),
    Key::new("UNUSED_PAGES", 0, Kind::Uint, "Pages that were not used until the end.", |r| unused(r).into()).machine(),
    Key::new("TOTAL_PAGES", 0, Kind::Uint, "Pages that were read ahead.", |r| r.event.id[TOTAL].into()).machine(),
];

/// `struct readahead_counts`
const TOTAL: usize = 0;
const USED: usize = 1;

fn unused(row: &Row<'_, Slot>) -> u64 {
    row.event.id[TOTAL].saturating_sub(row.event.id[USED])
}

impl Tool for Args {
    type Bpf = bpf::ReadaheadSkelBuilder;
    const SUBJECT: Subject = Subject::Memory;
    const SHORTS: &'static [(char, &'static str)] = &[('d', "duration")];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("readahead -d 60", "a minute of the whole system"),
        ("readahead --by container", "for each container what is read ahead there"),
        ("readahead --json -- tar cf /dev/null /usr", "what is read ahead for tar"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.common, cx)?;
        open.maps.waiting_folios.set_max_entries(WAITING)?;
        let columns = [self.by.columns(), &KEY].concat();
        open.histograms(&self.form.every(None), Unit::MSECS, 0, columns)?.with_counts().run()
    }
}

/// Pages that were not used yet: one that never is keeps its place as long as it stays in memory.
const WAITING: u32 = 1 << 17;
