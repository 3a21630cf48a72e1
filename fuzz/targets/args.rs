//! Any command line of any tool: understood or refused in words, never a panic. The first byte chooses the tool.
#![no_main]

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use libfuzzer_sys::fuzz_target;
use probebox::tools::{self, TOOLS};

fuzz_target!(|input: &[u8]| {
    let Some((choice, line)) = input.split_first() else { return };
    let tool = &TOOLS[usize::from(*choice) % TOOLS.len()];
    let words = line.split(|&b| b == 0).map(|word| OsString::from_vec(word.to_vec()));
    let args = std::iter::once(tool.name.into()).chain(words).collect();
    if let Err(error) = tools::parse(tool, args) {
        assert!(!error.render().to_string().is_empty());
    }
});
