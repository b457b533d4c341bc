//! The gate as built for Windows, beside the one of this system: the same lines, the same papers, nothing lost.

use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::wine::{Wine, windows_path};
use chot_tests::{Ended, chot, done, root, times, wait_until};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How often the time that the samples take is measured.
const ROUNDS: usize = 5;

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}")))
        .collect()
}

/// Lines without what no two gates have in common.
fn comparable(text: &str) -> Vec<Value> {
    let mut lines = lines(text);
    for line in &mut lines {
        let line = line.as_object_mut().unwrap();
        line.remove("id");
        line.remove("at");
    }
    lines
}

/// How long something takes.
fn timed(work: impl FnOnce() -> String) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, to).unwrap();
        }
    }
}

#[test]
fn the_samples_give_the_same_lines_on_windows_and_its_ledger_verifies() {
    let Some(wine) = Wine::here() else { return };
    let samples = wine.place("mẫu thử ở cổng");
    copy(&root().join("assets/samples"), &samples);
    let home = TempDir::new().unwrap();
    let here = samples.display().to_string();
    let there = windows_path(&samples);
    let watch = ["watch", "--json", "--camera"];
    let data = wine.place("dữ liệu");
    let on_linux = || done(home.path(), &[&watch[..], &[&here]].concat());
    let on_windows = || wine.done(&data, &[&watch[..], &[&there]].concat());
    let (ours, theirs) = (on_linux(), on_windows());
    assert_eq!(comparable(&theirs), comparable(&ours));
    wine.done(&data, &["ledger", "verify"]);
    let exported = lines(&wine.done(&data, &["ledger", "export"]));
    let printed: Vec<Value> = lines(&theirs)
        .into_iter()
        .map(|mut line| line["id"].take())
        .filter(Value::is_string)
        .collect();
    let stored: Vec<&Value> = exported.iter().map(|line| &line["id"]).collect();
    assert_eq!(stored, printed.iter().collect::<Vec<_>>());

    // The first of each was its start: of Wine's own Windows, too.
    let mut spent = [const { Vec::new() }; 2];
    for _ in 0..ROUNDS {
        spent[0].push(timed(on_linux));
        spent[1].push(timed(on_windows));
    }
    let [on_linux, on_windows] = spent.map(|mut spent| {
        spent.sort();
        spent[ROUNDS / 2]
    });
    eprintln!(
        "the samples, medians of {ROUNDS} in turns: {on_linux:?} on Linux, {on_windows:?} under Wine, {:.2} times",
        on_windows.as_secs_f64() / on_linux.as_secs_f64()
    );
}

#[test]
fn reports_are_the_same_bytes_on_windows() {
    let Some(wine) = Wine::here() else { return };
    let home = TempDir::new().unwrap();
    let samples = root().join("assets/samples").display().to_string();
    done(home.path(), &["watch", "--camera", &samples]);
    let data = wine.place("sổ của đơn vị");
    copy(home.path(), &data);
    let kinds = ["pdf", "docx", "xlsx", "csv"];
    // A past hour of today would leave out what was written since; the last one leaves out nothing.
    let report = ["report", "--day", "--cut", "23:59:59", "--list"];
    let files = |folder: &str| kinds.map(|kind| wine.place(folder).join(format!("báo cáo.{kind}")));
    let asked = |files: &[String]| -> Vec<String> {
        let flags = kinds.iter().map(|kind| format!("--{kind}"));
        flags
            .zip(files)
            .flat_map(|(flag, file)| [flag, file.clone()])
            .collect()
    };
    for folder in ["ở đây", "ở Windows"] {
        fs::create_dir(wine.place(folder)).unwrap();
    }
    let ours = files("ở đây");
    let theirs = files("ở Windows");
    let here = asked(&ours.each_ref().map(|file| file.display().to_string()));
    let there = asked(&theirs.each_ref().map(|file| windows_path(file)));
    let words = |more: &'_ [String]| -> Vec<String> {
        let report = report.map(str::to_owned);
        report.into_iter().chain(more.iter().cloned()).collect()
    };
    let (here, there) = (words(&here), words(&there));
    done(
        home.path(),
        &here.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    wine.done(&data, &there.iter().map(String::as_str).collect::<Vec<_>>());
    for (ours, theirs) in ours.iter().zip(&theirs) {
        let same = fs::read(ours).unwrap() == fs::read(theirs).unwrap();
        assert!(same, "{} differs on Windows", ours.display());
    }
}

#[test]
fn killed_at_any_moment_on_windows_it_has_every_entry_that_it_printed() {
    const EACH: u32 = 5;
    let Some(wine) = Wine::here() else { return };
    let data = wine.place("dữ liệu");
    let mut printed = BTreeSet::new();
    for kill in 0..u32::try_from(times(50)).unwrap() {
        let folder = wine.place(&format!("người đến {kill}"));
        fs::create_dir(&folder).unwrap();
        for person in 0..EACH {
            let luma = frames::with_codes(&[&card(kill * EACH + person)], 5);
            let picture = image::GrayImage::from_raw(WIDTH, HEIGHT, luma).unwrap();
            picture.save(folder.join(format!("{person}.png"))).unwrap();
        }
        let pictures = windows_path(&folder);
        let arguments = ["watch", "--json", "--camera", &pictures];
        let mut gate = Ended(wine.chot(&data, &arguments).spawn().unwrap());
        let mut output = BufReader::new(gate.0.stdout.take().unwrap());
        // Killed behind its first, second, … line, the next entry being on its way.
        for _ in 0..=kill % (EACH - 1) {
            let mut line = String::new();
            output.read_line(&mut line).unwrap();
            printed.extend(ids(&line));
        }
        drop(gate);
        let mut rest = String::new();
        // What it printed last may be cut off in a letter.
        let _ = output.read_to_string(&mut rest);
        printed.extend(ids(&rest));
        let stored = stored(&wine.done(&data, &["ledger", "export"]));
        let lost: Vec<&String> = printed.difference(&stored).collect();
        assert!(
            lost.is_empty(),
            "printed and lost after kill {kill}: {lost:?}"
        );
    }
    wine.done(&data, &["ledger", "verify"]);
    assert!(printed.len() >= times(50), "the test did not test");
    // The log of one system is read by the other.
    assert!(chot(&data, &["ledger", "verify"]).status.success());
}

#[test]
fn the_installer_of_windows_brings_the_gate_and_takes_away_all_but_its_data() {
    let Some(wine) = Wine::here() else { return };
    let installer = PathBuf::from(std::env::var_os("CHOT_INSTALLER").unwrap());
    let install = || wine.program(&installer).arg("/S").output().unwrap().status;
    assert!(install().success());
    let local = wine.local();
    let folder = local.join("Programs/Chot");
    for file in ["chot.exe", "chot-window.exe", "WebView2Loader.dll"] {
        assert!(folder.join(file).is_file(), "{file}");
    }
    let menu = local.join("../Roaming/Microsoft/Windows/Start Menu/Programs/Chốt.lnk");
    assert!(menu.is_file());
    assert!(starts_with_windows(&wine));

    let random = folder.join("bcryptprimitives.dll");
    fs::copy(wine.place("bcryptprimitives.dll"), &random).unwrap();
    let gate = |arguments: &[&str]| {
        let mut gate = wine.program(&folder.join("chot.exe"));
        // Where Chốt keeps its data when nobody says so.
        gate.args(arguments).env_remove("CHOT_HOME");
        gate
    };
    let samples = windows_path(&root().join("assets/samples"));
    let watched = gate(&["watch", "--json", "--camera", &samples]).output();
    let watched = watched.unwrap();
    let said = String::from_utf8_lossy(&watched.stderr);
    assert!(watched.status.success(), "{said}");
    assert_eq!(ids(&String::from_utf8(watched.stdout).unwrap()).len(), 4);
    let ledger = local.join("Chot/data/ledger.db");
    assert!(ledger.is_file());

    let arguments = ["watch", "--camera", "none", "--reader", "none"];
    let running = Ended(gate(&arguments).spawn().unwrap());
    wait_until("it runs", Duration::from_secs(60), || {
        gate(&["watch", "--camera", &samples])
            .status()
            .unwrap()
            .code()
            == Some(4)
    });
    assert_eq!(install().code(), Some(1), "it replaced a gate that runs");
    drop(running);

    fs::remove_file(random).unwrap();
    let removed = wine
        .program(&folder.join("uninstall.exe"))
        // Else a copy of it goes on when this one has ended.
        .args(["/S".to_owned(), format!("_?={}", windows_path(&folder))])
        .status()
        .unwrap();
    assert!(removed.success());
    assert!(!folder.join("chot.exe").exists() && !folder.join("chot-window.exe").exists());
    assert!(!menu.exists());
    assert!(!starts_with_windows(&wine));
    assert!(ledger.is_file(), "nobody said that the log may go");
    fs::remove_dir_all(local.join("Chot")).unwrap();
}

fn starts_with_windows(wine: &Wine) -> bool {
    let key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run";
    let mut asked = wine.program(Path::new("reg"));
    let asked = asked.args(["query", key, "/v", "Chot"]);
    asked.output().unwrap().status.success()
}

/// The entries of the lines that were printed whole.
fn ids(text: &str) -> Vec<String> {
    text.split_inclusive('\n')
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|line| line["id"].as_str().map(str::to_owned))
        .collect()
}

/// The entries of a log, each of which it has once.
fn stored(export: &str) -> BTreeSet<String> {
    let ids = ids(export);
    let distinct: BTreeSet<String> = ids.iter().cloned().collect();
    assert_eq!(distinct.len(), ids.len(), "an entry stands twice");
    distinct
}
