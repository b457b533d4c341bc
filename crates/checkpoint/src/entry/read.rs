//! A line is read as an entry: strictly where a wrong reading would move someone, and letting pass
//! what only a newer program understands.

use super::{
    Audit, Direction, Draft, Elsewhere, Entry, Happened, Kind, LineError, MAX_NUMBER, Mode,
    Outcome, Party,
};
use super::{Precision, Ref, VERSION, Was};
use crate::base64url::from_base64url;
use crate::chain::{BranchName, DeviceId};
use crate::json::{self, Members, Wrong, word};
use crate::moment::{Boot, Moment, Offset};
use crate::place::{Said, State};
use crate::verdict::Reason;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// The longest word of a list, so that a word of a newer program stays a word.
const MAX_WORD: usize = 32;

impl Entry {
    /// Reads a stored or received line, whose newline is off.
    ///
    /// Kinds, reasons, documents and sources are open sets: an unknown kind becomes
    /// [`Kind::Other`], the others are left out of the entry and stay in the line, as do members
    /// that this program doesn't know. Directions, verdicts and precisions are closed: a newer
    /// program that adds one has to write another `v`.
    ///
    /// Errors: what isn't one JSON object on one line of at most 16 KiB, a key that stands twice, a
    /// control character (also an escaped one), a version other than 1, a member that is missing or
    /// of another form than pinned.
    pub fn parse(line: &[u8]) -> Result<Entry, LineError> {
        let mut members = json::object(line)?;
        members.check_plain()?;
        match needed(members.number("v")?, "v")? {
            VERSION => {}
            newer => return Err(LineError::Version(newer)),
        }
        let seq = place(&mut members, "seq")?;
        let id = needed(members.text("id")?, "id")?;
        let kind = kind(&mut members)?;
        let moment = Moment {
            at: time(&mut members, "at")?,
            mono_ms: whole(&mut members, "mono_ms")?,
            boot: Boot(bytes(&mut members, "boot")?),
            offset: offset(&mut members)?,
        };
        let gate = narrow(&mut members, "gate")?;
        let mut said = Draft::new(kind);
        said.direction = closed::<Direction>(&mut members, "direction")?;
        said.verdict = closed::<Outcome>(&mut members, "verdict")?;
        for code in members.texts("reasons")?.unwrap_or_default() {
            said.take_code(&code)?;
        }
        said.document = open(&mut members, "document")?;
        match within(&mut members, "of", of_member)? {
            Some(Of::Here(of)) => said.of = Some(of),
            Some(Of::Elsewhere(of)) => said.elsewhere = of.map(Box::new),
            None => {}
        }
        said.was = within(&mut members, "was", was_member)?;
        said.happened = within(&mut members, "happened", happened_member)?;
        said.until = match members.has("until") {
            true => Some(time(&mut members, "until")?),
            false => None,
        };
        said.paper = matches!(open(&mut members, "source")?, Some(Source::Paper));
        said.by = match members.has("by") {
            true => Some(whole(&mut members, "by")?),
            false => None,
        };
        said.count = match members.has("count") {
            true => Some(narrow(&mut members, "count")?),
            false => None,
        };
        said.heads = match members.has("heads") {
            true => Some(narrow(&mut members, "heads")?),
            false => None,
        };
        // A newer program may name another history's there: that is no group of this one.
        said.group = match within(&mut members, "group", of_member)? {
            Some(Of::Here(of)) => Some(Box::new(of)),
            Some(Of::Elsewhere(_)) | None => None,
        };
        said.place = match members.has("place") {
            true => Some(place_said(&mut members)?),
            false => None,
        };
        let subject = match members.has("subject") {
            true => Some(bytes(&mut members, "subject")?),
            false => None,
        };
        Ok(Entry {
            seq,
            id: uuid(&id)?,
            moment,
            gate,
            said,
            subject,
        })
    }
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Source {
    Paper,
}

impl Draft {
    /// Party and mode stand among the reasons; one entry has at most one of each.
    fn take_code(&mut self, code: &str) -> Result<(), LineError> {
        let twice = if let Some(reason) = word::<Reason>(code) {
            self.reasons.push(reason);
            false
        } else if let Some(party) = word::<Party>(code) {
            self.party.replace(party).is_some()
        } else if let Some(mode) = code.strip_prefix("mode-").and_then(word::<Mode>) {
            self.mode.replace(mode).is_some()
        } else {
            !is_word(code)
        };
        if twice {
            Err(LineError::Wrong("reasons"))
        } else {
            Ok(())
        }
    }
}

impl From<Wrong> for LineError {
    fn from(Wrong(member): Wrong) -> LineError {
        LineError::Wrong(member)
    }
}

/// The three stand together.
fn place_said(members: &mut Members) -> Result<Said, LineError> {
    Ok(Said {
        place: narrow(members, "place")?,
        version: narrow(members, "version")?,
        state: needed(closed::<State>(members, "state")?, "state")?,
    })
}

/// The entry that an entry is about.
enum Of {
    Here(Ref),
    /// Its seq says nothing in this history. None where a newer program names it in another way.
    Elsewhere(Option<Elsewhere>),
}

fn of_member(members: &mut Members) -> Result<Of, LineError> {
    let of = Ref {
        seq: place(members, "seq")?,
        leaf: bytes(members, "leaf")?,
    };
    Ok(match (members.has("device"), members.has("branch")) {
        (false, false) => Of::Here(of),
        (true, true) => Of::Elsewhere(Some(Elsewhere {
            device: DeviceId(bytes(members, "device")?),
            branch: BranchName(bytes(members, "branch")?),
            of,
        })),
        (true, false) | (false, true) => Of::Elsewhere(None),
    })
}

fn was_member(members: &mut Members) -> Result<Was, LineError> {
    let day = needed(members.text("day")?, "day")?;
    let hour = whole(members, "hour")?;
    Ok(Was {
        day: date(&day).ok_or(LineError::Wrong("day"))?,
        hour: i8::try_from(hour)
            .ok()
            .filter(|hour| *hour < 24)
            .ok_or(LineError::Wrong("hour"))?,
        gate: narrow(members, "gate")?,
        direction: closed(members, "direction")?,
        verdict: closed(members, "verdict")?,
        kind: kind(members)?,
    })
}

fn happened_member(members: &mut Members) -> Result<Happened, LineError> {
    Ok(Happened {
        at: time(members, "at")?,
        precision: needed(closed::<Precision>(members, "precision")?, "precision")?,
    })
}

/// An object within the line, whose flaws are told by its own name.
fn within<T>(
    members: &mut Members,
    name: &'static str,
    read: impl FnOnce(&mut Members) -> Result<T, LineError>,
) -> Result<Option<T>, LineError> {
    match members.object(name)? {
        None => Ok(None),
        Some(mut inner) => read(&mut inner)
            .map(Some)
            .map_err(|_| LineError::Wrong(name)),
    }
}

fn kind(members: &mut Members) -> Result<Kind, LineError> {
    let text = needed(members.text("kind")?, "kind")?;
    Ok(match text.as_str() {
        "scan" => Kind::Scan,
        "manual" => Kind::Manual,
        "passed" => Kind::Passed,
        "decision" => Kind::Decision,
        "void" => Kind::Void,
        "correct" => Kind::Correct,
        "gap" => Kind::Gap,
        "same-as" => Kind::SameAs,
        "auto-out" => Kind::AutoOut,
        word => match Audit::of_word(word) {
            Some(audit) => Kind::Audit(audit),
            None if is_word(word) => Kind::Other(text),
            None => return Err(LineError::Wrong("kind")),
        },
    })
}

fn needed<T>(value: Option<T>, name: &'static str) -> Result<T, LineError> {
    value.ok_or(LineError::Missing(name))
}

/// A word of a closed list.
fn closed<T: DeserializeOwned>(
    members: &mut Members,
    name: &'static str,
) -> Result<Option<T>, LineError> {
    let text = members.text(name)?;
    text.map(|text| word(&text).ok_or(LineError::Wrong(name)))
        .transpose()
}

/// A word of an open list; None for one of a newer program.
fn open<T: DeserializeOwned>(
    members: &mut Members,
    name: &'static str,
) -> Result<Option<T>, LineError> {
    match members.text(name)? {
        Some(text) if !is_word(&text) => Err(LineError::Wrong(name)),
        text => Ok(text.as_deref().and_then(word)),
    }
}

/// Small letters, digits and single dashes between them.
fn is_word(text: &str) -> bool {
    let letters = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.len() <= MAX_WORD && text.split('-').all(letters)
}

fn whole(members: &mut Members, name: &'static str) -> Result<u64, LineError> {
    let number = needed(members.number(name)?, name)?;
    if number > MAX_NUMBER {
        Err(LineError::Wrong(name))
    } else {
        Ok(number)
    }
}

/// Without its uncertainty an offset says nothing.
fn offset(members: &mut Members) -> Result<Option<Offset>, LineError> {
    let ms = members.signed("offset_ms")?;
    if ms.is_some_and(|ms| ms.unsigned_abs() > MAX_NUMBER) {
        return Err(LineError::Wrong("offset_ms"));
    }
    let uncertainty = match members.has("uncertainty_ms") {
        true => Some(whole(members, "uncertainty_ms")?),
        false => None,
    };
    Ok(ms
        .zip(uncertainty)
        .map(|(ms, uncertainty_ms)| Offset { ms, uncertainty_ms }))
}

fn place(members: &mut Members, name: &'static str) -> Result<u64, LineError> {
    match whole(members, name)? {
        0 => Err(LineError::Wrong(name)),
        seq => Ok(seq),
    }
}

fn narrow(members: &mut Members, name: &'static str) -> Result<u32, LineError> {
    u32::try_from(whole(members, name)?).map_err(|_| LineError::Wrong(name))
}

fn bytes<const N: usize>(members: &mut Members, name: &'static str) -> Result<[u8; N], LineError> {
    let text = needed(members.text(name)?, name)?;
    from_base64url(&text).ok_or(LineError::Wrong(name))
}

/// One spelling only: 36 characters, small letters, version 7.
fn uuid(text: &str) -> Result<Uuid, LineError> {
    Uuid::try_parse(text)
        .ok()
        .filter(|id| id.get_version_num() == 7 && id.hyphenated().to_string() == text)
        .ok_or(LineError::Wrong("id"))
}

fn time(members: &mut Members, name: &'static str) -> Result<Timestamp, LineError> {
    let text = needed(members.text(name)?, name)?;
    if !is_rfc_3339(&text) {
        return Err(LineError::Wrong(name));
    }
    text.parse().map_err(|_| LineError::Wrong(name))
}

/// jiff reads more than RFC 3339 (zone names in brackets, blanks, years of six digits).
fn is_rfc_3339(text: &str) -> bool {
    let Some((clock, rest)) = text.split_at_checked(19) else {
        return false;
    };
    let (fraction, offset) = match rest.find(['Z', '+', '-']) {
        Some(at) => rest.split_at(at),
        None => return false,
    };
    let fraction_fits = match fraction.strip_prefix('.') {
        Some(digits) => fits(digits, "000000000", 1),
        None => fraction.is_empty(),
    };
    let offset_fits = offset == "Z" || (!offset.starts_with('Z') && fits(&offset[1..], "00:00", 5));
    fits(clock, "0000-00-00T00:00:00", 19) && fraction_fits && offset_fits
}

fn date(text: &str) -> Option<Date> {
    if fits(text, "0000-00-00", 10) {
        text.parse().ok()
    } else {
        None
    }
}

/// Whether `text` is a beginning of `form` of at least `shortest` bytes, any digit standing for 0.
fn fits(text: &str, form: &str, shortest: usize) -> bool {
    (shortest..=form.len()).contains(&text.len())
        && text
            .bytes()
            .zip(form.bytes())
            .all(|(byte, like)| match like {
                b'0' => byte.is_ascii_digit(),
                _ => byte == like,
            })
}
