//! *Notice*: what a visitor is told of their data. It is made of the settings that the gate itself goes by, so that it can't
//! promise what isn't done (PRODUCT.md, *Privacy*).

use crate::ledger::HELD_AT_MOST;
use crate::settings::Settings;
use checkpoint::policy::Words;
use checkpoint::preset::Field;
use paper::sheet;

/// What a field is called among others; in both languages of the screen.
fn called(field: Field) -> (&'static str, &'static str) {
    match field {
        Field::Name => ("họ tên", "name"),
        Field::BirthYear => ("năm sinh", "birth year"),
        Field::LastDigits => ("bốn số cuối giấy tờ", "last four digits of the document"),
        Field::Purpose => ("việc đến", "what for"),
        Field::Host => ("gặp ai", "whom to see"),
        Field::Phone => ("điện thoại", "telephone"),
        Field::Address => ("địa chỉ", "address"),
        Field::Class => ("lớp", "class"),
        Field::Guardian => ("người đón", "who collects"),
        Field::Health => ("câu trả lời khai báo", "answers to the declaration"),
    }
}

/// What is written of somebody who passes, why, for how long, and whom they ask.
fn written(settings: &Settings) -> [String; 2] {
    let fields = settings.counting().fields.iter().copied().map(called);
    let (vi, en): (Vec<_>, Vec<_>) = fields.unzip();
    [vi.join(", "), en.join(", ")]
}

/// For how long: `30 ngày`, `30 days`; where a required target may hold a purge up (`is_held`), until when at the latest.
fn days(settings: &Settings, is_held: bool) -> [String; 2] {
    let days = settings.keep_days();
    if !is_held {
        return [format!("{days} ngày"), format!("{days} days")];
    }
    let latest = i64::from(days) + HELD_AT_MOST.as_hours() / 24;
    [
        format!("{days} ngày, chậm nhất {latest} ngày,"),
        format!("{days} days, {latest} at most"),
    ]
}

/// The sentence of the idle screen. `is_held`: a required target may hold a purge up.
pub fn sentence(settings: &Settings, is_held: bool) -> Words {
    let unit = &settings.unit_name;
    let [days_vi, days_en] = days(settings, is_held);
    let preset = settings.counting();
    let [vi, en] = written(settings);
    let (purpose, contact) = (&preset.purpose, settings.privacy_contact.as_str());
    let mut words = Words {
        vi: format!(
            "{unit} ghi {vi} và giờ vào, ra để {}; giữ {days_vi} rồi xoá. Máy không lưu hình.",
            purpose.vi
        ),
        en: format!(
            "{unit} writes down {en} and the times of entering and leaving for {}; kept for {days_en}, then \
             deleted. No picture is stored.",
            purpose.en
        ),
    };
    if !contact.is_empty() {
        words.vi += &format!(" Xem, sửa, xoá thông tin: {contact}.");
        words.en += &format!(" To see, correct or delete your data: {contact}.");
    }
    words
}

/// The sheet that hangs beside the gate. The basis stands there only where the unit confirmed it.
pub fn sheet(settings: &Settings, is_held: bool) -> sheet::Notice {
    let preset = settings.counting();
    let [vi, en] = written(settings);
    let basis = settings.bases.get(&settings.in_force);
    let [days_vi, days_en] = days(settings, is_held);
    let years = settings.keep_entries_years;
    let contact = &settings.privacy_contact;
    let line = |name: &str, said: String| (name.to_owned(), said);
    let mut lines = vec![
        line(
            "Ghi gì",
            format!("{vi}; giờ vào, giờ ra. Máy không lưu hình."),
        ),
        line("Để làm gì", preset.purpose.vi.clone()),
    ];
    if let Some(basis) = basis {
        lines.push(line("Căn cứ", basis.text.clone()));
    }
    lines.push(line(
        "Giữ bao lâu",
        format!("{days_vi} kể từ khi ghi, rồi xoá. Giờ vào, ra không kèm tên: {years} năm."),
    ));
    lines.push(line(
        "Xem, sửa, xoá thông tin của mình",
        if contact.is_empty() {
            "hỏi người trực ở cổng".to_owned()
        } else {
            contact.clone()
        },
    ));
    let whom = if contact.is_empty() {
        "ask the guard"
    } else {
        contact
    };
    sheet::Notice {
        unit: settings.unit_name.clone(),
        lines,
        english: format!(
            "We write down: {en}; times of entering and leaving. No picture is stored. For: {}. Kept for {days_en}, \
             then deleted; times without names stay for {years} years. To see, correct or delete your data: {whom}.",
            preset.purpose.en
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{called, sentence, sheet};
    use crate::settings::{Basis, Settings};
    use checkpoint::preset::{Field, Preset, PresetName};
    use jiff::civil::date;
    use proptest::prelude::*;
    use proptest::sample::select;

    const FIELDS: [Field; 10] = [
        Field::Name,
        Field::BirthYear,
        Field::LastDigits,
        Field::Purpose,
        Field::Host,
        Field::Phone,
        Field::Address,
        Field::Class,
        Field::Guardian,
        Field::Health,
    ];

    proptest! {
        #[test]
        fn it_names_what_the_preset_keeps_for_as_long_as_the_gate_does_and_nothing_else(
            name in select(vec![PresetName::GuestBook, PresetName::School, PresetName::Epidemic]),
            days in 0..4_000_u16,
            is_held: bool,
            contact in "([A-Z][a-z]{2,9} 0[0-9]{9})?",
        ) {
            let settings = Settings {
                in_force: name,
                keep_subjects_days: days,
                privacy_contact: contact.clone(),
                ..Settings::default()
            };
            let (words, sheet) = (sentence(&settings, is_held), sheet(&settings, is_held));
            let told = words.vi.split(" và giờ vào").next().unwrap_or_default();
            let told: Vec<&str> = told.trim_start_matches("Đơn vị ghi ").split(", ").collect();
            for field in FIELDS {
                let keeps = Preset::of(name).keeps(field);
                prop_assert_eq!(told.contains(&called(field).0), keeps, "{:?} in {}", field, words.vi);
                prop_assert_eq!(words.en.contains(called(field).1), keeps, "{:?} in {}", field, words.en);
            }
            let kept = format!("giữ {} ngày", settings.keep_days());
            prop_assert!(words.vi.contains(&kept));
            let latest = format!("chậm nhất {} ngày", settings.keep_days() + 30);
            prop_assert_eq!(words.vi.contains(&latest), is_held);
            prop_assert_eq!(words.en.contains("at most"), is_held);
            prop_assert_eq!(words.vi.contains("Xem, sửa, xoá"), !contact.is_empty());
            prop_assert!(words.vi.contains(&contact) && words.en.contains(&contact));
            prop_assert!(sheet.english.contains(&contact));
        }
    }

    #[test]
    fn what_every_entry_about_somebody_holds_every_preset_keeps() {
        for name in [
            PresetName::GuestBook,
            PresetName::School,
            PresetName::Epidemic,
        ] {
            for field in [Field::Name, Field::BirthYear, Field::LastDigits] {
                assert!(Preset::of(name).keeps(field), "{field:?} of {name:?}");
            }
        }
    }

    #[test]
    fn the_sheet_quotes_a_basis_that_the_unit_confirmed_and_no_other() {
        let mut settings = Settings::default();
        let has_basis = |settings: &Settings| {
            let lines = sheet(settings, false).lines;
            lines
                .iter()
                .any(|(name, said)| name == "Căn cứ" && said == "Nội quy số 5")
        };
        assert!(!has_basis(&settings));
        let basis = Basis {
            text: "Nội quy số 5".to_owned(),
            confirmed: date(2026, 11, 26),
        };
        settings.bases.insert(PresetName::GuestBook, basis);
        assert!(has_basis(&settings));
        settings.in_force = PresetName::School;
        assert!(!has_basis(&settings));
    }
}
