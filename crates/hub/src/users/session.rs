//! *Session*: a browser that somebody signed in at.

use super::{Hasher, Role, UserError};
use crate::keyring::random;
use crate::store::{At, Store};
use checkpoint::base64url::{base64url, from_base64url};
use jiff::{SignedDuration, Timestamp};
use ring::digest::{Context, SHA256};
use uuid::Uuid;

/// How long a session lasts at most.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);

/// Who asks.
#[derive(Clone, Debug)]
pub struct Session {
    /// The top of what they see.
    pub unit: Uuid,
    pub user: Uuid,
    pub name: String,
    pub role: Role,
    token: [u8; 32],
}

impl Session {
    /// What the cookie holds: the unit, and the secret that only this browser has.
    pub fn cookie(&self) -> String {
        format!("{}.{}", self.unit.simple(), base64url(&self.token))
    }

    /// What a page sends with every change. Who can't read the cookie can't know it.
    pub fn csrf(&self) -> String {
        base64url(&sha256(b"chot/csrf/1", &self.token))
    }
}

/// Lets somebody in. After five wrong passwords a name waits, twice as long with each further one, up to 15 minutes.
pub async fn sign_in(
    store: &Store,
    hasher: &Hasher,
    name: &str,
    password: &str,
    now: Timestamp,
) -> Result<Session, UserError> {
    let name = name.to_lowercase();
    let client = store.hub().await?;
    let row = client.query_opt(include_str!("user.sql"), &[&name]).await?;
    // Hashing takes a while, and connections are few.
    drop(client);
    let Some(row) = row else {
        hasher.is_right(password, None).await?;
        return Err(UserError::Wrong);
    };
    let (unit, user): (Uuid, Uuid) = (row.get(0), row.get(1));
    let locked: Option<At> = row.get(4);
    if let Some(At(until)) = locked
        && until > now
    {
        let seconds = u64::try_from((until - now).as_secs()).unwrap_or_default() + 1;
        return Err(UserError::TooMany { seconds });
    }
    let right = hasher.is_right(password, Some(row.get(3))).await?;
    let client = store.hub().await?;
    if !right {
        client
            .execute(include_str!("wrong.sql"), &[&unit, &user, &At(now)])
            .await?;
        return Err(UserError::Wrong);
    }
    let session = Session {
        unit,
        user,
        name,
        role: Role::of(row.get(2)),
        token: random()?,
    };
    client
        .execute(
            include_str!("right.sql"),
            &[
                &unit,
                &user,
                &sha256(b"chot/session/1", &session.token).as_slice(),
                &At(now + LONGEST),
            ],
        )
        .await?;
    Ok(session)
}

/// Asks somebody who is signed in for their password once more. Wrong ones count as in [`sign_in`].
pub async fn confirm(
    store: &Store,
    hasher: &Hasher,
    session: &Session,
    password: &str,
    now: Timestamp,
) -> Result<(), UserError> {
    let client = store.hub().await?;
    let row = client
        .query_opt(
            include_str!("password.sql"),
            &[&session.unit, &session.user],
        )
        .await?
        .ok_or(UserError::Wrong)?;
    drop(client);
    let locked: Option<At> = row.get(1);
    if let Some(At(until)) = locked
        && until > now
    {
        let seconds = u64::try_from((until - now).as_secs()).unwrap_or_default() + 1;
        return Err(UserError::TooMany { seconds });
    }
    if hasher.is_right(password, Some(row.get(0))).await? {
        return Ok(());
    }
    let client = store.hub().await?;
    client
        .execute(
            include_str!("wrong.sql"),
            &[&session.unit, &session.user, &At(now)],
        )
        .await?;
    Err(UserError::Wrong)
}

/// Who holds this cookie; None where nobody does any more.
pub async fn signed_in(
    store: &Store,
    cookie: &str,
    now: Timestamp,
) -> Result<Option<Session>, UserError> {
    let Some((unit, token)) = read(cookie) else {
        return Ok(None);
    };
    let client = store.hub().await?;
    let statement = client.prepare_cached(include_str!("session.sql")).await?;
    let hash = sha256(b"chot/session/1", &token);
    let row = client
        .query_opt(&statement, &[&unit, &hash.as_slice(), &At(now)])
        .await?;
    Ok(row.map(|row| Session {
        unit,
        user: row.get(0),
        name: row.get(1),
        role: Role::of(row.get(2)),
        token,
    }))
}

/// Ends a session.
pub async fn sign_out(store: &Store, session: &Session) -> Result<(), UserError> {
    let client = store.hub().await?;
    let hash = sha256(b"chot/session/1", &session.token);
    client
        .execute(
            include_str!("sign_out.sql"),
            &[&session.unit, &hash.as_slice()],
        )
        .await?;
    Ok(())
}

fn read(cookie: &str) -> Option<(Uuid, [u8; 32])> {
    let (unit, token) = cookie.split_once('.')?;
    Some((Uuid::try_parse(unit).ok()?, from_base64url(token)?))
}

fn sha256(domain: &[u8], token: &[u8; 32]) -> [u8; 32] {
    let mut hash = Context::new(&SHA256);
    hash.update(domain);
    hash.update(token);
    let mut bytes = [0; 32];
    bytes.copy_from_slice(hash.finish().as_ref());
    bytes
}
