//! F2's list: two letters or the last four digits.

use super::post::{Post, coming_in, identity};
use kiosk::ledger::Ledger;

fn people(post: &mut Post, ledger: &mut Ledger) {
    for (name, last4) in [
        ("Nguyễn Văn Đức", "0001"),
        ("Trần Đức Văn", "0002"),
        ("NGUYEN THI BE", "0003"),
        ("Lê Hữu Đạt", "4321"),
    ] {
        post.pass_seconds(60);
        let subject = identity(name, 1990, last4, None);
        ledger
            .append(&coming_in(), Some(&subject), &post.now(), 1, &post.zone)
            .unwrap();
    }
}

fn found(post: &Post, ledger: &mut Ledger, typed: &str) -> Vec<String> {
    let visitors = ledger.visitors(typed, 10, &post.now()).unwrap();
    visitors
        .into_iter()
        .filter_map(|visitor| visitor.name)
        .collect()
}

#[test]
fn accents_and_case_do_not_matter_and_the_newest_comes_first() {
    let mut post = Post::new();
    let mut ledger = post.open();
    people(&mut post, &mut ledger);
    let expected: [(&str, &[&str]); 9] = [
        ("ng", &["NGUYEN THI BE", "Nguyễn Văn Đức"]),
        ("Đứ", &["Trần Đức Văn", "Nguyễn Văn Đức"]),
        ("duc", &["Trần Đức Văn", "Nguyễn Văn Đức"]),
        ("nguyen van duc", &["Nguyễn Văn Đức"]),
        ("van duc", &["Nguyễn Văn Đức", "Trần Đức Văn"]),
        ("guyen", &[]),
        ("n", &[]),
        ("", &[]),
        ("%_", &[]),
    ];
    for (typed, names) in expected {
        assert_eq!(found(&post, &mut ledger, typed), names, "{typed:?}");
    }
}

#[test]
fn the_last_four_digits_find_and_so_does_a_whole_number() {
    let mut post = Post::new();
    let mut ledger = post.open();
    people(&mut post, &mut ledger);
    for typed in ["4321", "051090004321", "dat 4321", "4321 le"] {
        assert_eq!(
            found(&post, &mut ledger, typed),
            ["Lê Hữu Đạt"],
            "{typed:?}"
        );
    }
    assert!(found(&post, &mut ledger, "432").is_empty());
}

#[test]
fn someone_who_came_again_is_listed_once_and_first() {
    let mut post = Post::new();
    let mut ledger = post.open();
    people(&mut post, &mut ledger);
    assert_eq!(found(&post, &mut ledger, "ng")[1], "Nguyễn Văn Đức");
    post.pass_seconds(60);
    let again = identity("Nguyễn Văn Đức", 1990, "0001", None);
    ledger
        .append(&coming_in(), Some(&again), &post.now(), 1, &post.zone)
        .unwrap();
    let expected = ["Nguyễn Văn Đức", "NGUYEN THI BE"];
    assert_eq!(found(&post, &mut ledger, "ng"), expected);
    drop(ledger);
    assert_eq!(
        found(&post, &mut post.open(), "ng"),
        expected,
        "also after a restart"
    );
}

#[test]
fn two_documents_of_one_person_are_one_visitor() {
    let mut post = Post::new();
    let mut ledger = post.open();
    for name in ["NGUYEN VAN AN", "Nguyễn Văn An"] {
        post.pass_seconds(60);
        let subject = identity(name, 1990, "0001", Some([3; 16]));
        ledger
            .append(&coming_in(), Some(&subject), &post.now(), 1, &post.zone)
            .unwrap();
    }
    assert_eq!(found(&post, &mut ledger, "an"), ["Nguyễn Văn An"]);
    let visitor = ledger.visitors("an", 1, &post.now()).unwrap().remove(0);
    assert_eq!(visitor.who.person.unwrap().0, [3; 16]);
    assert_eq!(
        (visitor.birth_year, visitor.last4.as_deref()),
        (Some(1990), Some("0001"))
    );
    assert_eq!(visitor.seen, post.now().at);
}

#[test]
fn after_thirty_days_nobody_is_listed() {
    let mut post = Post::new();
    let mut ledger = post.open();
    people(&mut post, &mut ledger);
    drop(ledger);
    post.pass_seconds(30 * 86_400 - 100);
    assert_eq!(found(&post, &mut post.open(), "ng").len(), 1);
    post.pass_seconds(200);
    assert_eq!(found(&post, &mut post.open(), "ng").len(), 0);
}

#[test]
fn a_list_of_people_inside_gets_their_names() {
    let mut post = Post::new();
    let mut ledger = post.open();
    let an = post.admit(&mut ledger, "Nguyễn Văn An").reference();
    let nobody = post.note(&mut ledger).reference();
    let be = post.admit(&mut ledger, "Trần Thị Bé").reference();
    let mut other_bytes = an;
    other_bytes.leaf = [0; 32];
    let names: Vec<_> = ledger
        .names(&[be, nobody, an, other_bytes], &post.now())
        .unwrap()
        .into_iter()
        .map(|visitor| visitor.and_then(|visitor| visitor.name))
        .collect();
    assert_eq!(
        names,
        [
            Some("Trần Thị Bé".into()),
            None,
            Some("Nguyễn Văn An".into()),
            None
        ]
    );
}
