//! What crosses for the unit's lists of people.

use super::{KindWord, WordsView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the people of a list are here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum RosterWord {
    Staff,
    Pupil,
    Trader,
    Resident,
}

/// A column of a list's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnWord {
    Name,
    Birth,
    Id,
    Phone,
    Group,
    Reason,
    Authority,
    From,
    Until,
    Day,
    Host,
    Purpose,
    Organisation,
}

/// A list, without its people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RosterView {
    pub number: u32,
    pub kind: RosterWord,
    pub name: String,
    pub people: u32,
}

/// All lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RostersView {
    pub problem: Option<WordsView>,
    pub rosters: Vec<RosterView>,
}

/// How many of some people were seen. A share is in tenths of a percent; None of nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SeenView {
    /// Of a group its name; empty for those who are in none, and for all.
    pub name: String,
    pub people: u32,
    pub today: u32,
    pub today_share: Option<i64>,
    pub week: u32,
    pub week_share: Option<i64>,
    pub never: u32,
    /// At any time that the log still tells of.
    pub seen: u32,
    pub seen_share: Option<i64>,
    /// Who showed a citizen card, an app's code, a pass of ours, a badge of ours.
    pub card: u32,
    pub card_share: Option<i64>,
    pub app: u32,
    pub app_share: Option<i64>,
    pub pass: u32,
    pub pass_share: Option<i64>,
    pub badge: u32,
    pub badge_share: Option<i64>,
}

/// One of a list. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MemberView {
    pub number: u32,
    pub name: String,
    pub birth_year: Option<i16>,
    pub last_four: Option<String>,
    /// The last three digits of their telephone.
    pub phone_end: Option<String>,
    pub group: String,
    pub today: bool,
    pub week: bool,
    /// None: at no time that the log still tells of.
    pub last: Option<i64>,
    /// By which codes, over the time that the log tells of.
    pub by: Vec<KindWord>,
    pub app: bool,
    /// Somebody noted that they don't come today.
    pub absent: bool,
    /// Until when their badge counts; None where they have none.
    pub badge: Option<i64>,
}

/// Somebody to be put on a list, or what is to be put right of them; None leaves it as it is.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MemberForm {
    pub roster: u32,
    /// Who of the list; None for somebody who isn't on it yet.
    pub member: Option<u32>,
    pub name: String,
    pub group: String,
    pub birth: Option<String>,
    pub id: Option<String>,
    pub phone: Option<String>,
}

/// A list as it stands today.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StandsView {
    pub problem: Option<WordsView>,
    /// The first day that the log tells of: "2026-11-23".
    pub since: String,
    pub all: SeenView,
    pub groups: Vec<SeenView>,
    pub people: Vec<MemberView>,
}

/// A file of people.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileForm {
    /// In base64.
    pub bytes: String,
    /// What somebody says stands in its columns, by place; none: what the headings say.
    pub columns: Vec<Option<ColumnWord>>,
    /// Rows that stand above the people, where somebody said what the columns are.
    pub above: u32,
}

/// A file for a list.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RosterForm {
    /// The list that it renews; None for a new one.
    pub number: Option<u32>,
    pub kind: RosterWord,
    pub name: String,
    pub file: FileForm,
}

/// A row that isn't taken, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnlistedView {
    /// Of a spreadsheet with several; else empty.
    pub sheet: String,
    pub line: u32,
    pub why: WordsView,
}

/// Somebody in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TakenView {
    pub name: String,
    pub birth: String,
    pub last_four: Option<String>,
    pub phone: Option<String>,
    pub group: String,
}

/// What a file would make of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanView {
    pub problem: Option<WordsView>,
    /// Takes it.
    pub token: u32,
    pub columns: Vec<ColumnWord>,
    pub added: u32,
    pub changed: u32,
    pub same: u32,
    /// Whoever is on the list and not in the file: some of the names.
    pub gone: u32,
    pub gone_names: Vec<String>,
    /// Numbers to which the zeros were given back that a spreadsheet had dropped.
    pub padded: u32,
    /// The first rows.
    pub sample: Vec<TakenView>,
    /// Rows that aren't taken, of which these are the first.
    pub wrong: u32,
    pub unlisted: Vec<UnlistedView>,
    /// The first rows of a file without headings, for somebody to say what the columns are.
    pub unknown: Vec<Vec<String>>,
}

/// The file that was looked at is taken.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TakeRosterForm {
    pub token: u32,
    /// Whoever isn't in the file stays on the list.
    pub keeps_gone: bool,
}

/// Where a list is saved.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaveRosterForm {
    pub number: u32,
    /// None: all groups.
    pub group: Option<String>,
    pub folder: String,
    /// Else CSV.
    pub xlsx: bool,
}

/// Badges of a list in one file.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BadgesForm {
    pub roster: u32,
    /// None: all groups.
    pub group: Option<String>,
    /// Also of those who have one, which counts no more.
    pub again: bool,
    pub folder: String,
}
