//! ksnoop: with which values functions of the kernel are called, and what they give.

use super::prelude::*;
use crate::common::{
    args::Usage,
    field::Unit,
    probes::{BEGIN_AND_END, Plan, Sites},
    snoop::{self, MAX_VALUES, Snoop, VALUE_SIZE},
    tasks,
};

skel!("ksnoop": call_event);
use bpf::types::call_event as Event;
type Col = Field<Event>;

#[derive(Parser)]
/// Trace calls of the kernel's functions with their values
///
/// `ksnoop trace FUNC...` shows arguments and results, `ksnoop info FUNC...` how functions are declared. `FUNC(ARG,...)`
/// shows those values alone; each is an argument, `ARG->MEMBER` or `return`, and may be compared with a number, so that
/// other calls are left out: `ip_send_skb(skb->len > 128, return)`.
pub struct Args {
    /// `trace` or `info`, and functions; without the one or the other they are traced
    #[arg(value_name = "FUNC", required = true)]
    functions: Vec<String>,
    /// Trace each function only where the one before it has led to it
    #[arg(short, long)]
    stack: bool,
    /// Size of the ring buffer in pages
    #[arg(short = 'P', long, value_name = "PAGES", value_parser = whole(1..=1_u32 << 17), conflicts_with = "buffer")]
    pages: Option<u32>,
    /// Show what libbpf and the verifier say, as --verbose does
    #[arg(short, long)]
    debug: bool,
    #[command(flatten)]
    rows: RowArgs,
}

const FIELDS: &[Col] = &[
    Col::new("TIME", 16, Kind::Nanos(Unit::Nanos, 0), "When it happened, since boot.", |r| r.task.ktime.into())
        .right()
        .key("ktime")
        .text_only(),
    Col::new("CPU", 4, Kind::Uint, "CPU on which it happened.", |r| r.event.cpu.into()).right(),
    Col::new("PID", 8, Kind::Uint, "Process.", |r| r.task.pid.into()).right(),
    Col::new("FUNC", 24, Kind::Text, "Function.", |r| r.named(r.event.id)).machine(),
    Col::new("RETURNS", 7, Kind::Bool, "Whether it returns.", |r| (r.event.is_return != 0).into()).machine(),
    Col::new("TOOK", 10, Kind::Nanos(Unit::Nanos, 0), "How long the call took that returns.", |r| {
        (r.event.is_return != 0).then_some(r.event.took).into()
    })
    .machine(),
    Col::new("VALUES", 0, Kind::Text, "Values by their names; members that are 0 are left out.", values).machine(),
    Col::new("FUNCTION/ARGS", 0, Kind::Text, "Function and values.", |r| Value::Text(r.rendered.as_bytes())).text_only(),
];

/// What stands in the brackets.
fn values<'r>(row: &Row<'r, Event>) -> Value<'r> {
    let values = row.rendered.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
    Value::Text(values.unwrap_or_default().as_bytes())
}

/// The function and its values in words.
fn render(row: &Row<'_, Event>, snoop: &Snoop) -> String {
    let bytes = |at: usize| row.rest.get(at * VALUE_SIZE..).unwrap_or_default();
    let values = (0..MAX_VALUES).zip(&row.event.values).map(|(at, value)| snoop::Value {
        register: value.reg,
        bytes: bytes(at).get(..VALUE_SIZE.min(value.len as usize)).unwrap_or_default(),
        unread: value.unread != 0,
    });
    snoop.text(row.event.id, row.event.is_return != 0, values)
}

impl Tool for Args {
    type Bpf = bpf::KsnoopSkelBuilder;
    const SUBJECT: Subject = Subject::Functions;
    const PERF_EVENTS: bool = true;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid")];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("ksnoop info ip_send_skb", "how it is declared"),
        ("ksnoop trace 'ip_send_skb(skb, return)'", "what it is given and what it gives"),
        ("ksnoop trace 'ip_send_skb(skb->len > 128)'", "of large packets alone, and how large they are"),
        ("ksnoop trace -s udp_sendmsg ip_send_skb", "calls of the one that the other leads to"),
    ];

    fn run(mut self, cx: &mut Context) -> Result<()> {
        let word = self.functions.first().map(String::as_str).filter(|word| matches!(*word, "trace" | "info"));
        let (asks, words) = (word == Some("info"), usize::from(word.is_some()));
        let specs = self.functions.iter().skip(words).map(|spec| snoop::split(spec)).collect::<Result<Vec<_>>>()?;
        if specs.is_empty() {
            anyhow::bail!(Usage("FUNC is missing".to_owned()));
        }
        let mut types = snoop::types(specs.iter().map(|(name, _)| name.as_str()))?;
        if asks {
            for (name, _) in &specs {
                cx.out.line(&snoop::describe(&mut types, name)?.declaration)?;
            }
            return Ok(cx.out.flush()?);
        }
        let snoop = Snoop::new(&mut types, &specs)?;
        let sites = Sites::of_kernel(specs.into_iter().map(|(name, _)| name).collect())?;
        let limits = &mut self.rows.common.limits;
        limits.verbose |= self.debug;
        limits.buffer = self.pages.map(|pages| pages.next_power_of_two() * 4096).or(limits.buffer);
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        constants!(open).in_order = self.stack;
        open.maps.takes.set_max_entries(2 * snoop.len() as u32)?;
        open.maps.innermost.set_max_entries(tasks::map_entries())?;
        let snoop = std::rc::Rc::new(snoop);
        let names = sites.names.clone();
        let told = std::rc::Rc::clone(&snoop);
        open.attach_by_hand(move |object| told.tell(object).map(|()| Vec::new()));
        open.probe(Plan::new(sites, BEGIN_AND_END));
        open.rows(FIELDS, &self.rows.output)?.names(names).rendered(move |row| render(row, &snoop)).run()
    }
}
