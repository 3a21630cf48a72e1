//! What is wrong with a command line, in a sentence: clap's own texts have several lines.

use clap::{
    Error,
    error::{ContextKind, ContextValue, ErrorKind},
};

/// Of what was typed, no more than this is quoted.
const MOST_CHARS: usize = 60;

/// The sentence, without its end. What was typed stands in it as it is: whoever prints it escapes it.
pub fn sentence(error: &Error) -> String {
    let of = |kind| error.get(kind).map(words).unwrap_or_default();
    // '--pid <PID,...>' and '[INTERVAL]' are how clap names an argument
    let arg = of(ContextKind::InvalidArg);
    let arg = arg.split(" <").next().unwrap_or_default();
    let arg = if arg.starts_with(['<', '[']) { arg.trim_matches(['<', '>', '[', ']', '.']) } else { arg };
    let value = of(ContextKind::InvalidValue);
    let valid = of(ContextKind::ValidValue);
    let problem = match error.kind() {
        ErrorKind::InvalidSubcommand => no_tool(&of(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if arg == "TOOL" => no_tool(&value),
        ErrorKind::InvalidValue if value.is_empty() && valid.is_empty() => format!("{arg} needs a value"),
        ErrorKind::InvalidValue => format!("{arg} '{value}': not one of {valid}"),
        ErrorKind::ValueValidation => {
            let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            format!("{arg} '{value}': {cause}")
        }
        ErrorKind::UnknownArgument if arg.starts_with('-') => format!("there is no option '{arg}'"),
        ErrorKind::UnknownArgument => format!("'{arg}' is one argument too many"),
        ErrorKind::ArgumentConflict => match of(ContextKind::PriorArg).split(" <").next() {
            Some(prior) if prior != arg => format!("{arg} and {prior} exclude each other"),
            _ => format!("{arg} is given twice"),
        },
        ErrorKind::MissingRequiredArgument => format!("{arg} is missing"),
        ErrorKind::TooManyValues => format!("{arg} takes no value, but '{value}' is given"),
        ErrorKind::InvalidUtf8 => "an argument is not UTF-8".to_owned(),
        _ => error.kind().as_str().unwrap_or("the command line is wrong").to_owned(),
    };
    let meant = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    match meant.iter().find_map(|kind| likeliest(error.get(*kind)?)) {
        Some(meant) => format!("{problem} (did you mean {meant}?)"),
        None => problem,
    }
}

/// `name` is no tool's.
pub fn no_tool(name: &str) -> String {
    format!("there is no tool '{}'", shorten(name))
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(word) => shorten(word),
        ContextValue::Strings(words) => {
            words.iter().filter(|word| !word.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
        }
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// clap sorts its guesses, the best one last.
fn likeliest(guesses: &ContextValue) -> Option<&str> {
    match guesses {
        ContextValue::String(guess) => Some(guess),
        ContextValue::Strings(guesses) => guesses.last().map(String::as_str),
        _ => None,
    }
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
