//! *Badge*: a card by which a guard signs on instead of a PIN, and an inspector, who has none. Its code is signed by the unit
//! and says a random token; whose it is, and whether it was revoked, this list alone knows.
//!
//! A guard's badge begins a shift and nothing else, an inspector's an inspection and nothing else: whoever finds one can do
//! what its holder may.

use super::{Person, Proven, Staff, StaffError, lock, random};
use checkpoint::moment::Moment;
use checkpoint::role::{Act, Role};
use jiff::{SignedDuration, Timestamp};
use rusqlite::params;
use std::collections::BTreeMap;

/// How long a badge counts.
const VALID: SignedDuration = SignedDuration::from_hours(24 * 365);

/// Names a badge, in its code and in the list.
pub type Token = [u8; 16];

/// A badge that was just made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    pub token: Token,
    pub person: Person,
    pub until: Timestamp,
}

/// A badge of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    person: u64,
    pub(super) until: Timestamp,
    /// So is a badge of whoever is another role's now.
    is_revoked: bool,
}

/// Every badge that was issued here.
pub(super) type Badges = BTreeMap<Token, Kept>;

/// Whose badge was shown.
#[derive(Clone, Debug)]
pub enum Shown {
    /// Somebody's, of a role that has badges.
    Counts(Proven),
    Revoked,
}

impl Staff {
    /// Makes a badge for a guard or an inspector, in place of any before.
    pub fn issue_badge(&self, number: u64, now: &Moment) -> Result<Badge, StaffError> {
        self.allow(Act::ManageStaff, now)?;
        let token = random()?;
        let until = now.at.saturating_add(VALID).unwrap_or(Timestamp::MAX);
        let person = self.with_list(|list| {
            let person = list.person(number)?;
            match person.role {
                Role::Guard | Role::Inspector => {}
                Role::Nobody | Role::UnitHead | Role::Admin => {
                    return Err(StaffError::BadgeForGuards);
                }
            }
            let transaction = list.connection.transaction()?;
            transaction.execute(
                include_str!("revoke_badges.sql"),
                params![number, now.at.as_millisecond()],
            )?;
            transaction.execute(
                include_str!("add_badge.sql"),
                params![token, number, until.as_millisecond()],
            )?;
            transaction.commit()?;
            Ok(person)
        })?;
        self.look_again();
        Ok(Badge {
            token,
            person,
            until,
        })
    }

    /// A badge is lost: it signs nobody on any more.
    pub fn revoke_badge(&self, number: u64, now: &Moment) -> Result<(), StaffError> {
        self.allow(Act::ManageStaff, now)?;
        self.with_list(|list| {
            let row = params![number, now.at.as_millisecond()];
            match list
                .connection
                .execute(include_str!("revoke_badges.sql"), row)?
            {
                0 => Err(StaffError::NoBadge),
                _ => Ok(()),
            }
        })?;
        self.look_again();
        Ok(())
    }

    /// A backup may have brought back a badge that was lost: none of it counts.
    pub(crate) fn revoke_all_badges(&self, now: &Moment) -> Result<(), StaffError> {
        if !self.home.staff().exists() {
            return Ok(());
        }
        self.with_list(|list| {
            let row = params![now.at.as_millisecond()];
            list.connection
                .execute(include_str!("revoke_all_badges.sql"), row)?;
            Ok(())
        })
    }

    /// Until when the badge of everybody counts who has one.
    pub fn badges(&self) -> BTreeMap<u64, Timestamp> {
        let known = self.known_badges();
        let counting = known.values().filter(|badge| !badge.is_revoked);
        counting.map(|badge| (badge.person, badge.until)).collect()
    }

    /// Whose a badge is whose code holds. None: none of this list's.
    pub(crate) fn of_badge(&self, token: &[u8], now: &Moment) -> Option<Shown> {
        let token: Token = token.try_into().ok()?;
        let badge = self.known_badges().get(&token).copied()?;
        if badge.is_revoked || badge.until <= now.at {
            return Some(Shown::Revoked);
        }
        let mut people = self.people().ok()?.into_iter();
        let person = people.find(|person| person.number == badge.person)?;
        Some(Shown::Counts(Proven(person)))
    }

    /// Held in memory, so that a gate needn't wait for the list at every badge that isn't of it.
    fn known_badges(&self) -> Badges {
        if let Some(known) = &*lock(&self.badges) {
            return known.clone();
        }
        self.look_at_badges()
    }

    pub(super) fn look_at_badges(&self) -> Badges {
        if !self.home.staff().exists() {
            return Badges::new();
        }
        let Ok(found) = self.with_list(|list| {
            let mut statement = list.connection.prepare_cached(include_str!("badges.sql"))?;
            let rows = statement.query_map([], |row| {
                let until = Timestamp::from_millisecond(row.get(2)?);
                let kept = Kept {
                    person: row.get(1)?,
                    until: until.unwrap_or(Timestamp::UNIX_EPOCH),
                    is_revoked: row.get(3)?,
                };
                Ok((row.get(0)?, kept))
            })?;
            Ok(rows.collect::<rusqlite::Result<Badges>>()?)
        }) else {
            // Tried anew at the next badge.
            return Badges::new();
        };
        *lock(&self.badges) = Some(found.clone());
        found
    }
}
