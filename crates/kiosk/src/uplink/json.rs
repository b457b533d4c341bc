//! *HTTPS JSON*: entries to anybody's receiver. What both sides do is written for third parties in
//! `HTTPS_JSON.md` beside this file.

use super::begun;
use super::carrier::Turn;
use super::fault::Fault;
use super::problem::{self, Alarm};
use super::room::Room;
use super::timer::Timer;
use super::web::{Answer, Request, Web};
use crate::keys::Key;
use crate::outbox::{Row, Stretch};
use crate::targets::{Begun, Cursor, Refused, Target, TargetError};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use checkpoint::chain::BranchName;
use checkpoint::subject::Group;
use checkpoint::wire::MAX_BODY;
use jiff::Timestamp;
use reqwest::Method;
use ring::digest::{SHA256, digest};
use ring::hmac;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::Duration;

/// Entries of one request.
const MOST: usize = 200;

#[derive(Serialize)]
struct Body<'a> {
    batch: Option<Batch>,
    entries: Vec<&'a RawValue>,
    subjects: Vec<Subject<'a>>,
}

#[derive(Serialize)]
struct Batch {
    v: u64,
    device: String,
    unit: String,
    branch: String,
    first: u64,
    last: u64,
    prev: String,
    head: String,
    sent_at: String,
    waiting: u64,
    app: &'static str,
}

#[derive(Serialize)]
struct Subject<'a> {
    seq: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    health: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a RawValue>,
}

/// What acknowledges a request; anything else doesn't.
#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Received {
    /// `first-last`, or `none` for a request without entries.
    received: String,
    /// SHA-256 of the request's body, in hex.
    digest: String,
}

/// 422: lines that the receiver doesn't take while it takes their neighbours.
#[derive(Debug, Deserialize)]
struct Refusal {
    refused: Vec<RefusedLine>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RefusedLine {
    seq: u64,
    #[serde(default)]
    why: String,
}

/// A request as it is sent.
pub(super) struct Letter {
    /// The same entries in the same form have the same.
    pub key: String,
    pub body: Vec<u8>,
    pub received: String,
}

/// Sends the next entries.
pub(super) async fn turn(
    room: &Room,
    target: &Target,
    web: &Web,
    timer: &mut Timer,
) -> Result<Turn, TargetError> {
    let secret = room.targets.borrow().secret(target)?;
    let Some((number, secret)) = secret else {
        return problem::alarm(room, target, timer, Alarm::NoSecret);
    };
    let picked: Vec<Group> = target.picked.iter().map(|picked| picked.group).collect();
    let outbox = room.outbox();
    let mut stretch = match begun::next(&outbox, target, MOST, !picked.is_empty()) {
        Ok(Some(stretch)) => stretch,
        Ok(None) => {
            timer.reset();
            room.targets.borrow_mut().going_on(target.id)?;
            return Ok(Turn::Idle);
        }
        Err(error) => return problem::unreadable(room, target, timer, &error),
    };
    let withheld: BTreeSet<(BranchName, u64)> = room
        .targets
        .borrow()
        .refused(target.id)?
        .into_iter()
        .filter(|refused| refused.withheld)
        .map(|refused| (refused.at.branch, refused.at.seq))
        .collect();
    let letter = loop {
        let names = (room.device.id.0, outbox.unit());
        let written = write(&stretch, &picked, &withheld, names, room.now());
        match written {
            Some(letter) if letter.body.len() > MAX_BODY && stretch.rows.len() > 1 => {
                let half = stretch.rows.len() / 2;
                stretch.waiting += (stretch.rows.len() - half) as u64;
                stretch.rows.truncate(half);
            }
            Some(letter) => break letter,
            None => return problem::alarm(room, target, timer, Alarm::ReceiverRefuses),
        }
    };
    let begun = Begun {
        branch: stretch.branch,
        first: stretch.first(),
        last: stretch.end().seq,
    };
    if !begun::begin(room, target, begun)? {
        return Ok(Turn::More);
    }
    let at_work = room.at_work(target.id);
    let answer = web
        .ask(signed(web, &letter, number, &secret, room.now()))
        .await;
    drop(at_work);
    let host = web.address().host().to_owned();
    let answer = match answer {
        Ok(answer) => answer,
        Err(fault) => return problem::fault(room, target, timer, &fault),
    };
    match read(&answer, &letter) {
        Reply::Received => {
            let entries = stretch.rows.len() as u64;
            let now = room.now();
            room.targets.borrow_mut().moved(
                target.id,
                target.shift,
                stretch.end(),
                (entries, 0),
                now,
            )?;
            timer.reset();
            Ok(Turn::More)
        }
        Reply::Refused(lines) => {
            let fresh: Vec<&RefusedLine> = lines
                .iter()
                .filter(|line| {
                    stretch.rows.iter().any(|row| row.seq == line.seq)
                        && !withheld.contains(&(stretch.branch, line.seq))
                })
                .collect();
            if fresh.is_empty() {
                return problem::alarm(room, target, timer, Alarm::ReceiverRefuses);
            }
            for line in fresh {
                let refused = Refused {
                    at: Cursor {
                        branch: stretch.branch,
                        seq: line.seq,
                    },
                    withheld: true,
                    why: line.why.chars().take(200).collect(),
                    since: room.now(),
                };
                room.targets.borrow_mut().refuse(target.id, &refused)?;
            }
            Ok(Turn::More)
        }
        Reply::Wait(seconds) => {
            let wait = timer.asked_to_wait(seconds, room.chance());
            let saying = Fault::Busy(answer.status).problem();
            problem::failing(room, target, &saying, wait)
        }
        Reply::SecretWrong => problem::alarm(room, target, timer, Alarm::SecretWrong),
        Reply::No => problem::alarm(room, target, timer, Alarm::ReceiverRefuses),
        Reply::Nothing => {
            let fault = match answer.status {
                408 | 425 | 429 | 500..=599 => Fault::Busy(answer.status),
                _ if answer.is_page() => Fault::Portal(host),
                status => Fault::SomethingElse { host, status },
            };
            problem::fault(room, target, timer, &fault)
        }
    }
}

/// The request for these entries; None where a stored line is no JSON.
pub(super) fn write(
    stretch: &Stretch,
    picked: &[Group],
    withheld: &BTreeSet<(BranchName, u64)>,
    (device, unit): ([u8; 16], [u8; 16]),
    now: Timestamp,
) -> Option<Letter> {
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let (first, last) = (stretch.first(), stretch.end().seq);
    let is_withheld = |row: &Row| withheld.contains(&(stretch.branch, row.seq));
    let lines: Option<Vec<String>> = stretch
        .rows
        .iter()
        .map(|row| {
            if is_withheld(row) {
                let (seq, leaf) = (row.seq, text(&row.leaf));
                return Some(format!(
                    r#"{{"seq":{seq},"kind":"withheld","leaf":"{leaf}"}}"#
                ));
            }
            String::from_utf8(row.line.clone()).ok()
        })
        .collect();
    let lines = lines?;
    let entries = lines
        .iter()
        .map(|line| serde_json::from_str(line).ok())
        .collect::<Option<Vec<&RawValue>>>()?;
    let raw = |row: &'_ Row, group: Group| -> Option<Box<RawValue>> {
        let line = row.groups[group as usize].as_deref()?;
        picked
            .contains(&group)
            .then(|| RawValue::from_string(line.to_owned()).ok())
            .flatten()
    };
    let groups: Vec<(u64, [Option<Box<RawValue>>; 4])> = stretch
        .rows
        .iter()
        .filter(|row| !is_withheld(row))
        .map(|row| {
            let all = [Group::Identity, Group::Contact, Group::Health, Group::Note];
            (row.seq, all.map(|group| raw(row, group)))
        })
        .filter(|(_, groups)| groups.iter().any(Option::is_some))
        .collect();
    let subjects = groups
        .iter()
        .map(|(seq, [identity, contact, health, note])| Subject {
            seq: *seq,
            identity: identity.as_deref(),
            contact: contact.as_deref(),
            health: health.as_deref(),
            note: note.as_deref(),
        })
        .collect();
    let body = Body {
        batch: Some(Batch {
            v: 1,
            device: text(&device),
            unit: text(&unit),
            branch: text(&stretch.branch.0),
            first,
            last,
            prev: text(&stretch.prev),
            head: text(&stretch.rows.last()?.head),
            sent_at: now.to_string(),
            waiting: stretch.waiting,
            app: crate::APP,
        }),
        entries,
        subjects,
    };
    // Two requests with the same key bring the same entries in the same form.
    let mut form = String::new();
    for row in stretch.rows.iter().filter(|row| is_withheld(row)) {
        // Writing to a String can't fail.
        let _ = write!(form, "-{}", row.seq);
    }
    let groups: String = picked
        .iter()
        .map(|group| (*group as u8).to_string())
        .collect();
    let named = format!(
        "{}/{}/{first}-{last}/{}/{groups}/{form}",
        text(&device),
        text(&stretch.branch.0),
        text(&stretch.rows.last()?.head)
    );
    Some(Letter {
        key: text(digest(&SHA256, named.as_bytes()).as_ref()),
        body: serde_json::to_vec(&body).ok()?,
        received: format!("{first}-{last}"),
    })
}

/// A request without entries: whether the receiver is there and knows the secret.
pub(super) fn empty(now: Timestamp) -> Letter {
    let body = Body {
        batch: None,
        entries: Vec::new(),
        subjects: Vec::new(),
    };
    Letter {
        key: format!("test-{}", now.as_millisecond()),
        // Nothing in it that JSON can't hold.
        body: serde_json::to_vec(&body).unwrap_or_default(),
        received: "none".to_owned(),
    }
}

/// Signs a letter with the shared secret: HMAC-SHA-256 over its key, the time and the body.
pub(super) fn signed(
    web: &Web,
    letter: &Letter,
    number: u32,
    secret: &Key,
    now: Timestamp,
) -> Request {
    let time = now.as_second().to_string();
    let secret = hmac::Key::new(hmac::HMAC_SHA256, secret.bytes());
    let mut mac = hmac::Context::with_key(&secret);
    for part in [letter.key.as_bytes(), b"\n", time.as_bytes(), b"\n"] {
        mac.update(part);
    }
    mac.update(&letter.body);
    let signature = hex(mac.sign().as_ref());
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("idempotency-key", letter.key.clone()),
        ("chot-time", time),
        ("chot-secret", number.to_string()),
        ("chot-signature", format!("hmac-sha256={signature}")),
    ];
    Request {
        method: Method::POST,
        url: web.address().as_str().to_owned(),
        headers: headers
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        body: letter.body.clone(),
    }
}

/// What a receiver said.
#[derive(Debug)]
pub(super) enum Reply {
    Received,
    Refused(Vec<RefusedLine>),
    Wait(u64),
    SecretWrong,
    /// It is the receiver, and it says no.
    No,
    /// Something else answers, or the receiver is in trouble: nothing was learnt.
    Nothing,
}

/// Reads an answer. Only the exact acknowledgement acknowledges.
pub(super) fn read(answer: &Answer, letter: &Letter) -> Reply {
    if answer.is_page() {
        return Reply::Nothing;
    }
    match answer.status {
        200 | 201 => match serde_json::from_slice::<Received>(&answer.body) {
            Ok(said)
                if said.received == letter.received
                    && said.digest == hex(digest(&SHA256, &letter.body).as_ref()) =>
            {
                Reply::Received
            }
            Ok(_) | Err(_) => Reply::Nothing,
        },
        401 | 403 => Reply::SecretWrong,
        422 => match serde_json::from_slice::<Refusal>(&answer.body) {
            Ok(refusal) if !refusal.refused.is_empty() => Reply::Refused(refusal.refused),
            Ok(_) | Err(_) => Reply::No,
        },
        429 | 503 => match answer.retry_after() {
            Some(wait) => Reply::Wait(Duration::as_secs(&wait)),
            None => Reply::Nothing,
        },
        400 | 409 | 413 | 415 => Reply::No,
        _ => Reply::Nothing,
    }
}

/// Two small digits a byte.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
