//! *Entry*: an immutable fact of the log, serialised once to one JSON line.

mod line;
mod read;

use crate::chain::{BranchName, DeviceId};
use crate::document::Kind as DocumentKind;
use crate::json::JsonError;
use crate::place;
use crate::verdict::Reason;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// The only version of entry lines that there is.
pub const VERSION: u64 = 1;

/// The greatest whole number that every JSON reader keeps exactly (2⁵³ − 1): of `seq` and of all
/// other numbers of a line.
pub const MAX_NUMBER: u64 = (1 << 53) - 1;

/// What kind of fact an entry is. An open set: an unknown one is kept, counted nowhere, flagged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Scan,
    Manual,
    Passed,
    Decision,
    /// Nobody saw somebody go, whose coming `of` names: closed at a set hour, as an estimate.
    AutoOut,
    Void,
    Correct,
    /// The guard says who somebody is whom an earlier entry took for somebody else.
    SameAs,
    /// The gate was down.
    Gap,
    Audit(Audit),
    /// A word of a newer program.
    Other(String),
}

/// What the machine or its staff did, or somebody told a page of a hub: it moves nobody and changes no other entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audit {
    Clock,
    Config,
    BranchOpen,
    /// The subject of an earlier entry was taken out because somebody asked for it.
    Erase,
    /// The subjects of all entries up to an earlier one were taken out because their time was over.
    Purge,
    /// Somebody of the staff began to work.
    SignIn,
    /// Somebody of the staff took figures or entries away, as a file or on paper.
    Export,
    /// Somebody of the staff was shown personal data that isn't shown to everyone.
    Reveal,
    /// Somebody of the staff tried wrong PINs until no more were taken; `by` is whose PIN was tried.
    Lockout,
    /// A guard handed the gate over; `by` is the one who went. The note is in the subject.
    ShiftClose,
    /// A day's account was settled: `happened` lies on the day, `of` is the last entry that it covers. What comes later for the
    /// day is an addendum.
    DaySettled,
    /// Somebody counted `count` people through the gate from `happened` until `until`. The newest of a gate and a beginning
    /// holds; without a count it takes the earlier ones back.
    Headcount,
    /// The lines of all entries up to `of` are gone because their time was over; their leaves stay, and with them the chain.
    Dispose,
    /// Something was done with the poster of a place of this post's register: which, and what, are in `place`.
    Place,
    /// Somebody inspected the gate: `count` says which reminder it is, `of` the count that they took, where they took one. What
    /// they found is in the subject.
    Inspection,
    /// Somebody filled in a unit's form at its hub, for `count` people. Nobody has come by it.
    Declaration,
    /// Somebody said at a hub's page that they are at a place that nobody guards, `count` people: kept apart from all who were
    /// seen at a gate.
    CheckIn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    In,
    Out,
}

impl Direction {
    pub fn opposite(self) -> Direction {
        match self {
            Direction::In => Direction::Out,
            Direction::Out => Direction::In,
        }
    }
}

impl Kind {
    /// The word that stands in a line.
    pub fn as_str(&self) -> &str {
        match self {
            Kind::Scan => "scan",
            Kind::Manual => "manual",
            Kind::Passed => "passed",
            Kind::Decision => "decision",
            Kind::AutoOut => "auto-out",
            Kind::Void => "void",
            Kind::Correct => "correct",
            Kind::SameAs => "same-as",
            Kind::Gap => "gap",
            Kind::Audit(audit) => audit.as_str(),
            Kind::Other(word) => word,
        }
    }
}

impl Audit {
    pub const ALL: [Audit; 17] = [
        Audit::Clock,
        Audit::Config,
        Audit::BranchOpen,
        Audit::Erase,
        Audit::Purge,
        Audit::SignIn,
        Audit::Export,
        Audit::Reveal,
        Audit::Lockout,
        Audit::ShiftClose,
        Audit::DaySettled,
        Audit::Headcount,
        Audit::Dispose,
        Audit::Place,
        Audit::Inspection,
        Audit::Declaration,
        Audit::CheckIn,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Audit::Clock => "clock",
            Audit::Config => "config",
            Audit::BranchOpen => "branch-open",
            Audit::Erase => "erase",
            Audit::Purge => "purge",
            Audit::SignIn => "sign-in",
            Audit::Export => "export",
            Audit::Reveal => "reveal",
            Audit::Lockout => "lockout",
            Audit::ShiftClose => "shift-close",
            Audit::DaySettled => "day-settled",
            Audit::Headcount => "headcount",
            Audit::Dispose => "dispose",
            Audit::Place => "place",
            Audit::Inspection => "inspection",
            Audit::Declaration => "declaration",
            Audit::CheckIn => "check-in",
        }
    }

    /// The one whose word stands in a line.
    pub(crate) fn of_word(word: &str) -> Option<Audit> {
        Audit::ALL.into_iter().find(|audit| audit.as_str() == word)
    }
}

/// The verdict as an entry keeps it. On a `decision` it is the guard's answer:
/// `admit` (admitted) or `refuse` (turned away).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Admit,
    Look,
    Refuse,
}

/// Names an earlier entry of the same history: its place and its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ref {
    pub seq: u64,
    /// SHA-256(0x00 ‖ line).
    pub leaf: [u8; 32],
}

/// Names an entry of another device, or of another branch of this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    pub device: DeviceId,
    pub branch: BranchName,
    pub of: Ref,
}

/// Who passed without being scanned (F4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    #[default]
    Visitor,
    Staff,
    Pupil,
}

/// How exact a time is that was typed in later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    Second,
    Minute,
    Hour,
}

/// A time other than the moment of writing: of a paper line, or where a gap began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happened {
    pub at: jiff::Timestamp,
    pub precision: Precision,
}

/// The counting key of the original that a `void` or `correct` repeats, so that a rollup subtracts
/// without a look-up. Where the original was corrected before, direction and verdict are those that
/// it counts with since; a `count` and `source: paper` of the original stand again beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Was {
    /// `day_of` the original.
    pub day: jiff::civil::Date,
    /// 0–23 in the unit's zone.
    pub hour: i8,
    pub gate: u32,
    pub direction: Option<Direction>,
    pub verdict: Option<Outcome>,
    pub kind: Kind,
}

impl Was {
    /// The counting key of an entry that no other has corrected.
    pub fn of(original: &Entry, zone: &TimeZone) -> Was {
        Was {
            day: day_of(original, zone),
            hour: hour_of(original, zone),
            gate: original.gate,
            direction: original.said.direction,
            verdict: original.said.verdict,
            kind: original.said.kind.clone(),
        }
    }
}

/// What an entry says, before the ledger gives it a place, a name and a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub kind: Kind,
    pub direction: Option<Direction>,
    pub verdict: Option<Outcome>,
    /// Reasons of a newer program that an entry was read from aren't here, only in its line.
    pub reasons: Vec<Reason>,
    /// None also where a newer program entered a kind of document that this one doesn't know.
    pub document: Option<DocumentKind>,
    /// An entry of the same history.
    pub of: Option<Ref>,
    /// An entry of another history, in place of `of`. Few entries name one, and drafts are handed about.
    pub elsewhere: Option<Box<Elsewhere>>,
    pub happened: Option<Happened>,
    /// When what began at `happened` was over, where it lasted.
    pub until: Option<jiff::Timestamp>,
    /// `source: paper`: typed in from the paper book.
    pub paper: bool,
    pub count: Option<u32>,
    /// How many declared together, of a pass that was shown for more than one.
    pub heads: Option<u32>,
    /// The entry by which the group's pass was shown first: of a later showing, and of people who were counted as of this group. Few entries name one.
    pub group: Option<Box<Ref>>,
    /// What was done with a place's poster: the members `place`, `version` and `state` of the line.
    pub place: Option<place::Said>,
    /// Stands among the reasons of the line: `visitor`, `staff`, `pupil`.
    pub party: Option<Party>,
    /// Stands among the reasons of the line: `mode-in`, `mode-out`, `mode-auto`.
    pub mode: Option<Mode>,
    pub was: Option<Was>,
    /// Who of the staff did it: a random number below 2⁵³, whose name is kept elsewhere.
    pub by: Option<u64>,
}

/// How a gate decides directions. Changing it is a `config` entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    In,
    Out,
    Auto,
}

impl Draft {
    /// The rest of the day, or what comes until the drill is ended, is a drill.
    pub fn is_drill(&self) -> bool {
        self.kind == Kind::Audit(Audit::Config) && self.reasons.contains(&Reason::DrillBegan)
    }

    /// A fact of which nothing but its kind is known yet.
    pub fn new(kind: Kind) -> Draft {
        Draft {
            kind,
            direction: None,
            verdict: None,
            reasons: Vec::new(),
            document: None,
            of: None,
            elsewhere: None,
            happened: None,
            until: None,
            paper: false,
            count: None,
            heads: None,
            group: None,
            place: None,
            party: None,
            mode: None,
            was: None,
            by: None,
        }
    }
}

/// An entry as its line says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// From 1, below 2⁵³.
    pub seq: u64,
    /// UUIDv7.
    pub id: uuid::Uuid,
    pub moment: crate::moment::Moment,
    pub gate: u32,
    pub said: Draft,
    /// The commitment to the subject's groups, where there is one.
    pub subject: Option<[u8; 32]>,
}

impl Entry {
    /// When it counts: when it happened, else when it was written, by the wall clock put right.
    /// Where the clock isn't trusted, by the wall clock as it was, to stand somewhere.
    pub fn counted_at(&self) -> jiff::Timestamp {
        self.reported_at().unwrap_or(self.moment.at)
    }

    /// The same; None where the clock isn't trusted.
    fn reported_at(&self) -> Option<jiff::Timestamp> {
        match self.said.happened {
            Some(happened) => Some(happened.at),
            None => self.moment.trusted(),
        }
    }
}

/// The bucket *clock not trusted*: a day on which no gate was ever open.
pub const UNTRUSTED_DAY: jiff::civil::Date = jiff::civil::date(1, 1, 1);

/// The day that an entry counts for, in the unit's zone: everyone's one definition of *today*.
/// [`UNTRUSTED_DAY`] where nobody can say.
pub fn day_of(entry: &Entry, zone: &TimeZone) -> jiff::civil::Date {
    entry
        .reported_at()
        .map_or(UNTRUSTED_DAY, |at| zone.to_datetime(at).date())
}

/// The hour of the day (0–23) that an entry counts for, in the unit's zone; 0 of
/// [`UNTRUSTED_DAY`].
pub fn hour_of(entry: &Entry, zone: &TimeZone) -> i8 {
    entry
        .reported_at()
        .map_or(0, |at| zone.to_datetime(at).hour())
}

/// Day and hour by the clock on the gate's own wall: what its guard calls today, and by which a
/// ledger finds its newest entries. It counts nothing.
pub fn on_the_wall(entry: &Entry, zone: &TimeZone) -> jiff::civil::DateTime {
    let happened = entry.said.happened;
    zone.to_datetime(happened.map_or(entry.moment.at, |happened| happened.at))
}

/// Why an entry can't be written as a line, or a line can't be read as an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    #[error(transparent)]
    Json(#[from] JsonError),
    #[error("it is of version {0} and this program reads version 1: install the newer program")]
    Version(u64),
    #[error("\"{0}\" is missing: it was damaged, compare it with another copy")]
    Missing(&'static str),
    #[error(
        "\"{0}\" isn't what the protocol says of it: it was damaged, compare it with another copy"
    )]
    Wrong(&'static str),
    #[error("its kind is known to a newer program only: let that one write it")]
    NotOurs,
}
