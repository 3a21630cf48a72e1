//! The strings and numbers of a JSON text that somebody else wrote, each with the keys that lead to it. Nothing is built
//! of it, so that a text costs no memory but its longest string and its deepest path.

/// Deeper than anybody's configuration; a text that nests more is refused.
const MAX_DEPTH: usize = 64;

/// Calls `each` with every string and number, and the keys of the objects that it is in, outermost first; an item of an
/// array has its place as its key, in decimal. Numbers stand as they are written. `None` if the text is no JSON: what
/// `each` has been told by then should not be believed.
pub fn each(text: &[u8], mut each: impl FnMut(&[Vec<u8>], &[u8])) -> Option<()> {
    let mut reader = Reader { text, at: 0, keys: Vec::new(), each: &mut each };
    reader.value()?;
    reader.skip_space();
    (reader.at == text.len()).then_some(())
}

/// Whether the keys are these.
#[must_use]
pub fn is(keys: &[Vec<u8>], these: &[&str]) -> bool {
    keys.len() == these.len() && keys.iter().zip(these).all(|(key, this)| key == this.as_bytes())
}

/// Is told the keys, and what they lead to.
type Each<'f> = dyn FnMut(&[Vec<u8>], &[u8]) + 'f;

struct Reader<'t, 'f> {
    text: &'t [u8],
    at: usize,
    keys: Vec<Vec<u8>>,
    each: &'f mut Each<'f>,
}

impl Reader<'_, '_> {
    fn skip_space(&mut self) {
        while matches!(self.text.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// The next byte that is no space, which stays.
    fn peek(&mut self) -> Option<u8> {
        self.skip_space();
        self.text.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.text.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    /// Goes past this byte, which has to come.
    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn value(&mut self) -> Option<()> {
        match self.peek()? {
            b'{' => self.members(b'}', |reader, _| {
                let key = reader.string()?;
                reader.expect(b':')?;
                Some(key)
            }),
            b'[' => self.members(b']', |_, place| Some(place.to_string().into_bytes())),
            b'"' => {
                let string = self.string()?;
                (self.each)(&self.keys, &string);
                Some(())
            }
            b'-' | b'0'..=b'9' => {
                let start = self.at;
                let is_in = |b: &u8| matches!(b, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9');
                self.at += self.text[start..].iter().take_while(|b| is_in(b)).count();
                (self.each)(&self.keys, &self.text[start..self.at]);
                Some(())
            }
            _ => {
                let rest = &self.text[self.at..];
                let word = [&b"true"[..], b"false", b"null"].into_iter().find(|word| rest.starts_with(word))?;
                self.at += word.len();
                Some(())
            }
        }
    }

    /// What stands between two brackets; `key` reads or makes the key of the next value.
    fn members(&mut self, end: u8, key: impl Fn(&mut Self, usize) -> Option<Vec<u8>>) -> Option<()> {
        self.at += 1;
        if self.peek()? == end {
            self.at += 1;
            return Some(());
        }
        for place in 0.. {
            let key = key(self, place)?;
            if self.keys.len() == MAX_DEPTH {
                return None;
            }
            self.keys.push(key);
            self.value()?;
            self.keys.pop();
            match self.peek()? {
                b',' => self.at += 1,
                byte if byte == end => break,
                _ => return None,
            }
        }
        self.at += 1;
        Some(())
    }

    fn string(&mut self) -> Option<Vec<u8>> {
        self.expect(b'"')?;
        let mut string = Vec::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.iter().position(|b| matches!(b, b'"' | b'\\'))?;
            string.extend_from_slice(&rest[..plain]);
            self.at += plain + 1;
            if rest[plain] == b'"' {
                return Some(string);
            }
            let byte = match self.next()? {
                byte @ (b'"' | b'\\' | b'/') => byte,
                b'b' => 0x08,
                b'f' => 0x0c,
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'u' => {
                    let c = self.escaped()?;
                    string.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                    continue;
                }
                _ => return None,
            };
            string.push(byte);
        }
    }

    /// What follows `\u`: four digits, or two times four of a pair. Half a pair is the replacement character.
    fn escaped(&mut self) -> Option<char> {
        let first = self.four_digits()?;
        if !(0xd800..0xdc00).contains(&first) || !self.text[self.at..].starts_with(b"\\u") {
            return Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let after_first = self.at;
        self.at += 2;
        let second = self.four_digits()?;
        if !(0xdc00..0xe000).contains(&second) {
            self.at = after_first;
            return Some(char::REPLACEMENT_CHARACTER);
        }
        char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value as Json;

    fn leaves(text: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
        let mut leaves = Vec::new();
        each(text, |keys, value| {
            let keys: Vec<_> = keys.iter().map(|key| String::from_utf8_lossy(key)).collect();
            leaves.push((keys.join("/"), value.to_vec()));
        })?;
        Some(leaves)
    }

    #[test]
    fn strings_and_numbers_come_with_their_keys() {
        let text = br#" {"a": {"b": ["x", -1.5e3, {"c/d": ""}], "e": null}, "f" : true, "g": [], "h": {}, "i": 0} "#;
        let expected = [("a/b/0", "x"), ("a/b/1", "-1.5e3"), ("a/b/2/c/d", ""), ("i", "0")];
        assert_eq!(leaves(text).unwrap(), expected.map(|(keys, value)| (keys.to_owned(), value.into())));
    }

    #[test]
    fn strings_are_what_another_reader_makes_of_them() {
        for text in [r#""\"\\\/\b\f\n\r\t""#, r#""\u001b[2J\u00e9\ud83d\ude42""#, r#""é中🙂""#] {
            let Json::String(expected) = serde_json::from_str(text).unwrap() else { panic!("a string") };
            assert_eq!(leaves(text.as_bytes()).unwrap(), [(String::new(), expected.into_bytes())]);
        }
        // Where that one refuses: halves of pairs, and bytes that are no UTF-8.
        assert_eq!(leaves(br#""\ud83dx\ude42\ud83d\u0041""#).unwrap()[0].1, "\u{fffd}x\u{fffd}\u{fffd}A".as_bytes());
        assert_eq!(leaves(b"\"\xff\"").unwrap()[0].1, b"\xff");
    }

    #[test]
    fn what_is_no_json_is_refused() {
        let deep = |depth| [vec![b'['; depth], vec![b']'; depth]].concat();
        assert_eq!(leaves(&deep(MAX_DEPTH + 1)), Some(vec![]));
        assert_eq!(leaves(&deep(MAX_DEPTH + 2)), None);
        for text in [
            "",
            "{",
            "[",
            "\"",
            "\"\\",
            "\"\\u12",
            "\"\\u12é4\"",
            "\"\\q\"",
            "{a:1}",
            "{\"a\"}",
            "{\"a\":}",
            "[1,]",
            "[,]",
            "[1 2]",
            "{\"a\":1,}",
            "{} {}",
            "nul",
            "\0",
            "]",
            "{\"a\":1]",
            "[1}",
            "\"a\" b",
        ] {
            assert_eq!(leaves(text.as_bytes()), None, "{text}");
        }
    }
}
