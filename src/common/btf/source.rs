//! The file that is reduced: passed over for names and for types, then looked into for single types.

use std::{collections::HashMap, fs::File, io, os::unix::fs::FileExt as _, path::Path};

use super::{
    BtfError::{self, Malformed},
    VMLINUX, Wanted,
    raw::{BAD_TYPE, HEADER, Header, Type, kind, kind_of, record_len, word},
};

/// Kernels' BTF is 3–10 MB; anything beyond this is not one.
const MAX_LEN: u64 = 256 << 20;
/// One read of a pass. sysfs gives at most a page for each call; files give all of it.
const PASS: usize = 32 << 10;
/// One read when a single type is looked up: more than STRIDE types usually take.
const LOOKUP: usize = 512;
/// The place of each type whose id is a multiple of this is remembered.
const STRIDE: u32 = 16;
/// Typedefs, pointers and the like between a name and a prototype; kernels have three.
const MAX_CHAIN: usize = 16;

/// What the name of the typedef of a tracepoint's prototype starts with.
pub const TRACEPOINT_PREFIX: &str = "btf_trace_";

/// A set of numbers that says "no" fast and "perhaps" seldom wrongly.
struct Filter([u64; 512]);

impl Filter {
    #[inline]
    fn slot(number: u32) -> (usize, u64) {
        // The upper bits of a product with an odd number depend on all bits of the other.
        let hash = u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 49;
        ((hash / 64) as usize, 1 << (hash % 64))
    }

    fn add(&mut self, number: u32) {
        let (at, bit) = Self::slot(number);
        self.0[at] |= bit;
    }

    #[inline]
    fn may_have(&self, number: u32) -> bool {
        let (at, bit) = Self::slot(number);
        self.0[at] & bit != 0
    }

    /// Passes over the types whose records begin in `bytes`, and returns how long they are. `id` is the id of the last
    /// type before and then of the last one seen. Puts id, name and info of those whose name may be in the set into
    /// `perhaps`, and the place of each [`STRIDE`]th, counted from `at`, into `places`.
    #[inline(never)] // On its own, the loop gets all the registers.
    fn types(
        &self,
        bytes: &[u8],
        at: usize,
        id: &mut u32,
        perhaps: &mut Vec<(u32, u32, u32)>,
        places: &mut Vec<u32>,
    ) -> usize {
        let (mut from, mut here) = (0, *id);
        while let Some(record) = bytes.get(from..).and_then(<[u8]>::first_chunk::<12>) {
            here += 1;
            if here.is_multiple_of(STRIDE) {
                places.push((at + from) as u32);
            }
            let (name, info) = (word(record, 0), word(record, 1));
            if self.may_have(name) {
                perhaps.push((here, name, info));
            }
            from += record_len(info);
        }
        *id = here;
        from
    }
}

/// A set of names that says "no" fast and "perhaps" seldom wrongly: for each mixture of first, middle and last byte, the
/// lengths that there are, as bits (lengths that differ by 64 share one).
struct Shapes([u64; 1024]);

impl Shapes {
    #[inline]
    fn slot(name: &[u8]) -> (usize, u64) {
        let [first, .., last] = *name else { return (0, 1) };
        let mixture = u32::from(first) ^ u32::from(name[name.len() / 2]) << 2 ^ u32::from(last) << 4;
        (mixture as usize % 1024, 1 << (name.len() % 64))
    }

    fn add(&mut self, name: &[u8]) {
        let (at, bit) = Self::slot(name);
        self.0[at] |= bit;
    }

    /// Passes over names that each end with a NUL. Puts the bounds of those that may be in the set into `perhaps` and
    /// returns where the name without an end starts, if the last one has none.
    #[inline(never)] // As above.
    fn names(&self, bytes: &[u8], perhaps: &mut Vec<(usize, usize)>) -> usize {
        let (chunks, rest) = bytes.as_chunks();
        let (mut start, mut at) = (0, 0);
        for chunk in chunks {
            let mut ends = nuls(chunk);
            while ends != 0 {
                let end = at + ends.trailing_zeros() as usize;
                let (slot, bit) = Self::slot(&bytes[start..end]);
                if self.0[slot] & bit != 0 {
                    perhaps.push((start, end));
                }
                start = end + 1;
                ends &= ends - 1;
            }
            at += chunk.len();
        }
        for end in (at..bytes.len()).filter(|&end| rest[end - at] == 0) {
            perhaps.push((start, end));
            start = end + 1;
        }
        start
    }
}

/// A bit for each byte that is zero, the lowest for the first.
#[cfg(target_arch = "x86_64")]
#[inline]
fn nuls(bytes: &[u8; 16]) -> u32 {
    use std::arch::x86_64::{_mm_cmpeq_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_setzero_si128};
    // SAFETY: every x86-64 has SSE2; the load takes any address that 16 bytes can be read from.
    unsafe {
        let bytes = _mm_loadu_si128(bytes.as_ptr().cast());
        _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_setzero_si128())) as u32
    }
}

/// A bit for each byte that is zero, the lowest for the first.
#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn nuls(bytes: &[u8; 16]) -> u32 {
    bytes.iter().rev().fold(0, |nuls, byte| nuls << 1 | u32::from(*byte == 0))
}

/// One wanted name and what it may name (a member or an enumerator in any case).
#[derive(Debug)]
pub struct Name {
    pub text: String,
    is_type: bool,
    is_function: bool,
    is_tracepoint: bool,
}

/// All wanted names, to be found among the names of the kernel.
pub struct Names {
    list: Vec<Name>,
    by_text: HashMap<Vec<u8>, usize>,
    shapes: Shapes,
}

/// Offset in the source's names → wanted name.
pub type Places<'n> = HashMap<u32, &'n Name>;

impl Names {
    pub fn of(wanted: &Wanted) -> Self {
        let mut names = Self { list: Vec::new(), by_text: HashMap::new(), shapes: Shapes([0; 1024]) };
        for text in &wanted.types {
            names.entry(text.clone()).is_type = true;
        }
        for text in &wanted.members {
            names.entry(text.clone());
        }
        for text in &wanted.functions {
            names.entry(text.clone()).is_function = true;
        }
        for text in &wanted.tracepoints {
            names.entry(format!("{TRACEPOINT_PREFIX}{text}")).is_tracepoint = true;
        }
        names
    }

    fn entry(&mut self, text: String) -> &mut Name {
        let next = self.list.len();
        let at = *self.by_text.entry(text.clone().into_bytes()).or_insert(next);
        if at == next {
            self.shapes.add(text.as_bytes());
            self.list.push(Name { text, is_type: false, is_function: false, is_tracepoint: false });
        }
        &mut self.list[at]
    }

    fn find(&self, name: &[u8]) -> Option<&Name> {
        self.by_text.get(name).and_then(|&at| self.list.get(at))
    }
}

/// What the pass over the types found.
pub struct Found<'n> {
    pub index: Index,
    /// Ids of the wanted types.
    pub roots: Vec<u32>,
    /// Names and ids of the wanted functions.
    pub functions: Vec<(&'n str, u32)>,
    /// Names and ids of the typedefs of the wanted tracepoints' prototypes.
    pub tracepoints: Vec<(&'n str, u32)>,
}

/// Where types are.
pub struct Index {
    /// Place of each [`STRIDE`]th type, from the start of the types.
    places: Vec<u32>,
    /// Types in all; ids run from 1 to this.
    count: u32,
}

/// The kernel's own BTF, mapped: since Linux 6.16, and not counted as the process's memory.
struct Mapping {
    start: *mut libc::c_void,
    len: usize,
}

impl Mapping {
    fn of(file: &File, len: usize) -> Option<Self> {
        use std::os::fd::AsRawFd as _;
        // SAFETY: a new mapping at an address of the kernel's choice touches no other memory.
        let start =
            unsafe { libc::mmap(std::ptr::null_mut(), len, libc::PROT_READ, libc::MAP_PRIVATE, file.as_raw_fd(), 0) };
        (start != libc::MAP_FAILED).then_some(Self { start, len })
    }

    fn bytes(&self) -> &[u8] {
        // SAFETY: the mapping lives as long as `self`, and the kernel never changes its BTF.
        unsafe { std::slice::from_raw_parts(self.start.cast(), self.len) }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: made by `of`, and `bytes` borrows from `self`.
        unsafe { libc::munmap(self.start, self.len) };
    }
}

/// The file, mapped or with the piece of it that was read last. Its types have numbers from 1 here.
pub struct Source {
    file: File,
    mapping: Option<Mapping>,
    header: Header,
    /// Of a module's: how many types and bytes of names the kernel's BTF has, behind which it counts on.
    base: (u32, u32),
    piece: Vec<u8>,
    piece_at: u64,
    piece_len: usize,
}

impl Source {
    pub fn open(path: &Path) -> Result<Self, BtfError> {
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        if len > MAX_LEN {
            return Err(Malformed("larger than any kernel's"));
        }
        // Another file could be cut short while it is mapped, which ends the process.
        let mapping = if path == Path::new(VMLINUX) { Mapping::of(&file, len as usize) } else { None };
        let header = Header { types: 0, types_len: 0, strings: 0, strings_len: 0 };
        let mut source = Self { file, mapping, header, base: (0, 0), piece: Vec::new(), piece_at: 0, piece_len: 0 };
        source.header = Header::parse(source.read(0, HEADER.min(len as usize), HEADER)?, len)?;
        Ok(source)
    }

    /// The BTF of a module, which counts on where this one ends.
    pub fn module(&self, path: &Path, index: &Index) -> Result<Self, BtfError> {
        Ok(Self { base: (index.count, self.header.strings_len), ..Self::open(path)? })
    }

    /// The bytes from `at` on: at least `need` of them, and up to `ahead` if they have to be read.
    fn read(&mut self, at: u64, need: usize, ahead: usize) -> Result<&[u8], BtfError> {
        const SHORT: BtfError = Malformed("shorter than it says");
        if let Some(mapping) = &self.mapping {
            return mapping.bytes().get(at as usize..).filter(|bytes| bytes.len() >= need).ok_or(SHORT);
        }
        let mut from = at.wrapping_sub(self.piece_at) as usize;
        if from.checked_add(need).is_none_or(|end| end > self.piece_len) {
            let want = need.max(ahead);
            if self.piece.len() < want {
                self.piece.resize(want, 0);
            }
            (self.piece_at, self.piece_len, from) = (at, 0, 0);
            while self.piece_len < want {
                match self.file.read_at(&mut self.piece[self.piece_len..want], at + self.piece_len as u64) {
                    Ok(0) => break,
                    Ok(n) => self.piece_len += n,
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                    Err(e) => return Err(e.into()),
                }
            }
        }
        self.piece.get(from..self.piece_len).filter(|bytes| bytes.len() >= need).ok_or(SHORT)
    }

    /// Passes over the names.
    pub fn find_names<'n>(&mut self, names: &'n Names) -> Result<Places<'n>, BtfError> {
        let (section, len) = (self.header.strings, self.header.strings_len as usize);
        let base = self.base.1;
        let mut places = HashMap::new();
        let mut perhaps = Vec::new();
        let mut at = 0;
        while at < len {
            let want = PASS.min(len - at);
            let piece = &self.read(section + at as u64, want, want)?[..want];
            let start = names.shapes.names(piece, &mut perhaps);
            for (start, end) in perhaps.drain(..) {
                if let Some(name) = names.find(&piece[start..end]) {
                    places.insert(base.wrapping_add((at + start) as u32), name);
                }
            }
            if start == 0 {
                return Err(Malformed("a name without an end"));
            }
            at += start;
        }
        Ok(places)
    }

    /// Passes over the types.
    pub fn find_types<'n>(&mut self, places: &Places<'n>) -> Result<Found<'n>, BtfError> {
        let mut filter = Filter([0; 512]);
        for (&place, name) in places {
            if name.is_type || name.is_function || name.is_tracepoint {
                filter.add(place);
            }
        }
        let (section, len) = (self.header.types, self.header.types_len as usize);
        let (mut roots, mut functions, mut tracepoints) = (Vec::new(), Vec::new(), Vec::new());
        let (mut index, mut perhaps) = (Vec::new(), Vec::new());
        let mut at = 0;
        let mut id = 0;
        while at < len {
            let left = len - at;
            let piece = self.read(section + at as u64, 12.min(left), PASS.min(left))?;
            let piece = &piece[..piece.len().min(left)];
            let from = filter.types(piece, at, &mut id, &mut perhaps, &mut index);
            for (id, place, info) in perhaps.drain(..) {
                use kind::{ENUM, ENUM64, FLOAT, FUNC, INT, STRUCT, TYPEDEF, UNION};
                let Some(name) = places.get(&place) else { continue };
                match kind_of(info) {
                    FUNC if name.is_function => functions.push((name.text.as_str(), self.base.0.wrapping_add(id))),
                    TYPEDEF if name.is_tracepoint => tracepoints.push((name.text.as_str(), id)),
                    INT | STRUCT | UNION | ENUM | ENUM64 | TYPEDEF | FLOAT if name.is_type => roots.push(id),
                    _ => {}
                }
            }
            if from == 0 {
                return Err(Malformed(BAD_TYPE));
            }
            at += from;
        }
        if at != len {
            return Err(Malformed(BAD_TYPE));
        }
        Ok(Found { index: Index { places: index, count: id }, roots, functions, tracepoints })
    }

    /// The record of type `id`.
    pub fn find_type(&mut self, index: &Index, id: u32) -> Result<Type<'_>, BtfError> {
        if id == 0 || id > index.count {
            return Err(Malformed("a reference to a type that is not there"));
        }
        let (mut at, mut here) = match (id / STRIDE).checked_sub(1).and_then(|i| index.places.get(i as usize)) {
            Some(place) => (*place as usize, id / STRIDE * STRIDE),
            None => (0, 1),
        };
        let (section, len) = (self.header.types, self.header.types_len as usize);
        loop {
            let left = len.saturating_sub(at);
            let place = section + at as u64;
            let record = record_len(word(self.read(place, 12.min(left), LOOKUP.min(left))?, 1));
            if here == id {
                return Type::parse(self.read(place, record.min(left), LOOKUP.min(left))?);
            }
            at += record;
            here += 1;
        }
    }

    /// The name at this place; empty for none. Nothing in the kernel has a longer one than is read.
    pub fn name(&mut self, place: u32) -> Result<String, BtfError> {
        const MOST: usize = 512;
        let left = (self.header.strings_len as usize).saturating_sub(place as usize);
        let most = MOST.min(left);
        let bytes = self.read(self.header.strings + u64::from(place), most, most)?;
        let bytes = bytes.get(..most).unwrap_or(bytes);
        let name = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
        Ok(String::from_utf8_lossy(name).into_owned())
    }

    /// Counts the parameters of the function, or of the pointer to a function, behind type `id`.
    pub fn params(&mut self, index: &Index, id: u32) -> Result<u16, BtfError> {
        params(id, |id| Ok(self.find_type(index, id)?.head()))
    }

    /// The same of a module's type, by the number that it has behind those of the kernel.
    pub fn params_with(&mut self, index: &Index, id: u32, base: (&mut Self, &Index)) -> Result<u16, BtfError> {
        let (kernel, kernel_index) = base;
        params(id, |id| match id.checked_sub(kernel_index.count) {
            Some(own @ 1..) => Ok(self.find_type(index, own)?.head()),
            _ => Ok(kernel.find_type(kernel_index, id)?.head()),
        })
    }
}

/// Counts the parameters of what is behind a type, where `find` finds types.
fn params(mut id: u32, mut find: impl FnMut(u32) -> Result<Type<'static>, BtfError>) -> Result<u16, BtfError> {
    for _ in 0..MAX_CHAIN {
        let t = find(id)?;
        match t.kind() {
            kind::FUNC_PROTO => return Ok(t.info as u16),
            kind::FUNC | kind::TYPEDEF | kind::PTR => id = t.size,
            _ => break,
        }
    }
    Err(Malformed("a function without a prototype"))
}
