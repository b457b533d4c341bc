//! *Register*: a post's places, and its figures of people, taken whole.

use super::is_unguarded;
use crate::intake::int;
use crate::store::{At, Day, Store, StoreError};
use checkpoint::wire::register::{Listed, People, Register};
use deadpool_postgres::Transaction;
use jiff::Timestamp;
use uuid::Uuid;

/// What a device told, and by which of its requests.
#[derive(Clone, Copy, Debug)]
pub struct Taken<'a> {
    pub unit: Uuid,
    pub device: Uuid,
    /// It grows with the device's requests: a register that isn't newer than the known one changes nothing.
    pub n: u64,
    pub register: &'a Register,
    /// SHA-256 of the register as it was sent.
    pub digest: [u8; 32],
}

/// Takes a register, whole or not at all. Gives the digest of the newest one that is here.
///
/// Nothing leaves with it: a post whose database was restored may have forgotten a place whose poster hangs.
pub async fn take(store: &Store, taken: Taken<'_>, now: Timestamp) -> Result<[u8; 32], StoreError> {
    let Taken { unit, device, .. } = taken;
    let mut client = store.hub().await?;
    let transaction = client.transaction().await?;
    let newer = transaction
        .execute(
            include_str!("register_newer.sql"),
            &[
                &unit,
                &device,
                &int(taken.n),
                &taken.digest.as_slice(),
                &At(now),
            ],
        )
        .await?;
    if newer == 0 {
        let known = transaction
            .query_one(include_str!("register_digest.sql"), &[&unit, &device])
            .await?;
        return Ok(crate::intake::hash(known.get(0)));
    }
    transaction
        .execute(include_str!("let_go.sql"), &[&unit])
        .await?;
    let columns = Columns::of(&taken.register.places);
    transaction
        .execute(
            include_str!("take.sql"),
            &[
                &unit,
                &device,
                &columns.codes,
                &columns.versions,
                &columns.names,
                &columns.kinds,
                &columns.states,
                &columns.unguarded,
                &columns.addresses,
                &columns.capacities,
                &columns.parents,
                &columns.untils,
            ],
        )
        .await?;
    transaction
        .execute(include_str!("forget_numbers.sql"), &[&unit, &device])
        .await?;
    transaction
        .execute(
            include_str!("number.sql"),
            &[
                &unit,
                &device,
                &columns.numbers,
                &columns.codes,
                &columns.names,
                &columns.kinds,
            ],
        )
        .await?;
    transaction
        .execute(
            include_str!("raise.sql"),
            &[
                &unit,
                &device,
                &columns.codes,
                &columns.names,
                &columns.kinds,
            ],
        )
        .await?;
    if let Some(people) = &taken.register.people {
        take_people(&transaction, (unit, device), people).await?;
    }
    transaction.commit().await?;
    Ok(taken.digest)
}

async fn take_people(
    transaction: &Transaction<'_>,
    (unit, device): (Uuid, Uuid),
    people: &People,
) -> Result<(), StoreError> {
    transaction
        .execute(include_str!("forget_people.sql"), &[&unit, &device])
        .await?;
    let groups = || people.groups.iter();
    let kinds: Vec<&str> = groups().map(|group| group.kind.as_str()).collect();
    let names: Vec<&str> = groups().map(|group| group.name.as_str()).collect();
    let figures = [
        groups().map(|group| i64::from(group.people)).collect(),
        groups().map(|group| i64::from(group.seen)).collect(),
        groups().map(|group| i64::from(group.card)).collect(),
        groups().map(|group| i64::from(group.app)).collect(),
        groups().map(|group| i64::from(group.pass)).collect(),
        groups()
            .map(|group| i64::from(group.badge))
            .collect::<Vec<i64>>(),
    ];
    let [all, seen, card, app, pass, badge] = &figures;
    transaction
        .execute(
            include_str!("people.sql"),
            &[
                &unit,
                &device,
                &Day(people.day),
                &kinds,
                &names,
                all,
                seen,
                card,
                app,
                pass,
                badge,
            ],
        )
        .await?;
    Ok(())
}

/// The places as the statements take them.
#[derive(Default)]
struct Columns<'a> {
    numbers: Vec<i64>,
    codes: Vec<&'a str>,
    versions: Vec<i32>,
    names: Vec<&'a str>,
    kinds: Vec<&'static str>,
    states: Vec<&'static str>,
    unguarded: Vec<bool>,
    addresses: Vec<&'a str>,
    capacities: Vec<Option<i64>>,
    parents: Vec<Option<&'a str>>,
    untils: Vec<Option<Day>>,
}

impl<'a> Columns<'a> {
    fn of(places: &'a [Listed]) -> Columns<'a> {
        let mut columns = Columns::default();
        for place in places {
            columns.numbers.push(i64::from(place.number));
            columns.codes.push(place.code.as_str());
            let version = i32::try_from(place.version).unwrap_or(i32::MAX);
            columns.versions.push(version);
            columns.names.push(&place.name);
            columns.kinds.push(place.kind.as_str());
            columns.states.push(place.state.as_str());
            columns.unguarded.push(is_unguarded(place.kind));
            columns.addresses.push(&place.address);
            columns.capacities.push(place.capacity.map(i64::from));
            let parent = place.parent.as_ref();
            columns.parents.push(parent.map(|code| code.as_str()));
            columns.untils.push(place.until.map(Day));
        }
        columns
    }
}
