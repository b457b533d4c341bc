//! The system's keychain, asked in a way that can't hold up the gate: it may open a dialog, and
//! nobody may be there to answer it.

use super::{Key, Name};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

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

/// After a refusal nobody is asked again for this long: a dialog must not come back every second
/// while the gate tries to open its ledger.
const AFTER_REFUSAL: Duration = Duration::from_secs(60);

/// What became of the last question.
enum Asked {
    Answered,
    /// It wasn't answered in time and stays open: it is looked at again, never repeated.
    Open(Receiver<Answer>),
    Refused(Instant),
}

static ASKED: Mutex<Asked> = Mutex::new(Asked::Answered);

impl Keychain for SystemKeychain {
    fn read(&mut self) -> Answer {
        let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
        let (receiver, patience) = match std::mem::replace(&mut *asked, Asked::Answered) {
            Asked::Answered => (on_its_own_thread(read_all), PATIENCE),
            Asked::Open(receiver) => (receiver, Duration::ZERO),
            Asked::Refused(when) if when.elapsed() < AFTER_REFUSAL => {
                *asked = Asked::Refused(when);
                return Answer::Silent;
            }
            Asked::Refused(_) => (on_its_own_thread(read_all), PATIENCE),
        };
        match receiver.recv_timeout(patience) {
            Ok(Answer::Held(keys)) => Answer::Held(keys),
            Err(RecvTimeoutError::Timeout) => {
                *asked = Asked::Open(receiver);
                Answer::Silent
            }
            Ok(Answer::Silent) | Err(RecvTimeoutError::Disconnected) => {
                *asked = Asked::Refused(Instant::now());
                Answer::Silent
            }
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
            Ok(None) | Err(keyring::Error::NoEntry) => {}
            Err(_) => return Answer::Silent,
        }
    }
    Answer::Held(held)
}

/// Kept as text: some keychains show their entries to people, and take no other bytes.
fn read_one(name: Name) -> keyring::Result<Option<Key>> {
    read_named(name.as_str())
}

fn read_named(account: &str) -> keyring::Result<Option<Key>> {
    let text = zeroize::Zeroizing::new(keyring::Entry::new(SERVICE, account)?.get_password()?);
    Ok(URL_SAFE_NO_PAD.decode(text.as_bytes()).ok().map(Key::new))
}

/// One account's secret: None where the keychain has none, an error where it gives no answer in time.
pub(super) fn read_account(account: String) -> Result<Option<Key>, Unanswered> {
    let asked = on_its_own_thread(move || match read_named(&account) {
        Ok(key) => Ok(key),
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(_) => Err(Unanswered),
    });
    asked.recv_timeout(PATIENCE).unwrap_or(Err(Unanswered))
}

/// True only when the secret was stored and read back equal.
pub(super) fn write_account(account: String, key: &Key) -> bool {
    let key = key.clone();
    on_its_own_thread(move || write_named(&account, &key))
        .recv_timeout(PATIENCE)
        .unwrap_or(false)
}

/// Lets go of an account's secret. One that isn't there is gone already.
pub(super) fn forget_account(account: String) -> Result<(), Unanswered> {
    let asked = on_its_own_thread(move || {
        let gone =
            keyring::Entry::new(SERVICE, &account).and_then(|entry| entry.delete_credential());
        match gone {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(_) => Err(Unanswered),
        }
    });
    asked.recv_timeout(PATIENCE).unwrap_or(Err(Unanswered))
}

/// The keychain said nothing in time, or that it stays locked.
pub(super) struct Unanswered;

fn write_one(name: Name, key: &Key) -> bool {
    write_named(name.as_str(), key)
}

fn write_named(account: &str, key: &Key) -> bool {
    let text = zeroize::Zeroizing::new(URL_SAFE_NO_PAD.encode(key.bytes()));
    let stored = keyring::Entry::new(SERVICE, account)
        .and_then(|entry| entry.set_password(&text))
        .and_then(|()| read_named(account));
    matches!(stored, Ok(Some(back)) if back.bytes() == key.bytes())
}
