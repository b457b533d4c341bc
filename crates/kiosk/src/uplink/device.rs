//! *Device*: this post's own key as the uplink uses it, to sign requests and heads.

use crate::keys::{KeyStore, Name};
use checkpoint::chain::{self, DeviceId};
use ring::signature::{Ed25519KeyPair, KeyPair};

/// The device's Ed25519 key. It never leaves this process.
pub struct Device {
    pair: Ed25519KeyPair,
    pub key: [u8; 32],
    pub id: DeviceId,
}

impl Device {
    /// None where the key isn't there, or is none.
    pub fn of(keys: &KeyStore) -> Option<Device> {
        let stored = keys.get(Name::Device)?;
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(stored.bytes()).ok()?;
        let key: [u8; 32] = pair.public_key().as_ref().try_into().ok()?;
        Some(Device {
            id: chain::device_id(&key),
            pair,
            key,
        })
    }

    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        let mut signature = [0; 64];
        signature.copy_from_slice(self.pair.sign(bytes).as_ref());
        signature
    }
}

impl std::fmt::Debug for Device {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Device({:?})", self.id)
    }
}
