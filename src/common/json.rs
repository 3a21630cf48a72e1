//! JSON, a line at a time: valid whatever the bytes, harmless even when a terminal shows it raw, and exact: bytes that
//! are not UTF-8 stand under `KEY_b64` as well.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::escape;

/// Appends a JSON string, quotes included. Tells whether `bytes` were UTF-8 and so can be read back from it; bytes that
/// are not become the four characters `\xNN`.
pub fn string(bytes: &[u8], out: &mut Vec<u8>) -> bool {
    out.push(b'"');
    let (plain, rest) = bytes.split_at(escape::plain_prefix(bytes, b'"'));
    out.extend_from_slice(plain);
    let mut exact = true;
    for chunk in rest.utf8_chunks() {
        chunk.valid().chars().for_each(|c| character(c, out));
        for &b in chunk.invalid() {
            exact = false;
            out.push(b'\\');
            escape::hex_byte(b, out);
        }
    }
    out.push(b'"');
    exact
}

fn character(c: char, out: &mut Vec<u8>) {
    match c {
        '"' => out.extend_from_slice(b"\\\""),
        '\\' => out.extend_from_slice(b"\\\\"),
        '\n' => out.extend_from_slice(b"\\n"),
        '\t' => out.extend_from_slice(b"\\t"),
        '\r' => out.extend_from_slice(b"\\r"),
        c if escape::is_invisible(c) => {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a Vec cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
        c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}

/// Appends bytes in base64 as a JSON string.
pub fn base64(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(STANDARD.encode(bytes).as_bytes());
    out.push(b'"');
}

/// Appends a number's decimal digits.
pub fn uint(n: u64, out: &mut Vec<u8>) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut n = n;
    loop {
        at -= 1;
        digits[at] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// Appends a number's decimal digits and sign.
pub fn int(n: i64, out: &mut Vec<u8>) {
    if n < 0 {
        out.push(b'-');
    }
    uint(n.unsigned_abs(), out);
}

/// An object being written; it is closed when dropped. Keys are ours and written as they are given.
#[derive(Debug)]
pub struct Object<'b> {
    out: &'b mut Vec<u8>,
    any: bool,
}

impl<'b> Object<'b> {
    /// Opens an object at the end of `out`.
    pub fn new(out: &'b mut Vec<u8>) -> Self {
        out.push(b'{');
        Object { out, any: false }
    }

    /// Writes a key; the value is for the caller to append.
    pub fn key(&mut self, key: &str) -> &mut Vec<u8> {
        if self.any {
            self.out.push(b',');
        }
        self.any = true;
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    /// Whether nothing is in it yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.any
    }

    /// Where what comes next begins, for [`Object::since`].
    #[must_use]
    pub fn position(&self) -> usize {
        self.out.len()
    }

    /// What has been added since, for [`Object::again`].
    #[must_use]
    pub fn since(&self, position: usize) -> &[u8] {
        self.out.get(position..).unwrap_or_default()
    }

    /// Adds what was added to another before; both must have been empty, or neither.
    pub fn again(&mut self, members: &[u8]) {
        self.any |= !members.is_empty();
        self.out.extend_from_slice(members);
    }

    /// A number.
    pub fn uint(&mut self, key: &str, n: u64) -> &mut Self {
        uint(n, self.key(key));
        self
    }

    /// A number that may be negative.
    pub fn int(&mut self, key: &str, n: i64) -> &mut Self {
        int(n, self.key(key));
        self
    }

    /// A number with a fraction; null when it is not finite.
    pub fn float(&mut self, key: &str, n: f64) -> &mut Self {
        let out = self.key(key);
        if n.is_finite() {
            // Writing to a Vec cannot fail. Display of an f64 is a JSON number: it has no exponent.
            let _ = write!(out, "{n}");
        } else {
            out.extend_from_slice(b"null");
        }
        self
    }

    /// True or false.
    pub fn bool(&mut self, key: &str, yes: bool) -> &mut Self {
        self.key(key).extend_from_slice(if yes { b"true" } else { b"false" });
        self
    }

    /// Nothing known.
    pub fn null(&mut self, key: &str) -> &mut Self {
        self.key(key).extend_from_slice(b"null");
        self
    }

    /// Text of ours.
    pub fn str(&mut self, key: &str, text: &str) -> &mut Self {
        string(text.as_bytes(), self.key(key));
        self
    }

    /// Bytes from outside: readable under `key`, and exact under `key_b64` when they are not UTF-8.
    pub fn bytes(&mut self, key: &str, bytes: &[u8]) -> &mut Self {
        if !string(bytes, self.key(key)) {
            base64(bytes, self.key(&format!("{key}_b64")));
        }
        self
    }

    /// An object within.
    pub fn object(&mut self, key: &str, fill: impl FnOnce(&mut Object<'_>)) -> &mut Self {
        fill(&mut Object::new(self.key(key)));
        self
    }

    /// An array of objects.
    pub fn objects<I: IntoIterator>(
        &mut self,
        key: &str,
        items: I,
        mut fill: impl FnMut(I::Item, &mut Object<'_>),
    ) -> &mut Self {
        array(items, self.key(key), |item, out| fill(item, &mut Object::new(out)));
        self
    }
}

impl Drop for Object<'_> {
    fn drop(&mut self) {
        self.out.push(b'}');
    }
}

/// Appends an array, whose items `write` appends.
pub fn array<I: IntoIterator>(items: I, out: &mut Vec<u8>, mut write: impl FnMut(I::Item, &mut Vec<u8>)) {
    out.push(b'[');
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        write(item, out);
    }
    out.push(b']');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value as Json;

    /// Writes a string under a key, parses it, and checks that the bytes come back.
    fn round_trip(bytes: &[u8]) -> String {
        let mut line = Vec::new();
        Object::new(&mut line).bytes("path", bytes);
        let line = String::from_utf8(line).expect("always UTF-8");
        assert!(!line.chars().any(escape::is_invisible), "{line:?}");
        let parsed: Json = serde_json::from_str(&line).expect("always parses");
        let exact = match parsed.get("path_b64") {
            Some(b64) => {
                assert!(std::str::from_utf8(bytes).is_err());
                STANDARD.decode(b64.as_str().expect("a string")).expect("base64")
            }
            None => parsed["path"].as_str().expect("a string").as_bytes().to_vec(),
        };
        assert_eq!(exact, bytes, "{line}");
        line
    }

    #[test]
    fn every_byte_and_every_character_comes_back() {
        for b in 0..=255u8 {
            round_trip(&[b]);
            round_trip(&[b'a', b, b'"', b]);
        }
        for c in escape::tests::characters() {
            round_trip(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }

    #[test]
    fn strings_are_readable() {
        assert_eq!(round_trip("/tmp/café".as_bytes()), r#"{"path":"/tmp/café"}"#);
        assert_eq!(round_trip(b"caf\xe9"), r#"{"path":"caf\\xe9","path_b64":"Y2Fm6Q=="}"#);
        assert_eq!(round_trip(b"\x1b\"\\\n\x7f"), r#"{"path":"\u001b\"\\\n\u007f"}"#);
        assert_eq!(round_trip("\u{202e}\u{e0041}".as_bytes()), r#"{"path":"\u202e\udb40\udc41"}"#);
    }

    #[test]
    fn objects_nest() {
        let mut line = Vec::new();
        Object::new(&mut line)
            .uint("max", u64::MAX)
            .int("min", i64::MIN)
            .uint("zero", 0)
            .float("half", 0.5)
            .float("nan", f64::NAN)
            .float("huge", 1e300)
            .bool("yes", true)
            .null("none")
            .str("s", "a\"b")
            .object("empty", |_| {})
            .object("key", |o| {
                o.uint("pid", 1);
            })
            .objects("slots", [1u64, 2], |n, o| {
                o.uint("low", n);
            });
        let line = String::from_utf8(line).expect("UTF-8");
        let parsed: Json = serde_json::from_str(&line).expect("parses");
        assert_eq!(parsed["max"], u64::MAX);
        assert_eq!(parsed["min"], i64::MIN);
        assert_eq!(parsed["huge"], 1e300);
        assert_eq!(parsed["nan"], Json::Null);
        assert_eq!(parsed["slots"][1]["low"], 2);
        assert!(line.ends_with(r#""s":"a\"b","empty":{},"key":{"pid":1},"slots":[{"low":1},{"low":2}]}"#), "{line}");
    }
}
