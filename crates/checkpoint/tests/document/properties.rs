//! What holds for any code: nothing panics, nothing unreadable gets into a claim, the same bytes
//! get the same answer, and what a generator writes is read back equal.

use crate::samples::all;
use crate::told::morning;
use checkpoint::document::{Birth, Claim, CodeId, Document, Kind, Number, Recognised, Sex};
use checkpoint::trust::TrustList;
use checkpoint::verdict::judge;
use jiff::civil::Date;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

const LONGEST: usize = 8 * 1024;

fn claim(raw: &[u8]) -> Option<Claim> {
    match Document::recognise(raw) {
        Recognised::Document(document) => {
            Some(judge(document, &TrustList::default(), &morning()).claim)
        }
        Recognised::Number(_) | Recognised::Foreign(_) | Recognised::Unknown => None,
    }
}

/// What every claim keeps, whatever it was read from.
fn assert_sound(raw: &[u8]) {
    let recognised = Document::recognise(raw);
    assert_eq!(
        Document::recognise(raw),
        recognised,
        "the same bytes, the same answer"
    );
    assert_eq!(CodeId::of(raw), CodeId::of(raw));
    if let Recognised::Number(number) = &recognised {
        assert!(matches!(number.len(), 9 | 12) && number.bytes().all(|byte| byte.is_ascii_digit()));
    }
    let Some(claim) = claim(raw) else { return };
    for (text, most) in [
        (&claim.name, 100),
        (&claim.address, 300),
        (&claim.phone, 13),
    ] {
        let Some(text) = text else { continue };
        assert!(!text.chars().any(char::is_control), "{text:?}");
        assert_eq!(text.trim(), text);
        assert!(!text.is_empty() && text.chars().count() <= most, "{text:?}");
    }
    for number in &claim.numbers {
        let well_formed = match number {
            Number::Id(digits) => matches!(digits.len(), 9 | 12),
            Number::Bhyt(digits) => digits.len() == 10,
            Number::Passport { country, number } => {
                country == "XX" && (6..=12).contains(&number.len())
            }
        };
        assert!(well_formed, "{number:?}");
    }
}

/// Up to 8 KiB made of what the readers look for, so that they are led far in.
fn crafted() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        select(vec![
            "|",
            "||||||",
            "<",
            "*",
            "-",
            "/",
            "$",
            "\n",
            "\r\n",
            "\0",
            "\u{feff}",
            "\u{a0}",
            " ",
            "CCCD:",
            "HC1:",
            "shc:/",
            "CHOT1:",
            "000201",
            "https://",
            "{",
            "0",
            "1",
            "2",
            "Nam",
            "Nữ",
            "nu",
            "05031990",
            "1945",
            "051090000001",
            "212345678",
            "5100000001",
            "GD4515100000001",
            "1987-01-18",
            "05/03/1990",
            "4e677579e1bb856e",
            "Nguyễn Văn An",
            "e\u{302}\u{303}",
            "\u{301}",
            "\u{202e}",
            "廙",
        ])
        .prop_map(|piece| piece.as_bytes().to_vec()),
        vec(any::<u8>(), 1..8),
    ];
    (vec(piece, 0..64), 1..40_usize).prop_map(|(pieces, times)| {
        let mut code = pieces.concat().repeat(times);
        code.truncate(LONGEST);
        code
    })
}

/// A sample with bytes changed, put in, taken out, and doubled.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<Index>(), any::<u8>(), 0..4_u8, 1..200_usize);
    (select(all()), vec(change, 0..12)).prop_map(|(sample, changes)| {
        let mut code = sample.as_bytes().to_vec();
        for (place, byte, how, times) in changes {
            let at = place.index(code.len() + 1);
            match how {
                0 => code.insert(at, byte),
                1 if at < code.len() => code[at] = byte,
                2 if at < code.len() => drop(code.remove(at)),
                _ => drop(code.splice(at..at, std::iter::repeat_n(byte, times))),
            }
        }
        code.truncate(LONGEST);
        code
    })
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(code in vec(any::<u8>(), 0..=LONGEST)) {
        assert_sound(&code);
    }

    #[test]
    fn no_text_makes_it_panic(code in any::<String>()) {
        assert_sound(code.as_bytes());
    }

    #[test]
    fn no_crafted_code_makes_it_panic(code in crafted()) {
        assert_sound(&code);
    }

    #[test]
    fn no_mutated_sample_makes_it_panic(code in mutated()) {
        assert_sound(&code);
    }
}

/// A word of a name as people in Việt Nam write it.
fn word() -> impl Strategy<Value = String> {
    "[A-ZĐƠƯ][aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]{0,6}"
}

fn person_name() -> impl Strategy<Value = String> {
    vec(word(), 1..6).prop_map(|words| words.join(" "))
}

fn latin_name() -> impl Strategy<Value = String> {
    vec("[A-Z]{1,7}", 1..6).prop_map(|words| words.join(" "))
}

fn address() -> impl Strategy<Value = Option<String>> {
    option::of(vec(word(), 1..8).prop_map(|words| words.join(", ")))
}

fn sex() -> impl Strategy<Value = Option<Sex>> {
    option::of(select(vec![Sex::Male, Sex::Female]))
}

fn day() -> impl Strategy<Value = Date> {
    (1900_i16..2026, 1_i8..=12, 1_i8..=31).prop_filter_map("a date", |(year, month, day)| {
        Date::new(year, month, day).ok()
    })
}

fn birth() -> impl Strategy<Value = Birth> {
    prop_oneof![
        Just(Birth::Unknown),
        (1900_i16..2026).prop_map(Birth::Year),
        (1900_i16..2026, 1_i8..=12).prop_map(|(year, month)| Birth::Month(year, month)),
        day().prop_map(Birth::Day),
    ]
}

/// Day, month and year with `hidden` for what isn't known.
fn birth_parts(birth: Birth, hidden: char) -> (String, String, String) {
    let hide = |count: usize| hidden.to_string().repeat(count);
    match birth {
        Birth::Unknown | Birth::Impossible => (hide(2), hide(2), hide(4)),
        Birth::Year(year) => (hide(2), hide(2), format!("{year:04}")),
        Birth::Month(year, month) => (hide(2), format!("{month:02}"), format!("{year:04}")),
        Birth::Day(date) => (
            format!("{:02}", date.day()),
            format!("{:02}", date.month()),
            format!("{:04}", date.year()),
        ),
    }
}

proptest! {
    #[test]
    fn a_written_citizens_card_is_read_back_equal(
        number in "[0-9]{12}",
        older in option::of("[0-9]{9}"),
        name in person_name(),
        birth in birth(),
        sex in sex(),
        address in address(),
        issued in day(),
        decomposed: bool,
        of_2024: bool,
    ) {
        let (day, month, year) = birth_parts(birth, '0');
        let written_issue = issued.strftime("%d%m%Y");
        let mut code = format!(
            "{number}|{}|{name}|{day}{month}{year}|{}|{}|{written_issue}",
            older.clone().unwrap_or_default(),
            match sex {
                Some(Sex::Male) => "Nam",
                Some(Sex::Female) => "Nữ",
                None => "",
            },
            address.clone().unwrap_or_default(),
        );
        if of_2024 {
            code.push_str("||||");
        }
        if decomposed {
            code = unicode_normalization::UnicodeNormalization::nfd(code.as_str()).collect();
        }
        let numbers = std::iter::once(number).chain(older).map(Number::Id).collect();
        let expected = Claim {
            kind: Kind::CitizenCard, name: Some(name), numbers, birth, sex, address, phone: None, issued: Some(issued),
        };
        prop_assert_eq!(claim(code.as_bytes()), Some(expected));
    }

    #[test]
    fn a_written_personal_code_is_read_back_equal(
        number in option::of(prop_oneof![
            "[0-9]{11}[1-9]".prop_map(Number::Id),
            "[0-9]{8}[1-9]".prop_map(Number::Id),
            "[A-Z]{1,2}[1-9][0-9]{6}".prop_map(|number| Number::Passport { country: "XX".to_owned(), number }),
        ]),
        name in latin_name(),
        birth in birth(),
        by in 0..=1_u8,
        qid in "[0-9]{18}",
        sex in sex(),
        bhyt in option::of("[0-9]{10}"),
        long_bhyt: bool,
        phone in option::of("0[0-9]{9}"),
        led: bool,
    ) {
        let (day, month, year) = birth_parts(birth, '*');
        let written = match &number {
            Some(Number::Id(digits) | Number::Bhyt(digits)) => digits.as_str(),
            Some(Number::Passport { number, .. }) => number,
            None => "******029317",
        };
        let code = format!(
            "{written}|{name}|{year}-{month}-{day}|{by}|{qid}|{}{}<{}<{}",
            if led { "<" } else { "" },
            match sex {
                Some(Sex::Male) => "1",
                Some(Sex::Female) => "2",
                None => "0",
            },
            bhyt.as_ref().map_or_else(String::new, |digits| {
                if long_bhyt { format!("GD401{digits}") } else { digits.clone() }
            }),
            phone.clone().unwrap_or_default(),
        );
        let numbers = number.into_iter().chain(bhyt.map(Number::Bhyt)).collect();
        let expected = Claim {
            kind: Kind::PersonalCode, name: Some(name), numbers, birth, sex, address: None, phone, issued: None,
        };
        prop_assert_eq!(claim(code.as_bytes()), Some(expected), "{}", code);
    }

    #[test]
    fn a_written_insurance_card_is_read_back_equal(
        digits in "[0-9]{10}",
        before in option::of("[A-Z]{2}[0-9]{3}"),
        name in option::of(person_name()),
        birth in birth(),
        sex in sex(),
        address in address(),
        parts in select(vec![10_usize, 15, 17]),
        issued in option::of(day()),
        empty in select(vec!["", "-"]),
        upper: bool,
    ) {
        let hex = |text: &Option<String>| text.as_ref().map_or_else(
            || empty.to_owned(),
            |text| text.bytes().map(|byte| if upper { format!("{byte:02X}") } else { format!("{byte:02x}") }).collect(),
        );
        let (day, month, year) = birth_parts(birth, '0');
        let born = if birth == Birth::Unknown { empty.to_owned() } else { format!("{day}/{month}/{year}") };
        let sex_written = match sex {
            Some(Sex::Male) => "1",
            Some(Sex::Female) => "2",
            None => empty,
        };
        let mut code = format!(
            "{}{digits}|{}|{born}|{sex_written}|{}",
            before.unwrap_or_default(), hex(&name), hex(&address),
        );
        for part in 5..parts - 1 {
            code.push('|');
            match issued.filter(|_| part == 8) {
                Some(issued) => code.push_str(&issued.strftime("%d/%m/%Y").to_string()),
                None => code.push_str(empty),
            }
        }
        code.push_str("|$");
        let expected = Claim {
            kind: Kind::InsuranceCard, name, numbers: vec![Number::Bhyt(digits)], birth, sex, address, phone: None,
            issued,
        };
        prop_assert_eq!(claim(code.as_bytes()), Some(expected), "{}", code);
    }

    #[test]
    fn a_bare_number_is_read_back_equal(number in "[0-9]{12}|[0-9]{9}", before in "[ \r\n\0]{0,3}", after in "[ \r\n\0]{0,3}") {
        let code = format!("{before}{number}{after}");
        prop_assert_eq!(Document::recognise(code.as_bytes()), Recognised::Number(number));
    }
}
