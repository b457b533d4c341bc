//! Whether a card holds, at a moment, by a trust list.

use super::Envelope;
use super::jws::{Jws, Payload};
use crate::document::{Issuer, Layer, Standing, Verified, Warning};
use crate::moment;
use crate::trust::{ShcIssuer, TrustList};
use jiff::Timestamp;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

impl Envelope {
    /// Judged by `at` alone.
    pub(crate) fn verify(self, trust: &TrustList, at: Timestamp) -> Verified {
        let Envelope {
            mut checks,
            jws,
            payload,
            certificate,
        } = self;
        let (Some(jws), Some(payload)) = (jws, payload) else {
            // Without its issuer's name nobody's key can be tried.
            checks.signature = checks.cose.map(|_| false);
            return Verified::forged(checks);
        };
        // A key counts only inside its own issuer.
        let issuer = trust.shc.get(&payload.iss);
        let keys = issuer.and_then(|issuer| issuer.keys.get(&jws.kid));
        let holds = keys.is_some_and(|keys| {
            keys.iter().any(|point| {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                    .verify(&jws.signed, &jws.signature)
                    .is_ok()
            })
        });
        checks.signature = Some(holds);
        let times = [payload.nbf, payload.iat, payload.exp]
            .into_iter()
            .flatten();
        let wrong = times
            .clone()
            .any(|seconds| moment::of_seconds(seconds).is_none());
        let late = certificate
            .as_ref()
            .and_then(|it| it.expires)
            .is_some_and(|exp| at >= exp);
        let early = certificate
            .as_ref()
            .and_then(|it| it.not_before)
            .is_some_and(|nbf| at < nbf);
        checks.time = Some(!wrong && !late && !early);
        let issued = payload.iat.and_then(moment::of_seconds);
        let warnings = if issued.is_some_and(|iat| iat > at) {
            vec![Warning::IssuedInFuture]
        } else {
            Vec::new()
        };
        let standing = match issuer {
            Some(issuer) if keys.is_some() => {
                if !holds {
                    Standing::Forged(Layer::Signature)
                } else if checks.shape == Some(false) {
                    Standing::Forged(Layer::Shape)
                } else if wrong {
                    Standing::Forged(Layer::Time)
                } else if is_revoked(issuer, &jws, &payload) {
                    Standing::Revoked
                } else if late {
                    Standing::Expired
                } else if early {
                    Standing::NotYetValid
                } else {
                    Standing::Valid
                }
            }
            _ => Standing::UnknownIssuer,
        };
        let forged = matches!(standing, Standing::Forged(_));
        Verified {
            standing,
            checks,
            warnings,
            issuer: issuer.filter(|_| holds).map(|issuer| Issuer {
                country: None,
                name: issuer.name.clone(),
                source: issuer.source.clone(),
            }),
            certificate: certificate.filter(|_| !forged),
        }
    }
}

/// A revoked id counts for the cards that were made before its moment, or for all of them.
fn is_revoked(issuer: &ShcIssuer, jws: &Jws, payload: &Payload) -> bool {
    let rids = issuer.rids.get(&jws.kid);
    let entry = payload
        .vc
        .rid
        .as_ref()
        .and_then(|rid| rids.and_then(|rids| rids.get(rid)));
    match entry {
        None => false,
        Some(None) => true,
        Some(Some(before)) => payload.nbf.is_none_or(|nbf| nbf < *before as f64),
    }
}
