//! *Inspection*: what somebody found who looked how a gate is kept (*Phiếu kiểm tra cổng*). Its words are the note of its
//! entry, one a line, each behind its name; its figures stand in the entry itself.

/// Letters of [`Findings::position`].
pub const POSITION_CHARS: usize = 200;
/// Letters of the other words.
pub const TEXT_CHARS: usize = 1_000;
/// The greatest number of a reminder.
pub const MOST_REMINDERS: u32 = 99;

const POSITION: &str = "Vị trí: ";
const ON_DUTY: &str = "Người trực: ";
const RECOMMENDED: &str = "Kiến nghị: ";

/// The words of an inspection, a line each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Where the scan point stands.
    pub position: String,
    /// Who is on duty there; empty for nobody.
    pub on_duty: String,
    pub recommendations: String,
}

/// Why words are none of an inspection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Nobody wrote where the scan point stands, or more than [`POSITION_CHARS`] letters of it.
    Position,
    /// Longer than [`TEXT_CHARS`].
    OnDuty,
    Recommendations,
}

impl Findings {
    /// With single blanks, so that each of its texts is a line.
    pub fn tidied(self) -> Findings {
        let tidy = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Findings {
            position: tidy(self.position),
            on_duty: tidy(self.on_duty),
            recommendations: tidy(self.recommendations),
        }
    }

    /// What is wrong with them, in their order.
    pub fn flaws(&self) -> Vec<Flaw> {
        let chars = |text: &str| text.chars().count();
        let position = self.position.is_empty() || chars(&self.position) > POSITION_CHARS;
        let is_long = |text: &str| chars(text) > TEXT_CHARS;
        let flaws = [
            position.then_some(Flaw::Position),
            is_long(&self.on_duty).then_some(Flaw::OnDuty),
            is_long(&self.recommendations).then_some(Flaw::Recommendations),
        ];
        flaws.into_iter().flatten().collect()
    }

    /// The note.
    pub fn text(&self) -> String {
        let lines = [
            (POSITION, &self.position),
            (ON_DUTY, &self.on_duty),
            (RECOMMENDED, &self.recommendations),
        ];
        let lines = lines.map(|(name, text)| format!("{name}{text}"));
        lines.join("\n")
    }

    /// Reads a note. What isn't there is empty.
    pub fn of_text(note: &str) -> Findings {
        let text = |name: &str| {
            let mut lines = note.lines();
            let found = lines.find_map(|line| line.strip_prefix(name));
            found.unwrap_or_default().to_owned()
        };
        Findings {
            position: text(POSITION),
            on_duty: text(ON_DUTY),
            recommendations: text(RECOMMENDED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_note_names_each_of_its_words() {
        let found = Findings {
            position: " Cổng chính,\nbên phải ".to_owned(),
            on_duty: "Lê Văn Bảo".to_owned(),
            recommendations: String::new(),
        };
        assert_eq!(
            found.tidied().text(),
            "Vị trí: Cổng chính, bên phải\nNgười trực: Lê Văn Bảo\nKiến nghị: "
        );
    }

    #[test]
    fn what_is_missing_or_too_long_is_told() {
        let long = |letters| "à".repeat(letters);
        let found = Findings {
            position: long(POSITION_CHARS),
            on_duty: long(TEXT_CHARS),
            recommendations: long(TEXT_CHARS),
        };
        assert_eq!(found.flaws(), []);
        let found = Findings {
            position: String::new(),
            on_duty: long(TEXT_CHARS + 1),
            recommendations: long(TEXT_CHARS + 1),
        };
        assert_eq!(
            found.flaws(),
            [Flaw::Position, Flaw::OnDuty, Flaw::Recommendations]
        );
    }

    proptest! {
        #[test]
        fn words_come_back_as_they_were_tidied(position: String, on_duty: String, recommendations: String) {
            let found = Findings { position, on_duty, recommendations }.tidied();
            prop_assert_eq!(Findings::of_text(&found.text()), found);
        }
    }
}
