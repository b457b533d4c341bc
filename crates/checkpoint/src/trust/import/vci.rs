//! VCI's snapshot of issuers of SMART Health Cards: `{"issuerInfo": [{"issuer": {"iss", "name"},
//! "keys": [JWK], "crls": [{"kid", "method": "rid", "rids": ["id" or "id.moment"]}]}]}`, signed with
//! ECDSA over P-521 and SHA-512.

use super::{ImportError, Imported, certificates};
use crate::trust::TrustList;
use p521::ecdsa::signature::Verifier;
use p521::ecdsa::{DerSignature, Signature, VerifyingKey};
use serde_json::Value as Json;
use x509_cert::certificate::{CertificateInner, Raw};
use x509_cert::der::Decode;

/// Whether the signature (DER) over the file is that of the certificate (PEM or DER).
pub(super) fn check(file: &[u8], signature: &[u8], certificate: &[u8]) -> Result<(), ImportError> {
    let der = certificates(certificate)?;
    let der = der.first().ok_or(ImportError::NotACertificate)?;
    let certificate =
        CertificateInner::<Raw>::from_der(der).map_err(|_| ImportError::NotACertificate)?;
    let key = certificate
        .tbs_certificate()
        .subject_public_key_info()
        .subject_public_key
        .as_bytes()
        .and_then(|point| VerifyingKey::from_sec1_bytes(point).ok())
        .ok_or(ImportError::KeyUnsupported)?;
    DerSignature::try_from(signature)
        .ok()
        .and_then(|signature| Signature::try_from(signature).ok())
        .and_then(|signature| key.verify(file, &signature).ok())
        .ok_or(ImportError::SignatureWrong)
}

pub(super) fn import(list: &mut TrustList, json: &Json, source: &str) -> Imported {
    let mut imported = Imported::default();
    for line in json["issuerInfo"].as_array().into_iter().flatten() {
        let Some(iss) = line["issuer"]["iss"].as_str() else {
            imported.left_out += 1;
            continue;
        };
        // One without a key is known, and nothing of it can be verified.
        list.shc.entry(iss.to_owned()).or_default().source = source.to_owned();
        let of_one = list.add_shc_keys(iss, line, source);
        imported.keys += of_one.keys;
        imported.left_out += of_one.left_out;
        let Some(issuer) = list.shc.get_mut(iss) else {
            continue;
        };
        issuer.name = line["issuer"]["name"].as_str().map(str::to_owned);
        for crl in line["crls"].as_array().into_iter().flatten() {
            let (Some(kid), Some("rid")) = (crl["kid"].as_str(), crl["method"].as_str()) else {
                continue;
            };
            let rids = issuer.rids.entry(kid.to_owned()).or_default();
            let revoked = crl["rids"].as_array().into_iter().flatten();
            for entry in revoked.filter_map(Json::as_str) {
                // base64url has no dot: what follows one is a moment.
                let (rid, before) = match entry.split_once('.') {
                    Some((rid, moment)) => (rid, moment.parse().ok()),
                    None => (entry, None),
                };
                rids.insert(rid.to_owned(), before);
            }
        }
    }
    imported
}
