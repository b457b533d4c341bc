//! Who may know whom.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::LazyLock;

use chot_tests::root;
use serde_json::Value;

use super::none;

/// What cargo knows of the workspace and everything below it, on every system; asked once.
pub fn metadata() -> &'static Value {
    static METADATA: LazyLock<Value> = LazyLock::new(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["metadata", "--format-version", "1", "--locked"])
            .current_dir(root())
            .output()
            .expect("cargo starts");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
    });
    &METADATA
}

fn packages(metadata: &Value) -> &[Value] {
    metadata["packages"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// What the package of ours asks for itself, in every section and for every system, but not only to be tested.
fn asked(metadata: &Value, name: &str) -> BTreeSet<String> {
    let package = packages(metadata)
        .iter()
        .find(|package| package["name"] == name && package["source"].is_null());
    let asked = package.unwrap_or_else(|| panic!("no package {name}"))["dependencies"]
        .as_array()
        .expect("a list");
    asked
        .iter()
        .filter(|asked| asked["kind"] != "dev")
        .map(|asked| asked["name"].as_str().unwrap().to_owned())
        .collect()
}

/// Everything below the package of ours, but for its tests.
fn below(metadata: &Value, name: &str) -> BTreeSet<String> {
    let names: BTreeMap<&str, &str> = packages(metadata)
        .iter()
        .map(|package| {
            (
                package["id"].as_str().unwrap(),
                package["name"].as_str().unwrap(),
            )
        })
        .collect();
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .expect("a resolved graph")
        .iter()
        .map(|node| (node["id"].as_str().unwrap(), node))
        .collect();
    let own = metadata["workspace_members"]
        .as_array()
        .expect("members")
        .iter()
        .filter_map(Value::as_str);
    let mut open: Vec<&str> = own.filter(|id| names.get(id) == Some(&name)).collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        for dependency in nodes[id]["deps"].as_array().expect("a list") {
            let ships = dependency["dep_kinds"]
                .as_array()
                .expect("a list")
                .iter()
                .any(|kind| kind["kind"] != "dev");
            let id = dependency["pkg"].as_str().unwrap();
            if ships && seen.insert(id) {
                open.push(id);
            }
        }
    }
    seen.into_iter().map(|id| names[id].to_owned()).collect()
}

/// Those of `names` that begin with one of `forbidden`: a library's own parts (tauri-utils) count as the library.
fn among<'n>(names: &'n BTreeSet<String>, forbidden: &[&str]) -> Vec<&'n String> {
    let is = |name: &str, banned: &str| name == banned || name.starts_with(&format!("{banned}-"));
    names
        .iter()
        .filter(|name| forbidden.iter().any(|banned| is(name, banned)))
        .collect()
}

#[test]
fn checkpoint_knows_none_of_ours_and_nothing_that_waits_stores_or_connects() {
    let below = below(metadata(), "checkpoint");
    assert!(below.len() > 5, "the graph was read: {below:?}");
    let forbidden = [
        "kiosk", "hub", "chot", "xtask", "tokio", "reqwest", "rusqlite", "nokhwa", "tauri",
    ];
    none(
        "checkpoint is pure: it may not depend on",
        among(&below, &forbidden)
            .into_iter()
            .map(|name| format!("{name} (cargo tree --package checkpoint --invert {name})")),
    );
}

#[test]
fn paper_knows_what_is_true_alone_and_nothing_that_waits_stores_or_connects() {
    let below = below(metadata(), "paper");
    assert!(
        below.contains("checkpoint") && below.contains("typst"),
        "the graph was read"
    );
    let forbidden = [
        "kiosk", "hub", "chot", "xtask", "tokio", "reqwest", "rusqlite", "nokhwa", "tauri",
    ];
    none(
        "paper is printed by a post and by a hub: it may not depend on",
        among(&below, &forbidden)
            .into_iter()
            .map(|name| format!("{name} (cargo tree --package paper --invert {name})")),
    );
}

#[test]
fn kiosk_and_hub_know_neither_each_other_nor_tauri() {
    let metadata = metadata();
    let ours = |name: &str| {
        packages(metadata)
            .iter()
            .any(|package| package["name"] == name && package["source"].is_null())
    };
    for (room, forbidden) in [("kiosk", ["hub", "tauri"]), ("hub", ["kiosk", "tauri"])] {
        if ours(room) {
            let below = below(metadata, room);
            none(
                &format!("{room} may not depend on"),
                among(&below, &forbidden).into_iter().cloned(),
            );
        }
    }
}

#[test]
fn only_the_window_asks_for_tauri_and_it_reaches_store_network_and_camera_through_kiosk() {
    let metadata = metadata();
    for package in packages(metadata)
        .iter()
        .filter(|package| package["source"].is_null())
    {
        let name = package["name"].as_str().unwrap();
        let asked = asked(metadata, name);
        if name == "chot-window" {
            assert!(asked.contains("tauri"), "the window is Tauri's");
            none(
                "the window asks kiosk instead of",
                among(&asked, &["rusqlite", "reqwest", "nokhwa", "rqrr"])
                    .into_iter()
                    .cloned(),
            );
        } else {
            none(
                &format!("{name} leaves the screen to src-tauri, and with it"),
                among(&asked, &["tauri", "ts-rs"]).into_iter().cloned(),
            );
        }
    }
}

#[test]
fn xtask_stays_small_enough_to_be_compiled_first() {
    let below = below(metadata(), "xtask");
    assert!(
        below.len() <= 3,
        "a bare machine compiles xtask before it has anything: {below:?}"
    );
}

#[test]
fn tests_take_every_crate_with_the_features_that_ship() {
    let crates = |edges: &str| -> BTreeSet<String> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args([
                "tree",
                "--locked",
                "--workspace",
                "--prefix",
                "none",
                "--no-dedupe",
            ])
            .args(["--format", "{p} with {f}", "--edges", edges])
            .current_dir(root())
            .output()
            .expect("cargo starts");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .map(str::to_owned)
            .collect()
    };
    let (shipped, tested) = (crates("normal,build"), crates("normal,build,dev"));
    none(
        "a dev-dependency changes the features of these, so that building and testing each compile them anew; \
         the tests package may take it as a plain dependency",
        shipped.difference(&tested).cloned(),
    );
}
