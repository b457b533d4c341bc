//! The one bridge from the kiosk's refusals to the page's words.

use crate::view::RefusalWord;
use kiosk::post::Refusal;

impl From<Refusal> for RefusalWord {
    fn from(refusal: Refusal) -> RefusalWord {
        match refusal {
            Refusal::NothingToUndo => RefusalWord::NothingToUndo,
            Refusal::NobodyJustNow => RefusalWord::NobodyJustNow,
            Refusal::NotOpen => RefusalWord::NotOpen,
            Refusal::NobodyAlike => RefusalWord::NobodyAlike,
            Refusal::NameMissing => RefusalWord::NameMissing,
            Refusal::NameTooLong => RefusalWord::NameTooLong,
            Refusal::BirthYearImplausible => RefusalWord::BirthYearImplausible,
            Refusal::NumberWrong => RefusalWord::NumberWrong,
            Refusal::TimeWrong => RefusalWord::TimeWrong,
            Refusal::TimeInFuture => RefusalWord::TimeInFuture,
            Refusal::CountWrong => RefusalWord::CountWrong,
            Refusal::VisitorUnknown => RefusalWord::VisitorUnknown,
            Refusal::NotStored => RefusalWord::NotStored,
        }
    }
}
