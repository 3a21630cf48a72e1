use std::{collections::BTreeSet, fmt::Write as _};

use super::{
    raw::{kind::*, kind_of},
    *,
};

/// Builds a raw BTF.
#[derive(Default)]
struct Blob {
    types: Vec<u8>,
    strings: Vec<u8>,
    count: u32,
    /// Where the names begin that are its own.
    base: u32,
}

impl Blob {
    fn new() -> Self {
        Self { strings: vec![0], ..Self::default() }
    }

    /// Makes it that of a module.
    fn behind(&mut self, kernel: &Self) {
        (self.count, self.base) = (kernel.count, kernel.strings.len() as u32);
    }

    fn name(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let place = self.base + self.strings.len() as u32;
        self.strings.extend_from_slice(text.as_bytes());
        self.strings.push(0);
        place
    }

    fn add(&mut self, kind: u32, name: &str, vlen: usize, size: u32, tail: &[u32]) -> u32 {
        let name = self.name(name);
        for word in [name, kind << 24 | vlen as u32, size].iter().chain(tail) {
            self.types.extend_from_slice(&word.to_ne_bytes());
        }
        self.count += 1;
        self.count
    }

    /// A struct or union of `(name, type, offset in bits)`.
    fn composite(&mut self, kind: u32, name: &str, size: u32, members: &[(&str, u32, u32)]) -> u32 {
        let tail: Vec<u32> = members.iter().flat_map(|(name, t, at)| [self.name(name), *t, *at]).collect();
        self.add(kind, name, members.len(), size, &tail)
    }

    fn raw(&self) -> Vec<u8> {
        let (types, strings) = (self.types.len() as u32, self.strings.len() as u32);
        let mut raw = 0xEB9F_u16.to_ne_bytes().to_vec();
        raw.extend_from_slice(&[1, 0]);
        for word in [24, 0, types, types, strings] {
            raw.extend_from_slice(&u32::to_ne_bytes(word));
        }
        [raw, self.types.clone(), self.strings.clone()].concat()
    }
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn reduce_bytes(raw: &[u8], wanted: &Wanted) -> Result<Reduced, BtfError> {
    let file = CustomFile::new().unwrap();
    file.fill(raw).unwrap();
    reduce(Path::new(&file.path()), wanted)
}

/// What a BTF says, a line for each type: `id kind name size {member type offset, …}`.
fn tell(raw: &[u8]) -> String {
    let header = Header::parse(raw, raw.len() as u64).unwrap();
    let mut types = part(raw, header.types, header.types_len).unwrap();
    let strings = part(raw, header.strings, header.strings_len).unwrap();
    let name = |at: u32| CStr::from_bytes_until_nul(&strings[at as usize..]).unwrap().to_str().unwrap();
    let mut out = String::new();
    let mut id = 0;
    while !types.is_empty() {
        let t = Type::parse(types).unwrap();
        types = &types[t.len()..];
        id += 1;
        write!(out, "{id} {} {:?} {}", kind_of(t.info), name(t.name), t.size).unwrap();
        for entry in t.entries() {
            write!(out, " {}:{}", name(word(entry, 0)), word(entry, 1)).unwrap();
            if entry.len() == 12 {
                write!(out, "@{}", word(entry, 2)).unwrap();
            }
        }
        if t.kind() == ARRAY || t.kind() == INT {
            write!(out, " {:?}", t.tail.chunks(4).map(|w| word(w, 0)).collect::<Vec<_>>()).unwrap();
        }
        out.push('\n');
    }
    out
}

/// libbpf takes `raw` for a BTF.
fn libbpf_accepts(raw: &[u8]) -> bool {
    // SAFETY: libbpf copies the bytes; the result is freed once.
    unsafe {
        let btf = libbpf_rs::libbpf_sys::btf__new(raw.as_ptr().cast(), raw.len() as u32);
        let ok = !btf.is_null();
        libbpf_rs::libbpf_sys::btf__free(btf);
        ok
    }
}

/// A kernel in small.
fn kernel() -> Blob {
    let mut k = Blob::new();
    let int = k.add(INT, "int", 0, 4, &[0x0100_0020]);
    let long = k.add(INT, "long", 0, 8, &[0x0100_0040]);
    let pid_t = k.add(TYPEDEF, "pid_t", 0, int, &[]);
    let const_pid = k.add(CONST, "", 0, pid_t, &[]);
    let comm = k.add(ARRAY, "", 0, 0, &[int, long, 16]);
    let entity = k.composite(STRUCT, "sched_entity", 64, &[("load", long, 0), ("runtime", long, 64), ("x", int, 128)]);
    let anonymous = k.composite(UNION, "", 8, &[("mm", long, 0), ("active_mm", long, 0)]);
    let task_pointer = k.add(PTR, "", 0, 9, &[]);
    let task = k.composite(
        STRUCT,
        "task_struct",
        9000,
        &[
            ("state", long, 0),
            ("pid", const_pid, 64),
            ("unseen", long, 128),
            ("parent", task_pointer, 192),
            ("se", entity, 256),
            ("", anonymous, 768),
            ("comm", comm, 832),
            ("thread", long, 1344),
        ],
    );
    assert_eq!(task, 9);
    let (one, two) = (k.name("STATE_ONE"), k.name("STATE_TWO"));
    k.add(ENUM, "state_kind", 2, 4, &[one, 1, two, 2]);
    let (a, b) = (k.name("a"), k.name("b"));
    let two_params = k.add(FUNC_PROTO, "", 2, int, &[a, int, b, task_pointer]);
    let three_params = k.add(FUNC_PROTO, "", 3, 0, &[a, task_pointer, b, int, b, int]);
    k.add(FUNC, "do_open", 0, two_params, &[]);
    k.add(FUNC, "other", 0, two_params, &[]);
    let hook = k.add(PTR, "", 0, three_params, &[]);
    k.add(TYPEDEF, "btf_trace_switch", 0, hook, &[]);
    k.composite(STRUCT, "task_struct", 16, &[("pid", long, 0)]);
    k.add(FUNC, "do_open", 0, three_params, &[]);
    k
}

fn wanted() -> Wanted {
    Wanted {
        types: set(&["task_struct", "state_kind", "own_event"]),
        members: set(&["pid", "parent", "se", "runtime", "mm", "comm", "STATE_TWO", "absent"]),
        functions: set(&["do_open", "gone"]),
        tracepoints: set(&["switch", "never"]),
        modules: BTreeSet::new(),
    }
}

#[test]
fn keeps_what_relocations_read() {
    let reduced = reduce_bytes(&kernel().raw(), &wanted()).unwrap();
    assert_eq!(
        tell(&reduced.raw),
        "1 4 \"task_struct\" 9000 pid:4@64 parent:5@192 se:6@256 :7@768 comm:8@832 .:0@1344\n\
         2 6 \"state_kind\" 4 STATE_TWO:2\n\
         3 4 \"task_struct\" 16 pid:9@0\n\
         4 1 \".\" 4 [16777248]\n\
         5 2 \"\" 0\n\
         6 4 \".\" 64 runtime:9@64 .:0@128\n\
         7 5 \"\" 8 mm:9@0 .:0@0\n\
         8 3 \"\" 0 [4, 0, 16]\n\
         9 1 \".\" 8 [16777280]\n"
    );
    assert!(libbpf_accepts(&reduced.raw));
}

#[test]
fn finds_hooks_by_the_ids_of_the_source() {
    let reduced = reduce_bytes(&kernel().raw(), &wanted()).unwrap();
    assert_eq!(reduced.functions, HashMap::from([("do_open".to_owned(), Hook { id: 13, params: 2, module: None })]));
    assert_eq!(reduced.tracepoints, HashMap::from([("switch".to_owned(), Hook { id: 16, params: 2, module: None })]));
}

/// A module's types have numbers and names behind the kernel's, and may be of the kernel's types.
#[test]
fn finds_functions_of_modules() {
    let (mut k, mut module) = (kernel(), Blob::new());
    let in_kernel = k.name("read_iter"); // a name that the kernel has is not repeated
    module.behind(&k);
    let own = module.add(FUNC_PROTO, "", 3, 0, &[0; 6]);
    let with_kernels = module.add(FUNC, "file_open", 0, 11, &[]);
    let with_own = module.add(FUNC, "file_sync", 0, own, &[]);
    let named = module.add(FUNC, "", 0, own, &[]);
    let at = module.types.len() - 12;
    module.types[at..at + 4].copy_from_slice(&in_kernel.to_ne_bytes());
    module.add(FUNC, "do_open", 0, own, &[]);
    let folder = std::env::temp_dir().join(format!("probebox-btf-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("vmlinux"), k.raw()).unwrap();
    std::fs::write(folder.join("fs"), module.raw()).unwrap();
    let functions = set(&["do_open", "file_open", "file_sync", "read_iter", "gone"]);
    let wanted = Wanted { functions, modules: BTreeSet::from(["fs", "other"]), ..Wanted::default() };
    let reduced = reduce(&folder.join("vmlinux"), &wanted).unwrap();
    for len in 0..module.raw().len() {
        std::fs::write(folder.join("fs"), &module.raw()[..len]).unwrap();
        assert!(matches!(reduce(&folder.join("vmlinux"), &wanted), Err(Malformed(_))), "{len}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
    let found = |id, params| Hook { id, params, module: Some("fs") };
    let known = [
        ("do_open", Hook { id: 13, params: 2, module: None }),
        ("file_open", found(with_kernels, 2)),
        ("file_sync", found(with_own, 3)),
        ("read_iter", found(named, 3)),
    ];
    assert_eq!(reduced.functions, known.map(|(name, hook)| (name.to_owned(), hook)).into());
}

#[test]
fn nothing_wanted_gives_an_empty_btf() {
    let reduced = reduce_bytes(&kernel().raw(), &Wanted::default()).unwrap();
    assert_eq!(tell(&reduced.raw), "");
    assert!(libbpf_accepts(&reduced.raw));
}

/// Names and types across the ends of the pieces that are read, and lookups at every distance from the index.
#[test]
fn finds_each_of_many() {
    let mut k = Blob::new();
    let mut wanted = Wanted::default();
    let mut ids = HashMap::new();
    for i in 0..20_000_u32 {
        let name = format!("{}_{i}", &"function_with_a_name"[..=i as usize % 20]);
        let params: Vec<u32> = vec![0; 2 * (i as usize % 13)];
        let proto = k.add(FUNC_PROTO, "", params.len() / 2, 0, &params);
        let id = k.add(FUNC, &name, 0, proto, &[]);
        if i % 7 == 0 {
            ids.insert(name.clone(), Hook { id, params: i as u16 % 13, module: None });
            wanted.functions.insert(name);
        }
    }
    let raw = k.raw();
    assert!(raw.len() > 1 << 20);
    assert_eq!(reduce_bytes(&raw, &wanted).unwrap().functions, ids);
}

#[test]
fn cut_short_anywhere_is_an_error() {
    let raw = kernel().raw();
    for len in 0..raw.len() {
        assert!(matches!(reduce_bytes(&raw[..len], &wanted()), Err(Malformed(_))), "{len} of {}", raw.len());
    }
}

#[test]
fn any_wrong_byte_is_survived() {
    let raw = kernel().raw();
    for at in 0..raw.len() {
        for value in [0, 1, 0x0f, 0x7f, 0x80, 0xff, raw[at] ^ 1, raw[at].wrapping_add(4)] {
            let mut raw = raw.clone();
            raw[at] = value;
            if let Ok(reduced) = reduce_bytes(&raw, &wanted()) {
                assert!(libbpf_accepts(&reduced.raw), "byte {at} = {value}");
            }
        }
    }
}

#[test]
fn types_that_contain_themselves_end() {
    for kind in [TYPEDEF, CONST, ARRAY] {
        let mut k = Blob::new();
        k.composite(STRUCT, "task_struct", 8, &[("pid", 2, 0)]);
        k.add(kind, "", 0, 2, if kind == ARRAY { &[2, 2, 1] } else { &[] });
        let reduced = reduce_bytes(&k.raw(), &wanted());
        assert_eq!(reduced.is_ok(), kind == ARRAY);
    }
    let mut k = Blob::new();
    k.add(FUNC, "do_open", 0, 2, &[]);
    k.add(PTR, "", 0, 2, &[]);
    assert!(matches!(reduce_bytes(&k.raw(), &wanted()), Err(Malformed("a function without a prototype"))));
}

#[test]
fn errors_tell_apart() {
    assert!(matches!(reduce(Path::new("/nonexistent"), &wanted()), Err(BtfError::Missing)));
    assert!(matches!(reduce(Path::new("/"), &wanted()), Err(BtfError::Io(_))));
    assert!(matches!(reduce(Path::new("/dev/zero"), &wanted()), Err(Malformed(_))));
    let mut raw = kernel().raw();
    raw.swap(0, 1);
    assert!(matches!(reduce_bytes(&raw, &wanted()), Err(Malformed("of the other byte order"))));
}

#[test]
fn an_object_wants_its_names_without_flavors() {
    let mut object = Blob::new();
    let int = object.add(INT, "int", 0, 4, &[0x0100_0020]);
    object.composite(STRUCT, "task_struct___pre_5_14", 8, &[("state", int, 0), ("a___b", int, 0), ("", int, 32)]);
    let value = object.name("STATE_TWO___new");
    object.add(ENUM, "state_kind___x", 1, 4, &[value, 2]);
    object.add(FUNC_PROTO, "", 0, 0, &[]);
    let mut wanted = Wanted::default();
    wanted.add_btf(&object.raw()).unwrap();
    assert_eq!(wanted.types, set(&["int", "task_struct", "state_kind"]));
    assert_eq!(wanted.members, set(&["state", "a___b", "STATE_TWO"]));
}

#[test]
fn sections_name_their_targets() {
    let mut wanted = Wanted::default();
    for section in [
        "?fexit/do_open",
        "fentry.s/slow",
        "kprobe/probed+0x10",
        "tp_btf/switch",
        "tp/sched/sched_switch",
        "kprobe",
        "fentry/xfs:xfs_open",
        "fexit/",
        "perf_event",
        ".text",
        "iter/task",
    ] {
        wanted.add_section(section);
    }
    assert_eq!(wanted.functions, set(&["do_open", "slow", "probed", "bpf_iter_task"]));
    assert_eq!(wanted.tracepoints, set(&["switch"]));
}

#[test]
fn flavors_are_cut_as_libbpf_cuts_them() {
    for (name, cut) in [
        ("task_struct", "task_struct"),
        ("a___b", "a"),
        ("a___b___c", "a___b"),
        ("___b", "___b"),
        ("a___", "a___"),
        ("a____b", "a____b"),
        ("a__b", "a__b"),
        ("", ""),
    ] {
        assert_eq!(without_flavor(name), cut);
    }
}
