//! Writes the reduced BTF: the wanted types, and what their wanted members consist of.

use std::collections::{HashMap, VecDeque};

use super::{
    BtfError::{self, Malformed},
    raw::{HEADER, kind, word},
    source::{Index, Places, Source},
};

/// Typedefs and modifiers between a member and its type; kernels have less than ten.
const MAX_CHAIN: usize = 64;
/// Stands for every name that the object does not know: not empty (that would mean "anonymous") and equal to none.
const OTHER_NAME: u32 = 1;

/// Writes the reduced BTF.
pub struct Writer<'a> {
    source: &'a mut Source,
    index: &'a Index,
    /// Name's offset in the source → name's offset in the result.
    names: HashMap<u32, u32>,
    strings: Vec<u8>,
    types: Vec<u8>,
    /// Id in the source → id in the result.
    ids: HashMap<u32, u32>,
    /// Ids in the source, to be written in this order.
    queue: VecDeque<u32>,
}

impl<'a> Writer<'a> {
    pub fn new(source: &'a mut Source, index: &'a Index, places: &Places) -> Self {
        let mut strings = b"\0.\0".to_vec(); // OTHER_NAME is the offset of "."
        let mut names = HashMap::new();
        for (&place, name) in places {
            names.insert(place, strings.len() as u32);
            strings.extend_from_slice(name.text.as_bytes());
            strings.push(0);
        }
        Self { source, index, names, strings, types: Vec::new(), ids: HashMap::new(), queue: VecDeque::new() }
    }

    pub fn write(mut self, roots: &[u32]) -> Result<Vec<u8>, BtfError> {
        for &root in roots {
            self.enqueue(root);
        }
        while let Some(id) = self.queue.pop_front() {
            self.write_type(id)?;
        }
        let (types_len, strings_len) = (self.types.len() as u32, self.strings.len() as u32);
        let mut raw = Vec::with_capacity(HEADER + self.types.len() + self.strings.len());
        raw.extend_from_slice(&0xEB9F_u16.to_ne_bytes());
        raw.extend_from_slice(&[1, 0]);
        for word in [HEADER as u32, 0, types_len, types_len, strings_len] {
            raw.extend_from_slice(&word.to_ne_bytes());
        }
        raw.append(&mut self.types);
        raw.append(&mut self.strings);
        Ok(raw)
    }

    /// The id that source type `id` has in the result.
    fn enqueue(&mut self, id: u32) -> u32 {
        let next = self.ids.len() as u32 + 1;
        *self.ids.entry(id).or_insert_with(|| {
            self.queue.push_back(id);
            next
        })
    }

    fn name(&self, place: u32) -> u32 {
        if place == 0 { 0 } else { self.names.get(&place).copied().unwrap_or(OTHER_NAME) }
    }

    fn push(&mut self, words: &[u32]) {
        for word in words {
            self.types.extend_from_slice(&word.to_ne_bytes());
        }
    }

    /// The id in the result of what stands behind `id`'s typedefs and modifiers; void for what no relocation reads.
    fn resolve(&mut self, mut id: u32) -> Result<u32, BtfError> {
        for _ in 0..MAX_CHAIN {
            if id == 0 {
                return Ok(0);
            }
            let t = self.source.find_type(self.index, id)?;
            match t.kind() {
                kind::TYPEDEF | kind::VOLATILE | kind::CONST | kind::RESTRICT | kind::TYPE_TAG => id = t.size,
                kind::FUNC | kind::FUNC_PROTO | kind::VAR | kind::DATASEC | kind::DECL_TAG => return Ok(0),
                _ => return Ok(self.enqueue(id)),
            }
        }
        Err(Malformed("a type that refers to itself"))
    }

    fn write_type(&mut self, id: u32) -> Result<(), BtfError> {
        let t = self.source.find_type(self.index, id)?;
        let (kind, info, size) = (t.kind(), t.info, t.size);
        let (place, tail) = (t.name, t.tail.to_vec());
        let name = self.name(place);
        match kind {
            // A pointer is as good as any other to a relocation; what it points to would pull in half the kernel.
            kind::PTR => self.push(&[0, info, 0]),
            kind::INT => self.push(&[name, info, size, word(&tail, 0)]),
            kind::FLOAT | kind::FWD => self.push(&[name, info, size]),
            kind::TYPEDEF => {
                let target = self.resolve(size)?;
                self.push(&[name, info, target]);
            }
            kind::ARRAY => {
                let element = self.resolve(word(&tail, 0))?;
                self.push(&[0, info, 0, element, 0, word(&tail, 2)]);
            }
            kind::STRUCT | kind::UNION | kind::ENUM | kind::ENUM64 => {
                let is_enum = matches!(kind, kind::ENUM | kind::ENUM64);
                let each = if kind == kind::ENUM { 8 } else { 12 };
                let start = self.types.len();
                self.push(&[name, info, size]);
                let mut kept = 0;
                let last = (tail.len() / each).saturating_sub(1);
                for (i, entry) in tail.chunks_exact(each).enumerate() {
                    let name = self.name(word(entry, 0));
                    let is_known = name != OTHER_NAME;
                    // libbpf takes an array without a length for a flexible one if it is the last member: the last
                    // one stays the last one.
                    if !is_known && (is_enum || i != last) {
                        continue;
                    }
                    let second = match (is_enum, is_known) {
                        (true, _) => word(entry, 1),
                        (false, true) => self.resolve(word(entry, 1))?,
                        (false, false) => 0,
                    };
                    self.push(&[name, second, word(entry, 2)][..each / 4]);
                    kept += 1;
                }
                let info = (info & !0xffff) | kept;
                self.types[start + 4..start + 8].copy_from_slice(&info.to_ne_bytes());
            }
            _ => return Err(Malformed("a member of an impossible kind")),
        }
        Ok(())
    }
}
