//! ksnoop: calls and returns of the kernel's functions, with values that the workload has caused.

use crate::support::{Output, Row, Tool, mark, run, run_probebox, workload};

const MS: i64 = 1_000_000;

/// The rows of a function's calls, or of its returns.
fn rows<'o>(output: &'o Output, function: &str, returns: bool) -> Vec<&'o Row> {
    output.rows_where(|row| row.text("func") == function && row.get("returns").as_bool() == Some(returns))
}

#[test]
fn arguments_and_results_are_told_with_their_types() {
    let (path, strings) = (mark("snooped"), Tool::start(&["ksnoop", "get_fs_type", "--json"]));
    let fork = "wake_up_new_task(p->comm)";
    let file = "vfs_read(count == 17, file->f_inode, file->f_flags)";
    let tool = Tool::start(&["ksnoop", "trace", "--json", "--comm", "snooped", "hrtimer_nanosleep", fork, file]);
    let did = workload(&["comm", "snooped", "naps", "2", "20"]);
    workload(&["comm", "other", "naps", "1", "1"]);
    workload(&["comm", "snooped", "child", "true"]);
    std::fs::write(&path, [b'x'; 17]).unwrap();
    workload(&["comm", "snooped", "read", "17", &path]);
    assert_ne!(run("mount", &["-t", "probefs", "none", "/tmp"]).code(), 0);

    let output = tool.stop();
    output.assert_nothing_lost();
    let (calls, returns) = (rows(&output, "hrtimer_nanosleep", false), rows(&output, "hrtimer_nanosleep", true));
    assert_eq!((calls.len(), returns.len()), (2, 2), "{output}");
    for (call, end) in calls.into_iter().zip(returns) {
        assert_eq!(call.text("values"), "rqtp = 20000000, mode = HRTIMER_MODE_REL, clockid = 1", "{output}");
        assert_eq!((end.text("values"), end.number("pid")), ("return = 0", call.number("pid")), "{output}");
        let took = end.number("took_ns");
        assert!((20 * MS..=did.one("took_ns")).contains(&took) && call.get("took_ns").is_null(), "{output}");
    }
    let forks = rows(&output, "wake_up_new_task", false);
    assert!(forks.iter().any(|row| row.text("values") == "p->comm = \"snooped\""), "{output}");
    let reads = rows(&output, "vfs_read", false);
    assert_eq!(reads.len(), 1, "{output}");
    for read in reads {
        let values = read.text("values");
        let inode = values.strip_prefix("count = 17, file->f_inode = *0xff").unwrap_or_else(|| panic!("{output}"));
        assert!(inode.contains(" {i_mode = 33"), "a regular file: {output}");
        // O_RDONLY | O_LARGEFILE
        assert!(values.ends_with("}, file->f_flags = 32768"), "{output}");
    }
    assert!(rows(&output, "vfs_read", true).is_empty(), "nobody has asked: {output}");

    let output = strings.stop();
    let mounts = rows(&output, "get_fs_type", false);
    let is_named =
        |row: &&Row| row.text("values").starts_with("name = *0xff") && row.text("values").ends_with(" \"probefs\"");
    assert!(mounts.iter().any(is_named), "{output}");
    assert!(rows(&output, "get_fs_type", true).iter().any(|row| row.text("values") == "return = 0x0"), "{output}");
}

#[test]
fn comparisons_and_order_leave_others_out() {
    let long = "hrtimer_nanosleep(rqtp > 15000000, return)";
    let tool = Tool::start(&["ksnoop", "--comm", "napping", long, "do_nanosleep(return != 0)"]);
    let order = ["__x64_sys_clock_nanosleep", "hrtimer_nanosleep", "vfs_fsync_range"];
    let ordered = Tool::start(&[&["ksnoop", "--json", "-s", "--comm", "napping"][..], &order].concat());
    let path = mark("ordered");
    std::fs::write(&path, "x").unwrap();
    workload(&["comm", "napping", "naps", "1", "20"]);
    workload(&["comm", "napping", "naps", "3", "10"]);
    workload(&["comm", "napping", "fsync", &path]);

    let finished = tool.stop_text();
    let lines: Vec<Vec<_>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["TIME", "CPU", "PID", "FUNCTION/ARGS"], "{finished}");
    let told: Vec<_> = lines[1..].iter().map(|line| line[3..].join(" ")).collect();
    assert_eq!(told, ["hrtimer_nanosleep(rqtp = 20000000)", "hrtimer_nanosleep(return = 0)"], "{finished}");

    let output = ordered.stop();
    output.assert_nothing_lost();
    let count = |function: &str| rows(&output, function, false).len();
    assert_eq!(order.map(count), [4, 4, 0], "{output}");
}

#[test]
fn declarations_are_told_and_what_there_is_not() {
    let finished = run_probebox(&["ksnoop", "info", "hrtimer_nanosleep", "vfs_fsync_range"]);
    assert_eq!(finished.code(), 0, "{finished}");
    let lines = [
        "hrtimer_nanosleep(ktime_t rqtp, const enum hrtimer_mode mode, const clockid_t clockid);",
        "int vfs_fsync_range(struct file *file, loff_t start, loff_t end, int datasync);",
    ];
    assert!(finished.stdout().lines().zip(lines).all(|(line, end)| line.ends_with(end)), "{finished}");
    assert_eq!(finished.stdout().lines().count(), 2, "{finished}");
    for (spec, status, words) in [
        ("probebox_none", 1, "the kernel's types do not describe 'probebox_none'"),
        ("vfs_read(nothing)", 1, "vfs_read has no argument 'nothing': ssize_t vfs_read(struct file *file, "),
        ("vfs_read(file->nothing)", 1, "'file->nothing': there is no such member"),
        ("vfs_read(count->x)", 1, "'count->x': there is no struct that it points into"),
        ("vfs_read(file->f_path > 1)", 1, "is no number"),
        ("vfs_read(count > x)", 2, "is no comparison with a number"),
        ("vfs_read(count", 2, "is neither FUNC nor FUNC(ARG,...)"),
        ("vfs_*", 2, "is neither FUNC nor FUNC(ARG,...)"),
        ("info", 2, "FUNC is missing"),
    ] {
        run_probebox(&["ksnoop", spec]).assert_refused(status, &[words]);
    }
}
