//! *Leaving*: a badge of the day, printed for whoever came in a moment ago, and what is said when it is held up again.

use super::acts::Refusal;
use super::shown::Holder;
use super::{Post, Store};
use checkpoint::document::CodeId;
use checkpoint::gate::Leaving;
use checkpoint::moment::Moment;
use checkpoint::role::Act;
use checkpoint::verdict::Judged;
use jiff::{SignedDuration, Timestamp};

/// A badge lives a day: no verifier takes one that was to live longer.
const VALID: SignedDuration = SignedDuration::from_hours(24);

/// A badge that is noted, and that nobody has signed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotedBadge {
    /// Names the visit in the badge's code: random.
    pub token: [u8; 16],
    /// The unit that signs it.
    pub unit: [u8; 16],
    pub name: Option<String>,
    /// From when to when it counts, in whole seconds.
    pub from: Timestamp,
    pub until: Timestamp,
}

impl Post {
    /// A badge for the newest visitor, who came in and is inside.
    pub fn note_day_badge(&mut self) -> Result<NotedBadge, Refusal> {
        self.ask_leave(Act::SeeVisitors)?;
        self.ask_real()?;
        if !self.folded {
            return Err(Refusal::NotStored);
        }
        let now = self.clock.now();
        let came = self.gate.came(&now)?;
        let from = self.gate.judging_at(&now).as_second();
        let from = Timestamp::from_second(from).map_err(|_| Refusal::NotStored)?;
        let until = from.saturating_add(VALID).unwrap_or(from);
        let unit = self.store.unit().ok_or(Refusal::NotStored)?;
        let noted = |store: &mut Store| {
            let holder = store.holder(&came.named_by, &now)?;
            Ok((holder, store.note_day_badge(&came.of, until, &now)?))
        };
        let noted: Result<_, crate::store::Trouble> = noted(&mut self.store);
        let (holder, token) = noted.map_err(|_| self.refused(&now))?;
        Ok(NotedBadge {
            token,
            unit,
            name: holder.name,
            from,
            until,
        })
    }

    /// What a badge of the day asks for, and whose it is as the log has them; None for every other document.
    pub(super) fn leaving(
        &mut self,
        code: CodeId,
        judged: &Judged,
        now: &Moment,
    ) -> Option<(Leaving, Option<Holder>)> {
        let token = judged.day_badge()?;
        // Where that can't be read nobody is sent in by a badge that sees people out: it is looked at.
        let came = self.store.came_by_badge(&token, now).unwrap_or(None);
        let leaving = self.gate.leaving(code, judged, came, now);
        let named = leaving.named_by.as_ref();
        let holder = named.and_then(|of| self.store.holder(of, now).ok());
        Some((leaving, holder.filter(|holder| holder.name.is_some())))
    }
}
