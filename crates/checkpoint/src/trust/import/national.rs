//! A national list of the EU's gateway: `{"certificates": [{"certificateType", "country", "kid",
//! "rawData"}]}`, certificates in base64.

use super::{Imported, x509};
use crate::country::of_two;
use crate::trust::TrustList;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;

pub(super) fn import(list: &mut TrustList, json: &Json, source: &str) -> Imported {
    let mut imported = Imported::default();
    for line in json["certificates"].as_array().into_iter().flatten() {
        let decoded = |member: &str| {
            let text = line[member].as_str()?;
            STANDARD.decode(text).ok()
        };
        let signs = line["certificateType"]
            .as_str()
            .is_none_or(|kind| kind == "DSC");
        let signer = decoded("rawData").and_then(|der| x509::signer(&der, source).ok());
        let Some((own_kid, mut signer)) = signer.filter(|_| signs) else {
            imported.left_out += 1;
            continue;
        };
        // The list's word for the country where the certificate has none.
        if signer.issuer.country.is_none() {
            signer.issuer.country = line["country"].as_str().and_then(of_two);
        }
        let kid = decoded("kid").unwrap_or_else(|| own_kid.to_vec());
        list.add_signer(kid, signer);
        imported.keys += 1;
    }
    imported
}
