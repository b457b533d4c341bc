//! *Secrets* of sync targets and of the staff's PINs: each under a name of its own, in the keychain, else in a file.
//!
//! They are asked for one by one and only when they are used, so that a gate that starts asks the
//! keychain for its own keys alone.

use super::keychain::{Unanswered, forget_account, read_account, write_account};
use super::{Key, KeyError, file_error};
use crate::home::{Home, private_directory, replace_file};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::io;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// Under what a secret is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretName {
    /// The target's number, and the secret's own, which grows when it is replaced.
    Target { target: u32, number: u32 },
    /// Without it no PIN can be tried: it is hashed with each of them.
    Staff,
    /// The seed of the unit's Ed25519 key, where this post signs for the unit.
    Unit,
}

impl std::fmt::Display for SecretName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SecretName::Target { target, number } => write!(f, "target-{target}-{number}"),
            SecretName::Staff => f.write_str("staff"),
            SecretName::Unit => f.write_str("unit"),
        }
    }
}

/// The secrets of one home.
pub struct Secrets {
    directory: PathBuf,
    keychain: bool,
}

impl Secrets {
    pub fn of(home: &Home) -> Secrets {
        Secrets {
            directory: home.keys(),
            keychain: home.has_keychain(),
        }
    }

    /// None where there is none under this name.
    pub fn get(&self, name: SecretName) -> Result<Option<Key>, KeyError> {
        let path = self.path(name);
        match std::fs::read(&path) {
            Ok(text) => {
                let text = Zeroizing::new(text);
                let bytes = URL_SAFE_NO_PAD.decode(text.trim_ascii());
                return match bytes {
                    Ok(bytes) if !bytes.is_empty() => Ok(Some(Key::new(bytes))),
                    Ok(_) | Err(_) => Err(KeyError::NotAKey { path }),
                };
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(file_error(path, &error)),
        }
        if !self.keychain {
            return Ok(None);
        }
        read_account(name.to_string()).map_err(|Unanswered| KeyError::Silent)
    }

    /// Keeps a secret: in the keychain where it takes it and gives it back, else in a file for its
    /// owner alone.
    pub fn put(&self, name: SecretName, key: &Key) -> Result<(), KeyError> {
        if self.keychain && write_account(name.to_string(), key) {
            return Ok(());
        }
        private_directory(&self.directory)
            .map_err(|error| file_error(self.directory.clone(), &error))?;
        let mut text = Zeroizing::new(URL_SAFE_NO_PAD.encode(key.bytes()));
        text.push('\n');
        let path = self.path(name);
        replace_file(&path, text.as_bytes()).map_err(|error| file_error(path, &error))
    }

    /// Lets go of a secret; one that isn't there is gone already.
    pub fn forget(&self, name: SecretName) -> Result<(), KeyError> {
        let path = self.path(name);
        match std::fs::remove_file(&path) {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(file_error(path, &error)),
        }
        if !self.keychain {
            return Ok(());
        }
        forget_account(name.to_string()).map_err(|Unanswered| KeyError::Silent)
    }

    fn path(&self, name: SecretName) -> PathBuf {
        self.directory.join(name.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_kept_replaced_under_another_number_and_forgotten() {
        let scratch = tempfile::tempdir().unwrap();
        let secrets = Secrets::of(&Home::at(scratch.path()));
        let name = |number| SecretName::Target { target: 3, number };
        assert!(secrets.get(name(1)).unwrap().is_none());
        secrets.put(name(1), &Key::new(b"one".to_vec())).unwrap();
        secrets.put(name(2), &Key::new(b"two".to_vec())).unwrap();
        assert_eq!(secrets.get(name(1)).unwrap().unwrap().bytes(), b"one");
        secrets.forget(name(1)).unwrap();
        secrets.forget(name(1)).unwrap();
        assert!(secrets.get(name(1)).unwrap().is_none());
        assert_eq!(secrets.get(name(2)).unwrap().unwrap().bytes(), b"two");
    }

    #[test]
    fn a_damaged_secret_is_an_error_and_never_a_missing_one() {
        let scratch = tempfile::tempdir().unwrap();
        let home = Home::at(scratch.path());
        let name = SecretName::Target {
            target: 1,
            number: 1,
        };
        Secrets::of(&home)
            .put(name, &Key::new(vec![1; 32]))
            .unwrap();
        std::fs::write(home.keys().join("target-1-1"), "").unwrap();
        assert!(matches!(
            Secrets::of(&home).get(name),
            Err(KeyError::NotAKey { .. })
        ));
    }
}
