//! An issuer of a test's own: keys, their X.509 certificates, and documents in their envelopes.

use crate::cbor::Item;
use crate::map;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use checkpoint::document::{Document, Recognised, Verified};
use checkpoint::moment::{Boot, Moment};
use checkpoint::trust::TrustList;
use checkpoint::verdict::{Judged, judge};
use miniz_oxide::deflate::{compress_to_vec, compress_to_vec_zlib};
use ring::rand::SystemRandom;
use ring::rsa::KeyPair as RsaKeyPair;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PSS_SHA256};

/// 2021-06-01T12:00:00Z, a day on which the test's documents are valid.
pub const NOON: i64 = 1_622_548_800;
pub const YEAR: i64 = 31_536_000;
pub const ES256: i64 = -7;
pub const PS256: i64 = -37;

pub enum Key {
    P256(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

impl Key {
    pub fn p256() -> Key {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        Key::P256(EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).unwrap())
    }

    /// A key that was made for these tests and signs nothing else.
    pub fn rsa() -> Key {
        Key::Rsa(RsaKeyPair::from_pkcs8(include_bytes!("rsa-2048.pk8")).unwrap())
    }

    pub fn alg(&self) -> i64 {
        match self {
            Key::P256(_) => ES256,
            Key::Rsa(_) => PS256,
        }
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Key::P256(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Key::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PSS_SHA256, &random, message, &mut signature)
                    .unwrap();
                signature
            }
        }
    }

    /// The point, or the RSAPublicKey.
    pub fn public(&self) -> Vec<u8> {
        match self {
            Key::P256(pair) => pair.public_key().as_ref().to_vec(),
            Key::Rsa(pair) => pair.public().as_ref().to_vec(),
        }
    }

    /// SubjectPublicKeyInfo.
    fn info(&self) -> Vec<u8> {
        let algorithm = match self {
            Key::P256(_) => [oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")].concat(),
            Key::Rsa(_) => [oid("1.2.840.113549.1.1.1"), vec![5, 0]].concat(),
        };
        let bits = [vec![0], self.public()].concat();
        der(0x30, &[der(0x30, &algorithm), der(3, &bits)].concat())
    }

    /// `x` and `y` as a JWK writes them.
    pub fn jwk(&self, kid: &str) -> serde_json::Value {
        let Key::P256(pair) = self else {
            panic!("cards are signed with P-256");
        };
        let point = pair.public_key().as_ref();
        serde_json::json!({
            "kty": "EC", "kid": kid, "use": "sig", "alg": "ES256", "crv": "P-256",
            "x": URL_SAFE_NO_PAD.encode(&point[1..33]),
            "y": URL_SAFE_NO_PAD.encode(&point[33..]),
        })
    }
}

/// What a signer's certificate says.
#[derive(Clone)]
pub struct Signer {
    pub country: Option<&'static str>,
    pub uses: Vec<&'static str>,
    /// Two digits of the year, then MMddhhmmssZ.
    pub from: &'static str,
    pub until: &'static str,
}

impl Default for Signer {
    fn default() -> Signer {
        Signer {
            country: Some("VN"),
            uses: Vec::new(),
            from: "210101000000Z",
            until: "260714000000Z",
        }
    }
}

impl Signer {
    /// An X.509 certificate in DER. Its own signature is nobody's: the trust list vouches for it.
    pub fn certificate(&self, key: &Key) -> Vec<u8> {
        let algorithm = der(0x30, &oid("1.2.840.10045.4.3.2"));
        let name = self.country.map_or_else(Vec::new, |country| {
            let pair = [oid("2.5.4.6"), der(0x13, country.as_bytes())].concat();
            der(0x31, &der(0x30, &pair))
        });
        let name = der(0x30, &name);
        let validity = [
            der(0x17, self.from.as_bytes()),
            der(0x17, self.until.as_bytes()),
        ];
        let mut tbs = [
            der(0xa0, &[2, 1, 2]),
            vec![2, 1, 7],
            algorithm.clone(),
            name.clone(),
            der(0x30, &validity.concat()),
            name,
            key.info(),
        ]
        .concat();
        if !self.uses.is_empty() {
            let uses: Vec<u8> = self.uses.iter().flat_map(|used| oid(used)).collect();
            let usage = der(4, &der(0x30, &uses));
            let extension = der(0x30, &[oid("2.5.29.37"), usage].concat());
            tbs.extend(der(0xa3, &der(0x30, &extension)));
        }
        let signature = der(3, &[0, 0x30, 0]);
        der(0x30, &[der(0x30, &tbs), algorithm, signature].concat())
    }

    /// A list with this signer alone, and its kid.
    pub fn trusted(&self, key: &Key) -> (TrustList, Vec<u8>) {
        let certificate = self.certificate(key);
        let mut trust = TrustList::default();
        trust.add_certificate(&certificate, "a test").unwrap();
        (trust, kid(&certificate))
    }
}

pub fn kid(certificate: &[u8]) -> Vec<u8> {
    let hash = ring::digest::digest(&ring::digest::SHA256, certificate);
    hash.as_ref()[..8].to_vec()
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match content.len() {
        length @ 0..128 => out.push(length as u8),
        length @ 128..256 => out.extend([0x81, length as u8]),
        length => out.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    out.extend(content);
    out
}

fn oid(text: &str) -> Vec<u8> {
    let parts: Vec<u64> = text.split('.').map(|part| part.parse().unwrap()).collect();
    let mut content = vec![(parts[0] * 40 + parts[1]) as u8];
    for part in &parts[2..] {
        let mut septets = vec![(part & 127) as u8];
        let mut rest = part >> 7;
        while rest > 0 {
            septets.push((rest & 127) as u8 | 128);
            rest >>= 7;
        }
        content.extend(septets.iter().rev());
    }
    der(6, &content)
}

/// How a document is put into its envelope; each step may go wrong on purpose.
pub struct Envelope<'k> {
    pub key: &'k Key,
    pub protected: Item,
    pub unprotected: Item,
    pub claims: Item,
    /// Tags around the message, outermost first.
    pub tags: Vec<u64>,
}

impl<'k> Envelope<'k> {
    /// As Vietnam's: alg and kid protected, tag 18, a year from a month before noon.
    pub fn new(key: &'k Key, kid: &[u8], hcert: Item) -> Envelope<'k> {
        Envelope {
            key,
            protected: map! { 1 => key.alg(), 4 => Item::Bytes(kid.to_vec()) },
            unprotected: map! {},
            claims: map! {
                1 => "VN",
                4 => NOON - 2_592_000 + YEAR,
                6 => NOON - 2_592_000,
                -260 => map! { 1 => hcert },
            },
            tags: vec![18],
        }
    }

    /// The bytes that are signed.
    pub fn signed_bytes(&self) -> Vec<u8> {
        let signed = Item::List(vec![
            Item::Text("Signature1"),
            Item::Bytes(self.protected.bytes()),
            Item::Bytes(Vec::new()),
            Item::Bytes(self.claims.bytes()),
        ]);
        signed.bytes()
    }

    pub fn message(&self) -> Vec<u8> {
        self.message_with(self.key.sign(&self.signed_bytes()))
    }

    pub fn message_with(&self, signature: Vec<u8>) -> Vec<u8> {
        let mut message = Item::List(vec![
            Item::Bytes(self.protected.bytes()),
            self.unprotected.clone(),
            Item::Bytes(self.claims.bytes()),
            Item::Bytes(signature),
        ]);
        for tag in self.tags.iter().rev() {
            message = Item::Tag(*tag, Box::new(message));
        }
        message.bytes()
    }

    pub fn text(&self) -> String {
        text_of(&self.message())
    }
}

/// `HC1:` of a message.
pub fn text_of(message: &[u8]) -> String {
    format!("HC1:{}", base45(&compress_to_vec_zlib(message, 9)))
}

pub fn base45(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let mut text = String::new();
    for pair in bytes.chunks(2) {
        let mut number = pair
            .iter()
            .fold(0, |number, byte| number << 8 | *byte as usize);
        for _ in 0..=pair.len() {
            text.push(LETTERS[number % 45] as char);
            number /= 45;
        }
    }
    text
}

/// The bytes of base45 that is right.
pub fn bytes_of(text: &str) -> Vec<u8> {
    const LETTERS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let groups = text.as_bytes().chunks(3).map(|group| {
        let number = group.iter().rev().fold(0, |number, letter| {
            number * 45 + LETTERS.find(char::from(*letter)).unwrap()
        });
        let bytes = (number as u16).to_be_bytes();
        if group.len() == 3 {
            bytes.to_vec()
        } else {
            vec![bytes[1]]
        }
    });
    groups.flatten().collect()
}

/// A second dose, as Vietnam's passport says it.
pub fn vaccination() -> Item {
    let entry = map! {
        "tg" => "840539006", "vp" => "1119349007", "mp" => "EU/1/20/1528", "ma" => "ORG-100030215",
        "dn" => 2, "sd" => 2, "dt" => "2021-05-01", "co" => "VN", "is" => "Bộ Y tế",
        "ci" => "URN:UVCI:01:VN:0001",
    };
    person("v", entry)
}

pub fn test() -> Item {
    let entry = map! {
        "tg" => "840539006", "tt" => "LP6464-4", "sc" => "2021-06-01T06:00:00Z",
        "tr" => "260415000", "tc" => "Quảng Ngãi", "co" => "VN", "is" => "Bộ Y tế",
        "ci" => "URN:UVCI:01:VN:0002",
    };
    person("t", entry)
}

pub fn recovery() -> Item {
    let entry = map! {
        "tg" => "840539006", "fr" => "2021-03-01", "df" => "2021-03-12", "du" => "2021-08-28",
        "co" => "VN", "is" => "Bộ Y tế", "ci" => "URN:UVCI:01:VN:0003",
    };
    person("r", entry)
}

fn person(group: &'static str, entry: Item) -> Item {
    map! {
        "ver" => "1.3.0",
        "nam" => map! {
            "fn" => "Nguyễn", "gn" => "Bảo Duy", "fnt" => "NGUYEN", "gnt" => "BAO<DUY",
        },
        "dob" => "1990-03-05",
        group => Item::List(vec![entry]),
    }
}

/// The JWS of a SMART Health Card.
pub fn jws(key: &Key, header: &serde_json::Value, deflated: &[u8]) -> String {
    let header = URL_SAFE_NO_PAD.encode(header.to_string());
    let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(deflated));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(signed.as_bytes()));
    format!("{signed}.{signature}")
}

pub fn deflated(payload: &serde_json::Value) -> Vec<u8> {
    compress_to_vec(payload.to_string().as_bytes(), 9)
}

/// `shc:/` of a JWS.
pub fn shc_of(jws: &str) -> String {
    let digits: String = jws
        .bytes()
        .map(|byte| format!("{:02}", byte - 45))
        .collect();
    format!("shc:/{digits}")
}

pub fn moment(seconds: i64) -> Moment {
    Moment {
        at: jiff::Timestamp::from_second(seconds).unwrap(),
        mono_ms: 0,
        boot: Boot([0; 16]),
        offset: None,
    }
}

/// The document of a text, judged.
#[track_caller]
pub fn judged(text: &str, trust: &TrustList, seconds: i64) -> Judged {
    match Document::recognise(text.as_bytes()) {
        Recognised::Document(document) => judge(document, trust, &moment(seconds)),
        other @ (Recognised::Number(_) | Recognised::Foreign(_) | Recognised::Unknown) => {
            panic!("no document: {other:?}")
        }
    }
}

#[track_caller]
pub fn verified(text: &str, trust: &TrustList, seconds: i64) -> Verified {
    judged(text, trust, seconds).verified.expect("it is signed")
}
