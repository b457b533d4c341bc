//! *Places* of a branch of the tree: which units made posters, put them up and look after them, as their posts' entries say.

use super::gathered::{Gathered, end_of};
use super::standing::Standing;
use crate::store::{At, Day, Store, StoreError, seeing};
use checkpoint::place::{self, Done, State};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

/// For so long a poster counts as inspected after somebody looked at it.
const INSPECTED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Places with a poster that counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Posters {
    /// A poster was made: it is registered.
    pub registered: i64,
    /// Of these, it was put up.
    pub posted: i64,
    /// Of these, somebody looked at it where it hangs within 30 days.
    pub inspected: i64,
}

/// Trips of a unit's vehicles on a day, as their conductors counted them: in no figure of a gate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Trips {
    pub trips: i64,
    /// How many came on board; who rides twice is two.
    pub boarded: i64,
}

/// One unit's places, itself and without those below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitPlaces {
    /// UUID.
    pub unit: String,
    pub name: String,
    /// Levels below the top of what was asked for.
    pub depth: i32,
    pub posters: Posters,
    pub trips: Trips,
    /// What came of its gates that day: figures, zero, silence.
    pub standing: Standing,
}

/// A branch's places as of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlacesShown {
    /// `2026-03-02`
    #[schema(value_type = String)]
    pub day: Date,
    pub posters: Posters,
    pub trips: Trips,
    /// Units that have a gate or a place. Of others nobody expects a poster.
    pub expected: i64,
    /// Of these, units with a place that is registered, with one that is put up, and with none.
    pub with_places: i64,
    pub with_posted: i64,
    pub without: i64,
    /// Of these, units whose gates had figures that day, had zero, and were silent.
    pub counted: i64,
    pub zero: i64,
    pub silent: i64,
    /// Parents first.
    pub units: Vec<UnitPlaces>,
}

/// A place of a unit: by its code where a register told it, else by its number in its device's entries.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Code(String),
    Number(Uuid, i64),
}

/// A unit's places with all below it, at the end of a day, or now.
pub async fn places(
    store: &Store,
    top: Uuid,
    day: Date,
    now: Timestamp,
) -> Result<PlacesShown, StoreError> {
    let gathered = Gathered::gather(store, top, &[day], now).await?;
    let units: Vec<Uuid> = gathered.tree.iter().map(|unit| unit.unit).collect();
    let by = now.min(end_of(day));
    let mut reader = store.reader().await?;
    let seen = seeing(&mut reader, &units).await?;
    let statement = seen.prepare_cached(include_str!("places.sql")).await?;
    let rows = seen.query(&statement, &[&units, &At(by)]).await?;
    let statement = seen.prepare_cached(include_str!("trips.sql")).await?;
    let ridden = seen.query(&statement, &[&units, &Day(day)]).await?;
    seen.commit().await?;
    let trips: BTreeMap<Uuid, Trips> = ridden.iter().map(ridden_of).collect();
    let posters = counted(&rows, by);
    let mut shown = PlacesShown {
        day,
        ..PlacesShown::default()
    };
    for unit in &gathered.tree {
        let own = UnitPlaces {
            unit: unit.unit.to_string(),
            name: unit.name.clone(),
            depth: unit.depth,
            posters: posters.get(&unit.unit).copied().unwrap_or_default(),
            trips: trips.get(&unit.unit).copied().unwrap_or_default(),
            standing: gathered.of(unit.unit, day).standing,
        };
        shown.add(&own);
        shown.units.push(own);
    }
    Ok(shown)
}

impl PlacesShown {
    fn add(&mut self, own: &UnitPlaces) {
        let Posters {
            registered,
            posted,
            inspected,
        } = own.posters;
        self.posters.registered += registered;
        self.posters.posted += posted;
        self.posters.inspected += inspected;
        self.trips.trips += own.trips.trips;
        self.trips.boarded += own.trips.boarded;
        if registered == 0 && own.standing == Standing::NoPost {
            return;
        }
        self.expected += 1;
        match (registered, posted) {
            (0, _) => self.without += 1,
            (_, 0) => self.with_places += 1,
            (_, _) => {
                self.with_places += 1;
                self.with_posted += 1;
            }
        }
        match own.standing {
            Standing::Counted => self.counted += 1,
            Standing::Zero => self.zero += 1,
            Standing::Silent { .. } => self.silent += 1,
            Standing::Rest
            | Standing::Incomplete
            | Standing::ByHand
            | Standing::Drill
            | Standing::NoPost => {}
        }
    }
}

fn ridden_of(row: &Row) -> (Uuid, Trips) {
    let trips = Trips {
        trips: row.get(1),
        boarded: row.get(2),
    };
    (row.get(0), trips)
}

/// Each unit's posters, of what was done until a moment.
fn counted(rows: &[Row], by: Timestamp) -> BTreeMap<Uuid, Posters> {
    let mut done: BTreeMap<(Uuid, Named), Vec<Done>> = BTreeMap::new();
    for row in rows {
        // What a newer post did with it isn't known here, and changes nothing.
        let Some(state) = State::of_word(row.get(5)) else {
            continue;
        };
        let named = match row.get::<_, Option<String>>(3) {
            Some(code) => Named::Code(code),
            None => Named::Number(row.get(1), row.get(2)),
        };
        let At(at) = row.get(6);
        let version = u32::try_from(row.get::<_, i64>(4)).unwrap_or(u32::MAX);
        let of_place = done.entry((row.get(0), named)).or_default();
        of_place.push(Done { version, state, at });
    }
    let mut posters: BTreeMap<Uuid, Posters> = BTreeMap::new();
    for ((unit, _), done) in done {
        let standing = place::Standing::of(done);
        if !standing.state.counts() {
            continue;
        }
        let own = posters.entry(unit).or_default();
        own.registered += 1;
        own.posted += i64::from(standing.posted.is_some());
        let fresh = |checked: Timestamp| by.duration_since(checked) <= INSPECTED;
        own.inspected += i64::from(standing.checked.is_some_and(fresh));
    }
    posters
}
