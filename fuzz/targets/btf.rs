//! Any file as a kernel's BTF: refused, or reduced to one that is valid and hardly longer.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use probebox::common::btf::{CustomFile, Reduced, Wanted, reduce};

fn reduced(bytes: &[u8], wanted: &Wanted) -> Option<Reduced> {
    let file = CustomFile::new().unwrap();
    file.fill(bytes).unwrap();
    reduce(Path::new(&file.path()), wanted).ok()
}

fuzz_target!(|bytes: &[u8]| {
    let set = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let wanted = Wanted {
        types: set(&["task_struct", "sk_u", "state", "pid_t", "bits", "big", "file"]),
        members: set(&["pid", "comm", "real_parent", "skc_b", "TASK_DEAD", "b", "BIG"]),
        functions: set(&["do_filp_open"]),
        tracepoints: set(&["sched_switch"]),
        ..Wanted::default()
    };
    if let Some(first) = reduced(bytes, &wanted) {
        assert!(first.raw.len() <= bytes.len() + 256);
        let again = reduced(&first.raw, &wanted).unwrap();
        assert!(again.raw.len() <= first.raw.len());
    }
});
