//! Issuing: a kiosk or a hub signs, and any kiosk of the unit verifies it offline.

use super::claims::Claims;
use super::typ_of;
use crate::cbor::Writer;
use crate::document::cose::{ALG, CHAIN, EDDSA, KID, TYP, message, signed_bytes};
use crate::document::{Kind, base45};
use crate::keys;
use crate::subject::fold_name;
use jiff::Timestamp;
use miniz_oxide::deflate::compress_to_vec_zlib;

/// What is to be issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The unit that issues it.
    pub iss: [u8; 16],
    /// The unit that it is for.
    pub aud: [u8; 16],
    /// The moment of issuing, in whole seconds.
    pub iat: Timestamp,
    pub exp: Timestamp,
    pub document: IssuedAs,
}

/// A document of ours with what its kind says. Names may be written in full: they are folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IssuedAs {
    Pass {
        cti: [u8; 16],
        name: String,
        birth_year: Option<i16>,
        last_four: Option<String>,
        /// By the question's number.
        answers: Vec<(u8, bool)>,
        /// How many people come on it.
        heads: u32,
    },
    DayBadge {
        /// Names the visit at the gate that printed it.
        cti: Option<[u8; 16]>,
        name: String,
        birth_year: Option<i16>,
        last_four: Option<String>,
    },
    StaffBadge {
        cti: [u8; 16],
        /// Names the holder in the unit's roster.
        token: Vec<u8>,
        name: Option<String>,
    },
    Place {
        code: String,
        version: u32,
    },
}

/// Whose signature stands under it, and how verifiers find the key.
#[derive(Clone, Copy, Debug)]
pub enum Signature<'a> {
    /// A key that the unit's trust lists name.
    Key(&'a [u8; 32]),
    /// Certificates that lead from the key to a root, lowest first, each as
    /// [`keys::KeyCertificate::signed`] gives it.
    Chain(&'a [Vec<u8>]),
}

/// Why a document can't be issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IssueError {
    #[error("it says too little, or ends before it begins; a day badge ends within 24 hours")]
    Incomplete,
    #[error("no code of bearable size holds it: shorten the name or issue it without certificates")]
    TooLong,
}

/// The text of a document's code. `sign` gives the Ed25519 signature over the bytes it gets.
pub fn issue(
    issue: Issue,
    by: Signature,
    sign: impl FnOnce(&[u8]) -> [u8; 64],
) -> Result<String, IssueError> {
    let (kind, claims) = claims(issue);
    claims.says(kind).ok_or(IssueError::Incomplete)?;
    let payload = claims.write();
    let protected = protected(kind, by);
    let signature = sign(&signed_bytes(&protected, &payload));
    let message = message(&protected, &payload, &signature);
    let text = format!(
        "CHOT1:{}",
        base45::encode(&compress_to_vec_zlib(&message, 9))
    );
    // What reads back is what can be shown; and nobody prints a code that nobody scans.
    let said = super::read(&text.as_bytes()["CHOT1:".len()..]).1;
    if text.len() > MOST_LETTERS {
        Err(IssueError::TooLong)
    } else if said.certificate.is_none() {
        Err(IssueError::Incomplete)
    } else {
        Ok(text)
    }
}

/// A code of version 25 at level M holds as many: 117 modules, at 0.4 mm they are 47 mm.
const MOST_LETTERS: usize = 1451;

fn claims(issue: Issue) -> (Kind, Claims) {
    let mut claims = Claims {
        iss: issue.iss,
        aud: issue.aud,
        exp: issue.exp,
        iat: issue.iat,
        cti: None,
        name: None,
        birth_year: None,
        last_four: None,
        answers: None,
        place: None,
        heads: None,
        token: None,
    };
    let kind = match issue.document {
        IssuedAs::Pass {
            cti,
            name,
            birth_year,
            last_four,
            answers,
            heads,
        } => {
            claims.cti = Some(cti);
            claims.name = Some(fold_name(&name));
            claims.birth_year = birth_year;
            claims.last_four = last_four;
            claims.answers = Some(answers);
            claims.heads = (heads != 1).then_some(heads);
            Kind::DeclarationPass
        }
        IssuedAs::DayBadge {
            cti,
            name,
            birth_year,
            last_four,
        } => {
            claims.cti = cti;
            claims.name = Some(fold_name(&name));
            claims.birth_year = birth_year;
            claims.last_four = last_four;
            Kind::DayBadge
        }
        IssuedAs::StaffBadge { cti, token, name } => {
            claims.cti = Some(cti);
            claims.token = Some(token);
            claims.name = name.map(|name| fold_name(&name));
            Kind::StaffBadge
        }
        IssuedAs::Place { code, version } => {
            claims.place = Some((code, version));
            Kind::PlacePoster
        }
    };
    (kind, claims)
}

fn protected(kind: Kind, by: Signature) -> Vec<u8> {
    let mut header = Writer::new();
    header.map(3).integer(ALG).integer(EDDSA);
    if let Signature::Key(key) = by {
        header.integer(KID).bytes(&keys::kid(key));
    }
    header.integer(TYP).text(typ_of(kind).unwrap_or_default());
    if let Signature::Chain(links) = by {
        header.integer(CHAIN).list(links.len());
        for link in links {
            header.bytes(link);
        }
    }
    header.done()
}
