//! What was withdrawn: a batch of the EU's gateway, `{"hashType": "UCI" | "COUNTRYCODEUCI" |
//! "SIGNATURE", "entries": [{"hash"}]}`, whose hashes are the first 16 bytes of SHA-256 in base64.

use super::Imported;
use crate::trust::TrustList;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;

/// None for a kind of hash that nobody knows.
pub(super) fn import(list: &mut TrustList, json: &Json) -> Option<Imported> {
    let revoked = &mut list.revoked;
    let hashes = match json["hashType"].as_str()? {
        "UCI" => &mut revoked.uci,
        "COUNTRYCODEUCI" => &mut revoked.country_uci,
        "SIGNATURE" => &mut revoked.signature,
        _ => return None,
    };
    let mut imported = Imported::default();
    for entry in json["entries"].as_array()? {
        let hash = entry["hash"].as_str().or(entry.as_str());
        let hash = hash.and_then(|hash| STANDARD.decode(hash).ok());
        match hash.and_then(|hash| hash.try_into().ok()) {
            Some(hash) => {
                hashes.insert(hash);
                imported.keys += 1;
            }
            None => imported.left_out += 1,
        }
    }
    Some(imported)
}
