//! An entry becomes its line: once, in PROTOCOL.md's order of members.

use super::{Direction, Draft, Happened, Kind, LineError, MAX_NUMBER, Mode, Outcome, Party};
use super::{Precision, Ref, VERSION, Was};
use crate::base64url::base64url;
use crate::document::Kind as DocumentKind;
use crate::json::{JsonError, MAX_BYTES};
use crate::moment::{Moment, Offset as ClockOffset};
use crate::place::State;
use crate::verdict::Reason;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::temporal::DateTimePrinter;
use jiff::tz::{Offset, TimeZone};
use serde::Serialize;
use uuid::Uuid;

/// The members of a line, in their order. An absent one is left out.
#[derive(Serialize)]
struct Line<'a> {
    seq: u64,
    v: u64,
    id: String,
    kind: &'a str,
    at: String,
    mono_ms: u64,
    boot: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uncertainty_ms: Option<u64>,
    gate: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    direction: Option<Direction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Outcome>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<DocumentKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<OfMember>,
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<WasMember<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    happened: Option<HappenedMember>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    heads: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<OfMember>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<State>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
}

/// What stands among the reasons.
#[derive(Serialize)]
#[serde(untagged)]
enum Code {
    Reason(Reason),
    Party(Party),
    Mode(&'static str),
}

#[derive(Serialize)]
struct OfMember {
    seq: u64,
    leaf: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<String>,
}

#[derive(Serialize)]
struct WasMember<'a> {
    day: String,
    hour: i8,
    gate: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    direction: Option<Direction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Outcome>,
    kind: &'a str,
}

#[derive(Serialize)]
struct HappenedMember {
    at: String,
    precision: Precision,
}

impl Draft {
    /// The line of this fact at its place `seq` (from 1, below 2⁵³), without a newline. `id` is a
    /// UUIDv7; times are written in `zone` to the millisecond; `subject` is the commitment to the
    /// person's groups, where there are any.
    ///
    /// Errors: a number, time or id that has no place in a line, a kind that isn't this program's,
    /// or more reasons than 16 KiB hold.
    pub fn line(
        &self,
        seq: u64,
        id: Uuid,
        moment: &Moment,
        gate: u32,
        zone: &TimeZone,
        subject: Option<[u8; 32]>,
    ) -> Result<String, LineError> {
        if id.get_version_num() != 7 {
            return Err(LineError::Wrong("id"));
        }
        let line = Line {
            seq: place(seq, "seq")?,
            v: VERSION,
            id: id.hyphenated().to_string(),
            kind: ours(&self.kind)?,
            at: time(moment.at, zone, "at")?,
            mono_ms: number(moment.mono_ms, "mono_ms")?,
            boot: base64url(&moment.boot.0),
            offset_ms: moment.offset.map(offset).transpose()?,
            uncertainty_ms: moment
                .offset
                .map(|offset| offset.uncertainty_ms.min(MAX_NUMBER)),
            gate,
            by: self.by.map(|by| number(by, "by")).transpose()?,
            direction: self.direction,
            verdict: self.verdict,
            reasons: self.codes(),
            document: self.document,
            of: self.of_member()?,
            was: self.was.as_ref().map(was_member).transpose()?,
            happened: self
                .happened
                .map(|happened| happened_member(happened, zone))
                .transpose()?,
            until: self.until.map(|at| time(at, zone, "until")).transpose()?,
            source: self.paper.then_some("paper"),
            count: self.count,
            heads: self.heads,
            group: self
                .group
                .as_deref()
                .map(|of| here(*of, "group"))
                .transpose()?,
            place: self.place.map(|said| said.place),
            version: self.place.map(|said| said.version),
            state: self.place.map(|said| said.state),
            subject: subject.map(|hash| base64url(&hash)),
        };
        let line = serde_json::to_string(&line).map_err(|_| JsonError::NotAnObject)?;
        if line.len() > MAX_BYTES {
            return Err(JsonError::TooLong.into());
        }
        Ok(line)
    }

    fn of_member(&self) -> Result<Option<OfMember>, LineError> {
        let (of, elsewhere) = match (self.of, self.elsewhere.as_deref()) {
            (None, None) => return Ok(None),
            (Some(of), None) => (of, None),
            (None, Some(elsewhere)) => (elsewhere.of, Some(elsewhere)),
            (Some(_), Some(_)) => return Err(LineError::Wrong("of")),
        };
        Ok(Some(OfMember {
            seq: place(of.seq, "of")?,
            leaf: base64url(&of.leaf),
            device: elsewhere.map(|elsewhere| base64url(&elsewhere.device.0)),
            branch: elsewhere.map(|elsewhere| base64url(&elsewhere.branch.0)),
        }))
    }

    fn codes(&self) -> Vec<Code> {
        let reasons = self.reasons.iter().copied().map(Code::Reason);
        let party = self.party.map(Code::Party);
        let mode = self.mode.map(|mode| {
            Code::Mode(match mode {
                Mode::In => "mode-in",
                Mode::Out => "mode-out",
                Mode::Auto => "mode-auto",
            })
        });
        reasons.chain(party).chain(mode).collect()
    }
}

fn here(of: Ref, member: &'static str) -> Result<OfMember, LineError> {
    Ok(OfMember {
        seq: place(of.seq, member)?,
        leaf: base64url(&of.leaf),
        device: None,
        branch: None,
    })
}

fn was_member(was: &Was) -> Result<WasMember<'_>, LineError> {
    if !(0..24).contains(&was.hour) {
        return Err(LineError::Wrong("was"));
    }
    Ok(WasMember {
        day: date(was.day, "was")?,
        hour: was.hour,
        gate: was.gate,
        direction: was.direction,
        verdict: was.verdict,
        kind: ours(&was.kind)?,
    })
}

fn happened_member(happened: Happened, zone: &TimeZone) -> Result<HappenedMember, LineError> {
    Ok(HappenedMember {
        at: time(happened.at, zone, "happened")?,
        precision: happened.precision,
    })
}

/// Only words of this program's own list: a word that came from elsewhere could be anything.
fn ours(kind: &Kind) -> Result<&str, LineError> {
    match kind {
        Kind::Other(_) => Err(LineError::NotOurs),
        Kind::Scan
        | Kind::Manual
        | Kind::Passed
        | Kind::Decision
        | Kind::Void
        | Kind::Correct
        | Kind::Gap
        | Kind::Audit(_)
        | Kind::SameAs
        | Kind::AutoOut => Ok(kind.as_str()),
    }
}

fn place(seq: u64, member: &'static str) -> Result<u64, LineError> {
    if seq == 0 {
        Err(LineError::Wrong(member))
    } else {
        number(seq, member)
    }
}

fn number(number: u64, member: &'static str) -> Result<u64, LineError> {
    if number > MAX_NUMBER {
        Err(LineError::Wrong(member))
    } else {
        Ok(number)
    }
}

fn offset(offset: ClockOffset) -> Result<i64, LineError> {
    number(offset.ms.unsigned_abs(), "offset_ms")?;
    Ok(offset.ms)
}

/// RFC 3339 has four digits for the year and whole minutes for the offset.
fn time(at: Timestamp, zone: &TimeZone, member: &'static str) -> Result<String, LineError> {
    let seconds = zone.to_offset(at).seconds();
    let offset =
        Offset::from_seconds(seconds - seconds % 60).map_err(|_| LineError::Wrong(member))?;
    date(offset.to_datetime(at).date(), member)?;
    let printer = DateTimePrinter::new().precision(Some(3));
    Ok(printer.timestamp_with_offset_to_string(&at, offset))
}

fn date(day: Date, member: &'static str) -> Result<String, LineError> {
    if day.year() < 0 {
        return Err(LineError::Wrong(member));
    }
    Ok(day.to_string())
}
