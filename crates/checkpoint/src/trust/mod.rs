//! *Trust list*: whose proofs count, as of a date.

mod import;

pub use import::ImportError;

use crate::document::{Issuer, Kind};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Whose proofs count. Built once, when it is imported or read: nothing here is parsed at a scan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustList {
    /// Grows with each list of one keeper: an older one never replaces a newer one.
    pub number: u64,
    /// When it was made; None for the empty list that a fresh gate has.
    pub issued: Option<Timestamp>,
    /// From then on it is old, which is said and refuses nothing.
    pub old_from: Option<Timestamp>,
    pub(crate) signers: BTreeMap<Vec<u8>, Vec<Signer>>,
    pub(crate) shc: BTreeMap<String, ShcIssuer>,
    pub(crate) units: Units,
    pub(crate) revoked: Revoked,
}

impl TrustList {
    /// Those whose key has this name.
    pub(crate) fn signers(&self, kid: Option<&[u8]>) -> &[Signer] {
        kid.and_then(|kid| self.signers.get(kid))
            .map_or(&[], Vec::as_slice)
    }
}

/// The first 16 bytes of SHA-256 over all parts.
pub(crate) fn fingerprint(parts: &[&[u8]]) -> [u8; 16] {
    let mut first = [0; 16];
    first.copy_from_slice(&crate::chain::sha256(parts)[..16]);
    first
}

/// Who may sign health certificates of the EU's envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    pub key: PublicKey,
    pub uses: Uses,
    pub from: Timestamp,
    pub until: Timestamp,
    /// The country that its own certificate names: documents must name the same.
    pub country: Option<String>,
    pub issuer: Issuer,
}

/// A key and with it the one algorithm that it is used with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PublicKey {
    /// ES256: the uncompressed point, 65 bytes.
    P256(Vec<u8>),
    /// PS256: RSAPublicKey in DER (PKCS #1), 2,048 to 4,096 bits.
    Rsa(Vec<u8>),
}

/// Which kinds of certificate a key may sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uses {
    pub test: bool,
    pub vaccination: bool,
    pub recovery: bool,
}

impl Uses {
    pub const ALL: Uses = Uses {
        test: true,
        vaccination: true,
        recovery: true,
    };

    pub(crate) fn allow(self, kind: Kind) -> bool {
        match kind {
            Kind::VaccineCertificate => self.vaccination,
            Kind::TestCertificate => self.test,
            Kind::RecoveryCertificate => self.recovery,
            Kind::CitizenCard
            | Kind::PersonalCode
            | Kind::InsuranceCard
            | Kind::SmartHealthCard
            | Kind::DeclarationPass
            | Kind::DayBadge
            | Kind::StaffBadge
            | Kind::PlacePoster => false,
        }
    }
}

/// An issuer of SMART Health Cards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShcIssuer {
    pub name: Option<String>,
    pub source: String,
    /// Uncompressed P-256 points by `kid`.
    pub keys: BTreeMap<String, Vec<Vec<u8>>>,
    /// Revoked ids by `kid`; a card is revoked where it is older than the moment, or where there is none.
    pub rids: BTreeMap<String, BTreeMap<String, Option<i64>>>,
}

/// Whose `CHOT1:` documents count here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Units {
    /// Ed25519 roots: everything of ours chains to one of them.
    pub roots: BTreeSet<[u8; 32]>,
}

/// What was withdrawn. Hashes are the first 16 bytes of SHA-256, as in the EU's revocation lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revoked {
    pub uci: BTreeSet<[u8; 16]>,
    pub country_uci: BTreeSet<[u8; 16]>,
    /// Of an ES256 signature its first half (r), else the whole.
    pub signature: BTreeSet<[u8; 16]>,
    /// Ours.
    pub cti: BTreeSet<[u8; 16]>,
}
