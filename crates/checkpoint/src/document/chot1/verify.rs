//! Whether a document of ours holds, at a moment, here.

use super::Envelope;
use crate::document::cose::Sign1;
use crate::document::{Issuer, Kind, Layer, Standing, Verified, Warning};
use crate::keys::{self, KeyCertificate, Use};
use crate::trust::TrustList;
use jiff::Timestamp;
use ring::signature::{ED25519, UnparsedPublicKey};

/// Keys that may have signed it: each with the certificates above it, its own first.
type Candidates = Vec<Vec<KeyCertificate>>;

/// Who vouches for a document's key.
struct Vouched {
    candidates: Candidates,
    /// The trust list does.
    by_list: bool,
    /// A hub of this post does, which files its unit under this name.
    by_hub: Option<[u8; 16]>,
}

impl Envelope {
    /// Judged by `at` alone.
    pub(crate) fn verify(self, trust: &TrustList, at: Timestamp) -> Verified {
        let Envelope {
            mut checks,
            kind,
            sign1,
            claims,
            certificate,
        } = self;
        let (Some(sign1), Some(claims)) = (sign1, claims) else {
            checks.signature = checks.cose.map(|_| false);
            return Verified::forged(checks);
        };
        let vouched = vouched(trust, &sign1, kind);
        let message = sign1.signed_bytes();
        let candidates = vouched.iter().flat_map(|vouched| &vouched.candidates);
        let signer = candidates.into_iter().find(|chain| {
            chain.first().is_some_and(|signer| {
                UnparsedPublicKey::new(&ED25519, &signer.key)
                    .verify(&message, &sign1.signature)
                    .is_ok()
            })
        });
        checks.signature = Some(signer.is_some());
        let mut late = at >= claims.exp;
        let mut early = false;
        let mut warnings = Vec::new();
        if claims.iat > at {
            warnings.push(Warning::IssuedInFuture);
        }
        if let Some(chain) = signer {
            late |= chain.iter().any(|link| at > link.exp);
            early |= chain.iter().any(|link| at < link.nbf);
            let allowed = chain.first().is_some_and(|signer| {
                signer.uses.contains(&use_of(kind))
                    && signer.unit.is_none_or(|unit| unit == claims.iss)
            });
            checks.key_usage = Some(allowed);
        }
        checks.time = Some(!late && !early);
        let revoked = &trust.revoked;
        let withdrawn = claims.cti.is_some_and(|cti| revoked.cti.contains(&cti))
            || signer
                .into_iter()
                .flatten()
                .any(|link| revoked.serials.contains(&link.serial));
        let here = vouched.as_ref().is_some_and(|vouched| {
            let is_own = trust.here.is_none_or(|here| here == claims.aud);
            vouched.by_list && is_own || vouched.by_hub == Some(claims.aud)
        });
        let standing = match (&vouched, signer) {
            (Some(_), None) => Standing::Forged(Layer::Signature),
            (None, _) => Standing::UnknownIssuer,
            (Some(_), Some(_)) => {
                if checks.key_usage == Some(false) {
                    Standing::Forged(Layer::KeyUsage)
                } else if checks.shape == Some(false) {
                    Standing::Forged(Layer::Shape)
                } else if withdrawn {
                    Standing::Revoked
                } else if !here {
                    Standing::Elsewhere
                } else if late {
                    Standing::Expired
                } else if early {
                    Standing::NotYetValid
                } else {
                    Standing::Valid
                }
            }
        };
        let forged = matches!(standing, Standing::Forged(_));
        Verified {
            standing,
            checks,
            warnings,
            issuer: signer.map(|_| Issuer {
                country: None,
                name: None,
                source: crate::base64url::base64url(&claims.iss),
            }),
            certificate: certificate.filter(|_| !forged),
        }
    }
}

/// None where nobody here knows the issuer.
fn vouched(trust: &TrustList, sign1: &Sign1, kind: Kind) -> Option<Vouched> {
    let links = &sign1.headers.chain;
    if !links.is_empty() {
        return of_chain(trust, links, kind);
    }
    let kid = sign1.headers.kid.as_deref()?;
    let known: Candidates = trust
        .units
        .keys
        .iter()
        .filter(|certificate| keys::kid(&certificate.key) == kid)
        .map(|certificate| vec![certificate.clone()])
        .collect();
    (!known.is_empty()).then_some(Vouched {
        candidates: known,
        by_list: true,
        by_hub: None,
    })
}

fn of_chain(trust: &TrustList, links: &[Vec<u8>], kind: Kind) -> Option<Vouched> {
    // A hub is trusted with what it makes itself: the passes of those who declare at its pages.
    let is_pass = kind == Kind::DeclarationPass;
    let hubs = || trust.hubs.iter().filter(|_| is_pass);
    let by_hub = hubs()
        .find(|hub| keys::follow(links, [&hub.root]).is_ok())
        .map(|hub| hub.unit);
    let listed = keys::follow(links, &trust.units.roots);
    let by_list = listed.is_ok();
    let chain = match listed {
        Err(keys::ChainError::UnknownRoot) => keys::follow(links, hubs().map(|hub| &hub.root)),
        listed => listed,
    };
    let candidates = match chain {
        Ok(chain) => vec![chain],
        Err(keys::ChainError::UnknownRoot) => return None,
        Err(
            keys::ChainError::Malformed
            | keys::ChainError::TooDeep
            | keys::ChainError::Signature
            | keys::ChainError::Exceeds,
        ) => Vec::new(),
    };
    Some(Vouched {
        candidates,
        by_list,
        by_hub,
    })
}

fn use_of(kind: Kind) -> Use {
    match kind {
        Kind::DayBadge => Use::DayBadge,
        Kind::StaffBadge => Use::StaffBadge,
        Kind::PlacePoster => Use::Place,
        Kind::DeclarationPass
        | Kind::CitizenCard
        | Kind::PersonalCode
        | Kind::InsuranceCard
        | Kind::VaccineCertificate
        | Kind::TestCertificate
        | Kind::RecoveryCertificate
        | Kind::SmartHealthCard => Use::Pass,
    }
}
