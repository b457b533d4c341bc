//! Whether an envelope holds, at a moment, by a trust list.

use super::Envelope;
use super::cwt::When;
use crate::country::is_same;
use crate::document::cose::{ES256, PS256, Sign1};
use crate::document::{Certificate, Health, Kind, Layer, Standing, Verified, Warning};
use crate::trust::{PublicKey, Signer, TrustList, fingerprint};
use jiff::Timestamp;
use ring::signature::{ECDSA_P256_SHA256_FIXED, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};

impl Envelope {
    /// Judged by `at` alone.
    pub(crate) fn verify(self, trust: &TrustList, at: Timestamp) -> Verified {
        let Envelope {
            mut checks,
            sign1,
            cwt,
            kind,
            certificate,
        } = self;
        let Some(sign1) = sign1 else {
            // Where the message should be is none, so nothing in it is signed.
            checks.signature = checks.cose.map(|_| false);
            return Verified::forged(checks);
        };
        let known = trust.signers(sign1.headers.kid.as_deref());
        let signer = signed_by(&sign1, known, kind, at);
        checks.signature = Some(signer.is_some());
        let mut standing = match (known, signer) {
            ([], _) => Standing::UnknownIssuer,
            (_, None) => Standing::Forged(Layer::Signature),
            (_, Some(_)) => Standing::Valid,
        };
        let mut warnings = Vec::new();
        let Some(cwt) = cwt else {
            return Verified::forged(checks);
        };
        let times = [cwt.exp, cwt.nbf, cwt.iat];
        let wrong = times.contains(&When::Wrong);
        let (from, until) = signer.map_or((None, None), |signer| {
            (Some(signer.from), Some(signer.until))
        });
        let early = [from, cwt.nbf.moment()].into_iter().flatten();
        let early = early.max().is_some_and(|begin| at < begin);
        let late =
            until.is_some_and(|until| at > until) || cwt.exp.moment().is_some_and(|exp| at >= exp);
        checks.time = Some(!wrong && !early && !late);
        if cwt.iat.moment().is_some_and(|iat| iat > at) {
            warnings.push(Warning::IssuedInFuture);
        }
        if let Some(signer) = signer {
            let health = certificate.as_ref().and_then(|it| it.says.health());
            let co = health.and_then(|health| health.country.as_deref());
            checks.key_usage = Some(signer.uses.allow(kind));
            checks.country = Some(signer.country.as_deref().is_none_or(|country| {
                [cwt.iss.as_deref(), co]
                    .into_iter()
                    .flatten()
                    .all(|named| is_same(named, country))
            }));
            if standing == Standing::Valid {
                let revoked = certificate
                    .as_ref()
                    .zip(health)
                    .is_some_and(|(it, health)| is_revoked(trust, &sign1, it, health));
                standing = if checks.key_usage == Some(false) {
                    Standing::Forged(Layer::KeyUsage)
                } else if checks.country == Some(false) {
                    Standing::Forged(Layer::Country)
                } else if checks.shape == Some(false) {
                    Standing::Forged(Layer::Shape)
                } else if wrong {
                    Standing::Forged(Layer::Time)
                } else if revoked {
                    Standing::Revoked
                } else if late {
                    Standing::Expired
                } else if early {
                    Standing::NotYetValid
                } else {
                    Standing::Valid
                };
            }
        }
        let known = !matches!(standing, Standing::Forged(_));
        Verified {
            standing,
            checks,
            warnings,
            issuer: signer.map(|signer| signer.issuer.clone()),
            certificate: certificate.filter(|_| known),
        }
    }
}

/// Of the keys with that name, the one whose signature it is. One key may stand in several
/// certificates of its owner: the one that fits the document best counts.
fn signed_by<'t>(
    sign1: &Sign1,
    known: &'t [Signer],
    kind: Kind,
    at: Timestamp,
) -> Option<&'t Signer> {
    let alg = sign1.headers.alg?;
    let message = sign1.signed_bytes();
    known
        .iter()
        .filter(|signer| {
            // The algorithm is the key's; the header only may agree.
            match &signer.key {
                PublicKey::P256(point) if alg == ES256 => {
                    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                        .verify(&message, &sign1.signature)
                        .is_ok()
                }
                PublicKey::Rsa(key) if alg == PS256 => {
                    UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, key)
                        .verify(&message, &sign1.signature)
                        .is_ok()
                }
                PublicKey::P256(_) | PublicKey::Rsa(_) => false,
            }
        })
        .max_by_key(|signer| {
            (
                signer.uses.allow(kind),
                signer.from <= at && at <= signer.until,
            )
        })
}

/// By its identifier, by that and the country, or by its signature.
fn is_revoked(trust: &TrustList, sign1: &Sign1, it: &Certificate, health: &Health) -> bool {
    let revoked = &trust.revoked;
    // Of an ECDSA signature only r: s may be turned round by anybody.
    let signature = match sign1.headers.alg {
        Some(ES256) => &sign1.signature[..32],
        _ => &sign1.signature,
    };
    if !revoked.signature.is_empty() && revoked.signature.contains(&fingerprint(&[signature])) {
        return true;
    }
    let Some(uci) = health.uci.as_deref().map(str::as_bytes) else {
        return false;
    };
    let countries = [it.issuer.as_deref(), health.country.as_deref()];
    (!revoked.uci.is_empty() && revoked.uci.contains(&fingerprint(&[uci])))
        || (!revoked.country_uci.is_empty()
            && countries.into_iter().flatten().any(|country| {
                let both = fingerprint(&[country.as_bytes(), uci]);
                revoked.country_uci.contains(&both)
            }))
}
