//! *Update*: a newer program in one file, and what its maker says of it, signed by the release key.
//!
//! ```text
//! chot/update/1                      which form it is
//! 0.2.0                              the version (semver.org, without build words)
//! x86_64-windows                     which processors and system it is for
//! 0.1.0                              the oldest version that may take it
//! 2027-05-01T00:00:00Z               from then on it is too old to be taken
//! 23456789                           bytes of the payload
//! 9f86d0…                            its SHA-256, in hex
//! SIGNATURE                          base64url: the release key's Ed25519 over the lines above, each with its LF
//! …                                  the payload, to the end of the file
//! ```
//!
//! A release key signs nothing else, and nothing that it signs begins with these words. The lines are read only where they
//! are, byte for byte, what this program would write of the same fields.

use crate::base64url::{base64url, from_base64url};
use jiff::Timestamp;
use ring::signature::{ED25519, UnparsedPublicKey};
use semver::Version;
use std::cmp::Ordering;
use std::fmt::Write;

const FORM: &str = "chot/update/1";
/// Lines before the payload, the signature's among them.
const LINES: usize = 8;
/// No head is longer, in bytes.
pub const LONGEST_HEAD: usize = 1024;
/// No payload is larger, in bytes: several times what the programs come to.
pub const LARGEST: u64 = 256 << 20;
/// Letters of a version or of what it is for.
const LONGEST_WORD: usize = 64;

/// What a newer program says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    pub version: Version,
    /// Processor and system, as `x86_64-windows`: [`is_target`].
    pub target: String,
    pub min_from: Version,
    /// Whole seconds.
    pub expires: Timestamp,
    /// Bytes of the payload.
    pub size: u64,
    pub sha256: [u8; 32],
}

/// A manifest whose signature holds, and where its payload begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub manifest: Manifest,
    /// Bytes before the payload.
    pub length: usize,
}

/// Why a file isn't a word of the release key's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOurs {
    #[error("it isn't an update of Chốt, or it was cut off: copy it anew")]
    Form,
    #[error(
        "it isn't signed by the release key of this program: get it from whoever made this one"
    )]
    Signature,
    #[error("its payload is larger than any of ours")]
    TooLarge,
}

/// Where an update would be taken.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a> {
    /// The program that runs.
    pub version: &'a Version,
    pub target: &'a str,
    /// The time as well as it is known ([`crate::moment::Moment::trusted`]).
    pub at: Option<Timestamp>,
}

/// Why an update that is the release key's isn't for here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("it is for {0}, which this PC is not: take the file for {1}")]
    Target(String, String),
    #[error("it is version {0}, which runs here already")]
    Same(Version),
    #[error("it is version {0}, older than {1}, which runs here")]
    Older(Version, Version),
    #[error("it follows on version {0} and later, and here runs {1}: take {0} first")]
    From(Version, Version),
    #[error("it could be taken until {0}: get a newer one")]
    Expired(Timestamp),
    #[error(
        "this PC's clock isn't trusted, so that nobody can say whether it is still good: set the clock, or connect the hub"
    )]
    Clock,
}

impl Manifest {
    /// The lines that are signed.
    pub fn text(&self) -> String {
        let mut sha256 = String::new();
        for byte in self.sha256 {
            // Writing to a String can't fail.
            let _ = write!(sha256, "{byte:02x}");
        }
        format!(
            "{FORM}\n{}\n{}\n{}\n{}\n{}\n{sha256}\n",
            self.version, self.target, self.min_from, self.expires, self.size
        )
    }

    /// What stands before the payload; `sign` makes Ed25519 over the bytes it is given.
    pub fn head(&self, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> String {
        let text = self.text();
        let signature = base64url(&sign(text.as_bytes()));
        format!("{text}{signature}\n")
    }

    /// Whether it is to be taken here: newer, for this system, not over, and not over a version that it can't follow.
    pub fn fits(&self, here: &Here<'_>) -> Result<(), Unfit> {
        if self.target != here.target {
            let (its, ours) = (self.target.clone(), here.target.to_owned());
            return Err(Unfit::Target(its, ours));
        }
        match self.version.cmp_precedence(here.version) {
            Ordering::Greater => {}
            Ordering::Equal => return Err(Unfit::Same(self.version.clone())),
            Ordering::Less => {
                return Err(Unfit::Older(self.version.clone(), here.version.clone()));
            }
        }
        if here.version.cmp_precedence(&self.min_from) == Ordering::Less {
            return Err(Unfit::From(self.min_from.clone(), here.version.clone()));
        }
        let at = here.at.ok_or(Unfit::Clock)?;
        if at >= self.expires {
            return Err(Unfit::Expired(self.expires));
        }
        Ok(())
    }

    fn read(text: &str) -> Option<Manifest> {
        let mut lines = text.lines().skip(1);
        let mut line = || lines.next();
        let manifest = Manifest {
            version: version(line()?)?,
            target: line().filter(|target| is_target(target))?.to_owned(),
            min_from: version(line()?)?,
            expires: line()?.parse().ok()?,
            size: line()?.parse().ok()?,
            sha256: hash(line()?)?,
        };
        (manifest.text() == text).then_some(manifest)
    }
}

impl Head {
    /// Reads the beginning of a file, [`LONGEST_HEAD`] bytes of it or all, and believes nothing that `key` didn't sign.
    pub fn open(begin: &[u8], key: &[u8; 32]) -> Result<Head, NotOurs> {
        let begin = &begin[..begin.len().min(LONGEST_HEAD)];
        let mut ends = begin.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let signed = ends.nth(LINES - 2).ok_or(NotOurs::Form)?.0 + 1;
        let length = ends.next().ok_or(NotOurs::Form)?.0 + 1;
        let text = &begin[..signed];
        if !text.starts_with(FORM.as_bytes()) {
            return Err(NotOurs::Form);
        }
        let signature = std::str::from_utf8(&begin[signed..length - 1]).ok();
        let signature = signature.and_then(from_base64url::<64>);
        // Nothing of what isn't signed is read.
        UnparsedPublicKey::new(&ED25519, key)
            .verify(text, &signature.ok_or(NotOurs::Form)?)
            .map_err(|_| NotOurs::Signature)?;
        let text = std::str::from_utf8(text).map_err(|_| NotOurs::Form)?;
        let manifest = Manifest::read(text).ok_or(NotOurs::Form)?;
        if manifest.size > LARGEST {
            return Err(NotOurs::TooLarge);
        }
        Ok(Head { manifest, length })
    }
}

/// A version in its one form: no build words, which have no place in the order.
pub fn version(text: &str) -> Option<Version> {
    let version = Version::parse(text).ok()?;
    (text.len() <= LONGEST_WORD && version.build.is_empty()).then_some(version)
}

/// Lower-case letters, digits, `_` and `-`.
pub fn is_target(text: &str) -> bool {
    let is_letter = |letter: u8| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, b'_' | b'-')
    };
    (1..=LONGEST_WORD).contains(&text.len()) && text.bytes().all(is_letter)
}

fn hash(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ring::signature::{Ed25519KeyPair, KeyPair};

    fn pair() -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap()
    }

    fn public(pair: &Ed25519KeyPair) -> [u8; 32] {
        pair.public_key().as_ref().try_into().unwrap()
    }

    fn manifest() -> Manifest {
        Manifest {
            version: version("0.2.0").unwrap(),
            target: "x86_64-linux".to_owned(),
            min_from: version("0.1.0").unwrap(),
            expires: "2027-05-01T00:00:00Z".parse().unwrap(),
            size: 5,
            sha256: crate::chain::sha256(&[b"hello"]),
        }
    }

    fn signed(manifest: &Manifest) -> String {
        manifest.head(|text| pair().sign(text).as_ref().try_into().unwrap())
    }

    fn here<'a>(version: &'a Version, at: &str) -> Here<'a> {
        Here {
            version,
            target: "x86_64-linux",
            at: Some(at.parse().unwrap()),
        }
    }

    /// The form is what others sign by: it stays as it is.
    #[test]
    fn the_lines_that_are_signed() {
        assert_eq!(
            manifest().text(),
            "chot/update/1\n0.2.0\nx86_64-linux\n0.1.0\n2027-05-01T00:00:00Z\n5\n\
             2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\n"
        );
        let head = signed(&manifest());
        assert_eq!(head.lines().count(), LINES);
        let opened = Head::open(format!("{head}hello").as_bytes(), &public(&pair())).unwrap();
        assert_eq!(opened.manifest, manifest());
        assert_eq!(opened.length, head.len());
    }

    /// semver.org, 2.0.0, section 11.
    #[test]
    fn versions_are_in_the_order_of_the_specification() {
        let order = [
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "2.0.0",
            "2.1.0",
            "2.1.1",
            "2.1.10",
        ];
        for (place, runs) in order.iter().enumerate() {
            let runs = version(runs).unwrap();
            for (other, offered) in order.iter().enumerate() {
                let offered = Manifest {
                    version: version(offered).unwrap(),
                    min_from: version("0.0.1").unwrap(),
                    ..manifest()
                };
                let fits = offered.fits(&here(&runs, "2026-11-27T00:00:00Z"));
                assert_eq!(fits.is_ok(), other > place, "{runs} to {}", offered.version);
            }
        }
        assert_eq!(version("1.0.0+20130313144700"), None);
        assert_eq!(version("01.0.0"), None);
        assert_eq!(version("1.0"), None);
    }

    #[test]
    fn what_is_over_too_far_ahead_or_for_another_system_is_told_apart() {
        let runs = version("0.1.0").unwrap();
        let now = "2026-11-27T00:00:00Z";
        assert_eq!(manifest().fits(&here(&runs, now)), Ok(()));
        let fits = |manifest: Manifest, at: &str| manifest.fits(&here(&runs, at)).unwrap_err();
        let expires = manifest().expires;
        assert_eq!(
            fits(manifest(), "2027-05-01T00:00:00Z"),
            Unfit::Expired(expires)
        );
        let ahead = Manifest {
            min_from: version("0.1.1").unwrap(),
            ..manifest()
        };
        assert!(matches!(fits(ahead, now), Unfit::From(..)));
        let elsewhere = Manifest {
            target: "x86_64-windows".to_owned(),
            ..manifest()
        };
        assert!(matches!(fits(elsewhere, now), Unfit::Target(..)));
        let no_clock = Here {
            at: None,
            ..here(&runs, now)
        };
        assert_eq!(manifest().fits(&no_clock), Err(Unfit::Clock));
    }

    #[test]
    fn a_file_of_another_key_or_larger_than_any_of_ours_is_refused() {
        let other = Ed25519KeyPair::from_seed_unchecked(&[8; 32]).unwrap();
        let head = signed(&manifest());
        let opened = Head::open(head.as_bytes(), &public(&other));
        assert_eq!(opened, Err(NotOurs::Signature));
        let large = Manifest {
            size: LARGEST + 1,
            ..manifest()
        };
        let opened = Head::open(signed(&large).as_bytes(), &public(&pair()));
        assert_eq!(opened, Err(NotOurs::TooLarge));
    }

    /// The key signed it, and yet it isn't the one form of its fields.
    #[test]
    fn what_isnt_in_the_one_form_is_refused_although_it_is_signed() {
        let text = manifest().text();
        for (from, to) in [
            ("0.2.0", "0.2.0 "),
            ("0.2.0", "0.2.0+built"),
            ("x86_64-linux", "../x86_64"),
            ("00:00:00Z", "00:00:00.000Z"),
            ("\n5\n", "\n05\n"),
            ("2cf24d", "2CF24D"),
            ("chot/update/1\n", "chot/update/1 \n"),
        ] {
            let other = text.replacen(from, to, 1);
            assert_ne!(other, text, "{from:?}");
            let signature = base64url(pair().sign(other.as_bytes()).as_ref());
            let opened = Head::open(format!("{other}{signature}\n").as_bytes(), &public(&pair()));
            assert_eq!(opened, Err(NotOurs::Form), "{to:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_was_altered_in_a_head_is_refused(at in 0_usize..400, by in 1_u8..=255) {
            let mut head = signed(&manifest()).into_bytes();
            let at = at % head.len();
            head[at] ^= by;
            prop_assert!(Head::open(&head, &public(&pair())).is_err());
        }

        #[test]
        fn a_head_that_was_cut_off_is_refused(length in 0_usize..400) {
            let head = signed(&manifest());
            let cut = length % head.len();
            prop_assert_eq!(Head::open(&head.as_bytes()[..cut], &public(&pair())), Err(NotOurs::Form));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>, text in "(chot/update/1\n)?(.*\n){0,10}") {
            let _ = Head::open(&bytes, &public(&pair()));
            let _ = Head::open(text.as_bytes(), &public(&pair()));
        }
    }
}
