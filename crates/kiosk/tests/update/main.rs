//! Updates as files: what is refused changes nothing, what is taken runs, and what doesn't come up is gone back from.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

mod desk;

use checkpoint::update::{Here, Manifest, NotOurs, Unfit};
use kiosk::checkpoint;
use kiosk::starter::{Patience, Starter};
use kiosk::update::{Place, Pointer, Release, UpdateError, take, target, write};
use ring::digest::{SHA256, digest};
use ring::signature::{Ed25519KeyPair, KeyPair};
use semver::Version;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

/// A gate that lives until its starter lets go of it, and writes down that it did.
const LIVES: &str = "#!/bin/sh\necho \"VERSION $CHOT_STARTER\" >> \"$LOG\"\necho 'chot: up'\n";

fn version(text: &str) -> Version {
    Version::parse(text).unwrap()
}

fn key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[5; 32]).unwrap()
}

fn public() -> [u8; 32] {
    key().public_key().as_ref().try_into().unwrap()
}

/// A folder of programs, a stick, and a log in which the programs write what they are.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Desk {
        let desk = Desk {
            folder: TempDir::new().unwrap(),
        };
        std::fs::create_dir(desk.stick()).unwrap();
        std::fs::create_dir(desk.programs()).unwrap();
        script(
            &desk.place().installed("chot-window"),
            &LIVES.replace("VERSION", "0.1.0"),
        );
        desk
    }

    fn stick(&self) -> PathBuf {
        self.folder.path().join("stick")
    }

    fn programs(&self) -> PathBuf {
        self.folder.path().join("programs")
    }

    fn place(&self) -> Place {
        Place::at(self.programs())
    }

    fn log(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// Writes a file of an update whose window is this script.
    fn bundle(&self, number: &str, window: &str) -> PathBuf {
        let window_path = self.folder.path().join("window.sh");
        let chot_path = self.folder.path().join("chot.sh");
        script(&window_path, &window.replace("VERSION", number));
        script(&chot_path, "#!/bin/sh\n");
        let programs = [("chot-window", window_path), ("chot", chot_path)];
        let programs = programs.map(|(name, path)| (name.to_owned(), path));
        let out = self.stick().join(format!("chot-{number}.chot-update"));
        write(&release(number), &programs, &out, sign).unwrap();
        out
    }

    fn take(&self, path: &Path) -> Result<(), UpdateError> {
        self.take_at(path, "0.1.0", Some("2026-11-27T00:00:00Z"))
    }

    fn take_at(&self, path: &Path, runs: &str, at: Option<&str>) -> Result<(), UpdateError> {
        let runs = version(runs);
        let target = target();
        let here = Here {
            version: &runs,
            target: &target,
            at: at.map(|at| at.parse().unwrap()),
        };
        take(path, &public(), &here, &self.place()).map(drop)
    }

    /// Every file below the programs with its bytes.
    fn programs_whole(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut all = BTreeMap::new();
        let mut open = vec![self.programs()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path.clone());
                    all.insert(path, Vec::new());
                } else {
                    let bytes = std::fs::read(&path).unwrap();
                    all.insert(path, bytes);
                }
            }
        }
        all
    }

    /// Runs the starter until the gate says that it is over.
    fn start(&self) -> u8 {
        let log = self.folder.path().join("log");
        let starter = Starter {
            place: self.place(),
            version: version("0.1.0"),
            goes_on: false,
            patience: Patience {
                to_come_up: Duration::from_secs(2),
                to_beat: Duration::from_secs(2),
                between: vec![Duration::ZERO],
                to_stay: Duration::from_secs(600),
            },
            arguments: Vec::new(),
            environment: vec![("LOG".to_owned(), log.display().to_string())],
            told: |_| {},
        };
        starter.keep().unwrap()
    }
}

fn script(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, PermissionsExt::from_mode(0o700)).unwrap();
}

fn release(number: &str) -> Release {
    Release {
        version: version(number),
        target: target(),
        min_from: version("0.1.0"),
        expires: "2027-05-01T00:00:00Z".parse().unwrap(),
    }
}

fn sign(bytes: &[u8]) -> [u8; 64] {
    key().sign(bytes).as_ref().try_into().unwrap()
}

/// A file of any payload whatever, rightly signed but for what `alter` does to its manifest.
fn signed(payload: &[u8], alter: impl FnOnce(&mut Manifest)) -> Vec<u8> {
    let release = release("0.2.0");
    let mut manifest = Manifest {
        version: release.version,
        target: release.target,
        min_from: release.min_from,
        expires: release.expires,
        size: u64::try_from(payload.len()).unwrap(),
        sha256: digest(&SHA256, payload).as_ref().try_into().unwrap(),
    };
    alter(&mut manifest);
    let mut file = manifest.head(sign).into_bytes();
    file.extend_from_slice(payload);
    file
}

/// A ZIP of entries by name, mode and text.
fn zip(entries: &[(&str, u32, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, mode, text) in entries {
        let options = SimpleFileOptions::default().unix_permissions(*mode);
        if *mode & 0o170_000 == 0o120_000 {
            zip.add_symlink(*name, *text, options).unwrap();
        } else if name.ends_with('/') {
            zip.add_directory(*name, options).unwrap();
        } else {
            zip.start_file(*name, options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

/// Both programs, and what more.
fn with(more: &[(&str, u32, &str)]) -> Vec<u8> {
    let both = [
        ("chot-window", 0o755, "#!/bin/sh\n"),
        ("chot", 0o755, "#!/bin/sh\n"),
    ];
    zip(&[&both[..], more].concat())
}

/// In how a file is refused: the beginning of its words.
type Refused = fn(&UpdateError) -> bool;

fn is_form(error: &UpdateError) -> bool {
    matches!(error, UpdateError::NotOurs(NotOurs::Form))
}

fn is_signature(error: &UpdateError) -> bool {
    matches!(error, UpdateError::NotOurs(NotOurs::Signature))
}

fn is_contents(error: &UpdateError) -> bool {
    matches!(error, UpdateError::Contents(_))
}

fn is_length(error: &UpdateError) -> bool {
    matches!(error, UpdateError::Length { .. })
}

fn files_that_are_refused() -> Vec<(String, Vec<u8>, Refused)> {
    let good = signed(&with(&[]), |_| {});
    let head = good.split(|byte| *byte == b'\n').take(8);
    let head: usize = head.map(|line| line.len() + 1).sum();
    let mut all: Vec<(String, Vec<u8>, Refused)> = Vec::new();
    let mut add = |name: &str, file: Vec<u8>, refused: Refused| {
        all.push((name.to_owned(), file, refused));
    };
    // Cut off and added to.
    for length in [0, 1, 13, head / 2, head - 1] {
        add(
            &format!("cut at {length}"),
            good[..length].to_vec(),
            is_form,
        );
    }
    for less in [1, 2, 100] {
        let file = good[..good.len() - less].to_vec();
        add(&format!("{less} bytes short"), file, is_length);
    }
    add("no payload", good[..head].to_vec(), is_length);
    add("a byte more", [&good[..], b"x"].concat(), is_length);
    add("twice", [&good[..], &good[..]].concat(), is_length);
    // Altered, a byte at a time: in each line, and in the payload.
    let mut line = 0;
    for at in (0..head).step_by(head / 12) {
        let mut file = good.clone();
        file[at] ^= 1;
        line += 1;
        let refused: Refused = |error| is_form(error) || is_signature(error);
        add(&format!("head altered {line}"), file, refused);
    }
    for at in [head, head + 40, good.len() - 1] {
        let mut file = good.clone();
        file[at] ^= 1;
        add("payload altered", file, |error| {
            matches!(error, UpdateError::Damaged)
        });
    }
    // Another hand.
    let other = Ed25519KeyPair::from_seed_unchecked(&[6; 32]).unwrap();
    let text: Vec<&str> = std::str::from_utf8(&good[..head])
        .unwrap()
        .lines()
        .collect();
    let text = text[..7].join("\n") + "\n";
    let theirs = checkpoint::base64url::base64url(other.sign(text.as_bytes()).as_ref());
    let payload = &good[head..];
    let by_other = [text.as_bytes(), theirs.as_bytes(), b"\n", payload].concat();
    add("another key", by_other, is_signature);
    let unsigned = [text.as_bytes(), b"\n", payload].concat();
    add("no signature", unsigned, is_form);
    let zeros = checkpoint::base64url::base64url(&[0; 64]);
    let zeros = [text.as_bytes(), zeros.as_bytes(), b"\n", payload].concat();
    add("a signature of zeros", zeros, is_signature);
    // Signed by the right key, and something else.
    add(
        "signed and of another kind",
        {
            let text = text.replace("chot/update/1", "chot/trust/1");
            let mark = checkpoint::base64url::base64url(&sign(text.as_bytes()));
            [text.as_bytes(), mark.as_bytes(), b"\n", payload].concat()
        },
        is_form,
    );
    add(
        "not ours",
        b"PK\x03\x04 something else entirely\n\n\n\n\n\n\n\n\n".to_vec(),
        is_form,
    );
    // Not for here.
    let altered = |alter: fn(&mut Manifest)| signed(&with(&[]), alter);
    for (name, number) in [
        ("equal", "0.1.0"),
        ("equal, but before it", "0.1.0-rc.1"),
        ("older", "0.0.9"),
    ] {
        let file = signed(&with(&[]), |manifest| manifest.version = version(number));
        add(name, file, |error| {
            matches!(error, UpdateError::Unfit(Unfit::Same(_) | Unfit::Older(..)))
        });
    }
    add(
        "expired",
        altered(|m| m.expires = "2026-11-26T23:59:59Z".parse().unwrap()),
        |error| matches!(error, UpdateError::Unfit(Unfit::Expired(_))),
    );
    add(
        "over in this second",
        altered(|m| m.expires = "2026-11-27T00:00:00Z".parse().unwrap()),
        |error| matches!(error, UpdateError::Unfit(Unfit::Expired(_))),
    );
    add(
        "for what follows only",
        altered(|m| m.min_from = version("0.1.1")),
        |error| matches!(error, UpdateError::Unfit(Unfit::From(..))),
    );
    for other in [
        "x86_64-windows",
        "aarch64-linux",
        "x86_64-macos",
        "sparc-solaris",
    ] {
        let file = signed(&with(&[]), |manifest| manifest.target = other.to_owned());
        add(other, file, |error| {
            matches!(error, UpdateError::Unfit(Unfit::Target(..)))
        });
    }
    add(
        "larger than any",
        altered(|m| m.size = checkpoint::update::LARGEST + 1),
        |error| matches!(error, UpdateError::NotOurs(NotOurs::TooLarge)),
    );
    add("of another size", altered(|m| m.size += 1), is_length);
    add("of another hash", altered(|m| m.sha256[0] ^= 1), |error| {
        matches!(error, UpdateError::Damaged)
    });
    // What is in it.
    let plain = 0o644;
    for name in [
        "../chot",
        "../../evil",
        "/etc/cron.d/evil",
        "a/../b",
        "versions/pointer.json",
        "..",
        ".hidden",
        "C:\\evil.dll",
        "a\\b",
        "con",
        "nul.txt",
        "com1",
        "đ",
        "a b",
        "name.",
    ] {
        add(
            &format!("a name {name:?}"),
            signed(&with(&[(name, plain, "x")]), |_| {}),
            is_contents,
        );
    }
    add(
        "a link",
        signed(&with(&[("link", 0o120_777, "/etc/passwd")]), |_| {}),
        is_contents,
    );
    add(
        "a folder",
        signed(&with(&[("folder/", plain, "")]), |_| {}),
        is_contents,
    );
    add(
        "a name twice",
        signed(&with(&[("CHOT", plain, "x")]), |_| {}),
        is_contents,
    );
    add(
        "no window",
        signed(&zip(&[("chot", 0o755, "x")]), |_| {}),
        is_contents,
    );
    add(
        "no chot",
        signed(&zip(&[("chot-window", 0o755, "x")]), |_| {}),
        is_contents,
    );
    add(
        "a link for a window",
        signed(
            &zip(&[("chot-window", 0o120_777, "/bin/sh"), ("chot", 0o755, "x")]),
            |_| {},
        ),
        is_contents,
    );
    add("no ZIP", signed(b"programs", |_| {}), is_contents);
    add("nothing", signed(b"", |_| {}), is_contents);
    let names: Vec<String> = (0..40).map(|number| format!("file-{number}")).collect();
    let many: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), plain, "x"))
        .collect();
    add("too many files", signed(&with(&many), |_| {}), is_contents);
    all
}

#[test]
fn what_isnt_in_order_is_refused_in_its_own_words_and_changes_nothing() {
    let desk = Desk::new();
    let before = desk.programs_whole();
    let files = files_that_are_refused();
    assert!(files.len() >= 50, "{}", files.len());
    for (name, file, is_right) in files {
        let path = desk.stick().join("chot.chot-update");
        std::fs::write(&path, file).unwrap();
        let error = desk.take(&path).expect_err(&name);
        assert!(is_right(&error), "{name}: {error}");
        let words = error.words();
        assert!(!words.vi.is_empty() && !words.en.is_empty(), "{name}");
        assert_eq!(desk.programs_whole(), before, "{name}");
    }
}

#[test]
fn a_link_a_folder_and_what_isnt_there_are_refused() {
    let desk = Desk::new();
    let good = desk.bundle("0.2.0", LIVES);
    let link = desk.stick().join("link.chot-update");
    symlink(&good, &link).unwrap();
    assert!(matches!(desk.take(&link), Err(UpdateError::NotAFile)));
    assert!(matches!(
        desk.take(&desk.stick()),
        Err(UpdateError::NotAFile)
    ));
    let gone = desk.take(&desk.stick().join("gone"));
    assert!(matches!(gone, Err(UpdateError::Unreadable(_))));
    assert!(!desk.programs().join("versions").exists());
}

#[test]
fn without_a_clock_that_is_trusted_nothing_is_taken() {
    let desk = Desk::new();
    let good = desk.bundle("0.2.0", LIVES);
    let taken = desk.take_at(&good, "0.1.0", None);
    assert!(matches!(taken, Err(UpdateError::Unfit(Unfit::Clock))));
}

#[test]
fn where_the_program_lies_read_only_nothing_is_taken() {
    let desk = Desk::new();
    let good = desk.bundle("0.2.0", LIVES);
    let runs = version("0.1.0");
    let target = target();
    let here = Here {
        version: &runs,
        target: &target,
        at: Some("2026-11-27T00:00:00Z".parse().unwrap()),
    };
    let of_system = take(&good, &public(), &here, &Place::at("/usr/bin"));
    assert!(matches!(of_system, Err(UpdateError::OfSystem)));
    assert!(!Path::new("/usr/bin/versions").exists());
}

#[test]
fn what_was_taken_runs_from_the_next_start_on() {
    let desk = Desk::new();
    assert_eq!(desk.start(), 0);
    let second = desk.bundle("0.2.0", LIVES);
    desk.take(&second).unwrap();
    // The same again does no harm before it was started.
    desk.take(&second).unwrap();
    assert_eq!(desk.start(), 0);
    assert_eq!(desk.start(), 0);
    let third = desk.bundle("0.10.0", LIVES);
    desk.take_at(&third, "0.2.0", Some("2026-11-27T00:00:00Z"))
        .unwrap();
    assert_eq!(desk.start(), 0);
    assert_eq!(desk.log(), ["0.1.0 0", "0.2.0 0", "0.2.0 0", "0.10.0 0"]);
    let pointer = Pointer::load(&desk.place());
    assert_eq!(pointer.current.unwrap().version, "0.10.0");
    assert_eq!(pointer.trial, None);
}

#[test]
fn a_version_that_doesnt_come_up_is_gone_back_from() {
    for (name, window) in [
        (
            "it fails",
            "#!/bin/sh\necho \"VERSION\" >> \"$LOG\"\nexit 1\n",
        ),
        (
            "it ends well and was never up",
            "#!/bin/sh\necho \"VERSION\" >> \"$LOG\"\nexit 0\n",
        ),
        (
            "it is killed",
            "#!/bin/sh\necho \"VERSION\" >> \"$LOG\"\nkill -KILL $$\n",
        ),
        (
            "it hangs",
            "#!/bin/sh\necho \"VERSION\" >> \"$LOG\"\nexec sleep 600\n",
        ),
        (
            "it wants to be started again and was never up",
            "#!/bin/sh\necho \"VERSION\" >> \"$LOG\"\nexit 75\n",
        ),
        (
            "it is no program",
            "VERSION: neither a script nor anything else\n",
        ),
        ("its interpreter is missing", "#!/nowhere/sh\n"),
    ] {
        let desk = Desk::new();
        let broken = desk.bundle("0.2.0", window);
        desk.take(&broken).unwrap();
        assert_eq!(desk.start(), 0, "{name}");
        let log = desk.log();
        assert_eq!(log.last().unwrap(), "0.1.0 0", "{name}: {log:?}");
        let pointer = Pointer::load(&desk.place());
        assert_eq!((pointer.current, pointer.trial), (None, None), "{name}");
        let failed = pointer.failed.unwrap();
        assert_eq!(failed.version, "0.2.0", "{name}");
        assert!(
            !desk
                .programs()
                .join("versions")
                .join(failed.folder)
                .exists(),
            "{name}"
        );
        // What came up is not gone back from, and the next one is taken over what failed.
        let good = desk.bundle("0.2.1", LIVES);
        desk.take(&good).unwrap();
        assert_eq!(desk.start(), 0);
        assert_eq!(desk.log().last().unwrap(), "0.2.1 0", "{name}");
    }
}

#[test]
fn a_broken_version_is_gone_back_from_to_the_one_that_was_taken_before() {
    let desk = Desk::new();
    let good = desk.bundle("0.2.0", LIVES);
    desk.take(&good).unwrap();
    assert_eq!(desk.start(), 0);
    let broken = desk.bundle("0.3.0", "#!/bin/sh\nexit 9\n");
    desk.take_at(&broken, "0.2.0", Some("2026-11-27T00:00:00Z"))
        .unwrap();
    assert_eq!(desk.start(), 0);
    assert_eq!(desk.log(), ["0.2.0 0", "0.2.0 0"]);
}

#[test]
fn a_gate_that_was_live_is_brought_back_and_counted_until_it_is_closed() {
    let desk = Desk::new();
    // Dies twice in two ways, hangs once, wants to be started again, and is closed.
    script(
        &desk.place().installed("chot-window"),
        "#!/bin/sh\necho \"$CHOT_STARTER\" >> \"$LOG\"\necho 'chot: up'\n\
         case $(wc -l < \"$LOG\") in\n\
         1) kill -KILL $$ ;;\n2) exit 101 ;;\n3) exec sleep 600 ;;\n4) exit 75 ;;\nesac\n",
    );
    assert_eq!(desk.start(), 0);
    assert_eq!(desk.log(), ["0", "1", "2", "3", "0"]);
}

#[test]
fn a_gate_that_fails_at_its_first_start_says_so_to_whoever_started_it() {
    let desk = Desk::new();
    script(
        &desk.place().installed("chot-window"),
        "#!/bin/sh\necho once >> \"$LOG\"\nexit 3\n",
    );
    assert_eq!(desk.start(), 3);
    assert_eq!(desk.log(), ["once"]);
}
