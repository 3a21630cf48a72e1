//! Unpacks what `xz` has packed, as distributions pack symbols into their programs: blocks of LZMA2 with no other filter.
//!
//! The format is that of <https://tukaani.org/xz/xz-file-format.txt>; LZMA itself is what the LZMA SDK's specification says.
//! Input is hostile: what is unpacked is never more than was said, every step takes some input or gives some output, and what
//! makes no sense is refused. Checksums are passed over, as whoever could change the rest could change them, too.

/// The largest that are unpacked of what is in a file that anybody may have made, and what is taken for it. Of the largest
/// browser, symbols take a third of it.
pub const MOST_PACKED: u64 = 16 << 20;
/// See [`MOST_PACKED`].
pub const MOST: usize = 64 << 20;

const MAGIC: &[u8] = b"\xfd7zXZ\0";
const LZMA2: u64 = 0x21;

/// Unpacks a file of at most so many bytes; `None` for one that is larger, broken, or packed in another way.
#[must_use]
pub fn unpack(packed: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut input = Input(packed);
    if input.take(MAGIC.len())? != MAGIC {
        return None;
    }
    let check = match input.take(2)? {
        [0, 0] => 0,
        [0, 1] => 4,
        [0, 4] => 8,
        [0, 10] => 32,
        _ => return None,
    };
    input.take(4)?; // of the header
    let mut out = Vec::new();
    loop {
        let words = input.byte()?;
        if words == 0 {
            return Some(out); // here the index begins
        }
        let mut header = Input(input.take(usize::from(words) * 4 + 3)?);
        let flags = header.byte()?;
        if flags & 0b11_1111 != 0 {
            return None; // more filters than one
        }
        for _ in 0..(flags >> 6).count_ones() {
            header.number()?; // its size, packed and not
        }
        if header.number()? != LZMA2 {
            return None;
        }
        let before = input.0.len();
        block(&mut input, &mut out, most)?;
        let padding = (before - input.0.len()).wrapping_neg() % 4;
        input.take(padding + check)?;
    }
}

/// One block: chunks, until one says that it is none.
fn block(input: &mut Input<'_>, out: &mut Vec<u8>, most: usize) -> Option<()> {
    let mut start = None;
    let mut lzma: Option<Lzma> = None;
    loop {
        let control = input.byte()?;
        if control == 0 {
            return Some(());
        }
        // What comes refers to nothing before this.
        if control == 1 || control >= 0xe0 {
            start = Some(out.len());
        }
        let start = start?;
        if control < 0x80 {
            if control > 2 {
                return None;
            }
            let length = input.length()?;
            if length > most.saturating_sub(out.len()) {
                return None;
            }
            out.extend(input.take(length)?);
            continue;
        }
        let length = (usize::from(control & 0x1f) << 16) + input.length()?;
        let packed = input.length()?;
        if length > most.saturating_sub(out.len()) {
            return None;
        }
        match control >> 5 & 3 {
            0 => {}
            1 => lzma.as_mut()?.reset(),
            _ => lzma = Some(Lzma::new(input.byte()?)?),
        }
        let mut code = Range::new(input.take(packed)?)?;
        lzma.as_mut()?.chunk(&mut code, out, start, length)?;
    }
}

/// Bytes that are left.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|byte| byte[0])
    }

    /// A length less 1, in two bytes.
    fn length(&mut self) -> Option<usize> {
        let [high, low] = self.take(2)?.try_into().ok()?;
        Some(usize::from(u16::from_be_bytes([high, low])) + 1)
    }

    /// Seven bits in each byte, the lowest first.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

/// How likely it is that a bit is 0, in 2048ths.
type Odds = u16;
const EVEN: Odds = 1024;

/// The range coder: bits, of each of which somebody knows how likely it is.
struct Range<'a> {
    rest: &'a [u8],
    width: u32,
    code: u32,
}

impl<'a> Range<'a> {
    fn new(chunk: &'a [u8]) -> Option<Self> {
        let (first, rest) = chunk.split_at_checked(5)?;
        let code = u32::from_be_bytes(first.get(1..)?.try_into().ok()?);
        (first[0] == 0).then_some(Self { rest, width: u32::MAX, code })
    }

    fn fill(&mut self) -> Option<()> {
        if self.width < 1 << 24 {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            self.width <<= 8;
            self.code = self.code << 8 | u32::from(*byte);
        }
        Some(())
    }

    fn bit(&mut self, odds: &mut Odds) -> Option<usize> {
        self.fill()?;
        let bound = (self.width >> 11) * u32::from(*odds);
        if self.code < bound {
            self.width = bound;
            *odds += (2048 - *odds) >> 5;
            Some(0)
        } else {
            self.width -= bound;
            self.code -= bound;
            *odds -= *odds >> 5;
            Some(1)
        }
    }

    /// So many bits that are as likely 0 as 1, the highest first.
    fn even_bits(&mut self, count: u32) -> Option<usize> {
        let mut bits = 0;
        for _ in 0..count {
            self.fill()?;
            self.width >>= 1;
            let bit = self.code >= self.width;
            if bit {
                self.code -= self.width;
            }
            bits = bits << 1 | usize::from(bit);
        }
        Some(bits)
    }

    /// A number of so many bits, the highest first, of each of which the odds depend on those before.
    fn tree(&mut self, odds: &mut [Odds], count: u32) -> Option<usize> {
        let mut node = 1;
        for _ in 0..count {
            node = node << 1 | self.bit(odds.get_mut(node)?)?;
        }
        Some(node - (1 << count))
    }

    /// As [`Self::tree`], the lowest first.
    fn reverse_tree(&mut self, odds: &mut [Odds], count: u32) -> Option<usize> {
        let (mut node, mut number) = (1, 0);
        for place in 0..count {
            let bit = self.bit(odds.get_mut(node)?)?;
            node = node << 1 | bit;
            number |= bit << place;
        }
        Some(number)
    }
}

/// How long a match is.
struct Lengths {
    choices: [Odds; 2],
    short: [[Odds; 8]; 16],
    middle: [[Odds; 8]; 16],
    long: [Odds; 256],
}

impl Lengths {
    const NEW: Self = Self { choices: [EVEN; 2], short: [[EVEN; 8]; 16], middle: [[EVEN; 8]; 16], long: [EVEN; 256] };

    fn read(&mut self, code: &mut Range<'_>, position: usize) -> Option<usize> {
        let [first, second] = &mut self.choices;
        Some(if code.bit(first)? == 0 {
            2 + code.tree(&mut self.short[position], 3)?
        } else if code.bit(second)? == 0 {
            10 + code.tree(&mut self.middle[position], 3)?
        } else {
            18 + code.tree(&mut self.long, 8)?
        })
    }
}

/// What has come before decides what is likely.
struct Odd {
    is_match: [[Odds; 16]; 12],
    is_repeated: [Odds; 12],
    is_older: [Odds; 12],
    is_third: [Odds; 12],
    is_fourth: [Odds; 12],
    is_longer: [[Odds; 16]; 12],
    slots: [[Odds; 64]; 4],
    distances: [Odds; 128],
    aligned: [Odds; 16],
    lengths: Lengths,
    repeated_lengths: Lengths,
    literals: Vec<[Odds; 0x300]>,
}

/// The state that goes from chunk to chunk.
struct Lzma {
    /// How many bits of the byte before, and of the position, literals depend on; of the position, all else.
    literal_context: u32,
    literal_position: usize,
    position: usize,
    /// What the last few things were: 0 to 6 after a literal.
    state: usize,
    /// How far back the last four matches were, less 1.
    distances: [usize; 4],
    odds: Box<Odd>,
}

impl Lzma {
    fn new(properties: u8) -> Option<Self> {
        let (literal_context, rest) = (u32::from(properties % 9), properties / 9);
        let (literal_position, position) = (rest % 5, rest / 5);
        if position > 4 || literal_context + u32::from(literal_position) > 4 {
            return None;
        }
        let odds = Box::new(Odd {
            is_match: [[EVEN; 16]; 12],
            is_repeated: [EVEN; 12],
            is_older: [EVEN; 12],
            is_third: [EVEN; 12],
            is_fourth: [EVEN; 12],
            is_longer: [[EVEN; 16]; 12],
            slots: [[EVEN; 64]; 4],
            distances: [EVEN; 128],
            aligned: [EVEN; 16],
            lengths: Lengths::NEW,
            repeated_lengths: Lengths::NEW,
            literals: vec![[EVEN; 0x300]; 1 << (literal_context + u32::from(literal_position))],
        });
        let (literal_position, position) = ((1 << literal_position) - 1, (1 << position) - 1);
        Some(Self { literal_context, literal_position, position, state: 0, distances: [0; 4], odds })
    }

    /// Forgets all but how it was made.
    fn reset(&mut self) {
        let properties = |mask: usize| mask.count_ones();
        let packed = (properties(self.position) * 5 + properties(self.literal_position)) * 9 + self.literal_context;
        if let Some(new) = Self::new(packed as u8) {
            *self = new;
        }
    }

    /// Unpacks so many bytes; those from `start` on may be repeated.
    fn chunk(&mut self, code: &mut Range<'_>, out: &mut Vec<u8>, start: usize, length: usize) -> Option<()> {
        let end = out.len() + length;
        while out.len() < end {
            let at = (out.len() - start) & self.position;
            let state = self.state;
            if code.bit(&mut self.odds.is_match[state][at])? == 0 {
                self.literal(code, out, start)?;
                continue;
            }
            let odds = &mut *self.odds;
            let (length, after_literal, after_match) = if code.bit(&mut odds.is_repeated[state])? == 0 {
                let length = odds.lengths.read(code, at)?;
                let distance = odds.distance(code, length)?;
                self.distances.rotate_right(1);
                self.distances[0] = distance;
                (length, 7, 10)
            } else {
                let which = odds.which(code, state)?;
                if which == 0 && code.bit(&mut odds.is_longer[state][at])? == 0 {
                    (1, 9, 11)
                } else {
                    self.distances[..=which].rotate_right(1);
                    (odds.repeated_lengths.read(code, at)?, 8, 11)
                }
            };
            self.state = if state < 7 { after_literal } else { after_match };
            let distance = self.distances[0] + 1;
            if distance > out.len() - start || length > end - out.len() {
                return None;
            }
            for _ in 0..length {
                out.push(out[out.len() - distance]);
            }
        }
        Some(())
    }

    /// One byte, of which it depends on the one before how likely it is, and behind a match on the one that would have
    /// gone on with it.
    fn literal(&mut self, code: &mut Range<'_>, out: &mut Vec<u8>, start: usize) -> Option<()> {
        let known = out.get(start..)?;
        let before = known.last().map_or(0, |byte| usize::from(*byte));
        let at = (known.len() & self.literal_position) << self.literal_context | before >> (8 - self.literal_context);
        let odds = self.odds.literals.get_mut(at)?;
        let mut node = 1;
        if self.state >= 7 {
            let mut expected = usize::from(*known.get(known.len().checked_sub(self.distances[0] + 1)?)?);
            let mut as_expected = 0x100;
            while as_expected != 0 && node < 0x100 {
                expected <<= 1;
                let bit = expected & as_expected;
                let found = code.bit(&mut odds[as_expected + bit + node])?;
                node = node << 1 | found;
                as_expected &= if found == 0 { !bit } else { bit };
            }
        }
        while node < 0x100 {
            node = node << 1 | code.bit(&mut odds[node])?;
        }
        out.push(node as u8);
        self.state = match self.state {
            0..=3 => 0,
            4..=9 => self.state - 3,
            _ => self.state - 6,
        };
        Some(())
    }
}

impl Odd {
    /// Which of the last four distances it is.
    fn which(&mut self, code: &mut Range<'_>, state: usize) -> Option<usize> {
        for (which, odds) in [&mut self.is_older, &mut self.is_third, &mut self.is_fourth].into_iter().enumerate() {
            if code.bit(&mut odds[state])? == 0 {
                return Some(which);
            }
        }
        Some(3)
    }

    /// How far back a match of this length is, less 1.
    fn distance(&mut self, code: &mut Range<'_>, length: usize) -> Option<usize> {
        let slot = code.tree(&mut self.slots[(length - 2).min(3)], 6)?;
        if slot < 4 {
            return Some(slot);
        }
        let bits = (slot as u32 >> 1) - 1;
        let high = (2 | slot & 1) << bits;
        Some(if slot < 14 {
            high + code.reverse_tree(&mut self.distances[high - slot..], bits)?
        } else {
            high + (code.even_bits(bits - 4)? << 4) + code.reverse_tree(&mut self.aligned, 4)?
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::Write as _,
        process::{Command, Stdio},
    };

    /// What `xz` makes of these bytes.
    fn packed(bytes: &[u8], options: &[&str]) -> Vec<u8> {
        let mut command = Command::new("xz");
        let mut xz = command.args(options).arg("-c").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut input = xz.stdin.take().unwrap();
        let bytes = bytes.to_vec();
        let writer = std::thread::spawn(move || input.write_all(&bytes).unwrap());
        let packed = xz.wait_with_output().unwrap().stdout;
        writer.join().unwrap();
        packed
    }

    /// Bytes without a pattern, and some of them again.
    fn noise(length: usize) -> Vec<u8> {
        let mut seed = 7u64;
        let next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 56) as u8
        };
        std::iter::repeat_with(next).take(length).collect()
    }

    #[test]
    fn what_was_packed_is_unpacked() {
        let program = std::fs::read("/proc/self/exe").unwrap();
        let program = program.get(program.len() / 2..).unwrap().get(..300_000).unwrap();
        // More than a chunk of what cannot be packed, and of both sides of it.
        let mixed = [&noise(10_000)[..], program, &noise(100_000)].concat();
        let same = vec![b'a'; 100_000];
        let inputs: [&[u8]; 4] = [b"", b"a", &same, &mixed];
        for input in inputs {
            for options in
                [&["-6"][..], &["-0", "--check=none"], &["-9e", "--check=crc32"], &["--lzma2=preset=6,lc=0,lp=3,pb=4"]]
            {
                let packed = packed(input, options);
                assert!(unpack(&packed, input.len()).as_deref() == Some(input), "{options:?}, {} bytes", input.len());
                if let Some(less) = input.len().checked_sub(1) {
                    assert_eq!(unpack(&packed, less), None, "{options:?}");
                }
            }
            let blocks = packed(input, &["--block-size=65536", "-T2"]);
            assert!(unpack(&blocks, input.len()).as_deref() == Some(input), "{} bytes in blocks", input.len());
        }
    }

    #[test]
    fn what_is_broken_is_refused_or_something_else() {
        let input = [&noise(200)[..], &[b'x'; 200], &noise(200)].concat();
        let whole = packed(&input, &[]);
        for length in 0..whole.len() - 28 {
            assert_eq!(unpack(&whole[..length], 1 << 20), None, "{length} bytes");
        }
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] ^= 0x55;
            assert!(unpack(&broken, 1 << 20).is_none_or(|bytes| bytes.len() <= 1 << 20));
        }
        for wrong in [packed(&input, &["--x86", "--lzma2"]), packed(&input, &["--format=lzma"]), Vec::new()] {
            assert_eq!(unpack(&wrong, 1 << 20), None);
        }
    }
}
