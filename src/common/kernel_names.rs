//! Names of the kernel's functions, as the kernel prints them: `src/bpf/lib/kernel_names.bpf.h` is the other half. To be
//! told all symbols as text costs the kernel more than whatever else a tool does, and takes a right.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    io::Read as _,
    os::fd::AsFd as _,
    rc::Rc,
};

use anyhow::{Context as _, Result};
use libbpf_rs::{Iter, Link, MapCore as _, MapFlags, MapHandle, Object, OpenObject};

/// The role of the program, which is loaded where names are asked for.
pub const ROLE: &str = "kernel_names";
/// The map of the addresses.
const MAP: &str = "kernel_names_of";

/// Makes no map for names that nobody asks for.
///
/// # Errors
/// libbpf's.
pub fn leave_out(object: &mut OpenObject) -> libbpf_rs::Result<()> {
    object.maps_mut().filter(|map| map.name() == MAP).try_for_each(|mut map| map.set_autocreate(false))
}

/// A function of the kernel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: Rc<str>,
    /// Where it begins.
    pub start: u64,
    /// The module that it is of, in brackets; `None` for the kernel itself.
    pub module: Option<Rc<[u8]>>,
}

/// What was asked for and answered.
#[derive(Debug, Default)]
pub struct KernelNames {
    asking: Option<Asking>,
    known: RefCell<HashMap<u64, Option<Function>>>,
}

/// The way to the kernel.
#[derive(Debug)]
struct Asking {
    map: MapHandle,
    link: Link,
}

impl KernelNames {
    /// Attaches the program of an object that is loaded; with an object that has none, nothing has a name. To be called
    /// before privileges are dropped.
    ///
    /// # Errors
    /// The kernel's.
    pub fn new(object: &Object) -> libbpf_rs::Result<Self> {
        let program = object.progs_mut().find(|program| program.name() == ROLE);
        let map = object.maps().find(|map| map.name() == MAP);
        let Some((program, map)) = program.zip(map) else { return Ok(Self::default()) };
        let map = MapHandle::try_from(&map)?;
        let link = program.attach_iter(map.as_fd())?;
        Ok(Self { asking: Some(Asking { map, link }), known: RefCell::default() })
    }

    /// The function that an address is in.
    #[must_use]
    pub fn function(&self, address: u64) -> Option<Function> {
        if !self.known.borrow().contains_key(&address) {
            self.learn(&BTreeSet::from([address]));
        }
        self.known.borrow().get(&address).cloned().flatten()
    }

    /// Asks for those of these addresses that are new: many at once are cheaper. An answer that does not come costs them
    /// their names.
    pub fn learn(&self, addresses: &BTreeSet<u64>) {
        let mut known = self.known.borrow_mut();
        let new: Vec<u64> = addresses.iter().copied().filter(|address| !known.contains_key(address)).collect();
        let Some(asking) = &self.asking else { return };
        for some in new.chunks(asking.map.max_entries() as usize) {
            let answer = asking.ask(some).unwrap_or_default();
            let mut lines = answer.lines();
            known.extend(some.iter().map(|address| (*address, lines.next().and_then(|line| parse(line, *address)))));
        }
    }
}

impl Asking {
    /// A line for each address, in their order.
    fn ask(&self, addresses: &[u64]) -> Result<String> {
        let room = self.map.max_entries();
        // The kernel looks for the byte before.
        let behind = addresses.iter().map(|address| address.wrapping_add(1)).chain(std::iter::repeat(0));
        let keys: Vec<u8> = (0..room).flat_map(u32::to_ne_bytes).collect();
        let values: Vec<u8> = behind.take(room as usize).flat_map(u64::to_ne_bytes).collect();
        self.map.update_batch(&keys, &values, room, MapFlags::ANY, MapFlags::ANY)?;
        let mut answer = Vec::new();
        Iter::new(&self.link)?.read_to_end(&mut answer).context("reading names")?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}

/// `name+0xoffset/0xsize [module]`, the offset that of the byte behind the address; a number if it is in no function.
fn parse(line: &str, address: u64) -> Option<Function> {
    let (line, module) = match line.split_once(" [") {
        Some((line, module)) => (line, Some(format!("[{module}").into_bytes().into())),
        None => (line, None),
    };
    let (name, place) = line.rsplit_once("+0x")?;
    let (offset, _) = place.split_once('/')?;
    let offset = u64::from_str_radix(offset, 16).ok()?.checked_sub(1)?;
    Some(Function { name: name.into(), start: address.checked_sub(offset)?, module })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_kernel_prints_is_taken_apart() {
        let function = parse("do_exit+0x11/0xa20", 0xffff_ffff_8100_0010).unwrap();
        assert_eq!((&*function.name, function.start, function.module), ("do_exit", 0xffff_ffff_8100_0000, None));
        let function = parse("open.isra.0+0x1/0x20 [xfs]", 0xffff_ffff_c100_0000).unwrap();
        assert_eq!((&*function.name, function.start), ("open.isra.0", 0xffff_ffff_c100_0000));
        assert_eq!(function.module.as_deref(), Some(&b"[xfs]"[..]));
        for none in ["0xffffffff81000011", "", "name", "name+0x0/0x10", "name+0x11", "name+0xz/0x1", "name+0x20/0x30"] {
            assert_eq!(parse(none, 0x10), None, "{none}");
        }
    }

    #[test]
    fn without_a_program_nothing_has_a_name() {
        assert_eq!(KernelNames::default().function(0xffff_ffff_8100_0000), None);
    }
}
