//! Whether two descriptions may be one person's, against an own reading of the rule that tries every order of words and
//! every letter; and an index against a look at everybody.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use checkpoint::alike::{Described, Index, Likeness, Spelling, alike, spelling};
use checkpoint::document::Birth;
use checkpoint::subject::fold_name;
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::sample::{Index as Place, select};

const BORN: Date = Date::constant(1990, 3, 7);

fn described(name: &str) -> Described {
    Described {
        name: name.to_owned(),
        birth: Birth::Unknown,
        numbers: Vec::new(),
    }
}

/// Names as Vietnam has them.
fn names() -> impl Strategy<Value = String> {
    let family = select(vec!["Nguyễn", "Trần", "Lê", "Lý", "Đỗ", "Phạm", "Hoàng"]);
    let middle = prop::collection::vec(select(vec!["Văn", "Thị", "Đức", "Thúy", "Hữu"]), 0..3);
    let given = select(vec!["An", "Bình", "Quý", "Đạt", "Hoà", "Ý", "Ngọc", "My"]);
    (family, middle, given).prop_map(|(family, middle, given)| {
        let mut words = vec![family];
        words.extend(middle);
        words.push(given);
        words.join(" ")
    })
}

/// Short words of few letters, so that chance makes many that are nearly alike.
fn little() -> impl Strategy<Value = String> {
    prop::collection::vec("[abiyĐ]{1,3}", 1..4).prop_map(|words| words.join(" "))
}

fn birth() -> impl Strategy<Value = Birth> {
    select(vec![
        Birth::Unknown,
        Birth::Year(1990),
        Birth::Year(1991),
        Birth::Month(1990, 3),
        Birth::Day(BORN),
        Birth::Day(Date::constant(1990, 3, 8)),
    ])
}

fn numbers() -> impl Strategy<Value = Vec<String>> {
    let one = select(vec![
        "001090000001",
        "001090000002",
        "012345678",
        "0001",
        "5678",
    ]);
    prop::collection::vec(one.prop_map(str::to_owned), 0..3)
}

fn person() -> impl Strategy<Value = Described> {
    (little(), birth(), numbers()).prop_map(|(name, birth, numbers)| Described {
        name,
        birth,
        numbers,
    })
}

fn sorted(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    words.sort();
    words
}

fn orders(words: &[String]) -> Vec<Vec<String>> {
    if words.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for at in 0..words.len() {
        let mut rest = words.to_vec();
        let first = rest.remove(at);
        for mut order in orders(&rest) {
            order.insert(0, first.clone());
            all.push(order);
        }
    }
    all
}

/// Every name that one letter, or one blank, makes of this one.
fn one_off(name: &str) -> Vec<Vec<String>> {
    let mut made = Vec::new();
    for order in orders(&sorted(name)) {
        let letters: Vec<char> = order.join(" ").chars().collect();
        let mut put =
            |letters: Vec<char>| made.push(sorted(&letters.into_iter().collect::<String>()));
        for at in 0..=letters.len() {
            for letter in "abid ".chars() {
                let mut longer = letters.clone();
                longer.insert(at, letter);
                put(longer);
                if letters.get(at).is_some_and(|old| *old != ' ') && letter != ' ' {
                    let mut other = letters.clone();
                    other[at] = letter;
                    put(other);
                }
            }
            if at < letters.len() {
                let mut shorter = letters.clone();
                shorter.remove(at);
                put(shorter);
            }
            if at + 1 < letters.len() && letters[at] != ' ' && letters[at + 1] != ' ' {
                let mut swapped = letters.clone();
                swapped.swap(at, at + 1);
                put(swapped);
            }
        }
    }
    made
}

fn by_force(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|name| fold_name(name).replace('y', "i"));
    sorted(&one) == sorted(&other)
        || one_off(&one).contains(&sorted(&other))
        || one_off(&other).contains(&sorted(&one))
}

proptest! {
    #[test]
    fn names_are_alike_where_one_letter_at_most_is_off_in_some_order(a in little(), b in little()) {
        prop_assert_eq!(spelling(&a, &b).is_some(), by_force(&a, &b));
        prop_assert_eq!(spelling(&a, &b), spelling(&b, &a));
    }

    #[test]
    fn everybody_is_like_themselves(one in person()) {
        let likeness = alike(&one, &one).unwrap();
        prop_assert_eq!(likeness.spelling, Spelling::Same);
    }

    #[test]
    fn likeness_is_mutual(one in person(), other in person()) {
        prop_assert_eq!(alike(&one, &other), alike(&other, &one));
    }

    #[test]
    fn tones_capitals_i_and_y_and_the_order_of_words_are_no_difference(name in names(), turn in 0usize..4) {
        let mut words: Vec<&str> = name.split(' ').collect();
        let turn = turn % words.len();
        words.rotate_left(turn);
        let other = fold_name(&words.join("  ")).to_uppercase().replace('Y', "I");
        prop_assert!(spelling(&name, &other) <= Some(Spelling::Respelt));
        prop_assert!(spelling(&name, &other).is_some());
    }

    #[test]
    fn one_letter_is_no_difference(name in names(), at in any::<Place>(), letter in "[a-z]", deed in 0..4) {
        let mut letters: Vec<char> = name.chars().collect();
        let at = at.index(letters.len());
        let letter = letter.chars().next().unwrap();
        let is_blank = |at: usize| letters.get(at).is_none_or(|letter| *letter == ' ');
        match deed {
            0 => letters.insert(at, letter),
            1 => drop(letters.remove(at)),
            2 if !is_blank(at) => letters[at] = letter,
            3 if !is_blank(at) && !is_blank(at + 1) => letters.swap(at, at + 1),
            _ => {}
        }
        let other: String = letters.into_iter().collect();
        prop_assert!(spelling(&name, &other).is_some(), "{} / {}", name, other);
    }

    #[test]
    fn an_index_finds_whom_a_look_at_everybody_finds(list in prop::collection::vec(person(), 0..12), who in person()) {
        let slow: Vec<(usize, Likeness)> = list
            .iter()
            .enumerate()
            .filter_map(|(at, one)| Some((at, alike(&who, one)?)))
            .collect();
        prop_assert_eq!(Index::of(list).find(&who), slow);
    }
}

#[test]
fn two_letters_are_two_names() {
    for (one, other) in [
        ("Nguyễn Văn An", "Nguyễn Văn Bình"),
        ("Nguyễn Văn An", "Nguyễn Vân Em"),
        ("Trần Thị Bé", "Trần Văn Bé"),
        ("Nguyễn Văn An", "Nguyễn An"),
        ("", ""),
        ("An", ""),
        ("-", "."),
    ] {
        assert_eq!(spelling(one, other), None, "{one} / {other}");
    }
    assert_eq!(spelling("H'Hen Niê", "HHen Nie"), Some(Spelling::OneOff));
}

#[test]
fn dates_and_numbers_narrow_where_both_are_known() {
    let with = |birth, numbers: &[&str]| Described {
        birth,
        numbers: numbers.iter().map(|&n| n.to_owned()).collect(),
        ..described("Trần Thị Bé")
    };
    let card = with(Birth::Day(BORN), &["001090000001", "012345678"]);
    let found = |birth, numbers: &[&str]| {
        alike(&card, &with(birth, numbers)).map(|like| (like.birth, like.numbers))
    };
    assert_eq!(found(Birth::Unknown, &[]), Some((false, false)));
    assert_eq!(found(Birth::Year(1990), &["0001"]), Some((true, true)));
    assert_eq!(found(Birth::Month(1990, 4), &[]), None);
    assert_eq!(found(Birth::Year(1991), &[]), None);
    assert_eq!(found(Birth::Unknown, &["0002"]), None);
    // An old card's number, or its end.
    assert_eq!(found(Birth::Unknown, &["012345678"]), Some((false, true)));
    assert_eq!(found(Birth::Unknown, &["678"]), Some((false, true)));
    // A whole number is the person, whatever else is written.
    assert_eq!(
        found(Birth::Year(1991), &["001090000001"]),
        Some((false, true))
    );
    let other = Described {
        numbers: vec!["001090000001".to_owned()],
        ..described("Lê Hữu Đạt")
    };
    assert_eq!(alike(&card, &other).unwrap().spelling, Spelling::Other);
    // A card of 12 digits alone says nothing of one of 9.
    let new = with(Birth::Unknown, &["001090000001"]);
    let old = with(Birth::Unknown, &["012345670"]);
    assert!(!alike(&new, &old).unwrap().numbers);
}

#[test]
fn a_name_without_an_end_is_looked_for_as_it_stands() {
    let long = "a ".repeat(4_000);
    let index = Index::of(vec![described(&long), described("Nguyễn Văn An")]);
    assert_eq!(index.find(&described(&long)).len(), 1);
    assert!(index.find(&described(&"a ".repeat(3_999))).is_empty());
}
