//! Block devices: their numbers, and what requests to them are called.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, anyhow, bail};

use super::{cgroups, context::Context, filter::GroupArgs};

/// Flags from their highest bit to the lowest (`enum req_flag_bits` of `include/linux/blk_types.h`): those that have not
/// moved between 5.10 and 7.2.
const FLAGS: [(u32, &str); 11] = [
    (21, "NoWait"),
    (20, "Background"),
    (19, "ReadAhead"),
    (18, "PreFlush"),
    (17, "FUA"),
    (16, "Integrity"),
    (15, "Idle"),
    (14, "NoMerge"),
    (13, "Priority"),
    (12, "Metadata"),
    (11, "Sync"),
];

/// Set by `request_flags()` of `src/bpf/kernel/block.h` where operations have the numbers of before 5.18.
const OLD_OPS: u32 = 1 << 22;

/// A request's flags and operation in one word, as in `Sync-Read`.
#[must_use]
pub fn flags(flags: u32) -> String {
    let set = FLAGS.iter().filter(|(bit, _)| flags & 1 << bit != 0).map(|(_, name)| *name);
    let operation = operation(flags & 0xff, flags & OLD_OPS != 0);
    set.chain([operation]).collect::<Vec<_>>().join("-")
}

/// A request's flags and operation in the letters of the kernel's own tracepoints (`blk_fill_rwbs`): `RA`, `WSM`, `FF`.
#[must_use]
pub fn letters(flags: u32) -> String {
    let letter = |bit: u32, letter| if flags & 1 << bit == 0 { "" } else { letter };
    let operation = operation_letters(flags);
    [letter(18, "F"), operation, letter(17, "F"), letter(19, "A"), letter(11, "S"), letter(12, "M")].concat()
}

/// The letters of the operation alone, mostly one: `R`, `W`, `D`, `F`.
#[must_use]
pub fn operation_letters(flags: u32) -> &'static str {
    match operation(flags & 0xff, flags & OLD_OPS != 0) {
        "Read" => "R",
        "Write" | "WriteSame" => "W",
        "Discard" => "D",
        "SecureErase" => "DE",
        "Flush" => "F",
        "ZoneAppend" => "ZA",
        "ZoneReset" | "ZoneResetAll" => "ZR",
        _ => "N",
    }
}

/// The errno of how a request ended: a negative one before 5.16, from then on a `blk_status_t`
/// (`include/linux/blk_types.h`); 0 for none.
#[must_use]
pub fn errno(end: i32) -> i32 {
    match end {
        i32::MIN..=0 => end.wrapping_neg(),
        1 => libc::EOPNOTSUPP,
        2 => libc::ETIMEDOUT,
        3 => libc::ENOSPC,
        4 => libc::ENOLINK,
        5 => libc::EREMOTEIO,
        6 => libc::EBADE,
        7 => libc::ENODATA,
        8 => libc::EILSEQ,
        9 => libc::ENOMEM,
        12 => libc::EAGAIN,
        13 => libc::EBUSY,
        _ => libc::EIO,
    }
}

/// `enum req_op`, before 5.18 `enum req_opf`.
fn operation(number: u32, is_old: bool) -> &'static str {
    match (number, is_old) {
        (0, _) => "Read",
        (1, _) => "Write",
        (2, _) => "Flush",
        (3, _) => "Discard",
        (5, _) => "SecureErase",
        (7, true) => "WriteSame",
        (7, false) | (13, true) => "ZoneAppend",
        (9, _) => "WriteZeroes",
        (11, false) | (10, true) => "ZoneOpen",
        (13, false) | (11, true) => "ZoneClose",
        (15, false) | (12, true) => "ZoneFinish",
        (17, false) | (15, true) => "ZoneReset",
        (19, false) | (17, true) => "ZoneResetAll",
        (32, true) => "ScsiIn",
        (33, true) => "ScsiOut",
        (34, _) => "DriverIn",
        (35, _) => "DriverOut",
        _ => "Unknown",
    }
}

/// A disk's number as `disk_dev()` of `src/bpf/kernel/block.h` has it.
///
/// # Errors
/// No such disk, or a partition, whose requests go to its disk.
pub fn disk_number(name: &str) -> Result<u32> {
    let name = name.strip_prefix("/dev/").unwrap_or(name);
    // The kernel writes the slash of a name such as cciss/c0d0 so.
    let folder = Path::new("/sys/class/block").join(name.replace('/', "!"));
    if name.is_empty() || name.starts_with('.') || !folder.exists() {
        bail!("there is no disk '{name}': /sys/block lists them");
    }
    if folder.join("partition").exists() {
        let disk = folder
            .canonicalize()
            .ok()
            .and_then(|path| Some(path.parent()?.file_name()?.to_string_lossy().into_owned()));
        bail!("'{name}' is a partition; requests are its disk's: -d {}", disk.unwrap_or_default());
    }
    let text =
        fs::read_to_string(folder.join("dev")).with_context(|| format!("reading the number of disk '{name}'"))?;
    let numbers = text
        .trim()
        .split_once(':')
        .and_then(|(major, minor)| Some((major.parse::<u32>().ok()?, minor.parse::<u32>().ok()?)));
    let (major, minor) = numbers.ok_or_else(|| anyhow!("the number of disk '{name}' is '{}'", text.trim()))?;
    Ok(major << 20 | minor)
}

/// I/O of a group without the io controller is charged to a group above it: an error for a group that is to be traced,
/// worth a note where groups are to be told apart.
///
/// # Errors
/// One of `groups` lacks the controller.
pub fn check_charging(groups: &GroupArgs, tells_groups: bool, cx: &mut Context) -> Result<()> {
    if cgroups::hierarchy().controller.is_some() {
        return Ok(()); // blkio has its own
    }
    for group in &groups.cgroup {
        let folder = cgroups::find(group)?;
        if !cgroups::has_controller(Some(&folder), "io") {
            let above = folder.parent().unwrap_or(&folder).join("cgroup.subtree_control");
            bail!("I/O is charged to cgroups that have the io controller: echo +io > {}", above.display());
        }
    }
    if (tells_groups || groups.choose_containers()) && !cgroups::has_controller(None, "io") {
        cx.note("all I/O is charged to the root cgroup: for others, echo +io > /sys/fs/cgroup/cgroup.subtree_control");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_have_names() {
        assert_eq!(flags(1 << 11), "Sync-Read");
        assert_eq!(flags(1 << 13 | 1 << 12 | 1 << 11 | 1), "Priority-Metadata-Sync-Write");
        assert_eq!((flags(7), flags(7 | OLD_OPS)), ("ZoneAppend".to_owned(), "WriteSame".to_owned()));
        assert_eq!(flags(200), "Unknown");
    }

    #[test]
    fn letters_are_those_of_the_kernel() {
        assert_eq!(letters(1 << 19), "RA");
        assert_eq!(letters(1 << 12 | 1 << 11 | 1), "WSM");
        assert_eq!((letters(1 << 18 | 2), letters(1 << 17 | 1 << 11 | 1)), ("FF".to_owned(), "WFS".to_owned()));
    }

    #[test]
    fn both_ways_of_telling_an_error_give_its_number() {
        assert_eq!((errno(0), errno(-libc::EIO), errno(10), errno(7)), (0, libc::EIO, libc::EIO, libc::ENODATA));
    }

    #[test]
    fn what_is_no_disk_is_refused() {
        for name in ["", ".", "..", "nosuchdisk", "../block", "/dev/"] {
            assert!(disk_number(name).is_err(), "{name}");
        }
    }
}
