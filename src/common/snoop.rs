//! What is to be told of calls of the kernel's functions: `FUNC` or `FUNC(ARG, ARG->MEMBER > 7, return)`, made ready for
//! the program that takes it (`src/bpf/ksnoop.bpf.c`) and written with the types that the kernel's BTF has for it.

use anyhow::{Result, anyhow, bail};
use libbpf_rs::{MapCore, MapFlags, Object};

use super::{
    args::Usage,
    btf::shape::{Function, Shape, Typed, Types},
};

/// Values of one call or one return: as many as functions have arguments in registers.
pub const MAX_VALUES: usize = 6;
/// Bytes that are taken of each: `VALUE_SIZE` of the program.
pub const VALUE_SIZE: usize = 256;
/// The place of the result among the arguments.
const RESULT: u32 = 6;

/// How the program takes a value, `enum how`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
enum How {
    /// It is in the register.
    #[default]
    Register,
    /// It lies at an offset from where the register points to.
    At,
    /// What lies there points to it.
    Behind,
    /// A string lies where the register points to.
    Text,
}

/// `struct take`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
struct Take {
    than: u64,
    arg: u32,
    offset: u32,
    size: u32,
    how: How,
    /// `enum comparison`, 0 for none.
    comparison: u8,
    /// How many of the 64 bits a number does not have.
    spare_bits: u8,
    is_signed: u8,
}

/// What is told when a function is called, or when it returns: `struct taken`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
struct Taken {
    takes: [Take; MAX_VALUES],
    count: u32,
    /// Whether there is anything to tell.
    is_told: u32,
}

const _: () = assert!(size_of::<Taken>() == MAX_VALUES * 24 + 8, "no padding");

/// One value: what it is called, and how it is written.
#[derive(Debug)]
struct Shown {
    name: String,
    typed: Typed,
    /// It stands behind a pointer, which is written as well.
    is_target: bool,
    is_text: bool,
}

/// A function, as the user wants to see it.
#[derive(Debug)]
struct Snooped {
    name: String,
    taken: [Taken; 2],
    shown: [Vec<Shown>; 2],
}

/// The functions that are traced.
#[derive(Debug)]
pub struct Snoop {
    functions: Vec<Snooped>,
}

/// A value as it came from the kernel.
#[derive(Clone, Copy, Debug)]
pub struct Value<'r> {
    /// The register, or the pointer to what there is.
    pub register: u64,
    /// What was read there, which may be nothing.
    pub bytes: &'r [u8],
    /// It could not be read.
    pub unread: bool,
}

/// `FUNC(…)` taken apart: the function's name, and what stands in the brackets.
///
/// # Errors
/// It is not of that form.
pub fn split(spec: &str) -> Result<(String, Option<Vec<String>>)> {
    let bare: String = spec.chars().filter(|c| !c.is_whitespace()).collect();
    let (name, args) = match bare.split_once('(') {
        None => (bare.as_str(), None),
        Some((name, rest)) => {
            let args = rest.strip_suffix(')').filter(|args| !args.contains(['(', ')']));
            let args = args.ok_or_else(|| anyhow!(Usage(format!("'{spec}' is neither FUNC nor FUNC(ARG,...)"))))?;
            (name, Some(args.split(',').map(str::to_owned).collect()))
        }
    };
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.".contains(&b)) {
        bail!(Usage(format!("'{spec}' is neither FUNC nor FUNC(ARG,...)")));
    }
    Ok((name.to_owned(), args))
}

/// What the kernel's types say of a function.
///
/// # Errors
/// They do not say anything of it.
pub fn describe(kernel: &mut Types, name: &str) -> Result<Function> {
    let function = kernel.function(name)?;
    function.ok_or_else(|| anyhow!("the kernel's types do not describe '{name}': is it a module's, or none of C's?"))
}

/// The kernel's types, for these functions.
///
/// # Errors
/// The kernel does not show its types.
pub fn types<'a>(names: impl Iterator<Item = &'a str>) -> Result<Types> {
    Types::of_functions(names).map_err(|error| anyhow!("this takes the kernel's own types (BTF): {error}"))
}

impl Snoop {
    /// Makes ready what is to be told of each function.
    ///
    /// # Errors
    /// A function, an argument or a member that there is not; a comparison that makes no sense.
    pub fn new(kernel: &mut Types, specs: &[(String, Option<Vec<String>>)]) -> Result<Self> {
        let functions = specs.iter().map(|(name, args)| {
            let function = describe(kernel, name)?;
            let mut snooped = Snooped { name: name.clone(), taken: Default::default(), shown: Default::default() };
            if let Some(args) = args {
                for arg in args {
                    snooped.add(kernel, name, &function, arg)?;
                }
            } else {
                for (place, arg) in places(&function).into_iter().filter(|(place, ..)| *place < RESULT) {
                    snooped.whole(kernel, place, arg)?;
                }
                if let Some(result) = &function.result {
                    snooped.whole(kernel, RESULT, ("return", result))?;
                }
                snooped.taken.iter_mut().for_each(|taken| taken.is_told = 1);
            }
            Ok(snooped)
        });
        Ok(Self { functions: functions.collect::<Result<_>>()? })
    }

    /// How many functions there are.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&self) -> usize {
        self.functions.len()
    }

    /// Tells the program, in the map `takes`, whose entries are of a function's call and of its return in turn.
    ///
    /// # Errors
    /// The kernel's.
    pub fn tell(&self, object: &Object) -> Result<()> {
        let map = object.maps().find(|map| map.name() == "takes").ok_or_else(|| anyhow!("there is no map 'takes'"))?;
        for (key, taken) in (0_u32..).zip(self.functions.iter().flat_map(|function| &function.taken)) {
            // SAFETY: plain C data without padding (asserted above), which lives as long as it is read.
            let bytes =
                unsafe { std::slice::from_raw_parts(std::ptr::from_ref(taken).cast::<u8>(), size_of::<Taken>()) };
            map.update(&key.to_ne_bytes(), bytes, MapFlags::ANY)?;
        }
        Ok(())
    }

    /// A call or a return in words: `vfs_read(count = 7, file = *0xffff8880 {f_mode = 2})`.
    #[must_use]
    pub fn text<'r>(&self, id: u64, is_return: bool, values: impl Iterator<Item = Value<'r>>) -> String {
        let Some(function) = self.functions.get(id as usize) else { return String::new() };
        let shown = &function.shown[usize::from(is_return)];
        let words: Vec<_> = shown.iter().zip(values).map(|(shown, value)| shown.text(value)).collect();
        format!("{}({})", function.name, words.join(", "))
    }
}

/// Each argument's place among the registers: a struct by value takes one or two of them, or lies in memory.
fn places(function: &Function) -> Vec<(u32, (&str, &Typed))> {
    let mut next = 0;
    let mut all = Vec::new();
    for (name, typed) in &function.params {
        let is_struct = matches!(*typed.shape, Shape::Struct(_));
        let words = if is_struct { typed.size.div_ceil(8) as u32 } else { 1 };
        if words > 2 || next + words > RESULT {
            all.push((u32::MAX, (name.as_str(), typed)));
            continue;
        }
        // Of two registers only the first is taken.
        all.push((next, (name.as_str(), typed)));
        next += words;
    }
    all
}

impl Snooped {
    fn push(&mut self, at_end: bool, take: Take, shown: Shown) -> Result<()> {
        let taken = &mut self.taken[usize::from(at_end)];
        let Some(place) = taken.takes.get_mut(taken.count as usize) else {
            bail!(Usage(format!("no more than {MAX_VALUES} values of a call or of a return can be told")));
        };
        *place = take;
        taken.count += 1;
        taken.is_told = 1;
        self.shown[usize::from(at_end)].push(shown);
        Ok(())
    }

    /// An argument or the result, and what it points to.
    fn whole(&mut self, kernel: &mut Types, place: u32, (name, typed): (&str, &Typed)) -> Result<()> {
        let (take, shown) = whole(kernel, place, name, typed)?;
        self.push(place == RESULT, take, shown)
    }

    /// `ARG`, `ARG->MEMBER`, with a comparison behind it or not.
    fn add(&mut self, kernel: &mut Types, of: &str, function: &Function, text: &str) -> Result<()> {
        let (value, comparison) = comparison(text)?;
        let (name, member) = value.split_once("->").map_or((value, None), |(name, member)| (name, Some(member)));
        let (place, typed) = match (name, &function.result) {
            ("return", Some(result)) => (RESULT, result),
            ("return", None) => bail!("{of} returns nothing"),
            _ => {
                let found = places(function).into_iter().find(|(_, (param, _))| *param == name);
                let (place, (_, typed)) =
                    found.ok_or_else(|| anyhow!("{of} has no argument '{name}': {}", function.declaration))?;
                if place > RESULT {
                    bail!("'{name}' of {of} is in no register");
                }
                (place, typed)
            }
        };
        let (mut take, shown) = match member {
            None if comparison.is_some() => register(place, name, typed),
            None => whole(kernel, place, name, typed)?,
            Some(member) => self::member(kernel, place, value, typed, member, comparison.is_some())?,
        };
        if let Some((operator, than)) = comparison {
            let (Shape::Number(..) | Shape::Bool | Shape::Char | Shape::Enum(..) | Shape::Pointer) =
                &*shown.typed.shape
            else {
                bail!("'{value}' of {of} is no number, which could be compared");
            };
            take.comparison = operator;
            take.than = than;
        }
        self.push(place == RESULT, take, shown)
    }
}

/// The value in a register alone.
fn register(arg: u32, name: &str, typed: &Typed) -> (Take, Shown) {
    let mut take = Take { arg, size: 8, ..Take::default() };
    number(&mut take, typed);
    (take, Shown { name: name.to_owned(), typed: typed.clone(), is_target: false, is_text: false })
}

/// Says how long a number is and whether it has a sign.
fn number(take: &mut Take, typed: &Typed) {
    take.spare_bits = 64 - 8 * typed.size.clamp(1, 8) as u8;
    take.is_signed = matches!(*typed.shape, Shape::Number(_, true) | Shape::Char | Shape::Enum(..)).into();
}

fn whole(kernel: &mut Types, arg: u32, name: &str, typed: &Typed) -> Result<(Take, Shown)> {
    let (mut take, mut shown) = register(arg, name, typed);
    if let Some(target) = kernel.target(typed)? {
        shown.is_text = matches!(*target.shape, Shape::Char);
        take.how = if shown.is_text { How::Text } else { How::At };
        take.size = target.size.min(VALUE_SIZE) as u32;
        shown.is_target = true;
        shown.typed = target;
    }
    Ok((take, shown))
}

fn member(kernel: &mut Types, arg: u32, name: &str, typed: &Typed, member: &str, bare: bool) -> Result<(Take, Shown)> {
    let target = kernel.target(typed)?.ok_or_else(|| anyhow!("'{name}': there is no struct that it points into"))?;
    let found = Types::member(&target, member);
    let (offset, typed) = found.ok_or_else(|| anyhow!("'{name}': there is no such member, or it is a bit field"))?;
    let behind =
        if bare { None } else { kernel.target(&typed)?.filter(|target| !matches!(*target.shape, Shape::Char)) };
    let how = if behind.is_some() { How::Behind } else { How::At };
    let is_target = behind.is_some();
    let shown = behind.unwrap_or(typed);
    let mut take = Take { arg, how, offset: offset as u32, size: shown.size.min(VALUE_SIZE) as u32, ..Take::default() };
    number(&mut take, &shown);
    Ok((take, Shown { name: name.to_owned(), typed: shown, is_target, is_text: false }))
}

/// `a->b>=7` → (`a->b`, (4, 7)): the value, and what it is compared with, as `enum comparison` numbers it.
fn comparison(text: &str) -> Result<(&str, Option<(u8, u64)>)> {
    const OPERATORS: [(&str, u8); 6] = [("==", 1), ("!=", 2), (">=", 4), ("<=", 6), (">", 3), ("<", 5)];
    let start = text.find("->").map_or(0, |at| at + 2);
    let Some(at) = text.get(start..).and_then(|rest| rest.find(['=', '!', '<', '>'])) else { return Ok((text, None)) };
    let (value, rest) = text.split_at(start + at);
    let wrong = || anyhow!(Usage(format!("'{text}' is no comparison with a number, such as len > 128")));
    let (operator, number) =
        OPERATORS.iter().find_map(|(sign, operator)| Some((*operator, rest.strip_prefix(sign)?))).ok_or_else(wrong)?;
    let than = match number.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => number.parse::<u64>().ok().or_else(|| number.parse::<i64>().ok().map(|number| number as u64)),
    };
    Ok((value, Some((operator, than.ok_or_else(wrong)?))))
}

impl Shown {
    fn text(&self, value: Value<'_>) -> String {
        let name = &self.name;
        let is_there = !value.bytes.is_empty();
        match (self.is_target, value.unread) {
            (false, true) => format!("{name} = <fault>"),
            (false, false) if is_there => format!("{name} = {}", self.typed.shape.text(value.bytes)),
            (false, false) => format!("{name} = {}", self.typed.shape.text(&value.register.to_le_bytes())),
            (true, true) => format!("{name} = *{:#x} <fault>", value.register),
            (true, false) if !is_there => format!("{name} = {:#x}", value.register),
            (true, false) if self.is_text => {
                let text = value.bytes.split(|byte| *byte == 0).next().unwrap_or_default();
                format!("{name} = *{:#x} {:?}", value.register, String::from_utf8_lossy(text))
            }
            (true, false) => format!("{name} = *{:#x} {}", value.register, self.typed.shape.text(value.bytes)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_taken_apart() {
        let args = |spec| split(spec).unwrap();
        assert_eq!(args("vfs_read"), ("vfs_read".to_owned(), None));
        let (name, list) = args("f(a, b->c > 7 ,return)");
        assert_eq!((name.as_str(), list.unwrap()), ("f", ["a", "b->c>7", "return"].map(str::to_owned).to_vec()));
        for bad in ["", "(a)", "f(a", "f(a))", "f(a)b", "f;", "vfs_*", "f((a))"] {
            assert!(split(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn comparisons_are_understood() {
        for (text, value, wanted) in [
            ("a->b>7", "a->b", Some((3, 7))),
            ("a>=0x10", "a", Some((4, 16))),
            ("return<-1", "return", Some((5, u64::MAX))),
            ("a->b==3", "a->b", Some((1, 3))),
            ("a!=18446744073709551615", "a", Some((2, u64::MAX))),
            ("a<=2", "a", Some((6, 2))),
            ("a->b", "a->b", None),
            ("a", "a", None),
        ] {
            assert_eq!(comparison(text).unwrap(), (value, wanted), "{text}");
        }
        for bad in ["a=7", "a>x", "a>", "a>=", "a!7", "a>7x", "a==0x"] {
            assert!(comparison(bad).is_err(), "{bad}");
        }
    }
}
