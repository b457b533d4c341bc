//! How the sources are written.

use super::none;
use super::tree::{Source, sources_in};

/// Names that say nothing: the noun that a module defines is missing from them.
const EMPTY_NAMES: &[&str] = &[
    "manager",
    "service",
    "helper",
    "helpers",
    "util",
    "utils",
    "common",
    "core",
    "handler",
    "handlers",
    "processor",
    "data",
    "info",
    "misc",
];

/// The longest file that is still read in one sitting.
const LONGEST: usize = 650;

/// Where `unsafe` is allowed, and why.
const UNSAFE: &[(&str, &str)] = &[];

/// Where our programs speak to the person at the terminal.
const SPEAKS: &[&str] = &[
    "crates/kiosk/src/cli",
    "crates/kiosk/src/main.rs",
    "crates/hub/src/cli/",
    "crates/xtask/src/",
    "src-tauri/src/main.rs",
    "src-tauri/build.rs",
    "tests/",
    // A corpus that isn't there is skipped, and said to be.
    "crates/checkpoint/tests/signed/corpus.rs",
];

fn rust() -> Vec<Source> {
    let found = sources_in(&["crates/", "src-tauri/", "tests/"], &[".rs"]);
    assert!(found.len() > 20, "the sources were found");
    found
}

/// The places in `sources` whose shipped line breaks a law.
fn places(sources: &[Source], breaks: impl Fn(&str) -> bool) -> Vec<String> {
    let place = |source: &Source| -> Vec<String> {
        source
            .shipped()
            .filter(|(_, line)| breaks(line))
            .map(|(number, line)| format!("{}: {}", source.at(number), line.trim()))
            .collect()
    };
    sources.iter().flat_map(place).collect()
}

#[test]
fn unsafe_code_lies_in_the_listed_files_only() {
    let unlisted: Vec<Source> = rust()
        .into_iter()
        .filter(|source| !UNSAFE.iter().any(|(path, _)| *path == source.path))
        .collect();
    // The compiler denies the word itself; what is left to forbid is to allow it.
    let allows = ["allow(unsafe", "expect(unsafe", "warn(unsafe"];
    none(
        "unsafe needs its file and its reason in the list of this law",
        places(&unlisted, |line| {
            line.trim_start().starts_with('#') && allows.iter().any(|allow| line.contains(allow))
        }),
    );
}

#[test]
fn a_silenced_lint_gives_its_reason() {
    let mut silent = Vec::new();
    for source in rust() {
        let lines: Vec<&str> = source.text.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            let attribute = line.trim_start();
            if ["#[allow(", "#![allow(", "#[expect(", "#![expect("]
                .iter()
                .any(|start| attribute.starts_with(start))
            {
                // A long one is broken over lines up to its closing bracket.
                let whole: String = lines[index..].iter().take(6).copied().collect();
                if !whole
                    .split(")]")
                    .next()
                    .unwrap_or_default()
                    .contains("reason")
                {
                    silent.push(format!("{}: {attribute}", source.at(index + 1)));
                }
            }
        }
    }
    none("reason = \"…\" is missing", silent);
}

#[test]
fn no_module_has_a_name_that_says_nothing() {
    let page = sources_in(&["ui/src/"], &[".ts", ".svelte"]);
    let empty = |path: &str| {
        path.split('/').any(|part| {
            EMPTY_NAMES.contains(
                &part
                    .split('.')
                    .next()
                    .unwrap_or(part)
                    .to_lowercase()
                    .as_str(),
            )
        })
    };
    none(
        "a module is named by the noun it defines",
        rust()
            .iter()
            .chain(&page)
            .map(|source| source.path.clone())
            .filter(|path| empty(path)),
    );
}

#[test]
fn no_file_is_longer_than_one_sitting() {
    let all = sources_in(
        &["crates/", "src-tauri/src/", "tests/", "ui/src/", "ui/e2e/"],
        &[".rs", ".ts", ".svelte", ".css", ".sql"],
    );
    none(
        &format!("a file has at most {LONGEST} lines"),
        all.iter()
            // Nobody reads what was generated from beginning to end.
            .filter(|source| !source.text.starts_with("// Generated from "))
            .map(|source| (source, source.text.lines().count()))
            .filter(|(_, lines)| *lines > LONGEST)
            .map(|(source, lines)| format!("{}: {lines}", source.path)),
    );
}

#[test]
fn sql_lies_in_sql_files() {
    let starts = [
        "SELECT ",
        "INSERT ",
        "UPDATE ",
        "DELETE FROM ",
        "CREATE ",
        "ALTER TABLE ",
        "DROP ",
        "REPLACE INTO ",
        "WITH ",
    ];
    let ours: Vec<Source> = rust()
        .into_iter()
        // A test may lay hands on a database behind the ledger's back.
        .filter(|source| !source.path.split('/').any(|part| part == "tests"))
        .collect();
    none(
        "a statement lies in a .sql file beside the function that uses it",
        places(&ours, |line| {
            // A literal that begins with a verb, on its own line or after a quote.
            starts.iter().any(|start| {
                line.trim_start().starts_with(start) || line.contains(&format!("\"{start}"))
            })
        }),
    );
}

#[test]
fn only_the_command_line_prints() {
    let silent: Vec<Source> = rust()
        .into_iter()
        .filter(|source| !SPEAKS.iter().any(|speaks| source.path.starts_with(speaks)))
        .collect();
    let prints = ["println!(", "print!(", "eprintln!(", "eprint!(", "dbg!("];
    none(
        "only the command line speaks to a terminal",
        places(&silent, |line| {
            prints.iter().any(|print| line.contains(print))
        }),
    );
}

#[test]
fn the_page_leaves_nothing_in_the_console() {
    let page = sources_in(&["ui/src/"], &[".ts", ".svelte"]);
    none(
        "console.log is for a developer's own eyes",
        places(&page, |line| line.contains("console.log(")),
    );
}
