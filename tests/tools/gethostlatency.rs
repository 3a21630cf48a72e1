//! gethostlatency: each host that is looked for, how long that took, and whether it was found.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

use crate::support::{Did, Tool, run_probebox, workload, workload_path};

const MS: u64 = 1_000_000;

fn start(arguments: &[&str]) -> Tool {
    Tool::start(&[&["gethostlatency", "-l", &workload_path()], arguments].concat())
}

/// Looks a host up in a network of its own, in which a server of names takes its time.
fn look_up(kind: &str, host: &[u8], ms: u32) -> Did {
    let ms = ms.to_string();
    let words = ["comm", "looker", "netns", "resolve", kind].map(OsString::from);
    workload(&[&words[..], &[OsStr::from_bytes(host).to_owned(), ms.into()]].concat())
}

#[test]
fn each_way_to_look_a_host_up_is_told() {
    let tool = start(&["--json"]);
    let mut dids = Vec::new();
    for kind in ["getaddrinfo", "gethostbyname", "gethostbyname2"] {
        let host = format!("{kind}.probebox.example.");
        dids.push((host.clone(), look_up(kind, host.as_bytes(), 60)));
    }
    let output = tool.stop();
    output.assert_nothing_lost();
    assert_eq!(output.rows.len(), 3, "{output}");
    for (host, did) in dids {
        assert!(!did.one::<bool>("found"), "{host}");
        let row = output.only(|row| row.text("host") == host);
        assert_eq!(row.number("pid"), did.one::<i64>("pid"), "{output}");
        assert_eq!((row.text("comm"), row.get("failed").as_bool()), ("looker", Some(true)), "{output}");
        let (took, most) = (row.number("lat_ns") as u64, did.one("took_ns"));
        assert!((60 * MS..=most).contains(&took), "{took} of {most}: {output}");
    }
}

#[test]
fn found_hosts_strange_names_and_what_is_no_host() {
    let tool = start(&["--json"]);
    assert!(look_up("getaddrinfo", b"127.0.0.1", 0).one::<bool>("found"));
    assert!(look_up("passive", b"unused", 0).one::<bool>("found"));
    look_up("getaddrinfo", b"caf\xe9", 0);
    let output = tool.stop();
    output.assert_nothing_lost();
    assert_eq!(output.rows.len(), 2, "{output}");
    assert_eq!(output.only(|row| row.text("host") == "127.0.0.1").get("failed").as_bool(), Some(false), "{output}");
    output.only(|row| row.bytes("host") == b"caf\xe9");
}

/// Debian's own, and a program that was linked to it.
#[test]
fn the_systems_library_is_found_by_itself() {
    let tool = Tool::start(&["gethostlatency", "--json"]);
    assert_eq!(crate::support::run("/usr/bin/getent", &["ahosts", "127.0.0.77"]).code(), 0);
    let output = tool.stop();
    output.assert_nothing_lost();
    let row = output.only(|row| row.text("host") == "127.0.0.77");
    assert_eq!((row.text("comm"), row.get("failed").as_bool()), ("getent", Some(false)), "{output}");
}

#[test]
fn filters_and_the_table() {
    let nobody = start(&["--json", "--comm", "nobody"]);
    let tool = start(&["--comm", "looker"]);
    workload(&["netns", "resolve", "getaddrinfo", "127.0.0.9", "0"]);
    let did = look_up("getaddrinfo", b"127.0.0.1", 0);
    assert!(nobody.stop().rows.is_empty());
    let finished = tool.stop_text();
    let lines: Vec<Vec<_>> = finished.stdout().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["TIME", "PID", "COMMAND", "LATms", "HOST"], "{finished}");
    assert_eq!((lines.len(), lines[1][1]), (2, did.one::<String>("pid").as_str()), "{finished}");
    assert_eq!((lines[1][2], lines[1][4]), ("looker", "127.0.0.1"), "{finished}");
}

#[test]
fn a_library_that_is_not_there_is_named() {
    run_probebox(&["gethostlatency", "-l", "nolibc"]).assert_refused(1, &["no library is called 'nolibc'"]);
    run_probebox(&["gethostlatency", "-p", "4194304"]).assert_refused(1, &["there is no process 4194304"]);
    run_probebox(&["gethostlatency", "-l", "/bin/busybox"]).assert_refused(1, &["has no function 'getaddrinfo'"]);
}
