//! *Choices*: what people chose for this post's screen, kept for the next start.

use super::{Post, Refusal};
use crate::settings::{Arrangement, Language, TextSize};
use checkpoint::role::Act;

impl Post {
    pub fn choose_arrangement(&mut self, arrangement: Arrangement) -> Result<(), Refusal> {
        // Where none was chosen there is no other screen, and so none to sign on at.
        if self.settings.arrangement.is_some() {
            self.ask_leave(Act::ArrangeGate)?;
        }
        self.settings.arrangement = Some(arrangement);
        self.keep_settings()
    }

    pub fn choose_language(&mut self, language: Language) -> Result<(), Refusal> {
        self.settings.language = language;
        self.keep_settings()
    }

    pub fn choose_text_size(&mut self, size: TextSize) -> Result<(), Refusal> {
        self.settings.text_size = size;
        self.keep_settings()
    }

    /// A choice that can't be kept still holds until the program ends.
    pub(super) fn keep_settings(&mut self) -> Result<(), Refusal> {
        self.changed = true;
        self.settings
            .save(&self.settings_path)
            .map_err(|_| Refusal::NotStored)
    }
}
