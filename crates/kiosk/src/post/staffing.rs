//! *Staffing*: who is signed on at this post, and the shift that one guard hands to the next.

use super::{Post, Refusal};
use crate::staff::handover::{Slip, counted, unscanned};
use crate::staff::{NotAllowed, Person, Proven, Seat, Staff};
use checkpoint::entry::{Audit, Draft, Entry, Kind};
use checkpoint::moment::Moment;
use checkpoint::role::Act;
use checkpoint::subject::Note;
use checkpoint::verdict::Reason;
use checkpoint::wire::signed::Head;
use std::sync::Arc;

/// Letters of a handover's note.
const NOTE_CHARS: usize = 500;

impl Post {
    /// Whose PINs count here: for the other verbs of the window, and for trying a PIN, which takes too long for a gate.
    pub fn staff(&self) -> Arc<Staff> {
        Arc::clone(&self.staff)
    }

    /// By this post's clock, for a PIN that is tried aside.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    pub(super) fn ask_leave(&self, act: Act) -> Result<(), NotAllowed> {
        self.staff.allow(act, &self.clock.now())
    }

    /// The number of whoever works at the desk.
    pub(super) fn desk(&self) -> Option<u64> {
        number(self.signed_on.desk.as_ref())
    }

    /// The number of whoever inspects the gate by a badge.
    pub fn inspector(&self) -> Option<u64> {
        number(self.signed_on.inspector.as_ref())
    }

    /// Of whoever does something that a guard may do, too.
    pub(super) fn doer(&self) -> Option<u64> {
        self.desk().or(number(self.signed_on.duty.as_ref()))
    }

    /// Notices that somebody signed on, or that a session has ended.
    pub(super) fn look_who_is_on(&mut self, now: &Moment) {
        let signed_on = self.staff.signed_on(now);
        if signed_on == self.signed_on {
            return;
        }
        if self.signed_on.desk.is_some() && signed_on.desk.is_none() {
            self.stop_awaiting();
            self.end_card_test();
        }
        self.store.on_duty(number(signed_on.duty.as_ref()));
        self.signed_on = signed_on;
        self.changed = true;
    }

    /// Somebody whose PIN was right, or whose badge counts, begins to work: an entry.
    pub fn sign_on(&mut self, proven: &Proven, seat: Seat) -> Result<(), Refusal> {
        let now = self.clock.now();
        let mut draft = Draft::new(Kind::Audit(Audit::SignIn));
        draft.by = Some(proven.person().number);
        self.plain(&draft, &now)?;
        self.staff.begin(proven, seat, &now);
        self.look_who_is_on(&now);
        Ok(())
    }

    pub fn sign_off(&mut self, seat: Seat) {
        self.staff.end(seat);
        let now = self.clock.now();
        self.look_who_is_on(&now);
    }

    /// Somebody touched a key or the mouse at the desk.
    pub fn stay(&mut self) {
        let now = self.clock.now();
        self.staff.stay(&now);
        self.look_who_is_on(&now);
    }

    /// No PIN of this person is taken for a while: an entry. None where it was the recovery key that was wrong.
    pub fn locked_out(&mut self, number: Option<u64>) -> Result<(), Refusal> {
        let now = self.clock.now();
        let mut draft = Draft::new(Kind::Audit(Audit::Lockout));
        draft.by = number;
        self.plain(&draft, &now).map(|_| ())
    }

    /// Somebody was added, changed or removed by whoever is at the desk: an entry.
    pub fn staff_changed(&mut self) -> Result<(), Refusal> {
        self.write_config(Reason::StaffChanged, self.desk())
    }

    /// An admin has another PIN by the recovery key, and works on: two entries.
    pub fn recovered(&mut self, proven: &Proven) -> Result<(), Refusal> {
        let number = proven.person().number;
        self.write_config(Reason::RecoveryKeyUsed, Some(number))?;
        self.sign_on(proven, Seat::Desk)
    }

    pub(super) fn write_config(&mut self, reason: Reason, by: Option<u64>) -> Result<(), Refusal> {
        let now = self.clock.now();
        let mut draft = Draft::new(Kind::Audit(Audit::Config));
        draft.reasons.push(reason);
        draft.by = by;
        self.plain(&draft, &now)?;
        self.look_who_is_on(&now);
        Ok(())
    }

    /// F9: what the shift that runs has seen so far; where nobody is on duty, what came since the last one was closed.
    pub fn handover(&mut self) -> Result<Slip, Refusal> {
        let now = self.clock.now();
        let recent = self.store.recent(&now).map_err(|_| Refusal::NotStored)?;
        let entries: Vec<Entry> = recent.into_iter().map(|kept| kept.entry).collect();
        let shift = self.staff.shift(&now);
        // The entry that the shift began with, else the one that the last was closed with.
        let began = |entry: &&Entry| match &shift {
            Some(shift) => {
                let (then, since) = (&entry.moment, &shift.since);
                entry.said.kind == Kind::Audit(Audit::SignIn)
                    && entry.said.by == Some(shift.person.number)
                    && (then.boot, then.mono_ms) == (since.boot, since.mono_ms)
            }
            None => entry.said.kind == Kind::Audit(Audit::ShiftClose),
        };
        let first = entries.iter().rev().find(began).or(entries.first());
        let report = counted(
            &entries,
            first.map_or(0, |entry| entry.seq),
            &self.store.zone(),
        );
        Ok(Slip {
            since: first.map_or(now.at, |entry| entry.moment.at),
            guard: shift.map(|shift| shift.person.name),
            entered: report.people_in(),
            left: report.people_out(),
            unscanned: unscanned(&report),
            inside: self.gate.counters(&now).inside,
            open: u32::try_from(self.gate.open_matters().len()).unwrap_or(u32::MAX),
            gaps: report.get(checkpoint::report::Figure::Gaps),
        })
    }

    /// Closes the shift, with a note to whoever comes next, who signs on where somebody is there already. What the log
    /// has come to then is to be signed ([`crate::staff::handover::sign`]).
    pub fn hand_over(&mut self, note: &str, next: Option<&Proven>) -> Result<Head, Refusal> {
        self.ask_leave(Act::HandOver)?;
        let now = self.clock.now();
        let shift = self.staff.shift(&now).ok_or(Refusal::NobodyOnDuty)?;
        let mut draft = Draft::new(Kind::Audit(Audit::ShiftClose));
        draft.by = Some(shift.person.number);
        let note: String = note.trim().chars().take(NOTE_CHARS).collect();
        if note.is_empty() {
            self.plain(&draft, &now)?;
        } else {
            let note = Note {
                purpose: None,
                note: Some(note),
            };
            self.noted(&draft, &note, &now)?;
        }
        self.staff.end(Seat::Gate);
        self.look_who_is_on(&now);
        if let Some(next) = next {
            self.sign_on(next, Seat::Gate)?;
        }
        self.store.head(&now).ok_or(Refusal::NotStored)
    }
}

fn number(person: Option<&Person>) -> Option<u64> {
    person.map(|person| person.number)
}
