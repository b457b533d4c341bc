//! *Answer*: what a post does next, by PROTOCOL.md's table of answers.
//!
//! Only an answer whose signature leads to the pinned root changes more than the retry timer; its
//! unsigned twin, or one in which a single byte was changed, is [`Next::Again`].

use super::MAX_BODY;
use super::signed::{Code, Pin, Receipt, Refusal, Signed, Statement};
use crate::chain::{BranchName, DeviceId};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The longest that `Retry-After` is obeyed, in seconds.
const LONGEST_WAIT: u64 = 6 * 60 * 60;
/// The first retry comes within this, in milliseconds; each further one within twice as much.
const FIRST_RETRY_MS: u64 = 2_000;
/// Retries come no rarer than this, in milliseconds.
const LAST_RETRY_MS: u64 = 15 * 60 * 1_000;

/// An answer as it came over the network.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    pub status: u16,
    /// The value of `Chot-Sync`.
    pub chot_sync: Option<&'a str>,
    pub content_type: Option<&'a str>,
    /// The value of `Retry-After`. A date isn't read: the post's clock may be wrong.
    pub retry_after: Option<&'a str>,
    /// Unpacked, at most 1 MiB.
    pub body: &'a [u8],
}

/// The request that it answers.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub device: DeviceId,
    pub branch: BranchName,
    /// The digest of the request ([`super::request::Base::digest`]).
    pub request: [u8; 32],
    pub what: What<'a>,
}

/// What was asked for.
#[derive(Clone, Copy)]
pub enum What<'a> {
    /// A batch of entries `first..=last`.
    Batch {
        first: u64,
        last: u64,
        /// The post's own head at a seq of this branch's history: None where it has none.
        own: &'a dyn Fn(u64) -> Option<[u8; 32]>,
    },
    /// What the hub has of this branch at `seq` or before.
    Head { seq: u64 },
    /// Anything else, whose good answer is read elsewhere ([`super::heartbeat::heard`]).
    Other,
}

impl std::fmt::Debug for What<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            What::Batch { first, last, .. } => write!(formatter, "Batch({first}..={last})"),
            What::Head { seq } => write!(formatter, "Head({seq})"),
            What::Other => formatter.write_str("Other"),
        }
    }
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The hub has everything up to `to`: the cursor goes there. `at` is the hub's time.
    Acked {
        to: u64,
        head: [u8; 32],
        at: Timestamp,
    },
    /// The answer to `GET …/head`: the hub's newest entry at or before the seq that was asked for,
    /// and its head there. It may differ from the post's own.
    Has {
        seq: u64,
        head: [u8; 32],
        at: Timestamp,
    },
    /// Nothing was learnt: the same again by the [`retry`] timer.
    Again(Because),
    /// Nothing was learnt: the same again after so many seconds ([`wait`] adds its part).
    Wait { seconds: u64 },
    /// Entries are missing at the hub: send on from `seq` of `branch`.
    Goto { branch: BranchName, seq: u64 },
    /// The hub holds other bytes of `branch` at or before `seq`, where its head is `head`: find the last common
    /// entry by `GET …/head`, and leave from it on a new branch.
    Branch {
        branch: BranchName,
        seq: u64,
        head: [u8; 32],
    },
    /// The same in batches of half the size. Of a single entry: as [`Next::SmallerThenAlarm`].
    Halve,
    /// The same as gzip, then plain.
    OtherEncoding,
    /// The same in smaller batches; when a single entry is refused, an alarm. No line is dropped.
    SmallerThenAlarm,
    /// Goes on recording; an alarm.
    Retired,
    /// Goes on recording; an alarm.
    Distrusted,
    /// Goes on recording; an alarm; presents its certificate.
    Unknown,
    /// Goes on recording; asks for a newer program.
    Update,
}

/// Why nothing was learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// 408, 425, 5xx, or 429 without a time.
    Busy,
    /// HTML, a redirect, 200 or 404: something else answers here, such as a hotel's sign-in page.
    NotAHub,
    /// It says something, and nobody whom the post believes has signed it.
    Unsigned,
    /// It is signed by the hub and about something else than was asked, or the hub contradicts
    /// itself: two machines may use this identity, or a hub is broken.
    Contradicts,
}

/// Reads an answer by the table.
pub fn next(answer: &Answer<'_>, asked: &Asked<'_>, pin: &Pin<'_>) -> Next {
    if answer.body.len() > MAX_BODY {
        return Next::Again(Because::NotAHub);
    }
    let signed = match (answer.status, asked.what) {
        (201, What::Batch { .. }) | (200, What::Head { .. }) => {
            statement(answer, pin).map(|receipt| received(&receipt, asked, pin))
        }
        (400..=499, _) => {
            statement(answer, pin).map(|refusal| refused(&refusal, answer, asked, pin))
        }
        _ => Err(Because::Unsigned),
    };
    signed.unwrap_or_else(|because| unsigned(answer, because))
}

fn statement<T>(answer: &Answer<'_>, pin: &Pin<'_>) -> Result<T, Because>
where
    T: Statement + Serialize + DeserializeOwned,
{
    if answer.chot_sync != Some("1") {
        return Err(Because::NotAHub);
    }
    Signed::believed(answer.body, pin).map_err(|_| Because::Unsigned)
}

fn received(receipt: &Receipt, asked: &Asked<'_>, pin: &Pin<'_>) -> Next {
    let is_ours = receipt.device == asked.device
        && receipt.branch == asked.branch
        && receipt.unit == pin.unit
        && receipt.request == asked.request;
    let Receipt {
        acked, head, at, ..
    } = *receipt;
    match asked.what {
        What::Batch { last, own, .. } => {
            if is_ours && acked <= last && own(acked) == Some(head) {
                Next::Acked {
                    to: acked,
                    head,
                    at,
                }
            } else {
                Next::Again(Because::Contradicts)
            }
        }
        // No receipt answers it.
        What::Other => Next::Again(Because::Contradicts),
        What::Head { seq } => {
            if is_ours && acked <= seq {
                Next::Has {
                    seq: acked,
                    head,
                    at,
                }
            } else {
                Next::Again(Because::Contradicts)
            }
        }
    }
}

fn refused(refusal: &Refusal, answer: &Answer<'_>, asked: &Asked<'_>, pin: &Pin<'_>) -> Next {
    let is_ours = refusal.device == asked.device
        && refusal.unit == pin.unit
        && refusal.request == asked.request
        && refusal.code.status() == answer.status;
    if !is_ours {
        return Next::Again(Because::Contradicts);
    }
    match refusal.code {
        Code::Gap => match (refusal.branch, refusal.seq) {
            (Some(branch), Some(seq)) if seq > 0 => Next::Goto { branch, seq },
            (Some(_) | None, Some(_) | None) => Next::Again(Because::Contradicts),
        },
        Code::Fork => match (refusal.branch, refusal.seq, refusal.head) {
            (Some(branch), Some(seq), Some(head)) => Next::Branch { branch, seq, head },
            (Some(_) | None, Some(_) | None, Some(_) | None) => Next::Again(Because::Contradicts),
        },
        Code::Malformed | Code::Unfit => Next::SmallerThenAlarm,
        Code::TooLarge => Next::Halve,
        Code::Encoding => Next::OtherEncoding,
        Code::Retired => Next::Retired,
        Code::Distrusted => Next::Distrusted,
        Code::Unknown => Next::Unknown,
        Code::Version => Next::Update,
        Code::CodeWrong | Code::CodeUsed | Code::CodeExpired => Next::Again(Because::Contradicts),
    }
}

/// What is left for an answer that nobody signed: when to ask again, and what to call it.
fn unsigned(answer: &Answer<'_>, because: Because) -> Next {
    let seconds = answer.retry_after.and_then(|text| text.trim().parse().ok());
    if let (429 | 503, Some(seconds)) = (answer.status, seconds) {
        return Next::Wait {
            seconds: u64::clamp(seconds, 1, LONGEST_WAIT),
        };
    }
    let is_html = answer.content_type.is_some_and(|kind| {
        kind.trim_start()
            .to_ascii_lowercase()
            .starts_with("text/html")
    });
    Next::Again(match answer.status {
        _ if is_html => Because::NotAHub,
        408 | 425 | 429 | 500..=599 => Because::Busy,
        200..=399 | 404 => Because::NotAHub,
        _ => because,
    })
}

/// How long to wait before a request is tried again, in milliseconds: full jitter, within 2 s at
/// first, doubling to 15 min. `failures` are those in a row, from 1; `random` is uniform in 0..=1.
pub fn retry(failures: u32, random: f64) -> u64 {
    let doubled = FIRST_RETRY_MS.checked_shl(failures.saturating_sub(1).min(32));
    let most = doubled.unwrap_or(LAST_RETRY_MS).min(LAST_RETRY_MS);
    part(most, random)
}

/// How long [`Next::Wait`] waits, in milliseconds: what was asked for, and up to 20 % more, so that
/// not everybody comes back at once.
pub fn wait(seconds: u64, random: f64) -> u64 {
    let asked = seconds.clamp(1, LONGEST_WAIT) * 1_000;
    asked + part(asked / 5, random)
}

fn part(most: u64, random: f64) -> u64 {
    let random = if random.is_finite() {
        random.clamp(0.0, 1.0)
    } else {
        1.0
    };
    // Below 2⁵³: nothing is lost.
    (most as f64 * random) as u64
}
