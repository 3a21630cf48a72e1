//! What works on this machine, and why not: found out by loading each tool's programs, never by version numbers.

use super::{
    explain::Environment,
    json,
    session::{self, Chosen, Places},
    skel::Bare,
};

/// The programs that were loaded, or the sentence that says what is missing.
pub type Report = Result<Vec<Chosen>, String>;

/// Loads a tool's programs, at these places if they have none of their own, and lets go of them.
///
/// # Errors
/// The reason why they do not load, in a sentence.
pub fn probe(object: Bare, places: Places) -> Report {
    session::try_load(object, places).map_err(|error| format!("{error:#}"))
}

/// Sees whether the kernel lets this process have perf events.
///
/// # Errors
/// The reason why not, in a sentence.
pub fn probe_perf_events() -> Result<(), String> {
    Environment::probe().denies_perf_events().map_or(Ok(()), |cause| Err(cause.to_string()))
}

/// A line for people.
#[must_use]
pub fn text_line(tool: &str, report: &Report) -> String {
    match report {
        Ok(chosen) => {
            let hooks: Vec<_> = chosen.iter().map(|program| program.hook.as_str()).collect();
            format!("{tool:<14} works: {}\n", hooks.join(", "))
        }
        Err(reason) => format!("{tool:<14} does not work: {reason}\n"),
    }
}

/// An object with `tool`, `works`, `reason` (null if it works) and `programs`: role, hook and, where the kernel tells
/// it (5.16 and later), how many instructions its verifier went through.
#[must_use]
pub fn json_line(tool: &str, report: &Report) -> String {
    let mut line = Vec::new();
    let mut object = json::Object::new(&mut line);
    object.str("tool", tool).bool("works", report.is_ok());
    match report {
        Ok(_) => object.null("reason"),
        Err(reason) => object.str("reason", reason),
    };
    object.objects("programs", report.iter().flatten(), |program, object| {
        object.str("role", &program.role).str("hook", &program.hook).uint("verified_insns", program.verified_insns);
    });
    drop(object);
    line.push(b'\n');
    String::from_utf8_lossy(&line).into_owned()
}
