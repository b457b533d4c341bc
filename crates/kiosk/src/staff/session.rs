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
    /// To inspect the gate, by badge alone, beside whoever is on duty.
    Inspection,
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

/// How long somebody's pages stay open untouched.
fn idle_ms(role: Role) -> u64 {
    match role {
        Role::Admin => 2 * MINUTE_MS,
        Role::Inspector => 5 * MINUTE_MS,
        Role::UnitHead | Role::Guard | Role::Nobody => 15 * MINUTE_MS,
    }
}

#[derive(Debug, Default)]
pub(super) struct Sessions {
    pub(super) duty: Option<Session>,
    pub(super) desk: Option<Session>,
    pub(super) inspector: Option<Session>,
}

impl Sessions {
    pub(super) fn begin(&mut self, person: Person, seat: Seat, now: &Moment) {
        let session = Session {
            person,
            since: *now,
            last: *now,
        };
        // The screen has room for one of them.
        if seat == Seat::Desk {
            self.inspector = None;
        }
        *self.at(seat) = Some(session);
    }

    pub(super) fn at(&mut self, seat: Seat) -> &mut Option<Session> {
        match seat {
            Seat::Gate => &mut self.duty,
            Seat::Desk => &mut self.desk,
            Seat::Inspection => &mut self.inspector,
        }
    }

    /// Lets go of what is over.
    pub(super) fn expire(&mut self, now: &Moment) {
        self.duty.take_if(|session| session.is_over(None, now));
        let is_left =
            |session: &mut Session| session.is_over(Some(idle_ms(session.person.role)), now);
        self.desk.take_if(is_left);
        self.inspector.take_if(is_left);
    }

    /// Somebody is there.
    pub(super) fn touch(&mut self, now: &Moment) {
        for session in [&mut self.desk, &mut self.inspector].into_iter().flatten() {
            session.last = *now;
        }
    }

    /// What whoever is signed on is here: each may do what theirs may.
    pub(super) fn roles(&self) -> impl Iterator<Item = Role> {
        let own = |session: &Session| session.person.role;
        let duty = self.duty.as_ref().map(|_| Role::Guard);
        let others = [&self.desk, &self.inspector];
        duty.into_iter()
            .chain(others.into_iter().flatten().map(own))
    }

    /// Somebody isn't of the staff any more, or is something else.
    pub(super) fn end_of(&mut self, number: u64) {
        let is_theirs = |session: &mut Session| session.person.number == number;
        self.duty.take_if(is_theirs);
        self.desk.take_if(is_theirs);
        self.inspector.take_if(is_theirs);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use checkpoint::moment::Boot;
    use jiff::Timestamp;

    fn at(mono_ms: u64) -> Moment {
        Moment {
            at: Timestamp::UNIX_EPOCH,
            mono_ms,
            boot: Boot([7; 16]),
            offset: None,
        }
    }

    fn person(number: u64, role: Role) -> Person {
        Person {
            number,
            name: "Hồ Thị Thanh".to_owned(),
            role,
        }
    }

    #[test]
    fn an_inspection_that_nobody_touches_ends_after_five_minutes_and_the_shift_goes_on() {
        let mut sessions = Sessions::default();
        sessions.begin(person(1, Role::Guard), Seat::Gate, &at(0));
        sessions.begin(person(2, Role::Inspector), Seat::Inspection, &at(0));
        let roles: Vec<Role> = sessions.roles().collect();
        assert_eq!(roles, [Role::Guard, Role::Inspector]);
        sessions.touch(&at(4 * MINUTE_MS));
        sessions.expire(&at(9 * MINUTE_MS - 1));
        assert!(sessions.inspector.is_some());
        sessions.expire(&at(9 * MINUTE_MS));
        assert!(sessions.inspector.is_none());
        assert!(sessions.duty.is_some());
    }
}
