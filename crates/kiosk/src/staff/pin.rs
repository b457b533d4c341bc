//! *PIN*: what may be one, and its hash: argon2id over the PIN and a secret of this machine, 64 MiB each.

use super::StaffError;
use crate::keys::Key;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use checkpoint::role::Role;
use zeroize::Zeroizing;

/// KiB that one hash takes; whoever guesses takes as much for each guess.
const MEMORY: u32 = 64 * 1024;

/// More digits than anybody keeps in mind.
const MOST: usize = 32;

/// The digits that a PIN has at least; none where the role has no PIN.
pub fn least(role: Role) -> usize {
    match role {
        Role::Inspector => 0,
        Role::Nobody | Role::Guard => 4,
        Role::UnitHead | Role::Admin => 8,
    }
}

/// Why digits are no PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    #[error("a PIN has digits only")]
    NotDigits,
    #[error("a PIN of this role has {0} digits or more")]
    Short(usize),
    #[error("a PIN has 32 digits at most")]
    Long,
    #[error("the same digit all along is guessed first: choose another")]
    OneDigit,
    #[error("digits that count up or down are guessed first: choose others")]
    Run,
}

/// A PIN that somebody may have. Wiped when dropped.
pub(super) struct Pin(Zeroizing<String>);

impl Pin {
    pub(super) fn choose(text: &str, role: Role) -> Result<Pin, PinError> {
        let digits = text.as_bytes();
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(PinError::NotDigits);
        }
        if digits.len() < least(role) {
            return Err(PinError::Short(least(role)));
        }
        if digits.len() > MOST {
            return Err(PinError::Long);
        }
        // After 9 a run goes on with 0, as the keys of a pad do.
        let step = |by: u8| {
            digits
                .windows(2)
                .all(|two| (two[0] - b'0' + by) % 10 == two[1] - b'0')
        };
        if step(0) {
            return Err(PinError::OneDigit);
        }
        if step(1) || step(9) {
            return Err(PinError::Run);
        }
        Ok(Pin(Zeroizing::new(text.to_owned())))
    }

    /// In PHC form, under a salt of its own.
    pub(super) fn hash(&self, secret: &Key) -> Result<String, StaffError> {
        hash(&self.0, secret)
    }
}

/// Any secret text's hash.
pub(super) fn hash(text: &str, secret: &Key) -> Result<String, StaffError> {
    let made = hasher(secret)?.hash_password(text.as_bytes());
    made.map(|hash| hash.to_string())
        .map_err(|error| StaffError::Hash(error.to_string()))
}

/// Whether the text is what was hashed.
pub(super) fn is_right(text: &str, hash: &str, secret: &Key) -> Result<bool, StaffError> {
    let hash = PasswordHash::new(hash).map_err(|error| StaffError::Hash(error.to_string()))?;
    Ok(hasher(secret)?
        .verify_password(text.as_bytes(), &hash)
        .is_ok())
}

fn hasher(secret: &Key) -> Result<Argon2<'_>, StaffError> {
    let wrong = |error: argon2::Error| StaffError::Hash(error.to_string());
    let (passes, lanes) = (Params::DEFAULT_T_COST, Params::DEFAULT_P_COST);
    let params = Params::new(MEMORY, passes, lanes, None).map_err(wrong)?;
    Argon2::new_with_secret(secret.bytes(), Algorithm::Argon2id, Version::V0x13, params)
        .map_err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refused(text: &str, role: Role) -> Option<PinError> {
        Pin::choose(text, role).err()
    }

    #[test]
    fn what_is_guessed_first_is_no_pin_and_each_is_told_why() {
        assert_eq!(refused("2580", Role::Guard), None);
        assert_eq!(refused("25801357", Role::Admin), None);
        assert_eq!(refused("258013", Role::UnitHead), Some(PinError::Short(8)));
        assert_eq!(refused("258", Role::Guard), Some(PinError::Short(4)));
        assert_eq!(refused("25a0", Role::Guard), Some(PinError::NotDigits));
        assert_eq!(refused("٢٥٨٠", Role::Guard), Some(PinError::NotDigits));
        assert_eq!(refused("7777", Role::Guard), Some(PinError::OneDigit));
        assert_eq!(refused("00000000", Role::Admin), Some(PinError::OneDigit));
        for run in ["1234", "6543", "7890", "3210"] {
            assert_eq!(refused(run, Role::Guard), Some(PinError::Run), "{run}");
        }
        assert_eq!(refused("12345678", Role::Admin), Some(PinError::Run));
        assert_eq!(refused(&"25".repeat(17), Role::Admin), Some(PinError::Long));
    }

    #[test]
    fn a_pin_is_hashed_with_64_mib_and_found_again_only_with_this_machine_s_secret() {
        let secret = Key::new(vec![7; 32]);
        let pin = Pin::choose("2580", Role::Guard).unwrap();
        let hash = pin.hash(&secret).unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$"),
            "{hash}"
        );
        assert!(is_right("2580", &hash, &secret).unwrap());
        assert!(!is_right("2581", &hash, &secret).unwrap());
        assert!(!is_right("2580", &hash, &Key::new(vec![8; 32])).unwrap());
        assert_ne!(hash, pin.hash(&secret).unwrap(), "a salt each");
    }

    proptest! {
        #[test]
        fn a_pin_is_digits_that_neither_stand_still_nor_run(text in "[0-9]{4,10}") {
            let steps: std::collections::BTreeSet<i16> = text
                .as_bytes()
                .windows(2)
                .map(|two| (i16::from(two[1]) - i16::from(two[0])).rem_euclid(10))
                .collect();
            let is_plain = steps.len() == 1 && [0, 1, 9].iter().any(|step| steps.contains(step));
            prop_assert_eq!(refused(&text, Role::Guard).is_some(), is_plain);
        }
    }
}
