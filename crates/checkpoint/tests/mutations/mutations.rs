//! Valid documents, damaged in every way that comes to mind: nothing panics, nothing takes more than
//! a megabyte, and nothing is valid whose signed bytes differ.

use crate::HEAP;
use crate::cbor::Item;
use crate::issuer::{
    Envelope, Key, NOON, Signer, YEAR, base45, bytes_of, deflated, jws, moment, shc_of, text_of,
    vaccination,
};
use crate::map;
use checkpoint::document::chot1::{Issue, IssuedAs, Signature, issue};
use checkpoint::document::{Document, Recognised, Standing};
use checkpoint::keys::{KeyCertificate, Use};
use checkpoint::trust::TrustList;
use checkpoint::verdict::judge;
use miniz_oxide::deflate::{compress_to_vec, compress_to_vec_zlib};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::json;
use std::sync::{Mutex, PoisonError};

/// One test at a time: the limit is the whole process's.
static ALONE: Mutex<()> = Mutex::new(());

const MEGABYTE: usize = 1 << 20;

/// A small generator, so that a failure comes again: xorshift64*.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// A valid document: its message, what puts a message into a text, and its signed payload's hash.
struct Sample {
    message: Vec<u8>,
    wrap: fn(&[u8]) -> String,
    payload: [u8; 32],
}

struct Bench {
    trust: TrustList,
    samples: Vec<Sample>,
}

/// The hash of the payload that a text is valid by; None where it isn't valid.
fn payload_of(text: &[u8], trust: &TrustList) -> Option<[u8; 32]> {
    let Recognised::Document(document) = Document::recognise(text) else {
        return None;
    };
    let proof = judge(document, trust, &moment(NOON)).verified?;
    (proof.standing == Standing::Valid).then(|| proof.certificate.map(|it| it.payload))?
}

impl Bench {
    fn new() -> Bench {
        let mut bench = Bench {
            trust: TrustList::default(),
            samples: Vec::new(),
        };
        for key in [Key::p256(), Key::rsa()] {
            let certificate = Signer::default().certificate(&key);
            bench.trust.add_certificate(&certificate, "a test").unwrap();
            let envelope = Envelope::new(&key, &crate::issuer::kid(&certificate), vaccination());
            bench.add(envelope.message(), text_of);
        }
        let key = Key::p256();
        let iss = "https://issuer.example.org";
        bench
            .trust
            .add_shc_keys(iss, &json!([key.jwk("k")]), "a test");
        let payload = json!({ "iss": iss, "nbf": NOON - 5, "vc": { "credentialSubject": {
            "fhirBundle": { "entry": [{ "resource": { "resourceType": "Patient",
                "name": [{ "family": "Nguyen", "given": ["Duy"] }] } }] } } } });
        let header = json!({ "alg": "ES256", "zip": "DEF", "kid": "k" });
        let card = jws(&key, &header, &deflated(&payload));
        bench.add(card.into_bytes(), |jws| {
            let pairs = jws
                .iter()
                .map(|byte| format!("{:02}", byte.wrapping_sub(45) % 100));
            format!("shc:/{}", pairs.collect::<String>())
        });
        bench.add_ours();
        bench
    }

    fn add_ours(&mut self) {
        let [root, unit] =
            [1, 2].map(|seed| Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap());
        let public =
            |pair: &Ed25519KeyPair| <[u8; 32]>::try_from(pair.public_key().as_ref()).unwrap();
        let sign = |pair: &Ed25519KeyPair, bytes: &[u8]| {
            <[u8; 64]>::try_from(pair.sign(bytes).as_ref()).unwrap()
        };
        let at = |seconds| jiff::Timestamp::from_second(seconds).unwrap();
        let link = KeyCertificate {
            serial: [1; 8],
            subject: [2; 16],
            unit: None,
            key: public(&unit),
            uses: vec![Use::Place],
            nbf: at(NOON - YEAR),
            exp: at(NOON + YEAR),
        };
        let links = [link.signed(|bytes| sign(&root, bytes))];
        self.trust.units.roots.insert(public(&root));
        let what = Issue {
            iss: [1; 16],
            aud: [1; 16],
            iat: at(NOON - 5),
            exp: at(NOON + YEAR),
            document: IssuedAs::Place {
                code: "QN-0042".to_owned(),
                version: 1,
            },
        };
        let text = issue(what, Signature::Chain(&links), |bytes| sign(&unit, bytes)).unwrap();
        let message =
            miniz_oxide::inflate::decompress_to_vec_zlib(&bytes_of(&text["CHOT1:".len()..]));
        self.add(message.unwrap(), |message| {
            format!("CHOT1:{}", base45(&compress_to_vec_zlib(message, 9)))
        });
    }

    fn add(&mut self, message: Vec<u8>, wrap: fn(&[u8]) -> String) {
        let payload = [0; 32];
        self.samples.push(Sample {
            message,
            wrap,
            payload,
        });
    }
}

/// One change of bytes.
fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(bytes.len());
    match dice.below(9) {
        0 | 1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << dice.below(8);
            }
        }
        2 => bytes.truncate(at),
        3 => bytes.insert(at, dice.next() as u8),
        4 => {
            if at < bytes.len() {
                bytes.remove(at);
            }
        }
        5 => {
            // A piece twice: keys and headers that stand there again.
            let end = (at + 1 + dice.below(40)).min(bytes.len());
            let piece = bytes[at.min(end)..end].to_vec();
            bytes.splice(at.min(end)..at.min(end), piece);
        }
        6 => {
            // A giant length, or a date that is none.
            let heads: [&[u8]; 5] = [
                &[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
                &[0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
                &[0xbb, 0, 0, 0, 1, 0, 0, 0, 0],
                &[0xfb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0],
                &[0xf9, 0x7c, 0],
            ];
            let head = heads[dice.below(heads.len())];
            let end = (at + head.len()).min(bytes.len());
            bytes.splice(at.min(end)..end, head.iter().copied());
        }
        7 => {
            // Two pieces change places.
            let other = dice.below(bytes.len());
            if !bytes.is_empty() {
                bytes.swap(at, other);
            }
        }
        _ => {
            // A bomb: deep, or wide.
            let unit = [0x81, 0xa1, 0xc1, 0x9f, 0xbf, 0xf6][dice.below(6)];
            let length = dice.below(3000);
            bytes.splice(at..at, std::iter::repeat_n(unit, length));
        }
    }
}

#[test]
fn no_mutation_is_accepted_whose_signed_bytes_differ_and_none_takes_a_megabyte() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut bench = Bench::new();
    for sample in &mut bench.samples {
        let text = (sample.wrap)(&sample.message);
        sample.payload = payload_of(text.as_bytes(), &bench.trust).expect("it is valid as it was");
    }
    let rounds = if std::env::var_os("CHOT_FULL").is_some() {
        100_000
    } else {
        10_000
    };
    let mut dice = Dice(0x5eed);
    let mut accepted = 0;
    for round in 0..rounds {
        let sample = &bench.samples[dice.below(bench.samples.len())];
        let text = if dice.below(2) == 0 {
            // Beneath the envelope's text: message, headers, claims, signature.
            let mut message = sample.message.clone();
            for _ in 0..=dice.below(3) {
                damage(&mut message, &mut dice);
            }
            (sample.wrap)(&message).into_bytes()
        } else {
            // The text itself, and with it the compressed stream.
            let mut text = (sample.wrap)(&sample.message).into_bytes();
            let prefix = text.iter().position(|byte| *byte == b':').unwrap_or(0);
            let mut rest = text.split_off(prefix + 1);
            damage(&mut rest, &mut dice);
            text.extend(rest);
            text
        };
        HEAP.set_limit(HEAP.allocated() + MEGABYTE).unwrap();
        let payload = payload_of(&text, &bench.trust);
        HEAP.set_limit(usize::MAX).unwrap();
        if let Some(payload) = payload {
            accepted += 1;
            assert_eq!(payload, sample.payload, "round {round}: {text:?}");
        }
    }
    assert!(
        accepted < rounds / 5,
        "{accepted} of {rounds} were hardly damaged"
    );
}

#[test]
fn bombs_in_each_layer_take_no_megabyte() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let bench = Bench::new();
    let zeros = vec![0_u8; 60_000_000];
    let deep = [
        vec![0xd2, 0x84, 0x43, 0xa1, 1, 0x26, 0xa0, 0x59, 0x20, 0],
        vec![0x81; 8192],
    ];
    let wide = Item::List(vec![Item::Null; 9000]).bytes();
    let keys: Vec<(Item, Item)> = (0..3000).map(|at| (Item::Int(at), Item::Null)).collect();
    let texts = [
        text_of(&zeros),
        shc_of(&jws(
            &Key::p256(),
            &json!({ "alg": "ES256", "zip": "DEF", "kid": "k" }),
            &compress_to_vec(&zeros, 9)[..5000],
        )),
        text_of(&deep.concat()),
        text_of(&wide),
        text_of(&Item::Map(keys).bytes()),
        text_of(&map! { 1 => 2 }.bytes()),
        format!("HC1:{}", ":".repeat(4292)),
        format!("shc:/{}", "56".repeat(4000)),
        format!("CHOT1:{}", "0".repeat(8000)),
    ];
    drop(zeros);
    for text in texts {
        HEAP.set_limit(HEAP.allocated() + MEGABYTE).unwrap();
        let payload = payload_of(text.as_bytes(), &bench.trust);
        HEAP.set_limit(usize::MAX).unwrap();
        assert_eq!(payload, None, "{text:.40}");
    }
}
