//! The one bridge from the kiosk's refusals to the page's words.

use crate::view::RefusalWord;
use kiosk::post::Refusal;
use kiosk::sending::SendingError;

impl From<Refusal> for RefusalWord {
    fn from(refusal: Refusal) -> RefusalWord {
        match refusal {
            Refusal::NothingToUndo => RefusalWord::NothingToUndo,
            Refusal::NobodyJustNow => RefusalWord::NobodyJustNow,
            Refusal::NotOpen => RefusalWord::NotOpen,
            Refusal::NobodyAlike => RefusalWord::NobodyAlike,
            Refusal::NobodyCame => RefusalWord::NobodyCame,
            Refusal::NoGroup => RefusalWord::NoGroup,
            Refusal::GroupFull => RefusalWord::GroupFull,
            Refusal::NameMissing => RefusalWord::NameMissing,
            Refusal::NameTooLong => RefusalWord::NameTooLong,
            Refusal::BirthYearImplausible => RefusalWord::BirthYearImplausible,
            Refusal::NumberWrong => RefusalWord::NumberWrong,
            Refusal::TimeWrong => RefusalWord::TimeWrong,
            Refusal::TimeInFuture => RefusalWord::TimeInFuture,
            Refusal::CountWrong => RefusalWord::CountWrong,
            Refusal::DaysWrong => RefusalWord::DaysWrong,
            Refusal::YearsWrong => RefusalWord::YearsWrong,
            Refusal::PhoneWrong => RefusalWord::PhoneWrong,
            Refusal::TextTooLong => RefusalWord::TextTooLong,
            Refusal::BasisMissing => RefusalWord::BasisMissing,
            Refusal::Practising => RefusalWord::Practising,
            Refusal::VisitorUnknown => RefusalWord::VisitorUnknown,
            Refusal::NobodyOnDuty => RefusalWord::NobodyOnDuty,
            Refusal::NotAllowed(not_allowed) => not_allowed.into(),
            Refusal::NotStored => RefusalWord::NotStored,
        }
    }
}

impl From<&SendingError> for RefusalWord {
    /// Where a page has no room for more than a word.
    fn from(error: &SendingError) -> RefusalWord {
        if let SendingError::NotAllowed(not_allowed) = error {
            (*not_allowed).into()
        } else {
            RefusalWord::NotStored
        }
    }
}
