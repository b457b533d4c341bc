//! *Keys*: what this post keeps secret, in the system's keychain, else in files that only its owner
//! can read, which the screen says.

mod keychain;
mod secret;

pub use keychain::{Answer, Keychain, SystemKeychain};
pub use secret::{SecretName, Secrets};

use crate::home::{Home, private_directory, replace_file};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// The secrets of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// Encrypts the database: 32 random bytes.
    Ledger,
    /// The device's Ed25519 key as PKCS#8: it begins the chain and will sign requests.
    Device,
    /// Makes numbers into pseudonyms: 32 random bytes.
    Person,
}

impl Name {
    pub const ALL: [Name; 3] = [Name::Ledger, Name::Device, Name::Person];

    /// The file's name, and the account's name in the keychain.
    pub fn as_str(self) -> &'static str {
        match self {
            Name::Ledger => "ledger",
            Name::Device => "device",
            Name::Person => "person",
        }
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Secret bytes: wiped when dropped, never printed.
#[derive(Clone)]
pub struct Key(Zeroizing<Vec<u8>>);

impl Key {
    pub fn new(bytes: Vec<u8>) -> Key {
        Key(Zeroizing::new(bytes))
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Where a post's keys are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The system's keychain has all of them.
    Keychain,
    /// At least one is a file: whoever copies this account's files can read the ledger.
    KeyFile,
}

#[derive(Clone, Debug, thiserror::Error)]
pub enum KeyError {
    #[error(
        "the key file {path} can't be read or written ({cause}): make it readable and writable for this account"
    )]
    File {
        path: PathBuf,
        cause: String,
        kind: io::ErrorKind,
    },
    #[error(
        "the key file {path} holds something else than a key: put the right one back from a backup"
    )]
    NotAKey { path: PathBuf },
    #[error(
        "the keychain gives no answer, and the secret of this target is in it: unlock it, then try again"
    )]
    Silent,
}

/// The keys of one home. Reading them asks the keychain at most once.
pub struct KeyStore {
    directory: PathBuf,
    keychain: Option<Box<dyn Keychain>>,
    silent: bool,
    held: BTreeMap<Name, (Key, Kind)>,
}

impl KeyStore {
    /// Reads what this home has. A key file goes before the keychain: then a keychain that appears
    /// later changes nothing, and none is asked.
    pub fn of(home: &Home) -> Result<KeyStore, KeyError> {
        let keychain = home
            .has_keychain()
            .then(|| Box::new(SystemKeychain) as Box<dyn Keychain>);
        KeyStore::with(home, keychain)
    }

    /// The same with a given keychain.
    pub fn with(home: &Home, keychain: Option<Box<dyn Keychain>>) -> Result<KeyStore, KeyError> {
        let mut store = KeyStore {
            directory: home.keys(),
            keychain,
            silent: false,
            held: BTreeMap::new(),
        };
        for name in Name::ALL {
            if let Some(key) = store.read_file(name)? {
                store.held.insert(name, (key, Kind::KeyFile));
            }
        }
        if store.held.len() < Name::ALL.len()
            && let Some(keychain) = &mut store.keychain
        {
            match keychain.read() {
                Answer::Held(keys) => {
                    for (name, key) in keys {
                        store.held.entry(name).or_insert((key, Kind::Keychain));
                    }
                }
                Answer::Silent => {
                    store.silent = true;
                    store.keychain = None;
                }
            }
        }
        Ok(store)
    }

    pub fn get(&self, name: Name) -> Option<&Key> {
        self.held.get(&name).map(|(key, _)| key)
    }

    /// Keeps a key: in the keychain where it takes it and gives it back, else in a file.
    pub fn put(&mut self, name: Name, key: Key) -> Result<(), KeyError> {
        let in_keychain = self
            .keychain
            .as_mut()
            .is_some_and(|keychain| keychain.write(name, &key));
        let kind = if in_keychain {
            Kind::Keychain
        } else {
            self.write_file(name, &key)?;
            Kind::KeyFile
        };
        self.held.insert(name, (key, kind));
        Ok(())
    }

    /// Keeps another key in place of one, where that one is.
    pub fn replace(&mut self, name: Name, key: Key) -> Result<(), KeyError> {
        match self.held.get(&name) {
            // A file goes before the keychain: an old one would come back.
            Some((_, Kind::KeyFile)) => {
                self.write_file(name, &key)?;
                self.held.insert(name, (key, Kind::KeyFile));
                Ok(())
            }
            Some((_, Kind::Keychain)) | None => self.put(name, key),
        }
    }

    /// For the store's light: where the keys are that this home has.
    pub fn kind(&self) -> Kind {
        if self.held.values().any(|(_, kind)| *kind == Kind::KeyFile) {
            Kind::KeyFile
        } else {
            Kind::Keychain
        }
    }

    /// The keychain was asked and gave no answer in time, or refused: a key that is missing may be
    /// in there.
    pub fn keychain_was_silent(&self) -> bool {
        self.silent
    }

    fn path(&self, name: Name) -> PathBuf {
        self.directory.join(name.as_str())
    }

    fn read_file(&self, name: Name) -> Result<Option<Key>, KeyError> {
        let path = self.path(name);
        let text = match std::fs::read(&path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(file_error(path, &error)),
        };
        let bytes = URL_SAFE_NO_PAD
            .decode(text.trim_ascii())
            .map_err(|_| KeyError::NotAKey { path: path.clone() })?;
        let key = Key::new(bytes);
        if key.bytes().len() < 32 {
            return Err(KeyError::NotAKey { path });
        }
        Ok(Some(key))
    }

    fn write_file(&self, name: Name, key: &Key) -> Result<(), KeyError> {
        private_directory(&self.directory)
            .map_err(|error| file_error(self.directory.clone(), &error))?;
        let mut text = Zeroizing::new(URL_SAFE_NO_PAD.encode(key.bytes()));
        text.push('\n');
        let path = self.path(name);
        replace_file(&path, text.as_bytes()).map_err(|error| file_error(path, &error))
    }
}

fn file_error(path: PathBuf, error: &io::Error) -> KeyError {
    KeyError::File {
        path,
        cause: error.to_string(),
        kind: error.kind(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    type Drawer = Arc<Mutex<BTreeMap<Name, Vec<u8>>>>;

    struct Pretend {
        drawer: Drawer,
        silent: bool,
        asked: Arc<Mutex<u32>>,
    }

    impl Keychain for Pretend {
        fn read(&mut self) -> Answer {
            *self.asked.lock().unwrap() += 1;
            if self.silent {
                return Answer::Silent;
            }
            let drawer = self.drawer.lock().unwrap();
            Answer::Held(
                drawer
                    .iter()
                    .map(|(name, key)| (*name, Key::new(key.clone())))
                    .collect(),
            )
        }

        fn write(&mut self, name: Name, key: &Key) -> bool {
            self.drawer
                .lock()
                .unwrap()
                .insert(name, key.bytes().to_vec());
            true
        }
    }

    struct Table {
        _scratch: tempfile::TempDir,
        home: Home,
        drawer: Drawer,
        asked: Arc<Mutex<u32>>,
    }

    impl Table {
        fn new() -> Table {
            let scratch = tempfile::tempdir().unwrap();
            let home = Home::at(scratch.path());
            Table {
                _scratch: scratch,
                home,
                drawer: Drawer::default(),
                asked: Arc::default(),
            }
        }

        fn store(&self, silent: bool) -> KeyStore {
            let pretend = Pretend {
                drawer: self.drawer.clone(),
                silent,
                asked: self.asked.clone(),
            };
            KeyStore::with(&self.home, Some(Box::new(pretend))).unwrap()
        }
    }

    fn key(byte: u8) -> Key {
        Key::new(vec![byte; 32])
    }

    #[test]
    fn a_keychain_that_answers_holds_the_keys_and_no_file_is_written() {
        let table = Table::new();
        let mut store = table.store(false);
        for name in Name::ALL {
            store.put(name, key(7)).unwrap();
        }
        assert_eq!(store.kind(), Kind::Keychain);
        assert!(!table.home.keys().exists());
        let again = table.store(false);
        assert_eq!(again.get(Name::Person).unwrap().bytes(), [7; 32]);
        assert_eq!(*table.asked.lock().unwrap(), 2, "once for each store");
    }

    #[test]
    fn a_silent_keychain_leaves_key_files_that_the_store_owns_up_to() {
        let table = Table::new();
        let mut store = table.store(true);
        assert!(store.keychain_was_silent());
        store.put(Name::Ledger, key(9)).unwrap();
        assert_eq!(store.kind(), Kind::KeyFile);
        assert_eq!(
            table.store(true).get(Name::Ledger).unwrap().bytes(),
            [9; 32]
        );
    }

    #[test]
    fn a_keychain_that_appears_later_changes_nothing() {
        let table = Table::new();
        let mut store = table.store(true);
        for name in Name::ALL {
            store.put(name, key(1)).unwrap();
        }
        let mut pretend = table.drawer.lock().unwrap();
        pretend.insert(Name::Ledger, vec![2; 32]);
        drop(pretend);
        let store = table.store(false);
        assert_eq!(store.get(Name::Ledger).unwrap().bytes(), [1; 32]);
        assert_eq!(
            *table.asked.lock().unwrap(),
            1,
            "not asked when every key is a file"
        );
    }

    #[test]
    fn a_damaged_key_file_is_an_error_and_never_a_missing_key() {
        let table = Table::new();
        private_directory(&table.home.keys()).unwrap();
        for damaged in [
            "",
            "short",
            "not base64 at all, and long enough to be a key",
        ] {
            std::fs::write(table.home.keys().join("ledger"), damaged).unwrap();
            let result = KeyStore::with(&table.home, None);
            assert!(
                matches!(result, Err(KeyError::NotAKey { .. })),
                "{damaged:?}"
            );
        }
    }

    #[test]
    fn a_key_is_never_printed() {
        assert_eq!(format!("{:?}", key(65)), "Key(…)");
    }

    #[cfg(unix)]
    #[test]
    fn key_files_are_for_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let table = Table::new();
        table.store(true).put(Name::Device, key(3)).unwrap();
        let mode = |path: PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(table.home.keys()), 0o700);
        assert_eq!(mode(table.home.keys().join("device")), 0o600);
    }
}
