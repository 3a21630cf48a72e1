//! Loads fentry, fexit and `tp_btf` programs with the ids that [`btf::reduce`] found.
//!
//! libbpf would look the ids up in the kernel's whole BTF, which it reads as soon as one program that loads is of type
//! TRACING. So [`install`] has libbpf open these programs under another type; while [`load`] runs, each gets its real
//! type and its id just before it goes to the kernel. libbpf forgets how to attach such a program: [`attach`] does.

use std::{
    cell::RefCell,
    collections::HashMap,
    ffi::{CStr, CString, c_int, c_long},
    io,
    sync::OnceLock,
};

use libbpf_rs::{AsRawLibbpf as _, Link, OpenObject, ProgramMut, libbpf_sys as sys};

use super::btf::{Hook, Reduced};

/// The sections served here: prefix, attach type, whether the program may sleep.
const SECTIONS: [(&CStr, sys::bpf_attach_type, bool); 5] = [
    (c"fentry/", sys::BPF_TRACE_FENTRY, false),
    (c"fexit/", sys::BPF_TRACE_FEXIT, false),
    (c"fentry.s/", sys::BPF_TRACE_FENTRY, true),
    (c"fexit.s/", sys::BPF_TRACE_FEXIT, true),
    (c"tp_btf/", sys::BPF_TRACE_RAW_TP, false),
];

struct Targets {
    functions: HashMap<String, Hook>,
    tracepoints: HashMap<String, Hook>,
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
                prog_setup_fn: Some(set_up),
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
pub fn load<T>(kernel: &Reduced, load: impl FnOnce() -> T) -> T {
    /// Takes the targets away again, also when `load` panics.
    struct Cleaner;
    impl Drop for Cleaner {
        fn drop(&mut self) {
            TARGETS.take();
        }
    }
    let _cleaner = Cleaner;
    let Reduced { functions, tracepoints, .. } = kernel;
    TARGETS.set(Some(Targets { functions: functions.clone(), tracepoints: tracepoints.clone() }));
    load()
}

/// Finds the targets of programs in modules' functions (`fexit/xfs:xfs_file_open`) that are to load. This reads the
/// BTF of the kernel and of all modules in libbpf's way; objects without such programs pay nothing.
///
/// # Errors
///
/// There is no such module or function, or the kernel has no BTF for modules (before 5.11).
pub fn find_module_targets(object: &mut OpenObject) -> io::Result<()> {
    for program in object.progs_mut() {
        let section = program.section().to_string_lossy();
        let Some((prefix, target)) = section.split_once('/').filter(|(_, target)| target.contains(':')) else {
            continue;
        };
        if !program.autoload() || !SECTIONS.iter().any(|(s, ..)| s.to_bytes() == format!("{prefix}/").as_bytes()) {
            continue;
        }
        let target = CString::new(target)?;
        // SAFETY: the program is part of an object that is open and not loaded; libbpf does not keep the name.
        let result =
            unsafe { sys::bpf_program__set_attach_target(program.as_libbpf_object().as_ptr(), 0, target.as_ptr()) };
        if result < 0 {
            return Err(io::Error::from_raw_os_error(-result));
        }
    }
    Ok(())
}

/// Whether programs of this section are attached by whoever knows where: a sample's CPU, a function in user space, all
/// functions of a pattern, a kprobe without a name.
#[must_use]
pub fn is_by_hand(section: &str) -> bool {
    let section = section.trim_start_matches('?');
    let how = section.split('/').next().unwrap_or(section);
    let bare = !section.contains('/');
    matches!(how.split('.').next(), Some("uprobe" | "uretprobe" | "usdt" | "perf_event"))
        || how.split_once('.').is_some_and(|(_, how)| how == "multi")
        || bare && matches!(how, "kprobe" | "kretprobe" | "fentry" | "fexit" | "tp_btf" | "raw_tp" | "tracepoint")
}

/// Attaches a loaded program: as libbpf would by its section, and those of this module's sections too.
///
/// # Errors
///
/// The kernel refuses; `EBUSY` or `EINVAL` for a function that must not be traced.
pub fn attach(program: &ProgramMut<'_>) -> libbpf_rs::Result<Link> {
    let section = program.section().to_string_lossy();
    let is_ours = SECTIONS.iter().any(|(prefix, ..)| section.as_bytes().starts_with(prefix.to_bytes()));
    if is_ours { program.attach_trace() } else { program.attach() }
}

/// The part of the section's name behind the slash.
///
/// # Safety
///
/// `program` is a program of an open object.
unsafe fn section_of<'a>(program: *mut sys::bpf_program) -> &'a str {
    // SAFETY: libbpf returns a string with an end that lives as long as the program.
    let section = unsafe { CStr::from_ptr(sys::bpf_program__section_name(program)) };
    section.to_str().unwrap_or_default()
}

/// Called by libbpf when it opens an object. Targets in modules have their type from the start:
/// `bpf_program__set_attach_target` goes by it, and setting it makes libbpf forget [`prepare`].
extern "C" fn set_up(program: *mut sys::bpf_program, sleepable: c_long) -> c_int {
    // SAFETY: libbpf calls with a program of the object that it is opening.
    unsafe {
        if !section_of(program).contains(':') {
            return 0;
        }
        if sleepable != 0 {
            sys::bpf_program__set_flags(program, sys::bpf_program__flags(program) | sys::BPF_F_SLEEPABLE);
        }
        sys::bpf_program__set_type(program, sys::BPF_PROG_TYPE_TRACING)
    }
}

/// Called by libbpf before it hands a program to the kernel: `opts` is all that it still reads, except for the type.
extern "C" fn prepare(program: *mut sys::bpf_program, opts: *mut sys::bpf_prog_load_opts, sleepable: c_long) -> c_int {
    // SAFETY: libbpf calls with a program of the object that it is loading, and nothing else uses `opts` meanwhile.
    let (section, opts) = unsafe { (section_of(program), &mut *opts) };
    let (how, target) = section.split_once('/').unwrap_or_default();
    let hook = TARGETS.with_borrow(|targets| {
        let targets = targets.as_ref()?;
        let names = if how == "tp_btf" { &targets.tracepoints } else { &targets.functions };
        names.get(target).copied()
    });
    let Some(hook) = hook else { return -libc::ESRCH };
    opts.attach_btf_id = hook.id;
    if sleepable != 0 {
        opts.prog_flags |= sys::BPF_F_SLEEPABLE;
    }
    // SAFETY: as above; the object is not loaded yet, so that the type may change.
    unsafe { sys::bpf_program__set_type(program, sys::BPF_PROG_TYPE_TRACING) }
}

#[cfg(test)]
mod tests {
    use super::is_by_hand;

    #[test]
    fn sections_without_a_place_are_attached_by_hand() {
        for section in ["?uprobe", "uretprobe/libc:malloc", "usdt", "perf_event", "kprobe.multi/tcp_*", "?kprobe"] {
            assert!(is_by_hand(section), "{section}");
        }
        for section in ["?kprobe/do_exit", "fexit/do_filp_open", "tp_btf/sched_switch", "fentry.s/f"] {
            assert!(!is_by_hand(section), "{section}");
        }
    }
}
