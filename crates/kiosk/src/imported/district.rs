//! *District*: what this Chốt opens courier files and signs receipts with. A root key that otherwise lies
//! on a stick vouches for it; posts pin that root.

use super::{Imported, ImportedError};
use crate::home::Home;
use crate::keys::{Key, KeyError, SecretName, Secrets};
use checkpoint::keys::{KeyCertificate, Use, follow};
use checkpoint::wire::courier;
use jiff::{SignedDuration, Timestamp};
use ring::digest::{Context, SHA256};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair};
use rusqlite::{OptionalExtension, params};
use zeroize::Zeroizing;

/// No target has this number: secrets of targets begin at 1.
const SECRET: SecretName = SecretName::Target {
    target: 0,
    number: 1,
};
/// How long a root vouches for it: as long as for a unit's key.
const DAYS: i64 = 366;
/// A certificate holds from a little before it is made, for clocks that are behind.
const LEEWAY: SignedDuration = SignedDuration::from_mins(10);

/// Why files can't be opened or receipts signed.
#[derive(Debug, thiserror::Error)]
pub enum DistrictError {
    #[error("no files are opened here yet: run `chot import key --root STICK/root.key` first")]
    NotSetUp,
    #[error("its certificate ended at {0}: run `chot import key` with the root key again")]
    Ended(Timestamp),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("the system gives no random numbers: try again")]
    Randomness,
}

/// What posts are told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicDistrict {
    /// X25519: files are sealed to it.
    pub district: [u8; 32],
    /// Ed25519: receipts lead to it.
    pub root: [u8; 32],
}

/// The private halves.
pub struct District {
    seal: Zeroizing<[u8; 32]>,
    sign: Ed25519KeyPair,
    root: [u8; 32],
    certificate: KeyCertificate,
    link: Vec<u8>,
}

impl District {
    /// As it was set up; its certificate has to hold still.
    pub fn of(home: &Home, imported: &Imported) -> Result<District, ImportedError> {
        let stored: Option<([u8; 32], Vec<u8>)> = imported
            .connection
            .query_row(include_str!("district.sql"), [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let (root, link) = stored.ok_or(DistrictError::NotSetUp)?;
        let secret = Secrets::of(home).get(SECRET)?;
        let (seal, sign) = secret
            .as_ref()
            .and_then(halves)
            .ok_or(DistrictError::NotSetUp)?;
        let certificate = follow(std::slice::from_ref(&link), [&root])
            .ok()
            .and_then(|chain| chain.into_iter().next())
            .ok_or(DistrictError::NotSetUp)?;
        if certificate.exp < Timestamp::now() {
            return Err(DistrictError::Ended(certificate.exp).into());
        }
        Ok(District {
            seal,
            sign,
            root,
            certificate,
            link,
        })
    }

    /// Makes the keys where there are none, and has the root vouch for them from `now` on; again, it only
    /// makes the certificate anew, so that files which are under way can still be opened.
    pub fn set_up(
        home: &Home,
        imported: &Imported,
        root: &Ed25519KeyPair,
        now: Timestamp,
    ) -> Result<PublicDistrict, ImportedError> {
        let secrets = Secrets::of(home);
        let secret = match secrets.get(SECRET)? {
            Some(secret) => secret,
            None => {
                let secret = Key::new(random::<64>()?.to_vec());
                secrets.put(SECRET, &secret)?;
                secret
            }
        };
        let (seal, sign) = halves(&secret).ok_or(DistrictError::NotSetUp)?;
        let root_key = public(root);
        let certificate = KeyCertificate {
            serial: random()?,
            subject: id(&root_key),
            unit: None,
            key: public(&sign),
            uses: vec![Use::Receipt],
            nbf: whole(now - LEEWAY),
            exp: whole(now + SignedDuration::from_hours(24 * DAYS)),
        };
        let link = certificate.signed(|bytes| signature(root, bytes));
        imported
            .connection
            .execute(include_str!("certify.sql"), params![root_key, link])?;
        Ok(PublicDistrict {
            district: courier::district(&seal),
            root: root_key,
        })
    }

    pub fn public(&self) -> PublicDistrict {
        PublicDistrict {
            district: courier::district(&self.seal),
            root: self.root,
        }
    }

    pub(super) fn private(&self) -> &[u8; 32] {
        &self.seal
    }

    /// Names it in receipts.
    pub(super) fn id(&self) -> [u8; 16] {
        self.certificate.subject
    }

    pub(super) fn certificates(&self) -> Vec<Vec<u8>> {
        vec![self.link.clone()]
    }

    pub(super) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        signature(&self.sign, bytes)
    }
}

fn halves(secret: &Key) -> Option<(Zeroizing<[u8; 32]>, Ed25519KeyPair)> {
    let (seal, sign) = secret.bytes().split_first_chunk::<32>()?;
    let sign = Ed25519KeyPair::from_seed_unchecked(sign).ok()?;
    Some((Zeroizing::new(*seal), sign))
}

/// As a hub's: the first 16 bytes of SHA-256("chot/hub/1" ‖ root key).
fn id(root: &[u8; 32]) -> [u8; 16] {
    let mut hash = Context::new(&SHA256);
    hash.update(b"chot/hub/1");
    hash.update(root);
    let mut id = [0; 16];
    id.copy_from_slice(&hash.finish().as_ref()[..16]);
    id
}

fn public(pair: &Ed25519KeyPair) -> [u8; 32] {
    let mut public = [0; 32];
    public.copy_from_slice(pair.public_key().as_ref());
    public
}

fn signature(pair: &Ed25519KeyPair, bytes: &[u8]) -> [u8; 64] {
    let mut signature = [0; 64];
    signature.copy_from_slice(pair.sign(bytes).as_ref());
    signature
}

fn whole(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

fn random<const N: usize>() -> Result<[u8; N], DistrictError> {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| DistrictError::Randomness)?;
    Ok(bytes)
}
