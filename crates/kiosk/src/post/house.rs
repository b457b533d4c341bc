//! *House*: what an admin settles for this gate: what it is called, when forgotten exits close, how long names are kept and
//! whom visitors ask about that.

use super::{Post, Refusal};
use crate::settings::{LEAST_DAYS, LEAST_YEARS, MOST_DAYS, MOST_YEARS};
use checkpoint::entry::{Audit, Draft, Kind};
use checkpoint::role::Act;
use checkpoint::verdict::Reason;
use jiff::civil::Time;
use paper::day_badge::Size;

/// Letters of the name of a unit or a gate.
const NAME_CHARS: usize = 120;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct House {
    pub unit_name: String,
    pub gate_name: String,
    /// A hub gives both names: they can't be changed here.
    pub is_named_by_hub: bool,
    /// When whoever wasn't seen going is taken to have left, in the unit's zone; None: never.
    pub close_at: Option<Time>,
    /// For how many days names, numbers and notes are kept.
    pub keep_days: u16,
    /// For how many years the lines of entries are kept.
    pub keep_years: u8,
    /// Whom visitors ask about what is kept of them; empty where nobody wrote it.
    pub privacy_contact: String,
    /// When a report's figures are cut, in the unit's zone; None: when the day is over.
    pub cut_at: Option<Time>,
    /// How many people may be inside; None or 0: however many.
    pub capacity: Option<u32>,
    /// What badges of the day are printed on.
    pub day_badge: Size,
}

impl Post {
    pub fn house(&self) -> Result<House, Refusal> {
        self.ask_leave(Act::ArrangeGate)?;
        Ok(self.housed())
    }

    fn housed(&self) -> House {
        House {
            unit_name: self.settings.unit_name.clone(),
            gate_name: self.settings.gate_name.clone(),
            is_named_by_hub: !self.settings.hub_host.is_empty(),
            close_at: self.settings.close_at,
            keep_days: self.settings.keep_days(),
            keep_years: self.settings.keep_entries_years,
            privacy_contact: self.settings.privacy_contact.clone(),
            cut_at: self.settings.cut_at,
            capacity: self.settings.capacity,
            day_badge: self.settings.day_badge,
        }
    }

    /// What changes is an entry.
    pub fn settle_house(&mut self, wanted: &House) -> Result<(), Refusal> {
        self.ask_leave(Act::ArrangeGate)?;
        let now = self.housed();
        let (unit_name, gate_name) = if now.is_named_by_hub {
            (now.unit_name.clone(), now.gate_name.clone())
        } else {
            (named(&wanted.unit_name)?, named(&wanted.gate_name)?)
        };
        if !(LEAST_DAYS..=MOST_DAYS).contains(&wanted.keep_days) {
            return Err(Refusal::DaysWrong);
        }
        if !(LEAST_YEARS..=MOST_YEARS).contains(&wanted.keep_years) {
            return Err(Refusal::YearsWrong);
        }
        let privacy_contact = wanted.privacy_contact.trim().to_owned();
        if privacy_contact.chars().count() > NAME_CHARS {
            return Err(Refusal::NameTooLong);
        }
        let mut draft = Draft::new(Kind::Audit(Audit::Config));
        draft.by = self.desk();
        if (&unit_name, &gate_name) != (&now.unit_name, &now.gate_name) {
            draft.reasons.push(Reason::NamesChanged);
        }
        let settled = |house: &House| {
            (
                house.close_at,
                house.keep_days,
                house.keep_years,
                house.cut_at,
                house.capacity,
                house.day_badge,
            )
        };
        if settled(wanted) != settled(&now) || privacy_contact != now.privacy_contact {
            draft.reasons.push(Reason::HouseChanged);
        }
        if draft.reasons.is_empty() {
            return Ok(());
        }
        let moment = self.clock.now();
        self.plain(&draft, &moment)?;
        self.settings.unit_name = unit_name;
        self.settings.gate_name = gate_name;
        self.settings.close_at = wanted.close_at;
        self.settings.keep_subjects_days = wanted.keep_days;
        self.settings.keep_entries_years = wanted.keep_years;
        self.settings.privacy_contact = privacy_contact;
        self.settings.cut_at = wanted.cut_at;
        self.settings.capacity = wanted.capacity.filter(|most| *most > 0);
        self.settings.day_badge = wanted.day_badge;
        self.last_closing = None;
        self.keep_settings()
    }
}

fn named(typed: &str) -> Result<String, Refusal> {
    let name = typed.trim();
    if name.is_empty() {
        Err(Refusal::NameMissing)
    } else if name.chars().count() > NAME_CHARS {
        Err(Refusal::NameTooLong)
    } else {
        Ok(name.to_owned())
    }
}
