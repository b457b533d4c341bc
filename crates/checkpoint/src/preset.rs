//! *Preset*: what a gate is for, under one name: what it asks, which fields it keeps, what its screens say, and why.
//!
//! A preset is data (`assets/presets`). What a unit chooses beyond it, another policy or other purpose keys, is the
//! unit's.

use crate::entry::Party;
use crate::policy::Words;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// The presets that there are.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum PresetName {
    /// Visitors by card; nobody is refused.
    #[default]
    GuestBook,
    /// Classes, pupils without phones, guardians who collect.
    School,
    /// Staff too; declarations; phone and address for tracing.
    Epidemic,
}

impl PresetName {
    pub const ALL: [PresetName; 3] = [
        PresetName::GuestBook,
        PresetName::School,
        PresetName::Epidemic,
    ];
}

/// What can be kept of a person. A form asks for it and an entry keeps it only where the preset has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    Name,
    BirthYear,
    /// The last four characters of the number that was shown.
    LastDigits,
    /// What somebody came for.
    Purpose,
    /// Whom they came to see.
    Host,
    Phone,
    Address,
    /// The class of a pupil.
    Class,
    /// Who collects a pupil.
    Guardian,
    /// What somebody told the guard who declared at the gate.
    Health,
}

/// What the gate's screens say and offer first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screens {
    pub invitation: Invitation,
    /// Whom F4 counts unless the guard says otherwise.
    pub party: Party,
}

/// What the idle screen asks for, in phrases, so that lines break between them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    pub vi: Vec<String>,
    pub en: Vec<String>,
}

/// One of them, as its file says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    pub id: PresetName,
    pub name: Words,
    pub sentence: Words,
    /// The policy that is asked from the day on which the preset begins.
    pub policy: String,
    pub fields: Vec<Field>,
    pub screens: Screens,
    /// What the purpose keys 1–9 stand for, in their order.
    pub keys: Vec<String>,
    /// Why anything is kept, as the notice says it.
    pub purpose: Words,
    /// On what it rests unless the unit names something else. In Vietnamese: it is quoted.
    pub basis: String,
}

static SHIPPED: LazyLock<[Preset; 3]> = LazyLock::new(|| {
    [
        include_str!("../../../assets/presets/guest-book.json"),
        include_str!("../../../assets/presets/school.json"),
        include_str!("../../../assets/presets/epidemic.json"),
    ]
    // A test reads each of them.
    .map(|text| serde_json::from_str(text).unwrap_or_default())
});

impl Preset {
    pub fn of(name: PresetName) -> &'static Preset {
        let [guest_book, school, epidemic] = &*SHIPPED;
        match name {
            PresetName::GuestBook => guest_book,
            PresetName::School => school,
            PresetName::Epidemic => epidemic,
        }
    }

    pub fn keeps(&self, field: Field) -> bool {
        self.fields.contains(&field)
    }
}

/// A preset that was chosen, and for how long.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    pub name: PresetName,
    /// The first day of the unit on which it counts; None: at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last one; None: until another is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The number of the order that asks for it; empty where none does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub order: String,
}

impl Chosen {
    /// What counts on a day of the unit: outside of its time the default does.
    pub fn on(&self, day: Date) -> PresetName {
        let is_on =
            self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until);
        if is_on {
            self.name
        } else {
            PresetName::default()
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use crate::policy::Policy;
    use jiff::civil::date;

    #[test]
    fn each_is_read_from_its_file_and_asks_for_a_policy_that_every_chot_has() {
        let policies = Policy::shipped();
        for name in PresetName::ALL {
            let preset = Preset::of(name);
            assert_eq!(preset.id, name);
            assert!(
                policies.iter().any(|policy| policy.id == preset.policy),
                "{name:?}"
            );
            assert_eq!(preset.keys.len(), 9, "{name:?}");
            assert!(!preset.purpose.vi.is_empty() && !preset.basis.is_empty());
            let texts = serde_json::to_string(preset).unwrap();
            assert_eq!(
                serde_json::from_str::<Preset>(&texts).unwrap(),
                *preset,
                "{name:?}"
            );
        }
    }

    #[test]
    fn phone_and_address_are_kept_in_an_epidemic_alone_and_a_class_in_a_school_alone() {
        let keeping = |field| {
            let all = PresetName::ALL.into_iter();
            all.filter(|name| Preset::of(*name).keeps(field))
                .collect::<Vec<_>>()
        };
        for field in [Field::Phone, Field::Address, Field::Health] {
            assert_eq!(keeping(field), [PresetName::Epidemic]);
        }
        for field in [Field::Class, Field::Guardian] {
            assert_eq!(keeping(field), [PresetName::School]);
        }
        assert_eq!(keeping(Field::Name), PresetName::ALL);
    }

    #[test]
    fn it_counts_from_its_first_day_to_its_last_and_the_guest_book_around_it() {
        let chosen = Chosen {
            name: PresetName::Epidemic,
            from: Some(date(2026, 11, 25)),
            until: Some(date(2026, 11, 27)),
            order: "12/QĐ-UBND".to_owned(),
        };
        let on = |day| chosen.on(date(2026, 11, day));
        let [before, first, last, after] = [24, 25, 27, 28].map(on);
        assert_eq!([first, last], [PresetName::Epidemic; 2]);
        assert_eq!([before, after], [PresetName::GuestBook; 2]);
    }
}
