//! Tools that tell how long tasks are off the CPU: their options, and the Rust half of `src/bpf/lib/offcpu.bpf.h`.

use std::time::Duration;

use anyhow::{Context as _, Result};
use libbpf_rs::skel::{OpenSkel, SkelBuilder};

use super::{
    args::{Common, DurationArg, whole},
    context::Context,
    field::{Field, Kind, Unit},
    session::{self, Opened},
    stacks::{Counted, Shape, StackArgs},
    tasks,
};

/// The options of these tools.
#[derive(clap::Args, Clone)]
pub struct OffCpuArgs {
    /// Trace threads of programs only, not the kernel's
    #[arg(short, long, conflicts_with = "kernel_threads_only")]
    user_threads_only: bool,
    /// Trace threads of the kernel only
    #[arg(short, long)]
    kernel_threads_only: bool,
    /// Count times only of so many microseconds or more
    #[arg(short, long, value_name = "US", default_value_t = 1, value_parser = whole(0..=MOST))]
    min_block_time: u64,
    /// Count times only of so many microseconds or less
    #[arg(short = 'M', long, value_name = "US", value_parser = whole(1..=MOST))]
    max_block_time: Option<u64>,
    /// Count tasks only that leave the CPU in this state, by number: 0 wants to run, 1 sleeps, 2 sleeps uninterruptibly
    #[arg(long, value_name = "STATE", value_parser = whole(0..=u32::MAX))]
    state: Option<u32>,
    /// For how long.
    #[command(flatten)]
    duration: DurationArg,
    /// Which stacks, and in which form.
    #[command(flatten)]
    pub stacks: StackArgs,
    /// What every tool has.
    #[command(flatten)]
    common: Common,
}

/// 31,000 years.
const MOST: u64 = 1_000_000_000_000_000;

/// The column of the time.
pub const OFF: Field<Counted> =
    Field::<Counted>::new("TIME(us)", 12, Kind::Nanos(Unit::Micros, 0), "How long it was away in all.", |r| {
        r.event.sum.ns.into()
    })
    .key("off")
    .right();

impl OffCpuArgs {
    /// Runs a tool with these columns, and text of this shape.
    ///
    /// # Errors
    /// What keeps it from starting or from writing.
    pub fn run<B: SkelBuilder<'static> + Default>(
        &self,
        cx: &mut Context,
        fields: &[Field<Counted>],
        shape: Shape,
    ) -> Result<()>
    where
        B::Output: OpenSkel<'static>,
    {
        let mut open = session::open::<B>(&self.duration.of(&self.common), cx)?;
        self.configure(&mut open)?;
        open.stacks(fields, shape, &self.stacks)?.run()
    }

    /// Tells the programs which times count.
    fn configure<O: OpenSkel<'static>>(&self, open: &mut Opened<'_, O>) -> Result<()> {
        let nanos = |us| u64::try_from(Duration::from_micros(us).as_nanos()).unwrap_or(u64::MAX);
        let times = [nanos(self.min_block_time), self.max_block_time.map_or(u64::MAX, nanos)].map(u64::to_ne_bytes);
        let switches = [
            u32::from(self.state.is_some()),
            self.state.unwrap_or(0),
            self.user_threads_only.into(),
            self.kernel_threads_only.into(),
        ];
        let config = [times.concat(), switches.map(u32::to_ne_bytes).concat()].concat();
        for mut map in open.open_object_mut().maps_mut() {
            let name = map.name().to_string_lossy().into_owned();
            if name.ends_with(".rodata.offcpu") {
                map.set_initial_value(&config).context("configuring times")?;
            } else if name == "offs" {
                map.set_max_entries(tasks::map_entries()).context("sizing the map of tasks")?;
            }
        }
        Ok(())
    }
}
