//! Takes out of a BPF object what nobody reads: symbols that nothing refers to, of which clang leaves one for each jump's
//! target, and where wanted which line of the source each instruction is of. That is half of an object.

use std::collections::BTreeMap;

const SHT_NULL: u32 = 0;
const SHT_SYMTAB: u32 = 2;
const SHT_NOBITS: u32 = 8;
const SHT_REL: u32 = 9;
const STT_NOTYPE: u8 = 0;
/// The file's own header has the same size.
const SECTION: usize = 64;
const SYMBOL: usize = 24;

/// A section's header, as it stands in the file, and what is in it.
struct Section {
    header: Vec<u8>,
    data: Vec<u8>,
}

impl Section {
    fn kind(&self) -> u32 {
        number(&self.header, 4, 4).unwrap_or_default() as u32
    }

    /// Whether it takes room in the file.
    fn has_data(&self) -> bool {
        self.kind() != SHT_NULL && self.kind() != SHT_NOBITS
    }

    fn set(&mut self, at: usize, value: usize) {
        self.header[at..at + 8].copy_from_slice(&(value as u64).to_le_bytes());
    }
}

/// The object without what nobody reads. A 64-bit little-endian ELF file, as clang makes them; `None` for what is no such.
pub fn slim(object: &[u8], without_lines: bool) -> Option<Vec<u8>> {
    let mut sections = sections(object)?;
    let names = usize::try_from(number(object, 62, 2)?).ok()?;
    let symbols = sections.iter().position(|section| section.kind() == SHT_SYMTAB)?;
    let strings = usize::try_from(number(&sections[symbols].header, 40, 4)?).ok()?;
    let section_names: Vec<Vec<u8>> = sections
        .iter()
        .map(|section| string(&sections[names].data, number(&section.header, 0, 4)?))
        .collect::<Option<_>>()?;

    // symbols that stay, by their old numbers
    let referred: Vec<u64> = relocations(&sections).filter_map(|info| Some(number(info, 0, 8)? >> 32)).collect();
    let mut pool = Strings::default();
    let (mut kept, mut table) = (BTreeMap::new(), Vec::new());
    for (index, symbol) in sections[symbols].data.chunks_exact(SYMBOL).enumerate() {
        if index == 0 || symbol[4] & 0xf != STT_NOTYPE || referred.contains(&(index as u64)) {
            let name = string(&sections[strings].data, number(symbol, 0, 4)?)?;
            kept.insert(index as u64, kept.len() as u64);
            table.extend(pool.add(name));
            table.extend(&symbol[4..]);
        }
    }
    sections[symbols].data = table;
    for section in sections.iter_mut().filter(|section| section.kind() == SHT_REL) {
        for relocation in section.data.chunks_exact_mut(16) {
            let info = number(relocation, 8, 8)?;
            let info = kept.get(&(info >> 32))? << 32 | info & 0xffff_ffff;
            relocation[8..].copy_from_slice(&info.to_le_bytes());
        }
    }
    for (section, name) in sections.iter_mut().zip(section_names) {
        if name == b".BTF.ext" && without_lines {
            section.data = drop_lines(&section.data)?;
        }
        let name = pool.add(name);
        section.header[..4].copy_from_slice(&name);
    }
    // usually one section
    for index in [strings, names] {
        sections[index].data.clone_from(&pool.bytes);
    }
    Some(write(object, sections))
}

fn sections(object: &[u8]) -> Option<Vec<Section>> {
    let (table, count) = (number(object, 40, 8)? as usize, number(object, 60, 2)? as usize);
    let section = |header: &[u8]| {
        let (at, size) = (number(header, 24, 8)? as usize, number(header, 32, 8)? as usize);
        let mut section = Section { header: header.to_owned(), data: Vec::new() };
        if section.has_data() {
            object.get(at..at.checked_add(size)?)?.clone_into(&mut section.data);
        }
        Some(section)
    };
    object.get(table..table + count * SECTION)?.chunks_exact(SECTION).map(section).collect()
}

/// `r_info` of every relocation.
fn relocations(sections: &[Section]) -> impl Iterator<Item = &[u8]> {
    let tables = sections.iter().filter(|section| section.kind() == SHT_REL);
    tables.flat_map(|section| section.data.chunks_exact(16).map(|relocation| &relocation[8..]))
}

/// `.BTF.ext` without its middle part: functions, lines, relocations (`struct btf_ext_header`).
fn drop_lines(ext: &[u8]) -> Option<Vec<u8>> {
    let field = |index: usize| number(ext, 4 + 4 * index, 4).map(|value| value as usize);
    let (header, lines, length) = (field(0)?, field(3)?, field(4)?);
    let mut slim = ext.to_owned();
    slim.drain(header + lines..header + lines + length);
    let relocations = (field(5)? - length) as u32;
    slim[20..24].copy_from_slice(&0u32.to_le_bytes());
    slim[24..28].copy_from_slice(&relocations.to_le_bytes());
    Some(slim)
}

/// The sections behind each other, then their headers.
fn write(object: &[u8], sections: Vec<Section>) -> Vec<u8> {
    let mut file = object[..SECTION].to_owned();
    let mut headers = Vec::new();
    for mut section in sections {
        if section.has_data() {
            file.resize(file.len().next_multiple_of(8), 0);
            section.set(24, file.len());
            section.set(32, section.data.len());
            file.extend(&section.data);
        }
        headers.extend(section.header);
    }
    file.resize(file.len().next_multiple_of(8), 0);
    let table = file.len() as u64;
    file[40..48].copy_from_slice(&table.to_le_bytes());
    file.extend(headers);
    file
}

/// Names, one behind the other, each once.
struct Strings {
    bytes: Vec<u8>,
    places: BTreeMap<Vec<u8>, u32>,
}

impl Default for Strings {
    fn default() -> Self {
        Self { bytes: vec![0], places: BTreeMap::from([(Vec::new(), 0)]) }
    }
}

impl Strings {
    /// Where the name stands.
    fn add(&mut self, name: Vec<u8>) -> [u8; 4] {
        let end = self.bytes.len() as u32;
        let place = *self.places.entry(name).or_insert_with_key(|name| {
            self.bytes.extend(name);
            self.bytes.push(0);
            end
        });
        place.to_le_bytes()
    }
}

fn number(bytes: &[u8], at: usize, size: usize) -> Option<u64> {
    Some(bytes.get(at..at + size)?.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)))
}

fn string(table: &[u8], at: u64) -> Option<Vec<u8>> {
    Some(table.get(at as usize..)?.split(|byte| *byte == 0).next()?.to_owned())
}
