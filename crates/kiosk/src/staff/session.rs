//! *Session*: who is signed on, at the gate and at the desk, and until when: by the steady clock.

use super::Person;
use checkpoint::moment::Moment;
use checkpoint::role::Role;

const MINUTE_MS: u64 = 60_000;
/// No session is longer, whatever is done in it.
const LONGEST_MS: u64 = 12 * 60 * MINUTE_MS;

/// What somebody signs on for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// To be on duty: with a guard's rights, whoever it is.
    Gate,
    /// To work at the desk's pages, with one's own.
    Desk,
}

/// Somebody who is signed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub person: Person,
    pub since: Moment,
    /// When somebody last touched a key or the mouse.
    last: Moment,
}

impl Session {
    fn is_over(&self, idle_ms: Option<u64>, now: &Moment) -> bool {
        // Of another run of the machine it is nobody's any more.
        self.since.boot != now.boot
            || now.since(&self.since) >= LONGEST_MS
            || idle_ms.is_some_and(|idle| now.since(&self.last) >= idle)
    }
}

/// How long somebody's desk stays open untouched.
fn idle_ms(role: Role) -> u64 {
    match role {
        Role::Admin => 2 * MINUTE_MS,
        Role::UnitHead | Role::Guard | Role::Nobody => 15 * MINUTE_MS,
    }
}

#[derive(Debug, Default)]
pub(super) struct Sessions {
    pub(super) duty: Option<Session>,
    pub(super) desk: Option<Session>,
}

impl Sessions {
    pub(super) fn begin(&mut self, person: Person, seat: Seat, now: &Moment) {
        let session = Session {
            person,
            since: *now,
            last: *now,
        };
        *self.at(seat) = Some(session);
    }

    pub(super) fn at(&mut self, seat: Seat) -> &mut Option<Session> {
        match seat {
            Seat::Gate => &mut self.duty,
            Seat::Desk => &mut self.desk,
        }
    }

    /// Lets go of what is over.
    pub(super) fn expire(&mut self, now: &Moment) {
        let is_over = |session: &mut Session| session.is_over(None, now);
        self.duty.take_if(is_over);
        self.desk
            .take_if(|session| session.is_over(Some(idle_ms(session.person.role)), now));
    }

    /// Somebody is there.
    pub(super) fn touch(&mut self, now: &Moment) {
        if let Some(desk) = &mut self.desk {
            desk.last = *now;
        }
    }

    /// The most that anybody signed on may.
    pub(super) fn role(&self) -> Role {
        match (&self.desk, &self.duty) {
            (Some(desk), _) => desk.person.role,
            (None, Some(_)) => Role::Guard,
            (None, None) => Role::Nobody,
        }
    }

    /// Somebody isn't of the staff any more, or is something else.
    pub(super) fn end_of(&mut self, number: u64) {
        let is_theirs = |session: &mut Session| session.person.number == number;
        self.duty.take_if(is_theirs);
        self.desk.take_if(is_theirs);
    }
}
