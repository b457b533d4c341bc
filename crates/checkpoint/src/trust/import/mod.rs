//! *Import*: what is public about issuers, as its keepers publish it, becomes a trust list.
//!
//! Everything is parsed here, once; what comes out is keys and dates. A certificate among many that
//! can't be used is counted and left out; a file that can't be read is an error.

mod did;
mod jwk;
mod national;
mod ours;
mod revocations;
mod vci;
mod x509;

use super::TrustList;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;

/// Why something can't be imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("it is no X.509 certificate: export it again, in DER or PEM")]
    NotACertificate,
    #[error(
        "its key is of a kind that no health certificate is signed with (P-256 and RSA of 2,048 to 4,096 bits are): leave it out"
    )]
    KeyUnsupported,
    #[error(
        "it is no list of a known form: a national list of the EU, WHO's DID document, VCI's snapshot, a JWKS, a batch of revocations, keys of ours, or a certificate"
    )]
    UnknownForm,
    #[error("it holds nothing that can be used: fetch it again")]
    Empty,
    #[error("a JWKS says nothing of whose keys it holds: name the issuer's address")]
    IssuerMissing,
    #[error(
        "VCI's snapshot counts only with its signature: give vci_snapshot.sig and vci_snapshot.crt as well"
    )]
    SignatureMissing,
    #[error("its signature isn't that of the certificate: fetch all three files again")]
    SignatureWrong,
}

/// What an import came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Keys and revocations.
    pub keys: usize,
    /// Certificates and keys that can't be used here.
    pub left_out: usize,
}

/// What stands beside a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// Of a JWKS: whose keys.
    pub issuer: Option<&'a str>,
    /// Of VCI's snapshot: its signature (ECDSA in DER) and the certificate, PEM or DER.
    pub signature: Option<(&'a [u8], &'a [u8])>,
}

impl TrustList {
    /// Adds what a file holds, whichever of the known forms it is. `source` is said of each key.
    pub fn import(
        &mut self,
        file: &[u8],
        source: &str,
        beside: Beside,
    ) -> Result<Imported, ImportError> {
        if file.starts_with(b"-----BEGIN") || file.starts_with(&[0x30]) {
            return self.import_certificates(file, source);
        }
        let json = json(file).ok_or(ImportError::UnknownForm)?;
        let imported = if json["certificates"].is_array() {
            national::import(self, &json, source)
        } else if json["verificationMethod"].is_array() {
            did::import(self, &json, source)
        } else if json["issuerInfo"].is_array() {
            let (signature, certificate) = beside.signature.ok_or(ImportError::SignatureMissing)?;
            vci::check(file, signature, certificate)?;
            vci::import(self, &json, source)
        } else if json["hashType"].is_string() {
            revocations::import(self, &json).ok_or(ImportError::UnknownForm)?
        } else if json["chot"] == 1 {
            ours::import(self, &json)
        } else if json["keys"].is_array() {
            let issuer = beside.issuer.ok_or(ImportError::IssuerMissing)?;
            self.add_shc_keys(issuer, &json, source)
        } else {
            return Err(ImportError::UnknownForm);
        };
        if imported.keys == 0 {
            return Err(ImportError::Empty);
        }
        Ok(imported)
    }

    /// Adds a signer by its certificate in DER, under the kid that the certificate gives.
    pub fn add_certificate(&mut self, der: &[u8], source: &str) -> Result<(), ImportError> {
        let (kid, signer) = x509::signer(der, source)?;
        self.add_signer(kid.to_vec(), signer);
        Ok(())
    }

    /// Adds keys of an issuer of SMART Health Cards: `{"keys": […]}` or the keys alone.
    pub fn add_shc_keys(&mut self, iss: &str, jwks: &Json, source: &str) -> Imported {
        let mut imported = Imported::default();
        let keys = jwks["keys"].as_array().or(jwks.as_array());
        for key in keys.into_iter().flatten() {
            match (jwk::p256(key), key["kid"].as_str()) {
                (Some(point), Some(kid)) => {
                    let issuer = self.shc.entry(iss.to_owned()).or_default();
                    issuer.source = source.to_owned();
                    let known = issuer.keys.entry(kid.to_owned()).or_default();
                    if !known.contains(&point) {
                        known.push(point);
                    }
                    imported.keys += 1;
                }
                _ => imported.left_out += 1,
            }
        }
        imported
    }

    fn import_certificates(&mut self, file: &[u8], source: &str) -> Result<Imported, ImportError> {
        let mut imported = Imported::default();
        for der in certificates(file)? {
            self.add_certificate(&der, source)?;
            imported.keys += 1;
        }
        Ok(imported)
    }
}

/// The certificates of a PEM file, or the one of a DER file.
fn certificates(file: &[u8]) -> Result<Vec<Vec<u8>>, ImportError> {
    if file.starts_with(&[0x30]) {
        return Ok(vec![file.to_vec()]);
    }
    let text = std::str::from_utf8(file).map_err(|_| ImportError::NotACertificate)?;
    let mut found = Vec::new();
    for block in text.split("-----BEGIN CERTIFICATE-----").skip(1) {
        let (body, _) = block
            .split_once("-----END CERTIFICATE-----")
            .ok_or(ImportError::NotACertificate)?;
        let letters: String = body.split_whitespace().collect();
        found.push(
            STANDARD
                .decode(letters)
                .map_err(|_| ImportError::NotACertificate)?,
        );
    }
    if found.is_empty() {
        return Err(ImportError::NotACertificate);
    }
    Ok(found)
}

/// The JSON of a list. Germany's own server put a line with its signature before it.
fn json(file: &[u8]) -> Option<Json> {
    serde_json::from_slice(file).ok().or_else(|| {
        let at = file.iter().position(|byte| *byte == b'\n')?;
        serde_json::from_slice(&file[at + 1..]).ok()
    })
}
