//! Lines whose years are over go: the chain is whole without them, nothing finds them, and no target misses one.

use super::backup::{Kept, copy_tree};
use super::post::{Post, coming_in};
use super::purging::{backups_with, is_anywhere};
use checkpoint::chain::{BranchName, Origin};
use checkpoint::entry::{Audit, Entry, Kind};
use checkpoint::moment::Moment;
use checkpoint::report::Period;
use checkpoint::wire::UnitId;
use checkpoint::wire::batch::{Cursor as Arrived, Fit, read};
use jiff::SignedDuration;
use kiosk::accounts::papers::asked;
use kiosk::backup::finish;
use kiosk::book::{Book, Filter};
use kiosk::keys::{KeyStore, Name};
use kiosk::ledger::{Appended, Fault, Ledger, Reading};
use kiosk::outbox::{Outbox, Text};
use kiosk::settings::Settings;
use kiosk::targets::{Cursor, Targets, Way};
use paper::Letter;
use paper::account::Account;
use paper::list::Names;
use paper::page::Part;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::time::Duration;

const DAY: i64 = 24 * 60 * 60;
const KEEP: SignedDuration = SignedDuration::from_hours(24 * 366);

/// Days of a gate that looks once a day, without people; what it disposed of.
fn live(post: &mut Post, ledger: &mut Ledger, days: i64) -> Vec<Appended> {
    let mut disposed = Vec::new();
    for _ in 0..days {
        post.pass_seconds(DAY);
        disposed.extend(ledger.dispose(KEEP, &post.now(), 1, &post.zone).unwrap());
    }
    disposed
}

/// What the report of some days says.
fn report_of(post: &Post, period: Period) -> Account {
    let zone = post.zone.clone();
    let now = post.now().at;
    let names = Names {
        zone: zone.clone(),
        gates: BTreeMap::new(),
        purposes: BTreeMap::new(),
    };
    let asked = asked(
        &Settings::default(),
        &zone,
        now,
        period,
        None,
        BTreeMap::new(),
    );
    let reading = Reading::open(&post.home).unwrap();
    let learnt = reading.learn(&asked, &zone).unwrap();
    reading.account(&learnt, &asked, &names).unwrap()
}

/// Somebody passes of whom nothing is known.
fn pass(post: &mut Post, ledger: &mut Ledger) -> Appended {
    post.pass_seconds(60);
    let appended = ledger.append(&coming_in(), None, &post.now(), 1, &post.zone);
    appended.unwrap()
}

fn id_of(appended: &Appended) -> String {
    appended.entry.id.to_string()
}

fn fault(post: &Post) -> Fault {
    let reading = Reading::open(&post.home).unwrap();
    reading.verify().unwrap().unwrap_err()
}

#[test]
fn a_line_goes_a_year_and_thirty_five_days_later_and_the_chain_stays_whole() {
    let mut post = Post::new();
    let mut ledger = post.open();
    live(&mut post, &mut ledger, 1);
    let old = pass(&mut post, &mut ledger);
    let next = pass(&mut post, &mut ledger);
    live(&mut post, &mut ledger, 100);
    let young = pass(&mut post, &mut ledger);
    assert_eq!(live(&mut post, &mut ledger, 266 + 34), []);
    for one in [&old, &next, &young] {
        assert!(is_anywhere(&post, &id_of(one)), "{one:?}");
    }
    let disposed = live(&mut post, &mut ledger, 3);
    ledger.forget_old_pages(&post.now()).unwrap();
    let [disposed] = &disposed[..] else {
        panic!("{disposed:?}");
    };
    assert_eq!(disposed.entry.said.kind, Kind::Audit(Audit::Dispose));
    assert_eq!(disposed.entry.said.of, Some(next.reference()));
    for one in [&old, &next] {
        assert!(!is_anywhere(&post, &id_of(one)), "{one:?}");
    }
    assert!(is_anywhere(&post, &id_of(&young)));
    let proven = post.proven();
    assert_eq!((proven.entries, proven.disposed), (4, 2));
    assert_eq!(post.lines().len(), 2);
    // It begins, goes on, and disposes of the next.
    drop(ledger);
    let mut ledger = post.open();
    pass(&mut post, &mut ledger);
    assert_eq!(live(&mut post, &mut ledger, 100 + 35).len(), 1);
    assert_eq!(post.proven().disposed, 3);
}

#[test]
fn a_report_says_from_when_on_lines_are_kept() {
    let mut post = Post::new();
    let mut ledger = post.open();
    live(&mut post, &mut ledger, 1);
    let old = pass(&mut post, &mut ledger);
    let zone = post.zone.clone();
    let of = |one: &Appended| zone.to_datetime(one.entry.moment.at).date();
    live(&mut post, &mut ledger, 40);
    let young = pass(&mut post, &mut ledger);
    let days = Period::new(of(&old), of(&young)).unwrap();
    assert_eq!(report_of(&post, days).kept_from, None);
    let disposed = ledger.dispose_again(&old.reference(), &post.now(), 1, &post.zone);
    assert!(disposed.unwrap().is_some());
    let report = report_of(&post, days);
    assert_eq!(report.kept_from, Some(of(&young)));
    assert_eq!(report.before, None);
    let said = |report: &Account| {
        let page = report.page(&Letter::default(), of(&young));
        let texts = page.parts.iter().map(|part| match part {
            Part::Text { text } => text.as_str(),
            Part::Heading { .. } | Part::Table(_) => "",
        });
        texts.collect::<String>()
    };
    assert!(said(&report).contains("hết thời hạn lưu"));
    let later = Period::day(of(&young).tomorrow().unwrap());
    assert!(!said(&report_of(&post, later)).contains("hết thời hạn lưu"));
}

#[test]
fn a_clock_set_forward_disposes_of_nothing_and_nor_does_a_subject_that_is_kept_for_longer() {
    let mut post = Post::new();
    let mut ledger = post.open();
    live(&mut post, &mut ledger, 1);
    pass(&mut post, &mut ledger);
    let named = post.admit(&mut ledger, "Lê Văn Còn Giữ");
    live(&mut post, &mut ledger, 1);
    let honest = post.now();
    for years in [1, 2, 20] {
        let forward = Moment {
            at: honest.at + SignedDuration::from_hours(24 * 366 * years),
            ..honest
        };
        let disposed = ledger.dispose(KEEP, &forward, 1, &post.zone).unwrap();
        assert_eq!(disposed, None);
    }
    let disposed = live(&mut post, &mut ledger, 500);
    assert_eq!(disposed.len(), 1);
    assert_eq!(
        disposed[0].entry.said.of.map(|of| of.seq),
        Some(named.entry.seq - 1)
    );
    ledger
        .erase(&named.reference(), None, &post.now(), 1, &post.zone)
        .unwrap();
    assert!(!live(&mut post, &mut ledger, 40).is_empty());
    assert!(post.proven().disposed >= named.entry.seq);
}

#[test]
fn a_target_that_has_not_got_a_line_keeps_it_and_a_new_one_begins_behind_what_is_gone() {
    let mut post = Post::new();
    let mut ledger = post.open();
    live(&mut post, &mut ledger, 1);
    let first = pass(&mut post, &mut ledger);
    let second = pass(&mut post, &mut ledger);
    let third = pass(&mut post, &mut ledger);
    let mut targets = Targets::open(&post.home).unwrap();
    let folder = Way::Folder(post.scratch().join("nowhere"));
    let slow = targets.add("Chậm", &folder).unwrap();
    assert_eq!(live(&mut post, &mut ledger, 500), []);
    let (branch, ..) = ledger.head().unwrap();
    let there = Cursor {
        branch,
        seq: second.entry.seq,
    };
    let now = post.now().at;
    assert!(
        targets
            .moved(slow.id, slow.shift, there, (2, 2), now)
            .unwrap()
    );
    assert_eq!(live(&mut post, &mut ledger, 34), []);
    let disposed = live(&mut post, &mut ledger, 3);
    assert_eq!(disposed[0].entry.said.of, Some(second.reference()));

    let keys = KeyStore::of(&post.home).unwrap();
    let outbox = Outbox::open(&post.home, keys.get(Name::Ledger).unwrap()).unwrap();
    let stretch = outbox.next(None, 100, false).unwrap().unwrap();
    assert_eq!((stretch.first(), stretch.past), (third.entry.seq, true));
    assert_eq!(outbox.waiting(None).unwrap(), 2);
    assert_eq!(
        outbox.oldest_waiting(None).unwrap(),
        Some(third.entry.moment.at)
    );
    let about = (ledger.device(), UnitId(ledger.unit()));
    let batch = stretch.batch(about, &[], Text::Whole, post.now().at);
    let (header, text) = batch.unwrap();
    let key = ledger.device_public_key();
    let arrived = read(&text).unwrap();
    assert_eq!(arrived.header, header);
    let before = Arrived::before(&arrived.header, &key);
    assert_eq!((before.seq, before.head), (second.entry.seq, stretch.prev));
    assert!(matches!(arrived.check(&before), Fit::New(items) if items.len() == 2));
    // Whoever has what came before takes it as it takes any other.
    let first_of_all = Arrived {
        seq: first.entry.seq,
        ..before
    };
    assert_eq!(
        arrived.check(&first_of_all),
        Fit::Gap {
            next: second.entry.seq
        }
    );
    let stretch = outbox.next(Some(there), 100, false).unwrap().unwrap();
    assert_eq!(stretch.first(), third.entry.seq);
    assert!(matches!(stretch.origin, Origin::First));
    assert_ne!(stretch.branch, BranchName([0; 16]));
}

#[test]
fn lines_that_no_entry_says_are_gone_are_named() {
    let gone = |change: &str| {
        let mut post = Post::new();
        let mut ledger = post.open();
        live(&mut post, &mut ledger, 1);
        let first = pass(&mut post, &mut ledger);
        pass(&mut post, &mut ledger);
        let disposed = ledger.dispose_again(&first.reference(), &post.now(), 1, &post.zone);
        assert!(disposed.unwrap().is_some());
        drop(ledger);
        assert_eq!(post.proven().disposed, 1);
        post.intruder().execute_batch(change).unwrap();
        fault(&post).seq
    };
    let emptied = "UPDATE entry SET line = x'', kind = '', verdict = NULL, day = 0, at_ms = 0, counted_ms = NULL WHERE seq = 2";
    assert_eq!(gone(emptied), 2);
    assert_eq!(
        gone(&format!("{emptied}; UPDATE disposed SET place = 2")),
        2
    );
    assert_eq!(gone("DELETE FROM disposed"), 1);
    assert_eq!(gone("UPDATE disposed SET by = 2"), 1);
    assert_eq!(
        gone("UPDATE entry SET leaf = zeroblob(32) WHERE seq = 1"),
        1
    );
    assert_eq!(
        gone("UPDATE entry SET head = zeroblob(32) WHERE seq = 1"),
        1
    );
    assert_eq!(gone("DELETE FROM entry WHERE seq = 1"), 1);
}

#[test]
fn an_older_backup_does_not_bring_lines_back() {
    let mut post = Post::new();
    let mut ledger = post.open();
    live(&mut post, &mut ledger, 1);
    let old = pass(&mut post, &mut ledger);
    pass(&mut post, &mut ledger);
    let kept = Kept::of(&post);
    kept.clock.to(post.now());
    kept.made();
    let older = post.scratch().join("older");
    copy_tree(&kept.folder, &older);
    assert_eq!(backups_with(&kept, &id_of(&old)), 1);
    let disposed = ledger.dispose_again(&old.reference(), &post.now(), 1, &post.zone);
    assert!(disposed.unwrap().is_some());
    post.pass_seconds(60);
    kept.clock.to(post.now());
    let mut last = None;
    let looked = kept.backups.look(&mut last, Duration::from_secs(3_600));
    assert!(looked.unwrap().is_some(), "it doesn't wait for the hour");
    assert_eq!(backups_with(&kept, &id_of(&old)), 0);
    drop(ledger);

    // The older copy beside the register of what is gone.
    for entry in std::fs::read_dir(&older).unwrap().flatten() {
        if entry.path().is_dir() {
            copy_tree(&entry.path(), &kept.folder.join(entry.file_name()));
        }
    }
    let copies = std::fs::read_dir(&kept.folder).unwrap().flatten();
    let first = copies
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .min()
        .unwrap();
    let new = Post::new();
    let elsewhere = super::backup::backups_at(&new, &kept.clock);
    elsewhere.restore(&first, &kept.key, false).unwrap();
    finish(&new.home, &new.now()).unwrap();
    assert!(!is_anywhere(&new, &id_of(&old)));
    assert_eq!(new.proven().disposed, 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// Wherever it is cut, what is left is read as before, and the whole still follows.
    #[test]
    fn what_is_left_reads_as_it_did(
        people in prop::collection::vec((any::<bool>(), 0..2_000_i64), 2..40),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut post = Post::new();
        let mut ledger = post.open();
        for (number, (is_named, minutes)) in people.iter().enumerate() {
            post.pass_seconds(minutes * 60);
            if *is_named {
                post.admit(&mut ledger, &format!("Người {number}"));
            } else {
                pass(&mut post, &mut ledger);
            }
        }
        let before = post.lines();
        let last = cut.index(before.len());
        let entries: Vec<Entry> = before
            .iter()
            .map(|line| Entry::parse(line.as_bytes()).unwrap())
            .collect();
        let of = checkpoint::entry::Ref {
            seq: entries[last].seq,
            leaf: checkpoint::chain::leaf(before[last].as_bytes()),
        };
        let told = |post: &Post| {
            let book = Book::open(&post.home, post.zone.clone()).unwrap();
            let days = entries.iter().map(|entry| post.zone.to_datetime(entry.moment.at).date());
            let days: std::collections::BTreeSet<_> = days.collect();
            let mut rows = Vec::new();
            for day in days {
                let day = book.day(day, post.now().at).unwrap();
                let page = day.page(&Filter::default(), 0, None, usize::MAX);
                rows.extend(page.rows.iter().map(|row| row.place));
            }
            rows.sort_unstable();
            rows
        };
        let rows_before = told(&post);
        while ledger.purge_again(&of, &post.now(), 1, &post.zone).unwrap().is_some() {}
        while ledger.dispose_again(&of, &post.now(), 1, &post.zone).unwrap().is_some() {}
        let proven = post.proven();
        prop_assert_eq!(proven.disposed, last as u64 + 1);
        let after = post.lines();
        prop_assert_eq!(&after[..before.len() - last - 1], &before[last + 1..]);
        let left: Vec<u64> = rows_before.into_iter().filter(|place| *place > last as u64 + 1).collect();
        prop_assert_eq!(told(&post), left);
        drop(ledger);
        let mut ledger = post.open();
        pass(&mut post, &mut ledger);
        prop_assert_eq!(post.proven().disposed, last as u64 + 1);
    }
}
