//! Documents of every kind, as they were read and as an input method left them.

use super::*;
use ime::{Method, Placing, typed_through};
use proptest::prelude::*;

mod ime;

const SAMPLES: [&str; 9] = [
    "051090000001|212345678|Nguyễn Văn An|05031990|Nam|Thôn Phú Lễ 1, Bình Trung, Bình Sơn, Quảng Ngãi|12052021",
    "051190000002||Trần Thị Bé|20111990|Nữ|Tổ 3, Châu Ổ, Bình Sơn, Quảng Ngãi|10072022",
    "051090000001||Nguyễn Văn An|05031990|Nam|Thôn Phú Lễ 1, Bình Trung, Bình Sơn, Quảng Ngãi|01082024||||",
    "051045000003||Phạm Văn Cũ|1945|Nam|Bình Châu, Bình Sơn, Quảng Ngãi|10072022",
    "CCCD:051190000002||Tran Thi Be|20111990|Nu|To 3, Chau O|10072022",
    "001093029317|NGUYEN VAN A|1987-01-18|0|162979388586171100|<1<00<0123232422",
    "001093029317|NGUYEN LE KHA HAN|1987-01-18|0|162979388586171100|<1<HS4010120878821<0944713700",
    "5100000001|4e677579e1bb856e2056c4836e20416e|05/03/1990|1|-|51 - 001|01/07/2023|-|31/07/2023|51055100000001|-|4| 01/10/2027|0123456789abcdef-1202|4|487579e1bb876e2042c3ac6e682053c6a16e2c2054e1bb896e68205175e1baa36e67204e67c3a369|$",
    "GD4515100000001|4e677579e1bb856e2056c4836e20416e|05/03/1990|1|42c3ac6e68205472756e672c2042c3ac6e682053c6a16e2c205175e1baa36e67204e67c3a369|51 - 001|01/01/2019|31/12/2019|24/01/2019|51055100000001|-|4|01/10/2023|0123456789abcdef-1202|$",
];

const METHODS: [Method; 4] = [
    Method::telex(Placing::Beside),
    Method::telex(Placing::AtTheEnd),
    Method::vni(Placing::Beside),
    Method::vni(Placing::AtTheEnd),
];

fn plain(text: &str) -> Typed {
    Typed {
        text: text.to_owned(),
        retouched: false,
    }
}

fn is_refused(text: &str) -> bool {
    judge(&plain(text)) == Wedged::Damaged
}

fn passes(text: &str) -> bool {
    judge(&plain(text)) == Wedged::Code(text.as_bytes().to_vec())
}

#[test]
fn a_card_that_was_typed_as_it_is_passes_with_its_accents() {
    for sample in SAMPLES {
        assert!(passes(sample), "{sample}");
    }
    for number in [
        "051090000001",
        "212345678",
        "https://example.vn/a",
        "vneid 7f3a",
    ] {
        assert!(passes(number), "{number}");
    }
}

#[test]
fn accents_typed_in_parts_or_as_the_bytes_of_their_letters_pass_too() {
    let apart = "051090000001||Nguye\u{302}\u{303}n Va\u{306}n An|05031990|Nu\u{31b}\u{303}|Bi\u{300}nh So\u{31b}n|12052021";
    assert!(passes(apart));
    let letters: String = SAMPLES[1]
        .bytes()
        .map(|byte| match byte {
            0x83 => 'ƒ',
            0x85 => '…',
            0x90 => '\u{90}',
            0x94 => '”',
            0x95 => '•',
            0x98 => '˜',
            0x9b => '›',
            0x82 => '‚',
            _ => char::from(byte),
        })
        .collect();
    assert_eq!(
        judge(&plain(&letters)),
        Wedged::Code(SAMPLES[1].as_bytes().to_vec()),
        "{letters}"
    );
}

#[test]
fn whatever_a_backspace_or_a_composition_was_seen_in_is_refused() {
    for sample in SAMPLES {
        let typed = Typed {
            text: sample.to_owned(),
            retouched: true,
        };
        assert_eq!(judge(&typed), Wedged::Damaged);
    }
}

#[test]
fn the_marks_of_each_method_are_known() {
    for (method, keys, letters) in [
        (METHODS[0], "as aas aws dd ow w uwow", "á ấ ắ đ ơ ư ươ"),
        (
            METHODS[1],
            "toans ddoongf Nguyeexn dod",
            "toán đồng Nguyễn đo",
        ),
        (METHODS[2], "a1 a61 a81 d9 o7 u7", "á ấ ắ đ ơ ư"),
        (
            METHODS[3],
            "toan1 d9ong62 Nguyen64 do9",
            "toán đồng Nguyễn đo",
        ),
    ] {
        assert_eq!(typed_through(method, keys), letters);
    }
    assert_eq!(
        typed_through(METHODS[0], "dddeee"),
        "ddee",
        "the third takes it back"
    );
}

#[test]
fn cards_that_an_input_method_spoiled_are_refused() {
    for text in [
        // Hex through Telex and VNI, and a number whose letters took their digits.
        typed_through(METHODS[0], SAMPLES[7]),
        typed_through(METHODS[2], SAMPLES[7]),
        typed_through(METHODS[3], SAMPLES[8]),
        typed_through(
            METHODS[3],
            "001093029317|NGUYEN VAN A|1987-01-18|0|1629|<1<TE1010120878821<",
        ),
        typed_through(METHODS[2], "E1234567|NGUYEN VAN A|1987-01-18|0|1629|<1<"),
        // As the window's own words show them.
        "Nguyễn Văn An|05031990|Nam".to_owned(),
        // Digits that are gone, and a keyboard's layout that has letters for digits.
        "05109000001||Nguyễn Văn An|05031990|Nam|Bình Sơn|12052021".to_owned(),
        "đồă9đđđđă||Nguyễn Văn An|đồđ́ăđđ|Nam|Bình Sơn|ăâđồâđâă".to_owned(),
        "CHÓT:6BF".to_owned(),
        "051090000001||Nguyễn Văn An|05031990|Nãm|Bình Sơn|12052021".to_owned(),
    ] {
        assert!(is_refused(&text), "{text}");
    }
}

/// Names as a reader types them that drops the accents, and some whose letters an input method changes.
fn ascii_name() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Nguyen", "Tran", "Thi", "Van", "Huynh", "Duc", "Anh", "Dang", "Phuoc", "Bui", "Ksor",
        "Rcom", "Mlo", "Nie", "Jessica", "Watson", "Russell", "Aaron", "Adda", "Lee", "Max",
        "Wolf",
    ]);
    prop::collection::vec(word, 2..5).prop_map(|words| words.join(" "))
}

fn digits(count: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(0_u8..10, count).prop_map(|digits| {
        digits
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect()
    })
}

fn accented_name() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Nguyễn", "Trần", "Thị", "Văn", "Huỳnh", "Đức", "Ánh", "Đặng", "Phước", "Bùi", "Ộp", "Ưng",
        "Êban", "Y’Bhim",
    ]);
    prop::collection::vec(word, 2..5).prop_map(|words| words.join(" "))
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn date() -> impl Strategy<Value = (u8, u8, u16)> {
    (1_u8..29, 1_u8..13, 1930_u16..2010)
}

fn citizen_card(name: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (digits(12), prop::option::of(digits(9)), name, date(), any::<bool>(), digits(2)).prop_map(
        |(number, older, name, (day, month, year), male, house)| {
            let sex = if male { "Nam" } else { "Nữ" };
            let older = older.unwrap_or_default();
            format!(
                "{number}|{older}|{name}|{day:02}{month:02}{year}|{sex}|Số {house}, Bình Trung, Quảng Ngãi|12052021"
            )
        },
    )
}

fn personal_code() -> impl Strategy<Value = String> {
    let bhyt = (
        prop::sample::select(vec!["HS", "GD", "TE", "TA", "CA", "DN", "XD"]),
        digits(13),
    );
    (
        digits(12),
        ascii_name(),
        date(),
        digits(18),
        bhyt,
        digits(9),
    )
        .prop_map(
            |(number, name, (day, month, year), qid, (benefit, rest), phone)| {
                let name = name.to_uppercase();
                format!(
                    "{number}|{name}|{year}-{month:02}-{day:02}|0|{qid}|<1<{benefit}{rest}<0{phone}"
                )
            },
        )
}

fn insurance_card() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        digits(10),
        (
            prop::sample::select(vec!["HS", "GD", "TE", "TA", "CA"]),
            digits(13)
        )
            .prop_map(|(a, b)| format!("{a}{b}")),
    ];
    (number, accented_name(), accented_name(), date(), digits(16)).prop_map(
        |(number, name, address, (day, month, year), sum)| {
            let (name, address) = (hex(&name), hex(&address));
            format!(
                "{number}|{name}|{day:02}/{month:02}/{year}|1|{address}|51 - 001|01/07/2023|-|31/07/2023|51055100000001|-|4|01/10/2027|{sum}-1202|$"
            )
        },
    )
}

fn armour() -> impl Strategy<Value = String> {
    (
        prop::sample::select(vec!["HC1:", "CHOT1:"]),
        prop::collection::vec(any::<u8>(), 60..400),
    )
        .prop_map(|(scheme, body)| {
            let bytes = [&[0x78, 0x9c], body.as_slice()].concat();
            let sign = |value: usize| char::from(BASE45[value]);
            let mut text = scheme.to_owned();
            for pair in bytes.chunks(2) {
                let mut number = pair
                    .iter()
                    .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
                for _ in 0..=pair.len() {
                    text.push(sign(number % 45));
                    number /= 45;
                }
            }
            text
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_document_of_any_kind_passes_as_it_is(
        text in prop_oneof![
            citizen_card(accented_name()), citizen_card(ascii_name()), personal_code(), insurance_card(), armour(),
        ],
    ) {
        prop_assert!(passes(&text), "{}", text);
    }

    #[test]
    fn a_document_without_free_text_is_refused_whenever_an_input_method_left_a_trace(
        text in prop_oneof![personal_code(), insurance_card(), armour()],
        method in prop::sample::select(METHODS.to_vec()),
    ) {
        let through = typed_through(method, &text);
        if through == text {
            prop_assert!(passes(&through));
        } else if !is_only_a_letter_taken_back(&text, &through) {
            prop_assert!(is_refused(&through), "{} became {}", text, through);
        }
    }

    #[test]
    fn a_citizens_card_is_never_another_persons_number(
        text in citizen_card(ascii_name()),
        method in prop::sample::select(METHODS.to_vec()),
    ) {
        let through = typed_through(method, &text);
        if let Wedged::Code(code) = judge(&plain(&through)) {
            let code = String::from_utf8(code).unwrap();
            for part in [0, 1, 3, 4, 6] {
                prop_assert_eq!(code.split('|').nth(part), text.split('|').nth(part));
            }
        }
    }

    #[test]
    fn nothing_that_is_typed_panics(text in any::<String>(), retouched in any::<bool>()) {
        judge(&Typed { text, retouched });
    }
}

/// An English double letter in a name (`JESSICA`, then `JESICA`) is all that was lost: the text can't tell, but the
/// window saw the Backspace of it.
fn is_only_a_letter_taken_back(before: &str, after: &str) -> bool {
    after.is_ascii() && {
        let (before, after): (Vec<&str>, Vec<&str>) =
            (before.split('|').collect(), after.split('|').collect());
        before.len() == 6
            && after.len() == 6
            && (0..6)
                .filter(|part| *part != 1)
                .all(|part| before[part] == after[part])
    }
}
