//! *Told*: a declaration becomes an entry of the log of the unit's hub device, with who said it kept apart.

use super::form::{Companion, Declared, Doing};
use crate::acts::{ActError, Log};
use crate::intake::int;
use crate::keyring::{HubKey, random, whole_seconds};
use crate::places::Place;
use crate::store::{At, Day, Store, StoreError, day_of_receipt};
use checkpoint::base64url::base64url;
use checkpoint::document::Question;
use checkpoint::entry::{Audit, Draft, Kind};
use checkpoint::json::MAX_BYTES;
use checkpoint::subject::{Group, Health, Salt, Subject};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use uuid::Uuid;

/// Why a declaration wasn't written down. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum ToldError {
    #[error(transparent)]
    Act(#[from] ActError),
    #[error("what was declared is longer than a line holds")]
    TooLong,
}

impl From<StoreError> for ToldError {
    fn from(error: StoreError) -> ToldError {
        ToldError::Act(error.into())
    }
}

impl From<tokio_postgres::Error> for ToldError {
    fn from(error: tokio_postgres::Error) -> ToldError {
        ToldError::Act(error.into())
    }
}

/// What is to be written down.
pub(super) struct Telling<'a> {
    pub unit: Uuid,
    pub place: &'a Place,
    pub doing: Doing,
    /// The form's name, and its pass's.
    pub once: [u8; 16],
    pub declared: &'a Declared,
    /// What they agreed to, as they read it.
    pub agreed: &'a str,
    /// How long the pass holds; a check-in has none.
    pub holds: SignedDuration,
    /// When the key ends that would sign it.
    pub at_latest: Timestamp,
}

/// What was written down: now, or when the same form came first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Told {
    /// In whole seconds.
    pub at: Timestamp,
    pub ends: Option<Timestamp>,
}

/// Writes a declaration down, once however often its form is sent.
pub(super) async fn tell(
    store: &Store,
    key: &HubKey,
    telling: &Telling<'_>,
) -> Result<Told, ToldError> {
    let subject = subject(telling)?;
    let mut client = store.hub().await?;
    let transaction = client.transaction().await?;
    // From here on the same form waits for this one.
    let mut log = Log::open(&transaction, telling.unit).await?;
    let known = transaction.prepare_cached(include_str!("once.sql")).await?;
    let once = telling.once.as_slice();
    let known = transaction
        .query_opt(&known, &[&telling.unit, &once])
        .await?;
    if let Some(known) = known {
        let At(at) = known.get(0);
        let ends: Option<At> = known.get(1);
        return Ok(Told {
            at,
            ends: ends.map(|At(ends)| ends),
        });
    }
    let at = whole_seconds(log.now());
    let audit = match telling.doing {
        Doing::Declare => Audit::Declaration,
        Doing::CheckIn => Audit::CheckIn,
    };
    let ends = (telling.doing == Doing::Declare)
        .then(|| whole_seconds(telling.at_latest.min(at + telling.holds)));
    let mut draft = Draft::new(Kind::Audit(audit));
    draft.count = Some(telling.declared.heads);
    let entry = log.add(&draft, Some(subject.commitment())).await?;
    log.close(key).await?;
    let day = Day(day_of_receipt(at));
    let add = transaction.prepare_cached(include_str!("add.sql")).await?;
    transaction
        .execute(
            &add,
            &[
                &telling.unit,
                &int(entry.seq),
                &draft.kind.as_str(),
                &once,
                &telling.place.code.as_str(),
                &i32::try_from(telling.place.version).unwrap_or(i32::MAX),
                &i32::try_from(telling.declared.heads).unwrap_or(i32::MAX),
                &day,
                &At(at),
                &ends.map(At),
            ],
        )
        .await?;
    let add = transaction
        .prepare_cached(include_str!("add_subject.sql"))
        .await?;
    let [identity, contact, health, note] = &subject.groups;
    transaction
        .execute(
            &add,
            &[
                &telling.unit,
                &int(entry.seq),
                &day,
                identity,
                contact,
                health,
                note,
            ],
        )
        .await?;
    transaction.commit().await?;
    Ok(Told { at, ends })
}

/// The groups of PROTOCOL.md with what only declarations say besides; readers leave out what they don't know.
#[derive(Serialize)]
struct IdentityLine<'a> {
    salt: String,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    birth_year: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last4: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sex: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nationality: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    declared_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    with: Vec<WithLine<'a>>,
}

#[derive(Serialize)]
struct WithLine<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    birth_year: Option<i16>,
}

#[derive(Serialize)]
struct ContactLine<'a> {
    salt: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
}

#[derive(Serialize)]
struct NoteLine<'a> {
    salt: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<&'a str>,
    /// The place's code.
    place: &'a str,
    agreed: &'a str,
}

fn subject(telling: &Telling<'_>) -> Result<Subject, ToldError> {
    let declared = telling.declared;
    let identity = IdentityLine {
        salt: salt()?,
        name: &declared.name,
        birth_year: declared.birth_year,
        last4: declared.last_digits.as_deref(),
        sex: declared.sex.map(super::form::Sex::word),
        nationality: declared.nationality.as_deref(),
        declared_by: declared.declarer.as_deref(),
        with: declared.companions.iter().map(with).collect(),
    };
    let contact = ContactLine {
        salt: salt()?,
        phone: declared.phone.as_deref(),
        address: declared.address.as_deref(),
        area: declared.area.as_deref(),
        email: declared.email.as_deref(),
    };
    let note = NoteLine {
        salt: salt()?,
        purpose: declared.purpose.as_deref(),
        host: declared.host.as_deref(),
        place: telling.place.code.as_str(),
        agreed: telling.agreed,
    };
    let can_be_reached = [
        &declared.phone,
        &declared.address,
        &declared.area,
        &declared.email,
    ];
    let groups = [
        Some(line(&identity)?),
        can_be_reached
            .iter()
            .any(|way| way.is_some())
            .then(|| line(&contact))
            .transpose()?,
        (!declared.answers.is_empty())
            .then(|| health(&declared.answers))
            .transpose()?,
        Some(line(&note)?),
    ];
    Ok(Subject { groups })
}

/// As a gate's guard keeps them, too.
fn health(answers: &[(Question, bool)]) -> Result<String, ToldError> {
    let salt = Salt(random::<16>().map_err(ActError::from)?);
    let subject = Subject::default().with_health(salt, &Health::of(answers));
    let subject = subject.map_err(|_| ToldError::TooLong)?;
    let line = subject.group(Group::Health).unwrap_or_default();
    Ok(line.to_owned())
}

fn with(companion: &Companion) -> WithLine<'_> {
    WithLine {
        name: &companion.name,
        birth_year: companion.birth_year,
    }
}

fn salt() -> Result<String, ToldError> {
    Ok(base64url(&random::<16>().map_err(ActError::from)?))
}

fn line(group: &impl Serialize) -> Result<String, ToldError> {
    let line = serde_json::to_string(group).map_err(|_| ToldError::TooLong)?;
    if line.len() > MAX_BYTES {
        return Err(ToldError::TooLong);
    }
    Ok(line)
}
