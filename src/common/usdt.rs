//! Static probes (USDT) with their arguments: what a note says of where each is, made ready for the program that reads
//! it (`lib/usdt.bpf.h`).
//!
//! libbpf can do the same, but on 5.10 only for processes that run already: it tells places in libraries apart by their
//! addresses there. Here a place has a number ([`super::probes`]), on every kernel, so that processes which start later
//! and COMMAND are traced, too; and files are known by descriptor, also those of containers.

/// No probe has more arguments: `<sys/sdt.h>` knows of no more.
const MAX_ARGS: usize = 12;

/// `enum static_arg_kind`; 0 stands for one that is told in words that are not known.
const CONSTANT: u8 = 1;
const REGISTER: u8 = 2;
const MEMORY: u8 = 3;
const INDEXED: u8 = 4;

/// Where one argument is: `struct static_arg`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Arg {
    /// The constant, or what is added to the register.
    value: i64,
    /// Where in `struct pt_regs` the register lies.
    register: u16,
    /// The same of the register that counts elements.
    index: u16,
    kind: u8,
    /// By how many bits the index is shifted.
    shift: u8,
    /// How many of the 64 bits it does not have.
    spare_bits: u8,
    is_signed: u8,
}

/// All that the program is told of a static probe: `struct static_probe`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct StaticProbe {
    args: [Arg; MAX_ARGS],
    /// Which of the names that the tool has asked for.
    which: u32,
    unused: u32,
}

const _: () = assert!(size_of::<StaticProbe>() == MAX_ARGS * 16 + 8, "no padding");

// SAFETY: plain C data without padding (asserted above), valid for every bit pattern.
unsafe impl plain::Plain for StaticProbe {}

impl StaticProbe {
    /// Reads what a note says of the arguments. Those that it does not tell in words that are known cannot be read by the
    /// program, which counts it.
    #[must_use]
    pub fn new(which: u32, arguments: &str) -> Self {
        let mut this = Self { which, ..Self::default() };
        for (arg, text) in this.args.iter_mut().zip(split(arguments)) {
            *arg = parse(text).unwrap_or_default();
        }
        this
    }

    /// As the program reads it.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        // SAFETY: plain C data without padding, read only as long as `self` lives.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).cast(), size_of::<Self>()) }
    }
}

/// The arguments, which have spaces between them, and some architectures' in brackets too.
fn split(arguments: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    let apart = move |c: char| {
        depth += i32::from(matches!(c, '[' | '(')) - i32::from(matches!(c, ']' | ')'));
        c == ' ' && depth <= 0
    };
    arguments.split(apart).filter(|text| !text.is_empty())
}

/// `SIZE@PLACE`: the size is negative for a number with a sign, and may have an `f` for floating point.
fn parse(text: &str) -> Option<Arg> {
    let (size, place) = text.split_once('@')?;
    let size: i8 = size.parse().ok()?;
    let bytes = size.unsigned_abs();
    let arg = parse_place(place)?;
    let fits = matches!(bytes, 1 | 2 | 4 | 8);
    fits.then(|| Arg { spare_bits: 64 - bytes * 8, is_signed: (size < 0).into(), ..arg })
}

/// A number, decimal or in hexadecimal, that may have a sign.
fn number(text: &str) -> Option<i64> {
    match text.split_once("0x") {
        Some(("", hex)) => u64::from_str_radix(hex, 16).ok().map(|value| value as i64),
        Some(("-", hex)) => i64::from_str_radix(hex, 16).ok()?.checked_neg(),
        _ => text.parse().ok(),
    }
}

/// `$7`, `%rdi`, `-16(%rbp)`, `8(%rbp,%rax,4)`.
#[cfg(target_arch = "x86_64")]
fn parse_place(place: &str) -> Option<Arg> {
    if let Some(constant) = place.strip_prefix('$') {
        return Some(Arg { kind: CONSTANT, value: number(constant)?, ..Arg::default() });
    }
    if let Some(name) = place.strip_prefix('%') {
        return Some(Arg { kind: REGISTER, register: register(name)?, ..Arg::default() });
    }
    let (offset, rest) = place.split_once("(%")?;
    let mut words = rest.strip_suffix(')')?.split(',');
    let base = register(words.next()?)?;
    let value = if offset.is_empty() { 0 } else { number(offset)? };
    let memory = Arg { kind: MEMORY, value, register: base, ..Arg::default() };
    let Some(index) = words.next() else { return Some(memory) };
    let index = register(index.strip_prefix('%')?)?;
    let shift = match words.next().unwrap_or("1") {
        "1" => 0,
        "2" => 1,
        "4" => 2,
        "8" => 3,
        _ => return None,
    };
    words.next().is_none().then_some(Arg { kind: INDEXED, index, shift, ..memory })
}

/// Where a register of this name, of whatever width, lies in `struct pt_regs` of the stable interface.
#[cfg(target_arch = "x86_64")]
fn register(name: &str) -> Option<u16> {
    const NAMES: [[&str; 4]; 17] = [
        ["r15", "r15d", "r15w", "r15b"],
        ["r14", "r14d", "r14w", "r14b"],
        ["r13", "r13d", "r13w", "r13b"],
        ["r12", "r12d", "r12w", "r12b"],
        ["rbp", "ebp", "bp", "bpl"],
        ["rbx", "ebx", "bx", "bl"],
        ["r11", "r11d", "r11w", "r11b"],
        ["r10", "r10d", "r10w", "r10b"],
        ["r9", "r9d", "r9w", "r9b"],
        ["r8", "r8d", "r8w", "r8b"],
        ["rax", "eax", "ax", "al"],
        ["rcx", "ecx", "cx", "cl"],
        ["rdx", "edx", "dx", "dl"],
        ["rsi", "esi", "si", "sil"],
        ["rdi", "edi", "di", "dil"],
        ["orig_rax", "", "", ""],
        ["rip", "eip", "ip", ""],
    ];
    if matches!(name, "rsp" | "esp" | "sp" | "spl") {
        return Some(19 * 8);
    }
    let at = NAMES.iter().position(|names| !name.is_empty() && names.contains(&name))?;
    Some(at as u16 * 8)
}

/// `7`, `x0`, `[sp]`, `[x29, 16]`.
#[cfg(target_arch = "aarch64")]
fn parse_place(place: &str) -> Option<Arg> {
    let Some(inner) = place.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        let of_register = |register| Arg { kind: REGISTER, register, ..Arg::default() };
        let constant = || Some(Arg { kind: CONSTANT, value: number(place)?, ..Arg::default() });
        return register(place).map(of_register).or_else(constant);
    };
    let (base, offset) = inner.split_once(',').unwrap_or((inner, "0"));
    Some(Arg { kind: MEMORY, register: register(base.trim())?, value: number(offset.trim())?, ..Arg::default() })
}

/// Where a register of this name lies in `struct user_pt_regs`.
#[cfg(target_arch = "aarch64")]
fn register(name: &str) -> Option<u16> {
    if name == "sp" {
        return Some(31 * 8);
    }
    let number: u16 = name.strip_prefix(['x', 'w'])?.parse().ok()?;
    (number < 31).then_some(number * 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_arch = "x86_64")]
    fn arguments_are_read_as_assemblers_write_them() {
        let arg = |kind, value, register, spare_bits, is_signed| Arg {
            value,
            register,
            kind,
            spare_bits,
            is_signed,
            ..Arg::default()
        };
        for (text, wanted) in [
            ("8@%rdi", arg(REGISTER, 0, 112, 0, 0)),
            ("-4@%r8d", arg(REGISTER, 0, 72, 32, 1)),
            ("1@%al", arg(REGISTER, 0, 80, 56, 0)),
            ("-4@$-9", arg(CONSTANT, -9, 0, 32, 1)),
            ("8@$0x10", arg(CONSTANT, 16, 0, 0, 0)),
            ("2@-16(%rbp)", arg(MEMORY, -16, 32, 48, 0)),
            ("8@(%rsp)", arg(MEMORY, 0, 152, 0, 0)),
            ("8@8(%rbp,%rax,4)", Arg { index: 80, shift: 2, ..arg(INDEXED, 8, 32, 0, 0) }),
            ("8@(%rbp,%rax)", Arg { index: 80, ..arg(INDEXED, 0, 32, 0, 0) }),
        ] {
            assert_eq!(parse(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_no_argument() {
        for text in [
            "",
            "8",
            "8@",
            "@%rdi",
            "3@%rdi",
            "16@%xmm0",
            "8@%xmm0",
            "8@%",
            "8f@%xmm1",
            "8@$",
            "8@$x",
            "8@var(%rip)",
            "8@(",
            "8@(%rbp",
            "8@(%rbp,%rax,3)",
            "8@(%rbp,%rax,4,1)",
            "-128@%rdi",
            "8@--1(%rbp)",
            "8@[sp",
            "8@[sp, x]",
            "8@x31",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(StaticProbe::new(3, "8@x( 8@y) z").args, [Arg::default(); MAX_ARGS]);
        assert_eq!(StaticProbe::new(3, &"8@$1 ".repeat(40)).which, 3);
    }

    #[test]
    fn arguments_have_spaces_between_them() {
        assert_eq!(split("8@%rdi  -4@$7 ").collect::<Vec<_>>(), ["8@%rdi", "-4@$7"]);
        assert_eq!(split("8@[sp, 8] 4@w1").collect::<Vec<_>>(), ["8@[sp, 8]", "4@w1"]);
        assert_eq!(split("8@)] 4@w1").count(), 2);
        assert_eq!(StaticProbe::default().as_bytes().len(), 200);
    }
}
