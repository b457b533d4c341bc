//! *Presented*: which certificates and passes were shown here lately, and with whom.

use super::row::day_number;
use super::{Ledger, LedgerError};
use checkpoint::entry::Ref;
use checkpoint::moment::Moment;
use checkpoint::subject::{PersonKey, Who};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ring::hmac;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// A certificate or a pass, and with whom it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presented {
    /// What makes it this one: its signed payload's hash, or its country and identifier.
    pub what: Vec<u8>,
    pub holder: Who,
    /// How long it may not be shown by somebody else.
    pub kept: SignedDuration,
    /// When it is shown: the time documents are judged at, which no clock set back can lower.
    pub at: Timestamp,
}

/// The key of the marks: another one than that of the pseudonyms, so that neither tells the other.
#[derive(Clone)]
pub(super) struct MarkKey(hmac::Key);

impl MarkKey {
    pub(super) fn of(person: &PersonKey) -> MarkKey {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &person.0);
        let derived = hmac::sign(&key, b"chot/shown/1");
        MarkKey(hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref()))
    }

    fn mark(&self, salt: &[u8; 16], sort: &[u8], of: &[u8]) -> [u8; 16] {
        let mut mac = hmac::Context::with_key(&self.0);
        for part in [&salt[..], sort, &[0], of] {
            mac.update(part);
        }
        let mut mark = [0; 16];
        mark.copy_from_slice(&mac.sign().as_ref()[..16]);
        mark
    }
}

impl Presented {
    /// Whether somebody else showed it within the time that it is kept: somebody whose number differs,
    /// or, where one of the two showed none, whose name and birth date do.
    pub(super) fn is_somebody_elses(
        &self,
        connection: &Connection,
        key: &MarkKey,
    ) -> rusqlite::Result<bool> {
        let at = self.at.as_millisecond();
        let since = at.saturating_sub(ms(self.kept));
        let mut salts = connection.prepare_cached(include_str!("shown_salts.sql"))?;
        let mut shown = connection.prepare_cached(include_str!("shown_by.sql"))?;
        let salts = salts.query_map([], |row| row.get::<_, [u8; 16]>(0))?;
        for salt in salts.collect::<rusqlite::Result<Vec<_>>>()? {
            let mark = key.mark(&salt, b"what", &self.what);
            let rows = shown.query_map(params![mark, since, at], |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?))
            })?;
            for row in rows {
                let (person, namesake) = row?;
                if self.differs(&person, &namesake, key, &salt) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The entry by which it was shown last within its time, by whomever: its number and leaf.
    pub(super) fn shown_at(
        &self,
        connection: &Connection,
        key: &MarkKey,
    ) -> rusqlite::Result<Option<Ref>> {
        let at = self.at.as_millisecond();
        let since = at.saturating_sub(ms(self.kept));
        let mut salts = connection.prepare_cached(include_str!("shown_salts.sql"))?;
        let mut shown = connection.prepare_cached(include_str!("shown_at.sql"))?;
        let salts = salts.query_map([], |row| row.get::<_, [u8; 16]>(0))?;
        let mut newest = None;
        for salt in salts.collect::<rusqlite::Result<Vec<_>>>()? {
            let mark = key.mark(&salt, b"what", &self.what);
            let found = shown.query_row(params![mark, since, at], |row| {
                Ok(Ref {
                    seq: row.get(0)?,
                    leaf: row.get(1)?,
                })
            });
            newest = found.optional()?.or(newest);
        }
        Ok(newest)
    }

    fn differs(&self, person: &[u8], namesake: &[u8], key: &MarkKey, salt: &[u8; 16]) -> bool {
        let holder = &self.holder;
        let mut numbers = holder.person.iter().chain(&holder.aliases).peekable();
        if !person.is_empty() && numbers.peek().is_some() {
            return !numbers.any(|number| key.mark(salt, b"person", &number.0) == person);
        }
        match holder.namesake {
            Some(named) if !namesake.is_empty() => {
                key.mark(salt, b"namesake", &named.0) != namesake
            }
            Some(_) | None => false,
        }
    }

    /// Notes the presented with the entry at `place`. `fresh` begins the day's salt where it has none.
    pub(super) fn store(
        &self,
        transaction: &Transaction<'_>,
        key: &MarkKey,
        place: i64,
        fresh: [u8; 16],
        zone: &TimeZone,
    ) -> rusqlite::Result<()> {
        let at = self.at.as_millisecond();
        let day = day_number(self.at.to_zoned_datetime(zone.clone()).date());
        transaction
            .prepare_cached(include_str!("append_shown_salt.sql"))?
            .execute(params![day, fresh])?;
        let salt: [u8; 16] = transaction
            .prepare_cached(include_str!("shown_salt.sql"))?
            .query_row([day], |row| row.get(0))?;
        let of = |sort: &[u8], of: Option<[u8; 16]>| {
            of.map_or_else(Vec::new, |of| key.mark(&salt, sort, &of).to_vec())
        };
        transaction
            .prepare_cached(include_str!("append_shown.sql"))?
            .execute(params![
                key.mark(&salt, b"what", &self.what),
                of(b"person", self.holder.person.map(|person| person.0)),
                of(b"namesake", self.holder.namesake.map(|person| person.0)),
                day,
                place,
                at,
                at.saturating_add(ms(self.kept)),
            ])?;
        transaction
            .prepare_cached(include_str!("forget_shown.sql"))?
            .execute([at])?;
        transaction
            .prepare_cached(include_str!("forget_shown_salts.sql"))?
            .execute([day])?;
        Ok(())
    }
}

impl Ledger {
    /// Whether somebody else showed this certificate or pass a while ago.
    pub fn is_somebody_elses(
        &mut self,
        presented: &Presented,
        at: &Moment,
    ) -> Result<bool, LedgerError> {
        let marks = MarkKey::of(&self.secrets.person);
        self.read(at, |connection| {
            presented.is_somebody_elses(connection, &marks)
        })
    }

    /// The entry by which this certificate or pass was shown last within its time, by whomever.
    pub fn shown_before(
        &mut self,
        presented: &Presented,
        at: &Moment,
    ) -> Result<Option<Ref>, LedgerError> {
        let marks = MarkKey::of(&self.secrets.person);
        self.read(at, |connection| presented.shown_at(connection, &marks))
    }
}

fn ms(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
