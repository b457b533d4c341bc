//! *Head file*: the newest head, kept outside the database, so that a database that went back in
//! time or was carried to another machine is noticed before it grows.

use super::error::{LedgerError, of_file};
use crate::home::{Home, replace_file};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::digest::{Context, SHA256};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Bytes that stand in JSON as base64url without padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Text<const N: usize>(pub [u8; N]);

impl<const N: usize> Serialize for Text<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl<'de, const N: usize> Deserialize<'de> for Text<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(serde::de::Error::custom)?;
        let bytes = bytes
            .try_into()
            .map_err(|_| serde::de::Error::custom("wrong length"))?;
        Ok(Text(bytes))
    }
}

/// What stands in `head.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub device: Text<16>,
    pub unit: Text<16>,
    /// Absent where the system has no id of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub machine: Option<Text<16>>,
    /// A short hash of the database's key: tells a wrong key from a damaged database.
    pub key: Text<8>,
    pub branch: Text<16>,
    /// 0 before the first entry.
    pub seq: u64,
    pub head: Text<32>,
    /// When the gate last said that it was in service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alive: Option<Timestamp>,
}

impl Head {
    /// None when there is none, or none that can be read: an unreadable one proves nothing.
    pub(super) fn read(home: &Home) -> Option<Head> {
        let bytes = std::fs::read(home.head_file()).ok()?;
        serde_json::from_slice(&bytes).ok()
    }
}

/// The short hash of a database key.
pub(super) fn key_check(key: &[u8]) -> [u8; 8] {
    let mut hash = Context::new(&SHA256);
    hash.update(b"chot/key-check/1");
    hash.update(&[0]);
    hash.update(key);
    let mut short = [0; 8];
    short.copy_from_slice(&hash.finish().as_ref()[..8]);
    short
}

/// Writes the head file behind the gate's back: an append doesn't wait for a second fsync, and of
/// several heads in a row only the newest is written. The file may be older than the database, never
/// newer, which is all that is asked of it.
pub(super) struct HeadKeeper {
    desk: Arc<Desk>,
    writer: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Desk {
    tray: Mutex<Tray>,
    changed: Condvar,
}

#[derive(Default)]
struct Tray {
    wanted: Option<Head>,
    closing: bool,
}

/// Between two writes, so that a rush doesn't double the disk's work.
const BREATH: Duration = Duration::from_millis(250);

impl HeadKeeper {
    pub(super) fn start(home: &Home) -> Result<HeadKeeper, LedgerError> {
        let desk = Arc::new(Desk::default());
        let theirs = Arc::clone(&desk);
        let home_of_thread = home.clone();
        let writer = std::thread::Builder::new()
            .name("head file".into())
            .spawn(move || theirs.write_until_closed(&home_of_thread))
            .map_err(|error| of_file(&error, home.root()))?;
        Ok(HeadKeeper {
            desk,
            writer: Some(writer),
        })
    }

    pub(super) fn note(&self, head: Head) {
        self.desk.tray().wanted = Some(head);
        self.desk.changed.notify_one();
    }
}

impl Drop for HeadKeeper {
    fn drop(&mut self) {
        self.desk.tray().closing = true;
        self.desk.changed.notify_one();
        if let Some(writer) = self.writer.take() {
            // A writer that panicked leaves an older head behind, which is allowed.
            let _ = writer.join();
        }
    }
}

impl Desk {
    fn tray(&self) -> MutexGuard<'_, Tray> {
        self.tray.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_until_closed(&self, home: &Home) {
        let mut tray = self.tray();
        loop {
            while tray.wanted.is_none() && !tray.closing {
                tray = self
                    .changed
                    .wait(tray)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            let Some(head) = tray.wanted.take() else {
                return;
            };
            drop(tray);
            let written = serde_json::to_vec(&head)
                .map_err(std::io::Error::from)
                .and_then(|bytes| replace_file(&home.head_file(), &bytes));
            tray = self.tray();
            if written.is_err() {
                // The disk that refuses this refuses the next append too, and that one is heard.
                if tray.closing {
                    return;
                }
                tray.wanted.get_or_insert(head);
            }
            if !tray.closing {
                tray = self
                    .changed
                    .wait_timeout_while(tray, BREATH, |tray| !tray.closing)
                    .unwrap_or_else(PoisonError::into_inner)
                    .0;
            }
        }
    }
}
