//! What the behaviour tests stand on: processes with a deadline, the tool under test, the workload, and their output.
//!
//! Nothing here sleeps or tries again. A wait ends when what is waited for is there; after `LIMIT` it fails with all
//! that the process has written.

pub mod containers;
pub mod counters;
pub mod disk;
pub mod histogram;
pub mod process;
pub mod rights;
pub mod row;
pub mod stacks;
pub mod terminal;
pub mod volume;

use std::path::PathBuf;
use std::process::Command;

pub use disk::Disk;
pub use histogram::Histogram;
pub use process::{Finished, Process, Signal};
pub use row::{Did, Output, Row};
pub use terminal::Terminal;
pub use volume::{Nfs, Volume};

/// The folder in which the test executable, `probebox` and `workload` lie.
fn beside(name: &str) -> PathBuf {
    let here = std::env::current_exe().expect("the test's own path");
    here.with_file_name(name)
}

/// The path of `workload`, as it shows in what it does.
pub fn workload_path() -> String {
    beside("workload").to_str().expect("a path in UTF-8").to_owned()
}

/// The shortest command line of a tool: its name and what it cannot do without.
pub fn command_line(name: &'static str) -> Vec<String> {
    let workload = workload_path();
    let needed: &[&str] = match name {
        "funccount" | "funclatency" | "funcslower" | "ksnoop" | "stackcount" => &["hrtimer_nanosleep"],
        "javagc" => &["--jvm", &workload],
        "bashreadline" => &["--shared", &workload],
        "fsdist" | "fsslower" => &["--type", "ext4"],
        "gethostlatency" | "threadsnoop" => &["--libc", &workload],
        _ => &[],
    };
    [&[name], needed].concat().into_iter().map(str::to_owned).collect()
}

/// The command `probebox ARGUMENT…`, to be given to [`Process::start`] or [`Tool::start_with`].
pub fn probebox<A: AsRef<std::ffi::OsStr>>(arguments: &[A]) -> Command {
    let mut command = Command::new(beside("probebox"));
    command.args(arguments);
    command
}

/// Runs `probebox ARGUMENT…` to its end.
pub fn run_probebox<A: AsRef<std::ffi::OsStr>>(arguments: &[A]) -> Finished {
    Process::start(probebox(arguments)).wait()
}

/// Runs any other command of the guest to its end.
pub fn run(program: &str, arguments: &[&str]) -> Finished {
    let mut command = Command::new(program);
    command.args(arguments);
    Process::start(command).wait()
}

/// A tool that has attached.
pub struct Tool {
    pub process: Process,
}

impl Tool {
    /// Starts `probebox ARGUMENT…` and waits for the line that says it is ready.
    pub fn start<A: AsRef<std::ffi::OsStr>>(arguments: &[A]) -> Self {
        Self::start_with(probebox(arguments))
    }

    /// Like [`Tool::start`] with a command of one's own, which runs probebox. Whatever it was told to do, it must have given
    /// up its rights by now.
    pub fn start_with(command: Command) -> Self {
        let name =
            command.get_args().find_map(|argument| probebox::tools::find(argument.to_str()?)).map(|tool| tool.name);
        let process = Process::start(command);
        process.wait_for_stderr(|text| text.lines().any(|line| line.contains(": ready")));
        if let (Some(name), Ok(rights)) = (name, rights::rights_of(process.pid)) {
            let (must, may) = rights::kept_by(name);
            let more = |rights: &u64| rights & !(must | may | rights::FOR_NAMES);
            assert!(rights.iter().all(|rights| more(rights) == 0), "{rights:x?}: {process}");
        }
        Self { process }
    }

    pub fn pid(&self) -> i32 {
        self.process.pid
    }

    /// Ends the tool with SIGINT; its output must be whole.
    pub fn stop(self) -> Output {
        self.stop_with(Signal::Int)
    }

    /// Ends the tool with a signal; its output must be whole.
    pub fn stop_with(self, signal: Signal) -> Output {
        self.process.signal(signal);
        self.finish()
    }

    /// Waits until the tool has written so many lines that `wanted` likes: what packets and timers do, they do when no
    /// process waits for it any more.
    pub fn wait_for_lines(&self, count: usize, wanted: impl Fn(&str) -> bool) {
        self.process.wait_for_stdout(|text| text.lines().filter(|line| wanted(line)).count() >= count);
    }

    /// Ends a tool that writes text; it must end well.
    pub fn stop_text(self) -> Finished {
        self.process.signal(Signal::Int);
        let finished = self.process.wait();
        assert_eq!(finished.code(), 0, "{finished}");
        finished
    }

    /// Waits until the tool ends by itself; its output must be whole.
    pub fn finish(self) -> Output {
        Output::new(self.process.wait())
    }
}

/// Runs `workload ARGUMENT…` to its end, which must be good, and returns what it did.
pub fn workload<A: AsRef<std::ffi::OsStr>>(arguments: &[A]) -> Did {
    Workload::spawn(arguments).finish()
}

/// A workload that has begun.
pub struct Workload {
    process: Process,
}

impl Workload {
    fn spawn<A: AsRef<std::ffi::OsStr>>(arguments: &[A]) -> Self {
        Self::spawn_program("workload", arguments)
    }

    fn spawn_program<A: AsRef<std::ffi::OsStr>>(program: &str, arguments: &[A]) -> Self {
        let mut command = Command::new(beside(program));
        command.args(arguments);
        Self { process: Process::start(command) }
    }

    /// Starts a workload that has the prefix `wait` among its arguments, up to there.
    pub fn start<A: AsRef<std::ffi::OsStr>>(arguments: &[A]) -> Self {
        Self::start_program("workload", arguments)
    }

    /// The same of another program beside this one, which is the workload in another form.
    pub fn start_program<A: AsRef<std::ffi::OsStr>>(program: &str, arguments: &[A]) -> Self {
        let workload = Self::spawn_program(program, arguments);
        workload.wait_for("waiting ");
        workload
    }

    /// Lets it go on, and waits until it has done all that comes behind the prefix `stay`. It is still there, so that
    /// a tool on a busy machine has the time to look at it.
    pub fn act(&self) -> Did {
        self.begin();
        self.wait_for("staying ");
        self.said()
    }

    /// What it has said so far.
    pub fn said(&self) -> Did {
        Did::new(&self.process.stdout())
    }

    /// Waits until it has said a line that begins so.
    pub fn wait_for(&self, word: &str) {
        self.process.wait_for_stdout(|text| text.lines().any(|line| line.starts_with(word)));
    }

    /// Lets it go on, for as long as it is kept.
    pub fn begin(&self) {
        self.process.write(b"go\n");
    }

    /// Lets it go on and waits for its end.
    pub fn go(self) -> Did {
        self.process.write(b"go\n");
        self.finish()
    }

    /// Lets it go on to a failure, which is what it is wanted for.
    pub fn fail(self) {
        self.process.write(b"go\n");
        let finished = self.process.wait();
        assert_eq!(finished.code(), 1, "{finished}");
    }

    /// Waits for the end of one that goes on already.
    pub fn finish(self) -> Did {
        let finished = self.process.wait();
        assert!(finished.status.success(), "{finished}");
        Did::new(&finished.stdout)
    }
}

/// What of BPF the kernel holds, by kind and id: programs, maps, links, types.
pub fn inventory() -> Vec<(&'static str, u32)> {
    use libbpf_rs::libbpf_sys::{bpf_btf_get_next_id, bpf_link_get_next_id, bpf_map_get_next_id, bpf_prog_get_next_id};
    type Next = unsafe extern "C" fn(u32, *mut u32) -> i32;
    let kinds: [(&str, Next); 4] = [
        ("program", bpf_prog_get_next_id),
        ("map", bpf_map_get_next_id),
        ("link", bpf_link_get_next_id),
        ("types", bpf_btf_get_next_id),
    ];
    let mut all = Vec::new();
    for (kind, next) in kinds {
        let mut id = 0;
        // SAFETY: writes one number, which outlives the call.
        while unsafe { next(id, &raw mut id) } == 0 {
            all.push((kind, id));
        }
    }
    all
}

/// How many entries all BPF hash maps of this name have, of whatever process.
pub fn map_entries(name: &str) -> usize {
    use libbpf_rs::{MapCore, MapHandle};
    let ids = inventory().into_iter().filter(|(kind, _)| *kind == "map").map(|(_, id)| id);
    let maps: Vec<_> = ids.filter_map(|id| MapHandle::from_map_id(id).ok()).filter(|map| map.name() == name).collect();
    assert!(!maps.is_empty(), "there is no map {name}");
    maps.iter().map(|map| map.keys().count()).sum()
}

/// The version of the running kernel, such as (6, 12).
pub fn kernel() -> (u32, u32) {
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").expect("the kernel's release");
    let mut numbers = release.split(['.', '-', '+']).map_while(|part| part.trim().parse().ok());
    (numbers.next().expect("a major number"), numbers.next().expect("a minor number"))
}

/// A prefix for names that no other test uses.
pub fn mark(name: &str) -> String {
    format!("/tmp/probebox-{}-{name}-", std::process::id())
}
