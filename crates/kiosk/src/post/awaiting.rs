//! *Awaiting*: somebody waits for a code of ours before the camera or a reader: an admin for a hub's invitation, a person
//! key's or a district's keys, a guard for the badge of whoever takes the shift, an inspector for the posters of places.
//!
//! A code that comes while nobody waits is a foreign code like any other: whoever stands at the gate
//! could hold one up. One that comes while somebody waits is put aside, and still does nothing: the
//! one who waits reads what it is, and says so.

use super::{Post, Refusal, badge, places};
use checkpoint::moment::Moment;
use checkpoint::role::Act;
use checkpoint::wire::courier::Keys;
use checkpoint::wire::enrol::Invitation;
use checkpoint::wire::person_key;
use std::borrow::Cow;

/// Nobody waits any longer: the page was left open, or closed without a word.
const FORGOTTEN_MS: u64 = 180_000;

/// The sort of code that somebody waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// A hub's.
    Invitation,
    /// What a post asks or gives with ([`crate::person_key`]).
    PersonKey,
    /// A guard's, who takes the shift.
    Badge,
    /// A place's, whoever's it is: somebody inspects posters.
    Poster,
    /// A district's, for courier files ([`checkpoint::wire::courier::Keys`]).
    DistrictKeys,
}

impl Sought {
    /// What is read of a code of this sort, empty where there is nothing to read; None for any other code.
    fn says(self, code: &[u8]) -> Option<String> {
        match self {
            Sought::Invitation => Invitation::read(code).map(|invitation| invitation.address),
            Sought::PersonKey => person_key::is_one(code).then(String::new),
            Sought::Badge => badge::is_one(code).then(String::new),
            Sought::Poster => places::is_one(code).then(String::new),
            Sought::DistrictKeys => Keys::opens(code).then(String::new),
        }
    }
}

/// How the wait for a code stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    pub sought: Sought,
    /// A code was seen: of an invitation the hub's address, else nothing that can be read. None while there is none.
    pub seen: Option<String>,
}

/// A wait under way.
pub(super) struct Awaiting {
    sought: Sought,
    since: Moment,
    /// The code's text, and what it says.
    seen: Option<(Vec<u8>, String)>,
}

impl Post {
    /// Waits for a code from now on, or anew.
    pub fn await_code(&mut self, sought: Sought) -> Result<(), Refusal> {
        self.ask_leave(match sought {
            Sought::Invitation | Sought::DistrictKeys => Act::ChangeTargets,
            Sought::PersonKey => Act::HandOnKey,
            Sought::Badge => Act::HandOver,
            Sought::Poster => Act::KeepPlaces,
        })?;
        self.awaiting = Some(Awaiting {
            sought,
            since: self.clock.now(),
            seen: None,
        });
        self.changed = true;
        Ok(())
    }

    /// Such codes are foreign again.
    pub fn stop_awaiting(&mut self) {
        self.changed |= self.awaiting.take().is_some();
    }

    /// The text of the code that was seen; None while there is none, or something else is waited for.
    pub fn seen_code(&self, sought: Sought) -> Option<Vec<u8>> {
        let awaiting = self.awaiting.as_ref()?;
        let (text, _) = awaiting.seen.as_ref()?;
        (awaiting.sought == sought).then(|| text.clone())
    }

    pub(super) fn awaited(&self) -> Option<Awaited> {
        let awaiting = self.awaiting.as_ref()?;
        Some(Awaited {
            sought: awaiting.sought,
            seen: awaiting.seen.as_ref().map(|(_, says)| says.clone()),
        })
    }

    /// Puts aside the first code of the sort that somebody waits for. The others of it that
    /// come meanwhile are passed over, and whatever else is in view is the gate's.
    pub(super) fn put_aside<'a>(
        &mut self,
        codes: &'a [Vec<u8>],
        now: &Moment,
    ) -> Cow<'a, [Vec<u8>]> {
        let Some(awaiting) = &mut self.awaiting else {
            return Cow::Borrowed(codes);
        };
        let mut others = Vec::new();
        for code in codes {
            match awaiting.sought.says(code) {
                Some(says) if awaiting.seen.is_none() => {
                    awaiting.seen = Some((code.clone(), says));
                    awaiting.since = *now;
                    self.changed = true;
                }
                Some(_) => {}
                None => others.push(code.clone()),
            }
        }
        Cow::Owned(others)
    }

    /// Ends a wait that nobody ended.
    pub(super) fn forget_awaiting(&mut self, now: &Moment) {
        let waited = self
            .awaiting
            .as_ref()
            .map(|awaiting| now.since(&awaiting.since));
        if waited.is_some_and(|waited| waited >= FORGOTTEN_MS) {
            self.stop_awaiting();
        }
    }
}
