//! *Inspecting*: somebody looks how a gate is kept (*Phiếu kiểm tra cổng*). What they found is an entry that goes upward like
//! every other: figures in its line, words in its subject.

use super::{Accounts, AccountsError, Counted, gate, keep};
use crate::book::Noted;
use checkpoint::coverage::share;
use checkpoint::inspection::{Findings, Flaw, MOST_REMINDERS};
use checkpoint::role::Act;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use paper::inspection::{Inspection as Sheet, Sample};
use paper::pdf;
use std::path::PathBuf;

/// What somebody found, as they typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    /// Where the scan point stands.
    pub position: String,
    /// Who is on duty there; empty for nobody.
    pub on_duty: String,
    /// The unit watches its gate itself.
    pub monitors: bool,
    pub recommendations: String,
    /// Which reminder it is; 0 for none.
    pub reminder: u32,
    /// Whom they counted through the gate.
    pub sample: Option<Counted>,
}

/// An inspection of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// Names it here.
    pub place: u64,
    pub at: Timestamp,
    /// Who did it, by name; None where nobody was signed on.
    pub by: Option<String>,
    /// Empty once its words were purged.
    pub position: String,
    pub on_duty: String,
    pub monitors: bool,
    pub recommendations: String,
    pub reminder: u32,
    pub sample: Option<Sampled>,
}

/// Of those whom somebody counted, how many were recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampled {
    pub from: Timestamp,
    pub until: Timestamp,
    pub counted: i64,
    pub recorded: i64,
}

impl Inspection {
    /// Its words.
    pub(crate) fn findings(&self) -> Findings {
        let words = Findings {
            position: self.position.clone(),
            on_duty: self.on_duty.clone(),
            recommendations: self.recommendations.clone(),
        };
        words.tidied()
    }
}

impl Accounts {
    /// Enters what somebody found.
    pub fn inspect(&self, found: Inspection) -> Result<(), AccountsError> {
        self.allow(Act::InspectGate)?;
        match found.findings().flaws().first() {
            Some(Flaw::Position) => return Err(AccountsError::Position),
            Some(Flaw::OnDuty | Flaw::Recommendations) => return Err(AccountsError::LongText),
            None => {}
        }
        if found.reminder > MOST_REMINDERS {
            return Err(AccountsError::Reminder);
        }
        if let Some(sample) = &found.sample {
            self.ask_window(sample)?;
        }
        self.at_gate(move |post| post.inspected(&found))
    }

    /// Those of the last year, the newest first.
    pub fn inspections(&self) -> Result<Vec<Inspected>, AccountsError> {
        self.allow(Act::InspectGate)?;
        let (book, named, now) = self.book.unasked(self.clock.now().at)?;
        let noted = book.inspections(now)?.into_iter();
        let by = |number: Option<u64>| number.and_then(|one| named.staff.get(&one).cloned());
        Ok(noted.map(|one| Inspected::of(&one, by(one.by))).collect())
    }

    /// Saves one as an A4 page.
    pub fn save_inspection(&self, place: u64, folder: &str) -> Result<PathBuf, AccountsError> {
        let mut all = self.inspections()?.into_iter();
        let folder = self.folder(folder)?;
        let one = all.find(|one| one.place == place);
        let one = one.ok_or(AccountsError::Gone)?;
        let at = one.at;
        let settings = self.settings()?;
        let (_, named, _) = self.book.unasked(at)?;
        let zone = settings.time_zone()?;
        let sheet = one.sheet(settings.unit_name, gate(settings.gate, &named), &zone);
        let page = sheet.page(&settings.letter);
        self.at_gate(|post| {
            let by = post.inspector();
            post.exported(None, None, 1, by)
        })?;
        let name = format!(
            "kiem-tra-cong-{}",
            zone.to_datetime(at).strftime("%Y%m%d-%H%M%S")
        );
        keep(&folder, &name, &[("pdf", pdf::page(&page)?)])
    }
}

impl Inspected {
    fn of(noted: &Noted, by: Option<String>) -> Inspected {
        let words = Findings::of_text(&noted.text);
        Inspected {
            place: noted.place,
            at: noted.at,
            by,
            position: words.position,
            on_duty: words.on_duty,
            monitors: noted.monitors,
            recommendations: words.recommendations,
            reminder: noted.reminder,
            sample: noted.window.map(|window| Sampled {
                from: window.from,
                until: window.to,
                counted: window.counted,
                recorded: window.recorded,
            }),
        }
    }

    fn sheet(self, unit: String, gate: String, zone: &TimeZone) -> Sheet {
        Sheet {
            unit,
            gate,
            at: zone.to_datetime(self.at),
            by: self.by.unwrap_or_default(),
            position: self.position,
            on_duty: self.on_duty,
            monitors: self.monitors,
            recommendations: self.recommendations,
            reminder: self.reminder,
            sample: self.sample.map(|sample| Sample {
                from: zone.to_datetime(sample.from),
                until: zone.to_datetime(sample.until),
                counted: sample.counted,
                recorded: sample.recorded,
                share: share(sample.recorded, sample.counted),
            }),
        }
    }
}
