//! A signer's X.509 certificate: which key, whose, for what, from when to when.

use super::ImportError;
use crate::country::of_two;
use crate::document::Issuer;
use crate::trust::{PublicKey, Signer, Uses};
use jiff::Timestamp;
use x509_cert::certificate::{CertificateInner, Raw};
use x509_cert::der::Decode;
use x509_cert::der::asn1::{ObjectIdentifier, Uint};
use x509_cert::ext::pkix::ExtendedKeyUsage;
use x509_cert::spki::SubjectPublicKeyInfoOwned;
use x509_cert::time::Time;

const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");

/// Key-usage OIDs of the EU, in both of the spellings that its countries used.
const USES: [[ObjectIdentifier; 2]; 3] = [
    [
        ObjectIdentifier::new_unwrap("1.3.6.1.4.1.1847.2021.1.1"),
        ObjectIdentifier::new_unwrap("1.3.6.1.4.1.0.1847.2021.1.1"),
    ],
    [
        ObjectIdentifier::new_unwrap("1.3.6.1.4.1.1847.2021.1.2"),
        ObjectIdentifier::new_unwrap("1.3.6.1.4.1.0.1847.2021.1.2"),
    ],
    [
        ObjectIdentifier::new_unwrap("1.3.6.1.4.1.1847.2021.1.3"),
        ObjectIdentifier::new_unwrap("1.3.6.1.4.1.0.1847.2021.1.3"),
    ],
];

/// RSA keys of these sizes sign health certificates; smaller ones are broken, larger ones are slow.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=4096;

/// The kid that the certificate itself gives (the first 8 bytes of its SHA-256), and its signer.
pub(super) fn signer(der: &[u8], source: &str) -> Result<([u8; 8], Signer), ImportError> {
    let certificate =
        CertificateInner::<Raw>::from_der(der).map_err(|_| ImportError::NotACertificate)?;
    let tbs = certificate.tbs_certificate();
    let subject = |wanted| {
        tbs.subject()
            .iter()
            .find(|attribute| attribute.oid == wanted)
            .and_then(|attribute| std::str::from_utf8(attribute.value.value()).ok())
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    let uses = tbs
        .filter_extensions::<ExtendedKeyUsage>()
        .next()
        .transpose()
        .map_err(|_| ImportError::NotACertificate)?
        .map_or(Uses::ALL, |(_, usage)| uses(&usage.0));
    let country = subject(COUNTRY).and_then(|code| of_two(&code));
    let mut kid = [0; 8];
    kid.copy_from_slice(&crate::chain::sha256(&[der])[..8]);
    let signer = Signer {
        key: public_key(tbs.subject_public_key_info())?,
        uses,
        from: moment(tbs.validity().not_before),
        until: moment(tbs.validity().not_after),
        country: country.clone(),
        issuer: Issuer {
            country,
            name: subject(ORGANIZATION),
            source: source.to_owned(),
        },
    };
    Ok((kid, signer))
}

/// None of ours means any kind; foreign usages say nothing.
fn uses(usages: &[ObjectIdentifier]) -> Uses {
    let [test, vaccination, recovery] =
        USES.map(|spellings| spellings.iter().any(|oid| usages.contains(oid)));
    if test || vaccination || recovery {
        Uses {
            test,
            vaccination,
            recovery,
        }
    } else {
        Uses::ALL
    }
}

fn public_key(info: &SubjectPublicKeyInfoOwned) -> Result<PublicKey, ImportError> {
    let bits = info
        .subject_public_key
        .as_bytes()
        .ok_or(ImportError::NotACertificate)?;
    match info.algorithm.oid {
        EC => {
            let curve = info.algorithm.parameters.as_ref();
            let curve = curve.and_then(|curve| curve.decode_as::<ObjectIdentifier>().ok());
            match (curve, bits) {
                (Some(P256), [4, ..]) if bits.len() == 65 => Ok(PublicKey::P256(bits.to_vec())),
                _ => Err(ImportError::KeyUnsupported),
            }
        }
        RSA | RSA_PSS => rsa(bits),
        _ => Err(ImportError::KeyUnsupported),
    }
}

/// An RSAPublicKey (PKCS #1) of a size that signs certificates.
pub(super) fn rsa(der: &[u8]) -> Result<PublicKey, ImportError> {
    let parts = Vec::<Uint>::from_der(der).map_err(|_| ImportError::NotACertificate)?;
    let modulus = parts.first().map(Uint::as_bytes).unwrap_or_default();
    let unused = modulus.first().map_or(0, |byte| byte.leading_zeros());
    let bits = (modulus.len() * 8).saturating_sub(unused as usize);
    if parts.len() == 2 && RSA_BITS.contains(&bits) {
        Ok(PublicKey::Rsa(der.to_vec()))
    } else {
        Err(ImportError::KeyUnsupported)
    }
}

fn moment(time: Time) -> Timestamp {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
}
