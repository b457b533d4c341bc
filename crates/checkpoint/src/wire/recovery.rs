//! *Recovery*: what a backup carries for whoever holds the recovery key, and for nobody else.
//!
//! The key is printed once and kept nowhere: a post keeps the public half of an X25519 key that is made of its letters,
//! and seals to that (RFC 9180, base mode). 120 random bits need no stretching.

use super::sealed;
use crate::chain::sha256;

const INFO: &[u8] = b"chot/recovery/1";

/// The public half of a recovery key: all that a post keeps of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lid(pub [u8; 32]);

impl Lid {
    /// Of the letters on the paper; blanks, hyphens and small letters don't matter.
    pub fn of(letters: &str) -> Lid {
        Lid(sealed::public(&private(letters)))
    }

    /// Seals `plain` under `about`, which isn't secret and isn't carried along. `ephemeral` are 32 random bytes for this
    /// once. None where this is no key.
    pub fn seal(&self, ephemeral: [u8; 32], about: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
        sealed::seal(&self.0, ephemeral, INFO, about, plain)
    }
}

/// Opens what was sealed under `about`; None for other letters, and for what was changed.
pub fn open(letters: &str, about: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    sealed::open(&private(letters), INFO, about, sealed)
}

fn private(letters: &str) -> [u8; 32] {
    let plain = letters.chars().filter(char::is_ascii_alphanumeric);
    let plain: String = plain.map(|letter| letter.to_ascii_uppercase()).collect();
    sha256(&[INFO, &[0], plain.as_bytes()])
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: &str = "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ";

    #[test]
    fn the_letters_open_it_however_they_are_typed_and_others_do_not() {
        let sealed = Lid::of(KEY).seal([7; 32], b"1", b"data").unwrap();
        for typed in [KEY, "abcd efgh jklm npqr stuv wxyz"] {
            assert_eq!(open(typed, b"1", &sealed).unwrap(), b"data");
        }
        assert!(open("ABCD-EFGH-JKLM-NPQR-STUV-WXY2", b"1", &sealed).is_none());
        assert!(open(KEY, b"2", &sealed).is_none());
    }

    proptest! {
        #[test]
        fn what_was_changed_does_not_open(at in 32_usize..52, flip in 1_u8..) {
            let mut sealed = Lid::of(KEY).seal([7; 32], b"1", b"data").unwrap();
            sealed[at] ^= flip;
            prop_assert!(open(KEY, b"1", &sealed).is_none());
        }
    }
}
