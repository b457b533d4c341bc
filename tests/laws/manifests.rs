//! What the manifests promise.

use std::fs;

use chot_tests::root;

use super::none;
use super::tree::{Source, sources, sources_in};

fn manifests() -> Vec<Source> {
    sources()
        .into_iter()
        .filter(|source| source.path.ends_with("Cargo.toml"))
        .collect()
}

/// Lines of the tables whose header `wanted` picks, each with the line above it.
fn entries(manifest: &Source, wanted: fn(&str) -> bool) -> Vec<(usize, &str, &str)> {
    let mut inside = false;
    let mut above = "";
    let mut found = Vec::new();
    for (number, line) in manifest.lines() {
        if line.starts_with('[') {
            inside = wanted(line.trim_matches(['[', ']']));
        } else if inside
            && line.contains('=')
            && line.starts_with(|letter: char| letter.is_ascii_alphabetic())
        {
            found.push((number, line, above));
        }
        above = line;
    }
    found
}

#[test]
fn every_dependency_says_why_it_is_here() {
    let dependencies = |table: &str| table.ends_with("dependencies");
    let mut silent = Vec::new();
    for manifest in manifests() {
        for (number, line, above) in entries(&manifest, dependencies) {
            // The workspace gives the reason once for all who take its word.
            let said =
                line.contains("workspace = true") || (above.starts_with("# ") && above.len() > 16);
            if !said {
                silent.push(format!("{}: {line}", manifest.at(number)));
            }
        }
    }
    none("a comment above says why", silent);
}

#[test]
fn every_room_keeps_the_house_s_lints() {
    let workspace = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    for lint in [
        "unsafe_code = \"deny\"",
        "unwrap_used = \"warn\"",
        "wildcard_enum_match_arm = \"warn\"",
    ] {
        assert!(workspace.contains(lint), "Cargo.toml lost the lint {lint}");
    }
    none(
        "[lints] workspace = true is missing",
        manifests()
            .into_iter()
            .filter(|manifest| {
                manifest.path != "Cargo.toml"
                    && !manifest.text.contains("[lints]\nworkspace = true")
            })
            .map(|manifest| manifest.path),
    );
}

#[test]
fn a_panicking_decoder_can_be_caught_in_every_profile() {
    none(
        "panic = \"abort\" would take the whole gate down with a decoder",
        manifests().iter().flat_map(|manifest| {
            manifest
                .lines()
                .filter(|(_, line)| line.starts_with("panic") && line.contains("abort"))
                .map(|(number, _)| manifest.at(number))
                .collect::<Vec<_>>()
        }),
    );
}

#[test]
fn the_lock_files_name_the_public_registries_only() {
    let mut elsewhere = Vec::new();
    for lock in sources()
        .iter()
        .filter(|source| source.path.ends_with("Cargo.lock"))
    {
        for (number, line) in lock
            .lines()
            .filter(|(_, line)| line.starts_with("source = "))
        {
            if line != "source = \"registry+https://github.com/rust-lang/crates.io-index\"" {
                elsewhere.push(format!("{}: {line}", lock.at(number)));
            }
        }
    }
    for lock in sources()
        .iter()
        .filter(|source| source.path.ends_with("package-lock.json"))
    {
        for (number, line) in lock
            .lines()
            .filter(|(_, line)| line.trim_start().starts_with("\"resolved\":"))
        {
            if !line.contains("\"https://registry.npmjs.org/") {
                elsewhere.push(format!("{}: {}", lock.at(number), line.trim()));
            }
        }
    }
    for settings in sources_in(
        &[".cargo/", ".npmrc", "ui/.npmrc"],
        &["config.toml", ".npmrc"],
    ) {
        for (number, line) in settings.lines() {
            if ["registry", "[source", "[registries"]
                .iter()
                .any(|start| line.trim_start().starts_with(start))
            {
                elsewhere.push(format!("{}: {line}", settings.at(number)));
            }
        }
    }
    none(
        "only a developer's own settings name another registry",
        elsewhere,
    );
}

#[test]
fn both_licences_lie_at_the_root() {
    let text = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    assert!(text("LICENSE-MIT").contains("Permission is hereby granted, free of charge"));
    assert!(text("LICENSE-APACHE").contains("Version 2.0, January 2004"));
}

#[test]
fn the_readme_names_the_two_commands() {
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md");
    for command in ["cargo xtask run", "cargo xtask test"] {
        assert!(readme.contains(command), "README.md doesn't name {command}");
    }
}

#[test]
fn every_file_that_the_readme_points_to_is_there() {
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md");
    let targets = readme
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#']).next());
    none(
        "README.md points to",
        targets
            .filter(|target| !target.is_empty() && !target.contains("://"))
            .filter(|target| !root().join(target).exists())
            .map(str::to_owned),
    );
}
