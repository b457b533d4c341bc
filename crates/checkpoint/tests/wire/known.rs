//! Known: `tests/fixtures/wire`, computed by `exchange.py` there.

use checkpoint::base64url::from_base64url;
use checkpoint::chain::{BranchName, DeviceId};
use checkpoint::wire::UnitId;
use checkpoint::wire::signed::Pin;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::Value;
use std::collections::BTreeSet;

pub const BATCH: &str = include_str!("../../../../tests/fixtures/wire/batch.ndjson");
pub const SUBJECTS: &str = include_str!("../../../../tests/fixtures/wire/subjects.jsonl");
const EXCHANGE: &str = include_str!("../../../../tests/fixtures/wire/exchange.json");

static NOBODY: BTreeSet<[u8; 8]> = BTreeSet::new();

/// The known answers, and the keys that they were made with.
pub struct Known {
    pub all: Value,
    pub root: [u8; 32],
    pub unit: UnitId,
    pub device: DeviceId,
    pub branch: BranchName,
    pub hub: [u8; 16],
}

pub fn bytes<const N: usize>(value: &Value) -> [u8; N] {
    from_base64url(value.as_str().unwrap()).unwrap()
}

/// Bytes of any length.
pub fn long(value: &Value) -> Vec<u8> {
    use base64::Engine;
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    engine.decode(value.as_str().unwrap()).unwrap()
}

impl Known {
    pub fn new() -> Known {
        let all: Value = serde_json::from_str(EXCHANGE).unwrap();
        let root = public(&key(&all, "root"));
        Known {
            root,
            unit: UnitId(bytes(&all["unit"])),
            device: DeviceId(bytes(&all["device"])),
            branch: BranchName(bytes(&all["branch"])),
            hub: bytes(&all["hub"]),
            all,
        }
    }

    pub fn pin(&self) -> Pin<'_> {
        Pin {
            root: &self.root,
            revoked: &NOBODY,
            unit: self.unit,
            heard: None,
        }
    }

    pub fn key(&self, whose: &str) -> Ed25519KeyPair {
        key(&self.all, whose)
    }

    pub fn public(&self, whose: &str) -> [u8; 32] {
        public(&self.key(whose))
    }

    pub fn head(&self, seq: usize) -> [u8; 32] {
        bytes(&self.all["heads"][seq])
    }

    pub fn request(&self) -> [u8; 32] {
        bytes(&self.all["requests"][0]["digest"])
    }

    pub fn body(&self, statement: &str) -> Vec<u8> {
        let body = self.all["statements"][statement]["body"].as_str();
        body.unwrap().as_bytes().to_vec()
    }

    pub fn text(&self, statement: &str) -> &str {
        self.all["statements"][statement]["text"].as_str().unwrap()
    }

    pub fn hub_certificates(&self) -> Vec<Vec<u8>> {
        vec![long(&self.all["hub_certificate"])]
    }

    pub fn device_certificates(&self) -> Vec<Vec<u8>> {
        vec![
            long(&self.all["device_certificate"]),
            long(&self.all["hub_certificate"]),
        ]
    }

    /// Signs as this one does.
    pub fn signs(&self, whose: &str) -> impl Fn(&[u8]) -> [u8; 64] {
        let key = self.key(whose);
        move |text| key.sign(text).as_ref().try_into().unwrap()
    }
}

fn key(all: &Value, whose: &str) -> Ed25519KeyPair {
    let seed: [u8; 32] = bytes(&all["keys"][whose]);
    Ed25519KeyPair::from_seed_unchecked(&seed).unwrap()
}

fn public(key: &Ed25519KeyPair) -> [u8; 32] {
    key.public_key().as_ref().try_into().unwrap()
}
