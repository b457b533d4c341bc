//! *Keyring*: the root that everything is pinned to, and the key of this hub process with its certificate below it.
//!
//! The root makes hub certificates and nothing else here; between two of them it lies on paper or on a stick.

use checkpoint::base64url::{base64url, from_base64url};
use checkpoint::keys::{ChainError, KeyCertificate, Use, follow};
use jiff::{SignedDuration, Timestamp};
use ring::digest::{Context, SHA256};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use zeroize::Zeroizing;

/// How long a hub's certificate holds.
pub const HUB_DAYS: i64 = 90;
/// How long a device's certificate holds at most: until it is replaced.
const DEVICE_DAYS: i64 = 3650;
/// A certificate holds from a little before it is made, for clocks that are behind.
const LEEWAY: SignedDuration = SignedDuration::from_mins(10);

/// What a hub's key may sign. Below it nothing may sign more.
const HUB_USES: [Use; 6] = [
    Use::Certify,
    Use::Pass,
    Use::DayBadge,
    Use::Receipt,
    Use::Config,
    Use::Head,
];
/// What a kiosk's key may sign.
const DEVICE_USES: [Use; 2] = [Use::DayBadge, Use::Head];

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    #[error("{0} can't be read as a key of ours: put the right file back")]
    Malformed(String),
    #[error("{0} is there already: a key is never written over")]
    Exists(String),
    #[error("{0}: {1}")]
    Io(String, io::Error),
    #[error("the system gives no randomness")]
    Randomness,
    #[error("the hub's certificate doesn't lead to the root: {0}")]
    Chain(#[from] ChainError),
    #[error("the hub's certificate ended at {0}: run chot-hub renew with the root key")]
    Ended(Timestamp),
}

/// An Ed25519 key with the seed that it is made from.
struct Key {
    pair: Ed25519KeyPair,
    seed: Zeroizing<[u8; 32]>,
}

impl Key {
    fn new() -> Result<Key, KeyringError> {
        let mut seed = Zeroizing::new([0; 32]);
        fill(seed.as_mut())?;
        Key::of(seed, "the new key")
    }

    fn of(seed: Zeroizing<[u8; 32]>, name: &str) -> Result<Key, KeyringError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_ref())
            .map_err(|_| KeyringError::Malformed(name.to_owned()))?;
        Ok(Key { pair, seed })
    }

    fn public(&self) -> [u8; 32] {
        let mut public = [0; 32];
        public.copy_from_slice(self.pair.public_key().as_ref());
        public
    }

    fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        let mut signature = [0; 64];
        signature.copy_from_slice(self.pair.sign(bytes).as_ref());
        signature
    }

    fn read(path: &Path) -> Result<Key, KeyringError> {
        let name = path.display().to_string();
        let text =
            fs::read_to_string(path).map_err(|error| KeyringError::Io(name.clone(), error))?;
        let seed = from_base64url(text.trim()).ok_or(KeyringError::Malformed(name.clone()))?;
        Key::of(Zeroizing::new(seed), &name)
    }

    fn text(&self) -> String {
        base64url(self.seed.as_ref())
    }
}

/// Bytes that nobody can guess.
pub fn random<const N: usize>() -> Result<[u8; N], KeyringError> {
    let mut bytes = [0; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

fn fill(bytes: &mut [u8]) -> Result<(), KeyringError> {
    SystemRandom::new()
        .fill(bytes)
        .map_err(|_| KeyringError::Randomness)
}

/// The only key that kiosks pin.
pub struct Root(Key);

impl Root {
    pub fn new() -> Result<Root, KeyringError> {
        Ok(Root(Key::new()?))
    }

    /// From the file that [`Root::write`] wrote, or that somebody typed off the paper.
    pub fn read(path: &Path) -> Result<Root, KeyringError> {
        Ok(Root(Key::read(path)?))
    }

    /// One line of base64url, readable by its owner alone. Never over another file.
    pub fn write(&self, path: &Path) -> Result<(), KeyringError> {
        write_secret(path, &self.0.text())
    }

    /// The line, for paper.
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.text())
    }

    pub fn public(&self) -> [u8; 32] {
        self.0.public()
    }

    /// The id of the hub below this root, the same for all its processes: the first 16 bytes of
    /// SHA-256("chot/hub/1" ‖ root key).
    pub fn hub_id(&self) -> [u8; 16] {
        let mut hash = Context::new(&SHA256);
        hash.update(b"chot/hub/1");
        hash.update(&self.public());
        let mut id = [0; 16];
        id.copy_from_slice(&hash.finish().as_ref()[..16]);
        id
    }

    /// A key for a hub with its certificate for [`HUB_DAYS`] from `now`. `hub` is [`Root::hub_id`].
    pub fn hub_key(&self, hub: [u8; 16], now: Timestamp) -> Result<HubKey, KeyringError> {
        let key = Key::new()?;
        let certificate = KeyCertificate {
            serial: random()?,
            subject: hub,
            unit: None,
            key: key.public(),
            uses: HUB_USES.to_vec(),
            nbf: whole_seconds(now - LEEWAY),
            exp: whole_seconds(now + SignedDuration::from_hours(24 * HUB_DAYS)),
        };
        let link = certificate.signed(|bytes| self.0.sign(bytes));
        Ok(HubKey {
            key,
            root: self.public(),
            certificate,
            link,
        })
    }
}

/// The key of a hub process. It signs receipts, refusals, settings and device certificates.
pub struct HubKey {
    key: Key,
    root: [u8; 32],
    certificate: KeyCertificate,
    link: Vec<u8>,
}

impl HubKey {
    /// From the file that [`HubKey::write`] wrote. Fails where its certificate doesn't lead to its root or has ended.
    pub fn read(path: &Path, now: Timestamp) -> Result<HubKey, KeyringError> {
        let key = HubKey::of_file(path)?;
        if key.certificate.holds_at(now) {
            Ok(key)
        } else {
            Err(KeyringError::Ended(key.certificate.exp))
        }
    }

    /// The same of a key whose certificate may have ended: to renew it.
    pub fn of_file(path: &Path) -> Result<HubKey, KeyringError> {
        let name = path.display().to_string();
        let text = Zeroizing::new(
            fs::read_to_string(path).map_err(|error| KeyringError::Io(name.clone(), error))?,
        );
        let malformed = || KeyringError::Malformed(name.clone());
        let mut lines = text.lines();
        let mut line = || lines.next().ok_or_else(malformed);
        let seed = from_base64url(line()?).ok_or_else(malformed)?;
        let key = Key::of(Zeroizing::new(seed), &name)?;
        let root = from_base64url(line()?).ok_or_else(malformed)?;
        let link =
            base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, line()?)
                .map_err(|_| malformed())?;
        let certificate = follow(std::slice::from_ref(&link), [&root])?
            .into_iter()
            .next()
            .ok_or_else(malformed)?;
        if certificate.key != key.public() {
            return Err(malformed());
        }
        Ok(HubKey {
            key,
            root,
            certificate,
            link,
        })
    }

    /// Three lines of base64url: the key, the root's public key, the certificate. Readable by its owner alone.
    pub fn write(&self, path: &Path) -> Result<(), KeyringError> {
        let text = Zeroizing::new(format!(
            "{}\n{}\n{}",
            self.key.text(),
            base64url(&self.root),
            base64url(&self.link)
        ));
        write_secret(path, &text)
    }

    pub fn public(&self) -> [u8; 32] {
        self.key.public()
    }

    /// The root's public key: what kiosks pin.
    pub fn root(&self) -> [u8; 32] {
        self.root
    }

    /// The id of the hub, the same for all its processes.
    pub fn hub(&self) -> [u8; 16] {
        self.certificate.subject
    }

    /// When its certificate ends.
    pub fn ends_at(&self) -> Timestamp {
        self.certificate.exp
    }

    /// Its certificate with the root's signature.
    pub fn link(&self) -> &[u8] {
        &self.link
    }

    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.key.sign(bytes)
    }

    /// A certificate for a kiosk's key, for one unit.
    pub fn certify(
        &self,
        device: [u8; 16],
        unit: [u8; 16],
        key: [u8; 32],
        now: Timestamp,
    ) -> Result<Vec<u8>, KeyringError> {
        let certificate = KeyCertificate {
            serial: random()?,
            subject: device,
            unit: Some(unit),
            key,
            uses: DEVICE_USES.to_vec(),
            nbf: whole_seconds(now - LEEWAY),
            exp: whole_seconds(now + SignedDuration::from_hours(24 * DEVICE_DAYS)),
        };
        Ok(certificate.signed(|bytes| self.sign(bytes)))
    }
}

/// Certificates and passes count in whole seconds.
pub(crate) fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

fn write_secret(path: &Path, text: &str) -> Result<(), KeyringError> {
    let name = path.display().to_string();
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| {
        if error.kind() == io::ErrorKind::AlreadyExists {
            KeyringError::Exists(name.clone())
        } else {
            KeyringError::Io(name.clone(), error)
        }
    })?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.write_all(b"\n"))
        .and_then(|()| file.sync_all())
        .map_err(|error| KeyringError::Io(name, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-03-02T01:00:00Z";

    fn now() -> Timestamp {
        NOW.parse().unwrap()
    }

    #[test]
    fn a_device_s_certificate_leads_through_the_hub_s_to_the_root() {
        let root = Root::new().unwrap();
        let hub = root.hub_key([7; 16], now()).unwrap();
        let device = hub.certify([1; 16], [2; 16], [3; 32], now()).unwrap();
        let chain = follow(&[device, hub.link().to_vec()], [&root.public()]).unwrap();
        assert_eq!(chain[0].subject, [1; 16]);
        assert_eq!(chain[0].unit, Some([2; 16]));
        assert_eq!(chain[1].subject, [7; 16]);
        assert!(chain.iter().all(|certificate| certificate.holds_at(now())));
    }

    #[test]
    fn keys_come_back_from_their_files_and_are_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::new().unwrap();
        let hub = root.hub_key([7; 16], now()).unwrap();
        let (of_root, of_hub) = (
            folder.path().join("root.key"),
            folder.path().join("hub.key"),
        );
        root.write(&of_root).unwrap();
        hub.write(&of_hub).unwrap();
        assert_eq!(Root::read(&of_root).unwrap().public(), root.public());
        let again = HubKey::read(&of_hub, now()).unwrap();
        assert_eq!(again.public(), hub.public());
        assert_eq!(again.link(), hub.link());
        assert!(matches!(hub.write(&of_hub), Err(KeyringError::Exists(_))));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&of_root).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_hub_s_key_is_refused_after_ninety_days() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hub.key");
        let hub = Root::new().unwrap().hub_key([7; 16], now()).unwrap();
        hub.write(&path).unwrap();
        let day = SignedDuration::from_hours(24);
        assert!(HubKey::read(&path, now() + day * 89).is_ok());
        assert!(matches!(
            HubKey::read(&path, now() + day * 91),
            Err(KeyringError::Ended(_))
        ));
    }
}
