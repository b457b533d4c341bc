//! *Bundle*: a trust list as it travels, by file, stick or hub.
//!
//! ```text
//! chot/trust/1                       which form it is
//! {"number":7,"issued":…}            the list, one line of JSON
//! KEY SIGNATURE                      base64url: the root, and its Ed25519 over the two lines with their LF
//! ```
//!
//! A draft has no third line. What is signed is bytes: nothing is canonicalised.

use super::{PublicKey, Revoked, ShcIssuer, Signer, TrustList, Units, Uses};
use crate::base64url::{base64url, from_base64url};
use crate::document::Issuer;
use crate::keys::{KeyCertificate, Use};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::signature::{ED25519, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes; the EU's, WHO's and VCI's lists together are 0.6 MB.
pub const LONGEST: usize = 8 * 1024 * 1024;

const FORM: &str = "chot/trust/1";

/// Why a file isn't a list that counts here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    #[error("it is no trust list of ours: choose the file that `chot trust export` wrote")]
    NotABundle,
    #[error("it is a trust list of a newer program: install that program first")]
    Newer,
    #[error("it was damaged: fetch it again ({0})")]
    Damaged(String),
    #[error("nobody has signed it: it is a draft, sign it with `chot trust sign`")]
    Unsigned,
    #[error(
        "its signature is wrong: it was changed after it was signed, fetch it from its keeper again"
    )]
    Forged,
    #[error("it is signed by {}, which isn't the root that this post trusts", base64url(.0))]
    OtherRoot([u8; 32]),
}

/// A bundle whose signature holds, by whichever root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub list: TrustList,
    pub root: [u8; 32],
}

/// The lines of a list without a signature.
pub fn draft(list: &TrustList) -> String {
    let body = Body::of(list);
    // Every part of a body is text, numbers or lists of them: it can always be written.
    let body = serde_json::to_string(&body).unwrap_or_default();
    format!("{FORM}\n{body}\n")
}

/// The whole file, signed. `sign` gives the root's Ed25519 signature over the bytes it gets.
pub fn signed(list: &TrustList, root: &[u8; 32], sign: impl FnOnce(&[u8]) -> [u8; 64]) -> String {
    let draft = draft(list);
    let signature = sign(draft.as_bytes());
    format!("{draft}{} {}\n", base64url(root), base64url(&signature))
}

/// Reads a draft; a signature that stands under it isn't looked at.
pub fn read_draft(file: &[u8]) -> Result<TrustList, BundleError> {
    parts(file)?.1.into_list()
}

/// Reads a signed list. Whether its root counts here is for the caller to say, by [`Opened::root`].
pub fn open(file: &[u8]) -> Result<Opened, BundleError> {
    let (signed, body, seal) = parts(file)?;
    let seal = seal.ok_or(BundleError::Unsigned)?;
    let (root, signature) = seal.split_once(' ').ok_or(BundleError::Forged)?;
    let root: [u8; 32] = from_base64url(root).ok_or(BundleError::Forged)?;
    let signature: [u8; 64] = from_base64url(signature).ok_or(BundleError::Forged)?;
    UnparsedPublicKey::new(&ED25519, &root)
        .verify(signed, &signature)
        .map_err(|_| BundleError::Forged)?;
    let mut list = body.into_list()?;
    list.units.roots.insert(root);
    Ok(Opened { list, root })
}

/// The bytes that are signed, the list, and the third line.
fn parts(file: &[u8]) -> Result<(&[u8], Body, Option<&str>), BundleError> {
    if file.len() > LONGEST {
        return Err(BundleError::NotABundle);
    }
    let text = std::str::from_utf8(file).map_err(|_| BundleError::NotABundle)?;
    let (form, rest) = text.split_once('\n').ok_or(BundleError::NotABundle)?;
    if form != FORM {
        return Err(match form.strip_prefix("chot/trust/") {
            Some(_) => BundleError::Newer,
            None => BundleError::NotABundle,
        });
    }
    let (body, seal) = rest
        .split_once('\n')
        .ok_or_else(|| BundleError::Damaged("it was cut off".to_owned()))?;
    let signed = &file[..form.len() + 1 + body.len() + 1];
    let body = serde_json::from_str(body).map_err(|e| BundleError::Damaged(e.to_string()))?;
    let seal = seal.trim_end_matches(['\n', '\r']);
    Ok((signed, body, (!seal.is_empty()).then_some(seal)))
}

#[derive(Serialize, Deserialize)]
struct Body {
    number: u64,
    issued: Option<Timestamp>,
    old_from: Option<Timestamp>,
    signers: Vec<SignerLine>,
    shc: Vec<ShcLine>,
    roots: Vec<String>,
    keys: Vec<KeyLine>,
    revoked: RevokedLine,
}

#[derive(Serialize, Deserialize)]
struct SignerLine {
    kid: String,
    alg: Algorithm,
    key: String,
    /// Of `t`, `v`, `r`.
    uses: String,
    from: Timestamp,
    until: Timestamp,
    /// By its own certificate.
    bound: Option<String>,
    country: Option<String>,
    name: Option<String>,
    source: String,
}

#[derive(Serialize, Deserialize)]
enum Algorithm {
    #[serde(rename = "ES256")]
    Es256,
    #[serde(rename = "PS256")]
    Ps256,
}

#[derive(Serialize, Deserialize)]
struct ShcLine {
    iss: String,
    name: Option<String>,
    source: String,
    keys: BTreeMap<String, Vec<String>>,
    rids: BTreeMap<String, BTreeMap<String, Option<i64>>>,
}

#[derive(Serialize, Deserialize)]
struct KeyLine {
    serial: String,
    subject: String,
    unit: Option<String>,
    key: String,
    uses: Vec<u64>,
    nbf: Timestamp,
    exp: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct RevokedLine {
    uci: Vec<String>,
    country_uci: Vec<String>,
    signature: Vec<String>,
    cti: Vec<String>,
    serials: Vec<String>,
}

impl Body {
    fn of(list: &TrustList) -> Body {
        let signers = list.signers.iter().flat_map(|(kid, signers)| {
            signers.iter().map(|signer| {
                let (alg, key) = match &signer.key {
                    PublicKey::P256(point) => (Algorithm::Es256, point),
                    PublicKey::Rsa(key) => (Algorithm::Ps256, key),
                };
                let uses = [
                    ('t', signer.uses.test),
                    ('v', signer.uses.vaccination),
                    ('r', signer.uses.recovery),
                ];
                SignerLine {
                    kid: base64url(kid),
                    alg,
                    key: base64url(key),
                    uses: uses
                        .into_iter()
                        .filter_map(|(letter, allowed)| allowed.then_some(letter))
                        .collect(),
                    from: signer.from,
                    until: signer.until,
                    bound: signer.country.clone(),
                    country: signer.issuer.country.clone(),
                    name: signer.issuer.name.clone(),
                    source: signer.issuer.source.clone(),
                }
            })
        });
        let shc = list.shc.iter().map(|(iss, issuer)| ShcLine {
            iss: iss.clone(),
            name: issuer.name.clone(),
            source: issuer.source.clone(),
            keys: issuer
                .keys
                .iter()
                .map(|(kid, keys)| (kid.clone(), keys.iter().map(|key| base64url(key)).collect()))
                .collect(),
            rids: issuer.rids.clone(),
        });
        let keys = list.units.keys.iter().map(|key| KeyLine {
            serial: base64url(&key.serial),
            subject: base64url(&key.subject),
            unit: key.unit.map(|unit| base64url(&unit)),
            key: base64url(&key.key),
            uses: key.uses.iter().map(|used| used.number()).collect(),
            nbf: key.nbf,
            exp: key.exp,
        });
        Body {
            number: list.number,
            issued: list.issued,
            old_from: list.old_from,
            signers: signers.collect(),
            shc: shc.collect(),
            roots: texts(&list.units.roots),
            keys: keys.collect(),
            revoked: RevokedLine {
                uci: texts(&list.revoked.uci),
                country_uci: texts(&list.revoked.country_uci),
                signature: texts(&list.revoked.signature),
                cti: texts(&list.revoked.cti),
                serials: texts(&list.revoked.serials),
            },
        }
    }

    fn into_list(self) -> Result<TrustList, BundleError> {
        let wrong = |what: &str| BundleError::Damaged(format!("{what} isn't base64url"));
        let mut list = TrustList {
            number: self.number,
            issued: self.issued,
            old_from: self.old_from,
            ..TrustList::default()
        };
        for line in self.signers {
            let kid = bytes(&line.kid).ok_or_else(|| wrong("a kid"))?;
            let key = bytes(&line.key).ok_or_else(|| wrong("a key"))?;
            let signer = Signer {
                key: match line.alg {
                    Algorithm::Es256 => PublicKey::P256(key),
                    Algorithm::Ps256 => PublicKey::Rsa(key),
                },
                uses: Uses {
                    test: line.uses.contains('t'),
                    vaccination: line.uses.contains('v'),
                    recovery: line.uses.contains('r'),
                },
                from: line.from,
                until: line.until,
                country: line.bound,
                issuer: Issuer {
                    country: line.country,
                    name: line.name,
                    source: line.source,
                },
            };
            list.add_signer(kid, signer);
        }
        for line in self.shc {
            let mut issuer = ShcIssuer {
                name: line.name,
                source: line.source,
                rids: line.rids,
                ..ShcIssuer::default()
            };
            for (kid, keys) in line.keys {
                let keys = keys.iter().map(|key| bytes(key));
                let keys = keys.collect::<Option<_>>().ok_or_else(|| wrong("a key"))?;
                issuer.keys.insert(kid, keys);
            }
            list.shc.insert(line.iss, issuer);
        }
        list.units = Units {
            roots: set(&self.roots).ok_or_else(|| wrong("a root"))?,
            keys: self
                .keys
                .into_iter()
                .map(|key| key.certificate().ok_or_else(|| wrong("a unit's key")))
                .collect::<Result<_, _>>()?,
        };
        let revoked = || wrong("what is revoked");
        list.revoked = Revoked {
            uci: set(&self.revoked.uci).ok_or_else(revoked)?,
            country_uci: set(&self.revoked.country_uci).ok_or_else(revoked)?,
            signature: set(&self.revoked.signature).ok_or_else(revoked)?,
            cti: set(&self.revoked.cti).ok_or_else(revoked)?,
            serials: set(&self.revoked.serials).ok_or_else(revoked)?,
        };
        Ok(list)
    }
}

impl KeyLine {
    fn certificate(self) -> Option<KeyCertificate> {
        Some(KeyCertificate {
            serial: from_base64url(&self.serial)?,
            subject: from_base64url(&self.subject)?,
            unit: match self.unit {
                None => None,
                Some(unit) => Some(from_base64url(&unit)?),
            },
            key: from_base64url(&self.key)?,
            uses: Use::ALL
                .into_iter()
                .filter(|used| self.uses.contains(&used.number()))
                .collect(),
            nbf: self.nbf,
            exp: self.exp,
        })
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

fn texts<const N: usize>(set: &BTreeSet<[u8; N]>) -> Vec<String> {
    set.iter().map(|bytes| base64url(bytes)).collect()
}

fn set<const N: usize>(texts: &[String]) -> Option<BTreeSet<[u8; N]>> {
    texts.iter().map(|text| from_base64url(text)).collect()
}
