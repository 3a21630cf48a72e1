//! The BPF objects themselves, on the kernel at hand: what they take for granted of its types, whether each program
//! loads, and with how many instructions verified.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Mutex;

use libbpf_rs::btf::types::{Array, Composite, Enum, Enum64, Fwd, Int, MemberAttr, Ptr, Typedef, Union, Var};
use libbpf_rs::btf::{Btf, BtfType, ReferencesType, TypeId};
use libbpf_rs::{AsRawLibbpf, ObjectBuilder, OpenObject, PrintLevel, set_print};
use probebox::common::btf::{self, CustomFile, Hook, Reduced, Wanted};
use probebox::common::frame::{CommPattern, Frame, MAX_COMMS};
use probebox::common::hooks;

use crate::support::kernel;

/// Every tool's object, by name.
const OBJECTS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/objects.rs"));

/// What `src/bpf/kernel` declares, each type as a variable called `kernel_type_…`.
const KERNEL_TYPES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/kernel_types.bpf.o"));

/// Lines of tool, program, kernel, instructions verified with everything on that costs instructions;
/// before them what they were made with: the compiler, and for each series the kernel's version.
const VERIFIED: &str = include_str!("../verified-insns.csv");

/// Major and minor.
type Version = (u32, u32);

/// From which version on and before which one a flavor says that its fields are there.
///
/// `task_struct___since_5_14_pre_6_1` → (Some((5, 14)), Some((6, 1))). A flavor must say one or the other: a name alone
/// would tell the reader nothing, and this test not where to look.
fn range(flavor: &str) -> (Option<Version>, Option<Version>) {
    let (mut since, mut pre) = (None, None);
    let words: Vec<&str> = flavor.split('_').collect();
    for part in words.chunks(3) {
        let [which, major, minor] = part else { panic!("flavor {flavor}: since_X_Y and pre_X_Y are understood") };
        let version = (major.parse().unwrap(), minor.parse().unwrap());
        match *which {
            "since" => since = Some(version),
            "pre" => pre = Some(version),
            _ => panic!("flavor {flavor}: since_X_Y and pre_X_Y are understood"),
        }
    }
    (since, pre)
}

/// A member, looked for in anonymous members too.
fn find_member<'b>(btf: &'b Btf<'_>, of: &Composite<'b>, name: &str) -> Option<(TypeId, bool)> {
    for member in of.iter() {
        let bits = matches!(member.attr, MemberAttr::BitField { .. });
        match member.name.and_then(|found| found.to_str()).unwrap_or("") {
            "" => {
                let inner: Option<BtfType> = btf.type_by_id(member.ty);
                let inner = inner.and_then(|ty| Composite::try_from(ty.skip_mods_and_typedefs()).ok());
                if let Some(found) = inner.and_then(|inner| find_member(btf, &inner, name)) {
                    return Some(found);
                }
            }
            found if found == name => return Some((member.ty, bits)),
            _ => {}
        }
    }
    None
}

fn resolve<'b>(btf: &'b Btf<'_>, id: TypeId) -> BtfType<'b> {
    btf.type_by_id::<BtfType>(id).expect("a type").skip_mods_and_typedefs()
}

fn base_name(ty: &BtfType) -> String {
    let name = ty.name().and_then(|name| name.to_str()).unwrap_or("");
    name.split("___").next().unwrap_or("").to_owned()
}

/// Bytes of a type that is a number.
fn number_size(ty: BtfType) -> Option<usize> {
    let bits = |int: Int| usize::from(int.bits) / 8;
    Int::try_from(ty)
        .map(bits)
        .ok()
        .or_else(|| Enum::try_from(ty).ok().map(|_| 4))
        .or_else(|| Enum64::try_from(ty).ok().map(|_| 8))
}

/// What keeps the kernel's type from being read as the declared one.
fn difference(ours: &Btf, declared: BtfType, theirs: &Btf, real: BtfType) -> Option<String> {
    let kinds = format!("declared {:?}, is {:?}", declared.kind(), real.kind());
    // libbpf takes one for the other as a field that is not there.
    let is_int = |ty: BtfType| Int::try_from(ty).is_ok();
    if number_size(declared).is_some() && is_int(declared) != is_int(real) {
        return Some(kinds);
    }
    if let (Some(a), Some(b)) = (number_size(declared), number_size(real)) {
        return (a != b).then(|| format!("declared with {a} bytes, has {b}"));
    }
    if Ptr::try_from(declared).is_ok() {
        return Ptr::try_from(real).is_err().then_some(kinds);
    }
    if let (Ok(a), Ok(b)) = (Array::try_from(declared), Array::try_from(real)) {
        // [0] and [1] stand for as many as there are.
        if a.capacity() > 1 && a.capacity() != b.capacity() {
            return Some(format!("declared with {} elements, has {}", a.capacity(), b.capacity()));
        }
        let (a, b) = (a.contained_type().skip_mods_and_typedefs(), b.contained_type().skip_mods_and_typedefs());
        return difference(ours, a, theirs, b);
    }
    if let (Ok(a), Ok(b)) = (Composite::try_from(declared), Composite::try_from(real)) {
        if base_name(&declared) != base_name(&real) {
            return Some(format!("declared as {}, is {}", base_name(&declared), base_name(&real)));
        }
        return composite_difference(ours, &a, theirs, &b);
    }
    Fwd::try_from(declared).map_or(Some(kinds), |_| None)
}

fn composite_difference(ours: &Btf, declared: &Composite, theirs: &Btf, real: &Composite) -> Option<String> {
    declared.iter().find_map(|member| {
        let name = member.name.and_then(|name| name.to_str()).expect("declared members have names");
        let Some((ty, bits)) = find_member(theirs, real, name) else { return Some(format!("{name}: not there")) };
        if bits != matches!(member.attr, MemberAttr::BitField { .. }) {
            return Some(format!("{name}: a bit field on one side only"));
        }
        difference(ours, resolve(ours, member.ty), theirs, resolve(theirs, ty)).map(|what| format!("{name}: {what}"))
    })
}

/// The kernel's struct or union of that name, or the typedef's.
fn kernel_composite<'b>(theirs: &'b Btf<'_>, name: &str) -> Option<Composite<'b>> {
    let tagged = theirs.type_by_name::<libbpf_rs::btf::types::Struct>(name).map(Composite::from);
    let tagged = tagged.or_else(|| theirs.type_by_name::<Union>(name).map(Composite::from));
    let by_typedef =
        || theirs.type_by_name::<Typedef>(name).and_then(|ty| Composite::try_from(ty.skip_mods_and_typedefs()).ok());
    tagged.or_else(by_typedef)
}

#[test]
fn declared_types_are_the_kernels_own() {
    let object = ObjectBuilder::default().open_memory(KERNEL_TYPES).unwrap();
    // SAFETY: the object lives as long as the types that are read from it.
    let ours = Btf::from_bpf_object(unsafe { object.as_libbpf_object().as_ref() }).unwrap().expect("types");
    let theirs = Btf::from_vmlinux().unwrap();
    let (mut seen, mut wrong) = (0, Vec::new());
    for variable in ours.type_by_kind::<Var>() {
        let name = variable.name().and_then(|name| name.to_str()).unwrap_or("");
        if !name.starts_with("kernel_type_") {
            continue;
        }
        seen += 1;
        let named: BtfType = variable.referenced_type();
        let named_as = named.name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let declared = Composite::try_from(named.skip_mods_and_typedefs()).expect("a struct or union");
        let (base, flavor) = named_as.split_once("___").map_or((named_as.as_str(), None), |(a, b)| (a, Some(b)));
        let (since, pre) = flavor.map_or((None, None), range);
        let here = since.is_none_or(|version| kernel() >= version) && pre.is_none_or(|version| kernel() < version);
        let real = kernel_composite(&theirs, base);
        match (here, real.map(|real| composite_difference(&ours, &declared, &theirs, &real))) {
            (true, None) => wrong.push(format!("{named_as}: no such type")),
            (true, Some(Some(what))) => wrong.push(format!("{named_as}: {what}")),
            // A flavor is chosen by what is there: were all of it there, the name would be wrong.
            (false, Some(None)) => wrong.push(format!("{named_as}: is there, whatever its name says")),
            (true, Some(None)) | (false, _) => {}
        }
    }
    assert!(seen > 40, "only {seen} types");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

static LOG: Mutex<String> = Mutex::new(String::new());

/// Whether the kernel has what a program of this section attaches to, with as many arguments as its name says.
fn has_target(kernel: &Reduced, section: &str, program: &str) -> bool {
    let wanted = program.split_once("__args").map(|(_, count)| count.parse::<u16>().unwrap());
    let fits = |hook: &Hook| wanted.is_none_or(|wanted| wanted == hook.params);
    let (kind, target) = section.trim_start_matches('?').split_once('/').unwrap_or((section, ""));
    match kind {
        "fentry" | "fexit" | "fmod_ret" => kernel.functions.get(target).is_some_and(fits),
        "tp_btf" => kernel.tracepoints.get(target).is_some_and(fits),
        // The ways to attach to many at once: since 5.18 (0dcac2725406) and 6.6 (89ae89f53d20). 6.1 loads either.
        "kprobe.multi" | "uprobe.multi" => crate::support::kernel() >= (5, 18),
        _ => true,
    }
}

/// With every filter in use.
fn full_frame() -> Frame {
    Frame {
        wake_at: 1,
        own_pid: 1,
        cgroup_levels: 0b1100,
        by_pid: 1,
        by_tid: 1,
        by_ppid: 1,
        by_uid: 1,
        by_tree: 1,
        with_parent: 1,
        with_netns: 1,
        by_netns: 1,
        by_mntns: 1,
        hierarchy: 1,
        controller: 1,
        containers: 2,
        by_cgroup: 1,
        pidns: 4_026_532_000,
        command: 1,
        unused: [0; 6],
        nr_comms: 2,
        by_comm_part: 1,
        comm_part: CommPattern::part(b"fifteen letters"),
        comms: [CommPattern::new(b"some*"); MAX_COMMS],
    }
}

/// With as many names and levels of cgroups as there can be. That is dear to verify, and the same code in each program.
fn largest_frame() -> Frame {
    Frame { cgroup_levels: u32::MAX, nr_comms: MAX_COMMS as u8, ..full_frame() }
}

/// What all objects need of the kernel's types. Were each to look for itself, that would take longer than the verifier.
fn types_of_all() -> (CustomFile, Reduced) {
    set_print(None);
    hooks::install().unwrap();
    let mut wanted = Wanted::default();
    for (_, object) in OBJECTS {
        wanted.add_object(&ObjectBuilder::default().open_memory(object).unwrap()).unwrap();
    }
    let (file, kernel) = (CustomFile::new().unwrap(), btf::read_kernel(None, &wanted).unwrap());
    file.fill(&kernel.raw).unwrap();
    (file, kernel)
}

/// Loads every program of an object whose target is there, with everything on; by name, what the verifier processed. Each
/// tool's own tests load it as it is by default.
fn load(tool: &str, object: &[u8], (file, kernel): &(CustomFile, Reduced), frame: &Frame) -> BTreeMap<String, u32> {
    fn keep(_: PrintLevel, text: String) {
        LOG.lock().unwrap().push_str(&text);
    }
    LOG.lock().unwrap().clear();
    let before = set_print(Some((PrintLevel::Debug, keep)));
    let mut open = ObjectBuilder::default().btf_custom_path(file.path()).unwrap().open_memory(object).unwrap();
    let mut names = Vec::new();
    for mut program in open.progs_mut() {
        let wanted = has_target(kernel, program.section().to_str().unwrap(), program.name().to_str().unwrap());
        program.set_autoload(wanted);
        // Only the closing statistics.
        program.set_log_level(4);
        if wanted {
            names.push(program.name().to_str().unwrap().to_owned());
        }
    }
    for mut map in open.maps_mut() {
        if map.name() == ".rodata.frame" {
            map.set_initial_value(frame.as_bytes()).unwrap();
        }
    }
    let loaded = hooks::load(open, |open| open, OpenObject::load, kernel, &hooks::Placed::default());
    set_print(before);
    let log = LOG.lock().unwrap();
    let loaded = loaded.unwrap_or_else(|error| panic!("{tool} does not load: {error}\n{log}"));
    let processed = |name: &String| {
        let begin = format!("prog '{name}': -- BEGIN PROG LOAD LOG --");
        let rest = &log[log.find(&begin).unwrap_or_else(|| panic!("{tool}: no statistics of {name}\n{log}"))..];
        let line = rest.lines().find_map(|line| line.strip_prefix("processed "));
        let count = line.and_then(|line| line.split(' ').next()?.parse::<u32>().ok());
        count.unwrap_or_else(|| panic!("{tool}: no statistics of {name}\n{rest}"))
    };
    let counts = names.iter().map(|name| (name.clone(), processed(name))).collect::<BTreeMap<_, _>>();
    drop(loaded);
    counts
}

#[test]
fn verified_instructions_are_those_of_the_table() {
    let (major, minor) = kernel();
    let series = format!("{major}.{minor}");
    let (types, full) = (types_of_all(), full_frame());
    let mut found = Vec::new();
    for (tool, object) in OBJECTS {
        for (program, count) in load(tool, object, &types, &full) {
            assert_fits(tool, &program, count);
            found.push(format!("{tool},{program},{series},{count}"));
        }
    }
    for (tool, object) in OBJECTS.iter().filter(|(tool, _)| ["biolatency", "opensnoop"].contains(tool)) {
        for (program, count) in load(tool, object, &types, &largest_frame()) {
            assert_fits(tool, &program, count);
        }
    }
    // Another compiler makes other code, and another kernel verifies in another way: then the table holds roughly.
    let version = fs::read_to_string("/proc/sys/kernel/version").unwrap();
    let made_with = [format!("# {}", env!("CLANG_VERSION")), format!("# {series}: {}", version.trim())];
    let exact = made_with.iter().all(|line| VERIFIED.lines().any(|known| known == line));
    let wanted: Vec<&str> = VERIFIED.lines().filter(|line| line.split(',').nth(2) == Some(&series)).collect();
    let list: String = made_with.iter().chain(&found).map(|line| format!("verified: {line}\n")).collect();
    let same = if exact {
        found == wanted
    } else {
        found.len() == wanted.len() && found.iter().zip(&wanted).all(|(now, known)| is_near(now, known))
    };
    assert!(same, "tests/verified-insns.csv holds for this kernel\n{}\nand should hold\n{list}", wanted.join("\n"));
}

fn assert_fits(tool: &str, program: &str, count: u32) {
    assert!(count < 1_000_000 / 2, "{tool} {program}: {count} instructions verified leave no room");
}

/// The same program, and counts that differ by no more than a tenth and a few.
fn is_near(now: &str, known: &str) -> bool {
    now.split(',').zip(known.split(',')).all(|(now, known)| match (now.parse::<u32>(), known.parse::<u32>()) {
        (Ok(now), Ok(known)) => now.abs_diff(known) <= known / 10 + 20,
        _ => now == known,
    })
}
