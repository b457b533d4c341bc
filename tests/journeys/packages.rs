//! Packages of Linux, installed, opened and removed as their owner would.

use chot_tests::root;
use chot_tests::system::System;
use chot_tests::window::{Start, Window, choose_arrangement};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const BROUGHT: [&str; 5] = [
    "/usr/bin/chot",
    "/usr/bin/chot-window",
    "/usr/share/applications/Chot.desktop",
    "/usr/share/icons/hicolor/128x128/apps/chot-window.png",
    "/etc/xdg/autostart/vn.chot.gate.desktop",
];

/// None where none was made: `cargo xtask test --full` makes them, and names their folder.
fn package(kind: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("CHOT_PACKAGES") else {
        eprintln!("no packages were made: cargo xtask test --full");
        return None;
    };
    let of_kind = |file: &PathBuf| file.extension().is_some_and(|ending| ending == kind);
    let made = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    Some(made.filter(of_kind).max().unwrap())
}

/// How a package manager is asked.
struct Manager {
    kind: &'static str,
    name: &'static str,
    install: &'static [&'static str],
    remove: &'static [&'static str],
}

fn installs_opens_and_removes(manager: &Manager) {
    let Some(package) = package(manager.kind) else {
        return;
    };
    let Some(system) = System::new() else { return };
    let shared = TempDir::new().unwrap();
    // Also seen under a root of its own.
    let file = shared.path().join("chot.package");
    fs::copy(package, &file).unwrap();
    for path in BROUGHT {
        assert!(!system.has(path), "{path} is here already");
    }
    let file = file.to_str().unwrap();
    system.done(manager.name, &[manager.install, &[file]].concat());
    for path in BROUGHT {
        assert!(system.has(path), "{path}");
    }
    // What starts it names what was brought.
    for entry in &BROUGHT[2..] {
        if entry.ends_with(".desktop") {
            let entry = system.done("cat", &[entry]);
            assert!(entry.contains("\nExec=chot-window\n"), "{entry}");
        }
    }

    let home = shared.path().join("sổ ra vào");
    fs::create_dir(&home).unwrap();
    let samples = shared.path().join("samples");
    copy(&root().join("assets/samples"), &samples);
    let at_home = format!("CHOT_HOME={}", home.display());
    let gate = |arguments: &[&str]| {
        let words = [&[at_home.as_str(), "/usr/bin/chot"], arguments].concat();
        system.done("env", &words)
    };
    let printed = gate(&["watch", "--json", "--camera", samples.to_str().unwrap()]);
    assert_eq!(printed.matches("\"id\":").count(), 4, "{printed}");
    gate(&["ledger", "verify"]);

    choose_arrangement(&home, "to-guard");
    let start = Start {
        program: Some(system.door_to("/usr/bin/chot-window")),
        ..Start::default()
    };
    let window = Window::open(&home, &start);
    window.wait_for("the gate's screen", |w| w.has("gate"));
    window.picture(&format!("installed-{}.png", manager.kind));
    drop(window);

    system.done(manager.name, &[manager.remove, &["chot"]].concat());
    for path in BROUGHT {
        assert!(!system.has(path), "{path} was left");
    }
    assert!(
        home.join("ledger.db").is_file(),
        "the log isn't the package's"
    );
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-r").args([from, to]).status();
    assert!(copied.unwrap().success());
}

#[test]
fn a_package_of_debian_brings_the_gate_and_takes_away_all_but_its_data() {
    installs_opens_and_removes(&Manager {
        kind: "deb",
        name: "dpkg",
        // It also refuses what this system lacks.
        install: &["--install"],
        remove: &["--purge"],
    });
}

#[test]
fn a_package_of_fedora_brings_the_gate_and_takes_away_all_but_its_data() {
    installs_opens_and_removes(&Manager {
        kind: "rpm",
        name: "rpm",
        // Debian's own libraries aren't in the lists of another manager.
        install: &["--install", "--nodeps"],
        remove: &["--erase"],
    });
}
