//! `chot` as a script would use it.

use chot_tests::{chot, root};
use serde_json::Value;
use std::process::Output;
use tempfile::TempDir;

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}")))
        .collect()
}

#[test]
fn a_folder_of_pictures_gives_one_line_each_in_order_and_then_the_gate_ends() {
    let home = TempDir::new().unwrap();
    let samples = root().join("assets/samples");
    let watched = chot(
        home.path(),
        &[
            "watch",
            "--json",
            "--camera",
            &samples.display().to_string(),
        ],
    );
    assert!(
        watched.status.success(),
        "{}",
        String::from_utf8_lossy(&watched.stderr)
    );
    let lines = lines(&watched);
    let said: Vec<(&str, Option<&str>)> = lines
        .iter()
        .map(|line| (line["verdict"].as_str().unwrap(), line["kind"].as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ("in", Some("citizen-card")),
            ("in", Some("citizen-card")),
            ("in", Some("personal-code")),
            ("in", Some("insurance-card")),
            ("foreign", Some("bank-transfer")),
            ("nothing", None),
            ("nothing", None),
        ]
    );
    let files: Vec<&str> = lines
        .iter()
        .map(|line| line["file"].as_str().unwrap())
        .collect();
    assert!(files.is_sorted(), "{files:?}");
    assert!(
        lines[0]["name"]
            .as_str()
            .is_some_and(|name| name.contains("Nguyễn")),
        "{:?}",
        lines[0]
    );
    for (place, line) in lines.iter().enumerate() {
        assert_eq!(
            line["seq"].as_u64(),
            (place < 4).then_some(place as u64 + 1),
            "{line}"
        );
        assert_eq!(line["id"].is_string(), place < 4, "{line}");
    }
    let export = chot(home.path(), &["ledger", "export"]);
    let ids: Vec<Value> = self::lines(&export)
        .into_iter()
        .map(|line| line["id"].clone())
        .collect();
    let printed: Vec<Value> = lines
        .iter()
        .take(4)
        .map(|line| line["id"].clone())
        .collect();
    assert_eq!(ids, printed);
}

#[test]
fn the_texts_in_pictures_are_printed_with_their_files() {
    let home = TempDir::new().unwrap();
    let samples = root().join("assets/samples");
    let read = chot(
        home.path(),
        &["read", "--json", &samples.display().to_string()],
    );
    assert!(read.status.success());
    let lines = lines(&read);
    assert_eq!(lines.len(), 7);
    let first = lines[0]["texts"][0].as_str().unwrap();
    assert!(
        first.starts_with("0510") && first.contains("Nguyễn"),
        "{first}"
    );
    assert!(lines.iter().all(|line| line["ms"].is_number()));
    assert!(
        !home.path().join("ledger.db").exists(),
        "reading writes nothing"
    );
}

#[test]
fn a_picture_that_is_none_is_named_and_the_others_are_shown() {
    let home = TempDir::new().unwrap();
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("a.png"), b"not a picture").unwrap();
    std::fs::copy(sample("01"), folder.path().join("b.png")).unwrap();
    let watched = chot(
        home.path(),
        &[
            "watch",
            "--json",
            "--camera",
            &folder.path().display().to_string(),
        ],
    );
    assert_eq!(watched.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&watched.stderr).contains("a.png"));
    assert_eq!(lines(&watched)[0]["verdict"], "in");
}

#[test]
fn a_second_gate_on_the_same_data_is_told_and_the_first_goes_on() {
    let home = TempDir::new().unwrap();
    let kiosk_home = kiosk::home::Home::at(home.path());
    let clock = kiosk::clock::SystemClock::new();
    let now = kiosk::clock::Clock::now(&clock);
    let _held = kiosk::ledger::Ledger::open(&kiosk_home, &now).unwrap();
    let second = chot(
        home.path(),
        &[
            "watch",
            "--json",
            "--camera",
            &sample("01").display().to_string(),
        ],
    );
    assert_eq!(
        second.status.code(),
        Some(4),
        "{}",
        String::from_utf8_lossy(&second.stderr)
    );
    assert!(second.stdout.is_empty());
    let beside = chot(home.path(), &["ledger", "verify"]);
    assert!(
        beside.status.success(),
        "{}",
        String::from_utf8_lossy(&beside.stderr)
    );
}

#[test]
fn a_misspelt_command_and_a_missing_ledger_have_their_own_exit_codes() {
    let home = TempDir::new().unwrap();
    assert_eq!(chot(home.path(), &["watsch"]).status.code(), Some(2));
    assert_eq!(
        chot(home.path(), &["ledger", "verify"]).status.code(),
        Some(3)
    );
    std::fs::write(home.path().join("settings.json"), "{").unwrap();
    let unreadable = chot(
        home.path(),
        &["watch", "--camera", &sample("01").display().to_string()],
    );
    assert_eq!(unreadable.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&unreadable.stderr).contains("settings.json"));
}

fn sample(beginning: &str) -> std::path::PathBuf {
    let samples = std::fs::read_dir(root().join("assets/samples")).unwrap();
    samples
        .map(|file| file.unwrap().path())
        .find(|path| {
            path.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with(beginning)
        })
        .unwrap()
}
