//! What the binary says of itself is checked in, so that a change of it is seen: manual pages, completions, helps, schemas
//! and the list of tools. `UPDATE=1 cargo test --test generated` writes them anew.

#![allow(clippy::expect_used, reason = "a test may stop at the first surprise")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use probebox::tools::TOOLS;

/// What the binary prints, on a machine without a terminal.
fn said(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_probebox"))
        .args(args)
        .env_remove("COLUMNS")
        .stdin(Stdio::null())
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Every file of these kinds, with the words that make the binary print it.
fn files() -> Vec<(String, Vec<&'static str>)> {
    let mut files = vec![
        ("completions/probebox.bash".to_owned(), vec!["completions", "bash"]),
        ("completions/_probebox".to_owned(), vec!["completions", "zsh"]),
        ("completions/probebox.fish".to_owned(), vec!["completions", "fish"]),
        ("man/probebox.8".to_owned(), vec!["man"]),
        ("tests/snapshots/help/probebox.txt".to_owned(), vec!["--help"]),
        ("tests/snapshots/list.txt".to_owned(), vec!["list"]),
        ("tests/snapshots/list.json".to_owned(), vec!["list", "--json"]),
    ];
    for tool in TOOLS {
        files.push((format!("man/{}.8", tool.name), vec!["man", tool.name]));
        if tool.alias.is_some() {
            continue;
        }
        files.push((format!("tests/snapshots/help/{}.txt", tool.name), vec![tool.name, "--help"]));
        files.push((format!("tests/snapshots/schema/{}.json", tool.name), vec!["schema", tool.name]));
    }
    files
}

#[test]
fn what_is_checked_in_is_what_the_binary_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let update = env::var_os("UPDATE").is_some();
    let mut stale = Vec::new();
    for (file, args) in files() {
        let path = root.join(&file);
        let now = said(&args);
        if fs::read_to_string(&path).is_ok_and(|before| before == now) {
            continue;
        }
        if update {
            fs::create_dir_all(path.parent().expect("files lie in folders")).expect("a folder can be made");
            fs::write(&path, now).expect("a file can be written");
        } else {
            stale.push(file);
        }
    }
    assert!(stale.is_empty(), "not what the binary says any more: {stale:?}; UPDATE=1 cargo test --test generated");

    let readme = fs::read_to_string(root.join("README.md")).expect("the README is there");
    assert!(readme.contains(&said(&["list"])), "the README's tools are not those of 'probebox list'");

    let known: Vec<PathBuf> = files().into_iter().map(|(file, _)| root.join(file)).collect();
    for folder in ["man", "completions", "tests/snapshots/help", "tests/snapshots/schema"] {
        for entry in fs::read_dir(root.join(folder)).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            assert!(known.contains(&path), "{} is of a tool that is gone", path.display());
        }
    }
}

/// No tool without a behaviour test of its name: `tests/tools/<tool>.rs`, with at least one test in it.
#[test]
fn every_tool_has_a_behaviour_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for tool in TOOLS.iter().filter(|tool| tool.alias.is_none()).map(|tool| tool.name) {
        let file = root.join(format!("tests/tools/{tool}.rs"));
        let tests = fs::read_to_string(&file).unwrap_or_default().matches("#[test]").count();
        assert!(tests > 0, "{tool} has no behaviour test: {} holds none", file.display());
    }
}
