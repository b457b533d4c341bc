//! *Trip*: from a departure to its end, how many came on board, and how many were there at most.

use crate::intake::int;
use crate::store::{At, Day, Store, StoreError, day_of_receipt};
use checkpoint::base64url::from_base64url;
use checkpoint::entry::MAX_NUMBER;
use checkpoint::place::Code;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Trips that are sent at once.
const MOST: usize = 20;
/// More than any vehicle takes in on one trip.
const MOST_PEOPLE: u32 = 10_000;
/// A phone that was without a network for longer, or says so, has a clock that nobody trusts.
const OLDEST: SignedDuration = SignedDuration::from_hours(14 * 24);
/// By so much a phone may be ahead.
const AHEAD: SignedDuration = SignedDuration::from_hours(1);

#[derive(Deserialize)]
struct Form {
    trips: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    trip: String,
    n: u64,
    departed: Timestamp,
    ended: Option<Timestamp>,
    boarded: u32,
    alighted: u32,
    most: u32,
}

/// A trip as its page has counted it so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trip {
    /// The name that the page made up.
    pub name: [u8; 16],
    /// It grows with each change.
    pub n: u64,
    pub departed: Timestamp,
    pub ended: Option<Timestamp>,
    pub boarded: u32,
    pub alighted: u32,
    /// On board at once.
    pub most: u32,
}

/// None for what no page of ours sends.
pub fn read(body: &[u8]) -> Option<Vec<Trip>> {
    let form: Form = serde_json::from_slice(body).ok()?;
    let mut names = BTreeSet::new();
    let trips = form.trips.into_iter().map(|line| {
        let trip = Trip {
            name: from_base64url(&line.trip)?,
            n: line.n,
            departed: line.departed,
            ended: line.ended,
            boarded: line.boarded,
            alighted: line.alighted,
            most: line.most,
        };
        let is_counted = trip.boarded <= MOST_PEOPLE
            && trip.alighted <= trip.boarded
            && trip.most <= trip.boarded
            && trip.n <= MAX_NUMBER;
        (is_counted && names.insert(trip.name)).then_some(trip)
    });
    let trips: Vec<Trip> = trips.collect::<Option<_>>()?;
    (trips.len() <= MOST).then_some(trips)
}

impl Trip {
    /// The day (UTC+7) that it counts for: that of its departure, or of its receipt where the phone's clock can't be right.
    fn day(&self, now: Timestamp) -> Date {
        let ago = now.duration_since(self.departed);
        let is_likely = -AHEAD <= ago && ago <= OLDEST;
        day_of_receipt(if is_likely { self.departed } else { now })
    }
}

/// Takes trips of a vehicle. What was told already changes nothing.
pub async fn put(
    store: &Store,
    (unit, place): (Uuid, &Code),
    trips: &[Trip],
    now: Timestamp,
) -> Result<(), StoreError> {
    let client = store.hub().await?;
    let statement = client.prepare_cached(include_str!("put.sql")).await?;
    let names: Vec<&[u8]> = trips.iter().map(|trip| trip.name.as_slice()).collect();
    let numbers: Vec<i64> = trips.iter().map(|trip| int(trip.n)).collect();
    let days: Vec<Day> = trips.iter().map(|trip| Day(trip.day(now))).collect();
    let departed: Vec<At> = trips.iter().map(|trip| At(trip.departed)).collect();
    let ended: Vec<Option<At>> = trips.iter().map(|trip| trip.ended.map(At)).collect();
    let counts = |count: fn(&Trip) -> u32| -> Vec<i64> {
        trips.iter().map(|trip| i64::from(count(trip))).collect()
    };
    client
        .execute(
            &statement,
            &[
                &unit,
                &place.as_str(),
                &names,
                &numbers,
                &days,
                &departed,
                &ended,
                &counts(|trip| trip.boarded),
                &counts(|trip| trip.alighted),
                &counts(|trip| trip.most),
                &At(now),
            ],
        )
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(change: &str) -> String {
        let line = "{\"trip\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"n\":3,\"departed\":\"2026-11-27T00:00:00.000Z\",\
                    \"boarded\":2,\"alighted\":1,\"most\":2}";
        let (from, to) = change.split_once('>').unwrap_or((change, change));
        format!("{{\"trips\":[{}]}}", line.replace(from, to))
    }

    #[test]
    fn what_no_page_sends_is_no_trip() {
        let trips = read(line("").as_bytes()).unwrap();
        assert_eq!((trips[0].boarded, trips[0].ended), (2, None));
        for change in [
            "AAAAAA\">A\"",
            "\"alighted\":1>\"alighted\":3",
            "\"most\":2>\"most\":3",
            "\"boarded\":2>\"boarded\":10001",
            "\"boarded\":2>\"boarded\":-1",
            "2026-11-27T>yesterday ",
        ] {
            assert_eq!(read(line(change).as_bytes()), None, "{change}");
        }
        let twice = line("").replace(
            "}]",
            "},{\"trip\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"n\":4,\
            \"departed\":\"2026-11-27T00:00:00.000Z\",\"boarded\":2,\"alighted\":1,\"most\":2}]",
        );
        assert_eq!(read(twice.as_bytes()), None);
    }

    #[test]
    fn a_trip_counts_for_the_day_of_its_departure_unless_the_phone_s_clock_can_t_be_right() {
        let trip = read(line("").as_bytes()).unwrap().remove(0);
        let day = |now: &str| trip.day(now.parse().unwrap()).to_string();
        assert_eq!(day("2026-11-27T05:00:00Z"), "2026-11-27");
        assert_eq!(day("2026-12-05T05:00:00Z"), "2026-11-27");
        assert_eq!(day("2027-11-27T05:00:00Z"), "2027-11-27");
        assert_eq!(day("2026-11-20T05:00:00Z"), "2026-11-20");
    }
}
