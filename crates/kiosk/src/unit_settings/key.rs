//! *Unit's key*: what a unit signs of its own, its settings, its guards' badges and its places' posters. Whichever post makes it first keeps it;
//! the others know its public half ([`Pin`]).

use super::{HandingError, Pin};
use crate::home::Home;
use crate::keys::{Key, SecretName, Secrets};
use checkpoint::base64url::{base64url, from_base64url};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair};

/// The key, and its public half.
pub(crate) struct UnitKey {
    pair: Ed25519KeyPair,
    pub public: [u8; 32],
}

impl UnitKey {
    /// Opens it, or makes it at the first time. Error: another post of the unit has it.
    pub(crate) fn open(home: &Home) -> Result<UnitKey, HandingError> {
        let secrets = Secrets::of(home);
        let pin = Pin::read(home);
        let seed = match secrets.get(SecretName::Unit)? {
            Some(seed) => seed,
            None if pin.is_some() => return Err(HandingError::Taken),
            None => {
                let mut seed = vec![0; 32];
                SystemRandom::new()
                    .fill(&mut seed)
                    .map_err(|_| HandingError::NoKey)?;
                let seed = Key::new(seed);
                secrets.put(SecretName::Unit, &seed)?;
                seed
            }
        };
        let pair =
            Ed25519KeyPair::from_seed_unchecked(seed.bytes()).map_err(|_| HandingError::NoKey)?;
        let public = pair.public_key().as_ref().try_into();
        let public: [u8; 32] = public.map_err(|_| HandingError::NoKey)?;
        match pin {
            Some(pin) if pin.key != base64url(&public) => return Err(HandingError::Taken),
            Some(_) => {}
            None => Pin::keep(home, &public, 0)?,
        }
        Ok(UnitKey { pair, public })
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        let mut signature = [0; 64];
        signature.copy_from_slice(self.pair.sign(bytes).as_ref());
        signature
    }
}

/// The public half of the key that counts here; None before there is one.
pub(crate) fn known(home: &Home) -> Option<[u8; 32]> {
    from_base64url(&Pin::read(home)?.key)
}
