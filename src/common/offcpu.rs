//! Tools that tell how long tasks are off the CPU: their options, and the Rust half of `src/bpf/lib/offcpu.bpf.h`.

use std::{fs, time::Duration};

use anyhow::{Context as _, Result};
use libbpf_rs::skel::{OpenSkel, SkelBuilder};

use super::{
    args::{DurationArg, whole},
    context::Context,
    field::{Field, Kind, Unit},
    kprobe::Kprobe,
    session::{self, Opened, Places},
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
}

/// What the kernel calls for each switch from task to task, just before it tells of that; if it counts how long tasks wait.
const SWITCH: &str = "psi_task_switch";
const PRESSURE: &str = "/proc/pressure/cpu";
const STACK_FIRST: &str = "maybe_first_stack";

/// The kprobe where stacks are taken, if there can be one.
#[must_use]
pub fn places() -> Places {
    let mut places = Places::default();
    // The file is there, and refuses to be read, where the kernel could count and was told not to.
    if fs::read(PRESSURE).is_ok()
        && let Ok(kprobe) = Kprobe::new(SWITCH)
    {
        places.add_kprobe(STACK_FIRST, kprobe);
    }
    places
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
    /// Runs a tool with these columns, and text of this shape. `places` finds the kprobe for stacks, if it has one.
    ///
    /// # Errors
    /// What keeps it from starting or from writing.
    pub fn run<B: SkelBuilder<'static> + Default>(
        &self,
        cx: &mut Context,
        fields: &[Field<Counted>],
        shape: Shape,
        places: fn() -> Places,
    ) -> Result<()>
    where
        B::Output: OpenSkel<'static>,
    {
        let mut open = session::open::<B>(&self.duration.of(&self.stacks.common), cx)?;
        let places = if self.wants_most() && !open.chooses_tasks() { places() } else { Places::default() };
        self.configure(&mut open, places.has_kprobe(STACK_FIRST))?;
        open.place(places);
        open.stacks(fields, shape, &self.stacks)?.run()
    }

    /// Whether the kernel's stacks of most tasks are wanted, so that a kprobe for each switch is worth its price.
    fn wants_most(&self) -> bool {
        !self.stacks.user_stacks_only && !self.kernel_threads_only && self.state.is_none()
    }

    /// Tells the programs which times count, and whether there is the kprobe for stacks.
    fn configure<O: OpenSkel<'static>>(&self, open: &mut Opened<'_, O>, stack_first: bool) -> Result<()> {
        let nanos = |us| u64::try_from(Duration::from_micros(us).as_nanos()).unwrap_or(u64::MAX);
        let times = [nanos(self.min_block_time), self.max_block_time.map_or(u64::MAX, nanos)].map(u64::to_ne_bytes);
        let switches = [
            u32::from(self.state.is_some()),
            self.state.unwrap_or(0),
            self.user_threads_only.into(),
            self.kernel_threads_only.into(),
            stack_first.into(),
            0,
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
