//! Why the kernel drops packets, in its own words.

use std::path::Path;

use anyhow::{Result, anyhow};

use super::{
    btf::{self, VMLINUX},
    explain::Cause,
    probes::Names,
};

/// `enum skb_drop_reason`, whose numbers differ with each kernel.
const ENUM: &str = "skb_drop_reason";
const PREFIX: &str = "SKB_DROP_REASON_";
/// What stands for no reason.
const NONE: &str = "NOT_SPECIFIED";
/// There are some hundred; what subsystems number for themselves begins far behind them.
const MOST: u32 = 4096;

/// The reasons that this kernel tells: none before 5.17.
#[derive(Debug, Default)]
pub struct Reasons {
    /// By number.
    pub names: Names,
    /// The greatest number that stands for no reason.
    pub none: u32,
}

impl Reasons {
    /// Reads them from the kernel's types, or those in `file`.
    ///
    /// # Errors
    /// Types that cannot be read.
    pub fn read(file: Option<&Path>) -> Result<Self> {
        let source = file.unwrap_or(Path::new(VMLINUX));
        let all = btf::enumerators(source, ENUM).map_err(|error| anyhow!("{}", Cause::of_btf(&error, file)))?;
        Ok(Self::of(&all))
    }

    fn of(all: &[(u32, String)]) -> Self {
        let known = || all.iter().filter(|(number, _)| *number < MOST);
        let mut names = vec![String::new(); known().map(|(number, _)| *number as usize + 1).max().unwrap_or(0)];
        let mut none = 0;
        for (number, name) in known() {
            let name = name.strip_prefix(PREFIX).unwrap_or(name);
            if name == NONE {
                none = *number;
            }
            if let Some(place) = names.get_mut(*number as usize) {
                name.clone_into(place);
            }
        }
        Self { names: names.into(), none }
    }

    /// The number of one that is called so, 0 if this kernel has none.
    #[must_use]
    pub fn number(&self, name: &str) -> u32 {
        self.names.iter().position(|known| known == name).map_or(0, |number| number as u32)
    }

    /// Whether the kernel tells any.
    #[must_use]
    pub fn are_told(&self) -> bool {
        !self.names.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_known_by_number() {
        let given =
            [(0, "SKB_NOT_DROPPED_YET"), (2, "SKB_DROP_REASON_NOT_SPECIFIED"), (3, "SKB_DROP_REASON_NO_SOCKET")];
        let far = (0xffff_0000, "SKB_DROP_REASON_SUBSYS_MASK");
        let all = given.into_iter().chain([far]).map(|(number, name)| (number, name.to_owned())).collect::<Vec<_>>();
        let reasons = Reasons::of(&all);
        assert_eq!(reasons.names[..], ["SKB_NOT_DROPPED_YET", "", "NOT_SPECIFIED", "NO_SOCKET"]);
        assert!(reasons.none == 2 && reasons.are_told());
        assert_eq!((reasons.number("NO_SOCKET"), reasons.number("TCP_CSUM")), (3, 0));
        assert!(!Reasons::of(&[]).are_told());
    }
}
