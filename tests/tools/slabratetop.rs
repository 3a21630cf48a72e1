//! slabratetop: objects of known number, taken in each of the kernel's ways.

use crate::support::{Output, Tool, Workload, mark, run};

/// How many objects, and how large each, all intervals together have of a cache.
fn sums(output: &Output, cache: &str) -> (i64, i64) {
    output.assert_nothing_lost();
    let rows = output.rows_where(|row| row.text("cache") == cache);
    let sum = |key: &str| rows.iter().map(|row| row.number(key)).sum::<i64>();
    let size = sum("bytes").checked_div(sum("allocs")).unwrap_or(0);
    assert!(rows.iter().all(|row| row.number("bytes") == row.number("allocs") * size), "{output}");
    (sum("allocs"), size)
}

/// What the kernel itself says of an object's size. A cache that shares another's has no line of its own.
fn object_size(cache: &str) -> i64 {
    let lines = std::fs::read_to_string("/proc/slabinfo").unwrap();
    let line = lines.lines().find(|line| line.split_whitespace().next() == Some(cache)).expect(cache);
    line.split_whitespace().nth(3).unwrap().parse().unwrap()
}

#[test]
fn objects_of_each_cache_are_counted_however_they_are_taken() {
    let threads = Workload::start(&["wait", "threads", "10"]);
    let files = Workload::start(&["wait", "opens", "40", &mark("slab")]);
    let ring = Workload::start(&["wait", "open", "uring", &mark("slab-ring")]);
    let tools = [&threads, &files, &ring].map(|workload| {
        let pid: String = workload.said().one("pid");
        Tool::start(&["slabratetop", "--json", "-p", &pid])
    });
    for acting in [threads, files, ring] {
        acting.go();
    }
    let [threads, files, ring] = tools.map(Tool::stop);
    // By node; as what is on a list of least recently used ones, or plainly before; and in bulk.
    assert_eq!(sums(&threads, "task_struct"), (10, object_size("task_struct")), "{threads}");
    assert_eq!(sums(&files, "shmem_inode_cache"), (20, object_size("shmem_inode_cache")), "{files}");
    assert_eq!(sums(&files, "filp").0, 20 + 20, "a file is taken before it is known that there is none: {files}");
    // A ring takes eight requests at once, on some kernels from the cache of files, which are of the same size; besides
    // there are two files, the ring's own and the one that it opens.
    let (requests, files) = (sums(&ring, "io_kiocb").0, sums(&ring, "filp").0);
    assert!((10..16).contains(&(requests + files)), "{ring}");
}

#[test]
fn nobody_takes_nothing() {
    let nobody = Tool::start(&["slabratetop", "--json", "--comm", "somebody"]);
    run("true", &[]);
    let output = nobody.stop();
    assert!(output.rows.is_empty(), "{output}");
}

#[test]
fn text_is_what_people_know() {
    let threads = Workload::start(&["wait", "threads", "10"]);
    let pid: String = threads.said().one("pid");
    let tool = Tool::start(&["slabratetop", "-s", "name", "-p", &pid, "100"]);
    threads.go();
    let finished = tool.stop_text();
    let lines: Vec<Vec<&str>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!((lines[0][1], lines[2].as_slice()), ("loadavg:", ["CACHE", "ALLOCS", "BYTES"].as_slice()), "{finished}");
    let bytes = (10 * object_size("task_struct")).to_string();
    assert!(lines[3..].contains(&vec!["task_struct", "10", &bytes]), "{finished}");
    assert!(lines[3..].is_sorted_by_key(|line| line[0]), "{finished}");
}
