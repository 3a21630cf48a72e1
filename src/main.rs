//! Dispatch: `probebox TOOL …`, or a link that is called as a tool. The only place that prints an error or picks an
//! exit status.

use std::{
    env,
    error::Error,
    ffi::OsString,
    fs::File,
    io::{self, IsTerminal, Write},
    iter,
    os::fd::AsFd,
    path::Path,
    process::ExitCode,
};

use anyhow::{Context as _, Result};
use clap::error::ErrorKind;
use probebox::{
    common::{
        clock::{self, Clock},
        context::Context,
        escape::{self, Charset},
        explain::Log,
        groups::Groups,
        output::{Format, Output, widen_pipe},
        privileges,
        stop::Stop,
    },
    tools::{self, Entry, Usage},
};

mod commands;
mod usage;

const FAILURE: u8 = 1;
const USAGE: u8 = 2;

fn main() -> ExitCode {
    if let Err(error) = privileges::refuse_setuid() {
        return finish("probebox", "probebox", Err(error));
    }
    clock::settle_zone();
    let mut args = env::args_os();
    let called = args.next().unwrap_or_default();
    let called = Path::new(&called).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let args: Vec<OsString> = args.collect();
    if let Some(tool) = find_link(&called) {
        return finish(tool.name, &called, trace(tool, &called, &args));
    }
    if called != "probebox" {
        let refusal = Usage(format!("{}: call it 'probebox', or a link to it as a tool", usage::no_tool(&called)));
        return finish("probebox", "probebox", Err(refusal.into()));
    }
    let first = args.first().and_then(|arg| arg.to_str()).unwrap_or_default();
    let help = format!("probebox {first}");
    match tools::find(first) {
        Some(tool) => finish(tool.name, &help, trace(tool, &help, &args[1..])),
        None if commands::is_own(first) => finish("probebox", &help, commands::run(&args)),
        None => finish("probebox", "probebox", commands::run(&args)),
    }
}

/// The tool that a link is called after: its exact name, alone or behind a known prefix.
fn find_link(called: &str) -> Option<&'static Entry> {
    commands::PREFIXES.iter().filter_map(|prefix| called.strip_prefix(prefix)).find_map(tools::find)
}

/// Runs one tool, alone in this process; `called` is how the user calls it.
fn trace(tool: &'static Entry, called: &str, args: &[OsString]) -> Result<()> {
    let matches = tools::parse(tool, iter::once(called.into()).chain(args.iter().cloned()).collect())?;
    let flag = |name| matches.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or(false);
    let format = match (flag("json"), flag("csv")) {
        (true, _) => Format::Json,
        (_, true) => Format::Csv,
        _ => Format::Text,
    };
    let stop = Stop::new().context("creating a file descriptor")?;
    stop.on_signals().context("setting up signals")?;
    // Not io::stdout(): rows are buffered already, and the descriptor has to stay for as long as the process does.
    let stdout = io::stdout().as_fd().try_clone_to_owned().context("standard output is closed")?;
    let stdout: &'static File = Box::leak(Box::new(File::from(stdout)));
    stop.with_output(stdout.as_fd());
    widen_pipe(stdout.as_fd());
    // What goes into a file or a pipe is UTF-8 whatever the locale: another machine may read it.
    let terminal = stdout.is_terminal().then(|| stdout.as_fd());
    let charset = if terminal.is_some() { Charset::of_locale() } else { Charset::Utf8 };
    let quiet = flag("quiet");
    let mut cx = Context {
        name: tool.name,
        stop,
        out: Output::new(Box::new(stdout), format, Clock::new()).charset(charset),
        terminal,
        options: Vec::new(),
        times: Vec::new(),
        groups: Groups::default(),
        notes: Box::new(io::stderr()),
        on_attached: Box::new(move |keep| {
            privileges::drop(keep)?;
            if !quiet {
                let _ = writeln!(io::stderr(), "{}: ready", tool.name);
            }
            Ok(())
        }),
    };
    let result = tool.run(&matches, &mut cx);
    if let (1.., first) = privileges::denied() {
        cx.note(&format!("a bug in probebox, harmless to the trace: it was denied system call {first}"));
    }
    result
}

/// A reader that went away (`| head`) is no failure; anything else is, told in one line. `name` says who speaks, `called`
/// how to ask it for help.
fn finish(name: &str, called: &str, result: Result<()>) -> ExitCode {
    let Err(error) = result else { return ExitCode::SUCCESS };
    if let Some(error) = error.downcast_ref::<clap::Error>() {
        return finish_usage(name, called, error);
    }
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    if causes.any(|cause| cause.kind() == io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    let is_log = |cause: &&(dyn Error + 'static)| cause.is::<Log>();
    let sentence: Vec<_> = error.chain().filter(|cause| !is_log(cause)).map(plain).collect();
    complain(name, &sentence.join(": "));
    if let Some(log) = error.chain().find(is_log) {
        log.to_string().lines().for_each(|line| complain(name, line));
    }
    ExitCode::from(if error.is::<Usage>() { USAGE } else { FAILURE })
}

/// An error's own words, without the number that Rust puts behind the system's.
fn plain(error: &(dyn Error + 'static)) -> String {
    let text = error.to_string();
    let number = error.downcast_ref::<io::Error>().and_then(io::Error::raw_os_error);
    let number = number.map(|number| format!(" (os error {number})")).unwrap_or_default();
    text.strip_suffix(&number).unwrap_or(&text).to_owned()
}

/// Help and version go to standard output; bad usage is told in one line, as every error is.
fn finish_usage(name: &str, called: &str, error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return finish(name, called, commands::print(&error.to_string()));
    }
    complain(name, &format!("{}; see '{called} --help'", usage::sentence(error)));
    ExitCode::from(USAGE)
}

/// One line on standard error, whatever outside bytes the sentence quotes.
fn complain(name: &str, sentence: &str) {
    let _ = writeln!(io::stderr(), "{}", escape::message(&format!("{name}: {sentence}")));
}
