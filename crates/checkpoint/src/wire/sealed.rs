//! *Sealed*: bytes that only the holder of one X25519 key can open: RFC 9180 (HPKE) in base mode, a
//! single message, with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use ring::{hkdf, hmac};
use x25519_dalek::{PublicKey, StaticSecret};

const KEM: &[u8] = b"KEM\x00\x20";
const SUITE: &[u8] = b"HPKE\x00\x20\x00\x01\x00\x03";

/// Bytes before the ciphertext, and behind it.
pub(super) const ENC: usize = 32;

/// The public half of a private key.
pub(super) fn public(private: &[u8; 32]) -> [u8; 32] {
    PublicKey::from(&StaticSecret::from(*private)).to_bytes()
}

/// Seals `plain` to `recipient`: the key of the moment's public half, then the ciphertext.
/// `ephemeral` are 32 random bytes for this message alone. None for a recipient that is no key.
pub(super) fn seal(
    recipient: &[u8; 32],
    ephemeral: [u8; 32],
    info: &[u8],
    aad: &[u8],
    plain: &[u8],
) -> Option<Vec<u8>> {
    let ephemeral = StaticSecret::from(ephemeral);
    let enc = PublicKey::from(&ephemeral).to_bytes();
    let shared = ephemeral.diffie_hellman(&PublicKey::from(*recipient));
    let shared = shared.was_contributory().then(|| shared.to_bytes())?;
    let (key, nonce) = schedule(&shared, &enc, recipient, info)?;
    let mut text = plain.to_vec();
    key.seal_in_place_append_tag(nonce, Aad::from(aad), &mut text)
        .ok()?;
    Some([&enc[..], &text].concat())
}

/// Opens what [`seal`] made with the key whose private half is `private`; None for anything else.
pub(super) fn open(private: &[u8; 32], info: &[u8], aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (enc, text) = sealed.split_at_checked(ENC)?;
    let enc: [u8; ENC] = enc.try_into().ok()?;
    let private = StaticSecret::from(*private);
    let recipient = PublicKey::from(&private).to_bytes();
    let shared = private.diffie_hellman(&PublicKey::from(enc));
    let shared = shared.was_contributory().then(|| shared.to_bytes())?;
    let (key, nonce) = schedule(&shared, &enc, &recipient, info)?;
    let mut text = text.to_vec();
    let length = key
        .open_in_place(nonce, Aad::from(aad), &mut text)
        .ok()?
        .len();
    text.truncate(length);
    Some(text)
}

/// RFC 9180, 4.1 and 5.1: from the agreed secret to the key and nonce of the one message.
fn schedule(
    shared: &[u8; 32],
    enc: &[u8; 32],
    recipient: &[u8; 32],
    info: &[u8],
) -> Option<(LessSafeKey, Nonce)> {
    let eae = extract(&[], KEM, b"eae_prk", shared);
    let context = [&enc[..], recipient].concat();
    let secret: [u8; 32] = expand(&eae, KEM, b"shared_secret", &context)?;
    let mut context = vec![0];
    context.extend(extract(&[], SUITE, b"psk_id_hash", b""));
    context.extend(extract(&[], SUITE, b"info_hash", info));
    let secret = extract(&secret, SUITE, b"secret", b"");
    let key: [u8; 32] = expand(&secret, SUITE, b"key", &context)?;
    let nonce: [u8; 12] = expand(&secret, SUITE, b"base_nonce", &context)?;
    let key = UnboundKey::new(&CHACHA20_POLY1305, &key).ok()?;
    Some((LessSafeKey::new(key), Nonce::assume_unique_for_key(nonce)))
}

fn extract(salt: &[u8], suite: &[u8], label: &[u8], key: &[u8]) -> [u8; 32] {
    let mut mac = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, salt));
    for part in [b"HPKE-v1", suite, label, key] {
        mac.update(part);
    }
    let mut extracted = [0; 32];
    extracted.copy_from_slice(mac.sign().as_ref());
    extracted
}

fn expand<const N: usize>(
    key: &[u8; 32],
    suite: &[u8],
    label: &[u8],
    info: &[u8],
) -> Option<[u8; N]> {
    struct Length(usize);
    impl hkdf::KeyType for Length {
        fn len(&self) -> usize {
            self.0
        }
    }
    let length = u16::try_from(N).ok()?.to_be_bytes();
    let parts: [&[u8]; 5] = [&length, b"HPKE-v1", suite, label, info];
    let mut expanded = [0; N];
    hkdf::Prk::new_less_safe(hkdf::HKDF_SHA256, key)
        .expand(&parts, Length(N))
        .ok()?
        .fill(&mut expanded)
        .ok()?;
    Some(expanded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::text::of_hex;

    fn hex(text: &str) -> Vec<u8> {
        of_hex(text, 1024).expect("hex")
    }

    fn key(text: &str) -> [u8; 32] {
        hex(text).try_into().expect("32 bytes")
    }

    #[test]
    fn the_example_of_rfc_9180_a_2_1_is_sealed_and_opened() {
        let info = hex("4f6465206f6e2061204772656369616e2055726e");
        let aad = hex("436f756e742d30");
        let plain = hex("4265617574792069732074727574682c20747275746820626561757479");
        let recipient = key("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
        let private = key("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
        let ephemeral = key("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600");
        let known = hex(concat!(
            "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a",
            "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db",
            "21993c62ce81883d2dd1b51a28"
        ));
        assert_eq!(
            seal(&recipient, ephemeral, &info, &aad, &plain),
            Some(known.clone())
        );
        assert_eq!(open(&private, &info, &aad, &known), Some(plain));
    }

    #[test]
    fn a_point_of_small_order_is_no_key() {
        assert_eq!(seal(&[0; 32], [7; 32], b"", b"", b"x"), None);
        assert_eq!(open(&[7; 32], b"", b"", &[0; 48]), None);
    }
}
