//! *Overview*: a branch of the tree on one day: what was counted, who is silent, what is on its way.

mod standing;

pub use standing::{SILENT_AFTER, Standing};

use crate::intake::natural;
use crate::store::{At, Day, Store, StoreError, seeing};
use crate::tree;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;
use standing::Seen;
use std::collections::{BTreeMap, BTreeSet};
use tokio_postgres::Row;
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
    pub today: Counted,
    /// The same weekday a week before.
    pub last_week: Counted,
    pub standing: Standing,
    /// Entries that its posts still have to send, as they said last.
    pub waiting: u64,
    /// Matters that a person has to look at.
    pub alarms: i64,
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
    let tree = tree::below(store, top, day).await?;
    let resting = resting(store, top, day, &tree).await?;
    let units: Vec<Uuid> = tree.iter().map(|unit| unit.unit).collect();
    let mut reader = store.reader().await?;
    let seen = seeing(&mut reader, &units).await?;
    let week_ago = day.saturating_sub(7.days());
    let statement = seen.prepare_cached(include_str!("counted.sql")).await?;
    let counted = seen
        .query(&statement, &[&units, &Day(day), &Day(week_ago)])
        .await?;
    let counted: BTreeMap<(Uuid, Day), Counted> = counted.iter().map(counted_of).collect();
    let statement = seen.prepare_cached(include_str!("posts.sql")).await?;
    let posts = seen.query(&statement, &[&units]).await?;
    let statement = seen.prepare_cached(include_str!("units.sql")).await?;
    let settings = seen.query(&statement, &[&units]).await?;
    seen.commit().await?;
    let mut gates: BTreeMap<Uuid, Vec<(Timestamp, u64)>> = BTreeMap::new();
    for row in &posts {
        let At(heard) = row.get(1);
        let waiting = natural(row.get(2));
        gates.entry(row.get(0)).or_default().push((heard, waiting));
    }
    let settings: BTreeMap<Uuid, (i16, Option<String>, i64)> = settings
        .iter()
        .map(|row| (row.get(0), (row.get(1), row.get(2), row.get(3))))
        .collect();
    let none = (31, None, 0);
    Ok(tree
        .into_iter()
        .map(|unit| {
            let (open_days, contact, alarms) = settings.get(&unit.unit).unwrap_or(&none).clone();
            let gates = gates.get(&unit.unit).map(Vec::as_slice).unwrap_or_default();
            let of = |day| {
                counted
                    .get(&(unit.unit, Day(day)))
                    .copied()
                    .unwrap_or_default()
            };
            let today = of(day);
            let seen = Seen {
                entries: today.entries,
                gates,
                rests: resting.contains(&unit.unit) || !is_open(open_days, day),
                now,
            };
            UnitDay {
                unit: unit.unit.to_string(),
                parent: unit.parent.map(|parent| parent.to_string()),
                name: unit.name,
                depth: unit.depth,
                posts: gates.len(),
                silent: seen.silent(),
                today,
                last_week: of(week_ago),
                standing: seen.standing(),
                waiting: seen.waiting(),
                alarms,
                contact,
            }
        })
        .collect())
}

fn counted_of(row: &Row) -> ((Uuid, Day), Counted) {
    let counted = Counted {
        entries: row.get(2),
        people_in: row.get(3),
        people_out: row.get(4),
    };
    ((row.get(0), row.get(1)), counted)
}

/// Bit 0 of `open_days` is Monday.
fn is_open(open_days: i16, day: Date) -> bool {
    open_days & (1 << day.weekday().to_monday_zero_offset()) != 0
}

/// Units that have a day off: their own, or one of a unit above them.
async fn resting(
    store: &Store,
    top: Uuid,
    day: Date,
    tree: &[tree::Unit],
) -> Result<BTreeSet<Uuid>, StoreError> {
    let client = store.hub().await?;
    let statement = client.prepare_cached(include_str!("rest_days.sql")).await?;
    let rows = client.query(&statement, &[&Day(day)]).await?;
    let off: BTreeSet<Uuid> = rows.iter().map(|row| row.get(0)).collect();
    let statement = client.prepare_cached(include_str!("above.sql")).await?;
    let above = client.query(&statement, &[&top, &Day(day)]).await?;
    let all_rest = above.iter().any(|row| off.contains(&row.get(0)));
    let mut resting = BTreeSet::new();
    // Parents come first.
    for unit in tree {
        let above_rests = unit.parent.is_some_and(|parent| resting.contains(&parent));
        if all_rest || above_rests || off.contains(&unit.unit) {
            resting.insert(unit.unit);
        }
    }
    Ok(resting)
}
