//! Loads fentry, fexit, `tp_btf` and `iter` programs with the ids that [`btf::reduce`] found, and without what is dead.
//!
//! libbpf would look the ids up in the kernel's whole BTF, which it reads as soon as one program that loads is of type
//! TRACING. So [`install`] has libbpf open these programs under another type; while [`load`] runs, each gets its real
//! type and its id just before it goes to the kernel, and loses the code that [`prune`] finds dead: libbpf has put all
//! constants in by then. libbpf forgets how to attach such a program: [`attach`] does.
//!
//! A program called `ROLE__HOW` in the section HOW alone is for a function that the tool chooses when it runs: [`Placed`].

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    ffi::{CStr, c_int, c_long},
    io,
    os::fd::{AsRawFd as _, RawFd},
    ptr::{self, NonNull},
    slice,
    sync::OnceLock,
};

use libbpf_rs::{AsRawLibbpf as _, Link, OpenObject, ProgramMut, libbpf_sys as sys};

use super::{
    btf::{self, Hook, Reduced},
    dead_code::{Insn, prune},
};

/// The sections served here: prefix, attach type, whether the program may sleep.
const SECTIONS: [(&CStr, sys::bpf_attach_type, bool); 6] = [
    (c"fentry+", sys::BPF_TRACE_FENTRY, false), // also without a function
    (c"fexit+", sys::BPF_TRACE_FEXIT, false),
    (c"fentry.s/", sys::BPF_TRACE_FENTRY, true),
    (c"fexit.s/", sys::BPF_TRACE_FEXIT, true),
    (c"tp_btf/", sys::BPF_TRACE_RAW_TP, false),
    (c"iter/", sys::BPF_TRACE_ITER, false),
];

/// Of programs whose section names no function, what it would be if it did: `fexit/xfs_file_open`, by their names.
pub type Placed = BTreeMap<String, String>;

struct Targets {
    object: NonNull<sys::bpf_object>,
    functions: HashMap<String, Hook>,
    tracepoints: HashMap<String, Hook>,
    modules: HashMap<&'static str, RawFd>,
    placed: Placed,
}

thread_local! {
    /// What [`load`] was given. libbpf calls [`prepare`] on the thread that loads: tools on other threads have their own.
    static TARGETS: RefCell<Option<Targets>> = const { RefCell::new(None) };
}

/// Teaches libbpf the sections; the first call does, later ones repeat its result. To be called before an object with
/// such programs is opened.
///
/// # Errors
///
/// libbpf has no memory left.
pub fn install() -> io::Result<()> {
    static RESULT: OnceLock<c_int> = OnceLock::new();
    let result = *RESULT.get_or_init(|| {
        for (section, attach_type, sleepable) in SECTIONS {
            let opts = sys::libbpf_prog_handler_opts {
                sz: size_of::<sys::libbpf_prog_handler_opts>() as _,
                cookie: c_long::from(sleepable),
                prog_prepare_load_fn: Some(prepare),
                ..Default::default()
            };
            // The type that stands in until load is the one nearest to tracing that needs no BTF.
            let stand_in = sys::BPF_PROG_TYPE_RAW_TRACEPOINT;
            // SAFETY: libbpf copies the section's name and the options. Its list of handlers is not made for several
            // threads; this runs once, before any object is opened (see the doc comment).
            let id =
                unsafe { sys::libbpf_register_prog_handler(section.as_ptr(), stand_in, attach_type, &raw const opts) };
            if id < 0 {
                return id;
            }
        }
        0
    });
    if result < 0 { Err(io::Error::from_raw_os_error(-result)) } else { Ok(()) }
}

/// Runs `load`, which loads one object on this thread, with the ids of `kernel` for its programs' targets.
///
/// Programs whose target is not in `kernel` fail to load with `ESRCH`; the caller turns their autoload off first.
/// `object` is the one that `load` loads.
pub fn load<O, T>(
    open: O,
    object: impl FnOnce(&O) -> &OpenObject,
    load: impl FnOnce(O) -> T,
    kernel: &Reduced,
    placed: &Placed,
) -> T {
    let _cleaner = announce(object(&open), kernel, placed);
    load(open)
}

/// Takes the targets away again, also when loading panics.
struct Cleaner;

impl Drop for Cleaner {
    fn drop(&mut self) {
        TARGETS.take();
    }
}

fn announce(object: &OpenObject, kernel: &Reduced, placed: &Placed) -> Cleaner {
    let (functions, tracepoints) = (kernel.functions.clone(), kernel.tracepoints.clone());
    let modules = kernel.modules.iter().map(|(name, fd)| (*name, fd.as_raw_fd())).collect();
    let object = object.as_libbpf_object();
    TARGETS.set(Some(Targets { object, functions, tracepoints, modules, placed: placed.clone() }));
    Cleaner
}

/// The way in which a program hooks a function that the tool chooses, if it is one of those.
#[must_use]
pub fn placed_by<'s>(section: &'s str, program: &str) -> Option<&'s str> {
    let way = section.trim_start_matches('?');
    let is_way = matches!(way, "fentry" | "fexit" | "kprobe" | "kretprobe");
    (is_way && program.rsplit_once("__").is_some_and(|(_, variant)| variant == way)).then_some(way)
}

/// Whether programs of this section are attached by whoever knows where: a sample's CPU, a function in user space, all
/// functions of a pattern, a kprobe without a name, a map whose entries are printed.
#[must_use]
pub fn is_by_hand(section: &str) -> bool {
    let section = section.trim_start_matches('?');
    let how = section.split('/').next().unwrap_or(section);
    let bare = !section.contains('/');
    matches!(how.split('.').next(), Some("uprobe" | "uretprobe" | "usdt" | "perf_event" | "iter"))
        || how.split_once('.').is_some_and(|(_, how)| how == "multi")
        || bare && matches!(how, "kprobe" | "kretprobe" | "fentry" | "fexit" | "tp_btf" | "raw_tp" | "tracepoint")
}

/// Attaches a loaded program: as libbpf would by its section, those of this module's sections too, and those that are
/// `placed`.
///
/// # Errors
///
/// The kernel refuses; `EBUSY` or `EINVAL` for a function that must not be traced.
pub fn attach(program: &ProgramMut<'_>, placed: &Placed) -> libbpf_rs::Result<Link> {
    let section = program.section().to_string_lossy();
    let at = program.name().to_str().and_then(|name| placed.get(name)).and_then(|hook| hook.split_once('/'));
    if let Some((how @ ("kprobe" | "kretprobe"), function)) = at {
        return program.attach_kprobe(how == "kretprobe", function);
    }
    let how = section.split('/').next().unwrap_or_default();
    let is_ours =
        SECTIONS.iter().any(|(ours, ..)| ours.to_str().is_ok_and(|ours| ours.trim_end_matches(['/', '+']) == how));
    if is_ours { program.attach_trace() } else { program.attach() }
}

/// Name and section of a program.
///
/// # Safety
///
/// `program` is a program of an open object.
unsafe fn names_of<'a>(program: *mut sys::bpf_program) -> (&'a str, &'a str) {
    // SAFETY: libbpf returns strings with an end that live as long as the program.
    let (name, section) = unsafe {
        (CStr::from_ptr(sys::bpf_program__name(program)), CStr::from_ptr(sys::bpf_program__section_name(program)))
    };
    (name.to_str().unwrap_or_default(), section.to_str().unwrap_or_default())
}

/// Called by libbpf before it hands a program to the kernel: `opts` is all that it still reads, except for the type.
extern "C" fn prepare(program: *mut sys::bpf_program, opts: *mut sys::bpf_prog_load_opts, sleepable: c_long) -> c_int {
    // SAFETY: libbpf calls with a program of the object that it is loading, and nothing else uses `opts` meanwhile.
    let ((name, section), opts) = unsafe { (names_of(program), &mut *opts) };
    let hook = TARGETS.with_borrow(|targets| {
        let targets = targets.as_ref()?;
        let (how, target) = targets.placed.get(name).map_or(section, String::as_str).split_once('/')?;
        let hook = match how {
            "tp_btf" => targets.tracepoints.get(target),
            "iter" => targets.functions.get(&btf::iterated(target)),
            _ => targets.functions.get(target),
        }?;
        let module = hook.module.map(|module| targets.modules.get(module).copied());
        Some((targets.object, hook.id, module.map_or(Some(0), |module| module)?))
    });
    let Some((object, id, module)) = hook else { return -libc::ESRCH };
    opts.attach_btf_id = id;
    opts.attach_btf_obj_fd = module as u32; // 0 for the kernel's own
    if sleepable != 0 {
        opts.prog_flags |= sys::BPF_F_SLEEPABLE;
    }
    // SAFETY: as above; the object is not loaded yet, so that its programs may change.
    unsafe {
        let result = sys::bpf_program__set_type(program, sys::BPF_PROG_TYPE_TRACING);
        if result == 0 { take_dead_code(object, program, opts) } else { result }
    }
}

/// Takes out of a program what its constants never let run.
///
/// # Safety
///
/// `program` is a program of `object`, of which the maps are there and nothing is loaded; `opts` is what it is loaded with.
unsafe fn take_dead_code(
    object: NonNull<sys::bpf_object>,
    program: *mut sys::bpf_program,
    opts: &mut sys::bpf_prog_load_opts,
) -> c_int {
    // SAFETY: libbpf's instructions are laid out as the kernel's, and stay until they are set.
    let code = unsafe {
        let count = sys::bpf_program__insn_cnt(program) as usize;
        slice::from_raw_parts(sys::bpf_program__insns(program).cast::<Insn>(), count)
    };
    // SAFETY: by the caller.
    let Some(pruned) = prune(code, &unsafe { constants(object) }) else { return 0 };
    for (records, size, count) in [
        (opts.func_info, opts.func_info_rec_size, &mut opts.func_info_cnt),
        (opts.line_info, opts.line_info_rec_size, &mut opts.line_info_cnt),
    ] {
        if !records.is_null() {
            let size = size as usize;
            // SAFETY: libbpf has so many records of that size there, in memory of its own, of which nobody reads the rest.
            let records = unsafe { slice::from_raw_parts_mut(records.cast_mut().cast::<u8>(), *count as usize * size) };
            *count = pruned.renumber(records, size) as _;
        }
    }
    // SAFETY: libbpf copies the instructions.
    unsafe { sys::bpf_program__set_insns(program, pruned.code.as_ptr().cast_mut().cast(), pruned.code.len() as _) }
}

/// What the maps of constants hold, by their descriptors.
///
/// # Safety
///
/// As long as the bytes are used, the object is, and its constants do not change.
unsafe fn constants<'o>(object: NonNull<sys::bpf_object>) -> BTreeMap<i32, &'o [u8]> {
    let mut constants = BTreeMap::new();
    let mut map = ptr::null_mut();
    // SAFETY: by the caller; a map's initial value is as long as libbpf says.
    unsafe {
        loop {
            map = sys::bpf_object__next_map(object.as_ptr(), map);
            if map.is_null() {
                return constants;
            }
            let mut size = 0;
            let value = sys::bpf_map__initial_value(map, &raw mut size);
            if sys::bpf_map__map_flags(map) & sys::BPF_F_RDONLY_PROG != 0 && !value.is_null() {
                let bytes = slice::from_raw_parts(value.cast::<u8>(), size as usize);
                constants.insert(sys::bpf_map__fd(map), bytes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_by_hand, placed_by};

    #[test]
    fn sections_without_a_place_are_attached_by_hand() {
        for section in
            ["?uprobe", "uretprobe/libc:malloc", "usdt", "perf_event", "kprobe.multi/tcp_*", "?kprobe", "iter/task"]
        {
            assert!(is_by_hand(section), "{section}");
        }
        for section in ["?kprobe/do_exit", "fexit/do_filp_open", "tp_btf/sched_switch", "fentry.s/f"] {
            assert!(!is_by_hand(section), "{section}");
        }
    }

    #[test]
    fn programs_for_chosen_functions_are_called_so() {
        assert_eq!(placed_by("?fexit", "read_ends__fexit"), Some("fexit"));
        for (section, program) in [("?kprobe", "enter__one"), ("?fexit/f", "f__fexit"), ("fentry", "fentry")] {
            assert_eq!(placed_by(section, program), None, "{section}");
        }
    }
}
