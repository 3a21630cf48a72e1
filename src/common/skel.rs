//! Two macros that spare each tool the same lines about its skeleton.

/// Includes a tool's skeleton as the module `bpf`, lets the named event types be read from bytes, and checks that the
/// types which the frame shares with the programs are the same on both sides.
macro_rules! skel {
    ($tool:literal $(: $($event:ident),+)?) => {
        #[allow(clippy::all, clippy::pedantic, missing_docs, unused, non_camel_case_types)]
        #[allow(clippy::undocumented_unsafe_blocks, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
        mod bpf {
            include!(concat!(env!("OUT_DIR"), "/", $tool, ".skel.rs"));
            $($(
                // SAFETY: plain C data: integers and byte arrays, valid for every bit pattern.
                unsafe impl plain::Plain for types::$event {}
                const _: () = assert!(std::mem::offset_of!(types::$event, task) == 0, "an event begins with its task");
                const _: () = assert!(size_of::<types::task>() == size_of::<$crate::common::events::Task>());
            )+)?
            const _: () = assert!(size_of::<types::frame>() == size_of::<$crate::common::frame::Frame>());
        }
    };
}
pub(crate) use skel;

/// The constants of an open skeleton, to be set before it is loaded.
macro_rules! constants {
    ($open:ident) => {
        $open.maps.rodata_data.as_deref_mut().ok_or_else(|| anyhow::anyhow!("the BPF object has no constants"))?
    };
}
pub(crate) use constants;
