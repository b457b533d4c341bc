//! A badge of the staff, before the camera or a reader: a guard's begins a shift, an inspector's an inspection of the gate.

use super::{Muted, Post, Said, Shown, Sought, What};
use crate::staff::badge::Shown as Whose;
use crate::staff::{Person, Proven, Seat};
use checkpoint::document::{CodeId, Document, Kind, Recognised, Says, Standing};
use checkpoint::moment::Moment;
use checkpoint::role::Role;
use checkpoint::verdict::judge;

/// What came of a badge of the staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Badge {
    /// The holder is on duty from now on.
    Begun,
    /// The holder is on duty already.
    GoesOn,
    /// Somebody else is on duty, who hands over first.
    Another,
    /// The holder, who is an inspector, inspects the gate: from now on, or still.
    Inspecting,
    /// Somebody works at the screen's pages already, who closes them first.
    PagesOpen,
    /// It was revoked, replaced, or its time is over.
    Revoked,
    /// It is none of this unit's.
    Elsewhere,
}

/// A badge of this post's staff.
pub(super) enum Held {
    Counts(Proven),
    Not(Badge),
}

impl Post {
    /// The unit that signs badges; None while the log isn't open.
    pub fn unit(&self) -> Option<[u8; 16]> {
        self.store.unit()
    }

    /// A badge was issued or revoked by whoever is at the desk: an entry. From here on the unit's key counts for badges.
    pub fn badges_changed(&mut self) -> Result<(), super::Refusal> {
        self.trust_list_anew();
        self.staff_changed()
    }

    /// The badge that the next guard holds up while F9 waits; None where none was seen.
    pub fn badge_seen(&self) -> Option<Option<Proven>> {
        let code = self.seen_code(Sought::Badge)?;
        let Recognised::Document(document) = Document::recognise(&code) else {
            return Some(None);
        };
        Some(match self.held(&document, &self.clock.now()) {
            Some(Held::Counts(proven)) if begins_a_shift(&proven) => Some(proven),
            Some(Held::Counts(_) | Held::Not(_)) | None => None,
        })
    }

    /// Whose badge a document is. None where it is no badge of this post's staff: then it is somebody's who comes or goes.
    pub(super) fn held(&self, document: &Document, now: &Moment) -> Option<Held> {
        if document.kind() != Kind::StaffBadge {
            return None;
        }
        let judged = judge(document.clone(), &self.trust, &self.judging(now));
        let verified = judged.verified?;
        let Says::StaffBadge(badge) = verified.certificate?.says else {
            return None;
        };
        let whose = self.staff.of_badge(&badge.token, now)?;
        Some(match (verified.standing, whose) {
            (Standing::Valid, Whose::Counts(proven)) => Held::Counts(proven),
            (Standing::Elsewhere | Standing::UnknownIssuer, _) => Held::Not(Badge::Elsewhere),
            (
                Standing::Valid
                | Standing::Expired
                | Standing::NotYetValid
                | Standing::Revoked
                | Standing::Forged(_),
                _,
            ) => Held::Not(Badge::Revoked),
        })
    }

    /// Signs an inspector on beside whoever is on duty; None where that can't be written.
    fn inspect_by(&mut self, proven: &Proven) -> Option<Badge> {
        let number = proven.person().number;
        let own = |on: &Option<Person>| on.as_ref().map(|one| one.number);
        match (own(&self.signed_on.inspector), own(&self.signed_on.desk)) {
            (Some(inspecting), _) if inspecting == number => {
                self.stay();
                Some(Badge::Inspecting)
            }
            (None, None) => {
                let begun = self.sign_on(proven, Seat::Inspection);
                begun.is_ok().then_some(Badge::Inspecting)
            }
            (Some(_), _) | (None, Some(_)) => Some(Badge::PagesOpen),
        }
    }

    /// Signs its holder on, once a showing, and shows names to the guard whose shift it is.
    pub(super) fn take_badge(&mut self, code: CodeId, held: Held, now: &Moment) -> Option<Shown> {
        let muted = self.mute.entry(code).or_insert(Muted {
            last_seen: *now,
            tried: None,
        });
        muted.last_seen = *now;
        if muted.tried.replace(*now).is_some() {
            return None;
        }
        let (badge, person) = match held {
            Held::Not(badge) => (badge, None),
            Held::Counts(proven) if !begins_a_shift(&proven) => {
                let Some(badge) = self.inspect_by(&proven) else {
                    let trouble = self.store.trouble()?;
                    return Some(self.shown(Said::NotStored(trouble), now));
                };
                (badge, Some(proven.person().clone()))
            }
            Held::Counts(proven) => {
                let person = proven.person().clone();
                let on_duty = self.signed_on.duty.as_ref().map(|duty| duty.number);
                let badge = match on_duty {
                    Some(number) if number == person.number => Badge::GoesOn,
                    Some(_) => Badge::Another,
                    None if self.sign_on(&proven, Seat::Gate).is_ok() => Badge::Begun,
                    None => {
                        let trouble = self.store.trouble()?;
                        return Some(self.shown(Said::NotStored(trouble), now));
                    }
                };
                if matches!(badge, Badge::Begun | Badge::GoesOn) {
                    self.show_names();
                }
                (badge, Some(person))
            }
        };
        let mut shown = self.shown(Said::Badge(badge), now);
        shown.what = Some(What::Document(Kind::StaffBadge));
        shown.holder.name = person.map(|Person { name, .. }| name);
        Some(shown)
    }
}

/// A guard's does.
fn begins_a_shift(proven: &Proven) -> bool {
    match proven.person().role {
        Role::Inspector => false,
        Role::Nobody | Role::Guard | Role::UnitHead | Role::Admin => true,
    }
}

/// Whether a code is a staff badge, whoever's it is.
pub(super) fn is_one(code: &[u8]) -> bool {
    matches!(Document::recognise(code), Recognised::Document(document) if document.kind() == Kind::StaffBadge)
}
