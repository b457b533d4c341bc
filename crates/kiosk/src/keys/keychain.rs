//! The system's keychain, asked in a way that can't hold up the gate: it may open a dialog, and
//! nobody may be there to answer it.

use super::{Key, Name};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long the gate waits for the keychain.
pub const PATIENCE: Duration = Duration::from_secs(2);

const SERVICE: &str = "chot";

/// What a keychain said when it was asked for all keys.
pub enum Answer {
    /// These, and no others.
    Held(BTreeMap<Name, Key>),
    /// Nothing in time, or that there is none, or that it stays locked.
    Silent,
}

/// Keeps secrets for this account.
pub trait Keychain: Send {
    /// All keys at once: one question, one dialog at most.
    fn read(&mut self) -> Answer;
    /// True only when the key was stored and read back equal.
    fn write(&mut self, name: Name, key: &Key) -> bool;
}

/// The Secret Service, Credential Manager or Keychain of this system.
pub struct SystemKeychain;

/// A question that wasn't answered in time stays open, and is waited for again rather than repeated:
/// a dialog that nobody answers must not multiply.
static OPEN_QUESTION: Mutex<Option<Receiver<Answer>>> = Mutex::new(None);

impl Keychain for SystemKeychain {
    fn read(&mut self) -> Answer {
        let mut question = OPEN_QUESTION.lock().unwrap_or_else(PoisonError::into_inner);
        let receiver = question
            .take()
            .unwrap_or_else(|| on_its_own_thread(read_all));
        match receiver.recv_timeout(PATIENCE) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout) => {
                *question = Some(receiver);
                Answer::Silent
            }
            Err(RecvTimeoutError::Disconnected) => Answer::Silent,
        }
    }

    fn write(&mut self, name: Name, key: &Key) -> bool {
        let key = key.clone();
        on_its_own_thread(move || write_one(name, &key))
            .recv_timeout(PATIENCE)
            .unwrap_or(false)
    }
}

fn on_its_own_thread<T: Send + 'static>(ask: impl FnOnce() -> T + Send + 'static) -> Receiver<T> {
    let (sender, receiver) = channel();
    // Where no thread can be had, the receiver says at once that nobody will answer.
    let _ = std::thread::Builder::new()
        .name("keychain".into())
        .spawn(move || sender.send(ask()));
    receiver
}

fn read_all() -> Answer {
    let mut held = BTreeMap::new();
    for name in Name::ALL {
        match read_one(name) {
            Ok(Some(key)) => {
                held.insert(name, key);
            }
            Ok(None) => {}
            Err(keyring::Error::NoEntry) => {}
            Err(_) => return Answer::Silent,
        }
    }
    Answer::Held(held)
}

/// Kept as text: some keychains show their entries to people, and take no other bytes.
fn read_one(name: Name) -> keyring::Result<Option<Key>> {
    let text =
        zeroize::Zeroizing::new(keyring::Entry::new(SERVICE, name.as_str())?.get_password()?);
    Ok(URL_SAFE_NO_PAD.decode(text.as_bytes()).ok().map(Key::new))
}

fn write_one(name: Name, key: &Key) -> bool {
    let text = zeroize::Zeroizing::new(URL_SAFE_NO_PAD.encode(key.bytes()));
    let stored = keyring::Entry::new(SERVICE, name.as_str())
        .and_then(|entry| entry.set_password(&text))
        .and_then(|()| read_one(name));
    matches!(stored, Ok(Some(back)) if back.bytes() == key.bytes())
}
