//! The kernel's functions and tracepoints, by pattern.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use super::{kallsyms, pattern::Pattern, probe_event, uprobe::shown};

/// What is found, by name, and what is left out, with the reason.
pub type Found = (Vec<String>, Vec<String>);

/// Where tracefs is mounted, if it is.
fn tracefs() -> Option<&'static Path> {
    ["/sys/kernel/tracing", "/sys/kernel/debug/tracing"]
        .map(Path::new)
        .into_iter()
        .find(|path| path.join("events").exists())
}

/// A function that a kernel has which refuses a probe at a name that several functions have, those of modules too: it counts
/// them (kernel commit 926fe783c8a6, in stable kernels as well).
const COUNTS: &str = "count_mod_symbols";

/// Why a function is left out.
const SHARED: &str = "several functions have this name";
const REFUSED: &str = "the kernel does not let it be traced";

/// [`kernel`] for names without wildcards, found out by placing a probe at each: the lists are long, and to read both costs
/// the kernel more than all else that a tool does. `None` if they have to be read: the kernel does not count, or allows no
/// probes at all.
fn by_trial(names: &[String]) -> Option<Found> {
    let refusal = |name: &str| probe_event::kernel(name, false).err().map(|error| error.raw_os_error());
    // It lies where the kernel has no probes.
    refusal(COUNTS).filter(|error| *error == Some(libc::EINVAL))?;
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    for name in names {
        match refusal(name) {
            None => found.push(name.clone()),
            Some(Some(libc::ENOENT)) => {}
            Some(Some(libc::EADDRNOTAVAIL)) => left_out.push(format!("{name}: {SHARED}")),
            Some(Some(libc::EINVAL)) => left_out.push(format!("{name}: {REFUSED}")),
            Some(_) => return None,
        }
    }
    Some((found, left_out))
}

/// The kernel's functions that a pattern means and that can be traced. With tracefs the kernel says which can; without,
/// it is known when they are attached. A name that several functions have is none to trace: which one is meant is not
/// known, and kernels differ in what they make of it. Only if they are probed all `at_once` (kprobe.multi), those among
/// them that cannot be traced do not count, since the kernel does not take them for the one that is meant.
///
/// # Errors
/// There is none, or the kernel's list cannot be read.
pub fn kernel(pattern: &Pattern, at_once: bool) -> Result<Found> {
    let names = pattern.names();
    if let Some((found, left_out)) = names.as_ref().and_then(|names| by_trial(names)) {
        return found_or_none(pattern, found, left_out);
    }
    let can = traceable(pattern)?;
    let (count, can) = match can {
        Some(can) if at_once && names.is_none() => (can, None),
        can => (listed(pattern)?, can),
    };
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    let alone = pattern.exact().is_some();
    for (name, count) in count {
        if count > 1 {
            left_out.push(format!("{name}: {SHARED}"));
        } else if can.as_ref().is_none_or(|can| can.contains_key(&name)) {
            found.push(name);
        } else if alone {
            left_out.push(format!("{name}: {REFUSED}"));
        }
    }
    found.sort();
    left_out.sort();
    found_or_none(pattern, found, left_out)
}

/// How many functions have each name.
type Count = HashMap<String, u32>;

/// Those among all.
fn listed(pattern: &Pattern) -> Result<Count> {
    let list = File::open(kallsyms::PATH).context("reading the kernel's list of functions")?;
    let mut count = Count::new();
    kallsyms::functions(list, |symbol| {
        add(&mut count, pattern, std::str::from_utf8(symbol.name).unwrap_or_default());
        true
    });
    Ok(count)
}

/// Those among the ones that can be traced, if the kernel says which can.
fn traceable(pattern: &Pattern) -> Result<Option<Count>> {
    let file = tracefs().and_then(|path| File::open(path.join("available_filter_functions")).ok());
    let Some(file) = file else { return Ok(None) };
    let mut count = Count::new();
    each_line(file, |line| add(&mut count, pattern, line.split([' ', '\t']).next().unwrap_or_default()))?;
    Ok(Some(count))
}

fn add(count: &mut Count, pattern: &Pattern, name: &str) {
    if is_callable(name) && pattern.matches(name) {
        *count.entry(name.to_owned()).or_default() += 1;
    }
}

fn found_or_none(pattern: &Pattern, found: Vec<String>, left_out: Vec<String>) -> Result<Found> {
    match (found.is_empty(), left_out.as_slice()) {
        (false, _) => Ok((found, left_out)),
        (true, [reason]) => bail!("{reason}"),
        (true, []) => bail!("the kernel has no function {} that can be traced", shown(pattern)),
        (true, [..]) => bail!("all functions {} share their names with others", shown(pattern)),
    }
}

fn each_line(from: impl Read, mut take: impl FnMut(&str)) -> Result<()> {
    let mut reader = BufReader::with_capacity(64 << 10, from);
    let mut line = String::new();
    while reader.read_line(&mut line).context("reading the kernel's list of functions")? > 0 {
        take(line.trim_end());
        line.clear();
    }
    Ok(())
}

/// What begins so is no function to call: padding and aliases that the compiler made for its own checks, programs such as
/// ours, and what ftrace calls places that belong to no function.
fn is_callable(name: &str) -> bool {
    !["__cfi_", "__pfx_", "bpf_prog_", "bpf_trampoline_", "bpf_dispatcher_", "__ftrace_invalid_address_"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

/// The tracepoints that `CATEGORY:NAME` means: name as `category:name`, and the file that says its number.
///
/// # Errors
/// There is none, or no tracefs.
pub fn tracepoints(category: &Pattern, name: &Pattern) -> Result<Vec<(String, u64)>> {
    let Some(root) = tracefs() else {
        bail!("tracefs is not mounted, which lists the tracepoints: mount -t tracefs tracefs /sys/kernel/tracing");
    };
    let mut found = Vec::new();
    for (folder, path) in list(&root.join("events"))?.into_iter().filter(|(folder, _)| category.matches(folder)) {
        for (event, path) in list(&path)?.into_iter().filter(|(event, _)| name.matches(event)) {
            // What is no event, such as the switch of the whole category, has no number.
            if let Some(id) = fs::read_to_string(path.join("id")).ok().and_then(|id| id.trim().parse().ok()) {
                found.push((format!("{folder}:{event}"), id));
            }
        }
    }
    found.sort();
    if found.is_empty() {
        bail!("the kernel has no tracepoint {} of {}", shown(name), shown(category));
    }
    Ok(found)
}

fn list(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let Ok(entries) = fs::read_dir(folder) else {
        if folder.is_dir() {
            bail!("tracefs cannot be read: {}", folder.display());
        }
        return Ok(Vec::new());
    };
    Ok(entries.flatten().filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path()))).collect())
}
