//! *Contents*: what opens a backup's copies, and the small files of a post. Sealed for the recovery key.
//!
//! The keys of device and unit are never in here: a post that begins with a backup is a new device.

use super::generation::Label;
use crate::home::Home;
use crate::keys::{Key, KeyError, KeyStore, Name, SecretName, Secrets};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use checkpoint::base64url::{base64url, from_base64url};
use checkpoint::wire::recovery::{Lid, open};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use zeroize::Zeroizing;

/// Files that lie beside the ledger and hold no personal data.
const BESIDE: [&str; 4] = ["settings.json", "policy.json", "trust.chot", "trust.json"];
const POLICIES: &str = "policies";

/// The databases that are copied.
pub(super) const DATABASES: [&str; 6] = [
    "ledger.db",
    "staff.db",
    "privacy.db",
    "imported.db",
    "rosters.db",
    "places.db",
];

#[derive(Serialize, Deserialize)]
pub(super) struct Contents {
    /// Of the copies.
    key: String,
    person: String,
    /// Without it no PIN of the staff could be tried.
    staff: Option<String>,
    /// By their path below the home.
    files: BTreeMap<String, String>,
}

impl Contents {
    /// Of a home; `key` is the one that the copies are encrypted with.
    pub(super) fn of(home: &Home, keys: &KeyStore, key: &Key) -> Result<Contents, ContentsError> {
        let person = keys.get(Name::Person).ok_or(ContentsError::NoPersonKey)?;
        let staff = Secrets::of(home).get(SecretName::Staff)?;
        Ok(Contents {
            key: base64url(key.bytes()),
            person: base64url(person.bytes()),
            staff: staff.map(|secret| base64url(secret.bytes())),
            files: files(home.root())?,
        })
    }

    /// For whoever has the recovery key; None where the system or the key fails.
    pub(super) fn seal(&self, lid: &Lid, label: &Label, ephemeral: [u8; 32]) -> Option<String> {
        let plain = Zeroizing::new(serde_json::to_vec(self).ok()?);
        let sealed = lid.seal(ephemeral, label.about().as_bytes(), &plain)?;
        Some(base64url(&sealed))
    }

    /// None where the letters are wrong.
    pub(super) fn open(letters: &str, label: &Label) -> Option<Contents> {
        let sealed = URL_SAFE_NO_PAD.decode(&label.sealed).ok()?;
        let plain = Zeroizing::new(open(letters, label.about().as_bytes(), &sealed)?);
        serde_json::from_slice(&plain).ok()
    }

    pub(super) fn key(&self) -> Option<Key> {
        key_of(&self.key)
    }

    pub(super) fn person(&self) -> Option<Key> {
        key_of(&self.person)
    }

    pub(super) fn staff(&self) -> Option<Key> {
        self.staff.as_deref().and_then(key_of)
    }

    /// Writes the small files below `root`. A name that no post has is passed over.
    pub(super) fn write_files(&self, root: &Path) -> io::Result<()> {
        for (name, text) in &self.files {
            let own = name.strip_prefix("policies/");
            let is_plain = |name: &str| {
                name.ends_with(".json")
                    && !name.contains(['/', '\\', ':'])
                    && !name.starts_with('.')
            };
            if !BESIDE.contains(&name.as_str()) && !own.is_some_and(is_plain) {
                continue;
            }
            if own.is_some() {
                crate::home::private_directory(&root.join(POLICIES))?;
            }
            crate::home::replace_file(&root.join(name), text.as_bytes())?;
        }
        Ok(())
    }
}

fn key_of(text: &str) -> Option<Key> {
    Some(Key::new(from_base64url::<32>(text)?.to_vec()))
}

fn files(root: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let mut take = |name: String| match std::fs::read_to_string(root.join(&name)) {
        Ok(text) => {
            files.insert(name, text);
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    };
    for name in BESIDE {
        take(name.to_owned())?;
    }
    match std::fs::read_dir(root.join(POLICIES)) {
        Ok(entries) => {
            for entry in entries {
                let name = entry?.file_name().to_string_lossy().into_owned();
                if name.ends_with(".json") {
                    take(format!("{POLICIES}/{name}"))?;
                }
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    Ok(files)
}

#[derive(Debug, thiserror::Error)]
pub(super) enum ContentsError {
    #[error("the unit's key is missing")]
    NoPersonKey,
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    File(#[from] io::Error),
}
