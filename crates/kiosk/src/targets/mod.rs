//! *Targets*: where entries go, any number at once. Each has a cursor of its own: the last entry that
//! is there. What lies behind a cursor is that target's outbox; nothing leaves the log because it was
//! sent.
//!
//! The list lies in a database beside the ledger's, so that several programs may change it while the
//! gate runs: the window, the command line, the uplink.

mod error;
mod handing;
mod kind;
mod membership;
mod progress;

pub use error::TargetError;
pub use handing::{NotTaken, Taken};
pub use kind::{Kind, Picked, Target, Way};
pub use membership::Membership;
pub use progress::{Begun, Carried, Cursor, Problem, Refused};

use crate::home::Home;
use crate::keys::{Key, KeyStore, Name, SecretName, Secrets};
use crate::ledger::open_or_begin;
use checkpoint::subject::Group;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

/// Each takes a database from its place in this list to the next.
const MIGRATIONS: [&str; 5] = [
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
];

/// The list of one home's targets.
pub struct Targets {
    pub(super) connection: Connection,
    secrets: Secrets,
}

impl Targets {
    /// Opens the list, or begins it. It is encrypted with the ledger's key, so there has to be a
    /// ledger.
    pub fn open(home: &Home) -> Result<Targets, TargetError> {
        let keys = KeyStore::of(home)?;
        let key = keys.get(Name::Ledger).ok_or(TargetError::NoLedger)?;
        Targets::open_with(home, key)
    }

    /// The same with a key that the caller has already: the keychain isn't asked again.
    pub(crate) fn open_with(home: &Home, key: &Key) -> Result<Targets, TargetError> {
        let connection = open_or_begin(&home.targets(), key, &MIGRATIONS)?;
        let connection = connection.ok_or(TargetError::Newer)?;
        Ok(Targets {
            connection,
            secrets: Secrets::of(home),
        })
    }

    /// Adds a target. It gets every entry from the first on and no personal data at all, until groups
    /// are picked.
    pub fn add(&mut self, name: &str, way: &Way) -> Result<Target, TargetError> {
        self.insert(name, way, false)
    }

    /// The same, and nothing is sent there before [`Targets::resume`]: what would go can be looked at
    /// first.
    pub fn add_paused(&mut self, name: &str, way: &Way) -> Result<Target, TargetError> {
        self.insert(name, way, true)
    }

    fn insert(&mut self, name: &str, way: &Way, paused: bool) -> Result<Target, TargetError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 80 {
            return Err(TargetError::Name);
        }
        way.check()?;
        let secret = matches!(way, Way::HttpsJson { .. }).then_some(0);
        self.connection.execute(
            include_str!("add.sql"),
            params![
                name,
                way.kind().as_str(),
                way.place(),
                way.reach().map(crate::uplink::address::Reach::as_str),
                way.ca(),
                secret,
                way.courier().map(|(district, _)| district),
                way.courier().map(|(_, root)| root),
                paused,
            ],
        )?;
        let id = u32::try_from(self.connection.last_insert_rowid())
            .map_err(|_| TargetError::Unknown(u32::MAX))?;
        self.get(id)
    }

    pub fn list(&self) -> Result<Vec<Target>, TargetError> {
        self.rows(None)
    }

    pub fn get(&self, id: u32) -> Result<Target, TargetError> {
        self.rows(Some(id))?.pop().ok_or(TargetError::Unknown(id))
    }

    fn rows(&self, id: Option<u32>) -> Result<Vec<Target>, TargetError> {
        let mut statement = self.connection.prepare_cached(include_str!("all.sql"))?;
        let rows = statement.query_map([id], Target::of_row)?;
        let mut found = Vec::new();
        for target in rows {
            let mut target = target??;
            target.picked = self.picked(target.id)?;
            target.membership = self.membership(target.id)?;
            found.push(target);
        }
        Ok(found)
    }

    fn picked(&self, id: u32) -> Result<Vec<Picked>, TargetError> {
        let mut statement = self.connection.prepare_cached(include_str!("picked.sql"))?;
        let rows = statement.query_map([id], |row| {
            Ok((
                row.get::<_, usize>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, i64>(2)?,
            ))
        })?;
        let mut picked = Vec::new();
        for row in rows {
            let (part, purpose, at) = row?;
            if let (Some(group), Ok(at)) = (kind::GROUPS.get(part), Timestamp::from_millisecond(at))
            {
                picked.push(Picked {
                    group: *group,
                    purpose,
                    at,
                });
            }
        }
        Ok(picked)
    }

    /// Takes a target off the list, with what was kept of it: its secrets too. What it received it has.
    pub fn remove(&mut self, id: u32) -> Result<(), TargetError> {
        let target = self.get(id)?;
        for number in 1..=target.secret.unwrap_or(0) {
            self.secrets
                .forget(SecretName::Target { target: id, number })?;
        }
        self.connection.execute(include_str!("remove.sql"), [id])?;
        Ok(())
    }

    /// Sends nothing there until [`Targets::resume`]. Nothing is lost: the cursor stays.
    pub fn pause(&mut self, id: u32) -> Result<(), TargetError> {
        self.set_paused(id, true)
    }

    pub fn resume(&mut self, id: u32) -> Result<(), TargetError> {
        self.set_paused(id, false)
    }

    fn set_paused(&mut self, id: u32, paused: bool) -> Result<(), TargetError> {
        let changed = self
            .connection
            .execute(include_str!("pause.sql"), params![id, paused])?;
        one(changed, id)
    }

    /// Whether a purge of personal data waits for this target ([`crate::ledger::HELD_AT_MOST`]).
    pub fn require(&mut self, id: u32, required: bool) -> Result<(), TargetError> {
        let changed = self
            .connection
            .execute(include_str!("require.sql"), params![id, required])?;
        one(changed, id)
    }

    /// Moves the cursor: what lies behind it is sent, again where it was sent before. None is the
    /// beginning. What is under way meanwhile moves the cursor no more.
    pub fn send_again_from(&mut self, id: u32, from: Option<Cursor>) -> Result<(), TargetError> {
        let (branch, seq) = Cursor::columns(from);
        let transaction = self.connection.transaction()?;
        let changed =
            transaction.execute(include_str!("send_again.sql"), params![id, branch, seq])?;
        transaction.execute(include_str!("forget_refused.sql"), [id])?;
        transaction.commit()?;
        one(changed, id)
    }

    /// Picks the groups of personal data that go there from now on, each with its purpose; an empty
    /// list is none. Replaces what was picked before.
    pub fn pick(
        &mut self,
        id: u32,
        groups: &[(Group, String)],
        at: Timestamp,
    ) -> Result<(), TargetError> {
        self.get(id)?;
        if groups.iter().any(|(_, purpose)| purpose.trim().is_empty()) {
            return Err(TargetError::NoPurpose);
        }
        let transaction = self.connection.transaction()?;
        transaction.execute(include_str!("unpick.sql"), [id])?;
        if !groups.is_empty() {
            let since = at.as_millisecond();
            transaction.execute(include_str!("had_groups.sql"), params![id, since])?;
        }
        for (group, purpose) in groups {
            transaction.execute(
                include_str!("pick.sql"),
                params![id, *group as u8, purpose.trim(), at.as_millisecond()],
            )?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Gives an *HTTPS JSON* target its shared secret, under the next number; the old one is let go.
    pub fn set_secret(&mut self, id: u32, secret: &Key) -> Result<u32, TargetError> {
        let target = self.get(id)?;
        let before = target.secret.ok_or(TargetError::NotOfThisKind)?;
        let number = before + 1;
        self.secrets
            .put(SecretName::Target { target: id, number }, secret)?;
        self.connection
            .execute(include_str!("secret_in_use.sql"), params![id, number])?;
        if before > 0 {
            self.secrets.forget(SecretName::Target {
                target: id,
                number: before,
            })?;
        }
        Ok(number)
    }

    /// The secret in use with its number; None until one was set.
    pub fn secret(&self, target: &Target) -> Result<Option<(u32, Key)>, TargetError> {
        let Some(number) = target.secret.filter(|number| *number > 0) else {
            return Ok(None);
        };
        let name = SecretName::Target {
            target: target.id,
            number,
        };
        Ok(self.secrets.get(name)?.map(|key| (number, key)))
    }

    /// Grows whenever another program changed the list.
    pub fn version(&self) -> Result<i64, TargetError> {
        Ok(self
            .connection
            .query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    fn membership(&self, id: u32) -> Result<Option<Membership>, TargetError> {
        Ok(self
            .connection
            .prepare_cached(include_str!("membership.sql"))?
            .query_row([id], Membership::of_row)
            .optional()?)
    }
}

/// Whether the one row was there.
fn one(changed: usize, id: u32) -> Result<(), TargetError> {
    if changed == 1 {
        Ok(())
    } else {
        Err(TargetError::Unknown(id))
    }
}
