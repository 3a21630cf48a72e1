//! Causes known things, so that the behaviour tests can check exact rows and numbers.
//!
//! `workload [PREFIX…] ACTION [ARGUMENT…]`: prefixes change who acts and when (`wait`, `child`, `thread`, `comm NAME`,
//! `uid UID`, `cgroup PATH`, `cpu N`, `netns`) and combine; the action says on stdout what it did, in lines of
//! `key=value`, and the exit status is 0 only if it did all of it. Called without any argument it does nothing, well.

mod block;
mod contain;
mod execs;
mod files;
mod functions;
mod fuse;
mod memory;
mod netem;
mod opens;
mod resolve;
mod sched;
mod stacks;
mod stats;
mod syncs;
mod sys;
mod tcp;
mod vfs;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, BufRead, Write};
use std::os::unix::{ffi::OsStrExt, process::CommandExt};
use std::process::{Command, ExitCode};

use sys::{Failure, Result, text};

const HELP: &str = "usage: workload [PREFIX…] ACTION
prefixes
  wait                       say `waiting pid=… tid=…`, go on when a line comes on stdin
  stay                       do the rest, say `staying pid=…`, end when a line comes on stdin
  gate FIFO                  go on when a line comes out of FIFO (`fifo-make` makes one)
  child                      do the rest in a child process
  thread                     do the rest in a thread that is not the leader
  comm NAME                  call the thread NAME
  uid UID                    become that user and group
  cgroup PATH                enter the cgroup PATH (below /sys/fs/cgroup, made with its parents, io and memory on)
  cpu N                      stay on CPU N
  first                      run before all others, so that none of them preempts it (SCHED_FIFO)
  netem MS PERCENT           what lo carries arrives MS ms later, and PERCENT of it not at all
  twice                      what lo carries arrives twice
  netns                      enter a new network namespace in which only lo is up
  pidns                      do the rest in a child process that is the first of a new pid namespace
  contained ROOT FILES       do the rest as the first process of a container: a copy of this program in namespaces of its own, whose
                             root is a memory file system on ROOT that nobody else sees, with copies of FILES (A,B,…, or `-`)
actions
  ACTION then …              the action, and what comes behind `then`
  true                       nothing
  opens N PREFIX             open N names: even ones are created and opened, odd ones do not exist
  burst N CPUS PREFIX        open N names that do not exist, a thread on each CPU, all at once
  open KIND PATH             open | openat | relative | openat2 | creat | handle | uring | uring-async | uring-slot | int80 | tmpfile
                             | emfile | efault
  callers PATH               create PATH in probebox_inner, which probebox_outer calls, and wait
  stat KIND PATH             stat | lstat | newfstatat | statx | statfs | fd-fstat | fd-newfstatat | fd-statx | fd-fstatfs
                             | stat64 | io_uring | efault
  fifo-make PATH             make a FIFO
  fifo PATH OTHER            open the FIFO PATH, and write OTHER into the path buffer while open() blocks
  execs N [ARGUMENT…]        run itself N times as `true ARGUMENT… I`
  exec KIND [ARGUMENT…]      args N | long BYTES | empty | fd | dirfd | thread | enoent | eacces | unfaulted | unfaulted-enoent
                             | script | int80 | int80-enoent
  tcp KIND N ADDRESS [PORT]  connect | nonblock | sendto | deferred | refused | refused-nonblock | mapped | unreachable
  tcp-exchange THERE BACK MS ADDRESS [PORT]
                             a connection between two processes: THERE bytes, BACK bytes, closed after MS ms
  tcp-serve N ADDRESS PORT   say `listening`; take N connections, and hold each until the other side closes it
  tcp-visit N ADDRESS PORT   N connections to one who serves
  give INTERFACE PID         move a network interface to the namespace of a process
  program FILE ARGUMENT…     become another program
  tcp-backlog LIMIT N ADDRESS PORT
                             N connections to one that listens, with LIMIT, and accepts none
  tcp-loss ADDRESS PORT      one byte, and one more connection, to PORT where lo carries nothing any more, and one to PORT + 1
                             whose SYN-ACK has to come twice, until a line comes on stdin; for a network namespace of its own
  tcp-late ADDRESS PORT      a connection that is reset before it is accepted, after a wait
  reads N DEVICE [THREADS]   direct reads of 4 KiB, of every other page
  reads-in-order N DEVICE    direct reads of 4 KiB, each behind the one before
  tcp-ways ADDRESS           a connection to itself: every way to send and to receive
  writes N DEVICE [THREADS]  direct writes of 4 KiB
  read-bad DEVICE            a direct read of the first 4 KiB, which must fail with EIO
  dirty BYTES PATH           buffered write, left to writeback
  fsync PATH                 write PATH back
  files DIRECTORY            make, write, read, sync and remove files and folders, so many as it says
  file-known PATH            make PATH; open, read, write, sync and stat it so often as it says
  fuse MS DIRECTORY          a file system on DIRECTORY, served by a thread that lets reads wait for MS ms; open, read, write and
                             sync its file, and make another
  life MS PATH               make PATH, remove it after MS ms
  read-ahead MS PATH         read the first page of a file and, after MS ms, the third, and say how many are in memory then
  read PIECE PATH [random]   read a file, so many bytes at a time; `random`: without reading ahead
  write BYTES PATH           write a file, 4096 bytes at a time
  map PATH                   map a file and look at each page
  sync BYTES PATH            sync, fsync, fdatasync, msync, syncfs and sync_file_range, of 64 and 32 bits, and one that fails
  file-io PATH               known reads and writes of PATH, each in several ways, and of a pipe
  lines LINE…                give LINEs from a function that is called readline, then the end of the input
  terminal TEXT PROGRAM…     run PROGRAM in a terminal in which TEXT is typed, and say what it shows
  known-threads N            start and join N threads that run probebox_thread, and wait
  resolve KIND HOST MS       getaddrinfo | gethostbyname | gethostbyname2 | passive: look HOST up; a server of names that it
                             starts on port 53 says after MS ms that there is none
  function-calls N           call probebox_called N times, probebox_called_too twice as often
  blocks N BYTES             take memory in known functions: N blocks that are held, N that are not, and a few others
  pipes N                    make N pipes
  naps N MS                  call probebox_naps N times, which sleeps MS ms
  recursion DEPTH MS         call probebox_recurses, which sleeps MS ms and calls itself
  lost-threads N             N threads that end within probebox_never_returns
  static-probes N            pass the static probe probebox:tick N times, probebox:guarded as often as it is traced
  collection KIND MS         young | full: pass the static probes of Java's garbage collector, a collection that takes MS ms
  hog MS                     on one CPU: wake a task, then keep the CPU from it for MS ms (SCHED_FIFO)
  pipe N                     N round trips between two processes on one CPU
  preempt MS                 two processes that spin on one CPU
  calls N                    N calls of getppid
  signals N SIGNAL           send this process a signal N times
  sleep MS                   sleep in one call of clock_nanosleep
  threads N                  create and join N threads
  stack-spin MS              take MS ms of CPU time in a known stack
  stack-spins N US           take US us of CPU time in each of N different stacks
  stack-sleep N US           sleep US us in each of N different stacks
  stack-made N               call getpgid N times from code that is made as it runs, and clock_gettime as often";

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let done = run(&arguments).and_then(|()| io::stdout().flush().map_err(Failure::from));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("workload: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Applies the first prefix and goes on with the rest, or acts.
fn run(arguments: &[OsString]) -> Result {
    let Some((word, rest)) = arguments.split_first() else { return Ok(()) };
    match (word.to_str(), rest) {
        (Some("wait"), rest) => {
            wait()?;
            run(rest)
        }
        (Some("stay"), rest) => {
            run(rest)?;
            say_and_wait("staying")
        }
        (Some("gate"), [path, rest @ ..]) => {
            io::BufReader::new(fs::File::open(path)?).read_line(&mut String::new())?;
            run(rest)
        }
        (Some("pidns"), rest) => {
            sys::enter_new_pid_namespace()?;
            sys::in_child(|| {
                sys::say_pid_namespace()?;
                run(rest)
            })
        }
        (Some("contained"), [root, files, rest @ ..]) => contain::run(root, text(files)?, rest),
        (Some("child"), rest) => sys::in_child(|| run(rest)),
        (Some("thread"), rest) => {
            std::thread::scope(|scope| scope.spawn(|| run(rest)).join()).map_err(|_| "the thread panicked")?
        }
        (Some("comm"), [name, rest @ ..]) => {
            sys::set_comm(name.as_bytes())?;
            run(rest)
        }
        (Some("uid"), [uid, rest @ ..]) => {
            sys::become_user(number(uid)?)?;
            run(rest)
        }
        (Some(verb @ ("cgroup" | "cgroup-bare")), [path, rest @ ..]) => {
            enter_cgroup(text(path)?, verb == "cgroup")?;
            run(rest)
        }
        (Some("cpu"), [cpu, rest @ ..]) => {
            sys::pin(number(cpu)?)?;
            run(rest)
        }
        (Some("first"), rest) => {
            sched::run_first(true)?;
            run(rest)
        }
        (Some("netem"), [ms, percent, rest @ ..]) => {
            netem::on_lo(number(ms)?, number(percent)?, 0)?;
            run(rest)
        }
        (Some("twice"), rest) => {
            netem::on_lo(0, 0, 100)?;
            run(rest)
        }
        (Some("netns"), rest) => {
            tcp::enter_new_namespace()?;
            run(rest)
        }
        (Some(action), rest) => match rest.iter().position(|word| word == "then") {
            Some(at) => {
                act(action, &rest[..at])?;
                run(&rest[at + 1..])
            }
            None => act(action, rest),
        },
        (None, _) => Err(format!("no action is called {}", word.to_string_lossy()).into()),
    }
}

fn act(action: &str, arguments: &[OsString]) -> Result {
    match (action, arguments) {
        ("true", _) => Ok(()),
        ("opens", [count, prefix]) => opens::many(number(count)?, prefix),
        ("burst", [count, cpus, prefix]) => opens::burst(number(count)?, number(cpus)?, prefix),
        ("open", [kind, path]) => opens::one(text(kind)?, path),
        ("callers", [path]) => {
            opens::by_known_callers(path)?;
            wait()
        }
        ("stat", [kind, path]) => stats::one(text(kind)?, path),
        ("fifo-make", [path]) => opens::make_fifo(path),
        ("fifo", [path, other]) => opens::fifo(path, other),
        ("execs", [count, arguments @ ..]) => execs::many(number(count)?, arguments),
        ("exec", [kind, arguments @ ..]) => execs::one(text(kind)?, arguments),
        ("tcp", [kind, count, address]) => tcp::act(text(kind)?, number(count)?, text(address)?, 0),
        ("tcp", [kind, count, address, port]) => tcp::act(text(kind)?, number(count)?, text(address)?, number(port)?),
        ("tcp-exchange", [there, back, ms, address, port @ ..]) if port.len() < 2 => {
            let port = port.first().map_or(Ok(0), |port| number(port))?;
            tcp::exchange(number(there)?, number(back)?, number(ms)?, text(address)?, port)
        }
        ("tcp-backlog", [limit, count, address, port]) => {
            tcp::fill_backlog(number(limit)?, number(count)?, text(address)?, number(port)?)
        }
        ("tcp-serve", [count, address, port]) => tcp::serve(number(count)?, text(address)?, number(port)?),
        ("tcp-visit", [count, address, port]) => tcp::visit(number(count)?, text(address)?, number(port)?),
        ("give", [interface, pid]) => netem::give(interface, number(pid)?),
        ("program", [program, arguments @ ..]) => Err(Command::new(program).args(arguments).exec().into()),
        ("tcp-loss", [address, port]) => tcp::lose(text(address)?, number(port)?),
        ("tcp-late", [address, port]) => tcp::accept_late(text(address)?, number(port)?),
        ("reads", [count, device]) => block::direct(false, number(count)?, device, 1, 2),
        ("reads", [count, device, threads]) => block::direct(false, number(count)?, device, number(threads)?, 2),
        ("reads-in-order", [count, device]) => block::direct(false, number(count)?, device, 1, 1),
        ("writes", [count, device]) => block::direct(true, number(count)?, device, 1, 2),
        ("writes", [count, device, threads]) => block::direct(true, number(count)?, device, number(threads)?, 2),
        ("read-bad", [device]) => block::bad(device),
        ("dirty", [bytes, path]) => block::dirty(number(bytes)?, path),
        ("fsync", [path]) => block::fsync(path),
        ("files", [directory]) => vfs::all(directory),
        ("file-known", [path]) => vfs::known(path),
        ("fuse", [ms, directory]) => fuse::used(number(ms)?, directory),
        ("life", [ms, path]) => vfs::life(number(ms)?, path),
        ("read-ahead", [ms, path]) => vfs::read_ahead(number(ms)?, path),
        ("read", [piece, path]) => vfs::read(number(piece)?, path, false),
        ("read", [piece, path, order]) if order == "random" => vfs::read(number(piece)?, path, true),
        ("write", [bytes, path]) => vfs::write(number(bytes)?, path),
        ("map", [path]) => vfs::map(path),
        ("sync", [bytes, path]) => syncs::all(number(bytes)?, path),
        ("tcp-ways", [address]) => tcp::ways(text(address)?),
        ("file-io", [path]) => files::transfer(path),
        ("terminal", [typed, program @ ..]) => functions::terminal(typed, program),
        ("lines", lines) => functions::lines(lines),
        ("known-threads", [count]) => {
            functions::known_threads(number(count)?)?;
            wait()
        }
        ("resolve", [kind, host, ms]) => resolve::host(text(kind)?, host, number(ms)?),
        ("function-calls", [count]) => functions::calls(number(count)?),
        ("blocks", [count, bytes]) => memory::blocks(number(count)?, number(bytes)?),
        ("pipes", [count]) => memory::pipes(number(count)?),
        ("naps", [count, ms]) => functions::naps(number(count)?, number(ms)?),
        ("recursion", [depth, ms]) => functions::recursion(number(depth)?, number(ms)?),
        ("lost-threads", [count]) => functions::lost_threads(number(count)?),
        ("static-probes", [count]) => functions::static_probes(number(count)?),
        ("collection", [kind, ms]) => functions::collection(kind == "full", number(ms)?),
        ("hog", [ms]) => sched::hog(number(ms)?),
        ("pipe", [count]) => sched::round_trips(number(count)?),
        ("preempt", [ms]) => sched::preempt(number(ms)?),
        ("calls", [count]) => sys::calls(number(count)?),
        ("signals", [count, signal]) => sys::signals(number(count)?, number(signal)?),
        ("sleep", [ms]) => sched::sleep(number(ms)?),
        ("stack-spin", [ms]) => stacks::spin(number(ms)?),
        ("stack-spins", [count, us]) => stacks::spin_in_each(number(count)?, number(us)?),
        ("stack-sleep", [count, us]) => stacks::sleep(number(count)?, number(us)?),
        ("stack-made", [count]) => stacks::made(number(count)?),
        ("threads", [count]) => sched::threads(number(count)?),
        ("help" | "--help", []) => {
            println!("{HELP}");
            Ok(())
        }
        _ => Err(format!("`{action}` with {} arguments is no action\n{HELP}", arguments.len()).into()),
    }
}

/// Reads a number that fits the type asked for.
fn number<T: std::str::FromStr>(argument: &OsStr) -> Result<T> {
    text(argument)?.parse().map_err(|_| format!("{} is not a number that fits", argument.to_string_lossy()).into())
}

/// Says who waits, and returns when the other side has written a line.
pub fn wait() -> Result {
    say_and_wait("waiting")
}

fn say_and_wait(word: &str) -> Result {
    println!("{word} pid={} tid={}", std::process::id(), sys::tid());
    io::stdout().flush()?;
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line)? {
        0 => Err("stdin ended before a line said go".into()),
        _ => Ok(()),
    }
}

/// Makes the cgroup with its parents and moves this process there. With `controllers`, io and memory are handed down to
/// it, after which none of its parents can hold a process.
fn enter_cgroup(path: &str, controllers: bool) -> Result {
    let mut directory = "/sys/fs/cgroup".to_owned();
    for name in path.trim_matches('/').split('/') {
        if controllers {
            fs::write(format!("{directory}/cgroup.subtree_control"), "+io +memory")
                .map_err(|error| format!("{directory}/cgroup.subtree_control: {error}"))?;
        }
        directory = format!("{directory}/{name}");
        match fs::create_dir(&directory) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
            _ => {}
        }
    }
    fs::write(format!("{directory}/cgroup.procs"), std::process::id().to_string())?;
    let id = std::os::unix::fs::MetadataExt::ino(&fs::metadata(&directory)?);
    println!("cgroup={path} cgroup_id={id}");
    Ok(())
}
