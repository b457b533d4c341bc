//! *Tries*: wrong PINs, and how long nobody may try another.
//!
//! A try counts as wrong before the PIN is looked at, so that no power cut takes it back. The count is kept in the
//! database and in a file beside it, which only this machine's secret can write; the one with the greater number
//! counts. A lock is measured by the steady clock alone. In another run of the machine nobody knows how much of it has
//! passed, and it begins anew.

use super::StaffError;
use crate::home::{Home, replace_file};
use crate::keys::Key;
use checkpoint::base64url::{base64url, from_base64url};
use checkpoint::moment::Moment;
use ring::hmac;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Wrong tries that are free.
pub const FREE: u32 = 5;
const FIRST_LOCK_MS: u64 = 30_000;
const LONGEST_LOCK_MS: u64 = 15 * 60 * 1000;

/// How somebody stands who wants to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// So many tries are left before no more are taken for a while.
    Free { left: u32 },
    /// None is taken for so many milliseconds.
    Locked { ms: u64 },
}

/// Somebody's wrong tries since the last right one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Wrong {
    times: u32,
    /// The run of the machine that `mono_ms` belongs to.
    boot: String,
    /// When the last one was.
    mono_ms: u64,
}

impl Wrong {
    fn lock_ms(&self) -> u64 {
        match self.times.checked_sub(FREE) {
            None => 0,
            Some(more) => FIRST_LOCK_MS
                .saturating_mul(1 << more.min(16))
                .min(LONGEST_LOCK_MS),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    /// Grows with every change.
    number: u64,
    of: BTreeMap<u64, Wrong>,
}

pub(super) struct Tries {
    path: PathBuf,
    key: hmac::Key,
    kept: Kept,
}

impl Tries {
    /// Reads both places.
    pub(super) fn open(
        home: &Home,
        secret: &Key,
        connection: &Connection,
    ) -> Result<Tries, StaffError> {
        let text: Option<String> = connection
            .query_row(include_str!("tries.sql"), [], |row| row.get(0))
            .optional()?;
        let of_database: Kept = text
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        let mut tries = Tries {
            path: home.tries(),
            key: hmac::Key::new(hmac::HMAC_SHA256, secret.bytes()),
            kept: of_database,
        };
        if let Some(of_file) = tries.read_file()
            && of_file.number > tries.kept.number
        {
            tries.kept = of_file;
        }
        Ok(tries)
    }

    /// None where there is none, or none that this machine wrote.
    fn read_file(&self) -> Option<Kept> {
        let text = std::fs::read_to_string(&self.path).ok()?;
        let (kept, tag) = text.trim_end().split_once('\n')?;
        let tag: [u8; 32] = from_base64url(tag)?;
        hmac::verify(&self.key, &signed(kept), &tag).ok()?;
        serde_json::from_str(kept).ok()
    }

    /// Durable in both places when it returns.
    fn keep(&mut self, connection: &Connection) -> Result<(), StaffError> {
        self.kept.number += 1;
        let text = serde_json::to_string(&self.kept).map_err(std::io::Error::from)?;
        let tag = hmac::sign(&self.key, &signed(&text));
        let file = format!("{text}\n{}\n", base64url(tag.as_ref()));
        replace_file(&self.path, file.as_bytes())?;
        connection.execute(include_str!("keep_tries.sql"), [text])?;
        Ok(())
    }

    /// Whether somebody may try now.
    pub(super) fn standing(
        &mut self,
        person: u64,
        now: &Moment,
        connection: &Connection,
    ) -> Result<Standing, StaffError> {
        let boot = base64url(&now.boot.0);
        let Some(wrong) = self.kept.of.get_mut(&person) else {
            return Ok(Standing::Free { left: FREE });
        };
        let lock_ms = wrong.lock_ms();
        if lock_ms == 0 {
            let left = FREE - wrong.times;
            return Ok(Standing::Free { left });
        }
        if wrong.boot != boot {
            wrong.boot = boot;
            wrong.mono_ms = now.mono_ms;
            self.keep(connection)?;
            return Ok(Standing::Locked { ms: lock_ms });
        }
        let passed = now.mono_ms.saturating_sub(wrong.mono_ms);
        Ok(match lock_ms.saturating_sub(passed) {
            // One try, and if that is wrong too, a longer lock.
            0 => Standing::Free { left: 1 },
            ms => Standing::Locked { ms },
        })
    }

    /// Counts a try as wrong, and says how somebody will stand if it is.
    pub(super) fn count(
        &mut self,
        person: u64,
        now: &Moment,
        connection: &Connection,
    ) -> Result<Standing, StaffError> {
        let times = self.kept.of.get(&person).map_or(0, |wrong| wrong.times);
        let wrong = Wrong {
            times: times.saturating_add(1),
            boot: base64url(&now.boot.0),
            mono_ms: now.mono_ms,
        };
        let standing = match wrong.lock_ms() {
            0 => Standing::Free {
                left: FREE - wrong.times,
            },
            ms => Standing::Locked { ms },
        };
        self.kept.of.insert(person, wrong);
        self.keep(connection)?;
        Ok(standing)
    }

    /// The PIN was right, is another now, or nobody has it any more.
    pub(super) fn forget(
        &mut self,
        person: u64,
        connection: &Connection,
    ) -> Result<(), StaffError> {
        if self.kept.of.remove(&person).is_some() {
            self.keep(connection)?;
        }
        Ok(())
    }
}

fn signed(kept: &str) -> Vec<u8> {
    [b"chot/tries/1\0", kept.as_bytes()].concat()
}
