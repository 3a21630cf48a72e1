//! What is picked out of a real kernel's BTF says the same as the whole. These tests run on the machine itself, with the file
//! of each kernel (`tests/vm/matrix`).

use std::{collections::HashMap, path::PathBuf};

use libbpf_rs::btf::{
    Btf, BtfKind, BtfType, HasSize as _, ReferencesType as _,
    types::{Array, Composite, Enum, Enum64, Func, FuncProto, Int, Ptr, Typedef},
};
use probebox::common::btf::{CustomFile, Hook, Wanted, reduce};

/// The kernel's BTF, which `BTF` names.
fn whole() -> PathBuf {
    std::env::var_os("BTF").expect("BTF is a file with a kernel's types").into()
}

fn text(name: Option<&std::ffi::OsStr>) -> String {
    name.map(|name| name.to_str().unwrap().to_owned()).unwrap_or_default()
}

/// All that a relocation can learn of a type.
fn describe(btf: &Btf<'_>, t: &BtfType<'_>) -> String {
    let t = t.skip_mods_and_typedefs();
    let id = t.type_id();
    let name = text(t.name());
    match t.kind() {
        BtfKind::Struct | BtfKind::Union => {
            let c: Composite<'_> = btf.type_by_id(id).unwrap();
            if name.is_empty() { members(btf, &c) } else { format!("{:?} {name} {}", t.kind(), c.size()) }
        }
        BtfKind::Array => {
            let a: Array<'_> = btf.type_by_id(id).unwrap();
            format!("[{}; {}]", describe(btf, &a.contained_type()), a.capacity())
        }
        BtfKind::Int => {
            let i: Int<'_> = btf.type_by_id(id).unwrap();
            format!("{:?} {} {} {}", i.encoding, i.offset, i.bits, i.size())
        }
        BtfKind::Enum => {
            let e: Enum<'_> = btf.type_by_id(id).unwrap();
            let values: Vec<_> = e.iter().map(|v| (text(v.name), v.value)).collect();
            format!("enum {name} {} {} {values:?}", e.size(), e.is_signed())
        }
        BtfKind::Enum64 => {
            let e: Enum64<'_> = btf.type_by_id(id).unwrap();
            let values: Vec<_> = e.iter().map(|v| (text(v.name), v.value)).collect();
            format!("enum {name} {} {} {values:?}", e.size(), e.is_signed())
        }
        kind => format!("{kind:?}"),
    }
}

fn members(btf: &Btf<'_>, c: &Composite<'_>) -> String {
    let of = |m| {
        let libbpf_rs::btf::types::CompositeMember { name, ty, attr } = m;
        format!("{} {attr:?}: {}\n", text(name), describe(btf, &btf.type_by_id(ty).unwrap()))
    };
    format!("{} {} {{\n{}}}", c.is_struct, c.size(), c.iter().map(of).collect::<String>())
}

/// Every named struct, union and enum, in the order of their ids.
fn named(btf: &Btf<'_>) -> Vec<(String, String)> {
    let types = (1..btf.len() as u32).map(|id| btf.type_by_id::<BtfType<'_>>(id.into()).unwrap());
    let mut named = Vec::new();
    for t in types {
        let name = text(t.name());
        let what = match t.kind() {
            BtfKind::Struct | BtfKind::Union => members(btf, &btf.type_by_id(t.type_id()).unwrap()),
            BtfKind::Enum | BtfKind::Enum64 => describe(btf, &t),
            _ => continue,
        };
        if !name.is_empty() {
            named.push((name, what));
        }
    }
    named
}

#[test]
fn types_are_those_of_the_whole() {
    let btf = Btf::from_path(whole()).unwrap();
    let mut wanted = Wanted::default();
    for id in 1..btf.len() as u32 {
        let t: BtfType<'_> = btf.type_by_id(id.into()).unwrap();
        let id = t.type_id();
        match t.kind() {
            BtfKind::Struct | BtfKind::Union => {
                let c: Composite<'_> = btf.type_by_id(id).unwrap();
                wanted.members.extend(c.iter().map(|m| text(m.name)));
            }
            BtfKind::Enum => {
                let e: Enum<'_> = btf.type_by_id(id).unwrap();
                wanted.members.extend(e.iter().map(|v| text(v.name)));
            }
            BtfKind::Enum64 => {
                let e: Enum64<'_> = btf.type_by_id(id).unwrap();
                wanted.members.extend(e.iter().map(|v| text(v.name)));
            }
            _ => continue,
        }
        wanted.types.insert(text(t.name()));
    }
    let file = CustomFile::new().unwrap();
    file.fill(&reduce(&whole(), &wanted).unwrap().raw).unwrap();
    let reduced = Btf::from_path(file.path()).unwrap();
    let (ours, theirs) = (named(&reduced), named(&btf));
    assert!(theirs.len() > 5_000, "{}", theirs.len());
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(ours, theirs);
    }
}

#[test]
fn hooks_are_those_of_the_whole() {
    const PREFIX: &str = "btf_trace_";
    let btf = Btf::from_path(whole()).unwrap();
    let (mut functions, mut tracepoints) = (HashMap::new(), HashMap::new());
    for id in 1..btf.len() as u32 {
        if let Some(function) = btf.type_by_id::<Func<'_>>(id.into()) {
            let prototype: FuncProto<'_> = btf.type_by_id(function.referenced_type_id()).unwrap();
            functions.entry(text(function.name())).or_insert(Hook { id, params: prototype.len() as u16, module: None });
        }
        if let Some(typedef) = btf.type_by_id::<Typedef<'_>>(id.into())
            && let Some(name) = text(typedef.name()).strip_prefix(PREFIX)
        {
            let pointer: Ptr<'_> = btf.type_by_id(typedef.referenced_type_id()).unwrap();
            let prototype: FuncProto<'_> = btf.type_by_id(pointer.referenced_type_id()).unwrap();
            tracepoints.entry(name.to_owned()).or_insert(Hook { id, params: prototype.len() as u16 - 1, module: None });
        }
    }
    assert!(functions.len() > 20_000 && tracepoints.len() > 500, "{} {}", functions.len(), tracepoints.len());
    let mut wanted = Wanted {
        functions: functions.keys().cloned().collect(),
        tracepoints: tracepoints.keys().cloned().collect(),
        ..Wanted::default()
    };
    wanted.functions.insert("no_such_function".to_owned());
    wanted.tracepoints.insert("no_such_tracepoint".to_owned());
    let reduced = reduce(&whole(), &wanted).unwrap();
    assert_eq!(reduced.functions, functions);
    assert_eq!(reduced.tracepoints, tracepoints);
}
