//! Words find lines: without accents, in any order, from two letters on, the most exact first.

use super::post::{Post, coming_in, identity};
use checkpoint::entry::{Direction, Draft, Kind, Was};
use checkpoint::subject::{Note, Purpose, Salt, Subject, fold_name, words};
use kiosk::book::{Book, Cursor, Row};
use kiosk::ledger::{Appended, Ledger, LedgerError, Reading};
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeMap;

fn purposes() -> BTreeMap<u8, String> {
    [(1, "Một cửa".into()), (4, "Giao hàng".into())].into()
}

fn book(post: &Post) -> Book {
    Book::open(&post.home, post.zone.clone()).unwrap()
}

fn name(row: &Row) -> String {
    row.line.identity.name.clone().unwrap_or_default()
}

fn found(post: &Post, typed: &str) -> Vec<String> {
    let found = book(post).search(typed, &purposes(), None, 50).unwrap();
    assert_eq!(found.next, None);
    found.rows.iter().map(name).collect()
}

/// Somebody comes by a card whose number has an end.
fn come(post: &mut Post, ledger: &mut Ledger, name: &str, last4: &str) -> Appended {
    post.pass_seconds(60);
    let subject = identity(name, 1990, last4, None);
    let now = post.now();
    ledger
        .append(&coming_in(), Some(&subject), &now, 1, &post.zone)
        .unwrap()
}

fn noted(post: &mut Post, ledger: &mut Ledger, of: &Appended, note: Note) {
    post.pass_seconds(5);
    let mut draft = Draft::new(Kind::Correct);
    draft.of = Some(of.reference());
    draft.was = Some(Was::of(&of.entry, &post.zone));
    let subject = Subject::note(Salt([4; 16]), &note).unwrap();
    let now = post.now();
    ledger
        .append(&draft, Some(&subject), &now, 1, &post.zone)
        .unwrap();
}

fn some_people() -> (Post, Ledger) {
    let mut post = Post::new();
    let mut ledger = post.open();
    let people = [
        ("Nguyễn Văn Đức", "0001"),
        ("Nguyễn Văn Dục", "0002"),
        ("Trần Đức Anh", "0003"),
        ("LE THI AN", "4321"),
        ("Phạm Thị Ân", "5678"),
    ];
    for (number, (name, last4)) in people.into_iter().enumerate() {
        come(&mut post, &mut ledger, name, last4);
        // The words of the last two haven't followed yet.
        if number == 2 {
            ledger.index(&post.now()).unwrap();
        }
    }
    (post, ledger)
}

#[test]
fn accents_order_and_case_do_not_matter_and_what_was_typed_exactly_comes_first() {
    let (post, _ledger) = some_people();
    let expected: [(&str, &[&str]); 14] = [
        ("nguyen van duc", &["Nguyễn Văn Dục", "Nguyễn Văn Đức"]),
        ("Nguyễn Văn Đức", &["Nguyễn Văn Đức", "Nguyễn Văn Dục"]),
        ("đức nguyễn", &["Nguyễn Văn Đức", "Nguyễn Văn Dục"]),
        ("dục", &["Nguyễn Văn Dục", "Trần Đức Anh", "Nguyễn Văn Đức"]),
        ("ĐỨC", &["Trần Đức Anh", "Nguyễn Văn Đức", "Nguyễn Văn Dục"]),
        // The whole word before those that begin so.
        ("an", &["Phạm Thị Ân", "LE THI AN", "Trần Đức Anh"]),
        ("ân", &["Phạm Thị Ân", "LE THI AN", "Trần Đức Anh"]),
        ("ngu va du", &["Nguyễn Văn Dục", "Nguyễn Văn Đức"]),
        // Composed of a letter and its accents, as some keyboards do.
        (
            "\u{110}u\u{31b}\u{301}c",
            &["Trần Đức Anh", "Nguyễn Văn Đức", "Nguyễn Văn Dục"],
        ),
        ("guyen", &[]),
        ("d", &[]),
        ("", &[]),
        ("\"* OR NOT (", &[]),
        ("duc zz", &[]),
    ];
    for (typed, names) in expected {
        assert_eq!(found(&post, typed), names, "{typed:?}");
    }
}

#[test]
fn numbers_find_by_their_end_and_a_birth_year_or_a_phone_by_its_beginning() {
    let (mut post, mut ledger) = some_people();
    let mut subject = identity("Vũ Gọi Điện", 1985, "9999", None);
    subject.groups[1] = Some(r#"{"salt":"CQkJCQkJCQkJCQkJCQkJCQ","phone":"0912 345 678"}"#.into());
    post.pass_seconds(60);
    ledger
        .append(&coming_in(), Some(&subject), &post.now(), 1, &post.zone)
        .unwrap();
    for typed in [
        "0912345678",
        "0912",
        "09123",
        "gọi 091",
        "1985",
        "9999",
        "012345679999",
    ] {
        assert_eq!(found(&post, typed), ["Vũ Gọi Điện"], "{typed}");
    }
    assert_eq!(found(&post, "5678"), ["Vũ Gọi Điện", "Phạm Thị Ân"]);
    assert_eq!(found(&post, "012345674321"), ["LE THI AN"]);
    assert_eq!(found(&post, "345678"), Vec::<String>::new());
}

#[test]
fn a_purpose_or_note_that_was_given_later_finds_the_line_that_it_is_about() {
    let (mut post, mut ledger) = some_people();
    let came = come(&mut post, &mut ledger, "Đỗ Giao", "7777");
    let key = |purpose| Note {
        purpose: Some(purpose),
        note: None,
    };
    noted(&mut post, &mut ledger, &came, key(Purpose::Key(4)));
    assert_eq!(found(&post, "giao hang"), ["Đỗ Giao"]);
    assert_eq!(found(&post, "hàng"), ["Đỗ Giao"]);
    assert_eq!(found(&post, "mot cua"), Vec::<String>::new());
    // Both the line and what was said of it later: still one line.
    assert_eq!(found(&post, "giao"), ["Đỗ Giao"]);
    let came = come(&mut post, &mut ledger, "Lý Họp", "8888");
    let note = Note {
        purpose: Some(Purpose::Text("Gặp cô Hiền".into())),
        note: Some("Mang theo máy chiếu".into()),
    };
    noted(&mut post, &mut ledger, &came, note);
    for typed in ["hien", "chiếu máy", "gap may"] {
        assert_eq!(found(&post, typed), ["Lý Họp"], "{typed}");
    }
    let rows = book(&post)
        .search("hien", &purposes(), None, 5)
        .unwrap()
        .rows;
    assert_eq!(rows[0].line.direction, Some(Direction::In));
    assert_eq!(rows[0].line.note.as_deref(), Some("Mang theo máy chiếu"));
}

#[test]
fn what_was_erased_is_not_found_and_a_ledger_of_an_older_program_is() {
    let (post, mut ledger) = some_people();
    let duc = ledger.about_the_same_person(1, &post.now()).unwrap();
    ledger
        .erase(&duc[0], None, &post.now(), 1, &post.zone)
        .unwrap();
    assert_eq!(found(&post, "nguyen"), ["Nguyễn Văn Dục"]);
    drop(ledger);
    // As the program before this one left it.
    post.intruder()
        .execute_batch(
            "DROP TABLE word; DROP TABLE indexed; DROP TABLE disposed; DROP TABLE disposing; DROP TABLE day_badge; DROP TABLE somebody; DROP INDEX entry_by_time; DROP INDEX entry_amending;
             ALTER TABLE entry DROP COLUMN counted_ms; ALTER TABLE entry DROP COLUMN amends; PRAGMA user_version = 5;",
        )
        .unwrap();
    let beside = Reading::open(&post.home).map(|_| ());
    assert!(matches!(beside, Err(LedgerError::Older)), "{beside:?}");
    drop(post.open());
    assert_eq!(found(&post, "nguyen"), ["Nguyễn Văn Dục"]);
    assert_eq!(found(&post, "duc"), ["Trần Đức Anh", "Nguyễn Văn Dục"]);
    assert_eq!(post.proven().entries, 6);
}

/// All that one asks for, page by page.
fn all(post: &Post, typed: &str, most: usize) -> Vec<u64> {
    let book = book(post);
    let mut after: Option<Cursor> = None;
    let mut seqs = Vec::new();
    loop {
        let found = book.search(typed, &purposes(), after, most).unwrap();
        seqs.extend(found.rows.iter().map(|row| row.line.seq));
        match found.next {
            Some(next) => after = Some(next),
            None => return seqs,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// Whoever is found by going through all names is found by the index, once, whatever the size of the pages; better fits
    /// come first and newer ones among equals.
    #[test]
    fn a_search_finds_what_going_through_all_names_finds(
        people in proptest::collection::vec((select(vec!["Nguyễn", "Nguyên", "Đặng", "Dang"]), select(vec!["Văn", "Thị", "Vân"]), select(vec!["Đức", "Dục", "An", "Ân", "Anh"])), 1..40),
        typed in select(vec!["nguyen", "ng duc", "Đức", "an van", "ân", "da", "dang", "đặ van an", "nguyên", "vân"]),
        most in 1..9_usize,
        indexed in 0..40_usize,
    ) {
        let mut post = Post::new();
        let mut ledger = post.open();
        for (number, (one, two, three)) in people.iter().enumerate() {
            come(&mut post, &mut ledger, &format!("{one} {two} {three}"), "0001");
            if number == indexed {
                ledger.index(&post.now()).unwrap();
            }
        }
        let asked = words(typed);
        let fits = |name: &str, fits: &dyn Fn(&str, &str) -> bool| {
            let parts = words(name);
            asked.iter().all(|word| parts.iter().any(|part| fits(part, word)))
        };
        let has_accents = asked.iter().any(|word| fold_name(word) != *word);
        let rank = |name: &str| {
            // A word without accents may have any.
            if has_accents && fits(name, &|part, word| part.starts_with(word) || fold_name(part).starts_with(word)) {
                return Some(0);
            }
            if fits(name, &|part, word| fold_name(part) == fold_name(word)) {
                return Some(1);
            }
            fits(name, &|part, word| fold_name(part).starts_with(&fold_name(word))).then_some(2)
        };
        let mut expected: Vec<(i32, u64)> = (1..).zip(&people).filter_map(|(seq, (one, two, three))| {
            Some((rank(&format!("{one} {two} {three}"))?, seq))
        }).collect();
        expected.sort_by_key(|(rank, seq)| (*rank, std::cmp::Reverse(*seq)));
        let expected: Vec<u64> = expected.into_iter().map(|(_, seq)| seq).collect();
        prop_assert_eq!(all(&post, typed, most), expected);
    }
}
