//! What the kernel's functions take and give, and how values of these types are written: read from its BTF at the start,
//! so that values can be written when nothing can be opened any more.

use std::{collections::HashMap, fmt::Write as _, path::Path, rc::Rc};

use super::{
    BtfError::{self, Malformed},
    VMLINUX, Wanted,
    raw::{kind, word},
    source::{Index, Names, Source},
};

/// Structs within structs that are looked into.
const MAX_DEPTH: usize = 12;
/// Typedefs and modifiers before a type; kernels have less than ten.
const MAX_CHAIN: usize = 64;
/// A value takes no more bytes in text.
const MAX_TEXT: usize = 4096;
/// Elements of an array that are written.
const MAX_ELEMENTS: usize = 16;

/// How the bytes of a type are to be read.
#[derive(Debug)]
pub enum Shape {
    /// A whole number of so many bytes, with a sign or not.
    Number(usize, bool),
    /// A truth.
    Bool,
    /// A byte that stands for a letter.
    Char,
    /// Names of some numbers.
    Enum(usize, Vec<(i64, String)>),
    /// An address.
    Pointer,
    /// A struct or a union.
    Struct(Vec<Member>),
    /// So many elements of so many bytes.
    Array(Rc<Shape>, usize, usize),
    /// Nothing that is written.
    Other,
}

/// A member of a struct or a union.
#[derive(Debug)]
pub struct Member {
    /// Empty for a struct whose members are the outer one's.
    name: String,
    /// Where it begins, in bits.
    at: usize,
    /// How many bits it has, if it is a bit field.
    bits: Option<usize>,
    size: usize,
    shape: Rc<Shape>,
    target: Option<u32>,
}

/// The type of an argument, of a result, or of a member that is asked for.
#[derive(Clone, Debug)]
pub struct Typed {
    /// How many bytes it has.
    pub size: usize,
    /// How they are read.
    pub shape: Rc<Shape>,
    /// Of a pointer: what it points to, if that is known.
    target: Option<u32>,
}

/// A function of the kernel.
#[derive(Debug)]
pub struct Function {
    /// What it gives; none if that is nothing.
    pub result: Option<Typed>,
    /// What it takes, by name.
    pub params: Vec<(String, Typed)>,
    /// Its declaration in C.
    pub declaration: String,
}

/// The kernel's types.
pub struct Types {
    source: Source,
    index: Index,
    functions: HashMap<String, u32>,
    known: HashMap<u32, Rc<Shape>>,
}

/// One type, by itself.
struct Node {
    kind: u32,
    name: String,
    /// The size or another type's id.
    size: u32,
    /// The words behind the first three.
    tail: Vec<u32>,
    entries: Vec<(String, u32, u32)>,
    /// Its members' places tell how many bits they have; its numbers have a sign.
    flag: bool,
}

impl Types {
    /// Finds these functions.
    ///
    /// # Errors
    /// The kernel does not show its types.
    pub fn of_functions<'a>(names: impl Iterator<Item = &'a str>) -> Result<Self, BtfError> {
        Self::open(Path::new(VMLINUX), &Wanted { functions: names.map(str::to_owned).collect(), ..Wanted::default() })
    }

    fn open(path: &Path, wanted: &Wanted) -> Result<Self, BtfError> {
        let names = Names::of(wanted);
        let mut source = Source::open(path)?;
        let places = source.find_names(&names)?;
        let found = source.find_types(&places)?;
        let mut functions = HashMap::new();
        for (name, id) in found.functions {
            functions.entry(name.to_owned()).or_insert(id);
        }
        Ok(Self { source, index: found.index, functions, known: HashMap::new() })
    }

    /// A function; none if the kernel's types do not name it.
    ///
    /// # Errors
    /// Types that make no sense.
    pub fn function(&mut self, name: &str) -> Result<Option<Function>, BtfError> {
        let Some(id) = self.functions.get(name).copied() else { return Ok(None) };
        let proto = self.node(id)?.size;
        let node = self.node(proto)?;
        if node.kind != kind::FUNC_PROTO {
            return Err(Malformed("a function without a prototype"));
        }
        let mut params = Vec::new();
        let mut texts = Vec::new();
        for (name, id, _) in &node.entries {
            if *id == 0 {
                texts.push("...".to_owned());
                continue;
            }
            texts.push(declare(&self.type_name(*id, MAX_DEPTH)?, name));
            params.push((name.clone(), self.typed(*id)?));
        }
        let result = if node.size == 0 { None } else { Some(self.typed(node.size)?) };
        let texts = if texts.is_empty() { "void".to_owned() } else { texts.join(", ") };
        let declaration = declare(&self.type_name(node.size, MAX_DEPTH)?, &format!("{name}({texts});"));
        Ok(Some(Function { result, params, declaration }))
    }

    /// What a pointer points to; none if it is no pointer, or nothing is known of what it points to.
    ///
    /// # Errors
    /// Types that make no sense.
    pub fn target(&mut self, of: &Typed) -> Result<Option<Typed>, BtfError> {
        let Some(id) = of.target.filter(|id| *id != 0) else { return Ok(None) };
        let target = self.typed(id)?;
        Ok((target.size > 0 && !matches!(*target.shape, Shape::Other)).then_some(target))
    }

    /// A member of a struct, also of one without a name within it, and at which byte it lies. None for a bit field.
    #[must_use]
    pub fn member(of: &Typed, name: &str) -> Option<(usize, Typed)> {
        find_member(&of.shape, name, 0)
    }

    fn typed(&mut self, id: u32) -> Result<Typed, BtfError> {
        let shape = self.shape(id, MAX_DEPTH)?;
        let node = self.plain(id)?;
        let target = (node.kind == kind::PTR).then_some(node.size);
        Ok(Typed { size: self.size_of(id)?, shape, target })
    }

    fn node(&mut self, id: u32) -> Result<Node, BtfError> {
        let t = self.source.find_type(&self.index, id)?;
        let (name, size, kind) = (t.name, t.size, t.kind());
        let tail: Vec<u32> = (0..t.tail.len() / 4).map(|at| word(t.tail, at)).collect();
        let entries: Vec<_> = t.entries().map(|entry| (word(entry, 0), word(entry, 1), word(entry, 2))).collect();
        let flag = t.info >> 31 != 0;
        let name = self.source.name(name)?;
        let entries = entries.into_iter().map(|(name, a, b)| Ok((self.source.name(name)?, a, b)));
        let entries = entries.collect::<Result<_, BtfError>>()?;
        Ok(Node { kind, name, size, tail, entries, flag })
    }

    /// The type behind typedefs and modifiers.
    fn plain(&mut self, mut id: u32) -> Result<Node, BtfError> {
        for _ in 0..MAX_CHAIN {
            let node = self.node(id)?;
            if !is_modifier(node.kind) && node.kind != kind::TYPEDEF {
                return Ok(node);
            }
            if node.size == 0 {
                return Ok(Node { kind: kind::FWD, ..node }); // void
            }
            id = node.size;
        }
        Err(Malformed("typedefs without an end"))
    }

    fn size_of(&mut self, id: u32) -> Result<usize, BtfError> {
        let mut count = 1_usize;
        let mut id = id;
        for _ in 0..MAX_CHAIN {
            let node = self.plain(id)?;
            let size = match node.kind {
                kind::PTR => 8,
                kind::ARRAY => {
                    count = count.saturating_mul(node.tail.get(2).copied().unwrap_or(0) as usize);
                    id = node.tail.first().copied().unwrap_or(0);
                    continue;
                }
                kind::INT | kind::ENUM | kind::ENUM64 | kind::STRUCT | kind::UNION | kind::FLOAT => node.size as usize,
                _ => 0,
            };
            return Ok(size.saturating_mul(count));
        }
        Err(Malformed("arrays without an end"))
    }

    fn shape(&mut self, id: u32, depth: usize) -> Result<Rc<Shape>, BtfError> {
        if let Some(shape) = self.known.get(&id) {
            return Ok(Rc::clone(shape));
        }
        let node = self.plain(id)?;
        let size = node.size as usize;
        let shape = match node.kind {
            _ if depth == 0 => return Ok(Rc::new(Shape::Other)),
            kind::INT => {
                // BTF_INT_SIGNED, BTF_INT_CHAR and BTF_INT_BOOL
                let encoding = node.tail.first().copied().unwrap_or(0) >> 24;
                match (encoding, size) {
                    (4, _) => Shape::Bool,
                    (_, 1) if node.name.ends_with("char") && node.name != "unsigned char" => Shape::Char,
                    _ => Shape::Number(size, encoding & 1 != 0),
                }
            }
            kind::PTR => Shape::Pointer,
            kind::ENUM => {
                let value = |number: u32| if node.flag { i64::from(number as i32) } else { i64::from(number) };
                Shape::Enum(size, node.entries.into_iter().map(|(name, number, _)| (value(number), name)).collect())
            }
            kind::ENUM64 => {
                let value = |low: u32, high: u32| (u64::from(high) << 32 | u64::from(low)) as i64;
                let names = node.entries.into_iter().map(|(name, low, high)| (value(low, high), name));
                Shape::Enum(size, names.collect())
            }
            kind::ARRAY => {
                let of = node.tail.first().copied().unwrap_or(0);
                let count = node.tail.get(2).copied().unwrap_or(0) as usize;
                Shape::Array(self.shape(of, depth - 1)?, count, self.size_of(of)?)
            }
            kind::STRUCT | kind::UNION => {
                let mut members = Vec::new();
                for (name, of, place) in node.entries {
                    // With the flag the place's highest byte tells how many bits a bit field has.
                    let (at, bits) = if node.flag { (place & 0xff_ffff, place >> 24) } else { (place, 0) };
                    let bits = (bits != 0).then_some(bits as usize);
                    let inner = self.plain(of)?;
                    let target = (inner.kind == kind::PTR).then_some(inner.size);
                    let (size, shape) = (self.size_of(of)?, self.shape(of, depth - 1)?);
                    members.push(Member { name, at: at as usize, bits, size, shape, target });
                }
                Shape::Struct(members)
            }
            _ => Shape::Other,
        };
        let shape = Rc::new(shape);
        if depth == MAX_DEPTH {
            self.known.insert(id, Rc::clone(&shape)); // only what was looked into as deep as can be
        }
        Ok(shape)
    }

    /// The type's name as C has it.
    fn type_name(&mut self, id: u32, depth: usize) -> Result<String, BtfError> {
        if id == 0 {
            return Ok("void".to_owned());
        }
        if depth == 0 {
            return Ok("...".to_owned());
        }
        let node = self.node(id)?;
        let or_anonymous = |name: &str| if name.is_empty() { "{...}".to_owned() } else { name.to_owned() };
        let inner = |this: &mut Self| this.type_name(node.size, depth - 1);
        Ok(match node.kind {
            kind::PTR => match self.plain_or_void(node.size)? {
                Some(target) if target.kind == kind::FUNC_PROTO => {
                    let result = self.type_name(target.size, depth - 1)?;
                    declare(&result, "(*)(...)")
                }
                _ => declare(&inner(self)?, "*"),
            },
            kind::CONST => format!("const {}", inner(self)?),
            kind::VOLATILE => format!("volatile {}", inner(self)?),
            kind::RESTRICT | kind::TYPE_TAG => inner(self)?,
            kind::STRUCT => format!("struct {}", or_anonymous(&node.name)),
            kind::UNION => format!("union {}", or_anonymous(&node.name)),
            kind::FWD => format!("{} {}", if node.flag { "union" } else { "struct" }, node.name),
            kind::ENUM | kind::ENUM64 => format!("enum {}", or_anonymous(&node.name)),
            kind::ARRAY => {
                let of = self.type_name(node.tail.first().copied().unwrap_or(0), depth - 1)?;
                format!("{of}[{}]", node.tail.get(2).copied().unwrap_or(0))
            }
            _ => or_anonymous(&node.name),
        })
    }

    fn plain_or_void(&mut self, id: u32) -> Result<Option<Node>, BtfError> {
        if id == 0 { Ok(None) } else { self.plain(id).map(Some) }
    }
}

/// `char *` and `name` make `char *name`, `int` and `name` make `int name`.
fn declare(of: &str, name: &str) -> String {
    match (of.find("(*)"), of.ends_with('*') || name.is_empty()) {
        (Some(at), _) if !name.starts_with('(') => format!("{}{name}{}", &of[..at + 2], &of[at + 2..]),
        (_, true) => format!("{of}{name}"),
        _ => format!("{of} {name}"),
    }
}

fn is_modifier(of: u32) -> bool {
    matches!(of, kind::CONST | kind::VOLATILE | kind::RESTRICT | kind::TYPE_TAG)
}

fn find_member(shape: &Shape, name: &str, at: usize) -> Option<(usize, Typed)> {
    let Shape::Struct(members) = shape else { return None };
    members.iter().find_map(|member| {
        let here = at + member.at / 8;
        if member.name.is_empty() {
            return find_member(&member.shape, name, here);
        }
        let typed = || Typed { size: member.size, shape: Rc::clone(&member.shape), target: member.target };
        (member.name == name && member.bits.is_none()).then(|| (here, typed()))
    })
}

/// The number in the lowest bytes.
fn unsigned(bytes: &[u8]) -> u64 {
    let mut all = [0; 8];
    let len = bytes.len().min(8);
    all[..len].copy_from_slice(&bytes[..len]);
    u64::from_le_bytes(all)
}

fn signed(value: u64, bits: usize) -> i64 {
    let spare = 64_usize.saturating_sub(bits).min(63);
    (value << spare) as i64 >> spare
}

impl Shape {
    /// The value of these bytes in words: `7`, `{a = 1, b = {c = 0x2}}`. Members that are 0 are left out, what is not
    /// among the bytes is `...`. Never longer than some thousand bytes.
    #[must_use]
    pub fn text(&self, bytes: &[u8]) -> String {
        let mut out = String::new();
        self.write(bytes, &mut out);
        if out.len() > MAX_TEXT {
            let end = (0..=MAX_TEXT).rev().find(|at| out.is_char_boundary(*at));
            out.truncate(end.unwrap_or_default());
            out.push_str("...");
        }
        out
    }

    fn write(&self, bytes: &[u8], out: &mut String) {
        // Writing to a string cannot fail.
        let _ = match self {
            _ if out.len() > MAX_TEXT => Ok(()),
            Self::Number(size, sign) => {
                let value = unsigned(bytes.get(..*size).unwrap_or(bytes));
                if *sign { write!(out, "{}", signed(value, size * 8)) } else { write!(out, "{value}") }
            }
            Self::Bool => write!(out, "{}", unsigned(bytes.get(..1).unwrap_or_default()) != 0),
            Self::Char => write!(out, "{}", signed(unsigned(bytes.get(..1).unwrap_or_default()), 8)),
            Self::Enum(size, names) => {
                let value = unsigned(bytes.get(..*size).unwrap_or(bytes));
                let found =
                    names.iter().find(|(number, _)| *number == signed(value, size * 8) || *number as u64 == value);
                match found {
                    Some((_, name)) => write!(out, "{name}"),
                    None => write!(out, "{value}"),
                }
            }
            Self::Pointer => write!(out, "{:#x}", unsigned(bytes)),
            Self::Struct(members) => {
                out.push('{');
                self.write_members(members, bytes, out, true);
                out.push('}');
                Ok(())
            }
            Self::Array(of, count, size) => {
                write_array(of, *count, *size, bytes, out);
                Ok(())
            }
            Self::Other => write!(out, "..."),
        };
    }

    /// Returns whether the next is the first still.
    #[allow(clippy::self_only_used_in_recursion, reason = "the members are its own")]
    fn write_members(&self, members: &[Member], bytes: &[u8], out: &mut String, mut is_first: bool) -> bool {
        for member in members {
            let end = member.at.saturating_add(member.bits.unwrap_or(member.size.saturating_mul(8)));
            let there = bytes.get(member.at / 8..end.div_ceil(8));
            let value = there.map(|there| match member.bits {
                Some(bits) => bit_field(there, member.at % 8, bits).to_le_bytes().to_vec(),
                None => there.to_vec(),
            });
            if value.as_ref().is_some_and(|value| value.iter().all(|byte| *byte == 0)) || out.len() > MAX_TEXT {
                continue;
            }
            if let (Self::Struct(inner), Some(value)) =
                (&*member.shape, value.as_ref().filter(|_| member.name.is_empty()))
            {
                is_first = self.write_members(inner, value, out, is_first);
                continue;
            }
            if !is_first {
                out.push_str(", ");
            }
            is_first = false;
            let Some(value) = value else {
                out.push_str("...");
                return is_first; // nor is what follows there
            };
            out.push_str(&member.name);
            out.push_str(" = ");
            member.shape.write(&value, out);
        }
        is_first
    }
}

fn bit_field(bytes: &[u8], from: usize, bits: usize) -> u64 {
    let value = unsigned(bytes) >> from;
    if bits >= 64 { value } else { value & ((1 << bits) - 1) }
}

/// Letters as a string, numbers in brackets, without the zeros at their end.
fn write_array(of: &Shape, count: usize, size: usize, bytes: &[u8], out: &mut String) {
    if matches!(of, Shape::Char) {
        let text = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
        let _ = write!(out, "{:?}", String::from_utf8_lossy(text));
        return;
    }
    let used = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last / size.max(1) + 1).min(count);
    out.push('[');
    for at in 0..used.min(MAX_ELEMENTS) {
        if at > 0 {
            out.push_str(", ");
        }
        of.write(bytes.get(at * size..(at + 1) * size).unwrap_or_default(), out);
    }
    out.push_str(if used > MAX_ELEMENTS { ", ...]" } else { "]" });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, at: usize, bits: Option<usize>, size: usize, shape: Shape) -> Member {
        Member { name: name.to_owned(), at: at * 8, bits, size, shape: Rc::new(shape), target: None }
    }

    #[test]
    fn values_are_written_as_their_types_say() {
        let number = |sign| Shape::Number(4, sign);
        assert_eq!(number(false).text(&[0xff; 8]), "4294967295");
        assert_eq!(number(true).text(&[0xff; 8]), "-1");
        assert_eq!(Shape::Bool.text(&[1, 7]), "true");
        assert_eq!(Shape::Pointer.text(&0xffff_8000_u64.to_le_bytes()), "0xffff8000");
        let names = || vec![(-1, "NONE".to_owned()), (2, "TWO".to_owned())];
        assert_eq!(Shape::Enum(4, names()).text(&[2, 0, 0, 0]), "TWO");
        assert_eq!(Shape::Enum(4, names()).text(&[0xff; 4]), "NONE");
        assert_eq!(Shape::Enum(4, names()).text(&[3, 0, 0, 0]), "3");
        assert_eq!(Shape::Array(Rc::new(Shape::Char), 16, 1).text(b"lo\0rest\"\0\0\0\0\0\0\0\0"), "\"lo\"");
        assert_eq!(Shape::Array(Rc::new(number(true)), 4, 4).text(&[1, 0, 0, 0, 2, 0, 0, 0, 0, 0]), "[1, 2]");
    }

    #[test]
    fn structs_are_written_without_what_is_zero() {
        let inner = Shape::Struct(vec![member("c", 0, None, 2, Shape::Number(2, false))]);
        let nameless = Shape::Struct(vec![member("d", 0, None, 1, Shape::Number(1, true))]);
        let shape = Shape::Struct(vec![
            member("a", 0, None, 1, Shape::Number(1, false)),
            member("zero", 1, None, 1, Shape::Number(1, false)),
            member("b", 2, None, 2, inner),
            member("", 4, None, 1, nameless),
            Member { at: 5 * 8 + 3, ..member("bits", 0, Some(2), 4, Shape::Number(4, false)) },
            member("beyond", 8, None, 8, Shape::Number(8, false)),
            member("further", 16, None, 8, Shape::Number(8, false)),
        ]);
        let bytes = [1, 0, 2, 0, 0xff, 0b1_1000, 0, 0, 1];
        assert_eq!(shape.text(&bytes), "{a = 1, b = {c = 2}, d = -1, bits = 3, ...}");
        assert_eq!(shape.text(&[]), "{...}");
        let typed = Typed { size: 24, shape: Rc::new(shape), target: None };
        let found = |name| Types::member(&typed, name).map(|(at, typed)| (at, typed.size));
        assert_eq!(
            (found("beyond"), found("d"), found("bits"), found("none")),
            (Some((8, 8)), Some((4, 1)), None, None)
        );
    }

    #[test]
    fn a_value_is_never_too_long() {
        let row = Shape::Array(Rc::new(Shape::Number(8, false)), 16, 8);
        let rows = Shape::Array(Rc::new(row), 16, 128);
        let shape = Shape::Struct((0..16).map(|at| member("member", at * 2048, None, 2048, Shape::Bool)).collect());
        for shape in [rows, shape] {
            assert!(shape.text(&vec![0xff; 1 << 16]).len() <= MAX_TEXT + 3);
        }
    }

    #[test]
    fn declarations_read_as_c() {
        assert_eq!(declare("int", "f(void);"), "int f(void);");
        assert_eq!(declare("struct file *", "file"), "struct file *file");
        assert_eq!(declare("void (*)(...)", "done"), "void (*done)(...)");
        assert_eq!(declare("char", "*"), "char *");
        assert_eq!(declare("char *", "*"), "char **");
    }

    /// Where this machine shows the types of its kernel.
    #[test]
    fn a_function_of_this_kernel_is_known() {
        let Ok(mut types) = Types::of_functions(["vfs_read", "no_such_function"].into_iter()) else { return };
        let function = types.function("vfs_read").unwrap().unwrap();
        assert!(
            function.declaration.starts_with("ssize_t vfs_read(struct file *file, char *buf, size_t "),
            "{function:?}"
        );
        let file = types.target(&function.params[0].1).unwrap().unwrap();
        assert!(file.size > 100 && Types::member(&file, "f_flags").is_some_and(|(_, typed)| typed.size == 4));
        assert!(types.function("no_such_function").unwrap().is_none());
    }
}
