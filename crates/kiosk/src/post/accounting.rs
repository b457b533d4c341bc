//! *Accounting*: what the unit head does, as entries: a day settled, a count, data shown or taken away.

use super::{Post, Refusal};
use crate::accounts::{Counted, Inspection};
use checkpoint::entry::{Audit, Draft, Happened, Kind, Precision, Ref};
use checkpoint::gate::Recorded;
use checkpoint::moment::Moment;
use checkpoint::role::Act;
use checkpoint::subject::{Note, Who};
use checkpoint::verdict::Reason;
use checkpoint::wire::signed::Head;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

impl Post {
    /// Somebody is shown so many people's data because of an entry; the note says why.
    pub fn disclosed(
        &mut self,
        of: Option<Ref>,
        people: u32,
        by: Option<u64>,
        note: Option<String>,
    ) -> Result<Ref, Refusal> {
        let mut draft = Draft::new(Kind::Audit(Audit::Reveal));
        (draft.of, draft.count, draft.by) = (of, Some(people), by);
        self.audited(&draft, note)
    }

    /// Somebody is shown who has to be found: whoever stands at the gate.
    pub fn evacuating(&mut self, people: u32) -> Result<Ref, Refusal> {
        let by = self.doer();
        self.disclosed(None, people, by, None)
    }

    /// So many files are taken away: of what an entry showed, or of some days.
    pub fn exported(
        &mut self,
        of: Option<Ref>,
        days: Option<(Timestamp, Timestamp)>,
        files: u32,
        by: Option<u64>,
    ) -> Result<Ref, Refusal> {
        let mut draft = Draft::new(Kind::Audit(Audit::Export));
        (draft.of, draft.count) = (of, Some(files));
        draft.by = by.or(self.doer());
        draft.happened = days.map(|(at, _)| second(at));
        draft.until = days.map(|(_, until)| until);
        self.audited(&draft, None)
    }

    /// Settles a day: the entry names the last one before it. It never stops the gate.
    pub fn settle_day(&mut self, day: Date) -> Result<Head, Refusal> {
        self.ask_leave(Act::SettleDay)?;
        let now = self.clock.now();
        let zone = self.store.zone();
        if day > zone.to_datetime(now.at).date() {
            return Err(Refusal::TimeInFuture);
        }
        let next = day.saturating_add(1.days()).at(0, 0, 0, 0);
        let over = zone.to_timestamp(next).map_err(|_| Refusal::TimeWrong)?;
        let last = over
            .checked_sub(SignedDuration::from_millis(1))
            .map_err(|_| Refusal::TimeWrong)?;
        let newest = self.store.recent(&now).map_err(|_| Refusal::NotStored)?;
        let mut draft = Draft::new(Kind::Audit(Audit::DaySettled));
        draft.happened = Some(second(last.min(now.at)));
        draft.of = newest.last().map(|newest| Ref {
            seq: newest.entry.seq,
            leaf: newest.leaf,
        });
        draft.by = self.desk();
        self.audited(&draft, None)?;
        self.store.head(&now).ok_or(Refusal::NotStored)
    }

    /// Somebody counted people through the gate.
    pub fn headcount(&mut self, counted: Counted) -> Result<Ref, Refusal> {
        let by = self.doer();
        self.counted(counted, by)
    }

    fn counted(&mut self, counted: Counted, by: Option<u64>) -> Result<Ref, Refusal> {
        let mut draft = Draft::new(Kind::Audit(Audit::Headcount));
        draft.happened = Some(second(counted.from));
        draft.until = Some(counted.until);
        draft.count = counted.people;
        draft.by = by;
        self.audited(&draft, None)
    }

    /// Somebody inspected the gate. The count that they took is an entry before it, as every count is.
    pub fn inspected(&mut self, found: &Inspection) -> Result<(), Refusal> {
        self.ask_leave(Act::InspectGate)?;
        let by = self.inspector().or(self.desk());
        let mut draft = Draft::new(Kind::Audit(Audit::Inspection));
        if let Some(sample) = found.sample {
            draft.of = Some(self.counted(sample, by)?);
            draft.happened = Some(second(sample.from));
            draft.until = Some(sample.until);
        }
        draft.count = Some(found.reminder);
        if found.monitors {
            draft.reasons.push(Reason::SelfMonitored);
        }
        draft.by = by;
        self.audited(&draft, Some(found.findings().text()))
            .map(|_| ())
    }

    fn audited(&mut self, draft: &Draft, note: Option<String>) -> Result<Ref, Refusal> {
        if !self.folded {
            return Err(Refusal::NotStored);
        }
        let now: Moment = self.clock.now();
        let written = match note {
            Some(note) => {
                let note = Note {
                    purpose: None,
                    note: Some(note),
                };
                self.store.append_note(draft, &note, &now)
            }
            None => self.store.append_plain(draft, &now),
        };
        let written = written.map_err(|_| self.refused(&now))?;
        let entry = written.reference();
        self.gate.record(Recorded {
            entry: written.entry,
            leaf: written.leaf,
            who: Who::default(),
            code: None,
        });
        self.changed = true;
        Ok(entry)
    }
}

fn second(at: Timestamp) -> Happened {
    Happened {
        at,
        precision: Precision::Second,
    }
}
