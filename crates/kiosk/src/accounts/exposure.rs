//! *Exposure*: who was inside together with somebody, for those who trace.

use super::{Accounts, AccountsError, gate, keep};
use crate::book::{Book, Present, Row};
use crate::staff::{Again, Tried};
use checkpoint::entry::Ref;
use checkpoint::role::Act;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use paper::exposure::{Exposure, StayLine};
use paper::{pdf, xlsx};
use std::path::PathBuf;
use std::sync::PoisonError;

/// Days that one question may be about: as long as an incubation may take, and then some.
const MOST_DAYS: i32 = 31;
/// Letters of who asks, and of their document.
const MOST_LETTERS: usize = 200;

/// What is asked, why, and by whom: the PIN is entered anew for each.
#[derive(Clone, Debug)]
pub struct Question {
    /// The place of an entry about the person.
    pub place: u64,
    pub first: Date,
    pub last: Date,
    /// The least minutes together.
    pub minutes: u32,
    pub requester: String,
    pub document: String,
    /// Of whoever is at the desk.
    pub pin: String,
}

/// What came of a question that takes a PIN.
#[derive(Debug)]
pub enum Answered<T> {
    Given(T),
    /// The PIN was wrong: nothing was shown.
    Not(Tried),
}

/// A list that was shown.
#[derive(Clone, Debug)]
pub(super) struct Traced {
    sheet: Exposure,
    /// Whom it was shown to.
    by: Option<u64>,
    /// The entry that says so.
    entry: Ref,
}

impl Accounts {
    /// Everyone whose stay overlapped with those of a person. The entry `reveal` names the person's entry, how many were
    /// listed and, in its subject, who asked and by which document; it stands before anybody sees the list.
    pub fn trace(&self, question: &Question) -> Result<Answered<Exposure>, AccountsError> {
        let now = self.allow(Act::Trace)?;
        let requester = said(&question.requester)?;
        let document = said(&question.document)?;
        let days = (question.last - question.first).get_days() + 1;
        if !(1..=MOST_DAYS).contains(&days) {
            return Err(AccountsError::Days);
        }
        if question.minutes > 24 * 60 {
            return Err(AccountsError::Minutes);
        }
        let by = match self.people.confirm(&question.pin)? {
            Again::Right(by) => by,
            Again::Not(_, tried) => return Ok(Answered::Not(tried)),
        };
        let (book, named, _) = self.book.unasked(now)?;
        let settings = self.settings()?;
        let whom = book.whom(question.place)?.ok_or(AccountsError::Nobody)?;
        let together = book.together(
            whom.person,
            (question.first, question.last),
            i64::from(question.minutes),
            now,
        )?;
        let zone = settings.time_zone()?;
        let lines = |people: Vec<Present>| -> Result<Vec<StayLine>, AccountsError> {
            let people = book.with_lines(people)?;
            let lines = people.iter().map(|(present, row)| {
                line(&book, present, row.as_ref(), &zone, |number| {
                    gate(number, &named)
                })
            });
            lines.collect()
        };
        let sheet = Exposure {
            whole: settings.unit_name,
            person: whom.name.unwrap_or_else(|| "người không có tên".to_owned()),
            first: question.first,
            last: question.last,
            least: i64::from(question.minutes),
            asked_at: zone.to_datetime(now),
            asked_by: by
                .and_then(|by| named.staff.get(&by).cloned())
                .unwrap_or_else(|| "Quản trị".to_owned()),
            own: lines(together.own)?,
            met: lines(together.met)?,
            unnamed: together.unnamed,
            requester,
            document,
        };
        let listed = u32::try_from(sheet.met.len()).unwrap_or(u32::MAX);
        let note = format!(
            "Cùng có mặt, {} đến {}, từ {} phút. Yêu cầu: {}. Văn bản: {}",
            sheet.first, sheet.last, sheet.least, sheet.requester, sheet.document
        );
        let entry =
            self.at_gate(move |post| post.disclosed(Some(whom.of), listed, by, Some(note)))?;
        let traced = Traced {
            sheet: sheet.clone(),
            by,
            entry,
        };
        *self.traced.lock().unwrap_or_else(PoisonError::into_inner) = Some(traced);
        Ok(Answered::Given(sheet))
    }

    /// Saves the list that was shown last as PDF and XLSX, for whom it was shown to. An entry of its own.
    pub fn save_trace(&self, folder: &str) -> Result<PathBuf, AccountsError> {
        let now = self.allow(Act::Trace)?;
        let folder = self.folder(folder)?;
        let on = self.staff.signed_on(&self.clock.now());
        let desk = on.desk.map(|person| person.number);
        let traced = self.traced.lock().unwrap_or_else(PoisonError::into_inner);
        let traced = traced.clone().filter(|traced| traced.by == desk);
        let traced = traced.ok_or(AccountsError::Gone)?;
        let settings = self.settings()?;
        let today = settings.time_zone()?.to_datetime(now);
        let page = traced.sheet.page(&settings.letter, today.date());
        let files = [("pdf", pdf::page(&page)?), ("xlsx", xlsx::page(&page)?)];
        let (of, by) = (traced.entry, traced.by);
        self.at_gate(move |post| post.exported(Some(of), None, 2, by))?;
        let name = format!("cung-co-mat-{}", today.strftime("%Y%m%d-%H%M%S"));
        keep(&folder, &name, &files)
    }
}

fn line(
    book: &Book,
    present: &Present,
    row: Option<&Row>,
    zone: &TimeZone,
    gate: impl Fn(u32) -> String,
) -> Result<StayLine, AccountsError> {
    let stay = &present.stay;
    let identity = row.map(|row| row.line.identity.clone()).unwrap_or_default();
    let named = stay.named();
    Ok(StayLine {
        name: identity.name,
        birth_year: identity.birth_year,
        last4: identity.last4,
        phone: match named {
            Some(passage) => book.phone(passage.named_by.1)?,
            None => None,
        },
        gate: named.map(|passage| gate(passage.gate)).unwrap_or_default(),
        came: stay.came.map(|came| zone.to_datetime(came.at)),
        left: stay.left.map(|left| zone.to_datetime(left.at)),
        minutes: present.minutes,
        time: present.time,
    })
}

fn said(typed: &str) -> Result<String, AccountsError> {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters = text.chars().count();
    if (1..=MOST_LETTERS).contains(&letters) && !text.chars().any(char::is_control) {
        Ok(text)
    } else {
        Err(AccountsError::Unsaid)
    }
}
