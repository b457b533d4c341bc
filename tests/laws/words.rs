//! What no file of the repository says.

use super::none;
use super::tree::{Source, sources};

/// Written by others or by tools.
const OTHERS: &[&str] = &[
    "Cargo.lock",
    "package-lock.json",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "OFL.txt",
];

fn ours() -> Vec<Source> {
    sources()
        .into_iter()
        .filter(|source| !OTHERS.iter().any(|name| source.path.ends_with(name)))
        .collect()
}

fn places(breaks: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut found = Vec::new();
    for source in ours() {
        found.extend(source.lines().filter_map(|(number, line)| {
            breaks(line).map(|what| format!("{}: {what}", source.at(number)))
        }));
    }
    found
}

/// Where `word` stands in `line` with none of `part_of_word` on either side.
fn stands_alone(line: &str, word: &str, part_of_word: fn(char) -> bool) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
    })
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here, so that this file obeys its own law.
    let words = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["X", "XX"].concat(),
    ];
    let letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    none(
        "what is missing is an issue, not a word in the sources",
        places(|line| {
            words
                .iter()
                .find(|word| stands_alone(line, word, letter))
                .cloned()
        }),
    );
}

#[test]
fn no_file_names_a_path_of_the_machine_that_it_was_written_on() {
    let folders = ["home", "root", "Users", "tmp", "work"].map(|folder| format!("/{folder}/"));
    let windows = ["C:", "Users"].join("\\");
    none(
        "a path of somebody's machine",
        places(|line| {
            let named = folders.iter().find(|folder| {
                line.match_indices(folder.as_str()).any(|(at, _)| {
                    // Within a longer path or an address it is somebody else's folder of that name.
                    let before = line[..at].chars().next_back();
                    !before.is_some_and(|letter| {
                        letter.is_alphanumeric() || "._-~/}*)".contains(letter)
                    })
                })
            });
            named
                .cloned()
                .or_else(|| line.contains(&windows).then(|| windows.clone()))
        }),
    );
}

#[test]
fn no_file_holds_a_person_s_address() {
    none(
        "an e-mail address",
        places(|line| {
            addresses(line)
                .into_iter()
                .find(|address| !is_reserved(address))
        }),
    );
}

/// What looks like an e-mail address: letters, an @, and a name that ends in a domain of letters.
fn addresses(line: &str) -> Vec<String> {
    let local = |letter: char| letter.is_ascii_alphanumeric() || "._%+-".contains(letter);
    let host = |letter: char| letter.is_ascii_alphanumeric() || ".-".contains(letter);
    line.match_indices('@')
        .filter_map(|(at, _)| {
            let before: String = line[..at]
                .chars()
                .rev()
                .take_while(|letter| local(*letter))
                .collect();
            let after: String = line[at + 1..]
                .chars()
                .take_while(|letter| host(*letter))
                .collect();
            let after = after.trim_end_matches(['.', '-']);
            let (name, domain) = after.rsplit_once('.')?;
            let is_domain =
                domain.len() >= 2 && domain.chars().all(|letter| letter.is_ascii_lowercase());
            let is_name = name.starts_with(|letter: char| letter.is_ascii_alphabetic());
            let user: String = before.chars().rev().collect();
            (!user.is_empty() && is_name && is_domain).then(|| format!("{user}@{after}"))
        })
        .collect()
}

/// Set aside for examples (RFC 2606), so nobody's.
fn is_reserved(address: &str) -> bool {
    let host = address.rsplit('@').next().unwrap_or_default();
    ["example.com", "example.org", "example.net", "example.vn"].contains(&host)
        || [".example", ".test", ".invalid"]
            .iter()
            .any(|end| host.ends_with(end))
}

#[test]
fn an_address_is_told_from_a_package_and_its_version() {
    let at = "@";
    assert_eq!(
        addresses(&format!("write to an{at}somewhere.vn.")),
        [format!("an{at}somewhere.vn")]
    );
    assert_eq!(
        addresses("npx @tauri-apps/cli@2.12.5 icon, @media (min-width: 1px)"),
        Vec::<String>::new()
    );
    assert!(
        is_reserved(&format!("an{at}example.vn")) && !is_reserved(&format!("an{at}somewhere.vn"))
    );
}
