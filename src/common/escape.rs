//! Bytes from outside → text that does nothing to a terminal and can be turned back.
//!
//! A file's or a thread's name is chosen by whoever is being watched. Control characters (C0, DEL, C1), characters that
//! are invisible or reorder what stands around them, and bytes that are not UTF-8 are written `\n`, `\x1b`, `\u{202e}`;
//! the backslash itself `\\`, so that what was there can be told exactly.

use unicode_width::UnicodeWidthChar;

/// Which characters may stand for themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Charset {
    /// All of Unicode's visible ones.
    #[default]
    Utf8,
    /// ASCII alone: to a terminal of another encoding UTF-8 is other characters, controls among them.
    Ascii,
}

impl Charset {
    /// What a terminal understands, by the locale of the environment.
    #[must_use]
    pub fn of_locale() -> Self {
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")).unwrap_or_default();
        Self::of(&locale.to_string_lossy())
    }

    fn of(locale: &str) -> Self {
        let locale = locale.to_ascii_lowercase();
        if locale.contains("utf-8") || locale.contains("utf8") { Charset::Utf8 } else { Charset::Ascii }
    }
}

/// Code points that are not seen, or change how others are: Unicode 16's categories Cc, Cf, Zl, Zp and the property
/// `Default_Ignorable_Code_Point`. First and last of each range, ascending.
const INVISIBLE: [(u32, u32); 27] = [
    (0x00, 0x1f),
    (0x7f, 0x9f),
    (0xad, 0xad),
    (0x34f, 0x34f),
    (0x600, 0x605),
    (0x61c, 0x61c),
    (0x6dd, 0x6dd),
    (0x70f, 0x70f),
    (0x890, 0x891),
    (0x8e2, 0x8e2),
    (0x115f, 0x1160),
    (0x17b4, 0x17b5),
    (0x180b, 0x180f),
    (0x200b, 0x200f),
    (0x2028, 0x202e),
    (0x2060, 0x206f),
    (0x3164, 0x3164),
    (0xfe00, 0xfe0f),
    (0xfeff, 0xfeff),
    (0xffa0, 0xffa0),
    (0xfff0, 0xfffb),
    (0x110bd, 0x110bd),
    (0x110cd, 0x110cd),
    (0x13430, 0x1343f),
    (0x1bca0, 0x1bca3),
    (0x1d173, 0x1d17a),
    (0xe0000, 0xe0fff),
];

/// Whether a character must not be shown as itself.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    let c = u32::from(c);
    INVISIBLE.iter().take_while(|(first, _)| *first <= c).any(|(_, last)| c <= *last)
}

/// How many bytes at the beginning are visible ASCII, and neither a backslash nor `other`: what most names are from end
/// to end. Looks at eight at a time, since it does so for every string of every row.
pub(super) fn plain_prefix(bytes: &[u8], other: u8) -> usize {
    const fn each(b: u8) -> u64 {
        u64::from_ne_bytes([b; 8])
    }
    let zeros = |w: u64| w.wrapping_sub(each(1)) & !w;
    let unless = |w: u64, b: u8| zeros(w ^ each(b));
    // The top bit of a byte: not ASCII, below the space, or one of those. A borrow from the byte before can set it as
    // well, but then that byte's own is set.
    let is_plain = |w: u64| {
        (w | w.wrapping_sub(each(b' ')) | unless(w, 0x7f) | unless(w, b'\\') | unless(w, other)) & each(0x80) == 0
    };
    let (words, _) = bytes.as_chunks();
    let plain = words.iter().take_while(|word| is_plain(u64::from_le_bytes(**word))).count() * 8;
    if plain == words.len() * 8 && bytes.last_chunk().is_some_and(|word| is_plain(u64::from_le_bytes(*word))) {
        return bytes.len(); // what is left is in the last eight
    }
    let tail = bytes.get(plain..).unwrap_or_default();
    let is_plain = |b: u8| matches!(b, b' '..=b'~') && b != b'\\' && b != other;
    plain + tail.iter().take_while(|b| is_plain(**b)).count()
}

/// Appends `bytes` as text and tells how many columns it takes on a terminal.
pub fn text(bytes: &[u8], charset: Charset, out: &mut Vec<u8>) -> usize {
    let (plain, rest) = bytes.split_at(plain_prefix(bytes, b'\\'));
    out.extend_from_slice(plain);
    let mut columns = plain.len();
    for chunk in rest.utf8_chunks() {
        for c in chunk.valid().chars() {
            columns += character(c, charset, out);
        }
        for &b in chunk.invalid() {
            columns += hex_byte(b, out);
        }
    }
    columns
}

/// A message of ours, as one line, whatever it quotes from outside.
#[must_use]
pub fn message(message: &str) -> String {
    let mut out = Vec::with_capacity(message.len());
    text(message.as_bytes(), Charset::of_locale(), &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// Appends one character and tells its columns.
fn character(c: char, charset: Charset, out: &mut Vec<u8>) -> usize {
    let before = out.len();
    match c {
        '\n' => out.extend_from_slice(b"\\n"),
        '\t' => out.extend_from_slice(b"\\t"),
        '\r' => out.extend_from_slice(b"\\r"),
        '\\' => out.extend_from_slice(b"\\\\"),
        '\0'..='\x1f' | '\x7f' => return hex_byte(c as u8, out),
        ' '..='~' => out.push(c as u8),
        c if charset == Charset::Ascii || is_invisible(c) => {
            out.extend_from_slice(b"\\u{");
            hex(u32::from(c).into(), out);
            out.push(b'}');
        }
        c => {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            return c.width().unwrap_or(0);
        }
    }
    out.len() - before
}

/// Appends `\xNN` and tells its columns.
pub(super) fn hex_byte(b: u8, out: &mut Vec<u8>) -> usize {
    out.extend_from_slice(&[b'\\', b'x', HEX[usize::from(b >> 4)], HEX[usize::from(b & 15)]]);
    4
}

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Appends a number's hexadecimal digits, without leading zeros.
pub(super) fn hex(mut n: u64, out: &mut Vec<u8>) {
    let start = out.len();
    loop {
        out.push(HEX[(n & 15) as usize]);
        n >>= 4;
        if n == 0 {
            break;
        }
    }
    out[start..].reverse();
}

/// Appends one word as a shell (bash, zsh, ksh) reads it back: bare, `'…'` or `$'…'`. Tells its columns.
pub fn shell(word: &[u8], charset: Charset, out: &mut Vec<u8>) -> usize {
    let bare = |b: &u8| b.is_ascii_alphanumeric() || b"_-./:,@%+".contains(b);
    // A leading `a=b` would be an assignment.
    if !word.is_empty() && word.iter().all(|b| bare(b) || (*b == b'=' && word.starts_with(b"-"))) {
        out.extend_from_slice(word);
        return word.len();
    }
    let visible = |c: char| c.is_ascii_graphic() || c == ' ' || (charset == Charset::Utf8 && !is_invisible(c));
    match std::str::from_utf8(word) {
        Ok(word) if word.chars().all(|c| visible(c) && c != '\'' && c != '\\') => {
            out.push(b'\'');
            out.extend_from_slice(word.as_bytes());
            out.push(b'\'');
            2 + word.chars().map(|c| c.width().unwrap_or(0)).sum::<usize>()
        }
        _ => dollar(word, visible, out),
    }
}

/// Appends `$'…'`. Octal, not `\x`: only there do all shells agree where the number ends.
fn dollar(word: &[u8], visible: impl Fn(char) -> bool, out: &mut Vec<u8>) -> usize {
    let start = out.len();
    let mut saved = 0;
    let octal = |b: u8, out: &mut Vec<u8>| {
        out.extend_from_slice(&[b'\\', b'0' + (b >> 6), b'0' + (b >> 3 & 7), b'0' + (b & 7)]);
    };
    out.extend_from_slice(b"$'");
    for chunk in word.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\n' => out.extend_from_slice(b"\\n"),
                '\t' => out.extend_from_slice(b"\\t"),
                '\r' => out.extend_from_slice(b"\\r"),
                '\\' | '\'' => out.extend_from_slice(&[b'\\', c as u8]),
                c if visible(c) => {
                    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                    saved += c.len_utf8() - c.width().unwrap_or(0);
                }
                c => c.encode_utf8(&mut [0; 4]).bytes().for_each(|b| octal(b, out)),
            }
        }
        chunk.invalid().iter().for_each(|&b| octal(b, out));
    }
    out.push(b'\'');
    out.len() - start - saved
}

/// The bytes that [`text`] was given, or nothing when it cannot have written this.
#[must_use]
pub fn unescape(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, escape)) = rest.split_once('\\') {
        bytes.extend_from_slice(plain.as_bytes());
        let kind = escape.chars().next()?;
        rest = escape.get(kind.len_utf8()..)?;
        match kind {
            'n' => bytes.push(b'\n'),
            't' => bytes.push(b'\t'),
            'r' => bytes.push(b'\r'),
            '\\' => bytes.push(b'\\'),
            'x' => {
                bytes.push(u8::from_str_radix(rest.get(..2)?, 16).ok()?);
                rest = rest.get(2..)?;
            }
            'u' => {
                let (code, after) = rest.strip_prefix('{')?.split_once('}')?;
                let c = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
                bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                rest = after;
            }
            _ => return None,
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    Some(bytes)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    fn escaped(bytes: &[u8], charset: Charset) -> String {
        let mut out = Vec::new();
        let columns = text(bytes, charset, &mut out);
        let out = String::from_utf8(out).expect("always UTF-8");
        assert_eq!(columns, out.chars().map(|c| c.width().unwrap_or(0)).sum::<usize>(), "{out}");
        assert!(!out.chars().any(is_invisible), "{out:?}");
        assert_eq!(unescape(&out).expect("can be turned back"), bytes, "{out}");
        out
    }

    fn quoted(word: &[u8]) -> String {
        let mut out = Vec::new();
        let columns = shell(word, Charset::Utf8, &mut out);
        let out = String::from_utf8(out).expect("always UTF-8");
        assert!(!out.chars().any(is_invisible), "{out:?}");
        assert_eq!(columns, out.chars().map(|c| c.width().unwrap_or(0)).sum::<usize>(), "{out}");
        out
    }

    #[test]
    fn every_byte_alone_and_between_letters() {
        for b in 0..=255u8 {
            for charset in [Charset::Utf8, Charset::Ascii] {
                let alone = escaped(&[b], charset);
                assert_eq!(escaped(&[b'a', b, b'z'], charset), format!("a{alone}z"));
                match b {
                    b'\\' => assert_eq!(alone, "\\\\"),
                    b'\n' => assert_eq!(alone, "\\n"),
                    b'\t' => assert_eq!(alone, "\\t"),
                    b'\r' => assert_eq!(alone, "\\r"),
                    b' '..=b'~' => assert_eq!(alone.as_bytes(), [b]),
                    _ => assert_eq!(alone, format!("\\x{b:02x}")),
                }
            }
        }
    }

    /// All that have a rule of their own, their neighbours, and some of every length in UTF-8.
    pub(crate) fn characters() -> impl Iterator<Item = char> {
        ('\0'..'\u{3200}')
            .chain('\u{d000}'..'\u{11100}')
            .chain('\u{1f000}'..'\u{1fb00}')
            .chain('\u{dff00}'..'\u{e1100}')
    }

    #[test]
    fn plain_prefixes_end_where_they_should() {
        for length in 0..20 {
            for at in 0..length {
                for b in 0..=255u8 {
                    let mut bytes = vec![b'a'; length];
                    bytes[at] = b;
                    let is_plain = (b' '..=b'~').contains(&b) && b != b'\\' && b != b'"';
                    assert_eq!(plain_prefix(&bytes, b'"'), if is_plain { length } else { at }, "{bytes:?}");
                }
            }
        }
    }

    #[test]
    fn every_character() {
        for c in characters() {
            let mut buf = [0; 4];
            let bytes = c.encode_utf8(&mut buf).as_bytes();
            let utf8 = escaped(bytes, Charset::Utf8);
            assert_eq!(utf8.starts_with('\\'), is_invisible(c) || c == '\\', "{c:?}");
            assert!(escaped(bytes, Charset::Ascii).is_ascii());
        }
    }

    #[test]
    fn all_that_reorders_or_hides_is_invisible() {
        let bidi = "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
        let hidden =
            "\u{ad}\u{200b}\u{200c}\u{200d}\u{2028}\u{2029}\u{2060}\u{feff}\u{fe0f}\u{e0001}\u{e0041}\u{e0100}";
        let controls = "\0\x07\x1b\x7f\u{80}\u{85}\u{9b}\u{9d}\u{9f}";
        for c in bidi.chars().chain(hidden.chars()).chain(controls.chars()) {
            assert!(is_invisible(c), "{c:?}");
        }
        for c in " ~aé\u{a0}ж中한🙂\u{301}".chars() {
            assert!(!is_invisible(c), "{c:?}");
        }
        assert!(INVISIBLE.windows(2).all(|w| matches!(w, [(_, a), (b, _)] if a < b)));
    }

    #[test]
    fn a_hostile_name_is_one_readable_line() {
        let name = b"\x1b[31mred\x1b[2J\nFAKE 1 root\r\x9b\xff\t\"\\ \xe2\x80\xae\xc3\xa9\xed\xa0\x80";
        assert_eq!(
            escaped(name, Charset::Utf8),
            "\\x1b[31mred\\x1b[2J\\nFAKE 1 root\\r\\x9b\\xff\\t\"\\\\ \\u{202e}é\\xed\\xa0\\x80"
        );
        assert_eq!(escaped("é中".as_bytes(), Charset::Ascii), "\\u{e9}\\u{4e2d}");
        // The code point and the lone byte of CSI are told apart.
        assert_eq!(escaped("\u{9b}".as_bytes(), Charset::Utf8), "\\u{9b}");
    }

    #[test]
    fn a_terminal_is_trusted_with_utf8_when_its_locale_says_so() {
        for (locale, charset) in [
            ("de_DE.UTF-8", Charset::Utf8),
            ("C.utf8", Charset::Utf8),
            ("tr_TR", Charset::Ascii),
            ("de_DE.ISO-8859-1", Charset::Ascii),
            ("POSIX", Charset::Ascii),
            ("", Charset::Ascii),
        ] {
            assert_eq!(Charset::of(locale), charset, "{locale}");
        }
    }

    #[test]
    fn a_message_is_one_line() {
        assert_eq!(message("no '\u{1b}[2J\nopensnoop: ready\u{202e}'"), "no '\\x1b[2J\\nopensnoop: ready\\u{202e}'");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let mut out = Vec::new();
        assert_eq!(text("中文".as_bytes(), Charset::Utf8, &mut out), 4);
        assert_eq!(text("e\u{301}".as_bytes(), Charset::Utf8, &mut out), 1);
        assert_eq!(text("中文".as_bytes(), Charset::Ascii, &mut out), "\\u{4e2d}\\u{6587}".width());
    }

    #[test]
    fn what_text_never_writes_is_not_turned_back() {
        for wrong in ["\\", "\\q", "\\x", "\\xg0", "\\x1", "\\u", "\\u{", "\\u{}", "\\u{d800}", "\\u{110000}", "\\é"] {
            assert_eq!(unescape(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn words_are_quoted_for_a_shell() {
        for (word, want) in [
            (&b"ls"[..], "ls"),
            (b"", "''"),
            (b"--color=auto", "--color=auto"),
            (b"A=b", "'A=b'"),
            (b"two words", "'two words'"),
            (b"$HOME;`x`*~", "'$HOME;`x`*~'"),
            (b"it's", "$'it\\'s'"),
            (b"a\\b", "$'a\\\\b'"),
            (b"\x1b]0;t\x07\n", "$'\\033]0;t\\007\\n'"),
            (b"\xff\xfe1", "$'\\377\\3761'"),
            ("é 中".as_bytes(), "'é 中'"),
            ("\u{202e}é".as_bytes(), "$'\\342\\200\\256é'"),
        ] {
            assert_eq!(quoted(word), want);
        }
    }

    /// The shell itself says what it reads back.
    #[test]
    fn bash_reads_every_byte_back() {
        let words: Vec<Vec<u8>> = (1..=255u8).map(|b| vec![b'1', b, b'1']).collect();
        let mut script = b"printf '%s\\0'".to_vec();
        for word in &words {
            script.push(b' ');
            shell(word, Charset::Utf8, &mut script);
        }
        let script = String::from_utf8(script).expect("always UTF-8");
        let out = std::process::Command::new("bash").args(["-c", &script]).output().expect("bash runs").stdout;
        assert_eq!(out.split(|&b| b == 0).take(words.len()).collect::<Vec<_>>(), words);
    }
}
