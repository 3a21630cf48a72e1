//! The kernel's functions and tracepoints, by pattern.

use std::{
    collections::{HashMap, HashSet},
    fs::{self, File},
    io::{BufRead, BufReader},
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

/// For so many functions it is cheaper to place a probe at each than to have the kernel list those that can be traced: for
/// each function of a module in that list it goes through all of the module's symbols.
const FEW: usize = 16;

/// The kernel's functions that a pattern means and that can be traced. With tracefs the kernel says which can; without,
/// it is known when they are attached. A name that several functions have is none to trace: which one is meant is not
/// known, and kernels differ in what they make of it.
///
/// # Errors
/// There is none, or the kernel's list cannot be read.
pub fn kernel(pattern: &Pattern) -> Result<Found> {
    if let Some((found, left_out)) = pattern.names().and_then(|names| by_trial(&names)) {
        return found_or_none(pattern, found, left_out);
    }
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    let mut with_modules = false;
    for (name, (count, in_module)) in listed(pattern)? {
        with_modules |= in_module;
        if count > 1 {
            left_out.push(format!("{name}: {SHARED}"));
        } else {
            found.push(name);
        }
    }
    let refused: Vec<String> = if found.len() <= FEW {
        found.extract_if(.., |name| refusal(name) == Some(libc::EINVAL)).collect()
    } else if let Some(can) = traceable(&found, with_modules)? {
        found.extract_if(.., |name| !can.contains(name)).collect()
    } else {
        Vec::new()
    };
    if pattern.exact().is_some() {
        left_out.extend(refused.iter().map(|name| format!("{name}: {REFUSED}")));
    }
    found.sort();
    left_out.sort();
    found_or_none(pattern, found, left_out)
}

/// [`kernel`] for names without wildcards, found out by placing a probe at each: the list of all is long, and to read it
/// costs the kernel more than all else that a tool does. `None` if it has to be read: the kernel does not count, or allows
/// no probes at all.
fn by_trial(names: &[String]) -> Option<Found> {
    // It lies where the kernel has no probes.
    refusal(COUNTS).filter(|error| *error == libc::EINVAL)?;
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    for name in names {
        match refusal(name) {
            None => found.push(name.clone()),
            Some(libc::ENOENT) => {}
            Some(libc::EADDRNOTAVAIL) => left_out.push(format!("{name}: {SHARED}")),
            Some(libc::EINVAL) => left_out.push(format!("{name}: {REFUSED}")),
            Some(_) => return None,
        }
    }
    Some((found, left_out))
}

/// The errno with which the kernel refuses a probe at a function, if it does.
fn refusal(name: &str) -> Option<i32> {
    probe_event::kernel(name, false).err().map(|error| error.raw_os_error().unwrap_or(libc::EIO))
}

/// How many functions have each of the names that a pattern means, and whether one of them is a module's.
fn listed(pattern: &Pattern) -> Result<HashMap<String, (u32, bool)>> {
    let list = File::open(kallsyms::PATH).context("reading the kernel's list of functions")?;
    let mut count = HashMap::<_, (u32, bool)>::new();
    kallsyms::functions(list, |symbol| {
        let name = std::str::from_utf8(symbol.name).unwrap_or_default();
        if is_callable(name) && pattern.matches(name) {
            let (functions, in_module) = count.entry(name.to_owned()).or_default();
            *functions += 1;
            *in_module |= symbol.in_module;
        }
        true
    });
    Ok(count)
}

/// Those of these functions that can be traced, if the kernel says which can. Its list has the modules at its end.
fn traceable(of: &[String], with_modules: bool) -> Result<Option<HashSet<String>>> {
    let file = tracefs().and_then(|path| File::open(path.join("available_filter_functions")).ok());
    let Some(file) = file else { return Ok(None) };
    let of: HashSet<&str> = of.iter().map(String::as_str).collect();
    let mut can = HashSet::new();
    let mut reader = BufReader::with_capacity(64 << 10, file);
    let mut line = String::new();
    while can.len() < of.len() && reader.read_line(&mut line).context("reading the list of functions to trace")? > 0 {
        // "name [module]", where there is one
        if !with_modules && line.contains('[') {
            break;
        }
        let name = line.split_ascii_whitespace().next();
        can.extend(name.filter(|name| of.contains(name)).map(str::to_owned));
        line.clear();
    }
    Ok(Some(can))
}

fn found_or_none(pattern: &Pattern, found: Vec<String>, left_out: Vec<String>) -> Result<Found> {
    match (found.is_empty(), left_out.as_slice()) {
        (false, _) => Ok((found, left_out)),
        (true, [reason]) => bail!("{reason}"),
        (true, []) => bail!("the kernel has no function {} that can be traced", shown(pattern)),
        (true, [..]) => bail!("all functions {} share their names with others", shown(pattern)),
    }
}

/// What begins otherwise is no function to call: padding and aliases that the compiler made for its own checks, and
/// programs such as ours.
fn is_callable(name: &str) -> bool {
    !["__cfi_", "__pfx_", "bpf_prog_", "bpf_trampoline_", "bpf_dispatcher_"]
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
