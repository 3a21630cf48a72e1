//! Any bytes as a record of any tool, in every form: one line, or refused because it is too short. The first byte chooses
//! the tool, the second the form.
#![no_main]

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use libfuzzer_sys::fuzz_target;
use probebox::common::clock::Clock;
use probebox::common::output::{Output, OutputArgs};
use probebox::tools::TOOLS;

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fuzz_target!(|input: &[u8]| {
    let [choice, form, record @ ..] = input else { return };
    let tables: Vec<_> = TOOLS.iter().flat_map(|tool| tool.tables).collect();
    let args = OutputArgs { json: form % 3 == 0, csv: form % 3 == 1, ..OutputArgs::default() };
    // The kernel aligns records to eight bytes.
    let mut words = vec![0u64; record.len().div_ceil(8)];
    let (_, bytes, _) = unsafe { words.align_to_mut::<u8>() };
    bytes[..record.len()].copy_from_slice(record);
    let sink = Sink::default();
    let mut out = Output::new(Box::new(sink.clone()), args.format(), Clock::new());
    out.set_quote(form % 2 == 0);
    let table = tables[usize::from(*choice) % tables.len()];
    let result = table.write(&bytes[..record.len()], &args, &mut out);
    out.flush().unwrap();
    let line = String::from_utf8(std::mem::take(&mut *sink.0.lock().unwrap())).unwrap();
    assert_eq!(line.matches('\n').count(), usize::from(result.is_ok()));
    assert!(!line.trim_end_matches('\n').chars().any(char::is_control));
    if args.json && result.is_ok() {
        serde_json::from_str::<serde_json::Value>(&line).unwrap();
    }
});
