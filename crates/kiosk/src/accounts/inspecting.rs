//! *Inspecting*: somebody looks how a gate is kept (*Phiếu kiểm tra cổng*). What they found is an entry that goes upward like
//! every other: figures in its line, words in its subject.

use super::{Accounts, AccountsError, Counted, gate, keep};
use crate::book::Noted;
use checkpoint::coverage::share;
use checkpoint::role::Act;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use paper::inspection::{Inspection as Sheet, Sample};
use paper::pdf;
use std::path::PathBuf;

const POSITION_CHARS: usize = 200;
const TEXT_CHARS: usize = 1_000;
const MOST_REMINDERS: u32 = 99;

/// Of the words of the subject, one a line.
const POSITION: &str = "Vị trí: ";
const ON_DUTY: &str = "Người trực: ";
const RECOMMENDED: &str = "Kiến nghị: ";

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
    /// With single blanks, so that each of its texts is a line.
    fn tidied(self) -> Inspection {
        let tidy = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Inspection {
            position: tidy(self.position),
            on_duty: tidy(self.on_duty),
            recommendations: tidy(self.recommendations),
            ..self
        }
    }

    /// The words of the subject.
    pub(crate) fn text(&self) -> String {
        let lines = [
            (POSITION, &self.position),
            (ON_DUTY, &self.on_duty),
            (RECOMMENDED, &self.recommendations),
        ];
        let lines = lines.map(|(name, text)| format!("{name}{text}"));
        lines.join("\n")
    }
}

impl Accounts {
    /// Enters what somebody found.
    pub fn inspect(&self, found: Inspection) -> Result<(), AccountsError> {
        self.allow(Act::InspectGate)?;
        let found = found.tidied();
        let chars = |text: &str| text.chars().count();
        if found.position.is_empty() || chars(&found.position) > POSITION_CHARS {
            return Err(AccountsError::Position);
        }
        if chars(&found.on_duty) > TEXT_CHARS || chars(&found.recommendations) > TEXT_CHARS {
            return Err(AccountsError::LongText);
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
        self.at_gate(|post| post.exported(None, None, 1, None))?;
        let name = format!(
            "kiem-tra-cong-{}",
            zone.to_datetime(at).strftime("%Y%m%d-%H%M%S")
        );
        keep(&folder, &name, &[("pdf", pdf::page(&page)?)])
    }
}

impl Inspected {
    fn of(noted: &Noted, by: Option<String>) -> Inspected {
        let text = |name: &str| {
            let mut lines = noted.text.lines();
            let found = lines.find_map(|line| line.strip_prefix(name));
            found.unwrap_or_default().to_owned()
        };
        Inspected {
            place: noted.place,
            at: noted.at,
            by,
            position: text(POSITION),
            on_duty: text(ON_DUTY),
            monitors: noted.monitors,
            recommendations: text(RECOMMENDED),
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
