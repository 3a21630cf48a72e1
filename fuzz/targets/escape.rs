//! Any bytes → text that does nothing to a terminal, has the width that is told, and can be turned back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use probebox::common::escape::{self, Charset};

/// By this alone, not by the writer's own table, is text judged harmless.
fn is_harmless(c: char) -> bool {
    let bidi = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let hidden = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    !c.is_control() && !bidi && !hidden
}

fuzz_target!(|bytes: &[u8]| {
    for charset in [Charset::Utf8, Charset::Ascii] {
        let mut out = Vec::new();
        let columns = escape::text(bytes, charset, &mut out);
        let text = String::from_utf8(out).unwrap();
        assert!(text.chars().all(is_harmless));
        assert_eq!(escape::unescape(&text).as_deref(), Some(bytes));
        assert!(columns <= text.chars().count() * 2);
        assert!(charset == Charset::Utf8 || (text.is_ascii() && columns == text.len()));

        let mut out = Vec::new();
        escape::shell(bytes, charset, &mut out);
        let text = String::from_utf8(out).unwrap();
        assert!(text.chars().all(is_harmless));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = escape::unescape(text);
    }
});
