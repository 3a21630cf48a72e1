//! The format of raw BTF: a header, records of types, names (`linux/btf.h`). Nothing here trusts its input.

use super::BtfError::{self, Malformed};

/// Size of the header in version 1, without what later versions may append.
pub const HEADER: usize = 24;
/// What is wrong with a record that does not fit into the section.
pub const BAD_TYPE: &str = "a type that is cut off or of an unknown kind";

/// `BTF_KIND_*` of `linux/btf.h`.
pub mod kind {
    pub const INT: u32 = 1;
    pub const PTR: u32 = 2;
    pub const ARRAY: u32 = 3;
    pub const STRUCT: u32 = 4;
    pub const UNION: u32 = 5;
    pub const ENUM: u32 = 6;
    pub const FWD: u32 = 7;
    pub const TYPEDEF: u32 = 8;
    pub const VOLATILE: u32 = 9;
    pub const CONST: u32 = 10;
    pub const RESTRICT: u32 = 11;
    pub const FUNC: u32 = 12;
    pub const FUNC_PROTO: u32 = 13;
    pub const VAR: u32 = 14;
    pub const DATASEC: u32 = 15;
    pub const FLOAT: u32 = 16;
    pub const DECL_TAG: u32 = 17;
    pub const TYPE_TAG: u32 = 18;
    pub const ENUM64: u32 = 19;
}

/// What follows the 12 bytes that every type has: `(bytes, bytes for each of vlen)`; `None` for an unknown kind.
const fn tail_of(kind: u32) -> Option<(u8, u8)> {
    match kind {
        kind::PTR
        | kind::FWD
        | kind::TYPEDEF
        | kind::VOLATILE
        | kind::CONST
        | kind::RESTRICT
        | kind::FUNC
        | kind::FLOAT
        | kind::TYPE_TAG => Some((0, 0)),
        kind::INT | kind::VAR | kind::DECL_TAG => Some((4, 0)),
        kind::ARRAY => Some((12, 0)),
        kind::STRUCT | kind::UNION | kind::DATASEC | kind::ENUM64 => Some((0, 12)),
        kind::ENUM | kind::FUNC_PROTO => Some((0, 8)),
        _ => None,
    }
}

/// Reads the `index`th 32-bit word; absent words read as 0 (callers check lengths, [`Type::parse`] above all).
pub fn word(bytes: &[u8], index: usize) -> u32 {
    bytes.get(index * 4..).and_then(<[u8]>::first_chunk).map_or(0, |b| u32::from_ne_bytes(*b))
}

/// `len` bytes of `raw` from `at` on.
pub fn part(raw: &[u8], at: u64, len: u32) -> Result<&[u8], BtfError> {
    let at = at as usize;
    raw.get(at..at.saturating_add(len as usize)).ok_or(Malformed("a section outside of the file"))
}

/// Places of the two sections, as offsets from the start of the file.
#[derive(Debug, Clone, Copy)]
pub struct Header {
    pub types: u64,
    pub types_len: u32,
    pub strings: u64,
    pub strings_len: u32,
}

impl Header {
    pub fn parse(b: &[u8], file_len: u64) -> Result<Self, BtfError> {
        const MAGIC: u16 = 0xEB9F;
        if b.len() < HEADER {
            return Err(Malformed("shorter than a header"));
        }
        if b[..2] == MAGIC.swap_bytes().to_ne_bytes() {
            return Err(Malformed("of the other byte order"));
        }
        if b[..2] != MAGIC.to_ne_bytes() {
            return Err(Malformed("no magic number at its start"));
        }
        if b[2] != 1 {
            return Err(Malformed("an unknown version"));
        }
        let (len, types_len, strings_len) = (word(b, 1), word(b, 3), word(b, 5));
        let (types, strings) = (u64::from(len) + u64::from(word(b, 2)), u64::from(len) + u64::from(word(b, 4)));
        if (len as usize) < HEADER
            || types + u64::from(types_len) > file_len
            || strings + u64::from(strings_len) > file_len
        {
            return Err(Malformed("a section outside of the file"));
        }
        Ok(Self { types, types_len, strings, strings_len })
    }
}

/// One type's record.
#[derive(Debug, Clone)]
pub struct Type<'a> {
    pub name: u32,
    pub info: u32,
    /// A size in bytes or the id of another type, by kind.
    pub size: u32,
    pub tail: &'a [u8],
}

impl<'a> Type<'a> {
    /// Reads the record at the start of `b`.
    pub fn parse(b: &'a [u8]) -> Result<Self, BtfError> {
        let tail = b.get(12..).ok_or(Malformed(BAD_TYPE))?;
        let mut t = Self { name: word(b, 0), info: word(b, 1), size: word(b, 2), tail: &[] };
        t.tail = tail.get(..record_len(t.info) - 12).ok_or(Malformed(BAD_TYPE))?;
        Ok(t)
    }

    pub fn kind(&self) -> u32 {
        kind_of(self.info)
    }

    /// The same without what follows it.
    pub fn head(&self) -> Type<'static> {
        Type { tail: &[], ..*self }
    }

    /// Bytes of the whole record.
    pub fn len(&self) -> usize {
        12 + self.tail.len()
    }

    /// Members, enumerators, parameters … each at least two words long and a name first.
    pub fn entries(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let each = tail_of(self.kind()).map_or(0, |(_, each)| each as usize);
        let tail = if each == 0 { &[][..] } else { self.tail };
        tail.chunks_exact(each.max(1))
    }
}

pub fn kind_of(info: u32) -> u32 {
    (info >> 24) & 0x1f
}

/// Bytes of the record with this `info` word; too many for any section if its kind is unknown.
#[inline]
pub fn record_len(info: u32) -> usize {
    const LENGTHS: [(u32, u32); 32] = {
        let mut lengths = [(1 << 30, 0); 32];
        let mut kind = 0;
        while kind < lengths.len() {
            if let Some((fixed, each)) = tail_of(kind as u32) {
                lengths[kind] = (12 + fixed as u32, each as u32);
            }
            kind += 1;
        }
        lengths
    };
    let (fixed, each) = LENGTHS[kind_of(info) as usize];
    fixed as usize + each as usize * (info & 0xffff) as usize
}
