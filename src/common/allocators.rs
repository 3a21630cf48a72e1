//! The functions by which programs take memory and give it back: the Rust half of `src/bpf/lib/allocators.bpf.h`.

use anyhow::Result;

use super::{
    args::Common,
    pattern::Pattern,
    probes::{Plan, Reading, Sites},
    uprobe,
};

/// Which functions of which file.
#[derive(clap::Args, Clone, Debug)]
pub struct AllocatorArgs {
    /// Trace functions of this program or library, by path or name; else those that the process uses
    #[arg(short = 'O', long, value_name = "FILE")]
    obj: Option<String>,
    /// The functions' names begin so, such as `je_`
    #[arg(short = 'S', long, value_name = "PREFIX", default_value = "", hide_default_value = true)]
    symbols_prefix: String,
}

/// What a function's arguments say, as `enum taker`.
#[derive(Clone, Copy)]
enum Taker {
    Bytes,
    Array,
    Aligned,
    Posix,
    Again,
    ArrayAgain,
    Map,
    MapAgain,
}

const TAKERS: [(&str, Taker); 12] = [
    ("malloc", Taker::Bytes),
    ("valloc", Taker::Bytes),
    ("pvalloc", Taker::Bytes),
    ("calloc", Taker::Array),
    ("memalign", Taker::Aligned),
    ("aligned_alloc", Taker::Aligned),
    ("posix_memalign", Taker::Posix),
    ("realloc", Taker::Again),
    ("reallocarray", Taker::ArrayAgain),
    ("mmap", Taker::Map),
    ("mmap64", Taker::Map),
    ("mremap", Taker::MapAgain),
];
const GIVERS: &str = "free|munmap";

/// `MAX_TAKERS`
pub type Takers = [u8; 16];

/// Programs at both kinds of functions, and what each of the first says in its arguments.
#[derive(Debug)]
pub struct Found {
    /// To be handed to [`Opened::probe`](super::session::Opened::probe).
    pub plans: [Plan; 2],
    /// By the functions' numbers.
    pub takers: Takers,
}

impl AllocatorArgs {
    /// Whether programs' memory is meant, and not the kernel's.
    #[must_use]
    pub fn of_programs(&self, common: &Common) -> bool {
        self.obj.is_some() || !common.filter.pid.is_empty() || !common.command.is_empty()
    }

    /// Finds the functions.
    ///
    /// # Errors
    /// There are none.
    pub fn find(&self, common: &Common) -> Result<Found> {
        let prefix = regex_lite::escape(&self.symbols_prefix);
        let view = common.filter.view();
        let program = common.command.first().and_then(|program| program.to_str()).filter(|path| path.contains('/'));
        let sites = |names: &str, events| {
            let pattern = Pattern::new(&format!("{prefix}({names})"), true)?;
            let binary = match &self.obj {
                Some(file) => uprobe::find(file, &view)?,
                None => uprobe::allocator(&view, program, &pattern)?,
            };
            Sites::functions(binary, &pattern, &Reading { events, view: view.clone(), ..Reading::default() })
        };
        let taking = sites(&TAKERS.map(|(name, _)| name).join("|"), false)?;
        let giving = sites(GIVERS, true)?;
        let mut takers = Takers::default();
        for (taker, name) in takers.iter_mut().zip(&*taking.names) {
            let bare = name.strip_prefix(&self.symbols_prefix).unwrap_or(name);
            *taker = TAKERS.iter().find(|(known, _)| *known == bare).map_or(0, |(_, taker)| *taker as u8);
        }
        let plans = [Plan::new(taking, TAKE_AND_TAKEN), Plan::new(giving, &[("give", false)]).unnumbered()];
        Ok(Found { plans, takers })
    }
}

/// Both ends of functions that take.
const TAKE_AND_TAKEN: &[(&str, bool)] = &[("take", false), ("taken", true)];
