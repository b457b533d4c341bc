//! The admin's verbs about presets: which one counts and for how long, on what it rests, and the day that is a drill.

use super::{Post, Refusal};
use crate::settings::{Basis, keys_of};
use crate::store::Besides;
use checkpoint::expected::Appointment;
use checkpoint::moment::Moment;
use checkpoint::preset::{Chosen, Field, Preset, PresetName};
use checkpoint::role::Act;
use checkpoint::subject::{Contact, Note, Purpose};
use checkpoint::verdict::Reason;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Letters of an order's number, and of a purpose key.
const SHORT_CHARS: usize = 60;
/// Letters of a legal basis, and of a field that a guard types.
const LONG_CHARS: usize = 200;

/// The page of the presets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presets {
    pub chosen: Chosen,
    pub in_force: PresetName,
    /// What the purpose keys stand for.
    pub purposes: BTreeMap<u8, String>,
    pub bases: BTreeMap<PresetName, Basis>,
    /// Today is a drill.
    pub is_drill: bool,
}

/// What an admin wants of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresetWanted {
    pub chosen: Chosen,
    /// The purpose keys 1–9; None: as the preset has them. A key without a name is none.
    pub purposes: Option<BTreeMap<u8, String>>,
    /// On what the chosen preset rests.
    pub basis: String,
    /// The unit stands by it, from today on.
    pub is_confirmed: bool,
}

impl Post {
    /// Which presets there are to choose from is known; what was chosen is no secret.
    pub fn presets(&self) -> Presets {
        let settings = &self.settings;
        Presets {
            chosen: settings.preset.clone(),
            in_force: settings.in_force,
            purposes: settings.purposes.clone(),
            bases: settings.bases.clone(),
            is_drill: self.is_drill(),
        }
    }

    /// Another preset, another time for it, or another basis: one entry, and what follows from it at once.
    pub fn settle_preset(&mut self, wanted: &PresetWanted) -> Result<(), Refusal> {
        self.ask_leave(Act::ChangeRules)?;
        let now = self.clock.now();
        let today = self.today(&now);
        let chosen = Chosen {
            order: short(&wanted.chosen.order)?,
            ..wanted.chosen.clone()
        };
        if let (Some(from), Some(until)) = (chosen.from, chosen.until)
            && until < from
        {
            return Err(Refusal::TimeWrong);
        }
        let mut bases = self.settings.bases.clone();
        let text = long(&wanted.basis)?;
        if !wanted.is_confirmed {
            bases.remove(&chosen.name);
        } else if text.is_empty() {
            return Err(Refusal::BasisMissing);
        } else if bases.get(&chosen.name).is_none_or(|now| now.text != text) {
            let confirmed = today;
            bases.insert(chosen.name, Basis { text, confirmed });
        }
        let purposes = match &wanted.purposes {
            Some(purposes) => named_keys(purposes)?,
            None => keys_of(Preset::of(chosen.name)),
        };
        let settings = &self.settings;
        let now_chosen = (&settings.preset, &settings.bases, &settings.purposes);
        if now_chosen == (&chosen, &bases, &purposes) {
            return Ok(());
        }
        self.write_config(Reason::PresetChanged, self.desk())?;
        self.settings.preset = chosen;
        self.settings.bases = bases;
        self.settings.purposes = purposes;
        self.put_in_force(self.settings.preset.on(today));
        self.keep_settings()
    }

    /// Today is a drill, or isn't any more: an entry.
    pub fn set_drill(&mut self, is_drill: bool) -> Result<(), Refusal> {
        self.ask_leave(Act::ChangeRules)?;
        if is_drill == self.is_drill() {
            return Ok(());
        }
        let now = self.clock.now();
        let reason = if is_drill {
            Reason::DrillBegan
        } else {
            Reason::DrillEnded
        };
        self.write_config(reason, self.desk())?;
        self.settings.drill = is_drill.then(|| self.today(&now));
        self.keep_settings()
    }

    /// A drill is over when it was ended, or with its day ([`Post::follow_the_day`]).
    pub(super) fn is_drill(&self) -> bool {
        self.settings.drill.is_some()
    }

    /// A new day may end a drill, and begin or end the time of a preset: entries that the machine writes by itself.
    pub(super) fn follow_the_day(&mut self, now: &Moment) {
        let today = self.today(now);
        if self.settings.drill.is_some_and(|day| day != today)
            && self.write_config(Reason::DrillEnded, None).is_ok()
        {
            self.settings.drill = None;
            let _ = self.keep_settings();
        }
        let wanted = self.settings.preset.on(today);
        if wanted != self.settings.in_force
            && self.write_config(Reason::PresetChanged, None).is_ok()
        {
            // Keys that the unit chose itself stay.
            if self.settings.purposes == keys_of(self.settings.counting()) {
                self.settings.purposes = keys_of(Preset::of(wanted));
            }
            self.put_in_force(wanted);
            let _ = self.keep_settings();
        }
    }

    /// The policy follows the preset on the day that it changes; another one may be chosen after.
    fn put_in_force(&mut self, name: PresetName) {
        if self.settings.in_force == name {
            return;
        }
        self.settings.in_force = name;
        let policy = &Preset::of(name).policy;
        // Every Chốt has the policies that presets ask for.
        if self.policies.choose(policy).is_ok() {
            self.settings.policy.clone_from(policy);
            self.ask_policy();
        }
    }

    pub(super) fn today(&self, now: &Moment) -> Date {
        self.store.zone().to_datetime(self.judging(now).at).date()
    }

    /// What the preset keeps of it. A host who was typed in goes before the one of an appointment.
    pub(super) fn keeping(
        &self,
        contact: &Contact,
        appointment: Option<&Appointment>,
        host: Option<&str>,
    ) -> Besides {
        let preset = self.settings.counting();
        let kept = |field, text: Option<&str>| {
            let text = text.map(str::trim).filter(|text| !text.is_empty());
            let text = text.filter(|_| preset.keeps(field))?;
            Some(text.chars().take(LONG_CHARS).collect::<String>())
        };
        let contact = Contact {
            phone: kept(Field::Phone, contact.phone.as_deref()),
            address: kept(Field::Address, contact.address.as_deref()),
            class: kept(Field::Class, contact.class.as_deref()),
            guardian: kept(Field::Guardian, contact.guardian.as_deref()),
        };
        let typed = kept(Field::Host, host);
        let note = Note {
            purpose: kept(Field::Purpose, appointment.map(|one| one.purpose.as_str()))
                .map(Purpose::Text),
            note: typed.or_else(|| kept(Field::Host, appointment.map(|one| one.host.as_str()))),
        };
        Besides {
            health: None,
            contact: (contact != Contact::default()).then_some(contact),
            note: (note != Note::default()).then_some(note),
        }
    }
}

fn short(typed: &str) -> Result<String, Refusal> {
    within(typed, SHORT_CHARS)
}

fn long(typed: &str) -> Result<String, Refusal> {
    within(typed, LONG_CHARS)
}

fn within(typed: &str, most: usize) -> Result<String, Refusal> {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > most || text.chars().any(char::is_control) {
        Err(Refusal::TextTooLong)
    } else {
        Ok(text)
    }
}

fn named_keys(typed: &BTreeMap<u8, String>) -> Result<BTreeMap<u8, String>, Refusal> {
    let mut keys = BTreeMap::new();
    for (key, name) in typed.iter().filter(|(key, _)| (1..=9).contains(*key)) {
        let name = short(name)?;
        if !name.is_empty() {
            keys.insert(*key, name);
        }
    }
    Ok(keys)
}
