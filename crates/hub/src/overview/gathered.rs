//! *Gathered*: all that is known of a branch of the tree on some days, as of one moment.

use super::hours::Hours;
use super::standing::{Gate, SILENT_AFTER, Seen};
use super::undated;
use super::{ByHand, Counted, Coverage, Standing, Told};
use crate::intake::natural;
use crate::store::{At, Day, Store, StoreError, day_of_receipt, seeing};
use crate::tree::{self, Open};
use checkpoint::coverage::Window;
use checkpoint::report::{Figure, Report};
use deadpool_postgres::Transaction;
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::{BTreeMap, BTreeSet};
use tokio_postgres::Row;
use uuid::Uuid;

/// A clock that is further off is told to somebody: report times are trusted within it.
const CLOCK_OFF: SignedDuration = SignedDuration::from_mins(5);

/// So many days before the first one days off are known: Tết is shorter.
const REST_BEFORE: i64 = 40;

/// What holds for a unit on every day.
#[derive(Default)]
pub(super) struct Habits {
    /// Bit 0 is Monday.
    open_days: i16,
    hours: Hours,
    pub contact: Option<String>,
    pub alarms: i64,
    pub forks: i64,
    /// Of each gate: when it was last heard of, and what it still has to send.
    pub gates: Vec<(Timestamp, u64)>,
    /// Programs at its gates.
    pub versions: BTreeSet<String>,
    /// Devices whose clock was off when it was last heard of.
    pub clocks_off: usize,
}

/// A unit's day.
pub struct UnitFigures {
    pub counted: Counted,
    /// Received that day and counted for none.
    pub undated: Report,
    pub by_hand: Option<ByHand>,
    /// None where nobody counted.
    pub coverage: Option<Coverage>,
    pub standing: Standing,
    pub(super) silent: usize,
    pub(super) waiting: u64,
}

impl UnitFigures {
    /// People in and out, as a report shows them: by hand where the log isn't here.
    pub fn people(&self) -> (i64, i64) {
        match &self.by_hand {
            Some(told) if self.standing == Standing::ByHand => (told.people_in, told.people_out),
            Some(_) | None => (self.counted.people_in, self.counted.people_out),
        }
    }
}

/// A branch of the tree.
pub struct Gathered {
    /// Parents first.
    pub tree: Vec<tree::Unit>,
    habits: BTreeMap<Uuid, Habits>,
    rests: BTreeSet<(Uuid, Day)>,
    counted: BTreeMap<(Uuid, Day), Counted>,
    undated: BTreeMap<(Uuid, Day), Report>,
    by_hand: BTreeMap<(Uuid, Day), ByHand>,
    pub told: Told,
    now: Timestamp,
}

impl Gathered {
    /// The branch below `top`, as the tree stands on the last of `days`.
    pub async fn gather(
        store: &Store,
        top: Uuid,
        days: &[Date],
        now: Timestamp,
    ) -> Result<Gathered, StoreError> {
        let on = days.iter().max().copied().unwrap_or_default();
        let since = days.iter().min().copied().unwrap_or_default();
        let tree = tree::below(store, top, on).await?;
        let days: Vec<Day> = days.iter().copied().map(Day).collect();
        // Of a gate that isn't heard of the days before count, too, and those since.
        let before = since.saturating_sub(REST_BEFORE.days());
        let until = on.max(day_of_receipt(now));
        let rests = resting(store, top, on, (before, until), &tree).await?;
        let units: Vec<Uuid> = tree.iter().map(|unit| unit.unit).collect();
        let mut reader = store.reader().await?;
        let seen = seeing(&mut reader, &units).await?;
        let statement = seen.prepare_cached(include_str!("counted.sql")).await?;
        let counted = seen.query(&statement, &[&units, &days]).await?;
        let statement = seen.prepare_cached(include_str!("by_hand.sql")).await?;
        let by_hand = seen.query(&statement, &[&units, &days]).await?;
        let undated = undated(&seen, &units, (since, on)).await?;
        let told = Told::read(&seen, &units, (since, on)).await?;
        let habits = habits(&seen, &units).await?;
        seen.commit().await?;
        Ok(Gathered {
            tree,
            habits,
            rests,
            counted: counted.iter().map(counted_of).collect(),
            undated,
            by_hand: by_hand.iter().map(by_hand_of).collect(),
            told,
            now,
        })
    }

    pub(super) fn habits(&self, unit: Uuid) -> Option<&Habits> {
        self.habits.get(&unit)
    }

    /// What was counted in a unit on one of the days.
    pub(super) fn counted(&self, unit: Uuid, day: Date) -> Counted {
        let counted = self.counted.get(&(unit, Day(day)));
        counted.copied().unwrap_or_default()
    }

    /// Whether a drill was begun in a unit on one of the days: what it counted then is in no sum.
    pub fn is_drill(&self, unit: Uuid, day: Date) -> bool {
        self.told.drills.contains(&(unit, Day(day)))
    }

    /// The windows of a unit's day in which somebody counted.
    pub fn windows(&self, unit: Uuid, day: Date) -> &[Window] {
        let windows = self.told.windows.get(&(unit, Day(day)));
        windows.map_or(&[], Vec::as_slice)
    }

    /// Whether somebody is expected at a unit's gates on a day.
    fn is_expected(&self, unit: Uuid, day: Date) -> bool {
        let habits = self.habits.get(&unit);
        let is_open = habits.is_none_or(|habits| is_open(habits.open_days, day));
        is_open && !self.rests.contains(&(unit, Day(day)))
    }

    /// Whether a gate is silent that was last heard of then, as of a day that ended by `by`: some of its opening hours are
    /// missing of the day, and by now so many that no slow network explains it. Who was heard of since has told the day.
    fn missed(&self, unit: Uuid, heard: Timestamp, by: Timestamp) -> bool {
        let Some(habits) = self.habits.get(&unit) else {
            return false;
        };
        let open = |until| {
            let is_expected = |day| self.is_expected(unit, day);
            let hours = &habits.hours;
            hours.open_between(heard, until, SILENT_AFTER, is_expected)
        };
        !open(by).is_zero() && open(self.now) > SILENT_AFTER
    }

    /// A unit on one of the days.
    pub fn of(&self, unit: Uuid, day: Date) -> UnitFigures {
        let counted = self.counted(unit, day);
        let undated = self.undated.get(&(unit, Day(day)));
        let undated = undated.copied().unwrap_or_default();
        let by_hand = self.by_hand.get(&(unit, Day(day))).cloned();
        let habits = self.habits.get(&unit);
        let by = self.now.min(end_of(day));
        let gates: Vec<Gate> = habits
            .into_iter()
            .flat_map(|habits| &habits.gates)
            .map(|&(heard, waiting)| Gate {
                heard,
                waiting,
                missed: self.missed(unit, heard, by),
            })
            .collect();
        let seen = Seen {
            // Nobody knows of which day those were that no clock could date: zero would be a guess.
            entries: counted.entries + undated.get(Figure::Entries),
            gates: &gates,
            rests: !self.is_expected(unit, day),
            by_hand: by_hand.is_some(),
            is_drill: self.is_drill(unit, day),
        };
        UnitFigures {
            counted,
            undated,
            standing: seen.standing(),
            silent: seen.silent(),
            waiting: seen.waiting(),
            coverage: Coverage::of(self.windows(unit, day)),
            by_hand,
        }
    }
}

/// Midnight in Việt Nam, as days of receipt end.
pub(super) fn end_of(day: Date) -> Timestamp {
    let next = day.saturating_add(1.day()).at(0, 0, 0, 0);
    Offset::constant(7)
        .to_timestamp(next)
        .unwrap_or(Timestamp::MAX)
}

/// Bit 0 of `open_days` is Monday.
fn is_open(open_days: i16, day: Date) -> bool {
    open_days & (1 << day.weekday().to_monday_zero_offset()) != 0
}

async fn habits(
    seen: &Transaction<'_>,
    units: &[Uuid],
) -> Result<BTreeMap<Uuid, Habits>, StoreError> {
    let statement = seen.prepare_cached(include_str!("units.sql")).await?;
    let rows = seen.query(&statement, &[&units]).await?;
    let mut habits: BTreeMap<Uuid, Habits> = rows
        .iter()
        .map(|row| {
            let own = Habits {
                open_days: row.get(1),
                contact: row.get(2),
                alarms: row.get(3),
                forks: row.get(4),
                ..Habits::default()
            };
            (row.get(0), own)
        })
        .collect();
    let statement = seen.prepare_cached(include_str!("hours.sql")).await?;
    for row in &seen.query(&statement, &[&units]).await? {
        let open = Open::stored(row.get(3), row.get(4));
        let own: &mut Habits = habits.entry(row.get(0)).or_default();
        own.hours.add(row.get(1), row.get(2), open);
    }
    let statement = seen.prepare_cached(include_str!("posts.sql")).await?;
    let mut gates: BTreeMap<(Uuid, Uuid), (Timestamp, u64)> = BTreeMap::new();
    for row in &seen.query(&statement, &[&units]).await? {
        let (unit, At(heard)) = (row.get(0), row.get(2));
        let gate = gates.entry((unit, row.get(1))).or_insert((heard, 0));
        gate.0 = gate.0.max(heard);
        gate.1 += natural(row.get(3));
        let own = habits.entry(unit).or_default();
        own.versions.extend(row.get::<_, Option<String>>(4));
        let clock: Option<Timestamp> = row.get::<_, Option<&str>>(5).and_then(|at| at.parse().ok());
        let said: Option<At> = row.get(6);
        if let (Some(clock), Some(At(said))) = (clock, said)
            && clock.duration_since(said).abs() > CLOCK_OFF
        {
            own.clocks_off += 1;
        }
    }
    for ((unit, _), gate) in gates {
        habits.entry(unit).or_default().gates.push(gate);
    }
    Ok(habits)
}

fn counted_of(row: &Row) -> ((Uuid, Day), Counted) {
    let counted = Counted {
        entries: row.get(2),
        people_in: row.get(3),
        people_out: row.get(4),
    };
    ((row.get(0), row.get(1)), counted)
}

fn by_hand_of(row: &Row) -> ((Uuid, Day), ByHand) {
    let At(entered_at) = row.get(6);
    let by_hand = ByHand {
        people_in: row.get(2),
        people_out: row.get(3),
        source: row.get(4),
        entered_by: row.get(5),
        entered_at,
    };
    ((row.get(0), row.get(1)), by_hand)
}

/// Days off of units: their own, or those of a unit above them.
async fn resting(
    store: &Store,
    top: Uuid,
    on: Date,
    (first, last): (Date, Date),
    tree: &[tree::Unit],
) -> Result<BTreeSet<(Uuid, Day)>, StoreError> {
    let client = store.hub().await?;
    let statement = client.prepare_cached(include_str!("rest_days.sql")).await?;
    let rows = client.query(&statement, &[&Day(first), &Day(last)]).await?;
    let off: BTreeSet<(Uuid, Day)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let days: BTreeSet<Day> = off.iter().map(|(_, day)| *day).collect();
    let statement = client.prepare_cached(include_str!("above.sql")).await?;
    let above = client.query(&statement, &[&top, &Day(on)]).await?;
    let above: Vec<Uuid> = above.iter().map(|row| row.get(0)).collect();
    let mut resting = BTreeSet::new();
    for day in days {
        let all_rest = above.iter().any(|&unit| off.contains(&(unit, day)));
        // Parents come first.
        for unit in tree {
            let above_rests = unit
                .parent
                .is_some_and(|parent| resting.contains(&(parent, day)));
            if all_rest || above_rests || off.contains(&(unit.unit, day)) {
                resting.insert((unit.unit, day));
            }
        }
    }
    Ok(resting)
}
