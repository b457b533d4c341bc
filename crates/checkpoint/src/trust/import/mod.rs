//! *Import*: what is public about issuers, as its keepers publish it, becomes a trust list.
//!
//! Everything is parsed here, once; what comes out is keys and dates.

mod x509;

use super::{Signer, TrustList};

/// Why something can't be imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("it is no X.509 certificate: export it again, in DER or PEM")]
    NotACertificate,
    #[error(
        "its key is of a kind that no health certificate is signed with (P-256 and RSA of 2,048 to 4,096 bits are): leave it out"
    )]
    KeyUnsupported,
}

impl TrustList {
    /// Adds a signer by its certificate in DER, under the kid that the certificate gives.
    pub fn add_certificate(&mut self, der: &[u8], source: &str) -> Result<(), ImportError> {
        let (kid, signer) = x509::signer(der, source)?;
        self.add_signer(kid.to_vec(), signer);
        Ok(())
    }

    fn add_signer(&mut self, kid: Vec<u8>, signer: Signer) {
        let known = self.signers.entry(kid).or_default();
        if !known.contains(&signer) {
            known.push(signer);
        }
    }
}
