//! Somebody asks to be forgotten: their data goes, the log and its chain stay.

use super::post::{Post, coming_in, identity};
use checkpoint::entry::{Audit, Entry, Kind, Ref};
use kiosk::ledger::Ledger;
use proptest::prelude::*;
use rusqlite::Connection;

/// Every text that the database holds, in whatever table.
fn texts(connection: &Connection) -> Vec<Vec<u8>> {
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    let mut texts = Vec::new();
    for table in tables {
        let mut statement = connection
            .prepare(&format!("SELECT * FROM {table}"))
            .unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                match row.get_ref(column).unwrap() {
                    rusqlite::types::ValueRef::Text(bytes)
                    | rusqlite::types::ValueRef::Blob(bytes) => texts.push(bytes.to_vec()),
                    rusqlite::types::ValueRef::Null
                    | rusqlite::types::ValueRef::Integer(_)
                    | rusqlite::types::ValueRef::Real(_) => {}
                }
            }
        }
    }
    texts
}

fn holds(connection: &Connection, text: &str) -> bool {
    texts(connection).iter().any(|bytes| {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    })
}

fn erase(ledger: &mut Ledger, post: &mut Post, of: &Ref) -> bool {
    post.pass_seconds(1);
    let erased = ledger.erase(of, None, &post.now(), 1, &post.zone).unwrap();
    ledger.forget_old_pages(&post.now()).unwrap();
    erased.is_some()
}

#[test]
fn an_erased_subject_is_gone_from_every_table_and_an_entry_says_so() {
    let mut post = Post::new();
    let mut ledger = post.open();
    let kept = post.admit(&mut ledger, "Trần Thị Ở Lại");
    let gone = post.admit(&mut ledger, "Lê Văn Quên Đi");
    assert!(holds(&post.intruder(), "Lê Văn Quên Đi"));
    assert_eq!(ledger.visitors("quen", 5, &post.now()).unwrap().len(), 1);

    assert!(erase(&mut ledger, &mut post, &gone.reference()));
    assert!(!erase(&mut ledger, &mut post, &gone.reference()), "once");
    let other = Ref {
        seq: kept.entry.seq,
        leaf: gone.leaf,
    };
    assert!(!erase(&mut ledger, &mut post, &other), "seq and leaf agree");

    let intruder = post.intruder();
    for trace in ["Lê Văn Quên Đi", "le van quen di"] {
        assert!(!holds(&intruder, trace), "{trace}");
    }
    assert!(holds(&intruder, "Trần Thị Ở Lại"));
    assert!(ledger.visitors("quen", 5, &post.now()).unwrap().is_empty());
    let wal = post.home.database().with_extension("db-wal");
    assert_eq!(std::fs::metadata(wal).unwrap().len(), 0, "no old page");

    let lines = post.lines();
    let said = Entry::parse(lines[2].as_bytes()).unwrap().said;
    assert_eq!(
        (said.kind, said.of),
        (Kind::Audit(Audit::Erase), Some(gone.reference()))
    );
    assert_eq!(lines.len(), 3);
    assert_eq!(post.proven().entries, 3);
    drop(ledger);
    let mut ledger = post.open();
    assert!(ledger.visitors("quen", 5, &post.now()).unwrap().is_empty());
    assert!(!erase(&mut ledger, &mut post, &gone.reference()), "still");
}

#[test]
fn everything_about_one_person_is_found_by_any_of_their_entries() {
    let mut post = Post::new();
    let mut ledger = post.open();
    let mut enter = |post: &mut Post, person| {
        post.pass_seconds(1);
        let subject = identity("Nguyễn Văn An", 1990, "0001", person);
        ledger
            .append(&coming_in(), Some(&subject), &post.now(), 1, &post.zone)
            .unwrap()
            .reference()
    };
    let first = enter(&mut post, Some([1; 16]));
    let namesake = enter(&mut post, Some([2; 16]));
    let nameless = enter(&mut post, None);
    let last = enter(&mut post, Some([1; 16]));
    let mut about = |seq| ledger.about_the_same_person(seq, &post.now()).unwrap();
    assert_eq!(about(last.seq), [last, first]);
    assert_eq!(about(namesake.seq), [namesake]);
    assert_eq!(about(nameless.seq), [nameless], "a name alone is nobody");
    assert_eq!(about(99), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_erased_in_whatever_order_the_chain_holds_and_nothing_of_it_is_left(
        people in 1usize..12, erased in prop::collection::vec(0usize..12, 0..12), reopen: bool,
    ) {
        let mut post = Post::new();
        let mut ledger = post.open();
        let name = |n: usize| format!("Người Thứ {n} Trăm");
        let entries: Vec<Ref> =
            (0..people).map(|n| post.admit(&mut ledger, &name(n)).reference()).collect();
        let mut gone = std::collections::BTreeSet::new();
        for n in erased.into_iter().filter(|n| *n < people) {
            let is_new = gone.insert(n);
            prop_assert_eq!(erase(&mut ledger, &mut post, &entries[n]), is_new);
        }
        if reopen {
            drop(ledger);
            ledger = post.open();
        }
        let intruder = post.intruder();
        for n in 0..people {
            prop_assert_eq!(holds(&intruder, &name(n)), !gone.contains(&n));
        }
        drop(intruder);
        drop(ledger);
        prop_assert_eq!(post.proven().entries, (people + gone.len()) as u64);
    }
}

#[test]
fn data_that_is_missing_without_an_entry_that_says_so_is_found() {
    let mut post = Post::new();
    let mut ledger = post.open();
    let first = post.admit(&mut ledger, "Trần Thị Một");
    let second = post.admit(&mut ledger, "Trần Thị Hai");
    assert!(erase(&mut ledger, &mut post, &first.reference()));
    drop(ledger);
    assert_eq!(post.proven().entries, 3);
    // Somebody who holds the key takes out what they like, and says that it was asked for.
    post.intruder()
        .execute_batch(
            "DELETE FROM subject WHERE place = 2; INSERT INTO erased (place, by) VALUES (2, 3)",
        )
        .unwrap();
    let fault = kiosk::ledger::Reading::open(&post.home)
        .unwrap()
        .verify()
        .unwrap()
        .unwrap_err();
    assert!([first.entry.seq, second.entry.seq].contains(&fault.seq));
}
