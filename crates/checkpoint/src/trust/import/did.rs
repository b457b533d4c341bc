//! WHO's trust list as a DID document: `{"verificationMethod": [{"id": "did:web:…:vnm#KID",
//! "publicKeyJwk": {"kty", …, "x5c": [signer, …]}}]}`.
//!
//! The document's own proof isn't checked: its key isn't published with it. Whoever signs our list
//! vouches for where it came from.

use super::{Imported, jwk, x509};
use crate::country::of_two;
use crate::document::Issuer;
use crate::trust::{Signer, TrustList, Uses};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::Value as Json;

pub(super) fn import(list: &mut TrustList, json: &Json, source: &str) -> Imported {
    let mut imported = Imported::default();
    for method in json["verificationMethod"].as_array().into_iter().flatten() {
        match entry(method, source) {
            Some((kid, signer)) => {
                list.add_signer(kid, signer);
                imported.keys += 1;
            }
            None => imported.left_out += 1,
        }
    }
    imported
}

fn entry(method: &Json, source: &str) -> Option<(Vec<u8>, Signer)> {
    let (place, kid) = method["id"].as_str()?.rsplit_once('#')?;
    let country = place.rsplit(':').next().and_then(of_two);
    let key = &method["publicKeyJwk"];
    let certificate = key["x5c"][0]
        .as_str()
        .and_then(|text| STANDARD.decode(text).ok());
    let mut signer = match certificate {
        Some(der) => x509::signer(&der, source).ok()?.1,
        // A key alone says nothing of when and for what it counts.
        None => Signer {
            key: jwk::key(key)?,
            uses: Uses::ALL,
            from: Timestamp::MIN,
            until: Timestamp::MAX,
            country: None,
            issuer: Issuer {
                country: None,
                name: None,
                source: source.to_owned(),
            },
        },
    };
    if signer.issuer.country.is_none() {
        signer.issuer.country = country;
    }
    Some((STANDARD.decode(kid).ok()?, signer))
}
