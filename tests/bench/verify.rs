//! What a signed document costs: to recognise and verify it, against the bare signature check.

use crate::issuer::{Envelope, Key, NOON, Signer, moment, text_of, vaccination};
use crate::numbers::{Row, Spread, ms};
use checkpoint::document::{Document, Recognised, Standing};
use checkpoint::trust::TrustList;
use checkpoint::verdict::judge;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm,
};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 3000;

pub fn measure() -> Vec<Row> {
    let es256 = ("ES256", Key::p256(), 1.6);
    let ps256 = ("PS256, RSA of 2,048 bits", Key::rsa(), 2.8);
    [es256, ps256]
        .into_iter()
        .map(|(name, key, most)| row(name, &key, most))
        .collect()
}

fn row(name: &str, key: &Key, most: f64) -> Row {
    let algorithm: &dyn VerificationAlgorithm = match key {
        Key::P256(_) => &ECDSA_P256_SHA256_FIXED,
        Key::Rsa(_) => &RSA_PSS_2048_8192_SHA256,
    };
    let (trust, kid) = Signer::default().trusted(key);
    let envelope = Envelope::new(key, &kid, vaccination());
    let signed = envelope.signed_bytes();
    let signature = key.sign(&signed);
    let text = text_of(&envelope.message_with(signature.clone()));
    let public = key.public();
    let (mut bare, mut whole) = (Vec::new(), Vec::new());
    // In turns, so that whatever else the machine does meets both.
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let checked = UnparsedPublicKey::new(algorithm, black_box(&public))
            .verify(black_box(&signed), &signature);
        bare.push(ms(started.elapsed()));
        assert!(checked.is_ok());
        let started = Instant::now();
        let standing = recognised_and_verified(black_box(text.as_bytes()), &trust);
        whole.push(ms(started.elapsed()));
        assert_eq!(standing, Some(Standing::Valid));
    }
    let (bare, whole) = (Spread::of(bare).median(), Spread::of(whole).median());
    Row::new(
        &format!("recognise and verify, {name}"),
        format!(
            "{:.2} times ({:.1} µs / {:.1} µs)",
            whole / bare,
            whole * 1e3,
            bare * 1e3
        ),
        &format!("≤ {most} times"),
        "medians of 3,000 in turns, against ring's check of the same signature",
    )
}

fn recognised_and_verified(text: &[u8], trust: &TrustList) -> Option<Standing> {
    match Document::recognise(text) {
        Recognised::Document(document) => judge(document, trust, &moment(NOON))
            .verified
            .map(|verified| verified.standing),
        Recognised::Number(_) | Recognised::Foreign(_) | Recognised::Unknown => None,
    }
}
