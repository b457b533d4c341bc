//! *Trial*: the card test at this post. While it goes on the camera's codes enter nobody; readers and the guard do.

use super::{Post, Refusal};
use crate::card_test::{CardTest, Trial};
use crate::scanner::Scan;
use checkpoint::role::Act;
use std::time::Instant;

impl Post {
    /// Begins a test, or begins it anew.
    pub fn start_card_test(&mut self, now: Instant) -> Result<(), Refusal> {
        self.ask_leave(Act::ArrangeGate)?;
        self.card_test = Some(CardTest::begin(now));
        self.trial_is(Some(Trial::Waiting));
        Ok(())
    }

    /// The gate goes back to its work.
    pub fn end_card_test(&mut self) {
        self.card_test = None;
        self.trial_is(None);
    }

    /// Gives a picture's codes to the test. False where none is under way: then they are the gate's.
    pub fn try_card(&mut self, scan: &Scan, width: u32, now: Instant) -> bool {
        let Some(test) = &mut self.card_test else {
            return false;
        };
        test.look(scan, width, now);
        if test.is_forgotten(now) {
            self.end_card_test();
        } else {
            let trial = test.trial(now);
            self.trial_is(Some(trial));
        }
        true
    }

    fn trial_is(&mut self, trial: Option<Trial>) {
        if self.trial != trial {
            self.trial = trial;
            self.changed = true;
        }
    }
}
