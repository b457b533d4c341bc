//! *Awaiting*: an admin waits for a hub's enrolment code before the camera or a reader.
//!
//! A code that comes while nobody waits is a foreign code like any other: whoever stands at the gate
//! could hold one up. One that comes while somebody waits is put aside, and still enrols nothing: the
//! admin reads which hub it leads to, and says so.

use super::Post;
use checkpoint::moment::Moment;
use checkpoint::wire::enrol::Invitation;
use std::borrow::Cow;

/// Nobody waits any longer: the page was left open, or closed without a word.
const FORGOTTEN_MS: u64 = 180_000;

/// How the wait for a code stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Awaited {
    Waiting,
    /// A code was seen; it leads to the hub at this address.
    Seen {
        address: String,
    },
}

/// A wait under way.
pub(super) struct Awaiting {
    since: Moment,
    /// The code's text, with the address in it.
    seen: Option<(Vec<u8>, String)>,
}

impl Post {
    /// Waits for an enrolment code from now on, or anew.
    pub fn await_invitation(&mut self) {
        self.awaiting = Some(Awaiting {
            since: self.clock.now(),
            seen: None,
        });
        self.changed = true;
    }

    /// Enrolment codes are foreign again.
    pub fn stop_awaiting(&mut self) {
        self.changed |= self.awaiting.take().is_some();
    }

    /// The text of the code that was seen; None while there is none.
    pub fn seen_invitation(&self) -> Option<Vec<u8>> {
        let (text, _) = self.awaiting.as_ref()?.seen.as_ref()?;
        Some(text.clone())
    }

    pub(super) fn awaited(&self) -> Option<Awaited> {
        let awaiting = self.awaiting.as_ref()?;
        Some(match &awaiting.seen {
            Some((_, address)) => Awaited::Seen {
                address: address.clone(),
            },
            None => Awaited::Waiting,
        })
    }

    /// Puts aside the first enrolment code that comes while somebody waits for one. The others that
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
            match Invitation::read(code) {
                Some(invitation) if awaiting.seen.is_none() => {
                    awaiting.seen = Some((code.clone(), invitation.address));
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
