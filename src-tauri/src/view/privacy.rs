//! What crosses for people's own data: the registers, who was found, and what is done for them. Times are milliseconds
//! since 1970, days `2026-11-23`.

use super::WordsView;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What somebody asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum WishWord {
    See,
    Correct,
    Erase,
    /// That it isn't used, or not for something.
    Object,
}

/// A request in the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestView {
    pub number: u64,
    pub wish: WishWord,
    pub asker: String,
    /// How they are reached.
    pub reach: String,
    /// How it was checked who they are.
    pub checked: String,
    pub about: String,
    pub at: i64,
    /// The last day on which it is answered in time.
    pub due: String,
    pub overdue: bool,
    /// Who wrote it down.
    pub by: Option<String>,
    /// What was done; null while it waits.
    pub done: Option<String>,
    pub done_at: Option<i64>,
    pub done_by: Option<String>,
}

/// Something that went wrong with data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IncidentView {
    pub number: u64,
    pub found: i64,
    /// 72 hours later.
    pub due: i64,
    pub overdue: bool,
    pub what: String,
    /// Whose data, and how many people.
    pub whose: String,
    pub by: Option<String>,
    pub done: Option<String>,
    pub done_at: Option<i64>,
    pub done_by: Option<String>,
}

/// Both registers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrivacyView {
    pub problem: Option<WordsView>,
    /// Those that wait first, the soonest due before the others.
    pub requests: Vec<RequestView>,
    pub incidents: Vec<IncidentView>,
    /// On which nobody works, besides weekends.
    pub days_off: Vec<String>,
    pub today: String,
}

/// Somebody asks for something.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AskedForm {
    pub wish: WishWord,
    pub asker: String,
    pub reach: String,
    pub checked: String,
    pub about: String,
}

/// What was done in the end.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DoneForm {
    pub number: u64,
    pub what: String,
}

/// Something went wrong.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IncidentForm {
    pub what: String,
    pub whose: String,
    /// When it was found; None is now.
    pub found: Option<i64>,
}

impl IncidentForm {
    pub fn found_at(&self) -> Option<Timestamp> {
        self.found
            .and_then(|ms| Timestamp::from_millisecond(ms).ok())
    }
}

/// Somebody of whom something is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SomebodyView {
    /// Of their newest line: names them here.
    pub place: u64,
    pub name: Option<String>,
    pub birth_year: Option<i16>,
    /// The last two digits of their number alone.
    pub masked: Option<String>,
    /// A number names them, so that all their lines are found; else it is this line alone.
    pub proven: bool,
    pub lines: u32,
    pub first: i64,
    pub last: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundPeopleView {
    pub problem: Option<WordsView>,
    pub people: Vec<SomebodyView>,
    /// On the unit's lists.
    pub listed: Vec<HeldView>,
}

/// Which list somebody is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ListWord {
    Members,
    Watched,
    Expected,
}

/// A line of a list, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LineName {
    pub list: ListWord,
    pub number: u32,
}

/// Somebody on a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldView {
    pub line: LineName,
    /// The list's name, and the group; empty where it has none.
    pub of: String,
    pub name: String,
    pub birth_year: Option<i16>,
    /// The last two digits of their number alone.
    pub masked: Option<String>,
}

/// Somebody is handed what is kept of them.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HandOutForm {
    /// Of their newest line in the log; None: who is on a list alone.
    pub place: Option<u64>,
    pub line: Option<LineName>,
    pub folder: String,
}

/// Somebody is called otherwise.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CorrectForm {
    pub place: u64,
    pub name: String,
    pub birth_year: Option<i16>,
    pub reason: String,
}

/// How many entries it was done to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DidView {
    pub problem: Option<WordsView>,
    pub entries: u32,
}
