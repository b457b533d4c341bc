//! *Badges*: cards of the people of a list. Their codes are signed by the unit and say a random token and a name; whose a
//! token is, and whether it was revoked, the lists alone know.
//!
//! ```text
//! members without a badge ─▶ tokens ─▶ signed codes ─▶ PDF ─▶ kept: from here on they count
//! ```

use super::{Listed, RosterError, Rosters};
use crate::folder::FolderError;
use crate::home::{Home, replace_file};
use crate::keys::{KeyStore, Name};
use crate::outbox::Outbox;
use crate::settings::Settings;
use crate::unit_settings::UnitKey;
use checkpoint::document::chot1::{Issue, IssuedAs, Signature, issue};
use checkpoint::roster::Kind;
use jiff::{SignedDuration, Timestamp};
use paper::badges::{Badge, Badges};
use ring::rand::{SecureRandom, SystemRandom};
use rusqlite::params;
use std::collections::BTreeMap;
use std::path::Path;

/// How long a badge counts.
const VALID: SignedDuration = SignedDuration::from_hours(24 * 365);
/// Badges in one file: a hundred pages.
pub(super) const MOST: usize = 2_400;

/// Names a badge, in its code and in the lists.
pub type Token = [u8; 16];

/// By what the holder of badges without a number is recognised.
pub(crate) type HolderMark = [u8; 16];

/// Whose badges are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The list's number.
    pub roster: u32,
    /// None: all groups.
    pub group: Option<String>,
    /// Also of those who have one that counts: it is revoked.
    pub again: bool,
}

/// Badges as a file, and how many they are.
#[derive(Debug)]
pub(crate) struct Made {
    pdf: Vec<u8>,
    issued: Vec<(Token, u32)>,
    at: Timestamp,
    until: Timestamp,
}

impl Made {
    pub(crate) fn count(&self) -> usize {
        self.issued.len()
    }
}

/// A badge of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) token: Token,
    /// None where whoever it was for is on no list any more.
    pub(crate) member: Option<u32>,
    pub(crate) is_revoked: bool,
}

impl Rosters {
    /// Until when the badge of each member counts who has one that counts at a moment.
    pub fn badges(&self, at: Timestamp) -> Result<BTreeMap<u32, Timestamp>, RosterError> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("counting.sql"))?;
        let rows = statement.query_map([at.as_millisecond()], |row| {
            let until = Timestamp::from_millisecond(row.get(1)?);
            Ok((row.get(0)?, until.unwrap_or(Timestamp::UNIX_EPOCH)))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Sets the badges of an order. None counts before they are kept ([`Rosters::keep_badges`]). Error: nobody is without
    /// one, there are too many, or this post doesn't have the unit's key.
    pub(crate) fn make_badges(
        &self,
        order: &Order,
        home: &Home,
        settings: &Settings,
        now: Timestamp,
    ) -> Result<Made, RosterError> {
        let roster = self.roster(order.roster)?;
        let counting = self.badges(now)?;
        let mut people = self.members(order.roster)?;
        people.retain(|one| {
            let is_meant = order.group.as_ref().is_none_or(|group| one.group == *group);
            is_meant && (order.again || !counting.contains_key(&one.number))
        });
        match people.len() {
            0 => return Err(RosterError::NoBadgeNeeded),
            1..=MOST => {}
            count => return Err(RosterError::TooManyBadges(count)),
        }
        let press = Press::open(home, now)?;
        let mut issued = Vec::with_capacity(people.len());
        let mut cards = Vec::with_capacity(people.len());
        for one in people {
            let token = random()?;
            issued.push((token, one.number));
            cards.push(press.card(one, token)?);
        }
        let zone = settings.time_zone()?;
        let day = zone
            .to_datetime(press.until)
            .date()
            .strftime("%d/%m/%Y")
            .to_string();
        let badges = Badges {
            unit: settings.unit_name.clone(),
            title: title(roster.kind).to_owned(),
            until: format!("Dùng đến hết ngày {day}"),
            people: cards,
        };
        Ok(Made {
            pdf: badges.pdf()?,
            issued,
            at: now,
            until: press.until,
        })
    }

    /// Writes badges into a file; from then on they count, in place of any that their holders had. Where they can't be kept
    /// there is no file, so that nobody hands out cards that no gate knows.
    pub(crate) fn keep_badges(&mut self, made: &Made, file: &Path) -> Result<(), RosterError> {
        let folder = file.parent().unwrap_or(file);
        replace_file(file, &made.pdf).map_err(|error| FolderError::of(&error, folder))?;
        self.count_from_now(made).inspect_err(|_| {
            let _ = std::fs::remove_file(file);
        })
    }

    fn count_from_now(&mut self, made: &Made) -> Result<(), RosterError> {
        let (at, until) = (made.at.as_millisecond(), made.until.as_millisecond());
        let transaction = self.begin()?;
        for (token, member) in &made.issued {
            transaction.execute(include_str!("revoke.sql"), params![member, at])?;
            transaction.execute(include_str!("add.sql"), params![token, member, until])?;
            transaction.execute(include_str!("mark.sql"), params![member, random()?])?;
        }
        Ok(transaction.commit()?)
    }

    /// A member's badge is lost. Error: they have none.
    pub fn revoke_badge(&self, member: u32, at: Timestamp) -> Result<(), RosterError> {
        let row = params![member, at.as_millisecond()];
        match self.connection.execute(include_str!("revoke.sql"), row)? {
            0 => Err(RosterError::NoBadge),
            _ => Ok(()),
        }
    }

    /// A backup may have brought back a badge that was lost: none of it counts.
    pub(crate) fn revoke_all_badges(&self, at: Timestamp) -> Result<(), RosterError> {
        let row = [at.as_millisecond()];
        self.connection
            .execute(include_str!("revoke_all.sql"), row)?;
        Ok(())
    }

    /// Every badge that was made here.
    pub(crate) fn known_badges(&self) -> Result<Vec<Known>, RosterError> {
        let mut statement = self.connection.prepare_cached(include_str!("known.sql"))?;
        let rows = statement.query_map([], |row| {
            Ok(Known {
                token: row.get(0)?,
                member: row.get(1)?,
                is_revoked: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// By what the holders of badges are recognised, by their numbers.
    pub(crate) fn marks(&self) -> Result<BTreeMap<u32, HolderMark>, RosterError> {
        let mut statement = self.connection.prepare_cached(include_str!("marks.sql"))?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// What signs badges.
struct Press {
    unit: [u8; 16],
    key: UnitKey,
    now: Timestamp,
    until: Timestamp,
}

impl Press {
    fn open(home: &Home, now: Timestamp) -> Result<Press, RosterError> {
        // Whole seconds, as a code says them.
        let second = |at: Timestamp| Timestamp::from_second(at.as_second()).unwrap_or(at);
        let keys = KeyStore::of(home)?;
        let key = keys.get(Name::Ledger).ok_or(RosterError::NoLedger)?;
        Ok(Press {
            unit: Outbox::open(home, key)?.unit(),
            key: UnitKey::open(home)?,
            now: second(now),
            until: second(now.saturating_add(VALID).unwrap_or(Timestamp::MAX)),
        })
    }

    fn card(&self, of: Listed, token: Token) -> Result<Badge, RosterError> {
        let name = of.member.name;
        let document = Issue {
            iss: self.unit,
            aud: self.unit,
            iat: self.now,
            exp: self.until,
            document: IssuedAs::StaffBadge {
                cti: token,
                token: token.to_vec(),
                name: Some(name.clone()),
            },
        };
        let sign = |bytes: &[u8]| self.key.sign(bytes);
        let code = issue(document, Signature::Key(&self.key.public), sign);
        let code = code.map_err(|cause| RosterError::Issue {
            name: name.clone(),
            cause,
        })?;
        Ok(Badge {
            name,
            group: of.group,
            code,
        })
    }
}

fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Staff => "THẺ CÁN BỘ",
        Kind::Pupil => "THẺ HỌC SINH",
        Kind::Trader => "THẺ TIỂU THƯƠNG",
        Kind::Resident => "THẺ CƯ DÂN",
    }
}

fn random() -> Result<[u8; 16], RosterError> {
    let mut bytes = [0; 16];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| RosterError::NoRandom)?;
    Ok(bytes)
}
