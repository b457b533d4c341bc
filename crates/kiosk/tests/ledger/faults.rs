//! A disk that fails: nothing is half-written, nothing unacknowledged stays, and the writer goes on
//! by itself when the cause is gone. The disk is `tests/fixtures/disk/baddisk.c`, preloaded.

use super::backup::Kept;
use super::post::{Post, coming_in};
use kiosk::backup::BackupError;
use kiosk::folder::FolderError;
use kiosk::ledger::{Ledger, LedgerError};
use kiosk::settings::Settings;
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Says how the disk is.
struct Disk {
    state: PathBuf,
}

impl Disk {
    fn is(&self, state: &str) {
        std::fs::write(&self.state, state).unwrap();
    }
}

/// Runs the test again in a process of its own that has the bad disk under `BADDISK_UNDER`; there it
/// hands over the disk and a post on it.
fn on_a_bad_disk(test: &str, body: impl FnOnce(&Disk, Post)) {
    if let Some(state) = std::env::var_os("BADDISK_STATE") {
        let disk = Disk {
            state: state.into(),
        };
        body(&disk, Post::new());
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let disk = scratch.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    run_again(test, scratch.path(), &disk);
}

/// The test in a process of its own: the bad disk is `home/disk`, its scratch directories are in `temporary`.
fn run_again(test: &str, home: &Path, temporary: &Path) {
    let library = home.join("baddisk.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/disk/baddisk.c");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O2", "-o"])
        .arg(&library)
        .arg(source)
        .arg("-ldl")
        .status()
        .expect("a C compiler");
    assert!(built.success());
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            &format!("faults::{test}"),
            "--nocapture",
            "--test-threads=1",
        ])
        .env("LD_PRELOAD", &library)
        .env("BADDISK_UNDER", home.join("disk"))
        .env("BADDISK_STATE", home.join("state"))
        .env("TMPDIR", temporary)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}{complaints}"
    );
}

fn is_expected(error: &LedgerError, state: &str) -> bool {
    match error {
        LedgerError::DiskFull => state.starts_with("full"),
        LedgerError::ReadOnly(_) => state.starts_with("read-only"),
        LedgerError::Io(_) => state.starts_with("error"),
        LedgerError::Busy(_)
        | LedgerError::WrongKey(_)
        | LedgerError::MissingKey { .. }
        | LedgerError::Key(_)
        | LedgerError::Newer { .. }
        | LedgerError::Older
        | LedgerError::AlreadyRunning
        | LedgerError::Damaged { .. }
        | LedgerError::NoLedger(_)
        | LedgerError::Line(_) => false,
    }
}

const STATES: [&str; 8] = [
    "full",
    "read-only",
    "error",
    "full write",
    "read-only write",
    "error write",
    "full sync",
    "error sync",
];

#[test]
fn an_append_on_a_failing_disk_stores_nothing_and_the_next_one_works() {
    on_a_bad_disk(
        "an_append_on_a_failing_disk_stores_nothing_and_the_next_one_works",
        |disk, mut post| {
            let mut ledger = post.open();
            let mut acknowledged = vec![post.admit(&mut ledger, "Nguyễn Văn An").line];
            for state in STATES {
                disk.is(state);
                for _ in 0..3 {
                    let error = post.try_admit(&mut ledger, "Trần Thị Bé").unwrap_err();
                    assert!(is_expected(&error, state), "{state}: {error:?}");
                    assert_eq!(ledger.trouble(), Some(&error));
                }
                disk.is("ok");
                acknowledged.push(post.admit(&mut ledger, "Phạm Văn Cũ").line);
                assert_eq!(ledger.trouble(), None);
                assert_eq!(post.lines(), acknowledged, "{state}");
            }
            drop(ledger);
            assert_eq!(post.proven().entries, acknowledged.len() as u64);
            assert_eq!(post.proven().branches, 1);
            assert!(!post.home.set_aside().exists());
        },
    );
}

#[test]
fn a_ledger_that_cannot_be_opened_now_opens_when_the_cause_is_gone() {
    on_a_bad_disk(
        "a_ledger_that_cannot_be_opened_now_opens_when_the_cause_is_gone",
        |disk, mut post| {
            for state in ["full", "read-only", "error"] {
                disk.is(state);
                let error = post.try_open().err().unwrap();
                assert!(is_expected(&error, state), "{state}: {error:?}");
            }
            disk.is("ok");
            post.admit(&mut post.open(), "Nguyễn Văn An");
            for state in STATES {
                // A healthy database on a failing disk may open: its first append says no.
                disk.is(state);
                if let Ok(mut ledger) = post.try_open() {
                    let error = post.try_admit(&mut ledger, "Trần Thị Bé").unwrap_err();
                    assert!(is_expected(&error, state), "{state}: {error:?}");
                }
                disk.is("ok");
                post.admit(&mut post.open(), "Phạm Văn Cũ");
            }
            assert_eq!(post.proven().entries, 1 + STATES.len() as u64);
        },
    );
}

#[test]
fn recovering_says_no_until_the_disk_takes_something_and_then_there_is_a_gap() {
    on_a_bad_disk(
        "recovering_says_no_until_the_disk_takes_something_and_then_there_is_a_gap",
        |disk, mut post| {
            let mut ledger = post.open();
            post.admit(&mut ledger, "Nguyễn Văn An");
            disk.is("full");
            post.try_admit(&mut ledger, "Trần Thị Bé").unwrap_err();
            let since = post.now().at;
            for _ in 0..3 {
                post.pass_seconds(30);
                ledger.alive(&post.now());
                assert_eq!(ledger.recover(&post.now()), Err(LedgerError::DiskFull));
                assert_eq!(ledger.gap(), None);
            }
            disk.is("ok");
            assert_eq!(ledger.recover(&post.now()), Ok(()));
            let gap = ledger.gap().unwrap();
            assert_eq!((gap.from, gap.to), (since, post.now().at));
            ledger
                .append(&gap.draft(), None, &post.now(), 1, &post.zone)
                .unwrap();
            assert_eq!(ledger.gap(), None);
            assert_eq!(post.proven().entries, 2);
        },
    );
}

#[test]
fn a_list_that_can_still_be_read_does_not_end_the_trouble() {
    on_a_bad_disk(
        "a_list_that_can_still_be_read_does_not_end_the_trouble",
        |disk, mut post| {
            let mut ledger = post.open();
            post.admit(&mut ledger, "Nguyễn Văn An");
            disk.is("full write");
            post.try_admit(&mut ledger, "Trần Thị Bé").unwrap_err();
            // Whether or not the database opens for reading on such a disk: nothing was written.
            let _ = ledger.visitors("ng", 5, &post.now());
            assert!(ledger.trouble().is_some());
        },
    );
}

#[test]
fn a_branch_that_could_not_be_opened_is_opened_later_and_once() {
    on_a_bad_disk(
        "a_branch_that_could_not_be_opened_is_opened_later_and_once",
        |disk, mut post| {
            let mut ledger = post.open();
            post.admit(&mut ledger, "Nguyễn Văn An");
            drop(ledger);
            let backup = post.scratch().join("backup.db");
            std::fs::copy(post.home.database(), &backup).unwrap();
            let mut ledger = post.open();
            post.admit(&mut ledger, "Trần Thị Bé");
            drop(ledger);
            std::fs::copy(&backup, post.home.database()).unwrap();
            let mut ledger = post.open();
            for state in STATES {
                disk.is(state);
                post.try_admit(&mut ledger, "Phạm Văn Cũ").unwrap_err();
            }
            disk.is("ok");
            assert_eq!(post.admit(&mut ledger, "Phạm Văn Cũ").entry.seq, 3);
            drop(ledger);
            let proven = post.proven();
            assert_eq!((proven.entries, proven.branches), (3, 2));
        },
    );
}

#[test]
fn a_failure_of_less_than_a_minute_is_no_gap() {
    on_a_bad_disk(
        "a_failure_of_less_than_a_minute_is_no_gap",
        |disk, mut post| {
            let mut ledger = post.open();
            post.admit(&mut ledger, "Nguyễn Văn An");
            disk.is("error sync");
            post.try_admit(&mut ledger, "Trần Thị Bé").unwrap_err();
            disk.is("ok");
            post.pass_seconds(50);
            post.admit(&mut ledger, "Trần Thị Bé");
            assert_eq!(ledger.gap(), None);
        },
    );
}

#[test]
fn a_slow_disk_is_only_slow() {
    on_a_bad_disk("a_slow_disk_is_only_slow", |disk, mut post| {
        let mut ledger = post.open();
        disk.is("slow 20");
        for _ in 0..3 {
            post.admit(&mut ledger, "Nguyễn Văn An");
        }
        drop(ledger);
        assert_eq!(post.proven().entries, 3);
    });
}

#[test]
fn whatever_the_disk_does_only_acknowledged_entries_stay() {
    on_a_bad_disk(
        "whatever_the_disk_does_only_acknowledged_entries_stay",
        |disk, _| {
            let state = prop_oneof![4 => Just("ok"), 6 => prop::sample::select(&STATES[..])];
            let days = prop::collection::vec((state, 1usize..4, any::<bool>()), 1..14);
            let config = ProptestConfig {
                cases: 24,
                failure_persistence: None,
                ..ProptestConfig::default()
            };
            proptest!(config, |(days in days)| {
                disk.is("ok");
                let mut post = Post::new();
                let mut ledger: Option<Ledger> = Some(post.open());
                let mut acknowledged = Vec::new();
                // A program that ends while the disk fails can't take back what the disk took unasked.
                let mut excused = 0;
                for (state, appends, restart) in days {
                    disk.is(state);
                    if restart && let Some(ledger) = ledger.take() {
                        excused += usize::from(ledger.trouble().is_some());
                    }
                    for _ in 0..appends {
                        if ledger.is_none() {
                            ledger = post.try_open().ok();
                        }
                        post.pass_seconds(1);
                        let Some(ledger) = &mut ledger else { continue };
                        match ledger.append(&coming_in(), None, &post.now(), 1, &post.zone) {
                            Ok(appended) => acknowledged.push(appended.line),
                            Err(error) => prop_assert!(is_expected(&error, state), "{}: {:?}", state, error),
                        }
                    }
                }
                disk.is("ok");
                let mut ledger = ledger.unwrap_or_else(|| post.open());
                acknowledged.push(post.admit(&mut ledger, "Nguyễn Văn An").line);
                drop(ledger);
                let mut lines = post.lines();
                prop_assert_eq!(post.proven().entries, lines.len() as u64);
                prop_assert!(lines.len() <= acknowledged.len() + excused);
                lines.retain(|line| acknowledged.contains(line));
                prop_assert_eq!(lines, acknowledged);
            });
        },
    );
}

#[test]
fn a_backup_to_a_failing_stick_says_which_failure_it_is_and_those_before_it_stay() {
    let test = "a_backup_to_a_failing_stick_says_which_failure_it_is_and_those_before_it_stay";
    let (Some(stick), Some(state)) = (
        std::env::var_os("BADDISK_UNDER"),
        std::env::var_os("BADDISK_STATE"),
    ) else {
        let scratch = tempfile::tempdir().unwrap();
        std::fs::create_dir(scratch.path().join("disk")).unwrap();
        std::fs::create_dir(scratch.path().join("good")).unwrap();
        run_again(test, scratch.path(), &scratch.path().join("good"));
        return;
    };
    let disk = Disk {
        state: state.into(),
    };
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Nguyễn Văn An");
    let mut kept = Kept::of(&post);
    kept.folder = PathBuf::from(stick);
    let settings = Settings {
        backup_folder: kept.folder.display().to_string(),
        ..Settings::default()
    };
    settings.save(&Settings::path(&post.home)).unwrap();
    kept.made();
    for (times, state) in (1_u64..).zip(STATES) {
        disk.is(state);
        let error = kept.backups.back_up().unwrap_err();
        let is_told = if state.starts_with("full") {
            matches!(error, BackupError::Folder(FolderError::Full(_)))
        } else if state.starts_with("read-only") {
            matches!(error, BackupError::Folder(FolderError::ReadOnly(_)))
        } else {
            matches!(error, BackupError::Folder(FolderError::Failed { .. }))
        };
        assert!(is_told, "{state}: {error:?}");
        // The gate's own disk is another one.
        post.admit(&mut ledger, "Trần Thị Bé");
        disk.is("ok");
        let numbers = kept.numbers();
        assert!(!numbers.is_empty(), "{state}: the last good one stays");
        let made = kept.made();
        assert_eq!(made.label.entries, times + 1, "{state}");
        assert!(kept.numbers().len() <= 2);
    }
}
