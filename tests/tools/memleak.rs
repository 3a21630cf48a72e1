//! memleak: known blocks of memory, in programs and in the kernel, to the byte.

use std::{
    collections::BTreeSet,
    io,
    os::fd::{FromRawFd as _, OwnedFd},
    ptr,
};

use crate::support::{Output, Row, Tool, Workload, workload_path};

/// What is held by a function of the workload's: blocks and bytes.
pub fn held(output: &Output, function: &str) -> (i64, i64) {
    let rows = output.rows_where(|row| row.symbols("stack").first() == Some(&function));
    rows.iter().fold((0, 0), |(count, bytes), row| (count + row.number("count"), bytes + row.number("bytes")))
}

#[test]
fn what_a_process_holds_is_told_to_the_byte() {
    let acting = Workload::start(&["cpu", "0", "wait", "stay", "blocks", "1000", "1237"]);
    let pid = acting.said().one::<i64>("pid").to_string();
    let all = Tool::start(&["memleak", "--json", "-o", "0", "-T", "1000", "-p", &pid, "3600"]);
    let few = Tool::start(&["memleak", "-a", "-o", "0", "-s", "10", "-z", "1237", "-Z", "1237", "-p", &pid, "3600"]);
    acting.act();
    let (output, text) = (all.stop(), few.stop_text());
    acting.go();
    output.assert_nothing_lost();
    assert!(output.rows.iter().all(|row| row.number("pid").to_string() == pid), "{output}");
    assert_eq!(held(&output, "probebox_holds"), (1000, 1_237_000), "{output}");
    assert_eq!(held(&output, "probebox_gives_back"), (0, 0), "{output}");
    // The old block is given back if it grows, and stays where that fails.
    assert_eq!(held(&output, "probebox_grows"), (1, 5003), "{output}");
    assert_eq!(held(&output, "probebox_others"), (6, 333 + 222 + 448 + 333 + 275 + 3 * 4096), "{output}");
    let row = output.only(|row| row.symbols("stack").first() == Some(&"probebox_holds"));
    assert_eq!(row.frames("stack")[0]["module"], workload_path(), "{output}");
    assert!(row.get("address").is_null() && row.number("age_ns") > 0, "{output}");

    let lines: Vec<_> = text.stdout().lines().map(str::to_owned).collect();
    let (time, rest) = lines[0].split_once("] ").unwrap_or_else(|| panic!("{text}"));
    assert!(time.starts_with('[') && rest == "Top 1 stacks with outstanding allocations:", "{text}");
    assert_eq!(lines[1], "\t123700 bytes in 100 allocations from stack", "{text}");
    let blocks = lines.iter().filter(|line| line.starts_with("\t\taddr = 0x") && line.ends_with(" size = 1237"));
    assert_eq!(blocks.count(), 100, "{text}");
    assert!(lines[102].starts_with("\t\t0 [<0") && lines[102].contains(">] probebox_holds+0x"), "{text}");
}

#[test]
fn each_block_is_told_when_it_is_taken_and_given_back() {
    let acting = Workload::start(&["wait", "stay", "blocks", "3", "1237"]);
    let pid = acting.said().one::<i64>("pid").to_string();
    let tool = Tool::start(&["memleak", "--json", "-t", "-z", "100", "-Z", "12288", "-p", &pid]);
    acting.act();
    let output = tool.stop();
    acting.go();
    output.assert_nothing_lost();
    let of = |bytes: i64| {
        let rows = output.rows_where(|row| row.number("bytes") == bytes);
        rows.into_iter().map(|row| (row.text("op"), row.number("address"))).collect::<Vec<_>>()
    };
    let blocks = of(1237);
    let (held, given) = blocks.split_at(3);
    assert!(held.iter().all(|(op, _)| *op == "alloc"), "{output}");
    assert_eq!(given.iter().map(|(op, _)| *op).collect::<Vec<_>>(), ["alloc", "free"].repeat(3), "{output}");
    assert!(given.chunks(2).all(|pair| pair[0].1 == pair[1].1), "{output}");
    let (small, grown) = (of(107), of(5003));
    assert_eq!((small.len(), small[0].0, small[1], grown.len()), (2, "alloc", ("free", small[0].1), 1), "{output}");
    assert_eq!(of(3 * 4096).iter().map(|(op, _)| *op).collect::<Vec<_>>(), ["alloc", "alloc", "free"], "{output}");
}

#[test]
fn what_a_process_left_is_told_once_when_it_is_old_enough() {
    let acting = Workload::start(&["wait", "blocks", "1000", "1237"]);
    let pid = acting.said().one::<i64>("pid").to_string();
    let tool =
        Tool::start(&["memleak", "--json", "-o", "5000", "-T", "1000", "-z", "1237", "-Z", "1237", "-p", &pid, "1"]);
    // It has ended before any of its blocks is that old; they may become so in two reports.
    acting.go();
    let count = |line: &str| line.split_once("\"count\":")?.1.split(',').next()?.parse::<i64>().ok();
    tool.process.wait_for_stdout(|text| text.lines().filter_map(count).sum::<i64>() >= 1000);
    let output = tool.stop();
    output.assert_nothing_lost();
    assert_eq!(output.rows.iter().map(|row| row.number("count")).sum::<i64>(), 1000, "{output}");
    for row in &output.rows {
        assert_eq!(
            (row.number("bytes"), row.number("pid").to_string()),
            (1237 * row.number("count"), pid.clone()),
            "{output}"
        );
        assert!(row.number("age_ns") >= 5_000_000_000, "{output}");
    }
}

#[test]
fn a_command_is_told_with_what_it_left() {
    let command = format!("{} blocks 70 1237", workload_path());
    let tool = Tool::start(&["memleak", "-C", "-z", "1237", "-Z", "1237", "--fail-on-loss", "-c", &command, "3600"]);
    let finished = tool.process.wait();
    assert_eq!(finished.code(), 0, "{finished}");
    assert!(finished.stdout().contains("\t86590 bytes in 70 allocations from stack\n"), "{finished}");
}

#[test]
fn what_the_kernel_holds_for_pipes_is_told_until_they_are_closed() {
    let acting = Workload::start(&["comm", "holder", "wait", "stay", "pipes", "100"]);
    let [held, after] =
        [(), ()].map(|()| Tool::start(&["memleak", "--json", "-C", "-T", "10000", "--comm", "holder", "3600"]));
    acting.act();
    let held = held.stop();
    acting.go();
    let after = after.stop();
    held.assert_nothing_lost();
    // One for the pipe, one for its slots.
    let of_pipes = |row: &Row| row.passes("stack", "alloc_pipe_info") && row.number("count") == 100;
    let rows = held.rows_where(of_pipes);
    assert_eq!(rows.len(), 2, "{held}");
    for row in rows {
        assert!(row.number("bytes") >= 100 * 100 && row.number("bytes") % 100 == 0, "{held}");
        assert_eq!(row.number("pid"), 0, "{held}");
        assert!(row.frames("stack").iter().all(|frame| frame["module"] == "[kernel]"), "{held}");
    }
    // Pages that their caches have kept may be left, which are fewer.
    let left = after.rows_where(|row| row.passes("stack", "alloc_pipe_info") && row.number("count") >= 50);
    assert_eq!(left.len(), 0, "{after}");
}

/// A BPF map that has a value of so many bytes for each CPU, which is memory of that kind.
fn map_for_each_cpu(bytes: u32) -> OwnedFd {
    use libbpf_rs::libbpf_sys::{BPF_MAP_TYPE_PERCPU_ARRAY, bpf_map_create};
    // SAFETY: the name is a C string, and there are no options.
    unsafe {
        let fd = bpf_map_create(BPF_MAP_TYPE_PERCPU_ARRAY, c"held".as_ptr(), 4, bytes, 1, ptr::null());
        assert!(fd >= 0, "{}", io::Error::last_os_error());
        OwnedFd::from_raw_fd(fd)
    }
}

#[test]
fn what_the_kernel_holds_for_each_cpu_is_told_until_it_is_given_back() {
    let held = Tool::start(&["memleak", "--json", "-P", "-C", "-T", "10000", "3600"]);
    let events = Tool::start(&["memleak", "--json", "-P", "-t"]);
    let maps = [(); 10].map(|()| map_for_each_cpu(1000));
    let held = held.stop();
    let rows = held.rows_where(|row| row.passes("stack", "array_map_alloc") && row.number("count") == 10);
    let [row] = rows[..] else { panic!("{held}") };
    // Newer kernels count what they keep about it and what all CPUs have.
    let size = row.number("bytes") / 10;
    assert!(size >= 1000 && row.number("bytes") % 10 == 0 && row.number("pid") == 0, "{held}");
    drop(maps);
    events.wait_for_lines(20, |line| line.contains(&format!("\"bytes\":{size},")));
    let events = events.stop();
    events.assert_nothing_lost();
    let addresses = |op: &str| -> BTreeSet<String> {
        let rows = events.rows_where(|row| row.number("bytes") == size && row.text("op") == op);
        rows.iter().map(|row| row.get("address").to_string()).collect()
    };
    assert_eq!((addresses("alloc").len(), addresses("free")), (10, addresses("alloc")), "{events}");
}
