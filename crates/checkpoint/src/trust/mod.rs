//! *Trust list*: whose proofs count, as of a date.
//!
//! It travels as a signed, numbered, dated bundle ([`bundle`]), built from what issuers and their
//! keepers publish ([`import`]).

pub mod bundle;
mod import;
mod tally;

pub use import::{Beside, ImportError, Imported};
pub use tally::Tally;

use crate::document::{Issuer, Kind};
use crate::keys::KeyCertificate;
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
    pub units: Units,
    pub revoked: Revoked,
    /// The unit of this post: documents of ours that are for another one aren't for here. None asks
    /// nothing. Not part of the bundle.
    pub here: Option<[u8; 16]>,
    /// The hubs that took this post in. Not part of the bundle.
    pub hubs: Vec<TrustedHub>,
}

/// A hub whose declaration passes count here, for this post's unit and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrustedHub {
    /// The Ed25519 key that this post pinned when it was taken in.
    pub root: [u8; 32],
    /// The name under which the hub files this post's unit: its passes are for that name.
    pub unit: [u8; 16],
}

impl TrustList {
    /// Those whose key has this name.
    pub(crate) fn signers(&self, kid: Option<&[u8]>) -> &[Signer] {
        kid.and_then(|kid| self.signers.get(kid))
            .map_or(&[], Vec::as_slice)
    }

    /// Whether it is older than its keepers promised. Said beside every verdict, and refuses nothing.
    pub fn is_old(&self, at: Timestamp) -> bool {
        self.old_from.is_some_and(|old_from| at >= old_from)
    }

    pub(crate) fn add_signer(&mut self, kid: Vec<u8>, signer: Signer) {
        let known = self.signers.entry(kid).or_default();
        if !known.contains(&signer) {
            known.push(signer);
        }
    }
}

/// The first 16 bytes of SHA-256 over all parts, as revocation lists name things.
pub fn fingerprint(parts: &[&[u8]]) -> [u8; 16] {
    let mut first = [0; 16];
    first.copy_from_slice(&crate::chain::sha256(parts)[..16]);
    first
}

/// Who may sign health certificates of the EU's envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signer {
    pub(crate) key: PublicKey,
    pub(crate) uses: Uses,
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
    /// The country that its own certificate names: documents must name the same.
    pub(crate) country: Option<String>,
    pub(crate) issuer: Issuer,
}

/// A key and with it the one algorithm that it is used with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PublicKey {
    /// ES256: the uncompressed point, 65 bytes.
    P256(Vec<u8>),
    /// PS256: RSAPublicKey in DER (PKCS #1), 2,048 to 4,096 bits.
    Rsa(Vec<u8>),
}

/// Which kinds of certificate a key may sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Uses {
    pub(crate) test: bool,
    pub(crate) vaccination: bool,
    pub(crate) recovery: bool,
}

impl Uses {
    pub(crate) const ALL: Uses = Uses {
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
pub(crate) struct ShcIssuer {
    pub(crate) name: Option<String>,
    pub(crate) source: String,
    /// Uncompressed P-256 points by `kid`.
    pub(crate) keys: BTreeMap<String, Vec<Vec<u8>>>,
    /// Revoked ids by `kid`. A card is revoked where it was made before the moment (seconds since
    /// 1970), or where there is none.
    pub(crate) rids: BTreeMap<String, BTreeMap<String, Option<i64>>>,
}

/// Whose `CHOT1:` documents count here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Units {
    /// Ed25519 roots: everything of ours chains to one of them.
    pub roots: BTreeSet<[u8; 32]>,
    /// Keys that sign without showing their certificate; whoever signed the list vouches for them.
    pub keys: Vec<KeyCertificate>,
}

/// What was withdrawn. Hashes are the first 16 bytes of SHA-256, as in the EU's revocation lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revoked {
    /// Of a certificate's identifier.
    pub uci: BTreeSet<[u8; 16]>,
    /// Of the country's two letters and the identifier.
    pub country_uci: BTreeSet<[u8; 16]>,
    /// Of an ES256 signature its first half (r), else the whole.
    pub signature: BTreeSet<[u8; 16]>,
    /// Documents of ours.
    pub cti: BTreeSet<[u8; 16]>,
    /// Certificates of our keys.
    pub serials: BTreeSet<[u8; 8]>,
}
