//! *Keys*: which Ed25519 key of ours may sign what, for whom and how long (PROTOCOL.md, Keys).
//!
//! A root is pinned; everything else has a certificate, signed by the level above:
//!
//! ```text
//! certificate = CBOR { 0 serial h'8', 1 subject h'16', 2 unit h'16' (absent: of every unit),
//!                      3 key h'32', 4 uses [number …], 5 nbf, 6 exp (seconds since 1970) }
//! link        = CBOR [ certificate as bytes, Ed25519 over "chot/certificate/1" ‖ certificate ]
//! ```

use crate::cbor::{self, Value, Writer};
use crate::moment;
use jiff::Timestamp;
use ring::signature::{ED25519, UnparsedPublicKey};

/// Levels below a root: hub, unit, device.
pub const DEEPEST: usize = 3;

const DOMAIN: &[u8] = b"chot/certificate/1";

/// What a key may sign. The numbers stand in certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Certificates of the level below.
    Certify,
    Pass,
    DayBadge,
    StaffBadge,
    Place,
    /// Trust bundles and revocations.
    Trust,
    /// Receipts and refusals of a hub.
    Receipt,
    /// Settings and lists.
    Config,
    /// Heads and requests of a device.
    Head,
}

impl Use {
    pub const ALL: [Use; 9] = [
        Use::Certify,
        Use::Pass,
        Use::DayBadge,
        Use::StaffBadge,
        Use::Place,
        Use::Trust,
        Use::Receipt,
        Use::Config,
        Use::Head,
    ];

    pub fn number(self) -> u64 {
        match self {
            Use::Certify => 1,
            Use::Pass => 2,
            Use::DayBadge => 3,
            Use::StaffBadge => 4,
            Use::Place => 5,
            Use::Trust => 6,
            Use::Receipt => 7,
            Use::Config => 8,
            Use::Head => 9,
        }
    }
}

/// The name of a key: the first 8 bytes of its SHA-256.
pub fn kid(key: &[u8; 32]) -> [u8; 8] {
    let mut kid = [0; 8];
    kid.copy_from_slice(&crate::chain::sha256(&[key])[..8]);
    kid
}

/// Who a key belongs to and what it may sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyCertificate {
    pub serial: [u8; 8],
    /// The hub, unit or device.
    pub subject: [u8; 16],
    /// None: of every unit.
    pub unit: Option<[u8; 16]>,
    /// Ed25519.
    pub key: [u8; 32],
    /// What isn't here isn't allowed. Uses of a newer program are left out.
    pub uses: Vec<Use>,
    pub nbf: Timestamp,
    pub exp: Timestamp,
}

/// Why a chain of certificates leads to no root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    #[error("a certificate can't be read")]
    Malformed,
    #[error("there are more than {DEEPEST} certificates below the root")]
    TooDeep,
    #[error("it leads to no root that is trusted here")]
    UnknownRoot,
    #[error("a certificate's signature isn't that of the level above")]
    Signature,
    #[error("a certificate allows more than the level above has, or another unit")]
    Exceeds,
}

impl KeyCertificate {
    /// The certificate with its signature, which `sign` makes with the key of the level above.
    pub fn signed(&self, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> Vec<u8> {
        let body = self.body();
        let signature = sign(&[DOMAIN, &body].concat());
        let mut link = Writer::new();
        link.list(2).bytes(&body).bytes(&signature);
        link.done()
    }

    fn body(&self) -> Vec<u8> {
        let mut body = Writer::new();
        body.map(if self.unit.is_some() { 7 } else { 6 });
        body.integer(0).bytes(&self.serial);
        body.integer(1).bytes(&self.subject);
        if let Some(unit) = &self.unit {
            body.integer(2).bytes(unit);
        }
        body.integer(3).bytes(&self.key);
        body.integer(4).list(self.uses.len());
        for used in &self.uses {
            body.integer(used.number() as i64);
        }
        body.integer(5).integer(self.nbf.as_second());
        body.integer(6).integer(self.exp.as_second());
        body.done()
    }

    fn read(body: &[u8]) -> Option<KeyCertificate> {
        let body = cbor::read(body).ok()?;
        let bytes = |key| body.at(key).and_then(Value::bytes);
        let moment = |key| {
            let seconds = body.at(key).and_then(Value::integer)?;
            moment::of_seconds(seconds as f64)
        };
        let numbers = body.at(4)?.list()?.iter().map(Value::integer);
        let numbers = numbers.collect::<Option<Vec<i64>>>()?;
        let unit = match body.at(2) {
            None => None,
            Some(unit) => Some(unit.bytes()?.try_into().ok()?),
        };
        Some(KeyCertificate {
            serial: bytes(0)?.try_into().ok()?,
            subject: bytes(1)?.try_into().ok()?,
            unit,
            key: bytes(3)?.try_into().ok()?,
            uses: Use::ALL
                .into_iter()
                .filter(|used| numbers.contains(&(used.number() as i64)))
                .collect(),
            nbf: moment(5)?,
            exp: moment(6)?,
        })
    }

    pub fn holds_at(&self, at: Timestamp) -> bool {
        self.nbf <= at && at <= self.exp
    }
}

/// Follows links, lowest first, up to a root: the certificates in the same order. Each may allow
/// only what the one above it has, for no other unit; when they hold is for the caller to ask.
pub fn follow<'r>(
    links: &[Vec<u8>],
    roots: impl IntoIterator<Item = &'r [u8; 32]>,
) -> Result<Vec<KeyCertificate>, ChainError> {
    if links.is_empty() {
        return Err(ChainError::Malformed);
    }
    if links.len() > DEEPEST {
        return Err(ChainError::TooDeep);
    }
    let mut chain = Vec::with_capacity(links.len());
    let mut parts = Vec::with_capacity(links.len());
    for link in links {
        let link = cbor::read(link).map_err(|_| ChainError::Malformed)?;
        let Some([body, signature]) = link.list() else {
            return Err(ChainError::Malformed);
        };
        let body = body.bytes().ok_or(ChainError::Malformed)?.to_vec();
        let signature = signature.bytes().ok_or(ChainError::Malformed)?.to_vec();
        chain.push(KeyCertificate::read(&body).ok_or(ChainError::Malformed)?);
        parts.push((body, signature));
    }
    let by = |key: &[u8; 32], (body, signature): &(Vec<u8>, Vec<u8>)| {
        UnparsedPublicKey::new(&ED25519, key)
            .verify(&[DOMAIN, body].concat(), signature)
            .is_ok()
    };
    for (at, pair) in chain.windows(2).enumerate() {
        let (below, above) = (&pair[0], &pair[1]);
        if !by(&above.key, &parts[at]) {
            return Err(ChainError::Signature);
        }
        let within = above.uses.contains(&Use::Certify)
            && below.uses.iter().all(|used| above.uses.contains(used))
            && (above.unit.is_none() || above.unit == below.unit);
        if !within {
            return Err(ChainError::Exceeds);
        }
    }
    let highest = parts.last().ok_or(ChainError::Malformed)?;
    if roots.into_iter().any(|root| by(root, highest)) {
        Ok(chain)
    } else {
        Err(ChainError::UnknownRoot)
    }
}
