//! Skeletons: a BPF object with names for its maps, and macros that spare each tool the same lines about it.
//!
//! `build/skeleton.rs` writes for each object what differs, by [`skeleton`]; what does not is here, once.

use std::{ffi::CStr, marker::PhantomData, mem::MaybeUninit, ptr::NonNull};

use libbpf_rs::{
    MapMut, Object, ObjectBuilder, OpenMapMut, OpenObject, Result, libbpf_sys,
    skel::{OpenSkel, Skel, SkelBuilder},
};
use plain::Plain;

use super::packed::Packed;

/// The maps of one object, by name.
pub trait Maps {
    /// The object.
    const OBJECT: &'static Packed;
    /// What libbpf calls it: names of maps begin with that.
    const NAME: &'static CStr;
    /// Its maps and constants while they can be changed.
    type Open;
    /// Its maps in the kernel.
    type Loaded;

    /// Finds them.
    ///
    /// # Errors
    /// One is not in the object.
    fn open(object: &mut OpenObject) -> Result<Self::Open>;

    /// Finds them.
    ///
    /// # Errors
    /// One is not in the kernel.
    fn loaded(object: &mut Object) -> Result<Self::Loaded>;
}

/// An object that is not open yet.
pub struct Builder<M> {
    /// libbpf-rs wants to have it.
    options: ObjectBuilder,
    maps: PhantomData<M>,
}

impl<M> Default for Builder<M> {
    fn default() -> Self {
        Self { options: ObjectBuilder::default(), maps: PhantomData }
    }
}

/// An object that is open.
pub struct Open<M: Maps> {
    /// Its maps, to be configured.
    pub maps: M::Open,
    object: OpenObject,
}

/// An object in the kernel.
pub struct Loaded<'o, M: Maps> {
    /// Its maps.
    pub maps: M::Loaded,
    object: Object,
    lifetime: PhantomData<&'o ()>,
}

impl<M: Maps + 'static> SkelBuilder<'static> for Builder<M> {
    type Output = Open<M>;

    fn open(self, object: &'static mut MaybeUninit<OpenObject>) -> Result<Open<M>> {
        self.open_opts(libbpf_sys::bpf_object_open_opts::default(), object)
    }

    /// The cell stays empty.
    fn open_opts(
        self,
        options: libbpf_sys::bpf_object_open_opts,
        _: &'static mut MaybeUninit<OpenObject>,
    ) -> Result<Open<M>> {
        let mut object = Self::BARE.open(options)?;
        Ok(Open { maps: M::open(&mut object)?, object })
    }

    fn object_builder(&self) -> &ObjectBuilder {
        &self.options
    }

    fn object_builder_mut(&mut self) -> &mut ObjectBuilder {
        &mut self.options
    }
}

impl<M: Maps + 'static> OpenSkel<'static> for Open<M> {
    type Output = Loaded<'static, M>;

    fn load(self) -> Result<Loaded<'static, M>> {
        let mut object = self.object.load()?;
        Ok(Loaded { maps: M::loaded(&mut object)?, object, lifetime: PhantomData })
    }

    fn open_object(&self) -> &OpenObject {
        &self.object
    }

    fn open_object_mut(&mut self) -> &mut OpenObject {
        &mut self.object
    }
}

impl<M: Maps> Skel<'static> for Loaded<'_, M> {
    fn object(&self) -> &Object {
        &self.object
    }

    fn object_mut(&mut self) -> &mut Object {
        &mut self.object
    }
}

/// An object as it lies in the binary.
#[derive(Clone, Copy)]
pub struct Bare {
    packed: &'static Packed,
    name: &'static CStr,
}

/// A builder that knows its object without the names of its maps, for what does not depend on them.
pub trait OfBare: SkelBuilder<'static> + Default {
    /// The object.
    const BARE: Bare;
}

impl<M: Maps + 'static> OfBare for Builder<M> {
    const BARE: Bare = Bare { packed: M::OBJECT, name: M::NAME };
}

impl Bare {
    /// Opens it.
    ///
    /// # Errors
    /// libbpf's.
    pub fn open(self, options: libbpf_sys::bpf_object_open_opts) -> Result<OpenObject> {
        let bytes = self.packed.bytes();
        let options = libbpf_sys::bpf_object_open_opts {
            sz: size_of::<libbpf_sys::bpf_object_open_opts>() as _,
            object_name: self.name.as_ptr(),
            ..options
        };
        // SAFETY: bytes and options live through the call, which copies what it keeps; the object's bytes live in a static.
        let object =
            unsafe { libbpf_sys::bpf_object__open_mem(bytes.as_ptr().cast(), bytes.len() as _, &raw const options) };
        match NonNull::new(object) {
            // SAFETY: libbpf has just opened it, and nobody else has it.
            Some(object) => Ok(unsafe { OpenObject::from_ptr(object) }),
            None => Err(std::io::Error::last_os_error().into()),
        }
    }
}

/// Finds a map of an object that is open.
///
/// # Errors
/// There is none of this name.
pub fn open_map(object: &mut OpenObject, name: &str) -> Result<OpenMapMut<'static>> {
    let map = object.maps_mut().find(|map| map.name() == name).ok_or_else(missing)?;
    // SAFETY: it is a pointer into the object, which a skeleton keeps beside its maps.
    Ok(unsafe { std::mem::transmute::<OpenMapMut<'_>, OpenMapMut<'static>>(map) })
}

/// Finds a map in the kernel.
///
/// # Errors
/// There is none of this name.
pub fn loaded_map(object: &mut Object, name: &str) -> Result<MapMut<'static>> {
    let map = object.maps_mut().find(|map| libbpf_rs::MapCore::name(map) == name).ok_or_else(missing)?;
    // SAFETY: as in `open_map`.
    Ok(unsafe { std::mem::transmute::<MapMut<'_>, MapMut<'static>>(map) })
}

/// The values that the section of this name begins with.
///
/// # Errors
/// There is none of this name or size.
pub fn open_constants<T: Plain>(object: &mut OpenObject, name: &str) -> Result<&'static mut T> {
    let mut map = open_map(object, name)?;
    let bytes = map.initial_value_mut().ok_or_else(missing)?;
    // The section ends with the last value, the type with its padding. Constants without a name follow.
    let padded = bytes.len().next_multiple_of(align_of::<T>());
    if padded < size_of::<T>() || !bytes.as_ptr().cast::<T>().is_aligned() {
        return Err(missing());
    }
    // SAFETY: libbpf has mapped whole pages, of which the rest is zero, for as long as the object is there, beside which a
    // skeleton keeps this; only this refers to them, and any bytes make a `T`.
    Ok(unsafe { &mut *bytes.as_mut_ptr().cast::<T>() })
}

fn missing() -> libbpf_rs::Error {
    std::io::Error::from(std::io::ErrorKind::NotFound).into()
}

/// Declares the skeleton of one object: its types, its libbpf name, where it lies packed, and its maps.
macro_rules! skeleton {
    ($builder:ident, $open:ident, $loaded:ident: $name:literal, $packed:literal;
     $(constants $constants:literal;)? maps { $($map:ident = $map_name:literal),* $(,)? }) => {
        use libbpf_rs::{MapMut, Object, OpenMapMut, OpenObject, Result};
        use $crate::common::{packed::Packed, skel};

        pub struct Maps;
        pub type $builder = skel::Builder<Maps>;
        pub type $open = skel::Open<Maps>;
        pub type $loaded<'o> = skel::Loaded<'o, Maps>;
        pub struct OpenMaps {
            $(pub $map: OpenMapMut<'static>,)*
            $(#[doc = $constants] pub rodata_data: Option<&'static mut types::rodata>,)?
        }
        pub struct LoadedMaps {
            $(pub $map: MapMut<'static>,)*
        }
        static OBJECT: Packed = Packed::new(include_bytes!($packed));

        impl skel::Maps for Maps {
            const OBJECT: &'static Packed = &OBJECT;
            const NAME: &'static std::ffi::CStr =
                match std::ffi::CStr::from_bytes_with_nul(concat!($name, "\0").as_bytes()) {
                    Ok(name) => name,
                    Err(_) => c"",
                };
            type Open = OpenMaps;
            type Loaded = LoadedMaps;

            fn open(object: &mut OpenObject) -> Result<OpenMaps> {
                Ok(OpenMaps {
                    $($map: skel::open_map(object, $map_name)?,)*
                    $(rodata_data: Some(skel::open_constants(object, $constants)?),)?
                })
            }

            fn loaded(object: &mut Object) -> Result<LoadedMaps> {
                Ok(LoadedMaps { $($map: skel::loaded_map(object, $map_name)?,)* })
            }
        }
        $(
            // SAFETY: plain C data, in which every bit pattern that the compiler has put there is a value.
            #[doc = $constants]
            unsafe impl plain::Plain for types::rodata {}
        )?
    };
}
pub(crate) use skeleton;

/// Includes a tool's skeleton as the module `bpf`, lets the named event types be read from bytes, and checks that the
/// types which the frame shares with the programs are the same on both sides.
macro_rules! skel {
    ($tool:literal $(: $($event:ident),+)?) => {
        #[allow(clippy::all, clippy::pedantic, missing_docs, unused, nonstandard_style)]
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
