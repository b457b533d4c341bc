//! *Register*: what a post's register of places says, whole, for the pages behind their posters and for a district's lists;
//! and how many of those on the unit's lists have come with which kind of code.
//!
//! ```text
//! {"v":1,"places":[{"number":7,"code":"BS-012","kind":"gate","name":"Cổng chính","address":"…","capacity":40,
//!                   "parent":"BS-001","until":"2027-12-31","version":2,"state":"posted"}],
//!  "people":{"day":"2026-11-27","groups":[{"kind":"staff","name":"Văn thư","people":9,"seen":8,"card":7,"app":2,"pass":0,
//!                                          "badge":1}]}}
//! ```
//!
//! Entries name a place by its number; here is what it is called. Whom to call there and who answers for it stay at the post:
//! they are somebody's names and telephones. Of people on lists there are figures alone. It is sent whole and the newer one counts, so nothing depends on what arrived
//! before.

use super::answer::{Answer, Asked, Because, Next, next};
use super::signed::{Pin, Signed, Statement, lines};
use super::{MAX_UNPACKED, UnitId, VERSION, fields};
use crate::chain::{DeviceId, sha256};
use crate::keys::Use;
use crate::place::{Code, Kind, State};
use crate::roster;
use fields::{hex, utc};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Places of one register, at most.
pub const MOST_PLACES: usize = 10_000;
/// Departments and classes of one register, at most.
pub const MOST_GROUPS: usize = 2_000;
/// Letters of a name or an address; what is longer is cut.
const LONGEST: usize = 160;

/// A place as its register has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Names it in the post's entries.
    pub number: u32,
    pub code: Code,
    pub kind: Kind,
    pub name: String,
    /// May be empty.
    pub address: String,
    /// How many people it holds.
    pub capacity: Option<u32>,
    /// The place that it is in.
    pub parent: Option<Code>,
    /// The last day of its poster; None for no end.
    pub until: Option<Date>,
    /// Of the newest poster, from 1.
    pub version: u32,
    /// How that one stands.
    pub state: State,
}

/// What a post tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    pub places: Vec<Listed>,
    /// None where it isn't known now: what was told before stays.
    pub people: Option<People>,
}

/// Those on a unit's lists, as of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    pub day: Date,
    pub groups: Vec<Group>,
}

/// A department or a class: how many were seen with which kind of code, as far back as the post's log tells of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// A word of [`roster::Kind`].
    pub kind: String,
    /// Empty for those in none, and for those of few people together.
    pub name: String,
    pub people: u32,
    /// By whatever means.
    pub seen: u32,
    pub card: u32,
    pub app: u32,
    pub pass: u32,
    pub badge: u32,
}

#[derive(Serialize, Deserialize)]
struct Form {
    v: u64,
    places: Vec<Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    people: Option<People>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    number: u32,
    code: String,
    kind: String,
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    address: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    capacity: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    version: u32,
    state: String,
}

/// Why a body is no register. Nothing changes then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    #[error("it can't be understood: {0}")]
    Form(String),
    #[error("it is of version {0} and this program reads version 1: install the newer program")]
    Version(u64),
    #[error("it has more than {MOST_PLACES} places or {MOST_GROUPS} groups of people")]
    TooMany,
    #[error("{0:?} is no code of a place, or stands there twice")]
    Code(String),
    #[error("{0} has no name, or no version from 1 on")]
    Empty(String),
    #[error("{0:?} is of no known kind, stands there twice, or more were seen than there are")]
    Group(String),
}

/// The body as it is hashed and, packed, sent: the same for the same register.
pub fn body(register: &Register) -> Vec<u8> {
    let places = register.places.iter().map(|place| Line {
        number: place.number,
        code: place.code.as_str().to_owned(),
        kind: place.kind.as_str().to_owned(),
        name: place.name.clone(),
        address: place.address.clone(),
        capacity: place.capacity,
        parent: place.parent.as_ref().map(|code| code.as_str().to_owned()),
        until: place.until,
        version: place.version,
        state: place.state.as_str().to_owned(),
    });
    let form = Form {
        v: VERSION,
        places: places.collect(),
        people: register.people.clone(),
    };
    // Text and whole numbers only: there is nothing that JSON can't hold.
    serde_json::to_vec(&form).unwrap_or_default()
}

/// Names a register by its body.
pub fn digest(body: &[u8]) -> [u8; 32] {
    sha256(&[body])
}

/// Reads a post's body. What a newer program says besides is passed over; a kind that isn't known here is another place, and a
/// poster in a state that isn't known here doesn't count.
pub fn read(body: &[u8]) -> Result<Register, RegisterError> {
    if body.len() > MAX_UNPACKED {
        return Err(RegisterError::TooMany);
    }
    let form: Form =
        serde_json::from_slice(body).map_err(|error| RegisterError::Form(error.to_string()))?;
    if form.v != VERSION {
        return Err(RegisterError::Version(form.v));
    }
    if form.places.len() > MOST_PLACES {
        return Err(RegisterError::TooMany);
    }
    let people = form.people.map(checked).transpose()?;
    let mut codes = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    let places = form.places.into_iter().map(|line| {
        let code = code(&line.code)?;
        if !codes.insert(code.clone()) || !numbers.insert(line.number) {
            return Err(RegisterError::Code(line.code));
        }
        let name = printable(&line.name);
        if name.is_empty() || line.version == 0 {
            return Err(RegisterError::Empty(line.code));
        }
        Ok(Listed {
            number: line.number,
            code,
            kind: Kind::of_word(&line.kind).unwrap_or(Kind::Other),
            name,
            address: printable(&line.address),
            capacity: line.capacity,
            parent: line.parent.as_deref().map(self::code).transpose()?,
            until: line.until,
            version: line.version,
            state: State::of_word(&line.state).unwrap_or(State::Revoked),
        })
    });
    Ok(Register {
        places: places.collect::<Result<_, _>>()?,
        people,
    })
}

fn checked(mut people: People) -> Result<People, RegisterError> {
    if people.groups.len() > MOST_GROUPS {
        return Err(RegisterError::TooMany);
    }
    let mut known = BTreeSet::new();
    for group in &mut people.groups {
        group.name = printable(&group.name);
        let parts = [group.card, group.app, group.pass, group.badge];
        let is_whole = group.seen <= group.people && parts.iter().all(|part| *part <= group.seen);
        let is_known = roster::Kind::of_word(&group.kind).is_some();
        if !is_whole || !is_known || !known.insert((group.kind.clone(), group.name.clone())) {
            return Err(RegisterError::Group(group.name.clone()));
        }
    }
    Ok(people)
}

/// A code as a register writes it.
fn code(text: &str) -> Result<Code, RegisterError> {
    let read = Code::of_typed(text).filter(|code| code.as_str() == text);
    read.ok_or_else(|| RegisterError::Code(text.to_owned()))
}

fn printable(text: &str) -> String {
    let printed = text.chars().filter(|sign| !sign.is_control());
    let cut: String = printed.take(LONGEST).collect();
    cut.trim().to_owned()
}

/// The hub has a register, durably.
///
/// `chot/register/1`, hub, unit, device, SHA-256 of the newest register that it has of this device, at, request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// The subject of the hub's certificate.
    #[serde(with = "fields::bytes")]
    pub hub: [u8; 16],
    pub unit: UnitId,
    pub device: DeviceId,
    #[serde(with = "fields::bytes")]
    pub register: [u8; 32],
    /// The hub's clock.
    #[serde(with = "fields::moment")]
    pub at: Timestamp,
    /// The digest of the request that it answers ([`super::request::Base::digest`]).
    #[serde(with = "fields::bytes")]
    pub request: [u8; 32],
}

impl Statement for Kept {
    const USE: Use = Use::Receipt;

    fn signer(&self) -> [u8; 16] {
        self.hub
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn text(&self) -> String {
        lines(&[
            "chot/register/1",
            &hex(&self.hub),
            &hex(&self.unit.0),
            &hex(&self.device.0),
            &hex(&self.register),
            &utc(self.at),
            &hex(&self.request),
        ])
    }
}

/// Reads the answer to `POST …/places` (200); anything else is for the table of answers.
pub fn kept(answer: &Answer<'_>, asked: &Asked<'_>, pin: &Pin<'_>) -> Result<Kept, Next> {
    if answer.status != 200 || answer.chot_sync != Some("1") {
        return Err(next(answer, asked, pin));
    }
    let kept =
        Signed::<Kept>::believed(answer.body, pin).map_err(|_| Next::Again(Because::NotAHub))?;
    let is_ours =
        kept.device == asked.device && kept.unit == pin.unit && kept.request == asked.request;
    if is_ours {
        Ok(kept)
    } else {
        Err(Next::Again(Because::Contradicts))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn gate() -> Listed {
        Listed {
            number: 7,
            code: Code::of_typed("BS-012").unwrap(),
            kind: Kind::Gate,
            name: "Cổng chính".to_owned(),
            address: String::new(),
            capacity: None,
            parent: None,
            until: None,
            version: 2,
            state: State::Posted,
        }
    }

    fn of(places: &[Listed]) -> Register {
        Register {
            places: places.to_vec(),
            people: None,
        }
    }

    fn clerks() -> Group {
        Group {
            kind: "staff".to_owned(),
            name: "Văn thư".to_owned(),
            people: 9,
            seen: 8,
            card: 7,
            app: 2,
            pass: 0,
            badge: 1,
        }
    }

    fn with_groups(groups: &[Group]) -> Register {
        let people = People {
            day: jiff::civil::date(2026, 11, 27),
            groups: groups.to_vec(),
        };
        Register {
            places: Vec::new(),
            people: Some(people),
        }
    }

    #[test]
    fn figures_of_people_are_read_again_and_contradictions_are_refused() {
        let told = with_groups(&[clerks()]);
        assert_eq!(
            String::from_utf8(body(&told)).unwrap(),
            "{\"v\":1,\"places\":[],\"people\":{\"day\":\"2026-11-27\",\"groups\":[{\"kind\":\"staff\",\
             \"name\":\"Văn thư\",\"people\":9,\"seen\":8,\"card\":7,\"app\":2,\"pass\":0,\"badge\":1}]}}"
        );
        assert_eq!(read(&body(&told)), Ok(told));
        let wrong = |change: fn(&mut Group)| {
            let mut group = clerks();
            change(&mut group);
            read(&body(&with_groups(&[group])))
        };
        let refused = Err(RegisterError::Group("Văn thư".to_owned()));
        assert_eq!(wrong(|group| group.seen = 10), refused);
        assert_eq!(wrong(|group| group.badge = 9), refused);
        assert_eq!(wrong(|group| group.kind = "guest".to_owned()), refused);
        assert_eq!(read(&body(&with_groups(&[clerks(), clerks()]))), refused);
    }

    #[test]
    fn a_register_is_written_as_it_stands_here() {
        let whole = Listed {
            address: "12 phố Thử".to_owned(),
            capacity: Some(40),
            parent: Code::of_typed("BS-001"),
            until: Some(jiff::civil::date(2027, 12, 31)),
            ..gate()
        };
        assert_eq!(
            String::from_utf8(body(&of(&[whole]))).unwrap(),
            "{\"v\":1,\"places\":[{\"number\":7,\"code\":\"BS-012\",\"kind\":\"gate\",\"name\":\"Cổng chính\",\
             \"address\":\"12 phố Thử\",\"capacity\":40,\"parent\":\"BS-001\",\"until\":\"2027-12-31\",\
             \"version\":2,\"state\":\"posted\"}]}"
        );
    }

    #[test]
    fn what_a_newer_post_says_is_read_as_far_as_it_is_known() {
        let body = r#"{"v":1,"more":1,"places":[{"number":7,"code":"BS-012","kind":"ferry","name":"Cổng\u0007 chính ",
            "version":2,"state":"lent","colour":"red"}]}"#;
        let expected = Listed {
            kind: Kind::Other,
            state: State::Revoked,
            ..gate()
        };
        assert_eq!(read(body.as_bytes()), Ok(of(&[expected])));
    }

    #[test]
    fn a_register_that_contradicts_itself_changes_nothing() {
        let twice = [gate(), gate()];
        assert_eq!(
            read(&body(&of(&twice))),
            Err(RegisterError::Code("BS-012".to_owned()))
        );
        let nameless = Listed {
            name: "\u{7}".to_owned(),
            ..gate()
        };
        assert_eq!(
            read(&body(&of(&[nameless]))),
            Err(RegisterError::Empty("BS-012".to_owned()))
        );
        let unprinted = Listed {
            version: 0,
            ..gate()
        };
        assert_eq!(
            read(&body(&of(&[unprinted]))),
            Err(RegisterError::Empty("BS-012".to_owned()))
        );
        let text = String::from_utf8(body(&of(&[gate()]))).unwrap();
        let small = text.replace("BS-012", "bs-012");
        assert_eq!(
            read(small.as_bytes()),
            Err(RegisterError::Code("bs-012".to_owned()))
        );
        assert_eq!(
            read(text.replace("\"v\":1", "\"v\":2").as_bytes()),
            Err(RegisterError::Version(2))
        );
        let many: Vec<Listed> = (0..=MOST_PLACES)
            .map(|number| Listed {
                number: u32::try_from(number).unwrap(),
                code: Code::of_typed(&format!("A-{number}")).unwrap(),
                ..gate()
            })
            .collect();
        assert_eq!(read(&body(&of(&many))), Err(RegisterError::TooMany));
        let read = read(&body(&of(&many[1..]))).unwrap();
        assert_eq!(read.places.len(), MOST_PLACES);
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_again(
            number: u32,
            kind in select(Kind::ALL.to_vec()),
            state in select(State::ALL.to_vec()),
            name in "[a-zà-ỹA-Z0-9\"\\\\ ]{0,60}[a-z]",
            capacity: Option<u32>,
            version in 1_u32..,
        ) {
            let place = Listed {
                number, kind, state, capacity, version,
                name: name.trim().to_owned(),
                parent: Code::of_typed("BS-001"),
                until: Some(jiff::civil::date(2027, 12, 31)),
                ..gate()
            };
            let told = of(&[place]);
            prop_assert_eq!(read(&body(&told)), Ok(told));
        }

        #[test]
        fn no_body_makes_it_panic(bytes: Vec<u8>) {
            let _ = read(&bytes);
        }
    }
}
