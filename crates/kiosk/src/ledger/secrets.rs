//! The keys that an open ledger holds, and the randomness it draws.

use super::error::LedgerError;
use super::machine::machine_id;
use crate::home::Home;
use crate::keys::{Key, KeyStore, Kind, Name};
use checkpoint::chain::{self, DeviceId};
use checkpoint::subject::PersonKey;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair};

pub(super) struct Secrets {
    pub ledger: Key,
    pub device_public_key: [u8; 32],
    pub device_id: DeviceId,
    pub person: PersonKey,
    pub kind: Kind,
    pub machine: Option<[u8; 16]>,
    random: SystemRandom,
}

impl Secrets {
    /// Reads the keys of a home. Where there is no database yet, those that are missing are made;
    /// where there is one, a missing key is an error, since a new one would open nothing and link
    /// nobody.
    pub(super) fn load(home: &Home, has_database: bool) -> Result<Secrets, LedgerError> {
        let random = SystemRandom::new();
        let mut store = KeyStore::of(home)?;
        for name in Name::ALL {
            if store.get(name).is_some() {
                continue;
            }
            if has_database {
                let keychain_silent = store.keychain_was_silent();
                return Err(LedgerError::MissingKey {
                    name,
                    keychain_silent,
                });
            }
            store.put(name, make(name, &random)?)?;
        }
        Secrets::of(&store, random)
    }

    fn of(store: &KeyStore, random: SystemRandom) -> Result<Secrets, LedgerError> {
        let key = |name: Name| {
            let keychain_silent = store.keychain_was_silent();
            store.get(name).ok_or(LedgerError::MissingKey {
                name,
                keychain_silent,
            })
        };
        let wrong =
            |name: Name| LedgerError::Key(format!("the key \"{name}\" is no key of its kind"));
        let device = Ed25519KeyPair::from_pkcs8_maybe_unchecked(key(Name::Device)?.bytes())
            .map_err(|_| wrong(Name::Device))?;
        let device_public_key: [u8; 32] = device
            .public_key()
            .as_ref()
            .try_into()
            .map_err(|_| wrong(Name::Device))?;
        let ledger = key(Name::Ledger)?.clone();
        if ledger.bytes().len() != 32 {
            return Err(wrong(Name::Ledger));
        }
        let person = key(Name::Person)?
            .bytes()
            .try_into()
            .map_err(|_| wrong(Name::Person))?;
        Ok(Secrets {
            ledger,
            device_public_key,
            device_id: chain::device_id(&device_public_key),
            person: PersonKey(person),
            kind: store.kind(),
            machine: machine_id(),
            random,
        })
    }

    /// Bytes that nobody can guess.
    pub(super) fn fresh<const N: usize>(&self) -> Result<[u8; N], LedgerError> {
        fill(&self.random)
    }
}

fn fill<const N: usize>(random: &SystemRandom) -> Result<[u8; N], LedgerError> {
    let mut bytes = [0; N];
    random
        .fill(&mut bytes)
        .map_err(|_| LedgerError::Key("the system gives no random numbers".into()))?;
    Ok(bytes)
}

fn make(name: Name, random: &SystemRandom) -> Result<Key, LedgerError> {
    Ok(match name {
        Name::Ledger | Name::Person => Key::new(fill::<32>(random)?.to_vec()),
        Name::Device => {
            let document = Ed25519KeyPair::generate_pkcs8(random)
                .map_err(|_| LedgerError::Key("the system gives no random numbers".into()))?;
            Key::new(document.as_ref().to_vec())
        }
    })
}
