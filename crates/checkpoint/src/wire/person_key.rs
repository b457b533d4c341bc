//! *Person key* on its way from one post of a unit to another, so that both give a person the same pseudonym. It is
//! sealed to the post that asks: whoever carries it can't read it, and a hub never has it.
//!
//! ```text
//! asked   CHOTASK1: base64url of the moment (seconds since 1970, 4 bytes) and of an X25519 key made for it
//! given   CHOTKEY1: base64url of that moment, of the asking's mark (8 bytes), and of HPKE (RFC 9180, base mode)
//!         of the 32 bytes to that key
//! ```
//!
//! Both posts show the same digits of the asking; a person who compares them knows that nobody changed it. An asking
//! is good for a day, so that a text which lies about is answered by nobody and answers nothing.

use super::sealed;
use crate::base64url::{base64url, from_base64url};
use crate::chain::sha256;
use crate::subject::PersonKey;
use jiff::{SignedDuration, Timestamp};

const ASKED: &str = "CHOTASK1:";
const GIVEN: &str = "CHOTKEY1:";
const INFO: &[u8] = b"chot/person-key/1";
/// The moment's key, the person key, the tag.
const SEALED: usize = sealed::ENC + 32 + 16;
const MARK: usize = 8;

/// How long an asking is good for. The clocks of two posts may differ by as much.
pub const LASTS: SignedDuration = SignedDuration::from_hours(24);

/// A post asks another one of its unit for the person key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asking {
    /// Seconds since 1970, by the asking post's clock.
    at: u32,
    /// X25519.
    key: [u8; 32],
}

/// Why a text gives no key. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    #[error("it isn't what a post gives that has the key")]
    NotGiven,
    #[error("it was given to another post than this one")]
    OtherPost,
    #[error("it was asked for more than a day ago")]
    Stale,
    #[error("it isn't whole")]
    Damaged,
}

impl Asking {
    /// The asking of a post at a moment. `secret` are 32 bytes that only this post has; each second has a key of its
    /// own, so that what was given once is nothing worth keeping.
    pub fn of(secret: &[u8; 32], at: Timestamp) -> Asking {
        Asking::at(secret, u32::try_from(at.as_second()).unwrap_or(0))
    }

    fn at(secret: &[u8; 32], at: u32) -> Asking {
        let key = sealed::public(&private(secret, at));
        Asking { at, key }
    }

    /// As it is carried to the other post.
    pub fn text(&self) -> String {
        format!("{ASKED}{}", base64url(&self.bytes()))
    }

    fn bytes(&self) -> [u8; 36] {
        let mut bytes = [0; 36];
        bytes[..4].copy_from_slice(&self.at.to_be_bytes());
        bytes[4..].copy_from_slice(&self.key);
        bytes
    }

    /// None for anything else.
    pub fn read(text: &str) -> Option<Asking> {
        let bytes: [u8; 36] = from_base64url(text.trim().strip_prefix(ASKED)?)?;
        let (at, key) = bytes.split_first_chunk::<4>()?;
        Some(Asking {
            at: u32::from_be_bytes(*at),
            key: key.try_into().ok()?,
        })
    }

    /// Whether the post with this secret asks so.
    pub fn is_of(&self, secret: &[u8; 32]) -> bool {
        *self == Asking::at(secret, self.at)
    }

    /// Whether it is more than [`LASTS`] from `now`.
    pub fn is_stale(&self, now: Timestamp) -> bool {
        is_stale(self.at, now)
    }

    /// Twelve digits that both posts show: `0123 4567 8901`. Another asking with the same is not to be found.
    pub fn digits(&self) -> String {
        digits(&sha256(&[b"chot/person-ask/1", &self.bytes()]))
    }

    fn mark(&self) -> [u8; MARK] {
        let hash = sha256(&[b"chot/person-ask/mark/1", &self.bytes()]);
        let mut mark = [0; MARK];
        mark.copy_from_slice(&hash[..MARK]);
        mark
    }

    /// The key, for whoever asked alone. `ephemeral` are 32 random bytes for this once. None where what asks is no key.
    pub fn give(&self, key: &PersonKey, ephemeral: [u8; 32]) -> Option<String> {
        let sealed = sealed::seal(&self.key, ephemeral, INFO, &self.bytes(), &key.0)?;
        let given = [&self.at.to_be_bytes()[..], &self.mark(), &sealed].concat();
        Some(format!("{GIVEN}{}", base64url(&given)))
    }
}

/// Opens what was given to the post with this secret, by the same post's clock.
pub fn take(secret: &[u8; 32], text: &str, now: Timestamp) -> Result<PersonKey, NotTaken> {
    let given = text.trim().strip_prefix(GIVEN).ok_or(NotTaken::NotGiven)?;
    let given: [u8; 4 + MARK + SEALED] = from_base64url(given).ok_or(NotTaken::Damaged)?;
    let (at, rest) = given.split_first_chunk::<4>().ok_or(NotTaken::Damaged)?;
    let at = u32::from_be_bytes(*at);
    let (mark, sealed) = rest.split_at(MARK);
    let asking = Asking::at(secret, at);
    if mark != asking.mark() {
        return Err(NotTaken::OtherPost);
    }
    if is_stale(at, now) {
        return Err(NotTaken::Stale);
    }
    let key = sealed::open(&private(secret, at), INFO, &asking.bytes(), sealed);
    let key = key.and_then(|key| key.try_into().ok());
    key.map(PersonKey).ok_or(NotTaken::Damaged)
}

/// Twelve digits by which people see that two posts have one key. They tell nothing of it.
pub fn digits_of(key: &PersonKey) -> String {
    digits(&sha256(&[b"chot/person-key/mark/1", &key.0]))
}

/// Whether a code is one of these, whole or not: it is for the admin's page alone.
pub fn is_one(code: &[u8]) -> bool {
    [ASKED, GIVEN].iter().any(|opening| {
        code.trim_ascii_start()
            .get(..opening.len())
            .is_some_and(|head| head == opening.as_bytes())
    })
}

/// The X25519 key of an asking.
fn private(secret: &[u8; 32], at: u32) -> [u8; 32] {
    sha256(&[b"chot/person-ask/private/1", secret, &at.to_be_bytes()])
}

fn is_stale(at: u32, now: Timestamp) -> bool {
    (now.as_second() - i64::from(at)).abs() > LASTS.as_secs()
}

/// Twelve digits of a hash, in groups of four.
pub fn digits(hash: &[u8; 32]) -> String {
    let mut first = [0; 8];
    first.copy_from_slice(&hash[..8]);
    let digits = format!("{:012}", u64::from_be_bytes(first) % 1_000_000_000_000);
    format!("{} {} {}", &digits[..4], &digits[4..8], &digits[8..])
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MINE: [u8; 32] = [7; 32];
    const OTHER: [u8; 32] = [8; 32];
    const KEY: PersonKey = PersonKey([5; 32]);
    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn given() -> String {
        Asking::of(&MINE, NOW).give(&KEY, [9; 32]).unwrap()
    }

    #[test]
    fn only_the_post_that_asked_can_take_what_was_given() {
        let asked = Asking::read(&Asking::of(&MINE, NOW).text()).unwrap();
        assert_eq!(asked, Asking::of(&MINE, NOW));
        assert!(asked.is_of(&MINE) && !asked.is_of(&OTHER));
        let given = asked.give(&KEY, [9; 32]).unwrap();
        let taken = take(&MINE, &format!(" {given}\n"), NOW).unwrap();
        assert_eq!(taken.0, KEY.0);
        assert_eq!(take(&OTHER, &given, NOW).unwrap_err(), NotTaken::OtherPost);
        assert_eq!(
            take(&MINE, &asked.text(), NOW).unwrap_err(),
            NotTaken::NotGiven
        );
        assert_eq!(
            take(&MINE, "CHOTKEY1:", NOW).unwrap_err(),
            NotTaken::Damaged
        );
    }

    #[test]
    fn an_asking_is_good_for_a_day_by_the_clock_of_whoever_reads_it() {
        let (asked, given) = (Asking::of(&MINE, NOW), given());
        for seconds in [-86_400, 0, 86_400] {
            let then = NOW + SignedDuration::from_secs(seconds);
            assert!(!asked.is_stale(then));
            assert!(take(&MINE, &given, then).is_ok());
        }
        for seconds in [-86_401, 86_401, 40 * 86_400] {
            let then = NOW + SignedDuration::from_secs(seconds);
            assert!(asked.is_stale(then));
            assert_eq!(take(&MINE, &given, then).unwrap_err(), NotTaken::Stale);
        }
    }

    #[test]
    fn each_asking_has_digits_of_its_own_and_so_has_each_key() {
        let later = NOW + SignedDuration::from_secs(1);
        let asked = [
            Asking::of(&MINE, NOW),
            Asking::of(&MINE, later),
            Asking::of(&OTHER, NOW),
        ];
        let said = asked.map(|asked| asked.digits());
        assert!(said[0] != said[1] && said[0] != said[2]);
        assert!(said.iter().all(|digits| digits.len() == 14));
        assert_ne!(digits_of(&KEY), digits_of(&PersonKey([6; 32])));
    }

    #[test]
    fn both_are_told_from_every_other_code() {
        assert!(is_one(Asking::of(&MINE, NOW).text().as_bytes()));
        assert!(is_one(given().as_bytes()));
        assert!(!is_one(b"CHOTHUB1:AA") && !is_one(b"") && !is_one("CHOTASK".as_bytes()));
    }

    proptest! {
        #[test]
        fn what_was_changed_on_its_way_is_not_taken(at in 0_usize..4 + MARK + SEALED, flip in 1_u8..) {
            let mut sealed: [u8; 4 + MARK + SEALED] = from_base64url(given().strip_prefix(GIVEN).unwrap()).unwrap();
            sealed[at] ^= flip;
            let changed = format!("{GIVEN}{}", base64url(&sealed));
            // The highest bit of a point is none of its own (RFC 7748).
            prop_assume!(at != 4 + MARK + 31 || flip != 0x80);
            prop_assert!(take(&MINE, &changed, NOW).is_err());
        }

        #[test]
        fn no_text_makes_it_panic(text: String) {
            prop_assert!(Asking::read(&text).is_none() || is_one(text.trim().as_bytes()));
            prop_assert!(take(&MINE, &text, NOW).is_err());
        }
    }
}
