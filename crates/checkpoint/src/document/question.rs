//! *Question*: what a declaration asks of health, by the numbers that passes carry.

use crate::policy::Words;
use serde::{Deserialize, Serialize};

/// The questions of the form that people know (FORMATS.md), each to be answered by yes or no, all about the last 14 days. Their
/// numbers stand in signed passes: none is ever given another meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    Fever,
    Cough,
    ShortBreath,
    Pneumonia,
    SoreThroat,
    Tired,
    /// Was in another place of the country or abroad.
    Travel,
    /// Met somebody who is ill with it or may be.
    MetPatient,
    /// Met somebody from a place where it is.
    MetTraveller,
    /// Met somebody with symptoms.
    MetSymptoms,
}

impl Question {
    pub const ALL: [Question; 10] = [
        Question::Fever,
        Question::Cough,
        Question::ShortBreath,
        Question::Pneumonia,
        Question::SoreThroat,
        Question::Tired,
        Question::Travel,
        Question::MetPatient,
        Question::MetTraveller,
        Question::MetSymptoms,
    ];

    /// As passes name it.
    pub fn number(self) -> u8 {
        match self {
            Question::Fever => 1,
            Question::Cough => 2,
            Question::ShortBreath => 3,
            Question::Pneumonia => 4,
            Question::SoreThroat => 5,
            Question::Tired => 6,
            Question::Travel => 7,
            Question::MetPatient => 8,
            Question::MetTraveller => 9,
            Question::MetSymptoms => 10,
        }
    }

    /// The one of this number; None for one of a newer program.
    pub fn of_number(number: u8) -> Option<Question> {
        let mut all = Question::ALL.into_iter();
        all.find(|question| question.number() == number)
    }

    /// The word in settings and in the health group of a subject.
    pub fn word(self) -> &'static str {
        match self {
            Question::Fever => "fever",
            Question::Cough => "cough",
            Question::ShortBreath => "short-breath",
            Question::Pneumonia => "pneumonia",
            Question::SoreThroat => "sore-throat",
            Question::Tired => "tired",
            Question::Travel => "travel",
            Question::MetPatient => "met-patient",
            Question::MetTraveller => "met-traveller",
            Question::MetSymptoms => "met-symptoms",
        }
    }

    /// The one of this word.
    pub fn of_word(word: &str) -> Option<Question> {
        let mut all = Question::ALL.into_iter();
        all.find(|question| question.word() == word)
    }

    /// As a form or a guard asks it of the last 14 days: Vietnamese, English.
    pub fn asked(self) -> (&'static str, &'static str) {
        match self {
            Question::Fever => ("Có sốt không?", "Any fever?"),
            Question::Cough => ("Có ho không?", "Any cough?"),
            Question::ShortBreath => ("Có khó thở không?", "Any shortness of breath?"),
            Question::Pneumonia => ("Có viêm phổi không?", "Any pneumonia?"),
            Question::SoreThroat => ("Có đau họng không?", "A sore throat?"),
            Question::Tired => ("Có mệt mỏi không?", "Unusual tiredness?"),
            Question::Travel => (
                "Có đi tỉnh khác hoặc nước khác không?",
                "Been in another province or country?",
            ),
            Question::MetPatient => (
                "Có tiếp xúc với người bệnh hoặc nghi mắc bệnh không?",
                "Contact with somebody ill or suspected to be?",
            ),
            Question::MetTraveller => (
                "Có tiếp xúc với người từ nơi đang có bệnh không?",
                "Contact with somebody from an affected place?",
            ),
            Question::MetSymptoms => (
                "Có tiếp xúc với người có triệu chứng (sốt, ho, khó thở) không?",
                "Contact with somebody with symptoms (fever, cough, short breath)?",
            ),
        }
    }

    /// What a yes says of somebody, in a list of such.
    pub fn said(self) -> Words {
        let (vi, en) = match self {
            Question::Fever => ("sốt", "fever"),
            Question::Cough => ("ho", "cough"),
            Question::ShortBreath => ("khó thở", "short breath"),
            Question::Pneumonia => ("viêm phổi", "pneumonia"),
            Question::SoreThroat => ("đau họng", "sore throat"),
            Question::Tired => ("mệt mỏi", "tiredness"),
            Question::Travel => ("đi nơi khác về", "travelled"),
            Question::MetPatient => ("gặp người bệnh", "met a patient"),
            Question::MetTraveller => (
                "gặp người từ vùng dịch",
                "met somebody from an affected place",
            ),
            Question::MetSymptoms => ("gặp người có triệu chứng", "met somebody with symptoms"),
        };
        Words {
            vi: vi.to_owned(),
            en: en.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Question;

    #[test]
    fn each_has_a_number_and_a_word_of_its_own_the_same_in_every_file() {
        for question in Question::ALL {
            assert_eq!(Question::of_number(question.number()), Some(question));
            assert_eq!(Question::of_word(question.word()), Some(question));
            let json = serde_json::to_string(&question).ok();
            assert_eq!(json, Some(format!("\"{}\"", question.word())));
        }
        assert_eq!(Question::of_number(0), None);
        assert_eq!(Question::of_word("Fever"), None);
    }
}
