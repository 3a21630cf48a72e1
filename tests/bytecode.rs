//! No object holds an instruction that Linux 5.10 refuses, or a key with bytes that nobody writes. Compilers bring them in by
//! themselves, so what counts is what they made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{fs, path::PathBuf};

use libbpf_rs::btf::{
    Btf, BtfKind, BtfType, HasSize as _, ReferencesType as _, TypeId,
    types::{Array, Composite, Enum, Int, Ptr},
};

/// The objects of the tools, by name.
fn objects() -> impl Iterator<Item = (PathBuf, String)> {
    let paths = fs::read_dir(env!("OUT_DIR")).unwrap().map(|entry| entry.unwrap().path());
    let named = paths.map(|path| (path.clone(), path.file_name().unwrap().to_str().unwrap().to_owned()));
    named.filter(|(_, name)| name.ends_with(".bpf.o") && name != "kernel_types.bpf.o")
}

/// The instructions of all executable sections of a 64-bit little-endian ELF file, eight bytes each.
fn instructions(elf: &[u8]) -> Vec<[u8; 8]> {
    let number = |at: usize, bytes: usize| {
        elf[at..at + bytes].iter().rev().fold(0usize, |all, byte| all << 8 | usize::from(*byte))
    };
    assert_eq!(elf[..6], *b"\x7fELF\x02\x01");
    let (table, size, count) = (number(0x28, 8), number(0x3a, 2), number(0x3c, 2));
    let mut all = Vec::new();
    for header in (0..count).map(|index| table + index * size) {
        let (kind, flags) = (number(header + 4, 4), number(header + 8, 8));
        let (start, length) = (number(header + 0x18, 8), number(header + 0x20, 8));
        // SHT_PROGBITS and SHF_EXECINSTR
        if kind == 1 && flags & 4 != 0 {
            all.extend(elf[start..start + length].chunks_exact(8).map(|code| <[u8; 8]>::try_from(code).unwrap()));
        }
    }
    all
}

/// Why 5.10 refuses an instruction, or why `-mcpu=v2` would not have made it.
fn objection(code: [u8; 8]) -> Option<&'static str> {
    let operand = i32::from_le_bytes([code[4], code[5], code[6], code[7]]);
    match (code[0] & 0x07, code[0] & 0xe0) {
        // BPF_STX | BPF_ATOMIC: only the plain addition, whose code is 0
        (0x03, 0xc0) if operand != 0 => Some("an atomic operation other than adding"),
        (0x01, 0x80) => Some("a load that extends the sign"),
        (0x06, _) => Some("a 32-bit jump"),
        _ => None,
    }
}

#[test]
fn all_is_for_5_10_and_nothing_is_in_vain() {
    let mut number = 0;
    for (path, name) in objects() {
        number += 1;
        let object = fs::read(&path).unwrap();
        let has = |text: &str| object.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(has("LICENSE\0") && !has("LBB0_"), "{name}: a symbol for a place to jump to");
        assert!(!has(env!("CARGO_MANIFEST_DIR")), "{name}: it tells where it was made");
        let code = instructions(&object);
        assert!(code.len() > 100, "{name}: only {} instructions", code.len());
        let mut skip = false;
        for (at, instruction) in code.into_iter().enumerate() {
            // The second half of a 64-bit constant is no instruction.
            if !std::mem::replace(&mut skip, instruction[0] == 0x18) {
                assert_eq!(objection(instruction), None, "{name}: instruction {at}: {instruction:02x?}");
            }
        }
    }
    assert!(number >= 5, "only {number} objects");
}

#[test]
fn what_5_10_refuses_is_known() {
    // r1 = atomic_fetch_add((u64 *)(r2 + 0), r1), and the same without a result; xchg, cmpxchg
    assert!(objection([0xdb, 0x12, 0, 0, 1, 0, 0, 0]).is_some());
    assert!(objection([0xdb, 0x12, 0, 0, 0, 0, 0, 0]).is_none());
    assert!(objection([0xdb, 0x12, 0, 0, 0xe1, 0, 0, 0]).is_some());
    assert!(objection([0xc3, 0x12, 0, 0, 0xf1, 0, 0, 0]).is_some());
}

/// What of a type is nobody's: bytes that its members leave out. Keys are compared byte by byte, and a program need not have
/// written these.
fn padding(btf: &Btf<'_>, t: TypeId) -> usize {
    let t: BtfType<'_> = btf.type_by_id(t).unwrap();
    let t = t.skip_mods_and_typedefs();
    let Some(composite) = btf.type_by_id::<Composite<'_>>(t.type_id()) else { return 0 };
    if !composite.is_struct {
        return 0; // the largest member fills it
    }
    let sizes = composite.iter().map(|member| (btf.type_by_id::<BtfType<'_>>(member.ty).unwrap(), member.ty));
    let of = |(t, id): (BtfType<'_>, TypeId)| size_of_type(btf, &t) - padding(btf, id);
    composite.size() - sizes.map(of).sum::<usize>()
}

fn size_of_type(btf: &Btf<'_>, t: &BtfType<'_>) -> usize {
    let t = t.skip_mods_and_typedefs();
    match btf.type_by_id::<Array<'_>>(t.type_id()) {
        Some(array) => array.capacity() * size_of_type(btf, &array.contained_type()),
        None => match t.kind() {
            BtfKind::Int => usize::from(btf.type_by_id::<Int<'_>>(t.type_id()).unwrap().bits) / 8,
            BtfKind::Enum => btf.type_by_id::<Enum<'_>>(t.type_id()).unwrap().size(),
            BtfKind::Ptr => 8,
            _ => btf.type_by_id::<Composite<'_>>(t.type_id()).unwrap().size(),
        },
    }
}

#[test]
fn keys_of_maps_have_no_byte_that_nobody_writes() {
    let mut keys = 0;
    for (path, name) in objects() {
        let btf = Btf::from_path(&path).unwrap();
        for id in 1..btf.len() as u32 {
            let Some(map) = btf.type_by_id::<Composite<'_>>(id.into()) else { continue };
            let member = |name: &str| map.iter().find(|member| member.name.is_some_and(|is| is == name));
            // `struct { __uint(type, …); __type(key, …); … }`
            let (Some(key), Some(_)) = (member("key"), member("type")) else { continue };
            let Some(pointer) = btf.type_by_id::<Ptr<'_>>(key.ty) else { continue };
            keys += 1;
            assert_eq!(padding(&btf, pointer.referenced_type().type_id()), 0, "{name}: {:?}", map.name());
        }
    }
    assert!(keys > 300, "{keys}");
}
