use super::post::Post;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use checkpoint::entry::{Audit, Kind};
use kiosk::keys::Name;
use kiosk::ledger::{LedgerError, Reading, SCHEMA};
use std::collections::BTreeMap;
use std::path::Path;

/// Every file under a directory, and its bytes.
fn files(under: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for file in std::fs::read_dir(under).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            found.insert(
                file.file_name().into_string().unwrap(),
                std::fs::read(file.path()).unwrap(),
            );
        }
    }
    found
}

#[test]
fn a_newer_database_is_refused_and_not_a_byte_of_it_is_touched() {
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Nguyễn Văn An");
    drop(ledger);
    // A newer program that was killed leaves its work in the write-ahead log.
    let newer = post.intruder();
    newer
        .pragma_update(None, "user_version", SCHEMA + 1)
        .unwrap();
    newer
        .execute_batch("CREATE TABLE novelty (it TEXT) STRICT")
        .unwrap();
    let left: Vec<(std::path::PathBuf, Vec<u8>)> = ["ledger.db", "ledger.db-wal"]
        .iter()
        .map(|name| post.home.root().join(name))
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect();
    drop(newer);
    std::fs::remove_file(post.home.root().join("ledger.db-shm")).ok();
    for (path, bytes) in &left {
        std::fs::write(path, bytes).unwrap();
    }
    let expected = Some(LedgerError::Newer {
        found: SCHEMA + 1,
        known: SCHEMA,
    });
    assert_eq!(post.try_open().err(), expected);
    assert_eq!(Reading::open(&post.home).err(), expected);
    for (path, bytes) in &left {
        assert!(
            std::fs::read(path).unwrap() == *bytes,
            "{} was touched",
            path.display()
        );
    }
}

#[test]
fn a_newer_database_that_only_has_more_is_gone_on_with() {
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Nguyễn Văn An");
    drop(ledger);
    let newer = post.intruder();
    let more = format!(
        "ALTER TABLE entry ADD COLUMN novelty TEXT; CREATE TABLE novelty (it TEXT) STRICT;
         PRAGMA user_version = {}; PRAGMA application_id = {SCHEMA}",
        SCHEMA + 1
    );
    newer.execute_batch(&more).unwrap();
    drop(newer);
    let mut ledger = post.open();
    post.admit(&mut ledger, "Trần Thị Bé");
    drop(ledger);
    post.proven();
    let stats = Reading::open(&post.home).unwrap().stats().unwrap();
    assert_eq!(stats.entries, 2);
    let found = |pragma: &str| -> u32 {
        let asked = post.intruder();
        asked
            .pragma_query_value(None, pragma, |row| row.get(0))
            .unwrap()
    };
    assert_eq!(
        found("user_version"),
        SCHEMA + 1,
        "it stays the newer one's"
    );
    let raised = format!("PRAGMA application_id = {}", SCHEMA + 1);
    post.intruder().execute_batch(&raised).unwrap();
    assert!(matches!(post.try_open(), Err(LedgerError::Newer { .. })));
}

#[test]
fn a_missing_key_never_makes_a_new_database_over_an_old_one() {
    for name in Name::ALL {
        let mut post = Post::new();
        let mut ledger = post.open();
        post.admit(&mut ledger, "Nguyễn Văn An");
        drop(ledger);
        let key = post.home.keys().join(name.as_str());
        let kept = std::fs::read(&key).unwrap();
        std::fs::remove_file(&key).unwrap();
        let before = (files(post.home.root()), files(&post.home.keys()));
        let missing = LedgerError::MissingKey {
            name,
            keychain_silent: false,
        };
        assert_eq!(post.try_open().err(), Some(missing));
        assert!(before == (files(post.home.root()), files(&post.home.keys())));
        std::fs::write(&key, kept).unwrap();
        assert_eq!(
            post.admit(&mut post.open(), "Trần Thị Bé").entry.seq,
            2,
            "{name}"
        );
    }
}

#[test]
fn a_wrong_key_is_called_wrong_and_the_database_stays_where_it_is() {
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Nguyễn Văn An");
    drop(ledger);
    let key = post.home.keys().join("ledger");
    let right = std::fs::read(&key).unwrap();
    std::fs::write(&key, URL_SAFE_NO_PAD.encode([1; 32])).unwrap();
    let wrong = LedgerError::WrongKey(post.home.keys());
    for _ in 0..3 {
        assert_eq!(post.try_open().err(), Some(wrong.clone()));
    }
    assert_eq!(Reading::open(&post.home).err(), Some(wrong.clone()));
    std::fs::remove_file(post.home.head_file()).unwrap();
    assert_eq!(
        post.try_open().err(),
        Some(wrong),
        "also where nothing tells it from damage"
    );
    std::fs::write(&key, right).unwrap();
    assert_eq!(post.admit(&mut post.open(), "Trần Thị Bé").entry.seq, 2);
}

#[test]
fn a_damaged_database_is_set_aside_said_so_and_left_by_an_entry() {
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Nguyễn Văn An");
    drop(ledger);
    let mut bytes = std::fs::read(post.home.database()).unwrap();
    bytes[..2048].fill(0x5a);
    std::fs::write(post.home.database(), &bytes).unwrap();

    let error = Reading::open(&post.home).err();
    assert!(
        matches!(
            error,
            Some(LedgerError::Damaged {
                set_aside: None,
                ..
            })
        ),
        "{error:?}"
    );
    assert!(post.home.database().exists(), "a reader moves nothing");
    let Some(LedgerError::Damaged {
        set_aside: Some(place),
        ..
    }) = post.try_open().err()
    else {
        panic!("damage is said");
    };
    assert!(std::fs::read(&place).unwrap() == bytes, "kept as it was");
    let mut ledger = post.open();
    assert_eq!(post.admit(&mut ledger, "Trần Thị Bé").entry.seq, 2);
    let recent = ledger.recent(&post.now(), &post.zone).unwrap();
    assert_eq!(recent[0].entry.said.kind, Kind::Audit(Audit::BranchOpen));
    assert_eq!(post.proven().entries, 2);
}

#[test]
fn damage_in_the_newest_pages_is_found_when_opening() {
    let mut post = Post::new();
    let mut ledger = post.open();
    for _ in 0..40 {
        post.admit(&mut ledger, "Nguyễn Văn An");
    }
    drop(ledger);
    let mut bytes = std::fs::read(post.home.database()).unwrap();
    let pages = bytes.len() / 4096;
    for page in 1..pages {
        bytes[page * 4096 + 2000] ^= 0xff;
    }
    std::fs::write(post.home.database(), &bytes).unwrap();
    let error = post.try_open().err();
    assert!(
        matches!(
            error,
            Some(LedgerError::Damaged {
                set_aside: Some(_),
                ..
            })
        ),
        "{error:?}"
    );
    assert_eq!(post.admit(&mut post.open(), "Trần Thị Bé").entry.seq, 2);
}

#[test]
fn damage_that_only_an_append_meets_is_believed_the_second_time() {
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Nguyễn Văn An");
    drop(ledger);
    let page: usize = post
        .intruder()
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'entry_by_day'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let mut bytes = std::fs::read(post.home.database()).unwrap();
    bytes[(page - 1) * 4096 + 2000] ^= 0xff;
    std::fs::write(post.home.database(), &bytes).unwrap();
    let mut ledger = post.open();
    let first = post.try_admit(&mut ledger, "Trần Thị Bé").unwrap_err();
    assert!(
        matches!(
            first,
            LedgerError::Damaged {
                set_aside: None,
                ..
            }
        ),
        "{first:?}"
    );
    let second = post.try_admit(&mut ledger, "Trần Thị Bé").unwrap_err();
    assert!(
        matches!(
            second,
            LedgerError::Damaged {
                set_aside: Some(_),
                ..
            }
        ),
        "{second:?}"
    );
    assert_eq!(
        post.admit(&mut ledger, "Trần Thị Bé").entry.seq,
        2,
        "behind its branch-open"
    );
    drop(ledger);
    assert_eq!(post.proven().entries, 2);
}

#[test]
fn another_devices_key_is_a_wrong_key() {
    let mut post = Post::new();
    post.admit(&mut post.open(), "Nguyễn Văn An");
    let mut other = Post::new();
    other.admit(&mut other.open(), "Trần Thị Bé");
    std::fs::copy(
        other.home.keys().join("device"),
        post.home.keys().join("device"),
    )
    .unwrap();
    assert_eq!(
        post.try_open().err(),
        Some(LedgerError::WrongKey(post.home.keys()))
    );
    assert!(post.home.database().exists());
}

#[test]
fn a_tail_that_does_not_follow_from_itself_is_damage() {
    let mut post = Post::new();
    let mut ledger = post.open();
    for _ in 0..3 {
        post.admit(&mut ledger, "Nguyễn Văn An");
    }
    drop(ledger);
    post.intruder()
        .execute("UPDATE entry SET head = zeroblob(32) WHERE seq = 2", [])
        .unwrap();
    let error = post.try_open().err();
    assert!(
        matches!(
            error,
            Some(LedgerError::Damaged {
                set_aside: Some(_),
                ..
            })
        ),
        "{error:?}"
    );
}

#[test]
fn a_database_that_a_power_cut_kept_from_being_begun_is_begun() {
    let mut post = Post::new();
    post.home.prepare().unwrap();
    std::fs::write(post.home.database(), b"").unwrap();
    assert_eq!(post.admit(&mut post.open(), "Nguyễn Văn An").entry.seq, 1);
}

#[test]
fn nothing_of_a_person_can_be_read_from_the_files() {
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Nguyen Van Duc");
    let needle = b"Nguyen Van Duc";
    for (name, bytes) in files(post.home.root()) {
        assert!(
            !bytes.windows(needle.len()).any(|window| window == needle),
            "{name}"
        );
    }
}

#[cfg(unix)]
#[test]
fn every_file_of_a_home_is_behind_its_owners_door() {
    use std::os::unix::fs::PermissionsExt;
    let mut post = Post::new();
    post.admit(&mut post.open(), "Nguyễn Văn An");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(post.home.root()), 0o700);
    assert_eq!(mode(&post.home.keys()), 0o700);
}

#[test]
fn every_error_says_what_to_do() {
    let errors = [
        LedgerError::DiskFull,
        LedgerError::ReadOnly("/srv/post".into()),
        LedgerError::Io("it failed".into()),
        LedgerError::Busy("locked".into()),
        LedgerError::WrongKey("/srv/post/keys".into()),
        LedgerError::MissingKey {
            name: Name::Ledger,
            keychain_silent: true,
        },
        LedgerError::Newer { found: 2, known: 1 },
        LedgerError::AlreadyRunning,
        LedgerError::Damaged {
            what: "a page".into(),
            set_aside: None,
        },
        LedgerError::Damaged {
            what: "a page".into(),
            set_aside: Some("/srv/post/set-aside/ledger.db".into()),
        },
        LedgerError::NoLedger("/srv/post".into()),
    ];
    for error in errors {
        let said = error.to_string();
        assert!(said.contains(':'), "{said}: what, then what to do");
    }
}
