//! What was kept long enough goes: from every page of every file, by time that really passed, and not before a required
//! target has it.

use super::backup::{Kept, key_of};
use super::pages::{are_on, pages_of};
use super::post::Post;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use checkpoint::entry::{Audit, Entry, Kind};
use checkpoint::moment::{Boot, Moment};
use jiff::SignedDuration;
use kiosk::book::Book;
use kiosk::ledger::{Appended, HELD_AT_MOST, Ledger, Reading};
use kiosk::targets::{Cursor, Targets, Way};
use std::collections::BTreeMap;
use std::time::Duration;

const HOUR: i64 = 60 * 60;
const KEEP: SignedDuration = SignedDuration::from_hours(24 * 30);

fn pages(post: &Post) -> Vec<Vec<u8>> {
    let key = std::fs::read(post.home.keys().join("ledger")).unwrap();
    let key = URL_SAFE_NO_PAD.decode(key.trim_ascii()).unwrap();
    pages_of(&post.home.database(), &key)
}

pub fn is_anywhere(post: &Post, text: &str) -> bool {
    are_on(&pages(post), text)
}

/// On how many backups in the folder it is.
pub fn backups_with(kept: &Kept, text: &str) -> usize {
    let folders = std::fs::read_dir(&kept.folder).unwrap();
    let folders = folders.map(|entry| entry.unwrap().path());
    folders
        .filter(|path| path.is_dir())
        .filter(|path| {
            let pages = pages_of(&path.join("ledger.db"), &key_of(path, &kept.key));
            assert!(are_on(&pages, "shown_by_expiry"), "it is decrypted rightly");
            are_on(&pages, text)
        })
        .count()
}

/// How many lines the word index leads to.
fn found(post: &Post, typed: &str) -> usize {
    let book = Book::open(&post.home, post.zone.clone()).unwrap();
    let found = book.search(typed, &BTreeMap::new(), None, 9).unwrap();
    found.rows.len()
}

fn purge_at(post: &Post, ledger: &mut Ledger, at: &Moment) -> Option<Appended> {
    ledger.purge(KEEP, at, 1, &post.zone).unwrap()
}

/// Hours of a gate that looks once a day, and every hour of the last two days; what it purged.
fn live(post: &mut Post, ledger: &mut Ledger, mut hours: i64) -> Vec<Appended> {
    let mut purged = Vec::new();
    while hours > 0 {
        let step = if hours > 48 { 24 } else { 1 };
        hours -= step;
        post.pass_seconds(step * HOUR);
        ledger.index(&post.now()).unwrap();
        purged.extend(purge_at(post, ledger, &post.now()));
    }
    purged
}

#[test]
fn what_was_kept_for_thirty_days_is_on_no_page_any_more_and_an_entry_says_so() {
    let mut post = Post::new();
    let mut ledger = post.open();
    assert_eq!(live(&mut post, &mut ledger, 1), []);
    let old = post.admit(&mut ledger, "Lê Văn Hết Hạn Xuyềnchi");
    // It counts from the first look at it.
    assert_eq!(live(&mut post, &mut ledger, 1), []);
    assert_eq!(live(&mut post, &mut ledger, 24 * 20), []);
    post.admit(&mut ledger, "Trần Thị Còn Hạn");
    assert_eq!(live(&mut post, &mut ledger, 1), []);
    assert_eq!(live(&mut post, &mut ledger, 24 * 10 - 2), []);
    let gone = [
        "Lê Văn Hết Hạn",
        "le van het han",
        // In the word index, with accents and without.
        "xuyềnchi",
        "xuyenchi",
    ];
    for trace in gone.into_iter().chain(["Trần Thị Còn Hạn"]) {
        assert!(is_anywhere(&post, trace), "{trace}");
    }
    assert_eq!(found(&post, "xu"), 1);

    let purged = live(&mut post, &mut ledger, 2);
    ledger.forget_old_pages(&post.now()).unwrap();
    let [purged] = &purged[..] else {
        panic!("{purged:?}");
    };
    let said = &purged.entry.said;
    assert_eq!(
        (&said.kind, said.of),
        (&Kind::Audit(Audit::Purge), Some(old.reference()))
    );
    for trace in gone {
        assert!(!is_anywhere(&post, trace), "{trace}");
    }
    assert!(is_anywhere(&post, "Trần Thị Còn Hạn"));
    assert_eq!(found(&post, "xu"), 0);
    assert_eq!(found(&post, "han"), 1, "who has time left");
    assert!(
        ledger
            .visitors("het han", 5, &post.now())
            .unwrap()
            .is_empty()
    );
    assert_eq!(post.proven().entries, 3);

    drop(ledger);
    let mut ledger = post.open();
    assert_eq!(live(&mut post, &mut ledger, 24 * 20 + 1).len(), 1);
    ledger.forget_old_pages(&post.now()).unwrap();
    assert!(!is_anywhere(&post, "Trần Thị Còn Hạn"));
    assert_eq!(post.proven().entries, 4);
    let lines = post.lines();
    assert_eq!(
        Entry::parse(lines[3].as_bytes()).unwrap().said.kind,
        Kind::Audit(Audit::Purge)
    );
}

#[test]
fn what_was_purged_is_on_no_page_of_any_backup_a_minute_later() {
    let mut post = Post::new();
    let mut ledger = post.open();
    live(&mut post, &mut ledger, 1);
    post.admit(&mut ledger, "Lê Văn Hết Hạn");
    live(&mut post, &mut ledger, 1);
    live(&mut post, &mut ledger, 24 * 29);
    post.admit(&mut ledger, "Trần Thị Còn Hạn");
    let kept = Kept::of(&post);
    let mut last = None;
    let mut look = |post: &Post| {
        kept.clock.to(post.now());
        let looked = kept.backups.look(&mut last, Duration::from_secs(3_600));
        looked.unwrap().is_some()
    };
    assert!(look(&post));
    post.pass_seconds(HOUR);
    assert!(look(&post));
    for trace in ["Lê Văn Hết Hạn", "le van het han"] {
        assert_eq!(backups_with(&kept, trace), 2, "{trace}");
    }
    assert_eq!(live(&mut post, &mut ledger, 24).len(), 1);
    // The gate hasn't emptied its write-ahead log yet: a copy holds what is read, not what lies about.
    assert!(look(&post));
    for trace in ["Lê Văn Hết Hạn", "le van het han"] {
        assert_eq!(backups_with(&kept, trace), 0, "{trace}");
    }
    assert_eq!(backups_with(&kept, "Trần Thị Còn Hạn"), 1);
    assert!(!look(&post), "once");
}

#[test]
fn a_clock_that_is_set_forward_purges_nothing_early() {
    let mut post = Post::new();
    let mut ledger = post.open();
    live(&mut post, &mut ledger, 1);
    post.admit(&mut ledger, "Lê Văn Sớm");
    live(&mut post, &mut ledger, 24);
    let honest = post.now();
    let year = SignedDuration::from_hours(24 * 365);
    // While the gate runs, then again at its next start, and a month that is there at once.
    let running = Moment {
        at: honest.at + year,
        ..honest
    };
    let started = Moment {
        at: honest.at + year * 2,
        mono_ms: 9_000,
        boot: Boot([8; 16]),
        ..honest
    };
    let month = Moment {
        at: honest.at + year * 2 + SignedDuration::from_hours(24 * 31),
        mono_ms: 9_000,
        boot: Boot([9; 16]),
        ..honest
    };
    for at in [running, started, month] {
        assert_eq!(purge_at(&post, &mut ledger, &at), None);
    }
    assert!(is_anywhere(&post, "Lê Văn Sớm"));
    // What passes from there on is counted as ever: 28 days and 23 hours are not yet enough.
    let later = |hours: i64| Moment {
        mono_ms: 9_000 + u64::try_from(hours * HOUR * 1000).unwrap(),
        ..month
    };
    assert_eq!(purge_at(&post, &mut ledger, &later(24 * 29 - 1)), None);
    assert!(purge_at(&post, &mut ledger, &later(24 * 29 + 1)).is_some());
}

#[test]
fn a_required_target_holds_a_purge_for_thirty_days_at_most_and_no_other_does() {
    let mut post = Post::new();
    let mut ledger = post.open();
    live(&mut post, &mut ledger, 1);
    let first = post.admit(&mut ledger, "Người Thứ Nhất");
    let second = post.admit(&mut ledger, "Người Thứ Hai");
    let mut targets = Targets::open(&post.home).unwrap();
    let folder = Way::Folder(post.scratch().join("nowhere"));
    targets.add("Tùy ý", &folder).unwrap();
    let required = targets.add("Bắt buộc", &folder).unwrap();
    targets.require(required.id, true).unwrap();

    assert_eq!(
        live(&mut post, &mut ledger, 24 * 31),
        [],
        "it has nothing yet"
    );
    let (branch, ..) = ledger.head().unwrap();
    let there = Cursor {
        branch,
        seq: first.entry.seq,
    };
    let now = post.now().at;
    let shift = targets.get(required.id).unwrap().shift;
    assert!(
        targets
            .moved(required.id, shift, there, (1, 1), now)
            .unwrap()
    );
    let purged = live(&mut post, &mut ledger, 1);
    assert_eq!(
        purged[0].entry.said.of,
        Some(first.reference()),
        "what it has"
    );
    assert_eq!(live(&mut post, &mut ledger, 24), []);
    let held = HELD_AT_MOST.as_hours();
    let purged = live(&mut post, &mut ledger, held);
    assert_eq!(
        purged[0].entry.said.of,
        Some(second.reference()),
        "not for ever"
    );
    assert_eq!(post.proven().entries, 4);
}

#[test]
fn no_more_than_a_few_hundred_go_at_a_time_and_all_of_them_go() {
    let mut post = Post::new();
    let mut ledger = post.open();
    for n in 0..300 {
        post.admit(&mut ledger, &format!("Người {n}"));
    }
    live(&mut post, &mut ledger, 1);
    let mut purged = live(&mut post, &mut ledger, 24 * 31);
    assert_eq!(purged.len(), 2);
    assert_eq!(purged.pop().unwrap().entry.said.of.unwrap().seq, 300);
    assert_eq!(purged.pop().unwrap().entry.said.of.unwrap().seq, 250);
}

#[test]
fn data_that_is_missing_without_a_purge_that_says_so_is_found() {
    let mut post = Post::new();
    let mut ledger = post.open();
    live(&mut post, &mut ledger, 1);
    let first = post.admit(&mut ledger, "Trần Thị Một");
    let purged = live(&mut post, &mut ledger, 24 * 31);
    assert_eq!(purged.len(), 1);
    let last = post.admit(&mut ledger, "Trần Thị Hai");
    post.note(&mut ledger);
    drop(ledger);
    assert_eq!(post.proven().entries, 4);
    // Somebody who holds the key takes out what they like, and says that its time was over.
    for (change, seq) in [
        ("UPDATE purged SET by = 3", first.entry.seq),
        (
            "UPDATE purged SET by = 2; DELETE FROM subject WHERE place = 3",
            last.entry.seq,
        ),
        (
            "INSERT INTO purged (place, by) VALUES (3, 4)",
            last.entry.seq,
        ),
        ("UPDATE purged SET by = 9 WHERE place = 3", last.entry.seq),
    ] {
        post.intruder().execute_batch(change).unwrap();
        let fault = Reading::open(&post.home).unwrap().verify().unwrap();
        assert_eq!(fault.unwrap_err().seq, seq, "{change}");
    }
}
