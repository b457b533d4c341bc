//! Public keys as JWK (RFC 7517) writes them.

use super::x509;
use crate::trust::PublicKey;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use x509_cert::der::Encode;
use x509_cert::der::asn1::Uint;

pub(super) fn key(jwk: &Json) -> Option<PublicKey> {
    match jwk["kty"].as_str()? {
        "EC" => p256(jwk).map(PublicKey::P256),
        "RSA" => {
            let parts = [number(&jwk["n"])?, number(&jwk["e"])?];
            let parts = parts.map(|part| Uint::new(&part).ok());
            let [Some(n), Some(e)] = parts else {
                return None;
            };
            x509::rsa(&vec![n, e].to_der().ok()?).ok()
        }
        _ => None,
    }
}

/// The uncompressed point of a P-256 key that is there to verify signatures.
pub(super) fn p256(jwk: &Json) -> Option<Vec<u8>> {
    let signs = jwk["use"].as_str().is_none_or(|used| used == "sig");
    if jwk["kty"] != "EC" || jwk["crv"] != "P-256" || !signs {
        return None;
    }
    let mut point = vec![4];
    for part in ["x", "y"] {
        let number = number(&jwk[part])?;
        // Some writers put a zero before a number whose first bit is set, or leave one out.
        let number = match number.len() {
            33 if number[0] == 0 => &number[1..],
            length if length <= 32 => &number[..],
            _ => return None,
        };
        point.resize(point.len() + 32 - number.len(), 0);
        point.extend_from_slice(number);
    }
    Some(point)
}

fn number(text: &Json) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD
        .decode(text.as_str()?.trim_end_matches('='))
        .ok()
}
