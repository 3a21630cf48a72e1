//! The kernel's list of its symbols, `/proc/kallsyms`: 7 MB of text, 150,000 lines, in no order. It is read only by what
//! cannot do without.

use std::{
    collections::{BTreeSet, HashSet},
    fs::File,
    io::{BufRead, BufReader, Read},
};

/// Where the kernel lists its symbols; with addresses of 0 for those who may not know them.
pub const PATH: &str = "/proc/kallsyms";

/// A function in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol<'a> {
    /// Where it begins; 0 for those who may not know.
    pub address: u64,
    /// Its name, which several functions can have.
    pub name: &'a [u8],
    /// It is a module's.
    pub in_module: bool,
}

/// Calls `each` with every function of the list until that says false. What cannot be read has no functions.
pub fn functions(list: impl Read, mut each: impl FnMut(Symbol<'_>) -> bool) {
    let mut reader = BufReader::with_capacity(64 << 10, list);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        if parse(&line).is_some_and(|symbol| !each(symbol)) {
            return;
        }
        line.clear();
    }
}

/// Which of these functions the kernel has.
#[must_use]
pub fn present(names: &BTreeSet<String>) -> HashSet<String> {
    let mut found = HashSet::new();
    let Ok(list) = File::open(PATH) else { return found };
    functions(list, |symbol| {
        if let Ok(name) = std::str::from_utf8(symbol.name)
            && names.contains(name)
        {
            found.insert(name.to_owned());
        }
        found.len() < names.len()
    });
    found
}

/// `address type name`, of a function. Written for speed: the list has 150,000 lines.
fn parse(line: &[u8]) -> Option<Symbol<'_>> {
    let mut address = 0u64;
    let mut at = 0;
    while let Some(digit) = line.get(at).and_then(|byte| (*byte as char).to_digit(16)) {
        address = address << 4 | u64::from(digit);
        at += 1;
    }
    let [b' ', b't' | b'T' | b'w' | b'W', b' ', name @ ..] = line.get(at..)? else { return None };
    let end = name.iter().position(|byte| matches!(byte, b'\t' | b'\n')).unwrap_or(name.len());
    Some(Symbol { address, name: name.get(..end)?, in_module: name.get(end) == Some(&b'\t') })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_functions() {
        let symbol = |line| parse(line).map(|symbol| (symbol.address, symbol.name, symbol.in_module));
        assert_eq!(symbol(b"ffffffff81000000 T _stext\n"), Some((0xffff_ffff_8100_0000, &b"_stext"[..], false)));
        assert_eq!(symbol(b"ffffffffc0a00000 t init\t[xfs]\n"), Some((0xffff_ffff_c0a0_0000, &b"init"[..], true)));
        assert_eq!(symbol(b"ffffffff81000000 D data\n"), None);
        assert_eq!(symbol(b"0000000000000000 T hidden\n"), Some((0, &b"hidden"[..], false)));
        assert_eq!(symbol(b"nonsense"), None);
    }
}
