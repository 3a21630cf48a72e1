//! capable: which capabilities the kernel asks for.

use super::prelude::*;
use crate::common::{
    names,
    row_stacks::{DepthArg, Parts},
};

skel!("capable": cap_event);
use bpf::types::{cap_event as Event, told_for};
type Col = Field<Event>;

#[derive(Parser)]
/// Trace checks of capabilities, and how they end
///
/// The verdict is that of the capability itself; another security module may refuse what is allowed here.
pub struct Args {
    #[command(flatten)]
    depth: DepthArg,
    /// Show the stack of the kernel
    #[arg(short = 'K', long)]
    kernel_stack: bool,
    /// Show the stack of the program
    #[arg(short = 'U', long)]
    user_stack: bool,
    /// Show the thread, too, and whether it was asked for a set-user-ID
    #[arg(short = 'x', long)]
    extra_fields: bool,
    /// Show each capability once for each process or cgroup
    #[arg(short, long, value_name = "FOR", default_value = "off")]
    unique: Unique,
    #[command(flatten)]
    rows: RowArgs,
}

/// For what a capability is shown once.
#[derive(Clone, Copy, ValueEnum)]
enum Unique {
    Off,
    Pid,
    Cgroup,
}

/// `CAP_OPT_…` of include/linux/security.h.
const NOAUDIT: u32 = 1 << 1;
const INSETID: u32 = 1 << 2;

const FIELDS: &[Col] = &[
    Col::new("UID", 5, Kind::Uint, "User.", |r| r.task.uid.into()),
    Col::new("PID", 7, Kind::Uint, "Process.", |r| r.task.pid.into()),
    Col::new("TID", 7, Kind::Uint, "Thread.", |r| r.task.tid.into()).with("extra-fields"),
    Col::new("COMM", 16, Kind::Text, "Name of the thread.", |r| Value::text(&r.task.comm)),
    Col::new("CAP", 7, Kind::Int, "Capability, by number.", |r| r.event.cap.into()),
    Col::new("NAME", 20, Kind::Name, "Its name.", |r| names::capability(r.event.cap).into()),
    Col::new("AUDIT", 7, Kind::Uint, "1 if a denial is written to the audit log.", |r| {
        u32::from(r.event.opts & NOAUDIT == 0).into()
    }),
    Col::new("VERDICT", 7, Kind::Name, "allow or deny.", |r| if r.event.denied == 0 { "allow" } else { "deny" }.into()),
    Col::new("INSETID", 7, Kind::Uint, "1 if it is asked for a change of user or group.", |r| {
        u32::from(r.event.opts & INSETID != 0).into()
    })
    .with("extra-fields"),
    Col::new("STACK", 0, Kind::Stack, "Where, innermost first.", |r| Value::Stack(r.stack))
        .with_any(&["kernel-stack", "user-stack"]),
];

impl Tool for Args {
    type Bpf = bpf::CapableSkelBuilder;
    const SUBJECT: Subject = Subject::Processes;
    const SHORTS: &'static [(char, &'static str)] = &[('p', "pid"), ('c', "cgroup")];
    const TABLES: &'static [&'static dyn Records] = &[&FIELDS];
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("capable -u pid", "what each process is asked for"),
        ("capable -KU -p 181", "where process 181 is asked"),
        ("capable --json -- ping -c 1 ::1", "what ping needs"),
    ];

    fn run(self, cx: &mut Context) -> Result<()> {
        cx.times.push(Style::Wall);
        let mut open = session::open::<Self::Bpf>(&self.rows.common, cx)?;
        constants!(open).unique = match self.unique {
            Unique::Off => told_for::UNIQUE_OFF,
            Unique::Pid => told_for::UNIQUE_PID,
            Unique::Cgroup => told_for::UNIQUE_CGROUP,
        }
.0;
        if !matches!(self.unique, Unique::Pid) {
            open.without("forget");
        }
        open.take_stacks([self.kernel_stack, self.user_stack], self.depth.perf_max_stack_depth)?;
        let rows = open.rows(FIELDS, &self.rows.output)?;
        rows.stacks(|row| {
            Parts::behind(row.rest, [row.event.stack.kernel, row.event.stack.user]).at_end_of("cap_capable")
        })
        .run()
    }
}
