//! What the targets of signed documents share: envelopes around any bytes, and a list that knows the
//! names of keys that signed nothing.

#![allow(dead_code, reason = "each target takes what it needs")]

use checkpoint::document::{Document, Recognised, Standing};
use checkpoint::moment::{Boot, Moment};
use checkpoint::trust::{TrustList, bundle};
use checkpoint::verdict::judge;
use miniz_oxide::deflate::{compress_to_vec, compress_to_vec_zlib};
use std::sync::LazyLock;

/// One signer, named by eight zero bytes, one issuer of cards, one unit's key: P-256's base point and
/// Ed25519's, whose secrets nobody uses.
const LIST: &str = concat!(
    "chot/trust/1\n",
    r#"{"number":1,"issued":null,"old_from":null,"signers":[{"kid":"AAAAAAAAAAA","alg":"ES256","#,
    r#""key":"BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU","#,
    r#""uses":"tvr","from":"2020-01-01T00:00:00Z","until":"2030-01-01T00:00:00Z","bound":null,"#,
    r#""country":null,"name":null,"source":"fuzz"}],"shc":[{"iss":"https://a","name":null,"#,
    r#""source":"fuzz","keys":{"k":["BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"]},"#,
    r#""rids":{}}],"roots":["WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY"],"keys":[{"serial":"AAAAAAAAAAA","#,
    r#""subject":"AAAAAAAAAAAAAAAAAAAAAA","unit":null,"key":"WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY","#,
    r#""uses":[2,3,4,5],"nbf":"2020-01-01T00:00:00Z","exp":"2030-01-01T00:00:00Z"}],"#,
    r#""revoked":{"uci":[],"country_uci":[],"signature":[],"cti":[],"serials":[]}}"#,
    "\n"
);

static TRUST: LazyLock<TrustList> =
    LazyLock::new(|| bundle::read_draft(LIST.as_bytes()).expect("the list above"));

/// Judges a text. Nobody has signed it, so it is never valid, whatever it says.
pub fn judged(text: &[u8]) {
    let Recognised::Document(document) = Document::recognise(text) else {
        return;
    };
    let at = Moment {
        at: "2022-01-01T00:00:00Z".parse().expect("a moment"),
        mono_ms: 0,
        boot: Boot([0; 16]),
        offset: None,
    };
    let judged = judge(document, &TRUST, &at);
    if let Some(proof) = judged.verified {
        assert_ne!(proof.standing, Standing::Valid);
        if let Standing::Forged(_) = proof.standing {
            assert!(proof.certificate.is_none() && proof.issuer.is_none());
        }
    }
}

/// A COSE_Sign1 of a protected header and a payload, with a signature of zeros.
pub fn message(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut message = vec![0xd2, 0x84];
    bytes(&mut message, protected);
    message.push(0xa0);
    bytes(&mut message, payload);
    bytes(&mut message, &[0; 64]);
    message
}

fn bytes(out: &mut Vec<u8>, content: &[u8]) {
    let [_, _, high, low] = (content.len().min(0xffff) as u32).to_be_bytes();
    out.extend([0x59, high, low]);
    out.extend(&content[..content.len().min(0xffff)]);
}

pub fn zlib(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec_zlib(bytes, 1)
}

pub fn raw_deflate(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, 1)
}

pub fn base45(prefix: &str, bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let mut text = prefix.as_bytes().to_vec();
    for pair in bytes.chunks(2) {
        let mut number = pair
            .iter()
            .fold(0, |number, byte| number << 8 | *byte as usize);
        for _ in 0..=pair.len() {
            text.push(LETTERS[number % 45]);
            number /= 45;
        }
    }
    text
}

/// base64url without padding.
pub fn base64url(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = Vec::new();
    for group in bytes.chunks(3) {
        let mut number = group
            .iter()
            .fold(0, |number, byte| number << 8 | *byte as usize);
        number <<= 8 * (3 - group.len());
        for at in 0..=group.len() {
            text.push(LETTERS[number >> (18 - 6 * at) & 63]);
        }
    }
    text
}
