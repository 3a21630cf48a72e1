//! tcprtt: round-trip times of TCP connections.

use super::prelude::*;
use crate::common::{
    hist::Unit,
    histograms::{GroupedHistArgs, Key, MEAN, Slot},
    net::{self, AddressArgs, PortArgs, VersionArgs},
};

skel!("tcprtt");
use bpf::types::tcprtt_by as Number;

#[derive(Parser)]
/// Show round-trip times of TCP connections, as a histogram
///
/// With each packet that arrives in an established connection, the smoothed round-trip time as the kernel knows it then
/// is counted. Filters by task know the connections that are made while it runs.
pub struct Args {
    /// Seconds between summaries; without it there is one, at the end
    #[arg(id = "every", short = 'i', long = "interval", value_name = "SECONDS", value_parser = whole(1..=u32::MAX))]
    every: Option<u32>,
    /// Print in milliseconds
    #[arg(short, long, visible_alias = "milliseconds")]
    millisecond: bool,
    #[command(flatten)]
    version: VersionArgs,
    #[command(flatten)]
    ports: PortArgs,
    #[command(flatten)]
    addresses: AddressArgs,
    /// A histogram for each address of this end
    #[arg(short, long, group = "key")]
    byladdr: bool,
    /// A histogram for each address of the other end
    #[arg(short = 'B', long, group = "key")]
    byraddr: bool,
    /// Print the mean above each histogram
    #[arg(short, long)]
    extension: bool,
    #[command(flatten)]
    hist: GroupedHistArgs,
}

const ALL: Key = Key::new("All Addresses", 0, Kind::Name, "All.", |_| "******".into()).text_only();
const LOCAL: Key = Key::new("Local Address", 0, Kind::Addr, "Address of this end.", address).key("laddr");
const REMOTE: Key = Key::new("Remote Address", 0, Kind::Addr, "Address of the other end.", address).key("raddr");

fn address<'r>(row: &Row<'r, Slot>) -> Value<'r> {
    let [low, high, _] = row.event.id;
    net::address_in_memory([low, high]).into()
}

impl Tool for Args {
    type Bpf = bpf::TcprttSkelBuilder;
    const SUBJECT: Subject = Subject::Network;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "localport"), ('P', "remoteport"), ('d', "duration")];
    const TIMES: &'static [TimeOption] = &[TimeOption::ABOVE];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("tcprtt -i 1 -d 10", "ten summaries, one a second"),
        ("tcprtt -B -e -P 443", "HTTPS servers apart, with the mean"),
        ("tcprtt -m -A 192.0.2.1", "in milliseconds, to this address alone"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        let mut open = session::open::<Self::Bpf>(&self.hist.common, cx)?;
        open.flows(self.version, &self.ports.localport, &self.ports.remoteport)?;
        open.addresses(self.addresses)?;
        open.owners_if_needed(&self.hist.by);
        let (number, key) = match (self.byladdr, self.byraddr) {
            (true, _) => (Number::BY_LOCAL, LOCAL),
            (_, true) => (Number::BY_REMOTE, REMOTE),
            _ => (Number::BY_NONE, ALL),
        };
        let columns = if self.extension { vec![key, MEAN] } else { vec![key] };
        let unit = if self.millisecond { Unit::MSECS } else { Unit::USECS };
        let columns = [self.hist.by.columns(), &columns].concat();
        open.histograms(&self.hist.hist.or_every(self.every), unit, number.0, columns)?.run()
    }
}
