//! What `probebox` does besides running a tool: listing, documenting, installing, examining.

use std::{
    ffi::OsString,
    fmt::Write as _,
    fs,
    io::{self, IsTerminal, Write},
    iter,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use clap::{Command, CommandFactory, FromArgMatches, Parser, Subcommand, builder::PossibleValuesParser};
use clap_complete::Shell;
use probebox::{
    common::{
        cgroups, completions,
        containers::{Containers, report},
        doctor,
        escape::Charset,
        json, man, privileges, schema,
    },
    tools::{self, Entry, Subject, TOOLS, Usage},
};

use crate::usage;

/// What may stand before a tool's name in the name of a link.
pub const PREFIXES: [&str; 3] = ["", "bpf-", "probebox-"];

/// One binary, many small eBPF tracing tools
#[derive(Parser)]
#[command(
    name = "probebox",
    version,
    override_usage = "probebox TOOL [OPTION]...\n       probebox COMMAND [OPTION]...",
    after_help = "'probebox help TOOL' tells how to use a tool, 'probebox man TOOL | man -l -' tells all.",
    disable_help_subcommand = true,
    max_term_width = tools::MAX_WIDTH
)]
struct Probebox {
    #[command(subcommand)]
    command: Own,
}

#[derive(Subcommand)]
enum Own {
    /// List the tools
    List {
        /// Write one JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Tell which tools work on this machine, and why others do not
    Doctor {
        /// These tools only
        #[arg(value_name = "TOOL", value_parser = tool_names(), hide_possible_values = true)]
        tools: Vec<String>,
        /// Write one JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// List the containers that run here, with their names and pods
    Containers {
        /// Write one JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Show how to use a tool or a command
    Help {
        /// The tool or command
        #[arg(value_name = "TOOL")]
        topic: Option<String>,
    },
    /// Write a manual page, in roff
    Man {
        /// The tool; without one, the page is of probebox
        #[arg(value_parser = tool_names(), hide_possible_values = true)]
        tool: Option<String>,
    },
    /// Write completions for a shell, of probebox and of links to it
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write the JSON Schema of a tool's rows
    Schema {
        /// The tool
        #[arg(value_parser = tool_names(), hide_possible_values = true)]
        tool: String,
    },
    /// Link each tool's name to probebox, so that it can be called by it
    Install {
        /// The folder that the links go into
        #[arg(long, value_name = "DIR")]
        links: PathBuf,
        /// What the links' names begin with
        #[arg(long, value_parser = [PREFIXES[1], PREFIXES[2]])]
        prefix: Option<String>,
    },
}

/// Runs one of our own commands.
///
/// # Errors
/// Usage, or what keeps the command from its work.
pub fn run(args: &[OsString]) -> Result<()> {
    if args.is_empty() {
        return print(&overview());
    }
    // The tools stand there for suggestions: who gets here has named none.
    let with_tools = command().subcommands(TOOLS.iter().map(|tool| Command::new(tool.name).hide(true)));
    let matches = with_tools.try_get_matches_from(iter::once("probebox".into()).chain(args.iter().cloned()))?;
    match Probebox::from_arg_matches(&matches)?.command {
        Own::List { json } => print(&list(json)),
        Own::Doctor { tools, json } => doctor(&tools, json),
        Own::Containers { json } => containers(json),
        Own::Help { topic } => print(&help(topic.as_deref())?),
        Own::Man { tool } => print(&match tool.as_deref().and_then(tools::find) {
            Some(tool) => {
                let examples = if tool.alias.is_some() { &[] } else { tool.examples };
                man::page(&tool.command(), tool.tables, examples)
            }
            None => man::index(&command(), &by_subject()),
        }),
        Own::Completions { shell } => {
            let whole = command().subcommands(TOOLS.iter().map(Entry::command));
            let prefixed = |prefix: &'static str| TOOLS.iter().map(move |t| (format!("{prefix}{}", t.name), t.name));
            let names: Vec<_> = PREFIXES.iter().flat_map(|prefix| prefixed(prefix)).collect();
            print(&completions::script(shell, &whole, &names))
        }
        Own::Schema { tool } => {
            let tool = tools::find(&tool).context("a tool of this name")?;
            print(&(schema::schema(tool.name, &tool.about(), tool.tables) + "\n"))
        }
        Own::Install { links, prefix } => install(&links, prefix.as_deref().unwrap_or_default()),
    }
}

/// Our own command line, with the tools by subject in its help.
fn command() -> Command {
    let mut tools = String::new();
    for (subject, tools_of) in by_subject() {
        let _ = write!(tools, "{subject}:\n{}\n\n", columns(&tools_of));
    }
    Probebox::command().help_template(format!(
        "{{about}}\n\n{{usage-heading}} {{usage}}\n\n{tools}Commands:\n{{subcommands}}\n\nOptions:\n{{options}}{{after-help}}"
    ))
}

/// Whether a word is one of our own commands.
pub fn is_own(word: &str) -> bool {
    Own::has_subcommand(word)
}

fn tool_names() -> PossibleValuesParser {
    TOOLS.iter().map(|tool| tool.name).collect::<Vec<_>>().into()
}

/// The subjects, each with its tools and what they do.
fn by_subject() -> Vec<(Subject, Vec<(&'static str, String)>)> {
    let mut subjects: Vec<Subject> = TOOLS.iter().map(|tool| tool.subject).collect();
    subjects.sort();
    subjects.dedup();
    let of = |subject| TOOLS.iter().filter(move |tool| tool.subject == subject);
    subjects.into_iter().map(|subject| (subject, of(subject).map(|tool| (tool.name, tool.about())).collect())).collect()
}

/// Names and what they stand for, in two columns: clap knows how to fit them to the terminal.
fn columns(lines: &[(&'static str, String)]) -> String {
    let width = TOOLS.iter().map(|tool| tool.name.len()).max().unwrap_or(0);
    let lines = lines.iter().map(|(name, about)| Command::new(format!("{name:width$}")).about(about));
    let mut list = Command::new("tools").max_term_width(tools::MAX_WIDTH).help_template("{subcommands}");
    list = list.disable_help_subcommand(true).subcommands(lines);
    list.render_help().to_string().trim_end().to_owned()
}

fn overview() -> String {
    command().render_help().to_string()
}

fn help(topic: Option<&str>) -> Result<String> {
    let Some(topic) = topic else { return Ok(overview()) };
    let mut whole = command();
    whole.build();
    let found = tools::find(topic).map(|tool| tool.command().bin_name(format!("probebox {topic}")));
    let found = found.or_else(|| whole.find_subcommand(topic).cloned());
    let Some(mut found) = found else {
        bail!(Usage(format!("{}; 'probebox list' names the tools", usage::no_tool(topic))));
    };
    Ok(found.render_help().to_string())
}

fn list(as_json: bool) -> String {
    let mut out = Vec::new();
    for tool in TOOLS {
        if as_json {
            let mut object = json::Object::new(&mut out);
            object.str("tool", tool.name).str("subject", &tool.subject.to_string()).str("about", &tool.about());
            if let Some(alias) = &tool.alias {
                object.str("alias_of", alias.tool);
            }
        } else {
            out.extend(format!("{:<14} {}", tool.name, tool.about()).bytes());
        }
        out.push(b'\n');
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn doctor(names: &[String], as_json: bool) -> Result<()> {
    let is_chosen = |tool: &&Entry| match names {
        [] => tool.alias.is_none(),
        names => names.iter().any(|name| name == tool.name),
    };
    let mut broken = 0;
    for tool in TOOLS.iter().filter(is_chosen) {
        let report = tool.probe();
        broken += usize::from(report.is_err());
        let line = if as_json { doctor::json_line(tool.name, &report) } else { doctor::text_line(tool.name, &report) };
        print(&line)?;
    }
    match broken {
        0 => Ok(()),
        1 => bail!("1 tool does not work on this machine"),
        _ => bail!("{broken} tools do not work on this machine"),
    }
}

fn containers(as_json: bool) -> Result<()> {
    if !cgroups::hierarchy().is_mounted() {
        bail!("there are no cgroups, by which containers are found: mount -t cgroup2 none /sys/fs/cgroup");
    }
    let mut containers = Containers::new();
    let all = containers.all();
    let rows: Vec<_> = all.iter().map(|container| (&**container, containers.processes_of(container))).collect();
    let charset = if io::stdout().is_terminal() { Charset::of_locale() } else { Charset::Utf8 };
    let out = if as_json {
        rows.iter().flat_map(|(container, pids)| report::json_line(container, pids)).collect()
    } else {
        report::table(&rows, charset)
    };
    print(&String::from_utf8_lossy(&out))?;
    if !privileges::reads_all_files() {
        bail!("names of containers can be read by root only: run it with sudo");
    }
    Ok(())
}

/// Writes to standard output.
///
/// # Errors
/// The system's.
pub fn print(text: &str) -> Result<()> {
    io::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush()).context("writing to standard output")
}

/// Links are relative when they stand beside the binary, so that the folder can be moved or packed.
fn install(folder: &Path, prefix: &str) -> Result<()> {
    let binary = std::env::current_exe().context("finding this binary")?;
    let opened = folder.canonicalize();
    let folder = opened.with_context(|| format!("opening the folder '{}', which has to exist", folder.display()))?;
    let target = binary.strip_prefix(&folder).unwrap_or(&binary);
    let links: Vec<_> = TOOLS.iter().map(|tool| folder.join(format!("{prefix}{}", tool.name))).collect();
    if let Some(taken) = links.iter().find(|link| link.symlink_metadata().is_ok() && !is_ours(link, &binary)) {
        bail!("'{}' is there and no link to probebox: remove it, or give a --prefix", taken.display());
    }
    for link in links {
        if link.is_symlink() {
            fs::remove_file(&link).with_context(|| format!("replacing '{}'", link.display()))?;
        }
        symlink(target, &link).with_context(|| format!("linking '{}'", link.display()))?;
    }
    Ok(())
}

/// Whether it is a link to a probebox, be it one that was moved since.
fn is_ours(link: &Path, binary: &Path) -> bool {
    fs::read_link(link).is_ok_and(|target| target.file_name() == binary.file_name())
}
