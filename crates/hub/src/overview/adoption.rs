//! *Adoption*: of those on a unit's lists, who has come with which kind of code, as its posts told it last. Figures, no names.

use crate::store::{Day, Store, StoreError, seeing};
use crate::tree;
use checkpoint::roster::share;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

/// People of a list, and how many of them were seen with each kind of code as far back as their post's log tells of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reached {
    pub people: i64,
    /// By whatever means.
    pub seen: i64,
    /// With a citizen card.
    pub card: i64,
    /// With the code of an app, which proves that they have it.
    pub app: i64,
    /// With a pass of ours that they had declared for.
    pub pass: i64,
    /// With a badge of ours.
    pub badge: i64,
    /// `seen` in tenths of a percent; absent of nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<i64>,
    /// The same of `app`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_share: Option<i64>,
}

/// A department of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupReached {
    /// `staff`, `pupil`, `trader`, `resident`
    pub kind: String,
    /// Empty for those in none, and for departments of few.
    pub name: String,
    pub reached: Reached,
}

/// One unit, itself and without those below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitReached {
    /// UUID.
    pub unit: String,
    pub name: String,
    /// Levels below the top of what was asked for.
    pub depth: i32,
    pub reached: Reached,
    /// The oldest day as of which one of its posts told it; absent where none did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub day: Option<Date>,
    pub groups: Vec<GroupReached>,
}

/// A branch of the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct AdoptionShown {
    pub total: Reached,
    /// Parents first.
    pub units: Vec<UnitReached>,
}

impl Reached {
    fn new([people, seen, card, app, pass, badge]: [i64; 6]) -> Reached {
        let of = |part: i64| {
            let part = usize::try_from(part).ok()?;
            share(part, usize::try_from(people).ok()?)
        };
        Reached {
            people,
            seen,
            card,
            app,
            pass,
            badge,
            share: of(seen),
            app_share: of(app),
        }
    }

    fn with(self, other: Reached) -> Reached {
        Reached::new([
            self.people + other.people,
            self.seen + other.seen,
            self.card + other.card,
            self.app + other.app,
            self.pass + other.pass,
            self.badge + other.badge,
        ])
    }

    fn all(reached: impl Iterator<Item = Reached>) -> Reached {
        reached.fold(Reached::default(), Reached::with)
    }
}

/// What the posts of a unit and all below it told of their lists, as the tree stands on a day.
pub async fn adoption(store: &Store, top: Uuid, on: Date) -> Result<AdoptionShown, StoreError> {
    let tree = tree::below(store, top, on).await?;
    let units: Vec<Uuid> = tree.iter().map(|unit| unit.unit).collect();
    let mut reader = store.reader().await?;
    let seen = seeing(&mut reader, &units).await?;
    let statement = seen.prepare_cached(include_str!("adoption.sql")).await?;
    let rows = seen.query(&statement, &[&units]).await?;
    seen.commit().await?;
    let mut told: BTreeMap<Uuid, Vec<(GroupReached, Date)>> = BTreeMap::new();
    for row in &rows {
        told.entry(row.get(0)).or_default().push(group(row));
    }
    let units = tree.iter().map(|unit| {
        let groups = told.remove(&unit.unit).unwrap_or_default();
        UnitReached {
            unit: unit.unit.to_string(),
            name: unit.name.clone(),
            depth: unit.depth,
            reached: Reached::all(groups.iter().map(|(group, _)| group.reached)),
            day: groups.iter().map(|(_, day)| *day).min(),
            groups: groups.into_iter().map(|(group, _)| group).collect(),
        }
    });
    let units: Vec<UnitReached> = units.collect();
    Ok(AdoptionShown {
        total: Reached::all(units.iter().map(|unit| unit.reached)),
        units,
    })
}

fn group(row: &Row) -> (GroupReached, Date) {
    let Day(day) = row.get(3);
    let figures = [4, 5, 6, 7, 8, 9].map(|column| row.get(column));
    let group = GroupReached {
        kind: row.get(1),
        name: row.get(2),
        reached: Reached::new(figures),
    };
    (group, day)
}
