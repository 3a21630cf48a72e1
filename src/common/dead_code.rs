//! Takes out of a program what its constants never let run.
//!
//! What a tool does not do is dead code: filters that are not in use, columns that are not shown, other kernels' ways. The
//! verifier does not follow it, but goes through all of a program several times besides (in 7.2 to find out what is alive at
//! each instruction, which is most of the verifier's time there), removes what is dead piece by piece, and before 6.8 verifies
//! functions that nothing calls. So [`prune`] removes it first: of most programs, three quarters.
//!
//! Nothing rests on it that the verifier would not see for itself. What is left takes the same way through the same
//! instructions, and is verified.

use std::collections::{BTreeMap, btree_map::Entry};

/// One instruction, as the kernel takes it (`struct bpf_insn` in `linux/bpf.h`).
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Insn {
    /// What it does: class, operation or size, and whether an operand is in a register.
    pub code: u8,
    /// The register that it changes in the lower half, the one that it reads in the upper.
    pub registers: u8,
    /// A distance in memory, or of a jump.
    pub offset: i16,
    /// An operand, or the distance of a call.
    pub immediate: i32,
}

/// Of 64 bits: a second instruction has the upper half.
const LOAD_IMMEDIATE: u8 = 0x18;
const CALL: u8 = 0x85;
const EXIT: u8 = 0x95;
const JUMP: u8 = 0x05;
const LONG_JUMP: u8 = 0x06;
/// The classes of instructions.
const LOADS: u8 = 1;
const STORES: u8 = 2;
const STORES_OF_REGISTERS: u8 = 3;
const SHORT_ARITHMETIC: u8 = 4;
const JUMPS: u8 = 5;
const SHORT_JUMPS: u8 = 6;
const ARITHMETIC: u8 = 7;
/// What the source register of a call or of [`LOAD_IMMEDIATE`] says of the immediate.
const TO_FUNCTION: u8 = 1;
const OF_MAP_VALUE: u8 = 2;
const OF_FUNCTION: u8 = 4;

impl Insn {
    const fn class(self) -> u8 {
        self.code & 7
    }

    /// The number of the register that it changes.
    const fn changed(self) -> usize {
        (self.registers & 15) as usize
    }

    /// The number of the register that it reads.
    const fn read(self) -> usize {
        (self.registers >> 4) as usize
    }

    const fn is_jump(self) -> bool {
        matches!(self.code, JUMP | LONG_JUMP)
    }

    /// Whether it goes one way or the other.
    const fn is_branch(self) -> bool {
        matches!(self.class(), JUMPS | SHORT_JUMPS) && !self.is_jump() && !matches!(self.code, CALL | EXIT)
    }

    /// Whether it reads or writes memory as it is: with no sign, not at once for all CPUs.
    const fn is_plain(self) -> bool {
        self.code >> 5 == 3
    }

    /// In how many places it is.
    const fn len(self) -> usize {
        if self.code == LOAD_IMMEDIATE { 2 } else { 1 }
    }

    /// How far a jump goes, from the next instruction.
    const fn distance(self) -> isize {
        (if self.code == LONG_JUMP { self.immediate as isize } else { self.offset as isize }) + 1
    }

    /// Whether it calls a function of the program, or takes its address.
    const fn names_function(self) -> bool {
        matches!((self.code, self.read() as u8), (CALL, TO_FUNCTION) | (LOAD_IMMEDIATE, OF_FUNCTION))
    }

    /// Where that function begins.
    fn function(self, at: usize) -> Option<usize> {
        (at + 1).checked_add_signed(self.immediate as isize)
    }

    /// The second operand.
    fn operand(self, registers: &Registers) -> Option<Value> {
        const IN_REGISTER: u8 = 8;
        let immediate = Value::Number(i64::from(self.immediate) as u64);
        if self.code & IN_REGISTER != 0 { registers.get(self.read()).copied() } else { Some(immediate) }
    }

    /// Whether a branch is taken, if that is certain.
    fn decided(self, registers: &Registers) -> Option<bool> {
        let (&Value::Number(left), Value::Number(right)) = (registers.get(self.changed())?, self.operand(registers)?)
        else {
            return None;
        };
        let short = self.class() == SHORT_JUMPS;
        let (left, right) = if short { (left & SHORT, right & SHORT) } else { (left, right) };
        let signed = |value: u64| if short { i64::from(value as i32) } else { value as i64 };
        Some(match self.code >> 4 {
            0x1 => left == right,
            0x2 => left > right,
            0x3 => left >= right,
            0x4 => left & right != 0,
            0x5 => left != right,
            0x6 => signed(left) > signed(right),
            0x7 => signed(left) >= signed(right),
            0xa => left < right,
            0xb => left <= right,
            0xc => signed(left) < signed(right),
            0xd => signed(left) <= signed(right),
            _ => return None,
        })
    }

    /// What arithmetic makes of its operands; nothing if it names registers that there are not.
    fn result(self, registers: &Registers) -> Option<Value> {
        let (left, right) = (*registers.get(self.changed())?, self.operand(registers)?);
        let short = self.class() == SHORT_ARITHMETIC;
        if self.offset != 0 {
            return Some(Value::Any); // of signed numbers
        }
        let number = match (self.code >> 4, left, right) {
            (0xb, _, Value::Constant(map, at)) if !short => return Some(Value::Constant(map, at)),
            (0x0, Value::Constant(map, at), Value::Number(more)) if !short => {
                return Some(at.checked_add(more as i64).map_or(Value::Any, |at| Value::Constant(map, at)));
            }
            (0xb, _, Value::Number(right)) => right,
            (0x0, Value::Number(left), Value::Number(right)) => left.wrapping_add(right),
            (0x1, Value::Number(left), Value::Number(right)) => left.wrapping_sub(right),
            (0x4, Value::Number(left), Value::Number(right)) => left | right,
            (0x5, Value::Number(left), Value::Number(right)) => left & right,
            (0xa, Value::Number(left), Value::Number(right)) => left ^ right,
            _ => return Some(Value::Any),
        };
        Some(Value::Number(if short { number & SHORT } else { number }))
    }
}

/// The half of a register with which short instructions work.
const SHORT: u64 = u32::MAX as u64;

/// What a register holds, as far as that is certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    Any,
    Number(u64),
    /// The address of what a read-only map of this descriptor holds, so far from its beginning.
    Constant(i32, i64),
}

type Registers = [Value; 11];

/// What is left of a program.
#[derive(Debug, PartialEq, Eq)]
pub struct Pruned {
    /// Its instructions.
    pub code: Vec<Insn>,
    /// For each old instruction that runs, where it is now, or what comes in its place.
    places: Vec<Option<u32>>,
}

impl Pruned {
    /// Brings records of the old instructions (`struct bpf_func_info`, `struct bpf_line_info`) up to date: each begins with
    /// the number of an instruction, in rising order. Returns how many there are still.
    pub fn renumber(&self, records: &mut [u8], size: usize) -> usize {
        let (mut count, mut last) = (0, None);
        for at in (0..records.len()).step_by(size.max(4)) {
            let Some(number) = records[at..].first_chunk().map(|number| u32::from_ne_bytes(*number)) else { break };
            let Some(place) = self.places.get(number as usize).copied().flatten() else { continue };
            if last.replace(place) != Some(place) {
                count += 1;
            }
            // The last of those whose instructions have gone is that of the one that comes in their place.
            let to = (count - 1) * size;
            records.copy_within(at..at + size, to);
            records[to..to + 4].copy_from_slice(&place.to_ne_bytes());
        }
        count
    }
}

/// The program without what is dead, if anything is: `constants` is what a map's descriptor holds, if it is read-only and
/// holds it already.
#[must_use]
pub fn prune(code: &[Insn], constants: &BTreeMap<i32, &[u8]>) -> Option<Pruned> {
    let mut walk = Walk {
        code,
        constants,
        is_target: vec![false; code.len()],
        known: BTreeMap::new(),
        pending: Vec::new(),
        runs: vec![false; code.len()],
        jumps: vec![false; code.len()],
        passes: vec![false; code.len()],
    };
    for (at, insn) in code.iter().enumerate().filter(|(_, insn)| insn.is_branch() || insn.is_jump()) {
        *walk.is_target.get_mut(at.checked_add_signed(insn.distance())?)? = true;
    }
    walk.enter(0, &ANYTHING)?;
    while let Some(at) = walk.pending.pop() {
        walk.block(at)?;
    }
    walk.rest()
}

const ANYTHING: Registers = [Value::Any; 11];

/// All ways through a program that its constants allow.
struct Walk<'c> {
    code: &'c [Insn],
    constants: &'c BTreeMap<i32, &'c [u8]>,
    is_target: Vec<bool>,
    /// What is certain where jumps go to.
    known: BTreeMap<usize, Registers>,
    pending: Vec<usize>,
    runs: Vec<bool>,
    /// Of branches: which ways are taken.
    jumps: Vec<bool>,
    passes: Vec<bool>,
}

impl Walk<'_> {
    /// Comes to an instruction, with what is certain then.
    fn enter(&mut self, at: usize, registers: &Registers) -> Option<()> {
        self.code.get(at)?;
        let known = self.known.entry(at);
        let mut is_new = matches!(known, Entry::Vacant(_));
        for (known, value) in known.or_insert(*registers).iter_mut().zip(registers) {
            if *known != *value && *known != Value::Any {
                *known = Value::Any;
                is_new = true;
            }
        }
        if is_new {
            self.pending.push(at);
        }
        Some(())
    }

    /// Goes on from there until the way ends, divides, or meets another one.
    fn block(&mut self, start: usize) -> Option<()> {
        let (mut at, mut registers) = (start, *self.known.get(&start)?);
        loop {
            let insn = *self.code.get(at)?;
            if at != start && (*self.is_target.get(at)? || self.known.contains_key(&at)) {
                return self.enter(at, &registers);
            }
            self.runs[at] = true;
            let target = || at.checked_add_signed(insn.distance());
            if insn.is_jump() {
                return self.enter(target()?, &registers);
            }
            if insn.is_branch() {
                let goes = insn.decided(&registers);
                if goes != Some(false) {
                    self.jumps[at] = true;
                    self.enter(target()?, &registers)?;
                }
                if goes != Some(true) {
                    self.passes[at] = true;
                    self.enter(at + 1, &registers)?;
                }
                return Some(());
            }
            if insn.code == EXIT {
                return Some(());
            }
            if insn.names_function() {
                self.enter(insn.function(at)?, &ANYTHING)?;
            }
            self.step(insn, at, &mut registers)?;
            at += insn.len();
        }
    }

    /// What is certain after an instruction that is followed by the next; nothing for one that is not known here.
    fn step(&self, insn: Insn, at: usize, registers: &mut Registers) -> Option<()> {
        let value = match insn.class() {
            _ if insn.code == LOAD_IMMEDIATE => {
                let upper = self.code.get(at + 1)?.immediate;
                match insn.read() as u8 {
                    0 => Value::Number(u64::from(upper as u32) << 32 | u64::from(insn.immediate as u32)),
                    OF_MAP_VALUE => Value::Constant(insn.immediate, upper.into()),
                    _ => Value::Any,
                }
            }
            LOADS => self.loaded(insn, registers),
            STORES => return Some(()),
            STORES_OF_REGISTERS if insn.is_plain() => return Some(()),
            // atomic ones: some change the register that they read, some the first
            STORES_OF_REGISTERS => {
                for changed in [0, insn.read(), insn.changed()] {
                    *registers.get_mut(changed)? = Value::Any;
                }
                return Some(());
            }
            SHORT_ARITHMETIC | ARITHMETIC => insn.result(registers)?,
            _ if insn.code == CALL => {
                registers[..6].fill(Value::Any);
                return Some(());
            }
            _ => return None,
        };
        *registers.get_mut(insn.changed())? = value;
        Some(())
    }

    /// What is read from memory.
    fn loaded(&self, insn: Insn, registers: &Registers) -> Value {
        let Some(Value::Constant(map, from)) = registers.get(insn.read()) else { return Value::Any };
        let size = match insn.code >> 3 & 3 {
            0 => 4,
            1 => 2,
            2 => 1,
            _ => 8,
        };
        let number = || {
            let from = usize::try_from(from + i64::from(insn.offset)).ok()?;
            let bytes = self.constants.get(map)?.get(from..from + size)?;
            let mut number = [0; 8];
            number[..size].copy_from_slice(bytes);
            Some(u64::from_le_bytes(number))
        };
        if insn.is_plain() { number().map_or(Value::Any, Value::Number) } else { Value::Any }
    }

    /// Makes what is left.
    fn rest(self) -> Option<Pruned> {
        // From the end, since it takes where a jump leads to know whether it leads anywhere but to the next instruction.
        let end = self.code.len();
        let (mut next, mut stays) = (vec![end; end + 1], vec![false; end]);
        for at in (0..end).rev() {
            let insn = self.code[at];
            let always = insn.is_jump() || insn.is_branch() && !self.passes[at];
            let never = insn.is_branch() && !self.jumps[at];
            let target = at.checked_add_signed(insn.distance()).filter(|target| *target > at);
            let to_next = always && target.is_some_and(|target| next.get(target) == Some(&next[at + 1]));
            stays[at] = self.runs[at] && !never && !to_next;
            next[at] = if stays[at] { at } else { next[at + 1] };
            if stays[at] && insn.len() == 2 {
                *stays.get_mut(at + 1)? = true;
            }
        }
        if stays.iter().all(|stays| *stays) {
            return None;
        }
        let mut number = 0;
        let new: Vec<i32> = stays
            .iter()
            .map(|stays| {
                number += i32::from(*stays);
                number - i32::from(*stays)
            })
            .collect();
        let place = |at: usize| new.get(*next.get(at)?).copied();
        let code = (0..end).filter(|at| stays[*at]).map(|at| {
            let mut insn = self.code[at];
            let distance = |to: Option<usize>| Some(place(to?)? - new[at] - 1);
            if insn.is_branch() || insn.is_jump() {
                let distance = distance(at.checked_add_signed(insn.distance()))?;
                if insn.is_branch() && !self.passes[at] {
                    insn = Insn { code: JUMP, ..Insn::default() };
                }
                if insn.code == LONG_JUMP {
                    insn.immediate = distance;
                } else {
                    insn.offset = distance.try_into().ok()?;
                }
            } else if insn.names_function() {
                insn.immediate = distance(insn.function(at))?;
            }
            Some(insn)
        });
        let places = (0..end).map(|at| self.runs[at].then(|| place(at)?.try_into().ok()).flatten()).collect();
        Some(Pruned { code: code.collect::<Option<_>>()?, places })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The descriptor of the map of constants.
    const MAP: i32 = 7;

    const fn insn(code: u8, registers: u8, offset: i16, immediate: i32) -> Insn {
        Insn { code, registers, offset, immediate }
    }

    const RETURN: Insn = insn(EXIT, 0, 0, 0);

    /// `r0 = number`
    const fn set(number: i32) -> Insn {
        insn(0xb7, 0, 0, number)
    }

    /// `r1 = &constants[at]`
    const fn address(at: i32) -> [Insn; 2] {
        [insn(LOAD_IMMEDIATE, 0x21, 0, MAP), insn(0, 0, 0, at)]
    }

    /// `r1 = *(u8 *)(r1 + at)`
    const fn read(at: i16) -> Insn {
        insn(0x71, 0x11, at, 0)
    }

    fn pruned(code: &[Insn], constants: &[u8]) -> Option<Vec<Insn>> {
        prune(code, &BTreeMap::from([(MAP, constants)])).map(|pruned| pruned.code)
    }

    /// A program that does one thing if a constant is 0, and another if it is not.
    fn choice() -> Vec<Insn> {
        let [one, two] = address(1);
        vec![
            one,
            two,
            read(1),
            insn(0x15, 1, 2, 0), // if r1 == 0 goto +2
            set(5),
            insn(JUMP, 0, 1, 0),
            set(6),
            RETURN,
        ]
    }

    #[test]
    fn a_constant_chooses_a_way() {
        let [one, two] = address(1);
        assert_eq!(pruned(&choice(), &[9, 9, 0]), Some(vec![one, two, read(1), set(6), RETURN]));
        assert_eq!(pruned(&choice(), &[0, 0, 9]), Some(vec![one, two, read(1), set(5), RETURN]));
    }

    #[test]
    fn what_is_not_certain_stays() {
        // of another map, behind the constants' end, with a sign
        assert_eq!(prune(&choice(), &BTreeMap::new()), None);
        assert_eq!(pruned(&choice(), &[0, 0]), None);
        let mut signed = choice();
        signed[2].code = 0x91;
        assert_eq!(pruned(&signed, &[0, 0, 0]), None);
        // an argument, and what a helper leaves of a constant
        let [one, two] = address(0);
        let argument = [insn(0x15, 1, 1, 0), set(5), RETURN];
        assert_eq!(pruned(&argument, &[0]), None);
        let call = insn(CALL, 0, 0, 14);
        assert_eq!(pruned(&[&[one, two, read(0), call], &argument[..]].concat(), &[0]), None);
    }

    #[test]
    fn ways_that_meet_agree_or_are_not_certain() {
        let meet = |first, second| {
            vec![
                insn(0x15, 1, 2, 0), // if r1 == 0 goto +2
                set(first),
                insn(JUMP, 0, 1, 0),
                set(second),
                insn(0x55, 0, 1, 3), // if r0 != 3 goto +1
                set(1),
                RETURN,
            ]
        };
        assert_eq!(pruned(&meet(3, 4), &[]), None);
        let agreed = pruned(&meet(3, 3), &[]).unwrap();
        assert_eq!(agreed, [&meet(3, 3)[..4], &[set(1), RETURN]].concat());
    }

    #[test]
    fn a_loop_is_followed_until_nothing_is_new() {
        // r0 = 0; do r0 += 1; while (r0 != 5)
        let looping = [set(0), insn(0x07, 0, 0, 1), insn(0x55, 0, -2, 5), RETURN];
        assert_eq!(pruned(&looping, &[]), None);
    }

    #[test]
    fn jumps_and_calls_reach_over_what_is_gone() {
        let [one, two] = address(0);
        let code = [
            one,
            two,
            read(0),
            insn(0x55, 1, 2, 0), // if r1 != 0 goto +2
            insn(CALL, 0x10, 0, 6),
            insn(JUMP, 0, 1, 0),
            set(9),
            insn(CALL, 0x10, 0, 4),
            insn(LOAD_IMMEDIATE, 0x42, 0, 3), // r2 = the last function
            Insn::default(),
            RETURN,
            // two functions
            RETURN,
            insn(0xbf, 0x10, 0, 0),
            RETURN,
        ];
        let called = prune(&code, &BTreeMap::from([(MAP, &[1][..])])).unwrap();
        let without_the_first = [
            one,
            two,
            read(0),
            set(9),
            insn(CALL, 0x10, 0, 3),
            insn(LOAD_IMMEDIATE, 0x42, 0, 2),
            Insn::default(),
            RETURN,
            insn(0xbf, 0x10, 0, 0),
            RETURN,
        ];
        assert_eq!(called.code, without_the_first);
        let mut records: Vec<u8> =
            [0u32, 100, 11, 101, 12, 102].iter().flat_map(|number| number.to_ne_bytes()).collect();
        let count = called.renumber(&mut records, 8);
        let numbers: Vec<u32> =
            records[..count * 8].chunks(4).map(|number| u32::from_ne_bytes(number.try_into().unwrap())).collect();
        assert_eq!(numbers, [0, 100, 8, 102]);
    }

    #[test]
    fn arithmetic_and_comparison_are_the_kernels() {
        // mov32 keeps 32 bits, sub64 wraps, jsgt is signed, jgt32 looks at half
        let cases: [(&[Insn], Insn, bool); 6] = [
            (&[insn(0xb4, 0, 0, -1)], insn(0x65, 0, 1, 0), true), // w0 = -1; if r0 s> 0
            (&[insn(0xb7, 0, 0, -1)], insn(0x65, 0, 1, 0), false), // r0 = -1; if r0 s> 0
            (&[insn(0xb7, 0, 0, -1)], insn(0x26, 0, 1, -2), true), // r0 = -1; if w0 > -2
            (&[set(1), insn(0x17, 0, 0, 2)], insn(0xc5, 0, 1, 0), true), // r0 = 1 - 2; if r0 s< 0
            (&[set(12), insn(0x57, 0, 0, 4)], insn(0x45, 0, 1, 3), false), // r0 = 12 & 4; if r0 & 3
            (&[set(12), insn(0xbf, 0x02, 0, 0)], insn(0x1d, 0x20, 1, 0), true), // r2 = r0; if r0 == r2
        ];
        for (before, branch, goes) in cases {
            let code = [before, &[branch, set(1), RETURN]].concat();
            let rest = pruned(&code, &[]).unwrap();
            let expected = if goes { [before, &[RETURN]].concat() } else { [before, &[set(1), RETURN]].concat() };
            assert_eq!(rest, expected, "{branch:?}");
        }
    }

    #[test]
    fn nonsense_is_left_to_the_verifier() {
        for code in [
            &[][..],
            &[insn(JUMP, 0, 5, 0)],
            &[insn(JUMP, 0, -3, 0)],
            &[set(1)],
            &[insn(LOAD_IMMEDIATE, 0, 0, 0)],
            &[insn(0xb7, 11, 0, 0), RETURN],
            &[insn(0xbf, 0xf0, 0, 0), RETURN],
            &[insn(0x20, 0, 0, 0), set(1), RETURN],
            &[insn(CALL, 0x10, 0, i32::MAX), RETURN],
        ] {
            assert_eq!(pruned(code, &[]), None, "{code:?}");
        }
    }
}
