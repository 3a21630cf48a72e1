//! Any file as a traced program's: refused, or read with all that is looked for in it. As what is packed into one, too.
#![no_main]

use std::{fs::File, io::Write as _, os::fd::FromRawFd as _};

use libfuzzer_sys::fuzz_target;
use probebox::common::{binary::About, elf::Elf, usdt::StaticProbe, xz};

/// A file in memory that holds these bytes.
fn file_of(bytes: &[u8]) -> File {
    // SAFETY: the name ends in NUL, and what is returned is this function's alone.
    let mut file = unsafe { File::from_raw_fd(libc::memfd_create(c"elf".as_ptr(), libc::MFD_CLOEXEC)) };
    file.write_all(bytes).unwrap();
    file
}

fuzz_target!(|bytes: &[u8]| {
    assert!(xz::unpack(bytes, 1 << 16).is_none_or(|unpacked| unpacked.len() <= 1 << 16));
    let file = file_of(bytes);
    let _ = About::read(&file).packed_file(&file);
    let Ok(elf) = Elf::new(file_of(bytes)) else { return };
    let _ = (elf.is_go(), elf.has_symbols(), elf.has_packed_symbols());
    if let Ok(functions) = elf.functions(|_| true) {
        assert!(functions.iter().all(|function| function.offset < bytes.len() as u64));
    }
    for note in elf.notes().unwrap_or_default() {
        let probe = StaticProbe::new(0, &note.arguments);
        assert!(!probe.as_bytes().is_empty());
    }
});
