//! The command line, as far as it needs no kernel: what the binary says and with which status it ends.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::{
    collections::HashSet,
    ffi::OsString,
    fs::{self, File},
    io,
    os::unix::{ffi::OsStringExt, fs::symlink, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Output},
};

use clap::{ArgMatches, error::ErrorKind};
use probebox::tools::{self, Entry, TOOLS};
use serde_json::Value as Json;

const BINARY: &str = env!("CARGO_BIN_EXE_probebox");
const LINK_PREFIXES: [&str; 3] = ["", "bpf-", "probebox-"];

/// The binary, called by this name, in an environment that is always the same.
fn called(name: &str) -> Command {
    let mut command = Command::new(BINARY);
    command.arg0(name).env_clear().env("LC_ALL", "C.UTF-8");
    command
}

fn probebox(args: &[&str]) -> Output {
    called("probebox").args(args).output().unwrap()
}

/// What it writes; there must be no complaint.
fn text(args: &[&str]) -> String {
    let output = probebox(args);
    assert!(output.status.success() && output.stderr.is_empty(), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The one line that it says when it ends with this status and has written nothing.
fn complaint(command: &mut Command, status: i32) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(status), "{command:?}: {output:?}");
    assert!(output.stdout.is_empty(), "{command:?}: {output:?}");
    let line = String::from_utf8(output.stderr).unwrap();
    let line = line.strip_suffix('\n').unwrap_or_else(|| panic!("{command:?}: no whole line: {line:?}"));
    assert!(!line.contains(|c: char| c.is_control()), "{command:?}: {line:?}");
    assert!(line.chars().count() < 300, "{command:?}: {line:?}");
    line.to_owned()
}

fn parse(tool: &Entry, args: &[&str]) -> Result<ArgMatches, clap::Error> {
    tools::parse(tool, [&[tool.name], args].concat().iter().map(OsString::from).collect())
}

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir(&folder).unwrap();
    folder
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn wrong_command_lines_are_told_with_the_remedy() {
    let see = |end: &str| format!("; see 'probebox{end} --help'");
    let longest = format!("--{}", "a".repeat(10_000));
    for (args, problem, end) in [
        (&["xopensnoop"][..], "there is no tool 'xopensnoop' (did you mean opensnoop?)", ""),
        (&["\x1b[31m\n"], r"there is no tool '\x1b[31m\n'", ""),
        (&[""], "there is no tool ''", ""),
        (&["--pid", "1"], "there is no option '--pid'", ""),
        (&["list", "more"], "'more' is one argument too many", " list"),
        (&["list", "--jsno"], "there is no option '--jsno' (did you mean --json?)", " list"),
        (&["list", "--json", "--json"], "--json is given twice", " list"),
        (&["list", "--json=1"], "--json takes no value, but '1' is given", " list"),
        (&["man", "opensnop"], "there is no tool 'opensnop' (did you mean opensnoop?)", " man"),
        (&["schema"], "TOOL is missing", " schema"),
        (&["doctor", "opensnoop", "!"], "there is no tool '!'", " doctor"),
        (&["completions", "!"], "SHELL '!': not one of bash, elvish, fish, powershell, zsh", " completions"),
        (&["install"], "--links is missing", " install"),
        (&["install", "--links"], "--links needs a value", " install"),
        (&["install", "--links", ".", "--prefix", "x"], "--prefix 'x': not one of bpf-, probebox-", " install"),
        (&[&longest], &format!("there is no option '--{}...'", "a".repeat(58)), ""),
    ] {
        assert_eq!(complaint(called("probebox").args(args), 2), format!("probebox: {problem}{}", see(end)));
    }
    let unknown = complaint(called("probebox").args(["help", "x"]), 2);
    assert_eq!(unknown, "probebox: there is no tool 'x'; 'probebox list' names the tools");
}

#[test]
fn wrong_options_of_a_tool_are_told_with_the_remedy() {
    for (args, problem) in [
        (&["--bogus"][..], "there is no option '--bogus'"),
        (&["--ver"], "there is no option '--ver' (did you mean --verbose?)"),
        (&["-\x1b"], r"there is no option '-\x1b'"),
        (&["x"], "'x' is one argument too many"),
        (&["--json", "--csv"], "--json and --csv exclude each other"),
        (&["-x", "-x"], "--failed is given twice"),
        (&["-d1", "--duration=2"], "--duration is given twice"),
        (&["--duration", "nan"], "--duration 'nan': not a number of seconds above 0"),
        (&["--pid"], "--pid needs a value"),
        (&["--pid", "1,2x"], "--pid '2x': not a whole number from 1 to 4194304"),
        (&["--pid", "-1"], "--pid '-1': not a whole number from 1 to 4194304"),
        (&["--pid", "4294967297"], "--pid '4294967297': not a whole number from 1 to 4194304"),
        (&["--uid", "4294967295"], "--uid '4294967295': not a whole number from 0 to 4294967294"),
        (&["--buffer", "1T"], "--buffer '1T': not a size from 1 to 1G, such as 512K or 16M"),
        (
            &["--time", "a\n\nUsage: \u{9b}\u{202e}"],
            r"--time 'a\n\nUsage: \u{9b}\u{202e}': not one of none, rel, wall, iso",
        ),
    ] {
        for (name, prefix) in [("probebox", "probebox "), ("/usr/bin/bpf-opensnoop", "bpf-")] {
            let mut command = called(name);
            command.args((name == "probebox").then_some("opensnoop")).args(args);
            let want = format!("opensnoop: {problem}; see '{prefix}opensnoop --help'");
            assert_eq!(complaint(&mut command, 2), want);
        }
    }
    // Those that only the tool can tell, before the kernel is asked for anything.
    let seventeen = ["a"; 17].join(",");
    for (args, problem) in [
        (["--fields", "a\x1b"], r"there is no field 'a\x1b'; the fields are time, "),
        (["--name", "sixteen letters!"], "--name has 16 bytes, but no task's name more than 15"),
        (["--comm", &seventeen], "--comm takes at most 16 names, not 17"),
    ] {
        let line = complaint(called("opensnoop").args(args), 2);
        assert!(line.starts_with(&format!("opensnoop: {problem}")), "{line}");
    }
}

#[test]
fn bytes_that_are_not_utf8_are_refused() {
    let raw = OsString::from_vec(b"\xff\x9b".to_vec());
    complaint(called("probebox").arg(&raw), 2);
    for tool in TOOLS {
        complaint(called(tool.name).arg("--pid").arg(&raw), 2);
    }
}

/// Of each tool each argument that takes a number takes nothing else.
#[test]
fn numbers_are_strict() {
    let digits = "1".repeat(10_000);
    for tool in TOOLS {
        for arg in tool.command().get_arguments() {
            let option = arg.get_long().map(|long| format!("--{long}"));
            let given = |value| {
                let option = option.as_slice().iter().map(String::as_str).collect();
                parse(tool, &[required(tool), option, vec![value]].concat())
            };
            if arg.is_last_set() || !arg.get_action().takes_values() || given("17").is_err() || given("17x").is_ok() {
                continue;
            }
            for bad in ["0", "", "-1", "+1", "1x", " 1", "0x11", "NaN", "inf", "1e3", "4294967297", "１", &digits] {
                let is_fine = match option.as_deref() {
                    Some("--uid" | "--cpu" | "--state" | "--older" | "--min-size") => bad == "0",
                    Some("--duration" | "--max-block-time") => bad == "4294967297",
                    None if arg.get_id() == "seconds" => bad == "4294967297",
                    None if matches!(arg.get_id().as_str(), "least" | "min_us") => bad == "0" || bad == "4294967297",
                    Some("--min" | "--min-ms" | "--min-us" | "--min-block-time") => bad == "0" || bad == "4294967297",
                    _ => false,
                };
                assert_eq!(given(bad).is_ok(), is_fine, "{} {option:?} '{bad:.20}'", tool.name);
            }
        }
        let pid = |value| parse(tool, &["--pid", value]);
        assert!(pid("17").is_err() || pid("4194305").is_err(), "{}: --pid was looked at", tool.name);
    }
}

#[test]
fn only_a_tools_own_name_calls_it() {
    for tool in TOOLS {
        for prefix in LINK_PREFIXES {
            for folder in ["", "./", "/usr/bin/"] {
                let output = called(&format!("{folder}{prefix}{}", tool.name)).arg("--version").output().unwrap();
                assert_eq!(output.stdout, format!("{} {}\n", tool.name, env!("CARGO_PKG_VERSION")).as_bytes());
            }
        }
        let name = tool.name;
        for wrong in [
            format!("y{name}"), // there are fsdist and xfsdist
            format!("{name}x"),
            format!("bpf-bpf-{name}"),
            format!("bpf_{name}"),
            format!("{name} "),
            name.to_uppercase(),
        ] {
            let want = format!("probebox: there is no tool '{wrong}': call it 'probebox', or a link to it as a tool");
            assert_eq!(complaint(&mut called(&wrong), 2), want);
            assert_eq!(complaint(called(&wrong).arg("list"), 2), want);
            assert_eq!(complaint(called(&wrong).args([name, "--version"]), 2), want);
        }
    }
    for wrong in ["", "/", "bpf-", "-probebox", "probebox2"] {
        complaint(&mut called(wrong), 2);
    }
    assert_eq!(
        complaint(&mut called("\x1b]0;x\x07"), 2),
        r"probebox: there is no tool '\x1b]0;x\x07': call it 'probebox', or a link to it as a tool"
    );
}

#[test]
fn help_is_the_same_however_it_is_asked_for() {
    assert_eq!(text(&[]), text(&["help"]));
    assert_eq!(text(&["--help"]), text(&["-h"]));
    assert_eq!(text(&["help"]), text(&["-h"]));
    assert_eq!(text(&["help", "list"]), text(&["list", "-h"]));
    for tool in TOOLS {
        let help = text(&["help", tool.name]);
        for asked in ["-h", "--help", "-?", "--usage"] {
            assert_eq!(text(&[tool.name, asked]), help);
        }
    }
}

#[test]
fn help_fits_the_terminal() {
    let topics = TOOLS.iter().map(|tool| vec!["help", tool.name]).chain([vec!["help"]]);
    for topic in topics {
        let help = text(&topic);
        let widest = help.lines().max_by_key(|line| line.chars().count()).unwrap();
        assert!(widest.chars().count() <= 80, "{widest}");
        let narrow = called("probebox").args(&topic).env("COLUMNS", "20").output().unwrap();
        let narrow = String::from_utf8(narrow.stdout).unwrap();
        assert_eq!(words(&narrow), words(&help));
        assert!(narrow.lines().count() > help.lines().count());
    }
    for tool in TOOLS {
        let line = format!("  {}  {}", tool.name, tool.about());
        assert!(text(&[]).lines().any(|shown| words(shown) == words(&line)), "a line each: {line}");
    }
}

/// Whatever writes to standard output: a reader that is gone is no failure, a full disk is one.
#[test]
fn output_that_cannot_be_written() {
    for args in [
        &[][..],
        &["help"],
        &["-V"],
        &["list"],
        &["list", "--json"],
        &["man"],
        &["man", "opensnoop"],
        &["schema", "opensnoop"],
        &["completions", "bash"],
        &["opensnoop", "--help"],
        &["opensnoop", "--version"],
    ] {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let output = called("probebox").args(args).stdout(writer).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{args:?}: {output:?}");

        let full = File::options().write(true).open("/dev/full").unwrap();
        let line = complaint(called("probebox").args(args).stdout(full), 1);
        assert!(line.ends_with(": writing to standard output: No space left on device"), "{line}");
    }
}

#[test]
fn list_and_schema_are_json() {
    let list: Vec<Json> = text(&["list", "--json"]).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(list.len(), TOOLS.len());
    for (line, tool) in list.iter().zip(TOOLS) {
        assert_eq!((line["tool"].as_str(), line["about"].as_str()), (Some(tool.name), Some(&*tool.about())));
        let schema: Json = serde_json::from_str(&text(&["schema", tool.name])).unwrap();
        assert_eq!(schema["title"], tool.name);
        assert!(schema["oneOf"].as_array().is_some_and(|kinds| kinds.len() >= 2), "{}", tool.name);
    }
    assert_eq!(
        text(&["list"]).lines().map(|line| words(line)[0]).collect::<Vec<_>>(),
        TOOLS.iter().map(|t| t.name).collect::<Vec<_>>()
    );
}

#[test]
fn completions_know_every_link() {
    let file = folder("completions").join("probebox.bash");
    fs::write(&file, text(&["completions", "bash"])).unwrap();
    let check = Command::new("bash").arg("-n").arg(&file).output().unwrap();
    assert!(check.status.success() && check.stderr.is_empty(), "{check:?}");
    for shell in ["bash", "zsh", "fish"] {
        let script = text(&["completions", shell]);
        let known: HashSet<&str> = script.split_whitespace().map(|word| word.trim_matches([')', '\''])).collect();
        for (tool, prefix) in TOOLS.iter().flat_map(|tool| LINK_PREFIXES.map(|prefix| (tool, prefix))) {
            let link = format!("{prefix}{}", tool.name);
            assert!(known.contains(link.as_str()), "{shell}: {link}");
        }
    }
}

#[test]
fn install_links_every_tool() {
    let folder = folder("links");
    let install = |prefix: &str| {
        let mut command = called("probebox");
        command.args(["install", "--links"]).arg(&folder);
        if !prefix.is_empty() {
            command.args(["--prefix", prefix]);
        }
        command
    };
    for prefix in LINK_PREFIXES {
        for _again in 0..2 {
            assert!(install(prefix).status().unwrap().success());
        }
        for tool in TOOLS {
            let link = folder.join(format!("{prefix}{}", tool.name));
            assert_eq!(fs::read_link(&link).unwrap(), Path::new(BINARY).canonicalize().unwrap());
            let output = Command::new(&link).arg("-V").output().unwrap();
            assert!(output.stdout.starts_with(tool.name.as_bytes()), "{output:?}");
        }
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), TOOLS.len() * LINK_PREFIXES.len());

    let missing = complaint(called("probebox").args(["install", "--links", "/there/is/no\nsuch"]), 1);
    let want = r"probebox: opening the folder '/there/is/no\nsuch', which has to exist: No such file or directory";
    assert_eq!(missing, want);
}

#[test]
fn links_beside_the_binary_are_relative() {
    let folder = folder("beside");
    let binary = folder.join("probebox");
    fs::hard_link(BINARY, &binary).unwrap();
    assert!(Command::new(&binary).arg("install").arg("--links").arg(&folder).status().unwrap().success());
    for tool in TOOLS {
        assert_eq!(fs::read_link(folder.join(tool.name)).unwrap(), Path::new("probebox"));
    }
}

/// What belongs to someone else stays, and then nothing is done.
#[test]
fn install_takes_no_name_that_is_in_use() {
    let (first, last) = (TOOLS[0].name, TOOLS[TOOLS.len() - 1].name);
    for (name, make) in [("file", None), ("link", Some("/bin/sh"))] {
        let folder = folder(&format!("in-use-{name}"));
        let taken = folder.join(last);
        match make {
            Some(target) => symlink(target, &taken).unwrap(),
            None => fs::write(&taken, "mine").unwrap(),
        }
        let line = complaint(called("probebox").args(["install", "--links"]).arg(&folder), 1);
        let want = "is there and no link to probebox: remove it, or give a --prefix";
        assert!(line.ends_with(want) && line.contains(last), "{line}");
        assert!(first == last || !folder.join(first).exists());
    }
}

/// libbpf-tools' own options: letters, long names and positional arguments, which keep working.
#[rustfmt::skip] // as it reads best
const UPSTREAM: &[(&str, &[&str])] = &[
    (
        "biosnoop",
        &["-Q", "--queued", "-d sda", "--disk=sda", "-c /a", "--cgroup=/a", "-m 1", "--min=1", "-t", "--timestamp", "10"],
    ),
    ("bitesize", &["-T", "--timestamp", "-c dd", "--comm=dd", "-d sda", "--disk=sda", "1", "1 10"]),
    (
        "biolatency",
        &[
            "-T", "--timestamp", "-m", "--milliseconds", "-Q", "--queued", "-D", "-F", "--flag", "-d sda", "--disk=sda",
            "-c /a", "--cgroup=/a", "1", "1 10", "-DFQTm 5 2",
        ],
    ),
    (
        "execsnoop",
        &[
            "-T", "--time", "-t", "--timestamp", "-x", "--fails", "-u 0", "--uid=0", "-q", "--quote", "-n sh", "--name=sh",
            "-l x", "--line=x", "-U", "--print-uid", "--max-args=5", "-c /a", "--cgroup=/a", "-TtxqU", "--time -x",
        ],
    ),
    (
        "fsdist",
        &["-T", "--timestamp", "-m", "--milliseconds", "-p 1", "--pid=1", "-Tm 5 2"],
    ),
    ("bcachefsdist", &["-T", "-m", "1 10", "-t ext4", "--type=btrfs"]),
    (
        "fsslower",
        &["-c", "--csv", "-d 1", "--duration=1", "-p 1", "--pid=1", "-m 1", "--min=0"],
    ),
    ("ext4slower", &["-m 0", "-c -d 1", "-p 1", "--min=20"]),
    (
        "opensnoop",
        &[
            "-d 5", "--duration=5", "-e", "--extended-fields", "-n sh", "--name=sh", "-p 1", "--pid=1", "-t 1", "--tid=1",
            "-T", "--timestamp", "-u 0", "--uid=0", "-U", "--print-uid", "-x", "--failed", "-F", "--full-path",
            "-TUexF -p1 -d10",
        ],
    ),
    (
        "runqlat",
        &[
            "-T", "--timestamp", "-m", "--milliseconds", "--pidnss", "-P", "--pids", "-L", "--tids", "-p 1", "--pid=1",
            "-c /a", "--cgroup=/a", "1", "1 10", "-mTP 5 2",
        ],
    ),
    (
        "tcpconnect",
        &[
            "-t", "--timestamp", "-c", "--count", "-U", "--print-uid", "-p 1", "--pid=1", "-u 0", "--uid=0", "-s",
            "--source-port", "-P 80,443", "--port=80", "-tUs -p1 -P80", "-cs",
        ],
    ),
    ("tcpconnlat", &["-t", "--timestamp", "-p 1", "--pid=1", "-L", "--lport", "1000", "-tL -p1 10"]),
    (
        "tcplife",
        &[
            "-p 1", "--pid=1", "-4", "--ipv4", "-6", "--ipv6", "-w", "--wide", "-T", "-L 80,443", "--localport=80", "-D 1",
            "--remoteport=1", "-wT -p1 -L80",
        ],
    ),
    (
        "tcprtt",
        &[
            "-i 1", "--interval=1", "-d 10", "--duration=10", "-T", "--timestamp", "-m", "--millisecond", "-p 80",
            "--lport=80", "-P 80", "--rport=80", "-a 192.0.2.1", "--laddr=::1", "-A 192.0.2.1", "--raddr=::1", "-b",
            "--byladdr", "-B", "--byraddr", "-e", "--extension", "-mTeB -P80 -i1 -d10",
        ],
    ),
    (
        "tcpstates",
        &[
            "-T", "--timestamp", "-4", "--ipv4", "-6", "--ipv6", "-w", "--wide", "-L 80", "--localport=80", "-D 80",
            "--remoteport=80", "-Tw4 -L80",
        ],
    ),
    ("tcpsynbl", &["-T", "--timestamp", "-4", "--ipv4", "-6", "--ipv6", "1", "1 10", "-T4 1 10"]),
    ("tcptracer", &["-t", "--timestamp", "-U", "--print-uid", "-p 1", "--pid=1", "-u 0", "--uid=0", "-tU -p1"]),
];

#[test]
fn options_of_libbpf_tools_parse() {
    for (tool, lines) in UPSTREAM {
        let tool = tools::find(tool).unwrap();
        for line in lines.iter().chain(&["-v", "--verbose"]) {
            let result = parse(tool, &[required(tool), words(line)].concat());
            assert!(result.is_ok(), "{} {line}: {}", tool.name, result.unwrap_err());
        }
        for (line, kind) in [
            ("-?", ErrorKind::DisplayHelp),
            ("--help", ErrorKind::DisplayHelp),
            ("--usage", ErrorKind::DisplayHelp),
            ("-V", ErrorKind::DisplayVersion),
            ("--version", ErrorKind::DisplayVersion),
        ] {
            assert_eq!(parse(tool, &[line]).unwrap_err().kind(), kind, "{} {line}", tool.name);
        }
    }
}

/// What a tool does not go without.
fn required(tool: &Entry) -> Vec<&'static str> {
    let command = tool.command();
    let positionals = command.get_positionals().filter(|arg| arg.is_required_set()).map(|_| "vfs_read");
    let kind = command.get_opts().any(|arg| arg.is_required_set() && arg.get_long() == Some("type"));
    positionals.chain(kind.then_some(["--type", "ext4"]).into_iter().flatten()).collect()
}

/// A disk's pattern and a CPU's queue are nobody's.
const WITHOUT_FILTERS: [&str; 2] = ["biopattern", "runqlen"];

/// Every tool takes the options of the one grammar, where they make sense.
#[test]
fn every_tool_has_the_one_grammar() {
    for tool in TOOLS.iter().filter(|tool| !WITHOUT_FILTERS.contains(&tool.name)) {
        for line in [
            "--cgroup /",
            "--duration 0.5",
            "--time none",
            "--time rel",
            "--time wall",
            "--time iso",
            "--json",
            "--csv",
            "--entries 1",
            "--fail-on-loss",
            "--stats",
            "-q",
            "--quiet",
            "-v",
            "--btf x",
        ] {
            let result = parse(tool, &[required(tool), words(line)].concat());
            assert!(result.is_ok(), "{} {line}: {}", tool.name, result.unwrap_err());
        }
        if tool.tables.is_empty() {
            continue;
        }
        for line in [
            "--pid 1,2 --pid 3",
            "--tid 1",
            "--ppid 1",
            "--uid 0,1",
            "--comm a,b*",
            "--fields pid,comm",
            "--fields +tid",
            "--buffer 1M",
            "-- sh -c exit",
        ] {
            let result = parse(tool, &[required(tool), words(line)].concat());
            assert!(result.is_ok(), "{} {line}: {}", tool.name, result.unwrap_err());
        }
    }
}

/// The command lines that users of other collections know.
#[test]
fn known_examples_are_understood() {
    let lines = include_str!("examples").lines().filter(|line| !line.starts_with('#'));
    let mut seen = 0;
    for line in lines {
        let (line, refused) = line.strip_prefix("! ").map_or((line, false), |line| (line, true));
        let words: Vec<&str> = words(line).into_iter().map(|word| word.trim_matches(['\'', '"'])).collect();
        let tool = tools::find(words[0]).unwrap_or_else(|| panic!("{line}: no such tool"));
        let parsed = parse(tool, &words[1..]);
        assert_eq!(parsed.is_err(), refused, "{line}: {parsed:?}");
        seen += 1;
    }
    assert!(seen > 100, "only {seen} examples");
}
