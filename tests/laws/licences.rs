//! Under which licences we may ship what others wrote.

use std::collections::BTreeMap;
use std::fs;

use chot_tests::root;
use serde_json::Value;

use super::{crates, none};

/// The licences that we take, each without a duty on our own sources.
const TAKEN: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    // An exception that only gives more freedom.
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "0BSD",
    "ISC",
    "Zlib",
    // Binds only its own files, which we take unchanged.
    "MPL-2.0",
    "Unicode-3.0",
    // For tables of data, such as certificate roots.
    "CDLA-Permissive-2.0",
    // Gifts to the public domain.
    "CC0-1.0",
    "Unlicense",
    // SQLite's gift to the public domain.
    "blessing",
    // Asks for nothing; a test file in SQLCipher's bundle is under it.
    "WTFPL",
    // For typefaces: they may be bundled with any program, and may not be sold alone.
    "OFL-1.1",
];

/// Whether an SPDX expression can be met by what we take: OR leaves us the choice, AND doesn't.
fn is_met(expression: &str) -> bool {
    // The old notation of an OR.
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let met = any(&mut rest);
    met && rest.is_empty()
}

fn any(rest: &mut &[&str]) -> bool {
    let mut met = all(rest);
    while take(rest, "OR") {
        met |= all(rest);
    }
    met
}

fn all(rest: &mut &[&str]) -> bool {
    let mut met = one(rest);
    while take(rest, "AND") {
        met &= one(rest);
    }
    met
}

fn one(rest: &mut &[&str]) -> bool {
    if take(rest, "(") {
        let met = any(rest);
        return take(rest, ")") && met;
    }
    let Some((first, others)) = rest.split_first() else {
        return false;
    };
    *rest = others;
    if take(rest, "WITH") {
        let Some((exception, others)) = rest.split_first() else {
            return false;
        };
        *rest = others;
        return TAKEN.contains(&format!("{first} WITH {exception}").as_str());
    }
    TAKEN.contains(first)
}

fn take(rest: &mut &[&str], word: &str) -> bool {
    let Some((first, others)) = rest.split_first() else {
        return false;
    };
    if *first != word {
        return false;
    }
    *rest = others;
    true
}

#[test]
fn an_or_is_met_by_one_side_and_an_and_by_both() {
    for met in [
        "MIT",
        "MIT/Apache-2.0",
        "MIT OR Apache-2.0 OR LGPL-2.1-or-later",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception",
        "MIT AND BSD-3-Clause AND blessing AND WTFPL",
    ] {
        assert!(is_met(met), "{met}");
    }
    for unmet in [
        "GPL-3.0-only",
        "MIT AND LGPL-2.1-or-later",
        "(MIT OR ISC) AND AGPL-3.0-only",
        "",
        "MIT)",
        "GPL-2.0 WITH LLVM-exception",
    ] {
        assert!(!is_met(unmet), "{unmet}");
    }
}

#[test]
fn every_crate_of_every_system_is_under_a_licence_that_we_take() {
    let metadata = crates::metadata();
    let packages = metadata["packages"].as_array().expect("a list");
    none(
        "not under a licence that we take",
        packages.iter().filter_map(|package| {
            let licence = package["license"].as_str().unwrap_or("none named");
            (!is_met(licence))
                .then(|| format!("{} {}: {licence}", package["name"], package["version"]))
        }),
    );
}

#[test]
fn every_package_that_the_page_ships_is_under_a_licence_that_we_take() {
    let lock = fs::read(root().join("ui/package-lock.json")).expect("ui/package-lock.json");
    let lock: Value = serde_json::from_slice(&lock).expect("a lock file is JSON");
    let packages: BTreeMap<&String, &Value> = lock["packages"]
        .as_object()
        .expect("packages")
        .iter()
        .collect();
    none(
        "not under a licence that we take",
        packages
            .into_iter()
            .filter(|(path, package)| !path.is_empty() && package["dev"] != true)
            .filter_map(|(path, package)| {
                let licence = package["license"].as_str().unwrap_or("none named");
                (!is_met(licence)).then(|| format!("{path}: {licence}"))
            }),
    );
}
