//! *Told*: an inspection becomes an entry of the log of the unit's hub device, as a post enters its own, with its words kept
//! apart; and what was told before.

use super::form::Inspected;
use crate::acts::{ActError, Log, number};
use crate::intake::{int, natural};
use crate::keyring::{HubKey, random, whole_seconds};
use crate::places::Place;
use crate::store::{At, Day, Store, StoreError, day_of_receipt, seeing};
use crate::users::Session;
use checkpoint::base64url::base64url;
use checkpoint::entry::{Audit, Draft, Happened, Kind, Precision};
use checkpoint::inspection::Findings;
use checkpoint::json::MAX_BYTES;
use checkpoint::subject::{Note, Subject};
use checkpoint::verdict::Reason;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

/// How many are listed.
const MOST: i64 = 200;

/// What is to be written down.
pub struct Telling<'a> {
    pub unit: Uuid,
    pub place: &'a Place,
    /// The form's name.
    pub once: [u8; 16],
    pub by: &'a Session,
    pub found: &'a Inspected,
}

/// Why it wasn't written down. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum TellError {
    #[error(transparent)]
    Act(#[from] ActError),
    #[error("what was found is longer than a line holds")]
    TooLong,
}

impl From<tokio_postgres::Error> for TellError {
    fn from(error: tokio_postgres::Error) -> TellError {
        TellError::Act(error.into())
    }
}

impl From<StoreError> for TellError {
    fn from(error: StoreError) -> TellError {
        TellError::Act(error.into())
    }
}

/// The note group of PROTOCOL.md, with the place besides; readers leave out what they don't know.
#[derive(Serialize)]
struct NoteLine<'a> {
    salt: String,
    note: String,
    /// The place's code.
    place: &'a str,
}

/// Writes an inspection down, once however often its form is sent: the count that was taken, and behind it the inspection. Its
/// place in the log.
pub async fn tell(store: &Store, key: &HubKey, telling: &Telling<'_>) -> Result<u64, TellError> {
    let Telling { unit, found, .. } = *telling;
    let note = NoteLine {
        salt: base64url(&random::<16>().map_err(ActError::from)?),
        note: found.findings.text(),
        place: telling.place.code.as_str(),
    };
    let note = serde_json::to_string(&note).map_err(|_| TellError::TooLong)?;
    if note.len() > MAX_BYTES {
        return Err(TellError::TooLong);
    }
    let subject = Subject {
        groups: [None, None, None, Some(note)],
    };
    let mut client = store.hub().await?;
    let transaction = client.transaction().await?;
    // From here on the same form waits for this one.
    let mut log = Log::open(&transaction, unit).await?;
    let once = telling.once.as_slice();
    let known = transaction
        .query_opt(include_str!("once.sql"), &[&unit, &once])
        .await?;
    if let Some(known) = known {
        return Ok(natural(known.get(0)));
    }
    let at = whole_seconds(log.now());
    let by = Some(number(telling.by.user));
    let mut draft = Draft::new(Kind::Audit(Audit::Inspection));
    draft.by = by;
    draft.count = Some(found.reminder);
    if found.monitors {
        draft.reasons.push(Reason::SelfMonitored);
    }
    if let Some(sample) = found.sample {
        let mut counted = Draft::new(Kind::Audit(Audit::Headcount));
        counted.by = by;
        counted.count = Some(sample.people);
        counted.happened = Some(Happened {
            at: sample.from,
            precision: Precision::Second,
        });
        counted.until = Some(sample.until);
        draft.happened = counted.happened;
        draft.until = counted.until;
        draft.of = Some(log.add(&counted, None).await?);
    }
    let entry = log.add(&draft, Some(subject.commitment())).await?;
    log.close(key).await?;
    let (seq, day) = (int(entry.seq), Day(day_of_receipt(at)));
    transaction
        .execute(
            include_str!("add.sql"),
            &[
                &unit,
                &seq,
                &once,
                &telling.place.code.as_str(),
                &i32::try_from(telling.place.version).unwrap_or(i32::MAX),
                &day,
                &At(at),
                &telling.by.user,
                &telling.by.name,
                &found.monitors,
                &i32::try_from(found.reminder).unwrap_or(i32::MAX),
                &found.sample.map(|sample| At(sample.from)),
                &found.sample.map(|sample| At(sample.until)),
                &found.sample.map(|sample| i64::from(sample.people)),
            ],
        )
        .await?;
    let [identity, contact, health, note] = &subject.groups;
    transaction
        .execute(
            include_str!("../declaring/add_subject.sql"),
            &[&unit, &seq, &day, identity, contact, health, note],
        )
        .await?;
    transaction.commit().await?;
    Ok(entry.seq)
}

/// An inspection that was filled in at a place's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct GateInspection {
    /// Its place in the log of the unit's hub device.
    pub seq: u64,
    /// The place, by its code, and by its name where it is known.
    pub place: String,
    pub name: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The user's name.
    pub by: String,
    pub monitors: bool,
    /// Which reminder it is; 0 for none.
    pub reminder: i32,
    pub sample: Option<InspectionCount>,
    /// None once its time was over.
    pub words: Option<InspectionWords>,
}

/// Whom somebody counted through the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InspectionCount {
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    pub people: i64,
}

/// What somebody wrote of the gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InspectionWords {
    pub position: String,
    /// Empty for nobody.
    pub on_duty: String,
    pub recommendations: String,
}

/// Those of the year before a day, the newest first.
pub async fn inspections(
    store: &Store,
    unit: Uuid,
    today: Date,
) -> Result<Vec<GateInspection>, StoreError> {
    let mut reader = store.reader().await?;
    let seen = seeing(&mut reader, &[unit]).await?;
    let since = Day(today.saturating_sub(1.years()));
    let statement = seen.prepare_cached(include_str!("of_unit.sql")).await?;
    let rows = seen.query(&statement, &[&unit, &since, &MOST]).await?;
    seen.commit().await?;
    Ok(rows.iter().map(kept).collect())
}

fn kept(row: &Row) -> GateInspection {
    let At(at) = row.get(3);
    let from: Option<At> = row.get(7);
    let until: Option<At> = row.get(8);
    let people: Option<i64> = row.get(9);
    let sample = from.zip(until).zip(people);
    let note: Option<&str> = row.get(10);
    let note = note.and_then(|line| Note::parse(line).ok()?.note);
    GateInspection {
        seq: natural(row.get(0)),
        place: row.get(1),
        name: row.get(2),
        at,
        by: row.get(4),
        monitors: row.get(5),
        reminder: row.get(6),
        sample: sample.map(|((At(from), At(until)), people)| InspectionCount {
            from,
            until,
            people,
        }),
        words: note.map(|note| {
            let found = Findings::of_text(&note);
            InspectionWords {
                position: found.position,
                on_duty: found.on_duty,
                recommendations: found.recommendations,
            }
        }),
    }
}
