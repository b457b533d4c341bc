//! *Person key* on its way from one post of a unit to another, so that both give a person the same pseudonym. It is
//! sealed to the post that asks: whoever carries it can't read it, and a hub never has it.
//!
//! ```text
//! asked   CHOTASK1: base64url of the asking post's X25519 key
//! given   CHOTKEY1: base64url of HPKE (RFC 9180, base mode) of the 32 bytes to that key
//! ```
//!
//! Both posts show the same digits of the asking key; a person who compares them knows that nobody changed it.

use super::sealed;
use crate::base64url::{base64url, from_base64url};
use crate::chain::sha256;
use crate::subject::PersonKey;

const ASKED: &str = "CHOTASK1:";
const GIVEN: &str = "CHOTKEY1:";
const INFO: &[u8] = b"chot/person-key/1";
/// What is sealed, with the moment's key before it and the tag behind it.
const SEALED: usize = sealed::ENC + 32 + 16;

/// A post asks another one of its unit for the person key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asking([u8; 32]);

impl Asking {
    /// `private` is the asking post's X25519 key, which never leaves it.
    pub fn of(private: &[u8; 32]) -> Asking {
        Asking(sealed::public(private))
    }

    /// As it is carried to the other post.
    pub fn text(&self) -> String {
        format!("{ASKED}{}", base64url(&self.0))
    }

    /// None for anything else.
    pub fn read(text: &str) -> Option<Asking> {
        from_base64url(text.trim().strip_prefix(ASKED)?).map(Asking)
    }

    /// Twelve digits that both posts show: `0123 4567 8901`. Another key with the same is not to be found.
    pub fn digits(&self) -> String {
        let hash = sha256(&[b"chot/person-ask/1", &self.0]);
        let mut first = [0; 8];
        first.copy_from_slice(&hash[..8]);
        let digits = format!("{:012}", u64::from_be_bytes(first) % 1_000_000_000_000);
        format!("{} {} {}", &digits[..4], &digits[4..8], &digits[8..])
    }

    /// The key, for whoever asked alone. `ephemeral` are 32 random bytes for this once. None where what asks is no key.
    pub fn give(&self, key: &PersonKey, ephemeral: [u8; 32]) -> Option<String> {
        let sealed = sealed::seal(&self.0, ephemeral, INFO, &self.0, &key.0)?;
        Some(format!("{GIVEN}{}", base64url(&sealed)))
    }

    /// Opens what was given; None for anything that wasn't sealed to this key, or was changed on its way.
    pub fn take(private: &[u8; 32], text: &str) -> Option<PersonKey> {
        let sealed: [u8; SEALED] = from_base64url(text.trim().strip_prefix(GIVEN)?)?;
        let asked = sealed::public(private);
        let key = sealed::open(private, INFO, &asked, &sealed)?;
        Some(PersonKey(key.try_into().ok()?))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_post_that_asked_can_take_what_was_given() {
        let (mine, other) = ([7; 32], [8; 32]);
        let asked = Asking::read(&Asking::of(&mine).text()).unwrap();
        assert_eq!(asked, Asking::of(&mine));
        let given = asked.give(&PersonKey([5; 32]), [9; 32]).unwrap();
        let taken = Asking::take(&mine, &format!(" {given}\n")).unwrap();
        assert_eq!(taken.0, [5; 32]);
        assert!(Asking::take(&other, &given).is_none());
        assert!(Asking::take(&mine, &asked.text()).is_none());
        assert_ne!(asked.digits(), Asking::of(&other).digits());
        assert_eq!(asked.digits().len(), 14);
    }

    proptest! {
        #[test]
        fn what_was_changed_on_its_way_is_not_taken(at in 0_usize..80, flip in 1_u8..) {
            let mine = [7; 32];
            let given = Asking::of(&mine).give(&PersonKey([5; 32]), [9; 32]).unwrap();
            let mut sealed: [u8; SEALED] = from_base64url(given.strip_prefix(GIVEN).unwrap()).unwrap();
            sealed[at] ^= flip;
            let changed = format!("{GIVEN}{}", base64url(&sealed));
            // The highest bit of a point is none of its own (RFC 7748).
            prop_assume!(at != 31 || flip != 0x80);
            prop_assert!(Asking::take(&mine, &changed).is_none());
        }

        #[test]
        fn no_text_makes_it_panic(text: String) {
            prop_assert!(Asking::read(&text).is_none() || text.trim().starts_with(ASKED));
            prop_assert!(Asking::take(&[7; 32], &text).is_none());
        }
    }
}
