//! *Muting*: a code that was spoken of isn't spoken of again while it stays in view.

use super::{Holder, Post, Said, Shown, What};
use checkpoint::document::CodeId;
use checkpoint::moment::Moment;

/// How long a failed write waits before the same code tries again.
const TRY_AGAIN_MS: u64 = 500;

/// A code that was spoken of and must not be spoken of again while it stays in view.
pub(super) struct Muted {
    pub(super) last_seen: Moment,
    /// None: seen beside a person's verdict, not yet spoken of.
    pub(super) tried: Option<Moment>,
}

impl Post {
    pub(super) fn not_stored(
        &mut self,
        code: CodeId,
        kind: What,
        holder: Holder,
        now: &Moment,
    ) -> Option<Shown> {
        let trouble = self.store.trouble()?;
        let known = self.mute.insert(
            code,
            Muted {
                last_seen: *now,
                tried: Some(*now),
            },
        );
        match known {
            Some(muted) if muted.tried.is_some() => None,
            _ => Some(
                self.shown(Said::NotStored(trouble), now)
                    .about(kind, holder),
            ),
        }
    }

    /// The store failed for this code a moment ago: a disk that errs isn't hammered.
    pub(super) fn tried_just_now(&mut self, code: CodeId, now: &Moment) -> bool {
        match self.mute.get_mut(&code) {
            Some(Muted {
                last_seen,
                tried: Some(tried),
            }) => {
                *last_seen = *now;
                now.since(tried) < TRY_AGAIN_MS
            }
            _ => false,
        }
    }
}
