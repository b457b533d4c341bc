//! *Overview*: a branch of the tree on one day: what was counted, who is silent, what is on its way.

mod adoption;
mod gathered;
mod hours;
mod places;
mod standing;
mod told;
mod undated;

pub use adoption::{AdoptionShown, GroupReached, Reached, UnitReached, adoption};
pub use gathered::{Gathered, UnitFigures};
pub use places::{PlacesShown, Posters, Trips, UnitPlaces, places};
pub use standing::{SILENT_AFTER, Standing};
pub use told::{Coverage, Told};
pub use undated::{MAYBE_UNDATED, ever_undated, is_undated, undated};

use crate::store::{Store, StoreError};
use checkpoint::report::{Figure, Report};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What was counted in one unit on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counted {
    /// Lines of the log.
    pub entries: i64,
    /// People who came in.
    pub people_in: i64,
    /// People who went out.
    pub people_out: i64,
}

impl From<&Report> for Counted {
    fn from(report: &Report) -> Counted {
        Counted {
            entries: report.get(Figure::Entries),
            people_in: report.people_in(),
            people_out: report.people_out(),
        }
    }
}

/// A day's figure that somebody told by telephone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ByHand {
    pub people_in: i64,
    pub people_out: i64,
    /// Who said it, and how.
    pub source: String,
    /// The user who entered it.
    pub entered_by: String,
    #[schema(value_type = String, format = DateTime)]
    pub entered_at: Timestamp,
}

/// One unit, itself and without those below it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UnitDay {
    /// UUID.
    pub unit: String,
    /// UUID of the unit above it; absent for the top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    pub name: String,
    /// Levels below the top of what was asked for.
    pub depth: i32,
    /// Gates that are in use.
    pub posts: usize,
    /// Of these, gates that were not heard of for too long.
    pub silent: usize,
    /// When the gate that was silent longest was last heard of; absent without a gate.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub heard_at: Option<Timestamp>,
    pub today: Counted,
    /// Received that day, of a clock that nobody trusts: it counts for no day and isn't in `today`.
    pub undated: Counted,
    /// The same weekday a week before.
    pub last_week: Counted,
    /// That day was a drill.
    pub last_week_is_drill: bool,
    /// Absent where nobody counted that day: *chưa đếm*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
    pub standing: Standing,
    /// What was told by telephone, also where the log has replaced it since: then `standing` isn't `by-hand`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<ByHand>,
    /// Entries that its posts still have to send, as they said last.
    pub waiting: u64,
    /// Matters that a person has to look at.
    pub alarms: i64,
    /// Of these, histories that part.
    pub forks: i64,
    /// Programs at its gates, by name and version.
    pub versions: Vec<String>,
    /// Devices whose clock was more than five minutes off when last heard of.
    pub clocks_off: usize,
    /// Whom to call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// A unit with all below it, as of a day.
pub async fn overview(
    store: &Store,
    top: Uuid,
    day: Date,
    now: Timestamp,
) -> Result<Vec<UnitDay>, StoreError> {
    let week_ago = day.saturating_sub(7.days());
    let gathered = Gathered::gather(store, top, &[week_ago, day], now).await?;
    Ok(gathered
        .tree
        .iter()
        .map(|unit| unit_day(&gathered, unit, day, week_ago))
        .collect())
}

fn unit_day(gathered: &Gathered, unit: &crate::tree::Unit, day: Date, week_ago: Date) -> UnitDay {
    let figures = gathered.of(unit.unit, day);
    let habits = gathered.habits(unit.unit);
    let gates = habits.map_or(&[][..], |habits| habits.gates.as_slice());
    UnitDay {
        unit: unit.unit.to_string(),
        parent: unit.parent.map(|parent| parent.to_string()),
        name: unit.name.clone(),
        depth: unit.depth,
        posts: gates.len(),
        silent: figures.silent,
        heard_at: gates.iter().map(|(heard, _)| *heard).min(),
        today: figures.counted,
        undated: Counted::from(&figures.undated),
        last_week: gathered.counted(unit.unit, week_ago),
        last_week_is_drill: gathered.is_drill(unit.unit, week_ago),
        coverage: figures.coverage,
        standing: figures.standing,
        by_hand: figures.by_hand,
        waiting: figures.waiting,
        alarms: habits.map_or(0, |habits| habits.alarms),
        forks: habits.map_or(0, |habits| habits.forks),
        versions: habits
            .map(|habits| habits.versions.iter().cloned().collect())
            .unwrap_or_default(),
        clocks_off: habits.map_or(0, |habits| habits.clocks_off),
        contact: habits.and_then(|habits| habits.contact.clone()),
    }
}
