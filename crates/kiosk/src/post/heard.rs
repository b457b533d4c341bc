//! *Heard*: what readers on USB say, and which of them are listened to.

use super::{Post, Refusal, Said, Showing, Shown};
use crate::reader::serial;
use crate::reader::wedge::{self, Typed, Wedged};
use checkpoint::role::Act;

impl Post {
    /// What a text makes the gate say that a reader on USB read out. Whoever pulled its trigger waits for an answer, so
    /// a code that is nobody's document is named beside a person's verdict too.
    pub fn hear(&mut self, text: &[u8]) -> Vec<Shown> {
        self.look(&[text.to_vec()], Showing::Read)
    }

    /// The same of what a reader typed as a keyboard does. A text that an input method changed is nobody's: it is
    /// refused, and answered with what to do about it.
    pub fn hear_typed(&mut self, typed: &Typed) -> Vec<Shown> {
        match wedge::judge(typed) {
            Wedged::Code(text) => self.hear(&text),
            Wedged::Damaged => {
                let now = self.clock.now();
                let said = vec![self.shown(Said::Damaged, &now)];
                self.present(&said, &now);
                said
            }
        }
    }

    /// What was chosen of readers on serial ports.
    pub fn reader_choice(&self) -> &serial::Choice {
        &self.settings.reader
    }

    pub fn readers_are(&mut self, readers: Vec<serial::Reader>) {
        if self.readers != readers {
            self.readers = readers;
            self.changed = true;
        }
    }

    /// Another port, or another suffix; the speed that somebody wrote into the settings stays.
    pub fn choose_reader(&mut self, choice: serial::Choice) -> Result<(), Refusal> {
        self.ask_leave(Act::ArrangeGate)?;
        let baud = self.settings.reader.baud;
        self.settings.reader = serial::Choice { baud, ..choice };
        self.keep_settings()
    }
}
