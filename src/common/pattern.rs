//! Which functions are meant: a name, a name with `*` and `?`, or a regular expression.

use anyhow::Result;
use regex_lite::Regex;

use super::args::Usage;

/// A pattern of names.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// `*` is any string and `?` any byte; all others are themselves.
    Glob(String),
    /// A regular expression, which the whole name must match.
    Regex(Regex),
    /// Any of these names.
    Names(Vec<String>),
}

impl Pattern {
    /// A glob, or a regular expression.
    ///
    /// # Errors
    /// An expression that is none.
    pub fn new(text: &str, is_regex: bool) -> Result<Self> {
        if !is_regex {
            return Ok(Self::Glob(text.to_owned()));
        }
        let regex = Regex::new(&format!("^(?:{text})$"));
        Ok(Self::Regex(regex.map_err(|error| Usage(format!("'{text}' is no regular expression: {error}")))?))
    }

    /// The one name that it stands for, if it is one.
    #[must_use]
    pub fn exact(&self) -> Option<&str> {
        match self {
            Self::Glob(text) if !text.contains(['*', '?']) => Some(text),
            _ => None,
        }
    }

    /// The names that it stands for, if it says them all.
    #[must_use]
    pub fn names(&self) -> Option<Vec<String>> {
        match self {
            Self::Names(names) => Some(names.clone()),
            _ => self.exact().map(|name| vec![name.to_owned()]),
        }
    }

    /// Whether it means this name.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        match self {
            Self::Glob(text) => glob(text.as_bytes(), name.as_bytes()),
            Self::Regex(regex) => regex.is_match(name),
            Self::Names(names) => names.iter().any(|wanted| wanted == name),
        }
    }
}

/// When the rest does not fit, the last `*` takes a byte more: any earlier one has matched already what it can.
fn glob(pattern: &[u8], name: &[u8]) -> bool {
    let (mut p, mut n) = (0, 0);
    let mut star = None;
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(byte) if *byte == b'?' || name.get(n) == Some(byte) => (p, n) = (p + 1, n + 1),
            _ => {
                let Some((at, taken)) = star else { return false };
                star = Some((at, taken + 1));
                (p, n) = (at + 1, taken + 1);
            }
        }
    }
    pattern.iter().skip(p).all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_whole_names() {
        let matches = |pattern: &str, name: &str| Pattern::new(pattern, false).unwrap().matches(name);
        for (pattern, name) in [
            ("vfs_read", "vfs_read"),
            ("vfs_*", "vfs_"),
            ("*", ""),
            ("*read*", "vfs_readv"),
            ("a*b*c", "aXbYbZc"),
            ("?fs_read", "vfs_read"),
            ("*.part.?", "f.part.0"),
        ] {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("vfs_read", "vfs_readv"), ("vfs_?", "vfs_"), ("a*b", "abc"), ("", "a"), ("a.b", "axb")]
        {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        let pattern = "*a".repeat(40) + "b";
        assert!(!Pattern::new(&pattern, false).unwrap().matches(&"a".repeat(400)));
    }

    #[test]
    fn expressions_match_whole_names() {
        let pattern = Pattern::new("vfs_(read|write)", true).unwrap();
        assert!(pattern.matches("vfs_read") && pattern.matches("vfs_write") && !pattern.matches("vfs_readv"));
        assert!(Pattern::new("vfs_(", true).is_err());
        assert_eq!(pattern.exact(), None);
        assert_eq!(Pattern::new("vfs_read", false).unwrap().exact(), Some("vfs_read"));
    }

    #[test]
    fn names_are_those_alone() {
        let names = Pattern::Names(vec!["vfs_read".to_owned(), "a*".to_owned()]);
        assert!(names.matches("vfs_read") && names.matches("a*") && !names.matches("vfs_rea") && !names.matches("ab"));
        assert_eq!(names.exact(), None);
    }
}
