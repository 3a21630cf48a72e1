//! Completions for shells, from the command line's own declaration: for the binary, and for the links called like its
//! tools, which are completed as the binary with that tool's name behind it.

use clap::Command;
use clap_complete::{Shell, aot};

/// The script for a shell. `command` is the whole command line, with the tools as subcommands; `names` are all the names
/// of links, each with the tool that it stands for.
#[must_use]
pub fn script(shell: Shell, command: &Command, names: &[(String, &str)]) -> String {
    let mut command = command.clone();
    let binary = command.get_name().to_owned();
    let mut out = Vec::new();
    aot::generate(shell, &mut command, binary.as_str(), &mut out);
    let script = String::from_utf8_lossy(&out).into_owned();
    let links = names.iter().map(|(link, _)| link.as_str()).collect::<Vec<_>>().join(" ");
    let cases: Vec<_> = names.iter().map(|(link, tool)| format!("        {link}) tool={tool} ;;\n")).collect();
    let cases = cases.concat();
    match shell {
        Shell::Bash => format!(
            "{script}
_{binary}_link() {{
    local tool
    case ${{1##*/}} in
{cases}    esac
    COMP_WORDS=({binary} \"$tool\" \"${{COMP_WORDS[@]:1}}\")
    COMP_CWORD=$((COMP_CWORD + 1))
    _{binary} {binary} \"$2\" \"$3\"
}}
complete -F _{binary}_link -o nosort -o bashdefault -o default {links}
"
        ),
        Shell::Zsh => {
            let plain = format!("#compdef {binary}\n");
            let body = script.strip_prefix(&plain).unwrap_or(&script);
            let body = body.replacen(
                &format!("_{binary}() {{\n"),
                &format!(
                    "_{binary}() {{
    local tool
    case $service in
{cases}    esac
    if [[ -n $tool ]]; then
        words=({binary} $tool \"${{(@)words[2,-1]}}\")
        (( CURRENT += 1 ))
    fi
"
                ),
                1,
            );
            let registered = format!("compdef _{binary} {binary}\n");
            format!(
                "#compdef {binary} {links}\n{}",
                body.replace(&registered, &format!("compdef _{binary} {binary} {links}\n"))
            )
        }
        Shell::Fish => {
            let wraps = names.iter().map(|(link, tool)| format!("complete -c {link} -w '{binary} {tool}'\n"));
            script + &wraps.collect::<Vec<_>>().concat()
        }
        _ => script,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Arg;
    use std::process::Command as Process;

    fn made(shell: Shell) -> String {
        let tool = Command::new("opentool").arg(Arg::new("path").long("path")).arg(Arg::new("pid").long("pid"));
        let command = Command::new("probebox").subcommand(tool).subcommand(Command::new("list"));
        script(shell, &command, &[("opentool".to_owned(), "opentool"), ("bpf-opentool".to_owned(), "opentool")])
    }

    /// What bash offers at the end of these words.
    fn bash(words: &[&str]) -> String {
        let complete = format!(
            "{}\nset -- {}\nCOMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1))\n\
             f=$(complete -p \"$1\" | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n\
             \"$f\" \"$1\" \"${{@: -1}}\" \"${{@: -2:1}}\"\necho \"${{COMPREPLY[@]}}\"",
            made(Shell::Bash),
            words.join(" ")
        );
        let output = Process::new("bash").args(["-c", &complete]).output().expect("bash runs");
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
    }

    #[test]
    fn bash_completes_the_binary_and_its_links() {
        assert_eq!(bash(&["probebox", "open"]), "opentool");
        assert_eq!(bash(&["probebox", "opentool", "--p"]), "--path --pid");
        assert_eq!(bash(&["opentool", "--p"]), "--path --pid");
        assert_eq!(bash(&["bpf-opentool", "--pid", "1", "--pa"]), "--path");
    }

    #[test]
    fn zsh_and_fish_know_the_links() {
        let zsh = made(Shell::Zsh);
        assert!(zsh.starts_with("#compdef probebox opentool bpf-opentool\n"), "{zsh}");
        assert!(zsh.contains("compdef _probebox probebox opentool bpf-opentool\n"), "{zsh}");
        assert!(
            zsh.contains("_probebox() {\n    local tool\n    case $service in\n        opentool) tool=opentool ;;\n")
        );
        assert!(made(Shell::Fish).ends_with("complete -c bpf-opentool -w 'probebox opentool'\n"));
    }
}
